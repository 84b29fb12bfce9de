//! How the screen is looked at: zoom, filter, view only, figures, pointer, pictures of it.

use std::time::Duration;

use eframe::egui::{Event as UiEvent, Key, Modifiers, MouseWheelSource, MouseWheelUnit};
use eframe::egui::{OutputCommand, PointerButton, Pos2, Rect, TouchPhase, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable};
use outband::screen::Cursor;
use outband::session::{Event, Stats};

use crate::support::desk::{Desk, Look, test_screen};
use crate::support::hands::key;

fn desk() -> Desk {
    let desk = Desk::live(Look::default(), 640, 400);
    desk.heard();
    desk
}

fn stage(desk: &Desk) -> Rect {
    desk.harness.get_by_label_contains("Screen of").rect()
}

fn point_at(desk: &mut Desk, at: Pos2) {
    desk.harness.event(UiEvent::PointerMoved(at));
    desk.harness.step();
}

fn wheel(desk: &mut Desk, notches: f32, modifiers: Modifiers) {
    desk.harness.event(UiEvent::MouseWheel {
        unit: MouseWheelUnit::Line,
        delta: vec2(0.0, notches),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Wheel,
        modifiers,
    });
    desk.settle();
}

/// The PC's pixel under a place in the window.
fn pixel_under(desk: &mut Desk, at: Pos2) -> String {
    desk.heard();
    point_at(desk, at);
    desk.settle();
    let heard = desk.heard();
    heard.split(':').next().unwrap_or_default().to_owned()
}

#[test]
fn ctrl_and_the_wheel_beside_the_picture_zoom_it_and_the_wheel_on_it_is_the_pcs() {
    let mut desk = desk();
    let middle = stage(&desk).center();
    point_at(&mut desk, middle);
    desk.heard();
    wheel(&mut desk, 1.0, Modifiers::COMMAND);
    assert_eq!(
        desk.heard(),
        "320,200:8 320,200:0",
        "the PC zooms by itself"
    );
    assert!(desk.shows("Scale Fit"));

    // 640 × 400 in 1276 × 670 fits at 1.675; the next whole scale is 2.
    let bar = desk.harness.get_by_label("Ctrl+Alt+Del").rect().center();
    point_at(&mut desk, bar);
    wheel(&mut desk, 2.0, Modifiers::COMMAND);
    assert!(desk.shows("Scale 200 %"));
    assert_eq!(desk.heard(), "");
    wheel(&mut desk, -2.0, Modifiers::COMMAND);
    assert!(desk.shows("Scale Fit"), "it stops where the picture fits");
}

#[test]
fn the_release_key_makes_the_wheel_ours_and_zooms_around_the_pointer() {
    let mut desk = desk();
    let at = stage(&desk).center() + vec2(200.0, -100.0);
    let zoom_in = |desk: &mut Desk| {
        key(desk, Key::ControlRight, true);
        wheel(desk, 2.0, Modifiers::COMMAND);
        key(desk, Key::ControlRight, false);
    };
    // Up to here the picture is hardly larger than the stage and cannot go along.
    point_at(&mut desk, at);
    zoom_in(&mut desk);
    let before = pixel_under(&mut desk, at + vec2(1.0, 0.0));
    desk.heard();
    zoom_in(&mut desk);
    assert!(desk.shows("Scale 283 %"), "twice the square root of two");
    assert!(desk.shows("Keys go to the PC"), "it was no tap");
    assert_eq!(desk.heard(), "", "nothing of it reached the PC");
    // To another pixel and back, so that the PC is told.
    point_at(&mut desk, at + vec2(50.0, 0.0));
    assert_eq!(pixel_under(&mut desk, at + vec2(1.0, 0.0)), before);
}

#[test]
fn who_has_freed_the_keys_zooms_on_the_picture_too() {
    let mut desk = desk();
    let middle = stage(&desk).center();
    point_at(&mut desk, middle);
    desk.harness.key_press(Key::ControlRight);
    desk.settle();
    desk.heard();
    wheel(&mut desk, 2.0, Modifiers::COMMAND);
    assert!(desk.shows("Scale 200 %"));
    assert_eq!(desk.heard(), "");
}

#[test]
fn scales_of_the_menu_lay_the_picture_out_exactly() {
    // The stage is 1280 × 674 with a ring of 2: room for 1276 × 670.
    let cases = [
        ("100 %", [0, 0], "320,200"),
        ("100 %", [319, 0], "639,200"),
        ("200 %", [100, 0], "370,200"),
        ("Sharp whole steps", [319, 0], "639,200"),
        ("Zoom to window width", [637, 0], "639,200"),
        ("Fit", [535, 0], "639,200"),
    ];
    for (name, [x, y], expected) in cases {
        let mut desk = desk();
        desk.click("Scale Fit");
        // The button shows what is chosen now, the menu has the same words.
        let choices: Vec<_> = desk.harness.query_all_by_label(name).collect();
        choices.last().unwrap().click();
        drop(choices);
        desk.settle();
        let at = stage(&desk).center() + vec2(x as f32, y as f32);
        assert_eq!(pixel_under(&mut desk, at), expected, "{name}");
    }
}

#[test]
fn display_pixels_count_not_points() {
    // 1.5 display pixels for each point: 100 % is one screen pixel for each display pixel.
    let look = Look {
        zoom: 1.5,
        ..Look::default()
    };
    let mut desk = Desk::live(look, 640, 400);
    desk.click("Scale Fit");
    desk.click("100 %");
    let middle = stage(&desk).center();
    assert_eq!(pixel_under(&mut desk, middle), "320,200");
    let right = middle + vec2(100.0, 0.0);
    assert_eq!(pixel_under(&mut desk, right), "470,200");
}

#[test]
fn at_one_and_a_half_pixels_to_the_point_every_pixel_is_still_exact() {
    let look = Look {
        zoom: 1.5,
        gpu: true,
        ..Look::default()
    };
    let mut desk = Desk::live(look, 320, 200);
    desk.click("Scale Fit");
    desk.click("100 %");
    desk.harness.key_press(Key::ControlRight);
    desk.settle();
    let image = desk.harness.render().unwrap();
    let screen = test_screen(320, 200);
    let expected = screen.to_rgb8();
    let at = |x: u32, y: u32| image.get_pixel(x, y).0;
    // Found by its white corner: the frame of the test screen.
    let (width, height) = image.dimensions();
    let stage_px = |x: u32, y: u32| {
        let first_row = (0..320).all(|i| at(x + i, y)[..3] == [255, 255, 255]);
        first_row && at(x + 319, y + 199)[..3] == [255, 255, 255]
    };
    let found = (0..height - 200)
        .flat_map(|y| (0..width - 320).map(move |x| (x, y)))
        .find(|(x, y)| at(*x, *y)[..3] == [255, 255, 255] && stage_px(*x, *y));
    let (left, top) = found.expect("the picture is one to one");
    for y in 0..200 {
        for x in 0..320 {
            let index = (y * 320 + x) as usize * 3;
            let shown = at(left + x, top + y);
            assert_eq!(shown[..3], expected[index..index + 3], "{x},{y}");
        }
    }
}

#[test]
fn view_only_keeps_everything_here_and_lets_go_of_what_was_down() {
    let mut desk = desk();
    key(&mut desk, Key::A, true);
    assert_eq!(desk.heard(), "+61");
    desk.click("View only");
    assert!(desk.heard().starts_with("ReleaseAll"));
    assert!(desk.shows("View only, nothing goes to the PC"));
    let middle = stage(&desk).center();
    point_at(&mut desk, middle);
    for pressed in [true, false] {
        desk.harness.event(UiEvent::PointerButton {
            pos: middle,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        desk.harness.step();
    }
    key(&mut desk, Key::B, true);
    key(&mut desk, Key::B, false);
    wheel(&mut desk, 1.0, Modifiers::NONE);
    let heard = desk.heard();
    assert!(!heard.contains(':') && !heard.contains('+'), "{heard}");
    let button = desk.harness.get_by_label("Ctrl+Alt+Del");
    assert!(button.accesskit_node().is_disabled());

    desk.click("View only");
    point_at(&mut desk, middle + vec2(3.0, 0.0));
    assert!(desk.heard().contains(':'), "the PC hears the pointer again");
}

#[test]
fn in_a_narrow_window_nothing_of_the_toolbar_lies_over_something_else() {
    let look = Look {
        size: vec2(960.0, 600.0),
        zoom: 2.0,
        ..Look::default()
    };
    let mut desk = Desk::live(look, 640, 400);
    let names = [
        "Ctrl+Alt+Del",
        "Keys",
        "Paste",
        "Text",
        "Scale Fit",
        "Release all keys",
    ];
    let names = names.into_iter().chain(["More", "Full screen"]);
    let rects: Vec<Rect> = names
        .map(|name| desk.harness.get_by_label(name).rect())
        .collect();
    for pair in rects.windows(2) {
        assert!(pair[0].right() <= pair[1].left(), "{pair:?}");
    }
    assert!(!desk.shows("View only"));
    desk.click("More");
    desk.click("View only");
    assert!(desk.heard().contains("ReleaseAll"));
}

#[test]
fn the_screen_goes_to_the_clipboard_pixel_by_pixel() {
    let mut desk = desk();
    desk.click("More");
    desk.harness.get_by_label("Copy screen").click();
    let mut copied = None;
    for _ in 0..4 {
        desk.harness.step();
        let commands = desk.harness.output().platform_output.commands.clone();
        let image = commands.into_iter().find_map(|command| match command {
            OutputCommand::CopyImage(image) => Some(image),
            _ => None,
        });
        copied = copied.or(image);
    }
    let copied = copied.expect("an image was copied");
    assert_eq!(copied.size, [640, 400]);
    let pixels: Vec<u8> = copied
        .pixels
        .iter()
        .flat_map(|pixel| [pixel.r(), pixel.g(), pixel.b()])
        .collect();
    assert_eq!(pixels, test_screen(640, 400).to_rgb8());
    assert!(desk.shows("The screen is on the clipboard"));
}

#[test]
fn the_figures_lie_over_the_picture_while_they_are_wanted() {
    let mut desk = desk();
    desk.click("More");
    desk.click("Figures");
    let stats = |n: u64| {
        Event::Stats(Stats {
            bytes_received: n * 1000,
            updates: n,
            rects: n * 3,
            decoding: Duration::from_millis(n * 2),
            round_trip: Some(Duration::from_millis(18)),
        })
    };
    desk.network.last(|pc| pc.tell(stats(1)));
    desk.settle();
    desk.network.last(|pc| pc.tell(stats(2)));
    desk.settle();
    for text in ["640 × 400", "18 ms", "2.00 ms/frame", "kbit/s", "areas/s"] {
        assert!(desk.shows(text), "{text}");
    }
    desk.click("Hide figures");
    assert!(!desk.shows("ms/frame"));
}

#[test]
fn the_pointer_of_the_pc_replaces_the_dot() {
    let look = Look {
        gpu: true,
        ..Look::default()
    };
    let mut desk = Desk::live(look, 640, 400);
    desk.click("Scale Fit");
    desk.click("200 %");
    let green = [0, 255, 0, 255];
    let shape = Cursor {
        width: 3,
        height: 2,
        // Away from the pointer that the test draws itself.
        hotspot: (20, 20),
        rgba: green.repeat(6),
    };
    desk.network.last(|pc| pc.tell(Event::PointerShape(shape)));
    let at = stage(&desk).center();
    point_at(&mut desk, at);
    desk.settle();
    let image = desk.harness.render().unwrap();
    let count = image.pixels().filter(|pixel| pixel.0 == green).count();
    assert_eq!(count, 6 * 4, "each of its pixels twice as wide and high");

    let hidden = Cursor {
        width: 0,
        height: 0,
        hotspot: (0, 0),
        rgba: Vec::new(),
    };
    desk.network.last(|pc| pc.tell(Event::PointerShape(hidden)));
    desk.settle();
    let image = desk.harness.render().unwrap();
    assert!(
        image.pixels().all(|pixel| pixel.0 != green),
        "the dot again"
    );
}
