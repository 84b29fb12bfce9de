//! The text field of the desktop: shows what is typed.

use crate::sim::canvas::{Area, Canvas, Rgb};
use crate::sim::font::{GLYPH_HEIGHT, GLYPH_WIDTH};
use crate::sim::keyboard::Key;

/// Lines of text, the last of which is being typed.
#[derive(Debug, Clone)]
pub(super) struct Notes {
    area: Area,
    columns: usize,
    rows: usize,
    /// INVARIANT: 1 to `rows` lines of at most `columns` characters.
    lines: Vec<String>,
}

impl Notes {
    /// An empty field that fills `area`.
    pub(super) fn new(area: Area) -> Self {
        let inside = area.inset(MARGIN);
        let cells = |px: i32, cell: i32| usize::try_from(px / cell).unwrap_or(0).max(1);
        Self {
            area,
            columns: cells(inside.width, GLYPH_WIDTH),
            rows: cells(inside.height, GLYPH_HEIGHT),
            lines: vec![String::new()],
        }
    }

    /// Takes a key; returns what has to be drawn again.
    pub(super) fn key(&mut self, key: Key) -> Option<Area> {
        match key {
            Key::Char(c) => {
                let full = self
                    .lines
                    .last()
                    .is_none_or(|line| line.chars().count() >= self.columns);
                if full {
                    self.lines.push(String::new());
                }
                if let Some(line) = self.lines.last_mut() {
                    line.push(c);
                }
            }
            Key::Enter => self.lines.push(String::new()),
            Key::Backspace => {
                let emptied = self.lines.last_mut()?.pop().is_none();
                if emptied && self.lines.len() > 1 {
                    self.lines.pop();
                }
            }
            _ => return None,
        }
        if self.lines.len() > self.rows {
            self.lines.remove(0);
            return Some(self.area);
        }
        // Only the last two lines can differ.
        let last = i32::try_from(self.lines.len()).unwrap_or(0) - 1;
        let inside = self.area.inset(MARGIN);
        let top = inside.y + (last - 1) * GLYPH_HEIGHT;
        // The caret may stand behind the last column.
        let width = inside.width + CARET_PX;
        Some(Area::new(inside.x, top, width, 3 * GLYPH_HEIGHT))
    }

    /// Draws it with the caret behind the last character.
    pub(super) fn paint(&self, canvas: &mut Canvas) {
        canvas.fill(self.area, PAPER);
        canvas.frame(self.area, FRAME);
        let inside = self.area.inset(MARGIN);
        let mut y = inside.y;
        let mut caret = (inside.x, y);
        for line in &self.lines {
            canvas.text(inside.x, y, line, INK, None);
            let columns = i32::try_from(line.chars().count()).unwrap_or(0);
            caret = (inside.x + columns * GLYPH_WIDTH, y);
            y += GLYPH_HEIGHT;
        }
        canvas.fill(
            Area::new(caret.0, caret.1 + 1, CARET_PX, GLYPH_HEIGHT - 2),
            CARET,
        );
    }

    /// What stands in it.
    #[cfg(test)]
    pub(super) fn text(&self) -> String {
        self.lines.join("\n")
    }
}

const MARGIN: i32 = 8;
const CARET_PX: i32 = 2;
const PAPER: Rgb = [0xFF, 0xFF, 0xFF];
const INK: Rgb = [0x10, 0x10, 0x10];
const FRAME: Rgb = [0x80, 0x80, 0x80];
const CARET: Rgb = [0x20, 0x60, 0xC0];

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Notes {
        // 10 columns and 3 rows.
        let mut notes = Notes::new(Area::new(0, 0, 96, 64));
        for c in text.chars() {
            notes.key(match c {
                '\n' => Key::Enter,
                '\u{8}' => Key::Backspace,
                c => Key::Char(c),
            });
        }
        notes
    }

    #[test]
    fn text_wraps_scrolls_and_can_be_taken_back() {
        assert_eq!(typed("hello").text(), "hello");
        assert_eq!(typed("0123456789ab").text(), "0123456789\nab");
        assert_eq!(typed("a\nb\nc\nd").text(), "b\nc\nd");
        assert_eq!(typed("ab\u{8}").text(), "a");
        assert_eq!(typed("a\n\u{8}b").text(), "ab");
        assert_eq!(typed("\u{8}\u{8}").text(), "");
    }

    #[test]
    fn the_area_to_draw_covers_every_pixel_that_changes() {
        let mut notes = typed("");
        let mut canvas = Canvas::new(96, 64);
        notes.paint(&mut canvas);
        for key in "one\ntwo three four\n\n\u{8}\u{8}\u{8}x"
            .chars()
            .map(|c| match c {
                '\n' => Key::Enter,
                '\u{8}' => Key::Backspace,
                c => Key::Char(c),
            })
        {
            if let Some(area) = notes.key(key) {
                canvas.clipped(area, |c| notes.paint(c));
            }
            let mut whole = Canvas::new(96, 64);
            notes.paint(&mut whole);
            assert!(
                canvas.rows(canvas.bounds()).eq(whole.rows(whole.bounds())),
                "{key:?}"
            );
        }
    }
}
