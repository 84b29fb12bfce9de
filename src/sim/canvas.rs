//! What the simulated PC shows: an RGB picture that knows which of its tiles changed when.

use super::font::{self, GLYPH_HEIGHT, GLYPH_WIDTH};
use crate::limits;
use crate::screen::Rect;

/// A colour: 8-bit red, green, blue.
pub type Rgb = [u8; 3];

/// Side of a tile: the grid on which firmware cuts its screen.
///
/// Source: `docs/protocol/redirection.md` § 5.5 (observed).
pub const TILE_PX: u16 = 64;

/// A rectangle that may reach beyond the canvas; what does is cut off when it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// Left edge.
    pub x: i32,
    /// Top edge.
    pub y: i32,
    /// Columns; nothing is drawn unless positive.
    pub width: i32,
    /// Rows; nothing is drawn unless positive.
    pub height: i32,
}

impl Area {
    /// An area from its left top corner and size.
    #[must_use]
    pub const fn new(x: i32, y: i32, width: i32, height: i32) -> Self {
        Self {
            x,
            y,
            width,
            height,
        }
    }

    /// The point lies inside.
    #[must_use]
    pub const fn contains(self, x: i32, y: i32) -> bool {
        x >= self.x && y >= self.y && x < self.x + self.width && y < self.y + self.height
    }

    /// The same area, smaller by `by` on each side.
    #[must_use]
    pub const fn inset(self, by: i32) -> Self {
        Self::new(
            self.x + by,
            self.y + by,
            self.width - 2 * by,
            self.height - 2 * by,
        )
    }

    /// What of it lies inside `bounds`.
    fn clipped_to(self, bounds: Rect) -> Rect {
        let edge = |v: i32| u16::try_from(v.max(0)).unwrap_or(u16::MAX);
        let (x, y) = (edge(self.x), edge(self.y));
        let right = edge(self.x.saturating_add(self.width));
        let bottom = edge(self.y.saturating_add(self.height));
        Rect::new(x, y, right.saturating_sub(x), bottom.saturating_sub(y)).intersection(bounds)
    }
}

impl From<Rect> for Area {
    fn from(r: Rect) -> Self {
        Self::new(r.x.into(), r.y.into(), r.width.into(), r.height.into())
    }
}

/// An RGB picture, row by row from the top left.
///
/// Each drawing call gives the tiles it touches a new version number. A viewer remembers the
/// numbers it has seen, so that any number of viewers can ask what changed, and none has to be
/// told.
#[derive(Debug, Clone)]
pub struct Canvas {
    width: u16,
    height: u16,
    /// INVARIANT: `width × height` elements.
    pixels: Vec<Rgb>,
    /// Nothing outside is drawn.
    clip: Rect,
    /// INVARIANT: one per tile, row by row, [`Self::columns`] in a row.
    versions: Vec<u64>,
    latest: u64,
}

impl Canvas {
    /// A black picture. Sides are held within 1 and what [`limits`] allows.
    #[must_use]
    pub fn new(width: u16, height: u16) -> Self {
        let mut canvas = Self {
            width: 0,
            height: 0,
            pixels: Vec::new(),
            clip: Rect::default(),
            versions: Vec::new(),
            latest: 0,
        };
        canvas.resize(width, height);
        canvas
    }

    /// Makes it black, with a new size if it is not the old one.
    pub fn resize(&mut self, width: u16, height: u16) {
        let width = width.clamp(1, limits::SCREEN_SIDE_PX);
        let rows = limits::FRAMEBUFFER_BYTES / 4 / usize::from(width);
        let height = height.clamp(1, limits::SCREEN_SIDE_PX);
        let height = height.min(u16::try_from(rows).unwrap_or(u16::MAX));
        self.width = width;
        self.height = height;
        self.clip = Rect::of_size(width, height);
        self.pixels.clear();
        self.pixels
            .resize(usize::from(width) * usize::from(height), [0; 3]);
        self.latest += 1;
        let tiles = usize::from(self.columns()) * usize::from(height.div_ceil(TILE_PX));
        self.versions.clear();
        self.versions.resize(tiles, self.latest);
    }

    /// Columns and rows.
    #[must_use]
    pub const fn size(&self) -> (u16, u16) {
        (self.width, self.height)
    }

    /// All of it.
    #[must_use]
    pub const fn bounds(&self) -> Rect {
        Rect::of_size(self.width, self.height)
    }

    /// Number of tiles in a row.
    #[must_use]
    pub const fn columns(&self) -> u16 {
        self.width.div_ceil(TILE_PX)
    }

    /// Version of each tile, row by row. Numbers only grow, across sizes too.
    #[must_use]
    pub fn versions(&self) -> &[u64] {
        &self.versions
    }

    /// The rectangle of the tile with this index; empty beyond the last.
    #[must_use]
    pub fn tile(&self, index: usize) -> Rect {
        tile_rect(self.size(), index)
    }

    /// The rows of `rect`, which is cut to the picture.
    pub fn rows(&self, rect: Rect) -> impl Iterator<Item = &[Rgb]> + Clone {
        let rect = rect.intersection(self.bounds());
        let columns = usize::from(rect.x)..usize::from(rect.x) + usize::from(rect.width);
        self.pixels
            .chunks_exact(usize::from(self.width))
            .skip(usize::from(rect.y))
            .take(usize::from(rect.height))
            .filter_map(move |row| row.get(columns.clone()))
    }

    /// One pixel; black outside.
    #[must_use]
    pub fn pixel(&self, x: u16, y: u16) -> Rgb {
        self.rows(Rect::new(x, y, 1, 1))
            .flatten()
            .next()
            .copied()
            .unwrap_or_default()
    }

    /// Draws with everything outside `area` protected.
    pub fn clipped(&mut self, area: Area, draw: impl FnOnce(&mut Self)) {
        let outer = self.clip;
        self.clip = area.clipped_to(outer);
        draw(self);
        self.clip = outer;
    }

    /// Fills with one colour.
    pub fn fill(&mut self, area: Area, colour: Rgb) {
        self.each_row(area, |_, row| row.fill(colour));
    }

    /// A rectangle's outline, one pixel wide.
    pub fn frame(&mut self, area: Area, colour: Rgb) {
        let Area {
            x,
            y,
            width,
            height,
        } = area;
        self.fill(Area::new(x, y, width, 1), colour);
        self.fill(Area::new(x, y + height - 1, width, 1), colour);
        self.fill(Area::new(x, y, 1, height), colour);
        self.fill(Area::new(x + width - 1, y, 1, height), colour);
    }

    /// Gives each pixel the colour that `paint(x, y)` says.
    pub fn paint(&mut self, area: Area, mut paint: impl FnMut(i32, i32) -> Rgb) {
        let left = i32::from(area.clipped_to(self.clip).x);
        self.each_row(area, |y, row| {
            for (x, pixel) in (left..).zip(row) {
                *pixel = paint(x, y);
            }
        });
    }

    /// Gives each pixel the colour that `paint(x, y)` says, or leaves it.
    pub fn paint_some(&mut self, area: Area, mut paint: impl FnMut(i32, i32) -> Option<Rgb>) {
        let left = i32::from(area.clipped_to(self.clip).x);
        self.each_row(area, |y, row| {
            for (x, pixel) in (left..).zip(row) {
                if let Some(colour) = paint(x, y) {
                    *pixel = colour;
                }
            }
        });
    }

    /// Copies pixels given row by row (`rect.width × rect.height`) into place.
    ///
    /// Less data than that leaves the rest as it was.
    pub fn copy_pixels(&mut self, rect: Rect, pixels: &[Rgb]) {
        let width = usize::from(rect.width).max(1);
        let visible = Area::from(rect).clipped_to(self.clip);
        let skip = usize::from(visible.x.saturating_sub(rect.x));
        let top = i32::from(rect.y);
        self.each_row(rect.into(), |y, row| {
            let line = usize::try_from(y - top).unwrap_or(usize::MAX);
            let from = pixels.chunks_exact(width).nth(line);
            if let Some(from) = from.and_then(|from| from.get(skip..skip + row.len())) {
                row.copy_from_slice(from);
            }
        });
    }

    /// Draws one line of text with its left top corner at `x`, `y`. Without a background what
    /// lies behind the letters stays.
    pub fn text(&mut self, x: i32, y: i32, text: &str, ink: Rgb, paper: Option<Rgb>) {
        let mut left = x;
        for c in text.chars() {
            let area = Area::new(left, y, GLYPH_WIDTH, GLYPH_HEIGHT);
            self.glyph(area, c, ink, paper);
            left += GLYPH_WIDTH;
        }
    }

    /// Draws a character into the left of `area`. If `area` is wider than the character, the
    /// extra columns repeat the last one for line-drawing characters and are paper for others,
    /// as VGA does with its nine-column cells.
    pub fn glyph(&mut self, area: Area, c: char, ink: Rgb, paper: Option<Rgb>) {
        let shape = font::glyph(c);
        let joins = matches!(c, '\u{2500}'..='\u{259F}');
        self.paint_some(area, |px, py| {
            let row = usize::try_from(py - area.y).ok()?;
            let bits = shape.get(row).copied().unwrap_or(0);
            let column = px - area.x;
            let set = match u32::try_from(column) {
                Ok(column @ 0..8) => bits >> (7 - column) & 1 == 1,
                _ => joins && bits & 1 == 1,
            };
            if set { Some(ink) } else { paper }
        });
    }

    /// Calls `draw(y, pixels)` for each visible row of `area` and marks its tiles as changed.
    fn each_row(&mut self, area: Area, mut draw: impl FnMut(i32, &mut [Rgb])) {
        let rect = area.clipped_to(self.clip);
        if rect.is_empty() {
            return;
        }
        let columns = usize::from(rect.x)..usize::from(rect.x) + usize::from(rect.width);
        let rows = self.pixels.chunks_exact_mut(usize::from(self.width));
        let rows = rows.skip(usize::from(rect.y));
        for (y, row) in (i32::from(rect.y)..).zip(rows.take(usize::from(rect.height))) {
            if let Some(row) = row.get_mut(columns.clone()) {
                draw(y, row);
            }
        }
        self.touch(rect);
    }

    /// Gives the tiles that `rect` touches a new version.
    fn touch(&mut self, rect: Rect) {
        self.latest += 1;
        let first = usize::from(rect.x / TILE_PX);
        let last = usize::from((rect.x + rect.width - 1) / TILE_PX);
        let top = usize::from(rect.y / TILE_PX);
        let bottom = usize::from((rect.y + rect.height - 1) / TILE_PX);
        let rows = self
            .versions
            .chunks_exact_mut(usize::from(self.width.div_ceil(TILE_PX)));
        for row in rows.skip(top).take(bottom - top + 1) {
            if let Some(tiles) = row.get_mut(first..=last) {
                tiles.fill(self.latest);
            }
        }
    }
}

/// The rectangle of tile `index` on a screen of this size; edge tiles are smaller. Empty beyond
/// the last tile.
#[must_use]
pub fn tile_rect((width, height): (u16, u16), index: usize) -> Rect {
    let columns = usize::from(width.div_ceil(TILE_PX)).max(1);
    let at = |n: usize| u16::try_from(n).unwrap_or(u16::MAX).saturating_mul(TILE_PX);
    let (x, y) = (at(index % columns), at(index / columns));
    Rect::new(x, y, TILE_PX, TILE_PX).intersection(Rect::of_size(width, height))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RED: Rgb = [255, 0, 0];

    #[test]
    fn drawing_marks_the_tiles_it_touches_and_no_others() {
        let mut canvas = Canvas::new(200, 130);
        assert_eq!(canvas.versions().len(), 4 * 3);
        let before = canvas.versions().to_vec();
        canvas.fill(Area::new(60, 60, 10, 10), RED);
        let changed: Vec<_> = (0..12)
            .filter(|i| canvas.versions()[*i] != before[*i])
            .collect();
        assert_eq!(changed, [0, 1, 4, 5]);
        assert_eq!(canvas.tile(3), Rect::new(192, 0, 8, 64));
        assert_eq!(canvas.tile(11), Rect::new(192, 128, 8, 2));
        assert!(canvas.tile(12).is_empty());
    }

    #[test]
    fn what_reaches_beyond_the_picture_is_cut_off() {
        let mut canvas = Canvas::new(10, 10);
        canvas.fill(Area::new(-5, -5, 7, 7), RED);
        canvas.fill(Area::new(8, 8, i32::MAX, i32::MAX), RED);
        canvas.fill(Area::new(3, 3, 0, 5), RED);
        canvas.fill(Area::new(3, 3, -2, 5), RED);
        let red: Vec<_> = (0..10).filter(|i| canvas.pixel(*i, *i) == RED).collect();
        assert_eq!(red, [0, 1, 8, 9]);
    }

    #[test]
    fn a_clip_protects_what_lies_outside() {
        let mut canvas = Canvas::new(10, 10);
        canvas.clipped(Area::new(2, 2, 3, 3), |c| {
            c.fill(Area::new(0, 0, 10, 10), RED);
            c.clipped(Area::new(0, 0, 3, 3), |c| {
                c.fill(Area::new(0, 0, 9, 9), [1; 3])
            });
        });
        assert_eq!(canvas.pixel(1, 2), [0; 3]);
        assert_eq!(canvas.pixel(2, 2), [1; 3]);
        assert_eq!(canvas.pixel(4, 4), RED);
        assert_eq!(canvas.pixel(5, 4), [0; 3]);
    }

    #[test]
    fn copied_pixels_land_in_place_even_when_cut() {
        let mut canvas = Canvas::new(4, 4);
        let pixels: Vec<Rgb> = (0..9).map(|i| [i; 3]).collect();
        canvas.copy_pixels(Rect::new(2, 2, 3, 3), &pixels);
        assert_eq!(canvas.pixel(2, 2), [0; 3]);
        assert_eq!(canvas.pixel(3, 3), [4; 3]);
        canvas.clipped(Area::new(1, 1, 2, 2), |c| {
            c.copy_pixels(Rect::new(0, 0, 3, 3), &pixels);
        });
        assert_eq!(canvas.pixel(0, 0), [0; 3]);
        assert_eq!(canvas.pixel(1, 1), [4; 3]);
        assert_eq!(canvas.pixel(2, 2), [8; 3]);
    }

    #[test]
    fn sizes_are_bounded() {
        assert_eq!(Canvas::new(0, 0).size(), (1, 1));
        let (width, height) = Canvas::new(u16::MAX, u16::MAX).size();
        let pixels = usize::from(width) * usize::from(height);
        assert!(pixels * 4 <= limits::FRAMEBUFFER_BYTES, "{width}×{height}");
    }

    #[test]
    fn line_drawing_characters_join_across_nine_column_cells() {
        let mut canvas = Canvas::new(18, 16);
        canvas.glyph(Area::new(0, 0, 9, 16), '─', RED, None);
        canvas.glyph(Area::new(9, 0, 9, 16), 'L', RED, Some([9; 3]));
        assert!((0..16).any(|y| canvas.pixel(8, y) == RED));
        assert!((0..16).all(|y| canvas.pixel(17, y) == [9; 3]));
    }
}
