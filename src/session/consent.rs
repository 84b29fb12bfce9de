//! The consent of the person in front of the PC, from asking to "given".
//!
//! [`Consent`] is a pure machine: readings of the firmware, results of its methods, wishes of the
//! technician and the time go in; what to ask the firmware next and what to show come out. The
//! firmware's state always wins over our own count of tries and seconds. The policy of the PC is
//! read and never written.
//!
//! Source: `docs/protocol/wsman.md` § 3; words and states of the strip: `ux.md` § 3.6.

use std::collections::VecDeque;
use std::fmt;
use std::time::{Duration, Instant};

use super::fault::ConsentFault;
use crate::proto::wsman::class::{OptInRequired, OptInService, OptInState, PowerState};
use crate::wire::Secret;

/// What consent is needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// The screen.
    Screen,
    /// Storage redirection, boot options, and serial where everything needs consent.
    Everything,
}

impl Purpose {
    /// Does this policy ask for consent?
    ///
    /// Source: § 3.4 (spec), § 8.3 for serial.
    #[must_use]
    pub const fn needs_consent(self, policy: OptInRequired) -> bool {
        match (self, policy) {
            (_, OptInRequired::NONE) => false,
            (Self::Screen, _) => true,
            (Self::Everything, policy) => policy.0 != OptInRequired::KVM.0,
        }
    }
}

/// Six digits as the user read them out.
#[derive(Clone, PartialEq, Eq)]
pub struct ConsentCode(Secret<String>);

impl ConsentCode {
    /// Takes six digits, with spaces or hyphens anywhere.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text
            .chars()
            .filter(|c| !matches!(c, ' ' | '-' | '\u{a0}' | '\u{202f}'))
            .collect();
        let is_code = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit());
        is_code.then(|| Self(Secret::new(digits)))
    }

    /// The digits.
    #[must_use]
    pub const fn secret(&self) -> &Secret<String> {
        &self.0
    }
}

impl fmt::Debug for ConsentCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ConsentCode(•••)")
    }
}

/// What the technician wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConsentCommand {
    /// Hand over what the user read out.
    Submit(ConsentCode),
    /// Show a new code, taking the present one away.
    NewCode,
    /// Turn the PC on, then show a code.
    TurnOn,
    /// Draw the code on this display, 0-based.
    Display(u8),
    /// Give up: the code is taken away. Also ends consent that was given.
    Cancel,
}

/// What to ask the firmware. Each is answered by the method named after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConsentAction {
    /// Read service and power state: [`Consent::handle_reading`].
    Read,
    /// `StartOptIn`: [`Consent::handle_started`].
    Start,
    /// `SendOptInCode`: [`Consent::handle_sent`].
    Send(ConsentCode),
    /// `CancelOptIn`: [`Consent::handle_cancelled`].
    Cancel,
    /// Turn the PC on: [`Consent::handle_turned_on`].
    TurnOn,
    /// Move the code to a display; needs no answer.
    Display(u8),
}

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConsentPhase {
    /// Asking the firmware, or waiting for it to draw.
    Asking,
    /// Nothing can be drawn: the PC is off or asleep.
    PcOff,
    /// The code is on the display.
    CodeWanted {
        /// The latest code was wrong.
        was_wrong: bool,
    },
    /// No consent is needed for this purpose.
    NotNeeded,
    /// The user has consented.
    Given,
    /// It ended without consent; [`ConsentCommand::NewCode`] begins again.
    Failed(ConsentFault),
    /// The firmware refused a call with this result.
    Refused {
        /// `StartOptIn` and the like.
        method: &'static str,
        /// Its `ReturnValue`.
        result: u32,
    },
    /// The technician gave up.
    Cancelled,
}

/// What to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentView {
    /// How far it is.
    pub phase: ConsentPhase,
    /// Until when the code is shown, where the device tells.
    pub until: Option<Instant>,
    /// Tries that are left; the firmware's word goes first.
    pub tries_left: u8,
}

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
mod tests {
    use super::*;

    /// A firmware of which the test knows the code.
    struct Firmware {
        state: OptInState,
        required: OptInRequired,
        power: PowerState,
        wrong: u32,
        drawn_at: Option<Instant>,
        blocked: bool,
        calls: Vec<&'static str>,
    }

    impl Firmware {
        fn new() -> Self {
            Self {
                state: OptInState::NOT_STARTED,
                required: OptInRequired::ALL,
                power: PowerState::ON,
                wrong: 0,
                drawn_at: None,
                blocked: false,
                calls: Vec::new(),
            }
        }

        fn service(&self) -> OptInService {
            OptInService {
                required: self.required,
                state: self.state,
                code_timeout: Some(Duration::from_secs(120)),
                display_timeout: Some(Duration::from_secs(300)),
                can_modify_policy: Some(true),
            }
        }

        fn act(&mut self, now: Instant, action: ConsentAction, consent: &mut Consent) {
            match action {
                ConsentAction::Read => {
                    self.calls.push("read");
                    if self.state == OptInState::REQUESTED
                        && self.drawn_at.is_some_and(|t| t <= now)
                    {
                        self.state = OptInState::DISPLAYED;
                    }
                    consent.handle_reading(now, &self.service(), self.power);
                }
                ConsentAction::Start => {
                    self.calls.push("start");
                    if self.blocked {
                        consent.handle_started(now, BLOCKED);
                    } else if self.state == OptInState::NOT_STARTED {
                        self.state = OptInState::REQUESTED;
                        self.drawn_at = Some(now + Duration::from_millis(700));
                        self.wrong = 0;
                        consent.handle_started(now, SUCCESS);
                    } else {
                        consent.handle_started(now, INVALID_STATE);
                    }
                }
                ConsentAction::Send(code) => {
                    self.calls.push("send");
                    if code.secret().expose() == "048213" {
                        self.state = OptInState::RECEIVED;
                        consent.handle_sent(SUCCESS);
                    } else {
                        self.wrong += 1;
                        if self.wrong == 3 {
                            self.state = OptInState::NOT_STARTED;
                        }
                        consent.handle_sent(INVALID_STATE);
                    }
                }
                ConsentAction::Cancel => {
                    self.calls.push("cancel");
                    self.state = OptInState::NOT_STARTED;
                    consent.handle_cancelled();
                }
                ConsentAction::TurnOn => {
                    self.calls.push("turn on");
                    self.power = PowerState::ON;
                    consent.handle_turned_on(now);
                }
                ConsentAction::Display(_) => self.calls.push("display"),
            }
        }

        /// Runs both until nothing is to be done before `until`.
        fn run(&mut self, now: &mut Instant, until: Instant, consent: &mut Consent) {
            loop {
                while let Some(action) = consent.poll_action() {
                    self.act(*now, action, consent);
                }
                match consent.poll_timeout() {
                    Some(at) if at <= until => *now = at.max(*now),
                    _ => break,
                }
                consent.handle_timeout(*now);
            }
            *now = until;
        }
    }

    fn code(text: &str) -> ConsentCommand {
        ConsentCommand::Submit(ConsentCode::parse(text).unwrap())
    }

    fn story() -> (Firmware, Consent, Instant) {
        (
            Firmware::new(),
            Consent::new(Purpose::Everything),
            Instant::now(),
        )
    }

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn the_right_code_gives_consent_and_wrong_ones_may_be_retried_in_place() {
        let (mut firmware, mut consent, mut now) = story();
        let started = now;
        firmware.run(&mut now, started + 2 * SECOND, &mut consent);
        let view = consent.view();
        assert_eq!(view.phase, ConsentPhase::CodeWanted { was_wrong: false });
        assert_eq!(view.tries_left, 3);
        let until = view.until.unwrap();
        assert!(until > started + 300 * SECOND && until < started + 302 * SECOND);

        consent.handle_command(code("111111"));
        firmware.run(&mut now, started + 3 * SECOND, &mut consent);
        let view = consent.view();
        assert_eq!(view.phase, ConsentPhase::CodeWanted { was_wrong: true });
        assert_eq!((view.tries_left, view.until), (2, Some(until)));

        consent.handle_command(code("048 213"));
        firmware.run(&mut now, started + 4 * SECOND, &mut consent);
        assert_eq!(consent.view().phase, ConsentPhase::Given);
        assert!(consent.is_finished());
        assert!(!firmware.calls.contains(&"cancel"));
    }

    #[test]
    fn three_wrong_codes_end_the_attempt_and_a_new_code_can_be_shown() {
        let (mut firmware, mut consent, mut now) = story();
        let started = now;
        firmware.run(&mut now, started + 2 * SECOND, &mut consent);
        for second in 3..6 {
            consent.handle_command(code("000000"));
            firmware.run(&mut now, started + second * SECOND, &mut consent);
        }
        let failed = ConsentPhase::Failed(ConsentFault::Withdrawn);
        assert_eq!(consent.view().phase, failed);
        consent.handle_command(ConsentCommand::NewCode);
        firmware.run(&mut now, started + 9 * SECOND, &mut consent);
        let view = consent.view();
        assert_eq!(view.phase, ConsentPhase::CodeWanted { was_wrong: false });
        assert_eq!(view.tries_left, 3);
    }

    #[test]
    fn the_firmwares_state_wins_over_our_count() {
        let (mut firmware, mut consent, mut now) = story();
        let started = now;
        firmware.run(&mut now, started + 2 * SECOND, &mut consent);
        // This one allows five.
        firmware.wrong = u32::MAX - 10;
        for second in 3..8 {
            consent.handle_command(code("000000"));
            firmware.run(&mut now, started + second * SECOND, &mut consent);
            assert!(matches!(
                consent.view().phase,
                ConsentPhase::CodeWanted { .. }
            ));
            assert!(consent.view().tries_left > 0);
        }
    }

    #[test]
    fn a_code_that_ran_out_is_told_from_one_that_was_taken_away() {
        for (gone_after, expected) in [
            (20, ConsentFault::Declined),
            (
                300,
                ConsentFault::Expired {
                    after: Some(300 * SECOND),
                },
            ),
        ] {
            let (mut firmware, mut consent, mut now) = story();
            let started = now;
            firmware.run(&mut now, started + gone_after * SECOND, &mut consent);
            firmware.state = OptInState::NOT_STARTED;
            firmware.run(&mut now, started + (gone_after + 5) * SECOND, &mut consent);
            assert_eq!(consent.view().phase, ConsentPhase::Failed(expected));
        }
    }

    #[test]
    fn a_code_that_is_shown_already_is_used_and_not_cancelled() {
        let (mut firmware, mut consent, mut now) = story();
        firmware.state = OptInState::DISPLAYED;
        let until = now + SECOND;
        firmware.run(&mut now, until, &mut consent);
        assert!(matches!(
            consent.view().phase,
            ConsentPhase::CodeWanted { .. }
        ));
        assert_eq!(firmware.calls, ["read"]);
        // "Ask again" takes it away and shows another.
        consent.handle_command(ConsentCommand::NewCode);
        let until = now + 3 * SECOND;
        firmware.run(&mut now, until, &mut consent);
        assert_eq!(firmware.calls[1..3], ["cancel", "start"]);
        assert!(matches!(
            consent.view().phase,
            ConsentPhase::CodeWanted { .. }
        ));
    }

    #[test]
    fn consent_given_to_another_console_opens_the_door_at_once() {
        let (mut firmware, mut consent, mut now) = story();
        let started = now;
        firmware.run(&mut now, started + 2 * SECOND, &mut consent);
        firmware.state = OptInState::IN_SESSION;
        firmware.run(&mut now, started + 5 * SECOND, &mut consent);
        assert_eq!(consent.view().phase, ConsentPhase::Given);
    }

    #[test]
    fn a_pc_without_power_is_turned_on_only_when_asked_to() {
        let (mut firmware, mut consent, mut now) = story();
        firmware.power = PowerState::OFF;
        let started = now;
        firmware.run(&mut now, started + 5 * SECOND, &mut consent);
        assert_eq!(consent.view().phase, ConsentPhase::PcOff);
        assert_eq!(firmware.calls, ["read"]);
        consent.handle_command(ConsentCommand::TurnOn);
        firmware.run(&mut now, started + 10 * SECOND, &mut consent);
        assert_eq!(firmware.calls[1..3], ["turn on", "start"]);
        assert!(matches!(
            consent.view().phase,
            ConsentPhase::CodeWanted { .. }
        ));
    }

    #[test]
    fn cancelling_is_told_to_the_firmware_in_every_phase_that_shows_something() {
        // While the code is drawn, while it is shown, and after consent was given.
        for (after, submit) in [(0, false), (2, false), (2, true)] {
            let (mut firmware, mut consent, mut now) = story();
            let started = now;
            firmware.run(&mut now, started + after * SECOND, &mut consent);
            if submit {
                consent.handle_command(code("048213"));
                firmware.run(&mut now, started + 3 * SECOND, &mut consent);
            }
            consent.handle_command(ConsentCommand::Cancel);
            firmware.run(&mut now, started + 4 * SECOND, &mut consent);
            assert_eq!(firmware.calls.last(), Some(&"cancel"));
            assert_eq!(firmware.state, OptInState::NOT_STARTED);
            assert_eq!(consent.view().phase, ConsentPhase::Cancelled);
            assert!(consent.is_finished());
        }
    }

    #[test]
    fn a_blocked_firmware_says_so_and_nothing_is_hammered() {
        let (mut firmware, mut consent, mut now) = story();
        firmware.blocked = true;
        let until = now + 600 * SECOND;
        firmware.run(&mut now, until, &mut consent);
        let failed = ConsentPhase::Failed(ConsentFault::Blocked);
        assert_eq!(consent.view().phase, failed);
        assert_eq!(firmware.calls, ["read", "start"]);
    }

    #[test]
    fn policies_need_consent_for_what_they_say() {
        let needs = |purpose: Purpose, policy| purpose.needs_consent(policy);
        assert!(!needs(Purpose::Screen, OptInRequired::NONE));
        assert!(needs(Purpose::Screen, OptInRequired::KVM));
        assert!(!needs(Purpose::Everything, OptInRequired::KVM));
        assert!(needs(Purpose::Everything, OptInRequired::ALL));
        // A policy nobody published is taken as the strictest.
        assert!(needs(Purpose::Everything, OptInRequired(7)));
        let (mut firmware, mut consent, mut now) = story();
        firmware.required = OptInRequired::KVM;
        let until = now + SECOND;
        firmware.run(&mut now, until, &mut consent);
        assert_eq!(consent.view().phase, ConsentPhase::NotNeeded);
        assert_eq!(firmware.calls, ["read"]);
    }

    #[test]
    fn codes_are_six_digits_however_they_are_pasted_and_never_printed() {
        for text in ["048213", "048 213", " 048-213 ", "0 4 8 2 1 3"] {
            let code = ConsentCode::parse(text).unwrap();
            assert_eq!(code.secret().expose(), "048213");
            let printed = format!("{code:?} {:?}", ConsentCommand::Submit(code.clone()));
            assert!(
                !printed.contains("048") && !printed.contains("213"),
                "{printed}"
            );
        }
        for text in ["", "48213", "0482133", "04821x", "٠٤٨٢١٣"] {
            assert_eq!(ConsentCode::parse(text), None, "{text}");
        }
    }
}
