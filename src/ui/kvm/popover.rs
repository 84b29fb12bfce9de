//! A popover under a button of the toolbar, for more than a menu can hold.

use eframe::egui::{InputState, Key, Modifiers, Popup, PopupCloseBehavior, Response, Ui};

use crate::ui::theme::space;

/// Shows it, `width` wide where there is room; returns whether it is done with: `add` says so, or
/// Escape was pressed.
pub(super) fn popover_ui(button: &Response, width: f32, add: impl FnOnce(&mut Ui) -> bool) -> bool {
    let shown = Popup::from_response(button)
        .open(true)
        // Lists in it are popups of their own, outside of this one.
        .close_behavior(PopupCloseBehavior::IgnoreClicks)
        .show(|ui| {
            ui.set_width(width.min(ui.ctx().content_rect().width() - space::XL));
            add(ui)
        });
    let escape = |input: &mut InputState| input.consume_key(Modifiers::NONE, Key::Escape);
    shown.is_some_and(|shown| shown.inner) || button.ctx.input_mut(escape)
}
