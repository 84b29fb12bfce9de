//! Pictures as PNG files.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use image::ImageEncoder as _;
use image::codecs::png::PngEncoder;

use super::Failure;
use crate::screen::Framebuffer;
use crate::session::Fault;

/// Writes a screen as an RGB PNG; a file that exists is replaced. Colours of few bits are
/// expanded exactly (r/31, g/63, b/31).
pub(super) fn save(framebuffer: &Framebuffer, path: &Path) -> Result<(), Failure> {
    write(framebuffer, path).map_err(|cause| {
        let path = path.to_owned();
        Fault::FileUnwritable { path, cause }.into()
    })
}

fn write(framebuffer: &Framebuffer, path: &Path) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    let (width, height) = (framebuffer.width().into(), framebuffer.height().into());
    PngEncoder::new(&mut file)
        .write_image(
            &framebuffer.to_rgb8(),
            width,
            height,
            image::ExtendedColorType::Rgb8,
        )
        .map_err(io::Error::other)?;
    file.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Exit;
    use crate::screen::PixelFormat;

    #[test]
    fn a_screen_is_read_back_with_its_exact_colours() {
        let mut screen = Framebuffer::new(3, 2, PixelFormat::Rgb565).unwrap();
        screen.set_pixel(2, 1, 0xF800);
        screen.set_pixel(0, 1, 0x0841);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.png");
        save(&screen, &path).unwrap();
        let read = image::open(&path).unwrap().into_rgb8();
        assert_eq!(read.dimensions(), (3, 2));
        assert_eq!(read.get_pixel(2, 1).0, [255, 0, 0]);
        assert_eq!(read.get_pixel(0, 1).0, [8, 8, 8]);
    }

    #[test]
    fn a_folder_that_is_not_there_is_a_file_fault() {
        let screen = Framebuffer::new(1, 1, PixelFormat::Rgb565).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let failure = save(&screen, &folder.path().join("no/x.png")).unwrap_err();
        assert_eq!(Exit::from(&failure), Exit::File);
    }
}
