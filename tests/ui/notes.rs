//! What was said before, and how much of the window moves.

use std::fs;

use eframe::egui::{Key, Modifiers};
use outband::store::paths::Folder;
use outband::store::settings::Settings;

use crate::support::desk::{Desk, Look, pc, test_screen};
use crate::support::hands::wait_until;

fn place() -> (Folder, tempfile::TempDir) {
    let keep = tempfile::tempdir().unwrap();
    (Folder::new(keep.path().to_owned()), keep)
}

fn live(folder: &Folder) -> Desk {
    let folder = folder.clone();
    let mut desk = Desk::with(Look::default(), |options| {
        options.folder = Some(folder);
        options.pcs = vec![pc("lab-12", "10.0.4.17")];
    });
    desk.network.last(|pc| pc.show(&test_screen(64, 48)));
    desk.settle();
    desk
}

#[test]
fn what_was_said_can_be_read_again_after_it_was_closed() {
    let (folder, _keep) = place();
    fs::write(folder.settings(), "version = \"one\"").unwrap();
    let mut desk = live(&folder);
    assert!(desk.shows("settings.toml"), "the notice");
    desk.click("Close notice");
    assert!(!desk.shows("settings.toml"));
    desk.click("Notices so far");
    assert!(desk.shows("settings.toml") && desk.shows("10:42:07"));
    assert!(desk.shows("Copy all"));
    desk.harness.key_press(Key::Escape);
    desk.settle();
    assert!(!desk.shows("settings.toml"));
}

#[test]
fn there_is_no_bell_before_anything_was_said_and_the_keys_open_the_list_all_the_same() {
    let (folder, _keep) = place();
    let desk = live(&folder);
    assert!(!desk.shows("Notices so far"));
    let mut desk = Desk::new(|_| {});
    let keys = Modifiers::COMMAND | Modifiers::SHIFT;
    desk.harness.key_press_modifiers(keys, Key::N);
    desk.settle();
    assert!(desk.shows("Nothing was said yet"));
}

#[test]
fn what_is_chosen_on_the_page_of_preferences_is_kept() {
    let (folder, _keep) = place();
    let mut desk = live(&folder);
    desk.click("Settings");
    for label in [
        "Reduce motion",
        "Begin with the tabs of last time, without connecting",
    ] {
        desk.click(label);
    }
    let kept = || Settings::read(&folder).unwrap();
    wait_until(&mut desk, |_| kept().reduce_motion && !kept().restore_tabs);
}
