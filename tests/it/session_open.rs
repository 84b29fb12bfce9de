//! Sessions on real sockets against devices that follow a script.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use outband::proto::kvm::keysym::Keysym;
use outband::screen::PixelFormat;
use outband::session::{
    Access, Buttons, Command, Ending, Event, Fault, OpenOptions, PictureMode, PixelChoice, Safety,
    Security, Stage, Target, TrustMode, TypedText, open,
};
use outband::store::trusted::TrustStore;
use outband::wire::Secret;

use crate::support::amt::{
    self, ONE_TILE_SCREEN, RED_TILE, RED_TILE_8, RED_TILE_STORED, closed, console_bytes, open_here,
    opening, options, until,
};
use crate::support::certificates::{Front, config, made, plain};
use crate::support::device::{Act, Device, say};

fn opening_with(tile: &[u8]) -> Vec<Act> {
    let mut script = opening();
    script.push(say(tile));
    script
}

/// A device that shows a red tile and then behaves as `end` says.
fn red(ip: &str, end: &[Act]) -> Device {
    let mut script = opening_with(RED_TILE);
    script.extend_from_slice(end);
    Device::start(ip, vec![script])
}

/// What the console sends between `ClientInit` and its first input, for these options.
async fn quiet(device: &Device) -> usize {
    let mut len = device.heard(0, console_bytes(8) + 1).len();
    loop {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let now = device.heard(0, 0).len();
        if now == len {
            return len;
        }
        len = now;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_passes_every_stage_and_publishes_its_picture() {
    let device = red("127.0.92.1", &[Act::Wait]);
    let mut handle = open_here(options(&device.target()));
    let mut stages = Vec::new();
    let mut seen = Vec::new();
    while stages.last() != Some(&Stage::Live) {
        match amt::next(&mut handle).await.unwrap() {
            Event::Stage(stage) => stages.push(stage),
            Event::LoggedIn { firmware } => {
                let firmware = firmware.unwrap();
                seen.push(format!("AMT {}.{}", firmware.major, firmware.minor));
            }
            Event::Screen {
                width,
                height,
                format,
                name,
            } => seen.push(format!("{width} × {height} {format:?} {name}")),
            _ => {}
        }
    }
    assert_eq!(
        stages,
        [
            Stage::Resolving,
            Stage::Connecting,
            Stage::Starting,
            Stage::LoggingIn,
            Stage::OpeningScreen,
            Stage::AwaitingPicture,
            Stage::Live
        ]
    );
    assert_eq!(seen, ["AMT 15.0", "64 × 64 Rgb565 Intel(r) AMT KVM"]);
    let picture = handle.picture.snapshot().expect("published before Live");
    assert_eq!(picture.format(), PixelFormat::Rgb565);
    for (x, y) in [(0, 0), (63, 0), (31, 40), (63, 63)] {
        assert_eq!(picture.pixel(x, y), 0xF800);
    }
    handle.send(Command::Close).unwrap();
    assert!(closed(&mut handle).await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn input_reaches_the_device_in_order_and_everything_is_released_at_the_end() {
    let device = red("127.0.92.2", &[Act::Wait]);
    let mut handle = open_here(options(&device.target()));
    until(&mut handle, |e| matches!(e, Event::Stage(Stage::Live))).await;
    let before = quiet(&device).await;
    let buttons = Buttons::LEFT;
    for command in [
        Command::Key {
            keysym: Keysym::CONTROL_L,
            down: true,
        },
        Command::Pointer {
            x: 3,
            y: 4,
            buttons,
        },
        Command::Type(TypedText {
            text: Secret::new("a".into()),
            pace: TypedText::PACE,
        }),
    ] {
        handle.send(command).unwrap();
    }
    until(&mut handle, |e| matches!(e, Event::Typing { done: 1, .. })).await;
    handle.send(Command::Close).unwrap();
    assert!(closed(&mut handle).await.is_none());
    let expected: &[u8] = b"\x04\x01\0\0\0\0\xFF\xE3\
        \x05\x01\0\x03\0\x04\
        \x04\x01\0\0\0\0\0\x61\x04\0\0\0\0\0\0\x61\
        \x05\0\0\x03\0\x04\
        \x04\0\0\0\0\0\xFF\xE3";
    let heard = device.heard(0, before + expected.len());
    assert_eq!(&heard[before..], expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn dropping_the_handle_releases_and_closes() {
    let device = red("127.0.92.3", &[Act::Wait]);
    let mut handle = open_here(options(&device.target()));
    until(&mut handle, |e| matches!(e, Event::Stage(Stage::Live))).await;
    let before = quiet(&device).await;
    let (keysym, down) = (Keysym(0x61), true);
    handle.send(Command::Key { keysym, down }).unwrap();
    drop(handle);
    let heard = device.heard(0, before + 16);
    assert_eq!(
        &heard[before..],
        b"\x04\x01\0\0\0\0\0\x61\x04\0\0\0\0\0\0\x61"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_closes_instead_of_describing_its_screen_is_tried_in_8_bit_colour() {
    let mut refused = opening();
    refused.truncate(15);
    for how in [Act::Close, Act::Reset] {
        let mut first = refused.clone();
        first.push(how);
        let mut second = opening_with(RED_TILE_8);
        second.push(Act::Wait);
        let device = Device::start("127.0.92.4", vec![first, second]);
        let mut handle = open_here(options(&device.target()));
        until(&mut handle, |e| {
            matches!(
                e,
                Event::Screen {
                    format: PixelFormat::Rgb332,
                    ..
                }
            )
        })
        .await;
        until(&mut handle, |e| matches!(e, Event::Stage(Stage::Live))).await;
        assert_eq!(handle.picture.snapshot().unwrap().pixel(9, 9), 0xE0);
        assert_eq!(device.connections(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_still_busy_with_our_first_attempt_is_asked_again() {
    let mut first = opening();
    first.truncate(15);
    first.push(Act::Close);
    let busy = vec![Act::Hear(8), say(b"\x11\x02\0\0"), Act::Close];
    let mut last = opening_with(RED_TILE_8);
    last.push(Act::Wait);
    let device = Device::start("127.0.92.5", vec![first, busy.clone(), busy, last]);
    let mut handle = open_here(options(&device.target()));
    until(&mut handle, |e| matches!(e, Event::Stage(Stage::Live))).await;
    assert_eq!(device.connections(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_picture_in_any_colour_is_said_once_both_were_tried() {
    let mut script = opening();
    script.truncate(15);
    script.push(Act::Close);
    let device = Device::start("127.0.92.6", vec![script]);
    let mut handle = open_here(options(&device.target()));
    let fault = closed(&mut handle).await.unwrap();
    assert!(
        matches!(
            fault,
            Fault::NoPicture {
                tried_fewer_colours: true
            }
        ),
        "{fault:?}"
    );
    assert_eq!(device.connections(), 2);

    // Who chose the colours is asked, not overruled.
    let pinned = OpenOptions {
        picture: PictureMode {
            pixel: PixelChoice::Rgb565,
            ..PictureMode::default()
        },
        ..options(&device.target())
    };
    let mut handle = open_here(pinned);
    let fault = closed(&mut handle).await.unwrap();
    assert!(matches!(
        fault,
        Fault::NoPicture {
            tried_fewer_colours: false
        }
    ));
    assert_eq!(device.connections(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_at_once_while_it_is_still_being_opened() {
    let device = Device::start("127.0.92.7", vec![vec![Act::Wait]]);
    let long = OpenOptions {
        reply_timeout: Duration::from_secs(600),
        ..options(&device.target())
    };
    let mut handle = open_here(long.clone());
    until(&mut handle, |e| matches!(e, Event::Stage(Stage::Starting))).await;
    handle.send(Command::Close).unwrap();
    assert!(closed(&mut handle).await.is_none());

    // Before there is a connection, too: a name server that is slow is as good as none.
    let mut handle = open_here(long);
    handle.send(Command::Close).unwrap();
    assert!(closed(&mut handle).await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_command_ends_the_session_with_a_reason() {
    let device = red("127.0.92.8", &[Act::Wait]);
    let mut handle = open_here(options(&device.target()));
    until(&mut handle, |e| matches!(e, Event::Stage(Stage::Live))).await;
    // Faster than any task can take them: 100 000 without a pause.
    let (keysym, down) = (Keysym(0x61), true);
    while handle.send(Command::Key { keysym, down }).is_ok() {}
    let fault = closed(&mut handle).await.unwrap();
    assert!(matches!(fault, Fault::Overrun), "{fault:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_front_end_that_takes_no_events_still_gets_all_that_matter() {
    let mut script = opening_with(RED_TILE);
    script.push(say(&[2; 5000]));
    script.push(say(&RED_TILE_STORED.repeat(3000)));
    script.push(Act::Close);
    let device = Device::start("127.0.92.9", vec![script]);
    let mut handle = open_here(options(&device.target()));
    tokio::time::sleep(Duration::from_millis(500)).await;
    let (mut events, mut live) = (0, false);
    loop {
        events += 1;
        match amt::next(&mut handle).await {
            Some(Event::Stage(Stage::Live)) => live = true,
            Some(Event::Closed(fault)) => {
                let lost = Ending::Closed;
                assert!(matches!(fault, Some(Fault::Lost { ending }) if ending == lost));
                break;
            }
            Some(_) => {}
            None => panic!("the end is missing"),
        }
    }
    assert!(live);
    assert!(events <= outband::limits::EVENTS + 16, "{events}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_viewer_is_woken_only_when_it_has_seen_everything() {
    let mut script = opening_with(RED_TILE);
    for _ in 0..200 {
        script.push(say(RED_TILE_STORED));
        script.push(Act::Pause(Duration::from_millis(1)));
    }
    script.push(Act::Close);
    let device = Device::start("127.0.92.10", vec![script]);
    let wakes = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&wakes);
    let runtime = tokio::runtime::Handle::current();
    let mut handle = open(&runtime, options(&device.target()), move || {
        counter.fetch_add(1, Ordering::Relaxed);
    });
    closed(&mut handle).await;
    // One for each event that matters, one for the picture: not one for each update.
    let count = wakes.load(Ordering::Relaxed);
    assert!(count < 16, "{count}");
    let (damage, updates) = handle
        .picture
        .look(|p| (p.damage.clone(), p.updates))
        .unwrap();
    assert!(!damage.is_empty());
    assert!(updates > 20, "{updates}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ordinary_vnc_server_without_a_login_is_shown_too() {
    let mut init = ONE_TILE_SCREEN.to_vec();
    init[4..16].copy_from_slice(b"\x20\x18\0\x01\0\xFF\0\xFF\0\xFF\x10\x08");
    // By its usual name it would be taken for Intel AMT on its port 5900.
    init[24..].copy_from_slice(b"an ordinary desk");
    let pixels = [0x33, 0x22, 0x11, 0].repeat(64 * 64);
    let update = [&b"\0\0\0\x01\0\0\0\0\0\x40\0\x40\0\0\0\0"[..], &pixels].concat();
    let script = vec![
        say(b"RFB 003.008\n"),
        Act::Hear(12),
        say(b"\x01\x01"),
        Act::Hear(13),
        say(b"\0\0\0\0"),
        Act::Hear(14),
        say(&init),
        Act::Hear(15 + 20),
        say(&update),
        Act::Wait,
    ];
    let device = Device::start("127.0.92.11", vec![script]);
    let mut handle = open_here(options(&format!("vnc://{}", device.address)));
    until(&mut handle, |e| matches!(e, Event::Stage(Stage::Live))).await;
    let picture = handle.picture.snapshot().unwrap();
    assert_eq!(picture.format(), PixelFormat::Rgbx);
}

#[test]
fn an_encrypted_session_says_how_safe_it_is_before_the_login() {
    let ip = "127.0.92.12";
    let device = red(ip, &[Act::Wait]);
    let made = made("pc", &[], None, plain);
    let front = config(&[&made], &made);
    let to = (ip, device.address.port());
    let _front = Front::start(ip, 16995, front, to);
    let target: Target = ip.parse().unwrap();
    let security = Security {
        trust: TrustMode::FirstUse,
        ..Security::new(TrustStore::in_memory())
    };
    let options = OpenOptions {
        access: Access::new(target, security),
        ..options(ip)
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let mut handle = open_here(options);
        let mut said = Vec::new();
        loop {
            match amt::next(&mut handle).await.unwrap() {
                Event::Connected(Safety::Pinned(certificate)) => {
                    assert_eq!(certificate.fingerprint, made.fingerprint());
                    said.push("connected");
                }
                Event::Stage(Stage::Securing) => said.push("securing"),
                Event::LoggedIn { .. } => said.push("logged in"),
                Event::Stage(Stage::Live) => break,
                Event::Closed(fault) => panic!("{fault:?}"),
                _ => {}
            }
        }
        assert_eq!(said, ["securing", "connected", "logged in"]);
        handle.send(Command::Close).unwrap();
        assert!(closed(&mut handle).await.is_none());
    });
}
