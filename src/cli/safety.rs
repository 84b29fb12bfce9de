//! How safe a connection is, in JSON.

use serde::Serialize;

use crate::session::Safety;

/// Field names are a contract: `docs/cli.md`.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Encryption {
    /// `none`, `pinned` or `known-issuer`.
    trust: &'static str,
    /// Of the PC's certificate; `null` without encryption.
    fingerprint: Option<String>,
}

impl Encryption {
    /// `none`, `pinned` or `known-issuer`.
    pub(super) const fn word(&self) -> &'static str {
        self.trust
    }

    /// What there is to say of a connection.
    pub(super) fn of(safety: Option<&Safety>) -> Self {
        let trust = match safety {
            None | Some(Safety::Plain) => "none",
            Some(Safety::Pinned(_)) => "pinned",
            Some(Safety::KnownIssuer(_)) => "known-issuer",
        };
        let certificate = safety.and_then(Safety::certificate);
        Self {
            trust,
            fingerprint: certificate.map(|c| c.fingerprint.to_string()),
        }
    }
}
