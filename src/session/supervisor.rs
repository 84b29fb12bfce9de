//! Starts the tasks of a session and makes sure that its end is always reported.

use std::any::Any;
use std::sync::Arc;

use tokio::runtime;
use tokio::task::JoinError;
use tracing::{Instrument as _, info_span};

use super::reports::{Reports, Wake};
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
    let wake: Wake = Arc::new(wake);
    let after_a_panic = Reports::new(served.events.clone(), Arc::clone(&wake));
    let task = kvm::run(options, served, wake).instrument(span);
    supervise(runtime, "screen", task, |fault| {
        after_a_panic.finish(Event::Closed(Some(fault)))
    });
    handle
}

/// Runs a task on `runtime`. Should it end by itself, that is by a panic, `tell` gets the fault
/// that says so; `name` names the task in it.
pub(super) fn supervise<Task, Told>(
    runtime: &runtime::Handle,
    name: &'static str,
    task: Task,
    tell: impl FnOnce(Fault) -> Told + Send + 'static,
) where
    Task: Future<Output = ()> + Send + 'static,
    Told: Future<Output = ()> + Send,
{
    let task = runtime.spawn(task);
    runtime.spawn(async move {
        if let Err(error) = task.await {
            tell(ended_by_itself(name, error)).await;
        }
    });
}

/// The fault of a task that ended by itself.
pub(super) fn ended_by_itself(name: &str, error: JoinError) -> Fault {
    let payload = error.try_into_panic().ok();
    let words = payload.as_deref().and_then(panic_words);
    let words = words.unwrap_or("no words");
    tracing::error!(task = name, error = words, "a task ended by itself");
    Fault::Internal {
        task: format!("{name}: {words}"),
    }
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
    use tokio::sync::mpsc;

    use super::*;

    #[test]
    fn the_words_of_a_panic_are_found_however_they_were_said() {
        assert_eq!(panic_words(&"literal"), Some("literal"));
        assert_eq!(panic_words(&String::from("formatted")), Some("formatted"));
        assert_eq!(panic_words(&7), None);
    }

    #[tokio::test]
    async fn a_task_that_panics_is_told_with_its_words_and_one_that_ends_is_not() {
        let (told, mut faults) = mpsc::channel(2);
        let runtime = runtime::Handle::current();
        for is_faulty in [false, true] {
            let told = told.clone();
            let task = async move { assert!(!is_faulty, "out of {}", "cheese") };
            supervise(&runtime, "larder", task, async move |fault| {
                drop(told.send(fault).await);
            });
        }
        drop(told);
        let mut said = Vec::new();
        while let Some(fault) = faults.recv().await {
            said.push(fault);
        }
        assert!(
            matches!(said.as_slice(), [Fault::Internal { task }] if task == "larder: out of cheese"),
            "{said:?}"
        );
    }
}
