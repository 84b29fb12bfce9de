//! What a front end holds of a session.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use tokio::sync::mpsc;

use super::{Command, Event};
use crate::limits;
use crate::screen::Mailbox;

/// Names one session of this process; never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SessionId(u64);

impl SessionId {
    /// The next unused id.
    pub(super) fn next() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }

    /// The number behind the id, for tables of a layer that knows no sessions.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0
    }
}

/// Why a command was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The session does not keep up; it ends itself rather than lose a key release.
    #[error("the session does not keep up")]
    Full,
    /// The session has ended.
    #[error("the session has ended")]
    Closed,
}

/// One open session: commands in, events out, the picture beside them.
///
/// Dropping it ends the session in order.
#[derive(Debug)]
pub struct Handle {
    /// Which session this is.
    pub id: SessionId,
    /// Where the picture lies.
    pub picture: Arc<Mailbox>,
    commands: mpsc::Sender<Command>,
    events: mpsc::Receiver<Event>,
    overrun: Arc<AtomicBool>,
}

/// The other end of a [`Handle`]: what the tasks of a session hold, and a stand-in in tests.
#[derive(Debug)]
pub struct Served {
    /// Where pictures are published.
    pub picture: Arc<Mailbox>,
    /// What the front end asks; `None` once its handle is dropped.
    pub commands: mpsc::Receiver<Command>,
    /// What the front end is told, at most [`limits::EVENTS`] ahead of it.
    pub events: mpsc::Sender<Event>,
    /// A command was lost because the queue was full: the session has to end, for the command may
    /// have been the release of a key.
    pub overrun: Arc<AtomicBool>,
}

impl Handle {
    /// A new session's two ends, with bounded queues between them.
    #[must_use]
    pub fn new() -> (Self, Served) {
        let (command_sender, commands) = mpsc::channel(limits::COMMANDS);
        let (events, event_receiver) = mpsc::channel(limits::EVENTS);
        let picture = Arc::new(Mailbox::new());
        let overrun = Arc::new(AtomicBool::new(false));
        let handle = Self {
            id: SessionId::next(),
            picture: Arc::clone(&picture),
            commands: command_sender,
            events: event_receiver,
            overrun: Arc::clone(&overrun),
        };
        let served = Served {
            picture,
            commands,
            events,
            overrun,
        };
        (handle, served)
    }

    /// Hands over a command; never waits.
    ///
    /// # Errors
    /// [`SendError`]; the command is lost then.
    pub fn send(&self, command: Command) -> Result<(), SendError> {
        self.commands
            .try_send(command)
            .map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => {
                    self.overrun.store(true, Ordering::Release);
                    SendError::Full
                }
                mpsc::error::TrySendError::Closed(_) => SendError::Closed,
            })
    }

    /// The next event if there is one; for windows, which are woken.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.events.try_recv().ok()
    }

    /// Waits for the next event; `None` after [`Event::Closed`].
    pub async fn next_event(&mut self) -> Option<Event> {
        self.events.recv().await
    }
}
