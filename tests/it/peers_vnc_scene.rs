//! A real computer's screen behind the simulator: Xvnc with a program in it.

use std::time::{Duration, Instant};

use outband::proto::kvm::keysym::Keysym;
use outband::proto::redir::messages::SessionType;
use outband::sim::firmware::audit_log::Origin;
use outband::sim::scene::Pointer;
use outband::sim::{SimOptions, Simulator};

use crate::support::process::{folder, text_of};
use crate::support::xvnc::Xvnc;

const LIMIT: Duration = Duration::from_secs(30);

/// Waits without keeping the runtime busy.
async fn eventually(what: &str, mut look: impl FnMut() -> bool) {
    let end = Instant::now() + LIMIT;
    while !look() {
        assert!(Instant::now() < end, "{what} did not happen");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn is_same_picture(simulator: &Simulator, server: &Xvnc) -> bool {
    let snapshot = server.snapshot();
    let device = simulator.device().lock();
    let canvas = device.display().canvas();
    let (width, height) = canvas.size();
    (usize::from(width), usize::from(height)) == (snapshot.width, snapshot.height)
        && canvas.rows(canvas.bounds()).flatten().eq(&snapshot.pixels)
}

fn press(simulator: &Simulator, keysym: u32) {
    let now = Instant::now();
    let mut device = simulator.device().lock();
    device.key(now, Keysym(keysym), true);
    device.key(now, Keysym(keysym), false);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_screen_of_a_real_server_is_shown_typed_into_and_found_again() {
    let (_folder, path) = folder();
    let typed = path.join("typed");
    let mut server = Xvnc::start("127.0.82.1", "640x480");
    server.type_into(&typed);
    let simulator = Simulator::start(SimOptions {
        scene: server.url().parse().unwrap(),
        ..SimOptions::default()
    })
    .await
    .unwrap();
    eventually("the picture", || is_same_picture(&simulator, &server)).await;

    for c in "Hello, World 42!".chars() {
        press(&simulator, u32::from(c));
    }
    press(&simulator, 0xFF0D);
    eventually("typing", || text_of(&typed) == "ready\nHello, World 42!\n").await;
    eventually("the picture of it", || is_same_picture(&simulator, &server)).await;

    let to = Pointer {
        x: 500,
        y: 400,
        buttons: 0,
    };
    simulator.device().lock().pointer(Instant::now(), to);
    eventually("the pointer", || server.pointer() == (500, 400)).await;

    // A key held by a console that disappears is let go on the real computer too: otherwise it
    // would go on repeating there.
    let now = Instant::now();
    let session = {
        let mut device = simulator.device().lock();
        let session = device
            .open_session(now, SessionType::Kvm, &Origin::account("admin", None))
            .unwrap();
        device.key(now, Keysym::SHIFT_L, true);
        device.close_session(now, session, "gone");
        session
    };
    assert!(!simulator.device().lock().sessions().is_open(session));
    press(&simulator, u32::from('x'));
    press(&simulator, 0xFF0D);
    eventually("a small x", || text_of(&typed).ends_with("!\nx\n")).await;

    // The server goes away and comes back, with another size.
    drop(server);
    let says_so = || {
        let size = simulator.device().lock().display().canvas().size();
        size == (720, 400)
    };
    eventually("a word about it", says_so).await;
    let server = Xvnc::start("127.0.82.1", "800x600");
    eventually("the new picture", || is_same_picture(&simulator, &server)).await;
}

#[tokio::test]
async fn a_server_that_is_not_there_is_said_on_the_screen() {
    let simulator = Simulator::start(SimOptions {
        // Nobody listens on port 1 of an address of our own.
        scene: "vnc://127.0.83.1:1".parse().unwrap(),
        ..SimOptions::default()
    })
    .await
    .unwrap();
    let device = simulator.device().lock();
    let canvas = device.display().canvas();
    assert_eq!(canvas.size(), (720, 400));
    let lit = canvas
        .rows(canvas.bounds())
        .flatten()
        .filter(|p| **p != [0; 3]);
    assert!(lit.count() > 500, "an address and a reason");
}
