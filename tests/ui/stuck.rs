//! No key and no button stays down on a PC, whatever happens here; and the keys of the system go
//! there only while somebody sees that they do.

use std::sync::{Arc, Mutex};

use eframe::App as _;
use eframe::egui::{Event as UiEvent, Key, Modifiers, PointerButton};
use egui_kittest::kittest::{NodeT as _, Queryable};
use outband::session::flow::{OptInRequired, OptInState};
use outband::session::pc::PcEvent;
use outband::session::{Ending, Event, Fault};
use outband::store::paths::Folder;
use outband::store::settings::Settings;
use outband::ui::{SystemKeys, SystemKeysRefused};

use crate::support::desk::{Desk, Look, pc, test_screen};
use crate::support::facts;
use crate::support::hands::key;

/// A key and a button are down on the PC, and it has heard so.
fn hold(desk: &mut Desk) {
    desk.heard();
    let middle = desk
        .harness
        .get_by_label_contains("Screen of")
        .rect()
        .center();
    desk.harness.event(UiEvent::PointerMoved(middle));
    desk.harness.event(UiEvent::PointerButton {
        pos: middle,
        button: PointerButton::Primary,
        pressed: true,
        modifiers: Modifiers::NONE,
    });
    desk.harness.step();
    key(desk, Key::A, true);
    let heard = desk.heard();
    assert!(heard.contains(":1") && heard.contains("+61"), "{heard}");
}

/// What the PC hears afterwards lets go of everything, and says nothing more.
fn assert_let_go(desk: &mut Desk, what: &str) {
    let heard = desk.heard();
    assert!(heard.contains("ReleaseAll"), "{what}: {heard}");
    let after = heard.rsplit("ReleaseAll").next().unwrap_or_default();
    assert!(!after.contains('+'), "{what}: {heard}");
    key(desk, Key::A, false);
    key(desk, Key::B, true);
    key(desk, Key::B, false);
    let heard = desk.heard();
    assert!(
        !heard.contains("61") && !heard.contains("62"),
        "{what}: {heard}"
    );
}

fn desk() -> Desk {
    Desk::live(Look::default(), 640, 400)
}

#[test]
fn losing_the_focus_of_the_window_lets_go() {
    let mut desk = desk();
    hold(&mut desk);
    desk.harness.event(UiEvent::WindowFocused(false));
    desk.harness.input_mut().focused = false;
    desk.settle();
    assert_let_go(&mut desk, "focus lost");
}

#[test]
fn another_tab_lets_go() {
    let mut desk = desk();
    hold(&mut desk);
    desk.click("New tab");
    assert_let_go(&mut desk, "another tab");
}

#[test]
fn another_view_of_the_pc_lets_go() {
    let mut desk = Desk::served(Look::default(), true);
    desk.network.last(|pc| pc.show(&test_screen(640, 400)));
    desk.settle();
    hold(&mut desk);
    desk.click("Device");
    assert_let_go(&mut desk, "another view");
}

#[test]
fn a_question_over_the_picture_lets_go() {
    let mut desk = Desk::served(Look::default(), true);
    desk.network.last(|pc| pc.show(&test_screen(640, 400)));
    desk.settle();
    hold(&mut desk);
    let policy = facts::policy(OptInRequired::KVM, OptInState::REQUESTED);
    desk.pc_tells(PcEvent::Policy(Some(policy)));
    assert!(desk.shows("Asking the PC to show its code"));
    assert_let_go(&mut desk, "strip");
}

#[test]
fn the_palette_lets_go() {
    let mut desk = desk();
    hold(&mut desk);
    key(&mut desk, Key::ControlRight, true);
    key(&mut desk, Key::K, true);
    key(&mut desk, Key::K, false);
    key(&mut desk, Key::ControlRight, false);
    desk.settle();
    assert_let_go(&mut desk, "palette");
}

#[test]
fn disconnecting_lets_go_before_it_closes() {
    let mut desk = desk();
    hold(&mut desk);
    desk.click("More");
    desk.click("Disconnect");
    let heard = desk.heard();
    let (release, close) = (heard.rfind("ReleaseAll"), heard.rfind("Close"));
    assert!(release.is_some() && release < close, "{heard}");
}

#[test]
fn a_lost_screen_that_is_back_hears_only_what_is_pressed_then() {
    let mut desk = desk();
    hold(&mut desk);
    let ending = Ending::Reset;
    desk.network.last(|pc| {
        pc.tell(Event::Interrupted {
            fault: Fault::Lost { ending },
            again_in: std::time::Duration::from_secs(1),
            attempt: 1,
        });
    });
    desk.settle();
    key(&mut desk, Key::A, false);
    desk.network.last(|pc| pc.show(&test_screen(640, 400)));
    desk.settle();
    desk.heard();
    key(&mut desk, Key::C, true);
    key(&mut desk, Key::C, false);
    let heard = desk.heard();
    assert_eq!(heard.replace("ReleaseAll", "").trim(), "+63 -63");
}

#[test]
fn closing_the_tab_lets_go() {
    let mut desk = desk();
    hold(&mut desk);
    desk.click("Close lab-12");
    let heard = desk.heard();
    assert!(heard.contains("ReleaseAll"), "{heard}");
}

#[test]
fn closing_the_window_lets_go() {
    let mut desk = desk();
    hold(&mut desk);
    desk.harness.state_mut().on_exit();
    assert_eq!(desk.heard(), "ReleaseAll");
}

#[test]
fn a_menu_of_the_toolbar_lets_go() {
    let mut desk = desk();
    hold(&mut desk);
    desk.click("Keys");
    assert_let_go(&mut desk, "menu");
}

/// A keyboard of the system: whether it was taken, what it hears, and whether it is refused.
#[derive(Clone, Default)]
struct Keyboard(Arc<Mutex<(bool, Vec<UiEvent>, bool)>>);

impl SystemKeys for Keyboard {
    fn want(&mut self, on: bool) {
        self.0.lock().unwrap().0 = on;
    }

    fn poll(&mut self, events: &mut Vec<UiEvent>) -> Result<(), SystemKeysRefused> {
        let (taken, heard, refused) = &mut *self.0.lock().unwrap();
        events.append(heard);
        if *taken && *refused {
            *taken = false;
            return Err(SystemKeysRefused);
        }
        Ok(())
    }
}

impl Keyboard {
    fn is_taken(&self) -> bool {
        self.0.lock().unwrap().0
    }

    fn tap(&self, key: Key) {
        for pressed in [true, false] {
            self.0.lock().unwrap().1.push(UiEvent::Key {
                key,
                physical_key: Some(key),
                pressed,
                repeat: false,
                modifiers: Modifiers::NONE,
            });
        }
    }
}

fn grabbing_desk() -> (Desk, Keyboard) {
    let keyboard = Keyboard::default();
    let lent = keyboard.clone();
    let mut desk = Desk::with(Look::default(), |options| {
        options.pcs = vec![pc("lab-12", "10.0.4.17")];
        options.system_keys = Some(Ok(Box::new(lent)));
    });
    desk.network.last(|pc| pc.show(&test_screen(640, 400)));
    desk.settle();
    desk.heard();
    (desk, keyboard)
}

#[test]
fn keys_of_the_system_are_taken_when_asked_for_and_only_while_the_picture_has_the_keys() {
    let (mut desk, keyboard) = grabbing_desk();
    assert!(!keyboard.is_taken(), "off by default");
    desk.click("Grab system keys");
    assert!(keyboard.is_taken());
    assert!(desk.shows("even Alt+Tab"));
    desk.heard();
    keyboard.tap(Key::SuperLeft);
    desk.settle();
    assert_eq!(desk.heard(), "+FFE7 -FFE7");

    desk.harness.input_mut().focused = false;
    desk.settle();
    assert!(!keyboard.is_taken(), "another window");
    desk.harness.input_mut().focused = true;
    desk.settle();
    assert!(keyboard.is_taken());
    desk.click("New tab");
    assert!(!keyboard.is_taken(), "another tab");
    desk.click("lab-12, live");
    assert!(keyboard.is_taken());
    desk.click("More");
    assert!(!keyboard.is_taken(), "a menu");
    desk.click("Disconnect");
    assert!(!keyboard.is_taken(), "nothing to type on");
}

#[test]
fn who_wants_that_gives_the_keys_of_the_system_to_every_pc() {
    let keep = tempfile::tempdir().unwrap();
    let folder = Folder::new(keep.path().to_owned());
    Settings::edit(&folder, |settings| settings.keyboard.grab = true).unwrap();
    let keyboard = Keyboard::default();
    let lent = keyboard.clone();
    let mut desk = Desk::with(Look::default(), |options| {
        options.folder = Some(folder);
        options.pcs = vec![pc("lab-12", "10.0.4.17")];
        options.system_keys = Some(Ok(Box::new(lent)));
    });
    assert!(!keyboard.is_taken(), "there is nothing to type on");
    desk.network.last(|pc| pc.show(&test_screen(640, 400)));
    desk.settle();
    assert!(keyboard.is_taken());
    desk.click("Grab system keys");
    assert!(!keyboard.is_taken());
}

#[test]
fn the_release_key_gives_the_keys_of_the_system_back() {
    let (mut desk, keyboard) = grabbing_desk();
    desk.click("Grab system keys");
    keyboard.tap(Key::ControlRight);
    desk.settle();
    assert!(!keyboard.is_taken());
    assert!(desk.shows("Keys go to your own computer again"));
}

#[test]
fn a_keyboard_that_somebody_else_holds_is_said_and_not_asked_for_again() {
    let (mut desk, keyboard) = grabbing_desk();
    keyboard.0.lock().unwrap().2 = true;
    desk.click("Grab system keys");
    assert!(desk.shows("The keys of the system stay here"));
    assert!(!keyboard.is_taken());
    assert!(!desk.shows("even Alt+Tab"));
}

#[test]
fn where_the_system_lends_no_keys_the_button_says_why() {
    let desk = desk();
    let button = desk.harness.get_by_label("Grab system keys");
    assert!(button.accesskit_node().is_disabled());
}
