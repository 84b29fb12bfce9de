//! The commands that hosts send, as command descriptor blocks.
//!
//! Written from the standards, apart from the client's reading of them, so that both sides
//! cannot share a mistake. Source: SPC-4, MMC-6, SBC-3; `docs/protocol/redirection.md` § 6.11.

use crate::proto::ider::messages::{CommandWritten, Drive};

/// One command of the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// For which drive.
    pub drive: Drive,
    /// Command descriptor block.
    pub cdb: [u8; 12],
    /// Transfer by DMA, else by PIO.
    pub dma: bool,
    /// What may come back.
    pub expect: Expect,
}

/// What a command transfers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expect {
    /// Nothing.
    Nothing,
    /// At most this many bytes to the host.
    AtMost(usize),
    /// Exactly this many bytes to the host, or an error.
    Exactly(usize),
    /// These bytes to the drive, if it asks for them.
    Write(Vec<u8>),
}

impl Command {
    fn new(drive: Drive, cdb: &[u8], expect: Expect) -> Self {
        let mut padded = [0; 12];
        for (place, byte) in padded.iter_mut().zip(cdb) {
            *place = *byte;
        }
        Self {
            drive,
            cdb: padded,
            dma: false,
            expect,
        }
    }

    /// The same by DMA.
    #[must_use]
    pub fn by_dma(self) -> Self {
        Self { dma: true, ..self }
    }

    /// TEST UNIT READY.
    #[must_use]
    pub fn test_unit_ready(drive: Drive) -> Self {
        Self::new(drive, &[0x00], Expect::Nothing)
    }

    /// START STOP UNIT: eject, or load if `load`.
    #[must_use]
    pub fn eject(drive: Drive, load: bool) -> Self {
        Self::new(drive, &[0x1B, 0, 0, 0, 2 | u8::from(load)], Expect::Nothing)
    }

    /// PREVENT ALLOW MEDIUM REMOVAL.
    #[must_use]
    pub fn lock(drive: Drive, locked: bool) -> Self {
        Self::new(drive, &[0x1E, 0, 0, 0, u8::from(locked)], Expect::Nothing)
    }

    /// READ CAPACITY(10).
    #[must_use]
    pub fn read_capacity(drive: Drive) -> Self {
        Self::new(drive, &[0x25], Expect::AtMost(8))
    }

    /// READ CAPACITY(16), as far as a packet holds it.
    #[must_use]
    pub fn read_capacity_16(drive: Drive) -> Self {
        Self::new(drive, &[0x9E, 0x10], Expect::AtMost(32))
    }

    /// READ FORMAT CAPACITIES.
    #[must_use]
    pub fn read_format_capacities(drive: Drive, most: u8) -> Self {
        let cdb = [0x23, 0, 0, 0, 0, 0, 0, 0, most];
        Self::new(drive, &cdb, Expect::AtMost(usize::from(most)))
    }

    /// READ(10).
    #[must_use]
    pub fn read_10(drive: Drive, lba: u32, count: u16) -> Self {
        let [a, b, c, d] = lba.to_be_bytes();
        let [high, low] = count.to_be_bytes();
        let cdb = [0x28, 0, a, b, c, d, 0, high, low];
        Self::new(drive, &cdb, blocks(drive, u32::from(count)))
    }

    /// READ(12).
    #[must_use]
    pub fn read_12(drive: Drive, lba: u32, count: u32) -> Self {
        let [a, b, c, d] = lba.to_be_bytes();
        let [e, f, g, h] = count.to_be_bytes();
        let cdb = [0xA8, 0, a, b, c, d, e, f, g, h];
        Self::new(drive, &cdb, blocks(drive, count))
    }

    /// WRITE(10) of whole blocks.
    #[must_use]
    pub fn write_10(drive: Drive, lba: u32, data: Vec<u8>) -> Self {
        let [a, b, c, d] = lba.to_be_bytes();
        let block = usize::try_from(drive.block_bytes()).unwrap_or(1);
        let count = u16::try_from(data.len() / block).unwrap_or(u16::MAX);
        let [high, low] = count.to_be_bytes();
        let cdb = [0x2A, 0, a, b, c, d, 0, high, low];
        Self::new(drive, &cdb, Expect::Write(data))
    }

    /// MODE SENSE(6).
    #[must_use]
    pub fn mode_sense_6(drive: Drive, page: u8, most: u8) -> Self {
        let cdb = [0x1A, 0, page, 0, most];
        Self::new(drive, &cdb, Expect::AtMost(usize::from(most)))
    }

    /// MODE SENSE(10).
    #[must_use]
    pub fn mode_sense_10(drive: Drive, page: u8, most: u8) -> Self {
        let cdb = [0x5A, 0, page, 0, 0, 0, 0, 0, most];
        Self::new(drive, &cdb, Expect::AtMost(usize::from(most)))
    }

    /// GET CONFIGURATION from feature `first` on, or for it alone.
    #[must_use]
    pub fn get_configuration(first: u16, alone: bool, most: u8) -> Self {
        let [high, low] = first.to_be_bytes();
        let cdb = [0x46, u8::from(alone) * 2, high, low, 0, 0, 0, 0, most];
        Self::new(Drive::Cd, &cdb, Expect::AtMost(usize::from(most)))
    }

    /// GET EVENT STATUS NOTIFICATION, polled, for changes of medium.
    #[must_use]
    pub fn get_event_status() -> Self {
        let cdb = [0x4A, 1, 0, 0, 0x10, 0, 0, 0, 8];
        Self::new(Drive::Cd, &cdb, Expect::AtMost(8))
    }

    /// READ TOC.
    #[must_use]
    pub fn read_toc(time: bool, format: u8, most: u16) -> Self {
        let [high, low] = most.to_be_bytes();
        let cdb = [0x43, u8::from(time) * 2, format, 0, 0, 0, 0, high, low];
        Self::new(Drive::Cd, &cdb, Expect::AtMost(usize::from(most)))
    }

    /// READ DISC INFORMATION.
    #[must_use]
    pub fn read_disc_information() -> Self {
        let cdb = [0x51, 0, 0, 0, 0, 0, 0, 0, 34];
        Self::new(Drive::Cd, &cdb, Expect::AtMost(34))
    }

    /// MECHANISM STATUS.
    #[must_use]
    pub fn mechanism_status() -> Self {
        let cdb = [0xBD, 0, 0, 0, 0, 0, 0, 0, 0, 8];
        Self::new(Drive::Cd, &cdb, Expect::AtMost(8))
    }

    /// The message that carries it.
    pub(super) fn message(&self) -> CommandWritten {
        let most = match self.expect {
            Expect::Nothing | Expect::Write(_) => 0,
            Expect::AtMost(len) | Expect::Exactly(len) => len,
        };
        CommandWritten {
            features: u8::from(self.dma),
            byte_count: u16::try_from(most).unwrap_or(0xFFFE),
            // Captures show the bare bit, not the obsolete ones around it.
            select: match self.drive {
                Drive::Floppy => 0x00,
                Drive::Cd => 0x10,
            },
            command: CommandWritten::PACKET,
            cdb: self.cdb,
        }
    }
}

fn blocks(drive: Drive, count: u32) -> Expect {
    let bytes = u64::from(drive.block_bytes()) * u64::from(count);
    Expect::Exactly(usize::try_from(bytes).unwrap_or(usize::MAX))
}
