//! The two drives and what they may complain about.

use std::fmt;

/// One of the two drives that firmware always shows its host together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Drive {
    /// Floppy drive: 512-byte blocks.
    Floppy,
    /// CD or DVD drive: 2048-byte blocks.
    Cd,
}

impl Drive {
    /// Both, in the order hosts probe them.
    pub const ALL: [Self; 2] = [Self::Floppy, Self::Cd];

    /// Which drive a drive select register names. Only bit 4 counts: captures show 00 and 10,
    /// consoles write A0 and B0 (observed).
    #[must_use]
    pub const fn from_select(select: u8) -> Self {
        if select & 0x10 == 0 {
            Self::Floppy
        } else {
            Self::Cd
        }
    }

    /// Drive select register in answers.
    #[must_use]
    pub const fn select(self) -> u8 {
        match self {
            Self::Floppy => 0xA0,
            Self::Cd => 0xB0,
        }
    }

    /// Bytes of one block.
    #[must_use]
    pub const fn block_bytes(self) -> u32 {
        match self {
            Self::Floppy => 512,
            Self::Cd => 2048,
        }
    }
}

/// Sense data of a command: key, additional code, qualifier. All zero means good.
///
/// An open set; the named ones are in [`atapi`](crate::proto::ider::atapi).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Sense {
    /// Sense key, 0..=15.
    pub key: u8,
    /// Additional sense code.
    pub asc: u8,
    /// Additional sense code qualifier.
    pub ascq: u8,
}

impl Sense {
    /// No complaint.
    pub const GOOD: Self = Self::new(0, 0, 0);

    /// Puts the three together.
    #[must_use]
    pub const fn new(key: u8, asc: u8, ascq: u8) -> Self {
        Self { key, asc, ascq }
    }

    /// In wire order.
    pub(super) const fn from_bytes([key, asc, ascq]: [u8; 3]) -> Self {
        Self { key, asc, ascq }
    }

    /// In wire order.
    pub(super) const fn to_bytes(self) -> [u8; 3] {
        [self.key, self.asc, self.ascq]
    }
}

/// As the standards write it: `02/3A/00`.
impl fmt::Display for Sense {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02X}/{:02X}/{:02X}", self.key, self.asc, self.ascq)
    }
}
