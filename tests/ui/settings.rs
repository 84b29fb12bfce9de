//! The settings: pages with names at the left, found by words, changed at once, made as they were.

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable};
use outband::store::paths::Folder;
use outband::store::profile::{AddressBook, Profile, TlsPolicy};
use outband::store::settings::{Density, Settings, Theme};

use crate::support::desk::{Desk, Look};
use crate::support::hands::{press, type_into, wait_until};

/// A window on the settings, which are kept in a folder.
fn settings(look: Look) -> (Desk, Folder, tempfile::TempDir) {
    let keep = tempfile::tempdir().unwrap();
    let folder = Folder::new(keep.path().to_owned());
    let kept = folder.clone();
    let mut desk = Desk::with(look, move |options| options.folder = Some(kept));
    press(&mut desk, Modifiers::COMMAND, Key::Comma);
    (desk, folder, keep)
}

fn choose(desk: &mut Desk, page: &str) {
    let tabs = desk.harness.get_all_by_role_and_label(Role::Tab, page);
    tabs.last().unwrap().click();
    desk.settle();
}

fn choose_of(desk: &mut Desk, list: &str, value: &str) {
    let list = desk.harness.get_by_role_and_label(Role::ComboBox, list);
    list.click();
    desk.settle();
    desk.click(value);
}

#[test]
fn each_page_is_one_click_away_and_keeps_what_is_changed_on_it() {
    let (mut desk, folder, _keep) = settings(Look::default());
    assert!(desk.shows("Size of the interface"));
    assert!(!desk.shows("Sound a bell"));
    desk.click("Dark");
    choose(&mut desk, "Screen");
    type_into(&mut desk, "Folder of screenshots", "/srv/pictures");
    choose(&mut desk, "Keyboard");
    assert!(desk.shows("Shortcuts"));
    choose_of(&mut desk, "Keyboard layout", "German");
    choose(&mut desk, "Serial");
    desk.click("Sound a bell when a PC rings");
    choose(&mut desk, "Media");
    type_into(&mut desk, "Folder of disk images", "/srv/images");
    choose(&mut desk, "Safety");
    choose_of(&mut desk, "Encryption", "Always");
    choose(&mut desk, "Recordings");
    type_into(&mut desk, "Folder of recordings", "/srv/films");
    choose(&mut desk, "About");
    assert!(desk.shows(env!("CARGO_PKG_VERSION")) && desk.shows("JetBrains Mono"));
    assert!(!desk.shows("Reset this page"), "there is nothing to reset");
    wait_until(&mut desk, |_| {
        let kept = Settings::read(&folder).unwrap();
        kept.theme == Theme::Dark
            && kept.folders.pictures == Some("/srv/pictures".into())
            && kept.keyboard.layout.as_deref() == Some("de")
            && !kept.sound.bell
            && kept.folders.images == Some("/srv/images".into())
            && kept.safety.tls == Some(TlsPolicy::Require)
            && kept.folders.recordings == Some("/srv/films".into())
    });
}

#[test]
fn what_is_looked_for_is_found_on_every_page() {
    let (mut desk, _folder, _keep) = settings(Look::default());
    press(&mut desk, Modifiers::COMMAND, Key::F);
    type_into(&mut desk, "Find a setting", "motion");
    assert!(desk.shows("Reduce motion") && !desk.shows("Sound a bell"));
    for (word, found) in [
        ("bell", "Sound a bell"),
        ("encryp", "trusted.toml"),
        ("licen", "Inter"),
        ("full screen", "Keys of Full screen"),
        ("certif", "trusted.toml"),
    ] {
        press(&mut desk, Modifiers::COMMAND, Key::F);
        press(&mut desk, Modifiers::COMMAND, Key::A);
        type_into(&mut desk, "Find a setting", word);
        assert!(desk.shows(found), "{word}");
    }
    press(&mut desk, Modifiers::COMMAND, Key::F);
    press(&mut desk, Modifiers::COMMAND, Key::A);
    type_into(&mut desk, "Find a setting", "qqq");
    assert!(desk.shows("No setting is called this"));
    choose(&mut desk, "Serial");
    assert!(desk.shows("Sound a bell"), "a click leaves the search");
    assert!(!desk.shows("No setting is called this"));
}

#[test]
fn a_page_goes_back_to_what_it_was_and_that_can_be_undone() {
    let (mut desk, folder, _keep) = settings(Look::default());
    let reset = "Reset this page, General";
    let is_off = |desk: &Desk| {
        let button = desk.harness.get_by_label(reset);
        button.accesskit_node().is_disabled()
    };
    assert!(is_off(&desk));
    desk.click("Dark");
    desk.click("Reduce motion");
    choose(&mut desk, "Serial");
    desk.click("Sound a bell when a PC rings");
    choose(&mut desk, "General");
    assert!(!is_off(&desk));
    desk.click(reset);
    assert!(is_off(&desk));
    let kept = || Settings::read(&folder).unwrap();
    wait_until(&mut desk, |_| {
        kept().theme == Theme::System && !kept().reduce_motion
    });
    assert!(!kept().sound.bell, "another page's is not touched");
    desk.click("Undo");
    wait_until(&mut desk, |_| {
        kept().theme == Theme::Dark && kept().reduce_motion
    });
    assert!(!desk.shows("Undo") && !is_off(&desk));
    desk.click(reset);
    desk.click("Light");
    assert!(!desk.shows("Undo"), "what was changed since counts");
}

#[test]
fn the_journal_is_one_click_away_from_what_is_kept() {
    let (mut desk, _folder, _keep) = settings(Look::default());
    choose(&mut desk, "Safety");
    assert!(desk.shows("journal.jsonl") && desk.shows("In the key store of this system"));
    desk.click("Open the journal");
    assert!(desk.shows("Close Journal"));
}

#[test]
fn the_pages_are_chosen_with_the_keyboard() {
    let (mut desk, _folder, _keep) = settings(Look::default());
    let name = |desk: &Desk| {
        let focused = desk.harness.query_all_by(|node| node.is_focused());
        focused
            .last()
            .and_then(|node| node.accesskit_node().label())
    };
    for _ in 0..60 {
        if name(&desk).as_deref() == Some("Serial") {
            break;
        }
        desk.harness.key_press(Key::Tab);
        desk.settle();
    }
    desk.harness.key_press(Key::Space);
    desk.settle();
    assert!(desk.shows("Sound a bell when a PC rings"));
    desk.harness.key_press(Key::ArrowDown);
    desk.settle();
    desk.harness.key_press(Key::Enter);
    desk.settle();
    assert!(desk.shows("Folder of disk images"));
}

#[test]
fn in_a_small_window_the_names_stand_above_the_page() {
    for (size, zoom) in [(vec2(960.0, 600.0), 1.0), (vec2(960.0, 600.0), 2.0)] {
        let look = Look {
            size,
            zoom,
            ..Look::default()
        };
        let (mut desk, _folder, _keep) = settings(look);
        let rect = |desk: &Desk, page: &str| {
            let all = desk.harness.get_all_by_role_and_label(Role::Tab, page);
            all.last().unwrap().rect()
        };
        let is_beside = rect(&desk, "General").left() == rect(&desk, "Screen").left();
        assert_eq!(is_beside, zoom < 2.0);
        choose(&mut desk, "About");
        assert!(desk.shows("Inter"));
    }
}

#[test]
fn roomy_adds_six_points_to_controls_rows_and_bars_and_shows_where_pcs_are() {
    let (book, pc) = (AddressBook::in_memory(), Profile::new("lab-9", "10.0.5.9"));
    let pc = Profile {
        tags: vec!["windows".to_owned(), "2019".to_owned()],
        ..pc
    };
    book.edit(|book| book.add(pc)).unwrap();
    let keep = tempfile::tempdir().unwrap();
    let folder = Folder::new(keep.path().to_owned());
    let kept = folder.clone();
    let mut desk = Desk::with(Look::default(), move |options| {
        (options.folder, options.book) = (Some(kept), Some(book));
    });
    wait_until(&mut desk, |desk| desk.shows("1 PC"));
    press(&mut desk, Modifiers::COMMAND, Key::Comma);
    let heights = |desk: &Desk| {
        let height = |role, name| {
            let node = desk.harness.get_by_role_and_label(role, name);
            node.rect().height()
        };
        let row = desk.harness.get_by_label_contains("lab-9").rect().height();
        let list = height(Role::ComboBox, "Language");
        let field = height(Role::TextInput, "Find a setting");
        let button = height(Role::Button, "Reset this page, General");
        [row, list, field, button]
    };
    assert_eq!(heights(&desk), [26.0, 28.0, 32.0, 32.0]);
    desk.click("Roomy");
    assert_eq!(heights(&desk), [32.0, 34.0, 38.0, 38.0]);
    wait_until(&mut desk, |_| {
        Settings::read(&folder).unwrap().density == Density::Roomy
    });
    desk.click("Compact");
    assert_eq!(heights(&desk)[0].to_bits(), 26.0_f32.to_bits());
}
