//! Mode pages, configuration features and other constant answers.
//!
//! The pages are those of Intel's own library, which every working console repeats byte for
//! byte; hosts are known to accept them. Source: `docs/protocol/redirection.md` § 6.11, § 6.12
//! (observed).

/// Which mode pages a drive has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A floppy of at most 2880 blocks.
    Floppy,
    /// Anything larger in the floppy drive.
    Ls120,
    /// CD.
    Cd,
}

impl Kind {
    /// Which floppy has this many blocks.
    pub(super) const fn of_floppy(block_count: u64) -> Self {
        if block_count <= 2880 {
            Self::Floppy
        } else {
            Self::Ls120
        }
    }
}

const FLOPPY_01: &[u8] = &[0x01, 0x0A, 0, 1, 0, 0, 0, 0, 2, 0, 0, 0];
/// Declared 16h bytes long but two short, as in Intel's library.
const FLOPPY_03: &[u8] = &[
    0x03, 0x16, 0, 0xA0, 0, 0, 0, 0, 0, 0x12, 2, 0, 0, 0, 0, 0, 0, 0, 0xA0, 0, 0, 0,
];
const FLOPPY_05: &[u8] = &[
    0x05, 0x1E, 0x04, 0xB0, 0x02, 0x12, 0x02, 0, 0, 0x50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x28, 0, 0,
    0, 0, 0, 0, 0, 0x02, 0xD0, 0, 0,
];
const LS120_05: &[u8] = &[
    0x05, 0x1E, 0x10, 0xA9, 0x08, 0x20, 0x02, 0, 0x03, 0xC3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x28, 0,
    0, 0, 0, 0, 0, 0, 0x02, 0xD0, 0, 0,
];
const FLOPPY_08: &[u8] = &[0x08, 0x0A, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const FLOPPY_0B: &[u8] = &[0x0B, 0x06, 0, 0, 0, 0x11, 0x24, 0x31];
const CD_01: &[u8] = &[0x01, 0x06, 0, 0xFF, 0, 0, 0, 0];
const CD_1A: &[u8] = &[0x1A, 0x0A, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const CD_1D: &[u8] = &[0x1D, 0x0A, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
/// Tray loader when asked for alone.
const CD_2A: &[u8] = &[
    0x2A, 0x18, 0, 0, 0, 0, 0x20, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
];
/// Byte 6 differs among all pages, as in Intel's library.
const CD_2A_AMONG_ALL: &[u8] = &[
    0x2A, 0x18, 0, 0, 0, 0, 0x02, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
];

/// Medium type in the mode header.
const FLOPPY_MEDIUM: u8 = 0x24;
const LS120_MEDIUM: u8 = 0x31;
const CD_MEDIUM: u8 = 0x01;

/// Device-specific parameter: write protected.
const WRITE_PROTECT: u8 = 0x80;

/// The answer to MODE SENSE(10): `u16 length of the rest, medium type, device-specific, 4 × 0,
/// pages`. `None` for a page this drive does not have.
pub(super) fn mode_sense_10(kind: Kind, page: u8, writable: bool) -> Option<Vec<u8>> {
    let (medium, pages): (u8, &[&[u8]]) = match (kind, page) {
        (Kind::Floppy, 0x01) => (FLOPPY_MEDIUM, &[FLOPPY_01]),
        (Kind::Ls120, 0x01) => (LS120_MEDIUM, &[FLOPPY_01]),
        (Kind::Cd, 0x01) => (CD_MEDIUM, &[CD_01]),
        (Kind::Floppy, 0x05) => (FLOPPY_MEDIUM, &[FLOPPY_05]),
        (Kind::Ls120, 0x05) => (LS120_MEDIUM, &[LS120_05]),
        (Kind::Cd, 0x1A) => (CD_MEDIUM, &[CD_1A]),
        (Kind::Cd, 0x1D) => (CD_MEDIUM, &[CD_1D]),
        (Kind::Cd, 0x2A) => (CD_MEDIUM, &[CD_2A]),
        (Kind::Floppy, 0x3F) => (
            FLOPPY_MEDIUM,
            &[FLOPPY_01, FLOPPY_03, FLOPPY_05, FLOPPY_08, FLOPPY_0B],
        ),
        // The header keeps the medium type of a floppy here.
        (Kind::Ls120, 0x3F) => (
            FLOPPY_MEDIUM,
            &[FLOPPY_01, FLOPPY_03, LS120_05, FLOPPY_08, FLOPPY_0B],
        ),
        (Kind::Cd, 0x3F) => (CD_MEDIUM, &[CD_01, CD_2A_AMONG_ALL]),
        _ => return None,
    };
    let pages = pages.concat();
    let rest = u16::try_from(pages.len() + 6).unwrap_or(u16::MAX);
    let mut answer = Vec::with_capacity(pages.len() + 8);
    answer.extend(rest.to_be_bytes());
    answer.extend([medium, device_specific(writable), 0, 0, 0, 0]);
    answer.extend(pages);
    Some(answer)
}

/// The answer to MODE SENSE(6) for all pages: a header alone. Other pages do not exist in this
/// form.
pub(super) fn mode_sense_6(kind: Kind, writable: bool) -> Vec<u8> {
    let medium = if kind == Kind::Cd { 0x05 } else { 0x00 };
    vec![0, medium, device_specific(writable), 0]
}

const fn device_specific(writable: bool) -> u8 {
    if writable { 0 } else { WRITE_PROTECT }
}

/// Current profile: CD-ROM, whatever the size, as every console says.
const PROFILE: u16 = 0x0008;

/// Features of the CD drive: code, version and flags, length of the rest, the rest. Ascending.
const FEATURES: &[&[u8]] = &[
    // Profile list: CD-ROM, current.
    &[0x00, 0x00, 0x03, 0x04, 0x00, 0x08, 0x01, 0x00],
    // Core: ATAPI.
    &[0x00, 0x01, 0x03, 0x04, 0x00, 0x00, 0x00, 0x02],
    // Morphing.
    &[0x00, 0x02, 0x03, 0x04, 0x00, 0x00, 0x00, 0x00],
    // Removable medium: tray, can eject, can lock.
    &[0x00, 0x03, 0x03, 0x04, 0x29, 0x00, 0x00, 0x02],
    // Random readable: blocks of 2048.
    &[
        0x00, 0x10, 0x01, 0x08, 0x00, 0x00, 0x08, 0x00, 0x00, 0x01, 0x00, 0x00,
    ],
    // CD read.
    &[0x00, 0x1E, 0x03, 0x00],
    // Power management.
    &[0x01, 0x00, 0x03, 0x00],
    // Time-out.
    &[0x01, 0x05, 0x03, 0x00],
];

/// The answer to GET CONFIGURATION: `u32 length of the rest, u16 reserved, u16 profile,
/// features`, those from `first` on, or `first` alone.
pub(super) fn configuration(first: u16, alone: bool) -> Vec<u8> {
    let mut answer = vec![0; 6];
    answer.extend(PROFILE.to_be_bytes());
    for feature in FEATURES {
        let code = match *feature {
            [high, low, ..] => u16::from_be_bytes([*high, *low]),
            _ => continue,
        };
        if code == first || (code > first && !alone) {
            answer.extend_from_slice(feature);
        }
    }
    let rest = u32::try_from(answer.len() - 4).unwrap_or(u32::MAX);
    if let Some(field) = answer.first_chunk_mut() {
        *field = rest.to_be_bytes();
    }
    answer
}

/// The answer to GET PERFORMANCE: no descriptors.
pub(super) const PERFORMANCE: [u8; 8] = [0, 0, 0, 4, 2, 0, 0, 0];
