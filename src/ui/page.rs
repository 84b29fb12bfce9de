//! The views of a PC in its tab, and how one that opens something of its own plugs in.
//!
//! The screen belongs to the session and is drawn by the pane. Every other view is a [`View`]:
//! [`make`] creates it when it is first shown, the session keeps it until the tab closes, and it
//! goes on working behind the others.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use eframe::egui::{Id, Ui};
use egui_material_icons::MaterialIcon;

use super::action::Action;
use super::alerts::Alert;
use super::device::DeviceView;
use super::media::Media;
use super::pane::TabWish;
use super::pc::PcState;
use super::serial::SerialView;
use super::start::{Opening, RunOptions, Wake};
use super::tabs::TabId;
use super::theme::icon;
use crate::session::Target;

/// A view of a PC, in the order of the switch that chooses between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Page {
    /// Its screen.
    #[default]
    Screen,
    /// Its serial console.
    Serial,
    /// Disks that are lent to it.
    Media,
    /// What is known about it, and its logs.
    Device,
}

impl Page {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::Screen, Self::Serial, Self::Media, Self::Device];

    /// The word for it in files and options.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Screen => "screen",
            Self::Serial => "serial",
            Self::Media => "media",
            Self::Device => "device",
        }
    }

    /// The view of this word.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|page| page.name() == name)
    }

    /// What the switch calls it.
    pub(crate) fn label(self) -> String {
        self.action().row().label()
    }

    /// Its mark, where there is no room for the word.
    pub(crate) const fn icon(self) -> MaterialIcon {
        match self {
            Self::Screen => icon::SCREEN,
            Self::Serial => icon::SERIAL,
            Self::Media => icon::MEDIA,
            Self::Device => icon::DEVICE,
        }
    }

    /// The action that brings it to the front.
    pub(crate) const fn action(self) -> Action {
        Action::Show(self)
    }

    /// This program can show it for this PC.
    pub(crate) const fn is_offered(self, options: &RunOptions, target: &Target) -> bool {
        let is_amt = matches!(target, Target::Amt { .. });
        match self {
            Self::Screen => true,
            Self::Serial => is_amt && options.serial.is_some(),
            Self::Media => is_amt && options.lend.is_some(),
            Self::Device => is_amt && options.manage.is_some(),
        }
    }
}

/// What a view knows of the tab that it is drawn in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Around<'a> {
    /// Which tab; ids of widgets begin with it.
    pub(crate) tab: TabId,
    /// What the PC is called.
    pub(crate) name: &'a str,
    /// Seconds of egui's clock.
    pub(crate) now: f64,
    /// Something of ours lies over the stage and wants the keys.
    pub(crate) covered: bool,
    /// Its screen is open in this tab, so that keys can be pressed on it.
    pub(crate) has_screen: bool,
    /// The way to the PC and back, as its screen has shown.
    pub(crate) round_trip: Option<Duration>,
    /// The PC as far as it is known; `None` for VNC servers.
    pub(crate) pc: Option<&'a PcState>,
}

impl Around<'_> {
    /// The id of something in this tab.
    pub(crate) fn part(&self, name: &str) -> Id {
        self.tab.part(name)
    }
}

/// Presses of Enter on the PC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Presses {
    /// Because a person wants them.
    pub(crate) wanted: u32,
    /// A start has begun, with which the loader's count begins anew.
    pub(crate) is_new_start: bool,
    /// A loader seems to wait for one, with whether it has read on since it did first.
    pub(crate) loader: Option<bool>,
}

impl Presses {
    /// The loader seems to wait for a key.
    pub(crate) const fn loader_waits(&mut self, read_on: bool) {
        self.loader = Some(read_on);
    }
}

/// A view with a life of its own.
pub(crate) trait View: fmt::Debug {
    /// Takes what its task has reported; also while it is behind, and while the window is hidden.
    fn hear(&mut self, now: f64);

    /// Draws the bar above the stage, `size::toolbar(ui)` high.
    fn toolbar_ui(&mut self, ui: &mut Ui, around: &Around<'_>) -> Vec<TabWish>;

    /// Draws the stage.
    fn stage_ui(&mut self, ui: &mut Ui, around: &Around<'_>) -> Vec<TabWish>;

    /// What the left of the status bar says, the most important first.
    fn figures(&self) -> Vec<String> {
        Vec::new()
    }

    /// What the header says about it while another view is in front, such as `CD 37 %`.
    fn chip(&self) -> Option<String> {
        None
    }

    /// The keys go to the PC through this view.
    fn has_keys(&self) -> bool {
        false
    }

    /// It has a session open on the PC, which firmware counts.
    fn is_connected(&self) -> bool {
        false
    }

    /// Closing the tab would take something from the PC that it may be using: a lent disk.
    fn lends(&self) -> bool {
        false
    }

    /// Ends that session for a while, because firmware wants that before it switches the PC off.
    fn disconnect(&mut self) {}

    /// Opens it again; the PC may be off.
    fn reconnect(&mut self) {}

    /// The BIOS is to write to serial at the next start, because this view shows it.
    fn wants_sol(&self) -> bool {
        false
    }

    /// Files that were dropped on the tab while this view is in front.
    fn take_files(&mut self, _files: &[PathBuf]) {}

    /// Somebody looks for a text: true where there is a field for it, which takes the focus.
    fn find(&mut self) -> bool {
        false
    }

    /// Somebody wants to name an image for a drive.
    fn ask_for_image(&mut self) {}

    /// How often Enter is to be pressed on the PC's screen, since the last time it was asked.
    fn take_presses(&mut self) -> Presses {
        Presses::default()
    }

    /// What the person may have been waiting for, since the last time it was asked.
    fn take_alert(&mut self) -> Option<Alert> {
        None
    }

    /// Something may happen that no task reports, such as that nothing does any more.
    fn is_watched(&self) -> bool {
        false
    }

    /// Trust and login of the PC are settled, perhaps anew.
    fn log_in(&mut self, _opening: &Opening) {}

    /// Where keys go, where it is not what [`has_keys`](Self::has_keys) says.
    fn keys_note(&self) -> Option<String> {
        None
    }

    /// It is no longer in front, or the window lost the focus: keys that are down come up.
    fn leave(&mut self) {}
}

/// Makes the view of a page when it is first shown; `None` for the screen.
pub(crate) fn make(
    page: Page,
    options: &RunOptions,
    opening: &Opening,
    wake: &Wake,
) -> Option<Box<dyn View>> {
    match page {
        Page::Screen => None,
        Page::Serial => {
            let open = options.serial.clone()?;
            Some(Box::new(SerialView::new(open, options, opening, wake)))
        }
        Page::Media => Some(Box::new(Media::new(options, opening, wake)?)),
        Page::Device => Some(Box::new(DeviceView::default())),
    }
}
