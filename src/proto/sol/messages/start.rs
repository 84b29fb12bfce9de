//! Opening the port: 0x20 and 0x21, and what both sides agree on.

use std::time::Duration;

use super::header::header;
use crate::proto::redir::messages::{FirmwareVersion, INTEL_IANA};
use crate::wire::{Reader, WireError, Writer};

/// How the device shall serve the port. All times have a resolution of 1 ms and a range of
/// 0..=65 535 ms; longer ones are sent as the longest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Bytes the device collects and sends in one [`DataFromHost`](super::DataFromHost).
    pub max_transmit_buffer: u16,
    /// How long the device collects before it sends; zero: only when the buffer is full.
    pub buffering_timeout: Duration,
    /// How long the device waits with a full buffer before it drops; zero: not at all.
    pub overflow_timeout: Duration,
    /// The device closes a session whose console is silent for this long; zero: never.
    pub rx_timeout: Duration,
    /// The device drops typed bytes which the host leaves unread for this long; zero: never.
    pub rx_flush_timeout: Duration,
    /// How often the device sends a [`Heartbeat`](super::Heartbeat); zero: never.
    pub heartbeat_interval: Duration,
}

impl Settings {
    /// What `MeshCommander` and its relatives send (observed).
    pub const MESH_COMMANDER: Self = Self {
        max_transmit_buffer: 10_000,
        buffering_timeout: Duration::from_millis(100),
        overflow_timeout: Duration::ZERO,
        rx_timeout: Duration::from_millis(10_000),
        rx_flush_timeout: Duration::from_millis(100),
        heartbeat_interval: Duration::ZERO,
    };

    /// What `amtterm` and `GoSOL` send (observed).
    pub const AMTTERM: Self = Self {
        max_transmit_buffer: 1000,
        buffering_timeout: Duration::from_millis(100),
        overflow_timeout: Duration::ZERO,
        rx_timeout: Duration::from_millis(10_000),
        rx_flush_timeout: Duration::ZERO,
        heartbeat_interval: Duration::from_millis(5000),
    };
}

impl Default for Settings {
    /// The large buffer of one family of consoles with the patience of the other: what is typed
    /// is never thrown away in silence, and the device tells that it lives.
    fn default() -> Self {
        Self {
            max_transmit_buffer: Self::MESH_COMMANDER.max_transmit_buffer,
            ..Self::AMTTERM
        }
    }
}

/// Opens the port, console → device: `20, 3 × 0, sequence, 6 × u16 settings, 4 × 0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartSolRedirection {
    /// Message counter of the console.
    pub sequence: u32,
    /// How the port shall be served.
    pub settings: Settings,
}

impl StartSolRedirection {
    /// First byte of the message.
    pub const TYPE: u8 = 0x20;

    /// Decodes what follows [`Self::TYPE`].
    ///
    /// # Errors
    /// [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let (_, sequence) = header(r)?;
        let settings = Settings {
            max_transmit_buffer: r.u16_le()?,
            buffering_timeout: millis(r)?,
            overflow_timeout: millis(r)?,
            rx_timeout: millis(r)?,
            rx_flush_timeout: millis(r)?,
            heartbeat_interval: millis(r)?,
        };
        let [_, _, _, _] = r.array()?;
        Ok(Self { sequence, settings })
    }

    /// Appends the whole message, 24 bytes.
    pub fn encode(&self, out: &mut Vec<u8>) {
        let s = self.settings;
        let ms = |d: Duration| u16::try_from(d.as_millis()).unwrap_or(u16::MAX);
        Writer::new(out)
            .u8(Self::TYPE)
            .zeros(3)
            .u32_le(self.sequence)
            .u16_le(s.max_transmit_buffer)
            .u16_le(ms(s.buffering_timeout))
            .u16_le(ms(s.overflow_timeout))
            .u16_le(ms(s.rx_timeout))
            .u16_le(ms(s.rx_flush_timeout))
            .u16_le(ms(s.heartbeat_interval))
            .zeros(4);
    }
}

/// Status of a [`StartSolRedirectionReply`]. An open set: only success has a known meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct StartStatus(pub u8);

impl StartStatus {
    /// The port is open.
    pub const SUCCESS: Self = Self(0);
}

/// Answer to the start, device → console:
/// `21, status, 2 × 0, sequence, 1, 0, firmware major, minor, 6 × 0, u32 IANA, 0`.
///
/// Always 23 bytes. No console reads more than the status; what follows it here is by analogy
/// with storage redirection (inferred), with byte 9 zero because one console takes it for the
/// status (observed).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartSolRedirectionReply {
    /// Whether the port is open.
    pub status: StartStatus,
    /// Message counter of the device.
    pub sequence: u32,
    /// Release of the firmware, if bytes 10 and 11 mean that (inferred).
    pub firmware: FirmwareVersion,
}

impl StartSolRedirectionReply {
    /// First byte of the message.
    pub const TYPE: u8 = 0x21;

    /// Decodes what follows [`Self::TYPE`].
    ///
    /// # Errors
    /// [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let (status, sequence) = header(r)?;
        let [_protocol_major, _protocol_minor, major, minor] = r.array()?;
        let [_, _, _, _, _, _] = r.array()?;
        let _iana = r.u32_le()?;
        let _oem_len = r.u8()?;
        Ok(Self {
            status: StartStatus(status),
            sequence,
            firmware: FirmwareVersion { major, minor },
        })
    }

    /// Appends the whole message, 23 bytes.
    pub fn encode(&self, out: &mut Vec<u8>) {
        Writer::new(out)
            .u8(Self::TYPE)
            .u8(self.status.0)
            .zeros(2)
            .u32_le(self.sequence)
            .bytes(&[1, 0, self.firmware.major, self.firmware.minor])
            .zeros(6)
            .u32_le(INTEL_IANA)
            .u8(0);
    }
}

fn millis(r: &mut Reader<'_>) -> Result<Duration, WireError> {
    Ok(Duration::from_millis(u64::from(r.u16_le()?)))
}
