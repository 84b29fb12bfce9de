//! What a PC does to get attention, and what it writes that leads elsewhere: bells and web addresses.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use eframe::egui::{Event as Input, Modifiers, OutputCommand, PointerButton, Pos2, vec2};
use egui_kittest::kittest::Queryable;
use outband::session::Event;
use outband::session::sol::SerialEvent;
use outband::store::paths::Folder;
use outband::store::settings::Settings;
use outband::ui::Sound;

use crate::support::consoles::{Consoles, console_with, go_live};
use crate::support::desk::{Desk, Look, pc, test_screen};

/// How often a bell was heard.
#[derive(Clone, Default)]
struct Heard(Arc<AtomicUsize>);

impl Heard {
    fn sound(&self) -> Sound {
        let heard = Arc::clone(&self.0);
        Sound::new(move || {
            heard.fetch_add(1, Ordering::SeqCst);
        })
    }

    fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

/// Preferences in a folder of this test.
fn preferring(change: impl FnOnce(&mut Settings)) -> (tempfile::TempDir, Folder) {
    let kept = tempfile::tempdir().unwrap();
    let folder = Folder::new(kept.path().to_owned());
    Settings::edit(&folder, change).unwrap();
    (kept, folder)
}

#[test]
fn a_flood_of_bells_on_a_console_sounds_once_for_each_frame() {
    let heard = Heard::default();
    let (mut desk, consoles) = console_with(Look::default(), |options| {
        options.sound = Some(heard.sound());
    });
    go_live(&mut desk, &consoles);
    assert_eq!(heard.count(), 0);
    for _ in 0..20 {
        consoles.tell(SerialEvent::Bell);
    }
    desk.settle();
    assert_eq!(heard.count(), 1);
    assert!(desk.shows("Bell"));
}

#[test]
fn the_bell_of_a_screen_is_heard_and_seen() {
    let heard = Heard::default();
    let mut desk = Desk::with(Look::default(), |options| {
        options.sound = Some(heard.sound());
        options.pcs = vec![pc("lab-12", "10.0.4.17")];
    });
    desk.network.last(|pc| pc.show(&test_screen(64, 48)));
    desk.settle();
    desk.network.last(|pc| pc.tell(Event::Bell));
    desk.settle();
    assert_eq!(heard.count(), 1);
    assert!(desk.shows("Bell"));
    desk.harness.run_steps(100); // four seconds
    assert!(!desk.shows("Bell"));
}

#[test]
fn who_wants_no_sound_sees_the_bell_only() {
    let heard = Heard::default();
    let (_kept, folder) = preferring(|settings| settings.sound.bell = false);
    let (mut desk, consoles) = console_with(Look::default(), |options| {
        options.sound = Some(heard.sound());
        options.folder = Some(folder);
    });
    go_live(&mut desk, &consoles);
    consoles.tell(SerialEvent::Bell);
    desk.settle();
    assert_eq!(heard.count(), 0);
    assert!(desk.shows("Bell"));
}

/// A console with an address in its first row, and a place on it.
fn addressed(change: impl FnOnce(&mut Settings)) -> (Desk, Consoles, Pos2, tempfile::TempDir) {
    let (kept, folder) = preferring(change);
    let (mut desk, consoles) = console_with(Look::default(), |options| {
        options.folder = Some(folder);
    });
    go_live(&mut desk, &consoles);
    let line = "https://example.com/".repeat(4);
    consoles.write(format!("\x1B[2J\x1B[1;1H{}", line.replace("com/h", "com/ h")).as_bytes());
    desk.settle();
    let view = desk.harness.get_by_label("Serial console of lab-12, live");
    let at = view.rect().center_top() + vec2(0.0, 24.0);
    (desk, consoles, at, kept)
}

/// Clicks with these keys held; gives the addresses that the window asks the system to open.
fn click(desk: &mut Desk, pos: Pos2, modifiers: Modifiers) -> Vec<String> {
    let mut opened = Vec::new();
    let mut events = vec![Input::PointerMoved(pos)];
    for pressed in [true, false] {
        events.push(Input::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers,
        });
    }
    desk.harness.event(Input::ModifiersChanged(modifiers));
    for event in events {
        desk.harness.event(event);
        desk.harness.step();
        let output = desk.harness.output();
        for command in &output.platform_output.commands {
            if let OutputCommand::OpenUrl(url) = command {
                opened.push(url.url.clone());
            }
        }
    }
    opened
}

#[test]
fn an_address_is_opened_with_ctrl_where_that_is_preferred() {
    let (mut desk, _consoles, at, _kept) = addressed(|settings| settings.terminal.links = true);
    assert_eq!(click(&mut desk, at, Modifiers::NONE), [""; 0]);
    let opened = click(&mut desk, at, Modifiers::COMMAND | Modifiers::CTRL);
    assert_eq!(opened, ["https://example.com/"]);
}

#[test]
fn at_first_no_address_of_a_console_can_be_opened() {
    let (mut desk, _consoles, at, _kept) = addressed(|_| {});
    let opened = click(&mut desk, at, Modifiers::COMMAND | Modifiers::CTRL);
    assert_eq!(opened, [""; 0]);
}
