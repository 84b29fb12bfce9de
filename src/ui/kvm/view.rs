//! The picture of a PC on the stage, and everything that reaches the PC through it.

use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::{
    CursorIcon, Event, EventFilter, Id, PointerButton, Popup, Response, Sense, Stroke, StrokeKind,
    Ui, Vec2, WidgetInfo,
};

use super::keyboard::Typed;
use super::pointer::Spot;
use crate::gpu::{PictureCallback, area_px};
use crate::proto::kvm::keysym::Keysym;
use crate::screen::Placement;
use crate::ui::action::Action;
use crate::ui::session::Session;
use crate::ui::theme::DARK;

/// What the picture does in this window.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stage {
    pub(crate) id: Id,
    /// Longest side of a picture that the GPU takes.
    pub(crate) largest_side: u32,
    /// Something of ours lies over the picture and wants the keys.
    pub(crate) covered: bool,
}

/// Draws the stage with the picture and passes input on; returns what is to be done here.
pub(crate) fn screen_ui(ui: &mut Ui, session: &mut Session, stage: Stage) -> Vec<Action> {
    let area = ui.max_rect();
    ui.painter().rect_filled(area, 0.0, DARK.stage);
    // Room for the focus ring, so that it never hides a pixel of the PC.
    let inner = area.shrink(RING_PT);
    let size = screen_size(session).filter(|size| fits(*size, stage.largest_side));
    let (corner, area_px) = area_px(inner, ui.pixels_per_point());
    let placed = size.map(|size| session.view.place(size, area_px));

    let response = ui.interact(area, stage.id, Sense::click_and_drag());
    describe(&response, session, size);
    let spot = placed.map(|placed| Spot {
        corner,
        placed,
        pixels_per_point: ui.pixels_per_point(),
    });
    if let (Some(picture), Some(_)) = (&session.picture, placed) {
        ui.painter().add(PictureCallback::shape(
            picture.id,
            Arc::clone(&picture.mailbox),
            inner,
            ui.pixels_per_point(),
            session.shown(),
        ));
    }

    let actions = keys(ui, &response, session, stage);
    if let Some(spot) = spot.filter(|_| session.is_live()) {
        let area = [inner.width(), inner.height()].map(|side| side * spot.pixels_per_point);
        pointer(ui, &response, session, &spot, area, stage);
    }
    if session.has_keys {
        let ring = Stroke::new(RING_PT, DARK.accent);
        ui.painter()
            .rect_stroke(area, 0.0, ring, StrokeKind::Inside);
    }
    actions
}

/// Columns and rows of the picture that is there.
fn screen_size(session: &Session) -> Option<[u16; 2]> {
    let picture = session.picture.as_ref()?;
    picture
        .mailbox
        .look(|p| [p.framebuffer.width(), p.framebuffer.height()])
}

/// A picture of this size can be shown.
fn fits(size: [u16; 2], largest_side: u32) -> bool {
    size.into_iter().all(|side| u32::from(side) <= largest_side)
}

/// Size of the picture if it is too large to be shown.
pub(crate) fn oversize(session: &Session, largest_side: u32) -> Option<[u16; 2]> {
    screen_size(session).filter(|size| !fits(*size, largest_side))
}

/// Tells screen readers what this is.
fn describe(response: &Response, session: &Session, size: Option<[u16; 2]>) {
    let name = session.name();
    let text = match size {
        None => format!("Screen of {name}, no picture yet"),
        Some([width, height]) => {
            let state = if session.is_live() {
                "live"
            } else {
                "last picture"
            };
            format!("Screen of {name}, {width} by {height}, {state}")
        }
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, &text));
}

/// Decides who has the keys, and sends them to the PC if it has.
fn keys(ui: &Ui, response: &Response, session: &mut Session, stage: Stage) -> Vec<Action> {
    if session.is_live() && !session.took_focus {
        session.took_focus = true;
        // Not away from somebody who types elsewhere.
        if !ui.ctx().text_edit_focused() {
            response.request_focus();
        }
    }
    // egui takes the focus away at every click elsewhere. A click on the toolbar or in a menu is
    // part of working on the PC, so it comes back unless something else has got it.
    let nobody = ui.memory(|memory| memory.focused().is_none());
    if session.is_focused && nobody && session.is_live() {
        response.request_focus();
    }
    let had_keys = session.has_keys;
    session.is_focused = response.has_focus();
    session.has_keys = session.is_focused
        && session.is_live()
        && !stage.covered
        && !Popup::is_any_open(ui.ctx())
        && ui.input(|input| input.focused);
    if had_keys && !session.has_keys {
        session.release_all();
    }
    if !session.has_keys {
        return Vec::new();
    }
    // Tab, arrows and Escape are the PC's, not for moving the focus.
    let filter = EventFilter {
        tab: true,
        horizontal_arrows: true,
        vertical_arrows: true,
        escape: true,
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));

    let events = ui.input(|input| input.events.clone());
    let mut actions = Vec::new();
    for typed in session.keyboard.take(&events) {
        match typed {
            Typed::Send(command) => session.send(command),
            Typed::Run(action) => actions.push(action),
            Typed::Free => {
                response.surrender_focus();
                session.is_focused = false;
                session.has_keys = false;
                session.freed = Some(ui.input(|input| input.time));
                session.release_all();
            }
        }
    }
    actions
}

/// Passes the pointer on, pans where the picture is larger than the stage, and draws a dot where
/// the person points: the PC draws its own pointer a round trip later.
fn pointer(
    ui: &Ui,
    response: &Response,
    session: &mut Session,
    spot: &Spot,
    area: [f32; 2],
    stage: Stage,
) {
    let over = response.contains_pointer() && !stage.covered;
    let mut events = ui.input(|input| input.events.clone());
    let pressed = |event: &Event| matches!(event, Event::PointerButton { pressed: true, .. });
    if over && events.iter().any(pressed) {
        response.request_focus();
    }
    if is_larger(&spot.placed, area) {
        // The middle button pans then, and the PC does not see it.
        if response.is_pointer_button_down_on() && ui.input(|input| input.pointer.middle_down()) {
            let by = ui.input(|input| input.pointer.delta()) * spot.pixels_per_point;
            pan(session, &spot.placed, area, by);
        }
        events.retain(|event| {
            !matches!(
                event,
                Event::PointerButton {
                    button: PointerButton::Middle,
                    ..
                }
            )
        });
    }
    for command in session.pointer.take(&events, spot, over) {
        session.send(command);
    }
    if let Some(at) = response.hover_pos().filter(|_| over)
        && spot.pixel_at(at).is_some()
    {
        ui.set_cursor_icon(CursorIcon::None);
        let painter = ui.painter();
        painter.circle_filled(at, DOT_PT / 2.0 + 1.0, DARK.stage);
        painter.circle_filled(at, DOT_PT / 2.0, DARK.t1);
    }
}

/// Part of the picture is outside the area.
fn is_larger(placed: &Placement, area: [f32; 2]) -> bool {
    let [width, height] = placed.size();
    width > area[0].round() || height > area[1].round()
}

/// Moves the picture under the stage by display pixels, as far as there is picture.
fn pan(session: &mut Session, placed: &Placement, area: [f32; 2], by: Vec2) {
    let [x, y] = session.view.centre;
    let [width, height] = placed.size();
    let moved = |centre: f32, by: f32, size: f32, area: f32| {
        let edge = (area / size / 2.0).min(0.5);
        (centre - by / size).clamp(edge, 1.0 - edge)
    };
    session.view.centre = [
        moved(x, by.x, width, area[0]),
        moved(y, by.y, height, area[1]),
    ];
}

/// Sends the chord that no operating system lets through.
pub(crate) fn send_ctrl_alt_del(session: &Session) {
    session.send_chord(&[Keysym::CONTROL_L, Keysym::ALT_L, Keysym::DELETE]);
}

/// Width of the focus ring.
const RING_PT: f32 = 2.0;

/// Diameter of the dot that stands for the person's pointer.
const DOT_PT: f32 = 5.0;
