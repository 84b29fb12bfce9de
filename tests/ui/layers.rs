//! Menus, popovers and questions over a PC: what closes them does nothing else, and afterwards the
//! keys are where they were.

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, Pos2};
use egui_kittest::kittest::Queryable;
use outband::session::flow::PowerState;
use outband::session::pc::PcEvent;
use outband::store::profile::{AddressBook, Profile};

use crate::support::consoles::{Consoles, console_with, go_live, open};
use crate::support::desk::{Desk, Look, pc, test_screen};
use crate::support::facts;
use crate::support::hands::{click_at, press};

/// A live screen of a PC that is on.
fn screen() -> Desk {
    let mut desk = Desk::served(Look::default(), true);
    desk.network.last(|pc| pc.show(&test_screen(640, 400)));
    desk.pc_tells(PcEvent::LoggedIn { version: None });
    desk.pc_tells(PcEvent::Power(facts::power(PowerState::ON)));
    desk.settle();
    desk
}

/// A place on the picture that no menu covers.
fn on_the_picture(desk: &Desk) -> Pos2 {
    let picture = desk.harness.get_by_label_contains("Screen of").rect();
    picture.center() + eframe::egui::vec2(0.0, picture.height() / 5.0)
}

fn buttons_heard(desk: &Desk) -> bool {
    desk.heard().contains(":1")
}

fn types_to_the_pc(desk: &mut Desk) -> bool {
    desk.heard();
    desk.harness.key_press(Key::A);
    desk.settle();
    desk.heard().contains("+61")
}

#[test]
fn the_menu_of_the_tab_in_front_opens_by_key() {
    let mut desk = Desk::new(|_| {});
    press(&mut desk, Modifiers::COMMAND, Key::H);
    let journal = |desk: &Desk| desk.shows("What is never stored here");
    for key in [(Modifiers::SHIFT, Key::F10), (Modifiers::NONE, Key::Menu)] {
        assert!(journal(&desk));
        press(&mut desk, key.0, key.1);
        let row = desk.harness.get_by_label("Close tab").rect();
        let tab = desk
            .harness
            .get_by_role_and_label(Role::Tab, "Journal")
            .rect();
        assert!(
            row.top() > tab.bottom() && row.left() < tab.right(),
            "{key:?}"
        );
        press(&mut desk, Modifiers::NONE, Key::Escape);
        assert!(!desk.shows("Close tab"));
    }
    press(&mut desk, Modifiers::SHIFT, Key::F10);
    press(&mut desk, Modifiers::NONE, Key::Enter);
    assert!(!journal(&desk), "the first row has the keys");
}

#[test]
fn a_setting_is_found_by_its_name() {
    let mut desk = Desk::new(|_| {});
    press(&mut desk, Modifiers::COMMAND, Key::Comma);
    press(&mut desk, Modifiers::COMMAND, Key::F);
    let find = |desk: &mut Desk, text: &str| {
        for _ in 0..40 {
            desk.harness.key_press(Key::Backspace);
        }
        desk.harness.event(Event::Text(text.to_owned()));
        desk.settle();
    };
    find(&mut desk, "encryp");
    assert!(desk.shows("Safety"));
    assert!(!desk.shows("Folders") && !desk.shows("Keys of Journal"));
    find(&mut desk, "journal");
    assert!(desk.shows("Keys of Journal") && !desk.shows("Keys of Wall"));
    find(&mut desk, "shortcuts");
    assert!(desk.shows("Keys of Journal") && desk.shows("Keys of Wall"));
    find(&mut desk, "no such thing");
    assert!(desk.shows("No setting is called this"));
}

#[test]
fn a_click_beside_a_menu_closes_it_and_is_no_click_on_the_pc() {
    let mut desk = screen();
    for (menu, row) in [("Power", "Restart now…"), ("More", "Disconnect")] {
        desk.click(menu);
        assert!(desk.shows(row), "{menu}");
        desk.heard();
        let at = on_the_picture(&desk);
        click_at(&mut desk, at);
        assert!(!desk.shows(row), "{menu} is closed");
        assert!(!buttons_heard(&desk), "{menu}");
        click_at(&mut desk, at);
        assert!(buttons_heard(&desk), "the next click is the PC's");
    }
}

#[test]
fn a_click_beside_a_popover_closes_it_and_the_keys_are_the_pcs_again() {
    let mut desk = screen();
    desk.click("Paste");
    assert!(desk.shows("Text to type"));
    desk.heard();
    let stage = desk.harness.get_by_label_contains("Screen of").rect();
    click_at(
        &mut desk,
        stage.right_bottom() - eframe::egui::vec2(30.0, 30.0),
    );
    assert!(!desk.shows("Text to type"));
    assert!(!buttons_heard(&desk));
    assert!(types_to_the_pc(&mut desk));
}

#[test]
fn after_every_answer_over_the_screen_the_keys_are_the_pcs_again() {
    let mut desk = screen();
    assert!(types_to_the_pc(&mut desk));
    for answer in ["Cancel", "Restart"] {
        desk.click("Power");
        desk.click("Restart now…");
        assert!(desk.shows("Restart lab-12 now?"));
        desk.click(answer);
        if answer == "Cancel" {
            // Leads back to the menu.
            desk.harness.key_press(Key::Escape);
            desk.settle();
        }
        assert!(types_to_the_pc(&mut desk), "after {answer}");
    }
    desk.click("Power");
    desk.harness.key_press(Key::Escape);
    desk.settle();
    assert!(types_to_the_pc(&mut desk), "after Escape");
}

fn powered_console() -> (Desk, Consoles) {
    let tasks = crate::support::desk::Tasks::default();
    let manage = tasks.manage();
    let (mut desk, consoles) = console_with(Look::default(), |options| {
        options.manage = Some(manage);
    });
    desk.tasks = tasks;
    desk.pc_tells(PcEvent::LoggedIn { version: None });
    desk.pc_tells(PcEvent::Power(facts::power(PowerState::ON)));
    go_live(&mut desk, &consoles);
    (desk, consoles)
}

#[test]
fn after_the_question_about_bios_setup_the_terminal_has_the_keys_again() {
    let (mut desk, consoles) = powered_console();
    for answer in ["Cancel", "Restart"] {
        desk.click("Restart into BIOS setup");
        assert!(desk.shows("Restart lab-12 into BIOS setup?"));
        consoles.asked();
        desk.click(answer);
        desk.harness.key_press(Key::F2);
        desk.settle();
        assert_eq!(consoles.keys(), ["F(2)"], "after {answer}");
    }
    assert!(desk.pc_heard().contains("BiosSetup"));
}

#[test]
fn a_click_beside_a_menu_of_the_console_leaves_its_selection() {
    let (mut desk, consoles) = open(Look::default());
    consoles.write(b"login: operator");
    desk.settle();
    consoles.last(|served| {
        let by = outband::terminal::SelectBy::Word;
        served.terminal.lock().start_selection(by, 8, 0, false);
    });
    let selected =
        |consoles: &Consoles| consoles.last(|served| served.terminal.lock().selected_text());
    assert_eq!(selected(&consoles).as_deref(), Some("operator"));
    desk.click("Keys");
    let console = desk
        .harness
        .get_by_label_contains("Serial console of")
        .rect();
    let at = console.right_bottom() - eframe::egui::vec2(40.0, 40.0);
    click_at(&mut desk, at);
    assert!(!desk.shows("Test keys"), "the menu is closed");
    assert_eq!(selected(&consoles).as_deref(), Some("operator"));
    // Not so near that it is a double click.
    click_at(&mut desk, at - eframe::egui::vec2(200.0, 0.0));
    assert_eq!(
        selected(&consoles),
        None,
        "the next click is the terminal's"
    );
}

#[test]
fn the_keys_stay_here_while_a_sheet_or_the_help_is_open() {
    let mut desk = Desk::live(Look::default(), 640, 400);
    desk.harness.key_press(Key::ControlRight);
    desk.settle();
    desk.harness.key_press(Key::F1);
    desk.settle();
    assert!(desk.shows("Help: Screen"));
    assert!(desk.shows("Right Ctrl+W"), "chords are listed");
    desk.heard();
    desk.harness.key_press(Key::A);
    desk.settle();
    assert_eq!(desk.heard(), "");
    desk.harness
        .get_by_label("Find a key or an action")
        .type_text("screensh");
    desk.settle();
    assert!(desk.shows("Screenshot") && !desk.shows("Right Ctrl+W"));
    desk.harness.key_press(Key::Escape);
    desk.settle();
    assert!(!desk.shows("Help: Screen"));
}

#[test]
fn ctrl_f_looks_where_there_is_something_to_be_found() {
    let book = AddressBook::in_memory();
    book.edit(|book| book.add(Profile::new("lab-9", "10.0.5.9")))
        .unwrap();
    let keep = tempfile::tempdir().unwrap();
    let folder = outband::store::paths::Folder::new(keep.path().to_owned());
    let mut desk = Desk::with(Look::default(), |options| {
        options.book = Some(book);
        options.folder = Some(folder);
        options.pcs = vec![pc("lab-12", "10.0.4.17")];
    });
    let press = |desk: &mut Desk, key| {
        desk.harness.key_press_modifiers(Modifiers::COMMAND, key);
        desk.settle();
    };
    press(&mut desk, Key::F);
    assert!(desk.harness.get_by_label("Search or address").is_focused());
    press(&mut desk, Key::H);
    for _ in 0..2000 {
        desk.harness.step();
        if desk.shows("newest first") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    press(&mut desk, Key::F);
    assert!(desk.harness.get_by_label("Filter").is_focused());
}

#[test]
fn shift_f10_opens_the_menu_of_the_selected_pc() {
    let book = AddressBook::in_memory();
    book.edit(|book| book.add(Profile::new("lab-9", "10.0.5.9")))
        .unwrap();
    let mut desk = Desk::with(Look::default(), |options| options.book = Some(book));
    for _ in 0..2000 {
        desk.harness.step();
        if desk.shows("lab-9") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    desk.settle();
    for key in [(Modifiers::SHIFT, Key::F10), (Modifiers::NONE, Key::Menu)] {
        desk.click("lab-9, presence unknown");
        desk.harness.key_press_modifiers(key.0, key.1);
        desk.settle();
        assert!(desk.shows("Facts and logs"), "{key:?}");
        let row = desk.harness.get_by_label("Facts and logs").rect();
        let pc = desk.harness.get_by_label("lab-9, presence unknown").rect();
        assert!(
            row.top() > pc.bottom() && row.left() < pc.right(),
            "at its row"
        );
        desk.harness.key_press(Key::Escape);
        desk.settle();
        assert!(!desk.shows("Facts and logs"), "{key:?}");
    }
}
