//! The fonts in which firmware and consoles write: shapes of fixed size.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::wire::Reader;

/// Columns of one shape.
pub(super) const WIDTH: usize = 8;
/// Rows of the tallest shape.
const TALLEST: usize = 19;

/// What a cell or a character looks like in two colours: rows from the top, the leftmost column in
/// the highest bit. 1 is ink.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Shape {
    rows: [u8; TALLEST],
    height: usize,
}

impl Shape {
    /// Takes the rows from the top, at most [`TALLEST`].
    fn new(rows: impl IntoIterator<Item = u8>) -> Self {
        let mut shape = Self::default();
        rows.into_iter().for_each(|row| shape.push(row));
        shape
    }

    /// One more row at the foot, unless it is [`TALLEST`] already.
    pub(super) fn push(&mut self, row: u8) {
        if let Some(foot) = self.rows.get_mut(self.height) {
            *foot = row;
            self.height += 1;
        }
    }

    pub(super) fn rows(&self) -> impl DoubleEndedIterator<Item = u8> + ExactSizeIterator {
        self.rows.iter().take(self.height).copied()
    }

    /// Ink and ground the other way round.
    pub(super) fn reversed(&self) -> Self {
        Self::new(self.rows().map(|row| !row))
    }
}

/// One font: which character has which shape.
#[derive(Debug)]
pub(super) struct Font {
    /// Rows of every shape.
    pub(super) height: u16,
    characters: HashMap<Shape, char>,
    shapes: Vec<(char, Shape)>,
}

impl Font {
    /// The character of this shape. Where several look the same it is the plainest of them.
    pub(super) fn character(&self, shape: &Shape) -> Option<char> {
        self.characters.get(shape).copied()
    }

    /// The only character that has this shape once the rows in `hidden` are painted over, which
    /// is what a cursor does. `hidden` has a bit for each row, the top one lowest.
    pub(super) fn under_cursor(&self, shape: &Shape, hidden: u32) -> Option<char> {
        let is_same = |of_font: &Shape| {
            let mut rows = of_font.rows().zip(shape.rows()).enumerate();
            rows.all(|(row, (a, b))| hidden >> row & 1 == 1 || a == b)
        };
        let mut found = None;
        for (c, of_font) in &self.shapes {
            if !is_same(of_font) {
                continue;
            }
            match found {
                Some((_, before)) if before != of_font => return None,
                Some(_) => {}
                None => found = Some((*c, of_font)),
            }
        }
        found.map(|(c, _)| c)
    }

    /// The shape of a character.
    #[cfg(test)]
    pub(super) fn shape(&self, c: char) -> Option<&Shape> {
        let of = self.shapes.iter().find(|(of_font, _)| *of_font == c);
        of.map(|(_, shape)| shape)
    }

    /// Every character with its shape.
    #[cfg(test)]
    pub(super) fn shapes(&self) -> impl Iterator<Item = (char, &Shape)> {
        self.shapes.iter().map(|(c, shape)| (*c, shape))
    }

    /// Reads a PSF1 font with a table of characters: `36 04, mode, rows`, shapes, and for every
    /// shape its characters as `u16le`, of which sequences begin at `FFFE`, up to `FFFF`. Anything
    /// else gives an empty font.
    fn from_psf1(bytes: &[u8]) -> Self {
        let mut found = Vec::new();
        let mut height = 0;
        let mut r = Reader::new(bytes);
        if let Ok([0x36, 0x04, mode, rows @ 1..=255]) = r.array() {
            height = u16::from(rows);
            let count = if mode & 1 == 0 { 256 } else { 512 };
            let rows = usize::from(rows);
            let shapes = r.bytes(count * rows).unwrap_or_default();
            for shape in shapes.chunks_exact(rows) {
                let shape = Shape::new(shape.iter().copied());
                let mut in_sequence = false;
                while let Ok(code @ ..=0xFFFE) = r.u16_le() {
                    in_sequence |= code == 0xFFFE;
                    let c = char::from_u32(u32::from(code)).filter(|_| !in_sequence);
                    found.extend(c.map(|c| (c, shape)));
                }
            }
        }
        found.sort_by_key(|(c, _)| (plainness(*c), *c));
        found.dedup_by_key(|(c, _)| *c);
        let mut characters = HashMap::new();
        for (c, shape) in &found {
            characters.entry(*shape).or_insert(*c);
        }
        Self {
            height,
            characters,
            shapes: found,
        }
    }
}

/// The order in which characters that look the same are taken: a Latin A before a Greek one.
const fn plainness(c: char) -> u8 {
    match c {
        ' '..='~' => 0,
        // Of the lines of boxes and the blocks that text screens are drawn with.
        '\u{2500}'..='\u{25FF}' => 1,
        '\u{A1}'..='\u{17F}' => 2,
        '\u{370}'..='\u{4FF}' => 3,
        _ => 4,
    }
}

/// The fonts that are looked for, the commonest first.
pub(super) static FONTS: LazyLock<[Font; 4]> = LazyLock::new(|| {
    [
        // What graphics adapters have in text mode, and most firmware and boot loaders copy.
        Font::from_psf1(include_bytes!("../../../assets/fonts/vga-8x16.psfu")),
        // What Debian and its relatives set on the console.
        Font::from_psf1(include_bytes!("../../../assets/fonts/terminus-8x16.psfu")),
        // What UEFI firmware writes with, and with it its shell, its setup and every loader that
        // has no graphics of its own.
        Font::from_psf1(include_bytes!("../../../assets/fonts/edk2-8x19.psfu")),
        // What the simulated PC and the consoles of BSD have.
        Font::from_psf1(include_bytes!("../../../assets/fonts/spleen-8x16.psfu")),
    ]
});
