//! Messages 0x40–0x54 of a storage redirection connection, both directions.
//!
//! Every message starts with the same eight bytes: `code, status, 0, attributes, u32 sequence`.
//! Integers are little-endian. [`DeviceMessage`] and [`ConsoleMessage`] are what one side may
//! receive from the other; the structs behind them also encode themselves.
//!
//! Source: `docs/protocol/redirection.md` § 6.1–6.10.

mod control;
mod device;
mod register;
mod transfer;

pub use control::{
    DisableEnableFeatures, DisableEnableFeaturesReply, ErrorOccured, FeatureRequest, ResetOccured,
    Start, StartIderRedirection, StartIderRedirectionReply,
};
pub use device::{Drive, Sense};
pub use register::{Attributes, Registers};
pub use transfer::{CommandEndResponse, CommandWritten, DataFromHost, DataToHost, GetDataFromHost};

use crate::wire::{Reader, WireError, Writer};

/// Position of a message in its direction: the first has 0, every further one of any code has
/// one more; wraps. Both sides check the other's numbers (observed for consoles).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Sequence(pub u32);

impl Sequence {
    /// The number of the message that follows.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

/// The eight bytes in front of every message, without the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Zero, except in a [`StartIderRedirectionReply`] that refuses.
    pub status: u8,
    /// How a transfer is meant; empty in all messages but 51, 52 and 54.
    pub attributes: Attributes,
    /// Position in its direction.
    pub sequence: Sequence,
}

impl Header {
    /// Decodes what follows the code.
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let [status, _, attributes] = r.array()?;
        Ok(Self {
            status,
            attributes: Attributes::from_bits_retain(attributes),
            sequence: Sequence(r.u32_le()?),
        })
    }
}

/// Appends code, attributes and sequence number.
fn header<'a>(
    out: &'a mut Vec<u8>,
    code: u8,
    attributes: Attributes,
    sequence: Sequence,
) -> Writer<'a> {
    let mut w = Writer::new(out);
    w.bytes(&[code, 0, 0, attributes.bits()]).u32_le(sequence.0);
    w
}

/// A message that is nothing but its header.
macro_rules! header_only {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub struct $name;

            impl $name {
                /// First byte of the message.
                pub const TYPE: u8 = $code;

                /// Appends the whole message.
                pub fn encode(self, sequence: Sequence, out: &mut Vec<u8>) {
                    header(out, Self::TYPE, Attributes::empty(), sequence);
                }
            }
        )*
    };
}

header_only! {
    /// Close, console → device: `42, 3 × 0, u32 sequence`.
    EndIder = 0x42;
    /// Answer to [`EndIder`], or the device's own wish to close:
    /// `43, 3 × 0, u32 sequence`, device → console.
    EndIderReply = 0x43;
    /// Asks for a [`KeepAlivePong`]: `44, 3 × 0, u32 sequence`, both ways.
    KeepAlivePing = 0x44;
    /// `45, 3 × 0, u32 sequence`, with the answering side's own next number.
    KeepAlivePong = 0x45;
    /// Acknowledges [`ResetOccured`], console → device: `47, 3 × 0, u32 sequence`.
    ResetOccuredResponse = 0x47;
    /// A sign of life that wants no answer: `4B, 3 × 0, u32 sequence`, both ways.
    Heartbeat = 0x4B;
}

/// Everything a device sends after the login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceMessage<'a> {
    /// 0x41
    StartReply(StartIderRedirectionReply),
    /// 0x43
    EndReply,
    /// 0x44
    Ping,
    /// 0x45
    Pong,
    /// 0x46
    Reset(ResetOccured),
    /// 0x49
    FeaturesReply(DisableEnableFeaturesReply),
    /// 0x4A
    Error(ErrorOccured),
    /// 0x4B
    Heartbeat,
    /// 0x50
    Command(CommandWritten),
    /// 0x53
    Data(DataFromHost<'a>),
}

impl<'a> DeviceMessage<'a> {
    /// Decodes one whole message.
    ///
    /// # Errors
    /// [`WireError::Incomplete`]; [`WireError::Invalid`] for a code no device sends;
    /// [`WireError::TooLong`] for more data than one message may carry.
    pub fn decode(r: &mut Reader<'a>) -> Result<(Header, Self), WireError> {
        let code = r.u8()?;
        // An unknown code is known at its first byte; waiting for a header that may never come
        // would turn a clear answer into a time-out.
        let known = [
            StartIderRedirectionReply::TYPE,
            EndIderReply::TYPE,
            KeepAlivePing::TYPE,
            KeepAlivePong::TYPE,
            ResetOccured::TYPE,
            DisableEnableFeaturesReply::TYPE,
            ErrorOccured::TYPE,
            Heartbeat::TYPE,
            CommandWritten::TYPE,
            DataFromHost::TYPE,
        ];
        if !known.contains(&code) {
            return Err(unknown_code(code));
        }
        let header = Header::decode(r)?;
        let message = match code {
            StartIderRedirectionReply::TYPE => {
                Self::StartReply(StartIderRedirectionReply::decode(header.status, r)?)
            }
            EndIderReply::TYPE => Self::EndReply,
            KeepAlivePing::TYPE => Self::Ping,
            KeepAlivePong::TYPE => Self::Pong,
            ResetOccured::TYPE => Self::Reset(ResetOccured::decode(r)?),
            DisableEnableFeaturesReply::TYPE => {
                Self::FeaturesReply(DisableEnableFeaturesReply::decode(r)?)
            }
            ErrorOccured::TYPE => Self::Error(ErrorOccured::decode(r)?),
            Heartbeat::TYPE => Self::Heartbeat,
            CommandWritten::TYPE => Self::Command(CommandWritten::decode(r)?),
            DataFromHost::TYPE => Self::Data(DataFromHost::decode(r)?),
            _ => return Err(unknown_code(code)),
        };
        Ok((header, message))
    }
}

impl DeviceMessage<'_> {
    /// First byte of the message.
    #[must_use]
    pub const fn code(&self) -> u8 {
        match self {
            Self::StartReply(_) => StartIderRedirectionReply::TYPE,
            Self::EndReply => EndIderReply::TYPE,
            Self::Ping => KeepAlivePing::TYPE,
            Self::Pong => KeepAlivePong::TYPE,
            Self::Reset(_) => ResetOccured::TYPE,
            Self::FeaturesReply(_) => DisableEnableFeaturesReply::TYPE,
            Self::Error(_) => ErrorOccured::TYPE,
            Self::Heartbeat => Heartbeat::TYPE,
            Self::Command(_) => CommandWritten::TYPE,
            Self::Data(_) => DataFromHost::TYPE,
        }
    }
}

/// Everything a console sends after the login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsoleMessage<'a> {
    /// 0x40
    Start(StartIderRedirection),
    /// 0x42
    End,
    /// 0x44
    Ping,
    /// 0x45
    Pong,
    /// 0x47
    ResetResponse,
    /// 0x48
    Features(DisableEnableFeatures),
    /// 0x4B
    Heartbeat,
    /// 0x51
    CommandEnd(CommandEndResponse),
    /// 0x52
    GetData(GetDataFromHost),
    /// 0x54
    Data(DataToHost<'a>),
}

impl<'a> ConsoleMessage<'a> {
    /// Decodes one whole message.
    ///
    /// # Errors
    /// [`WireError::Incomplete`]; [`WireError::Invalid`] for a code no console sends or a feature
    /// request nobody knows; [`WireError::TooLong`] for more data than one message may carry.
    pub fn decode(r: &mut Reader<'a>) -> Result<(Header, Self), WireError> {
        let code = r.u8()?;
        let known = [
            StartIderRedirection::TYPE,
            EndIder::TYPE,
            KeepAlivePing::TYPE,
            KeepAlivePong::TYPE,
            ResetOccuredResponse::TYPE,
            DisableEnableFeatures::TYPE,
            Heartbeat::TYPE,
            CommandEndResponse::TYPE,
            GetDataFromHost::TYPE,
            DataToHost::TYPE,
        ];
        if !known.contains(&code) {
            return Err(unknown_code(code));
        }
        let header = Header::decode(r)?;
        let message = match code {
            StartIderRedirection::TYPE => Self::Start(StartIderRedirection::decode(r)?),
            EndIder::TYPE => Self::End,
            KeepAlivePing::TYPE => Self::Ping,
            KeepAlivePong::TYPE => Self::Pong,
            ResetOccuredResponse::TYPE => Self::ResetResponse,
            DisableEnableFeatures::TYPE => Self::Features(DisableEnableFeatures::decode(r)?),
            Heartbeat::TYPE => Self::Heartbeat,
            CommandEndResponse::TYPE => {
                Self::CommandEnd(CommandEndResponse::decode(header.attributes, r)?)
            }
            GetDataFromHost::TYPE => Self::GetData(GetDataFromHost::decode(r)?),
            DataToHost::TYPE => Self::Data(DataToHost::decode(header.attributes, r)?),
            _ => return Err(unknown_code(code)),
        };
        Ok((header, message))
    }
}

impl ConsoleMessage<'_> {
    /// First byte of the message.
    #[must_use]
    pub const fn code(&self) -> u8 {
        match self {
            Self::Start(_) => StartIderRedirection::TYPE,
            Self::End => EndIder::TYPE,
            Self::Ping => KeepAlivePing::TYPE,
            Self::Pong => KeepAlivePong::TYPE,
            Self::ResetResponse => ResetOccuredResponse::TYPE,
            Self::Features(_) => DisableEnableFeatures::TYPE,
            Self::Heartbeat => Heartbeat::TYPE,
            Self::CommandEnd(_) => CommandEndResponse::TYPE,
            Self::GetData(_) => GetDataFromHost::TYPE,
            Self::Data(_) => DataToHost::TYPE,
        }
    }
}

/// The error for a first byte that this direction does not know.
const fn unknown_code(code: u8) -> WireError {
    WireError::Invalid {
        field: "message code",
        got: code as u64,
    }
}

#[cfg(test)]
mod tests;
