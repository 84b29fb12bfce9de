//! Starts the tasks of a session and makes sure that its end is always reported.

use std::any::Any;
use std::sync::Arc;

use tokio::runtime;
use tokio::task::JoinError;
use tracing::{Instrument as _, info_span};

use super::report::Reporter;
use super::{Event, Fault, Handle, OpenOptions, kvm};

/// Opens a session on `runtime` and returns at once.
///
/// `wake` is called, from a task, whenever there is a new event or a picture that the front end
/// has not seen; it should do no more than tell it to look. The last event is always
/// [`Event::Closed`], whatever happens to the tasks of the session. Dropping the handle ends the
/// session in order.
pub fn open(
    runtime: &runtime::Handle,
    options: OpenOptions,
    wake: impl Fn() + Send + Sync + 'static,
) -> Handle {
    let (handle, served) = Handle::new();
    let span = info_span!("session", id = handle.id.number(), target = %options.access.target());
    let wake: Arc<dyn Fn() + Send + Sync> = Arc::new(wake);
    let after_a_panic = Reporter::new(served.events.clone(), Arc::clone(&wake));
    let task = runtime.spawn(kvm::run(options, served, wake).instrument(span));
    runtime.spawn(async move {
        let Err(error) = task.await else {
            return;
        };
        let words = last_words(error);
        tracing::error!(error = words, "the screen task ended by itself");
        let task = format!("screen: {words}");
        let fault = Fault::Internal { task };
        after_a_panic.finish(Event::Closed(Some(fault))).await;
    });
    handle
}

/// What a task said when it ended by itself.
pub(super) fn last_words(error: JoinError) -> String {
    let payload = error.try_into_panic().ok();
    let words = payload.as_deref().and_then(panic_words);
    words.unwrap_or("no words").to_owned()
}

/// What a panic said, if it said it in words.
fn panic_words(payload: &(dyn Any + Send)) -> Option<&str> {
    payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_panic_are_found_however_they_were_said() {
        assert_eq!(panic_words(&"literal"), Some("literal"));
        assert_eq!(panic_words(&String::from("formatted")), Some("formatted"));
        assert_eq!(panic_words(&7), None);
    }
}
