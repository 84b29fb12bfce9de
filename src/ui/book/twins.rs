//! The sheet about PCs that stand in the book twice.

use eframe::egui::{Align, Id, Layout, RichText, ScrollArea, Ui};

use super::shelf::SheetWish;
use crate::store::profile::{Book, Duplicate, DuplicateBy};
use crate::ui::language::t;
use crate::ui::parts;
use crate::ui::theme::{self, Palette, font_size, size, space};

/// Draws the sheet; an entry can be taken out at once, and comes back by Undo.
pub(super) fn ui(ui: &mut Ui, book: &Book, twins: &[Duplicate]) -> Option<SheetWish> {
    let mut wish = None;
    let closes = parts::sheet(ui, Id::unique("twins"), size::FAULT, |ui| {
        let palette = Palette::of(ui);
        let title = RichText::new(t!("book-twice-tip"))
            .font(theme::strong(font_size::HEADING))
            .color(palette.t1);
        ui.label(title);
        if twins.is_empty() {
            ui.label(t!("twins-none"));
        }
        ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
            for twin in twins {
                wish = wish.take().or(twin_ui(ui, book, twin));
            }
        });
        ui.add_space(space::S);
        if parts::button(ui, &t!("close")).clicked() {
            wish = Some(SheetWish::Close);
        }
    });
    if closes {
        wish = Some(SheetWish::Close);
    }
    wish
}

fn twin_ui(ui: &mut Ui, book: &Book, twin: &Duplicate) -> Option<SheetWish> {
    let palette = Palette::of(ui);
    let mut wish = None;
    ui.add_space(space::S);
    let what = match twin.by {
        DuplicateBy::Uuid => t!("twins-board", value = twin.value.as_str()),
        DuplicateBy::Address => t!("twins-address", value = twin.value.as_str()),
    };
    ui.label(RichText::new(what).color(palette.t3));
    for name in &twin.names {
        ui.horizontal(|ui| {
            ui.set_min_height(size::control(ui));
            ui.label(RichText::new(name).color(palette.t1));
            if let Some(pc) = book.find(name) {
                ui.label(RichText::new(&pc.address).color(palette.t3));
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let remove = parts::link(ui, &t!("book-remove"));
                if remove
                    .accessible_name(t!("book-remove-one", name = name.as_str()))
                    .clicked()
                {
                    wish = Some(SheetWish::Remove(name.clone()));
                }
            });
        });
    }
    wish
}
