//! What is being done to a PC, step by step: ticked off while it happens.

use eframe::egui::accesskit::Live;
use eframe::egui::{Align, Layout, RichText, Spinner, Ui};

use super::language::t;
use super::parts;
use super::theme::{self, Palette, font_size, icon, size, space};
use crate::session::Feature;
use crate::session::flow::boot::{BootStep, BootTarget};
use crate::session::flow::enable::EnableStep;
use crate::session::flow::power::{PowerAction, PowerStep};
use crate::session::pc::{Deed, LogKind, Step};

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
            Step::Checked(told) => told.check.title().to_owned(),
            Step::Facts(part) => format!("Reading, {} is known", part.name()),
            Step::Log(done, of) => format!("{done} of {of} records"),
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
            Deed::Diagnose(_) => "Finding out what is wrong",
            Deed::ReadFacts => "Reading what the PC tells about itself",
            Deed::ReadSwitches => "Reading what is switched on",
            Deed::ReadDisplays => "Reading which displays there are",
            Deed::ShowDisplay(_) => "Showing another display",
            Deed::BackToBack(_) => "Changing how pictures are sent",
            Deed::ReadLog(LogKind::Events) => "Reading the event log",
            Deed::ReadLog(LogKind::Audit) => "Reading the audit log",
            Deed::Switch { feature, on } => match (feature, on) {
                (Feature::Screen, true) => "Enabling the screen",
                (Feature::Serial, true) => "Enabling serial",
                (Feature::Media, true) => "Enabling media",
                (Feature::Screen, false) => "Switching the screen off in Intel AMT",
                (Feature::Serial, false) => "Switching serial off in Intel AMT",
                (Feature::Media, false) => "Switching media off in Intel AMT",
            },
            Deed::Power { action, .. } => doing(action),
            Deed::Boot { plan, .. } => match plan.target {
                BootTarget::Normal => "Starting as set up",
                BootTarget::Disk => "Starting from disk",
                BootTarget::Pxe => "Starting from the network",
                BootTarget::Cd => "Starting from CD",
                BootTarget::BiosSetup => "Starting into BIOS setup",
                BootTarget::Lent(_) => "Starting from the lent image",
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
            ui.set_height(size::ROW);
            if place == last {
                ui.add(Spinner::new().size(size::ICON).color(palette.accent));
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

const fn switch_line(step: EnableStep) -> &'static str {
    match step {
        EnableStep::Reading => "Reading what is switched on",
        EnableStep::SwitchingRedirection => "Switching serial and media",
        EnableStep::SwitchingScreen => "Switching the screen",
        EnableStep::SwitchingListener => "Switching the redirection ports",
        EnableStep::Checking => "Checking what has become of it",
    }
}

/// `None` for what is no step of its own to a person.
fn power_line(step: &PowerStep) -> Option<String> {
    Some(match step {
        PowerStep::Found(_) => return None,
        PowerStep::ClosingSessions => "Closing the screen".to_owned(),
        PowerStep::Requesting(action) => doing(*action).to_owned(),
        PowerStep::WaitingForDevice => "Waiting for Intel AMT to be ready".to_owned(),
        PowerStep::Accepted => "Waiting for the PC to follow".to_owned(),
        PowerStep::AnswerLost => "The answer was lost, looking at the state".to_owned(),
        PowerStep::Changed(status) => format!("The PC is {status}"),
        PowerStep::ReopeningSessions => "Opening the screen again".to_owned(),
    })
}

const fn boot_line(step: &BootStep) -> &'static str {
    match step {
        BootStep::Checking => "Checking abilities and consent",
        BootStep::Clearing => "Taking old boot settings away",
        BootStep::SettingOptions => "Setting the boot options",
        BootStep::SettingSource => "Setting the boot source",
        BootStep::Power(_) => "Switching the PC",
        BootStep::PuttingBack => "Putting the boot settings back",
    }
}

const fn doing(action: PowerAction) -> &'static str {
    match action {
        PowerAction::On => "Turning on",
        PowerAction::Off => "Turning off",
        PowerAction::Cycle => "Turning off and on again",
        PowerAction::Reset => "Restarting",
        PowerAction::OffGraceful => "Asking the system to shut down",
        PowerAction::ResetGraceful => "Asking the system to restart",
        PowerAction::Sleep => "Asking the system to sleep",
        PowerAction::Hibernate => "Asking the system to hibernate",
        PowerAction::Nmi => "Sending a diagnostic interrupt",
    }
}
