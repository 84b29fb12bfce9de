//! Finding out why it does not work: from a fault's card and from the page about the PC.

use std::time::Duration;

use eframe::egui::{Theme, vec2};
use egui_kittest::SnapshotResults;
use egui_kittest::kittest::Queryable;
use outband::session::flow::doctor::{Check, CheckResult, OpenHere, Told};
use outband::session::pc::{Deed, Outcome, PcEvent, Step};
use outband::session::{DeviceFault, Event, Fault, Feature, Safety};

use crate::support::desk::{Desk, Look};
use crate::support::facts;

fn fine(check: Check) -> Told {
    Told {
        check,
        result: CheckResult::Fine(None),
    }
}

fn nobody() -> Fault {
    Fault::NoAnswer {
        address: "10.0.4.17:16994".into(),
        after: Duration::from_secs(5),
    }
}

/// A tab whose screen did not open.
fn failed(look: Look) -> Desk {
    let mut desk = Desk::served(look, true);
    desk.network
        .last(|pc| pc.tell(Event::Closed(Some(nobody()))));
    desk.settle();
    desk.pc_heard();
    desk
}

#[test]
fn the_card_of_a_fault_sends_for_the_doctor_and_its_checks_are_listed_as_they_come() {
    let mut desk = failed(Look::default());
    desk.click("Run doctor");
    let deed = Deed::Diagnose(OpenHere::default());
    assert!(desk.pc_heard().contains("Diagnose"));
    desk.pc_tells(PcEvent::Began(deed));
    assert!(desk.shows("0 of 18 checks done"));

    desk.pc_tells(PcEvent::Step(Step::Checked(fine(Check::Name))));
    let refused = Told::problem(Check::Login, &Fault::LoginRefused);
    desk.pc_tells(PcEvent::Step(Step::Checked(refused.clone())));
    assert!(desk.shows("2 of 18 checks done"));
    assert!(desk.shows("Login refused"));
    assert!(desk.shows("User name or password is wrong"));
    assert!(desk.shows("Capital letters matter"));

    desk.pc_tells(PcEvent::Done(Outcome::Diagnosed(vec![
        fine(Check::Name),
        refused,
    ])));
    assert!(desk.shows("One of 2 checks needs attention"));
    desk.click("Enter again");
    assert!(desk.shows("Log in to lab-12"));
}

#[test]
fn an_examination_can_be_stopped_and_run_again() {
    let mut desk = failed(Look::default());
    desk.click("Run doctor");
    let deed = Deed::Diagnose(OpenHere::default());
    desk.pc_tells(PcEvent::Began(deed));
    desk.pc_heard();
    desk.click("Stop");
    assert_eq!(desk.pc_heard(), "Stop");
    desk.pc_tells(PcEvent::Step(Step::Checked(fine(Check::Name))));
    desk.pc_tells(PcEvent::Stopped(deed));
    assert!(desk.shows("1 of 18 checks done, stopped"));
    desk.click("Run again");
    assert!(desk.pc_heard().contains("Diagnose"));
}

#[test]
fn the_page_about_the_pc_has_the_doctor_too_and_a_problem_has_the_button_that_helps() {
    let mut desk = failed(Look::default());
    desk.click("Device");
    desk.click("Doctor");
    assert!(desk.shows("Find out why it does not work"));
    desk.click("Run doctor");
    desk.pc_tells(PcEvent::Began(Deed::Diagnose(OpenHere::default())));
    let off = Fault::from(DeviceFault::SwitchedOff(Feature::Screen));
    let told = vec![Told::problem(Check::Screen, &off)];
    desk.pc_tells(PcEvent::Done(Outcome::Diagnosed(told)));
    desk.pc_heard();
    desk.click("Enable screen");
    let heard = desk.pc_heard();
    assert!(
        heard.contains("Switch") && heard.contains("Screen"),
        "{heard}"
    );
}

#[test]
fn a_screen_of_ours_is_no_reason_that_the_screen_is_in_use() {
    let mut desk = Desk::served(Look::default(), true);
    desk.network
        .last(|pc| pc.show(&crate::support::desk::test_screen(64, 48)));
    desk.settle();
    desk.click("Device");
    desk.click("Doctor");
    desk.pc_heard();
    desk.click("Run doctor");
    assert!(desk.pc_heard().contains("screen: true"));
}

#[test]
fn what_answers_is_shown_before_anybody_logs_in() {
    let mut desk = Desk::served(Look::default(), false);
    desk.pc_tells(PcEvent::Reached(Safety::Plain));
    desk.pc_tells(PcEvent::LoginWanted(None));
    assert!(desk.shows("Log in to lab-12"));
    desk.pc_tells(PcEvent::Probed(facts::old_tls()));
    assert!(desk.shows("Intel AMT answers"));
    assert!(desk.shows("Encrypted ports 16993, only TLS 1.0 is offered"));
    assert!(desk.shows("Plain ports 16992"));
    // It is not what the person looks at: the cursor stays where it was.
    assert!(desk.harness.get_by_label("Password").is_focused());
}

#[test]
fn the_doctor_looks_as_designed() {
    let mut results = SnapshotResults::new();
    for (theme, suffix) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
        for (zoom, scale) in [(1.0, ""), (2.0, "-200")] {
            let mut desk = failed(Look {
                theme,
                zoom,
                size: vec2(960.0, 600.0),
                gpu: true,
                roomy: false,
            });
            desk.click("Run doctor");
            desk.pc_tells(PcEvent::Began(Deed::Diagnose(OpenHere::default())));
            let skipped = Told {
                check: Check::Power,
                result: CheckResult::Skipped(Check::Login),
            };
            let told = vec![
                fine(Check::Name),
                fine(Check::Host),
                Told::problem(Check::Login, &Fault::LoginRefused),
                skipped,
            ];
            desk.pc_tells(PcEvent::Done(Outcome::Diagnosed(told)));
            desk.harness.snapshot(format!("doctor{scale}-{suffix}"));
            results.extend(desk.harness.take_snapshot_results());
        }
    }
}
