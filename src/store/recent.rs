//! PCs that were reached lately, newest first: what the page of an empty tab offers.
//!
//! ```toml
//! version = 1
//!
//! [[pc]]
//! name = "lab-12"         # as the address book calls it; left out for an address that was typed
//! address = "10.0.4.17"
//! ```
//!
//! `store::latest` says what becomes of a file that cannot be used.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::file::FileError;
use super::latest::{self, Latest};
use super::paths::Folder;
use crate::limits;

/// A PC that was reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    /// What the address book called it; `None` for an address that was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where it was, as the command line writes it; no user.
    pub address: String,
}

impl Latest for Recent {
    const KEY: &'static str = "pc";
    const HEADING: &'static str = "# PCs that were reached lately, newest first.";

    fn path(folder: &Folder) -> PathBuf {
        folder.recent()
    }

    fn keep_few(list: &mut Vec<Self>) {
        list.truncate(limits::RECENT_PCS);
    }
}

/// The PCs of the file in this folder, newest first; none if it cannot be read.
#[must_use]
pub fn read(folder: &Folder) -> Vec<Recent> {
    let read = latest::read(folder).inspect_err(|error| tracing::warn!(%error, "recent PCs"));
    read.unwrap_or_default()
}

/// Puts a PC at the top of the newest version of the file. Safe beside other windows. The file of
/// a newer version is left alone.
///
/// # Errors
/// [`FileError`]; the file is as it was then.
pub fn note(folder: &Folder, pc: Recent) -> Result<Vec<Recent>, FileError> {
    latest::edit(folder, |list| add(list, pc))
}

/// Puts a PC at the top of a list, once, and lets go of the oldest.
pub fn add(list: &mut Vec<Recent>, pc: Recent) {
    list.retain(|other| {
        other.address != pc.address && (pc.name.is_none() || other.name != pc.name)
    });
    list.insert(0, pc);
    Recent::keep_few(list);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::paths::temporary;

    fn pc(name: Option<&str>, address: &str) -> Recent {
        Recent {
            name: name.map(str::to_owned),
            address: address.to_owned(),
        }
    }

    #[test]
    fn the_latest_stands_first_and_once_by_name_or_address() {
        let (_keep, folder) = temporary();
        assert_eq!(read(&folder), []);
        for recent in [
            pc(Some("one"), "10.0.0.1"),
            pc(None, "10.0.0.2"),
            pc(Some("one"), "10.0.0.9"),
            pc(Some("two"), "10.0.0.2"),
        ] {
            note(&folder, recent).unwrap();
        }
        let kept = [pc(Some("two"), "10.0.0.2"), pc(Some("one"), "10.0.0.9")];
        assert_eq!(read(&folder), kept);
    }

    #[test]
    fn the_list_stays_short() {
        let mut list = Vec::new();
        for n in 0..50 {
            add(&mut list, pc(None, &format!("10.0.0.{n}")));
        }
        assert_eq!(list.len(), limits::RECENT_PCS);
        assert_eq!(list[0].address, "10.0.0.49");
    }
}
