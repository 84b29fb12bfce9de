//! What is being waited for while a session opens.

use eframe::egui::accesskit::Live;
use eframe::egui::{Align, Layout, RichText, Ui};

use super::findings::findings_ui;
use super::language::t;
use super::parts;
use super::theme::{self, Palette, font_size, icon, size, space};
use crate::session::Stage;
use crate::session::flow::probe::Probe;

/// A wait shorter than this is not worth a word.
pub(crate) const SILENT_SECS: f64 = 0.3;

/// From here on the wait shows its length.
const COUNTED_SECS: f64 = 5.0;

/// What each stage of opening is called, in their order, and whether only Intel AMT has it.
fn stages() -> [(Stage, String, bool); 6] {
    [
        (Stage::Resolving, t!("progress-name"), false),
        (Stage::Connecting, t!("progress-connection"), false),
        (Stage::Starting, t!("progress-session"), true),
        (Stage::LoggingIn, t!("progress-login"), true),
        (Stage::OpeningScreen, t!("progress-screen"), false),
        (Stage::AwaitingPicture, t!("progress-picture"), false),
    ]
}

/// What is known about the wait.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wait<'a> {
    pub(crate) name: &'a str,
    pub(crate) address: &'a str,
    pub(crate) user: &'a str,
    /// The PC has Intel AMT; otherwise it is a VNC server.
    pub(crate) is_amt: bool,
    pub(crate) stage: Stage,
    /// How long it has lasted.
    pub(crate) secs: f64,
    /// What answers at the address, where that is known.
    pub(crate) probe: Option<&'a Probe>,
}

/// Draws the card; true when it is to be given up.
pub(crate) fn progress_ui(ui: &mut Ui, wait: Wait<'_>) -> bool {
    parts::centred_card(ui, "progress", size::FAULT, |ui| {
        let palette = Palette::of(ui);
        ui.horizontal(|ui| {
            let title = RichText::new(t!("progress-title", name = wait.name))
                .font(theme::strong(font_size::HEADING))
                .color(palette.t1);
            ui.label(title);
            if wait.secs >= COUNTED_SECS {
                let secs = RichText::new(format!("{:.0} s", wait.secs.floor()))
                    .font(theme::mono(font_size::NUMBER))
                    .color(palette.t3);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.label(secs));
            }
        });
        ui.add_space(space::XS);
        for (stage, name, only_amt) in stages() {
            if wait.is_amt || !only_amt {
                line_ui(ui, stage, &name, &wait);
            }
        }
        if let Some(probe) = wait.probe {
            ui.separator();
            findings_ui(ui, probe);
        }
        ui.add_space(space::S);
        ui.horizontal(|ui| {
            let right = Layout::right_to_left(Align::Center);
            ui.with_layout(right, |ui| parts::button(ui, &t!("cancel")).clicked())
                .inner
        })
        .inner
    })
}

fn line_ui(ui: &mut Ui, stage: Stage, name: &str, wait: &Wait<'_>) {
    let palette = Palette::of(ui);
    // Encrypting is part of the connection here: a plain one has no line for it to be ticked off.
    let now = match wait.stage {
        Stage::Securing => Stage::Connecting,
        stage => stage,
    };
    let encrypting = t!("progress-encrypting");
    let value = match stage {
        Stage::Connecting if wait.stage == Stage::Securing => &encrypting,
        Stage::Connecting => wait.address,
        Stage::LoggingIn => wait.user,
        _ => "",
    };
    ui.horizontal(|ui| {
        ui.set_height(size::row(ui));
        let waiting = stage == now;
        if waiting {
            parts::ring(ui, palette.accent);
        } else {
            let (glyph, color) = if stage < now {
                (icon::GOOD, palette.ok)
            } else {
                (icon::LATER, palette.ctl)
            };
            ui.label(theme::glyph(glyph).color(color));
        }
        let color = if stage <= now { palette.t1 } else { palette.t3 };
        let label = ui.scope(|ui| {
            ui.set_width(96.0);
            ui.label(RichText::new(name).color(color))
        });
        if waiting {
            ui.ctx().accesskit_node_builder(label.inner.id, |node| {
                node.set_live(Live::Polite);
            });
        }
        ui.label(RichText::new(value).color(palette.t3));
    });
}
