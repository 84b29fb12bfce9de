//! The address book: PCs that a person has saved, with what is particular about each.
//!
//! ```toml
//! version = 1
//!
//! [[pc]]
//! name = "front-desk-04"
//! address = "10.0.4.17"
//! uuid = "4c4c4544-0042-3510-8052-b4c04f564a31"
//! group = "Reception"
//! tags = ["windows", "2019"]
//! notes = "Under the counter"
//! favourite = true
//! user = "admin"
//! tls = "require"
//! layout = "de"
//! terminal = "vt-utf8"
//! picture = "rgb332"
//! console = { charset = "cp437", enter = "cr", backspace = "08", size = "80x25", colors = "vga" }
//! beside = ["media", "serial"]
//! window = "1280x800+1920+0"
//! ```
//!
//! Only `name` and `address` must be there. Passwords never are: they belong to the key store of
//! the system. What a newer version or a person has added beside these is kept.

mod beside;
mod book;
mod console;
mod csv;
mod duplicates;
mod exchange;
mod file;
mod geometry;
mod json;
mod merge;
mod meshcommander;
mod search;

pub use beside::{Beside, ViewBeside};
pub use book::{AddressBook, Book, BookError, Recovered, Stamp};
pub use console::Console;
pub use duplicates::{Duplicate, DuplicateBy, Twins, address_key};
pub use exchange::{Format, ImportError, Imported, export, import};
pub use file::FormatError;
pub use geometry::Geometry;
pub use merge::{Known, Merged};
pub use search::Index;

use serde::{Deserialize, Serialize};

use crate::limits;
use crate::terminal::Dialect;

/// One saved PC.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Profile {
    /// What people call it; unique in the book whatever its case.
    pub name: String,
    /// Where it is, as the command line writes it: host and ports, or `vnc://…`; no user.
    pub address: String,
    /// The identity of the board, as [`Uuid`] writes it.
    pub uuid: Option<Uuid>,
    /// Where it belongs, levels separated by `/`.
    pub group: Option<String>,
    /// Free words to find it by.
    pub tags: Vec<String>,
    /// Free text.
    pub notes: String,
    /// It stands first in lists.
    pub favourite: bool,
    /// Who logs in, unless a command says otherwise.
    pub user: Option<String>,
    /// Whether connections must be encrypted, unless a command says otherwise.
    pub tls: Option<TlsPolicy>,
    /// Keyboard layout of the PC, for example `us` or `de`.
    pub layout: Option<String>,
    /// What its serial console takes keys as.
    pub terminal: Option<Dialect>,
    /// Colours of its screen.
    pub picture: Option<PictureMode>,
    /// What else was chosen for its serial console.
    pub console: Console,
    /// Which of its views have the screen beside them.
    pub beside: Option<Beside>,
    /// Its tab as a window of its own, as it was last.
    pub window: Option<Geometry>,
    /// What this version does not know; kept as it is.
    pub extra: toml::Table,
}

impl Profile {
    /// A PC with nothing particular.
    #[must_use]
    pub fn new(name: impl Into<String>, address: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            address: address.into(),
            ..Self::default()
        }
    }

    /// Takes over what another list says about the same PC; what it does not say stays, and so
    /// does the name.
    pub fn take_over(&mut self, other: &Self) {
        fn set<T: Clone>(to: &mut Option<T>, from: &Option<T>) {
            if from.is_some() {
                to.clone_from(from);
            }
        }
        self.address.clone_from(&other.address);
        set(&mut self.uuid, &other.uuid);
        set(&mut self.group, &other.group);
        set(&mut self.user, &other.user);
        set(&mut self.tls, &other.tls);
        set(&mut self.layout, &other.layout);
        set(&mut self.terminal, &other.terminal);
        set(&mut self.picture, &other.picture);
        set(&mut self.beside, &other.beside);
        set(&mut self.window, &other.window);
        if other.console != Console::default() {
            self.console.clone_from(&other.console);
        }
        for tag in &other.tags {
            if !self.tags.contains(tag) {
                self.tags.push(tag.clone());
            }
        }
        if !other.notes.is_empty() {
            self.notes.clone_from(&other.notes);
        }
        self.favourite |= other.favourite;
    }

    /// Checks what no part of the program may write into the book.
    ///
    /// # Errors
    /// [`ProfileError`] names the first field that will not do.
    pub fn check(&self) -> Result<(), ProfileError> {
        line("name", &self.name, limits::PROFILE_WORD)?;
        if self.name.is_empty() || self.name.starts_with('-') || self.name.trim() != self.name {
            return Err(ProfileError::Name);
        }
        line("address", &self.address, limits::PROFILE_WORD)?;
        if self.address.is_empty() {
            return Err(ProfileError::Empty { field: "address" });
        }
        for (field, value) in [
            ("group", &self.group),
            ("user", &self.user),
            ("layout", &self.layout),
        ] {
            line(
                field,
                value.as_deref().unwrap_or_default(),
                limits::PROFILE_WORD,
            )?;
        }
        let colors = self.console.colors.as_deref().unwrap_or_default();
        line("console", colors, limits::PROFILE_WORD)?;
        for tag in &self.tags {
            line("tags", tag, limits::PROFILE_WORD)?;
        }
        if self.tags.len() > limits::PROFILE_TAGS {
            return Err(ProfileError::Long { field: "tags" });
        }
        if self.notes.chars().count() > limits::PROFILE_NOTES {
            return Err(ProfileError::Long { field: "notes" });
        }
        Ok(())
    }
}

/// One line of at most `limit` characters.
fn line(field: &'static str, text: &str, limit: usize) -> Result<(), ProfileError> {
    if text.chars().any(char::is_control) {
        return Err(ProfileError::Control { field });
    }
    if text.chars().count() > limit {
        return Err(ProfileError::Long { field });
    }
    Ok(())
}

/// A profile that cannot be saved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// It is empty, begins with a dash, or has spaces around it.
    #[error("a name is not empty, begins with no dash and has no spaces around it")]
    Name,
    /// Nothing where something must stand.
    #[error("{field} is empty")]
    Empty {
        /// Which.
        field: &'static str,
    },
    /// A line break or another character that does not print.
    #[error("{field} has a character that does not print")]
    Control {
        /// Which.
        field: &'static str,
    },
    /// More than the file should hold for one PC.
    #[error("{field} is too long")]
    Long {
        /// Which.
        field: &'static str,
    },
}

/// Whether connections to a PC must be encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TlsPolicy {
    /// Where the PC offers it; and always once it has.
    Auto,
    /// Always.
    Require,
    /// Never, at the person's own risk.
    Off,
}

impl TlsPolicy {
    /// Every policy.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Require, Self::Off];

    /// As files and the command line write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Require => "require",
            Self::Off => "off",
        }
    }

    /// The policy of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.name() == name)
    }
}

/// Colours of a PC's screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PictureMode {
    /// The best the PC can do.
    Auto,
    /// 65 536 colours.
    Rgb565,
    /// 256 colours.
    Rgb332,
    /// 256 greys.
    Gray8,
    /// 16 greys.
    Gray4,
}

impl PictureMode {
    /// Every mode.
    pub const ALL: [Self; 5] = [
        Self::Auto,
        Self::Rgb565,
        Self::Rgb332,
        Self::Gray8,
        Self::Gray4,
    ];

    /// As files and the command line write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Rgb565 => "rgb565",
            Self::Rgb332 => "rgb332",
            Self::Gray8 => "gray8",
            Self::Gray4 => "gray4",
        }
    }

    /// The mode of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }
}

/// Sixteen bytes that name a board, in lower case with four dashes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uuid(String);

impl Uuid {
    /// Reads a UUID with or without dashes and braces; `None` if it is none, or the one of all
    /// zeros or all ones, which boards carry that were never given one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text
            .trim()
            .trim_start_matches('{')
            .trim_end_matches('}')
            .chars()
            .filter(|c| *c != '-')
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if digits.len() != 32 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        if digits.bytes().all(|b| b == b'0') || digits.bytes().all(|b| b == b'f') {
            return None;
        }
        let mut text = String::with_capacity(36);
        for (i, c) in digits.chars().enumerate() {
            if matches!(i, 8 | 12 | 16 | 20) {
                text.push('-');
            }
            text.push(c);
        }
        Some(Self(text))
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Uuid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_is_read_in_every_usual_spelling_and_written_in_one() {
        let text = "4c4c4544-0042-3510-8052-b4c04f564a31";
        for spelling in [
            text,
            "4C4C4544004235108052B4C04F564A31",
            "{4C4C4544-0042-3510-8052-B4C04F564A31}",
        ] {
            assert_eq!(Uuid::parse(spelling).unwrap().as_str(), text);
        }
        for nonsense in [
            "",
            "4c4c4544",
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "4c4c4544-0042-3510-8052-b4c04f564a3g",
        ] {
            assert_eq!(Uuid::parse(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn names_that_a_command_line_or_a_list_cannot_show_are_refused() {
        let check = |name: &str| Profile::new(name, "10.0.0.1").check();
        assert_eq!(check("Front desk 4"), Ok(()));
        for name in ["", "-v", " pc", "pc "] {
            assert_eq!(check(name), Err(ProfileError::Name), "{name:?}");
        }
        assert_eq!(check("a\nb"), Err(ProfileError::Control { field: "name" }));
        assert_eq!(
            check(&"x".repeat(limits::PROFILE_WORD + 1)),
            Err(ProfileError::Long { field: "name" })
        );
        assert_eq!(
            Profile::new("pc", "").check(),
            Err(ProfileError::Empty { field: "address" })
        );
    }
}
