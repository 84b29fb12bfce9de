//! PCs of the list that are dragged into a group.

use eframe::egui::{
    CornerRadius, DragAndDrop, Id, Order, Response, RichText, Stroke, StrokeKind, Ui, vec2,
};

use super::panel::BookWish;
use super::shelf::{Home, Shelf, count};
use crate::ui::language::t;
use crate::ui::parts;
use crate::ui::theme::{Palette, radius, space};

/// PCs under the pointer, by their names.
#[derive(Debug, Clone)]
struct Dragged(Vec<String>);

/// Begins to drag a row: its PC, or all that are marked where it is one of them.
pub(super) fn begin(ui: &Ui, row: &Response, shelf: &Shelf, name: &str) {
    if !row.drag_started() {
        return;
    }
    let names = match shelf.marked.contains(name) {
        true => shelf.marked.iter().cloned().collect(),
        false => vec![name.to_owned()],
    };
    DragAndDrop::set_payload(ui.ctx(), Dragged(names));
}

/// A heading takes what is dropped on it, and shows before that it would.
pub(super) fn take(ui: &Ui, heading: &Response, home: &Home) -> Option<BookWish> {
    let group = match home {
        Home::Nothing => return None,
        Home::Group(name) => Some(name.clone()),
        Home::NoGroup => None,
    };
    if heading.dnd_hover_payload::<Dragged>().is_some() {
        let ring = Stroke::new(2.0, Palette::of(ui).accent);
        let corners = CornerRadius::same(radius::CONTROL);
        ui.painter()
            .rect_stroke(heading.rect, corners, ring, StrokeKind::Inside);
    }
    let dropped = heading.dnd_release_payload::<Dragged>()?;
    Some(BookWish::Move(dropped.0.clone(), group))
}

/// What is dragged, beside the pointer.
pub(super) fn preview(ui: &Ui) {
    let Some(dragged) = DragAndDrop::payload::<Dragged>(ui.ctx()) else {
        return;
    };
    let Some(at) = ui.input(|input| input.pointer.latest_pos()) else {
        return;
    };
    let name = match dragged.0.as_slice() {
        [name] => name.clone(),
        names => count(names.len()),
    };
    let text = RichText::new(t!("book-drag", pcs = name)).color(Palette::of(ui).t1);
    let id = Id::unique("dragged pcs");
    eframe::egui::Area::new(id)
        .order(Order::Tooltip)
        .interactable(false)
        .fixed_pos(at + vec2(space::M, space::M))
        .show(ui.ctx(), |ui| {
            parts::card(ui).show(ui, |ui| ui.label(text));
        });
}
