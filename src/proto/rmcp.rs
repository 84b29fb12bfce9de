//! The presence ping: one datagram asks whether a management engine is there, one answers, without
//! any login.
//!
//! Shape of both: RMCP header `06 00 sequence class`, then ASF: `u32 enterprise number, type, tag,
//! reserved, u8 length`, then `length` bytes.
//!
//! Source: `docs/protocol/wsman.md` § 1.12 (spec); ASF 2.0 § 3.2.3–3.2.4.

use crate::wire::{Reader, WireError};

/// UDP port of management engines.
pub const PORT: u16 = 623;

/// Enterprise number of ASF itself, which ping and pong carry.
const ASF: u32 = 4542;

/// Enterprise number of Intel, in what a pong says.
const INTEL: u32 = 343;

/// RMCP version 1, reserved, no acknowledgement wanted, class ASF.
const HEADER: [u8; 4] = [0x06, 0x00, 0xFF, 0x06];

/// Bytes of data of a pong.
const PONG_DATA: u8 = 16;

/// `06 00 seq 06, 00 00 11 BE, 80, tag, 00, 00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PresencePing {
    /// Comes back in the answer.
    pub tag: u8,
}

impl PresencePing {
    /// Message type.
    pub const TYPE: u8 = 0x80;

    /// The whole datagram.
    #[must_use]
    pub fn encode(self) -> Vec<u8> {
        // Sequence 0, as the tools send it.
        let mut out = vec![0x06, 0x00, 0x00, 0x06];
        out.extend(ASF.to_be_bytes());
        out.extend([Self::TYPE, self.tag, 0, 0]);
        out
    }

    /// Reads a whole datagram.
    ///
    /// # Errors
    /// [`WireError`]; a datagram that is another message is `Invalid`.
    pub fn decode(datagram: &[u8]) -> Result<Self, WireError> {
        let mut r = Reader::new(datagram);
        let (tag, _) = envelope(&mut r, Self::TYPE)?;
        Ok(Self { tag })
    }
}

/// Whether Intel AMT is set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SetupState {
    /// In its factory state.
    NotConfigured,
    /// Being set up.
    InProgress,
    /// Set up.
    Configured,
    /// A number that nobody published.
    Unknown,
}

/// What a management engine says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PresencePong {
    /// As the ping had it.
    pub tag: u8,
    /// It is Intel's; what follows means something then only.
    pub is_intel: bool,
    /// The port that answers: 16992 or 16993; `None`: present and not set up.
    pub open_port: Option<u16>,
    /// Release, from AMT 6 on.
    pub version: Option<(u8, u8)>,
    /// Set up or not, from AMT 6 on.
    pub state: SetupState,
    /// Both plain and TLS port are open (observed).
    pub both_ports: bool,
}

impl PresencePong {
    /// Message type.
    pub const TYPE: u8 = 0x40;

    /// Reads a whole datagram.
    ///
    /// # Errors
    /// [`WireError`]; a datagram that is another message is `Invalid`.
    pub fn decode(datagram: &[u8]) -> Result<Self, WireError> {
        let mut r = Reader::new(datagram);
        let (tag, len) = envelope(&mut r, Self::TYPE)?;
        let mut r = Reader::new(r.bytes(usize::from(len))?);
        let enterprise = r.u32_be()?;
        let port = r.u16_be()?;
        let [nibbles, flags] = r.array()?;
        // Shorter ones were never seen, but what they lack is the release in full only.
        let [_, _, major, minor] = match r.remaining() {
            4.. => r.array()?,
            _ => [0; 4],
        };
        let version = match (nibbles, major) {
            (0, 0) => None,
            (0, major) => Some((major, minor)),
            (nibbles, _) => Some((nibbles >> 4, nibbles & 0x0F)),
        };
        Ok(Self {
            tag,
            is_intel: enterprise == INTEL,
            open_port: (port != 0).then_some(port),
            version,
            state: match flags & 0b11 {
                0 => SetupState::NotConfigured,
                1 => SetupState::InProgress,
                2 => SetupState::Configured,
                _ => SetupState::Unknown,
            },
            both_ports: flags & 0b100 != 0,
        })
    }

    /// The whole datagram.
    #[must_use]
    pub fn encode(self) -> Vec<u8> {
        let mut out = HEADER.to_vec();
        out.extend(ASF.to_be_bytes());
        out.extend([Self::TYPE, self.tag, 0, PONG_DATA]);
        out.extend(if self.is_intel { INTEL } else { ASF }.to_be_bytes());
        out.extend(self.open_port.unwrap_or(0).to_be_bytes());
        let (nibbles, full) = match self.version {
            None => (0, (0, 0)),
            Some((major @ ..16, minor @ ..16)) => (major << 4 | minor, (0, 0)),
            Some(version) => (0, version),
        };
        let state = match self.state {
            SetupState::NotConfigured => 0,
            SetupState::InProgress => 1,
            SetupState::Configured => 2,
            SetupState::Unknown => 3,
        };
        let flags = state | if self.both_ports { 0b100 } else { 0 };
        out.extend([nibbles, flags, 0, 0, full.0, full.1]);
        // Reserved by ASF.
        out.extend([0; 4]);
        out
    }
}

/// Reads both headers; returns tag and length of what follows.
fn envelope(r: &mut Reader<'_>, kind: u8) -> Result<(u8, u8), WireError> {
    let [version, _, _, class] = r.array()?;
    let invalid = |field, got: u8| WireError::Invalid {
        field,
        got: got.into(),
    };
    if version != 0x06 {
        return Err(invalid("RMCP version", version));
    }
    if class & 0x1F != 0x06 {
        return Err(invalid("RMCP class", class));
    }
    let enterprise = r.u32_be()?;
    if enterprise != ASF {
        return Err(WireError::Invalid {
            field: "IANA enterprise number",
            got: enterprise.into(),
        });
    }
    let [got, tag, _, len] = r.array()?;
    if got != kind {
        return Err(invalid("ASF message type", got));
    }
    Ok((tag, len))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Written by hand from § 1.12: tag 0x2A.
    const PING: &[u8] = b"\x06\0\0\x06\0\0\x11\xBE\x80\x2A\0\0";

    /// AMT 12.0, set up, 16993: the version fits two nibbles.
    const PONG_12: &[u8] = b"\x06\0\xFF\x06\0\0\x11\xBE\x40\x2A\0\x10\
        \0\0\x01\x57\x42\x61\xC0\x02\0\x20\0\0\0\0\0\0";

    /// AMT 16.1, set up, both ports: the version does not fit and stands in bytes 11 and 12.
    const PONG_16: &[u8] = b"\x06\0\xFF\x06\0\0\x11\xBE\x40\x01\0\x10\
        \0\0\x01\x57\x42\x60\0\x06\0\0\x10\x01\0\0\0\0";

    #[test]
    fn a_ping_is_as_the_tools_send_it() {
        assert_eq!(PresencePing { tag: 0x2A }.encode(), PING);
        assert_eq!(PresencePing::decode(PING), Ok(PresencePing { tag: 0x2A }));
    }

    #[test]
    fn pongs_tell_port_release_and_state() {
        let pong = PresencePong::decode(PONG_12).unwrap();
        assert_eq!(pong.open_port, Some(16993));
        assert_eq!(pong.version, Some((12, 0)));
        assert_eq!((pong.tag, pong.is_intel), (0x2A, true));
        assert_eq!(
            (pong.state, pong.both_ports),
            (SetupState::Configured, false)
        );

        let pong = PresencePong::decode(PONG_16).unwrap();
        assert_eq!(pong.version, Some((16, 1)));
        assert_eq!(pong.open_port, Some(16992));
        assert!(pong.both_ports);
        assert_eq!(pong.encode(), PONG_16);
    }

    #[test]
    fn a_factory_state_and_another_maker_are_told_from_a_pc_that_is_set_up() {
        // Present, port 0, no version, state 0.
        let bytes = b"\x06\0\xFF\x06\0\0\x11\xBE\x40\0\0\x10\0\0\x01\x57\0\0\0\0\0\0\0\0\0\0\0\0";
        let pong = PresencePong::decode(bytes).unwrap();
        assert_eq!(
            (pong.open_port, pong.version, pong.state),
            (None, None, SetupState::NotConfigured)
        );
        // What an IPMI controller answers (ASF 2.0: its own number, supported entities IPMI).
        let bytes = b"\x06\0\xFF\x06\0\0\x11\xBE\x40\0\0\x10\0\0\x11\xBE\0\0\0\0\x81\0\0\0\0\0\0\0";
        assert!(!PresencePong::decode(bytes).unwrap().is_intel);
    }

    #[test]
    fn what_is_cut_or_something_else_is_no_answer() {
        for cut in 0..PONG_12.len() {
            let result = PresencePong::decode(&PONG_12[..cut]);
            assert_eq!(result, Err(WireError::Incomplete), "cut after {cut}");
        }
        for cut in 0..PING.len() {
            let result = PresencePing::decode(&PING[..cut]);
            assert_eq!(result, Err(WireError::Incomplete), "cut after {cut}");
        }
        for (at, byte) in [(0, 5), (3, 7), (7, 0), (8, 0x80)] {
            let mut odd = PONG_12.to_vec();
            odd[at] = byte;
            assert!(
                matches!(PresencePong::decode(&odd), Err(WireError::Invalid { .. })),
                "byte {at}"
            );
        }
        assert!(PresencePing::decode(PONG_12).is_err());
    }
}
