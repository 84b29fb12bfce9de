//! What stands in the first sectors of a disk: partition tables and FAT volumes.

/// Bytes of a sector.
pub const SECTOR_BYTES: usize = 512;

/// What a partition table or boot sector at the front of an image says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BootSector {
    /// Ends with the signature that a BIOS looks for, and is not empty in front of it.
    pub bios_boot: bool,
    /// Has at least one partition entry.
    pub has_partitions: bool,
    /// One of its partitions is an EFI system partition.
    pub has_efi_partition: bool,
    /// A GUID partition table follows.
    pub has_gpt: bool,
}

/// Type of an EFI system partition in a master boot record.
const EFI_SYSTEM: u8 = 0xEF;
/// Type of the one entry that protects a GUID partition table.
const PROTECTIVE: u8 = 0xEE;
/// Type GUID of an EFI system partition, C12A7328-F81F-11D2-BA4B-00A0C93EC93B, as stored.
const EFI_SYSTEM_GUID: [u8; 16] = [
    0x28, 0x73, 0x2A, 0xC1, 0x1F, 0xF8, 0xD2, 0x11, 0xBA, 0x4B, 0x00, 0xA0, 0xC9, 0x3E, 0xC9, 0x3B,
];

/// Looks at the first sectors of an image, at best 34 of them (a whole GUID partition table);
/// what is missing is not there.
///
/// Source: UEFI specification 2.10 § 5.2, § 5.3 (spec).
#[must_use]
pub fn boot_sector(front: &[u8]) -> BootSector {
    let Some(sector) = front.first_chunk::<SECTOR_BYTES>() else {
        return BootSector::default();
    };
    if !sector.ends_with(&[0x55, 0xAA]) {
        return BootSector::default();
    }
    let (code, rest) = sector.split_at(446);
    let (entries, _) = rest.as_chunks::<16>();
    let mut found = BootSector {
        bios_boot: code.iter().any(|byte| *byte != 0),
        ..BootSector::default()
    };
    if fat_volume(sector).is_some() {
        return found; // What looks like entries is boot code.
    }
    for [_, _, _, _, kind, .., s0, s1, s2, s3] in entries.iter().take(4) {
        let sectors = u32::from_le_bytes([*s0, *s1, *s2, *s3]);
        if *kind == 0 || sectors == 0 {
            continue;
        }
        found.has_partitions = true;
        found.has_efi_partition |= *kind == EFI_SYSTEM;
        found.has_gpt |= *kind == PROTECTIVE;
    }
    let gpt = front.get(SECTOR_BYTES..).unwrap_or_default();
    if gpt.starts_with(b"EFI PART") {
        found.has_gpt = true;
        found.has_partitions = true;
        let entries = gpt.get(SECTOR_BYTES..).unwrap_or_default();
        found.has_efi_partition |= entries
            .chunks(128)
            .any(|entry| entry.starts_with(&EFI_SYSTEM_GUID));
    }
    found
}

/// A FAT volume as its boot sector describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FatVolume {
    /// Sectors of the whole volume, in its own sector size.
    pub sectors: u32,
    /// Bytes of a sector.
    pub sector_bytes: u16,
    /// Label, unless it is the "NO NAME" of a volume without one.
    pub label: Option<String>,
}

/// Recognises a FAT12, FAT16 or FAT32 volume by its parameters, as operating systems do.
///
/// Source: Microsoft FAT specification 1.03 § 3 (spec).
#[must_use]
pub fn fat_volume(sector: &[u8; SECTOR_BYTES]) -> Option<FatVolume> {
    let u16_at = |at: usize| {
        let bytes = sector.get(at..at + 2)?;
        Some(u16::from_le_bytes(bytes.try_into().ok()?))
    };
    let jump = matches!(sector, [0xEB, _, 0x90, ..] | [0xE9, ..]);
    let sector_bytes = u16_at(11)?;
    let [.., per_cluster] = sector.first_chunk::<14>()?;
    let [.., fats] = sector.first_chunk::<17>()?;
    let [.., medium] = sector.first_chunk::<22>()?;
    let plausible = jump
        && matches!(sector_bytes, 512 | 1024 | 2048 | 4096)
        && per_cluster.is_power_of_two()
        && u16_at(14)? > 0
        && matches!(fats, 1 | 2)
        && *medium >= 0xF0;
    if !plausible {
        return None;
    }
    let sectors = match u16_at(19)? {
        0 => u32::from(u16_at(32)?) | u32::from(u16_at(34)?) << 16,
        sectors => u32::from(sectors),
    };
    // FAT32 has no 16-bit size of its tables, and its label further behind.
    let label_at = if u16_at(22)? == 0 { 71 } else { 43 };
    let signed = sector.get(label_at - 5) == Some(&0x29);
    let label = sector.get(label_at..label_at + 11)?;
    let label = String::from_utf8_lossy(label).trim_end().to_owned();
    let named = signed && !label.is_empty() && label != "NO NAME";
    Some(FatVolume {
        sectors,
        sector_bytes,
        label: named.then_some(label),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mbr(entries: &[(u8, u32)]) -> Vec<u8> {
        let mut sector = vec![0; 512];
        sector[0] = 0xFA;
        for (i, (kind, sectors)) in entries.iter().enumerate() {
            let entry = &mut sector[446 + 16 * i..][..16];
            entry[4] = *kind;
            entry[12..].copy_from_slice(&sectors.to_le_bytes());
        }
        sector[510..].copy_from_slice(&[0x55, 0xAA]);
        sector
    }

    #[test]
    fn a_master_boot_record_tells_its_partitions() {
        let found = boot_sector(&mbr(&[(0x83, 1000), (EFI_SYSTEM, 10)]));
        assert!(found.bios_boot && found.has_partitions && found.has_efi_partition);
        assert!(!found.has_gpt);
        let found = boot_sector(&mbr(&[(0x83, 0)]));
        assert!(!found.has_partitions, "an entry of no size");
        let mut unsigned = mbr(&[(0x83, 1000)]);
        unsigned[511] = 0;
        assert_eq!(boot_sector(&unsigned), BootSector::default());
        assert_eq!(boot_sector(&[0x55, 0xAA]), BootSector::default());
    }

    #[test]
    fn a_guid_partition_table_is_found_with_its_system_partition() {
        let mut disk = mbr(&[(PROTECTIVE, u32::MAX)]);
        disk.extend(b"EFI PART");
        disk.resize(1024, 0);
        assert!(!boot_sector(&disk).has_efi_partition);
        disk.extend([1; 128]);
        disk.extend(EFI_SYSTEM_GUID);
        let found = boot_sector(&disk);
        assert!(found.has_gpt && found.has_efi_partition);
    }

    #[test]
    fn boot_code_of_a_fat_volume_is_not_taken_for_partitions() {
        let mut sector = mbr(&[(0x83, 1000)]);
        sector[..3].copy_from_slice(&[0xEB, 0x3C, 0x90]);
        sector[11..24].copy_from_slice(&[0, 2, 1, 1, 0, 2, 224, 0, 0x40, 0x0B, 0xF0, 9, 0]);
        let found = boot_sector(&sector);
        assert!(found.bios_boot && !found.has_partitions);
        let fat = fat_volume(sector.first_chunk().unwrap()).unwrap();
        assert_eq!(
            (fat.sectors, fat.sector_bytes, fat.label),
            (2880, 512, None)
        );
    }

    proptest::proptest! {
        #[test]
        fn any_front_is_looked_at_without_panic(mut front: Vec<u8>, len in 0usize..2000) {
            front.resize(len, 0xA5);
            let found = boot_sector(&front);
            proptest::prop_assert!(front.len() >= SECTOR_BYTES || found == BootSector::default());
            if let Some(fat) = front.first_chunk().and_then(fat_volume) {
                proptest::prop_assert!(fat.sector_bytes >= 512);
            }
        }
    }
}
