//! Control lines and status of the port: 0x27 and 0x29.

use super::header::header;
use crate::wire::{Reader, WireError, Writer};

/// Controls of the console, console → device: `27, 3 × 0, sequence, 0, 0, 1B, 0, 0, 0`.
///
/// Three consoles send exactly this once after the start, three never send it, and the port
/// works for all of them (observed). It has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ControlsToHost {
    /// Message counter of the console.
    pub sequence: u32,
}

impl ControlsToHost {
    /// First byte of the message.
    pub const TYPE: u8 = 0x27;

    /// Decodes what follows [`Self::TYPE`]; the six bytes of unknown meaning are dropped.
    ///
    /// # Errors
    /// [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let (_, sequence) = header(r)?;
        let [_, _, _, _, _, _] = r.array()?;
        Ok(Self { sequence })
    }

    /// Appends the whole message, 14 bytes.
    pub fn encode(&self, out: &mut Vec<u8>) {
        Writer::new(out)
            .u8(Self::TYPE)
            .zeros(3)
            .u32_le(self.sequence)
            .bytes(&[0, 0, 0x1B, 0, 0, 0]);
    }
}

bitflags::bitflags! {
    /// Control lines of the PC's serial port.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct Control: u8 {
        /// RTS: the host is ready to receive.
        const RTS = 0x01;
        /// DTR: a program has the port open.
        const DTR = 0x02;
        /// The host asserts a break.
        const BREAK = 0x04;
    }
}

bitflags::bitflags! {
    /// What happened at the device.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct PortStatus: u8 {
        /// The device dropped bytes which the host wrote.
        const TRANSMIT_OVERFLOW = 0x01;
        /// The host's port is in loopback: typed bytes may not reach a program.
        const LOOPBACK = 0x02;
        /// The PC is on.
        const POWER_ON = 0x04;
        /// The device dropped typed bytes because the host did not read them in time.
        const RX_FLUSHED = 0x08;
        /// The port is in test mode.
        const TEST_MODE = 0x10;
    }
}

/// State of the port and the PC, device → console: `29, 3 × 0, sequence, control, status`.
///
/// One of the first messages after the start, then whenever a bit changes (observed).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ControlsFromHost {
    /// Message counter of the device.
    pub sequence: u32,
    /// Control lines; unknown bits are kept.
    pub control: Control,
    /// What happened; unknown bits are kept.
    pub status: PortStatus,
}

impl ControlsFromHost {
    /// First byte of the message.
    pub const TYPE: u8 = 0x29;

    /// Decodes what follows [`Self::TYPE`].
    ///
    /// # Errors
    /// [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let (_, sequence) = header(r)?;
        let [control, status] = r.array()?;
        Ok(Self {
            sequence,
            control: Control::from_bits_retain(control),
            status: PortStatus::from_bits_retain(status),
        })
    }

    /// Appends the whole message, 10 bytes.
    pub fn encode(&self, out: &mut Vec<u8>) {
        Writer::new(out)
            .u8(Self::TYPE)
            .zeros(3)
            .u32_le(self.sequence)
            .u8(self.control.bits())
            .u8(self.status.bits());
    }
}
