//! Opening a disk image: a file, a folder or another source that fits a drive, or why it does not.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::folder::Folder;
use super::image_facts::ImageFacts;
use super::looks_like::LooksLike;
use super::source::{FileSource, Source, SourceError, file_name};
use crate::proto::ider::atapi::Medium;
use crate::proto::ider::messages::Drive;

/// A disk image that fits its drive.
#[derive(Clone)]
pub struct DiskImage {
    /// File name, or the last part of an address.
    pub name: String,
    /// The drive it is for.
    pub drive: Drive,
    /// What was found out about it.
    pub facts: ImageFacts,
    /// Its bytes.
    pub source: Arc<dyn Source>,
}

impl DiskImage {
    /// Opens and checks a file, or a folder as a CD. Blocks: call it where that is allowed.
    ///
    /// # Errors
    /// [`ImageError`] if it cannot be read or is nothing that the drive could hold.
    pub fn open(path: &Path, drive: Drive) -> Result<Self, ImageError> {
        let name = file_name(path);
        let metadata = std::fs::metadata(path).map_err(ImageError::Unreadable)?;
        let source: Arc<dyn Source> = if metadata.is_dir() {
            if drive == Drive::Floppy {
                return Err(ImageError::FolderAsFloppy);
            }
            Arc::new(Folder::open(path)?)
        } else {
            Arc::new(FileSource::open(path).map_err(ImageError::Unreadable)?)
        };
        Self::from_source(name, source, drive)
    }

    /// Checks a source.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn from_source(
        name: String,
        source: Arc<dyn Source>,
        drive: Drive,
    ) -> Result<Self, ImageError> {
        let facts = ImageFacts::of(source.as_ref(), drive)?;
        Ok(Self {
            name,
            drive,
            facts,
            source,
        })
    }

    /// The medium as the emulated drive needs to know it.
    #[must_use]
    pub const fn medium(&self, writable: bool) -> Medium {
        Medium {
            block_count: self.facts.block_count,
            writable,
        }
    }
}

impl fmt::Debug for DiskImage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DiskImage")
            .field("name", &self.name)
            .field("drive", &self.drive)
            .field("facts", &self.facts)
            .finish_non_exhaustive()
    }
}

/// Why an image cannot be used. Every variant has a sentence, its cause is the source.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImageError {
    /// It cannot be opened.
    #[error("the image cannot be opened")]
    Unreadable(#[source] io::Error),
    /// Reading it failed.
    #[error("the image cannot be read")]
    Source(#[from] SourceError),
    /// It has no bytes.
    #[error("the image is empty")]
    Empty,
    /// A floppy image whose length is no multiple of 512.
    #[error(
        "the image has {bytes} bytes, which is not a whole number of {block_bytes}-byte blocks"
    )]
    OddLength {
        /// Its length.
        bytes: u64,
        /// Block size of the drive.
        block_bytes: u32,
    },
    /// It ends before its volume does.
    #[error("the image is cut off: {got} of {expected} bytes are there")]
    Truncated {
        /// Bytes its volume has.
        expected: u64,
        /// Bytes that are there.
        got: u64,
    },
    /// Nothing that a CD drive could hold.
    #[error("this is not a CD image but {0}")]
    NotACd(LooksLike),
    /// Nothing that any drive could hold.
    #[error("this is not a disk image but {0}")]
    NotAnImage(LooksLike),
    /// More blocks than a drive can name.
    #[error("the image is larger than a drive can be")]
    TooLarge,
    /// A folder can only be a CD.
    #[error("a folder can be lent as a CD only")]
    FolderAsFloppy,
    /// A folder that does not fit on a CD.
    #[error("the folder cannot be lent")]
    Folder(#[from] super::folder::FolderError),
}
