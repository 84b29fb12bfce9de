//! The journal: who did what to which PC, when, and how it ended. Local, append-only, one JSON
//! object on each line, so that any tool can read it and no damage reaches further than a line.
//!
//! ```json
//! {"v":1,"at":"2026-11-22T17:03:11Z","id":"9f1c22a0","phase":"begin","by":"sam","pc":"front-desk-04",
//!  "address":"10.0.4.17","login":"admin","deed":"power","detail":"reset"}
//! {"v":1,"at":"2026-11-22T17:03:14Z","id":"9f1c22a0","phase":"end","outcome":"done","consent":"none"}
//! ```
//!
//! A deed has two lines, because a program that was killed, or lost its power, writes no second
//! one: a begin without an end says exactly that. There is no place for secrets: passwords, keys
//! that were typed, pictures and texts have no field here.

mod file;
mod read;

pub use file::{Journal, JournalError};
pub use read::{Deed, History, to_csv};

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// What was done. Names are a contract: `docs/cli.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Kind {
    /// The screen was seen, perhaps controlled.
    Screen,
    /// The serial console was open.
    Serial,
    /// Drives were lent.
    Media,
    /// The power state was changed, perhaps with what to start from.
    Power,
    /// Consent was asked for, given or taken back, outside another deed.
    Consent,
    /// Features of Intel AMT were switched on.
    Enable,
    /// Features of Intel AMT were switched off.
    Disable,
    /// Facts were read: version, settings, hardware, power state.
    Info,
    /// A log was read.
    Log,
    /// A certificate was trusted, or another one in its place.
    Trust,
    /// Something that this version does not know.
    #[serde(other)]
    Other,
}

impl Kind {
    /// As it stands in the file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Screen => "screen",
            Self::Serial => "serial",
            Self::Media => "media",
            Self::Power => "power",
            Self::Consent => "consent",
            Self::Enable => "enable",
            Self::Disable => "disable",
            Self::Info => "info",
            Self::Log => "log",
            Self::Trust => "trust",
            Self::Other => "other",
        }
    }
}

/// What somebody is about to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begin {
    /// What.
    pub kind: Kind,
    /// The name of the PC in the address book.
    pub pc: Option<String>,
    /// Where it is.
    pub address: String,
    /// Who logs in to the PC.
    pub login: Option<String>,
    /// More about it in a few words, for example `reset` or `kvm sol`.
    pub detail: Option<String>,
    /// Files that are lent, or that something is saved to; addresses of web servers too.
    pub files: Vec<String>,
}

impl Begin {
    /// A deed without particulars.
    #[must_use]
    pub fn new(kind: Kind, address: impl Into<String>) -> Self {
        Self {
            kind,
            pc: None,
            address: address.into(),
            login: None,
            detail: None,
            files: Vec::new(),
        }
    }
}

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct End {
    /// `done`, `interrupted`, or the stable name of the fault.
    pub outcome: String,
    /// How the user of the PC agreed: `none` needed, `code`, or a state in between.
    pub consent: Option<String>,
    /// How the connection was protected: `none`, `pinned`, `known-issuer`.
    pub encryption: Option<String>,
    /// More about it in a few words.
    pub detail: Option<String>,
}

/// One line of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Line {
    v: u32,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    id: String,
    #[serde(flatten)]
    what: Phase,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "kebab-case")]
enum Phase {
    Begin {
        by: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pc: Option<String>,
        address: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        login: Option<String>,
        deed: Kind,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        detail: Option<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<String>,
    },
    End {
        outcome: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        consent: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        encryption: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        detail: Option<String>,
    },
}

/// The version of the lines that this program writes.
const VERSION: u32 = 1;

/// A file or an address as it may stand in the journal: what a web address carries before its
/// host, and behind its path, may be a secret.
#[must_use]
pub fn file_name(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else {
        return text.to_owned();
    };
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = match rest.split_once('/') {
        Some((host, path)) => (host, format!("/{path}")),
        None => (rest, String::new()),
    };
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    format!("{scheme}://{host}{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_web_address_is_kept_without_what_may_be_secret() {
        for (text, kept) in [
            ("/home/sam/a@b?c.iso", "/home/sam/a@b?c.iso"),
            (
                "https://sam:P@ss@images.example/a%20b.iso?token=x#y",
                "https://images.example/a%20b.iso",
            ),
            ("http://images.example?token=x", "http://images.example"),
        ] {
            assert_eq!(file_name(text), kept);
        }
    }
}
