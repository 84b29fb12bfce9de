//! What a front end holds of a media session.

use std::time::Instant;

use tokio::sync::mpsc;

use super::status::{MediaStatus, SharedStatus};
use super::{MediaCommand, MediaEvent};
use crate::limits;
use crate::proto::ider::messages::Drive;
use crate::session::{SendError, SessionId};

/// One open media session: commands in, events out, the progress beside them.
///
/// Dropping it ends the session in order.
#[derive(Debug)]
pub struct MediaHandle {
    /// Which session this is.
    pub id: SessionId,
    status: SharedStatus,
    commands: mpsc::Sender<MediaCommand>,
    events: mpsc::Receiver<MediaEvent>,
}

/// The other end of a [`MediaHandle`].
pub(super) struct Served {
    pub(super) status: SharedStatus,
    pub(super) commands: mpsc::Receiver<MediaCommand>,
    pub(super) events: mpsc::Sender<MediaEvent>,
}

impl MediaHandle {
    pub(super) fn new() -> (Self, Served) {
        let (command_sender, commands) = mpsc::channel(limits::COMMANDS);
        let (events, event_receiver) = mpsc::channel(limits::EVENTS);
        let status = SharedStatus::default();
        let handle = Self {
            id: SessionId::next(),
            status: status.clone(),
            commands: command_sender,
            events: event_receiver,
        };
        let served = Served {
            status,
            commands,
            events,
        };
        (handle, served)
    }

    /// What is being read, for somebody else to look at, too.
    #[must_use]
    pub fn view(&self) -> MediaView {
        MediaView(Seen::Session(self.status.clone()))
    }

    /// As [`MediaView::status`].
    #[must_use]
    pub fn status(&self, now: Instant) -> MediaStatus {
        self.status.status(now)
    }

    /// As [`MediaView::block_map`].
    #[must_use]
    pub fn block_map(&self, drive: Drive, cells: usize) -> Vec<f32> {
        self.status.map(drive, cells)
    }

    /// As [`MediaView::file_at`].
    #[must_use]
    pub fn file_at(&self, drive: Drive, lba: u64) -> Option<String> {
        self.status.file_at(drive, lba)
    }

    /// Hands over a command; never waits.
    ///
    /// # Errors
    /// [`SendError`]; the command is lost then.
    pub fn send(&self, command: MediaCommand) -> Result<(), SendError> {
        self.commands
            .try_send(command)
            .map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => SendError::Full,
                mpsc::error::TrySendError::Closed(_) => SendError::Closed,
            })
    }

    /// The next event if there is one; for windows, which are woken.
    pub fn poll_event(&mut self) -> Option<MediaEvent> {
        self.events.try_recv().ok()
    }

    /// Waits for the next event; `None` after [`MediaEvent::Closed`]. Cancel-safe.
    pub async fn next_event(&mut self) -> Option<MediaEvent> {
        self.events.recv().await
    }
}

/// What is being read of the disks of one session; stays valid when the session has ended.
#[derive(Debug, Clone)]
pub struct MediaView(Seen);

#[derive(Debug, Clone)]
enum Seen {
    Session(SharedStatus),
    Still(Box<MediaStatus>),
}

impl MediaView {
    /// A status that does not change and has no map: a stand-in for tests and pictures.
    #[must_use]
    pub fn still(status: MediaStatus) -> Self {
        Self(Seen::Still(Box::new(status)))
    }

    /// Where both drives stand at this time.
    #[must_use]
    pub fn status(&self, now: Instant) -> MediaStatus {
        match &self.0 {
            Seen::Session(shared) => shared.status(now),
            Seen::Still(status) => status.as_ref().clone(),
        }
    }

    /// Which parts of a disk were read: `cells` shares of equal size from its beginning to its
    /// end, 0.0..=1.0; empty without a disk.
    #[must_use]
    pub fn block_map(&self, drive: Drive, cells: usize) -> Vec<f32> {
        match &self.0 {
            Seen::Session(shared) => shared.map(drive, cells),
            Seen::Still(_) => Vec::new(),
        }
    }

    /// The file that a block of a disk belongs to.
    #[must_use]
    pub fn file_at(&self, drive: Drive, lba: u64) -> Option<String> {
        match &self.0 {
            Seen::Session(shared) => shared.file_at(drive, lba),
            Seen::Still(_) => None,
        }
    }
}
