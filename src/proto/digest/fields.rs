//! Digest values as messages 0x13 and 0x14 carry them: fields of one length byte and their bytes.

use super::sums::{Ha1, HexDigest, Protection, Request, response};
use crate::proto::redir::messages::AuthType;
use crate::wire::{Reader, Secret, WireError, Writer};

/// Longest field: its length is one byte.
pub const MAX_FIELD_BYTES: usize = 255;

/// A value does not fit into a field of [`MAX_FIELD_BYTES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{field} has {len} bytes, more than the {MAX_FIELD_BYTES} that fit")]
pub struct FieldTooLong {
    /// Which value.
    pub field: &'static str,
    /// Its length.
    pub len: usize,
}

/// Data of a challenge, device → console: `lp(realm) lp(nonce)` and, for
/// [`AuthType::DIGEST_QOP`] only, `lp(qop)`.
///
/// Source: `docs/protocol/redirection.md` § 3.3 step 2 (observed).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Challenge<'a> {
    /// `Digest:` and 32 hexadecimal digits; the same for the whole life of a device.
    pub realm: &'a [u8],
    /// 32 printable bytes.
    pub nonce: &'a [u8],
    /// `auth`, perhaps in a list; `None` for [`AuthType::DIGEST`].
    pub qop: Option<&'a [u8]>,
}

impl<'a> Challenge<'a> {
    /// Decodes the data of a reply of type `auth_type`. Bytes after the last field are ignored.
    ///
    /// # Errors
    /// [`WireError::Incomplete`] if `data` ends inside a field. `data` is already whole, so that
    /// is final here.
    pub fn decode(auth_type: AuthType, data: &'a [u8]) -> Result<Self, WireError> {
        let mut r = Reader::new(data);
        Ok(Self {
            realm: lp(&mut r)?,
            nonce: lp(&mut r)?,
            qop: if has_qop(auth_type) {
                Some(lp(&mut r)?)
            } else {
                None
            },
        })
    }

    /// Appends the fields.
    ///
    /// # Errors
    /// [`FieldTooLong`]; what was appended before it stays.
    pub fn encode(&self, out: &mut Vec<u8>) -> Result<(), FieldTooLong> {
        put_lp(out, "realm", self.realm)?;
        put_lp(out, "nonce", self.nonce)?;
        self.qop.map_or(Ok(()), |qop| put_lp(out, "qop", qop))
    }

    /// Whether plain `auth` may be used: the field is absent, or a list that has it.
    #[must_use]
    pub fn offers_auth(&self) -> bool {
        self.qop.is_none_or(|list| {
            list.split(|b| *b == b',')
                .any(|item| item.trim_ascii().eq_ignore_ascii_case(b"auth"))
        })
    }
}

/// Data of a challenge request or of an answer, console → device:
/// `lp(user) lp(realm) lp(nonce) lp(uri) lp(cnonce) lp(nc) lp(response)` and, for
/// [`AuthType::DIGEST_QOP`] only, `lp(qop)`.
///
/// Source: `docs/protocol/redirection.md` § 3.3 steps 1 and 3 (observed).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer<'a> {
    /// Login name.
    pub user: &'a [u8],
    /// Copy of the challenge; empty in a challenge request, as are all further fields but `uri`.
    pub realm: &'a [u8],
    /// Copy of the challenge.
    pub nonce: &'a [u8],
    /// `/RedirectionService`. In a challenge request firmware does not look at it.
    pub uri: &'a [u8],
    /// Random characters of the console.
    pub cnonce: &'a [u8],
    /// Nonce count, eight characters taken literally. Firmware accepts any that match the sum.
    pub nc: &'a [u8],
    /// The proof, 32 lower-case hexadecimal digits.
    pub response: &'a [u8],
    /// `auth`; `None` for [`AuthType::DIGEST`].
    pub qop: Option<&'a [u8]>,
}

impl<'a> Answer<'a> {
    /// The request for a challenge: user and path, everything else empty.
    #[must_use]
    pub const fn challenge_request(auth_type: AuthType, user: &'a [u8]) -> Self {
        Self {
            user,
            realm: b"",
            nonce: b"",
            uri: Request::REDIRECTION.uri,
            cnonce: b"",
            nc: b"",
            response: b"",
            qop: if has_qop(auth_type) { Some(b"") } else { None },
        }
    }

    /// No proof: the console asks for a challenge.
    #[must_use]
    pub const fn is_challenge_request(&self) -> bool {
        self.response.is_empty()
    }

    /// Decodes the data of a message of type `auth_type`. Bytes after the last field are ignored.
    ///
    /// # Errors
    /// [`WireError::Incomplete`] if `data` ends inside a field. `data` is already whole, so that
    /// is final here.
    pub fn decode(auth_type: AuthType, data: &'a [u8]) -> Result<Self, WireError> {
        let mut r = Reader::new(data);
        Ok(Self {
            user: lp(&mut r)?,
            realm: lp(&mut r)?,
            nonce: lp(&mut r)?,
            uri: lp(&mut r)?,
            cnonce: lp(&mut r)?,
            nc: lp(&mut r)?,
            response: lp(&mut r)?,
            qop: if has_qop(auth_type) {
                Some(lp(&mut r)?)
            } else {
                None
            },
        })
    }

    /// Appends the fields.
    ///
    /// # Errors
    /// [`FieldTooLong`]; what was appended before it stays.
    pub fn encode(&self, out: &mut Vec<u8>) -> Result<(), FieldTooLong> {
        put_lp(out, "user name", self.user)?;
        put_lp(out, "realm", self.realm)?;
        put_lp(out, "nonce", self.nonce)?;
        put_lp(out, "uri", self.uri)?;
        put_lp(out, "cnonce", self.cnonce)?;
        put_lp(out, "nc", self.nc)?;
        put_lp(out, "response", self.response)?;
        self.qop.map_or(Ok(()), |qop| put_lp(out, "qop", qop))
    }

    /// The proof that these fields should have carried, with the password behind `ha1`.
    ///
    /// For whoever checks logins: equal to [`response`](Self::response) means granted.
    #[must_use]
    pub fn expected_response(&self, ha1: &Ha1) -> HexDigest {
        let request = Request {
            uri: self.uri,
            ..Request::REDIRECTION
        };
        let protection = match self.qop {
            None => Protection::None,
            Some(_) => Protection::Auth {
                nc: self.nc,
                cnonce: self.cnonce,
            },
        };
        response(ha1, self.nonce, request, protection)
    }
}

/// User and password in clear, console → device: `lp(user) lp(password)`.
///
/// Only firmware before AMT 12 offers it (`docs/protocol/redirection.md` § 3.1, observed).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Login<'a> {
    /// Login name.
    pub user: &'a [u8],
    /// The password itself.
    pub password: &'a [u8],
}

impl<'a> Login<'a> {
    /// Decodes the data of a message of type [`AuthType::PASSWORD`].
    ///
    /// # Errors
    /// [`WireError::Incomplete`] if `data` ends inside a field; final, as `data` is whole.
    pub fn decode(data: &'a [u8]) -> Result<Self, WireError> {
        let mut r = Reader::new(data);
        Ok(Self {
            user: lp(&mut r)?,
            password: lp(&mut r)?,
        })
    }

    /// The fields, ready to be sent; wiped after use.
    ///
    /// # Errors
    /// [`FieldTooLong`].
    pub fn encode(&self) -> Result<Secret<Vec<u8>>, FieldTooLong> {
        // The capacity holds everything: growing would leave a copy of the password behind.
        let mut out = Vec::with_capacity(2 * (1 + MAX_FIELD_BYTES));
        put_lp(&mut out, "user name", self.user)?;
        put_lp(&mut out, "password", self.password)?;
        Ok(Secret::new(out))
    }
}

/// Without the password.
impl std::fmt::Debug for Login<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Login(•••)")
    }
}

/// Whether messages of this type have the `qop` field.
const fn has_qop(auth_type: AuthType) -> bool {
    auth_type.0 == AuthType::DIGEST_QOP.0
}

/// Takes one length-prefixed field.
fn lp<'a>(r: &mut Reader<'a>) -> Result<&'a [u8], WireError> {
    let len = r.u8()?;
    r.bytes(usize::from(len))
}

/// Appends one length-prefixed field.
fn put_lp(out: &mut Vec<u8>, field: &'static str, value: &[u8]) -> Result<(), FieldTooLong> {
    let len = u8::try_from(value.len()).map_err(|_| FieldTooLong {
        field,
        len: value.len(),
    })?;
    Writer::new(out).u8(len).bytes(value);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::hexdump::parse_hex;

    // docs/protocol/redirection.md § 3.4, the data after the nine bytes of the frame.
    const REQUEST: &str = "05 61 64 6D 69 6E 00 00 \
        13 2F 52 65 64 69 72 65 63 74 69 6F 6E 53 65 72 76 69 63 65 00 00 00 00";
    const CHALLENGE: &str = "27 44 69 67 65 73 74 3A 41 34 30 37 30 30 30 30 30 30 30 30 30 30 \
        30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 \
        20 51 71 6B 4C 43 77 63 41 41 41 41 41 41 41 41 41 78 6C 6D 49 34 6B 7A 50 79 51 32 76 48 \
        73 37 54 04 61 75 74 68";
    const ANSWER: &str = "05 61 64 6D 69 6E \
        27 44 69 67 65 73 74 3A 41 34 30 37 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 \
        30 30 30 30 30 30 30 30 30 30 \
        20 51 71 6B 4C 43 77 63 41 41 41 41 41 41 41 41 41 78 6C 6D 49 34 6B 7A 50 79 51 32 76 48 \
        73 37 54 13 2F 52 65 64 69 72 65 63 74 69 6F 6E 53 65 72 76 69 63 65 \
        20 30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66 30 31 32 33 34 35 36 37 38 39 61 62 63 \
        64 65 66 08 30 30 30 30 30 30 30 32 \
        20 37 62 64 61 38 62 38 39 34 63 36 66 36 30 38 31 32 31 66 36 36 33 62 66 37 34 61 38 39 \
        33 36 30 04 61 75 74 68";

    fn ha1() -> Ha1 {
        let realm = b"Digest:A4070000000000000000000000000000";
        Ha1::new(b"admin", realm, &Secret::new("P@ssw0rd".into()))
    }

    #[test]
    fn the_challenge_request_has_the_bytes_of_the_specification() {
        let golden = parse_hex(REQUEST).unwrap();
        let mut out = Vec::new();
        let request = Answer::challenge_request(AuthType::DIGEST_QOP, b"admin");
        request.encode(&mut out).unwrap();
        assert_eq!(out, golden);
        let decoded = Answer::decode(AuthType::DIGEST_QOP, &golden).unwrap();
        assert_eq!(decoded, request);
        assert!(decoded.is_challenge_request());
    }

    #[test]
    fn the_challenge_request_of_type_3_has_three_trailing_zeros() {
        let golden = b"\x05admin\0\0\x13/RedirectionService\0\0\0";
        let mut out = Vec::new();
        let request = Answer::challenge_request(AuthType::DIGEST, b"admin");
        request.encode(&mut out).unwrap();
        assert_eq!(out, golden);
        assert_eq!(Answer::decode(AuthType::DIGEST, golden), Ok(request));
    }

    #[test]
    fn the_challenge_of_the_specification_decodes_and_round_trips() {
        let golden = parse_hex(CHALLENGE).unwrap();
        assert_eq!(golden.len(), 0x4E);
        let challenge = Challenge::decode(AuthType::DIGEST_QOP, &golden).unwrap();
        assert_eq!(challenge.realm, b"Digest:A4070000000000000000000000000000");
        assert_eq!(challenge.nonce, b"QqkLCwcAAAAAAAAAxlmI4kzPyQ2vHs7T");
        assert_eq!(challenge.qop, Some(&b"auth"[..]));
        let mut out = Vec::new();
        challenge.encode(&mut out).unwrap();
        assert_eq!(out, golden);
        for cut in 0..golden.len() {
            let result = Challenge::decode(AuthType::DIGEST_QOP, &golden[..cut]);
            assert_eq!(result, Err(WireError::Incomplete), "cut after {cut} bytes");
        }
    }

    #[test]
    fn the_answer_of_the_specification_decodes_checks_and_round_trips() {
        let golden = parse_hex(ANSWER).unwrap();
        assert_eq!(golden.len(), 0xB3);
        let answer = Answer::decode(AuthType::DIGEST_QOP, &golden).unwrap();
        assert!(!answer.is_challenge_request());
        assert_eq!(answer.expected_response(&ha1()), answer.response);
        let mut out = Vec::new();
        answer.encode(&mut out).unwrap();
        assert_eq!(out, golden);
        for cut in 0..golden.len() {
            let result = Answer::decode(AuthType::DIGEST_QOP, &golden[..cut]);
            assert_eq!(result, Err(WireError::Incomplete), "cut after {cut} bytes");
        }
    }

    #[test]
    fn without_qop_the_answer_is_checked_the_old_way() {
        let golden = parse_hex(ANSWER).unwrap();
        let old = Answer {
            response: b"0f886fff2a3bebd064a72be70fab25fb",
            qop: None,
            ..Answer::decode(AuthType::DIGEST_QOP, &golden).unwrap()
        };
        assert_eq!(old.expected_response(&ha1()), old.response);
    }

    #[test]
    fn auth_is_found_in_a_list_and_missed_when_it_is_not_there() {
        let offers = |qop: Option<&'static [u8]>| {
            Challenge {
                realm: b"r",
                nonce: b"n",
                qop,
            }
            .offers_auth()
        };
        assert!(offers(None));
        assert!(offers(Some(b"auth")));
        assert!(offers(Some(b"auth-int, auth")));
        assert!(!offers(Some(b"auth-int")));
        assert!(!offers(Some(b"")));
    }

    #[test]
    fn the_login_in_clear_has_the_bytes_of_the_specification_and_prints_as_dots() {
        let login = Login {
            user: b"admin",
            password: b"P@ssw0rd",
        };
        let encoded = login.encode().unwrap();
        assert_eq!(encoded.expose(), b"\x05admin\x08P@ssw0rd");
        assert_eq!(Login::decode(encoded.expose()), Ok(login));
        assert_eq!(format!("{login:?}"), "Login(•••)");
    }

    #[test]
    fn a_value_of_256_bytes_does_not_fit() {
        let long = [b'a'; 256];
        let request = Answer::challenge_request(AuthType::DIGEST, &long);
        assert_eq!(
            request.encode(&mut Vec::new()),
            Err(FieldTooLong {
                field: "user name",
                len: 256
            })
        );
    }
}
