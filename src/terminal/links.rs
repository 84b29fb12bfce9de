//! Addresses of web pages in what a host has written.
//!
//! Only what stands on the screen counts: a link with another target behind its text (OSC 8) is
//! not taken from the host, so that a person always sees where a click leads.

use std::ops::Range;

use alacritty_terminal::grid::Dimensions;
use alacritty_terminal::index::{Column, Line, Point};
use alacritty_terminal::term::cell::Flags;

use super::Emulator;

/// An address on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Begins with `http://` or `https://`; printable ASCII, at most [`ADDRESS_BYTES`].
    pub address: String,
    /// Its cells in view: rows, and the columns in each.
    pub cells: Vec<(usize, Range<usize>)>,
}

/// Longest address that is recognised.
pub const ADDRESS_BYTES: usize = 2048;

impl Emulator {
    /// The address that the cell at this column and row of the view belongs to. Lines that the
    /// terminal has wrapped are read as one.
    #[must_use]
    pub fn link_at(&self, column: usize, row: usize) -> Option<Link> {
        if column >= self.term.columns() || row >= self.term.screen_lines() {
            return None;
        }
        let pointed = self.line_from_row(row);
        let lines = self.wrapped_lines(pointed);
        let columns = self.term.columns();
        let grid = self.term.grid();
        let mut text = String::new();
        for line in lines.clone() {
            let line = &grid[Line(line)];
            for column in 0..columns {
                let c = line[Column(column)].c;
                // One byte for each cell: what cannot be in an address ends it.
                text.push(if c.is_ascii_graphic() { c } else { ' ' });
            }
        }
        let before = usize::try_from(pointed.0 - lines.start).ok()? * columns + column;
        let range = address_around(&text, before)?;
        let address = text.get(range.clone())?.to_owned();
        let first = self.line_from_row(0).0;
        let cells = lines.enumerate().filter_map(|(index, line)| {
            let row = usize::try_from(line - first).ok()?;
            let start = index * columns;
            let from = range.start.max(start);
            let to = range.end.min(start + columns);
            (from < to && row < self.term.screen_lines()).then(|| (row, from - start..to - start))
        });
        Some(Link {
            cells: cells.collect(),
            address,
        })
    }

    /// The lines, first to one past the last, that are one long line with this one.
    fn wrapped_lines(&self, line: Line) -> Range<i32> {
        let last = self.term.last_column();
        let wraps = |line: i32| {
            let cell = &self.term.grid()[Point::new(Line(line), last)];
            cell.flags.contains(Flags::WRAPLINE)
        };
        let reach = i32::try_from(ADDRESS_BYTES / self.term.columns().max(1)).unwrap_or(0) + 1;
        let top = self.term.topmost_line().0.max(line.0 - reach);
        let bottom = self.term.bottommost_line().0.min(line.0 + reach);
        let mut start = line.0;
        while start > top && wraps(start - 1) {
            start -= 1;
        }
        let mut end = line.0;
        while end < bottom && wraps(end) {
            end += 1;
        }
        start..end + 1
    }
}

/// The bytes of the address that the byte at `at` belongs to; `text` is ASCII.
fn address_around(text: &str, at: usize) -> Option<Range<usize>> {
    let ends = |b: u8| !b.is_ascii_graphic() || b"<>\"`{}|\\^".contains(&b);
    let bytes = text.as_bytes();
    let word_start = bytes.get(..=at)?.iter().rposition(|b| ends(*b));
    let word_start = word_start.map_or(0, |end| end + 1);
    let word_end = bytes.get(at..)?.iter().position(|b| ends(*b));
    let word_end = word_end.map_or(bytes.len(), |len| at + len);
    let word = text.get(word_start..word_end)?.to_ascii_lowercase();
    // The last one that begins at or before the cell: `(see:http://a,http://b)`.
    let (start, scheme) = ["https://", "http://"]
        .iter()
        .flat_map(|scheme| word.match_indices(scheme))
        .filter(|(index, _)| word_start + index <= at)
        .max_by_key(|(index, scheme)| (*index, scheme.len()))?;
    let address = word.get(start..)?;
    let next = ["https://", "http://"]
        .iter()
        .filter_map(|next| Some(address.get(scheme.len()..)?.find(next)? + scheme.len()));
    let address = address.get(..next.min().unwrap_or(address.len()))?;
    let len = trimmed(address);
    let begin = word_start + start;
    let is_address = len > scheme.len() && len <= ADDRESS_BYTES;
    (is_address && at < begin + len).then(|| begin..begin + len)
}

/// Length without what belongs to the sentence: stops at its end, and brackets that it does not
/// open itself.
fn trimmed(address: &str) -> usize {
    let mut address = address;
    while let Some(last) = address.chars().last() {
        let count = |c| address.matches(c).count();
        let is_of_sentence = match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' => true,
            ')' => count(')') > count('('),
            ']' => count(']') > count('['),
            _ => false,
        };
        if !is_of_sentence {
            break;
        }
        address = address.get(..address.len() - last.len_utf8()).unwrap_or("");
    }
    address.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::{Charset, Size, SizeMode};

    fn terminal(text: &str) -> Emulator {
        let size = Size {
            columns: 40,
            rows: 6,
        };
        let mut terminal = Emulator::new(SizeMode::Fixed(size), Charset::Utf8);
        terminal.feed(text.as_bytes());
        terminal
    }

    fn address(text: &str, column: usize, row: usize) -> Option<String> {
        terminal(text).link_at(column, row).map(|link| link.address)
    }

    #[test]
    fn an_address_ends_where_the_sentence_goes_on() {
        for (text, wanted) in [
            (
                "see https://example.com/a?b=c#d.",
                "https://example.com/a?b=c#d",
            ),
            ("(at http://10.0.0.1:8080/x)", "http://10.0.0.1:8080/x"),
            ("http://h/wiki/A_(b), and", "http://h/wiki/A_(b)"),
            ("<http://h/x>", "http://h/x"),
            ("HTTPS://H/x!", "HTTPS://H/x"),
            ("\"http://h/x\"", "http://h/x"),
            ("│http://h/x│", "http://h/x"),
        ] {
            let from = text.to_lowercase().find("http").unwrap();
            let column = text[..from].chars().count();
            assert_eq!(address(text, column, 0).as_deref(), Some(wanted));
            assert_eq!(address(text, column + 5, 0).as_deref(), Some(wanted));
            let past = column + wanted.len();
            assert_eq!(address(text, past, 0), None, "{text}");
        }
    }

    #[test]
    fn other_schemes_and_bare_words_are_no_addresses() {
        for text in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "ssh://host/x",
            "http://",
            "https://.",
            "xhttp:/host",
            "www.example.com",
        ] {
            for column in 0..40 {
                assert_eq!(address(text, column, 0), None, "{text}");
            }
        }
    }

    #[test]
    fn of_two_addresses_in_one_word_the_one_under_the_pointer_counts() {
        let text = "a=http://one/,b=https://two/";
        assert_eq!(address(text, 4, 0).as_deref(), Some("http://one/,b="));
        assert_eq!(address(text, 20, 0).as_deref(), Some("https://two/"));
        assert_eq!(address(text, 0, 0), None);
    }

    #[test]
    fn a_wrapped_address_is_one_and_its_cells_are_those_in_view() {
        let long = format!("go http://host/{} end", "abcdefghij".repeat(6));
        let terminal = terminal(&long);
        let whole = format!("http://host/{}", "abcdefghij".repeat(6));
        for (column, row) in [(3, 0), (39, 0), (0, 1), (34, 1)] {
            let link = terminal.link_at(column, row).unwrap();
            assert_eq!(link.address, whole);
            assert_eq!(link.cells, [(0, 3..40), (1, 0..35)]);
        }
        assert_eq!(terminal.link_at(35, 1), None);
        // Not wrapped but written with line ends: two things.
        let cut = address("http://host/abc\r\ndef", 0, 0);
        assert_eq!(cut.as_deref(), Some("http://host/abc"));
    }

    #[test]
    fn a_target_that_is_not_on_the_screen_is_not_taken() {
        let text = "\x1B]8;;http://evil/\x1B\\http://good/\x1B]8;;\x1B\\";
        assert_eq!(address(text, 2, 0).as_deref(), Some("http://good/"));
        let text = "\x1B]8;;http://evil/\x1B\\press me\x1B]8;;\x1B\\";
        assert_eq!(address(text, 2, 0), None);
    }

    #[test]
    fn an_endless_address_is_none_and_a_place_outside_is_none() {
        let text = format!("http://h/{}", "x".repeat(5000));
        let terminal = terminal(&text);
        for row in 0..6 {
            assert_eq!(terminal.link_at(5, row), None);
        }
        assert_eq!(terminal.link_at(40, 0), None);
        assert_eq!(terminal.link_at(0, 6), None);
    }
}
