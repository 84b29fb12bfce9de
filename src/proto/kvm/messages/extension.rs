//! Intel's own messages, carried as cut text whose first byte is zero.
//!
//! * `\0KvmExtCmd\0, command, [value]`: switches of the picture (AMT ≥ 16).
//! * `\0KvmDataChannel, flag, payload`: a pipe to an agent in the PC's system (AMT ≥ 12). Flag 0
//!   is a message, anything else the device's receipt for ours.
//!
//! Source: `docs/protocol/redirection.md` § 5.10 (spec).

use super::ClientCutText;
use crate::wire::{Reader, WireError};

/// Whether the device halves large pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decimation {
    /// Never.
    Never,
    /// As it sees fit.
    Automatic,
    /// Always.
    Always,
}

impl Decimation {
    const fn code(self) -> u8 {
        match self {
            Self::Never => 1,
            Self::Automatic => 2,
            Self::Always => 3,
        }
    }

    const fn from_code(code: u8) -> Option<Self> {
        match code {
            1 => Some(Self::Never),
            2 => Some(Self::Automatic),
            3 => Some(Self::Always),
            _ => None,
        }
    }
}

/// What a console may say inside cut text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientExtension {
    /// Asks how pictures are halved.
    GetDecimation,
    /// Has pictures halved or not.
    SetDecimation(Decimation),
    /// Asks whether tiles are deflated.
    GetZlib,
    /// Has tiles deflated or not.
    SetZlib(bool),
    /// An empty message on the data channel, which keeps the session alive.
    KeepAlive,
}

impl ClientExtension {
    /// Appends the whole `ClientCutText`.
    pub fn encode(&self, out: &mut Vec<u8>) {
        let command = |bytes: &[u8]| [COMMAND, bytes].concat();
        let text = match self {
            Self::GetDecimation => command(&[GET_DECIMATION]),
            Self::SetDecimation(mode) => command(&[SET_DECIMATION, mode.code()]),
            Self::GetZlib => command(&[GET_ZLIB]),
            Self::SetZlib(on) => command(&[SET_ZLIB, u8::from(*on)]),
            Self::KeepAlive => [DATA_CHANNEL, &[0]].concat(),
        };
        ClientCutText { text: &text }.encode(out);
    }
}

/// What a device says inside cut text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerExtension {
    /// How pictures are halved, and whether this one is, where it says so.
    Decimation {
        /// The rule.
        mode: Decimation,
        /// The picture is half of the screen now.
        is_halved: Option<bool>,
    },
    /// Receipt for [`ClientExtension::SetDecimation`].
    DecimationSet,
    /// Tiles are deflated, or not.
    Zlib(bool),
    /// Receipt for [`ClientExtension::SetZlib`].
    ZlibSet,
    /// A message on the data channel; the first, empty one says that there is a channel.
    Data,
    /// Receipt for our last message on the data channel.
    DataReceipt,
}

impl ServerExtension {
    /// Reads the text of a `ServerCutText`. `None` if it is no message of these kinds: a
    /// clipboard, or an extension that nobody has described.
    #[must_use]
    pub fn decode(text: &[u8]) -> Option<Self> {
        if let Some(rest) = text.strip_prefix(DATA_CHANNEL) {
            return Some(match rest.first()? {
                0 => Self::Data,
                _ => Self::DataReceipt,
            });
        }
        let rest = text.strip_prefix(COMMAND)?;
        Self::decode_command(&mut Reader::new(rest)).ok().flatten()
    }

    /// A reply without any value is none.
    fn decode_command(r: &mut Reader<'_>) -> Result<Option<Self>, WireError> {
        let (command, value) = (r.u8()?, r.u8()?);
        Ok(match command {
            GET_DECIMATION => Decimation::from_code(value).map(|mode| Self::Decimation {
                mode,
                is_halved: r.u8().ok().map(|state| state != 0),
            }),
            SET_DECIMATION => Some(Self::DecimationSet),
            GET_ZLIB => Some(Self::Zlib(value != 0)),
            SET_ZLIB => Some(Self::ZlibSet),
            _ => None,
        })
    }
}

const DATA_CHANNEL: &[u8] = b"\0KvmDataChannel";
const COMMAND: &[u8] = b"\0KvmExtCmd\0";
const GET_DECIMATION: u8 = 1;
const SET_DECIMATION: u8 = 2;
const GET_ZLIB: u8 = 3;
const SET_ZLIB: u8 = 4;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::hexdump::parse_hex;

    #[test]
    fn what_a_console_says_matches_the_examples_of_the_specification() {
        for (message, expected) in [
            (
                ClientExtension::SetZlib(true),
                "06 00 00 00 00 00 00 0D | 00 4B 76 6D 45 78 74 43 6D 64 00 | 04 01",
            ),
            (
                ClientExtension::GetZlib,
                "06 00 00 00 00 00 00 0C | 00 4B 76 6D 45 78 74 43 6D 64 00 | 03",
            ),
            (
                ClientExtension::SetDecimation(Decimation::Automatic),
                "06 00 00 00 00 00 00 0D | 00 4B 76 6D 45 78 74 43 6D 64 00 | 02 02",
            ),
            (
                ClientExtension::GetDecimation,
                "06 00 00 00 00 00 00 0C | 00 4B 76 6D 45 78 74 43 6D 64 00 | 01",
            ),
            (
                ClientExtension::KeepAlive,
                "06 00 00 00 00 00 00 10 \
                 00 4B 76 6D 44 61 74 61 43 68 61 6E 6E 65 6C | 00",
            ),
        ] {
            let mut out = Vec::new();
            message.encode(&mut out);
            assert_eq!(out, parse_hex(expected).unwrap(), "{message:?}");
        }
    }

    #[test]
    fn what_a_device_says_is_read() {
        let command = |end: &str| parse_hex(&format!("00 4B 76 6D 45 78 74 43 6D 64 00 {end}"));
        let halved = |is_halved| ServerExtension::Decimation {
            mode: Decimation::Automatic,
            is_halved,
        };
        for (end, expected) in [
            ("04 00", Some(ServerExtension::ZlibSet)),
            ("01 02 01", Some(halved(Some(true)))),
            ("01 02 00", Some(halved(Some(false)))),
            ("01 02", Some(halved(None))),
            ("02 01", Some(ServerExtension::DecimationSet)),
            ("03 00", Some(ServerExtension::Zlib(false))),
            ("03 01", Some(ServerExtension::Zlib(true))),
            // Too short to mean anything, and values and commands that nobody has described.
            ("03", None),
            ("", None),
            ("01 09", None),
            ("77 01", None),
        ] {
            let text = command(end).unwrap();
            assert_eq!(ServerExtension::decode(&text), expected, "{end}");
        }
        let channel = |end: &[u8]| [&b"\0KvmDataChannel"[..], end].concat();
        for (end, expected) in [
            (&b"\0"[..], Some(ServerExtension::Data)),
            (b"\0{}", Some(ServerExtension::Data)),
            (b"\x01", Some(ServerExtension::DataReceipt)),
            (b"", None),
        ] {
            assert_eq!(ServerExtension::decode(&channel(end)), expected);
        }
        for text in [&b""[..], b"\0", b"KvmExtCmd", b"a clipboard"] {
            assert_eq!(ServerExtension::decode(text), None);
        }
    }
}
