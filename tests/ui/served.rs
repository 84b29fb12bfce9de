//! Power, boot and the page about the PC.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use outband::session::flow::boot::BootTarget;
use outband::session::flow::enable::Switch;
use outband::session::flow::power::{Certainty, PowerAction, PowerOutcome, PowerStep};
use outband::session::flow::{AmtVersion, OptInRequired, OptInState, PowerState};
use outband::session::pc::{Deed, Doing, LogKind, Outcome, PcCommand, PcEvent, Step};
use outband::session::{DeviceFault, Event, Fault, Feature, Safety};

use crate::support::desk::{Desk, Look, test_screen};
use crate::support::facts::{self, SWITCHES, certificate, info, log, policy};

fn version() -> Option<AmtVersion> {
    Some(AmtVersion {
        major: 16,
        minor: 1,
        hotfix: 25,
        build: None,
    })
}

/// A window on a live PC that is watched.
fn desk(state: PowerState) -> Desk {
    let mut desk = Desk::served(Look::default(), true);
    desk.network
        .last(|pc| pc.tell(Event::Connected(Safety::Plain)));
    desk.network.last(|pc| pc.show(&test_screen(64, 48)));
    desk.pc_tells(PcEvent::LoggedIn { version: version() });
    desk.pc_tells(PcEvent::Power(facts::power(state)));
    let idle = policy(OptInRequired::NONE, OptInState::NOT_STARTED);
    desk.pc_tells(PcEvent::Policy(Some(idle)));
    desk.pc_heard();
    desk
}

/// What was asked to be done.
fn deeds(desk: &Desk) -> Vec<Deed> {
    let asked = desk.tasks.last(|task| task.asked());
    let deed = |command: &PcCommand| match command {
        PcCommand::Do(deed) => Some(*deed),
        _ => None,
    };
    asked.iter().filter_map(deed).collect()
}

fn power(action: PowerAction, has_sessions: bool) -> Deed {
    Deed::Power {
        action,
        has_sessions,
    }
}

#[test]
fn the_header_says_power_safety_and_consent_as_they_are() {
    let mut desk = desk(PowerState::ON);
    for chip in ["Power, On", "Safety, Not encrypted"] {
        assert!(desk.shows(chip), "{chip}");
    }
    assert!(!desk.shows("Consent given"));
    let pinned = Event::Connected(Safety::Pinned(certificate(0x4B)));
    desk.network.last(|pc| pc.tell(pinned));
    desk.pc_tells(PcEvent::Power(facts::power(PowerState::SLEEP)));
    let given = policy(OptInRequired::ALL, OptInState::IN_SESSION);
    desk.pc_tells(PcEvent::Policy(Some(given)));
    for chip in ["Power, Asleep", "Safety, TLS, pinned", "Consent given"] {
        assert!(desk.shows(chip), "{chip}");
    }
    desk.click("Consent given");
    desk.click("End consent");
    assert_eq!(desk.pc_heard(), "Consent");
}

#[test]
fn what_loses_data_is_asked_about_and_what_does_not_is_done() {
    let mut desk = desk(PowerState::ON);
    desk.click("Power");
    assert!(!desk.shows("Turn on"), "it is on");
    assert!(!desk.shows("Hibernate"), "not offered by this PC");
    desk.click("Restart now…");
    assert!(desk.shows("Restart lab-12 now?") && desk.shows("Unsaved work on it is lost."));
    assert_eq!(deeds(&desk), []);
    assert!(desk.harness.get_by_label("Cancel").is_focused());
    desk.click("Cancel");
    desk.click("Turn off now…");
    desk.click("Turn off");
    assert_eq!(deeds(&desk), [power(PowerAction::Off, true)]);

    desk.click("Power");
    desk.click("Ask the system to shut down");
    assert_eq!(deeds(&desk), [power(PowerAction::OffGraceful, true)]);
}

#[test]
fn a_pc_that_hides_turning_off_while_a_screen_is_open_is_turned_off_all_the_same() {
    let mut desk = desk(PowerState::ON);
    let mut status = facts::power(PowerState::ON);
    status.available.retain(|state| *state != PowerState::OFF);
    desk.pc_tells(PcEvent::Power(status));
    desk.click("Power");
    desk.click("Turn off now…");
    desk.click("Turn off");
    assert_eq!(deeds(&desk), [power(PowerAction::Off, true)]);
}

#[test]
fn the_theme_changes_by_a_button_and_comes_back() {
    let mut desk = desk(PowerState::ON);
    // A test has its theme set; the system's is the dark one where it names none.
    for says in ["The theme follows the system", "Light theme"] {
        desk.click("Theme");
        assert!(desk.shows(says), "{says}");
    }
}

#[test]
fn the_menu_opens_by_its_key_and_starts_from_elsewhere() {
    let mut desk = desk(PowerState::OFF);
    desk.harness.key_press(Key::ControlRight);
    desk.settle();
    let keys = Modifiers::COMMAND | Modifiers::SHIFT;
    desk.harness.key_press_modifiers(keys, Key::P);
    desk.settle();
    assert!(!desk.shows("Restart now…"));
    desk.click("Start from");
    desk.click("BIOS setup");
    let asked = deeds(&desk);
    let [Deed::Boot { plan, .. }] = asked.as_slice() else {
        panic!("{asked:?}");
    };
    assert_eq!(plan.target, BootTarget::BiosSetup);
}

#[test]
fn turning_off_closes_the_screen_shows_each_step_and_opens_it_again() {
    let mut desk = desk(PowerState::ON);
    let off = power(PowerAction::Off, true);
    desk.pc_tells(PcEvent::Began(off));
    desk.pc_tells(PcEvent::Step(Step::Power(PowerStep::ClosingSessions)));
    desk.pc_tells(PcEvent::CloseSessions);
    assert!(desk.heard().contains("Close"));
    assert_eq!(desk.pc_heard(), "", "it has not closed yet");
    assert!(desk.shows("Closing the screen") && desk.shows("Turning off"));
    desk.network.last(|pc| pc.tell(Event::Closed(None)));
    desk.settle();
    assert_eq!(desk.pc_heard(), "SessionsClosed");

    desk.pc_tells(PcEvent::ReopenSessions { is_on: false });
    let done = PowerOutcome {
        action: PowerAction::Off,
        before: facts::power(PowerState::ON),
        after: facts::power(PowerState::OFF),
        certainty: Certainty::Seen,
        took: std::time::Duration::from_secs(4),
    };
    desk.pc_tells(PcEvent::Done(Outcome::Power(done)));
    assert!(desk.shows("The PC is off") && desk.shows("Power, Off"));
    desk.click("Turn on");
    assert_eq!(deeds(&desk), [power(PowerAction::On, false)]);
    assert_eq!(desk.network.count(), 1);
    desk.pc_tells(PcEvent::Power(facts::power(PowerState::ON)));
    assert_eq!(desk.network.count(), 2, "the screen opens by itself");
}

#[test]
fn a_deed_that_needs_consent_asks_for_it_and_goes_on() {
    use outband::session::consent::ConsentPhase;
    use outband::session::pc::ConsentNow;

    let mut desk = desk(PowerState::ON);
    let off = power(PowerAction::Off, true);
    desk.pc_tells(PcEvent::Began(off));
    desk.pc_tells(PcEvent::Failed(Doing::Deed(off), Fault::ConsentNeeded));
    assert_eq!(desk.pc_heard(), "AskConsent");
    assert!(desk.shows("64 by 48, live"), "the picture stays");
    desk.pc_tells(PcEvent::Consent(ConsentNow {
        phase: ConsentPhase::Given,
        left: None,
        tries_left: 3,
    }));
    assert_eq!(deeds(&desk), [off]);
    assert_eq!(desk.network.count(), 1);
}

#[test]
fn a_deed_that_fails_is_said_with_a_button_that_helps() {
    let mut desk = desk(PowerState::ON);
    let off = power(PowerAction::Off, false);
    let fault = Fault::Device(DeviceFault::SessionOpen);
    desk.pc_tells(PcEvent::Failed(Doing::Deed(off), fault));
    assert!(desk.shows("The PC refuses to turn off during a session"));
    desk.click("Close and turn off");
    assert_eq!(deeds(&desk), [power(PowerAction::Off, true)]);
}

#[test]
fn a_screen_that_is_switched_off_is_enabled_with_one_button() {
    let mut desk = Desk::served(Look::default(), true);
    desk.pc_heard();
    let refused = Event::Closed(Some(Fault::Unsupported(Feature::Screen)));
    desk.network.last(|pc| pc.tell(refused));
    desk.settle();
    assert_eq!(desk.pc_heard(), "Screen(Untested) ReadSwitches");
    let off = outband::session::flow::enable::Switches {
        screen: Switch::Off,
        ..SWITCHES
    };
    desk.pc_tells(PcEvent::Done(Outcome::Switches(off)));
    assert!(desk.shows("The screen is switched off in Intel AMT"));
    desk.click("Enable screen");
    let feature = Feature::Screen;
    assert_eq!(deeds(&desk), [Deed::Switch { feature, on: true }]);
    desk.pc_tells(PcEvent::Done(Outcome::Switches(SWITCHES)));
    assert_eq!(desk.network.count(), 2, "the screen opens by itself");
}

#[test]
fn the_page_reads_facts_when_it_is_first_shown_and_enables_what_is_off() {
    let mut desk = desk(PowerState::ON);
    desk.click("Device");
    assert_eq!(deeds(&desk), [Deed::ReadFacts]);
    desk.pc_tells(PcEvent::Began(Deed::ReadFacts));
    assert!(desk.shows("Reading what the PC tells about itself"));
    desk.pc_tells(PcEvent::Done(Outcome::Facts(info())));
    for fact in [
        "Fabrikam OptiDesk 7010",
        "5CG1234XYZ",
        "Admin control",
        "Asked for the screen",
    ] {
        assert!(desk.shows(fact), "{fact}");
    }
    assert_eq!(deeds(&desk), [], "read once");
    desk.click("Enable serial");
    let feature = Feature::Serial;
    assert_eq!(deeds(&desk), [Deed::Switch { feature, on: true }]);
    let alt = Modifiers::ALT;
    desk.harness.key_press_modifiers(alt, Key::Num1);
    desk.settle();
    assert!(desk.shows("64 by 48, live"));
}

#[test]
fn logs_are_read_filtered_copied_and_exported() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    let tasks = crate::support::desk::Tasks::default();
    let manage = tasks.manage();
    let mut desk = Desk::with(Look::default(), |options| {
        options.manage = Some(manage);
        options.documents = Some(path);
        options.pcs = vec![crate::support::desk::pc("lab-12", "10.0.4.17")];
    });
    desk.tasks = tasks;
    desk.pc_tells(PcEvent::LoggedIn { version: version() });
    desk.pc_heard();
    desk.click("Device");
    desk.click("Event log");
    let asked = deeds(&desk);
    assert_eq!(
        asked.last(),
        Some(&Deed::ReadLog(LogKind::Events)),
        "{asked:?}"
    );
    let read = Outcome::Log(LogKind::Events, log(40));
    desk.pc_tells(PcEvent::Done(read));
    assert!(desk.shows("40 records, newest first"));
    desk.click("Filter");
    desk.harness.get_by_label("Filter").type_text("fan 7");
    desk.settle();
    assert!(desk.shows("1 of 40 records"));
    assert!(desk.shows("Fan 7 is below its lowest speed"));
    desk.click("Export");
    let file = folder
        .path()
        .join("lab-12 event log 2026-11-22 10.42.07.csv");
    let mut text = None;
    for _ in 0..500 {
        text = std::fs::read_to_string(&file)
            .ok()
            .filter(|text| text.contains("Fan"));
        if text.is_some() && desk.shows("Log saved") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
        desk.settle();
    }
    let text = text.expect("the file is written");
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(
        text.contains("information,BIOS,Fan 7 is below its lowest speed"),
        "{text}"
    );
}

#[test]
fn a_page_that_cannot_be_read_says_why_and_tries_again() {
    let mut desk = desk(PowerState::ON);
    desk.click("Device");
    deeds(&desk);
    let fault = Fault::Device(DeviceFault::NotAllowed {
        user: "operator".to_owned(),
        right: None,
    });
    desk.pc_tells(PcEvent::Failed(Doing::Deed(Deed::ReadFacts), fault));
    assert!(desk.shows("operator may not do this"));
    desk.click("Try again");
    assert_eq!(deeds(&desk), [Deed::ReadFacts]);
}

#[test]
fn a_screen_that_is_lost_looks_dead_says_when_it_tries_again_and_comes_back() {
    use outband::session::{Ending, Stage};

    let mut desk = desk(PowerState::ON);
    let ending = Ending::Closed;
    let lost = Event::Interrupted {
        fault: Fault::Lost { ending },
        again_in: std::time::Duration::from_secs(4),
        attempt: 1,
    };
    desk.network.last(|pc| pc.tell(lost));
    desk.settle();
    assert!(desk.shows("Connection lost") && desk.shows("Trying again by itself in 4 s"));
    assert!(desk.shows("64 by 48, last picture") && desk.shows("Last picture 10:42:07"));
    assert!(
        !desk.shows("Keys go to the PC"),
        "a dead picture takes no keys"
    );
    desk.network.last(|pc| pc.tell(Event::Stage(Stage::Live)));
    desk.settle();
    assert!(desk.shows("64 by 48, live"));
    assert_eq!(desk.network.count(), 1);
}
