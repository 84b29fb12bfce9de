//! What a front end draws: a copy of the visible cells, with colours resolved to inks.

use alacritty_terminal::term::cell::{Cell as GridCell, Flags};
use alacritty_terminal::vte::ansi::{Color, NamedColor};

/// The visible part of a terminal, row-major from the top left. Reuse one for many reads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Screen {
    /// Columns.
    pub columns: usize,
    /// Rows.
    pub rows: usize,
    /// `columns × rows` cells.
    pub cells: Vec<Cell>,
    /// Column and row of the cursor, if it is shown and in view.
    pub cursor: Option<(usize, usize)>,
    /// Lines the view is scrolled back; 0 at the live end.
    pub scrolled_by: usize,
    /// Lines there are to scroll back to.
    pub history: usize,
}

impl Screen {
    /// The cells of a row from 0; none beyond the last.
    #[must_use]
    pub fn row(&self, row: usize) -> &[Cell] {
        let start = row.saturating_mul(self.columns);
        self.cells
            .get(start..start.saturating_add(self.columns))
            .unwrap_or_default()
    }

    /// Text of a row without the blanks at its end.
    #[must_use]
    pub fn row_text(&self, row: usize) -> String {
        let mut text: String = self
            .row(row)
            .iter()
            .filter(|cell| !cell.style.contains(Style::SPACER))
            .map(|cell| cell.ch)
            .collect();
        text.truncate(text.trim_end().len());
        text
    }

    /// Text of all rows, each ended by a line feed; rows at the end that are empty are left out.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        for row in 0..self.rows {
            text.push_str(&self.row_text(row));
            text.push('\n');
        }
        text.truncate(text.trim_end_matches('\n').len());
        if !text.is_empty() {
            text.push('\n');
        }
        text
    }
}

/// One character cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// What it shows. Combining marks are left out here; copied text has them.
    pub ch: char,
    /// Colour of the character, reverse video applied.
    pub ink: Ink,
    /// Colour behind it, reverse video applied.
    pub paper: Ink,
    /// How it is drawn.
    pub style: Style,
}

/// A colour as the host asked for it; the theme decides what it looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ink {
    /// The theme's text colour.
    Foreground,
    /// The theme's background.
    Background,
    /// 0–7 dark, 8–15 bright, 16–231 colour cube, 232–255 greys.
    Palette(u8),
    /// Red, green, blue.
    Rgb(u8, u8, u8),
}

bitflags::bitflags! {
    /// How a cell is drawn, and what the user has done to it.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct Style: u8 {
        /// Bright or heavy. A palette colour 0–7 is already replaced by its bright twin.
        const BOLD = 1;
        /// Half as bright.
        const DIM = 2;
        /// Slanted.
        const ITALIC = 4;
        /// Any kind of underline.
        const UNDERLINE = 8;
        /// Struck through.
        const STRIKE = 16;
        /// The right half of the wide character before it; draw nothing.
        const SPACER = 32;
        /// Selected by the user, or found for him.
        const SELECTED = 64;
    }
}

impl Cell {
    /// Copies a cell of the grid.
    pub(super) fn from_grid(cell: &GridCell) -> Self {
        let flags = cell.flags;
        let mut ink = ink(cell.fg, flags.contains(Flags::BOLD));
        let mut paper = ink_of_paper(cell.bg);
        if flags.contains(Flags::INVERSE) {
            std::mem::swap(&mut ink, &mut paper);
        }
        if flags.contains(Flags::HIDDEN) {
            ink = paper;
        }
        let mut style = Style::empty();
        for (flag, ours) in [
            (Flags::BOLD, Style::BOLD),
            (Flags::DIM, Style::DIM),
            (Flags::ITALIC, Style::ITALIC),
            (Flags::ALL_UNDERLINES, Style::UNDERLINE),
            (Flags::STRIKEOUT, Style::STRIKE),
            (
                Flags::WIDE_CHAR_SPACER.union(Flags::LEADING_WIDE_CHAR_SPACER),
                Style::SPACER,
            ),
        ] {
            style.set(ours, flags.intersects(flag));
        }
        Self {
            // A tab stays in its first cell so that copying gives it back; it draws nothing.
            ch: if cell.c.is_control() { ' ' } else { cell.c },
            ink,
            paper,
            style,
        }
    }
}

/// Bold makes the eight dark colours bright, as firmware and PC consoles mean it.
fn ink(color: Color, bold: bool) -> Ink {
    match ink_of_paper(color) {
        Ink::Palette(dark @ 0..8) if bold => Ink::Palette(dark + 8),
        other => other,
    }
}

fn ink_of_paper(color: Color) -> Ink {
    match color {
        Color::Spec(rgb) => Ink::Rgb(rgb.r, rgb.g, rgb.b),
        Color::Indexed(index) => Ink::Palette(index),
        Color::Named(NamedColor::Background) => Ink::Background,
        Color::Named(name) => match u8::try_from(name as usize) {
            Ok(index @ 0..16) => Ink::Palette(index),
            _ => Ink::Foreground,
        },
    }
}
