//! Who has the keys: the window, or the PC in front, and of the system only while that is seen.

use eframe::egui::Context;

use super::action::{self, Action};
use super::app::App;
use super::language::t;
use super::notice::Weight;
use super::page::Page;

impl App {
    /// Shortcuts of the window, and the release key that gives the keys back to the PC.
    pub(super) fn keyboard(&mut self, ctx: &Context) -> Vec<Action> {
        let has_keys = self.active_session().is_some_and(|(_, s)| s.takes_keys());
        if has_keys {
            // They are the PC's; its picture finds the chords that are for us.
            self.release_tap.forget();
            return Vec::new();
        }
        let events = ctx.input(|input| input.events.clone());
        if self.release_tap.take(&events)
            && !ctx.text_edit_focused()
            && let Some((id, session)) = self.active_session()
        {
            let part = match session.page {
                Page::Screen if session.is_live() => Some("screen"),
                Page::Serial => Some("serial"),
                _ => None,
            };
            if let Some(part) = part {
                ctx.memory_mut(|memory| memory.request_focus(id.part(part)));
            }
        }
        action::pressed(ctx)
    }

    /// Only the PC in front can have the keys.
    pub(super) fn release_behind(&mut self) {
        let (in_front, out) = (self.tabs.active(), self.tabs.out());
        for (id, session) in self.tabs.sessions_mut() {
            if Some(id) == in_front || out.contains(&id) {
                continue;
            }
            if session.has_keys {
                session.has_keys = false;
                session.release_all();
            }
            for view in session.views.values_mut().filter(|view| view.has_keys()) {
                view.leave();
            }
        }
    }

    /// What is typed on a PC waits while nobody looks at its screen.
    pub(super) fn attend_typing(&mut self) {
        for (_, session) in self.tabs.sessions_mut() {
            if let Some(command) = session.paste.attend() {
                session.send(command);
            }
        }
    }

    /// Takes the keyboard of the system while the picture in front has the keys and wants all.
    pub(super) fn take_system_keys(&mut self) {
        let wanted = self
            .active_session()
            .is_some_and(|(_, session)| session.grabs && session.has_keys);
        if let Ok(keys) = &mut self.system_keys {
            keys.want(wanted);
        }
    }

    /// What was typed on the keyboard of the system.
    pub(super) fn hear_system_keys(&mut self, ctx: &Context) {
        let Ok(keys) = &mut self.system_keys else {
            return;
        };
        let mut typed = Vec::new();
        let heard = keys.poll(&mut typed);
        ctx.input_mut(|input| input.events.append(&mut typed));
        if heard.is_err() {
            if let Some((_, session)) = self.active_session() {
                session.grabs = false;
            }
            let title = t!("note-keys-stay");
            let text = t!("note-keys-taken");
            self.notices.add(Weight::Warning, title, text);
        }
    }
}
