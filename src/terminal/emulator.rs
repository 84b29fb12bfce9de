//! The terminal itself: a bounded grid with history, selection and search over
//! `alacritty_terminal`, fed with the bytes of a host.

use alacritty_terminal::Term;
use alacritty_terminal::event::VoidListener;
use alacritty_terminal::grid::{self, Dimensions};
use alacritty_terminal::index::{Boundary, Column, Direction, Line, Point, Side};
use alacritty_terminal::selection::{Selection, SelectionType};
use alacritty_terminal::term::cell::{Cell as GridCell, Flags};
use alacritty_terminal::term::search::RegexSearch;
use alacritty_terminal::term::{Config, Osc52, TermMode};
use alacritty_terminal::vte::ansi::Processor;

use super::guard::{Guard, NoSynchronizedUpdates};
use super::screen::{Cell, Screen, Style};
use super::{Charset, Decoder, Escapes};
use crate::limits;

/// A terminal. Everything it holds is bounded by [`limits::SCROLLBACK_LINES`] and the size.
pub struct Emulator {
    term: Term<VoidListener>,
    parser: Processor<NoSynchronizedUpdates>,
    decoder: Decoder,
    size_mode: SizeMode,
    /// In automatic size: what the host has drawn since it last cleared the screen.
    page: Option<Page>,
    replies: String,
    bell: bool,
    /// Characters that may still be drawn: a few more than there are bytes, because of REP.
    credit: usize,
    generation: u64,
    /// Decoded text of one feed, kept for its allocation.
    text: String,
}

/// Columns and rows of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Size {
    /// 20..=256.
    pub columns: usize,
    /// 5..=128.
    pub rows: usize,
}

impl Size {
    /// What firmware uses unless told otherwise.
    pub const C80R25: Self = Self {
        columns: 80,
        rows: 25,
    };
    /// The second mode of firmware.
    pub const C80R50: Self = Self {
        columns: 80,
        rows: 50,
    };
    /// The third mode of firmware.
    pub const C100R31: Self = Self {
        columns: 100,
        rows: 31,
    };

    /// The nearest size within the allowed ranges.
    #[must_use]
    pub fn clamped(self) -> Self {
        Self {
            columns: self.columns.clamp(20, 256),
            rows: self.rows.clamp(5, 128),
        }
    }
}

/// How the size is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SizeMode {
    /// 80 × 25, until the host puts its cursor where only 100 × 31 or 80 × 50 has a cell. The
    /// page being drawn is then drawn once more at the new size.
    #[default]
    Automatic,
    /// This size.
    Fixed(Size),
}

/// How a selection grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SelectBy {
    /// Character by character.
    Character,
    /// Word by word.
    Word,
    /// Line by line.
    Line,
    /// A rectangle.
    Block,
}

/// Moves the view over the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scroll {
    /// Lines into the past; negative towards the live end.
    Lines(i32),
    /// One screen into the past.
    PageUp,
    /// One screen towards the live end.
    PageDown,
    /// To the oldest line.
    Top,
    /// To the live end.
    Bottom,
}

/// What was drawn since the last clear, so that it can be drawn again at another size.
struct Page {
    /// Decoded, after the clear sequence.
    text: String,
    /// Colours in force when the screen was cleared.
    template: GridCell,
    /// Lines of history then; more of them are the part of the page that has scrolled away.
    history: usize,
}

impl Page {
    const fn new(template: GridCell, history: usize) -> Self {
        Self {
            text: String::new(),
            template,
            history,
        }
    }
}

impl Emulator {
    /// An empty terminal.
    #[must_use]
    pub fn new(size_mode: SizeMode, charset: Charset) -> Self {
        let config = Config {
            scrolling_history: limits::SCROLLBACK_LINES,
            osc52: Osc52::Disabled,
            ..Config::default()
        };
        let size = match size_mode {
            SizeMode::Automatic => Size::C80R25,
            SizeMode::Fixed(size) => size.clamped(),
        };
        Self {
            term: Term::new(config, &size, VoidListener),
            parser: Processor::new(),
            decoder: Decoder::new(charset, Escapes::Emulator),
            size_mode,
            page: Some(Page::new(GridCell::default(), 0)),
            replies: String::new(),
            bell: false,
            credit: CHARACTER_CREDIT,
            generation: 0,
            text: String::new(),
        }
    }

    /// Interprets bytes from the front of `bytes` and returns how many: all, or
    /// [`limits::TERMINAL_FEED_BYTES`]. Call again with the rest, giving up locks in between.
    pub fn feed(&mut self, bytes: &[u8]) -> usize {
        let bytes = bytes.get(..limits::TERMINAL_FEED_BYTES).unwrap_or(bytes);
        if bytes.is_empty() {
            return 0;
        }
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        self.decoder.decode(bytes, &mut text);
        match self.size_mode {
            SizeMode::Automatic => self.draw_automatic(&text),
            SizeMode::Fixed(_) => self.draw(&text),
        }
        self.text = text;
        self.generation += 1;
        bytes.len()
    }

    /// Draws decoded text.
    fn draw(&mut self, text: &str) {
        let earned = text.len().saturating_mul(CHARACTERS_PER_BYTE);
        self.credit = self.credit.saturating_add(earned).min(CHARACTER_CREDIT);
        let mut guard = Guard {
            term: &mut self.term,
            credit: &mut self.credit,
            replies: &mut self.replies,
            bell: &mut self.bell,
        };
        self.parser.advance(&mut guard, text.as_bytes());
    }

    /// Draws decoded text, growing before the first thing that needs it.
    fn draw_automatic(&mut self, text: &str) {
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

    /// Columns and rows now.
    #[must_use]
    pub fn size(&self) -> Size {
        Size {
            columns: self.term.columns(),
            rows: self.term.screen_lines(),
        }
    }

    /// How the size is found.
    #[must_use]
    pub const fn size_mode(&self) -> SizeMode {
        self.size_mode
    }

    /// Changes the size, or the way it is found. Automatic starts from what the size is.
    pub fn set_size_mode(&mut self, mode: SizeMode) {
        self.page = None;
        self.size_mode = mode;
        if let SizeMode::Fixed(size) = mode {
            self.term.resize(size.clamped());
            self.generation += 1;
        }
    }

    /// Charset of what is fed from now on.
    pub const fn set_charset(&mut self, charset: Charset) {
        self.decoder.set_charset(charset);
    }

    /// The charset.
    #[must_use]
    pub const fn charset(&self) -> Charset {
        self.decoder.charset()
    }

    /// Forgets screen, history and modes; size and charset stay.
    pub fn clear(&mut self) {
        let charset = self.charset();
        let size = self.size();
        let mode = self.size_mode;
        let generation = self.generation;
        *self = Self::new(SizeMode::Fixed(size), charset);
        self.size_mode = mode;
        self.generation = generation + 1;
    }

    /// Counts up whenever anything visible may have changed.
    #[must_use]
    pub const fn generation(&self) -> u64 {
        self.generation
    }

    /// Takes the answers to the host's questions; send them.
    pub fn take_replies(&mut self) -> String {
        std::mem::take(&mut self.replies)
    }

    /// Whether the bell rang since the last call.
    pub const fn take_bell(&mut self) -> bool {
        std::mem::replace(&mut self.bell, false)
    }

    /// Modes of the host that change what keys send.
    #[must_use]
    pub fn key_modes(&self) -> KeyModes {
        KeyModes {
            application_cursor: self.term.mode().contains(TermMode::APP_CURSOR),
            application_keypad: self.term.mode().contains(TermMode::APP_KEYPAD),
        }
    }

    /// Copies the visible cells, with selection and search marked.
    pub fn read(&self, screen: &mut Screen) {
        let grid = self.term.grid();
        let offset = grid.display_offset();
        let selection = self
            .term
            .selection
            .as_ref()
            .and_then(|selection| selection.to_range(&self.term));
        screen.columns = grid.columns();
        screen.rows = grid.screen_lines();
        screen.scrolled_by = offset;
        screen.history = grid.history_size();
        screen.cells.clear();
        screen.cells.reserve(screen.columns * screen.rows);
        for row in 0..screen.rows {
            let line = self.line_from_row(row);
            let cells = &grid[line];
            let selected = selection.filter(|s| s.start.line <= line && line <= s.end.line);
            for column in (0..screen.columns).map(Column) {
                let mut cell = Cell::from_grid(&cells[column]);
                let point = Point::new(line, column);
                if selected.is_some_and(|selected| selected.contains(point)) {
                    cell.style.insert(Style::SELECTED);
                }
                screen.cells.push(cell);
            }
        }
        let cursor = grid.cursor.point;
        let row = usize::try_from(cursor.line.0).unwrap_or(0) + offset;
        screen.cursor = (self.term.mode().contains(TermMode::SHOW_CURSOR) && row < screen.rows)
            .then_some((cursor.column.0, row));
    }

    /// Text of the live screen (not of the scrolled view), see [`Screen::text`].
    #[must_use]
    pub fn screen_text(&self) -> String {
        self.text_between(0, self.term.bottommost_line().0)
    }

    /// Text of the whole history and the live screen.
    #[must_use]
    pub fn all_text(&self) -> String {
        self.text_between(self.term.topmost_line().0, self.term.bottommost_line().0)
    }

    fn text_between(&self, first: i32, last: i32) -> String {
        let end = Point::new(Line(last), self.term.last_column());
        let mut text = self
            .term
            .bounds_to_string(Point::new(Line(first), Column(0)), end);
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        let joined = lines.join("\n");
        text.clear();
        text.push_str(joined.trim_end_matches('\n'));
        if !text.is_empty() {
            text.push('\n');
        }
        text
    }

    /// Moves the view.
    pub fn scroll(&mut self, scroll: Scroll) {
        self.term.scroll_display(match scroll {
            Scroll::Lines(lines) => grid::Scroll::Delta(lines),
            Scroll::PageUp => grid::Scroll::PageUp,
            Scroll::PageDown => grid::Scroll::PageDown,
            Scroll::Top => grid::Scroll::Top,
            Scroll::Bottom => grid::Scroll::Bottom,
        });
        self.generation += 1;
    }

    /// Starts a selection at a cell of the view; `right` if in its right half. Cells outside are
    /// taken as the nearest inside.
    pub fn start_selection(&mut self, by: SelectBy, column: usize, row: usize, right: bool) {
        let kind = match by {
            SelectBy::Character => SelectionType::Simple,
            SelectBy::Word => SelectionType::Semantic,
            SelectBy::Line => SelectionType::Lines,
            SelectBy::Block => SelectionType::Block,
        };
        let point = self.point_from_view(column, row);
        self.term.selection = Some(Selection::new(kind, point, side(right)));
        self.generation += 1;
    }

    /// Moves the end of the selection.
    pub fn extend_selection(&mut self, column: usize, row: usize, right: bool) {
        let point = self.point_from_view(column, row);
        if let Some(selection) = &mut self.term.selection {
            selection.update(point, side(right));
            self.generation += 1;
        }
    }

    /// Selects history and screen.
    pub fn select_all(&mut self) {
        let start = Point::new(self.term.topmost_line(), Column(0));
        let end = Point::new(self.term.bottommost_line(), self.term.last_column());
        let mut selection = Selection::new(SelectionType::Simple, start, Side::Left);
        selection.update(end, Side::Right);
        self.term.selection = Some(selection);
        self.generation += 1;
    }

    /// Selects nothing.
    pub fn clear_selection(&mut self) {
        if self.term.selection.take().is_some() {
            self.generation += 1;
        }
    }

    /// The selected text; `None` if nothing is.
    #[must_use]
    pub fn selected_text(&self) -> Option<String> {
        self.term
            .selection_to_string()
            .filter(|text| !text.is_empty())
    }

    /// Looks for a text in screen and history, from the selection (or the end) on, wrapping
    /// around. Capital letters count only if `text` has some. What is found becomes the selection
    /// and the view moves there. False if there is none.
    pub fn find(&mut self, text: &str, forwards: bool) -> bool {
        self.generation += 1;
        let pattern = Some(text).filter(|text| !text.is_empty() && text.len() <= FIND_BYTES);
        let Some(mut search) = pattern.and_then(|text| RegexSearch::new(&regex::escape(text)).ok())
        else {
            return false;
        };
        let (direction, side) = match forwards {
            true => (Direction::Right, Side::Left),
            false => (Direction::Left, Side::Right),
        };
        let selection = self.term.selection.as_ref();
        let selected = selection.and_then(|selection| selection.to_range(&self.term));
        let origin = match (selected, forwards) {
            (Some(range), true) => range.start.add(&self.term, Boundary::None, 1),
            (Some(range), false) => range.end.sub(&self.term, Boundary::None, 1),
            (None, true) => Point::new(self.term.topmost_line(), Column(0)),
            (None, false) => Point::new(self.term.bottommost_line(), self.term.last_column()),
        };
        let found = self
            .term
            .search_next(&mut search, origin, direction, side, None);
        if let Some(found) = &found {
            let mut selection = Selection::new(SelectionType::Simple, *found.start(), Side::Left);
            selection.update(*found.end(), Side::Right);
            self.term.selection = Some(selection);
            self.term.scroll_to_point(*found.start());
        }
        found.is_some()
    }

    fn line_from_row(&self, row: usize) -> Line {
        let offset = self.term.grid().display_offset();
        Line(i32::try_from(row).unwrap_or(0) - i32::try_from(offset).unwrap_or(0))
    }

    fn point_from_view(&self, column: usize, row: usize) -> Point {
        let row = row.min(self.term.screen_lines().saturating_sub(1));
        let column = Column(column).min(self.term.last_column());
        Point::new(self.line_from_row(row), column)
    }
}

/// What is on the screen may be confidential: only its size is printed.
impl std::fmt::Debug for Emulator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Emulator")
            .field("size", &self.size())
            .field("generation", &self.generation)
            .finish_non_exhaustive()
    }
}

/// Modes of the host that change what keys send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KeyModes {
    /// DECCKM: arrows send `ESC O` instead of `ESC [`.
    pub application_cursor: bool,
    /// `ESC =`: the same for consoles that take it so.
    pub application_keypad: bool,
}

impl Dimensions for Size {
    fn total_lines(&self) -> usize {
        self.rows
    }

    fn screen_lines(&self) -> usize {
        self.rows
    }

    fn columns(&self) -> usize {
        self.columns
    }
}

const fn side(right: bool) -> Side {
    if right { Side::Right } else { Side::Left }
}

/// The size that the automatic mode needs before `sequence`, the rest of a decoded text from an
/// escape sequence on: `None` if it does not put the cursor beyond `now`, or so far beyond that
/// only a program looking for the size of the screen does it.
fn size_for(sequence: &str, now: Size) -> Option<Size> {
    let body = sequence.strip_prefix("\x1B[")?;
    let end = body.find(|c: char| !matches!(c, '0'..='9' | ';'))?;
    let (numbers, rest) = body.split_at(end);
    let mut numbers = numbers.split(';').map(|n| n.parse().unwrap_or(1));
    let first: usize = numbers.next().unwrap_or(1);
    let (rows, columns) = match rest.chars().next()? {
        'H' | 'f' => (first, numbers.next().unwrap_or(1)),
        'd' => (first, 1),
        'G' | '`' => (1, first),
        _ => return None,
    };
    if rows <= now.rows && columns <= now.columns {
        return None;
    }
    let (rows, columns) = (rows.max(now.rows), columns.max(now.columns));
    let fits = |size: &Size| size.columns >= columns && size.rows >= rows;
    AUTOMATIC.into_iter().find(fits)
}

/// What the automatic size may become, smallest first; the last for hosts that use both.
const AUTOMATIC: [Size; 4] = [
    Size::C80R25,
    Size::C100R31,
    Size::C80R50,
    Size {
        columns: 100,
        rows: 50,
    },
];

/// Erases the screen, as the decoder writes it.
const CLEAR_SCREEN: &str = "\x1B[2J";

/// A page that is longer is not drawn again. Firmware draws one with some ten kilobytes.
const PAGE_BYTES: usize = 128 * 1024;

/// Nor is one that scrolled by more lines.
const PAGE_LINES: usize = 1000;

/// Characters that one byte of output may draw: REP draws a row of 80 with five bytes.
const CHARACTERS_PER_BYTE: usize = 16;

/// Characters that may be saved up for a burst of REP.
const CHARACTER_CREDIT: usize = 1 << 18;

/// Longest text that is searched for.
const FIND_BYTES: usize = 256;
