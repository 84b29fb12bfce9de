//! Golden transcripts: `tests/golden/*.txt`, hexadecimal, `<` device, `>` console, `#` comment.

use outband::wire::hexdump::parse_hex;

/// Who sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sender {
    /// `<`
    Device,
    /// `>`
    Console,
}

/// The lines of a transcript in order; a line that starts with neither sign continues the one
/// before it.
pub(crate) fn parse(text: &str) -> Vec<(Sender, Vec<u8>)> {
    let mut lines: Vec<(Sender, Vec<u8>)> = Vec::new();
    for line in text.lines() {
        let (sender, hex) = match line.trim().split_at_checked(1) {
            Some(("<", hex)) => (Some(Sender::Device), hex),
            Some((">", hex)) => (Some(Sender::Console), hex),
            _ => (None, line),
        };
        let bytes = parse_hex(hex).expect("a line of hexadecimal");
        match (sender, lines.last_mut()) {
            (Some(sender), _) => lines.push((sender, bytes)),
            (None, Some((_, last))) => last.extend(bytes),
            (None, None) => assert!(bytes.is_empty(), "bytes before the first sender: {line}"),
        }
    }
    lines
}
