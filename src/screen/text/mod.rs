//! The text of a text screen, read exactly: shapes of known fonts, cell by cell.
//!
//! Not recognition of characters in pictures: a cell either has the shape of a character, pixel by
//! pixel in two colours, or is none. Firmware in text mode, boot loaders and consoles write such
//! screens; desktops do not, and have no text here.

mod font;

use font::{FONTS, Font, Shape, WIDTH};

use super::Framebuffer;

/// Text as it stands on a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScreenText {
    /// Rows from the top, each with one character for each cell; U+FFFD for a cell that is none.
    rows: Vec<Vec<char>>,
    /// Place of the first cell, in pixels.
    origin: (u16, u16),
    /// Size of a cell, in pixels.
    cell: (u16, u16),
}

/// How cells lie on a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Grid {
    origin: (u16, u16),
    cell: (u16, u16),
    columns: u16,
    rows: u16,
}

impl ScreenText {
    /// Reads the text of a screen; `None` if it is none or has too little text to be sure.
    ///
    /// Linear in the number of pixels, times the places where text may begin (at most 7 for each
    /// height of a font, mostly fewer).
    #[must_use]
    pub fn read(screen: &Framebuffer) -> Option<Self> {
        let mut best: Option<(usize, Self)> = None;
        for grid in grids(screen) {
            let cells = cells(screen, grid);
            let fitting = FONTS.iter().filter(|font| font.height == grid.cell.1);
            for font in fitting {
                let (text, found) = read_with(&cells, grid, font);
                if found.is_text() && best.as_ref().is_none_or(|(most, _)| found.known > *most) {
                    best = Some((found.known, text));
                }
            }
        }
        best.map(|(_, text)| text)
    }

    /// Lines from the top without the blanks at their ends; empty ones at the bottom are left out.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let line = |row: &Vec<char>| {
            let line: String = row.iter().collect();
            line.trim_end().to_owned()
        };
        let mut lines: Vec<_> = self.rows.iter().map(line).collect();
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        lines
    }

    /// Columns and rows of cells.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        (self.rows.first().map_or(0, Vec::len), self.rows.len())
    }

    /// The cell at a pixel, as column and row.
    #[must_use]
    pub fn cell_at(&self, x: u16, y: u16) -> Option<(usize, usize)> {
        let column = x.checked_sub(self.origin.0)? / self.cell.0;
        let row = y.checked_sub(self.origin.1)? / self.cell.1;
        let (column, row) = (usize::from(column), usize::from(row));
        let (columns, rows) = self.size();
        (column < columns && row < rows).then_some((column, row))
    }
}

/// What a font made of a grid.
#[derive(Debug, Clone, Copy, Default)]
struct Found {
    /// Cells with a character that is no blank.
    known: usize,
    /// Cells with something that is no character.
    unknown: usize,
}

impl Found {
    /// Enough is known for the rest not to be chance: pictures have hardly any cell that is a
    /// character pixel by pixel. A few cells may be a pointer or a logo.
    const fn is_text(self) -> bool {
        self.known >= LEAST_CHARACTERS && self.known >= self.unknown.saturating_mul(LEAST_SHARE)
    }
}

/// Characters that make a screen one with text.
const LEAST_CHARACTERS: usize = 4;

/// Characters for each cell that is none.
const LEAST_SHARE: usize = 4;

/// Where text may begin on a screen of this size.
///
/// Text modes fill the screen from its corner, with cells of 8 columns, or of 9 where a VGA adapter
/// is in its mode of 720 columns. Consoles in graphics modes begin at the corner or lie in the
/// middle; that of UEFI firmware has the columns and rows of a text mode there, or as many as fit.
fn grids(screen: &Framebuffer) -> Vec<Grid> {
    let (width, height) = (screen.width(), screen.height());
    let mut grids: Vec<Grid> = Vec::new();
    let mut add = |cell: (u16, u16), columns: u16, rows: u16, origin: (u16, u16)| {
        let grid = Grid {
            origin,
            cell,
            columns,
            rows,
        };
        if columns > 0 && rows > 0 && !grids.contains(&grid) {
            grids.push(grid);
        }
    };
    let (narrow, wide, vga, uefi) = (8, 9, 16, 19);
    if width == 720 {
        add((wide, vga), width / wide, height / vga, (0, 0));
    }
    for tall in [vga, uefi] {
        // Those in the middle first, because cells of the whole screen may lie in the same places.
        for (columns, rows) in TEXT_MODES {
            if let (Some(x), Some(y)) = (
                width.checked_sub(columns * narrow),
                height.checked_sub(rows * tall),
            ) {
                add((narrow, tall), columns, rows, (x / 2, y / 2));
            }
        }
        let whole = (width / narrow, height / tall);
        add((narrow, tall), whole.0, whole.1, (0, 0));
        let middle = ((width % narrow) / 2, (height % tall) / 2);
        add((narrow, tall), whole.0, whole.1, middle);
    }
    grids
}

/// Columns and rows of the text modes that every UEFI console has, or may have beside the whole
/// screen (UEFI 2.10 § 12.4; the third is observed with EDK2).
const TEXT_MODES: [(u16, u16); 3] = [(80, 25), (80, 50), (100, 31)];

/// What a cell shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cell {
    /// One colour.
    Blank,
    /// Two colours.
    Ink {
        /// Where the ink is, if the other colour is the ground of the line.
        likely: Shape,
        /// One of the colours is the ground of the line.
        on_ground: bool,
    },
    /// More colours than a character has.
    Picture,
}

fn read_with(cells: &[Vec<Cell>], grid: Grid, font: &Font) -> (ScreenText, Found) {
    let mut found = Found::default();
    let rows = cells.iter().map(|row| {
        let characters = row.iter().map(|cell| {
            let c = character(*cell, font);
            match c {
                Some(' ') => {}
                Some(_) => found.known += 1,
                None => found.unknown += 1,
            }
            c.unwrap_or(char::REPLACEMENT_CHARACTER)
        });
        characters.collect()
    });
    let text = ScreenText {
        rows: rows.collect(),
        origin: grid.origin,
        cell: grid.cell,
    };
    (text, found)
}

/// The character of a cell; `None` rather than a guess.
fn character(cell: Cell, font: &Font) -> Option<char> {
    let (likely, on_ground) = match cell {
        Cell::Blank => return Some(' '),
        Cell::Picture => return None,
        Cell::Ink { likely, on_ground } => (likely, on_ground),
    };
    let reversed = likely.reversed();
    match (font.character(&likely), font.character(&reversed)) {
        // An upper half in one colour is a lower half in the other.
        (Some(_), Some(_)) if !on_ground => None,
        (Some(c), _) | (None, Some(c)) => Some(c),
        (None, None) => with_cursor(font, &likely),
    }
}

/// The character below a cursor, which paints one to four whole rows near the foot of its cell.
fn with_cursor(font: &Font, shape: &Shape) -> Option<char> {
    let mut hidden = 0_u32;
    let foot = shape.rows().len().saturating_sub(4);
    for (row, bits) in shape.rows().enumerate().skip(foot) {
        if bits == u8::MAX {
            hidden |= 1 << row;
        }
    }
    let rows = shape.rows().enumerate();
    let mut visible = rows.filter(|(row, _)| hidden >> row & 1 == 0);
    if hidden == 0 {
        None
    } else if visible.all(|(_, bits)| bits == 0) {
        Some(' ')
    } else {
        font.under_cursor(shape, hidden)
    }
}

fn cells(screen: &Framebuffer, grid: Grid) -> Vec<Vec<Cell>> {
    let row = |row| {
        let ground = ground(screen, grid, row);
        let cell = |column| cell(screen, grid, (column, row), ground);
        (0..grid.columns).map(cell).collect()
    };
    (0..grid.rows).map(row).collect()
}

/// The colour that most cells of a row have in their first pixel, where few characters have ink.
fn ground(screen: &Framebuffer, grid: Grid, row: u16) -> u32 {
    let mut colours = Vec::with_capacity(usize::from(grid.columns));
    for column in 0..grid.columns {
        let (x, y) = corner(grid, (column, row));
        colours.push(screen.pixel(x, y));
    }
    colours.sort_unstable();
    let runs = colours.chunk_by(|a, b| a == b);
    let most = runs.max_by_key(|run| run.len());
    most.and_then(|run| run.first()).copied().unwrap_or(0)
}

const fn corner(grid: Grid, (column, row): (u16, u16)) -> (u16, u16) {
    (
        grid.origin.0 + column * grid.cell.0,
        grid.origin.1 + row * grid.cell.1,
    )
}

fn cell(screen: &Framebuffer, grid: Grid, place: (u16, u16), ground: u32) -> Cell {
    let (left, top) = corner(grid, place);
    let first = screen.pixel(left, top);
    let mut other = None;
    // Where the cell has another colour than its first pixel.
    let mut shape = Shape::default();
    for y in (top..).take(usize::from(grid.cell.1)) {
        let mut row = 0_u8;
        for (x, column) in (left..).zip(0..grid.cell.0) {
            let pixel = screen.pixel(x, y);
            let is_first = pixel == first;
            if !is_first && *other.get_or_insert(pixel) != pixel {
                return Cell::Picture;
            }
            // A ninth column is ground, or repeats the eighth in the lines of boxes.
            if usize::from(column) < WIDTH {
                row = row << 1 | u8::from(!is_first);
            }
        }
        shape.push(row);
    }
    match other {
        None => Cell::Blank,
        // Ink in the corner of the cell.
        Some(other) if other == ground => Cell::Ink {
            likely: shape.reversed(),
            on_ground: true,
        },
        Some(_) => Cell::Ink {
            likely: shape,
            on_ground: first == ground,
        },
    }
}

#[cfg(test)]
mod tests;
