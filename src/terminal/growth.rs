//! The automatic size: a terminal that grows before the first thing that needs more cells.

use alacritty_terminal::grid::Dimensions;
use alacritty_terminal::index::{Column, Line, Point};
use alacritty_terminal::term::TermMode;
use alacritty_terminal::term::cell::{Cell as GridCell, Flags};

use super::size::size_for;
use super::{Emulator, Size};
use crate::limits;

/// What was drawn since the last clear, so that it can be drawn again at another size.
pub(super) struct Page {
    /// Decoded, after the clear sequence.
    text: String,
    /// Colours in force when the screen was cleared.
    template: GridCell,
    /// Lines of history then; more of them are the part of the page that has scrolled away.
    history: usize,
}

impl Page {
    pub(super) const fn new(template: GridCell, history: usize) -> Self {
        Self {
            text: String::new(),
            template,
            history,
        }
    }
}

impl Emulator {
    /// Draws decoded text, growing before the first thing that needs it.
    pub(super) fn draw_automatic(&mut self, text: &str) {
        let mut drawn = 0;
        for (at, _) in text.match_indices("\x1B[") {
            let sequence = text.get(at..).unwrap_or_default();
            if sequence.starts_with(CLEAR_SCREEN) {
                self.draw_page(text.get(drawn..at).unwrap_or_default());
                drawn = at + CLEAR_SCREEN.len();
                let template = self.term.grid().cursor.template.clone();
                self.draw(CLEAR_SCREEN);
                // Clearing has moved the old screen into history.
                self.page = Some(Page::new(template, self.term.history_size()));
            } else if let Some(size) = size_for(sequence, self.size()) {
                self.draw_page(text.get(drawn..at).unwrap_or_default());
                drawn = at;
                self.grow(size);
            }
        }
        self.draw_page(text.get(drawn..).unwrap_or_default());
    }

    /// Draws a part of the current page and remembers it.
    fn draw_page(&mut self, text: &str) {
        self.draw(text);
        let history = self.term.history_size();
        let alternate = self.term.mode().contains(TermMode::ALT_SCREEN);
        if let Some(page) = &mut self.page {
            page.text.push_str(text);
            let scrolled = history.checked_sub(page.history);
            let simple = !alternate
                && page.text.len() <= PAGE_BYTES
                && scrolled.is_some_and(|lines| lines <= PAGE_LINES)
                && history < limits::SCROLLBACK_LINES;
            if !simple {
                self.page = None;
            }
        }
    }

    /// Makes the screen larger, with its top left cell staying where it is, and draws the page
    /// once more. What the page has scrolled into history meanwhile is taken back first.
    fn grow(&mut self, size: Size) {
        let old = self.size();
        let page = self.page.take();
        let history = self.term.history_size();
        let scrolled = page.as_ref().map_or(0, |page| history - page.history);
        if page.is_some() {
            // Higher by what was scrolled away: that pulls it out of history again.
            self.term.resize(Size {
                rows: old.rows + scrolled,
                ..old
            });
            let grid = self.term.grid_mut();
            grid.cursor.point = Point::new(Line(0), Column(0));
            grid.cursor.input_needs_wrap = false;
            grid.reset_region(..); // Nothing of it may be wrapped anew.
        } else {
            // Rows that ran over the right edge must not be joined when there is room: what
            // stands in the next row belongs there.
            let grid = self.term.grid_mut();
            for line in 0..i32::try_from(old.rows).unwrap_or(0) {
                grid[Line(line)][Column(old.columns - 1)]
                    .flags
                    .remove(Flags::WRAPLINE);
            }
        }
        // New rows are filled from history as well; those go back.
        let history = self.term.history_size();
        let pulled = history.min(size.rows.saturating_sub(old.rows + scrolled));
        self.term.resize(Size {
            columns: old.columns,
            ..size
        });
        if pulled > 0 {
            let grid = self.term.grid_mut();
            let line = |rows: usize| Line(i32::try_from(rows).unwrap_or(i32::MAX));
            grid.scroll_up(&(Line(0)..line(size.rows)), pulled);
            grid.cursor.point.line = (grid.cursor.point.line - pulled).max(Line(0));
        }
        self.term.resize(size);
        if let Some(page) = page {
            let grid = self.term.grid_mut();
            grid.cursor.template = page.template;
            grid.reset_region(..); // Erases in the colours of the template.
            // Questions were answered and bells rung the first time.
            let (replies, bell) = (self.replies.len(), self.bell);
            self.draw(&page.text);
            self.replies.truncate(replies);
            self.bell = bell;
        }
    }
}

/// Erases the screen, as the decoder writes it.
const CLEAR_SCREEN: &str = "\x1B[2J";

/// A page that is longer is not drawn again. Firmware draws one with some ten kilobytes.
const PAGE_BYTES: usize = 128 * 1024;

/// Nor is one that scrolled by more lines.
const PAGE_LINES: usize = 1000;
