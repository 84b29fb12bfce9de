//! Media: the images for both drives, what is read of them, and "Boot from this image".
//!
//! The view only talks to its desk; everything slow happens there, or in the system's dialogs.

mod boot;
mod cards;
mod consent;
mod drives;
mod news;
mod reading;
mod recent;
mod view;
mod words;

pub(crate) use view::Media;

use eframe::egui::{Label, RichText, Ui, WidgetText};
use egui_material_icons::MaterialIcon;

use super::parts;
use super::theme::{self, Palette, font_size, icon, space};
use crate::session::Fault;
use crate::ui::said::Told as _;

/// What went wrong, in three lines.
fn fault_lines_ui(ui: &mut Ui, fault: &Fault) {
    let palette = Palette::of(ui);
    line_ui(ui, icon::FAILED, palette.danger, fault.told_title());
    ui.label(RichText::new(fault.told_cause()).color(palette.t2));
    ui.label(RichText::new(fault.told_remedy()).color(palette.t2));
}

/// The title of a card.
fn title_ui(ui: &mut Ui, text: &str) {
    let title = RichText::new(text).font(theme::strong(font_size::BODY));
    ui.label(title.color(Palette::of(ui).t1));
    ui.add_space(space::XS);
}

/// A hint in small letters.
fn caption_ui(ui: &mut Ui, text: &str) {
    let color = Palette::of(ui).t3;
    ui.label(RichText::new(text).size(font_size::CAPTION).color(color));
}

/// A mark and a sentence, which goes on in the next line where there is no room.
fn line_ui(
    ui: &mut Ui,
    glyph: MaterialIcon,
    color: eframe::egui::Color32,
    text: impl Into<WidgetText>,
) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        ui.label(theme::glyph(glyph).color(color));
        ui.add(Label::new(text).wrap());
    });
}

/// A card as wide as its column.
fn card_ui(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    let frame = parts::card(ui);
    let inside = ui.available_width() - frame.total_margin().sum().x;
    frame.show(ui, |ui| {
        ui.set_width(inside);
        ui.spacing_mut().item_spacing.y = space::XS;
        add(ui);
    });
}
