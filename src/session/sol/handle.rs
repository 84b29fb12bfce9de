//! What a front end holds of a serial console.

use std::fmt;
use std::ops::DerefMut;
use std::sync::Arc;

use alacritty_terminal::sync::FairMutex;
use tokio::sync::mpsc;

use super::{SerialCommand, SerialEvent, Tap};
use crate::limits;
use crate::session::{SendError, SessionId};
use crate::terminal::{Charset, Emulator, SizeMode};

/// The terminal of a session: fed by its task, read and scrolled by its front end.
///
/// Whoever waits is next: with an ordinary lock a flood from the host could hold back the window for
/// as long as it lasts.
#[derive(Clone)]
pub struct SharedTerminal(Arc<FairMutex<Emulator>>);

impl fmt::Debug for SharedTerminal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedTerminal")
    }
}

impl SharedTerminal {
    pub(super) fn new(emulator: Emulator) -> Self {
        Self(Arc::new(FairMutex::new(emulator)))
    }

    /// Exclusive access, to be held for a copy of the cells and no longer. Waits at most for
    /// [`limits::TERMINAL_FEED_BYTES`] to be interpreted.
    pub fn lock(&self) -> impl DerefMut<Target = Emulator> + '_ {
        self.0.lock()
    }
}

/// One open serial console: commands in, events out, the terminal beside them.
///
/// Dropping it ends the session in order.
#[derive(Debug)]
pub struct SerialHandle {
    /// Which session this is.
    pub id: SessionId,
    /// What the host has written.
    pub terminal: SharedTerminal,
    commands: mpsc::Sender<SerialCommand>,
    events: mpsc::Receiver<SerialEvent>,
    tap: Option<Arc<Tap>>,
}

/// The other end of a [`SerialHandle`]: for the session's task, and for tests of front ends.
#[derive(Debug)]
pub struct SerialServed {
    /// To be fed with what the host writes.
    pub terminal: SharedTerminal,
    /// What the front end asks.
    pub commands: mpsc::Receiver<SerialCommand>,
    /// What it is told.
    pub events: mpsc::Sender<SerialEvent>,
    /// The bytes of the host, if they were asked for.
    pub tap: Option<Arc<Tap>>,
}

impl SerialHandle {
    /// A handle and its other end. `tap`: the bytes of the host are wanted.
    #[must_use]
    pub fn new(size: SizeMode, charset: Charset, tap: bool) -> (Self, SerialServed) {
        let (command_sender, commands) = mpsc::channel(limits::COMMANDS);
        let (events, event_receiver) = mpsc::channel(limits::EVENTS);
        let emulator = Emulator::new(size, charset);
        let terminal = SharedTerminal::new(emulator);
        let tap = tap.then(Arc::<Tap>::default);
        let handle = Self {
            id: SessionId::next(),
            terminal: terminal.clone(),
            commands: command_sender,
            events: event_receiver,
            tap: tap.clone(),
        };
        let served = SerialServed {
            terminal,
            commands,
            events,
            tap,
        };
        (handle, served)
    }

    /// Hands over a command; never waits.
    ///
    /// # Errors
    /// [`SendError`]; the command is lost then.
    pub fn send(&self, command: SerialCommand) -> Result<(), SendError> {
        self.commands
            .try_send(command)
            .map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => SendError::Full,
                mpsc::error::TrySendError::Closed(_) => SendError::Closed,
            })
    }

    /// Hands over a command when there is room for it.
    ///
    /// # Errors
    /// [`SendError::Closed`].
    pub async fn send_when_ready(&self, command: SerialCommand) -> Result<(), SendError> {
        let sent = self.commands.send(command).await;
        sent.map_err(|_| SendError::Closed)
    }

    /// The next event if there is one; for windows, which are woken.
    pub fn poll_event(&mut self) -> Option<SerialEvent> {
        self.events.try_recv().ok()
    }

    /// Waits for the next event; `None` after [`SerialEvent::Closed`]. Cancel-safe.
    pub async fn next_event(&mut self) -> Option<SerialEvent> {
        self.events.recv().await
    }

    /// The bytes of the host, if they were asked for.
    #[must_use]
    pub fn tap(&self) -> Option<Arc<Tap>> {
        self.tap.clone()
    }
}

impl Drop for SerialHandle {
    fn drop(&mut self) {
        if let Some(tap) = &self.tap {
            tap.abandon();
        }
    }
}
