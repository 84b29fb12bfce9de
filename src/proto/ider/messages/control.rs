//! Opening, features, reset and error: 0x40, 0x41, 0x46, 0x48, 0x49, 0x4A.

use super::{Attributes, Sequence, header};
use crate::proto::redir::messages::{FirmwareVersion, INTEL_IANA};
use crate::wire::{Reader, WireError, Writer};

/// Opens storage redirection, console → device:
/// `40, header, u16 rx, u16 tx, u16 heartbeat, u32 version`. 18 bytes.
///
/// The times are milliseconds. Source: `docs/protocol/redirection.md` § 6.3 (spec).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartIderRedirection {
    /// The device closes when it hears nothing for this long; 10 000..=65 535.
    pub rx_timeout_ms: u16,
    /// Unused; all consoles send 0.
    pub tx_timeout_ms: u16,
    /// The device sends a heartbeat this often; 0 never, else at least 100.
    pub heartbeat_ms: u16,
    /// 1; an old proxy sends 0 (observed).
    pub version: u32,
}

impl StartIderRedirection {
    /// First byte of the message.
    pub const TYPE: u8 = 0x40;

    /// Decodes what follows the header.
    pub(super) fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        Ok(Self {
            rx_timeout_ms: r.u16_le()?,
            tx_timeout_ms: r.u16_le()?,
            heartbeat_ms: r.u16_le()?,
            version: r.u32_le()?,
        })
    }

    /// Appends the whole message.
    pub fn encode(&self, sequence: Sequence, out: &mut Vec<u8>) {
        header(out, Self::TYPE, Attributes::empty(), sequence)
            .u16_le(self.rx_timeout_ms)
            .u16_le(self.tx_timeout_ms)
            .u16_le(self.heartbeat_ms)
            .u32_le(self.version);
    }
}

/// The device's abilities, device → console: `41, header with status, u8 × 2 protocol,
/// u8 × 2 firmware, 4 unknown, u16 read buffer, u16 write buffer, 1 unknown, u8 features, 3 × 0,
/// u32 IANA, u8 n, n × OEM`. 30 + n bytes.
///
/// Source: `docs/protocol/redirection.md` § 6.3 (observed, AMT 16.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartIderRedirectionReply {
    /// 0, or why not.
    pub status: u8,
    /// Release of the firmware.
    pub firmware: FirmwareVersion,
    /// Most data bytes in one [`DataToHost`](super::DataToHost).
    pub read_buffer: u16,
    /// Most data bytes in one [`DataFromHost`](super::DataFromHost), hence in one request for it.
    pub write_buffer: u16,
    /// Must be 0: consoles close otherwise, the meaning of other values is unknown.
    pub features: u8,
}

impl StartIderRedirectionReply {
    /// First byte of the message.
    pub const TYPE: u8 = 0x41;

    /// Decodes what follows the header, which held `status`. A refusal ends with the header:
    /// as with [`StartRedirectionSessionReply`](crate::proto::redir::messages), nothing behind
    /// it is guaranteed.
    pub(super) fn decode(status: u8, r: &mut Reader<'_>) -> Result<Self, WireError> {
        if status != 0 {
            return Ok(Self {
                status,
                firmware: FirmwareVersion::default(),
                read_buffer: 0,
                write_buffer: 0,
                features: 0,
            });
        }
        let [_protocol_major, _protocol_minor, major, minor] = r.array()?;
        let [_, _, _, _] = r.array()?;
        let read_buffer = r.u16_le()?;
        let write_buffer = r.u16_le()?;
        let [_, features, _, _, _] = r.array()?;
        let _iana = r.u32_le()?;
        let oem_len = r.u8()?;
        r.bytes(usize::from(oem_len))?;
        Ok(Self {
            status,
            firmware: FirmwareVersion { major, minor },
            read_buffer,
            write_buffer,
            features,
        })
    }

    /// Appends the whole message: 30 bytes, the unknown ones as captured.
    pub fn encode(&self, sequence: Sequence, out: &mut Vec<u8>) {
        let FirmwareVersion { major, minor } = self.firmware;
        Writer::new(out)
            .bytes(&[Self::TYPE, self.status, 0, 0])
            .u32_le(sequence.0)
            .bytes(&[1, 0, major, minor, 2, 1, 0, 0])
            .u16_le(self.read_buffer)
            .u16_le(self.write_buffer)
            .bytes(&[0x0C, self.features, 0, 0, 0])
            .u32_le(INTEL_IANA)
            .u8(0);
    }
}

/// When the drives appear to the host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Start {
    /// At the next reset of the host's bus: the safe choice before a boot.
    NextReset,
    /// At once, unless the host has a command pending.
    Graceful,
    /// At once, whatever the host does. May upset a running system.
    Now,
}

impl Start {
    /// The bits of the register flags that say when.
    const fn bits(self) -> u32 {
        match self {
            Self::NextReset => 0x08,
            Self::Graceful => 0x10,
            Self::Now => 0x18,
        }
    }
}

/// What a [`DisableEnableFeatures`] wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FeatureRequest {
    /// Is redirection available? Answered with bit 0.
    GetSupported,
    /// Is it on? Answered with bit 1.
    GetRegisterState,
    /// Switch on or off.
    SetRegisterState {
        /// On, else off.
        enabled: bool,
        /// When. `None`: bits that no console sends.
        start: Option<Start>,
    },
}

/// Switches the drives, console → device: `48, header, u8 request, [u32 flags]`.
///
/// 9 bytes for the questions, 13 for the setting. Source: `docs/protocol/redirection.md` § 6.6
/// (spec, observed).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DisableEnableFeatures {
    /// What is wanted.
    pub request: FeatureRequest,
}

impl DisableEnableFeatures {
    /// First byte of the message.
    pub const TYPE: u8 = 0x48;
    /// [`FeatureRequest::GetSupported`] on the wire.
    pub const GET_SUPPORTED: u8 = 1;
    /// [`FeatureRequest::GetRegisterState`] on the wire.
    pub const GET_REGISTER_STATE: u8 = 2;
    /// [`FeatureRequest::SetRegisterState`] on the wire.
    pub const SET_REGISTER_STATE: u8 = 3;
    /// Flag: on.
    const ENABLED: u32 = 0x01;

    /// Decodes what follows the header.
    pub(super) fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let request = match r.u8()? {
            Self::GET_SUPPORTED => FeatureRequest::GetSupported,
            Self::GET_REGISTER_STATE => FeatureRequest::GetRegisterState,
            Self::SET_REGISTER_STATE => {
                let flags = r.u32_le()?;
                let all = [Start::NextReset, Start::Graceful, Start::Now];
                FeatureRequest::SetRegisterState {
                    enabled: flags & Self::ENABLED != 0,
                    start: all.into_iter().find(|s| s.bits() == flags & 0x18),
                }
            }
            got => {
                return Err(WireError::Invalid {
                    field: "feature request",
                    got: u64::from(got),
                });
            }
        };
        Ok(Self { request })
    }

    /// Appends the whole message.
    pub fn encode(&self, sequence: Sequence, out: &mut Vec<u8>) {
        let mut w = header(out, Self::TYPE, Attributes::empty(), sequence);
        match self.request {
            FeatureRequest::GetSupported => w.u8(Self::GET_SUPPORTED),
            FeatureRequest::GetRegisterState => w.u8(Self::GET_REGISTER_STATE),
            FeatureRequest::SetRegisterState { enabled, start } => {
                let when = start.map_or(0, Start::bits);
                let on = if enabled { Self::ENABLED } else { 0 };
                w.u8(Self::SET_REGISTER_STATE).u32_le(on | when)
            }
        };
    }
}

/// Answer to [`DisableEnableFeatures`], device → console: `49, header, u8 request, u32 value`.
/// 13 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DisableEnableFeaturesReply {
    /// Echo of the request byte, see the constants of [`DisableEnableFeatures`].
    pub request: u8,
    /// For a setting: 1 accepted, anything else rejected.
    pub value: u32,
}

impl DisableEnableFeaturesReply {
    /// First byte of the message.
    pub const TYPE: u8 = 0x49;
    /// Value of an accepted setting.
    pub const ACCEPTED: u32 = 1;

    /// Decodes what follows the header.
    pub(super) fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        Ok(Self {
            request: r.u8()?,
            value: r.u32_le()?,
        })
    }

    /// Appends the whole message.
    pub fn encode(&self, sequence: Sequence, out: &mut Vec<u8>) {
        header(out, Self::TYPE, Attributes::empty(), sequence)
            .u8(self.request)
            .u32_le(self.value);
    }
}

/// The host reset its bus, device → console: `46, header, u8 mask`. 9 bytes.
///
/// No further command arrives before the console has answered with
/// [`ResetOccuredResponse`](super::ResetOccuredResponse) (inferred). The name is spelt as the
/// specification spells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResetOccured {
    /// Which drives; 03 in the capture.
    pub mask: u8,
}

impl ResetOccured {
    /// First byte of the message.
    pub const TYPE: u8 = 0x46;

    /// Decodes what follows the header.
    pub(super) fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        Ok(Self { mask: r.u8()? })
    }

    /// Appends the whole message.
    pub fn encode(&self, sequence: Sequence, out: &mut Vec<u8>) {
        header(out, Self::TYPE, Attributes::empty(), sequence).u8(self.mask);
    }
}

/// The device gave up on a command, device → console: `4A, header, u8 code, 2 unknown`. 11 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorOccured {
    /// 03 in the capture; meaning unknown.
    pub code: u8,
}

impl ErrorOccured {
    /// First byte of the message.
    pub const TYPE: u8 = 0x4A;

    /// Decodes what follows the header.
    pub(super) fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let [code, _, _] = r.array()?;
        Ok(Self { code })
    }

    /// Appends the whole message.
    pub fn encode(&self, sequence: Sequence, out: &mut Vec<u8>) {
        header(out, Self::TYPE, Attributes::empty(), sequence).bytes(&[self.code, 0, 0]);
    }
}
