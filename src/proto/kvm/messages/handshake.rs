//! From the first byte of the KVM stream to `ServerInit`.

use crate::limits;
use crate::proto::kvm::pixel::WirePixelFormat;
use crate::wire::{Reader, WireError, Writer};

/// `StartKvm`, console → device: `40, 7 × 0`, on a redirection connection only.
///
/// Exactly eight bytes: firmware takes a ninth for the client's version and refuses.
/// Source: `docs/protocol/redirection.md` § 5.1 (observed).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartKvm;

impl StartKvm {
    /// First byte of the message.
    pub const TYPE: u8 = 0x40;

    /// Decodes what follows [`Self::TYPE`].
    ///
    /// # Errors
    /// [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let [_, _, _, _, _, _, _] = r.array()?;
        Ok(Self)
    }

    /// Appends the whole message.
    pub fn encode(&self, out: &mut Vec<u8>) {
        Writer::new(out).u8(Self::TYPE).zeros(7);
    }
}

/// `StartKvmReply`, device → console: `41, status, 6 × 0`. RFB follows at once.
///
/// Source: `docs/protocol/redirection.md` § 5.1 (observed; only status 0 was ever seen).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartKvmReply {
    /// 0 for success.
    pub status: u8,
}

impl StartKvmReply {
    /// First byte of the message.
    pub const TYPE: u8 = 0x41;

    /// Decodes what follows [`Self::TYPE`].
    ///
    /// # Errors
    /// [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let [status, _, _, _, _, _, _] = r.array()?;
        Ok(Self { status })
    }

    /// Appends the whole message.
    pub fn encode(&self, out: &mut Vec<u8>) {
        Writer::new(out).u8(Self::TYPE).u8(self.status).zeros(6);
    }
}

/// `ProtocolVersion`, both directions: twelve ASCII bytes `RFB xxx.yyy\n`.
///
/// Kept as sent, because servers exist that announce versions nobody specified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProtocolVersion(pub [u8; 12]);

impl ProtocolVersion {
    /// The oldest published version.
    pub const V3_3: Self = Self(*b"RFB 003.003\n");
    /// Version 3.7.
    pub const V3_7: Self = Self(*b"RFB 003.007\n");
    /// The version we speak.
    pub const V3_8: Self = Self(*b"RFB 003.008\n");
    /// RealVNC's dialect, which AMT announces and which nobody should answer with.
    pub const V4_0: Self = Self(*b"RFB 004.000\n");

    /// Decodes twelve bytes that begin with `RFB `. Other beginnings are refused as soon as they
    /// differ, so that a peer of another protocol is recognised by its first bytes.
    ///
    /// # Errors
    /// [`WireError::Invalid`] with the first byte that differs, [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let wrong = r.peek_rest().iter().zip(b"RFB ").find(|(a, b)| a != b);
        if let Some((got, _)) = wrong {
            return Err(WireError::Invalid {
                field: "protocol version",
                got: u64::from(*got),
            });
        }
        r.array().map(Self)
    }

    /// Appends the whole message.
    pub fn encode(&self, out: &mut Vec<u8>) {
        out.extend(self.0);
    }

    /// Major and minor number, if the text has its usual form.
    #[must_use]
    pub fn number(&self) -> Option<(u16, u16)> {
        let text = std::str::from_utf8(&self.0).ok()?;
        let (major, minor) = text.strip_prefix("RFB ")?.trim_end().split_once('.')?;
        Some((major.parse().ok()?, minor.parse().ok()?))
    }
}

/// How a client proves who it is. An open set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SecurityType(pub u8);

impl SecurityType {
    /// No proof asked; on a redirection connection that happened before.
    pub const NONE: Self = Self(1);
    /// DES challenge and response with a password of eight characters.
    pub const VNC_AUTHENTICATION: Self = Self(2);
    /// TLS or plain sub-types negotiated inside.
    pub const VENCRYPT: Self = Self(19);
    /// RealVNC's own, announced by AMT beside [`NONE`](Self::NONE).
    pub const REAL_VNC: Self = Self(128);
}

/// The security types a server offers (3.7 and later): `u8 n, n × u8`, or `0, u32 length, reason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecurityTypes<'a> {
    /// One byte per type, in the server's order; borrowed from the receive buffer.
    Offered(&'a [u8]),
    /// The server refuses this connection, with its reason: any bytes, often ASCII.
    Refused(&'a [u8]),
}

impl<'a> SecurityTypes<'a> {
    /// Decodes the whole list or refusal.
    ///
    /// # Errors
    /// [`WireError::TooLong`] for a reason beyond [`limits::REASON_BYTES`],
    /// [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'a>) -> Result<Self, WireError> {
        match r.u8()? {
            0 => reason(r).map(Self::Refused),
            count => r.bytes(usize::from(count)).map(Self::Offered),
        }
    }

    /// Appends the whole message; of more than 255 types, the first 255.
    pub fn encode(&self, out: &mut Vec<u8>) {
        match self {
            Self::Offered(types) => {
                let count = u8::try_from(types.len()).unwrap_or(u8::MAX);
                out.push(count);
                out.extend(types.iter().take(usize::from(count)));
            }
            Self::Refused(text) => {
                Writer::new(out).u8(0).with_u32_be_length(|w| {
                    w.bytes(text);
                });
            }
        }
    }

    /// Whether a type is offered.
    #[must_use]
    pub fn offers(&self, wanted: SecurityType) -> bool {
        matches!(self, Self::Offered(types) if types.contains(&wanted.0))
    }
}

/// `SecurityResult`: `u32 0`, or `u32 status, u32 length, reason` (3.8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecurityResult<'a> {
    /// The client may go on.
    Ok,
    /// It may not, with the server's reason: any bytes, often ASCII.
    Failed(&'a [u8]),
}

impl<'a> SecurityResult<'a> {
    /// Decodes the whole message.
    ///
    /// # Errors
    /// [`WireError::TooLong`] for a reason beyond [`limits::REASON_BYTES`],
    /// [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'a>) -> Result<Self, WireError> {
        match r.u32_be()? {
            0 => Ok(Self::Ok),
            _ => reason(r).map(Self::Failed),
        }
    }

    /// Appends the whole message.
    pub fn encode(&self, out: &mut Vec<u8>) {
        match self {
            Self::Ok => Writer::new(out).u32_be(0),
            Self::Failed(text) => Writer::new(out).u32_be(1).with_u32_be_length(|w| {
                w.bytes(text);
            }),
        };
    }
}

/// A bounded text behind its length.
pub(in crate::proto::kvm) fn reason<'a>(r: &mut Reader<'a>) -> Result<&'a [u8], WireError> {
    let len = usize::try_from(r.u32_be()?).unwrap_or(usize::MAX);
    r.bounded("reason length", len, limits::REASON_BYTES)
}

/// `ClientInit`: one byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientInit {
    /// Other viewers may stay. AMT has one viewer anyway.
    pub shared: bool,
}

impl ClientInit {
    /// Decodes the byte; anything but 0 means shared.
    ///
    /// # Errors
    /// [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let shared = r.u8()? != 0;
        Ok(Self { shared })
    }

    /// Appends the byte.
    pub fn encode(&self, out: &mut Vec<u8>) {
        out.push(u8::from(self.shared));
    }
}

/// `ServerInit`: `u16 width, u16 height, 16 × pixel format, u32 length, name`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerInit<'a> {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
    /// What the server sends until a client asks for another format.
    pub format: WirePixelFormat,
    /// Desktop name, any bytes; borrowed from the receive buffer.
    pub name: &'a [u8],
}

impl<'a> ServerInit<'a> {
    /// Decodes the whole message.
    ///
    /// # Errors
    /// [`WireError::TooLong`] for a name beyond [`limits::NAME_BYTES`], [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'a>) -> Result<Self, WireError> {
        let width = r.u16_be()?;
        let height = r.u16_be()?;
        let format = WirePixelFormat::decode(r)?;
        let len = usize::try_from(r.u32_be()?).unwrap_or(usize::MAX);
        let name = r.bounded("desktop name length", len, limits::NAME_BYTES)?;
        Ok(Self {
            width,
            height,
            format,
            name,
        })
    }

    /// Appends the whole message.
    pub fn encode(&self, out: &mut Vec<u8>) {
        Writer::new(out).u16_be(self.width).u16_be(self.height);
        self.format.encode(out);
        Writer::new(out).with_u32_be_length(|w| {
            w.bytes(self.name);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests_support::decode_whole;
    use super::*;
    use crate::screen::PixelFormat;
    use crate::wire::hexdump::parse_hex;

    #[test]
    fn the_start_and_its_reply_have_eight_bytes() {
        let start = parse_hex("40 00 00 00 00 00 00 00").unwrap();
        let reply = parse_hex("41 00 00 00 00 00 00 00").unwrap();
        let mut out = Vec::new();
        decode_whole(&start, 1, StartKvm::decode).encode(&mut out);
        assert_eq!(out, start);
        out.clear();
        decode_whole(&reply, 1, StartKvmReply::decode).encode(&mut out);
        assert_eq!(out, reply);
    }

    #[test]
    fn any_version_text_of_rfb_is_accepted_and_kept() {
        let golden = parse_hex("52 46 42 20 30 30 34 2E 30 30 30 0A").unwrap();
        let version = decode_whole(&golden, 0, ProtocolVersion::decode);
        assert_eq!(version, ProtocolVersion::V4_0);
        assert_eq!(version.number(), Some((4, 0)));
        let mut out = Vec::new();
        version.encode(&mut out);
        assert_eq!(out, golden);
        let odd = decode_whole(b"RFB whatever", 0, ProtocolVersion::decode);
        assert_eq!(odd.number(), None);
    }

    #[test]
    fn another_protocol_is_refused_at_the_first_byte_that_differs() {
        for (bytes, got) in [(&b"H"[..], b'H'), (b"RFC", b'C'), (b"\x15\x03", 0x15)] {
            let result = ProtocolVersion::decode(&mut Reader::new(bytes));
            let got = u64::from(got);
            let field = "protocol version";
            assert_eq!(result, Err(WireError::Invalid { field, got }));
        }
    }

    /// AMT 14.1 offers None and RealVNC's own type.
    #[test]
    fn security_types_decode_and_round_trip() {
        let golden = parse_hex("02 01 80").unwrap();
        for cut in 0..golden.len() {
            let result = SecurityTypes::decode(&mut Reader::new(&golden[..cut]));
            assert_eq!(result, Err(WireError::Incomplete));
        }
        let types = SecurityTypes::decode(&mut Reader::new(&golden)).unwrap();
        assert!(types.offers(SecurityType::NONE) && types.offers(SecurityType::REAL_VNC));
        assert!(!types.offers(SecurityType::VNC_AUTHENTICATION));
        let mut out = Vec::new();
        types.encode(&mut out);
        assert_eq!(out, golden);
    }

    #[test]
    fn a_refusal_carries_its_reason_in_the_list_and_in_the_result() {
        let list = parse_hex("00 00 00 00 04 62 75 73 79").unwrap();
        let types = SecurityTypes::decode(&mut Reader::new(&list)).unwrap();
        assert_eq!(types, SecurityTypes::Refused(b"busy"));
        let result = parse_hex("00 00 00 01 00 00 00 04 62 75 73 79").unwrap();
        let failed = SecurityResult::decode(&mut Reader::new(&result)).unwrap();
        assert_eq!(failed, SecurityResult::Failed(b"busy"));
        let mut out = Vec::new();
        types.encode(&mut out);
        failed.encode(&mut out);
        assert_eq!(out, [list, result].concat());
        for cut in 0..12 {
            let result = SecurityResult::decode(&mut Reader::new(&out[9..9 + cut]));
            assert_eq!(result, Err(WireError::Incomplete));
        }
    }

    #[test]
    fn a_reason_or_name_of_4_gib_is_refused_before_it_arrives() {
        let too_long = |result| matches!(result, Err(WireError::TooLong { .. }));
        let reason = [0, 0xFF, 0xFF, 0xFF, 0xFF];
        let result = SecurityTypes::decode(&mut Reader::new(&reason)).map(|_| ());
        assert!(too_long(result));
        let mut init = [0; 24];
        init[20..].fill(0xFF);
        let result = ServerInit::decode(&mut Reader::new(&init)).map(|_| ());
        assert!(too_long(result));
    }

    /// From a log of an AMT at 720 × 400.
    #[test]
    fn server_init_of_amt_decodes_and_round_trips() {
        let golden = parse_hex(
            "02 D0 01 90 | 10 10 00 01 00 1F 00 3F 00 1F 0B 05 00 00 00 00 | 00 00 00 10 \
             49 6E 74 65 6C 28 72 29 20 41 4D 54 20 4B 56 4D",
        )
        .unwrap();
        for cut in 0..golden.len() {
            let result = ServerInit::decode(&mut Reader::new(&golden[..cut]));
            assert_eq!(result, Err(WireError::Incomplete), "cut after {cut} bytes");
        }
        let init = ServerInit::decode(&mut Reader::new(&golden)).unwrap();
        assert_eq!((init.width, init.height), (720, 400));
        assert_eq!(init.format.known(), Some(PixelFormat::Rgb565));
        assert_eq!(init.name, b"Intel(r) AMT KVM");
        let mut out = Vec::new();
        init.encode(&mut out);
        assert_eq!(out, golden);
    }

    #[test]
    fn client_init_is_one_byte() {
        let mut out = Vec::new();
        decode_whole(&[1], 0, ClientInit::decode).encode(&mut out);
        decode_whole(&[0], 0, ClientInit::decode).encode(&mut out);
        assert_eq!(out, [1, 0]);
    }
}
