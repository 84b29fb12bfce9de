//! VeNCrypt: security type 19, which chooses among sub-types, most of them inside TLS.
//!
//! Server `00 02`, client `00 02`, server `u8 0`; server `u8 n, n × u32`, client `u32`; for
//! sub-types with TLS the server's `u8 1`, then TLS, then what the sub-type says.
//!
//! Source: "The RFB Protocol" of the rfbproto community, § VeNCrypt (spec).

use crate::wire::{Reader, WireError, Writer};

/// `u8 major, u8 minor`, first from the server, then from the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// Always 0.
    pub major: u8,
    /// 2; version 0.1 is obsolete and numbers its sub-types otherwise.
    pub minor: u8,
}

impl Version {
    /// The version that everybody speaks.
    pub const V0_2: Self = Self { major: 0, minor: 2 };

    /// Decodes the two bytes.
    ///
    /// # Errors
    /// [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let [major, minor] = r.array()?;
        Ok(Self { major, minor })
    }

    /// Appends the two bytes.
    pub fn encode(&self, out: &mut Vec<u8>) {
        out.extend([self.major, self.minor]);
    }
}

/// What follows once VeNCrypt is agreed on. An open set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Subtype(pub u32);

impl Subtype {
    /// User and password in clear.
    pub const PLAIN: Self = Self(256);
    /// TLS without certificates, no login.
    pub const TLS_NONE: Self = Self(257);
    /// TLS without certificates, VNC authentication inside.
    pub const TLS_VNC: Self = Self(258);
    /// TLS without certificates, user and password inside.
    pub const TLS_PLAIN: Self = Self(259);
    /// TLS with the server's certificate, no login.
    pub const X509_NONE: Self = Self(260);
    /// TLS with the server's certificate, VNC authentication inside.
    pub const X509_VNC: Self = Self(261);
    /// TLS with the server's certificate, user and password inside.
    pub const X509_PLAIN: Self = Self(262);

    /// What servers call it in their options.
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::PLAIN => "Plain",
            Self::TLS_NONE => "TLSNone",
            Self::TLS_VNC => "TLSVnc",
            Self::TLS_PLAIN => "TLSPlain",
            Self::X509_NONE => "X509None",
            Self::X509_VNC => "X509Vnc",
            Self::X509_PLAIN => "X509Plain",
            _ => return None,
        })
    }
}

/// The sub-types a server offers: `u8 n, n × u32`, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subtypes(pub Vec<Subtype>);

impl Subtypes {
    /// Decodes the whole list.
    ///
    /// # Errors
    /// [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let count = usize::from(r.u8()?);
        let (numbers, _) = r.bytes(count * 4)?.as_chunks();
        let subtypes = numbers.iter().map(|n| Subtype(u32::from_be_bytes(*n)));
        Ok(Self(subtypes.collect()))
    }

    /// Appends the whole list; of more than 255 sub-types, the first 255.
    pub fn encode(&self, out: &mut Vec<u8>) {
        let count = u8::try_from(self.0.len()).unwrap_or(u8::MAX);
        let mut w = Writer::new(out);
        w.u8(count);
        for subtype in self.0.iter().take(usize::from(count)) {
            w.u32_be(subtype.0);
        }
    }
}

/// Appends the login of the sub-types with user and password:
/// `u32 length, u32 length, user, password`.
pub fn encode_plain(user: &str, password: &str, out: &mut Vec<u8>) {
    let length = |text: &str| u32::try_from(text.len()).unwrap_or(u32::MAX);
    let mut w = Writer::new(out);
    w.u32_be(length(user)).u32_be(length(password));
    w.bytes(user.as_bytes()).bytes(password.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::super::tests_support::decode_whole;
    use super::*;
    use crate::wire::hexdump::parse_hex;

    #[test]
    fn versions_lists_and_logins_match_their_bytes() {
        let version = decode_whole(&[0, 2], 0, Version::decode);
        assert_eq!(version, Version::V0_2);
        let golden = parse_hex("02 | 00 00 01 05 | 00 00 01 04").unwrap();
        let subtypes = decode_whole(&golden, 0, Subtypes::decode);
        assert_eq!(subtypes.0, [Subtype::X509_VNC, Subtype::X509_NONE]);
        let mut out = Vec::new();
        subtypes.encode(&mut out);
        assert_eq!(out, golden);
        out.clear();
        encode_plain("me", "pwd", &mut out);
        let golden = parse_hex("00 00 00 02 | 00 00 00 03 | 6D 65 | 70 77 64").unwrap();
        assert_eq!(out, golden);
    }
}
