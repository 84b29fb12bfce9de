//! Keys of the person's keyboard to keys of a terminal, and the chords that are ours.
//!
//! Unlike a screen, a serial console gets characters, as the person's own layout makes them.

use eframe::egui::{Event, ImeEvent, Key as Place, Modifiers as Held};

use crate::terminal::{Key, Modifiers};
use crate::ui::action::Action;
use crate::ui::release_key::{self, ReleaseKey};

/// What came of a keyboard event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Typed {
    /// For the PC.
    Key(Key, Modifiers),
    /// For this view.
    Own(Own),
    /// A shortcut of the window: the release key, then another.
    Run(Action),
    /// The keys belong to the window again.
    Free,
}

/// What keys do in this view and nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Own {
    Copy,
    Paste,
    Find,
    PageUp,
    PageDown,
    Top,
    Bottom,
}

/// The keyboard as long as its keys go to a serial console.
#[derive(Debug, Default)]
pub(super) struct Keyboard {
    release_key: ReleaseKey,
    /// The last event was a key that was used, so that its text is no key of its own.
    text_is_used: bool,
}

impl Keyboard {
    /// Turns the events of one frame into what is to be done, in their order.
    pub(super) fn take(&mut self, events: &[Event]) -> Vec<Typed> {
        let mut typed = Vec::new();
        for event in events {
            let used = std::mem::take(&mut self.text_is_used);
            match event {
                Event::Key {
                    key,
                    physical_key,
                    pressed,
                    modifiers,
                    ..
                } => {
                    if physical_key.unwrap_or(*key) == release_key::place() {
                        match *pressed {
                            true => self.release_key.press(),
                            false => {
                                typed.extend(self.release_key.release().then_some(Typed::Free))
                            }
                        }
                    } else if *pressed {
                        typed.extend(self.press(*key, *modifiers));
                    }
                }
                Event::Text(text) if !used && self.release_key.is_up() => {
                    typed.extend(characters(text));
                }
                Event::Ime(ImeEvent::Commit(text)) => typed.extend(characters(text)),
                _ => {}
            }
            if typed.last() == Some(&Typed::Free) {
                // What follows is not meant for the PC any more.
                break;
            }
        }
        typed
    }

    /// The keys go elsewhere from now on.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    fn press(&mut self, place: Place, held: Held) -> Option<Typed> {
        if is_modifier(place) {
            return None;
        }
        if self.release_key.chord() {
            self.text_is_used = true;
            return match place {
                Place::C => Some(Typed::Own(Own::Copy)),
                Place::V => Some(Typed::Own(Own::Paste)),
                place => Action::of_chord(place).map(Typed::Run),
            };
        }
        if let Some(own) = own(place, held) {
            self.text_is_used = true;
            return Some(Typed::Own(own));
        }
        let modifiers = Modifiers {
            shift: held.shift,
            ctrl: held.ctrl,
            alt: held.alt,
        };
        if let Some(key) = named(place) {
            self.text_is_used = true;
            return Some(Typed::Key(key, modifiers));
        }
        // AltGr is Ctrl and Alt on some systems, and makes a character of its own.
        if held.ctrl == held.alt {
            return None;
        }
        let name = place.symbol_or_name();
        let mut chars = name.chars();
        let c = match (chars.next(), chars.next()) {
            (Some(c), None) => c,
            _ => *SYMBOLS
                .iter()
                .find(|(known, _)| *known == place)
                .map(|(_, c)| c)?,
        };
        self.text_is_used = true;
        let c = if held.shift {
            c
        } else {
            c.to_ascii_lowercase()
        };
        Some(Typed::Key(Key::Char(c), modifiers))
    }
}

/// Chords of ours that no console needs.
fn own(place: Place, held: Held) -> Option<Own> {
    match (place, held.ctrl, held.shift, held.alt) {
        (Place::C, true, true, false) => Some(Own::Copy),
        (Place::V, true, true, false) | (Place::Insert, false, true, false) => Some(Own::Paste),
        (Place::F, true, true, false) => Some(Own::Find),
        (Place::PageUp, false, true, false) => Some(Own::PageUp),
        (Place::PageDown, false, true, false) => Some(Own::PageDown),
        (Place::Home, false, true, false) => Some(Own::Top),
        (Place::End, false, true, false) => Some(Own::Bottom),
        _ => None,
    }
}

fn characters(text: &str) -> impl Iterator<Item = Typed> {
    text.chars()
        .filter(|c| !c.is_control())
        .map(|c| Typed::Key(Key::Char(c), Modifiers::default()))
}

const fn is_modifier(place: Place) -> bool {
    matches!(
        place,
        Place::ControlLeft
            | Place::ControlRight
            | Place::ShiftLeft
            | Place::ShiftRight
            | Place::AltLeft
            | Place::AltRight
            | Place::SuperLeft
            | Place::SuperRight
    )
}

const fn named(place: Place) -> Option<Key> {
    Some(match place {
        Place::Enter => Key::Enter,
        Place::Tab => Key::Tab,
        Place::Backspace => Key::Backspace,
        Place::Escape => Key::Escape,
        Place::ArrowUp => Key::Up,
        Place::ArrowDown => Key::Down,
        Place::ArrowLeft => Key::Left,
        Place::ArrowRight => Key::Right,
        Place::Home => Key::Home,
        Place::End => Key::End,
        Place::Insert => Key::Insert,
        Place::Delete => Key::Delete,
        Place::PageUp => Key::PageUp,
        Place::PageDown => Key::PageDown,
        Place::F1 => Key::F(1),
        Place::F2 => Key::F(2),
        Place::F3 => Key::F(3),
        Place::F4 => Key::F(4),
        Place::F5 => Key::F(5),
        Place::F6 => Key::F(6),
        Place::F7 => Key::F(7),
        Place::F8 => Key::F(8),
        Place::F9 => Key::F(9),
        Place::F10 => Key::F(10),
        Place::F11 => Key::F(11),
        Place::F12 => Key::F(12),
        _ => return None,
    })
}

/// Keys whose name is no character, and what they stand for with Ctrl.
const SYMBOLS: [(Place, char); 7] = [
    (Place::Space, ' '),
    (Place::OpenBracket, '['),
    (Place::CloseBracket, ']'),
    (Place::Backslash, '\\'),
    (Place::Minus, '-'),
    (Place::Slash, '/'),
    (Place::Questionmark, '?'),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn key(key: Place, pressed: bool, modifiers: Held) -> Event {
        Event::Key {
            key,
            physical_key: Some(key),
            pressed,
            repeat: false,
            modifiers,
        }
    }

    fn press(place: Place, held: Held) -> Vec<Typed> {
        Keyboard::default().take(&[key(place, true, held)])
    }

    const CTRL: Modifiers = Modifiers {
        shift: false,
        ctrl: true,
        alt: false,
    };

    #[test]
    fn text_is_typed_and_keys_without_text_are_pressed() {
        let events = [
            key(Place::A, true, Held::NONE),
            Event::Text("ä".into()),
            key(Place::F10, true, Held::NONE),
            key(Place::F10, false, Held::NONE),
        ];
        let plain = Modifiers::default();
        assert_eq!(
            Keyboard::default().take(&events),
            [
                Typed::Key(Key::Char('ä'), plain),
                Typed::Key(Key::F(10), plain)
            ]
        );
    }

    #[test]
    fn control_characters_go_to_the_pc_and_clipboard_chords_do_not() {
        assert_eq!(
            press(Place::C, Held::CTRL),
            [Typed::Key(Key::Char('c'), CTRL)]
        );
        assert_eq!(
            press(Place::CloseBracket, Held::CTRL),
            [Typed::Key(Key::Char(']'), CTRL)]
        );
        let both = Held::CTRL | Held::SHIFT;
        assert_eq!(press(Place::C, both), [Typed::Own(Own::Copy)]);
        assert_eq!(press(Place::V, both), [Typed::Own(Own::Paste)]);
        assert_eq!(press(Place::PageUp, Held::SHIFT), [Typed::Own(Own::PageUp)]);
    }

    #[test]
    fn alt_gr_types_its_character_only() {
        let events = [
            key(Place::Q, true, Held::CTRL | Held::ALT),
            Event::Text("@".into()),
        ];
        let typed = Keyboard::default().take(&events);
        assert_eq!(typed, [Typed::Key(Key::Char('@'), Modifiers::default())]);
    }

    #[test]
    fn the_release_key_frees_the_keys_or_begins_a_chord() {
        let tap = [
            key(release_key::place(), true, Held::CTRL),
            key(release_key::place(), false, Held::NONE),
            Event::Text("x".into()),
        ];
        assert_eq!(Keyboard::default().take(&tap), [Typed::Free]);
        let chord = [
            key(release_key::place(), true, Held::CTRL),
            key(Place::V, true, Held::CTRL),
            key(release_key::place(), false, Held::NONE),
        ];
        assert_eq!(Keyboard::default().take(&chord), [Typed::Own(Own::Paste)]);
    }
}
