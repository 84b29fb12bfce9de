//! Rectangles in framebuffer pixels.

use std::ops::Range;

/// A rectangle in framebuffer pixels, half open: `x..x + width`, `y..y + height`.
///
/// RFB carries all four numbers as 16 bits, hence the type; sums are made in `u32`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Rect {
    /// Left edge.
    pub x: u16,
    /// Top edge.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Rect {
    /// A rectangle from its left top corner and size.
    #[must_use]
    pub const fn new(x: u16, y: u16, width: u16, height: u16) -> Self {
        Self {
            x,
            y,
            width,
            height,
        }
    }

    /// A whole screen.
    #[must_use]
    pub const fn of_size(width: u16, height: u16) -> Self {
        Self::new(0, 0, width, height)
    }

    /// First column to the right of it.
    #[must_use]
    pub const fn right(self) -> u32 {
        self.x as u32 + self.width as u32
    }

    /// First row below it.
    #[must_use]
    pub const fn bottom(self) -> u32 {
        self.y as u32 + self.height as u32
    }

    /// Number of pixels.
    #[must_use]
    pub const fn area(self) -> u64 {
        self.width as u64 * self.height as u64
    }

    /// It has no pixels.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.width == 0 || self.height == 0
    }

    /// It lies inside `outer` with all its pixels.
    #[must_use]
    pub const fn is_inside(self, outer: Self) -> bool {
        self.x >= outer.x
            && self.y >= outer.y
            && self.right() <= outer.right()
            && self.bottom() <= outer.bottom()
    }

    /// The pixels common to both, possibly empty.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        let x = self.x.max(other.x);
        let y = self.y.max(other.y);
        let right = self.right().min(other.right());
        let bottom = self.bottom().min(other.bottom());
        Self::new(x, y, span(x, right), span(y, bottom))
    }

    /// Tile `index` of this rectangle cut into tiles of `side` × `side`, row by row, `columns` to
    /// a row; those of the last column and row are smaller.
    #[must_use]
    pub fn tile(self, side: u16, columns: u32, index: u32) -> Self {
        let columns = columns.max(1);
        let place = |index: u32| {
            u16::try_from(index)
                .unwrap_or(u16::MAX)
                .saturating_mul(side)
        };
        let (x, y) = (place(index % columns), place(index / columns));
        Self::new(
            self.x.saturating_add(x),
            self.y.saturating_add(y),
            side.min(self.width.saturating_sub(x)),
            side.min(self.height.saturating_sub(y)),
        )
    }

    /// The rows of this rectangle that a span of such tiles touches.
    #[must_use]
    pub fn tile_rows(self, side: u16, columns: u32, tiles: Range<u32>) -> Self {
        if tiles.is_empty() {
            return Self::default();
        }
        let rows = |index: u32| {
            let tile = self.tile(side, columns, index);
            Self::new(self.x, tile.y, self.width, tile.height)
        };
        rows(tiles.start).union(rows(tiles.end - 1))
    }

    /// The smallest rectangle around both; an empty one counts for nothing.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        if self.is_empty() {
            return other;
        }
        if other.is_empty() {
            return self;
        }
        let x = self.x.min(other.x);
        let y = self.y.min(other.y);
        let right = self.right().max(other.right());
        let bottom = self.bottom().max(other.bottom());
        Self::new(x, y, span(x, right), span(y, bottom))
    }
}

/// `to - from` as a side, 0 if negative, saturated at the largest side RFB can name.
fn span(from: u16, to: u32) -> u16 {
    u16::try_from(to.saturating_sub(u32::from(from))).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intersection_and_union_meet_at_the_edges() {
        let a = Rect::new(0, 0, 10, 10);
        let b = Rect::new(5, 8, 10, 10);
        assert_eq!(a.intersection(b), Rect::new(5, 8, 5, 2));
        assert_eq!(a.union(b), Rect::new(0, 0, 15, 18));
        assert!(a.intersection(Rect::new(10, 0, 3, 3)).is_empty());
        assert_eq!(a.union(Rect::default()), a);
    }

    #[test]
    fn tiles_fill_a_rectangle_and_are_smaller_at_its_edges() {
        let rect = Rect::new(3, 5, 200, 70);
        let tiles: Vec<Rect> = (0..8).map(|i| rect.tile(64, 4, i)).collect();
        assert_eq!(tiles[0], Rect::new(3, 5, 64, 64));
        assert_eq!(tiles[3], Rect::new(195, 5, 8, 64));
        assert_eq!(tiles[4], Rect::new(3, 69, 64, 6));
        assert_eq!(tiles[7], Rect::new(195, 69, 8, 6));
        assert_eq!(tiles.iter().map(|t| t.area()).sum::<u64>(), rect.area());
        assert_eq!(rect.tile_rows(64, 4, 1..3), Rect::new(3, 5, 200, 64));
        assert_eq!(rect.tile_rows(64, 4, 3..5), rect);
        assert!(rect.tile_rows(64, 4, 3..3).is_empty());
    }

    #[test]
    fn sides_at_the_end_of_the_range_do_not_wrap() {
        let edge = Rect::new(u16::MAX, u16::MAX, u16::MAX, u16::MAX);
        assert_eq!(edge.right(), 131_070);
        assert!(!edge.is_inside(Rect::of_size(u16::MAX, u16::MAX)));
        assert_eq!(
            edge.union(Rect::new(0, 0, 1, 1)),
            Rect::of_size(u16::MAX, u16::MAX)
        );
    }
}
