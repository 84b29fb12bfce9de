//! X11 keysyms, the names RFB gives to keys.
//!
//! Firmware translates a keysym into the USB usage of a key on a US keyboard, and the PC's own
//! layout turns that into a character. A keyboard is therefore best mapped by the *position* of
//! its keys; text is best sent as bare characters, for which firmware presses Shift by itself.
//!
//! Sources: `docs/protocol/redirection.md` § 5.11 (observed in `MeshCommander` unless a row says
//! otherwise); X11 `keysymdef.h` for the names and numbers.

/// A key by its X11 keysym. An open set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Keysym(pub u32);

impl Keysym {
    /// Space bar.
    pub const SPACE: Self = Self(0x20);
    /// Backspace.
    pub const BACKSPACE: Self = Self(0xFF08);
    /// Tab.
    pub const TAB: Self = Self(0xFF09);
    /// Enter on the main block, and on the keypad: firmware has no usage of its own for that one.
    pub const RETURN: Self = Self(0xFF0D);
    /// Pause. `MeshCommander` sends 13, a Windows code, with doubtful effect.
    pub const PAUSE: Self = Self(0xFF13);
    /// Scroll Lock. `MeshCommander` sends 91, a Windows code.
    pub const SCROLL_LOCK: Self = Self(0xFF14);
    /// Escape.
    pub const ESCAPE: Self = Self(0xFF1B);
    /// Home.
    pub const HOME: Self = Self(0xFF50);
    /// Arrow left.
    pub const LEFT: Self = Self(0xFF51);
    /// Arrow up.
    pub const UP: Self = Self(0xFF52);
    /// Arrow right.
    pub const RIGHT: Self = Self(0xFF53);
    /// Arrow down.
    pub const DOWN: Self = Self(0xFF54);
    /// Page up.
    pub const PAGE_UP: Self = Self(0xFF55);
    /// Page down.
    pub const PAGE_DOWN: Self = Self(0xFF56);
    /// End.
    pub const END: Self = Self(0xFF57);
    /// Print Screen. `MeshCommander` sends 2C, a Windows code that types a comma.
    pub const PRINT: Self = Self(0xFF61);
    /// Insert.
    pub const INSERT: Self = Self(0xFF63);
    /// Menu. `MeshCommander` sends 5D, a Windows code that types "]".
    pub const MENU: Self = Self(0xFF67);
    /// Num Lock. `MeshCommander` sends 90, a Windows code.
    pub const NUM_LOCK: Self = Self(0xFF7F);
    /// Enter of the keypad (X11; untested on firmware, hence not in the key map).
    pub const KP_ENTER: Self = Self(0xFF8D);
    /// Asterisk of the keypad (X11; untested on firmware).
    pub const KP_MULTIPLY: Self = Self(0xFFAA);
    /// Plus of the keypad (X11; untested on firmware).
    pub const KP_ADD: Self = Self(0xFFAB);
    /// Minus of the keypad (X11; untested on firmware).
    pub const KP_SUBTRACT: Self = Self(0xFFAD);
    /// Decimal separator of the keypad (X11; untested on firmware).
    pub const KP_DECIMAL: Self = Self(0xFFAE);
    /// Slash of the keypad (X11; untested on firmware).
    pub const KP_DIVIDE: Self = Self(0xFFAF);
    /// Left Shift.
    pub const SHIFT_L: Self = Self(0xFFE1);
    /// Right Shift.
    pub const SHIFT_R: Self = Self(0xFFE2);
    /// Left Control.
    pub const CONTROL_L: Self = Self(0xFFE3);
    /// Right Control.
    pub const CONTROL_R: Self = Self(0xFFE4);
    /// Caps Lock. `MeshCommander` sends 14, a Windows code.
    pub const CAPS_LOCK: Self = Self(0xFFE5);
    /// Left Windows key as `MeshCommander` sends it.
    pub const META_L: Self = Self(0xFFE7);
    /// Right Windows key as `MeshCommander` sends it.
    pub const META_R: Self = Self(0xFFE8);
    /// Left Alt.
    pub const ALT_L: Self = Self(0xFFE9);
    /// Right Alt, on many layouts `AltGr`.
    pub const ALT_R: Self = Self(0xFFEA);
    /// Left Windows key as ordinary VNC viewers send it.
    pub const SUPER_L: Self = Self(0xFFEB);
    /// Right Windows key as ordinary VNC viewers send it.
    pub const SUPER_R: Self = Self(0xFFEC);
    /// Delete.
    pub const DELETE: Self = Self(0xFFFF);

    // Intel's own keysyms for keys that a US keyboard lacks; USB usage in brackets.
    /// The 102nd key of European keyboards, left of Z (64).
    pub const INTL_BACKSLASH: Self = Self(0x1717_0056);
    /// Japanese Hiragana/Katakana key (88).
    pub const JP_KANA: Self = Self(0x1717_0070);
    /// Japanese backslash and underscore key (87).
    pub const JP_RO: Self = Self(0x1717_0073);
    /// Japanese Convert key, henkan (8A).
    pub const JP_CONVERT: Self = Self(0x1717_0079);
    /// Japanese `NoConvert` key, muhenkan (8B).
    pub const JP_NO_CONVERT: Self = Self(0x1717_007B);
    /// Japanese yen and pipe key (89).
    pub const JP_YEN: Self = Self(0x1717_007D);

    /// Function key `n`, 1 to 12; firmware maps no others.
    #[must_use]
    pub const fn function(n: u8) -> Option<Self> {
        match n {
            1..=12 => Some(Self(0xFFBD + n as u32)),
            _ => None,
        }
    }

    /// Digit `n` of the keypad, 0 to 9 (X11; untested on firmware).
    #[must_use]
    pub const fn keypad_digit(n: u8) -> Option<Self> {
        match n {
            0..=9 => Some(Self(0xFFB0 + n as u32)),
            _ => None,
        }
    }

    /// The keysym that types `c` by itself, without a modifier.
    ///
    /// Latin-1 characters are their own keysyms; a line feed is Enter. Everything else has a
    /// keysym of `0x0100_0000` plus its code point, which ordinary VNC servers know and firmware
    /// does not; so does firmware ignore Latin-1 beyond the keys of a US keyboard. `None` for
    /// control characters.
    #[must_use]
    pub const fn from_char(c: char) -> Option<Self> {
        match c {
            '\n' | '\r' => Some(Self::RETURN),
            '\t' => Some(Self::TAB),
            '\u{8}' => Some(Self::BACKSPACE),
            '\u{1B}' => Some(Self::ESCAPE),
            '\u{7F}' => Some(Self::DELETE),
            ' '..='~' | '\u{A0}'..='\u{FF}' => Some(Self(c as u32)),
            '\0'..='\u{9F}' => None,
            _ => Some(Self(0x0100_0000 + c as u32)),
        }
    }

    /// A US keyboard, and so firmware, has a key for this keysym if it is a character.
    #[must_use]
    pub const fn is_ascii(self) -> bool {
        matches!(self.0, 0x20..=0x7E)
    }

    /// A US keyboard types this character with Shift.
    #[must_use]
    pub const fn is_shifted(self) -> bool {
        matches!(
            self.0,
            0x21..=0x26 | 0x28..=0x2B | 0x3A | 0x3C | 0x3E..=0x5A | 0x5E..=0x5F | 0x7B..=0x7E
        )
    }

    /// A key that is held while others are pressed: Shift, Ctrl, Alt, Windows, on either side.
    #[must_use]
    pub const fn is_modifier(self) -> bool {
        matches!(
            self,
            Self::SHIFT_L
                | Self::SHIFT_R
                | Self::CONTROL_L
                | Self::CONTROL_R
                | Self::ALT_L
                | Self::ALT_R
                | Self::META_L
                | Self::META_R
                | Self::SUPER_L
                | Self::SUPER_R
        )
    }

    /// The key that people call `name`, in any case: `ctrl`, `del`, `f12`, `pgup`, `a`, `;`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let mut chars = name.chars();
        if let (Some(c), None) = (chars.next(), chars.next()) {
            return Self::from_char(c.to_ascii_lowercase());
        }
        let name = name.to_ascii_lowercase();
        if let Some(n) = name.strip_prefix('f').and_then(|n| n.parse().ok()) {
            return Self::function(n);
        }
        NAMES
            .binary_search_by_key(&name.as_str(), |(known, _)| known)
            .ok()
            .and_then(|row| NAMES.get(row))
            .map(|(_, keysym)| *keysym)
    }

    /// What people call this key, as [`named`](Self::named) understands it; `None` for keys that
    /// no keyboard has.
    #[must_use]
    pub fn name(self) -> Option<String> {
        let is = |key: Self| key == self;
        if let Some(n) = (1..=12).find(|n| Self::function(*n).is_some_and(is)) {
            return Some(format!("f{n}"));
        }
        if self.is_ascii() && self.0 != 0x20 {
            return char::from_u32(self.0).map(String::from);
        }
        // Shortest first: `del` and `esc` are what keyboards have on them.
        let names = NAMES.iter().filter(|(_, key)| is(*key));
        let name = names.map(|(name, _)| *name).min_by_key(|name| name.len());
        name.map(str::to_owned)
    }
}

/// Which keysyms the Windows keys get.
///
/// Two readings exist and neither is documented by Intel: `MeshCommander` sends Meta, ordinary
/// VNC viewers and kvm-pilot send Super (untested on firmware).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum WindowsKeys {
    /// `FFE7` and `FFE8`; what firmware is known to understand.
    #[default]
    Meta,
    /// `FFEB` and `FFEC`; what ordinary VNC servers understand.
    Super,
}

impl WindowsKeys {
    /// The left Windows key.
    #[must_use]
    pub const fn left(self) -> Keysym {
        match self {
            Self::Meta => Keysym::META_L,
            Self::Super => Keysym::SUPER_L,
        }
    }

    /// The right Windows key.
    #[must_use]
    pub const fn right(self) -> Keysym {
        match self {
            Self::Meta => Keysym::META_R,
            Self::Super => Keysym::SUPER_R,
        }
    }
}

/// Names of keys that are no single character and no function key, sorted.
const NAMES: &[(&str, Keysym)] = &[
    ("alt", Keysym::ALT_L),
    ("altgr", Keysym::ALT_R),
    ("backspace", Keysym::BACKSPACE),
    ("capslock", Keysym::CAPS_LOCK),
    ("convert", Keysym::JP_CONVERT),
    ("ctrl", Keysym::CONTROL_L),
    ("del", Keysym::DELETE),
    ("delete", Keysym::DELETE),
    ("down", Keysym::DOWN),
    ("end", Keysym::END),
    ("enter", Keysym::RETURN),
    ("esc", Keysym::ESCAPE),
    ("escape", Keysym::ESCAPE),
    ("home", Keysym::HOME),
    ("ins", Keysym::INSERT),
    ("insert", Keysym::INSERT),
    ("intlbackslash", Keysym::INTL_BACKSLASH),
    ("kana", Keysym::JP_KANA),
    ("left", Keysym::LEFT),
    ("menu", Keysym::MENU),
    ("meta", Keysym::META_L),
    ("noconvert", Keysym::JP_NO_CONVERT),
    ("numlock", Keysym::NUM_LOCK),
    ("pagedown", Keysym::PAGE_DOWN),
    ("pageup", Keysym::PAGE_UP),
    ("pause", Keysym::PAUSE),
    ("pgdn", Keysym::PAGE_DOWN),
    ("pgup", Keysym::PAGE_UP),
    ("plus", Keysym(0x2B)),
    ("print", Keysym::PRINT),
    ("ralt", Keysym::ALT_R),
    ("rctrl", Keysym::CONTROL_R),
    ("return", Keysym::RETURN),
    ("right", Keysym::RIGHT),
    ("ro", Keysym::JP_RO),
    ("rshift", Keysym::SHIFT_R),
    ("scrolllock", Keysym::SCROLL_LOCK),
    ("shift", Keysym::SHIFT_L),
    ("space", Keysym::SPACE),
    ("super", Keysym::SUPER_L),
    ("tab", Keysym::TAB),
    ("up", Keysym::UP),
    ("win", Keysym::META_L),
    ("yen", Keysym::JP_YEN),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_unique_and_found() {
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
        for (name, keysym) in NAMES {
            assert_eq!(Keysym::named(name), Some(*keysym), "{name}");
            assert_eq!(Keysym::named(&name.to_uppercase()), Some(*keysym));
        }
        let named = (0x20..=0x7E).chain(0xFF00..=0xFFFF).map(Keysym);
        for (keysym, name) in named.filter_map(|keysym| Some((keysym, keysym.name()?))) {
            // Capitals are the key with Shift.
            let again = char::from_u32(keysym.0).map_or(keysym, |c| match c {
                'A'..='Z' => Keysym(keysym.0 + 0x20),
                _ => keysym,
            });
            assert_eq!(Keysym::named(&name), Some(again), "{name}");
        }
        for (keysym, name) in [
            (Keysym::DELETE, "del"),
            (Keysym::ESCAPE, "esc"),
            (Keysym(0x20), "space"),
            (Keysym(0xFFC9), "f12"),
            (Keysym(0x2B), "+"),
        ] {
            assert_eq!(keysym.name().as_deref(), Some(name));
        }
        assert_eq!(Keysym(0xFF01).name(), None);
        assert_eq!(Keysym::named("A"), Some(Keysym(0x61)));
        assert_eq!(Keysym::named("f"), Some(Keysym(0x66)));
        assert_eq!(Keysym::named("F12"), Some(Keysym(0xFFC9)));
        assert_eq!(Keysym::named("f13"), None);
        assert_eq!(Keysym::named("f256"), None);
        assert_eq!(Keysym::named(""), None);
        assert_eq!(Keysym::named("any"), None);
    }

    /// The numbers of the specification, written down a second time.
    #[test]
    fn constants_have_the_numbers_of_the_specification() {
        for (n, expected) in (1..=12).zip(0xFFBE..) {
            assert_eq!(Keysym::function(n), Some(Keysym(expected)));
        }
        assert_eq!(Keysym::function(0), None);
        assert_eq!(Keysym::keypad_digit(9), Some(Keysym(0xFFB9)));
        assert_eq!(Keysym::keypad_digit(10), None);
        let navigation = [
            (Keysym::HOME, 0xFF50),
            (Keysym::LEFT, 0xFF51),
            (Keysym::UP, 0xFF52),
            (Keysym::RIGHT, 0xFF53),
            (Keysym::DOWN, 0xFF54),
            (Keysym::PAGE_UP, 0xFF55),
            (Keysym::PAGE_DOWN, 0xFF56),
            (Keysym::END, 0xFF57),
            (Keysym::INSERT, 0xFF63),
            (Keysym::DELETE, 0xFFFF),
        ];
        for (keysym, number) in navigation {
            assert_eq!(keysym.0, number);
        }
        assert_eq!(WindowsKeys::default().left().0, 0xFFE7);
        assert_eq!(WindowsKeys::Super.right().0, 0xFFEC);
    }

    #[test]
    fn characters_type_themselves_and_control_characters_nothing() {
        assert_eq!(Keysym::from_char('A'), Some(Keysym(0x41)));
        assert_eq!(Keysym::from_char('!'), Some(Keysym(0x21)));
        assert_eq!(Keysym::from_char('\n'), Some(Keysym::RETURN));
        assert_eq!(Keysym::from_char('é'), Some(Keysym(0xE9)));
        assert_eq!(Keysym::from_char('€'), Some(Keysym(0x0100_20AC)));
        assert_eq!(Keysym::from_char('\u{1}'), None);
        assert_eq!(Keysym::from_char('\u{90}'), None);
        assert!(Keysym(0x7E).is_ascii() && !Keysym(0xE9).is_ascii());
        let shifted: String = (' '..='~')
            .filter(|c| Keysym::from_char(*c).unwrap().is_shifted())
            .collect();
        assert_eq!(shifted, "!\"#$%&()*+:<>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ^_{|}~");
    }
}
