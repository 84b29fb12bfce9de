//! The picture of a PC on the stage, and everything that reaches the PC through it.

use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::{
    CursorIcon, Event, EventFilter, Id, PointerButton, Popup, Response, Sense, Stroke, StrokeKind,
    Ui, Vec2, WidgetInfo,
};

use super::keyboard::Typed;
use super::pointer::{Spot, notches};
use crate::gpu::{PictureCallback, area_px};
use crate::proto::kvm::keysym::Keysym;
use crate::screen::Placement;
use crate::session::Command;
use crate::ui::action::Action;
use crate::ui::language::{t, w};
use crate::ui::layers;
use crate::ui::macros;
use crate::ui::page::Page;
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
    let area_of_picture = (corner, area_px);
    let zoomed = zoom(ui, &response, session, size, area_of_picture, stage);
    let (spot, placed) = match size.filter(|_| zoomed) {
        // What was turned is seen at once.
        Some(size) => {
            let placed = session.view.place(size, area_px);
            (spot.map(|spot| Spot { placed, ..spot }), Some(placed))
        }
        None => (spot, placed),
    };
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
    if let (Some(spot), Some(size)) = (spot, size) {
        pointer(ui, &response, session, &spot, (size, area_px), stage);
    }
    if session.has_keys {
        let ring = Stroke::new(RING_PT, DARK.accent);
        ui.painter()
            .rect_stroke(area, 0.0, ring, StrokeKind::Inside);
    }
    let now = ui.input(|input| input.time);
    session.bell.show(ui, area, now);
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
        None => t!("kvm-screen-of-no-picture", name = name.to_string()),
        Some([width, height]) => {
            let state = if session.is_live() {
                w!("kvm-live")
            } else {
                w!("kvm-last-picture")
            };
            t!(
                "kvm-screen-of",
                name = name.to_string(),
                width = width.to_string(),
                height = height.to_string(),
                state = state
            )
        }
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, &text));
}

/// Decides who has the keys, and sends them to the PC if it has.
fn keys(ui: &Ui, response: &Response, session: &mut Session, stage: Stage) -> Vec<Action> {
    if session.is_live() && !session.took_focus {
        session.took_focus = true;
        // Not away from somebody who types elsewhere, such as on the console beside it.
        if !ui.ctx().text_edit_focused() && session.page != Page::Serial {
            response.request_focus();
        }
    }
    let had_keys = session.has_keys;
    let is_covered = stage.covered || layers::is_any_open(ui.ctx());
    let is_live = session.is_live();
    let is_focused = session.focus.follow(ui, response, is_live, is_covered);
    session.has_keys =
        is_focused && session.takes_input() && !is_covered && ui.input(|input| input.focused);
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
    session.keyboard.set_grabbed(session.grabs);
    for typed in session.keyboard.take(&events) {
        match typed {
            Typed::Send(command) => {
                // Escape means what is being typed, not the PC.
                let command = match command {
                    Command::Key {
                        keysym: Keysym::ESCAPE,
                        ..
                    } if session.paste.is_typing() => Command::StopTyping,
                    command => command,
                };
                let now = ui.input(|input| input.time);
                session.macros.note(now, &command);
                session.send(command);
            }
            Typed::Run(action) => actions.push(action),
            Typed::Macro(n) => macros::run_key(ui.ctx(), session, n),
            Typed::Free => {
                response.surrender_focus();
                session.focus.leave();
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
    (screen, area): ([u16; 2], [u32; 2]),
    stage: Stage,
) {
    // The click that closes a menu is the menu's.
    let is_covered = stage.covered || layers::is_any_open(ui.ctx());
    let over = response.contains_pointer() && !is_covered;
    let mut events = ui.input(|input| input.events.clone());
    let is_ours = wheel_is_ours(session);
    events.retain(|event| !(is_ours && is_ctrl_wheel(event)));
    let pressed = |event: &Event| matches!(event, Event::PointerButton { pressed: true, .. });
    if over && events.iter().any(pressed) {
        response.request_focus();
    }
    if is_larger(&spot.placed, area) {
        // The middle button pans then, and the PC does not see it.
        let pans = ui.input(|input| {
            let pointer = &input.pointer;
            // Who only looks on needs no other use for the first button.
            pointer.middle_down() || session.view_only && pointer.primary_down()
        });
        if response.is_pointer_button_down_on() && pans {
            let Vec2 { x, y } = ui.input(|input| input.pointer.delta()) * spot.pixels_per_point;
            session.view = session.view.panned(screen, area, [x, y]);
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
    if !session.takes_input() {
        return;
    }
    for command in session.pointer.take(&events, spot, over) {
        session.send(command);
    }
    if let Some(at) = response.hover_pos().filter(|_| over)
        && spot.pixel_at(at).is_some()
    {
        ui.set_cursor_icon(CursorIcon::None);
        let painter = ui.painter();
        match &mut session.shape {
            Some(shape) => shape.paint(painter, spot, at),
            None => {
                painter.circle_filled(at, DOT_PT / 2.0 + 1.0, DARK.stage);
                painter.circle_filled(at, DOT_PT / 2.0, DARK.t1);
            }
        }
    }
}

/// Part of the picture is outside the area.
fn is_larger(placed: &Placement, [width, height]: [u32; 2]) -> bool {
    let outside = |size: f32, area: u32| size > float(area);
    let [wide, high] = placed.size();
    outside(wide, width) || outside(high, height)
}

/// A side of the stage.
#[expect(clippy::cast_precision_loss, reason = "windows are smaller than 2^24")]
const fn float(side: u32) -> f32 {
    side as f32
}

/// Makes the picture larger or smaller: with Ctrl and the wheel where the wheel is not the PC's,
/// with two fingers, and by the steps that were asked for. True if it did.
fn zoom(
    ui: &Ui,
    response: &Response,
    session: &mut Session,
    size: Option<[u16; 2]>,
    (corner, area): ([f32; 2], [u32; 2]),
    stage: Stage,
) -> bool {
    let steps = std::mem::take(&mut session.zoom_steps);
    let Some(size) = size.filter(|_| !stage.covered) else {
        return false;
    };
    let pixels_per_point = ui.pixels_per_point();
    let middle = area.map(|side| float(side) / 2.0);
    let over = response.contains_pointer();
    let pointer = ui.input(|input| input.pointer.hover_pos());
    // The bars around the stage are this tab's too; the list of PCs at its left is not.
    let is_beside = pointer.is_some_and(|at| at.x >= response.rect.left()) && !over;
    let is_free = !Popup::is_any_open(ui.ctx()) && !ui.ctx().text_edit_focused();
    let (mut turned, mut fingers) = (0.0, 1.0);
    ui.input(|input| {
        for event in &input.events {
            match event {
                Event::MouseWheel { unit, delta, .. } if is_ctrl_wheel(event) => {
                    turned += notches(*unit, delta.y);
                }
                Event::Zoom(times) if over => fingers *= times,
                _ => {}
            }
        }
    });
    let is_ours = over && wheel_is_ours(session) || is_beside && is_free;
    if !is_ours {
        turned = 0.0;
    } else if turned != 0.0 {
        session.keyboard.chord_with_wheel();
    }
    let at = match pointer.filter(|_| over && steps == 0.0) {
        Some(at) => [
            at.x * pixels_per_point - corner[0],
            at.y * pixels_per_point - corner[1],
        ],
        None => middle,
    };
    let times = ZOOM_STEP.powf(turned + steps) * fingers;
    if times == 1.0 {
        return false;
    }
    session.view = session.view.zoomed(size, area, at, times);
    true
}

/// The wheel with Ctrl, which zooms wherever it is not the PC's.
fn is_ctrl_wheel(event: &Event) -> bool {
    matches!(event, Event::MouseWheel { modifiers, .. } if modifiers.command || modifiers.ctrl)
}

/// Over the picture, the wheel with Ctrl is the PC's only while the keys are, and the Ctrl of the
/// release key never is.
fn wheel_is_ours(session: &Session) -> bool {
    !session.has_keys || session.keyboard.holds_release_key()
}

/// Sends the chord that no operating system lets through.
pub(crate) fn send_ctrl_alt_del(session: &mut Session) {
    session.send_chord(&[Keysym::CONTROL_L, Keysym::ALT_L, Keysym::DELETE]);
}

/// Width of the focus ring.
const RING_PT: f32 = 2.0;

/// How much larger one notch of the wheel makes the picture: four of them double it.
const ZOOM_STEP: f32 = 1.189_207;

/// Diameter of the dot that stands for the person's pointer.
const DOT_PT: f32 = 5.0;
