//! The questions between a PC and its picture: certificate, login, consent.

use eframe::egui::{Event as Input, Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable};
use outband::session::consent::{ConsentCommand, ConsentPhase};
use outband::session::pc::{ConsentNow, Doing, PasswordSource, PcCommand, PcEvent};
use outband::session::{ConsentFault, Credentials, Event, Fault, Safety, TrustFault};
use outband::wire::Secret;

use crate::support::desk::{Desk, Look, test_screen};
use crate::support::facts::certificate;
use crate::support::hands::announced;

fn unknown() -> TrustFault {
    TrustFault::Unknown {
        device: "10.0.4.17".to_owned(),
        certificate: certificate(0x4B),
    }
}

fn changed() -> TrustFault {
    TrustFault::Changed {
        device: "10.0.4.17".to_owned(),
        known: outband::session::Fingerprint([0x9F; 32]),
        since: Some(time::macros::datetime!(2025-11-03 12:00 UTC)),
        offered: certificate(0x4B),
    }
}

pub(crate) fn consent(phase: ConsentPhase, tries_left: u8) -> PcEvent {
    PcEvent::Consent(ConsentNow {
        phase,
        left: Some(std::time::Duration::from_secs(277)),
        tries_left,
    })
}

fn screen_closes(desk: &mut Desk, fault: Fault) {
    desk.network.last(|pc| pc.tell(Event::Closed(Some(fault))));
    desk.settle();
}

/// A window whose PC wants consent and shows its code.
fn asking() -> Desk {
    let mut desk = Desk::served(Look::default(), true);
    screen_closes(&mut desk, Fault::ConsentNeeded);
    assert!(desk.pc_heard().contains("AskConsent"));
    assert!(desk.shows("Asking the PC to show its code"));
    desk.pc_tells(consent(ConsentPhase::CodeWanted { was_wrong: false }, 3));
    desk
}

#[test]
fn a_new_certificate_is_trusted_by_a_button_and_then_the_screen_opens() {
    let mut desk = Desk::served(Look::default(), true);
    screen_closes(&mut desk, unknown().into());
    assert!(desk.shows("New certificate from lab-12"));
    for text in [
        "CN=lab-12.example.net",
        "2025-04-02 to 2031-04-02",
        "4B4B 4B4B",
    ] {
        assert!(desk.shows(text), "{text}");
    }
    let cancel = desk.harness.get_by_label("Cancel");
    assert!(cancel.is_focused(), "the safe button has the focus");
    desk.click("Trust and connect");
    let asked = desk.tasks.last(|task| task.asked());
    let trusts = |command: &PcCommand| {
        matches!(command, PcCommand::Trust { certificate, reason: None }
            if certificate.fingerprint.0 == [0x4B; 32])
    };
    assert!(asked.iter().any(trusts), "{asked:?}");
    assert_eq!(desk.network.count(), 1, "not before it is written down");
    desk.pc_tells(PcEvent::Trusted);
    assert_eq!(desk.network.count(), 2);
}

#[test]
fn trusting_once_writes_nothing_down() {
    let mut desk = Desk::served(Look::default(), true);
    screen_closes(&mut desk, unknown().into());
    desk.tasks.last(|task| task.asked());
    desk.click("Only this once");
    assert_eq!(desk.network.count(), 2);
    let once = desk.network.last(|pc| pc.opening.once);
    assert_eq!(once.unwrap().0, [0x4B; 32]);
    assert_eq!(desk.tasks.count(), 2, "served under the same rule");
    assert_eq!(desk.tasks.last(|task| task.opening.once), once);
}

#[test]
fn escape_never_connects() {
    for fault in [unknown(), changed()] {
        let mut desk = Desk::served(Look::default(), true);
        screen_closes(&mut desk, fault.into());
        desk.harness.key_press(Key::Escape);
        desk.settle();
        assert_eq!(desk.network.count(), 1);
        assert!(desk.shows("Name or address"), "back to the address");
    }
}

#[test]
fn a_changed_certificate_wants_a_reason_before_it_is_trusted() {
    let mut desk = Desk::served(Look::default(), true);
    screen_closes(&mut desk, changed().into());
    assert!(desk.shows("The certificate of lab-12 has changed"));
    assert!(desk.shows("Known since 2025-11-03"));
    let refuse = desk.harness.get_by_label("Do not connect");
    assert!(refuse.is_focused());
    desk.click("Compare");
    assert!(desk.shows("RSA 2048"));
    desk.click("Trust the new one…");
    assert!(
        desk.harness
            .get_by_label("Trust the new certificate")
            .accesskit_node()
            .is_disabled()
    );
    desk.harness
        .get_by_label("Why may it replace the known one?")
        .type_text("board replaced");
    desk.settle();
    desk.click("Trust the new certificate");
    let asked = desk.tasks.last(|task| task.asked());
    let reason = asked.iter().find_map(|command| match command {
        PcCommand::Trust { reason, .. } => reason.clone(),
        _ => None,
    });
    assert_eq!(reason.as_deref(), Some("board replaced"));
}

#[test]
fn without_a_password_the_certificate_comes_first_and_then_the_login() {
    let mut desk = Desk::served(Look::default(), false);
    assert_eq!(desk.network.count(), 0, "no screen without a login");
    let fault = Fault::Trust(unknown());
    desk.pc_tells(PcEvent::Failed(Doing::Looking, fault));
    desk.pc_tells(PcEvent::LoginWanted(None));
    assert!(desk.shows("New certificate from lab-12"));
    assert!(!desk.shows("Log in to"), "one question at a time");
    desk.click("Trust and connect");
    desk.pc_tells(PcEvent::Trusted);
    assert!(desk.pc_heard().ends_with("Look"));
    desk.pc_tells(PcEvent::Reached(Safety::Pinned(certificate(0x4B))));
    assert!(desk.shows("Log in to lab-12"));
    assert!(desk.shows("TLS, pinned"), "as safe as it is");

    desk.harness.get_by_label("Password").type_text("P@ssw0rd");
    desk.settle();
    desk.click("Remember in the key store");
    desk.harness.key_press(Key::Enter);
    desk.settle();
    desk.click("Log in");
    assert_eq!(desk.network.count(), 1);
    assert!(desk.pc_heard().contains("LogIn"));
    desk.network
        .last(|pc| pc.tell(Event::LoggedIn { firmware: None }));
    desk.settle();
    assert_eq!(desk.pc_heard(), "Screen(Accepted) Remember");
}

#[test]
fn a_password_of_the_key_store_opens_the_screen_without_a_question() {
    let mut desk = Desk::served(Look::default(), false);
    let login = Credentials {
        user: "admin".to_owned(),
        password: Secret::new("P@ssw0rd".to_owned()),
    };
    desk.pc_tells(PcEvent::Login(login, PasswordSource::KeyStore));
    assert_eq!(desk.network.count(), 1);
    let password = desk.network.last(|pc| pc.opening.password.clone());
    assert_eq!(password.unwrap().expose(), "P@ssw0rd");
    assert!(!desk.shows("Log in to"));
}

#[test]
fn a_refused_login_is_told_to_the_task_so_that_it_does_not_try_too() {
    let mut desk = Desk::served(Look::default(), true);
    desk.pc_heard();
    screen_closes(&mut desk, Fault::LoginRefused);
    assert_eq!(desk.pc_heard(), "Screen(Refused)");
    assert!(desk.shows("One try so far"));
}

#[test]
fn six_digits_typed_with_a_correction_go_out_by_themselves() {
    let mut desk = asking();
    assert!(desk.shows("Read me the six digits in the box on your screen"));
    assert!(desk.shows("3 tries left") && desk.shows("4:37 left"));
    assert!(desk.harness.get_by_label("Consent code").is_focused());
    desk.pc_heard();
    for digits in ["0", "4", "8", "2", "9"] {
        desk.harness.event(Input::Text(digits.to_owned()));
        desk.harness.step();
    }
    desk.harness.key_press(Key::Backspace);
    desk.settle();
    assert_eq!(desk.pc_heard(), "", "not before the sixth");
    desk.harness.event(Input::Text("13".to_owned()));
    desk.settle();
    let asked = desk.tasks.last(|task| task.asked());
    let [PcCommand::Consent(ConsentCommand::Submit(code))] = asked.as_slice() else {
        panic!("{asked:?}");
    };
    assert_eq!(code.secret().expose(), "048213");
    assert!(desk.shows("Checking the code"));
}

#[test]
fn a_pasted_code_counts_and_a_wrong_one_is_asked_for_again_in_place() {
    let mut desk = asking();
    desk.harness.event(Input::Paste(" 123 456\n".to_owned()));
    desk.settle();
    assert!(desk.pc_heard().contains("Consent"));
    desk.pc_tells(consent(ConsentPhase::CodeWanted { was_wrong: true }, 2));
    assert!(desk.shows("Wrong code, 2 tries left"));
    assert!(desk.harness.get_by_label("Consent code").is_focused());
    desk.harness.event(Input::Text("048213".to_owned()));
    desk.settle();
    assert!(desk.pc_heard().contains("Consent"));
    desk.pc_tells(consent(ConsentPhase::Given, 2));
    assert_eq!(desk.network.count(), 2, "the screen opens by itself");
    desk.network.last(|pc| pc.show(&test_screen(64, 48)));
    desk.settle();
    assert!(desk.shows("64 by 48, live"));
}

#[test]
fn every_end_of_consent_says_what_comes_next() {
    for (phase, says, button) in [
        (
            ConsentPhase::PcOff,
            "The PC must be on to show its code",
            "Turn on and ask",
        ),
        (
            ConsentPhase::Failed(ConsentFault::Expired { after: None }),
            "The code has expired",
            "Show a new code",
        ),
        (
            ConsentPhase::Failed(ConsentFault::Withdrawn),
            "The PC has withdrawn its code after three wrong tries",
            "Show a new code",
        ),
        (
            ConsentPhase::Failed(ConsentFault::Blocked),
            "The PC blocks new codes for a while",
            "Try again",
        ),
        (
            ConsentPhase::Failed(ConsentFault::Declined),
            "The user has declined",
            "Ask again",
        ),
    ] {
        let mut desk = asking();
        desk.pc_tells(consent(phase.clone(), 0));
        assert!(desk.shows(says), "{phase:?}");
        desk.pc_heard();
        desk.click(button);
        let asked = desk.tasks.last(|task| task.asked());
        let expected = match phase {
            ConsentPhase::PcOff => ConsentCommand::TurnOn,
            _ => ConsentCommand::NewCode,
        };
        let [PcCommand::Consent(command)] = asked.as_slice() else {
            panic!("{asked:?}");
        };
        assert_eq!(*command, expected);
    }
}

#[test]
fn giving_up_is_told_to_the_firmware_and_leaves_a_way_back() {
    let mut desk = asking();
    desk.pc_heard();
    desk.harness
        .key_press_modifiers(Modifiers::NONE, Key::Escape);
    desk.settle();
    assert_eq!(desk.pc_heard(), "Consent");
    desk.pc_tells(consent(ConsentPhase::Cancelled, 3));
    assert!(desk.shows("The user's consent is needed"));
    desk.click("Ask for consent");
    assert_eq!(desk.pc_heard(), "AskConsent");
}

#[test]
fn a_screen_that_waits_for_consent_is_helped_while_it_stays_open() {
    use outband::session::flow::{OptInRequired, OptInState};

    let mut desk = Desk::served(Look::default(), true);
    desk.network
        .last(|pc| pc.tell(Event::LoggedIn { firmware: None }));
    desk.settle();
    let policy = crate::support::facts::policy(OptInRequired::KVM, OptInState::DISPLAYED);
    desk.pc_tells(PcEvent::Policy(Some(policy.clone())));
    assert!(desk.pc_heard().ends_with("AskConsent"));
    desk.pc_tells(consent(ConsentPhase::CodeWanted { was_wrong: false }, 3));
    assert!(desk.shows("Read me the six digits"));
    desk.pc_tells(consent(ConsentPhase::Given, 3));
    assert_eq!(desk.network.count(), 1, "the same screen goes on");
    desk.network.last(|pc| pc.show(&test_screen(64, 48)));
    desk.settle();
    assert!(desk.shows("64 by 48, live"));
    assert_eq!(desk.pc_heard(), "ReadDisplays");
    desk.pc_tells(PcEvent::Policy(Some(policy)));
    assert_eq!(desk.pc_heard(), "", "asked once for a screen");
}

fn lost() -> Event {
    Event::Interrupted {
        fault: Fault::Lost {
            ending: outband::session::Ending::Closed,
        },
        attempt: 1,
        again_in: std::time::Duration::from_millis(200),
    }
}

/// A window whose screen is open and shows the code, with the strip that asks for it.
fn waiting_with_a_screen() -> Desk {
    use outband::session::flow::{OptInRequired, OptInState};

    let mut desk = Desk::served(Look::default(), true);
    desk.network
        .last(|pc| pc.tell(Event::LoggedIn { firmware: None }));
    desk.network.last(|pc| pc.show(&test_screen(64, 48)));
    desk.settle();
    let policy = crate::support::facts::policy(OptInRequired::KVM, OptInState::DISPLAYED);
    desk.pc_tells(PcEvent::Policy(Some(policy)));
    desk.pc_tells(consent(ConsentPhase::CodeWanted { was_wrong: false }, 3));
    assert!(desk.shows("Read me the six digits"));
    desk.pc_heard();
    desk
}

#[test]
fn giving_up_ends_the_screen_so_that_the_user_sees_no_other_code() {
    let mut desk = waiting_with_a_screen();
    desk.harness
        .key_press_modifiers(Modifiers::NONE, Key::Escape);
    desk.settle();
    assert_eq!(desk.pc_heard(), "Consent");
    desk.pc_tells(consent(ConsentPhase::Cancelled, 3));
    assert!(desk.network.last(|pc| pc.heard()).ends_with("Close"));
    assert!(desk.shows("The user's consent is needed"));
    assert_eq!(desk.network.count(), 1, "nothing opens by itself");
    desk.click("Ask for consent");
    assert_eq!(desk.pc_heard(), "AskConsent");
    desk.pc_tells(consent(ConsentPhase::Given, 3));
    assert_eq!(desk.network.count(), 2, "the screen opens by itself");
}

#[test]
fn a_screen_that_firmware_takes_away_for_want_of_consent_does_not_ask_again_by_itself() {
    let mut desk = waiting_with_a_screen();
    desk.pc_tells(consent(ConsentPhase::Failed(ConsentFault::Withdrawn), 0));
    desk.network.last(|pc| pc.tell(lost()));
    desk.settle();
    assert!(desk.network.last(|pc| pc.heard()).ends_with("Close"));
    assert!(desk.shows("Show a new code"), "the strip says how to go on");
    assert_eq!(desk.network.count(), 1);
}

/// The PC's user can end consent there (`docs/protocol/wsman.md` § 3.2): the screen comes back and
/// firmware shows a code again, which nobody could enter without a strip.
#[test]
fn a_screen_that_comes_back_without_its_consent_gets_its_strip_again() {
    use outband::session::flow::{OptInRequired, OptInState};

    let mut desk = waiting_with_a_screen();
    desk.pc_tells(consent(ConsentPhase::Given, 3));
    let policy = |state| {
        let policy = crate::support::facts::policy(OptInRequired::KVM, state);
        PcEvent::Policy(Some(policy))
    };
    desk.pc_tells(policy(OptInState::IN_SESSION));
    desk.network.last(|pc| pc.tell(lost()));
    desk.settle();
    let heard = desk.network.last(|pc| pc.heard());
    assert!(!heard.ends_with("Close"), "it may pass: {heard}");
    desk.network.last(|pc| pc.show(&test_screen(64, 48)));
    desk.settle();
    desk.pc_heard();
    desk.pc_tells(policy(OptInState::DISPLAYED));
    assert_eq!(desk.pc_heard(), "AskConsent");
    desk.pc_tells(consent(ConsentPhase::CodeWanted { was_wrong: false }, 3));
    assert!(desk.shows("Read me the six digits"));
}

#[test]
fn a_changed_certificate_looks_as_designed() {
    let size = eframe::egui::vec2(960.0, 600.0);
    crate::snapshots::compare("trust-changed", size, &[1.0, 2.0], |look| {
        let mut desk = Desk::served(look, true);
        screen_closes(&mut desk, changed().into());
        desk.click("Compare");
        desk
    });
}

#[test]
fn a_code_that_is_half_typed_looks_as_designed() {
    let size = eframe::egui::vec2(640.0, 400.0);
    crate::snapshots::compare("consent-digits", size, &[1.0], |look| {
        let mut desk = Desk::served(look, true);
        screen_closes(&mut desk, Fault::ConsentNeeded);
        desk.pc_tells(consent(ConsentPhase::CodeWanted { was_wrong: false }, 3));
        desk.harness.event(Input::Text("481".to_owned()));
        desk
    });
}

#[test]
fn the_time_that_is_left_for_a_code_is_said_at_thirty_and_ten_seconds() {
    let mut desk = asking();
    for (left, said) in [
        (31, None),
        (30, Some(30)),
        (11, Some(30)),
        (10, Some(10)),
        (3, Some(10)),
    ] {
        desk.pc_tells(PcEvent::Consent(ConsentNow {
            phase: ConsentPhase::CodeWanted { was_wrong: false },
            left: Some(std::time::Duration::from_secs(left)),
            tries_left: 3,
        }));
        let heard = announced(&desk);
        let seconds = heard.iter().find(|text| text.ends_with("seconds left"));
        let said = said.map(|secs| format!("{secs} seconds left"));
        assert_eq!(seconds, said.as_ref(), "{left} s");
    }
}
