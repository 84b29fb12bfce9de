//! How one pixel is stored.

/// The pixel formats a framebuffer may have.
///
/// Firmware knows exactly the first four (AMT ≥ 16 the greys) and drops the connection for any
/// other; [`Rgbx`](Self::Rgbx) is for ordinary VNC servers.
/// Source: `docs/protocol/redirection.md` § 5.4 (observed).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PixelFormat {
    /// 16 bits: red in bits 15–11, green 10–5, blue 4–0.
    Rgb565,
    /// 8 bits: red in bits 7–5, green 4–2, blue 1–0.
    Rgb332,
    /// 8 bits of grey.
    Gray8,
    /// 4 bits of grey in the low half of a byte.
    Gray4,
    /// 32 bits, in memory order red, green, blue, unused.
    Rgbx,
}

impl PixelFormat {
    /// Every format there is.
    pub const ALL: [Self; 5] = [
        Self::Rgb565,
        Self::Rgb332,
        Self::Gray8,
        Self::Gray4,
        Self::Rgbx,
    ];

    /// Bytes of one pixel, on the wire and in memory.
    #[must_use]
    pub const fn bytes_per_pixel(self) -> usize {
        match self {
            Self::Rgb565 => 2,
            Self::Rgb332 | Self::Gray8 | Self::Gray4 => 1,
            Self::Rgbx => 4,
        }
    }

    /// Expands one pixel to 8-bit red, green and blue.
    ///
    /// Exact: a channel of `n` bits becomes `round(v · 255 / (2ⁿ − 1))`, so that black and white
    /// stay black and white. The shader computes the same fractions (r/31, g/63, b/31).
    #[must_use]
    pub const fn rgb8(self, pixel: u32) -> [u8; 3] {
        match self {
            Self::Rgb565 => [
                scale(pixel >> 11 & 31, 31),
                scale(pixel >> 5 & 63, 63),
                scale(pixel & 31, 31),
            ],
            Self::Rgb332 => [
                scale(pixel >> 5 & 7, 7),
                scale(pixel >> 2 & 7, 7),
                scale(pixel & 3, 3),
            ],
            Self::Gray8 => [scale(pixel & 255, 255); 3],
            Self::Gray4 => [scale(pixel & 15, 15); 3],
            Self::Rgbx => {
                let [r, g, b, _] = pixel.to_le_bytes();
                [r, g, b]
            }
        }
    }

    /// Reduces 8-bit red, green and blue to one pixel, by truncation as firmware does.
    #[must_use]
    pub const fn from_rgb8(self, [r, g, b]: [u8; 3]) -> u32 {
        let (r, g, b) = (r as u32, g as u32, b as u32);
        // Integer BT.601 luma; the weights sum to 256.
        let luma = (77 * r + 150 * g + 29 * b) >> 8;
        match self {
            Self::Rgb565 => (r >> 3) << 11 | (g >> 2) << 5 | b >> 3,
            Self::Rgb332 => (r >> 5) << 5 | (g >> 5) << 2 | b >> 6,
            Self::Gray8 => luma,
            Self::Gray4 => luma >> 4,
            Self::Rgbx => r | g << 8 | b << 16,
        }
    }
}

/// `round(v · 255 / max)` for `v ≤ max ≤ 255`.
const fn scale(v: u32, max: u32) -> u8 {
    let [byte, ..] = ((v * 510 + max) / (2 * max)).to_le_bytes();
    byte
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extremes_and_primaries_expand_exactly() {
        assert_eq!(PixelFormat::Rgb565.rgb8(0xFFFF), [255, 255, 255]);
        assert_eq!(PixelFormat::Rgb565.rgb8(0xF800), [255, 0, 0]);
        assert_eq!(PixelFormat::Rgb565.rgb8(0x0841), [8, 8, 8]);
        assert_eq!(PixelFormat::Rgb332.rgb8(0xE0), [255, 0, 0]);
        assert_eq!(PixelFormat::Rgb332.rgb8(0x01), [0, 0, 85]);
        assert_eq!(PixelFormat::Gray4.rgb8(0x0F), [255, 255, 255]);
        assert_eq!(PixelFormat::Rgbx.rgb8(0x0003_0201), [1, 2, 3]);
    }

    #[test]
    fn reducing_an_expanded_pixel_gives_it_back() {
        for v in 0..=0xFFFF {
            let format = PixelFormat::Rgb565;
            assert_eq!(format.from_rgb8(format.rgb8(v)), v);
        }
        for v in 0..=0xFF {
            for format in [PixelFormat::Rgb332, PixelFormat::Gray8] {
                assert_eq!(format.from_rgb8(format.rgb8(v)), v, "{format:?}");
            }
        }
    }
}
