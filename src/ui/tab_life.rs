//! Sessions in tabs: opened, opened again, and closed with all that they held.

use super::app::App;
use super::connect::ConnectForm;
use super::session::Session;
use super::start::Opening;
use super::tabs::{Tab, TabId};
use crate::gpu::{PictureId, Pictures};

impl App {
    /// Opens a session in a new tab, or in place of `tab`; gives the tab.
    pub(super) fn open(&mut self, opening: Opening, tab: Option<TabId>, now: f64) -> TabId {
        let mut session = Session::new(opening, &self.options, &self.wake, now);
        session.grabs = self.settings.keyboard.grab && self.system_keys.is_ok();
        let content = Tab::Session(Box::new(session));
        match tab {
            Some(id) => {
                drop(self.tabs.replace(id, content));
                id
            }
            None => self.tabs.add(content),
        }
    }

    /// Opens the session of a tab once more.
    pub(super) fn reopen(&mut self, id: TabId, now: f64) {
        if let Some(session) = self.tabs.get_mut(id).and_then(Tab::session_mut) {
            let page = session.wake_up();
            session.open(&self.options, &self.wake, now);
            if let Some(page) = page {
                session.show(page, &self.options, &self.wake);
            }
        }
    }

    /// Ends a tab, unless its PC would lose a disk: then it is asked about first.
    pub(super) fn ask_to_close(&mut self, id: TabId) {
        match self.tabs.get_mut(id).and_then(Tab::session_mut) {
            Some(session) if session.lends() && !session.asks_to_close => {
                session.asks_to_close = true;
                self.tabs.activate(id);
            }
            _ => self.close(id),
        }
    }

    /// Ends a tab and frees what it held.
    pub(super) fn close(&mut self, id: TabId) {
        self.recorder.close(id);
        let removed = self.tabs.remove(id);
        if let Some(Tab::Player(page)) = removed {
            self.forget_pictures(page.into_forgotten());
        } else if let Some(Tab::Session(mut session)) = removed {
            session.release_all();
            self.closed.push(session.opening().clone());
            if self.closed.len() > CLOSED_TABS {
                self.closed.remove(0);
            }
            session
                .forgotten
                .extend(session.picture.take().map(|p| p.id));
            self.forget_textures(&mut session);
            self.see_off(id, session);
        }
        if self.tabs.is_empty() {
            self.tabs.add(Tab::Empty(ConnectForm::default()));
        }
    }

    pub(super) fn forget_textures(&self, session: &mut Session) {
        self.forget_pictures(session.forgotten.drain(..));
    }

    pub(super) fn forget_pictures(&self, pictures: impl IntoIterator<Item = PictureId>) {
        for id in pictures {
            if let Some(state) = &self.render_state {
                Pictures::forget(state, id);
            }
        }
    }
}

/// Closed tabs that can be opened again.
const CLOSED_TABS: usize = 8;
