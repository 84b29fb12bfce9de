//! The two drives the host sees, as pure command interpreters.
//!
//! [`Cdrom`] and [`Floppy`] take a SCSI command block and answer at once or name the blocks they
//! need; they never touch a disk image. Answers carry real sense data: unlike most consoles, which
//! say "good" by mistake, see `docs/protocol/redirection.md` § 6.8.1.
//!
//! Source: `docs/protocol/redirection.md` § 6.11, § 6.12; names as in SPC-4, MMC-6, SBC-3.

mod cdb;
mod cdrom;
mod floppy;
mod pages;
mod sense;
mod unit;

#[cfg(test)]
mod tests;

pub use cdb::{Cdb, Opcode};
pub use cdrom::Cdrom;
pub use floppy::Floppy;
pub use unit::Medium;

use super::messages::Sense;

/// A logical block address in blocks of its drive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lba(pub u64);

/// What becomes of one command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Completed, no data.
    Good,
    /// Check condition.
    Check(Sense),
    /// Completed with these bytes: at least one, at most what the command allows.
    Data(Vec<u8>),
    /// The blocks from `lba` are wanted; the range lies on the medium.
    Read {
        /// First block.
        lba: Lba,
        /// Number of blocks, at least 1.
        count: u32,
    },
    /// The host has blocks to write at `lba`; the range lies on the medium.
    Write {
        /// First block.
        lba: Lba,
        /// Number of blocks, at least 1.
        count: u32,
        /// The data is to be taken and thrown away, then this is the answer.
        refuse: Option<Sense>,
    },
}

impl Answer {
    /// `bytes` cut to the allocation length of the command; nothing left means [`Self::Good`].
    fn data(mut bytes: Vec<u8>, allocation: usize) -> Self {
        bytes.truncate(allocation);
        if bytes.is_empty() {
            Self::Good
        } else {
            Self::Data(bytes)
        }
    }
}

/// What the host itself did to a medium.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Notice {
    /// It opened the tray: the drive is empty for it.
    Ejected,
    /// It closed the tray again.
    Loaded,
}
