//! JPEG files inside Tight rectangles.

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::wire_pixel::WirePixel;
use crate::proto::kvm::error::DecodeError;
use crate::screen::{PixelFormat, Plane, Rect};

/// Decoder of JPEG rectangles; keeps its buffer.
#[derive(Debug, Default)]
pub(super) struct Jpeg {
    /// Pixels of the latest rectangle, four bytes each.
    rgba: Vec<u8>,
}

impl Jpeg {
    /// Paints `rect` of a screen in `format` with the picture in `data`.
    ///
    /// # Errors
    /// [`DecodeError::Jpeg`] if it is no JPEG, or of another size.
    pub(super) fn paint<P: WirePixel>(
        &mut self,
        rect: Rect,
        format: PixelFormat,
        plane: &mut Plane<'_, P::Native>,
        data: &[u8],
    ) -> Result<(), DecodeError> {
        let (width, height) = (usize::from(rect.width), usize::from(rect.height));
        let options = DecoderOptions::default()
            .jpeg_set_out_colorspace(ColorSpace::RGBA)
            .set_max_width(width)
            .set_max_height(height);
        let mut decoder = JpegDecoder::new_with_options(ZCursor::new(data), options);
        decoder.decode_headers().map_err(|_| DecodeError::Jpeg)?;
        let info = decoder.info().ok_or(DecodeError::Jpeg)?;
        if (usize::from(info.width), usize::from(info.height)) != (width, height) {
            return Err(DecodeError::Jpeg);
        }
        let len = decoder.output_buffer_size().ok_or(DecodeError::Jpeg)?;
        if len != width * height * 4 {
            return Err(DecodeError::Jpeg);
        }
        self.rgba.resize(len, 0);
        let result = decoder.decode_into(&mut self.rgba);
        result.map_err(|_| DecodeError::Jpeg)?;
        let lines = self.rgba.chunks_exact((width * 4).max(1));
        for (row, line) in plane.rows(rect).zip(lines) {
            let (pixels, _) = line.as_chunks();
            for (pixel, [r, g, b, _]) in row.iter_mut().zip(pixels) {
                *pixel = P::from_u32(format.from_rgb8([*r, *g, *b]));
            }
        }
        Ok(())
    }
}
