//! Messages 0x20–0x2B: serial over LAN.
//!
//! Every message starts with `type, 3 bytes, u32 sequence`; the first of the three bytes is a
//! status where a message has one, the others are reserved and never checked. Integers are
//! little-endian. Firmware ignores the console's sequence numbers and no console checks the
//! firmware's (observed), so they are carried and nothing more.
//!
//! Source: `docs/protocol/redirection.md` § 4.

use std::num::TryFromIntError;
use std::time::Duration;

use crate::proto::redir::messages::{FirmwareVersion, INTEL_IANA};
use crate::wire::{Reader, WireError, Writer};

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

/// How the device shall serve the port. All times have a resolution of 1 ms and a range of
/// 0..=65 535 ms; longer ones are sent as the longest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Bytes the device collects and sends in one [`DataFromHost`].
    pub max_transmit_buffer: u16,
    /// How long the device collects before it sends; zero: only when the buffer is full.
    pub buffering_timeout: Duration,
    /// How long the device waits with a full buffer before it drops; zero: not at all.
    pub overflow_timeout: Duration,
    /// The device closes a session whose console is silent for this long; zero: never.
    pub rx_timeout: Duration,
    /// The device drops typed bytes which the host leaves unread for this long; zero: never.
    pub rx_flush_timeout: Duration,
    /// How often the device sends a [`Heartbeat`]; zero: never.
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

/// The two data messages differ in nothing but direction and first byte.
macro_rules! data_messages {
    ($($name:ident = $type:literal, $doc:literal;)*) => {
        $(
            #[doc = $doc]
            #[derive(Clone, Copy, PartialEq, Eq)]
            pub struct $name<'a> {
                /// Message counter of the sender.
                pub sequence: u32,
                /// Bytes of the serial line, 0..=65 535, borrowed from the receive buffer.
                pub data: &'a [u8],
            }

            impl<'a> $name<'a> {
                /// First byte of the message.
                pub const TYPE: u8 = $type;

                /// Decodes what follows [`Self::TYPE`].
                ///
                /// # Errors
                /// [`WireError::Incomplete`].
                pub fn decode(r: &mut Reader<'a>) -> Result<Self, WireError> {
                    let (_, sequence) = header(r)?;
                    let len = r.u16_le()?;
                    let data = r.bytes(usize::from(len))?;
                    Ok(Self { sequence, data })
                }

                /// Appends the whole message, 10 bytes and the data.
                ///
                /// # Errors
                /// If `data` exceeds `u16::MAX` bytes; nothing is appended then.
                pub fn encode(&self, out: &mut Vec<u8>) -> Result<(), TryFromIntError> {
                    let len = u16::try_from(self.data.len())?;
                    Writer::new(out)
                        .u8(Self::TYPE)
                        .zeros(3)
                        .u32_le(self.sequence)
                        .u16_le(len)
                        .bytes(self.data);
                    Ok(())
                }
            }

            /// What is on the line may be a password: only its length is printed.
            impl std::fmt::Debug for $name<'_> {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.debug_struct(stringify!($name))
                        .field("sequence", &self.sequence)
                        .field("len", &self.data.len())
                        .finish()
                }
            }
        )*
    };
}

data_messages! {
    DataToHost = 0x28, "Typed bytes, console → device: `28, 3 × 0, sequence, u16 length, bytes`.";
    DataFromHost = 0x2A, "Terminal bytes, device → console: `2A, 3 × 0, sequence, u16 length, bytes`.";
}

/// Messages of a header and nothing else.
macro_rules! bare_messages {
    ($($name:ident = $type:literal, $doc:literal;)*) => {
        $(
            #[doc = $doc]
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub struct $name {
                /// Message counter of the sender; an answer to a ping repeats it.
                pub sequence: u32,
            }

            impl $name {
                /// First byte of the message.
                pub const TYPE: u8 = $type;

                /// Decodes what follows [`Self::TYPE`].
                ///
                /// # Errors
                /// [`WireError::Incomplete`].
                pub fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
                    let (_, sequence) = header(r)?;
                    Ok(Self { sequence })
                }

                /// Appends the whole message, 8 bytes.
                pub fn encode(&self, out: &mut Vec<u8>) {
                    Writer::new(out).u8(Self::TYPE).zeros(3).u32_le(self.sequence);
                }
            }
        )*
    };
}

bare_messages! {
    EndSolRedirection = 0x22, "Closes the port, console → device: `22, 3 × 0, sequence`.";
    EndSolRedirectionReply = 0x23, "The port is closed, device → console: `23, 3 × 0, sequence`.";
    KeepAlivePing = 0x24, "Asks for a sign of life, seen in both directions: `24, 3 × 0, sequence`.";
    KeepAlivePong = 0x25, "Answer to a ping with its sequence: `25, 3 × 0, sequence`.";
    Heartbeat = 0x2B, "Sign of life, both directions: `2B, 3 × 0, sequence`.";
}

/// Status byte and sequence; the first byte is read already.
fn header(r: &mut Reader<'_>) -> Result<(u8, u32), WireError> {
    let [status, _, _] = r.array()?;
    Ok((status, r.u32_le()?))
}

fn millis(r: &mut Reader<'_>) -> Result<Duration, WireError> {
    Ok(Duration::from_millis(u64::from(r.u16_le()?)))
}

#[cfg(test)]
mod tests {
    use super::*;
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
