//! Golden transcripts: `tests/golden/*.txt`, hexadecimal, `<` device, `>` console, `#` comment.

use outband::wire::hexdump::transcript;

/// Who sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sender {
    /// `<`
    Device,
    /// `>`
    Console,
}

/// The lines of a transcript in order, see [`transcript`].
pub(crate) fn parse(text: &str) -> Vec<(Sender, Vec<u8>)> {
    transcript(text)
        .expect("every line is a message; the error is the number of the first that is none")
        .into_iter()
        .map(|line| match line.from_device {
            true => (Sender::Device, line.bytes),
            false => (Sender::Console, line.bytes),
        })
        .collect()
}
