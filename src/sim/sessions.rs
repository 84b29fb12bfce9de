//! Who is connected: one session of each kind, as firmware allows.
//!
//! Source: `docs/protocol/redirection.md` § 1.3.

use crate::proto::redir::messages::SessionType;

/// Names one session of a device; never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SessionId(u64);

/// One open redirection session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Which one.
    pub id: SessionId,
    /// Its kind.
    pub kind: SessionType,
    /// Who logged in; empty on port 5900.
    pub user: String,
}

/// The open sessions of a device.
#[derive(Debug, Default)]
pub struct Sessions {
    open: Vec<Session>,
    opened: u64,
}

impl Sessions {
    /// A session of this kind is open.
    #[must_use]
    pub fn is_busy(&self, kind: SessionType) -> bool {
        self.open.iter().any(|s| s.kind == kind)
    }

    /// This session is (still) open.
    #[must_use]
    pub fn is_open(&self, id: SessionId) -> bool {
        self.open.iter().any(|s| s.id == id)
    }

    /// The session of this kind.
    #[must_use]
    pub fn of_kind(&self, kind: SessionType) -> Option<SessionId> {
        let session = self.open.iter().find(|s| s.kind == kind)?;
        Some(session.id)
    }

    /// Opens a session; `None` if there is one of this kind.
    pub(super) fn open(&mut self, kind: SessionType, user: &str) -> Option<SessionId> {
        if self.is_busy(kind) {
            return None;
        }
        self.opened += 1;
        let id = SessionId(self.opened);
        self.open.push(Session {
            id,
            kind,
            user: user.to_owned(),
        });
        Some(id)
    }

    /// Takes a session out.
    pub(super) fn close(&mut self, id: SessionId) -> Option<Session> {
        let at = self.open.iter().position(|s| s.id == id)?;
        Some(self.open.remove(at))
    }

    /// All of them, oldest first.
    #[must_use]
    pub fn all(&self) -> &[Session] {
        &self.open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_each_kind_fits_and_a_closed_one_makes_room() {
        let mut sessions = Sessions::default();
        let kvm = sessions.open(SessionType::Kvm, "admin").unwrap();
        assert!(sessions.open(SessionType::Sol, "admin").is_some());
        assert_eq!(sessions.open(SessionType::Kvm, "other"), None);
        assert!(sessions.is_open(kvm));
        assert_eq!(sessions.close(kvm).unwrap().user, "admin");
        assert_eq!(sessions.close(kvm), None);
        let next = sessions.open(SessionType::Kvm, "other").unwrap();
        assert_ne!(next, kvm);
        assert!(!sessions.is_open(kvm));
    }
}
