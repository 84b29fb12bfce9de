//! Sessions that last: a lost screen is looked for again, its last picture stays, and nobody else
//! is disturbed.

use std::time::Duration;

use outband::session::{Command, Ending, Event, Fault, OpenOptions, Stage};
use outband::sim::{PowerState, Profile};
use tokio::time::sleep;

use crate::support::amt::{
    GRANTED, RED_TILE, RED_TILE_STORED, closed, next, open_here, opening, options, until,
};
use crate::support::device::{Act, Device, say};
use crate::support::pc::pc;

/// One update, one tile, solid blue (001F), as a stored block.
const BLUE_TILE: &[u8] = b"\0\0\0\x01\
    \0\0\0\0\0\x40\0\x40\0\0\0\x10\0\0\0\x08\0\x03\0\xFC\xFF\x01\x1F\0";

fn with_end(tile: &[u8], end: &[Act]) -> Vec<Act> {
    let mut script = opening();
    script.push(say(tile));
    script.extend_from_slice(end);
    script
}

fn lasting(target: &str) -> OpenOptions {
    OpenOptions {
        reconnect: Some(Duration::from_secs(600)),
        ..options(target)
    }
}

const fn is_live(event: &Event) -> bool {
    matches!(event, Event::Stage(Stage::Live))
}

const fn is_interrupted(event: &Event) -> bool {
    matches!(event, Event::Interrupted { .. })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_screen_is_back_by_itself_and_its_last_picture_stays_until_then() {
    let device = Device::start(
        "127.0.94.1",
        vec![
            with_end(
                RED_TILE,
                &[Act::Pause(Duration::from_millis(200)), Act::Reset],
            ),
            with_end(BLUE_TILE, &[Act::Wait]),
        ],
    );
    let mut handle = open_here(lasting(&device.target()));
    until(&mut handle, is_live).await;
    let event = until(&mut handle, is_interrupted).await;
    let Event::Interrupted {
        fault,
        again_in,
        attempt,
    } = event
    else {
        panic!("{event:?}");
    };
    assert!(matches!(fault, Fault::Lost { .. }), "{fault:?}");
    assert!(again_in < Duration::from_millis(300), "{again_in:?}");
    assert_eq!(attempt, 1);
    let picture = handle.picture.snapshot().unwrap();
    assert_eq!(picture.pixel(0, 0), 0xF800, "the last picture");
    let before = device.connections();

    let mut stages = Vec::new();
    until(&mut handle, |event| {
        if let Event::Stage(stage) = event {
            stages.push(*stage);
        }
        is_live(event)
    })
    .await;
    assert_eq!(
        stages.first(),
        Some(&Stage::Resolving),
        "told from the beginning"
    );
    assert!(before <= 1 + 1 && device.connections() == 2);
    let picture = handle.picture.snapshot().unwrap();
    assert_eq!(picture.pixel(0, 0), 0x001F, "the new one");

    // Figures are those of the whole session.
    handle.send(Command::Close).unwrap();
    let mut updates = 0;
    loop {
        match next(&mut handle).await {
            Some(Event::Stats(stats)) => updates = stats.updates,
            Some(Event::Closed(fault)) => {
                assert!(fault.is_none(), "{fault:?}");
                break;
            }
            Some(_) => {}
            None => panic!("no end"),
        }
    }
    assert_eq!(updates, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_wish_a_lost_screen_ends_the_session() {
    let script = with_end(
        RED_TILE,
        &[Act::Pause(Duration::from_millis(200)), Act::Close],
    );
    let device = Device::start("127.0.94.2", vec![script]);
    let mut handle = open_here(options(&device.target()));
    until(&mut handle, is_live).await;
    let fault = closed(&mut handle).await;
    let ending = Ending::Closed;
    assert!(
        matches!(&fault, Some(Fault::Lost { ending: e }) if *e == ending),
        "{fault:?}"
    );
    assert_eq!(device.connections(), 1);
}

/// The device still holds our own lost session for a moment, then it is there again.
#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_is_busy_with_our_lost_session_is_asked_again() {
    let busy = vec![Act::Hear(8), say(b"\x11\x02\0\0"), Act::Close];
    let device = Device::start(
        "127.0.94.3",
        vec![
            with_end(
                RED_TILE,
                &[Act::Pause(Duration::from_millis(200)), Act::Close],
            ),
            busy,
            with_end(BLUE_TILE, &[Act::Wait]),
        ],
    );
    let mut handle = open_here(lasting(&device.target()));
    until(&mut handle, is_live).await;
    until(&mut handle, is_interrupted).await;
    let event = until(&mut handle, is_interrupted).await;
    assert!(
        matches!(
            &event,
            Event::Interrupted {
                fault: Fault::Busy(_),
                attempt: 2,
                ..
            }
        ),
        "{event:?}"
    );
    until(&mut handle, is_live).await;
    assert_eq!(device.connections(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_is_refused_ends_the_search() {
    let mut refusing = opening();
    let granted = refusing
        .iter()
        .position(|act| matches!(act, Act::Say(bytes) if bytes == GRANTED));
    let at = granted.unwrap();
    refusing.truncate(at);
    refusing.push(say(b"\x14\x01\0\0\x04\0\0\0\0"));
    refusing.push(Act::Close);
    let device = Device::start(
        "127.0.94.4",
        vec![
            with_end(
                RED_TILE,
                &[Act::Pause(Duration::from_millis(200)), Act::Close],
            ),
            refusing,
        ],
    );
    let mut handle = open_here(lasting(&device.target()));
    until(&mut handle, is_live).await;
    let fault = closed(&mut handle).await;
    assert!(matches!(fault, Some(Fault::LoginRefused)), "{fault:?}");
    assert_eq!(device.connections(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_can_be_hurried_and_ended() {
    // Lives for a moment each time: pauses grow to seconds.
    let script = with_end(
        RED_TILE_STORED,
        &[Act::Pause(Duration::from_millis(50)), Act::Close],
    );
    let device = Device::start("127.0.94.5", vec![script]);
    let mut handle = open_here(lasting(&device.target()));
    let mut last = Duration::ZERO;
    while last < Duration::from_secs(3) {
        let event = until(&mut handle, is_interrupted).await;
        let Event::Interrupted { again_in, .. } = event else {
            panic!("{event:?}");
        };
        assert!(again_in >= last);
        last = again_in;
        let before = device.connections();
        handle.send(Command::Retry).unwrap();
        until(&mut handle, |e| matches!(e, Event::Stage(Stage::Starting))).await;
        // A connection is open before the device has accepted it.
        while device.connections() == before {
            sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(device.connections(), before + 1);
    }
    until(&mut handle, is_interrupted).await;
    handle.send(Command::Close).unwrap();
    assert!(closed(&mut handle).await.is_none());
}

/// Somebody pressed the power button: firmware that captures nothing ends each attempt, and its
/// WS-Management knows why, long before the search is over.
#[tokio::test(flavor = "multi_thread")]
async fn a_pc_that_was_turned_off_by_hand_is_said_to_be_off_while_it_is_looked_for() {
    let ip = "127.0.224.1";
    let _sim = pc(ip, Profile::Amt16, |o| {
        o.device.power = PowerState::Off;
        (o.redir_port, o.redir_tls_port, o.wsman_tls_port) = (None, None, None);
        o.rfb_port = None;
    })
    .await;
    let mut dark = opening();
    dark.truncate(15);
    dark.push(Act::Close);
    let first = with_end(
        RED_TILE,
        &[Act::Pause(Duration::from_millis(200)), Act::Close],
    );
    let back = with_end(RED_TILE, &[Act::Wait]);
    let device = Device::start(ip, vec![first, dark.clone(), dark, back]);
    let mut handle = open_here(lasting(&device.target()));
    until(&mut handle, is_live).await;
    let mut faults = Vec::new();
    until(&mut handle, |event| {
        if let Event::Interrupted { fault, .. } = event {
            faults.push(fault.kind());
        }
        is_live(event)
    })
    .await;
    assert_eq!(
        faults,
        ["lost", "pc-off", "pc-off"],
        "and it goes on looking"
    );
}
