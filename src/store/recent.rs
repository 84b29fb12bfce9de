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
//! A convenience: a file that is damaged counts as empty and is written anew.

use serde::{Deserialize, Serialize};

use super::file::{self, FileError};
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

#[derive(Debug, Serialize, Deserialize)]
struct Content {
    version: u32,
    #[serde(default)]
    pc: Vec<Recent>,
}

const VERSION: u32 = 1;

const HEADING: &str = "# PCs that were reached lately, newest first.\n";

/// The PCs of the file in this folder, newest first; none if it cannot be read.
#[must_use]
pub fn read(folder: &Folder) -> Vec<Recent> {
    content(folder).map_or_else(Vec::new, |content| content.pc)
}

/// Puts a PC at the top of the newest version of the file. Safe beside other windows. The file of
/// a newer version is left alone.
///
/// # Errors
/// [`FileError`]; the file is as it was then.
pub fn note(folder: &Folder, pc: Recent) -> Result<Vec<Recent>, FileError> {
    let path = folder.recent();
    file::locked(&path, || {
        let mut content = content(folder).unwrap_or(Content {
            version: VERSION,
            pc: Vec::new(),
        });
        add(&mut content.pc, pc);
        if content.version <= VERSION {
            let body = toml::to_string(&content).unwrap_or_default();
            file::replace(&path, &format!("{HEADING}{body}"))?;
        }
        Ok(content.pc)
    })
}

/// Puts a PC at the top of a list, once, and lets go of the oldest.
pub fn add(list: &mut Vec<Recent>, pc: Recent) {
    list.retain(|other| {
        other.address != pc.address && (pc.name.is_none() || other.name != pc.name)
    });
    list.insert(0, pc);
    list.truncate(limits::RECENT_PCS);
}

fn content(folder: &Folder) -> Option<Content> {
    let read = file::read(&folder.recent(), limits::STORE_BYTES);
    let text = read.inspect_err(|error| tracing::warn!(%error, "recent PCs"));
    toml::from_str(&text.ok()??).ok()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn pc(name: Option<&str>, address: &str) -> Recent {
        Recent {
            name: name.map(str::to_owned),
            address: address.to_owned(),
        }
    }

    fn folder() -> (tempfile::TempDir, Folder) {
        let keep = tempfile::tempdir().unwrap();
        let folder = Folder::new(keep.path().to_owned());
        (keep, folder)
    }

    #[test]
    fn the_latest_stands_first_and_once_by_name_or_address() {
        let (_keep, folder) = folder();
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

    #[test]
    fn a_damaged_file_counts_as_empty_and_one_of_a_newer_version_is_left_alone() {
        let (_keep, folder) = folder();
        fs::write(folder.recent(), "pc = 3").unwrap();
        assert_eq!(read(&folder), []);
        note(&folder, pc(None, "a")).unwrap();
        assert_eq!(read(&folder), [pc(None, "a")]);
        let newer = "version = 2\n\n[[pc]]\naddress = \"b\"\n";
        fs::write(folder.recent(), newer).unwrap();
        note(&folder, pc(None, "c")).unwrap();
        assert_eq!(fs::read_to_string(folder.recent()).unwrap(), newer);
    }
}
