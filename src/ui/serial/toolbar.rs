//! The bar above the terminal.

use eframe::egui::{Button, Popup, PopupCloseBehavior, Ui};

use super::keyboard::Own;
use super::view::SerialView;
use super::{find, menus};
use crate::session::flow::boot::{BootPlan, BootTarget};
use crate::session::pc::{Deed, PcCommand};
use crate::ui::language::w;
use crate::ui::layers;
use crate::ui::page::Around;
use crate::ui::pane::TabWish;
use crate::ui::parts;
use crate::ui::power::{self, Asking, Choice};
use crate::ui::theme::{self, icon, space};

/// What the bar was used for, besides what it does itself.
pub(super) enum Asked {
    Nothing,
    Wish(TabWish),
}

/// What the bar remembers.
#[derive(Debug, Default)]
pub(super) struct Bar {
    asking: Option<Asking>,
}

impl Bar {
    /// Asks whether the PC is to restart.
    pub(super) fn ask(&mut self) {
        self.asking = Some(Asking::about(Choice::Boot(BootTarget::BiosSetup)));
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, view: &mut SerialView, around: &Around<'_>) -> Asked {
        let words = ui.available_width() >= WORDS_PT;
        ui.spacing_mut().item_spacing.x = space::XS;
        let asked = self.restart_ui(ui, view, around, words);
        menus::keys_menu(ui, view, words);
        menus::enter_menu(ui, view, words);
        menus::size_menu(ui, view);
        log_button(ui, view, words);
        let paste = parts::icon_button(
            ui,
            icon::PASTE,
            w!("serial-paste"),
            w!("serial-paste-as-typing-ctrl"),
        );
        if paste.clicked() {
            view.do_own(ui, Own::Paste);
        }
        let copy = parts::icon_button(
            ui,
            icon::COPY,
            w!("serial-copy"),
            w!("serial-copy-what-is-selected"),
        );
        if copy.clicked() {
            view.do_own(ui, Own::Copy);
        }
        find::find_ui(ui, view, around);
        asked
    }

    /// The button that restarts into the BIOS setup, and its question.
    fn restart_ui(
        &mut self,
        ui: &mut Ui,
        view: &SerialView,
        around: &Around<'_>,
        words: bool,
    ) -> Asked {
        // It asks first where the PC is on.
        let label = w!("serial-restart-into-bios-setup-named");
        let possible = view.can_restart(around);
        let shown = if words {
            w!("serial-restart-into-bios-setup")
        } else {
            "BIOS…"
        };
        let button = Button::new((theme::glyph(icon::POWER), shown));
        let button = ui
            .add_enabled(possible, button)
            .on_hover_text(w!("serial-restart-into-bios-setup-with"))
            .on_disabled_hover_text(w!("serial-the-power-state-of"))
            .accessible_name(label);
        let power = around.pc.and_then(|pc| pc.power.as_ref());
        if button.clicked() {
            if power.is_some_and(|power| power.is_off()) {
                return Asked::Wish(boot());
            }
            self.ask();
        }
        let mut asked = Asked::Nothing;
        let Some(asking) = self.asking else {
            return asked;
        };
        layers::note_popover(ui.ctx());
        let shown = Popup::from_response(&button)
            .open(true)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .show(|ui| {
                ui.set_width(QUESTION_PT);
                power::question_ui(ui, asking, around.name)
            });
        if let Some(shown) = shown {
            let (next, chosen) = shown.inner;
            self.asking = matches!(next, Asking::Confirm { .. }).then_some(next);
            if chosen.is_some() {
                self.asking = None;
                asked = Asked::Wish(boot());
            } else if shown.response.should_close() {
                self.asking = None;
            }
        }
        asked
    }
}

/// Restarts the PC into its setup, with the BIOS on serial.
fn boot() -> TabWish {
    TabWish::Pc(PcCommand::Do(Deed::Boot {
        plan: BootPlan::new(BootTarget::BiosSetup).with_sol(true),
        has_sessions: true,
    }))
}

/// Opens and closes the panel of logs; pressed in while one is written.
fn log_button(ui: &mut Ui, view: &mut SerialView, words: bool) {
    let glyph = theme::glyph(icon::LOG);
    let is_written = view.log.is_some();
    let button = if words {
        Button::selectable(is_written, (glyph, w!("serial-log")))
    } else {
        Button::selectable(is_written, glyph)
    };
    let button = ui.add(button);
    let tip = w!("serial-write-what-the-pc");
    if button
        .on_hover_text(tip)
        .accessible_name(w!("serial-log"))
        .clicked()
    {
        view.toggle_log_panel();
    }
}

/// Room for the words of every button.
const WORDS_PT: f32 = 760.0;
/// Width of the question.
const QUESTION_PT: f32 = 256.0;
