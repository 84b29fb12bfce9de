//! Encoding 5: 16 × 16 tiles of pixels, or of a background with rectangles on it.
//!
//! Each tile: `u8 mask`, then what the mask says; background and foreground last from tile to
//! tile inside a rectangle. Source: RFC 6143 §7.7.4.

use super::Step;
use super::wire_pixel::{Wire8, Wire16, Wire32, WirePixel};
use crate::proto::kvm::error::{DecodeError, KvmError};
use crate::screen::{Plane, PlaneMut, Rect};
use crate::wire::{Reader, WireError};

bitflags::bitflags! {
    /// First byte of a tile.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    struct Mask: u8 {
        /// Pixels as they are; the other bits mean nothing then.
        const RAW = 1;
        /// A background follows; else it stays.
        const BACKGROUND = 2;
        /// A foreground follows; else it stays.
        const FOREGROUND = 4;
        /// Rectangles follow.
        const SUBRECTS = 8;
        /// Each rectangle has its own colour.
        const COLOURED = 16;
    }
}

/// Side of a tile in pixels.
const SIDE: u16 = 16;

/// Decoder of Hextile. Tiles are painted as they arrive.
#[derive(Debug, Default)]
pub(super) struct Hextile {
    /// Index of the next tile of the current rectangle.
    next_tile: u32,
    /// Colours in force, as native pixels of whatever width.
    colours: Colours<u32>,
}

/// The colours that last from tile to tile.
#[derive(Debug, Clone, Copy, Default)]
struct Colours<T> {
    background: T,
    foreground: T,
}

impl Hextile {
    /// Reads what there is of a rectangle that lies inside the screen.
    ///
    /// # Errors
    /// [`WireError::Incomplete`] if not even one tile could be used;
    /// [`DecodeError::SubrectOutside`].
    pub(super) fn decode(
        &mut self,
        rect: Rect,
        plane: PlaneMut<'_>,
        r: &mut Reader<'_>,
    ) -> Result<Step, KvmError> {
        match plane {
            PlaneMut::U8(plane) => self.tiles::<Wire8>(rect, plane, r),
            PlaneMut::U16(plane) => self.tiles::<Wire16>(rect, plane, r),
            PlaneMut::U32(plane) => self.tiles::<Wire32>(rect, plane, r),
        }
    }

    fn tiles<P: WirePixel>(
        &mut self,
        rect: Rect,
        mut plane: Plane<'_, P::Native>,
        r: &mut Reader<'_>,
    ) -> Result<Step, KvmError> {
        if self.next_tile == 0 {
            self.colours = Colours::default();
        }
        let columns = u32::from(rect.width.div_ceil(SIDE));
        let count = columns * u32::from(rect.height.div_ceil(SIDE));
        let mut colours = Colours {
            background: P::from_u32(self.colours.background),
            foreground: P::from_u32(self.colours.foreground),
        };
        let first = self.next_tile;
        while self.next_tile < count {
            let area = rect.tile(SIDE, columns, self.next_tile);
            let mut ahead = *r;
            // Kept only if the tile is whole.
            let mut changed = colours;
            match tile::<P>(area, &mut changed, &mut plane, &mut ahead) {
                Ok(()) => {}
                Err(KvmError::Wire(WireError::Incomplete)) if self.next_tile > first => break,
                Err(error) => return Err(error),
            }
            *r = ahead;
            colours = changed;
            self.next_tile += 1;
        }
        self.colours = Colours {
            background: P::to_u32(colours.background),
            foreground: P::to_u32(colours.foreground),
        };
        if self.next_tile < count {
            let painted = rect.tile_rows(SIDE, columns, first..self.next_tile);
            return Ok(Step::Partial(painted));
        }
        self.next_tile = 0;
        Ok(Step::Done(rect))
    }
}

/// Paints one tile; nothing unless it is whole.
fn tile<P: WirePixel>(
    area: Rect,
    colours: &mut Colours<P::Native>,
    plane: &mut Plane<'_, P::Native>,
    r: &mut Reader<'_>,
) -> Result<(), KvmError> {
    let mask = Mask::from_bits_retain(r.u8()?);
    let (width, height) = (usize::from(area.width), usize::from(area.height));
    if mask.contains(Mask::RAW) {
        let bytes = r.bytes(width * height * P::LEN)?;
        let rows = bytes.chunks_exact((width * P::LEN).max(1));
        for (row, bytes) in plane.rows(area).zip(rows) {
            P::copy(bytes, row);
        }
        return Ok(());
    }
    if mask.contains(Mask::BACKGROUND) {
        colours.background = P::read(r)?;
    }
    if mask.contains(Mask::FOREGROUND) {
        colours.foreground = P::read(r)?;
    }
    if !mask.contains(Mask::SUBRECTS) {
        plane.fill(area, colours.background);
        return Ok(());
    }
    let is_coloured = mask.contains(Mask::COLOURED);
    let count = usize::from(r.u8()?);
    let len = if is_coloured { P::LEN + 2 } else { 2 };
    let mut subrects = r.bytes(count * len)?;
    // Small rectangles in the cache, then one copy to the screen.
    let mut pixels = [colours.background; (SIDE * SIDE) as usize];
    while !subrects.is_empty() {
        let mut pixel = colours.foreground;
        if is_coloured {
            (pixel, subrects) = P::split(subrects).ok_or(DecodeError::Truncated)?;
        }
        let (&[place, size], rest) = subrects.split_first_chunk().ok_or(DecodeError::Truncated)?;
        subrects = rest;
        let (x, y) = (usize::from(place >> 4), usize::from(place & 15));
        let (w, h) = (usize::from(size >> 4) + 1, usize::from(size & 15) + 1);
        if x + w > width || y + h > height {
            return Err(DecodeError::SubrectOutside.into());
        }
        for row in pixels.chunks_exact_mut(usize::from(SIDE)).skip(y).take(h) {
            row.get_mut(x..x + w).unwrap_or_default().fill(pixel);
        }
    }
    plane.paste(area, &pixels, usize::from(SIDE));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screen::{Framebuffer, PixelFormat};
    use crate::wire::hexdump::parse_hex;

    /// 18 × 3 pixels are a tile of 16 and one of 2 columns: the first with a background, a
    /// foreground and one rectangle; the second takes both colours over, with its own rectangle
    /// in a colour of its own.
    const TILES: &str = "0E 11 22 01 31 11 | 18 01 33 10 01";

    #[test]
    fn colours_last_from_tile_to_tile_however_the_bytes_are_cut() {
        let data = parse_hex(TILES).unwrap();
        let rect = Rect::new(1, 1, 18, 3);
        for cut in 0..data.len() {
            let mut screen = Framebuffer::new(20, 5, PixelFormat::Rgb332).unwrap();
            let mut hextile = Hextile::default();
            let mut r = Reader::new(&data[..cut]);
            let mut used = 0;
            match hextile.decode(rect, screen.plane_mut(), &mut r) {
                Ok(Step::Partial(painted)) => {
                    assert_eq!(painted, rect);
                    used = cut - r.remaining();
                    assert_eq!(used, 6);
                }
                other => assert_eq!(other, Err(WireError::Incomplete.into())),
            }
            let mut r = Reader::new(&data[used..]);
            let result = hextile.decode(rect, screen.plane_mut(), &mut r);
            assert_eq!(result, Ok(Step::Done(rect)));
            let row = |y: u16| (1..19).map(|x| screen.pixel(x, y)).collect::<Vec<_>>();
            let mut first = [0x11; 18];
            first[17] = 0x33;
            let mut second = first;
            second[3..5].fill(0x22);
            assert_eq!(row(1), first, "cut after {cut}");
            assert_eq!(row(2), second);
            assert_eq!(row(3)[..17], second[..17]);
            assert_eq!(row(3)[17], 0x11);
            assert_eq!(screen.pixel(0, 1), 0);
            assert_eq!(screen.pixel(19, 1), 0);
        }
    }

    #[test]
    fn raw_tiles_and_colours_of_an_earlier_rectangle() {
        let mut screen = Framebuffer::new(2, 2, PixelFormat::Rgb565).unwrap();
        let mut hextile = Hextile::default();
        let rect = screen.bounds();
        let data = parse_hex("01 00 F8 E0 07 1F 00 FF FF").unwrap();
        let mut r = Reader::new(&data);
        hextile.decode(rect, screen.plane_mut(), &mut r).unwrap();
        let pixels = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(x, y)| screen.pixel(x, y));
        assert_eq!(pixels, [0xF800, 0x07E0, 0x001F, 0xFFFF]);
        let colours = parse_hex("06 34 12 78 56").unwrap();
        let mut r = Reader::new(&colours);
        hextile.decode(rect, screen.plane_mut(), &mut r).unwrap();
        assert_eq!(screen.pixel(1, 1), 0x1234);
        // No colour is taken over from another rectangle.
        let mut r = Reader::new(&[0]);
        hextile.decode(rect, screen.plane_mut(), &mut r).unwrap();
        assert_eq!(screen.pixel(1, 1), 0);
    }

    #[test]
    fn a_rectangle_beyond_its_tile_is_refused() {
        for data in ["0A 11 01 00 20", "0A 11 01 00 02", "0A 11 01 F0 00"] {
            let data = parse_hex(data).unwrap();
            let mut screen = Framebuffer::new(2, 2, PixelFormat::Rgb332).unwrap();
            let rect = screen.bounds();
            let mut r = Reader::new(&data);
            let result = Hextile::default().decode(rect, screen.plane_mut(), &mut r);
            assert_eq!(result, Err(DecodeError::SubrectOutside.into()));
        }
    }
}
