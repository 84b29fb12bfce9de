//! ATA task-file registers as answers carry them, and the attribute byte.

use crate::wire::{Reader, WireError};

bitflags::bitflags! {
    /// Byte 3 of the header. Unknown bits survive.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub struct Attributes: u8 {
        /// The transfer is a DMA transfer, as the command asked.
        const DMA = 0x01;
        /// This message completes the command.
        const COMPLETED = 0x02;
    }
}

bitflags::bitflags! {
    /// Which registers of a block are valid.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub(super) struct Mask: u8 {
        const INTERRUPT = 0x01;
        const ERROR = 0x02;
        const SECTOR_COUNT = 0x04;
        const BYTE_COUNT_LOW = 0x10;
        const BYTE_COUNT_HIGH = 0x20;
        const DRIVE_SELECT = 0x40;
        const STATUS = 0x80;
    }
}

/// Eight registers: mask, error, sector count (for packets: interrupt reason), sector number,
/// byte count low, byte count high, drive select, status.
///
/// Source: `docs/protocol/redirection.md` § 6.8 (observed).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Registers {
    /// Which of the others are valid.
    pub mask: u8,
    /// Error; the sense key in its upper half.
    pub error: u8,
    /// Interrupt reason: 02 to the host, 01 command; 03 completed.
    pub reason: u8,
    /// Sector number.
    pub sector_number: u8,
    /// Bytes of this transfer in PIO, zero in DMA.
    pub byte_count: u16,
    /// Drive select, see [`Drive`](super::Drive).
    pub select: u8,
    /// ATA status: 80 busy, 40 ready, 20 fault, 10 seek complete, 08 data request, 01 error.
    pub status: u8,
}

impl Registers {
    /// Interrupt reason of a data phase towards the host.
    pub(super) const TO_HOST: u8 = 0x02;
    /// Interrupt reason of a completed command.
    pub(super) const COMPLETE: u8 = 0x03;
    /// Status: ready, seek complete.
    pub(super) const READY: u8 = 0x50;
    /// Status: ready, seek complete, error.
    pub(super) const FAILED: u8 = 0x51;
    /// Status: ready, seek complete, data request.
    pub(super) const DATA_REQUEST: u8 = 0x58;

    /// Takes eight bytes.
    pub(super) fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let [mask, error, reason, sector_number] = r.array()?;
        let byte_count = r.u16_le()?;
        let [select, status] = r.array()?;
        Ok(Self {
            mask,
            error,
            reason,
            sector_number,
            byte_count,
            select,
            status,
        })
    }

    /// The eight bytes on the wire.
    pub(super) const fn to_bytes(self) -> [u8; 8] {
        let [low, high] = self.byte_count.to_le_bytes();
        [
            self.mask,
            self.error,
            self.reason,
            self.sector_number,
            low,
            high,
            self.select,
            self.status,
        ]
    }
}
