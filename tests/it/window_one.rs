//! One window: what a second start of the program was to show is shown by the first.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::support::display::{Display, LIMIT, home, simulator};
use crate::support::process::{Running, eventually, finish};

/// A start of the program that ends by itself; what it prints.
fn hands_over(command: Command) -> String {
    let output = finish(command, LIMIT);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// A window that knows no password, once it is there.
fn first_window(display: &Display, home: &Path) -> Running {
    let mut command = display.outband(home, &[]);
    command.env_remove("OUTBAND_PASSWORD");
    let running = Running::start(&mut command);
    display.window("Outband");
    running
}

#[test]
fn a_second_start_is_shown_in_the_window_that_is_open() {
    let (mut sim, _watchdog) = simulator("127.0.93.3");
    let display = Display::start();
    let (_guard, home) = home();
    let first = first_window(&display, &home);

    let target = format!("127.0.93.3:16992:{}", sim.port("redir"));
    let said = hands_over(display.outband(&home, &["open", &target, "--json"]));
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(said, json!({"handed_over": true}));
    // With the password of the second one.
    assert_eq!(sim.wait_for("session.open")["kind"], "kvm");
    display.window("127.0.93.3, Outband");

    let said = hands_over(display.outband(&home, &[]));
    assert_eq!(said, "The window that is already open is in front.\n");
    let said = hands_over(display.outband(&home, &["open", &target, "--view", "device"]));
    assert_eq!(said, "127.0.93.3 is in the window that is already open.\n");
    drop(first);
    sim.wait_for("session.close");
}

#[test]
fn a_window_that_was_killed_keeps_nobody_from_the_next() {
    let display = Display::start();
    let (_guard, home) = home();
    // Ends it at once, with its socket left behind.
    drop(first_window(&display, &home));
    eventually(LIMIT, "the window to go", || {
        let search = ["search", "--onlyvisible", "--name", "Outband"];
        display.xdotool(&search).is_empty().then_some(())
    });
    let _second = first_window(&display, &home);
    let said = hands_over(display.outband(&home, &[]));
    assert_eq!(said, "The window that is already open is in front.\n");
}

#[test]
fn another_folder_is_another_window() {
    let display = Display::start();
    let (_guard, home) = home();
    let _first = first_window(&display, &home);
    let other = home.join("other");
    let other = other.to_str().unwrap();
    let _second = Running::start(&mut display.outband(&home, &["--config-dir", other]));
    eventually(LIMIT, "the second window", || {
        let search = ["search", "--onlyvisible", "--name", "Outband"];
        (display.xdotool(&search).lines().count() == 2).then_some(())
    });
}
