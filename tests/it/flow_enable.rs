//! Switching features: in order, with the truth read afterwards, and never the consent policy.

use outband::session::Feature;
use outband::session::flow::enable::{self, EnableStep, Switch};
use outband::session::flow::info::{self, Part};
use outband::sim::Profile;
use outband::sim::firmware::ControlMode;

use crate::support::pc::{control, pc};

const ALL: [Feature; 3] = [Feature::Screen, Feature::Serial, Feature::Media];

#[tokio::test]
async fn every_release_switches_everything_off_and_on_and_its_ports_with_it() {
    for (n, profile) in Profile::ALL.into_iter().enumerate() {
        let ip = format!("127.0.73.{}", n + 1);
        let sim = pc(&ip, profile, |_| {}).await;
        let mut control = control(&ip).await;
        let off = enable::switch(&mut control, &ALL, false, |_| {}).await;
        let off = off.unwrap();
        assert!(off.was_changed && !off.after.listener, "{profile}: {off:?}");
        assert!(!ALL.iter().any(|f| off.after.of(*f).is_on()), "{profile}");

        let some = &ALL[usize::from(!profile.has_kvm())..];
        let on = enable::switch(&mut control, some, true, |_| {})
            .await
            .unwrap();
        assert!(some.iter().all(|f| on.after.is_usable(*f)), "{profile}");
        let again = enable::switch(&mut control, some, true, |_| {}).await;
        assert!(!again.unwrap().was_changed, "{profile}");
        sim.stop().await;
    }
}

#[tokio::test]
async fn only_what_was_named_is_switched_and_only_what_is_needed_is_written() {
    let _sim = pc("127.0.73.21", Profile::Amt16, |_| {}).await;
    let mut control = control("127.0.73.21").await;
    let mut steps = Vec::new();
    let off = enable::switch(&mut control, &[Feature::Serial], false, |s| steps.push(s));
    let off = off.await.unwrap();
    assert_eq!(off.after.serial, Switch::Off);
    assert!(off.after.screen.is_on() && off.after.media.is_on() && off.after.listener);
    assert!(!steps.contains(&EnableStep::SwitchingScreen), "{steps:?}");
    let off = enable::switch(&mut control, &[Feature::Screen], false, |_| {}).await;
    let off = off.unwrap();
    assert_eq!(
        (off.after.screen, off.after.serial),
        (Switch::Off, Switch::Off)
    );
    assert!(off.after.media.is_on() && off.after.listener);
}

#[tokio::test]
async fn a_part_without_a_screen_says_so_and_keeps_the_rest() {
    let _sim = pc("127.0.73.22", Profile::Ism, |_| {}).await;
    let mut control = control("127.0.73.22").await;
    let fault = enable::switch(&mut control, &[Feature::Screen], true, |_| {}).await;
    assert_eq!(fault.unwrap_err().kind(), "no-screen");
    let switches = enable::read(&mut control).await.unwrap();
    assert_eq!(switches.screen, Switch::Absent);
    assert!(switches.serial.is_on());
}

#[tokio::test]
async fn the_consent_policy_stays_whatever_is_switched() {
    let _sim = pc("127.0.73.23", Profile::Amt12, |o| {
        o.device.mode = ControlMode::Client;
    })
    .await;
    let mut control = control("127.0.73.23").await;
    let mut before = info::Info::default();
    let parts = [Part::Consent];
    info::read_parts(&mut control, &mut before, &parts, |_, _| {})
        .await
        .unwrap();
    for on in [false, true] {
        enable::switch(&mut control, &ALL, on, |_| {})
            .await
            .unwrap();
        let mut after = info::Info::default();
        info::read_parts(&mut control, &mut after, &parts, |_, _| {})
            .await
            .unwrap();
        assert_eq!(after.consent, before.consent);
    }
}
