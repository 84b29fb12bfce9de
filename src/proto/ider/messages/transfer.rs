//! Commands and their data: 0x50–0x54.

use super::register::Mask;
use super::{Attributes, Drive, Registers, Sense, Sequence, header};
use crate::limits;
use crate::wire::{Reader, WireError};

/// One ATAPI command of the host, device → console: `50, header, cable, features, sector count,
/// sector number, u16 byte count, drive select, command, 12 × CDB`. 28 bytes.
///
/// Source: `docs/protocol/redirection.md` § 6.7 (observed).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommandWritten {
    /// Feature register; bit 0: DMA.
    pub features: u8,
    /// Byte count register: most bytes the host takes per PIO burst.
    pub byte_count: u16,
    /// Drive select register, see [`Drive::from_select`].
    pub select: u8,
    /// ATA command register; [`Self::PACKET`] for everything a drive here understands.
    pub command: u8,
    /// SCSI command, padded with zeros. Big-endian inside.
    pub cdb: [u8; 12],
}

impl CommandWritten {
    /// First byte of the message.
    pub const TYPE: u8 = 0x50;
    /// ATA command PACKET.
    pub const PACKET: u8 = 0xA0;
    /// Feature bit: transfer by DMA.
    pub const DMA: u8 = 0x01;

    /// The drive that is meant.
    #[must_use]
    pub const fn drive(&self) -> Drive {
        Drive::from_select(self.select)
    }

    /// The host wants its data by DMA.
    #[must_use]
    pub const fn is_dma(&self) -> bool {
        self.features & Self::DMA != 0
    }

    /// Decodes what follows the header.
    pub(super) fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let [_cable, features, _sector_count, _sector_number] = r.array()?;
        let byte_count = r.u16_le()?;
        let [select, command] = r.array()?;
        Ok(Self {
            features,
            byte_count,
            select,
            command,
            cdb: r.array()?,
        })
    }

    /// Appends the whole message.
    pub fn encode(&self, sequence: Sequence, out: &mut Vec<u8>) {
        header(out, Self::TYPE, Attributes::empty(), sequence)
            .bytes(&[0, self.features, 0, 0])
            .u16_le(self.byte_count)
            .bytes(&[self.select, self.command])
            .bytes(&self.cdb);
    }
}

/// Completes a command without data, console → device: `51, header, cable, u16 0, packet,
/// 8 × 0, registers, sense`. 31 bytes.
///
/// Source: `docs/protocol/redirection.md` § 6.8.1 (observed).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommandEndResponse {
    /// [`Attributes::COMPLETED`].
    pub attributes: Attributes,
    /// Output registers. Mask C5 (or 85 from amtterm) for good, 87 with sense.
    pub registers: Registers,
    /// [`Sense::GOOD`] or what is wrong.
    pub sense: Sense,
}

impl CommandEndResponse {
    /// First byte of the message.
    pub const TYPE: u8 = 0x51;

    /// The answer with this sense; [`Sense::GOOD`] completes the command well.
    #[must_use]
    pub fn new(drive: Drive, sense: Sense) -> Self {
        let valid = Mask::INTERRUPT | Mask::SECTOR_COUNT | Mask::STATUS;
        let (mask, error, status) = if sense == Sense::GOOD {
            (valid | Mask::DRIVE_SELECT, 0, Registers::READY)
        } else {
            (valid | Mask::ERROR, sense.key << 4, Registers::FAILED)
        };
        Self {
            attributes: Attributes::COMPLETED,
            registers: Registers {
                mask: mask.bits(),
                error,
                reason: Registers::COMPLETE,
                select: drive.select(),
                status,
                ..Registers::default()
            },
            sense,
        }
    }

    /// Decodes what follows the header, which held `attributes`.
    pub(super) fn decode(attributes: Attributes, r: &mut Reader<'_>) -> Result<Self, WireError> {
        let [_cable, _, _, _packet] = r.array()?;
        let _input = Registers::decode(r)?;
        Ok(Self {
            attributes,
            registers: Registers::decode(r)?,
            sense: Sense::from_bytes(r.array()?),
        })
    }

    /// Appends the whole message.
    pub fn encode(&self, sequence: Sequence, out: &mut Vec<u8>) {
        header(out, Self::TYPE, self.attributes, sequence)
            .zeros(12)
            .bytes(&self.registers.to_bytes())
            .bytes(&self.sense.to_bytes());
    }
}

/// Asks for data that the host writes, console → device: `52, header, cable, u16 n, packet,
/// registers, 8 × 0, 3 × 0`. 31 bytes.
///
/// Source: `docs/protocol/redirection.md` § 6.8.3 (observed).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GetDataFromHost {
    /// Bytes wanted.
    pub len: u16,
    /// Input registers, which repeat the length.
    pub registers: Registers,
}

impl GetDataFromHost {
    /// First byte of the message.
    pub const TYPE: u8 = 0x52;

    /// Asks for `len` bytes, at most the write buffer of the device.
    #[must_use]
    pub fn new(drive: Drive, len: u16) -> Self {
        // Interrupt reason 0: data goes from the host to the drive.
        let registers = Registers {
            mask: DATA_MASK.union(Mask::INTERRUPT).bits(),
            byte_count: len,
            select: drive.select(),
            status: Registers::DATA_REQUEST,
            ..Registers::default()
        };
        Self { len, registers }
    }

    /// Decodes what follows the header.
    pub(super) fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let _cable = r.u8()?;
        let len = r.u16_le()?;
        let _packet = r.u8()?;
        let registers = Registers::decode(r)?;
        let _output = Registers::decode(r)?;
        let [_, _, _] = r.array()?;
        Ok(Self { len, registers })
    }

    /// Appends the whole message.
    pub fn encode(&self, sequence: Sequence, out: &mut Vec<u8>) {
        header(out, Self::TYPE, Attributes::empty(), sequence)
            .u8(0)
            .u16_le(self.len)
            .u8(0)
            .bytes(&self.registers.to_bytes())
            .zeros(8 + 3);
    }
}

/// Data that the host writes, device → console: `53, header, cable, u16 n, 3 unspecified, data`.
/// 14 + n bytes.
///
/// Source: `docs/protocol/redirection.md` § 6.8.4 (observed).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DataFromHost<'a> {
    /// At most [`limits::IDER_DATA_BYTES`], borrowed from the receive buffer.
    pub data: &'a [u8],
}

impl<'a> DataFromHost<'a> {
    /// First byte of the message.
    pub const TYPE: u8 = 0x53;

    /// Decodes what follows the header.
    pub(super) fn decode(r: &mut Reader<'a>) -> Result<Self, WireError> {
        let _cable = r.u8()?;
        let len = usize::from(r.u16_le()?);
        if len > limits::IDER_DATA_BYTES {
            return Err(too_long(len));
        }
        let [_, _, _] = r.array()?;
        let data = r.bytes(len)?;
        Ok(Self { data })
    }

    /// Appends the whole message; `data` beyond [`limits::IDER_DATA_BYTES`] is left out.
    pub fn encode(&self, sequence: Sequence, out: &mut Vec<u8>) {
        let (data, len) = bounded(self.data);
        header(out, Self::TYPE, Attributes::empty(), sequence)
            .u8(0)
            .u16_le(len)
            .zeros(3)
            .bytes(data);
    }
}

/// Data for the host, console → device: `54, header, cable, u16 n, packet, input registers,
/// output registers, sense, 3 × 0, data`. 34 + n bytes.
///
/// The last or only message of a command carries [`Attributes::COMPLETED`] and filled output
/// registers. Source: `docs/protocol/redirection.md` § 6.8.2 (observed).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DataToHost<'a> {
    /// [`Attributes::DMA`] as the command asked; [`Attributes::COMPLETED`] on the last.
    pub attributes: Attributes,
    /// Registers of the data phase. The byte count is that of the data in PIO, 0 in DMA.
    pub input: Registers,
    /// Registers of the completion; all zero before the last message.
    pub output: Registers,
    /// [`Sense::GOOD`].
    pub sense: Sense,
    /// 1..=[`limits::IDER_DATA_BYTES`] bytes.
    pub data: &'a [u8],
}

impl<'a> DataToHost<'a> {
    /// First byte of the message.
    pub const TYPE: u8 = 0x54;
    /// Bytes in front of the data.
    pub const HEADER_BYTES: usize = 34;

    /// One piece of an answer; `last` if it is the last one.
    #[must_use]
    pub fn new(drive: Drive, dma: bool, last: bool, data: &'a [u8]) -> Self {
        let (data, len) = bounded(data);
        let mut attributes = Attributes::empty();
        attributes.set(Attributes::DMA, dma);
        attributes.set(Attributes::COMPLETED, last);
        let (mask, byte_count) = if dma {
            (DATA_MASK, 0)
        } else {
            (DATA_MASK | Mask::INTERRUPT, len)
        };
        let output = Registers {
            mask: (Mask::INTERRUPT | Mask::SECTOR_COUNT | Mask::STATUS).bits(),
            reason: Registers::COMPLETE,
            select: drive.select(),
            status: Registers::READY,
            ..Registers::default()
        };
        Self {
            attributes,
            input: Registers {
                mask: mask.bits(),
                reason: Registers::TO_HOST,
                byte_count,
                select: drive.select(),
                status: Registers::DATA_REQUEST,
                ..Registers::default()
            },
            output: if last { output } else { Registers::default() },
            sense: Sense::GOOD,
            data,
        }
    }

    /// Decodes what follows the header, which held `attributes`.
    pub(super) fn decode(attributes: Attributes, r: &mut Reader<'a>) -> Result<Self, WireError> {
        let _cable = r.u8()?;
        let len = usize::from(r.u16_le()?);
        if len > limits::IDER_DATA_BYTES {
            return Err(too_long(len));
        }
        let _packet = r.u8()?;
        let input = Registers::decode(r)?;
        let output = Registers::decode(r)?;
        let sense = Sense::from_bytes(r.array()?);
        let [_, _, _] = r.array()?;
        Ok(Self {
            attributes,
            input,
            output,
            sense,
            data: r.bytes(len)?,
        })
    }

    /// Appends the whole message; `data` beyond [`limits::IDER_DATA_BYTES`] is left out.
    pub fn encode(&self, sequence: Sequence, out: &mut Vec<u8>) {
        let (data, len) = bounded(self.data);
        header(out, Self::TYPE, self.attributes, sequence)
            .u8(0)
            .u16_le(len)
            .u8(0)
            .bytes(&self.input.to_bytes())
            .bytes(&self.output.to_bytes())
            .bytes(&self.sense.to_bytes())
            .zeros(3)
            .bytes(data);
    }
}

/// Registers that are valid in a data phase; PIO adds the interrupt.
const DATA_MASK: Mask = Mask::SECTOR_COUNT
    .union(Mask::BYTE_COUNT_LOW)
    .union(Mask::BYTE_COUNT_HIGH)
    .union(Mask::STATUS);

/// `data` within the limit of one message, and its length.
fn bounded(data: &[u8]) -> (&[u8], u16) {
    const MOST: u16 = 8192;
    const { assert!(MOST as usize == limits::IDER_DATA_BYTES) };
    u16::try_from(data.len())
        .ok()
        .filter(|len| *len <= MOST)
        .map_or_else(
            || (data.get(..limits::IDER_DATA_BYTES).unwrap_or(data), MOST),
            |len| (data, len),
        )
}

/// The error for data beyond the largest buffer any firmware announces.
const fn too_long(len: usize) -> WireError {
    WireError::TooLong {
        field: "data length",
        got: len as u64,
        limit: limits::IDER_DATA_BYTES as u64,
    }
}
