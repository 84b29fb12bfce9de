//! The terminal itself: a bounded grid with history over `alacritty_terminal`, fed with the bytes
//! of a host.

use alacritty_terminal::Term;
use alacritty_terminal::event::VoidListener;
use alacritty_terminal::grid::{self, Dimensions};
use alacritty_terminal::index::{Column, Line, Point};
use alacritty_terminal::term::cell::Cell as GridCell;
use alacritty_terminal::term::{Config, Osc52, TermMode};
use alacritty_terminal::vte::ansi::Processor;

use super::growth::Page;
use super::guard::{Guard, NoSynchronizedUpdates};
use super::screen::{Cell, Screen, Style};
use super::{Charset, Decoder, Escapes, Size, SizeMode};
use crate::limits;

/// A terminal. Everything it holds is bounded by [`limits::SCROLLBACK_LINES`] and the size.
pub struct Emulator {
    pub(super) term: Term<VoidListener>,
    parser: Processor<NoSynchronizedUpdates>,
    decoder: Decoder,
    size_mode: SizeMode,
    /// In automatic size: what the host has drawn since it last cleared the screen.
    pub(super) page: Option<Page>,
    pub(super) replies: String,
    pub(super) bell: bool,
    /// Characters that may still be drawn: a few more than there are bytes, because of REP.
    credit: usize,
    pub(super) generation: u64,
    /// Decoded text of one feed, kept for its allocation.
    text: String,
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
    pub(super) fn draw(&mut self, text: &str) {
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

    pub(super) fn line_from_row(&self, row: usize) -> Line {
        let offset = self.term.grid().display_offset();
        Line(i32::try_from(row).unwrap_or(0) - i32::try_from(offset).unwrap_or(0))
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

/// Characters that one byte of output may draw: REP draws a row of 80 with five bytes.
const CHARACTERS_PER_BYTE: usize = 16;

/// Characters that may be saved up for a burst of REP.
const CHARACTER_CREDIT: usize = 1 << 18;
