//! `PIXEL_FORMAT`: how pixels look on the wire, and which of that we know.

use crate::screen::PixelFormat;
use crate::wire::{Reader, WireError, Writer};

/// `PIXEL_FORMAT`: `bits, depth, big-endian, true colour, 3 × u16 max, 3 × u8 shift, 3 × 0`.
///
/// Any format a peer may name; [`known`](Self::known) says whether we can decode it.
/// Source: RFC 6143 §7.4; `docs/protocol/redirection.md` § 5.4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WirePixelFormat {
    /// Bits of a pixel on the wire: 8, 16 or 32.
    pub bits_per_pixel: u8,
    /// Bits of it that mean something.
    pub depth: u8,
    /// Byte order of pixels with more than one byte.
    pub big_endian: bool,
    /// Pixels are colours, not indices into a colour map.
    pub true_colour: bool,
    /// Largest red, green and blue.
    pub max: [u16; 3],
    /// Places of red, green and blue, as shifts to the right.
    pub shift: [u8; 3],
}

impl WirePixelFormat {
    /// Decodes sixteen bytes; any content is well-formed.
    ///
    /// # Errors
    /// [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let [
            bits_per_pixel,
            depth,
            big_endian,
            true_colour,
            r0,
            r1,
            g0,
            g1,
            b0,
            b1,
            shift_r,
            shift_g,
            shift_b,
            _,
            _,
            _,
        ] = r.array()?;
        Ok(Self {
            bits_per_pixel,
            depth,
            big_endian: big_endian != 0,
            true_colour: true_colour != 0,
            max: [[r0, r1], [g0, g1], [b0, b1]].map(u16::from_be_bytes),
            shift: [shift_r, shift_g, shift_b],
        })
    }

    /// Appends sixteen bytes.
    pub fn encode(&self, out: &mut Vec<u8>) {
        let mut w = Writer::new(out);
        w.u8(self.bits_per_pixel).u8(self.depth);
        w.u8(u8::from(self.big_endian));
        w.u8(u8::from(self.true_colour));
        for max in self.max {
            w.u16_be(max);
        }
        w.bytes(&self.shift).zeros(3);
    }

    /// The format of ours that has the same pixels, if there is one.
    ///
    /// Fields that mean nothing are ignored: the depth of colours, the byte order of one byte,
    /// the shift of a channel without bits.
    #[must_use]
    pub fn known(&self) -> Option<PixelFormat> {
        let shift_matters = |i: usize| self.max.get(i).is_some_and(|max| *max != 0);
        PixelFormat::ALL.into_iter().find(|format| {
            let known = Self::from(*format);
            let shifts = self.shift.iter().zip(known.shift).enumerate();
            self.true_colour
                && self.bits_per_pixel == known.bits_per_pixel
                && self.max == known.max
                && shifts
                    .into_iter()
                    .all(|(i, (a, b))| *a == b || !shift_matters(i))
                && (!self.big_endian || self.bits_per_pixel == 8)
        })
    }
}

impl From<PixelFormat> for WirePixelFormat {
    fn from(format: PixelFormat) -> Self {
        let (bits_per_pixel, depth, max, shift) = match format {
            PixelFormat::Rgb565 => (16, 16, [31, 63, 31], [11, 5, 0]),
            PixelFormat::Rgb332 => (8, 8, [7, 7, 3], [5, 2, 0]),
            PixelFormat::Gray8 => (8, 8, [255, 0, 0], [0, 0, 0]),
            PixelFormat::Gray4 => (8, 4, [15, 0, 0], [0, 0, 0]),
            PixelFormat::Rgbx => (32, 24, [255, 255, 255], [0, 8, 16]),
        };
        Self {
            bits_per_pixel,
            depth,
            big_endian: false,
            true_colour: true,
            max,
            shift,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_of_ours_is_recognised_again() {
        for format in PixelFormat::ALL {
            let mut wire = WirePixelFormat::from(format);
            assert_eq!(wire.known(), Some(format));
            wire.depth = 1;
            assert_eq!(wire.known(), Some(format), "depth does not move pixels");
        }
    }

    #[test]
    fn formats_with_other_pixels_are_not_taken_for_ours() {
        let rgbx = WirePixelFormat::from(PixelFormat::Rgbx);
        let bgrx = WirePixelFormat {
            shift: [16, 8, 0],
            ..rgbx
        };
        let swapped = WirePixelFormat {
            big_endian: true,
            ..rgbx
        };
        let mapped = WirePixelFormat {
            true_colour: false,
            ..WirePixelFormat::from(PixelFormat::Rgb332)
        };
        for format in [bgrx, swapped, mapped] {
            assert_eq!(format.known(), None, "{format:?}");
        }
    }
}
