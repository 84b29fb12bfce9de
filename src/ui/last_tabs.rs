//! The tabs of last time: written down while the window is used, and back at its next start.
//!
//! They come back without a connection: a screen that opens by itself would show the users of
//! those PCs that somebody looks on.

use super::app::App;
use super::page::Page;
use super::session::Session;
use super::start::Opening;
use super::tabs::{Tab, TabId};
use crate::session::Target;
use crate::store::tabs::{self, LastTab};
use crate::ui::background::Done;

/// The tabs of last time, and those of now as they were written down.
#[derive(Debug, Default)]
pub(super) struct LastTabs {
    /// Those that are to come back, until the address book is read.
    waiting: Vec<LastTab>,
    written: Vec<LastTab>,
}

impl App {
    /// Finds out which tabs there were, unless something else is to be shown.
    pub(super) fn recall_tabs(&mut self) {
        let Some(folder) = &self.options.folder else {
            return;
        };
        let last = tabs::read(folder);
        self.last_tabs.written.clone_from(&last);
        let is_asked = self.options.pcs.iter().any(|pc| pc.connect);
        if self.settings.restore_tabs && !is_asked && self.options.recording.is_none() {
            self.last_tabs.waiting = last;
        }
    }

    /// Brings them back as soon as the address book is read or known to be unreadable.
    pub(super) fn restore_tabs(&mut self) {
        let is_known = self.shelf.as_ref().is_none_or(|shelf| shelf.is_settled());
        if self.last_tabs.waiting.is_empty() || !is_known {
            return;
        }
        let mut in_front = None;
        for last in std::mem::take(&mut self.last_tabs.waiting) {
            let Some(opening) = self.opening_of_last(&last) else {
                continue;
            };
            let page = last.view.as_deref().and_then(Page::from_name);
            let session = Session::resting(opening, page.unwrap_or_default());
            let content = Tab::Session(Box::new(session));
            let id = match self.empty_tab_in_front() {
                Some(id) => {
                    drop(self.tabs.replace(id, content));
                    id
                }
                None => self.tabs.add(content),
            };
            in_front = if last.front { Some(id) } else { in_front };
        }
        if let Some(id) = in_front {
            self.tabs.activate(id);
        }
    }

    fn opening_of_last(&mut self, last: &LastTab) -> Option<Opening> {
        let name = last.name.as_deref().unwrap_or_default();
        let shelf = self.shelf.as_ref();
        if shelf.is_some_and(|shelf| shelf.book().find(name).is_some()) {
            return self.opening_of_saved(name);
        }
        let target: Target = last.address.parse().ok()?;
        Some(Opening {
            name: None,
            target,
            user: None,
            password: None,
            fewer_colours: false,
            once: None,
            plain: false,
            settings: self.usual_settings(),
        })
    }

    /// Writes the tabs down where they are others than before. Those that wait are not lost.
    pub(super) fn note_tabs(&mut self) {
        let Some(folder) = self.options.folder.clone() else {
            return;
        };
        if !self.last_tabs.waiting.is_empty() {
            return;
        }
        let now = self.tabs_of_now();
        if now == self.last_tabs.written {
            return;
        }
        self.last_tabs.written.clone_from(&now);
        self.background
            .run_in_turn("tabs", move || match tabs::write(&folder, now) {
                Ok(()) => Done::Nothing,
                Err(error) => Done::Failed(error.into()),
            });
    }

    fn tabs_of_now(&self) -> Vec<LastTab> {
        let front = self.tabs.active();
        let order = self.tabs.order().into_iter().chain(self.tabs.out());
        let tab = |id: TabId| {
            let session = self.tabs.get(id)?.session()?;
            let page = session.shown_page();
            Some(LastTab {
                name: session.opening().name.clone(),
                address: session.target().to_string(),
                view: (page != Page::Screen).then(|| page.name().to_owned()),
                front: front == Some(id),
            })
        };
        order.filter_map(tab).collect()
    }
}
