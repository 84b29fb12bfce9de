//! From the keysyms of a console to what a program on the simulated PC sees.
//!
//! Firmware maps keysyms to the keys of a US keyboard, whatever the console's layout is, and the
//! PC makes characters of them. A keysym for a shifted character types that character without a
//! Shift key; a Shift key that is held shifts the others.
//!
//! Source: `docs/protocol/redirection.md` § 5.11 (observed).

use crate::proto::kvm::keysym::Keysym;

/// What a key press means to a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// A printable ASCII character.
    Char(char),
    /// A letter with Ctrl, in lower case.
    Control(char),
    /// Enter, on the main block or the keypad.
    Enter,
    /// Escape.
    Escape,
    /// Backspace.
    Backspace,
    /// Tab.
    Tab,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Cursor up.
    Up,
    /// Cursor down.
    Down,
    /// Cursor left.
    Left,
    /// Cursor right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Function key, 1..=12.
    F(u8),
    /// Ctrl, Alt and Delete together.
    CtrlAltDelete,
}

/// The modifier keys that are down.
#[derive(Debug, Clone, Default)]
pub struct Keyboard {
    /// One bit per entry of [`MODIFIERS`].
    held: u16,
    caps_lock: bool,
}

impl Keyboard {
    /// Takes one key event and says what a program sees of it, if anything.
    pub fn press(&mut self, keysym: Keysym, down: bool) -> Option<Key> {
        if let Some(index) = MODIFIERS.iter().position(|(sym, _)| *sym == keysym.0) {
            let bit = 1 << index;
            self.held = if down {
                self.held | bit
            } else {
                self.held & !bit
            };
            return None;
        }
        if !down {
            return None;
        }
        if keysym.0 == CAPS_LOCK {
            self.caps_lock = !self.caps_lock;
            return None;
        }
        match named(keysym.0) {
            Some(Key::Delete) if self.is_held(Modifier::Control) && self.is_held(Modifier::Alt) => {
                Some(Key::CtrlAltDelete)
            }
            Some(key) => Some(key),
            None => self.character(keysym.0),
        }
    }

    /// Everything is let go, as when a console disappears.
    pub fn release_all(&mut self) {
        self.held = 0;
    }

    /// No modifier is down; what a careful console leaves behind.
    #[must_use]
    pub const fn is_idle(&self) -> bool {
        self.held == 0
    }

    fn is_held(&self, modifier: Modifier) -> bool {
        MODIFIERS
            .iter()
            .enumerate()
            .any(|(i, (_, m))| *m == modifier && self.held >> i & 1 == 1)
    }

    /// The character that a US keyboard gives for this keysym and the held modifiers.
    fn character(&self, keysym: u32) -> Option<Key> {
        let wanted = char::from_u32(match keysym {
            INTERNATIONAL_BACKSLASH => '\\'.into(),
            KEYPAD_0..=KEYPAD_9 => u32::from('0') + keysym - KEYPAD_0,
            0x20..0x7F => keysym,
            _ => return None,
        })?;
        if self.is_held(Modifier::Control) && wanted.is_ascii_alphabetic() {
            return Some(Key::Control(wanted.to_ascii_lowercase()));
        }
        let shift = self.is_held(Modifier::Shift);
        if wanted.is_ascii_alphabetic() {
            let upper = (wanted.is_ascii_uppercase() || shift) != self.caps_lock;
            let c = if upper {
                wanted.to_ascii_uppercase()
            } else {
                wanted.to_ascii_lowercase()
            };
            return Some(Key::Char(c));
        }
        let shifted = US_SHIFTED.iter().find(|(plain, _)| *plain == wanted);
        Some(Key::Char(match shifted {
            Some((_, shifted)) if shift => *shifted,
            _ => wanted,
        }))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Modifier {
    Shift,
    Control,
    Alt,
    Super,
}

/// Keys with the same meaning under every modifier.
const fn named(keysym: u32) -> Option<Key> {
    Some(match keysym {
        0xFF08 => Key::Backspace,
        0xFF09 => Key::Tab,
        0xFF0D | 0xFF8D => Key::Enter,
        0xFF1B => Key::Escape,
        0xFF50 | 0xFF95 => Key::Home,
        0xFF51 | 0xFF96 => Key::Left,
        0xFF52 | 0xFF97 => Key::Up,
        0xFF53 | 0xFF98 => Key::Right,
        0xFF54 | 0xFF99 => Key::Down,
        0xFF55 | 0xFF9A => Key::PageUp,
        0xFF56 | 0xFF9B => Key::PageDown,
        0xFF57 | 0xFF9C => Key::End,
        0xFF63 | 0xFF9E => Key::Insert,
        0xFFFF | 0xFF9F => Key::Delete,
        0xFFBE => Key::F(1),
        0xFFBF => Key::F(2),
        0xFFC0 => Key::F(3),
        0xFFC1 => Key::F(4),
        0xFFC2 => Key::F(5),
        0xFFC3 => Key::F(6),
        0xFFC4 => Key::F(7),
        0xFFC5 => Key::F(8),
        0xFFC6 => Key::F(9),
        0xFFC7 => Key::F(10),
        0xFFC8 => Key::F(11),
        0xFFC9 => Key::F(12),
        _ => return None,
    })
}

/// Keysyms that only change others. Alt on a keyboard with AltGr arrives as `ISO_Level3_Shift`;
/// Windows keys as Meta or Super.
const MODIFIERS: [(u32, Modifier); 11] = [
    (0xFE03, Modifier::Alt),
    (0xFFE1, Modifier::Shift),
    (0xFFE2, Modifier::Shift),
    (0xFFE3, Modifier::Control),
    (0xFFE4, Modifier::Control),
    (0xFFE7, Modifier::Super),
    (0xFFE8, Modifier::Super),
    (0xFFE9, Modifier::Alt),
    (0xFFEA, Modifier::Alt),
    (0xFFEB, Modifier::Super),
    (0xFFEC, Modifier::Super),
];

const CAPS_LOCK: u32 = 0xFFE5;
const KEYPAD_0: u32 = 0xFFB0;
const KEYPAD_9: u32 = 0xFFB9;
/// Intel's keysym for the key left of Z on European keyboards.
const INTERNATIONAL_BACKSLASH: u32 = 0x1717_0056;

/// What Shift makes of the keys that are no letters, on a US keyboard.
const US_SHIFTED: [(char, char); 21] = [
    ('\'', '"'),
    (',', '<'),
    ('-', '_'),
    ('.', '>'),
    ('/', '?'),
    ('0', ')'),
    ('1', '!'),
    ('2', '@'),
    ('3', '#'),
    ('4', '$'),
    ('5', '%'),
    ('6', '^'),
    ('7', '&'),
    ('8', '*'),
    ('9', '('),
    (';', ':'),
    ('=', '+'),
    ('[', '{'),
    ('\\', '|'),
    (']', '}'),
    ('`', '~'),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn press(keyboard: &mut Keyboard, keysym: u32) -> Option<Key> {
        let key = keyboard.press(Keysym(keysym), true);
        assert_eq!(keyboard.press(Keysym(keysym), false), None);
        key
    }

    #[test]
    fn a_shifted_keysym_types_its_character_without_a_shift_key() {
        let mut keyboard = Keyboard::default();
        assert_eq!(press(&mut keyboard, 0x41), Some(Key::Char('A')));
        assert_eq!(press(&mut keyboard, 0x21), Some(Key::Char('!')));
        assert_eq!(press(&mut keyboard, 0x61), Some(Key::Char('a')));
    }

    #[test]
    fn shift_held_shifts_digits_as_consoles_send_them() {
        let mut keyboard = Keyboard::default();
        keyboard.press(Keysym::SHIFT_L, true);
        assert_eq!(press(&mut keyboard, 0x31), Some(Key::Char('!')));
        assert_eq!(press(&mut keyboard, 0x41), Some(Key::Char('A')));
        assert_eq!(press(&mut keyboard, 0x21), Some(Key::Char('!')));
        keyboard.press(Keysym::SHIFT_L, false);
        assert_eq!(press(&mut keyboard, 0x31), Some(Key::Char('1')));
    }

    #[test]
    fn one_of_two_shift_keys_let_go_leaves_the_other() {
        let mut keyboard = Keyboard::default();
        keyboard.press(Keysym(0xFFE1), true);
        keyboard.press(Keysym(0xFFE2), true);
        keyboard.press(Keysym(0xFFE1), false);
        assert_eq!(press(&mut keyboard, 0x32), Some(Key::Char('@')));
        assert!(!keyboard.is_idle());
        keyboard.release_all();
        assert!(keyboard.is_idle());
    }

    #[test]
    fn three_fingers_are_recognised_in_any_order_of_the_first_two() {
        for order in [[0xFFE3, 0xFFE9], [0xFFEA, 0xFFE4]] {
            let mut keyboard = Keyboard::default();
            for modifier in order {
                keyboard.press(Keysym(modifier), true);
            }
            assert_eq!(press(&mut keyboard, 0xFFFF), Some(Key::CtrlAltDelete));
        }
        let mut keyboard = Keyboard::default();
        assert_eq!(press(&mut keyboard, 0xFFFF), Some(Key::Delete));
    }

    #[test]
    fn characters_beyond_a_us_keyboard_type_nothing() {
        let mut keyboard = Keyboard::default();
        for keysym in [0xA3, 0xE9, 0x0100_20AC, 0x1B, 0x7F, 0xFFFF_FFFF] {
            assert_eq!(press(&mut keyboard, keysym), None, "{keysym:x}");
        }
        assert_eq!(press(&mut keyboard, 0x1717_0056), Some(Key::Char('\\')));
    }

    #[test]
    fn control_and_caps_lock_do_what_they_do_on_a_pc() {
        let mut keyboard = Keyboard::default();
        press(&mut keyboard, CAPS_LOCK);
        assert_eq!(press(&mut keyboard, 0x61), Some(Key::Char('A')));
        assert_eq!(press(&mut keyboard, 0x31), Some(Key::Char('1')));
        keyboard.press(Keysym::CONTROL_L, true);
        assert_eq!(press(&mut keyboard, 0x63), Some(Key::Control('c')));
    }

    #[test]
    fn tables_are_sorted_and_without_doubles() {
        assert!(MODIFIERS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(US_SHIFTED.is_sorted_by(|a, b| a.0 < b.0));
    }
}
