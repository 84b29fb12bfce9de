//! Where files lie.

use std::path::{Path, PathBuf};

/// The folder that holds everything we store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder(PathBuf);

/// The system does not say where a program keeps its settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this system does not say where settings belong")]
pub struct NoFolder;

impl Folder {
    /// A folder of the user's choice.
    #[must_use]
    pub const fn new(path: PathBuf) -> Self {
        Self(path)
    }

    /// The place the operating system has for it, `~/.config/outband` on Linux.
    ///
    /// # Errors
    /// [`NoFolder`] without a home.
    pub fn of_the_system() -> Result<Self, NoFolder> {
        let folders = directories::ProjectDirs::from("", "", "outband").ok_or(NoFolder)?;
        Ok(Self(folders.config_dir().to_owned()))
    }

    /// The folder itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Saved PCs.
    #[must_use]
    pub fn devices(&self) -> PathBuf {
        self.0.join("devices.toml")
    }

    /// What was done to which PC.
    #[must_use]
    pub fn journal(&self) -> PathBuf {
        self.0.join("journal.jsonl")
    }

    /// Macros.
    #[must_use]
    pub fn macros(&self) -> PathBuf {
        self.0.join("macros.toml")
    }

    /// PCs that were reached lately.
    #[must_use]
    pub fn recent(&self) -> PathBuf {
        self.0.join("recent.toml")
    }

    /// Tabs that were open when the window was last used.
    #[must_use]
    pub fn tabs(&self) -> PathBuf {
        self.0.join("tabs.toml")
    }

    /// How large the window was last.
    #[must_use]
    pub fn window(&self) -> PathBuf {
        self.0.join("window.toml")
    }

    /// Preferences.
    #[must_use]
    pub fn settings(&self) -> PathBuf {
        self.0.join("settings.toml")
    }

    /// Disk images that were lent before.
    #[must_use]
    pub fn recent_images(&self) -> PathBuf {
        self.0.join("recent-images.toml")
    }

    /// Certificates that were trusted.
    #[must_use]
    pub fn trusted(&self) -> PathBuf {
        self.0.join("trusted.toml")
    }
}

/// A folder for a test, gone with the first of the two.
#[cfg(test)]
pub(super) fn temporary() -> (tempfile::TempDir, Folder) {
    let keep = tempfile::tempdir().unwrap();
    let folder = Folder::new(keep.path().to_owned());
    (keep, folder)
}
