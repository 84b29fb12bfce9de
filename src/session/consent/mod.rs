//! The consent of the person in front of the PC, from asking to "given".
//!
//! [`Consent`] is a pure machine: readings of the firmware, results of its methods, wishes of the
//! technician and the time go in; what to ask the firmware next and what to show come out. The
//! firmware's state always wins over our own count of tries and seconds. The policy of the PC is
//! read and never written.
//!
//! Source: `docs/protocol/wsman.md` § 3; words and states of the strip: `ux.md` § 3.6.

mod view;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::proto::wsman::class::{OptInService, OptInState, PowerState};
use crate::session::fault::ConsentFault;

pub use self::view::{
    ConsentAction, ConsentCode, ConsentCommand, ConsentPhase, ConsentView, Purpose,
};

/// One attempt to get consent, and the attempts after it.
#[derive(Debug)]
pub struct Consent {
    purpose: Purpose,
    phase: ConsentPhase,
    actions: VecDeque<ConsentAction>,
    /// An action is out and not answered yet.
    busy: bool,
    read_at: Option<Instant>,
    /// When the code appeared, and how long it stays.
    shown_at: Option<Instant>,
    shown_for: Option<Duration>,
    tries_left: u8,
    /// Until when nothing but waiting is expected of the firmware.
    patience: Option<Instant>,
    /// Why the next reading is made.
    after: After,
}

/// Why the firmware is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum After {
    /// To find out where consent stands.
    Opening,
    /// To see the code appear.
    Start,
    /// To see whether a wrong code ended the attempt.
    WrongCode,
    /// To see whether it is still shown.
    Showing,
}

impl Consent {
    /// Begins: the first action reads where consent stands.
    #[must_use]
    pub fn new(purpose: Purpose) -> Self {
        Self {
            purpose,
            phase: ConsentPhase::Asking,
            actions: VecDeque::from([ConsentAction::Read]),
            busy: false,
            read_at: None,
            shown_at: None,
            shown_for: None,
            tries_left: TRIES,
            patience: None,
            after: After::Opening,
        }
    }

    /// What to show now.
    #[must_use]
    pub fn view(&self) -> ConsentView {
        ConsentView {
            phase: self.phase.clone(),
            until: match (self.shown_at, self.shown_for) {
                (Some(at), Some(after)) => at.checked_add(after),
                _ => None,
            },
            tries_left: self.tries_left,
        }
    }

    /// What to ask the firmware next; `None` while the answer to the one before is awaited.
    pub fn poll_action(&mut self) -> Option<ConsentAction> {
        if self.busy {
            return None;
        }
        let action = self.actions.pop_front()?;
        self.busy = !matches!(action, ConsentAction::Display(_));
        Some(action)
    }

    /// When [`handle_timeout`](Self::handle_timeout) wants to be called.
    #[must_use]
    pub const fn poll_timeout(&self) -> Option<Instant> {
        self.read_at
    }

    /// It is time to look at the firmware again.
    pub fn handle_timeout(&mut self, now: Instant) {
        if self.read_at.is_some_and(|at| at <= now) {
            self.read_at = None;
            self.ask(ConsentAction::Read);
        }
    }

    /// Service and power state were read.
    pub fn handle_reading(&mut self, now: Instant, service: &OptInService, power: PowerState) {
        self.busy = false;
        self.read_at = None;
        if self.is_over() {
            return;
        }
        self.shown_for = service.display_timeout;
        if service.state.is_given() {
            self.phase = ConsentPhase::Given;
            return;
        }
        match (self.after, service.state) {
            (After::Opening, _) if !self.purpose.needs_consent(service.required) => {
                self.phase = ConsentPhase::NotNeeded;
            }
            // A code is there already, from us or from another console. It is as good as ours.
            (After::Opening | After::Start, OptInState::DISPLAYED) => self.code_shown(now),
            (After::Opening, OptInState::REQUESTED) => self.await_code(now),
            (After::Opening, _) if power.is_on() => self.ask(ConsentAction::Start),
            (After::Opening, _) => self.phase = ConsentPhase::PcOff,
            (After::Start, OptInState::REQUESTED) => self.read_again(now, SOON),
            (After::Start, _) => {
                // Between the call and its effect the old state may still be read.
                if self.patience.is_some_and(|until| now < until) {
                    self.read_again(now, SOON);
                } else if !power.is_on() {
                    self.pc_off();
                } else {
                    self.fail(ConsentFault::Declined);
                }
            }
            (After::WrongCode, OptInState::DISPLAYED | OptInState::REQUESTED)
                if self.tries_left > 0 =>
            {
                self.after = After::Showing;
                self.phase = ConsentPhase::CodeWanted { was_wrong: true };
                self.read_again(now, EVERY);
            }
            (After::WrongCode, OptInState::DISPLAYED | OptInState::REQUESTED) => {
                // The firmware counts otherwise than we do: it is right.
                self.tries_left = 1;
                self.after = After::Showing;
                self.phase = ConsentPhase::CodeWanted { was_wrong: true };
                self.read_again(now, EVERY);
            }
            (After::WrongCode, _) => self.fail(ConsentFault::Withdrawn),
            (After::Showing, OptInState::DISPLAYED | OptInState::REQUESTED) => {
                self.read_again(now, EVERY);
            }
            (After::Showing, _) if !power.is_on() => self.pc_off(),
            (After::Showing, _) => {
                let fault = if self.is_overdue(now) {
                    ConsentFault::Expired {
                        after: self.shown_for,
                    }
                } else {
                    ConsentFault::Declined
                };
                self.fail(fault);
            }
        }
    }

    /// `StartOptIn` has answered.
    pub fn handle_started(&mut self, now: Instant, result: u32) {
        self.busy = false;
        if self.is_over() {
            return;
        }
        match result {
            SUCCESS => self.await_code(now),
            // Somebody else was faster: look where consent stands.
            INVALID_STATE => {
                self.after = After::Start;
                self.patience.get_or_insert(now + DRAWN_WITHIN);
                self.read_again(now, SOON);
            }
            BLOCKED => self.fail(ConsentFault::Blocked),
            result => self.refused("StartOptIn", result),
        }
    }

    /// `SendOptInCode` has answered.
    pub fn handle_sent(&mut self, result: u32) {
        self.busy = false;
        if self.is_over() {
            return;
        }
        match result {
            SUCCESS => self.phase = ConsentPhase::Given,
            BLOCKED => self.fail(ConsentFault::Blocked),
            // Not documented further: whatever it is, the code was not accepted.
            _ => {
                self.tries_left = self.tries_left.saturating_sub(1);
                self.after = After::WrongCode;
                self.ask(ConsentAction::Read);
            }
        }
    }

    /// `CancelOptIn` has answered. Whatever it said: nothing is shown any more.
    pub fn handle_cancelled(&mut self) {
        self.busy = false;
    }

    /// The PC was told to turn on.
    pub fn handle_turned_on(&mut self, now: Instant) {
        self.busy = false;
        self.patience = Some(now + DRAWN_AFTER_START);
        self.ask(ConsentAction::Start);
    }

    /// A call failed altogether; it ends here, and the caller has the fault.
    pub fn handle_failure(&mut self) {
        self.busy = false;
        self.actions.clear();
        self.read_at = None;
    }

    /// The technician wants something. What does not fit the phase is ignored.
    pub fn handle_command(&mut self, command: ConsentCommand) {
        match (command, &self.phase) {
            (ConsentCommand::Submit(code), ConsentPhase::CodeWanted { .. }) => {
                self.phase = ConsentPhase::CodeWanted { was_wrong: false };
                // A reading under way must not answer for the code.
                self.read_at = None;
                self.actions.retain(|a| *a != ConsentAction::Read);
                self.ask(ConsentAction::Send(code));
            }
            (ConsentCommand::NewCode, ConsentPhase::CodeWanted { .. }) => {
                self.begin_again();
                self.ask(ConsentAction::Cancel);
                self.ask(ConsentAction::Start);
            }
            (
                ConsentCommand::NewCode,
                ConsentPhase::Failed(_) | ConsentPhase::PcOff | ConsentPhase::Refused { .. },
            ) => {
                self.begin_again();
                self.ask(ConsentAction::Read);
            }
            (ConsentCommand::TurnOn, ConsentPhase::PcOff) => {
                self.begin_again();
                self.ask(ConsentAction::TurnOn);
            }
            (
                ConsentCommand::Display(display),
                ConsentPhase::Asking | ConsentPhase::CodeWanted { .. },
            ) => self.actions.push_back(ConsentAction::Display(display)),
            (
                ConsentCommand::Cancel,
                ConsentPhase::Asking | ConsentPhase::CodeWanted { .. } | ConsentPhase::Given,
            ) => {
                self.actions.clear();
                self.read_at = None;
                self.phase = ConsentPhase::Cancelled;
                self.ask(ConsentAction::Cancel);
            }
            (
                ConsentCommand::Cancel,
                ConsentPhase::PcOff | ConsentPhase::Failed(_) | ConsentPhase::Refused { .. },
            ) => self.phase = ConsentPhase::Cancelled,
            _ => {}
        }
    }

    /// Nothing more will happen, and nothing is left to be asked.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.is_over() && self.actions.is_empty() && !self.busy
    }

    const fn is_over(&self) -> bool {
        matches!(
            self.phase,
            ConsentPhase::NotNeeded | ConsentPhase::Given | ConsentPhase::Cancelled
        )
    }

    fn ask(&mut self, action: ConsentAction) {
        if !self.actions.contains(&action) {
            self.actions.push_back(action);
        }
    }

    fn read_again(&mut self, now: Instant, after: Duration) {
        let mut at = now + after;
        // The moment of expiry is worth a look of its own.
        if let (Some(shown), Some(stays)) = (self.shown_at, self.shown_for) {
            let gone = shown + stays;
            if now < gone {
                at = at.min(gone);
            }
        }
        self.read_at = Some(at);
    }

    fn await_code(&mut self, now: Instant) {
        self.phase = ConsentPhase::Asking;
        self.after = After::Start;
        self.tries_left = TRIES;
        self.patience.get_or_insert(now + DRAWN_WITHIN);
        self.ask(ConsentAction::Read);
    }

    fn code_shown(&mut self, now: Instant) {
        self.phase = ConsentPhase::CodeWanted { was_wrong: false };
        self.after = After::Showing;
        self.shown_at = Some(now);
        self.patience = None;
        self.read_again(now, EVERY);
    }

    /// The PC left its running state, and its display with it.
    fn pc_off(&mut self) {
        self.begin_again();
        self.phase = ConsentPhase::PcOff;
    }

    /// Forgets the attempt before.
    fn begin_again(&mut self) {
        self.phase = ConsentPhase::Asking;
        self.after = After::Opening;
        self.actions.clear();
        self.read_at = None;
        self.shown_at = None;
        self.tries_left = TRIES;
        self.patience = None;
    }

    /// Could the code have gone because its time was over? The firmware's clock and ours began
    /// at slightly different moments.
    fn is_overdue(&self, now: Instant) -> bool {
        match (self.shown_at, self.shown_for) {
            (Some(at), Some(stays)) => now + EVERY + EVERY >= at + stays,
            _ => false,
        }
    }

    fn fail(&mut self, fault: ConsentFault) {
        self.phase = ConsentPhase::Failed(fault);
        self.shown_at = None;
        self.read_at = None;
        self.patience = None;
        self.actions.clear();
    }

    fn refused(&mut self, method: &'static str, result: u32) {
        self.phase = ConsentPhase::Refused { method, result };
        self.read_at = None;
        self.actions.clear();
    }
}

/// Wrong codes that end an attempt (§ 3.2, inferred from the audit log).
const TRIES: u8 = 3;
/// Results of the three methods (§ 3.2, spec).
const SUCCESS: u32 = 0;
const INVALID_STATE: u32 = 2;
const BLOCKED: u32 = 3;
/// How often the firmware is looked at while a code is shown; the advice is a second or two.
const EVERY: Duration = Duration::from_millis(1500);
/// The same while the code is being drawn, which usually takes below a second.
const SOON: Duration = Duration::from_millis(300);
/// How long drawing may take before "nothing is shown" is believed.
const DRAWN_WITHIN: Duration = Duration::from_secs(5);
/// The same when the PC has to start first.
const DRAWN_AFTER_START: Duration = Duration::from_secs(90);

#[cfg(test)]
mod tests;
