//! Keys from the bytes of a terminal.

use std::time::{Duration, Instant};

use super::TerminalType;
use crate::sim::keyboard::Key;

/// Understands one terminal type as EDK2's parser does: a sequence is complete, or turns out to be
/// none, in which case its characters count one by one; two seconds of silence do the same.
#[derive(Debug)]
pub struct ConsoleIn {
    kind: TerminalType,
    /// What has been read of a sequence: ESC and more.
    sequence: Vec<u8>,
    /// When the sequence counts as abandoned.
    deadline: Option<Instant>,
    /// How much of `ESC R ESC r ESC R` has come.
    reset: usize,
}

/// What came of a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// A key.
    Key(Key),
    /// The sequence that resets the PC.
    Reset,
}

impl ConsoleIn {
    /// A parser at rest.
    #[must_use]
    pub const fn new(kind: TerminalType) -> Self {
        Self {
            kind,
            sequence: Vec::new(),
            deadline: None,
            reset: 0,
        }
    }

    /// Takes one byte; appends the keys it makes.
    pub fn byte(&mut self, now: Instant, byte: u8, out: &mut Vec<Typed>) {
        self.handle_timeout(now, out);
        if self.is_reset(byte) {
            out.push(Typed::Reset);
            self.rest();
            return;
        }
        match self.sequence.as_slice() {
            [] if byte == ESC => self.begin(now),
            [] => self.plain(byte, out),
            _ => {
                self.sequence.push(byte);
                let body = self.sequence.get(1..).unwrap_or_default();
                if let Some(key) = find(self.kind, body) {
                    out.push(Typed::Key(key));
                    self.rest();
                } else if !is_beginning(self.kind, body) {
                    // It was none: everything before this byte counts as it is.
                    self.sequence.pop();
                    self.flush(out);
                    if byte == ESC {
                        self.begin(now);
                    } else {
                        self.plain(byte, out);
                    }
                }
            }
        }
    }

    /// When [`handle_timeout`](Self::handle_timeout) wants to be called.
    #[must_use]
    pub const fn poll_timeout(&self) -> Option<Instant> {
        self.deadline
    }

    /// Gives up a sequence that has been waiting for too long: a lone ESC becomes the Escape key.
    pub fn handle_timeout(&mut self, now: Instant, out: &mut Vec<Typed>) {
        if self.deadline.is_some_and(|at| at <= now) {
            self.flush(out);
            self.reset = 0;
        }
    }

    fn begin(&mut self, now: Instant) {
        self.sequence = vec![ESC];
        self.deadline = Some(now + SEQUENCE_TIME);
    }

    fn rest(&mut self) {
        self.sequence.clear();
        self.deadline = None;
    }

    fn flush(&mut self, out: &mut Vec<Typed>) {
        for byte in std::mem::take(&mut self.sequence) {
            self.plain(byte, out);
        }
        self.deadline = None;
    }

    /// A byte that belongs to no sequence.
    fn plain(&self, byte: u8, out: &mut Vec<Typed>) {
        let key = match byte {
            ESC => Key::Escape,
            b'\r' => Key::Enter,
            b'\t' => Key::Tab,
            0x08 => Key::Backspace,
            // Only for TTYs is DEL the backspace key.
            0x7F => Key::Delete,
            // LF is no key of firmware; CR LF would be Enter twice.
            b'\n' => return,
            0x01..=0x1A => Key::Control(char::from(b'a' + byte - 1)),
            b' '..=b'~' => Key::Char(char::from(byte)),
            _ => return,
        };
        out.push(Typed::Key(key));
    }

    /// Follows the sequence that resets the PC; true at its last byte.
    fn is_reset(&mut self, byte: u8) -> bool {
        const RESET: &[u8] = b"\x1BR\x1Br\x1BR";
        self.reset = match RESET.get(self.reset) {
            Some(expected) if *expected == byte => self.reset + 1,
            _ => usize::from(byte == ESC),
        };
        let complete = self.reset == RESET.len();
        if complete {
            self.reset = 0;
        }
        complete
    }
}

/// The key of a whole sequence, without its ESC.
fn find(kind: TerminalType, body: &[u8]) -> Option<Key> {
    tables(kind)
        .iter()
        .flat_map(|table| table.iter())
        .find(|(sequence, _)| sequence.as_bytes() == body)
        .map(|(_, key)| *key)
}

/// Whether a sequence begins so.
fn is_beginning(kind: TerminalType, body: &[u8]) -> bool {
    tables(kind)
        .iter()
        .flat_map(|table| table.iter())
        .any(|(sequence, _)| sequence.as_bytes().starts_with(body))
}

type Table = &'static [(&'static str, Key)];

const fn tables(kind: TerminalType) -> &'static [Table] {
    match kind {
        TerminalType::Intel => &[ARROWS, INTEL, VT100_PLUS_FUNCTION_KEYS, PUTTY_FUNCTION_KEYS],
        TerminalType::PcAnsi => &[ARROWS, PC_ANSI],
        TerminalType::Vt100 => &[ARROWS, VT100],
        TerminalType::Vt100Plus | TerminalType::VtUtf8 => &[
            ARROWS,
            VT100_PLUS,
            VT100_PLUS_FUNCTION_KEYS,
            PUTTY_FUNCTION_KEYS,
        ],
    }
}

const ARROWS: Table = &[
    ("[A", Key::Up),
    ("[B", Key::Down),
    ("[C", Key::Right),
    ("[D", Key::Left),
];

const PC_ANSI: Table = &[
    ("[H", Key::Home),
    ("[F", Key::End),
    ("[@", Key::Insert),
    ("[L", Key::Insert),
    ("[X", Key::Delete),
    ("[I", Key::PageUp),
    ("[G", Key::PageDown),
    ("[M", Key::F(1)),
    ("[N", Key::F(2)),
    ("[O", Key::F(3)),
    ("[P", Key::F(4)),
    ("[Q", Key::F(5)),
    ("[R", Key::F(6)),
    ("[S", Key::F(7)),
    ("[T", Key::F(8)),
    ("[U", Key::F(9)),
    ("[V", Key::F(10)),
];

const VT100: Table = &[
    ("[H", Key::Home),
    ("[K", Key::End),
    ("[@", Key::Insert),
    ("[L", Key::Insert),
    ("[P", Key::Delete),
    ("[?", Key::PageUp),
    ("[/", Key::PageDown),
    ("OP", Key::F(1)),
    ("OQ", Key::F(2)),
    ("Ow", Key::F(3)),
    ("Ox", Key::F(4)),
    ("Ot", Key::F(5)),
    ("Ou", Key::F(6)),
    ("Oq", Key::F(7)),
    ("Or", Key::F(8)),
    ("Op", Key::F(9)),
    ("OM", Key::F(10)),
];

const VT100_PLUS: Table = &[
    ("h", Key::Home),
    ("k", Key::End),
    ("+", Key::Insert),
    ("-", Key::Delete),
    ("?", Key::PageUp),
    ("/", Key::PageDown),
];

const VT100_PLUS_FUNCTION_KEYS: Table = &[
    ("1", Key::F(1)),
    ("2", Key::F(2)),
    ("3", Key::F(3)),
    ("4", Key::F(4)),
    ("5", Key::F(5)),
    ("6", Key::F(6)),
    ("7", Key::F(7)),
    ("8", Key::F(8)),
    ("9", Key::F(9)),
    ("0", Key::F(10)),
    ("!", Key::F(11)),
    ("@", Key::F(12)),
];

const PUTTY_FUNCTION_KEYS: Table = &[
    ("OP", Key::F(1)),
    ("OQ", Key::F(2)),
    ("OR", Key::F(3)),
    ("OS", Key::F(4)),
    ("OT", Key::F(5)),
    ("OU", Key::F(6)),
    ("OV", Key::F(7)),
    ("OW", Key::F(8)),
    ("OX", Key::F(9)),
    ("OY", Key::F(10)),
    ("OZ", Key::F(11)),
    ("O[", Key::F(12)),
];

/// What AMT consoles send for Intel's own BIOSes. The prefix of F1 to F10 is a sequence of its
/// own in PC-ANSI; here it is not.
const INTEL: Table = &[
    ("OA", Key::Up),
    ("OB", Key::Down),
    ("OC", Key::Right),
    ("OD", Key::Left),
    ("[H", Key::Home),
    ("[F", Key::End),
    ("[2~", Key::Insert),
    ("[3~", Key::Delete),
    ("[5~", Key::PageUp),
    ("[6~", Key::PageDown),
    ("[OP", Key::F(1)),
    ("[OQ", Key::F(2)),
    ("[Ow", Key::F(3)),
    ("[Ox", Key::F(4)),
    ("[Ot", Key::F(5)),
    ("[Ou", Key::F(6)),
    ("[Oq", Key::F(7)),
    ("[Or", Key::F(8)),
    ("[Op", Key::F(9)),
    ("[OM", Key::F(10)),
];

const ESC: u8 = 0x1B;
/// A sequence has to be complete within this time.
const SEQUENCE_TIME: Duration = Duration::from_secs(2);

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(kind: TerminalType, bytes: &[u8]) -> Vec<Typed> {
        let now = Instant::now();
        let mut input = ConsoleIn::new(kind);
        let mut out = Vec::new();
        for byte in bytes {
            input.byte(now, *byte, &mut out);
        }
        out
    }

    fn keys(kind: TerminalType, bytes: &[u8]) -> Vec<Key> {
        let key = |typed| match typed {
            Typed::Key(key) => key,
            Typed::Reset => panic!("reset"),
        };
        typed(kind, bytes).into_iter().map(key).collect()
    }

    #[test]
    fn no_sequence_hides_another_of_its_type() {
        for kind in TerminalType::ALL {
            let all: Vec<_> = tables(kind).iter().flat_map(|table| table.iter()).collect();
            for (i, (sequence, _)) in all.iter().enumerate() {
                for (other, _) in all.iter().skip(i + 1) {
                    assert!(
                        !other.starts_with(sequence) && !sequence.starts_with(other),
                        "{kind:?}: {sequence} and {other}"
                    );
                }
            }
        }
    }

    #[test]
    fn characters_and_sequences_mix() {
        assert_eq!(
            keys(TerminalType::PcAnsi, b"a\x1B[A\x1B[V\r\x08\x7F\x03"),
            [
                Key::Char('a'),
                Key::Up,
                Key::F(10),
                Key::Enter,
                Key::Backspace,
                Key::Delete,
                Key::Control('c')
            ]
        );
        assert_eq!(
            keys(TerminalType::Vt100Plus, b"\x1B0\x1BOY"),
            [Key::F(10); 2]
        );
        assert_eq!(
            keys(TerminalType::Intel, b"\x1B[OM\x1B0\x1BOY"),
            [Key::F(10); 3]
        );
    }

    #[test]
    fn what_is_no_sequence_counts_character_by_character() {
        assert_eq!(
            keys(TerminalType::Vt100, b"\x1B[Zx"),
            [Key::Escape, Key::Char('['), Key::Char('Z'), Key::Char('x')]
        );
        assert_eq!(
            keys(TerminalType::PcAnsi, b"\x1B\x1B[A"),
            [Key::Escape, Key::Up]
        );
    }

    #[test]
    fn a_lone_escape_is_a_key_after_two_seconds() {
        let start = Instant::now();
        let mut input = ConsoleIn::new(TerminalType::Vt100);
        let mut out = Vec::new();
        input.byte(start, ESC, &mut out);
        assert_eq!(input.poll_timeout(), Some(start + SEQUENCE_TIME));
        input.handle_timeout(start + SEQUENCE_TIME - Duration::from_millis(1), &mut out);
        assert_eq!(out, []);
        input.handle_timeout(start + SEQUENCE_TIME, &mut out);
        assert_eq!(out, [Typed::Key(Key::Escape)]);
        assert_eq!(input.poll_timeout(), None);
        // Too late: what would have been one key is now two.
        input.byte(start + SEQUENCE_TIME, b'[', &mut out);
        assert_eq!(out.last(), Some(&Typed::Key(Key::Char('['))));
    }

    #[test]
    fn the_reset_sequence_resets_in_every_type() {
        for kind in TerminalType::ALL {
            let all = typed(kind, b"x\x1BR\x1Br\x1BR");
            assert_eq!(all.last(), Some(&Typed::Reset), "{kind:?}");
            assert!(!typed(kind, b"\x1BR\x1Br\x1Br").contains(&Typed::Reset));
            assert!(!typed(kind, b"\x1BR\x1BrRrR").contains(&Typed::Reset));
        }
    }
}
