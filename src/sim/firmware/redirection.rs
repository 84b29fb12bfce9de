//! Which redirection features are on, who uses them, and when a session is refused.
//!
//! Source: `docs/protocol/wsman.md` § 2.6–2.8, § 5; `docs/protocol/redirection.md` § 1.3, § 2.3.

use super::audit_log::Origin;
use crate::proto::redir::messages::{SessionType, Status};

/// Switches and sessions of one device.
#[derive(Debug, Clone)]
pub struct Redirection {
    /// What the platform has and its owner left on in the BIOS extension; others stay off.
    permitted: Permitted,
    /// SOL is switched on.
    sol: bool,
    /// Storage redirection is switched on.
    ider: bool,
    /// KVM is switched on.
    kvm: bool,
    /// The redirection ports answer.
    listener: bool,
    /// At most one of each kind.
    sessions: Vec<(SessionType, Origin)>,
    /// Past sessions in the firmware's words, newest last; at most [`ACCESS_LOG_LINES`].
    access_log: Vec<String>,
}

/// What the BIOS extension permits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permitted {
    /// SOL.
    pub sol: bool,
    /// Storage redirection.
    pub ider: bool,
    /// KVM; without it the platform may still have the feature.
    pub kvm: bool,
    /// The platform has KVM at all.
    pub has_kvm: bool,
}

impl Redirection {
    /// Everything that is permitted is on.
    #[must_use]
    pub const fn new(permitted: Permitted) -> Self {
        Self {
            permitted,
            sol: permitted.sol,
            ider: permitted.ider,
            kvm: permitted.kvm && permitted.has_kvm,
            listener: true,
            sessions: Vec::new(),
            access_log: Vec::new(),
        }
    }

    /// What the BIOS extension permits.
    #[must_use]
    pub const fn permitted(&self) -> Permitted {
        self.permitted
    }

    /// A feature is switched on.
    #[must_use]
    pub const fn is_enabled(&self, kind: SessionType) -> bool {
        match kind {
            SessionType::Sol => self.sol,
            SessionType::Ider => self.ider,
            SessionType::Kvm => self.kvm,
        }
    }

    /// Switches a feature. Returns whether it could be: off always, on only where permitted.
    pub const fn set_enabled(&mut self, kind: SessionType, enabled: bool) -> bool {
        let (switch, permitted) = match kind {
            SessionType::Sol => (&mut self.sol, self.permitted.sol),
            SessionType::Ider => (&mut self.ider, self.permitted.ider),
            SessionType::Kvm => (&mut self.kvm, self.permitted.kvm && self.permitted.has_kvm),
        };
        let possible = permitted || !enabled;
        if possible {
            *switch = enabled;
        }
        possible
    }

    /// The redirection ports answer.
    #[must_use]
    pub const fn is_listening(&self) -> bool {
        self.listener
    }

    /// Opens or closes the redirection ports.
    pub const fn set_listening(&mut self, listening: bool) {
        self.listener = listening;
    }

    /// `EnabledState` of the service: 32768, plus 1 for storage, plus 2 for SOL.
    #[must_use]
    pub fn service_state(&self) -> u32 {
        32_768 + u32::from(self.ider) + 2 * u32::from(self.sol)
    }

    /// `EnabledState` of the KVM access point: 2 in session, 6 enabled, 3 disabled.
    #[must_use]
    pub fn kvm_state(&self) -> u32 {
        match (self.kvm, self.session(SessionType::Kvm)) {
            (true, Some(_)) => 2,
            (true, None) => 6,
            (false, _) => 3,
        }
    }

    /// Whether a console may start a session, consent aside; what the start reply says if not.
    ///
    /// # Errors
    /// The status of the reply.
    pub fn may_start(&self, kind: SessionType) -> Result<(), Status> {
        if !self.listener || !self.is_enabled(kind) {
            return Err(Status::UNSUPPORTED);
        }
        if self.session(kind).is_some() {
            return Err(Status::BUSY);
        }
        Ok(())
    }

    /// Who has a session of this kind open.
    #[must_use]
    pub fn session(&self, kind: SessionType) -> Option<&Origin> {
        let session = self.sessions.iter().find(|(open, _)| *open == kind);
        session.map(|(_, origin)| origin)
    }

    /// Any session is open.
    #[must_use]
    pub const fn is_in_use(&self) -> bool {
        !self.sessions.is_empty()
    }

    /// Notes an open session; `line` goes to the access log.
    pub(super) fn opened(&mut self, kind: SessionType, origin: Origin, line: String) {
        self.sessions.retain(|(open, _)| *open != kind);
        self.sessions.push((kind, origin));
        if self.access_log.len() >= ACCESS_LOG_LINES {
            self.access_log.remove(0);
        }
        self.access_log.push(line);
    }

    /// Notes the end of a session. Returns whether there was one.
    pub(super) fn closed(&mut self, kind: SessionType) -> bool {
        let before = self.sessions.len();
        self.sessions.retain(|(open, _)| *open != kind);
        self.sessions.len() < before
    }

    /// Past sessions, oldest first.
    #[must_use]
    pub fn access_log(&self) -> &[String] {
        &self.access_log
    }
}

/// Lines kept in the access log (inferred; sources name no number).
const ACCESS_LOG_LINES: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Permitted = Permitted {
        sol: true,
        ider: true,
        kvm: true,
        has_kvm: true,
    };

    #[test]
    fn states_are_the_numbers_of_the_two_services() {
        let mut r = Redirection::new(ALL);
        assert_eq!((r.service_state(), r.kvm_state()), (32_771, 6));
        r.set_enabled(SessionType::Ider, false);
        assert_eq!(r.service_state(), 32_770);
        r.set_enabled(SessionType::Sol, false);
        assert_eq!(r.service_state(), 32_768);
        r.set_enabled(SessionType::Ider, true);
        assert_eq!(r.service_state(), 32_769);
        r.opened(SessionType::Kvm, Origin::LOCAL, String::new());
        assert_eq!(r.kvm_state(), 2);
        r.closed(SessionType::Kvm);
        r.set_enabled(SessionType::Kvm, false);
        assert_eq!(r.kvm_state(), 3);
    }

    #[test]
    fn sessions_are_refused_when_busy_disabled_or_not_listening() {
        let mut r = Redirection::new(ALL);
        assert_eq!(r.may_start(SessionType::Sol), Ok(()));
        r.opened(SessionType::Sol, Origin::LOCAL, String::new());
        assert_eq!(r.may_start(SessionType::Sol), Err(Status::BUSY));
        assert_eq!(r.may_start(SessionType::Ider), Ok(()));
        r.set_enabled(SessionType::Ider, false);
        assert_eq!(r.may_start(SessionType::Ider), Err(Status::UNSUPPORTED));
        r.set_listening(false);
        assert_eq!(r.may_start(SessionType::Kvm), Err(Status::UNSUPPORTED));
        assert!(r.closed(SessionType::Sol));
        assert!(!r.closed(SessionType::Sol));
    }

    #[test]
    fn what_the_bios_extension_forbids_cannot_be_switched_on() {
        let mut r = Redirection::new(Permitted {
            sol: false,
            has_kvm: false,
            ..ALL
        });
        assert_eq!((r.service_state(), r.kvm_state()), (32_769, 3));
        assert!(!r.set_enabled(SessionType::Sol, true));
        assert!(!r.set_enabled(SessionType::Kvm, true));
        assert!(r.set_enabled(SessionType::Sol, false));
        assert_eq!(r.service_state(), 32_769);
    }

    #[test]
    fn the_access_log_stays_short() {
        let mut r = Redirection::new(ALL);
        for i in 0..40 {
            r.opened(SessionType::Sol, Origin::LOCAL, i.to_string());
        }
        assert_eq!(r.access_log().len(), ACCESS_LOG_LINES);
        assert_eq!(r.access_log().last().unwrap(), "39");
    }
}
