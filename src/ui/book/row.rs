//! One row of the list.

use std::f32::consts::{FRAC_PI_2, PI};

use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{
    Align2, Color32, CornerRadius, FontId, Rect, Response, Role, Sense, Shape, Stroke, StrokeKind,
    TextFormat, Ui, Vec2, WidgetInfo, pos2, vec2,
};
use egui_material_icons::MaterialIcon;

use crate::session::presence::Presence;
use crate::store::profile::Profile;
use crate::ui::language::t;
use crate::ui::theme::{self, Palette, font_size, icon, radius, size, space};

/// What is known of a PC beside its profile.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    pub(super) presence: Option<Presence>,
    /// A tab has it open, and whether it is known there to be off or asleep.
    pub(super) open: Option<bool>,
    pub(super) is_selected: bool,
    /// Keys act on the selected one.
    pub(super) has_keys: bool,
}

impl State {
    /// In a word, as a mark, in a colour.
    fn mark(self, palette: &Palette) -> (String, Mark, Color32) {
        match (self.open, self.presence) {
            (Some(true), _) => (t!("book-is-down"), Mark::Half, palette.ok),
            (Some(false), _) => (t!("book-is-open"), Mark::Icon(icon::SCREEN), palette.ok),
            (_, Some(Presence::Answers)) => (t!("book-answers"), Mark::Full, palette.ok),
            (_, Some(Presence::Silent)) => (t!("book-silent"), Mark::Empty, palette.ctl),
            (_, None) => (t!("book-unknown"), Mark::Dot, palette.ctl),
        }
    }
}

/// The shape that says whether a PC answers.
#[derive(Debug, Clone, Copy)]
enum Mark {
    Icon(MaterialIcon),
    Full,
    Half,
    Empty,
    Dot,
}

impl Mark {
    fn paint(self, ui: &Ui, left: f32, rect: Rect, color: Color32) {
        let at = pos2(left + size::ICON / 2.0, rect.center().y);
        match self {
            Self::Icon(glyph) => paint_glyph(ui, left, rect, glyph, color),
            Self::Full => drop(ui.painter().circle_filled(at, MARK_PT, color)),
            Self::Half => {
                let stroke = Stroke::new(1.5, color);
                ui.painter().circle_stroke(at, MARK_PT - 0.75, stroke);
                // From the top down the left side.
                let side = (0..=12_u8).map(|part| {
                    let angle = FRAC_PI_2 + PI * f32::from(part) / 12.0;
                    at + MARK_PT * Vec2::angled(angle)
                });
                let side = Shape::convex_polygon(side.collect(), color, Stroke::NONE);
                ui.painter().add(side);
            }
            Self::Empty => {
                let stroke = Stroke::new(1.5, color);
                ui.painter().circle_stroke(at, MARK_PT - 0.75, stroke);
            }
            Self::Dot => drop(ui.painter().circle_filled(at, 2.0, color)),
        }
    }
}

/// Radius of the mark.
const MARK_PT: f32 = 4.5;

/// Draws a PC: mark, name, star, address.
pub(super) fn pc_ui(ui: &mut Ui, pc: &Profile, state: State) -> Response {
    let palette = Palette::of(ui);
    let (rect, response) = row_rect(ui, Sense::click_and_drag());
    let (word, glyph, color) = state.mark(palette);
    let name = format!("{}, {word}", pc.name);
    response
        .widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, state.is_selected, &name));
    ground_ui(ui, rect, &response, state.is_selected);
    let inside = rect.shrink2(vec2(space::S, 0.0));
    glyph.paint(ui, inside.left(), rect, color);
    if state.is_selected && state.has_keys {
        let ring = Stroke::new(1.0, palette.accent);
        let corners = CornerRadius::same(radius::CONTROL);
        ui.painter()
            .rect_stroke(rect, corners, ring, StrokeKind::Inside);
    }

    let mut right = inside.right();
    let left = inside.left() + size::ICON + space::S;
    let is_roomy = size::is_roomy(ui);
    if !is_roomy {
        let font = theme::text(font_size::CAPTION);
        let room = inside.width() * 0.45;
        let address = layout(ui, &pc.address, font, palette.t3, room);
        right -= address.size().x;
        let at = pos2(right, rect.center().y - address.size().y / 2.0);
        ui.painter().galley(at, address, palette.t3);
    }
    if pc.favourite {
        right -= size::ICON;
        paint_glyph(ui, right, rect, icon::FAVOURITE, palette.warn);
    }
    let room = (right - space::S - left).max(0.0);
    let text = layout(ui, &pc.name, theme::text(font_size::BODY), palette.t1, room);
    let below = is_roomy.then(|| {
        let font = theme::text(font_size::CAPTION);
        layout(ui, &place_of(pc), font, palette.t3, room)
    });
    let height = text.size().y + below.as_ref().map_or(0.0, |below| below.size().y);
    let at = pos2(left, rect.center().y - height / 2.0);
    let second = at + vec2(0.0, text.size().y);
    ui.painter().galley(at, text, palette.t1);
    if let Some(below) = below {
        ui.painter().galley(second, below, palette.t3);
    }
    response.on_hover_ui(|ui| tip_ui(ui, pc, &word))
}

/// Where a PC is, and its tags, in one line.
fn place_of(pc: &Profile) -> String {
    let tags = pc.tags.iter().map(String::as_str);
    let parts = std::iter::once(pc.address.as_str()).chain(tags);
    parts.collect::<Vec<_>>().join(" · ")
}

/// Draws the heading of a group.
pub(super) fn group_ui(ui: &mut Ui, name: &str, count: usize, is_folded: bool) -> Response {
    let palette = Palette::of(ui);
    let (rect, response) = row_rect(ui, Sense::click());
    let state = match is_folded {
        true => t!("book-folded"),
        false => t!("book-unfolded"),
    };
    let label = format!("{name}, {count}, {state}");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    ground_ui(ui, rect, &response, false);
    let inside = rect.shrink2(vec2(space::S, 0.0));
    let glyph = if is_folded {
        icon::FOLDED
    } else {
        icon::UNFOLDED
    };
    paint_glyph(ui, inside.left(), rect, glyph, palette.t3);
    let number = layout(
        ui,
        &count.to_string(),
        theme::mono(font_size::NUMBER),
        palette.t3,
        inside.width(),
    );
    let right = inside.right() - number.size().x;
    let at = pos2(right, rect.center().y - number.size().y / 2.0);
    ui.painter().galley(at, number, palette.t3);
    let left = inside.left() + size::ICON + space::S;
    let font = theme::strong(font_size::BODY);
    let text = layout(
        ui,
        name,
        font,
        palette.t2,
        (right - space::S - left).max(0.0),
    );
    let at = pos2(left, rect.center().y - text.size().y / 2.0);
    ui.painter().galley(at, text, palette.t2);
    response
}

fn row_rect(ui: &mut Ui, sense: Sense) -> (Rect, Response) {
    ui.allocate_exact_size(vec2(ui.available_width(), size::row(ui)), sense)
}

fn ground_ui(ui: &Ui, rect: Rect, response: &Response, is_selected: bool) {
    let palette = Palette::of(ui);
    let fill = match (is_selected, response.hovered()) {
        (true, _) => palette.sel,
        (false, true) => palette.bg4,
        (false, false) => return,
    };
    let corners = CornerRadius::same(radius::CONTROL);
    ui.painter().rect_filled(rect, corners, fill);
}

fn paint_glyph(ui: &Ui, left: f32, rect: Rect, glyph: MaterialIcon, color: Color32) {
    let font = theme::glyph_font(glyph, font_size::HEADING);
    let at = pos2(left, rect.center().y);
    ui.painter()
        .text(at, Align2::LEFT_CENTER, glyph.codepoint, font, color);
}

/// One line, cut off with an ellipsis where there is no room.
fn layout(
    ui: &Ui,
    text: &str,
    font: FontId,
    color: Color32,
    width: f32,
) -> std::sync::Arc<eframe::egui::Galley> {
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(font, color));
    job.wrap = TextWrapping::truncate_at_width(width);
    ui.painter().layout_job(job)
}

/// Everything about a PC that a row has no room for.
fn tip_ui(ui: &mut Ui, pc: &Profile, word: &str) {
    ui.label(format!("{}, {word}", pc.name));
    ui.label(&pc.address);
    if let Some(user) = &pc.user {
        ui.label(t!("book-logs-in-as", user = user.as_str()));
    }
    if !pc.tags.is_empty() {
        ui.label(pc.tags.join(", "));
    }
    if !pc.notes.is_empty() {
        ui.label(&pc.notes);
    }
}
