//! A still picture, from a file or made up.

use std::fmt;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use image::{ImageReader, Limits};

use super::{Input, Request, Scene, SceneError};
use crate::limits;
use crate::screen::Rect;
use crate::sim::canvas::{Canvas, Rgb};

/// A picture that fills the screen and does nothing.
#[derive(Clone)]
pub struct Picture {
    width: u16,
    height: u16,
    /// INVARIANT: `width × height` elements, row by row.
    pixels: Arc<[Rgb]>,
}

impl Picture {
    /// A picture whose pixels are what `paint(x, y)` says.
    #[must_use]
    pub fn painted(width: u16, height: u16, paint: impl Fn(u16, u16) -> Rgb) -> Self {
        let rows = 0..height;
        let pixels = rows.flat_map(|y| (0..width).map(move |x| (x, y)));
        Self {
            width,
            height,
            pixels: pixels.map(|(x, y)| paint(x, y)).collect(),
        }
    }

    /// Reads a PNG or JPEG file. Transparent parts lose their transparency.
    ///
    /// # Errors
    /// [`SceneError::File`] if it cannot be read, [`SceneError::Image`] if it is no picture or
    /// larger than a screen can be.
    pub fn load(path: &Path) -> Result<Self, SceneError> {
        let name = || path.display().to_string();
        let file = File::open(path).map_err(|cause| SceneError::File {
            path: name(),
            cause,
        })?;
        let mut reader = ImageReader::new(BufReader::new(file))
            .with_guessed_format()
            .map_err(|cause| SceneError::File {
                path: name(),
                cause,
            })?;
        let mut bounds = Limits::default();
        bounds.max_image_width = Some(limits::SCREEN_SIDE_PX.into());
        bounds.max_image_height = Some(limits::SCREEN_SIDE_PX.into());
        bounds.max_alloc = u64::try_from(limits::FRAMEBUFFER_BYTES).ok();
        reader.limits(bounds);
        let image = reader.decode().map_err(|cause| SceneError::Image {
            path: name(),
            cause,
        })?;
        let image = image.into_rgb8();
        let side = |px: u32| u16::try_from(px).unwrap_or(u16::MAX);
        Ok(Self {
            width: side(image.width()),
            height: side(image.height()),
            pixels: image.pixels().map(|p| p.0).collect(),
        })
    }
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({} × {})", self.width, self.height)
    }
}

impl Scene for Picture {
    fn size(&self) -> (u16, u16) {
        (self.width, self.height)
    }

    fn handle(&mut self, _: Instant, input: Input, canvas: &mut Canvas) -> Option<Request> {
        if input == Input::Start {
            canvas.copy_pixels(Rect::of_size(self.width, self.height), &self.pixels);
        }
        None
    }

    fn next_tick(&self, _: bool) -> Option<Instant> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_png_file_is_shown_pixel_for_pixel() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.png");
        let pixels: Vec<u8> = (0..3 * 5 * 4).collect();
        image::save_buffer(&path, &pixels, 5, 4, image::ColorType::Rgb8).unwrap();
        let mut picture = Picture::load(&path).unwrap();
        assert_eq!(picture.size(), (5, 4));
        let mut canvas = Canvas::new(5, 4);
        picture.handle(Instant::now(), Input::Start, &mut canvas);
        assert_eq!(canvas.pixel(0, 0), [0, 1, 2]);
        assert_eq!(canvas.pixel(4, 3), [57, 58, 59]);
    }

    #[test]
    fn what_is_no_picture_is_refused_with_its_path() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.png");
        let error = Picture::load(&path).unwrap_err();
        assert!(error.to_string().contains("x.png"), "{error}");
        std::fs::write(&path, b"not a picture").unwrap();
        let error = Picture::load(&path).unwrap_err();
        assert!(matches!(error, SceneError::Image { .. }), "{error}");
    }
}
