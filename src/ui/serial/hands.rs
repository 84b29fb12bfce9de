//! Keys and pointer: who has them, and what they do.

use eframe::egui::{Event, EventFilter, PointerButton, Response, Ui, ViewportCommand};

use super::find::Find;
use super::grid::Layout;
use super::keyboard::{Own, Typed};
use super::view::SerialView;
use crate::session::sol::SerialCommand;
use crate::terminal::{Emulator, Key, Modifiers, Scroll, SelectBy};
use crate::ui::layers;
use crate::ui::page::{Around, View as _};
use crate::ui::pane::TabWish;
use crate::wire::Secret;

impl SerialView {
    /// Decides who has the keys, and sends them to the PC if it has.
    pub(super) fn type_keys(
        &mut self,
        ui: &Ui,
        response: &Response,
        around: &Around<'_>,
    ) -> Vec<TabWish> {
        if !self.took_focus && self.takes_typing() && !around.covered {
            self.took_focus = true;
            if !ui.ctx().text_edit_focused() {
                response.request_focus();
            }
        }
        let had_keys = self.has_keys;
        // The key that closes a menu is the menu's, though it is closed by now.
        let menu_is_open = layers::is_any_open(ui.ctx());
        let menu_was_open = std::mem::replace(&mut self.menu_is_open, menu_is_open);
        let is_covered = around.covered || menu_is_open;
        let may_type = self.takes_typing();
        let is_focused = self.focus.follow(ui, response, may_type, is_covered);
        self.has_keys = is_focused
            && self.takes_typing()
            && !is_covered
            && !menu_was_open
            && ui.input(|input| input.focused);
        if !self.has_keys {
            if had_keys {
                self.keys.forget();
            }
            return Vec::new();
        }
        let filter = EventFilter {
            tab: true,
            horizontal_arrows: true,
            vertical_arrows: true,
            escape: true,
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let events = ui.input(|input| input.events.clone());
        if self.key_test().is_none() {
            for event in &events {
                if let Event::Paste(text) = event {
                    self.send(SerialCommand::Paste(Secret::new(text.clone())));
                }
            }
        }
        let mut wishes = Vec::new();
        for typed in self.keys.take(&events) {
            match typed {
                Typed::Key(key, modifiers) => self.press(key, modifiers),
                Typed::Own(own) => self.do_own(ui, own),
                Typed::Run(action) => wishes.push(TabWish::Do(action)),
                Typed::Free => {
                    response.surrender_focus();
                    self.leave();
                }
            }
        }
        wishes
    }

    /// A key goes to the PC, or to the panel that only looks at it.
    fn press(&mut self, key: Key, modifiers: Modifiers) {
        if let Some(test) = self.key_test() {
            test.press(key, modifiers);
            return;
        }
        // Who types wants to see it.
        self.with_terminal(|terminal| terminal.scroll(Scroll::Bottom));
        self.is_quiet = false;
        self.send(SerialCommand::Key(key, modifiers));
    }

    pub(super) fn do_own(&mut self, ui: &Ui, own: Own) {
        let scroll = match own {
            Own::Copy => {
                self.copy(ui);
                return;
            }
            Own::Paste => {
                ui.ctx().send_viewport_cmd(ViewportCommand::RequestPaste);
                return;
            }
            Own::Find => {
                self.find.get_or_insert_with(Find::default).take_focus();
                return;
            }
            Own::PageUp => Scroll::PageUp,
            Own::PageDown => Scroll::PageDown,
            Own::Top => Scroll::Top,
            Own::Bottom => Scroll::Bottom,
        };
        self.with_terminal(|terminal| terminal.scroll(scroll));
    }

    /// Copies what is selected.
    fn copy(&mut self, ui: &Ui) {
        let text = self.with_terminal(|terminal| terminal.selected_text());
        if let Some(text) = text.flatten() {
            ui.ctx().copy_text(text);
        }
    }

    /// Selects with the pointer, and scrolls with its wheel.
    pub(super) fn point(&mut self, ui: &Ui, response: &Response, layout: Layout) {
        let at = response.interact_pointer_pos();
        if response.drag_started_by(PointerButton::Primary)
            && let Some(at) = ui.input(|input| input.pointer.press_origin())
        {
            let (column, row, right) = layout.cell_at(at);
            let by = if ui.input(|input| input.modifiers.alt) {
                SelectBy::Block
            } else {
                SelectBy::Character
            };
            self.with_terminal(|terminal| terminal.start_selection(by, column, row, right));
        }
        if let Some(at) = at.filter(|_| response.dragged_by(PointerButton::Primary)) {
            let (column, row, right) = layout.cell_at(at);
            self.with_terminal(|terminal| terminal.extend_selection(column, row, right));
        }
        let several = match () {
            () if response.triple_clicked() => Some(SelectBy::Line),
            () if response.double_clicked() => Some(SelectBy::Word),
            () => None,
        };
        match (several, at) {
            (Some(by), Some(at)) => {
                let (column, row, right) = layout.cell_at(at);
                self.with_terminal(|terminal| terminal.start_selection(by, column, row, right));
            }
            (None, _) if response.clicked() => {
                self.with_terminal(Emulator::clear_selection);
            }
            _ => {}
        }
        if response.clicked() || response.drag_started() {
            response.request_focus();
        }
        if response.contains_pointer() {
            self.scroll_with_wheel(ui, layout);
        }
    }

    fn scroll_with_wheel(&mut self, ui: &Ui, layout: Layout) {
        let lines = ui.input(|input| input.smooth_scroll_delta().y) / layout.row_height();
        let lines = if lines.abs() < 1.0 && lines != 0.0 {
            lines.signum()
        } else {
            lines.round()
        };
        if lines != 0.0 {
            #[expect(clippy::cast_possible_truncation, reason = "a few lines")]
            let lines = lines as i32;
            self.with_terminal(|terminal| terminal.scroll(Scroll::Lines(lines)));
        }
    }
}
