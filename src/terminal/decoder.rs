//! From the bytes of a host to UTF-8 text with complete, harmless escape sequences.
//!
//! Everything that shows, logs or matches what a host writes gets it from here, so that a broken
//! or hostile host meets one wall: characters are decoded, strings for the operating system
//! (titles, clipboard, links, palettes) are swallowed, and of the other sequences only those pass
//! that move a cursor or colour a cell. What is held back for completion is a few dozen bytes.

use super::Charset;

/// Decodes a stream; keeps what is incomplete at the end of a piece.
#[derive(Debug, Clone)]
pub struct Decoder {
    charset: Charset,
    escapes: Escapes,
    state: State,
    /// The escape sequence so far, without its ESC.
    sequence: String,
    /// Bytes of a UTF-8 character that is not whole yet.
    partial: [u8; 4],
    partial_len: usize,
}

/// Which escape sequences pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Escapes {
    /// What our [`Emulator`](super::Emulator) understands, questions about the cursor among it.
    Emulator,
    /// What the terminal of somebody's shell may get: nothing that makes it answer, report the
    /// mouse or change its character set.
    Tty,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Text.
    Ground,
    /// After ESC, and between it and its final byte.
    Escape,
    /// After `ESC [`.
    Csi,
    /// Inside a string that is swallowed, with its length so far.
    Swallow { len: usize, bell_ends: bool },
    /// After an ESC inside such a string.
    SwallowEscape,
}

impl Decoder {
    /// A decoder at the start of a stream.
    #[must_use]
    pub const fn new(charset: Charset, escapes: Escapes) -> Self {
        Self {
            charset,
            escapes,
            state: State::Ground,
            sequence: String::new(),
            partial: [0; 4],
            partial_len: 0,
        }
    }

    /// The charset in use.
    #[must_use]
    pub const fn charset(&self) -> Charset {
        self.charset
    }

    /// Decodes what follows with another charset.
    pub const fn set_charset(&mut self, charset: Charset) {
        self.charset = charset;
        self.partial_len = 0;
    }

    /// Appends the text of `bytes` to `out`. Linear in `bytes`; `out` grows by at most three
    /// times their number and a sequence kept from before.
    pub fn decode(&mut self, bytes: &[u8], out: &mut String) {
        let mut rest = bytes;
        while let Some((&byte, after)) = rest.split_first() {
            if self.state == State::Ground && byte >= 0x20 && byte != DEL {
                let end = rest.iter().position(|b| *b < 0x20 || *b == DEL);
                let (text, after) = rest.split_at(end.unwrap_or(rest.len()));
                self.text(text, out);
                rest = after;
            } else {
                self.step(byte, out);
                rest = after;
            }
        }
    }

    fn step(&mut self, byte: u8, out: &mut String) {
        self.state = match (self.state, byte) {
            (State::Ground, _) => {
                self.break_partial(out);
                match byte {
                    ESC => self.start_sequence(),
                    _ => {
                        self.control(byte, out);
                        State::Ground
                    }
                }
            }
            (State::Swallow { .. }, ESC) => State::SwallowEscape,
            (State::Swallow { bell_ends, .. }, BEL) if bell_ends => State::Ground,
            (State::Swallow { .. }, CAN | SUB) => State::Ground,
            // A string without an end must not swallow the rest of the session.
            (State::Swallow { len, .. }, _) if len >= STRING_BYTES => State::Ground,
            (State::Swallow { len, bell_ends }, _) => State::Swallow {
                len: len + 1,
                bell_ends,
            },
            (State::SwallowEscape, b'\\') => State::Ground,
            // Not the end of the string but the start of something else.
            (State::SwallowEscape, _) => {
                self.state = self.start_sequence();
                return self.step(byte, out);
            }
            (_, ESC) => self.start_sequence(),
            (_, CAN | SUB) => State::Ground,
            // Control characters inside a sequence act at once, as on the real terminals.
            (state, 0..0x20) => {
                self.control(byte, out);
                state
            }
            (State::Escape, b'[') if self.sequence.is_empty() => {
                self.sequence.push('[');
                State::Csi
            }
            (State::Escape, b']') if self.sequence.is_empty() => State::Swallow {
                len: 0,
                bell_ends: true,
            },
            (State::Escape, b'P' | b'X' | b'^' | b'_') if self.sequence.is_empty() => {
                State::Swallow {
                    len: 0,
                    bell_ends: false,
                }
            }
            (state @ State::Escape, 0x20..0x30) | (state @ State::Csi, 0x20..0x40) => {
                if self.sequence.len() < SEQUENCE_BYTES {
                    self.sequence.push(char::from(byte));
                }
                state
            }
            (State::Escape, 0x30..DEL) => {
                self.escape(char::from(byte), out);
                State::Ground
            }
            (State::Csi, 0x40..DEL) => {
                self.csi(char::from(byte), out);
                State::Ground
            }
            // No sequence contains DEL or anything above it: it was none.
            (State::Escape | State::Csi, _) => State::Ground,
        };
    }

    fn start_sequence(&mut self) -> State {
        self.sequence.clear();
        State::Escape
    }

    fn control(&self, byte: u8, out: &mut String) {
        match byte {
            // BEL BS HT LF VT FF CR, and the shifts between character sets.
            0x07..=0x0F => out.push(char::from(byte)),
            _ if self.state == State::Ground => out.extend(self.charset.glyph(byte)),
            _ => {}
        }
    }

    /// A run without control characters.
    fn text(&mut self, bytes: &[u8], out: &mut String) {
        match self.charset {
            Charset::Utf8 => self.utf8(bytes, out),
            charset => {
                for &byte in bytes {
                    out.push(match byte {
                        0x80.. => charset.high(byte),
                        _ => char::from(byte),
                    });
                }
            }
        }
    }

    fn utf8(&mut self, mut bytes: &[u8], out: &mut String) {
        while self.partial_len > 0
            && let Some((&byte, rest)) = bytes.split_first()
        {
            if let Some(slot) = self.partial.get_mut(self.partial_len) {
                *slot = byte;
            }
            let longer = self.partial.get(..=self.partial_len).unwrap_or_default();
            match std::str::from_utf8(longer) {
                Ok(text) => {
                    push_text(text, out);
                    self.partial_len = 0;
                }
                // The byte does not go on what came before; it stands for itself.
                Err(error) if error.error_len().is_some() => {
                    self.break_partial(out);
                    break;
                }
                Err(_) => self.partial_len += 1,
            }
            bytes = rest;
        }
        let mut left = bytes.len();
        for chunk in bytes.utf8_chunks() {
            push_text(chunk.valid(), out);
            let invalid = chunk.invalid();
            left -= chunk.valid().len() + invalid.len();
            if invalid.is_empty() {
                continue;
            }
            let incomplete =
                std::str::from_utf8(invalid).is_err_and(|error| error.error_len().is_none());
            if left == 0 && incomplete {
                for (slot, byte) in self.partial.iter_mut().zip(invalid) {
                    *slot = *byte;
                }
                self.partial_len = invalid.len();
            } else {
                out.push(char::REPLACEMENT_CHARACTER);
            }
        }
    }

    /// Something else came where a UTF-8 character should have gone on.
    fn break_partial(&mut self, out: &mut String) {
        if self.partial_len > 0 {
            self.partial_len = 0;
            out.push(char::REPLACEMENT_CHARACTER);
        }
    }

    /// A finished sequence other than CSI.
    fn escape(&mut self, last: char, out: &mut String) {
        let passes = match self.sequence.as_str() {
            "" => matches!(last, '7' | '8' | '=' | '>' | 'D' | 'E' | 'H' | 'M' | 'c'),
            "(" | ")" | "*" | "+" => matches!(last, 'A' | 'B' | '0'),
            "#" => last == '8',
            _ => false,
        };
        if passes {
            out.extend(['\x1B']);
            out.push_str(&self.sequence);
            out.push(last);
        }
    }

    /// A finished CSI sequence.
    fn csi(&mut self, last: char, out: &mut String) {
        let Some(body) = self.sequence.strip_prefix('[') else {
            return;
        };
        if self.sequence.len() >= SEQUENCE_BYTES {
            return;
        }
        if let Some(modes) = body.strip_prefix('?') {
            if matches!(last, 'h' | 'l') {
                self.private_modes(modes, last, out);
            }
            return;
        }
        let question = matches!(last, 'n' | 'c');
        let passes = body.chars().all(|c| matches!(c, '0'..=':' | ';'))
            && ("@ABCDEFGHIJKLMPSTXZ`abdefghlmrsu".contains(last)
                || question && self.escapes == Escapes::Emulator);
        if !passes {
            return;
        }
        out.push_str("\x1B[");
        // Three digits are enough for any cell, and keep a few bytes from meaning much work.
        for (i, parameters) in body.split_inclusive([';', ':']).enumerate() {
            let digits = parameters.trim_end_matches([';', ':']);
            let short = digits.trim_start_matches('0');
            let zero = if digits.is_empty() { "" } else { "0" };
            out.push_str(match short.len() {
                0 => zero,
                1..=3 => short,
                _ => "999",
            });
            out.push_str(parameters.get(digits.len()..).unwrap_or_default());
            if i > 32 {
                break;
            }
        }
        out.push(last);
    }

    fn private_modes(&self, modes: &str, last: char, out: &mut String) {
        for mode in modes.split(';') {
            let passes = match mode {
                // Cursor keys, origin, wrap, blink, cursor shown.
                "1" | "6" | "7" | "12" | "25" => true,
                "1049" => self.escapes == Escapes::Emulator,
                _ => false,
            };
            if passes {
                out.push_str("\x1B[?");
                out.push_str(mode);
                out.push(last);
            }
        }
    }
}

/// Appends text without the C1 controls, of which some terminals take U+009B for CSI.
fn push_text(text: &str, out: &mut String) {
    if text.is_ascii() {
        out.push_str(text);
    } else {
        out.extend(text.chars().filter(|c| !c.is_control()));
    }
}

const BEL: u8 = 0x07;
const CAN: u8 = 0x18;
const SUB: u8 = 0x1A;
const ESC: u8 = 0x1B;
const DEL: u8 = 0x7F;

/// Longest sequence that is understood; real ones have at most some twenty bytes.
const SEQUENCE_BYTES: usize = 64;
/// Longest string that is swallowed whole; window titles have at most some hundred bytes.
const STRING_BYTES: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decode(charset: Charset, escapes: Escapes, pieces: &[&[u8]]) -> String {
        let mut decoder = Decoder::new(charset, escapes);
        let mut out = String::new();
        for piece in pieces {
            decoder.decode(piece, &mut out);
        }
        out
    }

    fn utf8(bytes: &[u8]) -> String {
        decode(Charset::Utf8, Escapes::Emulator, &[bytes])
    }

    #[test]
    fn text_controls_and_plain_sequences_pass() {
        let text = "\x1B[2J\x1B[01;01H\x1B[1m\x1B[37m\x1B[44mBIOS ─ ok\r\n\t\x08\x07";
        assert_eq!(
            utf8(text.as_bytes()),
            "\x1B[2J\x1B[1;1H\x1B[1m\x1B[37m\x1B[44mBIOS ─ ok\r\n\t\x08\x07"
        );
        assert_eq!(
            utf8(b"\x1B7\x1B8\x1BM\x1B(0\x1B=\x1B[K"),
            "\x1B7\x1B8\x1BM\x1B(0\x1B=\x1B[K"
        );
    }

    #[test]
    fn the_mode_sequence_of_edk2_and_nul_bytes_leave_no_trace() {
        assert_eq!(utf8(b"\x1B[=3hA\0\0B\x7F"), "AB");
    }

    #[test]
    fn bytes_18h_and_19h_are_arrows_in_text_but_end_a_sequence() {
        assert_eq!(utf8(b"\x18\x19\x10."), "↑↓ .");
        assert_eq!(utf8(b"\x1B[3\x18J"), "J");
    }

    #[test]
    fn code_page_437_draws_boxes_and_triangles() {
        let bytes = b"\xC9\xCD\xBB\x10\x1E\xAE\x9B";
        assert_eq!(
            decode(Charset::Cp437, Escapes::Emulator, &[bytes]),
            "╔═╗►▲«¢"
        );
        assert_eq!(
            decode(Charset::IntelAscii, Escapes::Emulator, &[bytes]),
            "╔═╗ ▲®¢"
        );
    }

    #[test]
    fn strings_for_the_operating_system_are_swallowed() {
        for string in [
            &b"\x1B]0;title\x07"[..],
            b"\x1B]52;c;aGVsbG8=\x1B\\",
            b"\x1B]8;;http://example.com\x1B\\",
            b"\x1BPq#0;2;0;0;0\x1B\\",
            b"\x1B_private\x1B\\",
        ] {
            let text = [&b"a"[..], string, b"b"].concat();
            assert_eq!(utf8(&text), "ab");
        }
    }

    #[test]
    fn a_string_without_end_gives_the_text_back_after_its_limit() {
        let mut bytes = b"\x1B]".to_vec();
        bytes.extend(vec![b'x'; STRING_BYTES + 1]);
        bytes.extend(b"alive");
        assert_eq!(utf8(&bytes), "alive");
        assert_eq!(utf8(b"\x1B]title\x1B[Kalive"), "\x1B[Kalive");
    }

    #[test]
    fn a_shell_terminal_gets_no_questions_and_no_mouse() {
        let bytes =
            b"\x1B[6n\x1B[c\x1B[?1000h\x1B[?2004h\x1B[?25l\x1B[21t\x1B[?1049h\x1B[>0q\x1B%@";
        assert_eq!(decode(Charset::Utf8, Escapes::Tty, &[bytes]), "\x1B[?25l");
        assert_eq!(utf8(b"\x1B[6n\x1B[?1;1000;25h"), "\x1B[6n\x1B[?1h\x1B[?25h");
    }

    #[test]
    fn huge_parameters_are_cut_to_what_a_screen_can_have() {
        assert_eq!(
            utf8(b"\x1B[99999999999b\x1B[00012;999H"),
            "\x1B[999b\x1B[12;999H"
        );
        assert_eq!(
            utf8(b"\x1B[38;5;208m\x1B[38:2::1:2:3m"),
            "\x1B[38;5;208m\x1B[38:2::1:2:3m"
        );
        let long = [b"\x1B[".to_vec(), vec![b'1'; 100], b"mx".to_vec()].concat();
        assert_eq!(utf8(&long), "x");
    }

    #[test]
    fn broken_utf_8_becomes_replacement_characters_and_never_c1_controls() {
        assert_eq!(utf8(b"a\xFFb\xE2\x94\x1B[Kc"), "a\u{FFFD}b\u{FFFD}\x1B[Kc");
        assert_eq!(utf8("a\u{9B}31mb".as_bytes()), "a31mb");
    }

    proptest! {
        #[test]
        fn chunking_never_changes_the_text(
            bytes in proptest::collection::vec(
                prop_oneof![
                    any::<u8>(),
                    proptest::sample::select(b"\x1B\x1B[]0123;?hJ\xE2\x94\x80\x07\\P".to_vec()),
                ],
                0..200,
            ),
            cuts in proptest::collection::vec(1usize..9, 1..20),
            charset in proptest::sample::select(Charset::ALL.to_vec()),
        ) {
            let whole = decode(charset, Escapes::Emulator, &[&bytes]);
            let (mut pieces, mut rest, mut cuts) = (Vec::new(), &bytes[..], cuts.iter().cycle());
            while !rest.is_empty() {
                let (piece, after) = rest.split_at(rest.len().min(*cuts.next().unwrap()));
                pieces.push(piece);
                rest = after;
            }
            prop_assert_eq!(decode(charset, Escapes::Emulator, &pieces), whole);
        }

        #[test]
        fn nothing_that_makes_a_terminal_answer_reaches_a_shell(
            bytes in proptest::collection::vec(
                prop_oneof![
                    any::<u8>(),
                    proptest::sample::select(b"\x1B\x1B\x1B[]PX^_?>=!$ 0156cntqx\x07\x9B\xC2".to_vec()),
                ],
                0..200,
            ),
            charset in proptest::sample::select(Charset::ALL.to_vec()),
        ) {
            let text = decode(charset, Escapes::Tty, &[&bytes]);
            let mut rest = text.as_str();
            while let Some(at) = rest.find('\x1B') {
                rest = &rest[at + 1..];
                let first = rest.chars().next();
                prop_assert!(!matches!(first, Some(']' | 'P' | 'X' | '^' | '_' | 'Z' | '%' | '\x1B') | None));
                if let Some(body) = rest.strip_prefix('[') {
                    let last = body.chars().find(|c| matches!(c, '@'..='~'));
                    prop_assert!(!matches!(last, Some('n' | 'c' | 't' | 'q' | 'p' | 'x') | None));
                    prop_assert!(!body.starts_with(['>', '<', '=']));
                }
            }
            let control = |c: char| c.is_control() && c >= ' ';
            prop_assert!(!text.contains(control));
            prop_assert!(text.len() <= bytes.len() * 3 + SEQUENCE_BYTES);
        }
    }
}
