//! The sums of digest login.
//!
//! All strings are taken as bytes; firmware expects ASCII.
//! Source: RFC 2617 §3.2.2, RFC 2069 §2.1.2 (spec); `docs/protocol/redirection.md` § 3.3 (observed).

use md5::{Digest as _, Md5};

use crate::wire::Secret;

/// An MD5 sum as 32 lower-case hexadecimal digits in ASCII: the form in which sums enter sums.
pub type HexDigest = [u8; 32];

/// `MD5(user:realm:password)`, as good as the password for this realm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ha1(Secret<HexDigest>);

impl Ha1 {
    /// Computes it from the three parts.
    #[must_use]
    pub fn new(user: &[u8], realm: &[u8], password: &Secret<String>) -> Self {
        Self::from_digest(md5_hex(&[user, realm, password.expose().as_bytes()]))
    }

    /// Takes an already computed sum, as an access control list stores it.
    #[must_use]
    pub fn from_digest(hex: HexDigest) -> Self {
        Self(Secret::new(hex))
    }
}

/// What the login is for: `POST` and `/RedirectionService` on the redirection ports, method and
/// path of the request for WS-Management.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request<'a> {
    /// Method, in capitals.
    pub method: &'a [u8],
    /// Path only, without host.
    pub uri: &'a [u8],
}

impl Request<'static> {
    /// The request that a redirection login pretends to make.
    pub const REDIRECTION: Self = Self {
        method: b"POST",
        uri: b"/RedirectionService",
    };
}

/// How far the answer goes beyond realm and nonce.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection<'a> {
    /// RFC 2069: no quality of protection.
    None,
    /// `qop=auth`.
    Auth {
        /// Eight hexadecimal digits, taken literally.
        nc: &'a [u8],
        /// Our own random characters.
        cnonce: &'a [u8],
    },
    /// `qop=auth-int`, WS-Management only: the body is protected too.
    AuthInt {
        /// Eight hexadecimal digits, taken literally.
        nc: &'a [u8],
        /// Our own random characters.
        cnonce: &'a [u8],
        /// Body of the request.
        body: &'a [u8],
    },
}

/// The value that proves knowledge of the password behind `ha1`.
#[must_use]
pub fn response(
    ha1: &Ha1,
    nonce: &[u8],
    request: Request<'_>,
    protection: Protection<'_>,
) -> HexDigest {
    let Request { method, uri } = request;
    let ha1 = ha1.0.expose();
    match protection {
        Protection::None => {
            let ha2 = md5_hex(&[method, uri]);
            md5_hex(&[ha1, nonce, &ha2])
        }
        Protection::Auth { nc, cnonce } => {
            let ha2 = md5_hex(&[method, uri]);
            md5_hex(&[ha1, nonce, nc, cnonce, b"auth", &ha2])
        }
        Protection::AuthInt { nc, cnonce, body } => {
            let ha2 = md5_hex(&[method, uri, &md5_hex(&[body])]);
            md5_hex(&[ha1, nonce, nc, cnonce, b"auth-int", &ha2])
        }
    }
}

/// The sum over `parts` joined by colons. The hasher wipes its state when dropped.
fn md5_hex(parts: &[&[u8]]) -> HexDigest {
    let mut md5 = Md5::new();
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            md5.update(b":");
        }
        md5.update(part);
    }
    let sum: [u8; 16] = md5.finalize().into();
    let mut hex = [0; 32];
    for (pair, byte) in hex.as_chunks_mut().0.iter_mut().zip(sum) {
        *pair = [hex_digit(byte >> 4), hex_digit(byte & 0xF)];
    }
    hex
}

/// One lower-case hexadecimal digit for `nibble < 16`.
const fn hex_digit(nibble: u8) -> u8 {
    match nibble {
        0..=9 => b'0' + nibble,
        _ => b'a' + (nibble - 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(hex: HexDigest) -> String {
        String::from_utf8(hex.to_vec()).unwrap()
    }

    #[test]
    fn the_worked_example_of_the_redirection_specification_comes_out() {
        // docs/protocol/redirection.md § 3.4.
        let realm = b"Digest:A4070000000000000000000000000000";
        let nonce = b"QqkLCwcAAAAAAAAAxlmI4kzPyQ2vHs7T";
        let ha1 = Ha1::new(b"admin", realm, &Secret::new("P@ssw0rd".into()));
        assert_eq!(&text(*ha1.0.expose()), "6ab9192fba58a04d5e0c4df89b9a4350");
        let request = Request::REDIRECTION;
        assert_eq!(
            text(md5_hex(&[request.method, request.uri])),
            "63719ae578d1b7ff84edbc5762bd658b"
        );
        let auth = Protection::Auth {
            nc: b"00000002",
            cnonce: b"0123456789abcdef0123456789abcdef",
        };
        assert_eq!(
            text(response(&ha1, nonce, request, auth)),
            "7bda8b894c6f608121f663bf74a89360"
        );
        assert_eq!(
            text(response(&ha1, nonce, request, Protection::None)),
            "0f886fff2a3bebd064a72be70fab25fb"
        );
    }

    #[test]
    fn the_example_of_rfc_2617_comes_out_for_any_method_and_path() {
        // RFC 2617 §3.5.
        let password = Secret::new("Circle Of Life".into());
        let ha1 = Ha1::new(b"Mufasa", b"testrealm@host.com", &password);
        let request = Request {
            method: b"GET",
            uri: b"/dir/index.html",
        };
        let (nc, cnonce) = (&b"00000001"[..], &b"0a4f113b"[..]);
        let nonce = b"dcd98b7102dd2f0e8b11d0f600bfb0c093";
        assert_eq!(
            text(response(
                &ha1,
                nonce,
                request,
                Protection::Auth { nc, cnonce }
            )),
            "6629fae49393a05397450978507c4ef1"
        );
    }

    #[test]
    fn auth_int_depends_on_the_body() {
        let ha1 = Ha1::from_digest(*b"6ab9192fba58a04d5e0c4df89b9a4350");
        let request = Request {
            method: b"POST",
            uri: b"/wsman",
        };
        let with = |body| {
            let (nc, cnonce) = (&b"00000001"[..], &b"c"[..]);
            let protection = Protection::AuthInt { nc, cnonce, body };
            text(response(&ha1, b"n", request, protection))
        };
        // printf %s … | md5sum, by hand.
        assert_eq!(with(b"<a/>"), "79eb313706c3912a80ac19cc042b3e60");
        assert_ne!(with(b"<a/>"), with(b"<b/>"));
    }

    #[test]
    fn the_sum_over_the_password_prints_as_dots() {
        let ha1 = Ha1::from_digest(*b"6ab9192fba58a04d5e0c4df89b9a4350");
        assert_eq!(format!("{ha1:?}"), "Ha1(•••)");
    }
}
