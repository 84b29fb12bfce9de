//! Lists of PCs from and for other programs.

use std::net::Ipv6Addr;

use super::{Profile, csv, json, meshcommander};

/// A kind of list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Comma-separated values with a line of headings, for spreadsheets.
    Csv,
    /// `{"devices": […]}` with the fields of the address book.
    Json,
    /// What `MeshCommander` saves and opens.
    MeshCommander,
}

/// What a list holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// What it was read as.
    pub format: Format,
    /// PCs that can be saved, in the order of the list. Names may occur twice.
    pub pcs: Vec<Profile>,
    /// Entries that cannot, with their number from 1 and the reason.
    pub refused: Vec<(usize, String)>,
    /// Passwords that were in it. They are not taken over: files do not keep secrets.
    pub passwords: usize,
    /// Headings of columns that mean nothing to us.
    pub ignored: Vec<String>,
}

impl Imported {
    pub(super) const fn new(format: Format) -> Self {
        Self {
            format,
            pcs: Vec::new(),
            refused: Vec::new(),
            passwords: 0,
            ignored: Vec::new(),
        }
    }

    /// Takes one entry, whose number is the count of those before it plus one.
    pub(super) fn take(&mut self, entry: Result<Profile, String>) {
        let number = self.pcs.len() + self.refused.len() + 1;
        let checked = entry.and_then(|pc| match pc.check() {
            Ok(()) => Ok(pc),
            Err(error) => Err(error.to_string()),
        });
        match checked {
            Ok(pc) => self.pcs.push(pc),
            Err(why) => self.refused.push((number, why)),
        }
    }
}

/// A text that is no list of PCs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// It begins like JSON and is none.
    #[error("it is no JSON: line {line}, column {column}")]
    Syntax {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
    },
    /// It is JSON without a list of PCs.
    #[error("it has no list of PCs")]
    NoList,
    /// `MeshCommander` has encrypted it.
    #[error("it is protected with a password; save it without one in MeshCommander")]
    Encrypted,
    /// No heading names an address.
    #[error("its first line has no heading for addresses, such as address, host or IP")]
    NoAddresses,
    /// A quotation mark is open at the end.
    #[error("a quotation mark of line {line} is never closed")]
    Quotation {
        /// Counted from 1.
        line: usize,
    },
}

/// Reads a list of PCs, of any known kind unless one is named.
///
/// # Errors
/// [`ImportError`] if the whole is unusable; single entries end in [`Imported::refused`].
pub fn import(text: &str, format: Option<Format>) -> Result<Imported, ImportError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_json = text.trim_start().starts_with(['{', '[']);
    match format {
        Some(Format::Csv) => csv::import(text),
        None if !is_json => csv::import(text),
        _ => json::import(text, format),
    }
}

/// Writes a list of PCs.
#[must_use]
pub fn export<'a>(pcs: impl IntoIterator<Item = &'a Profile>, format: Format) -> String {
    match format {
        Format::Csv => csv::export(pcs),
        Format::Json => json::export(pcs),
        Format::MeshCommander => meshcommander::export(pcs),
    }
}

/// An address as a foreign list has it: IPv6 gets the brackets that ports need.
pub(super) fn address(text: &str) -> String {
    let text = text.trim();
    if text.parse::<Ipv6Addr>().is_ok() {
        format!("[{text}]")
    } else {
        text.to_owned()
    }
}

/// The name of a PC that has none: its host.
pub(super) fn name_of(address: &str) -> String {
    let rest = address.strip_prefix("vnc://").unwrap_or(address);
    let rest = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    let host = match rest.strip_prefix('[') {
        Some(v6) => v6.split(']').next(),
        None => rest.split(':').next(),
    };
    host.unwrap_or(rest).to_owned()
}
