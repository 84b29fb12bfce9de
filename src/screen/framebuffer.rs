//! The pixels of one screen, in the device's own format.

use std::mem;

use super::plane::{Plane, PlaneMut};
use super::{PixelFormat, Rect};
use crate::limits;

/// Why a framebuffer cannot have the wanted size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a screen of {width} × {height} pixels is empty or larger than we accept")]
pub struct FramebufferError {
    /// Wanted columns.
    pub width: u16,
    /// Wanted rows.
    pub height: u16,
}

/// Pixels row by row from the top left, without padding: `width × height` elements.
///
/// 16- and 32-bit pixels are native integers; the wire's little-endian order is undone while
/// decoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pixels {
    /// [`PixelFormat::Rgb332`], [`PixelFormat::Gray8`], [`PixelFormat::Gray4`].
    U8(Vec<u8>),
    /// [`PixelFormat::Rgb565`].
    U16(Vec<u16>),
    /// [`PixelFormat::Rgbx`].
    U32(Vec<u32>),
}

impl Pixels {
    /// `count` black pixels for `format`.
    fn black(format: PixelFormat, count: usize) -> Self {
        match format.bytes_per_pixel() {
            1 => Self::U8(vec![0; count]),
            2 => Self::U16(vec![0; count]),
            _ => Self::U32(vec![0; count]),
        }
    }

    /// The memory as bytes, native byte order; what a texture upload reads.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::U8(v) => v,
            Self::U16(v) => bytemuck::cast_slice(v),
            Self::U32(v) => bytemuck::cast_slice(v),
        }
    }

    /// One pixel as a number; 0 outside.
    #[must_use]
    pub fn at(&self, index: usize) -> u32 {
        match self {
            Self::U8(v) => v.get(index).copied().map_or(0, u32::from),
            Self::U16(v) => v.get(index).copied().map_or(0, u32::from),
            Self::U32(v) => v.get(index).copied().unwrap_or(0),
        }
    }
}

/// A screen: its size, its pixel format and its pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framebuffer {
    width: u16,
    height: u16,
    format: PixelFormat,
    /// INVARIANT: `width × height` elements, of the width that `format` has.
    pixels: Pixels,
}

impl Framebuffer {
    /// A black screen.
    ///
    /// # Errors
    /// [`FramebufferError`] if a side is 0 or the size exceeds [`limits::SCREEN_SIDE_PX`] or
    /// [`limits::FRAMEBUFFER_BYTES`].
    pub fn new(width: u16, height: u16, format: PixelFormat) -> Result<Self, FramebufferError> {
        let count = usize::from(width) * usize::from(height);
        let fits = count > 0
            && width <= limits::SCREEN_SIDE_PX
            && height <= limits::SCREEN_SIDE_PX
            && count * format.bytes_per_pixel() <= limits::FRAMEBUFFER_BYTES;
        if !fits {
            return Err(FramebufferError { width, height });
        }
        Ok(Self {
            width,
            height,
            format,
            pixels: Pixels::black(format, count),
        })
    }

    /// Columns.
    #[must_use]
    pub const fn width(&self) -> u16 {
        self.width
    }

    /// Rows.
    #[must_use]
    pub const fn height(&self) -> u16 {
        self.height
    }

    /// How its pixels are stored.
    #[must_use]
    pub const fn format(&self) -> PixelFormat {
        self.format
    }

    /// All of it as a rectangle.
    #[must_use]
    pub const fn bounds(&self) -> Rect {
        Rect::of_size(self.width, self.height)
    }

    /// The pixels, row by row.
    #[must_use]
    pub const fn pixels(&self) -> &Pixels {
        &self.pixels
    }

    /// The pixels to paint on, for decoders.
    pub fn plane_mut(&mut self) -> PlaneMut<'_> {
        let stride = usize::from(self.width);
        match &mut self.pixels {
            Pixels::U8(v) => PlaneMut::U8(Plane::new(v, stride)),
            Pixels::U16(v) => PlaneMut::U16(Plane::new(v, stride)),
            Pixels::U32(v) => PlaneMut::U32(Plane::new(v, stride)),
        }
    }

    /// One pixel as a number in [`format`](Self::format); 0 outside.
    #[must_use]
    pub fn pixel(&self, x: u16, y: u16) -> u32 {
        if x >= self.width || y >= self.height {
            return 0;
        }
        self.pixels
            .at(usize::from(y) * usize::from(self.width) + usize::from(x))
    }

    /// Sets one pixel given as a number in [`format`](Self::format); nothing outside.
    pub fn set_pixel(&mut self, x: u16, y: u16, pixel: u32) {
        if x >= self.width || y >= self.height {
            return;
        }
        let index = usize::from(y) * usize::from(self.width) + usize::from(x);
        let [b0, b1, _, _] = pixel.to_le_bytes();
        match &mut self.pixels {
            Pixels::U8(v) => v.get_mut(index).map(|p| *p = b0),
            Pixels::U16(v) => v.get_mut(index).map(|p| *p = u16::from_le_bytes([b0, b1])),
            Pixels::U32(v) => v.get_mut(index).map(|p| *p = pixel),
        }
        .unwrap_or_default();
    }

    /// Copies the pixels of `rect` from a framebuffer of the same size and format.
    ///
    /// What lies outside either is left out; a framebuffer of another shape copies nothing.
    pub fn copy_rect_from(&mut self, source: &Self, rect: Rect) {
        if (self.width, self.height, self.format) != (source.width, source.height, source.format) {
            return;
        }
        let rect = rect.intersection(self.bounds());
        let stride = usize::from(self.width);
        match (&mut self.pixels, &source.pixels) {
            (Pixels::U8(to), Pixels::U8(from)) => copy_rows(to, from, stride, rect),
            (Pixels::U16(to), Pixels::U16(from)) => copy_rows(to, from, stride, rect),
            (Pixels::U32(to), Pixels::U32(from)) => copy_rows(to, from, stride, rect),
            _ => {}
        }
    }

    /// All pixels as 8-bit red, green, blue: `width × height × 3` bytes, row by row.
    #[must_use]
    pub fn to_rgb8(&self) -> Vec<u8> {
        let format = self.format;
        let mut out = Vec::with_capacity(usize::from(self.width) * usize::from(self.height) * 3);
        match &self.pixels {
            Pixels::U8(v) => v
                .iter()
                .for_each(|p| out.extend(format.rgb8(u32::from(*p)))),
            Pixels::U16(v) => v
                .iter()
                .for_each(|p| out.extend(format.rgb8(u32::from(*p)))),
            Pixels::U32(v) => v.iter().for_each(|p| out.extend(format.rgb8(*p))),
        }
        out
    }

    /// The same picture in another pixel format.
    ///
    /// # Errors
    /// As [`new`](Self::new): a wider format may exceed the limit.
    pub fn converted(&self, format: PixelFormat) -> Result<Self, FramebufferError> {
        let mut new = Self::new(self.width, self.height, format)?;
        for y in 0..self.height {
            for x in 0..self.width {
                let pixel = format.from_rgb8(self.format.rgb8(self.pixel(x, y)));
                new.set_pixel(x, y, pixel);
            }
        }
        Ok(new)
    }

    /// Bytes that one row has in memory.
    #[must_use]
    pub const fn row_bytes(&self) -> usize {
        self.width as usize * self.format.bytes_per_pixel()
    }

    /// Changes the size, keeping nothing of the content, and returns the old framebuffer.
    ///
    /// # Errors
    /// As [`new`](Self::new); the framebuffer is unchanged then.
    pub fn resize(&mut self, width: u16, height: u16) -> Result<Self, FramebufferError> {
        let new = Self::new(width, height, self.format)?;
        Ok(mem::replace(self, new))
    }
}

/// Copies the rows of `rect` between two buffers of the same stride.
fn copy_rows<T: Copy>(to: &mut [T], from: &[T], stride: usize, rect: Rect) {
    if rect.is_empty() {
        return;
    }
    let columns = usize::from(rect.x)..usize::from(rect.x) + usize::from(rect.width);
    let rows = to.chunks_exact_mut(stride).zip(from.chunks_exact(stride));
    for (to, from) in rows
        .skip(usize::from(rect.y))
        .take(usize::from(rect.height))
    {
        if let (Some(to), Some(from)) = (to.get_mut(columns.clone()), from.get(columns.clone())) {
            to.copy_from_slice(from);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_bounded_before_anything_is_allocated() {
        assert!(Framebuffer::new(0, 10, PixelFormat::Rgb565).is_err());
        assert!(Framebuffer::new(u16::MAX, u16::MAX, PixelFormat::Rgb332).is_err());
        assert!(Framebuffer::new(16_384, 16_384, PixelFormat::Rgbx).is_err());
        assert!(Framebuffer::new(8192, 4320, PixelFormat::Rgbx).is_ok());
    }

    #[test]
    fn copying_a_rect_touches_nothing_else() {
        let mut source = Framebuffer::new(8, 8, PixelFormat::Rgb565).unwrap();
        for y in 0..8 {
            for x in 0..8 {
                source.set_pixel(x, y, u32::from(y) * 8 + u32::from(x) + 1);
            }
        }
        let mut target = Framebuffer::new(8, 8, PixelFormat::Rgb565).unwrap();
        target.copy_rect_from(&source, Rect::new(6, 2, 5, 3));
        for y in 0..8 {
            for x in 0..8 {
                let inside = x >= 6 && (2..5).contains(&y);
                let expected = if inside { source.pixel(x, y) } else { 0 };
                assert_eq!(target.pixel(x, y), expected, "{x},{y}");
            }
        }
    }
}
