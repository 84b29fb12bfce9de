//! The key that gives the keys back to the window, and begins chords that are for us.

use std::cell::Cell;

use eframe::egui::Key;

use super::said;
use crate::store::settings::Release;

thread_local! {
    /// The one in force, for the thread that draws, as its language is.
    static IN_FORCE: Cell<Release> = const { Cell::new(Release::RightCtrl) };
}

/// From now on this key is it.
pub(crate) fn install(key: Release) {
    IN_FORCE.set(key);
}

/// Where it is on the keyboard.
pub(crate) fn place() -> Key {
    match IN_FORCE.get() {
        Release::RightCtrl => Key::ControlRight,
        Release::RightAlt => Key::AltRight,
        Release::Menu => Key::Menu,
        Release::ScrollLock => Key::ScrollLock,
        Release::Pause => Key::Pause,
    }
}

/// What the one in force is called.
pub(crate) fn name() -> String {
    name_of(IN_FORCE.get())
}

/// What a key is called on the keyboard.
pub(crate) fn name_of(key: Release) -> String {
    said::keys(match key {
        Release::RightCtrl => "Right Ctrl",
        Release::RightAlt => "Right Alt",
        Release::Menu => "Menu",
        Release::ScrollLock => "Scroll Lock",
        Release::Pause => "Pause",
    })
}

/// What the release key is doing while the keys go to a PC.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReleaseKey {
    #[default]
    Up,
    /// Down, and nothing else yet: letting go now frees the keys.
    Down,
    /// Down, and used for a chord.
    Chorded,
}

impl ReleaseKey {
    /// It went down, or is still down.
    pub(crate) fn press(&mut self) {
        if *self == Self::Up {
            *self = Self::Down;
        }
    }

    /// It went up; true if it was tapped alone, which frees the keys.
    pub(crate) fn release(&mut self) -> bool {
        std::mem::take(self) == Self::Down
    }

    /// Another key went down; true if the two are a chord, which is never for the PC.
    pub(crate) fn chord(&mut self) -> bool {
        let is_chord = *self != Self::Up;
        if is_chord {
            *self = Self::Chorded;
        }
        is_chord
    }

    /// Nothing is typed while it is down.
    pub(crate) fn is_up(self) -> bool {
        self == Self::Up
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tap_frees_the_keys_and_a_chord_does_not() {
        let mut key = ReleaseKey::default();
        assert!(!key.chord(), "the key is up");
        key.press();
        key.press(); // The system repeats keys that are held.
        assert!(!key.is_up());
        assert!(key.release() && key.is_up());

        key.press();
        assert!(key.chord() && key.chord());
        key.press();
        assert!(!key.release(), "it was used for a chord");
        assert!(!key.release(), "it went down before the keys were the PC's");
    }
}
