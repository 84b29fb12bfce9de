//! The two ends of what serves a PC.

use tokio::sync::mpsc;

use super::{PcCommand, PcEvent};
use crate::limits;
use crate::session::SendError;

/// What a front end holds. Dropping it ends the task in order: a consent code that is shown is
/// taken away.
#[derive(Debug)]
pub struct PcHandle {
    commands: mpsc::Sender<PcCommand>,
    events: mpsc::Receiver<PcEvent>,
}

/// The other end: what the task holds, and a stand-in in tests.
#[derive(Debug)]
pub struct PcServed {
    /// What the front end asks; `None` once its handle is dropped.
    pub commands: mpsc::Receiver<PcCommand>,
    /// What the front end is told, at most [`limits::PC_EVENTS`] ahead of it.
    pub events: mpsc::Sender<PcEvent>,
}

impl PcHandle {
    /// A new handle and its other end, with bounded queues between them.
    #[must_use]
    pub fn new() -> (Self, PcServed) {
        let (command_sender, commands) = mpsc::channel(limits::PC_COMMANDS);
        let (event_sender, events) = mpsc::channel(limits::PC_EVENTS);
        let handle = Self {
            commands: command_sender,
            events,
        };
        let served = PcServed {
            commands,
            events: event_sender,
        };
        (handle, served)
    }

    /// Hands over a command; never waits.
    ///
    /// # Errors
    /// [`SendError`]; the command is lost then.
    pub fn send(&self, command: PcCommand) -> Result<(), SendError> {
        self.commands
            .try_send(command)
            .map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => SendError::Full,
                mpsc::error::TrySendError::Closed(_) => SendError::Closed,
            })
    }

    /// The next event if there is one; for windows, which are woken.
    pub fn poll_event(&mut self) -> Option<PcEvent> {
        self.events.try_recv().ok()
    }

    /// Waits for the next event; `None` once the task has ended.
    pub async fn next_event(&mut self) -> Option<PcEvent> {
        self.events.recv().await
    }
}
