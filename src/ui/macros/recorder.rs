//! Keys that are pressed on the PC, written down as the steps of a macro.

use crate::proto::kvm::keysym::Keysym;
use crate::session::Command;

/// Writes down what is pressed.
#[derive(Debug, Default)]
pub(super) struct Recorder {
    /// Keys that are down, in the order in which they went there.
    down: Vec<Keysym>,
    /// The modifiers that are down are part of no step yet.
    is_open: bool,
    /// When the last step was written, in seconds of egui's clock.
    last: Option<f64>,
}

/// What a command adds to a macro.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    /// A pause before it, in seconds.
    pub(super) pause: Option<f64>,
    /// The keys, such as `ctrl+alt+del`.
    pub(super) keys: String,
}

impl Recorder {
    /// Takes a command that goes to the PC at `now`; returns the step that came of it.
    ///
    /// A key is written with the modifiers that are down, a modifier if it comes up alone.
    pub(super) fn note(&mut self, now: f64, command: &Command) -> Option<Step> {
        match command {
            Command::ReleaseAll => {
                *self = Self {
                    last: self.last,
                    ..Self::default()
                };
                None
            }
            // A key that is held repeats; once is what was meant.
            Command::Key { keysym, down: true } if self.down.contains(keysym) => None,
            Command::Key { keysym, down: true } => {
                self.down.push(*keysym);
                self.is_open = keysym.is_modifier();
                if self.is_open { None } else { self.step(now) }
            }
            Command::Key { keysym, .. } => {
                let alone = std::mem::take(&mut self.is_open);
                let step = if alone { self.step(now) } else { None };
                self.down.retain(|held| held != keysym);
                step
            }
            // Where characters are sent, the keys are chosen below the window.
            Command::Character(c) => {
                let shift = if c.is_uppercase() { "shift+" } else { "" };
                let name = Keysym::from_char(*c).and_then(Keysym::name)?;
                Some(self.pressed(now, format!("{shift}{}", name.to_lowercase())))
            }
            _ => None,
        }
    }

    /// What is down: the modifiers, then the last other key.
    fn step(&mut self, now: f64) -> Option<Step> {
        let modifiers = self.down.iter().filter(|key| key.is_modifier());
        let mut others = self.down.iter().filter(|key| !key.is_modifier());
        let keys: Vec<_> = modifiers.chain(others.next_back()).copied().collect();
        Some(self.pressed(now, chord(&keys)?))
    }

    fn pressed(&mut self, now: f64, keys: String) -> Step {
        let since = self.last.map_or(0.0, |last| now - last);
        self.last = Some(now);
        Step {
            pause: (since >= LEAST_PAUSE).then_some(since),
            keys,
        }
    }
}

/// Keys that are pressed together, as a step has them; `None` if one of them has no name.
pub(super) fn chord(keys: &[Keysym]) -> Option<String> {
    let is_chord = keys.len() > 1;
    let name = |key: &Keysym| match key.name()? {
        plus if plus == "+" && is_chord => Some("plus".to_owned()),
        name => Some(name.to_lowercase()),
    };
    let names: Option<Vec<_>> = keys.iter().map(name).collect();
    names.map(|names| names.join("+"))
}

/// Seconds between two keys from which on the pause is written down too.
const LEAST_PAUSE: f64 = 0.7;

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(keys: &[(&str, bool)]) -> Vec<String> {
        let mut recorder = Recorder::default();
        let command = |(name, down): &(&str, bool)| Command::Key {
            keysym: Keysym::named(name).unwrap(),
            down: *down,
        };
        let noted = keys.iter().map(command);
        noted
            .filter_map(|command| Some(recorder.note(0.0, &command)?.keys))
            .collect()
    }

    #[test]
    fn keys_are_written_with_the_modifiers_that_are_down() {
        let chord = [("ctrl", true), ("alt", true), ("f2", true), ("f2", true)];
        assert_eq!(steps(&chord), ["ctrl+alt+f2"]);
        let menu = [("down", true), ("down", false), ("enter", true)];
        assert_eq!(steps(&menu), ["down", "enter"]);
        let plus = [("+", true), ("+", false), ("ctrl", true), ("+", true)];
        assert_eq!(steps(&plus), ["+", "ctrl+plus"]);
        let character = Command::Character('É');
        assert_eq!(Recorder::default().note(0.0, &character), None);
        let character = Recorder::default().note(0.0, &Command::Character('A'));
        assert_eq!(character.unwrap().keys, "shift+a");
        // Two letters that overlap, as fast typing has them.
        let fast = [("a", true), ("b", true), ("a", false), ("b", false)];
        assert_eq!(steps(&fast), ["a", "b"]);
    }

    #[test]
    fn a_modifier_alone_is_a_key_when_it_comes_up() {
        assert_eq!(steps(&[("win", true), ("win", false)]), ["win"]);
        let used = [("alt", true), ("tab", true), ("tab", false), ("alt", false)];
        assert_eq!(steps(&used), ["alt+tab"]);
    }

    #[test]
    fn long_pauses_are_told_and_what_is_released_is_forgotten() {
        let mut recorder = Recorder::default();
        let press = |name| Command::Key {
            keysym: Keysym::named(name).unwrap(),
            down: true,
        };
        assert_eq!(recorder.note(5.0, &press("ctrl")), None);
        assert_eq!(recorder.note(5.0, &Command::ReleaseAll), None);
        let step = |pause, keys: &str| {
            let keys = keys.to_owned();
            Some(Step { pause, keys })
        };
        assert_eq!(recorder.note(6.0, &press("f2")), step(None, "f2"));
        assert_eq!(recorder.note(6.5, &press("up")), step(None, "up"));
        assert_eq!(recorder.note(8.0, &press("x")), step(Some(1.5), "x"));
    }
}
