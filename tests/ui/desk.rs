//! What the window has beside its sessions: the shortlist, settings, journal, palette, and keys.

use std::fs;
use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable};
use outband::session::Event;
use outband::store::paths::Folder;
use outband::store::profile::{AddressBook, PictureMode, Profile, TlsPolicy};
use outband::store::recent::{self, Recent};
use outband::store::settings::{Language, Settings};
use outband::ui::{Page, PcSettings};

use crate::support::desk::{Desk, Look, pc, test_screen};
use crate::support::hands::{press, wait_until};

fn folder() -> (tempfile::TempDir, Folder) {
    let keep = tempfile::tempdir().unwrap();
    let folder = Folder::new(keep.path().to_owned());
    (keep, folder)
}

#[test]
fn a_pc_that_was_reached_is_one_click_away_at_the_next_start() {
    let (_keep, place) = folder();
    let kept = place.clone();
    let mut first = Desk::with(Look::default(), move |options| {
        options.pcs = vec![pc("vnc", "vnc://10.0.4.17")];
        options.folder = Some(kept);
    });
    assert_eq!(recent::read(&place), [], "not before it has answered");
    first.network.last(|pc| pc.show(&test_screen(64, 48)));
    wait_until(&mut first, |_| !recent::read(&place).is_empty());
    drop(first);

    // Its tab would come back otherwise.
    Settings::edit(&place, |settings| settings.restore_tabs = false).unwrap();
    let mut second = Desk::with(Look::default(), move |options| options.folder = Some(place));
    assert!(second.shows("Recent"));
    second.click("vnc");
    let target = second.network.last(|pc| pc.opening.target.to_string());
    assert_eq!(target, "vnc://10.0.4.17:5900");
}

#[test]
fn favourites_stand_before_what_was_reached_and_no_pc_stands_twice() {
    let (_keep, place) = folder();
    for name in ["lab-9", "lab-10"] {
        let (name, address) = (Some(name.to_owned()), "10.0.5.9".to_owned());
        let address = name.clone().unwrap_or(address);
        recent::note(&place, Recent { name, address }).unwrap();
    }
    let book = AddressBook::in_memory();
    let favourite = Profile {
        favourite: true,
        ..Profile::new("lab-9", "10.0.5.9")
    };
    book.edit(|book| book.add(favourite)).unwrap();
    let mut desk = Desk::with(Look::default(), move |options| {
        options.book = Some(book);
        options.folder = Some(place);
    });
    wait_until(&mut desk, |desk| desk.shows("Favourites"));
    let all: Vec<_> = desk.harness.query_all_by_label("lab-9").collect();
    assert_eq!(all.len(), 1, "the row of the list has its presence with it");
    let y = |label: &str| desk.harness.get_by_label(label).rect().top();
    assert!(y("lab-9") < y("lab-10"));
    desk.click("lab-9");
    assert!(desk.shows("Log in to lab-9"));
}

#[test]
fn the_view_that_was_asked_for_is_in_front_at_the_start() {
    let mut desk = Desk::served(Look::default(), true);
    assert!(!desk.shows("Event log"));
    let tasks = desk.tasks.clone();
    let manage = tasks.manage();
    desk = Desk::with(Look::default(), move |options| {
        options.manage = Some(manage);
        options.pcs = vec![outband::ui::Pc {
            view: Page::Device,
            ..pc("lab-12", "10.0.4.17")
        }];
    });
    assert!(desk.shows("Event log"));
    // This window lends no disks, so the screen it is.
    let desk = Desk::with(Look::default(), |options| {
        options.pcs = vec![outband::ui::Pc {
            view: Page::Media,
            ..pc("lab-12", "10.0.4.17")
        }];
    });
    assert!(desk.shows("Screen of lab-12"));
}

#[test]
fn what_is_saved_for_a_pc_is_used_and_the_settings_fill_in_the_rest() {
    let (_keep, place) = folder();
    Settings::edit(&place, |settings| {
        settings.safety.tls = Some(TlsPolicy::Require);
        settings.keyboard.layout = Some("fr".to_owned());
    })
    .unwrap();
    let mut desk = Desk::with(Look::default(), move |options| {
        options.folder = Some(place);
        options.pcs = vec![outband::ui::Pc {
            settings: PcSettings {
                picture: Some(PictureMode::Rgb332),
                layout: Some("de".to_owned()),
                ..PcSettings::default()
            },
            ..pc("lab-12", "10.0.4.17")
        }];
    });
    let settings = desk.network.last(|pc| pc.opening.settings.clone());
    assert_eq!(settings.picture, Some(PictureMode::Rgb332));
    assert_eq!(settings.layout.as_deref(), Some("de"), "its own");
    assert_eq!(settings.tls, Some(TlsPolicy::Require), "the usual one");
    desk.network.last(|pc| pc.show(&test_screen(64, 48)));
    desk.settle();
    desk.click("Paste");
    let layout = desk
        .harness
        .get_by_role_and_label(Role::ComboBox, "Layout on the PC");
    let value = layout.value().unwrap_or_default();
    assert_eq!(value, "German", "texts are typed for its layout");
}

#[test]
fn a_language_that_is_chosen_is_spoken_at_once_and_at_the_next_start() {
    let (_keep, place) = folder();
    let kept = place.clone();
    let mut desk = Desk::with(Look::default(), move |options| options.folder = Some(kept));
    press(&mut desk, Modifiers::COMMAND, Key::Comma);
    let list = desk
        .harness
        .get_by_role_and_label(Role::ComboBox, "Language");
    list.click();
    desk.settle();
    desk.click("Deutsch");
    assert!(desk.shows("Einstellungen") && !desk.shows("Settings"));
    wait_until(&mut desk, |_| {
        Settings::read(&place).is_ok_and(|kept| kept.language == Some(Language::German))
    });
    drop(desk);
    let kept = place.clone();
    let later = Desk::with(Look::default(), move |options| options.folder = Some(kept));
    assert!(later.shows("Name oder Adresse"));
    // What the person chose counts for more than what the system speaks.
    let later = Desk::with(Look::default(), move |options| {
        options.language = Language::French;
        options.folder = Some(place);
    });
    assert!(later.shows("Name oder Adresse"));
    let french = Desk::with(Look::default(), |options| {
        options.language = Language::French
    });
    assert!(french.shows("Nom ou adresse"));
}

#[test]
fn a_closed_tab_opens_again_and_a_dead_one_looks_again() {
    let mut desk = Desk::live(Look::default(), 64, 48);
    desk.click("Close lab-12");
    assert!(!desk.shows("Screen of lab-12"));
    press(&mut desk, Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    assert_eq!(desk.network.count(), 2);
    assert!(desk.shows("Screen of lab-12"));
    desk.network.last(|pc| pc.tell(Event::Closed(None)));
    desk.settle();
    press(&mut desk, Modifiers::NONE, Key::F5);
    assert_eq!(desk.network.count(), 3);
}

#[test]
fn f6_goes_from_the_tab_to_the_list_and_back() {
    let book = AddressBook::in_memory();
    book.edit(|book| book.add(Profile::new("lab-9", "10.0.5.9")))
        .unwrap();
    let mut desk = Desk::new(|options| options.book = Some(book));
    wait_until(&mut desk, |desk| desk.shows("1 PC"));
    let has_focus = |desk: &Desk, label| desk.harness.get_by_label(label).is_focused();
    assert!(has_focus(&desk, "Name or address"));
    press(&mut desk, Modifiers::NONE, Key::F6);
    assert!(has_focus(&desk, "Search or address"));
    press(&mut desk, Modifiers::NONE, Key::F6);
    assert!(has_focus(&desk, "Name or address"));
}

#[test]
fn the_palette_finds_actions_and_pcs_and_says_what_cannot_be_done() {
    let book = AddressBook::in_memory();
    book.edit(|book| book.add(Profile::new("lab-9", "vnc://10.0.5.9")))
        .unwrap();
    let mut desk = Desk::new(|options| options.book = Some(book));
    wait_until(&mut desk, |desk| desk.shows("1 PC"));
    press(&mut desk, Modifiers::COMMAND, Key::K);
    desk.harness
        .get_by_label("Action, PC or setting")
        .type_text("screensh");
    desk.settle();
    let row = desk.harness.get_by_label("Screenshot");
    assert!(row.accesskit_node().is_disabled(), "no PC is in front");
    press(&mut desk, Modifiers::NONE, Key::Enter);
    assert!(
        desk.shows("Action, PC or setting"),
        "what cannot be done stays"
    );
    press(&mut desk, Modifiers::COMMAND, Key::A);
    desk.harness
        .get_by_label("Action, PC or setting")
        .type_text("lab-9");
    desk.settle();
    press(&mut desk, Modifiers::NONE, Key::Enter);
    let target = desk.network.last(|pc| pc.opening.target.to_string());
    assert_eq!(target, "vnc://10.0.5.9:5900");
}

#[test]
fn the_palette_leads_to_settings_and_begins_with_what_was_chosen_lately() {
    let mut desk = Desk::new(|_| {});
    press(&mut desk, Modifiers::COMMAND, Key::K);
    let field = desk.harness.get_by_label("Action, PC or setting");
    field.type_text("bell");
    desk.settle();
    press(&mut desk, Modifiers::NONE, Key::Enter);
    assert!(desk.shows("Sound a bell when a PC rings") && !desk.shows("Size of the interface"));
    press(&mut desk, Modifiers::COMMAND, Key::T);
    press(&mut desk, Modifiers::COMMAND, Key::K);
    press(&mut desk, Modifiers::NONE, Key::Enter);
    assert!(
        desk.shows("Sound a bell when a PC rings"),
        "without a query"
    );
}

#[test]
fn the_journal_says_in_plain_words_what_is_seen_read_and_stored() {
    let (_keep, place) = folder();
    fs::create_dir_all(place.path()).unwrap();
    let mut desk = Desk::new(|options| options.folder = Some(place));
    press(&mut desk, Modifiers::COMMAND, Key::H);
    wait_until(&mut desk, |desk| !desk.shows("Reading the journal"));
    for words in ["user", "stored", "password"] {
        assert!(desk.shows(words), "{words}");
    }
}

#[test]
fn a_list_is_chosen_in_the_dialog_of_the_system_or_the_lack_of_one_is_said() {
    let keep = tempfile::tempdir().unwrap();
    let path = keep.path().join("list.csv");
    fs::write(&path, "name,address\nnew-1,10.0.7.1\n").unwrap();
    let mut desk = Desk::new(move |options| {
        options.book = Some(AddressBook::in_memory());
        options.choose = Some(Arc::new(move |_, answer| answer(Some(path.clone()))));
    });
    wait_until(&mut desk, |desk| desk.shows("No PCs yet"));
    desk.click("Import…");
    desk.click("Choose…");
    wait_until(&mut desk, |desk| desk.shows("1 PC in the list, all new"));

    let mut desk = Desk::new(|options| options.book = Some(AddressBook::in_memory()));
    wait_until(&mut desk, |desk| desk.shows("No PCs yet"));
    desk.click("Import…");
    desk.click("Choose…");
    assert!(desk.shows("This system has no dialog for files"));
}
