//! What is chosen for one host, and what its keys become.

use super::{Dialect, Key, Modifiers};
use crate::terminal::{Charset, KeyModes};

/// How keys become bytes: chosen for each device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Keyboard {
    /// Escape sequences.
    pub dialect: Dialect,
    /// Enter.
    pub enter: EnterSends,
    /// Backspace.
    pub backspace: BackspaceSends,
    /// Characters.
    pub charset: Charset,
}

impl Keyboard {
    /// Appends what `key` sends; false, and nothing, if this host has nothing for it.
    ///
    /// Alt sends ESC ahead of a character, as terminals do.
    pub fn encode(
        &self,
        key: Key,
        modifiers: Modifiers,
        modes: KeyModes,
        out: &mut Vec<u8>,
    ) -> bool {
        let before = out.len();
        if modifiers.alt && matches!(key, Key::Char(_) | Key::Enter | Key::Backspace | Key::Tab) {
            out.push(ESC);
        }
        let sent = match key {
            Key::Char(c) if modifiers.ctrl => match control(c) {
                Some(byte) => {
                    out.push(byte);
                    true
                }
                None => false,
            },
            Key::Char(c) => self.charset.encode(c, out),
            Key::Enter => {
                out.extend_from_slice(self.enter.bytes());
                true
            }
            Key::Tab if modifiers.shift && self.dialect == Dialect::Xterm => {
                out.extend_from_slice(b"\x1B[Z");
                true
            }
            Key::Tab => {
                out.push(b'\t');
                true
            }
            Key::Backspace => {
                out.push(match self.backspace {
                    BackspaceSends::Backspace => 0x08,
                    BackspaceSends::Delete => 0x7F,
                });
                true
            }
            Key::Escape => {
                out.push(ESC);
                true
            }
            key => match self.dialect.sequence(key) {
                Some(sequence) => {
                    self.escape_sequence(key, sequence, modifiers, modes, out);
                    true
                }
                None => false,
            },
        };
        if !sent {
            out.truncate(before);
        }
        sent
    }

    fn escape_sequence(
        &self,
        key: Key,
        sequence: &str,
        modifiers: Modifiers,
        modes: KeyModes,
        out: &mut Vec<u8>,
    ) {
        out.push(ESC);
        let arrow = matches!(key, Key::Up | Key::Down | Key::Left | Key::Right);
        let application = modes.application_cursor
            || modes.application_keypad && self.dialect.arrows_follow_keypad();
        // xterm: 1 + shift + 2 × alt + 4 × control, between the brackets.
        let held = 1
            + u8::from(modifiers.shift)
            + 2 * u8::from(modifiers.alt)
            + 4 * u8::from(modifiers.ctrl);
        match sequence.split_at_checked(1) {
            Some((_, last)) if self.dialect == Dialect::Xterm && held > 1 => {
                let (number, last) = match last.strip_suffix('~') {
                    Some(number) => (number, "~"),
                    None => ("1", last),
                };
                out.extend_from_slice(format!("[{number};{held}{last}").as_bytes());
            }
            Some(("[", last)) if arrow && application => {
                out.push(b'O');
                out.extend_from_slice(last.as_bytes());
            }
            _ => out.extend_from_slice(sequence.as_bytes()),
        }
    }
}

/// What Enter sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum EnterSends {
    /// CR: right for firmware and for a login prompt.
    #[default]
    Cr,
    /// LF.
    Lf,
    /// CR LF: what some other AMT consoles send.
    CrLf,
}

impl EnterSends {
    /// All of them, in the order of a menu.
    pub const ALL: [Self; 3] = [Self::Cr, Self::Lf, Self::CrLf];

    /// The bytes.
    #[must_use]
    pub const fn bytes(self) -> &'static [u8] {
        match self {
            Self::Cr => b"\r",
            Self::Lf => b"\n",
            Self::CrLf => b"\r\n",
        }
    }

    /// Name in settings and options.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cr => "cr",
            Self::Lf => "lf",
            Self::CrLf => "crlf",
        }
    }

    /// The choice of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.name() == name)
    }
}

/// What Backspace sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum BackspaceSends {
    /// 08h. Firmware takes 7Fh for Delete.
    #[default]
    Backspace,
    /// 7Fh: what Linux expects by default.
    Delete,
}

impl BackspaceSends {
    /// Name in settings and options.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Backspace => "08",
            Self::Delete => "7f",
        }
    }

    /// The choice of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "08" => Some(Self::Backspace),
            "7f" => Some(Self::Delete),
            _ => None,
        }
    }
}

/// The control character of Ctrl and a key: `@ A–Z [ \ ] ^ _`, with the digits and the blank that
/// stand for those without a key of their own.
const fn control(c: char) -> Option<u8> {
    Some(match c.to_ascii_uppercase() {
        ' ' | '2' => 0x00,
        c @ '@'..='_' => c as u8 & 0x1F,
        '3' => 0x1B,
        '4' => 0x1C,
        '5' => 0x1D,
        '6' => 0x1E,
        '7' | '/' | '-' => 0x1F,
        '8' | '?' => 0x7F,
        _ => return None,
    })
}

const ESC: u8 = 0x1B;

#[cfg(test)]
mod tests {
    use super::*;

    /// The key table of `docs/protocol/redirection.md` § 4.10, copied column by column; the
    /// seventh is xterm's. `-`: the host has none.
    const TABLE: &str = "
        Up       ESC[A ESC[A ESC[A ESC[A ESC[A ESC[A ESC[A
        Down     ESC[B ESC[B ESC[B ESC[B ESC[B ESC[B ESC[B
        Right    ESC[C ESC[C ESC[C ESC[C ESC[C ESC[C ESC[C
        Left     ESC[D ESC[D ESC[D ESC[D ESC[D ESC[D ESC[D
        Home     ESC[H ESC[H ESCh  ESC[H ESC[H ESC[H ESC[H
        End      ESC[F ESC[K ESCk  ESC[F ESC[F ESC[F ESC[F
        Insert   ESC[@ ESC[@ ESC+  ESC[2~ ESC[2~ ESC[2~ ESC[2~
        Delete   ESC[X ESC[P ESC-  ESC[3~ ESC[3~ ESC[3~ ESC[3~
        PageUp   ESC[I ESC[? ESC?  ESC[5~ ESC[5~ ESC[5~ ESC[5~
        PageDown ESC[G ESC[/ ESC/  ESC[6~ ESC[6~ ESC[6~ ESC[6~
        F1       ESC[M ESCOP ESC1  ESC[OP ESC1 ESCOP ESCOP
        F2       ESC[N ESCOQ ESC2  ESC[OQ ESC2 ESCOQ ESCOQ
        F3       ESC[O ESCOw ESC3  ESC[Ow ESC3 ESCOR ESCOR
        F4       ESC[P ESCOx ESC4  ESC[Ox ESC4 ESCOS ESCOS
        F5       ESC[Q ESCOt ESC5  ESC[Ot ESC5 ESCOT ESC[15~
        F6       ESC[R ESCOu ESC6  ESC[Ou ESC6 ESCOU ESC[17~
        F7       ESC[S ESCOq ESC7  ESC[Oq ESC7 ESCOV ESC[18~
        F8       ESC[T ESCOr ESC8  ESC[Or ESC8 ESCOW ESC[19~
        F9       ESC[U ESCOp ESC9  ESC[Op ESC9 ESCOX ESC[20~
        F10      ESC[V ESCOM ESC0  ESC[OM ESC0 ESCOY ESC[21~
        F11      -     -     ESC!  -      ESC! ESCOZ ESC[23~
        F12      -     -     ESC@  -      ESC@ ESCO[ ESC[24~
        Escape   ESC   ESC   ESC   ESC    ESC  ESC   ESC
        Tab      HT    HT    HT    HT     HT   HT    HT
        Enter    CR    CR    CR    CR     CR   CR    CR
        Backspace BS   BS    BS    BS     BS   BS    BS";

    const COLUMNS: [&[Dialect]; 7] = [
        &[Dialect::PcAnsi],
        &[Dialect::Vt100],
        &[Dialect::Vt100Plus, Dialect::VtUtf8],
        &[Dialect::Intel],
        &[Dialect::IntelAlternate],
        &[Dialect::IntelVt100Plus],
        &[Dialect::Xterm],
    ];

    fn encode(keyboard: Keyboard, key: Key, modifiers: Modifiers, modes: KeyModes) -> Vec<u8> {
        let mut out = Vec::new();
        let sent = keyboard.encode(key, modifiers, modes, &mut out);
        assert_eq!(sent, !out.is_empty());
        out
    }

    fn plain(dialect: Dialect, key: Key) -> Vec<u8> {
        let keyboard = Keyboard {
            dialect,
            ..Keyboard::default()
        };
        encode(keyboard, key, Modifiers::default(), KeyModes::default())
    }

    #[test]
    fn every_named_key_of_every_dialect_sends_what_the_table_says() {
        let mut keys = Vec::new();
        for line in TABLE.trim().lines() {
            let mut words = line.split([' ']).filter(|word| !word.is_empty());
            let key = Key::from_name(words.next().unwrap()).unwrap();
            keys.push(key);
            let words: Vec<&str> = words.collect();
            assert_eq!(words.len(), COLUMNS.len(), "{line}");
            for (word, dialects) in words.iter().zip(COLUMNS) {
                let expected = match *word {
                    "-" => Vec::new(),
                    "HT" => vec![0x09],
                    "CR" => vec![0x0D],
                    "BS" => vec![0x08],
                    word => word.replace("ESC", "\x1B").into_bytes(),
                };
                for dialect in dialects {
                    assert_eq!(plain(*dialect, key), expected, "{key:?} in {dialect:?}");
                }
            }
        }
        assert_eq!(keys.len(), Key::NAMED.len());
        for (name, key) in Key::NAMED {
            assert!(keys.contains(&key), "{name} is in no row");
        }
        assert_eq!(COLUMNS.concat().len(), Dialect::ALL.len());
    }

    #[test]
    fn arrows_follow_the_modes_of_the_host() {
        let cursor = KeyModes {
            application_cursor: true,
            application_keypad: false,
        };
        let keypad = KeyModes {
            application_cursor: false,
            application_keypad: true,
        };
        for (dialect, modes, expected) in [
            (Dialect::Xterm, cursor, b"\x1BOA"),
            (Dialect::Xterm, keypad, b"\x1B[A"),
            (Dialect::Intel, cursor, b"\x1BOA"),
            (Dialect::Intel, keypad, b"\x1BOA"),
            (Dialect::PcAnsi, keypad, b"\x1B[A"),
        ] {
            let keyboard = Keyboard {
                dialect,
                ..Keyboard::default()
            };
            let sent = encode(keyboard, Key::Up, Modifiers::default(), modes);
            assert_eq!(sent, expected, "{dialect:?} {modes:?}");
            // Only arrows do.
            let home = encode(keyboard, Key::Home, Modifiers::default(), modes);
            assert_eq!(home, b"\x1B[H");
        }
    }

    #[test]
    fn control_and_a_key_send_the_control_characters() {
        let ctrl = Modifiers {
            ctrl: true,
            ..Modifiers::default()
        };
        let send = |c| encode(Keyboard::default(), Key::Char(c), ctrl, KeyModes::default());
        for (i, c) in (1..).zip('a'..='z') {
            assert_eq!(send(c), [i]);
            assert_eq!(send(c.to_ascii_uppercase()), [i]);
        }
        for (c, byte) in [
            ('@', 0),
            (' ', 0),
            ('[', 0x1B),
            ('\\', 0x1C),
            (']', 0x1D),
            ('^', 0x1E),
            ('_', 0x1F),
            ('?', 0x7F),
        ] {
            assert_eq!(send(c), [byte], "Ctrl+{c}");
        }
        assert!(send('ä').is_empty());
    }

    #[test]
    fn alt_sends_escape_ahead_and_nothing_alone() {
        let alt = Modifiers {
            alt: true,
            ..Modifiers::default()
        };
        let keyboard = Keyboard {
            charset: Charset::Cp437,
            ..Keyboard::default()
        };
        let send = |key| encode(keyboard, key, alt, KeyModes::default());
        assert_eq!(send(Key::Char('x')), b"\x1Bx");
        assert_eq!(send(Key::Char('€')), b"");
        assert_eq!(send(Key::Char('é')), b"\x1B\x82");
    }

    #[test]
    fn xterm_tells_modifiers_apart() {
        let keyboard = Keyboard {
            dialect: Dialect::Xterm,
            ..Keyboard::default()
        };
        let ctrl = Modifiers {
            ctrl: true,
            ..Modifiers::default()
        };
        let shift = Modifiers {
            shift: true,
            ..Modifiers::default()
        };
        let send = |key, held| encode(keyboard, key, held, KeyModes::default());
        assert_eq!(send(Key::Left, ctrl), b"\x1B[1;5D");
        assert_eq!(send(Key::F(2), shift), b"\x1B[1;2Q");
        assert_eq!(send(Key::PageUp, shift), b"\x1B[5;2~");
        assert_eq!(send(Key::Tab, shift), b"\x1B[Z");
        // Others do not, and must not invent sequences.
        let left = Keyboard::default();
        assert_eq!(
            encode(left, Key::Left, ctrl, KeyModes::default()),
            b"\x1B[D"
        );
    }

    #[test]
    fn enter_and_backspace_send_what_was_chosen() {
        for (enter, bytes) in [
            (EnterSends::Cr, &b"\r"[..]),
            (EnterSends::Lf, b"\n"),
            (EnterSends::CrLf, b"\r\n"),
        ] {
            let keyboard = Keyboard {
                enter,
                backspace: BackspaceSends::Delete,
                ..Keyboard::default()
            };
            let send = |key| encode(keyboard, key, Modifiers::default(), KeyModes::default());
            assert_eq!(send(Key::Enter), bytes);
            assert_eq!(send(Key::Backspace), [0x7F]);
            assert_eq!(EnterSends::from_name(enter.name()), Some(enter));
        }
    }

    #[test]
    fn names_lead_back_to_keys_and_dialects() {
        for (name, key) in Key::NAMED {
            assert_eq!(Key::from_name(&name.to_lowercase()), Some(key));
        }
        assert_eq!(Key::from_name("PgDn"), Some(Key::PageDown));
        assert_eq!(Key::from_name("F13"), None);
        for dialect in Dialect::ALL {
            assert_eq!(Dialect::from_name(dialect.name()), Some(dialect));
        }
    }
}
