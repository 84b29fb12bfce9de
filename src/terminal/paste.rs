//! What becomes of text on its way to a host: line ends, characters the host does not have, and
//! the one sequence that must never be pasted.

use super::{Charset, EnterSends};

/// Text made ready to be typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pasted {
    /// What to send.
    pub bytes: Vec<u8>,
    /// Characters that were left out: the host has none such, or they are no text.
    pub skipped: usize,
}

/// Turns clipboard text into bytes: every line end becomes Enter, tabs stay, and everything that
/// is no text is left out, escape sequences as a whole. So no paste presses a key (F10 would save
/// a BIOS setup and leave it), and none resets the PC.
///
/// Paste is never bracketed: firmware and `getty` would take the brackets for input.
#[must_use]
pub fn prepare_paste(text: &str, charset: Charset, enter: EnterSends) -> Pasted {
    let mut bytes = Vec::with_capacity(text.len());
    let mut skipped = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                bytes.extend_from_slice(enter.bytes());
            }
            '\n' => bytes.extend_from_slice(enter.bytes()),
            '\t' => bytes.push(b'\t'),
            '\x1B' => {
                skipped += 1;
                // ESC, what it introduces, and its last character.
                let bracket = chars.next_if(|c| matches!(c, '[' | 'O')).is_some();
                if bracket {
                    while chars.next_if(|c| matches!(c, ' '..='?')).is_some() {}
                }
                chars.next_if(|c| matches!(c, '!'..='~'));
            }
            c => {
                if !charset.encode(c, &mut bytes) {
                    skipped += 1;
                }
            }
        }
    }
    Pasted { bytes, skipped }
}

/// Lets a stream of bytes through except the last byte of `ESC R ESC r ESC R`, which makes EDK2
/// firmware reset the PC without a question.
///
/// For input whose other escape sequences are wanted: what comes from a pipe. What has passed
/// never contains the sequence, however the input was cut.
///
/// Source: `docs/protocol/redirection.md` § 4.10 (spec).
#[derive(Debug, Clone, Default)]
pub struct ResetFilter {
    /// How much of the sequence the bytes let through end with, at most all but its last byte.
    matched: usize,
}

impl ResetFilter {
    /// Appends what may pass; returns how many bytes may not.
    pub fn pass(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> usize {
        let mut held = 0;
        for &byte in bytes {
            let expected = RESET.get(self.matched).copied();
            if Some(byte) == expected && self.matched + 1 == RESET.len() {
                held += 1;
                continue;
            }
            self.matched = if Some(byte) == expected {
                self.matched + 1
            } else {
                // What was let through may still end with the sequence's beginning.
                match (self.matched, byte) {
                    (_, 0x1B) => 1,
                    (3, b'R') => 2,
                    _ => 0,
                }
            };
            out.push(byte);
        }
        held
    }
}

const RESET: [u8; 6] = *b"\x1BR\x1Br\x1BR";

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn paste(text: &str) -> Pasted {
        prepare_paste(text, Charset::Utf8, EnterSends::Cr)
    }

    fn contains_reset(bytes: &[u8]) -> bool {
        bytes.windows(RESET.len()).any(|window| window == RESET)
    }

    #[test]
    fn every_kind_of_line_end_becomes_enter_once() {
        assert_eq!(paste("a\r\nb\nc\rd\n\n").bytes, b"a\rb\rc\rd\r\r");
        let crlf = prepare_paste("a\nb", Charset::Utf8, EnterSends::CrLf);
        assert_eq!(crlf.bytes, b"a\r\nb");
    }

    #[test]
    fn no_key_and_no_reset_is_pasted() {
        let pasted = paste("a\x1BR\x1Br\x1BRb\x1B[21~c\x1BOPd\x1B[200~e\x1B[201~f\x1B");
        assert_eq!(pasted.bytes, b"abcdef");
        assert_eq!(pasted.skipped, 8);
        assert_eq!(paste("a\x03\x08\x7F\u{9B}b").bytes, b"ab");
    }

    #[test]
    fn what_the_host_has_no_character_for_is_counted() {
        let pasted = prepare_paste("1 € = é", Charset::Cp437, EnterSends::Cr);
        assert_eq!(pasted.bytes, b"1  = \x82");
        assert_eq!(pasted.skipped, 1);
    }

    #[test]
    fn a_stream_loses_only_the_byte_that_would_reset_the_pc() {
        let mut filter = ResetFilter::default();
        let mut out = Vec::new();
        assert_eq!(filter.pass(b"ls\x1B[A\x1BR\x1Br\x1B", &mut out), 0);
        assert_eq!(filter.pass(b"R!", &mut out), 1);
        assert_eq!(out, b"ls\x1B[A\x1BR\x1Br\x1B!");
    }

    proptest! {
        #[test]
        fn the_reset_sequence_never_passes_however_the_stream_is_cut(
            bytes in proptest::collection::vec(
                proptest::sample::select(b"\x1B\x1BRRrx".to_vec()), 0..200),
            cut in 0usize..200,
        ) {
            let (first, second) = bytes.split_at(cut.min(bytes.len()));
            let mut filter = ResetFilter::default();
            let mut out = Vec::new();
            let held = filter.pass(first, &mut out) + filter.pass(second, &mut out);
            prop_assert!(!contains_reset(&out));
            prop_assert_eq!(out.len() + held, bytes.len());
            if !contains_reset(&bytes) {
                prop_assert_eq!(out, bytes);
            }
        }

        #[test]
        fn pasted_text_has_no_escape_and_no_control_but_tab_and_enter(text in ".*\x1B?.*") {
            let pasted = paste(&text);
            prop_assert!(pasted.bytes.iter().all(|b| *b >= b' ' && *b != 0x7F || matches!(b, b'\t' | b'\r')));
        }
    }
}
