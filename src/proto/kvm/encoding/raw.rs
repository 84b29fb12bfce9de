//! Encoding 0: pixels row by row.
//!
//! Source: RFC 6143 §7.7.1; `docs/protocol/redirection.md` § 5.7.

use super::Step;
use super::wire_pixel::{Wire8, Wire16, Wire32, WirePixel};
use crate::proto::kvm::error::KvmError;
use crate::screen::{Plane, PlaneMut, Rect};
use crate::wire::{Reader, WireError};

/// Decoder of Raw. Pixels are used as they arrive, so that none is moved about in a buffer.
#[derive(Debug, Default)]
pub(super) struct Raw {
    /// Place of the next pixel in the current rectangle: whole rows above it, pixels left of it.
    row: u16,
    column: u16,
}

impl Raw {
    /// Reads what there is of a rectangle that lies inside the screen and is not empty.
    ///
    /// # Errors
    /// [`WireError::Incomplete`] if not even one pixel could be used.
    pub(super) fn decode(
        &mut self,
        rect: Rect,
        plane: PlaneMut<'_>,
        r: &mut Reader<'_>,
    ) -> Result<Step, KvmError> {
        let first_row = self.row;
        match plane {
            PlaneMut::U8(plane) => self.paint::<Wire8>(rect, plane, r)?,
            PlaneMut::U16(plane) => self.paint::<Wire16>(rect, plane, r)?,
            PlaneMut::U32(plane) => self.paint::<Wire32>(rect, plane, r)?,
        }
        let is_done = self.row == rect.height;
        let rows = (self.row - first_row) + u16::from(self.column > 0);
        let painted = Rect {
            y: rect.y.saturating_add(first_row),
            height: rows,
            ..rect
        };
        if is_done {
            *self = Self::default();
            return Ok(Step::Done(painted));
        }
        Ok(Step::Partial(painted))
    }

    /// Paints the pixels there are bytes for.
    fn paint<P: WirePixel>(
        &mut self,
        rect: Rect,
        mut plane: Plane<'_, P::Native>,
        r: &mut Reader<'_>,
    ) -> Result<(), WireError> {
        let width = usize::from(rect.width);
        let done = usize::from(self.row) * width + usize::from(self.column);
        let left = (width * usize::from(rect.height)).saturating_sub(done);
        let count = (r.remaining() / P::LEN).min(left);
        if count == 0 {
            return Err(WireError::Incomplete);
        }
        let mut bytes = r.bytes(count * P::LEN)?;
        let below = Rect {
            y: rect.y.saturating_add(self.row),
            height: rect.height.saturating_sub(self.row),
            ..rect
        };
        for row in plane.rows(below) {
            let row = row.get_mut(usize::from(self.column)..).unwrap_or_default();
            P::copy(bytes, row);
            let Some(rest) = bytes.get(row.len() * P::LEN..) else {
                let count = bytes.len() / P::LEN;
                self.column += u16::try_from(count).unwrap_or(u16::MAX);
                break;
            };
            bytes = rest;
            self.row += 1;
            self.column = 0;
            if bytes.is_empty() {
                break;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screen::{Framebuffer, PixelFormat};
    use crate::wire::hexdump::parse_hex;

    /// § 5.7: 2 × 2 at (126, 62), red, green, blue, white.
    #[test]
    fn pixels_are_painted_as_they_come_however_they_are_cut() {
        let data = parse_hex("00 F8 E0 07 1F 00 FF FF").unwrap();
        let rect = Rect::new(126, 62, 2, 2);
        for cut in 0..=data.len() {
            let mut screen = Framebuffer::new(128, 64, PixelFormat::Rgb565).unwrap();
            let mut raw = Raw::default();
            let mut r = Reader::new(&data[..cut]);
            let first = raw.decode(rect, screen.plane_mut(), &mut r);
            let rows = |height| Rect { height, ..rect };
            let expected = match cut {
                0 | 1 => Err(WireError::Incomplete.into()),
                2..6 => Ok(Step::Partial(rows(1))),
                6 | 7 => Ok(Step::Partial(rect)),
                _ => Ok(Step::Done(rect)),
            };
            assert_eq!(first, expected, "cut after {cut}");
            assert!(r.remaining() < 2, "only half a pixel stays with the driver");
            let used = cut - r.remaining();
            if used < data.len() {
                let mut r = Reader::new(&data[used..]);
                let last = raw.decode(rect, screen.plane_mut(), &mut r);
                let last_rows = match cut {
                    4.. => Rect::new(126, 63, 2, 1),
                    _ => rect,
                };
                assert_eq!(last, Ok(Step::Done(last_rows)), "cut after {cut}");
            }
            let places = [(126, 62), (127, 62), (126, 63), (127, 63)];
            let pixels = places.map(|(x, y)| screen.pixel(x, y));
            assert_eq!(pixels, [0xF800, 0x07E0, 0x001F, 0xFFFF]);
        }
    }
}
