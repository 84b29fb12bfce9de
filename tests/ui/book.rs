//! The address book beside the tabs: found, changed, taken in and given out.

use std::fs;

use eframe::egui::{Key, Modifiers, Theme, vec2};
use egui_kittest::SnapshotResults;
use egui_kittest::kittest::Queryable;
use outband::store::paths::Folder;
use outband::store::profile::{AddressBook, Profile};

use crate::support::books::{BOARD, add_twins};
use crate::support::desk::{Desk, Look};
use crate::support::hands::{type_into, wait_until};

/// Three PCs in two groups.
pub(crate) fn fill(book: &AddressBook) {
    let pc = |name: &str, address: &str, group: Option<&str>| Profile {
        group: group.map(str::to_owned),
        ..Profile::new(name, address)
    };
    book.edit(|book| {
        book.add(pc("front-desk-04", "10.0.4.17", Some("Reception")))?;
        book.add(pc("lab-9", "10.0.5.9", Some("Lab")))?;
        book.add(pc("lab-10", "10.0.5.10", Some("Lab")))
    })
    .unwrap();
}

/// A window with this book, which has been read.
pub(crate) fn desk_with(look: Look, book: &AddressBook) -> Desk {
    let mut desk = Desk::with(look, |options| options.book = Some(book.clone()));
    wait_until(&mut desk, |desk| {
        desk.shows("PCs") && !desk.shows("Reading")
    });
    desk
}

pub(crate) fn desk() -> (Desk, AddressBook) {
    let book = AddressBook::in_memory();
    fill(&book);
    (desk_with(Look::default(), &book), book)
}

#[test]
fn pcs_stand_in_their_groups_and_a_group_folds() {
    let (mut desk, _book) = desk();
    assert!(desk.shows("3 PCs"));
    assert!(desk.shows("Lab, 2, unfolded"));
    assert!(desk.shows("lab-9, presence unknown"));
    desk.click("Lab, 2, unfolded");
    assert!(desk.shows("Lab, 2, folded"));
    assert!(!desk.shows("lab-9"));
    assert!(desk.shows("front-desk-04"));
}

#[test]
fn what_is_typed_finds_pcs_and_enter_connects_to_the_best() {
    let (mut desk, _book) = desk();
    type_into(&mut desk, "Search or address", "lab");
    assert!(desk.shows("2 of 3 PCs"));
    assert!(!desk.shows("front-desk-04"));
    desk.harness.key_press(Key::Enter);
    desk.settle();
    // Without a known password it is asked for, in the tab of this PC.
    assert!(desk.shows("Log in to lab-9"));
}

#[test]
fn the_name_of_a_saved_pc_is_understood_where_addresses_are_typed() {
    let (mut desk, _book) = desk();
    for (name, tab) in [("LAB-9", "lab-9"), ("front-desk-04", "front-desk-04")] {
        desk.harness.key_press_modifiers(Modifiers::COMMAND, Key::L);
        desk.settle();
        type_into(&mut desk, "Name or address", name);
        desk.harness.key_press(Key::Enter);
        desk.settle();
        // With what is saved for it, and in its tab.
        assert!(desk.shows(&format!("Log in to {tab}")), "{tab}");
    }
    // The user and password that were typed count more than what is saved.
    desk.harness.key_press_modifiers(Modifiers::COMMAND, Key::L);
    desk.settle();
    type_into(&mut desk, "Name or address", "lab-10");
    type_into(&mut desk, "User name", "sam");
    type_into(&mut desk, "Password", "P@ssw0rd");
    desk.harness.key_press(Key::Enter);
    desk.settle();
    let (name, user, address) = desk.network.last(|pc| {
        let opening = &pc.opening;
        let address = opening.target.to_string();
        (opening.name.clone(), opening.user.clone(), address)
    });
    assert_eq!(name.as_deref(), Some("lab-10"));
    assert_eq!(user.as_deref(), Some("sam"));
    assert!(address.starts_with("10."), "{address}");
}

#[test]
fn an_address_that_nobody_saved_connects_all_the_same() {
    let (mut desk, _book) = desk();
    type_into(&mut desk, "Search or address", "vnc://10.0.9.9");
    assert!(desk.shows("Enter connects to vnc://10.0.9.9"));
    desk.harness.key_press(Key::Enter);
    desk.settle();
    let target = desk.network.last(|pc| pc.opening.target.to_string());
    assert_eq!(target, "vnc://10.0.9.9:5900");
}

#[test]
fn a_pc_is_added_changed_removed_and_brought_back() {
    let (mut desk, book) = desk();
    desk.harness.key_press_modifiers(Modifiers::COMMAND, Key::N);
    desk.settle();
    assert!(desk.shows("Add a PC"));
    type_into(&mut desk, "Address", "helpdesk@10.0.6.1");
    type_into(&mut desk, "Name", "cellar");
    desk.click("Save");
    wait_until(&mut desk, |desk| desk.shows("4 PCs"));
    let saved = book.read().unwrap();
    let cellar = saved.find("cellar").unwrap();
    assert_eq!(cellar.address, "10.0.6.1");
    assert_eq!(cellar.user.as_deref(), Some("helpdesk"));

    desk.click("cellar, presence unknown");
    desk.harness.key_press(Key::F2);
    desk.settle();
    assert!(desk.shows("Change cellar"));
    type_into(&mut desk, "Notes", "Under the stairs");
    desk.click("Save");
    wait_until(&mut desk, |desk| !desk.shows("Change cellar"));
    let saved = book.read().unwrap();
    assert_eq!(saved.find("cellar").unwrap().notes, "Under the stairs");

    desk.click("cellar, presence unknown");
    desk.harness.key_press(Key::Delete);
    wait_until(&mut desk, |desk| desk.shows("3 PCs"));
    assert!(desk.shows("cellar removed"));
    desk.click("Undo");
    wait_until(&mut desk, |desk| desk.shows("4 PCs"));
    let saved = book.read().unwrap();
    assert_eq!(saved.find("cellar").unwrap().notes, "Under the stairs");
}

#[test]
fn several_pcs_are_changed_and_removed_together_and_come_back() {
    let (mut desk, book) = desk();
    desk.click("lab-9, presence unknown");
    let other = "lab-10, presence unknown";
    let other = desk.harness.get_by_label(other);
    other.click_modifiers(Modifiers::COMMAND);
    desk.settle();
    assert!(desk.shows("2 of 3 PCs marked"));
    desk.harness.key_press(Key::F2);
    desk.settle();
    assert!(desk.shows("Change 2 PCs"));
    type_into(&mut desk, "Group", "North");
    type_into(&mut desk, "Add tags", "2026");
    desk.click("Save");
    wait_until(&mut desk, |desk| desk.shows("North, 2, unfolded"));
    let saved = book.read().unwrap();
    assert_eq!(saved.find("lab-9").unwrap().tags, ["2026"]);
    assert_eq!(saved.find("front-desk-04").unwrap().tags.len(), 0);
    assert!(desk.shows("2 PCs changed"));
    desk.click("Undo");
    wait_until(&mut desk, |desk| desk.shows("Lab, 2, unfolded"));
    assert_eq!(book.read().unwrap().find("lab-9").unwrap().tags.len(), 0);

    desk.click("lab-9, presence unknown");
    let all = Modifiers::COMMAND;
    desk.harness.key_press_modifiers(all, Key::A);
    desk.settle();
    assert!(desk.shows("3 of 3 PCs marked"));
    desk.harness.key_press(Key::Delete);
    wait_until(&mut desk, |desk| desk.shows("No PCs yet"));
    assert!(desk.shows("3 PCs removed"));
    desk.click("Undo");
    wait_until(&mut desk, |desk| desk.shows("Lab, 2, unfolded"));
    assert_eq!(book.read().unwrap().pcs().len(), 3);
}

#[test]
fn a_pc_that_stands_twice_is_shown_with_what_its_entries_share() {
    let book = AddressBook::in_memory();
    add_twins(&book);
    let mut desk = desk_with(Look::default(), &book);
    desk.click("1 PC twice");
    assert!(desk.shows(&format!("The same board, {BOARD}")));
    desk.click("Remove desk-copy");
    wait_until(&mut desk, |desk| {
        desk.shows("Every PC stands in the book once")
    });
    desk.click("Close");
    assert_eq!(book.read().unwrap().pcs().len(), 1);
    assert!(desk.shows("desk-copy removed"));
}

#[test]
fn a_name_that_is_taken_is_said_in_the_form() {
    let (mut desk, book) = desk();
    desk.click("Add…");
    type_into(&mut desk, "Address", "10.0.6.1");
    type_into(&mut desk, "Name", "LAB-9");
    desk.click("Save");
    wait_until(&mut desk, |desk| desk.shows("Another PC is called LAB-9"));
    assert_eq!(book.read().unwrap().pcs().len(), 3);
}

#[test]
fn a_list_is_looked_at_before_it_is_taken_in() {
    let (mut desk, book) = desk();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.csv");
    let text = "name,address,password\nlab-9,10.0.5.9,x\nnew-1,10.0.7.1,\nbad,a b,\n";
    fs::write(&path, text).unwrap();
    desk.click("Import…");
    type_into(&mut desk, "File", path.to_str().unwrap());
    desk.click("Read");
    wait_until(&mut desk, |desk| {
        desk.shows("2 PCs in the list, 1 known already")
    });
    assert!(desk.shows("1 entry is left out"));
    assert!(desk.shows("1 password in the list stays there"));
    desk.click("Import");
    wait_until(&mut desk, |desk| desk.shows("1 PC added"));
    assert_eq!(book.read().unwrap().pcs().len(), 4);
}

#[test]
fn a_file_that_is_no_list_is_said_where_it_was_named() {
    let (mut desk, _book) = desk();
    desk.click("Import…");
    type_into(&mut desk, "File", "/nonexistent/list.csv");
    desk.click("Read");
    wait_until(&mut desk, |desk| desk.shows("There is no such file"));
}

#[test]
fn the_book_is_given_out_as_a_file() {
    let (mut desk, _book) = desk();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pcs.csv");
    desk.click("Export…");
    assert!(desk.shows("Export 3 PCs"));
    desk.harness.get_by_label("File").focus();
    desk.settle();
    desk.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    desk.harness
        .get_by_label("File")
        .type_text(path.to_str().unwrap());
    desk.settle();
    desk.click("Save");
    wait_until(&mut desk, |desk| desk.shows("3 PCs saved in"));
    assert!(fs::read_to_string(path).unwrap().contains("front-desk-04"));
}

#[test]
fn what_another_window_saves_is_seen_and_nothing_is_lost_between_the_two() {
    let folder = tempfile::tempdir().unwrap();
    let place = Folder::new(folder.path().to_owned());
    let book = AddressBook::new(&place);
    fill(&book);
    let mut first = desk_with(Look::default(), &book);
    let mut second = desk_with(Look::default(), &AddressBook::new(&place));
    for (desk, name) in [(&mut first, "one"), (&mut second, "two")] {
        desk.click("Add…");
        type_into(desk, "Address", "10.0.6.1");
        type_into(desk, "Name", name);
        desk.click("Save");
        wait_until(desk, |desk| !desk.shows("Add a PC"));
    }
    // The second was saved on top of the first, not in its place.
    wait_until(&mut first, |desk| desk.shows("5 PCs"));
    assert!(first.shows("two"));
    assert_eq!(book.read().unwrap().pcs().len(), 5);
}

#[test]
fn what_another_process_adds_at_the_same_time_is_shown_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let place = Folder::new(folder.path().to_owned());
    let book = AddressBook::new(&place);
    fill(&book);
    let mut desk = desk_with(Look::default(), &book);
    let path = folder.path().to_owned();
    let others = std::thread::spawn(move || {
        for number in 0..6 {
            let name = format!("from-outside-{number}");
            let address = format!("10.0.7.{number}");
            let added = std::process::Command::new(env!("CARGO_BIN_EXE_outband"))
                .args(["devices", "add", &name, &address, "--config-dir"])
                .arg(&path)
                .output()
                .unwrap();
            assert!(added.status.success(), "{added:?}");
        }
    });
    for number in 0..3 {
        desk.click("Add…");
        type_into(&mut desk, "Address", &format!("10.0.6.{number}"));
        type_into(&mut desk, "Name", &format!("from-window-{number}"));
        desk.click("Save");
        wait_until(&mut desk, |desk| !desk.shows("Add a PC"));
    }
    others.join().unwrap();
    wait_until(&mut desk, |desk| desk.shows("12 PCs"));
    assert!(desk.shows("from-outside-5, presence unknown"));
    assert_eq!(book.read().unwrap().pcs().len(), 12);
}

#[test]
fn a_file_left_by_a_crash_in_mid_write_is_of_no_account() {
    let folder = tempfile::tempdir().unwrap();
    let place = Folder::new(folder.path().to_owned());
    let book = AddressBook::new(&place);
    fill(&book);
    // What a program killed while it wrote leaves beside the file.
    let half = folder.path().join(".devices.toml.999-0");
    fs::write(&half, "version = 1\n[[pc]]\nname = \"fro").unwrap();
    let mut desk = desk_with(Look::default(), &book);
    assert!(desk.shows("3 PCs"));
    desk.click("front-desk-04, presence unknown");
    desk.harness.key_press(Key::Delete);
    wait_until(&mut desk, |desk| desk.shows("2 PCs"));
    assert_eq!(book.read().unwrap().pcs().len(), 2);
}

#[test]
fn a_damaged_book_is_said_with_its_line_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let place = Folder::new(folder.path().to_owned());
    fs::write(place.devices(), "version = 1\n[[pc]]\nname = 3\n").unwrap();
    let book = AddressBook::new(&place);
    let mut desk = Desk::with(Look::default(), |options| options.book = Some(book));
    wait_until(&mut desk, |desk| desk.shows("damaged"));
    let text = fs::read_to_string(place.devices()).unwrap();
    assert_eq!(text, "version = 1\n[[pc]]\nname = 3\n");
}

#[test]
fn a_click_goes_back_to_the_version_before_a_damaged_one() {
    let folder = tempfile::tempdir().unwrap();
    let place = Folder::new(folder.path().to_owned());
    let book = AddressBook::new(&place);
    fill(&book);
    book.edit(|book| book.add(Profile::new("late", "10.0.9.9")))
        .unwrap();
    let whole = fs::read_to_string(place.devices()).unwrap();
    let damaged = whole.replace("[[pc]]", "[[pc");
    fs::write(place.devices(), &damaged).unwrap();
    let mut desk = Desk::with(Look::default(), |options| options.book = Some(book.clone()));
    wait_until(&mut desk, |desk| desk.shows("damaged"));
    desk.click("Go back to the version before");
    wait_until(&mut desk, |desk| desk.shows("Back to the version before"));
    assert!(!desk.shows("damaged,"));
    assert_eq!(
        book.read().unwrap().pcs().len(),
        3,
        "without the last change"
    );
    let mut kept = fs::read_dir(folder.path()).unwrap();
    let is_it = |path: std::path::PathBuf| fs::read_to_string(path).is_ok_and(|t| t == damaged);
    assert!(kept.any(|file| is_it(file.unwrap().path())), "it is kept");
}

#[test]
fn an_empty_book_leads_on() {
    let desk = desk_with(Look::default(), &AddressBook::in_memory());
    assert!(desk.shows("No PCs yet"));
    for way in ["Add…", "Import…", "Scan…"] {
        assert!(desk.shows(way), "{way}");
    }
}

#[test]
fn a_range_that_is_none_is_said_before_anything_is_sent() {
    let (mut desk, _book) = desk();
    desk.click("Scan…");
    type_into(&mut desk, "Addresses", "10.0.0.0/8");
    desk.click("Scan");
    assert!(desk.shows("The range has more than 65536 addresses"));
    desk.click("Close");
    assert!(!desk.shows("Look for PCs with Intel AMT"));
}

#[test]
fn the_list_hides_in_a_narrow_window_and_comes_back_by_its_key() {
    let book = AddressBook::in_memory();
    fill(&book);
    let look = Look {
        size: vec2(960.0, 600.0),
        ..Look::default()
    };
    let mut desk = Desk::with(look, |options| options.book = Some(book));
    assert!(!desk.shows("Search or address"));
    desk.harness.key_press_modifiers(Modifiers::COMMAND, Key::B);
    wait_until(&mut desk, |desk| desk.shows("front-desk-04"));
}

#[test]
fn the_list_looks_as_designed() {
    let mut results = SnapshotResults::new();
    for (theme, suffix) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
        for (zoom, size, scale) in [
            (1.0, vec2(1280.0, 800.0), ""),
            (2.0, vec2(2400.0, 1200.0), "-200"),
        ] {
            let book = AddressBook::in_memory();
            fill(&book);
            book.edit(|book| book.update("lab-10", |pc| pc.favourite = true))
                .unwrap();
            let look = Look {
                theme,
                zoom,
                size,
                gpu: true,
                roomy: false,
            };
            let mut desk = desk_with(look, &book);
            desk.harness.snapshot(format!("book{scale}-{suffix}"));
            results.extend(desk.harness.take_snapshot_results());
        }
    }
}
