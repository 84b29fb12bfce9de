//! The menus above the screen that change how it is sent, and the text that is typed on it.

use eframe::egui::{Event as UiEvent, Key, OutputCommand};
use egui_kittest::kittest::{NodeT as _, Queryable};
use outband::screen::{Framebuffer, PixelFormat};
use outband::session::{DeviceFault, Event, FirmwareVersion};
use outband::sim::font::glyph;

use crate::support::desk::{Desk, Look};

/// A live screen of a PC with this release.
fn desk(major: u8) -> Desk {
    let mut desk = Desk::live(Look::default(), 640, 400);
    let firmware = Some(FirmwareVersion { major, minor: 1 });
    desk.network
        .last(|pc| pc.tell(Event::LoggedIn { firmware }));
    desk.settle();
    desk.heard();
    desk
}

#[test]
fn colours_are_switched_while_the_screen_runs_and_for_the_next_one() {
    let mut desk = desk(16);
    desk.click("More");
    desk.click("Colours");
    assert!(desk.shows("now 65 536 colours"));
    desk.click("16 greys");
    assert!(desk.heard().contains("SetPicture"));
    desk.click("More");
    desk.click("Disconnect");
    desk.heard();
    desk.click("Reconnect");
    assert!(desk.heard().contains("SetPicture"), "it holds for the tab");
}

#[test]
fn what_older_firmware_does_not_know_cannot_be_chosen() {
    let mut desk = desk(14);
    desk.click("More");
    desk.click("Colours");
    let greys = desk.harness.get_by_label("256 greys");
    assert!(greys.accesskit_node().is_disabled());
    let few = desk.harness.get_by_label("256 colours");
    assert!(!few.accesskit_node().is_disabled());
}

#[test]
fn a_mode_that_the_pc_refuses_is_said_and_taken_back() {
    let mut desk = desk(16);
    let what = "send pictures in the mode that was chosen";
    let fault = DeviceFault::Unknown { what }.into();
    desk.network
        .last(|pc| pc.tell(Event::PictureRefused(fault)));
    desk.settle();
    assert!(desk.shows("This PC does not know how to send pictures in the mode that was chosen"));
}

#[test]
fn text_is_typed_in_the_layout_of_the_pc_and_can_be_stopped() {
    let mut desk = desk(16);
    desk.click("Paste");
    desk.harness.event(UiEvent::Paste("z@ñ".to_owned()));
    desk.settle();
    assert!(desk.shows("Type 3 characters"));
    assert!(
        desk.shows("1 of them cannot be typed"),
        "not on a US keyboard"
    );
    desk.click("Type");
    assert_eq!(desk.heard(), "ReleaseAll SetLayout Type");
    let progress = Event::Typing {
        done: 1,
        total: 3,
        skipped: 0,
    };
    desk.network.last(|pc| pc.tell(progress));
    desk.settle();
    assert!(desk.shows("Typing, 1 of 3"));
    desk.click("Stop typing");
    assert!(desk.heard().contains("StopTyping"));
    let stopped = Event::Typing {
        done: 1,
        total: 1,
        skipped: 0,
    };
    desk.network.last(|pc| pc.tell(stopped));
    desk.settle();
    assert!(!desk.shows("Typing, "));
}

#[test]
fn escape_leaves_the_text_untyped_and_the_picture_has_the_keys_again() {
    let mut desk = desk(16);
    desk.click("Paste");
    desk.harness.event(UiEvent::Paste("secret".to_owned()));
    desk.settle();
    desk.harness.key_press(Key::Escape);
    desk.settle();
    assert!(!desk.shows("Type 6 characters"));
    assert!(!desk.heard().contains("Type"));
    assert!(desk.shows("Keys go to the PC"));
    desk.click("Paste");
    assert!(desk.shows("Type 0 characters"), "nothing is kept");
}

/// A screen of 640 × 480 with these lines in the cells of a text mode.
fn text_screen(lines: &[&str]) -> Framebuffer {
    let mut screen = Framebuffer::new(640, 480, PixelFormat::Rgb565).unwrap();
    for (row, line) in (0..).zip(lines) {
        for (column, c) in (0..).zip(line.chars()) {
            for (y, bits) in (0..).zip(glyph(c)) {
                for x in 0..8 {
                    let ink = if bits >> (7 - x) & 1 == 1 {
                        0xFFFF
                    } else {
                        0x0015
                    };
                    screen.set_pixel(column * 8 + x, row * 16 + y, ink);
                }
            }
        }
    }
    screen
}

#[test]
fn the_text_of_a_screen_is_read_searched_and_copied() {
    let mut desk = desk(16);
    let line = "Boot device not found, press F1";
    desk.network
        .last(|pc| pc.show(&text_screen(&["Aptio Setup", line])));
    desk.settle();
    desk.click("Text");
    let text = format!("Aptio Setup\n{line}");
    let field = desk.harness.get_by_label("Text of the screen");
    assert_eq!(field.value().as_deref(), Some(text.as_str()));
    desk.click("Find in the text");
    desk.harness.event(UiEvent::Text("NOT".to_owned()));
    desk.settle();
    assert!(desk.shows("1 found"));
    desk.harness.get_by_label("Copy all").click();
    let mut copied = Vec::new();
    for _ in 0..4 {
        desk.harness.step();
        copied.extend(desk.harness.output().platform_output.commands.clone());
    }
    assert!(
        copied.contains(&OutputCommand::CopyText(text)),
        "{} commands",
        copied.len()
    );
    desk.click("Close");
    assert!(desk.shows("Keys go to the PC"));
}

#[test]
fn a_screen_without_text_says_why() {
    let mut desk = desk(16);
    desk.click("Text");
    assert!(desk.shows("No text on this screen"));
    desk.harness.key_press(Key::Escape);
    desk.settle();
    assert!(!desk.shows("No text on this screen"));
}
