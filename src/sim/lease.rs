//! A session held by a connection, given back when the connection ends, however it ends.

use std::time::Instant;

use super::device::SharedDevice;
use super::firmware::audit_log::Origin;
use super::sessions::SessionId;
use crate::proto::redir::messages::SessionType;

/// One session of a device. Dropping it ends the session.
#[derive(Debug)]
pub struct Lease {
    device: SharedDevice,
    id: SessionId,
    /// When something last happened: the best guess of the time at which it is dropped.
    seen: Instant,
}

impl Lease {
    /// Opens a session; `None` if there is one of this kind.
    #[must_use]
    pub fn open(
        device: &SharedDevice,
        now: Instant,
        kind: SessionType,
        origin: &Origin,
    ) -> Option<Self> {
        let id = device.lock().open_session(now, kind, origin)?;
        Some(Self {
            device: device.clone(),
            id,
            seen: now,
        })
    }

    /// The device has not ended it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.device.lock().sessions().is_open(self.id)
    }

    /// When something last happened.
    #[must_use]
    pub const fn last_seen(&self) -> Instant {
        self.seen
    }

    /// Something happened at this time.
    pub const fn seen(&mut self, now: Instant) {
        self.seen = now;
    }

    /// Ends the session and says why.
    pub fn close(&mut self, now: Instant, reason: &str) {
        self.device.lock().close_session(now, self.id, reason);
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if self.is_open() {
            self.close(self.seen, "connection lost");
        }
    }
}
