//! How large the window was last.
//!
//! ```toml
//! version = 1
//!
//! [[window]]
//! size = "1600x1000"      # in points
//! ```
//!
//! Where it stood is the business of the system. `store::latest` says what becomes of a file that
//! cannot be used.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::file::FileError;
use super::latest::{self, Latest};
use super::paths::Folder;
use super::profile::Geometry;

#[derive(Debug, Serialize, Deserialize)]
struct LastWindow {
    size: String,
}

impl Latest for LastWindow {
    const KEY: &'static str = "window";
    const HEADING: &'static str = "# How large the window was last.";

    fn path(folder: &Folder) -> PathBuf {
        folder.window()
    }

    fn keep_few(list: &mut Vec<Self>) {
        list.truncate(1);
    }
}

/// The size of the file in this folder; `None` if it has none that can be read.
#[must_use]
pub fn read(folder: &Folder) -> Option<Geometry> {
    let read = latest::read::<LastWindow>(folder);
    let read = read.inspect_err(|error| tracing::warn!(%error, "last window"));
    Geometry::parse(&read.ok()?.first()?.size)
}

/// Writes the size that the window has now. The file of a newer version is left alone.
///
/// # Errors
/// [`FileError`]; the file is as it was then.
pub fn write(folder: &Folder, window: Geometry) -> Result<(), FileError> {
    let size = Geometry { at: None, ..window }.to_string();
    latest::edit(folder, |list| *list = vec![LastWindow { size }]).map(drop)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::store::paths::temporary;

    #[test]
    fn the_size_comes_back_and_nonsense_counts_as_none() {
        let (_keep, folder) = temporary();
        assert_eq!(read(&folder), None);
        let window = Geometry {
            size: [1600, 1000],
            at: Some([20, 30]),
        };
        write(&folder, window).unwrap();
        assert_eq!(read(&folder), Some(Geometry { at: None, ..window }));
        fs::write(folder.window(), "version = 1\n[[window]]\nsize = \"3x3\"\n").unwrap();
        assert_eq!(read(&folder), None);
    }
}
