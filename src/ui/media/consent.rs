//! The question for the six digits, inside the card of a start.

use eframe::egui::{Align2, Key, TextEdit, Ui, vec2};

use super::boot::{BootState, BootWish};
use super::{fault_lines_ui, line_ui};
use crate::session::Fault;
use crate::session::consent::{ConsentCode, ConsentCommand, ConsentPhase};
use crate::ui::language::{t, w};
use crate::ui::page::Around;
use crate::ui::parts;
use crate::ui::theme::{Palette, icon, size};

/// The question for the six digits, while the PC shows them.
pub(super) fn consent_ui(
    ui: &mut Ui,
    around: &Around<'_>,
    state: &mut BootState,
) -> Option<BootWish> {
    let view = state.consent.as_ref()?;
    let palette = Palette::of(ui);
    let wish = |command| Some(BootWish::Consent(command));
    match &view.phase {
        ConsentPhase::CodeWanted { was_wrong } => {
            let ask = w!("media-read-me-the-six");
            if *was_wrong {
                let tries = t!("media-tries-left", tries = view.tries_left);
                let text = t!("media-wrong-code", tries = tries);
                line_ui(ui, icon::FAILED, palette.danger, text);
            }
            let label = ui.label(ask);
            let field = TextEdit::singleline(&mut state.code)
                .id(around.part("boot consent"))
                .hint_text(w!("media-six-digits"))
                .align(Align2::LEFT_CENTER)
                .min_size(vec2(0.0, size::primary(ui)))
                .desired_width(120.0);
            let response = ui.add(field).labelled_by(label.id);
            let code = ConsentCode::parse(&state.code);
            let enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            // Sends itself at the sixth digit.
            if let Some(code) = code.filter(|_| response.changed() || enter) {
                state.code.clear();
                return wish(ConsentCommand::Submit(code));
            }
            None
        }
        ConsentPhase::PcOff => {
            ui.label(w!("media-the-pc-must-be"));
            let clicked = parts::button(ui, w!("media-turn-on-and-ask")).clicked();
            clicked.then_some(BootWish::Consent(ConsentCommand::TurnOn))
        }
        ConsentPhase::Failed(fault) => {
            fault_lines_ui(ui, &Fault::from(fault.clone()));
            let clicked = parts::button(ui, w!("media-show-a-new-code")).clicked();
            clicked.then_some(BootWish::Consent(ConsentCommand::NewCode))
        }
        ConsentPhase::Refused { .. } => {
            ui.label(w!("media-the-pc-does-not"));
            let clicked = parts::button(ui, w!("media-ask-again")).clicked();
            clicked.then_some(BootWish::Consent(ConsentCommand::NewCode))
        }
        _ => None,
    }
}
