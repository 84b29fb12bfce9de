//! Keys from the bytes that the terminal we run in sends, and the escape key among them.

use std::str::FromStr;
use std::time::{Duration, Instant};

use crate::terminal::{Key, Modifiers};

/// Understands a terminal like xterm, whatever the PC at the other end wants to have.
#[derive(Debug, Default)]
pub(super) struct LocalKeys {
    /// A sequence or a UTF-8 character that is not whole yet.
    partial: Vec<u8>,
    /// When a sequence counts as what it is so far.
    deadline: Option<Instant>,
}

/// What was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pressed {
    pub(super) key: Key,
    pub(super) modifiers: Modifiers,
}

impl Pressed {
    /// A key alone.
    pub(super) const fn plain(key: Key) -> Self {
        Self {
            key,
            modifiers: Modifiers {
                shift: false,
                ctrl: false,
                alt: false,
            },
        }
    }

    /// The control character that was typed, if it was one.
    pub(super) fn control(self) -> Option<char> {
        match (self.key, self.modifiers.ctrl) {
            (Key::Char(c), true) => Some(c),
            _ => None,
        }
    }
}

impl LocalKeys {
    /// Takes bytes; appends the keys they make.
    pub(super) fn push(&mut self, now: Instant, bytes: &[u8], out: &mut Vec<Pressed>) {
        self.handle_timeout(now, out);
        for &byte in bytes {
            self.partial.push(byte);
            self.settle(out);
        }
        self.deadline = (!self.partial.is_empty()).then(|| now + SEQUENCE_TIME);
    }

    /// When [`handle_timeout`](Self::handle_timeout) wants to be called.
    pub(super) const fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// A sequence that does not go on is what it is so far: a lone ESC is the Escape key.
    pub(super) fn handle_timeout(&mut self, now: Instant, out: &mut Vec<Pressed>) {
        if self.deadline.is_none_or(|at| at > now) {
            return;
        }
        self.deadline = None;
        match std::mem::take(&mut self.partial).as_slice() {
            [ESC] => out.push(Pressed::plain(Key::Escape)),
            [ESC, ESC] => out.extend([Pressed::plain(Key::Escape); 2]),
            // Alt and a character that usually begins something longer.
            [ESC, byte @ (b'[' | b'O')] => out.push(alt(char::from(*byte))),
            _ => {}
        }
    }

    /// Takes what is whole out of `partial`.
    fn settle(&mut self, out: &mut Vec<Pressed>) {
        let pressed = match self.partial.as_slice() {
            [ESC] | [ESC, b'[' | b'O' | ESC] => return,
            // Escape, then a sequence.
            [ESC, ESC, ..] => {
                out.push(Pressed::plain(Key::Escape));
                self.partial.remove(0);
                return self.settle(out);
            }
            [ESC, b'[', b'['] => return,
            [ESC, b'[', b'[', last] => console_function_key(*last).map(Pressed::plain),
            [ESC, b'[', body @ .., last] => {
                if matches!(last, b' '..=b'?') && self.partial.len() < SEQUENCE_BYTES {
                    return;
                }
                csi(body, *last)
            }
            [ESC, b'O', last] => letter(*last).map(Pressed::plain),
            [ESC, byte] => match control(*byte) {
                Some(mut pressed) => {
                    pressed.modifiers.alt = true;
                    Some(pressed)
                }
                None => Some(alt(char::from(*byte))),
            },
            [byte @ (0..0x20 | 0x7F)] => control(*byte),
            bytes => match std::str::from_utf8(bytes) {
                Ok(text) => text.chars().next().map(|c| Pressed::plain(Key::Char(c))),
                Err(error) if error.error_len().is_none() => return,
                Err(_) => None, // No character.
            },
        };
        out.extend(pressed);
        self.partial.clear();
    }
}

fn alt(c: char) -> Pressed {
    let mut pressed = Pressed::plain(Key::Char(c));
    pressed.modifiers.alt = true;
    pressed
}

/// A control character: a key that has one, or a letter with Ctrl.
fn control(byte: u8) -> Option<Pressed> {
    Some(match byte {
        b'\r' => Pressed::plain(Key::Enter),
        b'\t' => Pressed::plain(Key::Tab),
        0x08 | 0x7F => Pressed::plain(Key::Backspace),
        ESC => Pressed::plain(Key::Escape),
        0..0x20 => {
            let mut pressed =
                Pressed::plain(Key::Char(char::from(byte + b'@').to_ascii_lowercase()));
            pressed.modifiers.ctrl = true;
            pressed
        }
        _ => return None,
    })
}

/// What stands between `ESC [` and its last byte, and that byte.
fn csi(body: &[u8], last: u8) -> Option<Pressed> {
    let body = std::str::from_utf8(body).ok()?;
    let mut numbers = body.split(';').map(|number| number.parse::<u8>().ok());
    let first = numbers.next().flatten();
    // xterm: 1 + shift + 2 × alt + 4 × control.
    let held = numbers.next().flatten().unwrap_or(1).saturating_sub(1);
    let key = match last {
        b'~' => numbered(first?)?,
        b'Z' => {
            let mut pressed = Pressed::plain(Key::Tab);
            pressed.modifiers.shift = true;
            return Some(pressed);
        }
        letter_byte => letter(letter_byte)?,
    };
    Some(Pressed {
        key,
        modifiers: Modifiers {
            shift: held & 1 != 0,
            alt: held & 2 != 0,
            ctrl: held & 4 != 0,
        },
    })
}

const fn letter(byte: u8) -> Option<Key> {
    Some(match byte {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'C' => Key::Right,
        b'D' => Key::Left,
        b'F' => Key::End,
        b'H' => Key::Home,
        b'M' => Key::Enter, // Of a keypad in application mode.
        b'P' => Key::F(1),
        b'Q' => Key::F(2),
        b'R' => Key::F(3),
        b'S' => Key::F(4),
        _ => return None,
    })
}

/// `ESC [ n ~` of xterm, rxvt and the Linux console.
const fn numbered(number: u8) -> Option<Key> {
    Some(match number {
        1 | 7 => Key::Home,
        2 => Key::Insert,
        3 => Key::Delete,
        4 | 8 => Key::End,
        5 => Key::PageUp,
        6 => Key::PageDown,
        11..=15 => Key::F(number - 10),
        17..=21 => Key::F(number - 11),
        23 | 24 => Key::F(number - 12),
        _ => return None,
    })
}

/// `ESC [ [ A` to `E` of the Linux console.
const fn console_function_key(byte: u8) -> Option<Key> {
    match byte {
        b'A'..=b'E' => Some(Key::F(byte - b'A' + 1)),
        _ => None,
    }
}

/// The key after which the next one is for us and not for the PC: Ctrl and a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct EscapeKey(Option<char>);

impl EscapeKey {
    /// Whether this is it.
    pub(super) fn is(self, pressed: Pressed) -> bool {
        self.0.is_some() && pressed.control() == self.0
    }

    /// There is such a key.
    pub(super) const fn exists(self) -> bool {
        self.0.is_some()
    }
}

impl std::fmt::Display for EscapeKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Some(c) => write!(f, "Ctrl+{}", c.to_ascii_uppercase()),
            None => f.write_str("none"),
        }
    }
}

impl FromStr for EscapeKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.eq_ignore_ascii_case("none") {
            return Ok(Self(None));
        }
        let lower = text.to_ascii_lowercase();
        let key = lower
            .strip_prefix("ctrl+")
            .or_else(|| lower.strip_prefix('^'));
        let mut chars = key.unwrap_or_default().chars();
        match (chars.next(), chars.next()) {
            // Enter, Tab, Backspace and Escape have keys of their own.
            (Some('h' | 'i' | 'j' | 'm' | '['), None) => {
                Err("the PC needs that key, choose another one".to_owned())
            }
            (Some(c @ ('a'..='z' | '\\' | ']' | '^' | '_')), None) => Ok(Self(Some(c))),
            _ => Err("ctrl+ and a letter, ], \\, ^ or _; or none".to_owned()),
        }
    }
}

const ESC: u8 = 0x1B;
/// Terminals send a sequence at once; this long it may be torn apart on the way.
const SEQUENCE_TIME: Duration = Duration::from_millis(60);
/// No key sends more.
const SEQUENCE_BYTES: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(bytes: &[u8]) -> Vec<Pressed> {
        let now = Instant::now();
        let mut keys = LocalKeys::default();
        let mut whole = Vec::new();
        keys.push(now, bytes, &mut whole);
        keys.handle_timeout(now + SEQUENCE_TIME, &mut whole);
        // However the bytes are cut, the keys are the same.
        for cut in 1..bytes.len() {
            let mut keys = LocalKeys::default();
            let mut out = Vec::new();
            keys.push(now, &bytes[..cut], &mut out);
            keys.push(now, &bytes[cut..], &mut out);
            keys.handle_timeout(now + SEQUENCE_TIME, &mut out);
            assert_eq!(out, whole, "{bytes:02X?} cut at {cut}");
        }
        whole
    }

    fn keys(bytes: &[u8]) -> Vec<Key> {
        pressed(bytes)
            .into_iter()
            .map(|pressed| pressed.key)
            .collect()
    }

    #[test]
    fn every_kind_of_terminal_is_understood() {
        assert_eq!(
            keys(b"a\xC3\xA9\xE2\x82\xAC"),
            ['a', 'é', '€'].map(Key::Char)
        );
        assert_eq!(
            keys(b"\x1B[A\x1BOB\x1B[C\x1BOD\x1B[H\x1BOF"),
            [
                Key::Up,
                Key::Down,
                Key::Right,
                Key::Left,
                Key::Home,
                Key::End
            ]
        );
        assert_eq!(
            keys(b"\x1BOP\x1B[11~\x1B[[A\x1B[15~\x1B[[E\x1B[17~\x1B[21~\x1B[24~"),
            [1, 1, 1, 5, 5, 6, 10, 12].map(Key::F)
        );
        assert_eq!(
            keys(b"\x1B[2~\x1B[3~\x1B[5~\x1B[6~\x1B[1~\x1B[4~\r\t\x7F\x08"),
            [
                Key::Insert,
                Key::Delete,
                Key::PageUp,
                Key::PageDown,
                Key::Home,
                Key::End,
                Key::Enter,
                Key::Tab,
                Key::Backspace,
                Key::Backspace
            ]
        );
    }

    #[test]
    fn modifiers_are_kept() {
        let all = pressed(b"\x03\x1D\x1Bx\x1B[1;6A\x1B[3;3~\x1B[Z");
        let told: Vec<_> = all
            .iter()
            .map(|p| (p.key, p.modifiers.shift, p.modifiers.ctrl, p.modifiers.alt))
            .collect();
        assert_eq!(
            told,
            [
                (Key::Char('c'), false, true, false),
                (Key::Char(']'), false, true, false),
                (Key::Char('x'), false, false, true),
                (Key::Up, true, true, false),
                (Key::Delete, false, false, true),
                (Key::Tab, true, false, false),
            ]
        );
    }

    #[test]
    fn a_lone_escape_is_a_key_and_nonsense_is_none() {
        assert_eq!(keys(b"\x1B"), [Key::Escape]);
        assert_eq!(keys(b"\x1B\x1B[A"), [Key::Escape, Key::Up]);
        assert_eq!(
            keys(b"\x1B[99~\x1B[?1;2cx\xFFy"),
            [Key::Char('x'), Key::Char('y')]
        );
        let endless = [&b"\x1B["[..], &[b'1'; 100], b"~x"].concat();
        assert_eq!(keys(&endless).last(), Some(&Key::Char('x')));
    }

    #[test]
    fn the_escape_key_is_a_control_character_that_the_pc_can_do_without() {
        let key: EscapeKey = "ctrl+]".parse().unwrap();
        assert_eq!(key.to_string(), "Ctrl+]");
        assert!(key.is(pressed(b"\x1D")[0]));
        assert!(!key.is(pressed(b"]")[0]));
        assert!("^A".parse::<EscapeKey>().unwrap().is(pressed(b"\x01")[0]));
        let none: EscapeKey = "none".parse().unwrap();
        assert!(!none.exists() && !none.is(pressed(b"\x1D")[0]));
        for wrong in ["", "a", "ctrl+", "ctrl+m", "ctrl+ab", "ctrl+1"] {
            assert!(wrong.parse::<EscapeKey>().is_err(), "{wrong}");
        }
    }
}
