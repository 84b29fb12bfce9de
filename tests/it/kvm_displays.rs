//! Several displays and pictures that come unasked, from WS-Management to the pixels.

use std::time::Duration;

use outband::screen::PixelFormat;
use outband::session::flow::displays;
use outband::session::{Command, DeviceFault, Event, Fault, OpenOptions, Stage};
use outband::sim::Profile;
use tokio::time::{sleep, timeout};

use crate::support::amt::{closed, open_here, options, until};
use crate::support::pc::{access, control, pc};

const LIMIT: Duration = Duration::from_secs(120);

#[tokio::test(flavor = "multi_thread")]
async fn another_display_is_listed_and_shown_in_the_session_that_is_open() {
    let ip = "127.0.97.10";
    let sizes = vec![(800, 600), (1280, 1024)];
    let _sim = pc(ip, Profile::Amt16, |o| o.device.more_displays = sizes).await;
    let mut control = control(ip).await;
    let found = displays::read(&mut control).await.unwrap();
    let listed: Vec<_> = found
        .active
        .iter()
        .map(|screen| (screen.index, screen.width, screen.height))
        .collect();
    assert_eq!(listed[1..], [(1, 800, 600), (2, 1280, 1024)]);
    assert_eq!((found.shown, found.next()), (Some(0), Some(1)));
    assert_eq!(found.active[2].x, found.active[1].x + 800);

    let mut handle = open_here(OpenOptions {
        access: access(ip),
        reply_timeout: LIMIT,
        picture_timeout: LIMIT,
        ..options(ip)
    });
    until(&mut handle, |e| matches!(e, Event::Stage(Stage::Live))).await;
    let now = displays::show(&mut control, 1).await.unwrap();
    assert_eq!(now.shown, Some(1));
    let is_new = |e: &Event| {
        matches!(
            e,
            Event::Screen {
                width: 800,
                height: 600,
                ..
            }
        )
    };
    until(&mut handle, is_new).await;
    // A green of its own tells the second display from the first.
    let green = PixelFormat::Rgb565.from_rgb8([0x20, 0x60, 0x20]);
    let shown = async {
        while handle.picture.snapshot().unwrap().pixel(400, 300) != green {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(LIMIT, shown).await.expect("the second display");

    let refused = displays::show(&mut control, 3).await.unwrap_err();
    assert!(
        matches!(refused, Fault::Device(DeviceFault::Unknown { .. })),
        "{refused:?}"
    );
    assert_eq!(displays::read(&mut control).await.unwrap().shown, Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_come_unasked_during_a_session_and_no_longer() {
    let ip = "127.0.97.11";
    let _sim = pc(ip, Profile::Amt16, |_| {}).await;
    let mut control = control(ip).await;
    let mut handle = open_here(OpenOptions {
        access: access(ip),
        reply_timeout: LIMIT,
        picture_timeout: LIMIT,
        ..options(ip)
    });
    until(&mut handle, |e| matches!(e, Event::Stage(Stage::Live))).await;
    let now = displays::back_to_back(&mut control, true).await.unwrap();
    assert!(now.back_to_back);
    // The desktop moves; we go on to ask, and nothing comes twice or in another format.
    for _ in 0..3 {
        until(&mut handle, |e| matches!(e, Event::Updated)).await;
    }
    handle.send(Command::Close).unwrap();
    assert!(closed(&mut handle).await.is_none());
    let forgotten = async {
        while displays::read(&mut control).await.unwrap().back_to_back {
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(LIMIT, forgotten)
        .await
        .expect("the end of the session");
}
