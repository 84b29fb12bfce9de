//! Cards that float over a stage, and the head of such a card.

use eframe::egui::{Align2, Area, Color32, Id, Margin, Order, RichText, Ui, vec2};
use egui_material_icons::MaterialIcon;

use super::{card, icon_button};
use crate::ui::theme::{self, Palette, font_size, icon, size, space};

/// Shows a card over `ui`, at the edge or corner that `place` names, or in the middle.
///
/// Inside, `available_width` is what the stage leaves: a card takes the width it wants of that.
pub(crate) fn floating<R>(ui: &Ui, id: Id, place: Align2, add: impl FnOnce(&mut Ui) -> R) -> R {
    floating_in(ui, id, (place, Order::Middle), add)
}

/// As [`floating`], above menus and strips: for what is said in passing.
pub(crate) fn floating_above<R>(
    ui: &Ui,
    id: Id,
    place: Align2,
    add: impl FnOnce(&mut Ui) -> R,
) -> R {
    floating_in(ui, id, (place, Order::Foreground), add)
}

fn floating_in<R>(
    ui: &Ui,
    id: Id,
    (place, order): (Align2, Order),
    add: impl FnOnce(&mut Ui) -> R,
) -> R {
    let rect = ui.max_rect().shrink(space::M);
    let shown = Area::new(id)
        .order(order)
        .pivot(place)
        .fixed_pos(place.pos_in_rect(&rect))
        .constrain_to(rect)
        .show(ui.ctx(), |ui| {
            let frame = card(ui).inner_margin(Margin::same(12));
            let room = rect.width() - frame.total_margin().sum().x;
            let shown = frame.show(ui, |ui| {
                ui.set_max_width(room.max(0.0));
                add(ui)
            });
            shown.inner
        });
    shown.inner
}

/// The head of a card that can be put away: what it is about, and a button that closes it; true
/// if that was pressed.
///
/// `close` names the button for those who do not see its card, `tip` says what it leads to.
pub(crate) fn panel_head(
    ui: &mut Ui,
    (glyph, color): (MaterialIcon, Color32),
    title: &str,
    (close, tip): (&str, &str),
) -> bool {
    ui.horizontal_top(|ui| {
        let height = size::control(ui);
        ui.allocate_ui(vec2(size::ICON, height), |ui| {
            ui.set_min_height(height);
            ui.centered_and_justified(|ui| ui.label(theme::glyph(glyph).color(color)));
        });
        let room = ui.available_width() - size::ICON_BUTTON - ui.spacing().item_spacing.x;
        ui.vertical(|ui| {
            ui.set_width(room.max(0.0));
            // Level with the button where it is one line.
            ui.add_space((height - font_size::BODY * LINE) / 2.0);
            let title = RichText::new(title)
                .font(theme::strong(font_size::BODY))
                .color(Palette::of(ui).t1);
            let label = ui.label(title);
            ui.ctx().accesskit_node_builder(label.id, |node| {
                node.set_live(eframe::egui::accesskit::Live::Polite);
            });
        });
        icon_button(ui, icon::CLOSE, close, tip).clicked()
    })
    .inner
}

/// Height of a line of our text, in sizes of its font.
const LINE: f32 = 1.25;
