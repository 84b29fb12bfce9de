//! Typed, writable pixels of a framebuffer: what decoders paint on.

use super::Rect;

/// The pixels of a framebuffer as one mutable slice with its row length.
///
/// Every method clips to the plane, so nothing a peer says can reach outside it. Rows are
/// `stride` pixels apart and hold no padding.
#[derive(Debug)]
pub struct Plane<'a, T> {
    pixels: &'a mut [T],
    /// INVARIANT: not 0, and `pixels` has a multiple of it.
    stride: usize,
}

impl<'a, T: Copy> Plane<'a, T> {
    /// Rows of `stride` pixels each.
    pub(super) const fn new(pixels: &'a mut [T], stride: usize) -> Self {
        Self { pixels, stride }
    }

    /// The part of each row that lies in `rect`, from the top. Rows that do not reach `rect`'s
    /// right edge are left out.
    pub fn rows(&mut self, rect: Rect) -> impl Iterator<Item = &mut [T]> {
        let columns = usize::from(rect.x)..usize::from(rect.x) + usize::from(rect.width);
        self.pixels
            .chunks_exact_mut(self.stride)
            .skip(usize::from(rect.y))
            .take(usize::from(rect.height))
            .filter_map(move |row| row.get_mut(columns.clone()))
    }

    /// Paints `rect` in one colour.
    pub fn fill(&mut self, rect: Rect, pixel: T) {
        for row in self.rows(rect) {
            row.fill(pixel);
        }
    }

    /// Paints `rect` with pixels whose rows begin every `stride` elements; stops where they end.
    pub fn paste(&mut self, rect: Rect, pixels: &[T], stride: usize) {
        // Nearly all tiles have one of these widths; a copy of known length needs no call per row.
        match (usize::from(rect.width), stride) {
            (64, 64) => self.paste_rows::<64>(rect, pixels),
            (16, 16) => self.paste_rows::<16>(rect, pixels),
            (width, _) => {
                let rows = pixels.chunks(stride.max(1));
                for (row, pixels) in self.rows(rect).zip(rows) {
                    if let Some(pixels) = pixels.get(..width) {
                        row.copy_from_slice(pixels);
                    }
                }
            }
        }
    }

    /// Paints rows of `WIDTH` pixels each.
    fn paste_rows<const WIDTH: usize>(&mut self, rect: Rect, pixels: &[T]) {
        let (pixels, _) = pixels.as_chunks::<WIDTH>();
        for (row, pixels) in self.rows(rect).zip(pixels) {
            if let Some(row) = row.first_chunk_mut() {
                *row = *pixels;
            }
        }
    }

    /// Copies the pixels at `from` to `to`, which may overlap; sizes are `to`'s.
    pub fn copy_within(&mut self, from: (u16, u16), to: Rect) {
        let (from_x, from_y) = (usize::from(from.0), usize::from(from.1));
        let (width, height) = (usize::from(to.width), usize::from(to.height));
        let mut copy_row = |row: usize| {
            let source = (from_y + row) * self.stride + from_x;
            let target = (usize::from(to.y) + row) * self.stride + usize::from(to.x);
            let inside = from_x.max(usize::from(to.x)) + width <= self.stride
                && source.max(target) + width <= self.pixels.len();
            if inside {
                self.pixels.copy_within(source..source + width, target);
            }
        };
        // Rows are taken in the order in which none is overwritten before it was read.
        if from_y >= usize::from(to.y) {
            (0..height).for_each(&mut copy_row);
        } else {
            (0..height).rev().for_each(&mut copy_row);
        }
    }
}

/// [`Plane`] of whichever pixels a framebuffer has.
#[derive(Debug)]
pub enum PlaneMut<'a> {
    /// One byte per pixel.
    U8(Plane<'a, u8>),
    /// Two bytes per pixel.
    U16(Plane<'a, u16>),
    /// Four bytes per pixel.
    U32(Plane<'a, u32>),
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A plane of 8 × 4 pixels that count up from 0.
    fn counting() -> Vec<u8> {
        (0..32).collect()
    }

    #[test]
    fn tiles_of_any_width_land_where_they_belong() {
        for width in [3_u16, 16, 64] {
            let stride = usize::from(width) + 2;
            let mut pixels = vec![0_u16; stride * 3];
            let tile: Vec<u16> = (1..=width * 2).collect();
            Plane::new(&mut pixels, stride).paste(
                Rect::new(1, 1, width, 2),
                &tile,
                usize::from(width),
            );
            let mut expected = vec![0; stride * 3];
            for (row, pixels) in tile.chunks(usize::from(width)).enumerate() {
                let at = stride * (row + 1) + 1;
                expected[at..at + usize::from(width)].copy_from_slice(pixels);
            }
            assert_eq!(pixels, expected);
        }
    }

    #[test]
    fn nothing_is_painted_outside() {
        let mut pixels = counting();
        let mut plane = Plane::new(&mut pixels, 8);
        plane.fill(Rect::new(6, 0, 3, 1), 99);
        plane.fill(Rect::new(0, 4, 8, 9), 99);
        plane.paste(Rect::new(7, 3, 64, 1), &[99; 64], 64);
        plane.copy_within((6, 0), Rect::new(0, 0, 3, 1));
        plane.copy_within((0, 3), Rect::new(0, 0, 1, 2));
        let mut expected = counting();
        expected[0] = 24; // the one row of the last copy that lies inside
        assert_eq!(pixels, expected);
    }

    #[test]
    fn overlapping_copies_read_before_they_write() {
        for (from, to) in [
            ((0, 0), Rect::new(1, 1, 6, 3)),
            ((1, 1), Rect::new(0, 0, 6, 3)),
            ((0, 0), Rect::new(2, 0, 6, 3)),
            ((2, 0), Rect::new(0, 0, 6, 4)),
            ((0, 1), Rect::new(0, 0, 8, 3)),
        ] {
            let source = counting();
            let mut pixels = counting();
            Plane::new(&mut pixels, 8).copy_within(from, to);
            for y in 0..4 {
                for x in 0..8 {
                    let inside = Rect::new(x, y, 1, 1).is_inside(to);
                    let at = |x: u16, y: u16| source[usize::from(y * 8 + x)];
                    let expected = if inside {
                        at(x - to.x + from.0, y - to.y + from.1)
                    } else {
                        at(x, y)
                    };
                    let got = pixels[usize::from(y * 8 + x)];
                    assert_eq!(got, expected, "{x},{y} of {from:?} → {to:?}");
                }
            }
        }
    }
}
