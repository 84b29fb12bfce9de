//! What a file seems to be that is no disk image.

use std::fmt;

use super::disk_image::ImageError;
use super::partition;

/// What an unusable file seems to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LooksLike {
    /// Compressed, with the usual name of its format.
    Compressed(&'static str),
    /// The disk of a virtual machine, with the name of its format.
    VirtualDisk(&'static str),
    /// A disk with partitions, or a file system, without a CD in it.
    Disk,
    /// A web page or another text.
    Text,
    /// Unknown data.
    Unknown,
}

impl fmt::Display for LooksLike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Compressed(format) => write!(f, "a compressed file ({format})"),
            Self::VirtualDisk(format) => write!(f, "the disk of a virtual machine ({format})"),
            Self::Disk => f.write_str("the image of a floppy, stick or hard disk"),
            Self::Text => f.write_str("a text, perhaps a web page"),
            Self::Unknown => f.write_str("unknown data"),
        }
    }
}

/// First bytes of what people take for disk images. Longest first where one contains another.
const MAGIC: &[(&[u8], LooksLike)] = &[
    (b"\x1F\x8B", LooksLike::Compressed("gzip")),
    (b"\x28\xB5\x2F\xFD", LooksLike::Compressed("zstd")),
    (b"\xFD7zXZ\0", LooksLike::Compressed("xz")),
    (b"7z\xBC\xAF\x27\x1C", LooksLike::Compressed("7z")),
    (b"BZh", LooksLike::Compressed("bzip2")),
    (b"CISO", LooksLike::Compressed("cso")),
    (b"KDMV", LooksLike::VirtualDisk("vmdk")),
    (b"MSWIM\0\0\0", LooksLike::Compressed("wim")),
    (b"PK\x03\x04", LooksLike::Compressed("zip")),
    (b"QFI\xFB", LooksLike::VirtualDisk("qcow2")),
    (b"Rar!\x1A\x07", LooksLike::Compressed("rar")),
    (b"conectix", LooksLike::VirtualDisk("vhd")),
    (b"hsqs", LooksLike::Compressed("squashfs")),
    (b"vhdxfile", LooksLike::VirtualDisk("vhdx")),
];

/// Why something without any volume is no CD.
pub(super) fn not_a_cd(front: &[u8]) -> ImageError {
    if let Some(looks) = magic(front) {
        return ImageError::NotAnImage(looks);
    }
    let table = partition::boot_sector(front);
    let fat = front.first_chunk().and_then(partition::fat_volume);
    ImageError::NotACd(if fat.is_some() || table.has_partitions {
        LooksLike::Disk
    } else if is_text(front) {
        LooksLike::Text
    } else {
        LooksLike::Unknown
    })
}

pub(super) fn magic(front: &[u8]) -> Option<LooksLike> {
    MAGIC
        .iter()
        .find(|(magic, _)| front.starts_with(magic))
        .map(|(_, looks)| *looks)
}

/// Starts with printable characters only.
fn is_text(front: &[u8]) -> bool {
    let front = front.get(..256).unwrap_or(front);
    let text = front.split(|byte| *byte == 0).next().unwrap_or_default();
    text.len() >= 16
        && text
            .iter()
            .all(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | 0x20..=0x7E | 0x80..))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn magic_numbers_are_sorted_and_unique() {
        assert!(MAGIC.is_sorted_by(|a, b| a.0 != b.0));
        assert_eq!(magic(b"PK\x03\x04..."), Some(LooksLike::Compressed("zip")));
        assert_eq!(magic(b"PK"), None);
    }
}
