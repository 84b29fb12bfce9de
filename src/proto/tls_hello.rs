//! Enough of TLS to find out what a device speaks when our TLS cannot speak it.
//!
//! AMT up to 11 knows only TLS 1.0 and 1.1, later releases may offer nothing but RSA key exchange.
//! A handshake with such a device fails with one of many errors; a `ClientHello` that offers the
//! old as well gets a `ServerHello` that names what the device chose, and that says it plainly.
//! No key is ever exchanged with it.
//!
//! Source: RFC 5246 §6.2, §7.4.1 (spec); `docs/protocol/wsman.md` § 1.10.

use std::fmt;

use crate::wire::{Reader, WireError, Writer};

/// A protocol version as it stands on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TlsVersion(pub u16);

impl TlsVersion {
    /// SSL 3.0.
    pub const SSL3: Self = Self(0x0300);
    /// TLS 1.0.
    pub const TLS10: Self = Self(0x0301);
    /// TLS 1.1.
    pub const TLS11: Self = Self(0x0302);
    /// TLS 1.2.
    pub const TLS12: Self = Self(0x0303);
    /// TLS 1.3.
    pub const TLS13: Self = Self(0x0304);
}

impl fmt::Display for TlsVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match *self {
            Self::SSL3 => "SSL 3.0",
            Self::TLS10 => "TLS 1.0",
            Self::TLS11 => "TLS 1.1",
            Self::TLS12 => "TLS 1.2",
            Self::TLS13 => "TLS 1.3",
            Self(other) => return write!(f, "TLS version {other:#06x}"),
        })
    }
}

/// What a device answered to a hello.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HelloAnswer {
    /// It would go on with this version and cipher suite.
    Hello {
        /// The version it chose.
        version: TlsVersion,
        /// The cipher suite it chose.
        cipher_suite: u16,
    },
    /// It refuses.
    Alert {
        /// 70 is `protocol_version`, 40 `handshake_failure`.
        description: u8,
    },
    /// It does not speak TLS at all.
    NotTls,
}

impl HelloAnswer {
    /// Reads the first record of the answer.
    ///
    /// # Errors
    /// [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let content_type = r.u8()?;
        if !matches!(content_type, ALERT | HANDSHAKE) {
            return Ok(Self::NotTls);
        }
        let [major, _minor] = r.array()?;
        let length = usize::from(r.u16_be()?);
        if major != 3 || length == 0 || length > MAX_RECORD {
            return Ok(Self::NotTls);
        }
        if content_type == ALERT {
            let [_level, description] = r.array()?;
            return Ok(Self::Alert { description });
        }
        if r.u8()? != SERVER_HELLO {
            return Ok(Self::NotTls);
        }
        let [_, _, _] = r.array()?; // length of the message
        let version = TlsVersion(r.u16_be()?);
        let _random = r.bytes(32)?;
        let session_id = r.u8()?;
        r.bytes(usize::from(session_id))?;
        Ok(Self::Hello {
            version,
            cipher_suite: r.u16_be()?,
        })
    }
}

/// A `ClientHello` that offers everything up to `version` with the cipher suites of old devices.
///
/// With extensions only from TLS 1.2 on: some old stacks close on seeing any.
#[must_use]
pub fn client_hello(version: TlsVersion, random: &[u8; 32]) -> Vec<u8> {
    let mut body = Vec::new();
    let mut w = Writer::new(&mut body);
    w.u16_be(version.0).bytes(random).u8(0); // no session to resume
    let suites: Vec<u8> = SUITES.iter().flat_map(|s| s.to_be_bytes()).collect();
    w.u16_be(short_length(&suites)).bytes(&suites);
    w.bytes(&[1, 0]); // no compression
    if version >= TlsVersion::TLS12 {
        w.u16_be(short_length(EXTENSIONS)).bytes(EXTENSIONS);
    }

    let mut handshake = Vec::new();
    let length = u32::from(short_length(&body)).to_be_bytes();
    let [_, high, middle, low] = length;
    Writer::new(&mut handshake)
        .bytes(&[CLIENT_HELLO, high, middle, low])
        .bytes(&body);

    let mut record = Vec::new();
    Writer::new(&mut record)
        .u8(HANDSHAKE)
        // The record layer says 1.0 whatever the hello offers: old stacks insist.
        .u16_be(TlsVersion::TLS10.0)
        .u16_be(short_length(&handshake))
        .bytes(&handshake);
    record
}

/// All our lengths are a few hundred bytes.
fn short_length(bytes: &[u8]) -> u16 {
    u16::try_from(bytes.len()).unwrap_or(u16::MAX)
}

const ALERT: u8 = 21;
const HANDSHAKE: u8 = 22;
const CLIENT_HELLO: u8 = 1;
const SERVER_HELLO: u8 = 2;
/// RFC 5246 §6.2.1, with the allowance of §6.2.3.
const MAX_RECORD: usize = (1 << 14) + 2048;

/// What old and odd devices choose from, the good ones first.
/// Source: IANA TLS cipher suite registry (spec); `docs/protocol/wsman.md` § 1.10.
const SUITES: &[u16] = &[
    0xC02F, // ECDHE_RSA_WITH_AES_128_GCM_SHA256
    0xC030, // ECDHE_RSA_WITH_AES_256_GCM_SHA384
    0xC02B, // ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
    0xC013, // ECDHE_RSA_WITH_AES_128_CBC_SHA
    0xC014, // ECDHE_RSA_WITH_AES_256_CBC_SHA
    0x009C, // RSA_WITH_AES_128_GCM_SHA256
    0x009D, // RSA_WITH_AES_256_GCM_SHA384
    0x003C, // RSA_WITH_AES_128_CBC_SHA256
    0x003D, // RSA_WITH_AES_256_CBC_SHA256
    0x002F, // RSA_WITH_AES_128_CBC_SHA
    0x0035, // RSA_WITH_AES_256_CBC_SHA
    0x000A, // RSA_WITH_3DES_EDE_CBC_SHA
    0x00FF, // EMPTY_RENEGOTIATION_INFO_SCSV
];

/// Groups secp256r1 and secp384r1, uncompressed points, RSA and ECDSA signatures with SHA-256,
/// SHA-384 and SHA-1. Source: RFC 8422 §5.1, RFC 5246 §7.4.1.4.1 (spec).
const EXTENSIONS: &[u8] = &[
    0, 10, 0, 6, 0, 4, 0, 23, 0, 24, //
    0, 11, 0, 2, 1, 0, //
    0, 13, 0, 14, 0, 12, 4, 1, 5, 1, 2, 1, 4, 3, 5, 3, 2, 3,
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Hand-made: TLS 1.0, no session, RSA_WITH_AES_128_CBC_SHA.
    fn server_hello() -> Vec<u8> {
        let mut bytes = vec![22, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1];
        bytes.extend([7; 32]);
        bytes.extend([0, 0, 0x2F, 0]);
        bytes
    }

    #[test]
    fn the_answer_is_read_and_asks_for_more_when_cut() {
        let whole = server_hello();
        for cut in 0..whole.len() - 1 {
            let result = HelloAnswer::decode(&mut Reader::new(&whole[..cut]));
            assert_eq!(result, Err(WireError::Incomplete), "cut after {cut} bytes");
        }
        assert_eq!(
            HelloAnswer::decode(&mut Reader::new(&whole)),
            Ok(HelloAnswer::Hello {
                version: TlsVersion::TLS10,
                cipher_suite: 0x002F
            })
        );
        assert_eq!(
            HelloAnswer::decode(&mut Reader::new(&[21, 3, 1, 0, 2, 2, 70])),
            Ok(HelloAnswer::Alert { description: 70 })
        );
        for other in [
            &b"HTTP/1.1 400"[..],
            &[22, 9, 9, 0, 1],
            &[22, 3, 1, 0xFF, 0xFF],
        ] {
            let answer = HelloAnswer::decode(&mut Reader::new(other));
            assert_eq!(answer, Ok(HelloAnswer::NotTls), "{other:?}");
        }
    }

    #[test]
    fn the_hello_has_consistent_lengths_and_extensions_only_for_tls_1_2() {
        for (version, has_extensions) in [(TlsVersion::TLS10, false), (TlsVersion::TLS12, true)] {
            let hello = client_hello(version, &[1; 32]);
            let mut r = Reader::new(&hello);
            assert_eq!(r.array(), Ok([22, 3, 1]));
            assert_eq!(usize::from(r.u16_be().unwrap()), r.remaining());
            let [kind, 0, high, low] = r.array().unwrap() else {
                panic!("too long");
            };
            assert_eq!(kind, 1);
            assert_eq!(usize::from(u16::from_be_bytes([high, low])), r.remaining());
            assert_eq!(r.u16_be(), Ok(version.0));
            r.bytes(33).unwrap();
            let suites = r.u16_be().unwrap();
            assert_eq!(usize::from(suites), SUITES.len() * 2);
            r.bytes(usize::from(suites) + 2).unwrap();
            assert_eq!(r.remaining() > 0, has_extensions);
            if has_extensions {
                let length = usize::from(r.u16_be().unwrap());
                assert_eq!(length, r.remaining());
                while r.remaining() > 0 {
                    r.u16_be().unwrap();
                    let length = r.u16_be().unwrap();
                    r.bytes(usize::from(length)).unwrap();
                }
            }
        }
    }

    #[test]
    fn versions_have_the_names_people_know() {
        assert_eq!(TlsVersion::TLS11.to_string(), "TLS 1.1");
        assert_eq!(TlsVersion(0x0505).to_string(), "TLS version 0x0505");
    }
}
