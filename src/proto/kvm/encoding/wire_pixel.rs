//! How one pixel lies on the wire, as a type, so that each decoder is compiled once per layout.

/// A pixel's layout on the wire and the integer it becomes in the framebuffer.
pub(super) trait WirePixel {
    /// What the framebuffer holds.
    type Native: Copy + Default + PartialEq + 'static;
    /// Bytes on the wire.
    const LEN: usize;

    /// Takes one pixel from the front; `None` if there are too few bytes.
    fn split(bytes: &[u8]) -> Option<(Self::Native, &[u8])>;

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

    #[inline(always)]
    fn split(bytes: &[u8]) -> Option<(u8, &[u8])> {
        bytes.split_first().map(|(pixel, rest)| (*pixel, rest))
    }

    fn copy(from: &[u8], to: &mut [u8]) {
        let count = from.len().min(to.len());
        if let (Some(from), Some(to)) = (from.get(..count), to.get_mut(..count)) {
            to.copy_from_slice(from);
        }
    }
}

/// The layouts of more than one byte differ in length and in the integer they make.
macro_rules! wire_pixel {
    ($name:ident, $native:ty, $len:literal, $from:expr) => {
        impl WirePixel for $name {
            type Native = $native;
            const LEN: usize = $len;

            #[inline(always)]
            fn split(bytes: &[u8]) -> Option<($native, &[u8])> {
                let from: fn([u8; $len]) -> $native = $from;
                let (pixel, rest) = bytes.split_first_chunk()?;
                Some((from(*pixel), rest))
            }

            fn copy(from: &[u8], to: &mut [$native]) {
                let convert: fn([u8; $len]) -> $native = $from;
                let (from, _) = from.as_chunks();
                for (to, from) in to.iter_mut().zip(from) {
                    *to = convert(*from);
                }
            }
        }
    };
}

wire_pixel!(Wire16, u16, 2, u16::from_le_bytes);
wire_pixel!(Wire32, u32, 4, |[a, b, c, _]| u32::from_le_bytes([
    a, b, c, 0
]));
wire_pixel!(Wire24, u32, 3, |[a, b, c]| u32::from_le_bytes([a, b, c, 0]));

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
        let mut pixels = [0; 3];
        Wire24::copy(&[1, 0, 0, 2, 0, 0, 3], &mut pixels);
        assert_eq!(pixels, [1, 2, 0], "an incomplete pixel is left alone");
    }
}
