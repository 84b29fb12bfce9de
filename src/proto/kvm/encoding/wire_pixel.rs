//! How one pixel lies on the wire, as a type, so that each decoder is compiled once per layout.

use crate::wire::{Reader, WireError};

/// A pixel's layout on the wire and the integer it becomes in the framebuffer.
pub(super) trait WirePixel {
    /// What the framebuffer holds.
    type Native: Copy + Default + PartialEq + 'static;
    /// Bytes on the wire.
    const LEN: usize;
    /// Place and largest value of red, green and blue; for pixels of one byte those of RGB332.
    const CHANNELS: [(u32, u32); 3];

    /// Takes one pixel from the front; `None` if there are too few bytes.
    fn split(bytes: &[u8]) -> Option<(Self::Native, &[u8])>;

    /// Takes one pixel from the front.
    ///
    /// # Errors
    /// [`WireError::Incomplete`].
    #[inline(always)]
    fn read(r: &mut Reader<'_>) -> Result<Self::Native, WireError> {
        let mut ahead = *r;
        let bytes = ahead.bytes(Self::LEN)?;
        let (pixel, _) = Self::split(bytes).ok_or(WireError::Incomplete)?;
        *r = ahead;
        Ok(pixel)
    }

    /// The pixel as a number.
    fn to_u32(pixel: Self::Native) -> u32;

    /// The pixel that [`to_u32`](Self::to_u32) made the number of.
    fn from_u32(number: u32) -> Self::Native;

    /// Reads pixels until `to` is full or `from` ends.
    fn copy(from: &[u8], to: &mut [Self::Native]);
}

/// Eight bits: RGB332 and the greys.
pub(super) enum Wire8 {}

/// Sixteen bits, little-endian: RGB565.
pub(super) enum Wire16 {}

/// 32 bits, little-endian, of which the highest eight mean nothing and become 0.
pub(super) enum Wire32 {}

/// `CPIXEL`, `TPIXEL`: the three bytes of a 32-bit pixel that mean something.
///
/// Source: RFC 6143 §7.7.5.
pub(super) enum Wire24 {}

impl WirePixel for Wire8 {
    type Native = u8;
    const LEN: usize = 1;
    const CHANNELS: [(u32, u32); 3] = [(5, 7), (2, 7), (0, 3)];

    #[inline(always)]
    fn split(bytes: &[u8]) -> Option<(u8, &[u8])> {
        bytes.split_first().map(|(pixel, rest)| (*pixel, rest))
    }

    fn to_u32(pixel: u8) -> u32 {
        u32::from(pixel)
    }

    fn from_u32(number: u32) -> u8 {
        let [pixel, ..] = number.to_le_bytes();
        pixel
    }

    fn copy(from: &[u8], to: &mut [u8]) {
        let count = from.len().min(to.len());
        if let (Some(from), Some(to)) = (from.get(..count), to.get_mut(..count)) {
            to.copy_from_slice(from);
        }
    }
}

impl WirePixel for Wire16 {
    type Native = u16;
    const LEN: usize = 2;
    const CHANNELS: [(u32, u32); 3] = [(11, 31), (5, 63), (0, 31)];

    #[inline(always)]
    fn split(bytes: &[u8]) -> Option<(u16, &[u8])> {
        let (pixel, rest) = bytes.split_first_chunk()?;
        Some((u16::from_le_bytes(*pixel), rest))
    }

    fn to_u32(pixel: u16) -> u32 {
        u32::from(pixel)
    }

    fn from_u32(number: u32) -> u16 {
        let [a, b, _, _] = number.to_le_bytes();
        u16::from_le_bytes([a, b])
    }

    fn copy(from: &[u8], to: &mut [u16]) {
        let (from, _) = from.as_chunks();
        for (to, from) in to.iter_mut().zip(from) {
            *to = u16::from_le_bytes(*from);
        }
    }
}

impl WirePixel for Wire32 {
    type Native = u32;
    const LEN: usize = 4;
    const CHANNELS: [(u32, u32); 3] = RGBX;

    #[inline(always)]
    fn split(bytes: &[u8]) -> Option<(u32, &[u8])> {
        let (pixel, rest) = bytes.split_first_chunk()?;
        Some((u32::from_le_bytes(*pixel) & 0x00FF_FFFF, rest))
    }

    fn to_u32(pixel: u32) -> u32 {
        pixel
    }

    fn from_u32(number: u32) -> u32 {
        number
    }

    fn copy(from: &[u8], to: &mut [u32]) {
        let (from, _) = from.as_chunks();
        for (to, from) in to.iter_mut().zip(from) {
            *to = u32::from_le_bytes(*from) & 0x00FF_FFFF;
        }
    }
}

impl WirePixel for Wire24 {
    type Native = u32;
    const LEN: usize = 3;
    const CHANNELS: [(u32, u32); 3] = RGBX;

    #[inline(always)]
    fn split(bytes: &[u8]) -> Option<(u32, &[u8])> {
        let ([a, b, c], rest) = bytes.split_first_chunk()?;
        Some((u32::from_le_bytes([*a, *b, *c, 0]), rest))
    }

    fn to_u32(pixel: u32) -> u32 {
        pixel
    }

    fn from_u32(number: u32) -> u32 {
        number
    }

    /// Four pixels are three words on the wire.
    fn copy(from: &[u8], to: &mut [u32]) {
        let count = to.len().min(from.len() / Self::LEN);
        let (fours, rest) = to.get_mut(..count).unwrap_or_default().as_chunks_mut::<4>();
        let (words, _) = from.as_chunks::<12>();
        let done = fours.len();
        for (pixels, &[a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3]) in
            fours.iter_mut().zip(words)
        {
            *pixels = [[a0, a1, a2], [a3, b0, b1], [b2, b3, c0], [c1, c2, c3]]
                .map(|[r, g, b]| u32::from_le_bytes([r, g, b, 0]));
        }
        let (last, _) = from.get(done * 12..).unwrap_or_default().as_chunks();
        for (to, [r, g, b]) in rest.iter_mut().zip(last) {
            *to = u32::from_le_bytes([*r, *g, *b, 0]);
        }
    }
}

/// Channels of 32-bit pixels.
const RGBX: [(u32, u32); 3] = [(0, 255), (8, 255), (16, 255)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_layout_reads_its_bytes_in_order() {
        assert_eq!(Wire8::split(&[7, 9]), Some((7, &[9][..])));
        assert_eq!(Wire16::split(&[0, 0xF8, 9]), Some((0xF800, &[9][..])));
        assert_eq!(Wire24::split(&[1, 2, 3, 9]), Some((0x03_0201, &[9][..])));
        assert_eq!(Wire32::split(&[1, 2, 3, 0xFF]), Some((0x03_0201, &[][..])));
        assert_eq!(Wire16::split(&[1]), None);
        let bytes: Vec<u8> = (1..=20).collect();
        let mut pixels = [0; 7];
        Wire24::copy(&bytes, &mut pixels);
        let expected = [
            0x03_0201, 0x06_0504, 0x09_0807, 0x0C_0B0A, 0x0F_0E0D, 0x12_1110,
        ];
        assert_eq!(pixels[..6], expected);
        assert_eq!(pixels[6], 0, "an incomplete pixel is left alone");
        let mut many = [0; 20];
        Wire24::copy(&bytes[..6], &mut many);
        assert_eq!(many[..3], [0x03_0201, 0x06_0504, 0]);
    }
}
