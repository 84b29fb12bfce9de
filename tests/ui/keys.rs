//! Keys and pointer: what reaches the PC, what stays here, and that nothing ever sticks.

use eframe::egui::accesskit::Toggled;
use eframe::egui::{Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2};
use eframe::egui::{TouchPhase, pos2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable};
use outband::session::{self, Ending, Fault};
use outband::store::paths::Folder;
use outband::store::settings::{Release, Settings};

use crate::support::desk::{Desk, Look, pc, test_screen};

/// A window of 1280 × 800 on a live screen of 640 × 400.
fn desk() -> Desk {
    let mut desk = Desk::live(Look::default(), 640, 400);
    desk.heard();
    desk.settle();
    desk
}

fn key(desk: &Desk, key: Key, pressed: bool) {
    desk.harness.event(Event::Key {
        key,
        physical_key: Some(key),
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    });
}

fn tap(desk: &mut Desk, place: Key) {
    key(desk, place, true);
    key(desk, place, false);
    desk.settle();
}

fn click(desk: &mut Desk, label: &str) {
    desk.harness.get_by_label(label).click();
    desk.settle();
}

/// The rectangle of the stage.
fn stage(desk: &Desk) -> eframe::egui::Rect {
    desk.harness.get_by_label_contains("Screen of").rect()
}

#[test]
fn the_first_picture_takes_the_keys_and_typing_arrives_exactly() {
    let mut desk = desk();
    assert!(desk.shows("Keys go to the PC · Right Ctrl frees them"));
    for (place, pressed) in [
        (Key::ShiftLeft, true),
        (Key::H, true),
        (Key::H, false),
        (Key::ShiftLeft, false),
        (Key::I, true),
        (Key::I, false),
        (Key::Enter, true),
        (Key::Enter, false),
    ] {
        key(&desk, place, pressed);
        desk.harness.step();
    }
    assert_eq!(desk.heard(), "+FFE1 +48 -48 -FFE1 +69 -69 +FF0D -FF0D");
}

#[test]
fn tab_arrows_and_escape_are_the_pcs_and_do_not_move_the_focus() {
    let mut desk = desk();
    for place in [Key::Tab, Key::ArrowDown, Key::Escape, Key::Tab] {
        tap(&mut desk, place);
    }
    assert_eq!(
        desk.heard(),
        "+FF09 -FF09 +FF54 -FF54 +FF1B -FF1B +FF09 -FF09"
    );
    assert!(desk.shows("Keys go to the PC"));
}

#[test]
fn shortcuts_of_the_window_are_the_pcs_while_it_has_the_keys() {
    let mut desk = desk();
    desk.harness.key_press_modifiers(Modifiers::COMMAND, Key::T);
    desk.harness.key_press(Key::F11);
    desk.settle();
    assert!(!desk.shows("New tab,"));
    assert_eq!(desk.heard(), "+74 -74 +FFC8 -FFC8");
}

#[test]
fn losing_the_window_focus_lets_go_of_everything_and_coming_back_goes_on() {
    let mut desk = desk();
    key(&desk, Key::A, true);
    desk.harness.step();
    desk.harness.event(Event::WindowFocused(false));
    desk.harness.input_mut().focused = false;
    desk.settle();
    assert_eq!(desk.heard(), "+61 ReleaseAll");

    key(&desk, Key::A, false);
    tap(&mut desk, Key::B);
    assert_eq!(
        desk.heard(),
        "",
        "nothing arrives while another window is in front"
    );

    desk.harness.event(Event::WindowFocused(true));
    desk.harness.input_mut().focused = true;
    desk.settle();
    tap(&mut desk, Key::C);
    assert_eq!(desk.heard(), "+63 -63");
}

#[test]
fn another_release_key_does_the_same_and_the_usual_one_is_the_pcs() {
    let keep = tempfile::tempdir().unwrap();
    let folder = Folder::new(keep.path().to_owned());
    Settings::edit(&folder, |settings| {
        settings.keyboard.release = Release::Pause;
    })
    .unwrap();
    let mut desk = Desk::with(Look::default(), |options| {
        options.folder = Some(folder);
        options.pcs = vec![pc("lab-12", "10.0.4.17")];
    });
    desk.network.last(|pc| pc.show(&test_screen(640, 400)));
    desk.settle();
    desk.heard();
    assert!(desk.shows("Keys go to the PC · Pause frees them"));
    tap(&mut desk, Key::ControlRight);
    assert_eq!(desk.heard(), "+FFE4 -FFE4");
    tap(&mut desk, Key::Pause);
    assert_eq!(desk.heard(), "ReleaseAll");
    assert!(desk.shows("Keys go to your own computer again"));
    tap(&mut desk, Key::ControlRight);
    assert!(!desk.shows("Keys go to the PC"));
    tap(&mut desk, Key::Pause);
    assert!(desk.shows("Keys go to the PC"));
    // A chord of the window.
    key(&desk, Key::Pause, true);
    key(&desk, Key::F, true);
    key(&desk, Key::F, false);
    key(&desk, Key::Pause, false);
    desk.settle();
    assert_eq!(desk.heard(), "");
}

#[test]
fn the_release_key_frees_the_keys_and_gives_them_back() {
    let mut desk = desk();
    tap(&mut desk, Key::ControlRight);
    assert_eq!(desk.heard(), "ReleaseAll");
    assert!(desk.shows("Keys go to your own computer again"));
    tap(&mut desk, Key::X);
    assert_eq!(desk.heard(), "");

    tap(&mut desk, Key::ControlRight);
    assert!(desk.shows("Keys go to the PC"));
    tap(&mut desk, Key::Y);
    assert_eq!(desk.heard(), "+79 -79");
}

#[test]
fn chords_with_the_release_key_run_here() {
    let mut desk = desk();
    key(&desk, Key::ControlRight, true);
    tap(&mut desk, Key::D);
    key(&desk, Key::ControlRight, false);
    desk.settle();
    assert_eq!(
        desk.heard(),
        "+FFE3 +FFE9 +FFFF -FFFF -FFE9 -FFE3",
        "the chord of the specification, and no D"
    );
    assert!(desk.shows("Keys go to the PC"), "the chord frees nothing");
}

#[test]
fn ctrl_alt_del_and_release_are_on_the_toolbar_and_keep_the_keys_with_the_pc() {
    let mut desk = desk();
    click(&mut desk, "Ctrl+Alt+Del");
    assert_eq!(desk.heard(), "+FFE3 +FFE9 +FFFF -FFFF -FFE9 -FFE3");
    click(&mut desk, "Release all keys");
    assert_eq!(desk.heard(), "ReleaseAll");
    tap(&mut desk, Key::Q);
    assert_eq!(desk.heard(), "+71 -71");
}

#[test]
fn the_keys_menu_sends_what_the_own_keyboard_cannot() {
    let mut desk = desk();
    click(&mut desk, "Keys");
    assert_eq!(
        desk.heard(),
        "ReleaseAll",
        "the menu has the keys meanwhile"
    );
    tap(&mut desk, Key::A);
    assert_eq!(desk.heard(), "");
    click(&mut desk, "Right Ctrl");
    assert_eq!(desk.heard(), "+FFE4 -FFE4");
    tap(&mut desk, Key::A);
    assert_eq!(desk.heard(), "+61 -61", "the picture has the keys again");
}

#[test]
fn vnc_servers_get_their_own_windows_key() {
    let mut desk = Desk::new(|options| options.pcs = vec![pc("qemu", "vnc://10.0.4.17")]);
    desk.network.last(|pc| pc.show(&test_screen(64, 48)));
    desk.settle();
    click(&mut desk, "Keys");
    click(&mut desk, "Windows");
    assert!(desk.heard().ends_with("+FFEB -FFEB"));
}

fn pointer_button(pos: Pos2, button: PointerButton, pressed: bool) -> Event {
    Event::PointerButton {
        pos,
        button,
        pressed,
        modifiers: Modifiers::NONE,
    }
}

#[test]
fn the_pointer_arrives_in_pixels_of_the_screen() {
    let mut desk = desk();
    let stage = stage(&desk);
    // 640 × 400 in 1276 × 670: 1.675 times as large, centred.
    let middle = stage.center();
    for event in [
        Event::PointerMoved(middle),
        pointer_button(middle, PointerButton::Primary, true),
        pointer_button(middle, PointerButton::Primary, false),
        pointer_button(middle, PointerButton::Secondary, true),
        pointer_button(middle, PointerButton::Secondary, false),
    ] {
        desk.harness.event(event);
        desk.harness.step();
    }
    assert_eq!(
        desk.heard(),
        "320,200:0 320,200:1 320,200:0 320,200:4 320,200:0"
    );
    desk.harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Line,
        delta: vec2(0.0, -1.0),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    desk.settle();
    assert_eq!(desk.heard(), "320,200:16 320,200:0");
    desk.harness.event(Event::PointerMoved(pos2(3.0, 3.0)));
    desk.settle();
    assert_eq!(desk.heard(), "", "over the tabs the pointer is ours");
}

#[test]
fn a_click_on_the_picture_focuses_it_and_is_passed_on() {
    let mut desk = desk();
    tap(&mut desk, Key::ControlRight);
    desk.heard();
    let middle = stage(&desk).center();
    desk.harness.event(Event::PointerMoved(middle));
    desk.harness
        .event(pointer_button(middle, PointerButton::Primary, true));
    desk.harness
        .event(pointer_button(middle, PointerButton::Primary, false));
    desk.settle();
    assert_eq!(desk.heard(), "320,200:0 320,200:1 320,200:0");
    tap(&mut desk, Key::Z);
    assert_eq!(desk.heard(), "+7A -7A");
}

#[test]
fn a_larger_picture_is_panned_with_the_middle_button_which_stays_here() {
    let mut desk = Desk::live(Look::default(), 1920, 1200);
    click(&mut desk, "Scale Fit");
    click(&mut desk, "100 %");
    desk.heard();
    let middle = stage(&desk).center();
    desk.harness.event(Event::PointerMoved(middle));
    desk.harness.step();
    assert_eq!(desk.heard(), "960,600:0");
    desk.harness
        .event(pointer_button(middle, PointerButton::Middle, true));
    desk.harness.step();
    for x in 1..=20_u8 {
        let to = middle + vec2(-f32::from(x) * 5.0, 0.0);
        desk.harness.event(Event::PointerMoved(to));
        desk.harness.step();
    }
    let to = middle + vec2(-100.0, 0.0);
    desk.harness
        .event(pointer_button(to, PointerButton::Middle, false));
    desk.harness.step();
    let heard = desk.heard();
    assert!(
        heard.split(' ').all(|report| report.ends_with(":0")),
        "{heard}"
    );
    desk.harness.event(Event::PointerMoved(middle));
    desk.harness.step();
    assert_eq!(desk.heard(), "1060,600:0", "the picture went left by 100");
}

#[test]
fn another_tab_in_front_lets_go_of_everything() {
    let mut desk = desk();
    key(&desk, Key::ControlLeft, true);
    desk.harness.step();
    click(&mut desk, "New tab");
    assert_eq!(desk.heard(), "+FFE3 ReleaseAll");
    assert!(desk.harness.get_by_label("Name or address").is_focused());
    desk.harness.get_by_label("Name or address").type_text("x");
    desk.settle();
    assert_eq!(desk.heard(), "");
}

#[test]
fn switching_tabs_by_keys_lets_go_and_coming_back_takes_the_keys_again() {
    let mut desk = Desk::new(|options| {
        options.pcs = vec![pc("one", "10.0.0.1"), pc("two", "10.0.0.2")];
    });
    desk.network.last(|pc| pc.show(&test_screen(64, 48)));
    desk.settle();
    key(&desk, Key::ShiftLeft, true);
    desk.harness.step();
    key(&desk, Key::ControlRight, true);
    tap(&mut desk, Key::ArrowRight);
    key(&desk, Key::ControlRight, false);
    desk.settle();
    assert!(desk.shows("Screen of one"));
    assert_eq!(desk.heard(), "+FFE1 ReleaseAll");
    desk.harness
        .key_press_modifiers(Modifiers::COMMAND, Key::Tab);
    desk.settle();
    assert!(desk.shows("Keys go to the PC"));
    tap(&mut desk, Key::A);
    assert_eq!(desk.heard(), "+61 -61");
}

#[test]
fn a_lost_session_takes_no_input_and_shows_its_last_picture() {
    let mut desk = desk();
    let ending = Ending::Reset;
    desk.network
        .last(|pc| pc.tell(session::Event::Closed(Some(Fault::Lost { ending }))));
    desk.settle();
    assert!(desk.shows("Connection lost"));
    assert!(desk.shows("Last picture 10:42:07"));
    assert!(desk.shows("Screen of lab-12, 640 by 400, last picture"));
    tap(&mut desk, Key::A);
    let middle = stage(&desk).center();
    desk.harness.event(Event::PointerMoved(middle));
    desk.settle();
    assert_eq!(desk.heard(), "");
    assert!(!desk.shows("Keys go to the PC"));
}

#[test]
fn what_has_no_key_is_typed_as_text() {
    let mut desk = desk();
    desk.harness.event(Event::Text("*".to_owned()));
    desk.settle();
    assert_eq!(desk.heard(), "+2A -2A");
}

#[test]
fn who_types_characters_is_understood_whatever_layout_the_pc_has() {
    let mut desk = Desk::new(|options| {
        let mut lab = pc("lab", "10.0.4.17");
        lab.settings.layout = Some("de".to_owned());
        options.pcs = vec![lab];
    });
    desk.network.last(|pc| pc.show(&test_screen(640, 400)));
    desk.settle();
    desk.heard();
    click(&mut desk, "Keys");
    click(&mut desk, "Type characters");
    assert!(desk.heard().ends_with("SetLayout"), "the PC's own layout");
    // An own US keyboard: a German PC has the Z where this one has the Y.
    for pressed in [true, false] {
        key(&desk, Key::Z, pressed);
        if pressed {
            desk.harness.event(Event::Text("z".to_owned()));
        }
    }
    desk.settle();
    assert_eq!(desk.heard(), "'z'");
    tap(&mut desk, Key::Enter);
    assert_eq!(desk.heard(), "+FF0D -FF0D");
    // Once more, and places of keys are sent again.
    key(&desk, Key::ControlRight, true);
    tap(&mut desk, Key::L);
    key(&desk, Key::ControlRight, false);
    tap(&mut desk, Key::Z);
    assert_eq!(desk.heard(), "ReleaseAll +7A -7A");
}

#[test]
fn the_lights_of_the_pcs_keyboard_stand_in_the_menu_where_it_tells_them() {
    let mut desk = desk();
    let lights = session::LockKeys {
        caps: true,
        ..session::LockKeys::default()
    };
    click(&mut desk, "Keys");
    click(&mut desk, "Other keys");
    let is_on = |desk: &Desk| {
        let row = desk.harness.get_by_label("Caps Lock");
        row.accesskit_node().toggled()
    };
    assert_ne!(is_on(&desk), Some(Toggled::True));
    desk.network
        .last(|pc| pc.tell(session::Event::LockKeys(lights)));
    desk.settle();
    assert_eq!(is_on(&desk), Some(Toggled::True));
}
