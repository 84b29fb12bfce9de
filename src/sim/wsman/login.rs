//! Digest login over HTTP, as the firmware demands it.
//!
//! Source: `docs/protocol/wsman.md` § 1.3.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::http::HttpRequest;
use crate::proto::digest::{Protection, Request, response};
use crate::sim::firmware::Firmware;
use crate::sim::firmware::audit_log::Origin;
use crate::sim::firmware::users::Realms;

/// Challenges that were given out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Gate {
    /// At most [`NONCES`], oldest first.
    nonces: VecDeque<Nonce>,
    /// Each nonce is good for this many requests; trouble on request.
    uses: Option<u32>,
}

#[derive(Debug, Clone)]
struct Nonce {
    text: String,
    expires_at: Instant,
    used: u32,
}

/// Whether a request may pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It may.
    Granted {
        /// Name of the account.
        user: String,
        /// What it may touch.
        realms: Realms,
    },
    /// It said nothing about who it is.
    Anonymous,
    /// The password was right, but not this nonce.
    Stale,
    /// It may not.
    Refused {
        /// Name as sent.
        user: String,
    },
}

impl Gate {
    /// A gate whose nonces last for `uses` requests, if given.
    pub(crate) const fn new(uses: Option<u32>) -> Self {
        Self {
            nonces: VecDeque::new(),
            uses,
        }
    }

    /// A fresh challenge: value of `WWW-Authenticate`, spelled as captured.
    pub(crate) fn challenge(
        &mut self,
        now: Instant,
        firmware: &mut Firmware,
        stale: bool,
    ) -> String {
        // Six bytes of random, nine zeros, nine bytes of random: captures look like it.
        let mut bytes = [0; 24];
        let random: [u8; 15] = firmware.random();
        let (first, rest) = random.split_at(6);
        for (byte, random) in bytes.iter_mut().zip(first) {
            *byte = *random;
        }
        for (byte, random) in bytes.iter_mut().skip(15).zip(rest) {
            *byte = *random;
        }
        let text = STANDARD.encode(bytes);
        if self.nonces.len() >= NONCES {
            self.nonces.pop_front();
        }
        self.nonces.push_back(Nonce {
            text: text.clone(),
            expires_at: now + NONCE_LIFE,
            used: 0,
        });
        let qop = if firmware.features().offers_auth_int() {
            "auth-int, auth"
        } else {
            "auth"
        };
        let realm = &firmware.options().realm;
        format!("Digest realm=\"{realm}\", nonce=\"{text}\",stale=\"{stale}\",qop=\"{qop}\"")
    }

    /// Forgets every challenge: the accounts have changed.
    pub(crate) fn forget_all(&mut self) {
        self.nonces.clear();
    }

    /// Checks who sent a request. `address` of `origin` counts, its name does not.
    pub(crate) fn check(
        &mut self,
        now: Instant,
        firmware: &mut Firmware,
        origin: &Origin,
        request: &HttpRequest,
    ) -> Verdict {
        let credentials = request.authorization.as_deref().unwrap_or_default();
        let Some((scheme, fields)) = credentials.split_once(' ') else {
            return Verdict::Anonymous;
        };
        if !scheme.eq_ignore_ascii_case("Digest") {
            return Verdict::Anonymous;
        }
        let fields = parse_fields(fields);
        let field = |name: &str| {
            let found = fields.iter().find(|(n, _)| n.eq_ignore_ascii_case(name));
            found.map_or("", |(_, value)| value.as_str())
        };
        let user = field("username").to_owned();
        let nonce = field("nonce");
        let known = self.is_fresh(now, nonce);
        // The nonce count is not looked at: firmware takes any that matches the sum.
        let (nc, cnonce) = (field("nc").as_bytes(), field("cnonce").as_bytes());
        let protection = match field("qop") {
            "auth" => Some(Protection::Auth { nc, cnonce }),
            "auth-int" => Some(Protection::AuthInt {
                nc,
                cnonce,
                body: &request.body,
            }),
            _ => None,
        };
        let sound = field("realm") == firmware.options().realm && field("uri") == request.target;
        let proof = field("response").to_ascii_lowercase();
        let what = Request {
            method: request.method.as_bytes(),
            uri: field("uri").as_bytes(),
        };
        let who = Origin::account(&user, origin.address);
        let realms = firmware.login(now, &who, |ha1| {
            protection.is_some_and(|protection| {
                sound && *proof.as_bytes() == response(ha1, nonce.as_bytes(), what, protection)
            })
        });
        match realms {
            None => Verdict::Refused { user },
            Some(_) if !known => Verdict::Stale,
            Some(realms) => Verdict::Granted { user, realms },
        }
    }

    /// The nonce is one of ours and still good; counts its use.
    fn is_fresh(&mut self, now: Instant, text: &str) -> bool {
        self.nonces.retain(|nonce| now < nonce.expires_at);
        let uses = self.uses;
        let found = self.nonces.iter_mut().find(|nonce| nonce.text == text);
        found.is_some_and(|nonce| {
            nonce.used += 1;
            uses.is_none_or(|uses| nonce.used <= uses)
        })
    }
}

/// `name=value` or `name="value"`, separated by commas.
fn parse_fields(mut text: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    while let Some((name, rest)) = text.split_once('=') {
        if fields.len() >= MAX_FIELDS {
            break;
        }
        let name = name.trim_start_matches([' ', '\t', ',']).trim_end();
        let rest = rest.trim_start();
        let (value, rest) = match rest.strip_prefix('"') {
            Some(quoted) => unquote(quoted),
            None => {
                let (value, rest) = rest.split_once(',').unwrap_or((rest, ""));
                (value.trim().to_owned(), rest)
            }
        };
        fields.push((name.to_owned(), value));
        text = rest;
    }
    fields
}

/// Reads up to the closing quote.
fn unquote(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (value, text.get(at + 1..).unwrap_or_default()),
            '\\' => value.extend(chars.next().map(|(_, c)| c)),
            c => value.push(c),
        }
    }
    (value, "")
}

/// Nonces that are remembered (inferred).
const NONCES: usize = 16;
/// How long a nonce is good: "may drop a nonce at any time", the number is ours (inferred).
const NONCE_LIFE: Duration = Duration::from_secs(300);
/// Fields of a digest header: nine are defined.
const MAX_FIELDS: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_quoted_and_bare_with_any_spaces() {
        let fields = parse_fields(
            r#"username="ad\"min", realm="a, b=c",nc=00000001 , qop="auth",uri = "/wsman", x"#,
        );
        let expected = [
            ("username", "ad\"min"),
            ("realm", "a, b=c"),
            ("nc", "00000001"),
            ("qop", "auth"),
            ("uri", "/wsman"),
        ];
        let fields: Vec<_> = fields
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        assert_eq!(fields, expected);
    }

    #[test]
    fn garbage_ends_and_stays_small() {
        for text in ["", "=", ",,,", "a=\"", "a=\"\\", &"a=b,".repeat(1000)] {
            assert!(parse_fields(text).len() <= MAX_FIELDS);
        }
    }
}
