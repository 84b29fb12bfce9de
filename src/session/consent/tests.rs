//! Stories of consent with a firmware of which the test knows the code.

use super::*;
use crate::proto::wsman::class::OptInRequired;

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
                if self.state == OptInState::REQUESTED && self.drawn_at.is_some_and(|t| t <= now) {
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
