//! Digest login over HTTP: which `Authorization` to send, and what a 401 means.
//!
//! A wrong password is tried once and never again by itself: ten failures lock the account. A
//! 401 in mid-session is something else: the device may forget a nonce at any time.
//!
//! Source: `docs/protocol/wsman.md` § 1.3.

use super::challenge::{ChallengeError, HttpChallenge, Qop};
use crate::proto::digest::{Ha1, Protection, Request, response};
use crate::wire::Secret;

/// Why login over HTTP ended.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoginError {
    /// The device refused user or password, just now or when they were tried before.
    #[error("the device refused user name or password")]
    Refused,
    /// The device offers nothing we can answer.
    #[error(transparent)]
    Challenge(#[from] ChallengeError),
    /// The realm is not the one this device has always had: this is another device, or the same
    /// one provisioned anew. Nothing derived from the password was sent.
    #[error("the device names itself {offered}, it was {known}")]
    RealmChanged {
        /// The realm so far.
        known: String,
        /// The realm of the latest challenge.
        offered: String,
    },
    /// Every answer is called stale.
    #[error("the device calls every login stale")]
    Endless,
}

/// Login of one user at one device. Lives as long as the conversation, over any number of
/// connections.
#[derive(Debug)]
pub struct HttpLogin {
    user: String,
    password: Secret<String>,
    /// The realm this device must name, once known.
    realm: Option<String>,
    nonce: Option<Nonce>,
    refused: bool,
    /// Challenges answered since a request went through.
    tries: u32,
}

/// The latest challenge and how often it was used.
#[derive(Debug)]
struct Nonce {
    challenge: HttpChallenge,
    ha1: Ha1,
    count: u32,
}

impl HttpLogin {
    /// Prepares a login. `realm` is the one the device had in earlier sessions, if known.
    #[must_use]
    pub const fn new(user: String, password: Secret<String>, realm: Option<String>) -> Self {
        Self {
            user,
            password,
            realm,
            nonce: None,
            refused: false,
            tries: 0,
        }
    }

    /// The realm, once the device has named it.
    #[must_use]
    pub fn realm(&self) -> Option<&str> {
        self.realm.as_deref()
    }

    /// User name and password have proved right at least once.
    #[must_use]
    pub const fn was_accepted(&self) -> bool {
        self.tries == 0 && self.nonce.is_some()
    }

    /// Value of the `Authorization` header for a request, or `None` while no challenge is known.
    ///
    /// `cnonce` are fresh random characters. Each call uses the nonce once more.
    ///
    /// # Errors
    /// [`LoginError::Refused`] once the password was refused: it is never sent again.
    pub fn authorization(
        &mut self,
        method: &str,
        uri: &str,
        body: &[u8],
        cnonce: &str,
    ) -> Result<Option<Secret<String>>, LoginError> {
        if self.refused {
            return Err(LoginError::Refused);
        }
        let Some(nonce) = &mut self.nonce else {
            return Ok(None);
        };
        nonce.count += 1;
        let nc = format!("{:08x}", nonce.count);
        let challenge = &nonce.challenge;
        let request = Request {
            method: method.as_bytes(),
            uri: uri.as_bytes(),
        };
        let (nc_bytes, cnonce_bytes) = (nc.as_bytes(), cnonce.as_bytes());
        let (protection, qop) = match challenge.qop {
            Qop::None => (Protection::None, None),
            Qop::Auth => (
                Protection::Auth {
                    nc: nc_bytes,
                    cnonce: cnonce_bytes,
                },
                Some("auth"),
            ),
            Qop::AuthInt => (
                Protection::AuthInt {
                    nc: nc_bytes,
                    cnonce: cnonce_bytes,
                    body,
                },
                Some("auth-int"),
            ),
        };
        let digest = response(&nonce.ha1, challenge.nonce.as_bytes(), request, protection);
        let digest = String::from_utf8_lossy(&digest);
        let mut header = format!(
            "Digest username={}, realm={}, nonce={}, uri={}, response=\"{digest}\"",
            quoted(&self.user),
            quoted(&challenge.realm),
            quoted(&challenge.nonce),
            quoted(uri),
        );
        if let Some(qop) = qop {
            // Bare, as the RFC wants it; firmware takes both.
            header.push_str(&format!(", qop={qop}, nc={nc}, cnonce={}", quoted(cnonce)));
        }
        if let Some(opaque) = &challenge.opaque {
            header.push_str(&format!(", opaque={}", quoted(opaque)));
        }
        Ok(Some(Secret::new(header)))
    }

    /// Takes the challenge of a 401. `Ok`: send the request again.
    ///
    /// # Errors
    /// [`LoginError`]; the request is lost then.
    pub fn handle_unauthorized(&mut self, challenge: HttpChallenge) -> Result<(), LoginError> {
        if let Some(known) = &self.realm
            && *known != challenge.realm
        {
            return Err(LoginError::RealmChanged {
                known: known.clone(),
                offered: challenge.realm,
            });
        }
        // The first answer to a challenge is refused: unless the device says that only the nonce
        // was wrong, user or password are.
        let was_fresh = self.nonce.as_ref().is_some_and(|n| n.count == 1);
        if was_fresh && !challenge.stale {
            self.refused = true;
            return Err(LoginError::Refused);
        }
        if self.nonce.is_some() {
            self.tries += 1;
        }
        if self.tries > MAX_STALE {
            return Err(LoginError::Endless);
        }
        let (user, realm) = (self.user.as_bytes(), challenge.realm.as_bytes());
        let ha1 = Ha1::new(user, realm, &self.password);
        self.realm = Some(challenge.realm.clone());
        self.nonce = Some(Nonce {
            challenge,
            ha1,
            count: 0,
        });
        Ok(())
    }

    /// A request went through.
    pub const fn handle_accepted(&mut self) {
        self.tries = 0;
    }
}

/// `"text"` with what RFC 7230 wants escaped.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        // A line break would end the header; no device has one in its realm.
        if !c.is_control() {
            out.push(c);
        }
    }
    out.push('"');
    out
}

/// Stale challenges in a row. One is normal, two can happen around a reset.
const MAX_STALE: u32 = 3;

#[cfg(test)]
mod tests {
    use super::*;

    const REALM: &str = "Digest:A4070000000000000000000000000000";

    fn challenge(nonce: &str, stale: bool) -> HttpChallenge {
        HttpChallenge {
            realm: REALM.into(),
            nonce: nonce.into(),
            stale,
            qop: Qop::Auth,
            opaque: None,
        }
    }

    fn login() -> HttpLogin {
        HttpLogin::new("admin".into(), Secret::new("P@ssw0rd".into()), None)
    }

    fn send(login: &mut HttpLogin) -> Result<Option<String>, LoginError> {
        let header = login.authorization("POST", "/wsman", b"<x/>", "0a4f113b")?;
        Ok(header.map(|h| h.expose().clone()))
    }

    #[test]
    fn the_header_has_bare_qop_and_nc_and_nc_grows() {
        let mut login = login();
        assert_eq!(send(&mut login), Ok(None));
        login.handle_unauthorized(challenge("n1", false)).unwrap();
        // MD5(HA1:n1:00000001:0a4f113b:auth:MD5(POST:/wsman)) with md5sum.
        assert_eq!(
            send(&mut login).unwrap().unwrap(),
            format!(
                "Digest username=\"admin\", realm=\"{REALM}\", nonce=\"n1\", uri=\"/wsman\", \
                 response=\"33751c1c6d9755d5771cdc17734ee7ad\", qop=auth, nc=00000001, \
                 cnonce=\"0a4f113b\""
            )
        );
        login.handle_accepted();
        assert!(login.was_accepted());
        assert!(send(&mut login).unwrap().unwrap().contains("nc=00000002"));
    }

    #[test]
    fn a_wrong_password_is_tried_once_and_never_again() {
        let mut login = login();
        login.handle_unauthorized(challenge("n1", false)).unwrap();
        send(&mut login).unwrap();
        let refused = login.handle_unauthorized(challenge("n2", false));
        assert_eq!(refused, Err(LoginError::Refused));
        assert_eq!(send(&mut login), Err(LoginError::Refused));
    }

    #[test]
    fn a_forgotten_nonce_in_mid_session_is_answered_once() {
        let mut login = login();
        login.handle_unauthorized(challenge("n1", false)).unwrap();
        send(&mut login).unwrap();
        login.handle_accepted();
        send(&mut login).unwrap();
        // The device has changed its accounts: not stale, but the password was right before.
        login.handle_unauthorized(challenge("n2", false)).unwrap();
        assert!(send(&mut login).unwrap().unwrap().contains("nc=00000001"));
        let refused = login.handle_unauthorized(challenge("n3", false));
        assert_eq!(refused, Err(LoginError::Refused));
    }

    #[test]
    fn stale_is_believed_but_not_forever() {
        let mut login = login();
        login.handle_unauthorized(challenge("n0", false)).unwrap();
        for i in 0..MAX_STALE {
            send(&mut login).unwrap();
            login
                .handle_unauthorized(challenge(&format!("s{i}"), true))
                .unwrap();
        }
        send(&mut login).unwrap();
        let endless = login.handle_unauthorized(challenge("s9", true));
        assert_eq!(endless, Err(LoginError::Endless));
    }

    #[test]
    fn another_realm_gets_nothing() {
        let mut login = login();
        login.handle_unauthorized(challenge("n1", false)).unwrap();
        send(&mut login).unwrap();
        login.handle_accepted();
        let other = HttpChallenge {
            realm: "Digest:FFFF".into(),
            ..challenge("n2", true)
        };
        let changed = login.handle_unauthorized(other.clone());
        assert!(matches!(changed, Err(LoginError::RealmChanged { .. })));
        // Known from an earlier session: not even the first challenge is answered.
        let password = Secret::new("P@ssw0rd".into());
        let mut login = HttpLogin::new("admin".into(), password, Some(REALM.into()));
        assert!(login.handle_unauthorized(other).is_err());
        assert_eq!(send(&mut login), Ok(None));
    }

    #[test]
    fn quotes_in_names_are_escaped_and_line_breaks_left_out() {
        assert_eq!(quoted("a\"b\\c\r\nX: y"), "\"a\\\"b\\\\cX: y\"");
    }

    #[test]
    fn nothing_prints_the_password_or_its_proof() {
        let mut login = login();
        login.handle_unauthorized(challenge("n1", false)).unwrap();
        let header = login.authorization("POST", "/wsman", b"", "c").unwrap();
        let text = format!("{login:?} {header:?}");
        assert!(
            !text.contains("P@ss") && !text.contains("response="),
            "{text}"
        );
    }
}
