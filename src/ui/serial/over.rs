//! What lies over the terminal: why nothing is to be seen, how the paste goes, what happened.

use eframe::egui::{Align2, RichText, Ui};

use super::key_test;
use super::logging;
use super::menus::adopt;
use super::view::{Panel, Pasting, Phase, SerialView};
use crate::session::Fault;
use crate::session::sol::{PortStatus, SerialCommand, SerialStage};
use crate::terminal::{Key, KeyModes, Keyboard, Modifiers};
use crate::ui::language::{t, w};
use crate::ui::notice::{Remedy, remedy_of};
use crate::ui::page::Around;
use crate::ui::pane::TabWish;
use crate::ui::parts;
use crate::ui::said::{self, Told as _};
use crate::ui::theme::{self, DARK, Palette, font_size, icon, size, space};

impl SerialView {
    /// Draws it, in the order of its weight.
    pub(super) fn over_ui(&mut self, ui: &mut Ui, around: &Around<'_>) -> Vec<TabWish> {
        if let Some(replay) = &mut self.replay {
            if replay.ui(ui, around) {
                self.end_replay();
            }
            self.note_ui(ui, around);
            return Vec::new();
        }
        if around.covered {
            // One question at a time, and nothing of ours over it.
            return Vec::new();
        }
        let mut wishes = Vec::new();
        if self.is_quiet && self.is_open() {
            self.silence_ui(ui, around);
        }
        let centre = ui.max_rect().center();
        match &self.phase {
            Phase::Opening(stage) => {
                let text = words(*stage);
                let font = theme::text(font_size::BODY);
                ui.painter()
                    .text(centre, Align2::CENTER_CENTER, text, font, DARK.t3);
            }
            Phase::NoLogin => wishes.extend(no_login_ui(ui, around)),
            Phase::Over(fault) => match over_card_ui(ui, around, fault.as_ref()) {
                Ended::Stay => {}
                Ended::Again => self.connect(),
                Ended::Wish(wish) => wishes.push(wish),
            },
            Phase::Open => {}
        }
        if let Some(paste) = self.paste {
            self.paste_ui(ui, around, paste);
        }
        self.panel_ui(ui, around);
        self.note_ui(ui, around);
        wishes
    }

    /// The panel that is open.
    fn panel_ui(&mut self, ui: &Ui, around: &Around<'_>) {
        let mut panel = self.panel.take();
        let mut close = false;
        match &mut panel {
            None => {}
            Some(Panel::KeyTest(test)) => {
                let modes = self.with_terminal(|terminal| terminal.key_modes());
                let modes: KeyModes = modes.unwrap_or_default();
                match test.ui(ui, around, self.keyboard, modes) {
                    key_test::Answer::Nothing => {}
                    key_test::Answer::Close => close = true,
                    key_test::Answer::Use(dialect) => {
                        let keyboard = Keyboard {
                            dialect,
                            charset: dialect.usual_charset(),
                            ..self.keyboard
                        };
                        adopt(self, keyboard);
                    }
                }
            }
            Some(Panel::Log(form)) => {
                let log = self.log.as_ref().map(|path| path.display().to_string());
                form.can_choose = self.can_choose();
                let answer = form.ui(ui, around, log.as_deref(), self.is_open());
                match answer {
                    logging::Answer::Close => close = true,
                    other => close = self.obey_log_panel(form, other, around.now),
                }
            }
        }
        if close {
            // The keys go where they went before.
            self.took_focus = false;
        } else if self.panel.is_none() {
            self.panel = panel;
        }
    }

    /// Why nothing is to be seen, and what can be done.
    fn silence_ui(&mut self, ui: &mut Ui, around: &Around<'_>) {
        let id = around.part("serial silence");
        parts::floating(ui, id, Align2::CENTER_CENTER, |ui| {
            ui.set_width(SILENCE_PT.min(ui.available_width()));
            let palette = Palette::of(ui);
            let title = w!("serial-connected-the-pc-writes");
            let title = RichText::new(title)
                .font(theme::strong(font_size::BODY))
                .color(palette.t1);
            ui.label(title);
            for line in self.why_silent() {
                ui.label(RichText::new(line).color(palette.t2));
            }
            ui.add_space(space::S);
            ui.horizontal_wrapped(|ui| {
                if self.can_restart(around) {
                    let restart = parts::button(ui, w!("serial-restart-into-bios-setup"));
                    if restart.clicked() {
                        self.bar.ask();
                    }
                }
                if parts::button(ui, w!("serial-send-enter")).clicked() {
                    let enter = SerialCommand::Key(Key::Enter, Modifiers::default());
                    self.send(enter);
                    self.is_quiet = false;
                }
                if parts::button(ui, w!("kvm-hide")).clicked() {
                    self.is_quiet = false;
                }
            });
        });
    }

    /// What is to be switched on, as far as the state of the port tells.
    fn why_silent(&self) -> Vec<&'static str> {
        match self.controls {
            Some((_, status)) if !status.contains(PortStatus::POWER_ON) => {
                vec![w!("serial-it-is-off-turn")]
            }
            Some((_, status)) if status.contains(PortStatus::LOOPBACK) => {
                vec![w!("serial-its-serial-port-is")]
            }
            _ => vec![
                w!("serial-a-bios-writes-here"),
                w!("serial-linux-writes-here-when"),
            ],
        }
    }

    /// The PC can be asked to restart.
    pub(super) fn can_restart(&self, around: &Around<'_>) -> bool {
        around.pc.is_some_and(|pc| pc.power.is_some())
    }

    fn paste_ui(&self, ui: &Ui, around: &Around<'_>, paste: Pasting) {
        let id = around.part("serial paste");
        parts::floating(ui, id, Align2::RIGHT_BOTTOM, |ui| {
            ui.set_width(PASTE_PT.min(ui.available_width()));
            let text = if paste.waiting {
                w!("serial-pasting-waits-until-the").to_owned()
            } else {
                t!(
                    "serial-pasting-of",
                    sent = paste.sent.to_string(),
                    total = paste.total.to_string()
                )
            };
            ui.label(text);
            #[expect(clippy::cast_precision_loss, reason = "for a bar of 200 points")]
            let part = paste.sent as f32 / paste.total.max(1) as f32;
            parts::progress_bar(ui, part, w!("serial-pasted"));
            if parts::button(ui, w!("serial-stop-pasting")).clicked() {
                self.send(SerialCommand::StopPaste);
            }
        });
    }

    fn note_ui(&mut self, ui: &Ui, around: &Around<'_>) {
        let Some((text, until)) = &self.note else {
            return;
        };
        let rest = until - around.now;
        if rest <= 0.0 {
            self.note = None;
            return;
        }
        let after = std::time::Duration::from_secs_f64(rest);
        ui.ctx().request_repaint_after(after);
        parts::floating(ui, around.part("serial note"), Align2::LEFT_BOTTOM, |ui| {
            ui.set_max_width(size::STRIP.min(ui.available_width()));
            let label = ui.label(RichText::new(text).color(Palette::of(ui).t1));
            ui.ctx().accesskit_node_builder(label.id, |node| {
                node.set_live(eframe::egui::accesskit::Live::Polite);
            });
        });
    }
}

/// What the person wants after the end of a session.
enum Ended {
    Stay,
    Again,
    Wish(TabWish),
}

/// How the session ended.
fn over_card_ui(ui: &Ui, around: &Around<'_>, fault: Option<&Fault>) -> Ended {
    let mut ended = Ended::Stay;
    parts::floating(ui, around.part("serial over"), Align2::CENTER_TOP, |ui| {
        ui.set_width(size::FAULT.min(ui.available_width()));
        let palette = Palette::of(ui);
        let (mark, title) = match fault {
            Some(fault) => ((icon::FAILED, palette.danger), fault.told_title()),
            None => (
                (icon::SERIAL, palette.ctl),
                w!("serial-the-console-is-closed").to_owned(),
            ),
        };
        parts::strip_title(ui, mark, &title);
        if let Some(fault) = fault {
            let cause = format!("{}. {}", fault.told_cause(), fault.told_remedy());
            ui.label(RichText::new(cause).color(palette.t2));
        }
        ui.add_space(space::XS);
        ui.horizontal_wrapped(|ui| ended = ended_ui(ui, fault));
    });
    ended
}

/// What can be done about the end: what the fault asks for, and to connect again.
fn ended_ui(ui: &mut Ui, fault: Option<&Fault>) -> Ended {
    let action = fault.and_then(Fault::action);
    let remedy = action.and_then(|action| Some((action, remedy_of(action)?)));
    let mut ended = Ended::Stay;
    match remedy {
        Some((action, remedy)) if !matches!(remedy, Remedy::Retry) => {
            if parts::primary_button(ui, said::button(action), true).clicked() {
                ended = Ended::Wish(TabWish::Remedy(remedy));
            }
            if parts::button(ui, w!("serial-connect-again")).clicked() {
                ended = Ended::Again;
            }
        }
        _ => {
            if parts::primary_button(ui, w!("serial-connect-again"), true).clicked() {
                ended = Ended::Again;
            }
        }
    }
    ended
}

/// Nobody has logged in to this PC yet, or the question was put away.
fn no_login_ui(ui: &Ui, around: &Around<'_>) -> Option<TabWish> {
    let mut wish = None;
    let id = around.part("serial login");
    parts::floating(ui, id, Align2::CENTER_CENTER, |ui| {
        ui.set_width(size::FAULT.min(ui.available_width()));
        let palette = Palette::of(ui);
        let title = (icon::SERIAL, palette.ctl);
        parts::strip_title(ui, title, w!("serial-the-console-is-not"));
        let text = t!("serial-it-opens-as-soon", name = around.name.to_string());
        ui.label(RichText::new(text).color(palette.t2));
        ui.add_space(space::S);
        if parts::primary_button(ui, w!("serial-connect"), true).clicked() {
            wish = Some(TabWish::Remedy(Remedy::Retry));
        }
    });
    wish
}

/// What is being waited for.
fn words(stage: SerialStage) -> &'static str {
    match stage {
        SerialStage::Connecting => w!("serial-connecting"),
        SerialStage::Starting => w!("serial-waiting-for-intel-amt"),
        SerialStage::LoggingIn => w!("serial-logging-in"),
        SerialStage::Opening | SerialStage::Open => w!("serial-opening-the-serial-port"),
    }
}

/// Width of the explanation of silence.
const SILENCE_PT: f32 = 460.0;
/// Width of the paste card.
const PASTE_PT: f32 = 220.0;
