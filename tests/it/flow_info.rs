//! What is known about a PC: every release answers, and what one lacks costs nothing else.

use std::collections::BTreeSet;

use outband::session::DeviceFault;
use outband::session::Fault;
use outband::session::flow::enable::Switch;
use outband::session::flow::info::{self, Part};
use outband::session::flow::{ControlMode, OptInRequired};
use outband::sim::Profile;
use outband::sim::firmware::ControlMode as Mode;
use outband::sim::firmware::consent::ConsentPolicy;

use crate::support::pc::{control, login, pc};

#[tokio::test]
async fn every_release_tells_what_it_is_and_nothing_it_lacks_fails_the_whole() {
    for (n, profile) in Profile::ALL.into_iter().enumerate() {
        let ip = format!("127.0.70.{}", n + 1);
        let sim = pc(&ip, profile, |_| {}).await;
        let mut control = control(&ip).await;
        let mut parts = Vec::new();
        let info = info::read(&mut control, |part, _| parts.push(part))
            .await
            .unwrap();
        assert_eq!(parts, Part::ALL, "{profile}");
        assert!(info.missing.is_empty(), "{profile}: {:?}", info.missing);

        let version = info.version().unwrap();
        let release = profile.firmware();
        assert_eq!(
            (version.major, version.minor),
            (release.major.into(), release.minor.into())
        );
        assert!(version.build.is_some(), "{profile}");
        assert_eq!(
            info.uuid.unwrap().to_string(),
            sim.device().lock().uuid(),
            "{profile}"
        );
        assert_eq!(info.control_mode, Some(ControlMode::ADMIN), "{profile}");
        assert!(info.power.as_ref().unwrap().is_on(), "{profile}");
        let features = info.features.unwrap();
        let screen = if profile.has_kvm() {
            Switch::On
        } else {
            Switch::Absent
        };
        assert_eq!(features.screen, screen, "{profile}");
        assert!(features.serial.is_on() && features.media.is_on() && features.listener);
        assert_eq!(info.sessions.as_deref(), Some(&[][..]), "{profile}");

        let inventory = &info.inventory;
        assert!(
            inventory.chassis.is_some() && inventory.board.is_some() && inventory.bios.is_some()
        );
        assert!(inventory.memory_bytes() > 0, "{profile}");
        let [drive] = &inventory.drives[..] else {
            panic!("{profile}: {:?}", inventory.drives);
        };
        assert_eq!(drive.model.as_deref(), Some("SIM SSD 256 GB"));
        assert!(inventory.processors.iter().all(|p| p.name.is_some()));
        assert!(info.network.wired().is_some(), "{profile}");
        let clock = info.clock.unwrap();
        assert!(clock.fast_by_secs().abs() < 60, "{profile}: {clock:?}");
        assert!(info.boot.unwrap().ider && info.settings.is_some());
        assert!(info.logs.events.is_some() && info.logs.audit.is_some());
        // Screens came with AMT 8, where there is KVM at all.
        let has_screens = release.major >= 8 && profile.has_kvm();
        assert_eq!(info.screens.is_some(), has_screens, "{profile}");
        sim.stop().await;
    }
}

#[tokio::test]
async fn mode_and_consent_policy_are_read_as_they_are() {
    let _client = pc("127.0.70.21", Profile::Amt16, |o| {
        o.device.mode = Mode::Client
    })
    .await;
    let _admin = pc("127.0.70.22", Profile::Amt16, |o| {
        o.device.consent = ConsentPolicy::Kvm;
    })
    .await;
    for (ip, mode, policy) in [
        ("127.0.70.21", ControlMode::CLIENT, OptInRequired::ALL),
        ("127.0.70.22", ControlMode::ADMIN, OptInRequired::KVM),
    ] {
        let info = info::read(&mut control(ip).await, |_, _| {}).await.unwrap();
        assert_eq!(info.control_mode, Some(mode));
        assert_eq!(info.consent.as_ref().unwrap().required, policy);
        assert!(info.needs_consent_for_screen());
    }
}

#[tokio::test]
async fn one_part_is_read_again_without_the_others() {
    let _sim = pc("127.0.70.23", Profile::Amt12, |_| {}).await;
    let mut control = control("127.0.70.23").await;
    let mut info = info::Info::default();
    let parts = [Part::Power, Part::Version];
    info::read_parts(&mut control, &mut info, &parts, |_, _| {})
        .await
        .unwrap();
    assert!(info.power.is_some() && info.uuid.is_none());
    assert_eq!(
        info.read.iter().collect::<BTreeSet<_>>(),
        parts.iter().collect()
    );
    let trips = control.trips();
    info::read_parts(&mut control, &mut info, &[Part::Power], |_, _| {})
        .await
        .unwrap();
    assert_eq!(control.trips() - trips, 2, "power state and Modern Standby");
    assert_eq!(info.read.len(), 2);
}

#[tokio::test]
async fn a_wrong_password_is_one_try_and_ends_everything() {
    let sim = pc("127.0.70.24", Profile::Amt16, |_| {}).await;
    let mut control = login("127.0.70.24", "Wr0ng!pass").await.unwrap();
    let mut parts = 0;
    let fault = info::read(&mut control, |_, _| parts += 1)
        .await
        .unwrap_err();
    assert!(matches!(fault, Fault::LoginRefused), "{fault:?}");
    assert_eq!(parts, 0);
    let refused = std::iter::from_fn(|| sim.device().lock().poll_event())
        .filter(|event| format!("{event:?}").contains("ok: false"))
        .count();
    assert_eq!(refused, 1);
}

#[tokio::test]
async fn pages_of_one_item_and_nonces_for_one_request_change_nothing() {
    let _sim = pc("127.0.70.25", Profile::Amt14, |o| {
        o.trouble = "one-item-pages,stale-nonces".parse().unwrap();
    })
    .await;
    let info = info::read(&mut control("127.0.70.25").await, |_, _| {})
        .await
        .unwrap();
    assert!(info.missing.is_empty(), "{:?}", info.missing);
    assert!(!info.inventory.memory.is_empty() && info.software.items.len() > 3);
}

#[tokio::test]
async fn a_device_that_vanishes_in_the_middle_is_said_and_not_papered_over() {
    let sim = pc("127.0.70.26", Profile::Amt16, |_| {}).await;
    let mut control = control("127.0.70.26").await;
    let mut sim = Some(sim);
    let (send, stop) = tokio::sync::oneshot::channel();
    let mut send = Some(send);
    let stopping = tokio::spawn(async move {
        stop.await.unwrap();
        sim.take().unwrap().stop().await;
    });
    let result = info::read(&mut control, |part, _| {
        if part == Part::Power
            && let Some(send) = send.take()
        {
            send.send(()).unwrap();
        }
        // The next question must not overtake the end.
        if part == Part::Power {
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    });
    let fault = tokio::time::timeout(std::time::Duration::from_secs(60), result)
        .await
        .unwrap()
        .unwrap_err();
    stopping.await.unwrap();
    assert!(
        matches!(
            fault,
            Fault::Refused { .. }
                | Fault::HungUp { .. }
                | Fault::Device(DeviceFault::Unconfirmed { .. })
        ),
        "{fault:?}"
    );
}
