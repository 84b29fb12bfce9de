//! Shortcuts that a person changes: in force at once, kept, named in a conflict, taken back.

use std::fs;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use outband::store::paths::Folder;
use outband::store::settings::Settings;

use crate::support::desk::{Desk, Look};
use crate::support::hands::{press, wait_until};

fn desk_in(folder: &Folder) -> Desk {
    let folder = folder.clone();
    Desk::with(Look::default(), move |options| {
        options.folder = Some(folder)
    })
}

fn folder() -> (tempfile::TempDir, Folder) {
    let keep = tempfile::tempdir().unwrap();
    let folder = Folder::new(keep.path().to_owned());
    (keep, folder)
}

/// The page of the settings with all shortcuts.
fn show_keys(desk: &mut Desk) {
    press(desk, Modifiers::COMMAND, Key::Comma);
    desk.harness
        .get_by_role_and_label(Role::Tab, "Keyboard")
        .click();
    desk.settle();
}

/// Presses what may be scrolled out of sight, as screen readers do.
fn activate(desk: &mut Desk, label: &str) {
    desk.harness.get_by_label(label).click_accesskit();
    desk.settle();
}

fn kept(folder: &Folder, action: &str) -> Option<String> {
    let settings = Settings::read(folder).ok()?;
    settings.shortcuts.get(action).cloned()
}

#[test]
fn new_keys_are_in_force_at_once_and_at_the_next_start() {
    let (_keep, folder) = folder();
    let mut desk = desk_in(&folder);
    show_keys(&mut desk);
    activate(&mut desk, "Keys of Journal");
    assert!(desk.shows("Delete takes the keys away"));
    press(&mut desk, Modifiers::COMMAND, Key::J);
    assert!(!desk.shows("Delete takes the keys away"));
    wait_until(&mut desk, |_| {
        kept(&folder, "journal").as_deref() == Some("Ctrl+J")
    });
    press(&mut desk, Modifiers::COMMAND, Key::H);
    assert!(
        !desk.shows("What is never stored here"),
        "the old keys are free"
    );
    press(&mut desk, Modifiers::COMMAND, Key::J);
    assert!(desk.shows("What is never stored here"));
    drop(desk);

    let mut later = desk_in(&folder);
    press(&mut later, Modifiers::COMMAND, Key::J);
    assert!(later.shows("What is never stored here"));
}

#[test]
fn keys_of_another_action_are_named_and_change_hands_only_when_told() {
    let (_keep, folder) = folder();
    let mut desk = desk_in(&folder);
    show_keys(&mut desk);
    activate(&mut desk, "Keys of Journal");
    press(&mut desk, Modifiers::COMMAND, Key::K);
    assert!(desk.shows("belongs to Command palette"));
    assert!(
        !desk.shows("What do you want to do?"),
        "it is not carried out"
    );
    activate(&mut desk, "Leave it there");
    assert_eq!(kept(&folder, "journal"), None);

    activate(&mut desk, "Keys of Journal");
    press(&mut desk, Modifiers::COMMAND, Key::K);
    activate(&mut desk, "Use it here");
    wait_until(&mut desk, |_| {
        kept(&folder, "journal").as_deref() == Some("Ctrl+K")
    });
    assert_eq!(
        kept(&folder, "palette").as_deref(),
        Some(""),
        "it has none now"
    );
    press(&mut desk, Modifiers::COMMAND, Key::K);
    assert!(desk.shows("What is never stored here"));
}

#[test]
fn keys_are_taken_away_and_come_back_by_reset() {
    let (_keep, folder) = folder();
    let mut desk = desk_in(&folder);
    show_keys(&mut desk);
    activate(&mut desk, "Keys of Journal");
    desk.harness.key_press(Key::Delete);
    desk.settle();
    wait_until(&mut desk, |_| {
        kept(&folder, "journal").as_deref() == Some("")
    });
    press(&mut desk, Modifiers::COMMAND, Key::H);
    assert!(!desk.shows("What is never stored here"));
    activate(&mut desk, "Reset keys of Journal");
    wait_until(&mut desk, |_| kept(&folder, "journal").is_none());
    press(&mut desk, Modifiers::COMMAND, Key::H);
    assert!(desk.shows("What is never stored here"));
}

#[test]
fn what_would_be_typed_is_no_shortcut_and_escape_changes_nothing() {
    let (_keep, folder) = folder();
    let mut desk = desk_in(&folder);
    show_keys(&mut desk);
    activate(&mut desk, "Keys of Journal");
    desk.harness.key_press(Key::A);
    desk.settle();
    assert!(desk.shows("Shortcuts have Ctrl or Alt with them"));
    desk.harness.key_press(Key::Escape);
    desk.settle();
    assert!(!desk.shows("Delete takes the keys away"));
    assert!(!folder.settings().exists(), "nothing was kept");
}

#[test]
fn all_changes_can_be_taken_back_together() {
    let (_keep, folder) = folder();
    let text =
        "version = 1\n[shortcuts]\njournal = \"Ctrl+J\"\nwall = \"\"\nunheard-of = \"Ctrl+1\"\n";
    fs::write(folder.settings(), text).unwrap();
    let mut desk = desk_in(&folder);
    show_keys(&mut desk);
    assert!(desk.harness.query_by_label("Reset keys of Wall").is_some());
    activate(&mut desk, "Reset all shortcuts");
    wait_until(&mut desk, |_| {
        Settings::read(&folder).is_ok_and(|settings| settings.shortcuts.is_empty())
    });
}
