//! What a 401 offers: the `WWW-Authenticate` header, read leniently.
//!
//! Source: `docs/protocol/wsman.md` § 1.3 (observed); RFC 7235 §4.1, RFC 2617 §3.2.1.

use crate::limits;

/// One digest challenge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpChallenge {
    /// `Digest:` and 32 hexadecimal digits: the same for the whole life of a device.
    pub realm: String,
    /// Valid for any number of requests, until the device drops it.
    pub nonce: String,
    /// The nonce was right once and has expired; user and password are not in question.
    pub stale: bool,
    /// What may be protected.
    pub qop: Qop,
    /// To be sent back as it came.
    pub opaque: Option<String>,
}

/// Quality of protection that we choose from the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Qop {
    /// No list: sums of RFC 2069.
    None,
    /// The request line.
    Auth,
    /// The request line and the body; only where nothing else is offered.
    AuthInt,
}

/// Why a 401 cannot be answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChallengeError {
    /// No digest among what is offered; the schemes that are.
    #[error("no digest login is offered, only {0:?}")]
    NoDigest(Vec<String>),
    /// A digest challenge without realm or nonce.
    #[error("the digest challenge has no {0}")]
    Missing(&'static str),
    /// A hash other than MD5.
    #[error("the digest algorithm {0:?} is not supported")]
    Algorithm(String),
    /// Only qualities of protection that nobody knows.
    #[error("the quality of protection {0:?} is not supported")]
    Qop(String),
    /// A field longer than anything a device sends.
    #[error("the challenge is longer than {} bytes", limits::CHALLENGE_BYTES)]
    TooLong,
}

impl HttpChallenge {
    /// Finds the digest challenge in the values of all `WWW-Authenticate` headers of an answer.
    ///
    /// # Errors
    /// [`ChallengeError`].
    pub fn from_headers<'a>(
        headers: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, ChallengeError> {
        let mut schemes = Vec::new();
        for header in headers {
            if header.len() > limits::CHALLENGE_BYTES {
                return Err(ChallengeError::TooLong);
            }
            for (scheme, parameters) in challenges(header) {
                if scheme.eq_ignore_ascii_case("Digest") {
                    return Self::from_parameters(&parameters);
                }
                schemes.push(scheme.to_owned());
            }
        }
        Err(ChallengeError::NoDigest(schemes))
    }

    fn from_parameters(parameters: &[(&str, String)]) -> Result<Self, ChallengeError> {
        let find = |name: &str| {
            let found = parameters
                .iter()
                .find(|(n, _)| n.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.clone())
        };
        if let Some(algorithm) = find("algorithm")
            && !algorithm.eq_ignore_ascii_case("MD5")
        {
            return Err(ChallengeError::Algorithm(algorithm));
        }
        let qop = match find("qop") {
            None => Qop::None,
            Some(list) => {
                let has = |name: &str| list.split(',').any(|q| q.trim().eq_ignore_ascii_case(name));
                match () {
                    () if has("auth") => Qop::Auth,
                    () if has("auth-int") => Qop::AuthInt,
                    () if list.trim().is_empty() => Qop::None,
                    () => return Err(ChallengeError::Qop(list)),
                }
            }
        };
        let stale = find("stale").is_some_and(|stale| stale.trim().eq_ignore_ascii_case("true"));
        Ok(Self {
            realm: find("realm").ok_or(ChallengeError::Missing("realm"))?,
            nonce: find("nonce").ok_or(ChallengeError::Missing("nonce"))?,
            stale,
            qop,
            opaque: find("opaque"),
        })
    }
}

/// Splits a header into challenges: scheme and parameters. Stray commas and spaces are skipped,
/// quotes may be missing, and what makes no sense ends the list.
fn challenges(header: &str) -> Vec<(&str, Vec<(&str, String)>)> {
    let mut found: Vec<(&str, Vec<(&str, String)>)> = Vec::new();
    let mut rest = header;
    loop {
        rest = rest.trim_start_matches(|c: char| c == ',' || c.is_whitespace());
        let end = rest.find(|c: char| c == ',' || c == '=' || c.is_whitespace());
        let (token, after) = rest.split_at(end.unwrap_or(rest.len()));
        if token.is_empty() {
            return found;
        }
        let Some(value) = after.trim_start().strip_prefix('=') else {
            found.push((token, Vec::new()));
            rest = after;
            continue;
        };
        let (value, after) = parameter_value(value.trim_start());
        rest = after;
        match found.last_mut() {
            Some((_, parameters)) => parameters.push((token, value)),
            None => return found,
        }
    }
}

/// Reads a quoted string or a bare token; gives the rest.
fn parameter_value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(|c: char| c == ',' || c.is_whitespace());
        let (value, rest) = text.split_at(end.unwrap_or(text.len()));
        return (value.to_owned(), rest);
    };
    let mut value = String::new();
    let mut chars = quoted.chars();
    loop {
        match chars.next() {
            Some('"') | None => return (value, chars.as_str()),
            Some('\\') => value.extend(chars.next()),
            Some(c) => value.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(header: &str) -> Result<HttpChallenge, ChallengeError> {
        HttpChallenge::from_headers([header])
    }

    /// As captured; `docs/protocol/wsman.md` § 1.3.
    const CAPTURED: &str = "Digest realm=\"Digest:727734D63A1FC0423736E48DA554E462\", \
        nonce=\"B9AX94iAAAAAAAAAx6rrSfPHGUrx/3uA\",stale=\"false\",qop=\"auth\"";

    #[test]
    fn the_captured_challenge_is_read() {
        assert_eq!(
            parse(CAPTURED),
            Ok(HttpChallenge {
                realm: "Digest:727734D63A1FC0423736E48DA554E462".into(),
                nonce: "B9AX94iAAAAAAAAAx6rrSfPHGUrx/3uA".into(),
                stale: false,
                qop: Qop::Auth,
                opaque: None,
            })
        );
    }

    #[test]
    fn auth_is_preferred_wherever_it_stands_in_the_list() {
        let qop = |list: &str| {
            parse(&format!("Digest realm=r, nonce=n, qop={list}"))
                .unwrap()
                .qop
        };
        assert_eq!(qop("\"auth-int, auth\""), Qop::Auth);
        assert_eq!(qop("\"auth,auth-int\""), Qop::Auth);
        assert_eq!(qop("auth-int"), Qop::AuthInt);
        assert_eq!(qop("\"\""), Qop::None);
        assert_eq!(
            parse("Digest realm=r, nonce=n, qop=\"odd\""),
            Err(ChallengeError::Qop("odd".into()))
        );
    }

    #[test]
    fn odd_spacing_stray_commas_and_quotes_do_no_harm() {
        let odd = "  digest ,, REALM = \"a \\\"b\\\", c\" ,nonce=x=y,  stale=TRUE, algorithm=md5,opaque=\"o\"";
        assert_eq!(
            parse(odd),
            Ok(HttpChallenge {
                realm: "a \"b\", c".into(),
                nonce: "x=y".into(),
                stale: true,
                qop: Qop::None,
                opaque: Some("o".into()),
            })
        );
    }

    #[test]
    fn digest_is_found_among_other_schemes_in_one_header_or_several() {
        let mixed = format!("Negotiate, {CAPTURED}");
        assert!(parse(&mixed).is_ok());
        assert!(HttpChallenge::from_headers(["Negotiate", CAPTURED]).is_ok());
        assert_eq!(
            HttpChallenge::from_headers(["Negotiate", "Basic realm=\"x\""]),
            Err(ChallengeError::NoDigest(vec![
                "Negotiate".into(),
                "Basic".into()
            ]))
        );
    }

    #[test]
    fn what_cannot_be_answered_says_why() {
        assert_eq!(
            parse("Digest nonce=n"),
            Err(ChallengeError::Missing("realm"))
        );
        assert_eq!(
            parse("Digest realm=r"),
            Err(ChallengeError::Missing("nonce"))
        );
        assert_eq!(
            parse("Digest realm=r,nonce=n,algorithm=SHA-256"),
            Err(ChallengeError::Algorithm("SHA-256".into()))
        );
        assert_eq!(parse("=,=\""), Err(ChallengeError::NoDigest(vec![])));
        assert_eq!(parse(&"x".repeat(100_000)), Err(ChallengeError::TooLong));
    }
}
