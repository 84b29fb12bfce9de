//! Messages 0x10–0x14: start of a redirection session and authentication.
//!
//! Integers are little-endian. Source: `docs/protocol/redirection.md` § 2, § 3.

use crate::limits;
use crate::wire::{Reader, WireError, Writer};

/// What a redirection connection is for; four ASCII characters on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SessionType {
    /// Serial over LAN.
    Sol,
    /// Storage redirection.
    Ider,
    /// Screen, keyboard and pointer.
    Kvm,
}

impl SessionType {
    /// The four characters on the wire; `SOL` has a trailing space.
    #[must_use]
    pub const fn code(self) -> [u8; 4] {
        match self {
            Self::Sol => *b"SOL ",
            Self::Ider => *b"IDER",
            Self::Kvm => *b"KVMR",
        }
    }

    /// Byte 1 of the start message: 1 for KVM, else 0. Firmware does not check it
    /// (observed; it may be the link preference).
    const fn option(self) -> u8 {
        match self {
            Self::Kvm => 1,
            Self::Sol | Self::Ider => 0,
        }
    }
}

/// `StartRedirectionSession`, console → device: `10, option, 2 × 0, 4 × type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartRedirectionSession {
    /// What the connection is for.
    pub session_type: SessionType,
}

impl StartRedirectionSession {
    /// First byte of the message.
    pub const TYPE: u8 = 0x10;

    /// Decodes what follows [`Self::TYPE`]. `Ok(Err(code))` is a well-formed message for a type
    /// nobody knows, which a device answers with [`Status::TYPE_UNKNOWN`].
    ///
    /// # Errors
    /// [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'_>) -> Result<Result<Self, [u8; 4]>, WireError> {
        let [_option, _, _] = r.array()?;
        let code = r.array()?;
        let types = [SessionType::Sol, SessionType::Ider, SessionType::Kvm];
        let known = types.into_iter().find(|t| t.code() == code);
        Ok(known.map(|session_type| Self { session_type }).ok_or(code))
    }

    /// Appends the whole message.
    pub fn encode(&self, out: &mut Vec<u8>) {
        let t = self.session_type;
        Writer::new(out)
            .u8(Self::TYPE)
            .u8(t.option())
            .zeros(2)
            .bytes(&t.code());
    }
}

/// Status of a [`StartRedirectionSessionReply`]. An open set: unknown values survive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Status(pub u8);

impl Status {
    /// The session may authenticate.
    pub const SUCCESS: Self = Self(0x00);
    /// The device does not know this session type.
    pub const TYPE_UNKNOWN: Self = Self(0x01);
    /// A session of this type exists already.
    pub const BUSY: Self = Self(0x02);
    /// The feature is absent or disabled.
    pub const UNSUPPORTED: Self = Self(0x03);
    /// The user in front of the PC has to consent first (storage redirection).
    pub const CONSENT_REQUIRED: Self = Self(0x05);
    /// Generic error.
    pub const ERROR: Self = Self(0xFF);
}

/// What a device tells about itself when it accepts a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FirmwareVersion {
    /// Release, for example 15.
    pub major: u8,
    /// Minor release.
    pub minor: u8,
}

/// `StartRedirectionSessionReply`, device → console:
/// `11, status, 2 × 0, protocol 1.0, firmware major, minor, u32 IANA, u8 n, n × OEM`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartRedirectionSessionReply {
    /// Whether and why not.
    pub status: Status,
    /// Only with [`Status::SUCCESS`]: a failure guarantees no more than four bytes.
    pub firmware: Option<FirmwareVersion>,
}

impl StartRedirectionSessionReply {
    /// First byte of the message.
    pub const TYPE: u8 = 0x11;

    /// Decodes what follows [`Self::TYPE`]. A failure is complete after four bytes in all, even
    /// if the device sends thirteen; the connection ends there either way.
    ///
    /// # Errors
    /// [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let status = Status(r.u8()?);
        let [_, _] = r.array()?;
        if status != Status::SUCCESS {
            return Ok(Self {
                status,
                firmware: None,
            });
        }
        let [_protocol_major, _protocol_minor, major, minor] = r.array()?;
        let _iana = r.u32_le()?;
        let oem_len = r.u8()?;
        r.bytes(usize::from(oem_len))?;
        Ok(Self {
            status,
            firmware: Some(FirmwareVersion { major, minor }),
        })
    }

    /// Appends the whole message: always 13 bytes, as captured devices do.
    pub fn encode(&self, out: &mut Vec<u8>) {
        let FirmwareVersion { major, minor } = self.firmware.unwrap_or_default();
        Writer::new(out)
            .u8(Self::TYPE)
            .u8(self.status.0)
            .zeros(2)
            .bytes(&[1, 0, major, minor])
            .u32_le(INTEL_IANA)
            .u8(0);
    }
}

/// Enterprise number of Intel.
pub const INTEL_IANA: u32 = 343;

/// `EndRedirectionSession`, console → device: `12, 3 × 0`. Has no reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndRedirectionSession;

impl EndRedirectionSession {
    /// First byte of the message.
    pub const TYPE: u8 = 0x12;

    /// Decodes what follows [`Self::TYPE`].
    ///
    /// # Errors
    /// [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let [_, _, _] = r.array()?;
        Ok(Self)
    }

    /// Appends the whole message.
    pub fn encode(&self, out: &mut Vec<u8>) {
        Writer::new(out).u8(Self::TYPE).zeros(3);
    }
}

/// Authentication method. An open set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AuthType(pub u8);

impl AuthType {
    /// Asks which methods there are.
    pub const QUERY: Self = Self(0);
    /// User and password in clear; gone since AMT 12.
    pub const PASSWORD: Self = Self(1);
    /// A GSS ticket.
    pub const KERBEROS: Self = Self(2);
    /// Digest without qop (RFC 2069).
    pub const DIGEST: Self = Self(3);
    /// Digest with `qop=auth` (RFC 2617).
    pub const DIGEST_QOP: Self = Self(4);
}

/// Status of an [`AuthenticateSessionReply`]. An open set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AuthStatus(pub u8);

impl AuthStatus {
    /// Logged in; for a query, the answer.
    pub const SUCCESS: Self = Self(0);
    /// A challenge the first time, a refusal after an answer.
    pub const FAILURE: Self = Self(1);
    /// The method is not offered.
    pub const NOT_SUPPORTED: Self = Self(2);
}

/// `AuthenticateSession`, console → device: `13, 3 × 0, u8 method, u32 length, data`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuthenticateSession<'a> {
    /// Which method the data belongs to.
    pub auth_type: AuthType,
    /// Method-specific, see [`digest`](crate::proto::digest); borrowed from the receive buffer.
    pub data: &'a [u8],
}

impl<'a> AuthenticateSession<'a> {
    /// First byte of the message.
    pub const TYPE: u8 = 0x13;
    /// The nine bytes that ask which methods there are.
    pub const QUERY: [u8; 9] = [Self::TYPE, 0, 0, 0, 0, 0, 0, 0, 0];

    /// Decodes what follows [`Self::TYPE`]. Reserved bytes are not checked: consoles exist that
    /// set byte 3 (observed).
    ///
    /// # Errors
    /// [`WireError::TooLong`] beyond [`limits::AUTH_DATA_BYTES`], [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'a>) -> Result<Self, WireError> {
        let [_, _, _, auth_type] = r.array()?;
        let data = auth_data(r)?;
        Ok(Self {
            auth_type: AuthType(auth_type),
            data,
        })
    }

    /// Appends the whole message.
    pub fn encode(&self, out: &mut Vec<u8>) {
        auth_message(out, [Self::TYPE, 0, 0, 0, self.auth_type.0], self.data);
    }
}

/// `AuthenticateSessionReply`, device → console: `14, status, 2 × 0, u8 method, u32 length, data`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuthenticateSessionReply<'a> {
    /// Whether, or a challenge.
    pub status: AuthStatus,
    /// Echo of the request.
    pub auth_type: AuthType,
    /// List of methods, or a challenge; borrowed from the receive buffer.
    pub data: &'a [u8],
}

impl<'a> AuthenticateSessionReply<'a> {
    /// First byte of the message.
    pub const TYPE: u8 = 0x14;

    /// Decodes what follows [`Self::TYPE`].
    ///
    /// # Errors
    /// [`WireError::TooLong`] beyond [`limits::AUTH_DATA_BYTES`], [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'a>) -> Result<Self, WireError> {
        let [status, _, _, auth_type] = r.array()?;
        let data = auth_data(r)?;
        Ok(Self {
            status: AuthStatus(status),
            auth_type: AuthType(auth_type),
            data,
        })
    }

    /// Appends the whole message.
    pub fn encode(&self, out: &mut Vec<u8>) {
        auth_message(
            out,
            [Self::TYPE, self.status.0, 0, 0, self.auth_type.0],
            self.data,
        );
    }
}

/// The length and data common to both authentication messages.
fn auth_data<'a>(r: &mut Reader<'a>) -> Result<&'a [u8], WireError> {
    let len = r.u32_le()?;
    let len = usize::try_from(len).unwrap_or(usize::MAX);
    r.bounded("authentication data length", len, limits::AUTH_DATA_BYTES)
}

/// Header, length, data. Data beyond `u32::MAX` cannot be built from one-byte-length fields.
fn auth_message(out: &mut Vec<u8>, header: [u8; 5], data: &[u8]) {
    let len = u32::try_from(data.len()).unwrap_or(u32::MAX);
    Writer::new(out).bytes(&header).u32_le(len).bytes(data);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::hexdump::parse_hex;

    /// Runs `decode` on every cut of `message` (from byte 1 on) and then on the whole of it.
    fn decode_whole<'a, T: std::fmt::Debug + PartialEq>(
        message: &'a [u8],
        decode: impl Fn(&mut Reader<'a>) -> Result<T, WireError>,
    ) -> T {
        for cut in 1..message.len() {
            let result = decode(&mut Reader::new(&message[1..cut]));
            assert_eq!(result, Err(WireError::Incomplete), "cut after {cut} bytes");
        }
        let mut r = Reader::new(&message[1..]);
        let decoded = decode(&mut r).unwrap();
        assert_eq!(r.remaining(), 0);
        decoded
    }

    #[test]
    fn start_round_trips_and_keeps_unknown_types() {
        let golden = parse_hex("10 01 00 00 4B 56 4D 52").unwrap();
        let start = decode_whole(&golden, StartRedirectionSession::decode).unwrap();
        assert_eq!(start.session_type, SessionType::Kvm);
        let mut out = Vec::new();
        start.encode(&mut out);
        assert_eq!(out, golden);
        let mut r = Reader::new(b"\0\0\0ABCD");
        assert_eq!(StartRedirectionSession::decode(&mut r), Ok(Err(*b"ABCD")));
    }

    #[test]
    fn start_reply_of_amt_15_decodes() {
        let golden = parse_hex("11 00 00 00 01 00 0F 00 57 01 00 00 00").unwrap();
        let reply = decode_whole(&golden, StartRedirectionSessionReply::decode);
        assert_eq!(
            reply.firmware,
            Some(FirmwareVersion {
                major: 15,
                minor: 0
            })
        );
        let mut out = Vec::new();
        reply.encode(&mut out);
        assert_eq!(out, golden);
    }

    #[test]
    fn a_refusal_is_whole_after_four_bytes() {
        let reply = decode_whole(&[0x11, 2, 0, 0], StartRedirectionSessionReply::decode);
        assert_eq!(reply.status, Status::BUSY);
    }

    #[test]
    fn method_list_decodes_and_round_trips() {
        let golden = parse_hex("14 00 00 00 00 03 00 00 00 01 03 04").unwrap();
        let reply = decode_whole(&golden, AuthenticateSessionReply::decode);
        assert_eq!(
            (reply.status, reply.data),
            (AuthStatus::SUCCESS, &[1, 3, 4][..])
        );
        let mut out = Vec::new();
        reply.encode(&mut out);
        assert_eq!(out, golden);
    }

    #[test]
    fn authentication_data_of_4_gib_is_refused_at_once() {
        let mut r = Reader::new(&[0, 0, 0, 4, 0xFF, 0xFF, 0xFF, 0xFF]);
        let result = AuthenticateSession::decode(&mut r);
        assert!(matches!(
            result,
            Err(WireError::TooLong {
                got: 0xFFFF_FFFF,
                ..
            })
        ));
    }
}
