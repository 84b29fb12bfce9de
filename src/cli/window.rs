//! What the binary hands to the window.

use std::any::Any;
use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::instance::Instance;
use crate::session::{Security, Target};
use crate::store::paths::Folder;
use crate::store::profile::Profile;
use crate::wire::Secret;

/// One PC that the window shows from the start.
#[derive(Debug)]
pub struct WindowPc {
    /// What the list and the tab call it; the address if `None`.
    pub name: Option<String>,
    /// Where it is.
    pub target: Target,
    /// What the address book says about it, with what options say instead.
    pub profile: Option<Profile>,
    /// Login name, if known.
    pub user: Option<String>,
    /// Its password, if known; otherwise the window asks.
    pub password: Option<Secret<String>>,
    /// Connect at once instead of waiting for a click.
    pub connect: bool,
    /// What of it is shown at first.
    pub view: WindowView,
}

impl WindowPc {
    /// What people call it.
    pub(super) fn name(&self) -> &str {
        self.name.as_deref().unwrap_or_else(|| self.target.host())
    }
}

/// A view of a PC in its tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WindowView {
    /// Its screen
    #[default]
    Screen,
    /// Its serial console
    Serial,
    /// Disks that are lent to it
    Media,
    /// Facts and logs
    Device,
}

/// How the window starts.
#[derive(Debug)]
pub struct WindowRequest {
    /// How safe connections have to be.
    pub security: Security,
    /// Where address book, preferences and journal lie; `None`: nothing is read or written.
    pub folder: Option<Folder>,
    /// PCs beside the user's own.
    pub pcs: Vec<WindowPc>,
    /// A recording to be played at once.
    pub recording: Option<PathBuf>,
    /// The PCs are simulated: nothing of the user's is read or written.
    pub demo: bool,
    /// What makes this window the one that shows what later starts of the program name; it stands
    /// alone without.
    pub instance: Option<Instance>,
    /// Kept until the window is closed, such as the simulators behind it.
    pub guard: Guard,
}

impl WindowRequest {
    /// A window without PCs of its own.
    #[must_use]
    pub fn new(security: Security) -> Self {
        Self {
            security,
            folder: None,
            pcs: Vec::new(),
            recording: None,
            demo: false,
            instance: None,
            guard: Guard::default(),
        }
    }
}

/// Something that must live as long as the window does; dropping it ends it.
#[derive(Default)]
pub struct Guard(Option<Box<dyn Any + Send>>);

impl Guard {
    /// Keeps `value` alive.
    pub fn new(value: impl Any + Send) -> Self {
        Self(Some(Box::new(value)))
    }
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() {
            "Guard(…)"
        } else {
            "Guard"
        })
    }
}

/// Whether this system has a display to open a window on.
///
/// Asks only what can be asked without a window system library: X11 and Wayland name theirs in
/// the environment, Windows and macOS always have one.
pub(super) fn has_display() -> bool {
    let named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(windows, target_os = "macos"))
        || ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"]
            .into_iter()
            .any(named)
}
