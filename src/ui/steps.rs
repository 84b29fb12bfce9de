//! What is being done to a PC, step by step: ticked off while it happens.

use eframe::egui::accesskit::Live;
use eframe::egui::{Align, Layout, RichText, Ui};

use super::language::{t, w};
use super::parts;
use super::theme::{self, Palette, font_size, icon, size, space};
use crate::session::Feature;
use crate::session::flow::boot::{BootStep, BootTarget};
use crate::session::flow::enable::EnableStep;
use crate::session::flow::power::{PowerAction, PowerStep};
use crate::session::pc::{Deed, LogKind, Step};
use crate::ui::said::said;

/// A deed and how far it is.
#[derive(Debug)]
pub(crate) struct Steps {
    deed: Deed,
    /// In words, the last one under way.
    lines: Vec<String>,
    /// When it began, in seconds of egui's clock.
    since: f64,
}

/// Lines that are shown; the first ones go when there are more.
const LINES: usize = 6;

impl Steps {
    pub(crate) const fn new(deed: Deed, since: f64) -> Self {
        Self {
            deed,
            lines: Vec::new(),
            since,
        }
    }

    /// It is more than reading.
    pub(crate) const fn changes_the_pc(&self) -> bool {
        matches!(
            self.deed,
            Deed::Switch { .. } | Deed::Power { .. } | Deed::Boot { .. }
        )
    }

    /// Takes a report.
    pub(crate) fn take(&mut self, step: Step) {
        let line = match step {
            Step::Checked(told) => said(told.check.title()),
            Step::Facts(part) => t!("steps-reading", part = said(part.name())),
            Step::Log(done, of) => t!("steps-of-records", done = done, of = of),
            Step::Switch(step) => switch_line(step).to_owned(),
            Step::Power(step) | Step::Boot(BootStep::Power(step)) => match power_line(&step) {
                Some(line) => line,
                None => return,
            },
            Step::Boot(step) => boot_line(&step).to_owned(),
        };
        // Counts replace each other, steps follow each other.
        if matches!(self.deed, Deed::ReadFacts | Deed::ReadLog(_)) {
            self.lines.clear();
        }
        if self.lines.last() != Some(&line) {
            self.lines.push(line);
        }
        if self.lines.len() > LINES {
            self.lines.remove(0);
        }
    }

    /// What is being done, as a title.
    pub(crate) fn title(&self) -> &'static str {
        match self.deed {
            Deed::Diagnose(_) => w!("steps-finding-out-what-is"),
            Deed::ReadFacts => w!("steps-reading-what-the-pc"),
            Deed::ReadSwitches => w!("steps-reading-what-is-switched"),
            Deed::ReadDisplays => w!("steps-reading-which-displays-there"),
            Deed::ShowDisplay(_) => w!("steps-showing-another-display"),
            Deed::BackToBack(_) => w!("steps-changing-how-pictures-are"),
            Deed::ReadLog(LogKind::Events) => w!("steps-reading-the-event-log"),
            Deed::ReadLog(LogKind::Audit) => w!("steps-reading-the-audit-log"),
            Deed::Switch { feature, on } => match (feature, on) {
                (Feature::Screen, true) => w!("steps-enabling-the-screen"),
                (Feature::Serial, true) => w!("steps-enabling-serial"),
                (Feature::Media, true) => w!("steps-enabling-media"),
                (Feature::Screen, false) => w!("steps-switching-the-screen-off"),
                (Feature::Serial, false) => w!("steps-switching-serial-off-in"),
                (Feature::Media, false) => w!("steps-switching-media-off-in"),
            },
            Deed::Power { action, .. } => doing(action),
            Deed::Boot { plan, .. } => match plan.target {
                BootTarget::Normal => w!("steps-starting-as-set-up"),
                BootTarget::Disk => w!("steps-starting-from-disk"),
                BootTarget::Pxe => w!("steps-starting-from-the-network"),
                BootTarget::Cd => w!("steps-starting-from-cd"),
                BootTarget::BiosSetup => w!("steps-starting-into-bios-setup"),
                BootTarget::Lent(_) => w!("steps-starting-from-the-lent"),
            },
        }
    }

    /// The latest line.
    pub(crate) fn latest(&self) -> Option<&str> {
        self.lines.last().map(String::as_str)
    }
}

/// Draws the card of what is being done; true when it is to be stopped.
pub(crate) fn steps_ui(ui: &mut Ui, steps: &Steps, now: f64) -> bool {
    let palette = Palette::of(ui);
    ui.horizontal(|ui| {
        let title = RichText::new(steps.title())
            .font(theme::strong(font_size::HEADING))
            .color(palette.t1);
        ui.label(title);
        let secs = RichText::new(format!("{:.0} s", (now - steps.since).max(0.0).floor()))
            .font(theme::mono(font_size::NUMBER))
            .color(palette.t3);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.label(secs));
    });
    ui.ctx()
        .request_repaint_after(std::time::Duration::from_millis(500));
    ui.add_space(space::XS);
    let last = steps.lines.len().saturating_sub(1);
    for (place, line) in steps.lines.iter().enumerate() {
        ui.horizontal(|ui| {
            ui.set_height(size::row(ui));
            if place == last {
                parts::ring(ui, palette.accent);
            } else {
                ui.label(theme::glyph(icon::GOOD).color(palette.ok));
            }
            let label = ui.label(RichText::new(line).color(palette.t1));
            if place == last {
                ui.ctx().accesskit_node_builder(label.id, |node| {
                    node.set_live(Live::Polite);
                });
            }
        });
    }
    ui.add_space(space::S);
    ui.horizontal(|ui| {
        let right = Layout::right_to_left(Align::Center);
        ui.with_layout(right, |ui| parts::button(ui, &t!("steps-stop")).clicked())
            .inner
    })
    .inner
}

fn switch_line(step: EnableStep) -> &'static str {
    match step {
        EnableStep::Reading => w!("steps-reading-what-is-switched"),
        EnableStep::SwitchingRedirection => w!("steps-switching-serial-and-media"),
        EnableStep::SwitchingScreen => w!("steps-switching-the-screen"),
        EnableStep::SwitchingListener => w!("steps-switching-the-redirection-ports"),
        EnableStep::Checking => w!("steps-checking-what-has-become"),
    }
}

/// `None` for what is no step of its own to a person.
fn power_line(step: &PowerStep) -> Option<String> {
    Some(match step {
        PowerStep::Found(_) => return None,
        PowerStep::ClosingSessions => w!("steps-closing-the-screen").to_owned(),
        PowerStep::Requesting(action) => doing(*action).to_owned(),
        PowerStep::WaitingForDevice => w!("steps-waiting-for-intel-amt").to_owned(),
        PowerStep::Accepted => w!("steps-waiting-for-the-pc").to_owned(),
        PowerStep::AnswerLost => w!("steps-the-answer-was-lost").to_owned(),
        PowerStep::Changed(status) => t!("steps-the-pc-is", state = said(&status.to_string())),
        PowerStep::ReopeningSessions => w!("steps-opening-the-screen-again").to_owned(),
    })
}

fn boot_line(step: &BootStep) -> &'static str {
    match step {
        BootStep::Checking => w!("steps-checking-abilities-and-consent"),
        BootStep::Clearing => w!("steps-taking-old-boot-settings"),
        BootStep::SettingOptions => w!("steps-setting-the-boot-options"),
        BootStep::SettingSource => w!("steps-setting-the-boot-source"),
        BootStep::Power(_) => w!("steps-switching-the-pc"),
        BootStep::PuttingBack => w!("steps-putting-the-boot-settings"),
    }
}

fn doing(action: PowerAction) -> &'static str {
    match action {
        PowerAction::On => w!("steps-turning-on"),
        PowerAction::Off => w!("steps-turning-off"),
        PowerAction::Cycle => w!("steps-turning-off-and-on"),
        PowerAction::Reset => w!("steps-restarting"),
        PowerAction::OffGraceful => w!("steps-asking-the-system-to"),
        PowerAction::ResetGraceful => w!("steps-asking-the-system-to-restart"),
        PowerAction::Sleep => w!("steps-asking-the-system-to-sleep"),
        PowerAction::Hibernate => w!("steps-asking-the-system-to-hibernate"),
        PowerAction::Nmi => w!("steps-sending-a-diagnostic-interrupt"),
    }
}
