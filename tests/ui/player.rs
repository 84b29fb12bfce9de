//! Recordings played in the window: steered by buttons and keys, judged, exported.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{DroppedFileHandle, Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable};
use outband::screen::recording::{MarkKind, SEALED_AT};
use outband::screen::{Framebuffer, PixelFormat};

use crate::support::desk::{Desk, Look};
use crate::support::hands::{Dropped, wait_until};
use crate::support::recordings;

/// A recording of 20 s: the picture changes its colour each second up to 10 s.
fn record(path: &Path) {
    let picture = |second: u16| {
        let mut picture = Framebuffer::new(64, 48, PixelFormat::Rgb565).unwrap();
        for at in 0..64 {
            picture.set_pixel(at, 20, u32::from(second) * 0x801 + 0x1F);
        }
        picture
    };
    let marks = [
        (11, MarkKind::Consent, "given"),
        (12, MarkKind::Power, "reset"),
    ];
    recordings::record(path, picture, &marks);
}

/// A window that plays a recording.
fn playing(look: Look, change: impl FnOnce(&Path)) -> (Desk, PathBuf, tempfile::TempDir) {
    let temporary = tempfile::tempdir().unwrap();
    let path = temporary.path().join("lab.obrec");
    record(&path);
    change(&path);
    let pictures = temporary.path().join("pictures");
    let mut desk = Desk::with(look, |options| options.pictures = Some(pictures));
    drop_file(&mut desk, &path);
    until(&mut desk, |desk| desk.shows("State, "));
    until(&mut desk, |desk| desk.shows("Recorded picture, 64 by 48"));
    (desk, path, temporary)
}

fn drop_file(desk: &mut Desk, path: &Path) {
    let file: DroppedFileHandle = Arc::new(Dropped(path.to_owned()));
    desk.harness.input_mut().dropped_files = vec![file];
    desk.settle();
}

/// Waits for a thread.
fn until(desk: &mut Desk, is_so: impl Fn(&Desk) -> bool) {
    for _ in 0..2000 {
        desk.settle();
        if is_so(desk) {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(is_so(desk), "it took too long");
}

fn shows(text: &'static str) -> impl Fn(&Desk) -> bool {
    move |desk| desk.shows(text)
}

#[test]
fn a_recording_that_is_named_at_the_start_is_played_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lab-12.obrec");
    record(&path);
    let named = path.clone();
    let mut desk = Desk::with(Look::default(), |options| options.recording = Some(named));
    wait_until(&mut desk, |desk| desk.shows("0:20"));
    assert!(desk.shows("Play"));
}

#[test]
fn a_recording_that_is_dropped_on_the_window_opens_at_its_beginning_and_says_what_it_is() {
    let (mut desk, ..) = playing(Look::default(), |_| {});
    for text in ["lab-12", "State, Intact", "0:00 / 0:20", "Recording, 6 Nov"] {
        assert!(desk.shows(text), "{text}");
    }
    desk.click("State, Intact");
    assert!(desk.shows("Nothing in this file was changed") && desk.shows("Copy seal"));
    desk.harness.key_press(Key::Escape);
    desk.settle();
    desk.click("Events 2");
    assert!(desk.shows("0:11 Consent, given"));
    desk.click("0:12 Power, reset");
    until(&mut desk, shows("0:12 / 0:20"));
}

#[test]
fn keys_play_pause_and_seek_and_buttons_do_the_same() {
    let (mut desk, ..) = playing(Look::default(), |_| {});
    let press = |desk: &mut Desk, modifiers, key| {
        desk.harness.key_press_modifiers(modifiers, key);
        desk.settle();
    };
    press(&mut desk, Modifiers::NONE, Key::ArrowRight);
    until(&mut desk, shows("0:05 / 0:20"));
    press(&mut desk, Modifiers::NONE, Key::Period);
    until(&mut desk, shows("0:06 / 0:20"));
    press(&mut desk, Modifiers::NONE, Key::End);
    until(&mut desk, shows("0:20 / 0:20"));
    press(&mut desk, Modifiers::SHIFT, Key::ArrowLeft);
    until(&mut desk, shows("0:00 / 0:20"));
    press(&mut desk, Modifiers::NONE, Key::ArrowUp);
    assert!(desk.shows("Speed 2×"));
    press(&mut desk, Modifiers::NONE, Key::Space);
    until(&mut desk, shows("Pause"));
    until(&mut desk, shows("0:01 / 0:20"));
    desk.click("Pause");
    until(&mut desk, |desk| {
        desk.harness.query_by_label("Play").is_some()
    });
    desk.click("Next change");
    desk.click("Speed 2×");
    desk.click("16×");
    assert!(desk.shows("Speed 16×"));
    desk.click("Play");
    until(&mut desk, shows("0:20 / 0:20"));
}

#[test]
fn a_click_on_the_track_goes_there() {
    let (mut desk, ..) = playing(Look::default(), |_| {});
    let track = desk.harness.get_by_label("Place in the recording");
    assert!(track.rect().width() > 300.0);
    track.click();
    desk.settle();
    until(&mut desk, shows("0:10 / 0:20"));
}

#[test]
fn still_parts_are_left_out_when_that_is_wanted() {
    let (mut desk, ..) = playing(Look::default(), |_| {});
    desk.harness.key_press(Key::End);
    until(&mut desk, shows("0:20 / 0:20"));
    desk.harness.key_press(Key::ArrowLeft);
    until(&mut desk, shows("0:15 / 0:20"));
    desk.harness.key_press(Key::ArrowLeft);
    until(&mut desk, shows("0:10 / 0:20"));
    desk.click("Skip still parts");
    desk.click("Play");
    until(&mut desk, shows("0:20 / 0:20"));
}

#[test]
fn a_file_that_was_changed_says_so_and_plays_up_to_there() {
    let (mut desk, ..) = playing(Look::default(), |path| {
        let mut bytes = fs::read(path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(path, bytes).unwrap();
    });
    desk.click("State, Altered");
    assert!(desk.shows("It was changed after it was recorded, from byte"));
    assert!(!desk.shows("/ 0:20"), "nothing behind that is shown");
}

#[test]
fn a_file_that_is_cut_off_and_one_without_an_end_say_so() {
    let (mut desk, ..) = playing(Look::default(), |path| {
        let bytes = fs::read(path).unwrap();
        fs::write(path, &bytes[..bytes.len() - 9]).unwrap();
    });
    desk.click("State, Cut short");
    assert!(desk.shows("are missing"));

    let (mut desk, ..) = playing(Look::default(), |path| {
        let mut bytes = fs::read(path).unwrap();
        let sealed = usize::try_from(SEALED_AT).unwrap();
        bytes[sealed..sealed + 8].fill(0);
        fs::write(path, &bytes[..bytes.len() - 9]).unwrap();
    });
    desk.click("State, No end");
    assert!(desk.shows("the program that wrote it was stopped"));
}

#[test]
fn a_file_that_is_no_recording_is_refused_and_another_can_be_named() {
    let temporary = tempfile::tempdir().unwrap();
    let path = temporary.path().join("text.obrec");
    fs::write(&path, "no recording").unwrap();
    let mut desk = Desk::new(|_| {});
    drop_file(&mut desk, &path);
    until(&mut desk, shows("t is no recording of a screen"));
    record(&path);
    desk.harness.get_by_label("File of the recording").focus();
    desk.harness.step();
    let name = path.display().to_string();
    desk.harness
        .get_by_label("File of the recording")
        .type_text(&name);
    desk.settle();
    desk.harness.key_press(Key::Enter);
    until(&mut desk, shows("State, Intact"));
}

#[test]
fn the_palette_leads_to_an_empty_player() {
    let mut desk = Desk::new(|_| {});
    desk.harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    desk.settle();
    desk.harness
        .get_by_label("Action, PC or setting")
        .type_text("play a rec");
    desk.settle();
    desk.harness.key_press(Key::Enter);
    desk.settle();
    assert!(desk.shows("Drop its file on the window"));
    let open = desk.harness.get_by_label("Open");
    assert!(open.accesskit_node().is_disabled(), "nothing is named yet");
}

#[test]
fn a_still_and_an_animation_become_files() {
    let (mut desk, _path, temporary) = playing(Look::default(), |_| {});
    desk.harness.key_press(Key::ArrowRight);
    until(&mut desk, shows("0:05 / 0:20"));
    let files = || {
        let folder = fs::read_dir(temporary.path().join("pictures"));
        let paths = folder
            .into_iter()
            .flatten()
            .map(|file| file.unwrap().path());
        paths.collect::<Vec<PathBuf>>()
    };
    desk.click("Export");
    desk.click("Still of this moment");
    until(&mut desk, shows("Saved as a file"));
    let [still] = &files()[..] else {
        unreachable!("one file");
    };
    let image = image::open(still).unwrap().to_rgb8();
    assert_eq!(image.dimensions(), (64, 48));
    let expected = PixelFormat::Rgb565.rgb8(5 * 0x801 + 0x1F);
    assert_eq!(image.get_pixel(3, 20).0, expected);
    fs::remove_file(still).unwrap();
    desk.click("Export");
    desk.click("Animation of all");
    until(&mut desk, |_| {
        files()
            .iter()
            .any(|file| file.extension().is_some_and(|e| e == "png"))
    });
    let bytes = fs::read(&files()[0]).unwrap();
    assert!(bytes.windows(4).any(|part| part == b"acTL"), "animated");
}

#[test]
fn a_recording_that_is_paused_draws_nothing() {
    let (mut desk, ..) = playing(Look::default(), |_| {});
    desk.harness.run_ok();
    assert!(!desk.harness.ctx.has_requested_repaint());
}

#[test]
fn in_the_smallest_window_at_twice_the_size_everything_has_room() {
    let look = Look {
        size: vec2(960.0, 600.0),
        zoom: 2.0,
        ..Look::default()
    };
    let (desk, ..) = playing(look, |_| {});
    let names = [
        "Play",
        "Next change",
        "Place in the recording",
        "Skip still parts",
        "Speed 1×",
    ];
    let rects: Vec<_> = names
        .iter()
        .chain(&["Events 2"])
        .map(|name| desk.harness.get_by_label(name).rect())
        .collect();
    for pair in rects.windows(2) {
        assert!(pair[0].right() <= pair[1].left() + 0.5, "{pair:?}");
    }
    assert!(rects.last().unwrap().right() <= 480.0);
}

#[test]
fn a_recording_looks_as_designed() {
    let size = vec2(960.0, 600.0);
    crate::snapshots::compare("player", size, &[1.0], |look| {
        let (mut desk, _, _temporary) = playing(look, |_| {});
        desk.harness.key_press(Key::ArrowRight);
        until(&mut desk, shows("0:05 / 0:20"));
        desk
    });
}
