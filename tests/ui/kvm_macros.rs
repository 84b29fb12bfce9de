//! Macros: run and stopped, written and changed, with what is wrong said in the form.

use std::fs;
use std::time::Duration;

use eframe::egui::{Key, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable};
use outband::session::Command;
use outband::session::Event;
use outband::session::macros::{Macro, MacroState};
use outband::store::macros::{self, SavedMacro};
use outband::store::paths::Folder;

use crate::support::desk::{Desk, Look, pc, test_screen};

/// A window on a live PC, with one macro in its folder.
fn desk(look: Look) -> (Desk, Folder, tempfile::TempDir) {
    let temporary = tempfile::tempdir().unwrap();
    let folder = Folder::new(temporary.path().to_owned());
    let saved = SavedMacro {
        name: "Boot menu".to_owned(),
        script: "press f12\nwait 1 s".to_owned(),
        key: None,
    };
    macros::change(&folder, |macros| macros.push(saved)).unwrap();
    let kept = folder.clone();
    let mut desk = Desk::with(look, |options| {
        options.pcs = vec![pc("lab-12", "10.0.4.17")];
        options.folder = Some(kept);
    });
    desk.network.last(|pc| pc.show(&test_screen(64, 48)));
    desk.settle();
    (desk, folder, temporary)
}

fn until(desk: &mut Desk, text: &str, shown: bool) {
    for _ in 0..1000 {
        desk.settle();
        if desk.shows(text) == shown {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(desk.shows(text), shown, "{text}");
}

fn open(look: Look) -> (Desk, Folder, tempfile::TempDir) {
    let (mut desk, folder, temporary) = desk(look);
    desk.click("Macros");
    until(&mut desk, "Run Boot menu", true);
    desk.heard();
    (desk, folder, temporary)
}

/// The macro that the session was told to run.
fn told(desk: &Desk) -> Option<Macro> {
    desk.network.last(|pc| {
        std::iter::from_fn(|| pc.served.commands.try_recv().ok()).find_map(
            |command| match command {
                Command::RunMacro(all) => Some(all),
                _ => None,
            },
        )
    })
}

fn tell(desk: &mut Desk, state: MacroState) {
    desk.network.last(|pc| pc.tell(Event::Macro(state)));
    desk.settle();
}

fn write(desk: &mut Desk, label: &str, text: &str) {
    desk.harness.get_by_label(label).focus();
    desk.harness.step();
    desk.harness.get_by_label(label).type_text(text);
    desk.settle();
}

#[test]
fn a_macro_runs_says_how_far_it_is_and_can_be_stopped() {
    let (mut desk, ..) = open(Look::default());
    desk.click("Run Boot menu");
    assert!(told(&desk) == "press f12\nwait 1 s".parse().ok());
    tell(&mut desk, MacroState::At { step: 1, of: 2 });
    assert!(desk.shows("Boot menu, step 1 of 2"));
    // It is seen without the panel too.
    desk.click("Close macros");
    assert!(desk.shows("Boot menu, step 1 of 2"));
    desk.heard();
    desk.click("Stop macro");
    assert!(desk.heard().contains("StopMacro"));
    tell(&mut desk, MacroState::Stopped);
    assert!(!desk.shows("Boot menu, step"));
}

#[test]
fn an_example_waits_for_the_screen_and_says_when_it_does_not_change() {
    let (mut desk, ..) = open(Look::default());
    let name = "F12 until the screen changes";
    desk.click(&format!("Run {name}"));
    let script = "press f12 every 200 ms until screen changes within 30 s";
    assert!(told(&desk) == script.parse().ok());
    tell(&mut desk, MacroState::NoChange { step: 1 });
    assert!(desk.shows("stopped at step 1, the screen did not change"));
    desk.click(&format!("Run {name}"));
    assert!(!desk.shows("did not change"));
    tell(&mut desk, MacroState::Done);
    assert!(desk.shows(&format!("{name} is done")));
}

#[test]
fn a_macro_is_written_with_its_mistakes_named_and_kept_in_the_file() {
    let (mut desk, folder, _temporary) = open(Look::default());
    desk.click("New macro");
    assert!(desk.shows("use Paste for passwords"));
    write(&mut desk, "Name", "Boot menu");
    assert!(desk.shows("Another macro has this name"));
    write(&mut desk, "Name", " 2");
    assert!(desk.shows("The macro needs a step"));
    write(&mut desk, "Steps, one to a line", "repeat 3\npress f99");
    assert!(desk.shows("Line 2, “f99” is no key"));
    let save = desk.harness.get_by_label("Save");
    assert!(save.accesskit_node().is_disabled());
    desk.harness.get_by_label("Steps, one to a line").focus();
    for _ in 0..3 {
        desk.harness.key_press(Key::Backspace);
        desk.harness.step();
    }
    write(&mut desk, "Steps, one to a line", "f9");
    desk.click("Press until the screen changes");
    assert!(desk.shows("2 steps, 3 times"));
    desk.click("Save");
    until(&mut desk, "Run Boot menu 2", true);
    let kept = macros::read(&folder).unwrap();
    let script = "repeat 3\npress f9\npress f12 every 200 ms until screen changes within 30 s";
    assert_eq!(
        (kept[1].name.as_str(), kept[1].script.as_str()),
        ("Boot menu 2", script)
    );
}

#[test]
fn a_macro_is_changed_in_its_place_and_deleted_when_that_is_meant() {
    let (mut desk, folder, _temporary) = open(Look::default());
    desk.click("Edit Boot menu");
    desk.click("Wait");
    desk.click("Save");
    until(&mut desk, "Run Boot menu", true);
    for _ in 0..1000 {
        if macros::read(&folder).unwrap()[0]
            .script
            .ends_with("wait 500 ms")
        {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let kept = macros::read(&folder).unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].script, "press f12\nwait 1 s\nwait 500 ms");
    desk.settle();
    until(&mut desk, "Run Boot menu", true);
    desk.click("Delete Boot menu");
    assert!(desk.shows("Delete Boot menu?"));
    desk.click("Keep");
    desk.click("Delete Boot menu");
    desk.click("Delete");
    until(&mut desk, "No macros of your own yet", true);
    assert_eq!(macros::read(&folder).unwrap(), []);
}

#[test]
fn a_file_that_is_no_list_of_macros_is_said_and_left_alone() {
    let (mut desk, folder, _temporary) = desk(Look::default());
    fs::write(folder.macros(), "version = 1\n[[macro]]\nname = 3\n").unwrap();
    desk.click("Macros");
    until(&mut desk, "macros.toml", true);
    // Those that were read before are still there.
    assert!(desk.shows("Run Boot menu") && desk.shows("Line 3"));
    let kept = fs::read_to_string(folder.macros()).unwrap();
    assert!(kept.contains("name = 3"));
}

#[test]
fn a_function_key_after_the_release_key_runs_the_macro_that_has_it() {
    let (mut desk, folder, _temporary) = open(Look::default());
    desk.click("Edit Boot menu");
    desk.click("Key");
    desk.click("Right Ctrl, then F5");
    desk.click("Save");
    until(&mut desk, "Run Boot menu", true);
    for _ in 0..1000 {
        if macros::read(&folder).unwrap()[0].key.is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    until(&mut desk, "F5", true);
    desk.click("Close macros");
    desk.heard();
    for pressed in [true, false] {
        if pressed {
            desk.harness.key_down(Key::ControlRight);
        }
        desk.harness.step();
        desk.harness.key_press(Key::F6);
        desk.harness.step();
        if !pressed {
            desk.harness.key_up(Key::ControlRight);
        }
    }
    assert!(told(&desk).is_none(), "no macro has F6");
    desk.harness.key_down(Key::ControlRight);
    desk.harness.step();
    desk.harness.key_press(Key::F5);
    desk.harness.key_up(Key::ControlRight);
    desk.settle();
    assert!(told(&desk) == "press f12\nwait 1 s".parse().ok());
}

#[test]
fn keys_that_are_pressed_become_the_steps_of_a_macro() {
    let (mut desk, folder, _temporary) = open(Look::default());
    desk.click("New macro");
    write(&mut desk, "Name", "Recorded");
    desk.click("Record keys");
    assert!(desk.shows("Click on the picture and press the keys"));
    desk.harness.get_by_label_contains("Screen of").focus();
    desk.settle();
    desk.heard();
    desk.harness.key_press(Key::ArrowDown);
    desk.harness.step();
    desk.harness.key_press(Key::Enter);
    desk.settle();
    assert!(
        desk.heard().to_uppercase().contains("+FF0D"),
        "the PC has them too"
    );
    desk.click("Ctrl+Alt+Del");
    desk.click("Stop recording keys");
    desk.click("Save");
    until(&mut desk, "Run Recorded", true);
    let kept = macros::read(&folder).unwrap();
    assert_eq!(
        kept[1].script,
        "press down\npress enter\npress ctrl+alt+del"
    );
}

#[test]
fn a_password_in_a_macro_is_refused_until_somebody_says_that_it_is_none() {
    let (mut desk, ..) = open(Look::default());
    desk.click("New macro");
    write(&mut desk, "Name", "Login");
    write(&mut desk, "Steps, one to a line", "type Tr0ub4dor&3");
    assert!(desk.shows("Macros are stored as plain text"));
    let can_save = |desk: &Desk| {
        let save = desk.harness.get_by_label("Save");
        !save.accesskit_node().is_disabled()
    };
    assert!(!can_save(&desk));
    desk.click("It is no password, keep it");
    assert!(can_save(&desk));
}

#[test]
fn who_only_looks_on_runs_nothing() {
    let (mut desk, _folder, _temporary) = desk(Look::default());
    desk.click("Macros");
    until(&mut desk, "Run Boot menu", true);
    desk.click("View only");
    let run = desk.harness.get_by_label("Run Boot menu");
    assert!(run.accesskit_node().is_disabled());
}

#[test]
fn the_chord_opens_the_panel_and_the_keys_stay_with_the_pc() {
    let (mut desk, ..) = desk(Look::default());
    desk.harness.key_down(Key::ControlRight);
    desk.harness.step();
    desk.harness.key_press(Key::M);
    desk.harness.key_up(Key::ControlRight);
    desk.settle();
    assert!(desk.shows("Close macros"), "{:?}", desk.harness);
    assert!(desk.shows("Keys go to the PC"), "until a field is clicked");
}

#[test]
fn a_lost_screen_stops_the_macro_and_says_so() {
    let (mut desk, ..) = open(Look::default());
    desk.click("Run Boot menu");
    tell(&mut desk, MacroState::At { step: 1, of: 2 });
    desk.network.last(|pc| pc.tell(Event::Closed(None)));
    desk.settle();
    assert!(desk.shows("Boot menu was stopped"));
}

#[test]
fn in_the_smallest_window_the_panel_stays_on_the_stage() {
    let look = Look {
        size: vec2(960.0, 600.0),
        zoom: 2.0,
        ..Look::default()
    };
    let (mut desk, ..) = desk(look);
    desk.click("More");
    desk.click("Macros");
    until(&mut desk, "Close macros", true);
    let close = desk.harness.get_by_label("Close macros").rect();
    assert!(close.right() <= 480.0 && close.top() >= 0.0, "{close:?}");
    desk.click("New macro");
    let name = desk.harness.get_by_label("Name").rect();
    assert!(name.left() >= 0.0 && name.right() <= 480.0, "{name:?}");
}
