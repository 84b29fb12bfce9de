//! Which message it is, by its first byte.

use super::{
    ControlsFromHost, ControlsToHost, DataFromHost, DataToHost, EndSolRedirection,
    EndSolRedirectionReply, Heartbeat, KeepAlivePing, KeepAlivePong, StartSolRedirection,
    StartSolRedirectionReply,
};
use crate::wire::{Reader, WireError};

/// Any message that a device may send, by its first byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FromDevice<'a> {
    /// Answer to [`StartSolRedirection`].
    StartReply(StartSolRedirectionReply),
    /// The session has ended.
    EndReply(EndSolRedirectionReply),
    /// Asks for a sign of life; field practice is to send it back unchanged.
    Ping(KeepAlivePing),
    /// Answer to a [`KeepAlivePing`] of ours.
    Pong(KeepAlivePong),
    /// State of the serial port and the PC.
    Controls(ControlsFromHost),
    /// Terminal bytes.
    Data(DataFromHost<'a>),
    /// Sign of life.
    Heartbeat(Heartbeat),
}

impl<'a> FromDevice<'a> {
    /// Decodes a whole message, its first byte included.
    ///
    /// # Errors
    /// [`WireError::Invalid`] for a first byte that no device sends, [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'a>) -> Result<Self, WireError> {
        Ok(match r.u8()? {
            StartSolRedirectionReply::TYPE => {
                Self::StartReply(StartSolRedirectionReply::decode(r)?)
            }
            EndSolRedirectionReply::TYPE => Self::EndReply(EndSolRedirectionReply::decode(r)?),
            KeepAlivePing::TYPE => Self::Ping(KeepAlivePing::decode(r)?),
            KeepAlivePong::TYPE => Self::Pong(KeepAlivePong::decode(r)?),
            ControlsFromHost::TYPE => Self::Controls(ControlsFromHost::decode(r)?),
            DataFromHost::TYPE => Self::Data(DataFromHost::decode(r)?),
            Heartbeat::TYPE => Self::Heartbeat(Heartbeat::decode(r)?),
            other => return Err(unknown(other)),
        })
    }

    /// First byte of the message.
    #[must_use]
    pub const fn first_byte(&self) -> u8 {
        match self {
            Self::StartReply(_) => StartSolRedirectionReply::TYPE,
            Self::EndReply(_) => EndSolRedirectionReply::TYPE,
            Self::Ping(_) => KeepAlivePing::TYPE,
            Self::Pong(_) => KeepAlivePong::TYPE,
            Self::Controls(_) => ControlsFromHost::TYPE,
            Self::Data(_) => DataFromHost::TYPE,
            Self::Heartbeat(_) => Heartbeat::TYPE,
        }
    }
}

/// Any message that a console may send, by its first byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FromConsole<'a> {
    /// Opens the port.
    Start(StartSolRedirection),
    /// Closes it.
    End(EndSolRedirection),
    /// Asks for a [`KeepAlivePong`].
    Ping(KeepAlivePing),
    /// Answer to a ping of the device, from consoles that do not echo.
    Pong(KeepAlivePong),
    /// Purpose unknown; sent once after the start by some consoles.
    Controls(ControlsToHost),
    /// Typed bytes.
    Data(DataToHost<'a>),
    /// Sign of life.
    Heartbeat(Heartbeat),
}

impl<'a> FromConsole<'a> {
    /// Decodes a whole message, its first byte included.
    ///
    /// # Errors
    /// [`WireError::Invalid`] for a first byte that no console sends, [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'a>) -> Result<Self, WireError> {
        Ok(match r.u8()? {
            StartSolRedirection::TYPE => Self::Start(StartSolRedirection::decode(r)?),
            EndSolRedirection::TYPE => Self::End(EndSolRedirection::decode(r)?),
            KeepAlivePing::TYPE => Self::Ping(KeepAlivePing::decode(r)?),
            KeepAlivePong::TYPE => Self::Pong(KeepAlivePong::decode(r)?),
            ControlsToHost::TYPE => Self::Controls(ControlsToHost::decode(r)?),
            DataToHost::TYPE => Self::Data(DataToHost::decode(r)?),
            Heartbeat::TYPE => Self::Heartbeat(Heartbeat::decode(r)?),
            other => return Err(unknown(other)),
        })
    }
}

fn unknown(first_byte: u8) -> WireError {
    WireError::Invalid {
        field: "SOL message type",
        got: u64::from(first_byte),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::proto::redir::messages::FirmwareVersion;
    use crate::proto::sol::messages::{Control, PortStatus, Settings, StartStatus};
    use crate::wire::hexdump::parse_hex;
    use proptest::prelude::*;

    /// Decodes every cut of `message` and then the whole of it.
    fn from_device(message: &[u8]) -> FromDevice<'_> {
        for cut in 0..message.len() {
            let result = FromDevice::decode(&mut Reader::new(&message[..cut]));
            assert_eq!(result, Err(WireError::Incomplete), "cut after {cut} bytes");
        }
        let mut r = Reader::new(message);
        let decoded = FromDevice::decode(&mut r).unwrap();
        assert_eq!(r.remaining(), 0);
        decoded
    }

    /// As [`from_device`], for the other direction.
    fn from_console(message: &[u8]) -> FromConsole<'_> {
        for cut in 0..message.len() {
            let result = FromConsole::decode(&mut Reader::new(&message[..cut]));
            assert_eq!(result, Err(WireError::Incomplete), "cut after {cut} bytes");
        }
        let mut r = Reader::new(message);
        let decoded = FromConsole::decode(&mut r).unwrap();
        assert_eq!(r.remaining(), 0);
        decoded
    }

    fn encoded(encode: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
        let mut out = Vec::new();
        encode(&mut out);
        out
    }

    #[test]
    fn start_of_mesh_commander_and_of_amtterm_decode_and_round_trip() {
        for (golden, sequence, settings) in [
            (
                "20 00 00 00 01 00 00 00 10 27 64 00 00 00 10 27 64 00 00 00 00 00 00 00",
                1,
                Settings::MESH_COMMANDER,
            ),
            (
                "20 00 00 00 00 00 00 00 E8 03 64 00 00 00 10 27 00 00 88 13 00 00 00 00",
                0,
                Settings::AMTTERM,
            ),
        ] {
            let golden = parse_hex(golden).unwrap();
            let start = StartSolRedirection { sequence, settings };
            assert_eq!(from_console(&golden), FromConsole::Start(start));
            assert_eq!(encoded(|out| start.encode(out)), golden);
        }
    }

    #[test]
    fn a_setting_beyond_16_bits_is_sent_as_the_longest() {
        let settings = Settings {
            rx_timeout: Duration::from_secs(3600),
            ..Settings::default()
        };
        let start = StartSolRedirection {
            sequence: 0,
            settings,
        };
        assert_eq!(encoded(|out| start.encode(out))[14..16], [0xFF, 0xFF]);
    }

    #[test]
    fn start_reply_has_23_bytes_and_a_status() {
        let golden =
            parse_hex("21 00 00 00 00 00 00 00 01 00 0F 00 00 00 00 00 00 00 57 01 00 00 00")
                .unwrap();
        let reply = StartSolRedirectionReply {
            status: StartStatus::SUCCESS,
            sequence: 0,
            firmware: FirmwareVersion {
                major: 15,
                minor: 0,
            },
        };
        assert_eq!(from_device(&golden), FromDevice::StartReply(reply));
        assert_eq!(encoded(|out| reply.encode(out)), golden);

        let mut refused = golden;
        refused[1] = 7;
        let FromDevice::StartReply(reply) = from_device(&refused) else {
            panic!("no start reply");
        };
        assert_eq!(reply.status, StartStatus(7));
    }

    #[test]
    fn data_of_both_directions_round_trips() {
        let golden = parse_hex("28 00 00 00 04 00 00 00 03 00 6C 73 0D").unwrap();
        let data = DataToHost {
            sequence: 4,
            data: b"ls\r",
        };
        assert_eq!(from_console(&golden), FromConsole::Data(data));
        assert_eq!(encoded(|out| data.encode(out).unwrap()), golden);

        let golden =
            parse_hex("2A 00 00 00 02 00 00 00 0E 00 1B 5B 32 4A 1B 5B 31 3B 31 48 42 49 4F 53")
                .unwrap();
        let data = DataFromHost {
            sequence: 2,
            data: b"\x1b[2J\x1b[1;1HBIOS",
        };
        assert_eq!(from_device(&golden), FromDevice::Data(data));
        assert_eq!(encoded(|out| data.encode(out).unwrap()), golden);
        assert!(!format!("{data:?}").contains("BIOS"));
    }

    #[test]
    fn data_beyond_16_bits_of_length_is_refused_and_appends_nothing() {
        let long = vec![b'x'; 65_536];
        let mut out = vec![9];
        let data = DataToHost {
            sequence: 0,
            data: &long,
        };
        assert!(data.encode(&mut out).is_err());
        assert_eq!(out, [9]);
    }

    #[test]
    fn controls_of_both_directions_round_trip() {
        let golden = parse_hex("27 00 00 00 02 00 00 00 00 00 1B 00 00 00").unwrap();
        let controls = ControlsToHost { sequence: 2 };
        assert_eq!(from_console(&golden), FromConsole::Controls(controls));
        assert_eq!(encoded(|out| controls.encode(out)), golden);

        let golden = parse_hex("29 00 00 00 01 00 00 00 03 04").unwrap();
        let controls = ControlsFromHost {
            sequence: 1,
            control: Control::RTS | Control::DTR,
            status: PortStatus::POWER_ON,
        };
        assert_eq!(from_device(&golden), FromDevice::Controls(controls));
        assert_eq!(encoded(|out| controls.encode(out)), golden);
    }

    #[test]
    fn unknown_control_bits_survive() {
        let golden = parse_hex("29 00 00 00 01 00 00 00 F8 E0").unwrap();
        let FromDevice::Controls(controls) = from_device(&golden) else {
            panic!("no controls");
        };
        assert_eq!(encoded(|out| controls.encode(out)), golden);
    }

    #[test]
    fn messages_without_a_body_have_eight_bytes() {
        for (golden, message) in [
            ("23 00 00 00 05 00 00 00", {
                FromDevice::EndReply(EndSolRedirectionReply { sequence: 5 })
            }),
            ("24 00 00 00 06 01 00 00", {
                FromDevice::Ping(KeepAlivePing { sequence: 0x106 })
            }),
            ("25 00 00 00 07 00 00 00", {
                FromDevice::Pong(KeepAlivePong { sequence: 7 })
            }),
            ("2B 00 00 00 03 00 00 00", {
                FromDevice::Heartbeat(Heartbeat { sequence: 3 })
            }),
        ] {
            let golden = parse_hex(golden).unwrap();
            assert_eq!(from_device(&golden), message);
        }
        let golden = parse_hex("22 00 00 00 05 00 00 00").unwrap();
        let end = EndSolRedirection { sequence: 5 };
        assert_eq!(from_console(&golden), FromConsole::End(end));
        assert_eq!(encoded(|out| end.encode(out)), golden);
    }

    #[test]
    fn a_first_byte_of_another_protocol_is_refused_at_once() {
        for byte in [0x00, 0x11, 0x20, 0x26, 0x28, 0x2C, 0x41, 0xF0] {
            let message = [byte];
            let result = FromDevice::decode(&mut Reader::new(&message));
            assert!(
                matches!(result, Err(WireError::Invalid { got, .. }) if got == u64::from(byte))
            );
        }
        assert!(matches!(
            FromConsole::decode(&mut Reader::new(&[0x2A])),
            Err(WireError::Invalid { .. })
        ));
    }

    proptest! {
        #[test]
        fn decoding_any_bytes_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            FromDevice::decode(&mut Reader::new(&bytes)).ok();
            FromConsole::decode(&mut Reader::new(&bytes)).ok();
        }
    }
}
