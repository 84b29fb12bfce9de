//! An empty floppy in memory.
//!
//! Firmware shows both drives whether or not there is a medium for both, and Linux live media
//! hang on a floppy drive that cannot make up its mind; an empty, formatted floppy is what every
//! system understands.

use super::source::MemorySource;

/// Bytes of a 1.44 MB floppy: 80 cylinders × 2 heads × 18 sectors × 512.
pub const FLOPPY_BYTES: usize = 1_474_560;

/// First sector of a FAT12 floppy of 1.44 MB: jump, name, parameters, label.
///
/// Should a firmware start from it after all, the code returns to the firmware (INT 18h), which
/// goes on to the next boot device. Source: Microsoft FAT specification 1.03 § 3 (spec).
const BOOT_SECTOR: [u8; 66] = [
    0xEB, 0x3C, 0x90, b'O', b'U', b'T', b'B', b'A', b'N', b'D', b' ', // jump, name
    0x00, 0x02, // bytes per sector
    1,    // sectors per cluster
    1, 0, // reserved sectors
    2, // FATs
    224, 0, // root entries
    0x40, 0x0B, // 2880 sectors
    0xF0, // medium
    9, 0, // sectors per FAT
    18, 0, // sectors per track
    2, 0, // heads
    0, 0, 0, 0, // hidden sectors
    0, 0, 0, 0, // sectors above 65 535
    0, 0,    // drive, reserved
    0x29, // extended signature
    0x0D, 0xB0, 0xAD, 0x00, // serial number
    b'E', b'M', b'P', b'T', b'Y', b' ', b' ', b' ', b' ', b' ', b' ', // label
    b'F', b'A', b'T', b'1', b'2', b' ', b' ', b' ', // type
    0xCD, 0x18, // int 18h
    0xEB, 0xFE, // and no further
];

/// A formatted 1.44 MB floppy without files.
#[must_use]
pub fn floppy() -> MemorySource {
    const SECTOR: usize = 512;
    let mut bytes = vec![0; FLOPPY_BYTES];
    let mut put = |at: usize, part: &[u8]| {
        if let Some(place) = bytes.get_mut(at..at + part.len()) {
            place.copy_from_slice(part);
        }
    };
    put(0, &BOOT_SECTOR);
    put(SECTOR - 2, &[0x55, 0xAA]);
    for fat in [1, 10] {
        put(fat * SECTOR, &[0xF0, 0xFF, 0xFF]);
    }
    // The label once more, as the first entry of the root directory; 08 marks it as one.
    put(19 * SECTOR, b"EMPTY      \x08");
    MemorySource::new(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::Source;
    use crate::media::partition;

    #[test]
    fn the_blank_floppy_is_a_fat12_volume_with_boot_code_behind_the_parameters() {
        let floppy = floppy();
        assert_eq!(floppy.len(), 1_474_560);
        let mut sector = [0; 512];
        floppy.read_at(0, &mut sector).unwrap();
        let fat = partition::fat_volume(&sector).unwrap();
        assert_eq!(fat.label.as_deref(), Some("EMPTY"));
        // The jump leads to the code: 2 bytes of jump + 3C = 3E.
        assert_eq!(sector[0x3E..0x40], [0xCD, 0x18]);
    }
}
