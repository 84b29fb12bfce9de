//! What a host wrote, for people: lines with the time of each, without escape sequences.
//!
//! The raw bytes need no code. A log that can be played back is a
//! [`recording`](super::recording). Nothing that was typed is ever logged; what the host echoes
//! is.

use alacritty_terminal::vte::ansi::{ClearMode, Handler, LineClearMode, Processor};
use time::OffsetDateTime;
use time::macros::format_description;

use super::guard::NoSynchronizedUpdates;
use super::{Charset, Decoder, Escapes};

/// Turns a host's output into lines of text. One line is what stood in one row until the host
/// went on to another, so counters that overwrite themselves leave their last value, and the
/// pages of a BIOS setup come out row by row as they are drawn.
pub struct TextLog {
    decoder: Decoder,
    parser: Processor<NoSynchronizedUpdates>,
    line: Line,
    text: String,
}

/// The row being written.
#[derive(Default)]
struct Line {
    cells: Vec<char>,
    column: usize,
    /// Row on the screen, as far as the host has told; moving to another ends the line.
    row: usize,
    /// When its first character came.
    since: Option<OffsetDateTime>,
    /// Lines that are done, not yet handed out.
    done: Vec<(OffsetDateTime, String)>,
    now: Option<OffsetDateTime>,
}

impl TextLog {
    /// A log of a host with this character set.
    #[must_use]
    pub fn new(charset: Charset) -> Self {
        Self {
            decoder: Decoder::new(charset, Escapes::Emulator),
            parser: Processor::new(),
            line: Line::default(),
            text: String::new(),
        }
    }

    /// Decodes what follows with another character set.
    pub const fn set_charset(&mut self, charset: Charset) {
        self.decoder.set_charset(charset);
    }

    /// Appends to `out` the lines that `bytes`, written by the host at `now`, have finished.
    pub fn output(&mut self, now: OffsetDateTime, bytes: &[u8], out: &mut String) {
        self.text.clear();
        self.decoder.decode(bytes, &mut self.text);
        self.line.now = Some(now);
        self.parser.advance(&mut self.line, self.text.as_bytes());
        for (since, line) in self.line.done.drain(..) {
            push_line(since, &line, out);
        }
    }

    /// Appends a line of our own, marked as such: the port's state, the PC's power.
    pub fn note(&mut self, now: OffsetDateTime, text: &str, out: &mut String) {
        self.finish(out);
        push_line(now, &format!("-- {text}"), out);
    }

    /// Appends what stands in an unfinished line.
    pub fn finish(&mut self, out: &mut String) {
        self.line.end(false);
        for (since, line) in self.line.done.drain(..) {
            push_line(since, &line, out);
        }
    }
}

/// What is in it may be confidential.
impl std::fmt::Debug for TextLog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TextLog").finish_non_exhaustive()
    }
}

impl Line {
    /// Ends the line; an empty one only counts if the host wrote a line feed.
    fn end(&mut self, fed: bool) {
        let text: String = self.cells.iter().collect();
        let text = text.trim_end();
        let since = self.since.take().or(self.now);
        if let Some(since) = since.filter(|_| fed || !text.is_empty()) {
            self.done.push((since, text.to_owned()));
        }
        self.cells.clear();
    }

    fn go(&mut self, row: usize, column: usize) {
        if row != self.row {
            self.end(false);
            self.row = row;
        }
        self.column = column.min(LINE_CHARACTERS);
    }
}

impl Handler for Line {
    fn input(&mut self, c: char) {
        if self.column >= LINE_CHARACTERS {
            self.end(false);
            self.column = 0;
        }
        if c != ' ' {
            self.since = self.since.or(self.now);
        }
        if self.cells.len() <= self.column {
            self.cells.resize(self.column + 1, ' ');
        }
        if let Some(cell) = self.cells.get_mut(self.column) {
            *cell = c;
        }
        self.column += 1;
    }

    fn linefeed(&mut self) {
        self.end(true);
        self.row += 1;
    }

    fn newline(&mut self) {
        self.linefeed();
    }

    fn carriage_return(&mut self) {
        self.column = 0;
    }

    fn backspace(&mut self) {
        self.column = self.column.saturating_sub(1);
    }

    fn put_tab(&mut self, count: u16) {
        for _ in 0..count.min(16) {
            self.column = (self.column / 8 + 1) * 8;
        }
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

    fn move_backward(&mut self, columns: usize) {
        self.go(self.row, self.column.saturating_sub(columns));
    }

    fn reverse_index(&mut self) {
        self.move_up(1);
    }

    fn clear_line(&mut self, mode: LineClearMode) {
        match mode {
            LineClearMode::Right => self.cells.truncate(self.column),
            LineClearMode::All => self.cells.clear(),
            LineClearMode::Left => {
                for cell in self.cells.iter_mut().take(self.column + 1) {
                    *cell = ' ';
                }
            }
        }
    }

    fn clear_screen(&mut self, mode: ClearMode) {
        match mode {
            ClearMode::All | ClearMode::Above => self.end(false),
            ClearMode::Below => self.cells.truncate(self.column),
            ClearMode::Saved => {}
        }
    }

    fn reset_state(&mut self) {
        self.end(false);
        (self.row, self.column) = (0, 0);
    }
}

/// `2026-11-22T14:03:05.123Z text`.
fn push_line(at: OffsetDateTime, text: &str, out: &mut String) {
    let form =
        format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z ");
    // INVARIANT: every date that a clock gives can be written so.
    out.push_str(
        &at.to_offset(time::UtcOffset::UTC)
            .format(form)
            .unwrap_or_default(),
    );
    out.push_str(text);
    out.push('\n');
}

/// A longer line is broken here: no screen is as wide.
const LINE_CHARACTERS: usize = 1000;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use time::macros::datetime;

    const NOON: OffsetDateTime = datetime!(2026-11-22 12:00:00 UTC);

    fn log(bytes: &[u8]) -> String {
        let mut log = TextLog::new(Charset::Cp437);
        let mut out = String::new();
        log.output(NOON, bytes, &mut out);
        log.finish(&mut out);
        out.replace("2026-11-22T12:00:00.000Z ", "")
    }

    #[test]
    fn each_line_has_the_time_of_its_first_character() {
        let mut log = TextLog::new(Charset::Utf8);
        let mut out = String::new();
        log.output(NOON, b"\r\nboo", &mut out);
        let later = NOON + time::Duration::milliseconds(1500);
        log.output(later, b"ting\r\nok", &mut out);
        log.note(later, "power off", &mut out);
        assert_eq!(
            out,
            "2026-11-22T12:00:00.000Z \n\
             2026-11-22T12:00:00.000Z booting\n\
             2026-11-22T12:00:01.500Z ok\n\
             2026-11-22T12:00:01.500Z -- power off\n"
        );
    }

    #[test]
    fn overwritten_counters_leave_their_last_value() {
        assert_eq!(log(b"  512 KB\r 1024 KB\r65536 KB OK\r\n"), "65536 KB OK\n");
        assert_eq!(log(b"abc\x08\x08XY\x1B[K\r\n"), "aXY\n");
    }

    #[test]
    fn pages_come_out_row_by_row_without_sequences() {
        let page = b"\x1B[2J\x1B[01;01H\x1B[1m\xDA\xC4\xBF\x1B[02;01H\xB3\x1B[02;03H\xB3\x1B[03;05HBoot\x1B[0m";
        assert_eq!(log(page), "┌─┐\n│ │\n    Boot\n");
    }

    #[test]
    fn nothing_is_written_for_moves_alone() {
        assert_eq!(log(b"\x1B[5;5H\x1B[6;6H\x1B[2J\x1B[1;1H"), "");
    }

    #[test]
    fn the_recorded_linux_session_reads_as_text() {
        let bytes = include_bytes!("../../tests/golden/terminal/linux.raw");
        let mut log = TextLog::new(Charset::Utf8);
        let mut out = String::new();
        log.output(NOON, bytes, &mut out);
        log.finish(&mut out);
        assert!(out.contains("Z rigvm login: root\n"), "{out}");
        assert!(out.contains("Z [    0.000000] Linux version 6.1"), "{out}");
        assert!(!out.contains('\x1B'));
    }

    proptest! {
        #[test]
        fn chunking_never_changes_the_text_and_lines_are_bounded(
            bytes in proptest::collection::vec(
                prop_oneof![any::<u8>(), proptest::sample::select(b"\x1B[;Hab19\r\nKJ".to_vec())], 0..300),
            cut in 0usize..300,
        ) {
            let whole = log(&bytes);
            let (first, second) = bytes.split_at(cut.min(bytes.len()));
            let mut log = TextLog::new(Charset::Cp437);
            let mut out = String::new();
            log.output(NOON, first, &mut out);
            log.output(NOON, second, &mut out);
            log.finish(&mut out);
            prop_assert_eq!(out.replace("2026-11-22T12:00:00.000Z ", ""), whole);
            prop_assert!(out.lines().all(|line| line.chars().count() <= LINE_CHARACTERS + 30));
        }
    }
}
