//! The key that gives the keys back to the window, and begins chords that are for us.

use eframe::egui::Key;

/// Where the release key is on the keyboard.
pub(crate) const RELEASE_KEY: Key = Key::ControlRight;

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
