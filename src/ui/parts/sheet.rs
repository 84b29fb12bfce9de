//! Sheets: cards over everything else, for what is to be done first.

use eframe::egui::{Id, Modal, ScrollArea, Ui};

use super::card;
use crate::ui::theme::space;

/// Shows a sheet of `width`, or as wide as the window leaves; one that is higher than the window
/// scrolls. True if it is to be closed: by Escape, or by a click beside it.
pub(crate) fn sheet(ui: &Ui, id: Id, width: f32, add: impl FnOnce(&mut Ui)) -> bool {
    let room = ui.ctx().content_rect().shrink(space::S);
    let frame = card(ui);
    let around = frame.total_margin().sum();
    let width = width.min(room.width() - around.x);
    let modal = Modal::new(id).frame(frame);
    let shown = modal.show(ui.ctx(), |ui| {
        ui.set_width(width);
        // An area is as high as it was; one that becomes higher has to be given the room.
        ui.set_max_height(room.height() - around.y);
        let list = ScrollArea::vertical().max_height(room.height() - around.y);
        list.show(ui, |ui| {
            ui.set_width(width);
            add(ui);
        });
    });
    shown.should_close()
}
