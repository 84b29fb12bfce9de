//! What a person needs to know about a certificate before trusting it.
//!
//! Nothing is verified here: whether the peer holds the key, and who vouches for it, is the
//! business of `net::trust`.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer as _, X509Certificate};
use x509_parser::public_key::PublicKey;

/// SHA-256 of a certificate in DER. Prints as `sha256:` and 64 lower-case hexadecimal digits,
/// which is what `openssl x509 -fingerprint -sha256` shows without its colons.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(pub [u8; 32]);

impl Fingerprint {
    /// Fingerprint of a certificate.
    #[must_use]
    pub fn of(der: &[u8]) -> Self {
        Self(Sha256::digest(der).into())
    }

    /// For people: `4B7A 90D2 …`, sixteen groups.
    #[must_use]
    pub fn grouped(&self) -> String {
        let groups: Vec<_> = self
            .0
            .as_chunks()
            .0
            .iter()
            .map(|[a, b]| format!("{a:02X}{b:02X}"))
            .collect();
        groups.join(" ")
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sha256:")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text that is no fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a fingerprint is sha256: and 64 hexadecimal digits")]
pub struct FingerprintError;

impl FromStr for Fingerprint {
    type Err = FingerprintError;

    /// Takes capitals, colons and spaces between the digits, and a missing `sha256:`.
    fn from_str(text: &str) -> Result<Self, FingerprintError> {
        let text = text.trim();
        let digits = match text.split_at_checked(7) {
            Some((prefix, rest)) if prefix.eq_ignore_ascii_case("sha256:") => rest,
            _ => text,
        };
        let digits: String = digits.chars().filter(|c| !matches!(c, ':' | ' ')).collect();
        let bytes = crate::wire::hexdump::parse_hex(&digits).ok_or(FingerprintError)?;
        bytes.try_into().map(Self).map_err(|_| FingerprintError)
    }
}

/// A certificate in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Names exactly this certificate.
    pub fingerprint: Fingerprint,
    /// Whom it is for, as a distinguished name; empty if it could not be read.
    pub subject: String,
    /// Who vouches for it, likewise.
    pub issuer: String,
    /// It vouches for itself.
    pub is_self_issued: bool,
    /// Host names and addresses it is for; the common name where none are listed.
    pub names: Vec<String>,
    /// First moment of its validity.
    pub not_before: OffsetDateTime,
    /// Last moment of its validity.
    pub not_after: OffsetDateTime,
    /// Kind and size of its key: `RSA 2048`.
    pub key: String,
}

impl Certificate {
    /// Reads a certificate. One that cannot be read still has its fingerprint, and a validity
    /// that ended in 1970.
    #[must_use]
    pub fn from_der(der: &[u8]) -> Self {
        let fingerprint = Fingerprint::of(der);
        let Ok((_, x509)) = X509Certificate::from_der(der) else {
            return Self {
                fingerprint,
                subject: String::new(),
                issuer: String::new(),
                is_self_issued: false,
                names: Vec::new(),
                not_before: OffsetDateTime::UNIX_EPOCH,
                not_after: OffsetDateTime::UNIX_EPOCH,
                key: "unreadable".to_owned(),
            };
        };
        let key = match x509.public_key().parsed() {
            Ok(PublicKey::RSA(rsa)) => format!("RSA {}", rsa.key_size()),
            Ok(PublicKey::EC(point)) => format!("ECDSA {}", point.key_size()),
            _ => "another kind".to_owned(),
        };
        Self {
            fingerprint,
            subject: printable(&x509.subject().to_string()),
            issuer: printable(&x509.issuer().to_string()),
            is_self_issued: x509.subject().as_raw() == x509.issuer().as_raw(),
            names: names(&x509),
            not_before: x509.validity().not_before.to_datetime(),
            not_after: x509.validity().not_after.to_datetime(),
            key,
        }
    }

    /// Is it valid at this moment?
    #[must_use]
    pub fn is_valid_at(&self, now: OffsetDateTime) -> bool {
        (self.not_before..=self.not_after).contains(&now)
    }

    /// Is it made for this host? A wildcard stands for one label.
    #[must_use]
    pub fn is_for(&self, host: &str) -> bool {
        let host = host.trim_end_matches('.');
        self.names.iter().any(|name| match name.strip_prefix("*.") {
            Some(domain) => host
                .split_once('.')
                .is_some_and(|(_, rest)| rest.eq_ignore_ascii_case(domain)),
            None => name.eq_ignore_ascii_case(host),
        })
    }
}

/// Alternative names; where there are none, the common name, as certificates of AMT often have
/// no more.
fn names(x509: &X509Certificate<'_>) -> Vec<String> {
    let alternative = x509.subject_alternative_name().ok().flatten();
    let mut names: Vec<_> = alternative
        .iter()
        .flat_map(|extension| &extension.value.general_names)
        .filter_map(|name| match name {
            GeneralName::DNSName(name) => Some(printable(name)),
            GeneralName::IPAddress(bytes) => match <[u8; 4]>::try_from(*bytes) {
                Ok(v4) => Some(core::net::Ipv4Addr::from(v4).to_string()),
                Err(_) => {
                    let v6 = <[u8; 16]>::try_from(*bytes).ok()?;
                    Some(core::net::Ipv6Addr::from(v6).to_string())
                }
            },
            _ => None,
        })
        .collect();
    if names.is_empty() {
        let common = x509.subject().iter_common_name();
        names.extend(common.filter_map(|name| name.as_str().ok()).map(printable));
    }
    names
}

/// A certificate's text goes to terminals and windows: no control characters, no novels.
fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(256).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(names: &[&str]) -> Vec<u8> {
        let names = names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        let key = rcgen::KeyPair::generate().unwrap();
        let mut params = rcgen::CertificateParams::new(names).unwrap();
        params.distinguished_name = rcgen::DistinguishedName::new();
        let kind = rcgen::DnType::CommonName;
        params
            .distinguished_name
            .push(kind, "front-desk-04\u{1b}[2J");
        params.not_before = OffsetDateTime::from_unix_timestamp(1_700_000_000).unwrap();
        params.not_after = OffsetDateTime::from_unix_timestamp(1_900_000_000).unwrap();
        params.self_signed(&key).unwrap().der().to_vec()
    }

    #[test]
    fn a_certificate_tells_its_facts_and_no_terminal_sequences() {
        let c = Certificate::from_der(&made(&["front-desk-04.lab", "10.0.4.17"]));
        assert_eq!(c.subject, "CN=front-desk-04[2J");
        assert!(c.is_self_issued);
        assert_eq!(c.names, ["front-desk-04.lab", "10.0.4.17"]);
        assert_eq!(c.key, "ECDSA 256");
        assert_eq!(c.not_after.unix_timestamp(), 1_900_000_000);
        let at = |s| OffsetDateTime::from_unix_timestamp(s).unwrap();
        assert!(c.is_valid_at(at(1_800_000_000)));
        assert!(!c.is_valid_at(at(1_600_000_000)) && !c.is_valid_at(at(2_000_000_000)));
    }

    #[test]
    fn the_common_name_counts_only_without_alternative_names() {
        let c = Certificate::from_der(&made(&[]));
        assert!(c.is_for("FRONT-DESK-04[2J"));
        let c = Certificate::from_der(&made(&["*.lab.example", "10.0.4.17"]));
        assert!(c.is_for("pc.Lab.example") && c.is_for("10.0.4.17"));
        assert!(!c.is_for("a.pc.lab.example") && !c.is_for("front-desk-04[2J"));
    }

    #[test]
    fn what_is_no_certificate_still_has_a_fingerprint_and_is_never_valid() {
        let c = Certificate::from_der(b"junk");
        assert_eq!(c.fingerprint, Fingerprint::of(b"junk"));
        assert!(!c.is_valid_at(OffsetDateTime::from_unix_timestamp(1_800_000_000).unwrap()));
        let der = made(&["a"]);
        for cut in 0..der.len() {
            assert!(Certificate::from_der(&der[..cut]).names.is_empty());
        }
    }

    #[test]
    fn fingerprints_print_and_parse_in_all_usual_spellings() {
        let f = Fingerprint::of(b"");
        let plain = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(f.to_string(), format!("sha256:{plain}"));
        assert!(f.grouped().starts_with("E3B0 C442 98FC"));
        for text in [
            f.to_string(),
            plain.to_uppercase(),
            format!("SHA256:{}", f.grouped()),
            plain
                .as_bytes()
                .chunks(2)
                .map(|p| String::from_utf8_lossy(p))
                .collect::<Vec<_>>()
                .join(":"),
        ] {
            assert_eq!(text.parse(), Ok(f), "{text}");
        }
        assert_eq!("sha256:12".parse::<Fingerprint>(), Err(FingerprintError));
    }
}
