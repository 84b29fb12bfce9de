//! What the bytes of a serial console mean as characters.

/// How the host encodes characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Charset {
    /// UTF-8: Linux, VT-UTF8 firmware.
    #[default]
    Utf8,
    /// Code page 437: PC-ANSI firmware. The triangles and arrows below 20h are shown.
    Cp437,
    /// Code page 437 as Intel firmware was seen to use it: AEh is the registered sign, 10h a
    /// blank.
    IntelAscii,
}

impl Charset {
    /// All of them, in the order of a menu.
    pub const ALL: [Self; 3] = [Self::Utf8, Self::Cp437, Self::IntelAscii];

    /// Name in menus, settings and options.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Cp437 => "cp437",
            Self::IntelAscii => "intel-ascii",
        }
    }

    /// The charset of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|charset| charset.name() == name)
    }

    /// What a byte below 20h draws; `None` for real control characters and those that draw
    /// nothing.
    ///
    /// Source: `docs/protocol/redirection.md` § 4.10: EDK2 draws with 10h, 11h, 18h, 19h, 1Eh and
    /// 1Fh in PC-ANSI (spec); `MeshCommander` shows 10h as a blank and 18h, 19h as arrows in every
    /// mode (observed).
    #[must_use]
    pub const fn glyph(self, control: u8) -> Option<char> {
        match (control, self) {
            (0x18, _) => Some('↑'),
            (0x19, _) => Some('↓'),
            (0x10, Self::Cp437) => Some('►'),
            (0x10, Self::Utf8 | Self::IntelAscii) => Some(' '),
            (0x11, Self::Cp437 | Self::IntelAscii) => Some('◄'),
            (0x1E, Self::Cp437 | Self::IntelAscii) => Some('▲'),
            (0x1F, Self::Cp437 | Self::IntelAscii) => Some('▼'),
            _ => None,
        }
    }

    /// The character of a byte from 80h on. In UTF-8 no such byte is a character.
    #[must_use]
    pub fn high(self, byte: u8) -> char {
        let index = usize::from(byte & 0x7F);
        match self {
            Self::Utf8 => char::REPLACEMENT_CHARACTER,
            Self::IntelAscii if byte == 0xAE => '®',
            Self::Cp437 | Self::IntelAscii => CP437.get(index).copied().unwrap_or(' '),
        }
    }

    /// Appends the bytes that type `c`; false if the charset has no such character. Control
    /// characters are no text: see `keys`.
    pub fn encode(self, c: char, out: &mut Vec<u8>) -> bool {
        if matches!(c, ' '..='~') {
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            return true;
        }
        if c.is_control() {
            return false;
        }
        if self == Self::Utf8 {
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            return true;
        }
        let byte = (0x80..=0xFF).find(|byte| self.high(*byte) == c);
        out.extend(byte);
        byte.is_some()
    }
}

/// Code page 437 from 80h on. Source: Unicode consortium, `VENDORS/MICSFT/PC/CP437.TXT` (spec).
const CP437: [char; 128] = [
    'Ç', 'ü', 'é', 'â', 'ä', 'à', 'å', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'ì', 'Ä', 'Å', // 80
    'É', 'æ', 'Æ', 'ô', 'ö', 'ò', 'û', 'ù', 'ÿ', 'Ö', 'Ü', '¢', '£', '¥', '₧', 'ƒ', // 90
    'á', 'í', 'ó', 'ú', 'ñ', 'Ñ', 'ª', 'º', '¿', '⌐', '¬', '½', '¼', '¡', '«', '»', // A0
    '░', '▒', '▓', '│', '┤', '╡', '╢', '╖', '╕', '╣', '║', '╗', '╝', '╜', '╛', '┐', // B0
    '└', '┴', '┬', '├', '─', '┼', '╞', '╟', '╚', '╔', '╩', '╦', '╠', '═', '╬', '╧', // C0
    '╨', '╤', '╥', '╙', '╘', '╒', '╓', '╫', '╪', '┘', '┌', '█', '▄', '▌', '▐', '▀', // D0
    'α', 'ß', 'Γ', 'π', 'Σ', 'σ', 'µ', 'τ', 'Φ', 'Θ', 'Ω', 'δ', '∞', 'φ', 'ε', '∩', // E0
    '≡', '±', '≥', '≤', '⌠', '⌡', '÷', '≈', '°', '∙', '·', '√', 'ⁿ', '²', '■', '\u{A0}', // F0
];

#[cfg(test)]
mod tests {
    use super::*;

    /// EDK2's PC-ANSI drawing bytes, from `docs/protocol/redirection.md` § 4.10.
    const EDK2: &str = "─C4 │B3 ┌DA ┐BF └C0 ┘D9 ├C3 ┤B4 ┬C2 ┴C1 ┼C5 ═CD ║BA ╔C9 ╗BB ╚C8 ╝BC ╠CC ╣B9 \
                        ╦CB ╩CA ╬CE █DB ░B0 ▲1E ►10 ▼1F ◄11 ↑18 ↓19";

    #[test]
    fn every_drawing_character_of_edk2_is_shown_as_itself() {
        for entry in EDK2.split_whitespace() {
            let mut chars = entry.chars();
            let c = chars.next().unwrap();
            let byte = u8::from_str_radix(chars.as_str(), 16).unwrap();
            let shown = if byte < 0x20 {
                Charset::Cp437.glyph(byte).unwrap()
            } else {
                Charset::Cp437.high(byte)
            };
            assert_eq!(shown, c, "{byte:02X}");
        }
    }

    #[test]
    fn intel_ascii_differs_in_the_two_bytes_that_were_seen() {
        let differing: Vec<u8> = (0..=0xFF)
            .filter(|b| {
                let shown = |charset: Charset| match *b {
                    0..0x20 => charset.glyph(*b),
                    0x80.. => Some(charset.high(*b)),
                    _ => None,
                };
                shown(Charset::Cp437) != shown(Charset::IntelAscii)
            })
            .collect();
        assert_eq!(differing, [0x10, 0xAE]);
    }

    #[test]
    fn every_high_byte_is_a_character_of_its_own_and_can_be_typed() {
        for charset in [Charset::Cp437, Charset::IntelAscii] {
            for byte in 0x80..=0xFF {
                let mut out = Vec::new();
                assert!(charset.encode(charset.high(byte), &mut out));
                assert_eq!(out, [byte]);
            }
        }
    }

    #[test]
    fn what_a_charset_lacks_is_not_typed() {
        let mut out = Vec::new();
        assert!(!Charset::Cp437.encode('€', &mut out));
        assert!(!Charset::Utf8.encode('\u{1B}', &mut out));
        assert!(out.is_empty());
        assert!(Charset::Utf8.encode('€', &mut out));
        assert_eq!(out, "€".as_bytes());
    }

    #[test]
    fn names_lead_back_to_their_charsets() {
        for charset in Charset::ALL {
            assert_eq!(Charset::from_name(charset.name()), Some(charset));
        }
        assert_eq!(Charset::from_name("ebcdic"), None);
    }
}
