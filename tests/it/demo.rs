//! `outband demo` without a window, as a newcomer runs it.

use std::path::Path;
use std::time::Duration;

use outband::sim::font::glyph;
use serde_json::Value;

use crate::support::process::{finish, folder, outband};

const LIMIT: Duration = Duration::from_secs(60);

/// Where the first character of the desktop's text field stands.
const TEXT_AT: (u32, u32) = (64, 88);

/// The text field of the picture shows this text, letter by letter.
fn shows(picture: &Path, text: &str) -> bool {
    let picture = image::open(picture).unwrap().into_rgb8();
    (0..).zip(text.chars()).all(|(i, c)| {
        (0..).zip(glyph(c)).all(|(row, bits)| {
            (0..8).all(|column| {
                let (x, y) = (TEXT_AT.0 + i * 8 + column, TEXT_AT.1 + row);
                let is_ink = picture.get_pixel(x, y).0[0] < 0x80;
                is_ink == (bits >> (7 - column) & 1 == 1)
            })
        })
    })
}

#[test]
fn the_headless_demo_leaves_a_picture_of_what_it_typed() {
    let (_folder, path) = folder();
    let mut command = outband(&["demo", "--headless", "--json", "--out"]);
    command.arg(&path);
    let output = finish(command, LIMIT);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{said}");
    let steps: Vec<Value> = said
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let names: Vec<_> = steps.iter().map(|s| s["step"].as_str().unwrap()).collect();
    let expected = [
        "started", "login", "screen", "picture", "typed", "picture", "done",
    ];
    assert_eq!(names, expected);
    let file = |i: usize| Path::new(steps[i]["file"].as_str().unwrap());
    assert!(file(3).starts_with(&path) && file(5).starts_with(&path));
    assert!(!shows(file(3), "Hello from Outband!"));
    assert!(shows(file(5), "Hello from Outband!"));
}

#[test]
fn without_a_display_the_demo_says_so_and_goes_on_without_a_window() {
    let (_folder, path) = folder();
    let mut command = outband(&["demo", "--out"]);
    command.arg(&path);
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"] {
        command.env_remove(name);
    }
    let output = finish(command, LIMIT);
    assert!(output.status.success());
    let note = String::from_utf8(output.stderr).unwrap();
    assert!(note.contains("no display"), "{note}");
    let said = String::from_utf8(output.stdout).unwrap();
    let picture = path.join("2-typed.png");
    assert!(said.contains(picture.to_str().unwrap()), "{said}");
    assert!(picture.is_file());
}

#[test]
fn a_folder_that_cannot_be_made_is_said_before_anything_starts() {
    let (_folder, path) = folder();
    std::fs::write(path.join("file"), b"").unwrap();
    let mut command = outband(&["demo", "--headless", "--out"]);
    command.arg(path.join("file"));
    let output = finish(command, LIMIT);
    assert_eq!(output.status.code(), Some(9));
    assert!(output.stdout.is_empty());
}
