//! The end of an attempt that a front end holds.

use std::sync::Arc;

use tokio::runtime;
use tokio::sync::mpsc;
use tracing::{Instrument as _, info_span};

use super::attempt::Attempt;
use super::{BootImageCommand, BootImageEvent, BootImageOptions};
use crate::limits;
use crate::session::SendError;
use crate::session::reports::{Reports, Wake};
use crate::session::supervisor::supervise;

/// One attempt. Dropping it stops it; everything is put back then too.
#[derive(Debug)]
pub struct BootImageHandle {
    commands: mpsc::Sender<BootImageCommand>,
    events: mpsc::Receiver<BootImageEvent>,
}

impl BootImageHandle {
    /// Hands over a command; never waits.
    ///
    /// # Errors
    /// [`SendError`]; the command is lost then.
    pub fn send(&self, command: BootImageCommand) -> Result<(), SendError> {
        self.commands
            .try_send(command)
            .map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => SendError::Full,
                mpsc::error::TrySendError::Closed(_) => SendError::Closed,
            })
    }

    /// The next event if there is one; for windows, which are woken.
    pub fn poll_event(&mut self) -> Option<BootImageEvent> {
        self.events.try_recv().ok()
    }

    /// Waits for the next event; `None` after [`BootImageEvent::Finished`]. Cancel-safe.
    pub async fn next_event(&mut self) -> Option<BootImageEvent> {
        self.events.recv().await
    }
}

/// Boots a PC from an image on `runtime` and returns at once.
///
/// `wake` is called, from a task, whenever there is a new event. The last event is always
/// [`BootImageEvent::Finished`].
pub fn boot_image(
    runtime: &runtime::Handle,
    options: BootImageOptions,
    wake: impl Fn() + Send + Sync + 'static,
) -> BootImageHandle {
    let (command_sender, commands) = mpsc::channel(limits::COMMANDS);
    let (events, event_receiver) = mpsc::channel(limits::EVENTS);
    let wake: Wake = Arc::new(wake);
    let after_a_panic = Reports::new(events.clone(), Arc::clone(&wake));
    let span = info_span!("boot image", target = %options.media.access.target());
    let attempt = Attempt::new(commands, Reports::new(events, wake));
    let task = attempt.run(options).instrument(span);
    supervise(runtime, "boot", task, |fault| {
        after_a_panic.finish(BootImageEvent::Finished(Err(fault)))
    });
    BootImageHandle {
        commands: command_sender,
        events: event_receiver,
    }
}
