//! The sheet that gives the address book out: the path is typed, and what the disk says is said.

use std::fs;
use std::path::Path;

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use outband::store::profile::{AddressBook, Profile};

use crate::support::desk::{Desk, Look};
use crate::support::hands::wait_until;

/// A window whose book has one PC, with the sheet open and this path in its field.
fn sheet(path: &Path) -> Desk {
    let book = AddressBook::in_memory();
    book.edit(|book| book.add(Profile::new("lab-9", "10.0.5.9")))
        .unwrap();
    let mut desk = Desk::with(Look::default(), |options| options.book = Some(book));
    wait_until(&mut desk, |desk| desk.shows("1 PC"));
    desk.click("Export…");
    assert!(desk.shows("Export 1 PC"));
    desk.harness.get_by_label("File").focus();
    desk.settle();
    desk.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    let path = path.display().to_string();
    desk.harness.get_by_label("File").type_text(&path);
    desk.settle();
    desk
}

#[test]
fn the_book_is_saved_where_the_path_says() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pcs.csv");
    let mut desk = sheet(&path);
    desk.click("Save");
    wait_until(&mut desk, |desk| !desk.shows("Export 1 PC"));
    let text = fs::read_to_string(&path).unwrap();
    assert!(
        text.contains("lab-9,") && text.contains("10.0.5.9"),
        "{text}"
    );
}

#[test]
fn a_file_that_is_there_already_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pcs.csv");
    fs::write(&path, "precious").unwrap();
    let mut desk = sheet(&path);
    desk.click("Save");
    wait_until(&mut desk, |desk| desk.shows("a file of this name already"));
    assert!(desk.shows("Export 1 PC"), "another name can be typed");
    desk.harness.key_press(Key::Enter);
    desk.settle();
    assert_eq!(fs::read_to_string(&path).unwrap(), "precious");
    desk.click("Replace it");
    wait_until(&mut desk, |desk| !desk.shows("Export 1 PC"));
    assert!(fs::read_to_string(&path).unwrap().contains("lab-9"));
}

#[test]
fn a_folder_that_is_not_there_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("no such folder").join("pcs.csv");
    let mut desk = sheet(&path);
    desk.click("Save");
    wait_until(&mut desk, |desk| desk.shows("There is no folder"));
    assert!(desk.shows("Export 1 PC"));
    assert!(!path.exists());
}

#[test]
fn a_path_without_a_root_is_refused_before_anything_is_tried() {
    let mut desk = sheet(Path::new("pcs.csv"));
    desk.click("Save");
    assert!(desk.shows("The path of a file begins at its root"));
}

/// `/proc` takes no files from anybody, root included, whom permissions do not stop.
#[cfg(target_os = "linux")]
#[test]
fn a_place_that_takes_no_files_is_said() {
    let mut desk = sheet(Path::new("/proc/outband-pcs.csv"));
    desk.click("Save");
    wait_until(&mut desk, |desk| desk.shows("annot"));
    assert!(desk.shows("Export 1 PC"));
}
