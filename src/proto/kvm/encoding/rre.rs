//! Encoding 2: a background and rectangles on it.
//!
//! `u32 count, background, count × (pixel, u16 x, u16 y, u16 width, u16 height)`.
//! Source: RFC 6143 §7.7.3.

use super::Step;
use super::wire_pixel::{Wire8, Wire16, Wire32, WirePixel};
use crate::proto::kvm::error::{DecodeError, KvmError};
use crate::screen::{Plane, PlaneMut, Rect};
use crate::wire::{Reader, WireError};

/// Decoder of RRE. Rectangles on the background are painted as they arrive.
#[derive(Debug, Default)]
pub(super) struct Rre {
    /// Rectangles to come, once the background is painted.
    left: Option<u32>,
}

impl Rre {
    /// Reads what there is of a rectangle that lies inside the screen.
    ///
    /// # Errors
    /// [`WireError::Incomplete`] if nothing could be used; [`DecodeError::SubrectOutside`].
    pub(super) fn decode(
        &mut self,
        rect: Rect,
        plane: PlaneMut<'_>,
        r: &mut Reader<'_>,
    ) -> Result<Step, KvmError> {
        match plane {
            PlaneMut::U8(plane) => self.paint::<Wire8>(rect, plane, r),
            PlaneMut::U16(plane) => self.paint::<Wire16>(rect, plane, r),
            PlaneMut::U32(plane) => self.paint::<Wire32>(rect, plane, r),
        }
    }

    fn paint<P: WirePixel>(
        &mut self,
        rect: Rect,
        mut plane: Plane<'_, P::Native>,
        r: &mut Reader<'_>,
    ) -> Result<Step, KvmError> {
        let Some(left) = &mut self.left else {
            let mut ahead = *r;
            let count = ahead.u32_be()?;
            let background = P::read(&mut ahead)?;
            *r = ahead;
            plane.fill(rect, background);
            self.left = (count > 0).then_some(count);
            return Ok(match self.left {
                Some(_) => Step::Partial(rect),
                None => Step::Done(rect),
            });
        };
        let mut painted = Rect::default();
        while *left > 0 {
            let mut ahead = *r;
            let subrect = P::read(&mut ahead).and_then(|pixel| {
                let (x, y) = (ahead.u16_be()?, ahead.u16_be()?);
                let (width, height) = (ahead.u16_be()?, ahead.u16_be()?);
                Ok((pixel, Rect::new(x, y, width, height)))
            });
            let (pixel, inner) = match subrect {
                Ok(subrect) => subrect,
                Err(WireError::Incomplete) if !painted.is_empty() => {
                    return Ok(Step::Partial(painted));
                }
                Err(error) => return Err(error.into()),
            };
            if !inner.is_inside(Rect::of_size(rect.width, rect.height)) {
                return Err(DecodeError::SubrectOutside.into());
            }
            *r = ahead;
            *left -= 1;
            let place = Rect {
                x: rect.x.saturating_add(inner.x),
                y: rect.y.saturating_add(inner.y),
                ..inner
            };
            plane.fill(place, pixel);
            painted = painted.union(place);
        }
        self.left = None;
        Ok(Step::Done(painted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screen::{Framebuffer, PixelFormat};
    use crate::wire::hexdump::parse_hex;

    /// A red square with a green and a blue rectangle on it, cut at each byte.
    #[test]
    fn a_background_with_two_rectangles_is_painted_however_it_is_cut() {
        let data = parse_hex(
            "00 00 00 02 | 00 F8 | E0 07 00 01 00 00 00 02 00 03 | 1F 00 00 00 00 02 00 02 00 01",
        )
        .unwrap();
        let rect = Rect::new(2, 1, 3, 3);
        for cut in 0..data.len() {
            let mut screen = Framebuffer::new(6, 5, PixelFormat::Rgb565).unwrap();
            let mut rre = Rre::default();
            let mut r = Reader::new(&data[..cut]);
            let mut used = 0;
            while let Ok(step) = rre.decode(rect, screen.plane_mut(), &mut r) {
                assert!(matches!(step, Step::Partial(_)), "cut after {cut}");
                used = cut - r.remaining();
            }
            let mut r = Reader::new(&data[used..]);
            while !matches!(
                rre.decode(rect, screen.plane_mut(), &mut r).unwrap(),
                Step::Done(_)
            ) {}
            assert_eq!(r.remaining(), 0);
            let row = |y| [0, 1, 2, 3, 4, 5].map(|x| screen.pixel(x, y));
            let (red, green, blue) = (0xF800, 0x07E0, 0x001F);
            assert_eq!(row(0), [0; 6]);
            assert_eq!(row(1), [0, 0, red, green, green, 0]);
            assert_eq!(row(2), [0, 0, red, green, green, 0]);
            assert_eq!(row(3), [0, 0, blue, blue, green, 0]);
            assert_eq!(row(4), [0; 6]);
        }
    }

    #[test]
    fn a_rectangle_beyond_its_background_is_refused() {
        let data = parse_hex("00 00 00 01 | 00 F8 | E0 07 00 01 00 00 00 03 00 01").unwrap();
        let mut screen = Framebuffer::new(6, 5, PixelFormat::Rgb565).unwrap();
        let mut rre = Rre::default();
        let mut r = Reader::new(&data);
        let rect = Rect::new(0, 0, 3, 3);
        rre.decode(rect, screen.plane_mut(), &mut r).unwrap();
        let result = rre.decode(rect, screen.plane_mut(), &mut r);
        assert_eq!(result, Err(DecodeError::SubrectOutside.into()));
    }
}
