//! The track of a recording: where it is, where something happened, and every other place a click
//! or a drag away.

use std::time::Duration;

use eframe::egui::accesskit::Role;
use eframe::egui::{Id, Painter, Pos2, Rect, Response, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::words;
use crate::session::recording::{Contents, Mark, MarkKind};
use crate::ui::kvm::recording::clock;
use crate::ui::language::w;
use crate::ui::theme::{Palette, size, space};

/// Draws the track; returns where it was clicked or dragged to, with what can have the focus.
pub(super) fn track_ui(
    ui: &mut Ui,
    id: Id,
    contents: &Contents,
    at: Duration,
) -> (Response, Option<Duration>) {
    let palette = Palette::of(ui);
    let width = ui.available_width().max(LEAST_PT);
    let (_, rect) = ui.allocate_space(vec2(width, size::control(ui)));
    let response = ui.interact(rect, id, Sense::click_and_drag());
    let line = rect.shrink2(vec2(space::S, (size::control(ui) - LINE_PT) / 2.0));
    let total = contents.duration;
    let x = |at: Duration| line.left() + line.width() * part(at, total);
    let painter = ui.painter();
    painter.rect_filled(line, LINE_PT / 2.0, palette.bg5);
    for [from, to] in gaps(contents) {
        let gap = Rect::from_x_y_ranges(x(from)..=x(to), line.y_range());
        painter.rect_filled(gap, 0.0, palette.danger_bg);
    }
    let done = Rect::from_min_max(line.min, pos2(x(at), line.bottom()));
    painter.rect_filled(done, LINE_PT / 2.0, palette.rec);
    for mark in &contents.marks {
        let color = words::color(mark.kind, palette);
        shape(
            painter,
            mark.kind,
            pos2(x(mark.at), line.top() - MARK_PT),
            color,
        );
    }
    let knob = pos2(x(at), line.center().y);
    painter.circle_filled(knob, KNOB_PT, palette.t1);
    painter.circle_stroke(knob, KNOB_PT, Stroke::new(1.0, palette.bg1));
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::Slider, true, w!("player-place-in-the-recording"));
        info.value = Some(at.as_secs_f64());
        info
    });
    let place = |pointer: Pos2| {
        let part = (pointer.x - line.left()) / line.width().max(1.0);
        total.mul_f32(part.clamp(0.0, 1.0))
    };
    let pointer = response.interact_pointer_pos();
    let wanted = pointer.filter(|_| response.is_pointer_button_down_on() || response.clicked());
    if let Some(pointer) = response.hover_pos() {
        let over = place(pointer);
        let near = |mark: &&Mark| (x(mark.at) - pointer.x).abs() <= NEAR_PT;
        let text = match contents.marks.iter().find(near) {
            Some(mark) => format!("{}  {}", clock(mark.at), words::mark(mark)),
            None => clock(over),
        };
        response.clone().on_hover_text_at_pointer(text);
    }
    (response, wanted.map(place))
}

/// Parts in which nothing was seen.
fn gaps(contents: &Contents) -> Vec<[Duration; 2]> {
    let mut gaps = Vec::new();
    let mut lost = None;
    for mark in &contents.marks {
        match mark.kind {
            MarkKind::Lost => lost = lost.or(Some(mark.at)),
            MarkKind::Back => gaps.extend(lost.take().map(|from| [from, mark.at])),
            _ => {}
        }
    }
    gaps.extend(lost.map(|from| [from, contents.duration]));
    gaps
}

/// Each kind has a shape of its own: colours alone tell not everybody enough.
fn shape(painter: &Painter, kind: MarkKind, at: Pos2, color: eframe::egui::Color32) {
    let half = MARK_PT / 2.0 + 1.0;
    let square = Rect::from_center_size(at, vec2(MARK_PT, MARK_PT));
    let points = |points: [[f32; 2]; 4]| {
        points
            .into_iter()
            .map(|[x, y]| at + vec2(x, y) * half)
            .collect()
    };
    match kind {
        MarkKind::Power => {
            painter.rect_filled(square, 0.0, color);
        }
        MarkKind::Media => {
            painter.circle_filled(at, MARK_PT / 2.0, color);
        }
        MarkKind::Consent => {
            let diamond = points([[0.0, -1.0], [1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]]);
            painter.add(eframe::egui::Shape::convex_polygon(
                diamond,
                color,
                Stroke::NONE,
            ));
        }
        _ => {
            let triangle = points([[-1.0, -1.0], [1.0, -1.0], [0.0, 1.0], [0.0, 1.0]]);
            painter.add(eframe::egui::Shape::convex_polygon(
                triangle,
                color,
                Stroke::NONE,
            ));
        }
    }
}

/// How much of the whole this is, 0 to 1.
fn part(at: Duration, total: Duration) -> f32 {
    match total.is_zero() {
        true => 0.0,
        false => at.div_duration_f32(total).clamp(0.0, 1.0),
    }
}

/// Least width of the track.
const LEAST_PT: f32 = 60.0;
/// Height of its line.
const LINE_PT: f32 = 6.0;
/// Width of a mark.
const MARK_PT: f32 = 7.0;
/// How near to a mark the pointer has to be.
const NEAR_PT: f32 = 6.0;
/// Radius of the knob.
const KNOB_PT: f32 = 6.0;
