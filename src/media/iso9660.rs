//! What a firmware looks at on a CD: volume descriptors and the El Torito boot catalogue.
//!
//! Only this much is read by hand, and leniently: a disc that a firmware would start must not be
//! refused because of a detail in a directory. Directories are the business of
//! [`directory`](super::directory).
//!
//! Source: ECMA-119 § 8; El Torito 1.0 § 2 (spec).

use super::source::{Source, SourceError, read_padded};

/// Bytes of a CD block.
pub const BLOCK_BYTES: u64 = 2048;
/// First block of the volume descriptors.
const FIRST_DESCRIPTOR: u64 = 16;
/// Blocks searched for descriptors before the set counts as endless.
const MOST_DESCRIPTORS: u64 = 64;
/// Bytes of a boot catalogue that are looked at: 256 entries.
const CATALOGUE_BYTES: usize = 8192;

/// What the volume descriptors say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Volume {
    /// The ISO 9660 volume, if there is one.
    pub iso: Option<IsoVolume>,
    /// There is a UDF volume, alone or beside the other.
    pub has_udf: bool,
    /// Block of the boot catalogue.
    pub catalogue: Option<u32>,
}

/// The primary volume descriptor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IsoVolume {
    /// Label, without trailing blanks.
    pub label: String,
    /// Bytes that the volume has by its own account.
    pub bytes: u64,
}

/// Reads the volume descriptors.
///
/// # Errors
/// [`SourceError`]; an image too small to have descriptors has none.
pub fn volume(source: &dyn Source) -> Result<Volume, SourceError> {
    let mut found = Volume::default();
    let mut ended = false;
    for block in FIRST_DESCRIPTOR..FIRST_DESCRIPTOR + MOST_DESCRIPTORS {
        if block * BLOCK_BYTES >= source.len() {
            break;
        }
        let mut sector = [0; 2048];
        read_padded(source, block * BLOCK_BYTES, &mut sector)?;
        let [kind, i0, i1, i2, i3, i4, ..] = sector;
        match &[i0, i1, i2, i3, i4] {
            b"CD001" if !ended => match kind {
                0 if found.catalogue.is_none() => found.catalogue = boot_record(&sector),
                1 if found.iso.is_none() => found.iso = primary(&sector),
                255 => ended = true,
                _ => {}
            },
            // A UDF recognition sequence may follow; it is what makes a bridge.
            b"NSR02" | b"NSR03" => found.has_udf = true,
            b"BEA01" | b"BOOT2" | b"CDW02" => {}
            _ => break,
        }
    }
    Ok(found)
}

/// Block of the catalogue, if this boot record is one of El Torito.
fn boot_record(sector: &[u8; 2048]) -> Option<u32> {
    let system = sector.get(7..39)?;
    if !system.starts_with(b"EL TORITO SPECIFICATION") {
        return None;
    }
    let block = sector.get(71..75)?;
    Some(u32::from_le_bytes(block.try_into().ok()?))
}

fn primary(sector: &[u8; 2048]) -> Option<IsoVolume> {
    let label = sector.get(40..72)?;
    let blocks = u32::from_le_bytes(sector.get(80..84)?.try_into().ok()?);
    let block_bytes = u16::from_le_bytes(sector.get(128..130)?.try_into().ok()?);
    let label: String = String::from_utf8_lossy(label)
        .chars()
        .filter(|c| !c.is_control())
        .collect();
    Some(IsoVolume {
        label: label.trim_end().to_owned(),
        bytes: u64::from(blocks) * u64::from(block_bytes),
    })
}

/// Which firmware a boot image is for. An open set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Platform(pub u8);

impl Platform {
    /// PC BIOS.
    pub const BIOS: Self = Self(0x00);
    /// UEFI.
    pub const UEFI: Self = Self(0xEF);
}

/// How a boot image is presented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Emulation {
    /// It is loaded and run.
    None,
    /// It is a floppy disk.
    Floppy,
    /// It is a hard disk.
    HardDisk,
}

/// One entry of a boot catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BootEntry {
    /// For which firmware.
    pub platform: Platform,
    /// Marked as bootable.
    pub bootable: bool,
    /// How the image is presented.
    pub emulation: Emulation,
    /// First block of the image.
    pub block: u32,
    /// 512-byte sectors that the firmware loads; 0 or 1 often stands for "all of it" (observed).
    pub sectors: u16,
}

/// Why there is no boot catalogue where there should be one.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// It lies beyond the end of the image.
    #[error("the boot catalogue lies beyond the end")]
    BeyondEnd,
    /// Its first entry is wrong.
    #[error("the boot catalogue is damaged")]
    Damaged,
    /// It cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
}

/// Reads the boot catalogue at `block`.
///
/// # Errors
/// [`CatalogueError`].
pub fn boot_catalogue(source: &dyn Source, block: u32) -> Result<Vec<BootEntry>, CatalogueError> {
    let at = u64::from(block) * BLOCK_BYTES;
    if at >= source.len() {
        return Err(CatalogueError::BeyondEnd);
    }
    let mut bytes = [0; CATALOGUE_BYTES];
    read_padded(source, at, &mut bytes)?;
    parse_catalogue(&bytes).ok_or(CatalogueError::Damaged)
}

/// The entries of a catalogue; `None` if its validation entry is wrong.
fn parse_catalogue(bytes: &[u8]) -> Option<Vec<BootEntry>> {
    const BOOTABLE: u8 = 0x88;
    const HEADER: u8 = 0x90;
    const LAST_HEADER: u8 = 0x91;
    const EXTENSION: u8 = 0x44;
    let (entries, _) = bytes.as_chunks::<32>();
    let (validation, entries) = entries.split_first()?;
    let [1, platform, .., 0x55, 0xAA] = validation else {
        return None;
    };
    let (words, _) = validation.as_chunks::<2>();
    let sum = words.iter().fold(0u16, |sum, word| {
        sum.wrapping_add(u16::from_le_bytes(*word))
    });
    if sum != 0 {
        return None;
    }
    let mut platform = Platform(*platform);
    let mut found = Vec::new();
    // The first entry needs no header; after it, headers announce how many follow.
    let mut announced = 1;
    let mut last = false;
    for entry in entries {
        let [indicator, second, _, _, _, _, low, high, b0, b1, b2, b3, ..] = entry;
        match *indicator {
            HEADER | LAST_HEADER if announced == 0 && !last => {
                last = *indicator == LAST_HEADER;
                platform = Platform(*second);
                let [_, _, low, high, ..] = entry;
                announced = u16::from_le_bytes([*low, *high]);
            }
            EXTENSION => {}
            indicator if announced > 0 => {
                announced -= 1;
                found.push(BootEntry {
                    platform,
                    bootable: indicator == BOOTABLE,
                    emulation: match second & 0x0F {
                        0 => Emulation::None,
                        1..=3 => Emulation::Floppy,
                        _ => Emulation::HardDisk,
                    },
                    block: u32::from_le_bytes([*b0, *b1, *b2, *b3]),
                    sectors: u16::from_le_bytes([*low, *high]),
                });
            }
            _ => break,
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::source::MemorySource;

    /// A validation entry, the checksum in bytes 28–29 chosen so that the words sum up to zero.
    fn validation(platform: u8) -> [u8; 32] {
        let mut entry = [0; 32];
        entry[0] = 1;
        entry[1] = platform;
        entry[30..].copy_from_slice(&[0x55, 0xAA]);
        let sum = 0x0001u16
            .wrapping_add(u16::from(platform) << 8)
            .wrapping_add(0xAA55);
        entry[28..30].copy_from_slice(&0u16.wrapping_sub(sum).to_le_bytes());
        entry
    }

    fn entry(head: &[u8]) -> [u8; 32] {
        let mut entry = [0; 32];
        entry[..head.len()].copy_from_slice(head);
        entry
    }

    #[test]
    fn a_catalogue_for_bios_and_uefi_has_both_entries() {
        let bytes = [
            validation(0),
            entry(&[0x88, 0, 0, 0, 0, 0, 4, 0, 0x21, 0, 0, 0]),
            entry(&[0x91, 0xEF, 1, 0]),
            entry(&[0x88, 0, 0, 0, 0, 0, 0x80, 0x16, 0x34, 0x12, 0, 0]),
            entry(&[0x88, 0, 0, 0, 0, 0, 9, 9, 9]), // Behind what was announced.
        ];
        let entries = parse_catalogue(bytes.as_flattened()).unwrap();
        assert_eq!(
            entries,
            [
                BootEntry {
                    platform: Platform::BIOS,
                    bootable: true,
                    emulation: Emulation::None,
                    block: 0x21,
                    sectors: 4
                },
                BootEntry {
                    platform: Platform::UEFI,
                    bootable: true,
                    emulation: Emulation::None,
                    block: 0x1234,
                    sectors: 0x1680
                },
            ]
        );
    }

    #[test]
    fn a_catalogue_with_a_wrong_sum_or_signature_is_damaged() {
        for (at, value) in [(0, 2), (5, 7), (30, 1), (28, 1)] {
            let mut bytes = validation(0);
            bytes[at] ^= value;
            assert_eq!(parse_catalogue(&bytes), None, "byte {at}");
        }
        assert_eq!(parse_catalogue(&validation(0)), Some(Vec::new()));
        let source = MemorySource::new(vec![0; 40_000]);
        assert!(matches!(
            boot_catalogue(&source, 99),
            Err(CatalogueError::BeyondEnd)
        ));
        assert!(matches!(
            boot_catalogue(&source, 3),
            Err(CatalogueError::Damaged)
        ));
    }

    #[test]
    fn descriptors_are_found_in_any_order_and_a_udf_bridge_behind_their_end() {
        let mut disc = vec![0; 22 * 2048];
        let mut put = |block: usize, bytes: &[u8]| {
            disc[block * 2048..][..bytes.len()].copy_from_slice(bytes);
        };
        put(16, b"\x00CD001\x01EL TORITO SPECIFICATION");
        put(17, b"\x01CD001\x01");
        put(18, b"\xFFCD001\x01");
        put(19, b"\x00BEA01\x01");
        put(20, b"\x00NSR02\x01");
        disc[16 * 2048 + 71..][..4].copy_from_slice(&19u32.to_le_bytes());
        let primary = &mut disc[17 * 2048..];
        primary[40..72].copy_from_slice(b"DEBIAN 12                       ");
        primary[80..84].copy_from_slice(&22u32.to_le_bytes());
        primary[128..130].copy_from_slice(&2048u16.to_le_bytes());
        let found = volume(&MemorySource::new(disc)).unwrap();
        let iso = IsoVolume {
            label: "DEBIAN 12".into(),
            bytes: 22 * 2048,
        };
        let expected = Volume {
            iso: Some(iso),
            has_udf: true,
            catalogue: Some(19),
        };
        assert_eq!(found, expected);
        let none = volume(&MemorySource::new(vec![0; 100])).unwrap();
        assert_eq!(none, Volume::default());
    }

    proptest::proptest! {
        #[test]
        fn any_catalogue_is_read_without_panic_and_bounded(bytes: Vec<u8>, good: bool) {
            let mut all = if good { validation(0).to_vec() } else { Vec::new() };
            all.extend(&bytes);
            if let Some(entries) = parse_catalogue(&all) {
                proptest::prop_assert!(entries.len() * 32 < all.len());
            }
        }
    }
}
