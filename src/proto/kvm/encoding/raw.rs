//! Encoding 0: pixels row by row.

use super::Step;
use super::wire_pixel::{Wire8, Wire16, Wire32, WirePixel};
use crate::proto::kvm::error::KvmError;
use crate::screen::{Plane, PlaneMut, Rect};
use crate::wire::{Reader, WireError};

/// Decoder of Raw. Whole rows are used as they arrive.
#[derive(Debug, Default)]
pub(super) struct Raw {
    /// Rows of the current rectangle that are painted.
    done: u16,
}

impl Raw {
    /// Reads what there is of a rectangle that lies inside the screen.
    ///
    /// # Errors
    /// [`WireError::Incomplete`] if not even one row could be used.
    pub(super) fn decode(
        &mut self,
        rect: Rect,
        plane: PlaneMut<'_>,
        r: &mut Reader<'_>,
    ) -> Result<Step, KvmError> {
        let left = Rect {
            y: rect.y.saturating_add(self.done),
            height: rect.height.saturating_sub(self.done),
            ..rect
        };
        let rows = match plane {
            PlaneMut::U8(plane) => paint_rows::<Wire8>(left, plane, r)?,
            PlaneMut::U16(plane) => paint_rows::<Wire16>(left, plane, r)?,
            PlaneMut::U32(plane) => paint_rows::<Wire32>(left, plane, r)?,
        };
        if rows == left.height {
            self.done = 0;
            return Ok(Step::Done(left));
        }
        self.done += rows;
        Ok(Step::Partial(Rect {
            height: rows,
            ..left
        }))
    }
}

/// Paints as many whole rows as there are bytes for; returns how many.
fn paint_rows<P: WirePixel>(
    rect: Rect,
    mut plane: Plane<'_, P::Native>,
    r: &mut Reader<'_>,
) -> Result<u16, WireError> {
    let row_len = usize::from(rect.width) * P::LEN;
    let here = r.remaining().checked_div(row_len).unwrap_or(0);
    let rows = u16::try_from(here).unwrap_or(u16::MAX).min(rect.height);
    if rows == 0 {
        return Err(WireError::Incomplete);
    }
    let bytes = r.bytes(usize::from(rows) * row_len)?;
    for (row, bytes) in plane.rows(rect).zip(bytes.chunks_exact(row_len)) {
        P::copy(bytes, row);
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screen::{Framebuffer, PixelFormat};
    use crate::wire::hexdump::parse_hex;

    /// § 5.7: 2 × 2 at (126, 62), red, green, blue, white.
    #[test]
    fn rows_are_painted_as_soon_as_they_are_whole() {
        let data = parse_hex("00 F8 E0 07 1F 00 FF FF").unwrap();
        let rect = Rect::new(126, 62, 2, 2);
        let mut screen = Framebuffer::new(128, 64, PixelFormat::Rgb565).unwrap();
        let mut raw = Raw::default();
        for cut in 0..4 {
            let mut r = Reader::new(&data[..cut]);
            let result = raw.decode(rect, screen.plane_mut(), &mut r);
            assert_eq!(result, Err(WireError::Incomplete.into()));
        }
        let mut r = Reader::new(&data[..7]);
        let result = raw.decode(rect, screen.plane_mut(), &mut r);
        assert_eq!(result, Ok(Step::Partial(Rect::new(126, 62, 2, 1))));
        assert_eq!(r.remaining(), 3, "half a row stays with the driver");
        let mut r = Reader::new(&data[4..]);
        let result = raw.decode(rect, screen.plane_mut(), &mut r);
        assert_eq!(result, Ok(Step::Done(Rect::new(126, 63, 2, 1))));
        let pixels = [(126, 62), (127, 62), (126, 63), (127, 63)].map(|(x, y)| screen.pixel(x, y));
        assert_eq!(pixels, [0xF800, 0x07E0, 0x001F, 0xFFFF]);
    }
}
