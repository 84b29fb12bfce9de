//! The macros of a user: a plain file that a person may edit.
//!
//! ```toml
//! version = 1
//!
//! [[macro]]
//! name = "Boot menu"
//! key = "F5"
//! script = """
//! press f12 every 200 ms until screen changes within 30 s
//! """
//! ```
//!
//! What a script may say is the session's business; here it is text. Whoever writes a password into
//! one has it in a file that only the owner may read, and nothing better.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::file::{self, FileError};
use super::paths::Folder;
use crate::limits;

/// One macro.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedMacro {
    /// What the menu says.
    pub name: String,
    /// Runs it after the release key: `F1` to `F12`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Its steps, one to a line.
    pub script: String,
}

/// Why macros could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum MacrosError {
    /// The file cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The file is not what it should be; it is left alone.
    #[error("line {line}: {why}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// What is wrong there.
        why: String,
    },
    /// A newer version wrote it.
    #[error("a newer version of this program wrote it")]
    Newer {
        /// The file.
        path: PathBuf,
    },
    /// More than a menu holds.
    #[error("there are more than {} macros", limits::MACROS)]
    TooMany,
}

#[derive(Debug, Serialize, Deserialize)]
struct Contents {
    version: u32,
    #[serde(default, rename = "macro")]
    macros: Vec<SavedMacro>,
}

/// The part of it that every version has.
#[derive(Deserialize)]
struct Version {
    version: u32,
}

const VERSION: u32 = 1;

/// The macros below `folder`, in the order of the menu; none if there is no file.
///
/// # Errors
/// [`MacrosError`].
pub fn read(folder: &Folder) -> Result<Vec<SavedMacro>, MacrosError> {
    let path = path(folder);
    let Some(text) = file::read(&path, limits::STORE_BYTES)? else {
        return Ok(Vec::new());
    };
    // Whatever else a newer version writes, it says which one it is.
    let known = toml::from_str::<Version>(&text);
    if known.is_ok_and(|known| known.version > VERSION) {
        return Err(MacrosError::Newer { path });
    }
    let contents: Contents = toml::from_str(&text).map_err(|error| {
        let (line, why) = file::toml_place(&text, &error);
        let path = path.clone();
        MacrosError::Damaged { path, line, why }
    })?;
    let macros = contents.macros;
    if macros.len() > limits::MACROS {
        return Err(MacrosError::TooMany);
    }
    Ok(macros)
}

/// Changes the macros: reads them, has them changed, and writes them, while no other window does.
/// A file that cannot be read is not written over.
///
/// # Errors
/// [`MacrosError`]; the file is unchanged then.
pub fn change(
    folder: &Folder,
    change: impl FnOnce(&mut Vec<SavedMacro>),
) -> Result<Vec<SavedMacro>, MacrosError> {
    let path = path(folder);
    file::locked(&path, || {
        let mut macros = read(folder)?;
        change(&mut macros);
        if macros.len() > limits::MACROS {
            return Err(MacrosError::TooMany);
        }
        let contents = Contents {
            version: VERSION,
            macros,
        };
        // Text and numbers only: always representable.
        let text = toml::to_string(&contents).unwrap_or_default();
        file::replace(&path, &text)?;
        Ok(contents.macros)
    })
}

fn path(folder: &Folder) -> PathBuf {
    folder.macros()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn macros_come_back_in_their_order_and_a_damaged_file_is_left_alone() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = Folder::new(temporary.path().to_owned());
        assert_eq!(read(&folder).unwrap(), []);
        let saved = |name: &str| SavedMacro {
            name: name.to_owned(),
            script: "press f12\nwait 1 s\n".to_owned(),
            key: (name == "a").then(|| "F5".to_owned()),
        };
        change(&folder, |macros| macros.push(saved("b"))).unwrap();
        let all = change(&folder, |macros| macros.push(saved("a"))).unwrap();
        assert_eq!(all, [saved("b"), saved("a")]);
        assert_eq!(read(&folder).unwrap(), all);

        fs::write(path(&folder), "version = 1\n[[macro]]\nname = 3\n").unwrap();
        let error = change(&folder, Vec::clear).unwrap_err();
        assert!(
            matches!(error, MacrosError::Damaged { line: 3, .. }),
            "{error:?}"
        );
        assert!(
            fs::read_to_string(path(&folder))
                .unwrap()
                .contains("name = 3")
        );
        for newer in ["version = 2", "version = 2\nmacro = \"F12\""] {
            fs::write(path(&folder), newer).unwrap();
            let error = change(&folder, Vec::clear).unwrap_err();
            assert!(matches!(error, MacrosError::Newer { .. }), "{error:?}");
            assert_eq!(fs::read_to_string(path(&folder)).unwrap(), newer);
        }
    }
}
