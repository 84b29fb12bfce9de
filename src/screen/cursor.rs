//! The remote pointer's shape.

use super::PixelFormat;

/// Shape of the remote pointer, to be drawn by whoever shows the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Columns; 0 hides the pointer.
    pub width: u16,
    /// Rows; 0 hides the pointer.
    pub height: u16,
    /// Column and row that lie on the pointer's place.
    pub hotspot: (u16, u16),
    /// Red, green, blue and opacity (0 or 255) per pixel: `width × height × 4` bytes, row by row.
    pub rgba: Vec<u8>,
}

impl Cursor {
    /// A shape from pixels as a framebuffer has them and one bit of opacity for each.
    ///
    /// * `pixels`: `width × height` numbers in `format`, row by row.
    /// * `mask`: rows of `width` bits padded to bytes, most significant first.
    ///
    /// What is missing of either is transparent.
    #[must_use]
    pub fn new(
        (width, height): (u16, u16),
        hotspot: (u16, u16),
        format: PixelFormat,
        pixels: impl Iterator<Item = u32>,
        mask: &[u8],
    ) -> Self {
        let row_len = usize::from(width).div_ceil(8);
        let is_opaque = |index: usize| {
            let (x, y) = (index % usize::from(width), index / usize::from(width));
            let byte = mask.get(y * row_len + x / 8).copied().unwrap_or(0);
            byte & (0x80 >> (x % 8)) != 0
        };
        let count = usize::from(width) * usize::from(height);
        let mut rgba = Vec::with_capacity(count * 4);
        for (index, pixel) in pixels.take(count).enumerate() {
            let [r, g, b] = format.rgb8(pixel);
            rgba.extend([r, g, b, if is_opaque(index) { 255 } else { 0 }]);
        }
        rgba.resize(count * 4, 0);
        Self {
            width,
            height,
            hotspot,
            rgba,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_without_their_bit_are_transparent() {
        let pixels = [0xF800, 0x07E0, 0x001F, 0xFFFF];
        let format = PixelFormat::Rgb565;
        let cursor = Cursor::new((2, 2), (1, 0), format, pixels.into_iter(), &[0x80, 0x40]);
        let expected = [
            [255, 0, 0, 255],
            [0, 255, 0, 0],
            [0, 0, 255, 0],
            [255, 255, 255, 255],
        ];
        assert_eq!(cursor.rgba, expected.concat());
        let empty = Cursor::new((0, 0), (0, 0), format, [].into_iter(), &[]);
        assert_eq!(empty.rgba.len(), 0);
    }
}
