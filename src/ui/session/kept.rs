//! What was chosen for a PC while it was open, to be kept with it.

use super::Session;
use crate::session::Layout;
use crate::store::profile::{Beside, Geometry, Profile, ViewBeside};
use crate::ui::page::Page;
use crate::ui::start::Opening;

/// What was chosen, where something was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Kept {
    layout: Option<Layout>,
    beside: Option<Beside>,
    window: Option<Geometry>,
}

impl Kept {
    /// Writes it into what is known about the PC.
    pub(crate) fn apply(self, pc: &mut Profile) {
        if let Some(layout) = self.layout {
            pc.layout = Some(layout.code().to_owned());
        }
        if self.beside.is_some() {
            pc.beside = self.beside;
        }
        if self.window.is_some() {
            pc.window = self.window;
        }
    }
}

impl Session {
    /// The view in front has the screen beside it where there is room.
    pub(crate) fn is_beside(&self) -> bool {
        let beside = self.opening.settings.beside.as_ref();
        view_beside(self.page).is_some_and(|view| match beside {
            Some(beside) => beside.has(view),
            None => Beside::default().has(view),
        })
    }

    /// Gives the view in front the screen beside it, or takes it away.
    pub(crate) fn toggle_beside(&mut self) {
        let Some(view) = view_beside(self.page) else {
            return;
        };
        let mut beside = self.opening.settings.beside.clone().unwrap_or_default();
        beside.toggle(view);
        if !beside.has(view) {
            self.leave_screen();
        }
        self.opening.settings.beside = Some(beside.clone());
        self.kept.beside = Some(beside);
    }

    /// How its own window was last.
    pub(crate) const fn window(&self) -> Option<Geometry> {
        self.opening.settings.window
    }

    /// How its own window is now, where the system tells.
    pub(crate) const fn saw_window(&mut self, window: Option<Geometry>) {
        if window.is_some() {
            self.own_window = window;
        }
    }

    /// Its own window has closed: it comes back as it was.
    pub(crate) fn keep_window(&mut self) {
        let window = self.own_window.take();
        if window.is_some() && self.opening.settings.window != window {
            self.opening.settings.window = window;
            self.kept.window = window;
        }
    }

    /// What was chosen since the last time, with what says which PC it is.
    pub(crate) fn take_kept(&mut self) -> Option<(Opening, Kept)> {
        if let Some(layout) = self.paste.take_chosen() {
            self.opening.settings.layout = Some(layout.code().to_owned());
            self.kept.layout = Some(layout);
        }
        let kept = std::mem::take(&mut self.kept);
        (kept != Kept::default()).then(|| (self.opening.clone(), kept))
    }
}

/// The view as the address book has it; the screen itself has nothing beside it.
const fn view_beside(page: Page) -> Option<ViewBeside> {
    match page {
        Page::Screen => None,
        Page::Serial => Some(ViewBeside::Serial),
        Page::Media => Some(ViewBeside::Media),
        Page::Device => Some(ViewBeside::Device),
    }
}
