//! The tabs of PCs that were open when the window was last used, from left to right.
//!
//! ```toml
//! version = 1
//!
//! [[tab]]
//! name = "lab-12"         # as the address book calls it; left out for an address that was typed
//! address = "10.0.4.17"
//! view = "serial"         # left out for the screen
//! front = true            # of one of them
//! ```
//!
//! `store::latest` says what becomes of a file that cannot be used.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::file::FileError;
use super::latest::{self, Latest};
use super::paths::Folder;
use crate::limits;

/// A tab of a PC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastTab {
    /// What the address book called it; `None` for an address that was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where it was, as the command line writes it.
    pub address: String,
    /// Its view, where that was not the screen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub view: Option<String>,
    /// It was in front.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub front: bool,
}

impl Latest for LastTab {
    const KEY: &'static str = "tab";
    const HEADING: &'static str = "# Tabs that were open when the window was last used.";

    fn path(folder: &Folder) -> PathBuf {
        folder.tabs()
    }

    fn keep_few(list: &mut Vec<Self>) {
        list.truncate(limits::LAST_TABS);
    }
}

/// The tabs of the file in this folder; none if it cannot be read.
#[must_use]
pub fn read(folder: &Folder) -> Vec<LastTab> {
    let read = latest::read(folder).inspect_err(|error| tracing::warn!(%error, "last tabs"));
    read.unwrap_or_default()
}

/// Writes the tabs that are open now. The file of a newer version is left alone.
///
/// # Errors
/// [`FileError`]; the file is as it was then.
pub fn write(folder: &Folder, tabs: Vec<LastTab>) -> Result<(), FileError> {
    latest::edit(folder, |list| *list = tabs).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::paths::temporary;

    #[test]
    fn tabs_come_back_in_their_order_and_no_more_than_a_window_holds() {
        let (_keep, folder) = temporary();
        assert_eq!(read(&folder), []);
        let tab = |n: usize| LastTab {
            name: (n == 0).then(|| "lab-12".to_owned()),
            address: format!("10.0.4.{n}"),
            view: (n == 1).then(|| "serial".to_owned()),
            front: n == 1,
        };
        let tabs: Vec<_> = (0..3).map(tab).collect();
        write(&folder, tabs.clone()).unwrap();
        assert_eq!(read(&folder), tabs);
        write(&folder, (0..limits::LAST_TABS + 5).map(tab).collect()).unwrap();
        assert_eq!(read(&folder).len(), limits::LAST_TABS);
        write(&folder, Vec::new()).unwrap();
        assert_eq!(read(&folder), []);
    }
}
