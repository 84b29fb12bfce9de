//! Small pieces that several panels are made of.

use eframe::egui::containers::menu::{MenuConfig, menu_style};
use eframe::egui::style::StyleModifier;
use eframe::egui::{
    Align, Button, Color32, CornerRadius, CursorIcon, Frame, Label, Layout, Margin, ProgressBar,
    Rect, Response, RichText, ScrollArea, Sense, Spinner, Stroke, Ui, UiBuilder, WidgetText, vec2,
};
use egui_material_icons::MaterialIcon;

use super::action::Action;
use super::theme::{self, ON_FILL, Palette, font_size, icon, radius, size, space};

mod field;
mod floating;
mod sheet;
mod spoken;

pub(crate) use field::{Field, SecretText, focus_and_select, focus_once};
pub(crate) use floating::{floating, floating_above, panel_head};
pub(crate) use sheet::sheet;
pub(crate) use spoken::announce;

/// How far something is, from 0 to 1, for whoever looks and under `name` for whoever listens. Its
/// track is seen on every ground.
pub(crate) fn progress_bar(ui: &mut Ui, part: f32, name: &str) -> Response {
    let palette = Palette::of(ui);
    let bar = ui.scope(|ui| {
        ui.visuals_mut().extreme_bg_color = palette.bg1;
        let bar = ProgressBar::new(part).desired_height(PROGRESS_PT);
        ui.add(bar.fill(palette.accent_fill))
    });
    bar.inner.accessible_name(name)
}

/// The one filled button of a layer, for what comes next.
pub(crate) fn primary_button(ui: &mut Ui, label: &str, enabled: bool) -> Response {
    let palette = Palette::of(ui);
    let hovered = palette.accent_fill_hovered;
    filled_button(ui, label, enabled, [palette.accent_fill, hovered, hovered])
}

/// A filled button with white text; fills at rest, hovered, pressed.
fn filled_button(ui: &mut Ui, label: &str, enabled: bool, fills: [Color32; 3]) -> Response {
    ui.scope(|ui| {
        let widgets = &mut ui.visuals_mut().widgets;
        let states = [
            &mut widgets.inactive,
            &mut widgets.hovered,
            &mut widgets.active,
        ];
        for (state, fill) in states.into_iter().zip(fills) {
            state.weak_bg_fill = fill;
            state.bg_stroke = Stroke::NONE;
            state.fg_stroke.color = ON_FILL;
        }
        let text = RichText::new(label).font(theme::strong(font_size::BODY));
        let button = Button::new(text).min_size(vec2(88.0, size::primary(ui)));
        in_row(ui, |ui| ui.add_enabled(enabled, button))
    })
    .inner
}

/// A filled button that can lose data; never the one that has the focus at first.
pub(crate) fn danger_button(ui: &mut Ui, label: &str, enabled: bool) -> Response {
    let fill = Palette::of(ui).danger_fill;
    filled_button(ui, label, enabled, [fill; 3])
}

/// Gives the safe answer to a question the focus in the frame in which the question appears, so that
/// Enter does no harm and the eye finds it.
pub(crate) fn focus_at_first(ui: &Ui, safe: &Response) {
    let pass = ui.ctx().cumulative_pass_nr();
    let id = safe.id.with("asked");
    let before = ui.data_mut(|data| {
        data.get_temp_mut_or_default::<Option<u64>>(id)
            .replace(pass)
    });
    if before.is_none_or(|before| before + 1 < pass) {
        safe.request_focus();
        safe.scroll_to_me(None);
    }
}

/// An ordinary button beside a primary one.
pub(crate) fn button(ui: &mut Ui, label: &str) -> Response {
    let button = Button::new(label).min_size(vec2(72.0, size::primary(ui)));
    in_row(ui, |ui| ui.add(button))
}

/// How wide an ordinary button is with this text, for fields that leave it room at the right edge.
pub(crate) fn button_width(ui: &Ui, label: &str) -> f32 {
    let font = theme::text(font_size::BODY);
    let text = ui
        .painter()
        .layout_no_wrap(label.to_owned(), font, Color32::PLACEHOLDER);
    let wide = text.size().x + 2.0 * ui.spacing().button_padding.x;
    wide.ceil().max(72.0)
}

/// In a column egui sets the text of a button that is wider than it at its left; in a row, in its
/// middle.
fn in_row(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> Response) -> Response {
    if ui.layout().is_horizontal() || ui.layout().horizontal_align() != Align::Min {
        add(ui)
    } else {
        ui.horizontal(add).inner
    }
}

/// A button that looks like a link: its text stands where other text begins.
pub(crate) fn link(ui: &mut Ui, label: &str) -> Response {
    let text = RichText::new(label).color(Palette::of(ui).accent);
    let button = Button::new(text).frame(false);
    let response = ui.add(button);
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// How menus of ours look: rows with room, as wide as a menu should be.
pub(crate) fn menu_config() -> MenuConfig {
    MenuConfig::new().style(menu_rows())
}

/// The rows of such a menu.
pub(crate) fn menu_rows() -> StyleModifier {
    StyleModifier::new(|style| {
        menu_style(style);
        style.spacing.button_padding = vec2(space::S, space::XS);
        style.spacing.item_spacing.y = space::XXS;
    })
}

/// Rows of a menu, which scroll where they are more than the window is high.
pub(crate) fn menu_column<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let room = ui.ctx().content_rect().height() - 2.0 * space::L;
    // An area is as high as it was; one that becomes higher has to be given the room.
    ui.set_max_height(room);
    let rows = ScrollArea::vertical().max_height(room);
    rows.show(ui, add).inner
}

/// The caption above rows of a menu, which begins where they do.
pub(crate) fn menu_caption(ui: &mut Ui, text: &str) {
    let text = RichText::new(text).size(font_size::CAPTION);
    ui.horizontal(|ui| {
        ui.add_space(ui.spacing().button_padding.x);
        ui.label(text.color(Palette::of(ui).t3));
    });
}

/// How a button of a bar with nothing but an icon looks; it has to be named.
pub(crate) fn icon_face<'a>(glyph: MaterialIcon) -> Button<'a> {
    Button::new(theme::glyph(glyph))
        .frame_when_inactive(false)
        .min_size(vec2(size::ICON_BUTTON, 0.0))
}

/// A button of a bar with nothing but an icon: named and explained all the same.
pub(crate) fn icon_button(ui: &mut Ui, glyph: MaterialIcon, name: &str, tip: &str) -> Response {
    ui.add(icon_face(glyph))
        .on_hover_text(tip)
        .accessible_name(name)
}

/// The button of an action, as bars show it: with its label if `labelled`.
pub(crate) fn action_button(
    ui: &mut Ui,
    action: Action,
    glyph: MaterialIcon,
    labelled: bool,
) -> Response {
    let row = action.row();
    let tip = row.tooltip(ui.ctx());
    if !labelled {
        return icon_button(ui, glyph, &row.label(), &tip);
    }
    let button = Button::new((theme::glyph(glyph), row.label())).frame_when_inactive(false);
    ui.add(button)
        .on_hover_text(tip)
        .accessible_name(row.label())
}

/// The row of an action in a menu, with its keys.
pub(crate) fn action_row(ui: &mut Ui, action: Action, selected: bool) -> Response {
    let row = action.row();
    let keys = row.keys(ui.ctx());
    menu_row(ui, &row.label(), &keys, selected)
}

/// A row of a menu: what it does, and what is said at its right end.
pub(crate) fn menu_row(ui: &mut Ui, label: &str, right: &str, selected: bool) -> Response {
    let mut button = Button::selectable(selected, label).min_size(vec2(MENU_PT, size::row(ui)));
    if !right.is_empty() {
        let right = RichText::new(right)
            .size(font_size::CAPTION)
            .color(Palette::of(ui).t3);
        button = button.shortcut_text(right);
    }
    ui.add(button).accessible_name(label)
}

/// A row of a list that is chosen from: as wide as the list.
pub(crate) fn wide_row(
    ui: &mut Ui,
    label: &str,
    right: &str,
    selected: bool,
    width: f32,
) -> Response {
    let right = RichText::new(right)
        .size(font_size::CAPTION)
        .color(Palette::of(ui).t3);
    let button = Button::selectable(selected, label)
        .right_text(right)
        .min_size(vec2(width, size::row(ui)));
    ui.add(button).accessible_name(label)
}

/// Height of a bar of progress.
const PROGRESS_PT: f32 = 6.0;
/// Narrowest row of a menu.
const MENU_PT: f32 = 176.0;

/// The frame of a card.
pub(crate) fn card(ui: &Ui) -> Frame {
    let palette = Palette::of(ui);
    Frame::new()
        .fill(palette.bg3)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(CornerRadius::same(radius::CARD))
        .inner_margin(Margin::same(16))
}

/// Gives words and fields in a popup the room that a card leaves at its edges; rows of a menu need
/// less, so that is what popups have by themselves.
pub(crate) fn padded<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let frame = Frame::new().inner_margin(Margin::same(8));
    frame.show(ui, add).inner
}

/// Shows a card of `width` in the middle of `ui`, scrolling if it is higher than the room.
///
/// Clicks on it stay on it.
pub(crate) fn centred_card<R>(
    ui: &mut Ui,
    salt: &str,
    width: f32,
    add: impl FnOnce(&mut Ui) -> R,
) -> R {
    let room = ui.max_rect().shrink(space::S);
    let width = width.min(room.width());
    // Placed by the height it had before; the first time it is measured and drawn again.
    let id = ui.unique_id().with(salt);
    let measured = ui.data(|data| data.get_temp::<f32>(id));
    let height = measured.unwrap_or(room.height()).min(room.height());
    let rect = Rect::from_center_size(room.center(), vec2(width, height));
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect).id_salt(salt));
    child.interact(rect, id.with("ground"), Sense::click_and_drag());
    let shown = ScrollArea::vertical()
        .id_salt(salt)
        .max_height(room.height())
        .show(&mut child, |ui| {
            let frame = card(ui);
            let inside = width - frame.total_margin().sum().x;
            let shown = frame.show(ui, |ui| {
                ui.set_width(inside);
                add(ui)
            });
            shown.inner
        });
    let wanted = shown.content_size.y;
    if measured.is_none_or(|height| (height - wanted).abs() > 0.5) {
        ui.data_mut(|data| data.insert_temp(id, wanted));
        ui.ctx().request_discard("the card has another height");
    }
    shown.inner
}

/// A page of one column in the middle of `ui`, at most `width` wide, scrolling.
pub(crate) fn column<R>(ui: &mut Ui, salt: &str, width: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    ScrollArea::vertical()
        .id_salt(salt)
        .auto_shrink([false, false])
        .show(ui, |ui| {
            let room = ui.available_width();
            let width = width.min(room - 2.0 * space::L);
            ui.horizontal_top(|ui| {
                ui.add_space(((room - width) / 2.0).floor());
                ui.vertical(|ui| {
                    ui.set_width(width);
                    ui.add_space(space::XL);
                    let result = add(ui);
                    ui.add_space(space::XL);
                    result
                })
                .inner
            })
            .inner
        })
        .inner
}

/// Buttons in the row of fields: below the names, level with the fields.
pub(crate) fn beside_fields<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        // Takes as much room as a name does.
        ui.label(RichText::new("").size(font_size::CAPTION));
        ui.horizontal(add).inner
    })
    .inner
}

/// The first line of a strip: a mark in its colour, then what it is about.
pub(crate) fn strip_title(ui: &mut Ui, (glyph, color): (MaterialIcon, Color32), title: &str) {
    ui.horizontal(|ui| {
        ui.label(theme::glyph(glyph).color(color));
        let title = RichText::new(title)
            .font(theme::strong(font_size::BODY))
            .color(Palette::of(ui).t1);
        let label = ui.label(title);
        ui.ctx().accesskit_node_builder(label.id, |node| {
            node.set_live(eframe::egui::accesskit::Live::Assertive);
        });
    });
}

/// How wide the names of facts are.
pub(crate) fn fact_width(ui: &Ui) -> f32 {
    FACT_PT.min(ui.available_width() / 2.0)
}

/// The name of a fact, as wide as every other.
pub(crate) fn fact_name(ui: &mut Ui, name: &str) {
    let width = fact_width(ui);
    let text = RichText::new(name).color(Palette::of(ui).t3);
    ui.allocate_ui_with_layout(
        vec2(width, font_size::HEADING),
        Layout::left_to_right(Align::Min),
        |ui| {
            ui.set_min_width(width);
            ui.label(text);
        },
    );
}

/// A fact: its name, then its value, one below the other in columns.
pub(crate) fn fact_line(ui: &mut Ui, name: &str, value: &str) {
    ui.horizontal_top(|ui| {
        fact_name(ui, name);
        ui.add(Label::new(RichText::new(value).color(Palette::of(ui).t1)).wrap());
    });
}

/// Width of the names of facts.
const FACT_PT: f32 = 136.0;

/// A ring that turns while something is waited for; a mark that stands still for those who want
/// less to move.
pub(crate) fn ring(ui: &mut Ui, color: Color32) {
    if theme::moves(ui) {
        ui.add(Spinner::new().size(size::ICON).color(color));
    } else {
        ui.label(theme::glyph(icon::WAITING).color(color));
    }
}

/// A line that says how something is: an icon of its state, then words.
pub(crate) fn state_line(
    ui: &mut Ui,
    glyph: MaterialIcon,
    color: Color32,
    text: impl Into<WidgetText>,
) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        ui.label(theme::glyph(glyph).color(color));
        ui.label(text);
    });
}
