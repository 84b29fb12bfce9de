//! Rows of the list under the pointer: opened behind and in windows of their own, dragged to groups.

use eframe::egui::{Event, Key, Modifiers, PointerButton, Pos2};
use egui_kittest::kittest::Queryable;
use outband::session::flow::PowerState;
use outband::session::pc::PcEvent;
use outband::store::profile::{AddressBook, Book, Profile};

use crate::book::{desk, fill};
use crate::support::desk::{Desk, Look, Tasks, pc};
use crate::support::facts;
use crate::support::hands::{drag, press, wait_until};

/// Clicks twice on a row while these keys are held.
fn double_click(desk: &mut Desk, row: &str, modifiers: Modifiers) {
    let pos = middle(desk, row);
    desk.harness.event(Event::PointerMoved(pos));
    for pressed in [true, false, true, false] {
        desk.harness.event(Event::ModifiersChanged(modifiers));
        desk.harness.event(Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers,
        });
        desk.harness.step();
    }
    desk.harness.event(Event::ModifiersChanged(Modifiers::NONE));
    desk.settle();
}

fn middle(desk: &Desk, label: &str) -> Pos2 {
    let rows = desk.harness.query_all_by_label_contains(label);
    rows.last().unwrap().rect().center()
}

#[test]
fn a_double_click_opens_in_front_with_ctrl_behind_and_with_shift_in_its_own_window() {
    let (mut desk, _book) = desk();
    double_click(&mut desk, "lab-9,", Modifiers::NONE);
    assert!(desk.shows("Close lab-9"));
    press(&mut desk, Modifiers::COMMAND, Key::Comma);
    assert!(desk.shows("Find a setting"));
    double_click(&mut desk, "lab-10,", Modifiers::COMMAND);
    assert!(desk.shows("Find a setting"), "it is opened behind");
    assert!(desk.shows("Close lab-10"));
    assert!(!desk.shows("marked"), "Ctrl was held for another reason");
    double_click(&mut desk, "front-desk-04,", Modifiers::SHIFT);
    assert!(!desk.shows("Close front-desk-04"), "it is not in the strip");
    assert!(desk.shows("Find a setting"));
}

#[test]
fn enter_opens_as_a_double_click_does() {
    let (mut desk, _book) = desk();
    press(&mut desk, Modifiers::COMMAND, Key::Comma);
    desk.click("lab-9, presence unknown");
    press(&mut desk, Modifiers::COMMAND, Key::Enter);
    assert!(desk.shows("Find a setting") && desk.shows("Close lab-9"));
    press(&mut desk, Modifiers::SHIFT, Key::Enter);
    assert!(!desk.shows("Close lab-9"), "its tab has a window now");
}

/// The group of a PC, as it is kept.
fn group(book: &AddressBook, name: &str) -> Option<String> {
    let book: Book = book.read().unwrap();
    book.find(name).unwrap().group.clone()
}

#[test]
fn a_pc_is_dragged_into_a_group_and_that_is_undone() {
    let (mut desk, book) = desk();
    let (from, to) = (middle(&desk, "lab-9,"), middle(&desk, "Reception, 1"));
    drag(&mut desk, from, to);
    wait_until(&mut desk, |_| {
        group(&book, "lab-9").as_deref() == Some("Reception")
    });
    wait_until(&mut desk, |desk| desk.shows("Reception, 2"));
    assert!(desk.shows("1 PC changed"));
    desk.click("Undo");
    wait_until(&mut desk, |_| {
        group(&book, "lab-9").as_deref() == Some("Lab")
    });
}

#[test]
fn all_that_are_marked_are_dragged_together_and_what_falls_beside_stays() {
    let (mut desk, book) = desk();
    desk.click("lab-9, presence unknown");
    press(&mut desk, Modifiers::COMMAND, Key::A);
    let from = middle(&desk, "lab-10,");
    let beside = from + eframe::egui::vec2(600.0, 100.0);
    drag(&mut desk, from, beside);
    assert!(!desk.shows("changed"));
    let to = middle(&desk, "Reception, 1");
    drag(&mut desk, from, to);
    wait_until(&mut desk, |_| {
        ["lab-9", "lab-10", "front-desk-04"]
            .iter()
            .all(|name| group(&book, name).as_deref() == Some("Reception"))
    });
    assert!(desk.shows("3 PCs changed"));
}

#[test]
fn favourites_are_no_group() {
    let book = AddressBook::in_memory();
    fill(&book);
    book.edit(|book| book.update("lab-9", |pc| pc.favourite = true))
        .unwrap();
    let mut desk = crate::book::desk_with(Look::default(), &book);
    let (from, to) = (middle(&desk, "lab-10,"), middle(&desk, "Favourites, 1"));
    drag(&mut desk, from, to);
    assert!(!desk.shows("changed"));
    assert_eq!(group(&book, "lab-10").as_deref(), Some("Lab"));
}

#[test]
fn the_mark_of_an_open_pc_says_that_it_is_off_or_asleep() {
    let book = AddressBook::in_memory();
    book.edit(|book| book.add(Profile::new("lab-12", "10.0.4.17")))
        .unwrap();
    let tasks = Tasks::default();
    let manage = tasks.manage();
    let mut desk = Desk::with(Look::default(), |options| {
        options.book = Some(book);
        options.manage = Some(manage);
        options.pcs = vec![pc("lab-12", "10.0.4.17")];
    });
    desk.tasks = tasks;
    wait_until(&mut desk, |desk| desk.shows("lab-12, open in a tab"));
    desk.pc_tells(PcEvent::LoggedIn { version: None });
    for (state, is_down) in [
        (PowerState::ON, false),
        (PowerState::SLEEP, true),
        (PowerState::OFF, true),
        (PowerState::ON, false),
    ] {
        desk.pc_tells(PcEvent::Power(facts::power(state)));
        let said = desk.shows("lab-12, open in a tab, off or asleep");
        assert_eq!(said, is_down, "{state:?}");
    }
}

#[test]
fn what_was_removed_can_be_brought_back_for_ten_seconds() {
    let (mut desk, _book) = desk();
    desk.click("lab-9, presence unknown");
    press(&mut desk, Modifiers::NONE, Key::Delete);
    assert!(desk.shows("Undo"));
    desk.harness.run_steps(200);
    assert!(desk.shows("Undo"), "after 8 s");
    desk.harness.run_steps(80);
    assert!(!desk.shows("Undo"), "after 11 s");
}
