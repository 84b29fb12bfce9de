//! Consent as the firmware handles it: its calls, its code, and what its end takes with it.

use std::time::Instant;

use super::{ControlMode, Firmware, FirmwareEvent, KvmConsent};
use crate::proto::redir::messages::SessionType;
use crate::sim::firmware::audit_log::{AuditEvent, Origin};
use crate::sim::firmware::consent::{ConsentEvent, ConsentPolicy, OptInReturn};
use rand::RngExt;

impl Firmware {
    /// A KVM session is open and wants a picture: whether it gets the PC's, or a question.
    pub fn kvm_consent(&mut self, now: Instant) -> KvmConsent {
        if !self.consent.is_missing_for_kvm() {
            return KvmConsent::Granted;
        }
        let code = self.draw_code();
        let timeout = self.kvm.opt_in_timeout_secs;
        let started = self.consent.start_in_band(now, code, timeout);
        self.settle(now);
        match started {
            OptInReturn::Blocked => {
                self.audit(now, AuditEvent::ConsentBlocked, &Origin::LOCAL, &[]);
                KvmConsent::Blocked
            }
            // An attempt that WS-Man started goes on here.
            OptInReturn::Success | OptInReturn::InvalidState => KvmConsent::Prompt,
        }
    }

    /// The viewer of a KVM session typed a code. Returns whether it was right.
    pub fn submit_in_band(&mut self, now: Instant, code: u32) -> bool {
        let was_shown = self.consent.code_on_screen().is_some();
        let result = self.consent.submit(now, code);
        let event = match result {
            OptInReturn::Success => Some(AuditEvent::KvmConsentGiven),
            // Only the third wrong code takes it off the screen.
            _ if was_shown && self.consent.code_on_screen().is_none() => {
                Some(AuditEvent::KvmConsentFailed)
            }
            _ => None,
        };
        if let Some(event) = event {
            let origin = self.redirection.session(SessionType::Kvm).cloned();
            self.audit(now, event, &origin.unwrap_or(Origin::LOCAL), &[]);
        }
        self.settle(now);
        result == OptInReturn::Success
    }

    /// `StartOptIn`.
    pub fn start_consent(&mut self, now: Instant, origin: &Origin) -> OptInReturn {
        let code = self.draw_code();
        let result = self.consent.start(now, code);
        if result == OptInReturn::Blocked {
            self.audit(now, AuditEvent::ConsentBlocked, origin, &[]);
        }
        result
    }

    /// `SendOptInCode`.
    pub fn submit_consent(&mut self, now: Instant, code: u32, origin: &Origin) -> OptInReturn {
        let was_shown = self.consent.code_on_screen().is_some();
        let result = self.consent.submit(now, code);
        if was_shown && self.consent.code_on_screen().is_none() {
            let failed = u8::from(result != OptInReturn::Success);
            self.audit(now, AuditEvent::ConsentCodeSent, origin, &[failed]);
        }
        self.settle(now);
        result
    }

    /// `CancelOptIn`; also what the user's own tool does.
    pub fn cancel_consent(&mut self, now: Instant) -> OptInReturn {
        let result = self.consent.cancel();
        self.settle(now);
        result
    }

    /// Changes the consent policy. Returns whether the control mode and the release allow it.
    pub fn set_consent_policy(
        &mut self,
        now: Instant,
        policy: ConsentPolicy,
        origin: &Origin,
    ) -> bool {
        let old = self.consent.policy();
        if old == policy {
            return true;
        }
        let known =
            policy != ConsentPolicy::All || self.features.strictest_consent() == ConsentPolicy::All;
        if !self.may_modify_consent() || !known {
            return false;
        }
        self.consent.set_policy(policy);
        let change = [old.audit(), policy.audit()];
        self.audit(now, AuditEvent::ConsentPolicy, origin, &change);
        let kvm = match (old, policy) {
            (ConsentPolicy::None, _) => Some(AuditEvent::KvmConsentOn),
            (_, ConsentPolicy::None) => Some(AuditEvent::KvmConsentOff),
            _ => None,
        };
        if let Some(event) = kvm {
            self.audit(now, event, origin, &[]);
        }
        true
    }

    /// `CanModifyOptInPolicy`.
    #[must_use]
    pub fn may_modify_consent(&self) -> bool {
        self.options.mode == ControlMode::Admin
    }

    pub(super) fn draw_code(&mut self) -> u32 {
        let random = self.rng.random_range(0..=999_999);
        self.options.consent_code.unwrap_or(random)
    }

    pub(super) fn consent_event(&mut self, now: Instant, event: ConsentEvent) {
        let told = match event {
            ConsentEvent::Displayed(code) => FirmwareEvent::ConsentDisplayed(code),
            ConsentEvent::Accepted => FirmwareEvent::ConsentAccepted,
            ConsentEvent::Ended(why) => FirmwareEvent::ConsentEnded(why),
        };
        self.events.push_back(told);
        if !matches!(event, ConsentEvent::Ended(_)) {
            return;
        }
        if self.consent.is_missing_for_kvm() {
            self.end_session(now, SessionType::Kvm, "no consent");
        }
        if self.consent.is_missing_for_boot() {
            self.end_session(now, SessionType::Ider, "no consent");
            self.boot.clear();
        }
    }
}
