//! Pictures as PNG files that are either whole or not there.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder as _};

use super::Failure;
use crate::screen::Framebuffer;
use crate::session::Fault;

/// Saves `picture` at once; a file that exists is replaced.
pub(super) fn save(picture: &Framebuffer, path: &Path) -> Result<(), Failure> {
    PngFile::prepare(path)?.write(picture)?;
    Ok(())
}

/// A PNG file in the making. It appears under its name when it is whole; until then, and if it
/// never gets so far, nothing there is touched.
#[derive(Debug)]
pub(super) struct PngFile {
    path: PathBuf,
    part: PathBuf,
    file: Option<File>,
}

impl PngFile {
    /// Makes sure that `path` can be written, before a device is troubled for a picture.
    pub(super) fn prepare(path: &Path) -> Result<Self, Fault> {
        let unwritable = |cause| Fault::FileUnwritable {
            path: path.to_owned(),
            cause,
        };
        if path.is_dir() {
            return Err(unwritable(io::ErrorKind::IsADirectory.into()));
        }
        let name = path
            .file_name()
            .ok_or_else(|| unwritable(io::ErrorKind::InvalidFilename.into()))?;
        // Beside the file, because a rename is atomic only within one file system.
        let mut part = name.to_owned();
        part.push(format!(".{}.part", std::process::id()));
        let part = path.with_file_name(part);
        let file = File::create_new(&part).map_err(unwritable)?;
        Ok(Self {
            path: path.to_owned(),
            part,
            file: Some(file),
        })
    }

    /// Writes `picture`, expanded exactly to 8 bits per channel, and puts the file in its place.
    pub(super) fn write(self, picture: &Framebuffer) -> Result<(), Fault> {
        self.write_with(|out| {
            PngEncoder::new(out)
                .write_image(
                    &picture.to_rgb8(),
                    picture.width().into(),
                    picture.height().into(),
                    ExtendedColorType::Rgb8,
                )
                .map_err(io::Error::other)
        })
    }

    /// Has `content` write the file, and puts it in its place.
    pub(super) fn write_with(
        mut self,
        content: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
    ) -> Result<(), Fault> {
        self.write_part(content)
            .and_then(|()| fs::rename(&self.part, &self.path))
            .map_err(|cause| Fault::FileUnwritable {
                path: self.path.clone(),
                cause,
            })
    }

    fn write_part(
        &mut self,
        content: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
    ) -> io::Result<()> {
        let Some(file) = self.file.take() else {
            return Ok(());
        };
        let mut out = BufWriter::new(file);
        content(&mut out)?;
        out.flush()?;
        out.into_inner()?.sync_all()
    }
}

impl Drop for PngFile {
    fn drop(&mut self) {
        drop(self.file.take());
        // Gone already if it was renamed.
        drop(fs::remove_file(&self.part));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screen::PixelFormat;

    fn picture() -> Framebuffer {
        let mut picture = Framebuffer::new(3, 2, PixelFormat::Rgb565).unwrap();
        picture.set_pixel(0, 0, 0xF800);
        picture.set_pixel(2, 1, 0x07FF);
        picture
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    #[test]
    fn the_file_has_exactly_the_expanded_colours() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("screen.png");
        PngFile::prepare(&path).unwrap().write(&picture()).unwrap();
        let image = image::open(&path).unwrap().into_rgb8();
        assert_eq!(image.dimensions(), (3, 2));
        assert_eq!(image.get_pixel(0, 0).0, [255, 0, 0]);
        assert_eq!(image.get_pixel(2, 1).0, [0, 255, 255]);
        assert_eq!(image.get_pixel(1, 0).0, [0, 0, 0]);
        assert_eq!(names(folder.path()), ["screen.png"]);
    }

    #[test]
    fn a_picture_that_never_comes_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("screen.png");
        fs::write(&path, "precious").unwrap();
        drop(PngFile::prepare(&path).unwrap());
        assert_eq!(fs::read(&path).unwrap(), b"precious");
        assert_eq!(names(folder.path()), ["screen.png"]);
    }

    #[test]
    fn a_place_that_cannot_be_written_is_found_out_before() {
        let folder = tempfile::tempdir().unwrap();
        for path in [
            folder.path().to_owned(),
            folder.path().join("missing").join("screen.png"),
            PathBuf::from("/"),
            PathBuf::from(""),
        ] {
            let fault = PngFile::prepare(&path).unwrap_err();
            assert!(matches!(fault, Fault::FileUnwritable { .. }), "{path:?}");
        }
    }
}
