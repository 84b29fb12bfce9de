//! A text-mode screen: 80 × 25 characters with colours, as VGA has them.
//!
//! Programs of the simulated PC write here; the screen shows it with a font, and a serial console
//! can show the same cells.

use super::canvas::{Area, Canvas, Rgb};

/// Columns of the text screen.
pub const COLUMNS: usize = 80;
/// Rows of the text screen.
pub const ROWS: usize = 25;
/// Pixels of one cell: VGA shows 80 × 25 characters of 9 × 16 on 720 × 400.
pub const CELL_PX: (i32, i32) = (9, 16);
/// Size of the whole screen in pixels.
pub const SCREEN_PX: (u16, u16) = (720, 400);

/// One of the sixteen VGA colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// 0, black.
    Black,
    /// 1, blue.
    Blue,
    /// 2, green.
    Green,
    /// 3, cyan.
    Cyan,
    /// 4, red.
    Red,
    /// 5, magenta.
    Magenta,
    /// 6, brown.
    Brown,
    /// 7, light grey.
    LightGrey,
    /// 8, dark grey.
    DarkGrey,
    /// 9, light blue.
    LightBlue,
    /// 10, light green.
    LightGreen,
    /// 11, light cyan.
    LightCyan,
    /// 12, light red.
    LightRed,
    /// 13, light magenta.
    LightMagenta,
    /// 14, yellow.
    Yellow,
    /// 15, white.
    White,
}

impl Colour {
    /// Its value in the VGA palette.
    #[must_use]
    pub const fn rgb(self) -> Rgb {
        match self {
            Self::Black => [0x00, 0x00, 0x00],
            Self::Blue => [0x00, 0x00, 0xAA],
            Self::Green => [0x00, 0xAA, 0x00],
            Self::Cyan => [0x00, 0xAA, 0xAA],
            Self::Red => [0xAA, 0x00, 0x00],
            Self::Magenta => [0xAA, 0x00, 0xAA],
            Self::Brown => [0xAA, 0x55, 0x00],
            Self::LightGrey => [0xAA, 0xAA, 0xAA],
            Self::DarkGrey => [0x55, 0x55, 0x55],
            Self::LightBlue => [0x55, 0x55, 0xFF],
            Self::LightGreen => [0x55, 0xFF, 0x55],
            Self::LightCyan => [0x55, 0xFF, 0xFF],
            Self::LightRed => [0xFF, 0x55, 0x55],
            Self::LightMagenta => [0xFF, 0x55, 0xFF],
            Self::Yellow => [0xFF, 0xFF, 0x55],
            Self::White => [0xFF, 0xFF, 0xFF],
        }
    }
}

/// Foreground and background of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attribute {
    /// The letter.
    pub ink: Colour,
    /// What is behind it.
    pub paper: Colour,
}

impl Attribute {
    /// Light grey on black.
    pub const NORMAL: Self = Self::new(Colour::LightGrey, Colour::Black);

    /// `ink` on `paper`.
    #[must_use]
    pub const fn new(ink: Colour, paper: Colour) -> Self {
        Self { ink, paper }
    }
}

/// One character cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// What it shows.
    pub character: char,
    /// In which colours.
    pub attribute: Attribute,
}

impl Cell {
    const BLANK: Self = Self {
        character: ' ',
        attribute: Attribute::NORMAL,
    };
}

/// 80 × 25 cells and a cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// INVARIANT: `COLUMNS × ROWS` elements, row by row.
    cells: Vec<Cell>,
    /// Column and row of the cursor, if it is shown.
    pub cursor: Option<(usize, usize)>,
}

impl Default for Grid {
    fn default() -> Self {
        Self {
            cells: vec![Cell::BLANK; COLUMNS * ROWS],
            cursor: None,
        }
    }
}

impl Grid {
    /// Fills everything with blanks of one attribute.
    pub fn clear(&mut self, attribute: Attribute) {
        self.cells.fill(Cell {
            character: ' ',
            attribute,
        });
    }

    /// The cells, row by row.
    pub fn rows(&self) -> impl Iterator<Item = &[Cell]> {
        self.cells.chunks_exact(COLUMNS)
    }

    /// The characters of one row without trailing blanks; empty beyond the last row.
    #[must_use]
    pub fn line(&self, row: usize) -> String {
        let cells = self.rows().nth(row).unwrap_or_default();
        let line: String = cells.iter().map(|c| c.character).collect();
        line.trim_end().to_owned()
    }

    /// Sets one cell; nothing outside.
    pub fn set(&mut self, column: usize, row: usize, character: char, attribute: Attribute) {
        if column < COLUMNS
            && let Some(cell) = self.cells.get_mut(row * COLUMNS + column)
        {
            *cell = Cell {
                character,
                attribute,
            };
        }
    }

    /// Writes text from a cell to the right; what passes the right edge is cut off.
    pub fn write(&mut self, column: usize, row: usize, text: &str, attribute: Attribute) {
        for (column, c) in (column..COLUMNS).zip(text.chars()) {
            self.set(column, row, c, attribute);
        }
    }

    /// Fills part of a row.
    pub fn fill(&mut self, column: usize, row: usize, count: usize, c: char, attribute: Attribute) {
        for column in column..COLUMNS.min(column.saturating_add(count)) {
            self.set(column, row, c, attribute);
        }
    }

    /// A box of single lines with a blank inside; at least 2 × 2 cells.
    pub fn frame(
        &mut self,
        (column, row): (usize, usize),
        (width, height): (usize, usize),
        attribute: Attribute,
    ) {
        let (right, bottom) = (column + width - 1, row + height - 1);
        for y in row..=bottom {
            let (left_end, middle, right_end) = match y {
                y if y == row => ('┌', '─', '┐'),
                y if y == bottom => ('└', '─', '┘'),
                _ => ('│', ' ', '│'),
            };
            self.fill(column, y, width, middle, attribute);
            self.set(column, y, left_end, attribute);
            self.set(right, y, right_end, attribute);
        }
    }

    /// Moves everything up by one row; the last becomes blank.
    pub fn scroll(&mut self) {
        self.cells.drain(..COLUMNS);
        self.cells.resize(COLUMNS * ROWS, Cell::BLANK);
    }

    /// Draws what differs from `shown`, which has been drawn before; everything without it.
    pub fn draw(&self, canvas: &mut Canvas, shown: Option<&Self>) {
        let (width, height) = CELL_PX;
        let mut y = 0;
        for (row, cells) in self.rows().enumerate() {
            let mut x = 0;
            for (column, cell) in cells.iter().enumerate() {
                let area = Area::new(x, y, width, height);
                let has_cursor = self.cursor == Some((column, row));
                let same = shown.is_some_and(|old| {
                    old.cells.get(row * COLUMNS + column) == Some(cell)
                        && (old.cursor == Some((column, row))) == has_cursor
                });
                if !same {
                    let Attribute { ink, paper } = cell.attribute;
                    canvas.glyph(area, cell.character, ink.rgb(), Some(paper.rgb()));
                    if has_cursor {
                        canvas.fill(Area::new(x, y + height - 3, width, 2), ink.rgb());
                    }
                }
                x += width;
            }
            y += height;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_at_the_right_edge_and_scrolls_up() {
        let mut grid = Grid::default();
        grid.write(78, 1, "abcdef", Attribute::NORMAL);
        grid.write(0, 99, "lost", Attribute::NORMAL);
        assert_eq!(grid.line(1).trim_start(), "ab");
        assert_eq!(grid.line(2), "");
        grid.scroll();
        assert_eq!(grid.line(0).trim_start(), "ab");
        assert_eq!(grid.rows().count(), ROWS);
    }

    #[test]
    fn a_frame_has_its_corners() {
        let mut grid = Grid::default();
        grid.frame((2, 3), (4, 3), Attribute::NORMAL);
        assert_eq!(grid.line(3), "  ┌──┐");
        assert_eq!(grid.line(4), "  │  │");
        assert_eq!(grid.line(5), "  └──┘");
    }

    #[test]
    fn only_cells_that_differ_are_drawn() {
        let mut canvas = Canvas::new(SCREEN_PX.0, SCREEN_PX.1);
        let mut grid = Grid::default();
        grid.draw(&mut canvas, None);
        let shown = grid.clone();
        let before = canvas.versions().to_vec();
        grid.write(0, 0, "A", Attribute::NORMAL);
        grid.cursor = Some((79, 24));
        grid.draw(&mut canvas, Some(&shown));
        let changed = canvas
            .versions()
            .iter()
            .zip(&before)
            .filter(|(a, b)| a != b);
        assert_eq!(changed.count(), 2, "the first tile and the last");
        let last = canvas.pixel(719, 399 - 2);
        assert_eq!(last, Colour::LightGrey.rgb());
        let shown = grid.clone();
        grid.cursor = None;
        grid.draw(&mut canvas, Some(&shown));
        assert_eq!(canvas.pixel(719, 399 - 2), [0; 3]);
    }
}
