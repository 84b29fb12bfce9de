//! The stories of a device: on, off, setup, keys.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::*;
use crate::sim::scene::System;

fn device(start: Start, system: System) -> (Device, Instant) {
    let now = Instant::now();
    let options = DeviceOptions {
        start,
        system,
        ..DeviceOptions::default()
    };
    (Device::new(now, options), now)
}

fn press(device: &mut Device, now: Instant, keysym: u32) {
    device.key(now, Keysym(keysym), true);
    device.key(now, Keysym(keysym), false);
}

fn open(device: &mut Device, now: Instant) -> Option<SessionId> {
    let admin = Origin::account("admin", None);
    device.open_session(now, SessionType::Kvm, &admin)
}

fn events(device: &mut Device) -> Vec<Event> {
    std::iter::from_fn(|| device.poll_event())
        .filter(|e| !matches!(e, Event::Key { .. }))
        .collect()
}

#[test]
fn it_goes_from_power_on_through_the_self_test_to_its_system() {
    let (mut device, _) = device(Start::Post, System::Desktop);
    assert_eq!(device.display().canvas().size(), (720, 400));
    while let Some(next) = device.poll_timeout() {
        device.handle_timeout(next);
    }
    assert_eq!(device.display().canvas().size(), (1024, 768));
    let boot = Event::Boot {
        source: "disk".into(),
    };
    assert_eq!(events(&mut device), [boot]);
}

#[test]
fn setup_is_reached_by_its_key_and_keeps_what_was_saved() {
    let (mut device, now) = device(Start::Post, System::Desktop);
    press(&mut device, now, 0xFFBF);
    let text = |device: &Device, row| {
        let grid = device.display().scene().text();
        grid.map_or(String::new(), |grid| grid.line(row))
    };
    assert!(text(&device, 0).contains("setup"));
    // Boot page, first boot device, second value; F10, yes.
    for key in [0xFF53, 0xFF53, 0xFF54, 0xFF0D, 0xFF54, 0xFF0D, 0xFFC7, 0x79] {
        press(&mut device, now, key);
    }
    assert_eq!(device.settings.boot_order(), "Network (PXE)");
    assert!(text(&device, 0).contains("simulated PC"), "it starts again");
}

#[test]
fn without_power_the_screen_is_dark_and_nothing_can_be_typed() {
    let (mut device, now) = device(Start::Running, System::Text);
    device.set_power(now, PowerState::Off);
    device.set_power(now, PowerState::Off);
    assert_eq!(
        events(&mut device),
        [Event::Power {
            state: PowerState::Off
        }]
    );
    assert_eq!(device.display().canvas().size(), (800, 600));
    device.reset(now);
    assert_eq!(device.power(), PowerState::Off);
    device.set_power(now, PowerState::On);
    assert_eq!(device.display().canvas().size(), (720, 400));
}

#[test]
fn a_command_typed_on_the_console_switches_it_off() {
    let (mut device, now) = device(Start::Running, System::Text);
    for c in "poweroff".chars() {
        press(&mut device, now, u32::from(c));
    }
    press(&mut device, now, 0xFF0D);
    assert_eq!(device.power(), PowerState::Off);
}

#[test]
fn keys_are_let_go_when_the_screen_session_ends() {
    let (mut device, now) = device(Start::Running, System::Text);
    let id = open(&mut device, now).unwrap();
    assert_eq!(open(&mut device, now), None);
    device.key(now, Keysym::SHIFT_L, true);
    device.close_session(now, id, "console closed");
    device.close_session(now, id, "again");
    press(&mut device, now, 0x61);
    let grid = device.display().scene().text().unwrap();
    assert_eq!(grid.line(5), "sim-1> a", "Shift is up");
    let open = Event::SessionOpen {
        kind: SessionType::Kvm,
        user: "admin".into(),
    };
    let close = Event::SessionClose {
        kind: SessionType::Kvm,
        reason: "console closed".into(),
    };
    assert_eq!(events(&mut device), [open, close]);
}

#[test]
fn nothing_moves_while_nobody_watches() {
    let (mut device, now) = device(Start::Running, System::Desktop);
    assert_eq!(device.poll_timeout(), None);
    open(&mut device, now);
    let tick = device.poll_timeout().unwrap();
    assert!(tick > now && tick < now + Duration::from_secs(1));
}

#[test]
fn the_same_seed_gives_the_same_identity_and_randomness() {
    let make = |seed| {
        let options = DeviceOptions {
            seed,
            ..DeviceOptions::default()
        };
        let mut device = Device::new(Instant::now(), options);
        let random: [u8; 16] = device.random();
        (device.uuid(), device.realm().to_owned(), random)
    };
    assert_eq!(make(1), make(1));
    let ((uuid, realm, random), other) = (make(1), make(2));
    assert!(uuid != other.0 && realm != other.1 && random != other.2);
    assert_eq!((uuid.len(), realm.len()), (36, 39));
    assert_eq!(uuid.as_bytes()[14], b'4');
}

#[test]
fn changes_wake_and_looking_does_not() {
    let (device, now) = device(Start::Running, System::Text);
    let shared = SharedDevice::new(device);
    let woken = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&woken);
    shared.on_change(move || {
        count.fetch_add(1, Ordering::Relaxed);
    });
    assert_eq!(shared.lock().power(), PowerState::On);
    assert_eq!(woken.load(Ordering::Relaxed), 0);
    shared.lock().key(now, Keysym(0x61), true);
    assert_eq!(woken.load(Ordering::Relaxed), 1);
}
