//! What screen readers say by themselves, where nothing that is drawn says just that.

use eframe::egui::accesskit::{Live, Role};
use eframe::egui::{Id, Rect, Sense, Ui, Vec2};

/// Says a sentence to screen readers when it is another than before, in its turn.
pub(crate) fn announce(ui: &Ui, id: Id, text: &str) {
    let at = Rect::from_min_size(ui.cursor().min, Vec2::ZERO);
    let id = ui.interact(at, id, Sense::empty()).id;
    ui.ctx().accesskit_node_builder(id, |node| {
        node.set_role(Role::Label);
        node.set_value(text);
        node.set_live(Live::Polite);
    });
}
