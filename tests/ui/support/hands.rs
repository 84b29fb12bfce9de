//! What a person's hands do in a window under test, and waiting for what comes of it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use eframe::egui::accesskit::Live;
use eframe::egui::{
    DroppedFile, Event, Key, Modifiers, PointerButton, Pos2, ViewportCommand, ViewportId,
};

use egui_kittest::kittest::Queryable as _;

use super::desk::Desk;

/// Draws until it is so: files are read and written on threads.
pub(crate) fn wait_until(desk: &mut Desk, is_so: impl Fn(&Desk) -> bool) {
    for _ in 0..2000 {
        desk.harness.step();
        if is_so(desk) {
            desk.settle();
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    unreachable!("waited in vain");
}

/// A key is pressed and let go with these held.
pub(crate) fn press(desk: &mut Desk, modifiers: Modifiers, key: Key) {
    desk.harness.key_press_modifiers(modifiers, key);
    desk.settle();
}

/// A key goes down, or up.
pub(crate) fn key(desk: &mut Desk, key: Key, pressed: bool) {
    desk.harness.event(Event::Key {
        key,
        physical_key: Some(key),
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    });
    desk.harness.step();
}

/// The first button of the mouse goes down and up, each in a frame of its own.
pub(crate) fn click_at(desk: &mut Desk, at: Pos2) {
    desk.harness.event(Event::PointerMoved(at));
    desk.harness.step();
    for pressed in [true, false] {
        desk.harness.event(Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        desk.harness.step();
    }
    desk.settle();
}

/// A file over the window, of which only the name is of interest.
#[derive(Debug)]
pub(crate) struct Dropped(pub(crate) PathBuf);

impl DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Err("nobody reads it here".to_owned())
    }
}

/// Runs one frame; what the window asks of the system in it.
pub(crate) fn commands_of_a_step(desk: &mut Desk) -> Vec<ViewportCommand> {
    desk.harness.step();
    let viewports = &desk.harness.output().viewport_output;
    let root = viewports.get(&ViewportId::ROOT);
    root.map(|root| root.commands.clone()).unwrap_or_default()
}

/// Puts the cursor into the field of this name and types.
pub(crate) fn type_into(desk: &mut Desk, label: &str, text: &str) {
    desk.harness.get_by_label(label).focus();
    desk.settle();
    desk.harness.get_by_label(label).type_text(text);
    desk.settle();
}

/// Drags with the left button, in small steps.
pub(crate) fn drag(desk: &mut Desk, from: Pos2, to: Pos2) {
    let button = |pos, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    desk.harness.event(Event::PointerMoved(from));
    desk.harness.step();
    desk.harness.event(button(from, true));
    desk.harness.step();
    for part in 1..=10 {
        let at = from + (to - from) * (part as f32 / 10.0);
        desk.harness.event(Event::PointerMoved(at));
        desk.harness.step();
    }
    desk.harness.event(button(to, false));
    desk.settle();
}

/// What screen readers say in its turn.
pub(crate) fn announced(desk: &Desk) -> Vec<String> {
    let live = desk
        .harness
        .query_all_by(|node| node.live() == Live::Polite);
    live.filter_map(|node| node.value()).collect()
}
