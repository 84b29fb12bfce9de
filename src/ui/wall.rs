//! Many screens at once, each at a low rate.

use std::collections::BTreeMap;
use std::time::Duration;

use eframe::egui::{
    Align2, Color32, CornerRadius, FontSelection, Id, Key, Rect, Response, Role, ScrollArea, Sense,
    Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};
use egui_material_icons::MaterialIcon;

use super::language::t;
use super::said::Told as _;
use super::session::{Phase, Session, ShownPicture};
use super::tabs::TabId;
use super::theme::{self, DARK, Palette, font_size, radius, size, space};
use crate::gpu::{PictureCallback, Sampling, Shown};
use crate::screen::View;
use crate::session::Fault;

/// What the wall shows of a session.
#[derive(Debug)]
pub(crate) struct Tile {
    id: TabId,
    name: String,
    state: String,
    /// What is wrong, where there is no picture to look at.
    why: Option<String>,
    picture: Option<ShownPicture>,
    shown: Shown,
}

impl Tile {
    /// * `state`: how it is in a word, as its tab says.
    pub(crate) fn new(id: TabId, session: &Session, state: &str) -> Self {
        let shown = session.shown();
        let state = match &session.phase {
            _ if session.consent.is_some() => t!("wall-needs-consent"),
            Phase::Over {
                fault: Some(Fault::ConsentNeeded),
                ..
            } => t!("wall-needs-consent"),
            Phase::Interrupted { stamp, .. } | Phase::Over { stamp, .. }
                if session.picture.is_some() && !stamp.is_empty() =>
            {
                t!("wall-last-picture", state = state, time = stamp.as_str())
            }
            _ => state.to_owned(),
        };
        let why = match &session.phase {
            Phase::Over {
                fault: Some(fault), ..
            }
            | Phase::Interrupted { fault, .. } => Some(fault.told_title()),
            _ => None,
        };
        Self {
            id,
            why,
            name: session.name().to_owned(),
            state,
            picture: session.picture.clone(),
            shown: Shown {
                // All of it, whatever part of it its own tab shows.
                view: View {
                    rotation: shown.view.rotation,
                    ..View::default()
                },
                sampling: Sampling::Automatic,
                ..shown
            },
        }
    }
}

/// The wall, in its tab.
#[derive(Debug, Default)]
pub(crate) struct WallPage {
    selected: Option<TabId>,
    /// When each picture was last brought up to date, in seconds of egui's clock.
    fresh: BTreeMap<TabId, f64>,
}

impl WallPage {
    /// Draws the wall; returns the session that is to be opened.
    ///
    /// * `mark`: the icon and colour of a session's state.
    pub(crate) fn ui(
        &mut self,
        ui: &mut Ui,
        tiles: &[(Tile, (MaterialIcon, Color32))],
        now: f64,
    ) -> Option<TabId> {
        ui.painter()
            .rect_filled(ui.max_rect(), 0.0, Palette::of(ui).bg1);
        self.fresh
            .retain(|id, _| tiles.iter().any(|(tile, _)| tile.id == *id));
        if tiles.is_empty() {
            let text = t!("wall-empty");
            let font = theme::text(font_size::BODY);
            let color = Palette::of(ui).t3;
            let centre = ui.max_rect().center();
            ui.painter()
                .text(centre, Align2::CENTER_CENTER, text, font, color);
            ui.label("");
            return None;
        }
        let mut open = None;
        ScrollArea::vertical()
            .auto_shrink([false, false])
            .show(ui, |ui| {
                let (columns, width) = grid(ui.available_width(), tiles.len());
                let height = (width * 10.0 / 16.0).round() + NAME_PT;
                let top = ui.max_rect().min + vec2(space::L, space::L);
                let rows = tiles.len().div_ceil(columns);
                for (place, (tile, mark)) in tiles.iter().enumerate() {
                    let (column, row) = (as_f32(place % columns), as_f32(place / columns));
                    let corner = top + vec2(column * (width + space::L), row * (height + space::L));
                    let rect = Rect::from_min_size(corner, vec2(width, height));
                    if ui.is_rect_visible(rect) && self.tile_ui(ui, rect, tile, *mark, now) {
                        open = Some(tile.id);
                    }
                }
                ui.allocate_space(vec2(
                    ui.available_width(),
                    as_f32(rows) * (height + space::L) + space::L,
                ));
            });
        open
    }

    /// One session; true if it is to be opened.
    fn tile_ui(
        &mut self,
        ui: &Ui,
        rect: Rect,
        tile: &Tile,
        (glyph, color): (MaterialIcon, Color32),
        now: f64,
    ) -> bool {
        let palette = Palette::of(ui);
        let response = ui.interact(rect, Id::unique(("wall", tile.id)), Sense::click());
        let is_selected = self.selected == Some(tile.id);
        let name = format!("{}, {}", tile.name, tile.state);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_selected, &name));
        let painter = ui.painter();
        let corners = CornerRadius::same(radius::CARD);
        let fill = match (is_selected, response.hovered()) {
            (true, _) => palette.sel,
            (false, true) => palette.bg4,
            (false, false) => palette.bg3,
        };
        painter.rect_filled(rect, corners, fill);

        let bar = Rect::from_min_size(rect.min, vec2(rect.width(), NAME_PT));
        let left = pos2(bar.left() + space::S, bar.center().y);
        let icon = eframe::egui::FontId::new(font_size::HEADING, glyph.font_family());
        painter.text(left, Align2::LEFT_CENTER, glyph.codepoint, icon, color);
        let text = eframe::egui::RichText::new(&name).color(palette.t1);
        let room = bar.width() - 3.0 * space::S - size::ICON;
        let galley = eframe::egui::WidgetText::from(text).into_galley(
            ui,
            Some(eframe::egui::TextWrapMode::Truncate),
            room,
            FontSelection::FontId(theme::text(font_size::BODY)),
        );
        let at = pos2(
            left.x + size::ICON + space::S,
            (bar.center().y - galley.size().y / 2.0).round(),
        );
        painter.galley(at, galley, palette.t1);

        let stage = Rect::from_min_max(pos2(rect.left(), bar.bottom()), rect.max).shrink(1.0);
        painter.rect_filled(stage, 0.0, DARK.stage);
        if tile.picture.is_some() {
            self.picture_ui(ui, stage, tile, &response, now);
        } else {
            let (at, font) = (stage.center(), theme::text(font_size::BODY));
            let words = tile.why.as_ref().unwrap_or(&tile.state).clone();
            let room = stage.width() - 2.0 * space::L;
            let galley = painter.layout(words, font, DARK.t3, room);
            let corner = at - galley.size() / 2.0;
            painter.galley(corner.round(), galley, DARK.t3);
        }
        if is_selected {
            let stroke = Stroke::new(2.0, palette.accent);
            painter.rect_stroke(rect, corners, stroke, StrokeKind::Inside);
        }
        if response.clicked() {
            self.selected = Some(tile.id);
            response.request_focus();
        }
        let enter = response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        response.double_clicked() || enter
    }

    /// The picture, brought up to date once a second, or always under the pointer.
    fn picture_ui(&mut self, ui: &Ui, stage: Rect, tile: &Tile, response: &Response, now: f64) {
        let Some(picture) = &tile.picture else {
            return;
        };
        let age = self.fresh.get(&tile.id).map(|then| now - then);
        let is_due = response.hovered() || age.is_none_or(|age| age >= PERIOD_SECS);
        let waits = !is_due
            && picture
                .mailbox
                .look(|picture| !picture.damage.is_empty())
                .unwrap_or(false);
        if is_due {
            self.fresh.insert(tile.id, now);
        } else if let Some(age) = age.filter(|_| waits) {
            // Something is new; a picture that stands still asks for nothing.
            let rest = Duration::from_secs_f64((PERIOD_SECS - age).max(0.0));
            ui.ctx().request_repaint_after(rest);
        }
        ui.painter().add(PictureCallback::shape_at_rate(
            picture.id,
            picture.mailbox.clone(),
            stage,
            ui.pixels_per_point(),
            tile.shown,
            is_due,
        ));
    }
}

/// Columns for so many tiles, and the width of each: at least 240, at most 480 points.
fn grid(room: f32, count: usize) -> (usize, f32) {
    let fit = |least: f32| ((room - space::L) / (least + space::L)).floor().max(1.0);
    // As few columns as the largest tiles need, but not fewer than fit above the smallest.
    let (few, many) = (
        ((room - space::L) / (WIDEST_PT + space::L)).ceil(),
        fit(NARROWEST_PT),
    );
    let columns = few.clamp(1.0, many);
    let width = ((room - space::L) / columns - space::L)
        .floor()
        .min(WIDEST_PT);
    (whole(columns).min(count.max(1)).max(1), width.max(1.0))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a small whole number that is at least 1"
)]
const fn whole(columns: f32) -> usize {
    columns as usize
}

#[expect(clippy::cast_precision_loss, reason = "far fewer than 2^24 tiles")]
const fn as_f32(count: usize) -> f32 {
    count as f32
}

/// Time from one picture to the next.
const PERIOD_SECS: f64 = 1.0;

/// Height of the bar with the name.
const NAME_PT: f32 = 24.0;

const NARROWEST_PT: f32 = 240.0;
const WIDEST_PT: f32 = 480.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_are_as_wide_as_they_may_be_and_fill_the_row() {
        assert_eq!(grid(1020.0, 9), (3, 318.0));
        assert_eq!(grid(1280.0, 9), (3, 405.0));
        assert_eq!(grid(1920.0, 40), (4, 460.0));
        assert_eq!(grid(480.0, 4), (1, 448.0));
        assert_eq!(grid(1280.0, 2), (2, 405.0));
        assert_eq!(grid(100.0, 2).0, 1, "too narrow for any");
    }
}
