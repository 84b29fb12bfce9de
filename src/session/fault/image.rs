//! What is wrong with a disk image, in words.

use crate::media::folder::FolderError;
use crate::media::looks_like::LooksLike;
use crate::media::{ImageError, SourceError};

use super::words::upper_first;

/// A stable name for scripts.
pub(super) const fn kind(error: &ImageError) -> &'static str {
    match error {
        ImageError::Unreadable(_) | ImageError::Source(_) => "image-unreadable",
        ImageError::Empty => "image-empty",
        ImageError::OddLength { .. } => "image-odd-length",
        ImageError::Truncated { .. } => "image-cut-off",
        ImageError::NotACd(_) | ImageError::NotAnImage(_) => "not-an-image",
        ImageError::TooLarge => "image-too-large",
        ImageError::FolderAsFloppy | ImageError::Folder(_) => "folder-unusable",
    }
}

/// Why: one sentence without a full stop.
pub(super) fn cause(error: &ImageError) -> String {
    match error {
        ImageError::Unreadable(cause) => upper_first(&cause.to_string()),
        ImageError::Source(SourceError::Remote(cause)) => upper_first(&cause.to_string()),
        ImageError::Source(SourceError::Io(cause)) => upper_first(&cause.to_string()),
        ImageError::Source(error) => upper_first(&error.to_string()),
        ImageError::Folder(error @ FolderError::Unreadable { cause, .. }) => {
            format!("{}: {cause}", upper_first(&error.to_string()))
        }
        ImageError::Folder(error) => upper_first(&error.to_string()),
        error => upper_first(&error.to_string()),
    }
}

/// What to do about it: whole sentences.
pub(super) const fn remedy(error: &ImageError) -> &'static str {
    match error {
        ImageError::Unreadable(_) => "Check the path and your rights to read it.",
        ImageError::Source(SourceError::Remote(_)) => {
            "Check the address. The server has to know the file and to send parts of files."
        }
        ImageError::Source(_) => "Check the disk or network drive that it lies on.",
        ImageError::Empty | ImageError::Truncated { .. } => "Download or copy it again.",
        ImageError::OddLength { .. } => {
            "Copy it again. Floppy images have a multiple of 512 bytes."
        }
        ImageError::NotACd(LooksLike::Disk) => {
            "Lend it in the floppy drive instead, or use an ISO file for the CD drive."
        }
        ImageError::NotACd(_) => "Use an ISO file for the CD drive.",
        ImageError::NotAnImage(LooksLike::Compressed(_)) => "Unpack it first.",
        ImageError::NotAnImage(LooksLike::VirtualDisk(_)) => "Convert it to a raw image first.",
        ImageError::NotAnImage(_) => "Use an ISO or IMG file.",
        ImageError::TooLarge => "Use a smaller image.",
        ImageError::FolderAsFloppy => "Lend the folder in the CD drive.",
        ImageError::Folder(_) => "Choose a smaller folder, and check your rights to read it.",
    }
}
