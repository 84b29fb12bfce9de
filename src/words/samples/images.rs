//! Images that cannot be lent.

use std::io;
use std::time::Duration;

use super::not_found;
use crate::media::folder::FolderError;
use crate::media::looks_like::LooksLike;
use crate::media::{ImageError, SourceError};
use crate::net::range::RangeError;

places! { check_images: ImageError {
    ImageError::Unreadable(_) => 0,
    ImageError::Source(SourceError::Shrunk { .. }) => 1,
    ImageError::Source(SourceError::Changed) => 2,
    ImageError::Source(SourceError::Stalled) => 3,
    ImageError::Source(SourceError::Io(_)) => 4,
    ImageError::Source(SourceError::Remote(_)) => 5,
    ImageError::Empty => 6,
    ImageError::OddLength { .. } => 7,
    ImageError::Truncated { .. } => 8,
    ImageError::NotACd(_) => 9,
    ImageError::NotAnImage(_) => 10,
    ImageError::TooLarge => 11,
    ImageError::FolderAsFloppy => 12,
    ImageError::Folder(FolderError::Unreadable { .. }) => 13,
    ImageError::Folder(FolderError::TooMuch) => 14,
    ImageError::Folder(FolderError::TooLarge) => 15,
    ImageError::Folder(FolderError::Layout(_)) => 16,
} }

pub(super) fn images() -> Vec<ImageError> {
    let mut all = vec![
        ImageError::Unreadable(not_found()),
        SourceError::Shrunk { at: 2048 }.into(),
        SourceError::Changed.into(),
        SourceError::Stalled.into(),
        SourceError::Io(io::Error::from_raw_os_error(5)).into(),
        ImageError::Empty,
        ImageError::OddLength {
            bytes: 1000,
            block_bytes: 512,
        },
        ImageError::Truncated {
            expected: 4096,
            got: 100,
        },
        ImageError::TooLarge,
        ImageError::FolderAsFloppy,
        FolderError::Unreadable {
            path: "boot".into(),
            cause: io::Error::from_raw_os_error(13),
        }
        .into(),
        FolderError::TooMuch.into(),
        FolderError::TooLarge.into(),
        FolderError::Layout(hadris_fs::PathError::new(
            hadris_fs::ErrorKind::InvalidInput,
            "too deep",
        ))
        .into(),
    ];
    for looks in [
        LooksLike::Compressed("gzip"),
        LooksLike::VirtualDisk("qcow2"),
        LooksLike::Disk,
        LooksLike::Text,
        LooksLike::Unknown,
    ] {
        all.extend([ImageError::NotACd(looks), ImageError::NotAnImage(looks)]);
    }
    for remote in [
        RangeError::Address("x".into()),
        RangeError::Login,
        RangeError::Tls {
            address: "images.example:443".into(),
            cause: not_found(),
        },
        RangeError::Roots(rustls::Error::DecryptError),
        RangeError::Status(hyper::StatusCode::NOT_FOUND),
        RangeError::Redirects,
        RangeError::Downgrade,
        RangeError::NoRanges,
        RangeError::Nonsense,
        RangeError::Changed,
        RangeError::Silent(Duration::from_secs(20)),
    ] {
        all.push(SourceError::Remote(Box::new(remote)).into());
    }
    all
}
