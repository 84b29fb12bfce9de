//! The real window on a real display: a virtual X server, our simulator, and xdotool as the
//! person. Everything between a key press there and a key event in the firmware is the product.

use std::time::Instant;

use serde_json::Value;

use crate::support::display::{Display, LIMIT, home, simulator};
use crate::support::process::{Running, Sim, eventually};

/// The release key by its place: xdotool presses the left Ctrl too if it is asked by name.
const RIGHT_CTRL: &str = "105";

/// The keysyms that went down until `last` did.
fn keys_until(sim: &mut Sim, last: u64) -> Vec<u64> {
    let mut keys = Vec::new();
    while keys.last() != Some(&last) {
        let event = sim.wait_for("key");
        if event["down"] == Value::Bool(true) {
            keys.extend(event["keysym"].as_u64());
        }
    }
    keys
}

#[test]
fn what_is_typed_and_clicked_in_the_window_reaches_the_firmware_and_closing_ends_the_session() {
    let (mut sim, _watchdog) = simulator("127.0.93.1");
    let display = Display::start();
    let (_guard, home) = home();
    let target = format!("127.0.93.1:16992:{}", sim.port("redir"));
    let mut window = Running::start(&mut display.outband(&home, &["open", &target]));

    let id = display.window("127.0.93.1, Outband");
    assert_eq!(sim.wait_for("session.open")["kind"], "kvm");
    display.xdotool(&["windowfocus", &id]);
    // A click focuses the picture and is passed on; before the first picture it does nothing.
    let clicked = Instant::now();
    let pressed = loop {
        assert!(clicked.elapsed() < LIMIT, "no click arrived");
        display.xdotool(&["mousemove", "776", "440", "click", "1"]);
        let event = sim.wait_for("pointer");
        if event["buttons"] == 1 {
            break event;
        }
    };
    // 1024 × 768 in the middle of a stage of 1008 × 670, right of the list of PCs.
    let [x, y] = ["x", "y"].map(|side| pressed[side].as_i64().unwrap());
    assert!((x - 512).abs() <= 1 && (y - 383).abs() <= 1, "{pressed}");

    display.xdotool(&["type", "--delay", "60", "Hi 5!"]);
    let keys = keys_until(&mut sim, 0x31);
    let shift = 0xFFE1;
    let expected = [shift, 0x48, 0x69, 0x20, 0x35, shift, 0x31];
    assert_eq!(
        keys, expected,
        "by place: the exclamation mark is Shift and 1"
    );

    display.xdotool(&["key", "ctrl+c"]);
    assert_eq!(
        keys_until(&mut sim, 0x63),
        [0xFFE3, 0x63],
        "Ctrl+C is the PC's"
    );

    display.xdotool(&["keydown", RIGHT_CTRL, "key", "d", "keyup", RIGHT_CTRL]);
    assert_eq!(keys_until(&mut sim, 0xFFFF), [0xFFE3, 0xFFE9, 0xFFFF]);

    display.xdotool(&["keydown", RIGHT_CTRL, "key", "q", "keyup", RIGHT_CTRL]);
    // A PC is open, so it asks; asked for again, the end is meant.
    let status = eventually(LIMIT, "the end", || {
        display.xdotool(&["key", "ctrl+q"]);
        window.0.try_wait().unwrap()
    });
    assert!(status.success(), "{status}");
    sim.wait_for("session.close");
}

#[test]
fn the_demo_opens_on_its_first_pc() {
    let display = Display::start();
    let (_guard, home) = home();
    let mut demo = Running::start(&mut display.outband(&home, &["demo"]));
    let id = display.window("reception, Outband");
    display.xdotool(&["windowfocus", &id]);
    let status = eventually(LIMIT, "the end", || {
        // The first picture takes the keys at some moment: one of the two is heard.
        display.xdotool(&["key", "ctrl+q"]);
        display.xdotool(&["keydown", RIGHT_CTRL, "key", "q", "keyup", RIGHT_CTRL]);
        demo.0.try_wait().unwrap()
    });
    assert!(status.success(), "{status}");
}
