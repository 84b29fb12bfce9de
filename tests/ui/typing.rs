//! A text that is typed on the PC: in which layout, while somebody looks, and until Escape.

use eframe::egui::{Event as UiEvent, Key};
use egui_kittest::kittest::Queryable;
use outband::session::Event;
use outband::store::paths::Folder;
use outband::store::profile::{AddressBook, Profile};

use crate::support::desk::{Desk, Look, pc, test_screen};
use crate::support::hands::{key, wait_until};

fn progress(desk: &mut Desk, done: usize) {
    let (total, skipped) = (10, 0);
    let event = Event::Typing {
        done,
        total,
        skipped,
    };
    desk.network.last(|pc| pc.tell(event));
    desk.settle();
}

fn focus_window(desk: &mut Desk, focused: bool) {
    desk.harness.event(UiEvent::WindowFocused(focused));
    desk.harness.input_mut().focused = focused;
    desk.settle();
}

#[test]
fn typing_waits_while_the_window_or_the_tab_is_not_in_front() {
    let mut desk = Desk::live(Look::default(), 640, 400);
    progress(&mut desk, 1);
    assert!(desk.shows("Typing, 1 of 10") && !desk.shows("Waits until"));
    desk.heard();
    focus_window(&mut desk, false);
    let heard = desk.heard();
    assert_eq!(heard.matches("PauseTyping").count(), 1, "{heard}");
    assert!(desk.shows("Waits until this window is in front"));
    focus_window(&mut desk, true);
    assert_eq!(desk.heard().matches("ResumeTyping").count(), 1);
    assert!(!desk.shows("Waits until"));
    desk.click("New tab");
    assert!(desk.heard().contains("PauseTyping"));
    progress(&mut desk, 10);
    focus_window(&mut desk, false);
    assert!(!desk.heard().contains("Typing"), "there is nothing left");
}

#[test]
fn escape_stops_what_is_typed_and_is_the_pcs_again_afterwards() {
    let mut desk = Desk::live(Look::default(), 640, 400);
    progress(&mut desk, 1);
    desk.heard();
    key(&mut desk, Key::Escape, true);
    key(&mut desk, Key::Escape, false);
    let heard = desk.heard();
    assert!(
        heard.contains("StopTyping") && !heard.contains("+FF1B"),
        "{heard}"
    );
    progress(&mut desk, 10);
    key(&mut desk, Key::Escape, true);
    assert!(desk.heard().to_uppercase().contains("+FF1B"));
}

#[test]
fn the_layout_that_was_chosen_is_kept_with_the_pc() {
    let folder = tempfile::tempdir().unwrap();
    let book = AddressBook::new(&Folder::new(folder.path().to_owned()));
    let saved = Profile::new("lab-12", "10.0.4.17");
    book.edit(|book| book.add(saved.clone())).unwrap();
    let kept = book.clone();
    let mut desk = Desk::with(Look::default(), |options| {
        options.book = Some(kept);
        // Opened by its address: the book knows which PC that is.
        options.pcs = vec![pc("somewhere", "10.0.4.17")];
    });
    desk.network.last(|pc| pc.show(&test_screen(640, 400)));
    desk.settle();
    desk.click("Paste");
    desk.harness.event(UiEvent::Paste("hallo".to_owned()));
    desk.settle();
    desk.harness.get_by_label("Layout on the PC").click();
    desk.settle();
    desk.click("German");
    desk.click("Type");
    let layout = || {
        let book = book.read().unwrap();
        book.find("lab-12").unwrap().layout.clone()
    };
    wait_until(&mut desk, |_| layout().is_some());
    assert_eq!(layout().as_deref(), Some("de"));
}

#[test]
fn a_modifier_that_stays_down_shows_and_a_click_lets_it_go() {
    let mut desk = Desk::live(Look::default(), 640, 400);
    desk.heard();
    key(&mut desk, Key::ControlLeft, true);
    let chip = "Ctrl is down on the PC, let it go";
    desk.harness.run_steps(1);
    assert!(!desk.shows(chip), "not at once");
    wait_until(&mut desk, |desk| desk.shows(chip));
    desk.heard();
    desk.click(chip);
    let heard = desk.heard().to_uppercase();
    assert!(
        heard.contains("-FFE3") || heard.contains("RELEASEALL"),
        "{heard}"
    );
    assert!(!desk.shows(chip));
}
