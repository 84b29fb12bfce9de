//! A popover under a button of the toolbar, for more than a menu can hold.

use eframe::egui::{InputState, Key, Modifiers, Popup, PopupCloseBehavior, Response, Ui};

use crate::ui::layers;
use crate::ui::parts;
use crate::ui::theme::space;

/// Shows it, `width` wide where there is room; returns whether it is done with: `add` says so,
/// Escape was pressed, or something beside it was clicked.
pub(super) fn popover_ui(button: &Response, width: f32, add: impl FnOnce(&mut Ui) -> bool) -> bool {
    layers::note_popover(&button.ctx);
    let has_list = Popup::is_any_open(&button.ctx);
    let shown = Popup::from_response(button)
        .open(true)
        // Lists in it are popups of their own, outside of this one.
        .close_behavior(PopupCloseBehavior::IgnoreClicks)
        .show(|ui| {
            parts::padded(ui, |ui| {
                ui.set_width(width.min(ui.ctx().content_rect().width() - 2.0 * space::XL));
                add(ui)
            })
        });
    let escape = |input: &mut InputState| input.consume_key(Modifiers::NONE, Key::Escape);
    let Some(shown) = shown else {
        return button.ctx.input_mut(escape);
    };
    // Its own button opens and closes it, and a click may be about a list in it.
    let is_inside = |at| shown.response.rect.contains(at) || button.rect.contains(at);
    let pressed_beside = !has_list
        && button.ctx.input(|input| {
            let at = input.pointer.press_origin();
            input.pointer.any_pressed() && at.is_some_and(|at| !is_inside(at))
        });
    shown.inner || pressed_beside || button.ctx.input_mut(escape)
}
