//! Tabs, toolbar, notices, and a window that does nothing when nothing happens.

use std::time::Duration;

use eframe::egui::{Key, Modifiers, ViewportCommand, ViewportEvent, ViewportId, vec2};
use egui_kittest::kittest::Queryable;
use outband::screen::{Damage, Rect};
use outband::session::Event;

use crate::support::desk::{Desk, Look, pc, test_screen};
use crate::support::hands::{commands_of_a_step, press};

fn click(desk: &mut Desk, label: &str) {
    desk.harness.get_by_label(label).click();
    desk.settle();
}

/// The keys are the window's.
fn free_keys(desk: &mut Desk) {
    desk.harness.key_press(Key::ControlRight);
    desk.settle();
}

#[test]
fn closing_a_tab_ends_its_session_and_the_last_one_leaves_an_empty_tab() {
    let mut desk = Desk::live(Look::default(), 64, 48);
    click(&mut desk, "Close lab-12");
    assert!(desk.network.last(|pc| pc.is_closed()));
    assert!(desk.shows("Name or address"));
}

#[test]
fn disconnecting_keeps_the_tab_and_reconnecting_opens_it_again() {
    let mut desk = Desk::live(Look::default(), 64, 48);
    click(&mut desk, "More");
    click(&mut desk, "Disconnect");
    assert!(desk.heard().contains("Close"));
    assert!(desk.shows("Disconnected from lab-12"));
    click(&mut desk, "Reconnect");
    assert_eq!(desk.network.count(), 2);
    desk.network.last(|pc| pc.show(&test_screen(64, 48)));
    desk.settle();
    assert!(desk.shows("64 by 48, live"));
}

#[test]
fn tabs_are_reached_by_keys_and_clicks() {
    let mut desk = Desk::new(|options| {
        options.pcs = vec![pc("one", "10.0.0.1"), pc("two", "10.0.0.2")];
    });
    assert!(desk.shows("Screen of two"), "the last one is in front");
    press(&mut desk, Modifiers::COMMAND, Key::Tab);
    assert!(desk.shows("Screen of one"));
    press(&mut desk, Modifiers::COMMAND | Modifiers::SHIFT, Key::Tab);
    assert!(desk.shows("Screen of two"));
    press(&mut desk, Modifiers::COMMAND, Key::Num1);
    assert!(desk.shows("Screen of one"));
    click(&mut desk, "two, connecting");
    assert!(desk.shows("Screen of two"));
    press(&mut desk, Modifiers::COMMAND, Key::T);
    assert!(desk.shows("Name or address"));
    press(&mut desk, Modifiers::COMMAND, Key::W);
    assert!(
        desk.shows("Screen of two"),
        "the neighbour comes to the front"
    );
}

#[test]
fn the_address_field_is_one_shortcut_away() {
    let mut desk = Desk::live(Look::default(), 64, 48);
    free_keys(&mut desk);
    press(&mut desk, Modifiers::COMMAND, Key::L);
    assert!(desk.harness.get_by_label("Name or address").is_focused());
}

#[test]
fn the_window_is_named_after_the_pc_in_front() {
    let mut desk = Desk::new(|_| {});
    desk.harness
        .get_by_label("Name or address")
        .type_text("vnc://lab-12");
    desk.harness.key_press(Key::Enter);
    let mut titles = Vec::new();
    for _ in 0..6 {
        desk.harness.step();
        let output = &desk.harness.output().viewport_output;
        let commands = &output.get(&ViewportId::ROOT).unwrap().commands;
        titles.extend(commands.iter().filter_map(|command| match command {
            ViewportCommand::Title(title) => Some(title.clone()),
            _ => None,
        }));
    }
    assert_eq!(titles, ["lab-12, Outband"]);
}

#[test]
fn the_interface_zooms_by_keys_and_stays_in_its_range() {
    let mut desk = Desk::new(|_| {});
    let zoom = |desk: &Desk| desk.harness.ctx.zoom_factor();
    press(&mut desk, Modifiers::COMMAND, Key::Plus);
    assert!((zoom(&desk) - 1.1).abs() < 0.01);
    for _ in 0..20 {
        press(&mut desk, Modifiers::COMMAND, Key::Minus);
    }
    assert!((zoom(&desk) - 0.8).abs() < 0.01);
    press(&mut desk, Modifiers::COMMAND, Key::Num0);
    assert!((zoom(&desk) - 1.0).abs() < 0.01);
}

#[test]
fn a_narrow_window_keeps_what_a_session_cannot_do_without() {
    let look = Look {
        size: vec2(960.0, 600.0),
        zoom: 2.0,
        ..Look::default()
    };
    let mut desk = Desk::live(look, 640, 400);
    for name in [
        "Ctrl+Alt+Del",
        "Keys",
        "Scale Fit",
        "Release all keys",
        "Full screen",
    ] {
        let rect = desk.harness.get_by_label(name).rect();
        assert!(rect.right() <= 480.0, "{name} ends at {}", rect.right());
        assert!(rect.width() >= 24.0 && rect.height() >= 24.0, "{name}");
    }
    assert!(!desk.shows("Rotate"));
    click(&mut desk, "More");
    click(&mut desk, "Rotate");
    assert!(!desk.shows("Refresh picture"), "the menu is closed");
}

#[test]
fn the_toolbar_acts_on_the_view() {
    let mut desk = Desk::live(Look::default(), 640, 400);
    let spot = |desk: &mut Desk| {
        desk.heard();
        let stage = desk.harness.get_by_label_contains("Screen of").rect();
        let at = stage.center() + vec2(100.0, 0.0);
        desk.harness.event(eframe::egui::Event::PointerMoved(at));
        desk.settle();
        desk.heard()
    };
    assert_eq!(spot(&mut desk), "379,200:0", "fit: 1.675 times as large");
    click(&mut desk, "Scale Fit");
    click(&mut desk, "100 %");
    assert_eq!(spot(&mut desk), "420,200:0");
    click(&mut desk, "Rotate");
    assert_eq!(
        spot(&mut desk),
        "320,100:0",
        "right of the middle is what was above it"
    );
}

#[test]
fn full_screen_shows_nothing_but_the_screen_until_the_keys_are_freed() {
    let mut desk = Desk::live(Look::default(), 640, 400);
    click(&mut desk, "Full screen");
    let root = desk
        .harness
        .input_mut()
        .viewports
        .get_mut(&ViewportId::ROOT);
    root.unwrap().fullscreen = Some(true);
    desk.settle();
    let stage = desk.harness.get_by_label_contains("Screen of").rect();
    assert_eq!(stage.size(), vec2(1280.0, 800.0));
    assert!(!desk.shows("Release all keys") && !desk.shows("Close lab-12"));
    assert!(desk.shows("Right Ctrl+F leaves full screen"));
    desk.harness.run_steps(80);
    assert!(!desk.shows("leaves full screen"), "said long enough");

    free_keys(&mut desk);
    assert!(desk.shows("Release all keys"), "the toolbar is back");
    free_keys(&mut desk);
    assert!(!desk.shows("Release all keys"));
    let top = eframe::egui::pos2(640.0, 0.0);
    desk.harness.event(eframe::egui::Event::PointerMoved(top));
    desk.settle();
    assert!(
        desk.shows("Release all keys"),
        "the top edge brings it back too"
    );
}

#[test]
fn a_screenshot_is_saved_and_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    let mut desk = Desk::new(|options| {
        options.pcs = vec![pc("lab-12", "10.0.4.17")];
        options.pictures = Some(path);
    });
    desk.network.last(|pc| pc.show(&test_screen(64, 48)));
    desk.settle();
    click(&mut desk, "Screenshot");
    for _ in 0..200 {
        if desk.shows("Screenshot saved") {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
        desk.harness.step();
    }
    let saved = folder.path().join("lab-12 2026-11-22 10.42.07.png");
    let image = image::open(&saved).unwrap().to_rgb8();
    assert_eq!(image.as_raw(), &test_screen(64, 48).to_rgb8());

    desk.harness.run_steps(160);
    assert!(
        !desk.shows("Screenshot saved"),
        "information leaves by itself"
    );
}

#[test]
fn a_window_in_which_nothing_happens_paints_nothing() {
    let mut desk = Desk::live(Look::default(), 640, 400);
    desk.harness.run_steps(120);
    let delay = |desk: &Desk| {
        let output = &desk.harness.output().viewport_output;
        output.get(&ViewportId::ROOT).unwrap().repaint_delay
    };
    assert_eq!(
        delay(&desk),
        Duration::MAX,
        "a live picture that stands still"
    );

    let mut idle = Desk::new(|_| {});
    idle.harness.run_steps(120);
    assert_eq!(
        delay(&idle),
        Duration::MAX,
        "an empty tab with the cursor in a field"
    );
}

#[test]
fn a_changed_tile_wakes_the_window_and_only_it_is_uploaded() {
    let look = Look {
        gpu: true,
        ..Look::default()
    };
    let mut desk = Desk::live(look, 640, 400);
    desk.harness.render().unwrap();
    let before = desk.uploads();
    assert_eq!(before.bytes, 640 * 400 * 2);
    desk.harness.step();
    desk.harness.render().unwrap();
    assert_eq!(desk.uploads(), before);

    let mut screen = test_screen(640, 400);
    screen.set_pixel(70, 70, 0xFFFF);
    let mut damage = Damage::new();
    damage.add(Rect::new(64, 64, 64, 64));
    desk.network.last(|pc| {
        assert!(pc.served.picture.publish(&screen, &mut damage));
        pc.tell(Event::Updated);
    });
    desk.harness.step();
    desk.harness.render().unwrap();
    let after = desk.uploads();
    assert_eq!(
        (after.calls, after.bytes),
        (before.calls + 1, before.bytes + 64 * 64 * 2)
    );
}

#[test]
fn a_picture_too_large_for_the_graphics_is_said_once() {
    let look = Look {
        gpu: true,
        ..Look::default()
    };
    let mut desk = Desk::live(look, 16_384, 2);
    let side = desk.largest_side();
    desk.harness.run_steps(3);
    assert_eq!(
        desk.harness
            .query_all_by_label_contains("too large for this computer")
            .count()
            > 0,
        side < 16_384
    );
}

/// The window is asked to close; what it answers.
fn ask_to_close(desk: &mut Desk) -> Vec<ViewportCommand> {
    let root = desk
        .harness
        .input_mut()
        .viewports
        .get_mut(&ViewportId::ROOT);
    root.unwrap().events.push(ViewportEvent::Close);
    commands_of_a_step(desk)
}

#[test]
fn a_window_with_open_pcs_names_them_once_before_it_closes() {
    let mut desk = Desk::new(|_| {});
    assert!(!ask_to_close(&mut desk).contains(&ViewportCommand::CancelClose));

    let mut desk = Desk::live(Look::default(), 64, 48);
    assert!(ask_to_close(&mut desk).contains(&ViewportCommand::CancelClose));
    desk.settle();
    assert!(desk.shows("One PC is still open"));
    assert!(desk.harness.get_by_label("Keep open").is_focused());
    desk.click("Keep open");
    assert!(!desk.shows("One PC is still open"));
    assert!(ask_to_close(&mut desk).contains(&ViewportCommand::CancelClose));
    desk.settle();
    desk.harness.get_by_label("Quit").click();
    let closes = (0..4).any(|_| commands_of_a_step(&mut desk).contains(&ViewportCommand::Close));
    assert!(closes);
    let answered = ask_to_close(&mut desk);
    assert!(
        !answered.contains(&ViewportCommand::CancelClose),
        "asked once"
    );
}
