//! Disk images that were lent before, the latest first: a plain file.
//!
//! ```toml
//! version = 1
//!
//! [[image]]
//! drive = "cd"
//! image = "/srv/images/debian.iso"
//! ```
//!
//! `store::latest` says what becomes of a file that cannot be used. Addresses that may hold a
//! secret are not kept.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::file::FileError;
use super::latest::{self, Latest};
use super::paths::Folder;
use crate::limits;

/// A drive that images are lent as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecentDrive {
    /// CD.
    Cd,
    /// Floppy.
    Floppy,
}

/// One image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentImage {
    /// Where it was.
    pub drive: RecentDrive,
    /// Path of a file or folder, or address of a web server.
    pub image: String,
}

impl Latest for RecentImage {
    const KEY: &'static str = "image";
    const HEADING: &'static str = "# Disk images that were lent before. May be edited, or deleted.";

    fn path(folder: &Folder) -> PathBuf {
        folder.recent_images()
    }

    fn keep_few(images: &mut Vec<Self>) {
        let mut counts = [0_usize; 2];
        images.retain(|image| {
            let [cds, floppies] = &mut counts;
            let count = match image.drive {
                RecentDrive::Cd => cds,
                RecentDrive::Floppy => floppies,
            };
            *count += 1;
            *count <= limits::RECENT_IMAGES
        });
    }
}

impl RecentImage {
    /// An image as somebody named it; `None` for what shall not lie in a file: an address with a
    /// user name, a password or a query, which may be a key to what it names.
    #[must_use]
    pub fn new(drive: RecentDrive, name: &str) -> Option<Self> {
        let name = name.trim();
        let image = if is_address(name) {
            let may_hold_secrets = name.contains(['@', '?', '#']);
            (!may_hold_secrets).then(|| name.to_owned())?
        } else if name.is_empty() {
            return None;
        } else {
            // Another time there is another working directory.
            let path = std::path::absolute(name).ok()?;
            path.to_str()?.to_owned()
        };
        let fits = image.len() <= limits::RECENT_IMAGE_BYTES && !image.contains(char::is_control);
        fits.then_some(Self { drive, image })
    }

    /// It lies on a web server.
    #[must_use]
    pub fn is_remote(&self) -> bool {
        is_address(&self.image)
    }
}

fn is_address(name: &str) -> bool {
    name.split_once("://").is_some_and(|(scheme, _)| {
        scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
    })
}

/// Puts an image before all others. At most [`limits::RECENT_IMAGES`] of each drive are kept.
pub fn put_first(images: &mut Vec<RecentImage>, latest: RecentImage) {
    images.retain(|image| *image != latest);
    images.insert(0, latest);
    RecentImage::keep_few(images);
}

/// The images, the latest first; none of a file that is damaged or of a newer version.
///
/// # Errors
/// [`FileError`].
pub fn read(folder: &Folder) -> Result<Vec<RecentImage>, FileError> {
    latest::read(folder)
}

/// Changes the list, and gives it as it is then. A newer version's file is left alone.
///
/// # Errors
/// [`FileError`]; the file is as it was then.
pub fn edit(
    folder: &Folder,
    change: impl FnOnce(&mut Vec<RecentImage>),
) -> Result<Vec<RecentImage>, FileError> {
    latest::edit(folder, change)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::paths::temporary;

    fn cd(name: &str) -> RecentImage {
        RecentImage::new(RecentDrive::Cd, name).unwrap()
    }

    #[test]
    fn the_latest_is_first_once_and_each_drive_keeps_few() {
        let (_keep, folder) = temporary();
        assert_eq!(read(&folder).unwrap(), []);
        for name in ["/a.iso", "/b.iso", "/a.iso"] {
            edit(&folder, |images| put_first(images, cd(name))).unwrap();
        }
        assert_eq!(read(&folder).unwrap(), [cd("/a.iso"), cd("/b.iso")]);
        let floppy = RecentImage::new(RecentDrive::Floppy, "/a.iso").unwrap();
        edit(&folder, |images| put_first(images, floppy.clone())).unwrap();
        for n in 0..50 {
            let image = cd(&format!("/{n}.iso"));
            edit(&folder, |images| put_first(images, image)).unwrap();
        }
        let images = read(&folder).unwrap();
        assert_eq!(images.len(), limits::RECENT_IMAGES + 1);
        assert_eq!(images.first(), Some(&cd("/49.iso")));
        assert_eq!(images.last(), Some(&floppy));
    }

    #[test]
    fn what_may_hold_a_secret_is_not_kept() {
        for name in [
            "https://me:secret@host/a.iso",
            "https://host/a.iso?key=secret",
            "HTTP://host/a.iso#x",
            "",
            "a\nb.iso",
        ] {
            assert_eq!(RecentImage::new(RecentDrive::Cd, name), None, "{name}");
        }
        let kept = cd("https://host/a.iso");
        assert!(kept.is_remote());
        assert_eq!(kept.image, "https://host/a.iso");
        let relative = cd("me@work.iso");
        assert!(!relative.is_remote());
        assert!(std::path::Path::new(&relative.image).is_absolute());
    }
}
