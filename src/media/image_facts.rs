//! What a disk image is, and whether a PC starts from it and how.

use super::disk_image::ImageError;
use super::iso9660::{self, BootEntry, CatalogueError, Emulation, IsoVolume, Platform};
use super::looks_like::{magic, not_a_cd};
use super::partition::{self, SECTOR_BYTES};
use super::source::{Source, read_padded};
use crate::proto::ider::messages::Drive;

/// What an image is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageFacts {
    /// Kind of content.
    pub kind: ImageKind,
    /// Bytes of the file.
    pub bytes: u64,
    /// Blocks of the drive that it fills; the last one may be padded.
    pub block_count: u64,
    /// Label, if it has one.
    pub label: Option<String>,
    /// Whether and how a PC starts from it.
    pub boot: Boot,
    /// First block of each boot image on it: who reads one of them starts from the disk, who only
    /// looks at it does not. On a floppy that is its boot sector, which some firmware reads to
    /// look, too.
    pub boot_blocks: Vec<u64>,
    /// Things to be told before it is used.
    pub warnings: Vec<ImageWarning>,
}

/// Kind of content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImageKind {
    /// CD: ISO 9660.
    Iso,
    /// CD that also starts from a USB stick: ISO 9660 with a partition table.
    HybridIso,
    /// CD: ISO 9660 and UDF.
    UdfBridge,
    /// CD: UDF alone.
    Udf,
    /// Floppy or stick: a FAT volume.
    Fat,
    /// Floppy or stick: a disk with partitions.
    Disk,
    /// Floppy or stick: nothing known.
    Raw,
}

/// How a PC starts from an image in this drive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Boot {
    /// With a BIOS, or a UEFI in its compatibility mode.
    pub bios: bool,
    /// With UEFI.
    pub uefi: bool,
}

impl Boot {
    /// Starts at all.
    #[must_use]
    pub const fn is_possible(self) -> bool {
        self.bios || self.uefi
    }
}

/// Something to be told before an image is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImageWarning {
    /// It does not start a PC.
    NotBootable,
    /// It starts PCs with a BIOS only.
    NotOnUefi,
    /// It starts PCs with UEFI only.
    NotOnBios,
    /// Its boot catalogue is damaged: it does not start a PC.
    BootCatalogueDamaged,
    /// Its length is no multiple of the block size; the last block is filled up with zeros.
    Padded,
    /// A little less than its volume is there, as when empty blocks at its end were left out;
    /// they are read as zeros.
    TailMissing,
}

impl ImageFacts {
    /// Looks at an image for `drive`.
    ///
    /// # Errors
    /// [`ImageError`].
    pub fn of(source: &dyn Source, drive: Drive) -> Result<Self, ImageError> {
        let bytes = source.len();
        if bytes == 0 {
            return Err(ImageError::Empty);
        }
        let mut front = [0; FRONT_BYTES];
        read_padded(source, 0, &mut front)?;
        match drive {
            Drive::Cd => Self::of_cd(source, bytes, &front),
            Drive::Floppy => Self::of_floppy(source, bytes, &front),
        }
    }

    fn of_cd(source: &dyn Source, bytes: u64, front: &[u8]) -> Result<Self, ImageError> {
        let volume = iso9660::volume(source)?;
        let mut warnings = Vec::new();
        let mut block_count = blocks(bytes, Drive::Cd, &mut warnings)?;
        let table = partition::boot_sector(front);
        let kind = match (&volume.iso, volume.has_udf) {
            (Some(_), true) => ImageKind::UdfBridge,
            (Some(_), false) if table.has_partitions => ImageKind::HybridIso,
            (Some(_), false) => ImageKind::Iso,
            (None, true) => ImageKind::Udf,
            (None, false) => return Err(not_a_cd(front)),
        };
        if let Some(IsoVolume {
            bytes: expected, ..
        }) = &volume.iso
        {
            let expected_blocks = expected.div_ceil(iso9660::BLOCK_BYTES);
            if expected_blocks > block_count.saturating_add(PADDING_BLOCKS) {
                let (expected, got) = (*expected, bytes);
                return Err(ImageError::Truncated { expected, got });
            }
            if expected_blocks > block_count {
                block_count = expected_blocks;
                warnings.push(ImageWarning::TailMissing);
            }
        }
        let entries = match volume.catalogue {
            None => Vec::new(),
            Some(block) => match iso9660::boot_catalogue(source, block) {
                Ok(mut entries) => {
                    entries.retain(|entry| is_usable(entry, block_count));
                    entries
                }
                Err(CatalogueError::Source(error)) => return Err(error.into()),
                Err(CatalogueError::BeyondEnd | CatalogueError::Damaged) => {
                    warnings.push(ImageWarning::BootCatalogueDamaged);
                    Vec::new()
                }
            },
        };
        let boot = boot_of(&entries);
        warn_about(boot, &mut warnings);
        let label = volume.iso.map(|iso| iso.label);
        Ok(Self {
            kind,
            bytes,
            block_count,
            label: label.filter(|label| !label.is_empty()),
            boot,
            boot_blocks: entries.iter().map(|entry| entry.block.into()).collect(),
            warnings,
        })
    }

    fn of_floppy(source: &dyn Source, bytes: u64, front: &[u8]) -> Result<Self, ImageError> {
        if let Some(looks) = magic(front) {
            return Err(ImageError::NotAnImage(looks));
        }
        let block_bytes = Drive::Floppy.block_bytes();
        if !bytes.is_multiple_of(u64::from(block_bytes)) {
            return Err(ImageError::OddLength { bytes, block_bytes });
        }
        let mut warnings = Vec::new();
        let block_count = blocks(bytes, Drive::Floppy, &mut warnings)?;
        let table = partition::boot_sector(front);
        let fat = front.first_chunk().and_then(partition::fat_volume);
        let iso = iso9660::volume(source)?.iso;
        let kind = match (&fat, &iso) {
            (Some(_), _) => ImageKind::Fat,
            (None, Some(_)) if table.has_partitions => ImageKind::HybridIso,
            (None, _) if table.has_partitions => ImageKind::Disk,
            (None, _) => ImageKind::Raw,
        };
        if let Some(fat) = &fat {
            let expected = u64::from(fat.sectors) * u64::from(fat.sector_bytes);
            if expected > bytes {
                let got = bytes;
                return Err(ImageError::Truncated { expected, got });
            }
        }
        let boot = Boot {
            bios: table.bios_boot,
            uefi: table.has_efi_partition,
        };
        warn_about(boot, &mut warnings);
        Ok(Self {
            kind,
            bytes,
            block_count,
            label: fat.and_then(|fat| fat.label).or(iso.map(|iso| iso.label)),
            boot,
            boot_blocks: vec![0],
            warnings,
        })
    }
}

/// Whole blocks, the last one padded.
fn blocks(bytes: u64, drive: Drive, warnings: &mut Vec<ImageWarning>) -> Result<u64, ImageError> {
    let block = u64::from(drive.block_bytes());
    if !bytes.is_multiple_of(block) {
        warnings.push(ImageWarning::Padded);
    }
    let count = bytes.div_ceil(block);
    if count > u64::from(u32::MAX) {
        return Err(ImageError::TooLarge);
    }
    Ok(count)
}

fn warn_about(boot: Boot, warnings: &mut Vec<ImageWarning>) {
    match boot {
        Boot {
            bios: false,
            uefi: false,
        } => warnings.push(ImageWarning::NotBootable),
        Boot {
            bios: true,
            uefi: false,
        } => warnings.push(ImageWarning::NotOnUefi),
        Boot {
            bios: false,
            uefi: true,
        } => warnings.push(ImageWarning::NotOnBios),
        Boot {
            bios: true,
            uefi: true,
        } => {}
    }
}

/// An entry to start from, whose image lies on the disc.
fn is_usable(entry: &BootEntry, block_count: u64) -> bool {
    entry.bootable && u64::from(entry.block) < block_count
}

/// Which firmware finds an entry.
fn boot_of(entries: &[BootEntry]) -> Boot {
    let mut boot = Boot::default();
    for entry in entries {
        // Emulated floppies and disks are for a BIOS, whatever the platform says.
        let bios = entry.platform == Platform::BIOS || entry.emulation != Emulation::None;
        boot.bios |= bios;
        boot.uefi |= entry.platform == Platform::UEFI && !bios;
    }
    boot
}

/// Blocks by which an image may be shorter than its volume: the padding of 150 blocks that
/// writers put at its end for drives that read ahead.
const PADDING_BLOCKS: u64 = 150;

/// Bytes at the front that are looked at: a GUID partition table with all its entries.
const FRONT_BYTES: usize = 34 * SECTOR_BYTES;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::blank;
    use crate::media::source::MemorySource;

    fn facts(bytes: impl Into<Vec<u8>>, drive: Drive) -> Result<ImageFacts, ImageError> {
        ImageFacts::of(&MemorySource::new(bytes.into()), drive)
    }

    #[test]
    fn nothing_and_what_is_no_image_is_refused_with_its_name() {
        for drive in Drive::ALL {
            assert!(matches!(facts([], drive), Err(ImageError::Empty)));
            let error = facts(*b"\x1F\x8B\x08\0\0\0\0\0", drive).unwrap_err();
            assert_eq!(
                error.to_string(),
                "this is not a disk image but a compressed file (gzip)"
            );
        }
        let page = b"<!DOCTYPE html><html><head><title>404</title>";
        let error = facts(*page, Drive::Cd).unwrap_err();
        assert_eq!(
            error.to_string(),
            "this is not a CD image but a text, perhaps a web page"
        );
        let error = facts([1; 5000], Drive::Cd).unwrap_err();
        assert_eq!(error.to_string(), "this is not a CD image but unknown data");
    }

    #[test]
    fn a_floppy_in_the_cd_drive_is_recognised_as_one() {
        let floppy = blank::floppy();
        let error = ImageFacts::of(&floppy, Drive::Cd).unwrap_err();
        assert_eq!(
            error.to_string(),
            "this is not a CD image but the image of a floppy, stick or hard disk"
        );
        let facts = ImageFacts::of(&floppy, Drive::Floppy).unwrap();
        assert_eq!((facts.kind, facts.block_count), (ImageKind::Fat, 2880));
        assert_eq!(facts.label.as_deref(), Some("EMPTY"));
    }

    #[test]
    fn a_floppy_image_has_whole_blocks_and_all_of_its_volume() {
        let error = facts([0; 513], Drive::Floppy).unwrap_err();
        assert!(matches!(
            error,
            ImageError::OddLength {
                bytes: 513,
                block_bytes: 512
            }
        ));
        let mut cut = vec![0; 1_474_560];
        blank::floppy().read_at(0, &mut cut).unwrap();
        cut.truncate(737_280);
        assert!(matches!(
            facts(cut, Drive::Floppy),
            Err(ImageError::Truncated {
                expected: 1_474_560,
                got: 737_280
            })
        ));
        let raw = facts([0; 1024], Drive::Floppy).unwrap();
        assert_eq!((raw.kind, raw.block_count), (ImageKind::Raw, 2));
        assert_eq!(raw.warnings, [ImageWarning::NotBootable]);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_classified_without_panic(bytes: Vec<u8>) {
            for drive in Drive::ALL {
                if let Ok(facts) = facts(bytes.clone(), drive) {
                    let block = u64::from(drive.block_bytes());
                    proptest::prop_assert!(facts.block_count * block >= bytes.len() as u64);
                }
            }
        }
    }
}
