//! Preferences: a plain file that a person may edit, every field of which may be missing.
//!
//! ```toml
//! version = 1
//! theme = "dark"          # system, light, dark
//! font_scale = 1.25       # 0.75 to 2.0
//! density = "roomy"       # compact, roomy: rows and controls have more room
//! language = "de"         # en, de, fr, es, ja; the one of the system without it
//! reduce_motion = true    # nothing slides or turns
//! notifications = false   # the system says nothing while no window is in front
//! restore_tabs = false    # begin without the tabs of last time
//!
//! [keyboard]
//! layout = "de"           # of PCs whose entry in the address book names none
//! release = "pause"       # right-ctrl, right-alt, menu, scroll-lock, pause: gives the keys back
//! grab = true             # PCs get all keys, even Alt+Tab, where the system allows it
//!
//! [safety]
//! tls = "require"         # auto, require, off; unless an option or the address book says otherwise
//!
//! [shortcuts]             # what was changed; actions by their names, "" takes the keys away
//! power = "Ctrl+J"
//!
//! [sound]
//! bell = false            # when a PC rings; it is seen all the same
//!
//! [terminal]
//! links = true            # Ctrl and a click open addresses that stand on a serial console
//!
//! [folders]
//! pictures = "/home/sam/Pictures"
//! recordings = "/home/sam/Videos"
//! images = "/srv/images"
//! ```

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::file::{self, FileError};
use super::paths::Folder;
use super::profile::TlsPolicy;
use crate::limits;

/// Everything that can be preferred.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    version: u32,
    /// Colours of the window.
    pub theme: Theme,
    /// Size of all text and everything around it, 0.75..=2.0.
    pub font_scale: f32,
    /// Room of rows and controls.
    pub density: Density,
    /// Language of the window; the one of the system if `None`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Nothing slides or turns in the window.
    pub reduce_motion: bool,
    /// The system says what a person may be waiting for while no window is in front.
    pub notifications: bool,
    /// The tabs of last time come back at the start, without a connection.
    pub restore_tabs: bool,
    /// Keys.
    pub keyboard: Keyboard,
    /// How safe connections have to be.
    pub safety: Safety,
    /// What is heard.
    pub sound: Sound,
    /// Serial consoles.
    pub terminal: Terminal,
    /// Where files are saved and looked for.
    pub folders: Folders,
    /// Shortcuts that were changed: names of actions, each with its keys or nothing.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub shortcuts: BTreeMap<String, String>,
    /// What this version does not know; kept as it is.
    #[serde(flatten)]
    extra: toml::Table,
}

/// Colours of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// What the system prefers.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// Room of rows and controls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Density {
    /// As much as they need.
    #[default]
    Compact,
    /// More, for fingers and tired eyes; lists of PCs have a second line.
    Roomy,
}

/// Languages of the window. Commands and the text of files are English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[default]
    #[serde(rename = "en")]
    English,
    /// German.
    #[serde(rename = "de")]
    German,
    /// French.
    #[serde(rename = "fr")]
    French,
    /// Spanish.
    #[serde(rename = "es")]
    Spanish,
    /// Japanese.
    #[serde(rename = "ja")]
    Japanese,
}

/// Keys.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Keyboard {
    /// Layout of PCs whose entry in the address book names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layout: Option<String>,
    /// Gives the keys back to the window.
    pub release: Release,
    /// A PC gets all keys at first, even those of the system, where that allows it.
    pub grab: bool,
}

/// The key that gives the keys back to the window, and begins chords that are for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Release {
    /// The right one of two, as most keyboards have.
    #[default]
    RightCtrl,
    /// AltGr on many keyboards, which cannot write its characters then.
    RightAlt,
    /// The one that opens menus.
    Menu,
    /// Scroll Lock.
    ScrollLock,
    /// Pause.
    Pause,
}

impl Release {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::RightCtrl,
        Self::RightAlt,
        Self::Menu,
        Self::ScrollLock,
        Self::Pause,
    ];
}

/// How safe connections have to be.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Safety {
    /// Encryption of PCs about which neither an option nor the address book says anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls: Option<TlsPolicy>,
}

/// What is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sound {
    /// The bell of a PC. It is seen in any case.
    pub bell: bool,
}

impl Default for Sound {
    fn default() -> Self {
        Self { bell: true }
    }
}

/// Serial consoles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Terminal {
    /// Ctrl and a click open addresses of web pages. The PC writes them, so not without being
    /// asked for.
    pub links: bool,
}

/// Where files are saved and looked for; the places of the system if `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Folders {
    /// Screenshots.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pictures: Option<PathBuf>,
    /// Recordings of screens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recordings: Option<PathBuf>,
    /// Disk images.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub images: Option<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            version: VERSION,
            theme: Theme::System,
            font_scale: 1.0,
            density: Density::Compact,
            language: None,
            reduce_motion: false,
            notifications: true,
            restore_tabs: true,
            keyboard: Keyboard::default(),
            safety: Safety::default(),
            sound: Sound::default(),
            terminal: Terminal::default(),
            folders: Folders::default(),
            shortcuts: BTreeMap::new(),
            extra: toml::Table::new(),
        }
    }
}

/// The part of the file that every version has.
#[derive(Deserialize)]
struct Version {
    #[serde(default)]
    version: u32,
}

const VERSION: u32 = 1;

const HEADING: &str = "# Preferences. May be edited by hand; comments are not kept.\n";

/// The preferences cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The system refuses.
    #[error(transparent)]
    File(#[from] FileError),
    /// Somebody has edited the file into something else.
    #[error("line {line}: {message}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// It is not text, or too much of it.
    #[error("{}", .0.cause)]
    NoText(FileError),
    /// A newer version of this program wrote it.
    #[error("it was written by a newer version")]
    Newer {
        /// The file.
        path: PathBuf,
    },
}

impl Settings {
    /// What the file in this folder says; the defaults if there is none.
    ///
    /// A window goes on with the defaults after an error and shows it. A command must not: what
    /// the file says about safety would be lost.
    ///
    /// # Errors
    /// [`SettingsError`].
    pub fn read(folder: &Folder) -> Result<Self, SettingsError> {
        let path = folder.settings();
        let text = match file::read(&path, limits::STORE_BYTES) {
            Ok(Some(text)) => text,
            Ok(None) => return Ok(Self::default()),
            Err(error) if error.is_damage() => return Err(SettingsError::NoText(error)),
            Err(error) => return Err(error.into()),
        };
        // Whatever else a newer version writes, it says which one it is.
        let known = toml::from_str::<Version>(&text);
        if known.is_ok_and(|known| known.version > VERSION) {
            return Err(SettingsError::Newer { path });
        }
        let settings: Self = toml::from_str(&text).map_err(|error| {
            let (line, message) = file::toml_place(&text, &error);
            SettingsError::Damaged {
                path: path.clone(),
                line,
                message,
            }
        })?;
        Ok(Self {
            font_scale: scale(settings.font_scale),
            ..settings
        })
    }

    /// Changes the newest version of the file. Safe beside other windows. A damaged file is put
    /// aside first, and the change begins with the defaults.
    ///
    /// # Errors
    /// [`SettingsError::File`] and [`SettingsError::Newer`]; nothing is changed then.
    pub fn edit(folder: &Folder, change: impl FnOnce(&mut Self)) -> Result<Self, SettingsError> {
        let path = folder.settings();
        file::locked(&path, || {
            let (mut settings, write) = match Self::read(folder) {
                Err(SettingsError::Damaged { .. } | SettingsError::NoText(_)) => {
                    let aside: Write = |path, text| file::replace_damaged(path, text).map(drop);
                    (Self::default(), aside)
                }
                read => (read?, file::replace as Write),
            };
            change(&mut settings);
            settings.font_scale = scale(settings.font_scale);
            let body = toml::to_string(&settings).unwrap_or_default();
            write(&path, &format!("{HEADING}{body}"))?;
            Ok(settings)
        })
    }
}

type Write = fn(&Path, &str) -> Result<(), FileError>;

/// A scale at which everything can still be read and reached.
fn scale(wish: f32) -> f32 {
    if wish.is_finite() {
        wish.clamp(0.75, 2.0)
    } else {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::store::paths::temporary as folder;

    #[test]
    fn what_is_missing_has_its_default_and_what_is_unknown_is_kept() {
        let (_keep, folder) = folder();
        assert_eq!(Settings::read(&folder).unwrap(), Settings::default());
        let text = "version = 1\ntheme = \"dark\"\nfont_scale = 9\nfuture = 3\n\n[safety]\ntls = \"require\"\n";
        fs::write(folder.settings(), text).unwrap();
        let settings = Settings::read(&folder).unwrap();
        assert_eq!((settings.theme, settings.font_scale), (Theme::Dark, 2.0));
        assert_eq!(settings.safety.tls, Some(TlsPolicy::Require));
        Settings::edit(&folder, |settings| {
            settings.keyboard.layout = Some("de".into())
        })
        .unwrap();
        let text = fs::read_to_string(folder.settings()).unwrap();
        assert!(
            text.contains("future = 3") && text.contains("tls = \"require\""),
            "{text}"
        );
        let layout = Settings::read(&folder).unwrap().keyboard.layout;
        assert_eq!(layout.as_deref(), Some("de"));
    }

    #[test]
    fn a_damaged_file_is_told_with_its_line_and_put_aside_by_the_next_change() {
        let (keep, folder) = folder();
        let damaged = "version = 1\ntheme = \"pink\"\n";
        fs::write(folder.settings(), damaged).unwrap();
        let error = Settings::read(&folder).unwrap_err();
        assert!(error.to_string().starts_with("line 2: "), "{error}");
        Settings::edit(&folder, |settings| settings.theme = Theme::Light).unwrap();
        let aside = keep.path().join("settings.damaged-1.toml");
        assert_eq!(fs::read_to_string(aside).unwrap(), damaged);
        assert_eq!(Settings::read(&folder).unwrap().theme, Theme::Light);
        // Bytes that are no text are damage, too.
        fs::write(folder.settings(), [0xFF, 0]).unwrap();
        let error = Settings::read(&folder).unwrap_err();
        assert!(matches!(error, SettingsError::NoText(_)), "{error}");
        Settings::edit(&folder, |_| {}).unwrap();
        let aside = keep.path().join("settings.damaged-2.toml");
        assert_eq!(fs::read(aside).unwrap(), [0xFF, 0]);
    }

    #[test]
    fn the_file_of_a_newer_version_is_left_alone() {
        let (_keep, folder) = folder();
        // The second has a shape that this version does not know.
        for newer in ["version = 2\n", "version = 2\ntheme = [1]\n"] {
            fs::write(folder.settings(), newer).unwrap();
            let error = Settings::edit(&folder, |_| {}).unwrap_err();
            assert!(matches!(error, SettingsError::Newer { .. }), "{error}");
            assert_eq!(fs::read_to_string(folder.settings()).unwrap(), newer);
        }
    }
}
