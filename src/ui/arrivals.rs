//! What later starts of the program were to show: it comes to the window that is already open.

use eframe::egui::{Context, UserAttentionType, ViewportCommand};

use super::app::App;
use super::start::{Arrival, Pc};
use super::tabs::{Tab, TabId};

impl App {
    /// Shows what has arrived, and comes to the front with it.
    pub(super) fn hear_arrivals(&mut self, ctx: &Context, now: f64) {
        while let Some(Arrival { pc, recording }) = self.arrived() {
            let tab = pc.map(|pc| self.open_arrived(&pc, now));
            if let Some(path) = recording {
                self.show_player(Some(&path));
            }
            self.come_forward(ctx, tab);
        }
    }

    /// What has come; nothing any more while the window closes: it would be lost with it.
    fn arrived(&mut self) -> Option<Arrival> {
        match self.quits {
            true => None,
            false => self.arrivals.as_mut()?(),
        }
    }

    /// The tab of this PC: the one that is open, connected again if it is not, or a new one.
    fn open_arrived(&mut self, pc: &Pc, now: f64) -> TabId {
        let opening = self.opening_of_given(pc);
        let is_it = |tab: &Tab| {
            let session = tab.session();
            session.is_some_and(|session| *session.target() == pc.target)
        };
        let id = match self.tabs.find(is_it) {
            Some(id) => {
                self.tabs.activate(id);
                let session = self.tabs.get_mut(id).and_then(Tab::session_mut);
                if let Some(session) = session.filter(|session| session.is_idle()) {
                    session.use_login_of(opening);
                    self.reopen(id, now);
                }
                id
            }
            None => {
                let tab = self.empty_tab_in_front();
                self.open(opening, tab, now)
            }
        };
        self.show(id, pc.view);
        id
    }

    /// Brings the window to the front, or the one that this tab has of its own.
    pub(super) fn come_forward(&self, ctx: &Context, tab: Option<TabId>) {
        if let Some(id) = tab.filter(|id| self.tabs.is_out(*id)) {
            self.focus_own_window(ctx, id);
            return;
        }
        ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
        ctx.send_viewport_cmd(ViewportCommand::Focus);
        // Where the system lets no window come forward by itself, it shows that this one would.
        let attention = UserAttentionType::Informational;
        ctx.send_viewport_cmd(ViewportCommand::RequestUserAttention(attention));
    }
}
