//! The question before the window closes while something of ours is open on PCs.

use eframe::egui::{Context, Id, RichText, Ui, ViewportCommand};

use super::app::App;
use super::language::t;
use super::parts;
use super::theme::{self, Palette, font_size, icon, size, space};

/// What closing the window would end.
#[derive(Debug)]
pub(crate) struct Quit {
    /// PCs by name, and whether an image is lent to them.
    pcs: Vec<(String, bool)>,
}

/// What was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Quit,
    Stay,
}

impl App {
    /// Holds the window open once where PCs are open, and asks. Who asks for its end again means it,
    /// unless a PC would lose a disk.
    pub(super) fn hear_close(&mut self, ctx: &Context) {
        if self.quits || !ctx.input(|input| input.viewport().close_requested()) {
            return;
        }
        let open = |session: &super::session::Session| {
            let is_open = session.has_sessions() || session.lends();
            is_open.then(|| (session.name().to_owned(), session.lends()))
        };
        let sessions = self.tabs.sessions_mut();
        let pcs: Vec<_> = sessions.filter_map(|(_, s)| open(s)).collect();
        let is_meant = self.quit.is_some() && !pcs.iter().any(|(_, lends)| *lends);
        if !pcs.is_empty() && !is_meant {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.quit = Some(Quit { pcs });
        }
    }

    /// Draws the question where it is asked.
    pub(super) fn quit_ui(&mut self, ui: &Ui) {
        let Some(answer) = self.quit.as_ref().and_then(|quit| quit.ui(ui)) else {
            return;
        };
        self.quit = None;
        if answer == Answer::Quit {
            self.quits = true;
            ui.ctx().send_viewport_cmd(ViewportCommand::Close);
        }
    }
}

impl Quit {
    fn ui(&self, ui: &Ui) -> Option<Answer> {
        let mut answer = None;
        let closes = parts::sheet(ui, Id::unique("quit"), size::FAULT, |ui| {
            let palette = Palette::of(ui);
            let title = RichText::new(t!("quit-title", count = self.pcs.len()))
                .font(theme::strong(font_size::HEADING))
                .color(palette.t1);
            ui.label(title);
            ui.label(RichText::new(t!("quit-about")).color(palette.t2));
            ui.add_space(space::S);
            for (name, lends) in &self.pcs {
                let (glyph, color, text) = match lends {
                    true => {
                        let text = t!("close-lends", name = name.as_str());
                        (icon::WARNING, palette.warn, text)
                    }
                    false => (icon::SCREEN, palette.ctl, name.clone()),
                };
                parts::state_line(ui, glyph, color, RichText::new(text).color(palette.t1));
            }
            ui.add_space(space::S);
            ui.horizontal(|ui| {
                let stay = parts::button(ui, &t!("close-keep"));
                if stay.clicked() {
                    answer = Some(Answer::Stay);
                }
                parts::focus_at_first(ui, &stay);
                let label = t!("action-quit");
                let quits = match self.pcs.iter().any(|(_, lends)| *lends) {
                    true => parts::danger_button(ui, &label, true),
                    false => parts::primary_button(ui, &label, true),
                };
                if quits.clicked() {
                    answer = Some(Answer::Quit);
                }
            });
        });
        answer.or(closes.then_some(Answer::Stay))
    }
}
