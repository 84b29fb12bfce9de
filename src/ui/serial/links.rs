//! Addresses on the terminal, which a click with Ctrl opens where the person has allowed that.

use eframe::egui::{Context, CursorIcon, Id, OpenUrl, Response, Stroke, Ui};

use super::grid::Layout;
use super::view::SerialView;
use crate::ui::theme::DARK;

/// Addresses on terminals may be opened.
#[derive(Debug, Clone, Copy)]
struct Allowed(bool);

/// Says whether addresses on terminals may be opened; at first they may not.
pub(crate) fn allow(ctx: &Context, allowed: bool) {
    ctx.data_mut(|data| data.insert_temp(Id::NULL, Allowed(allowed)));
}

impl SerialView {
    /// With Ctrl held, underlines the address under the pointer and says where it leads; a click
    /// opens it.
    pub(super) fn link_ui(&mut self, ui: &Ui, response: &Response, layout: Layout) {
        let is_allowed = ui.ctx().data(|data| data.get_temp::<Allowed>(Id::NULL));
        let is_asked = response.contains_pointer() && ui.input(|input| input.modifiers.command);
        let (Some(Allowed(true)), true) = (is_allowed, is_asked) else {
            return;
        };
        let pointer = ui.input(|input| input.pointer.hover_pos());
        let Some((column, row, _)) = pointer.map(|at| layout.cell_at(at)) else {
            return;
        };
        let link = self.with_terminal(|terminal| terminal.link_at(column, row));
        let Some(link) = link.flatten() else {
            return;
        };
        for (row, columns) in &link.cells {
            let cells = layout.rect(columns.start, *row, columns.len());
            let line = Stroke::new(1.0, DARK.accent);
            ui.painter()
                .hline(cells.x_range(), cells.bottom() - 1.0, line);
        }
        ui.set_cursor_icon(CursorIcon::PointingHand);
        response.show_tooltip_text(crate::ui::language::t!(
            "serial-opens-link",
            address = link.address.to_string()
        ));
        if response.clicked() {
            ui.ctx().open_url(OpenUrl::new_tab(&link.address));
        }
    }
}
