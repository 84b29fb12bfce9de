//! What a host writes as one text, for expectations to look at.

use alacritty_terminal::vte::ansi::{ClearMode, Handler, Processor};

use crate::terminal::guard::NoSynchronizedUpdates;
use crate::terminal::{Charset, Decoder, Escapes};

/// Collects text without escape sequences, at most [`STREAM_BYTES`] of it.
pub(super) struct Stream {
    decoder: Decoder,
    parser: Processor<NoSynchronizedUpdates>,
    rows: Rows,
    decoded: String,
}

#[derive(Default)]
struct Rows {
    text: String,
    row: usize,
    column: usize,
    /// CR came: the next character starts the row anew, unless a line feed comes first.
    returned: bool,
}

impl Stream {
    pub(super) fn new(charset: Charset) -> Self {
        Self {
            decoder: Decoder::new(charset, Escapes::Emulator),
            parser: Processor::new(),
            rows: Rows::default(),
            decoded: String::new(),
        }
    }

    pub(super) const fn set_charset(&mut self, charset: Charset) {
        self.decoder.set_charset(charset);
    }

    /// Adds what the host wrote; returns how many bytes of text fell off the front.
    pub(super) fn push(&mut self, bytes: &[u8]) -> usize {
        self.decoded.clear();
        self.decoder.decode(bytes, &mut self.decoded);
        self.parser.advance(&mut self.rows, self.decoded.as_bytes());
        let text = &mut self.rows.text;
        let too_long = text.len().saturating_sub(STREAM_BYTES);
        let dropped = text.ceil_char_boundary(too_long);
        text.drain(..dropped);
        dropped
    }

    pub(super) fn text(&self) -> &str {
        &self.rows.text
    }

    /// Forgets what comes before the byte `end` of [`text`](Self::text).
    pub(super) fn consume(&mut self, end: usize) {
        let end = self.rows.text.ceil_char_boundary(end);
        self.rows.text.drain(..end);
    }
}

impl Rows {
    fn end_line(&mut self) {
        self.returned = false;
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn go(&mut self, row: usize, column: usize) {
        if row != self.row {
            self.end_line();
        } else if column > self.column && !self.text.ends_with([' ', '\n']) {
            self.text.push(' ');
        }
        (self.row, self.column) = (row, column);
    }
}

impl Handler for Rows {
    fn input(&mut self, c: char) {
        if self.returned {
            self.end_line();
        }
        self.text.push(c);
        self.column += 1;
    }

    fn linefeed(&mut self) {
        self.returned = false;
        self.text.push('\n');
        self.row += 1;
    }

    fn newline(&mut self) {
        self.linefeed();
    }

    fn carriage_return(&mut self) {
        self.returned = self.column > 0;
        self.column = 0;
    }

    fn backspace(&mut self) {
        if self.column > 0 && !self.text.ends_with('\n') {
            self.text.pop();
            self.column -= 1;
        }
    }

    fn put_tab(&mut self, _: u16) {
        self.text.push('\t');
        self.column = (self.column / 8 + 1) * 8;
    }

    fn goto(&mut self, line: i32, column: usize) {
        self.go(usize::try_from(line).unwrap_or(0), column);
    }

    fn goto_line(&mut self, line: i32) {
        self.go(usize::try_from(line).unwrap_or(0), self.column);
    }

    fn goto_col(&mut self, column: usize) {
        self.go(self.row, column);
    }

    fn move_up(&mut self, rows: usize) {
        self.go(self.row.saturating_sub(rows), self.column);
    }

    fn move_down(&mut self, rows: usize) {
        self.go(self.row.saturating_add(rows), self.column);
    }

    fn move_down_and_cr(&mut self, rows: usize) {
        self.go(self.row.saturating_add(rows), 0);
    }

    fn move_up_and_cr(&mut self, rows: usize) {
        self.go(self.row.saturating_sub(rows), 0);
    }

    fn move_forward(&mut self, columns: usize) {
        self.go(self.row, self.column.saturating_add(columns));
    }

    fn clear_screen(&mut self, mode: ClearMode) {
        if matches!(mode, ClearMode::All) {
            self.end_line();
        }
    }

    fn reset_state(&mut self) {
        self.end_line();
        (self.row, self.column) = (0, 0);
    }
}

/// Text kept for the next expectation: some twenty screens.
pub(super) const STREAM_BYTES: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        let mut stream = Stream::new(Charset::Cp437);
        stream.push(bytes);
        stream.text().to_owned()
    }

    #[test]
    fn sequences_vanish_and_other_rows_are_other_lines() {
        assert_eq!(text(b"a\x1B[31mb\r\nc"), "ab\nc");
        assert_eq!(
            text(b"\x1B[2J\x1B[1;1Hone\x1B[5;10Htwo\x1B[5;20Hthree"),
            "one\ntwo three"
        );
        assert_eq!(text(b"1 KB\r2 KB\r3 KB\r\n"), "1 KB\n2 KB\n3 KB\n");
        assert_eq!(text(b"abc\x08\x08\x08xy"), "xy");
    }

    #[test]
    fn only_so_much_is_kept() {
        let mut stream = Stream::new(Charset::Cp437);
        for _ in 0..100 {
            stream.push(&[0xC4; 1000]);
        }
        assert!(stream.text().len() <= STREAM_BYTES);
        assert!(stream.text().chars().all(|c| c == '─'));
    }
}
