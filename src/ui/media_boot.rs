//! "Boot from this image": what will happen, the steps as they happen, and how it ended.

use eframe::egui::{Key, RichText, TextEdit, Ui, vec2};

use super::media::{fault_lines_ui, heading};
use super::page::Around;
use super::parts;
use super::theme::{Palette, icon, size};
use crate::session::Fault;
use crate::session::consent::{ConsentCode, ConsentCommand, ConsentPhase, ConsentView};
use crate::session::flow::boot_image::{BootImageEnd, BootImageEvent, ImageStep, StepState};
use crate::session::ider::DiskImage;

/// How far an attempt is.
#[derive(Debug, Default)]
pub(super) struct BootState {
    /// Steps that have begun, with their last state.
    steps: Vec<(ImageStep, StepState)>,
    is_running: bool,
    /// Where consent stands, while it is asked for.
    consent: Option<ConsentView>,
    code: String,
    /// The PC has started, so many seconds after its restart.
    started_secs: Option<u64>,
    end: Option<Result<BootImageEnd, Fault>>,
    /// Ended by our wish, so that it is no news.
    is_stopping: bool,
}

/// What the card asks for.
#[derive(Debug)]
pub(super) enum BootWish {
    Boot,
    Consent(ConsentCommand),
    Stop,
}

impl BootState {
    pub(super) const fn is_running(&self) -> bool {
        self.is_running
    }

    pub(super) const fn has_started(&self) -> bool {
        self.is_running && self.started_secs.is_some()
    }

    /// Another image, another attempt.
    pub(super) fn forget_end(&mut self) {
        if !self.is_running {
            *self = Self::default();
        }
    }

    pub(super) fn take(&mut self, event: BootImageEvent) {
        match event {
            BootImageEvent::Step(step, state) => {
                self.is_running = true;
                match self.steps.iter_mut().find(|(known, _)| *known == step) {
                    Some((_, known)) => *known = state,
                    None => self.steps.push((step, state)),
                }
                if step == ImageStep::Consent && state != StepState::Begun {
                    self.consent = None;
                    self.code.clear();
                }
            }
            BootImageEvent::Consent(view) => {
                if matches!(view.phase, ConsentPhase::CodeWanted { was_wrong: true }) {
                    self.code.clear();
                }
                self.consent = Some(view);
            }
            BootImageEvent::Started { after } => self.started_secs = Some(after.as_secs()),
            _ => {}
        }
    }

    pub(super) fn end(&mut self, end: Result<BootImageEnd, Fault>) {
        self.consent = None;
        self.code.clear();
        // What was only lent has no steps; its failure is worth a word all the same.
        if self.is_running || end.is_err() {
            self.end = Some(end);
        }
        self.is_running = false;
        self.is_stopping = false;
    }
}

/// Draws the card; `is_free`: nothing is lent without a start.
pub(super) fn boot_ui(
    ui: &mut Ui,
    around: &Around<'_>,
    state: &mut BootState,
    image: Option<&DiskImage>,
    is_free: bool,
) -> Option<BootWish> {
    let palette = Palette::of(ui);
    let title = format!("Boot {} from this image", around.name);
    ui.label(heading(&title, palette.t1));
    if state.is_running {
        return running_ui(ui, around, state);
    }
    let mut wish = None;
    match &state.end {
        Some(Err(fault)) => fault_lines_ui(ui, fault),
        Some(Ok(_)) => {
            let text = match state.started_secs {
                Some(secs) => format!("Started from the image in {secs} s"),
                None => "Stopped before the PC had started".to_owned(),
            };
            parts::state_line(ui, icon::GOOD, palette.ok, text);
            ui.label("Boot settings are back as they were, the image is taken back.");
        }
        None => {}
    }
    let Some(image) = image else {
        ui.label(RichText::new("Choose an image first").color(palette.t2));
        return None;
    };
    let can = image.facts.boot.is_possible();
    if state.end.is_none() {
        for (number, text) in [
            "Consent, if the PC wants its user's",
            "Lend the image, with storage redirection switched on",
            "Restart once from it",
            "Put the boot settings back",
        ]
        .iter()
        .enumerate()
        {
            ui.label(RichText::new(format!("{}  {text}", number + 1)).color(palette.t2));
        }
    }
    if can {
        let text = "The PC restarts at once, or is turned on; unsaved work on it is lost";
        parts::state_line(ui, icon::WARNING, palette.warn, text);
    } else {
        let text = "This image cannot start a PC, choose an installation image";
        parts::state_line(ui, icon::FAILED, palette.danger, text);
    }
    let label = match state.end {
        Some(Err(_)) => "Try again",
        _ => "Boot from this image",
    };
    if parts::primary_button(ui, label, can && is_free).clicked() {
        *state = BootState {
            is_running: true,
            ..BootState::default()
        };
        wish = Some(BootWish::Boot);
    }
    if can && !is_free {
        let text = "End what is lent first";
        ui.label(RichText::new(text).color(palette.t2));
    }
    wish
}

fn running_ui(ui: &mut Ui, around: &Around<'_>, state: &mut BootState) -> Option<BootWish> {
    let palette = Palette::of(ui);
    for (step, progress) in &state.steps {
        // The loader has what it wanted, although the image stays.
        let progress = match (step, state.started_secs) {
            (ImageStep::Load, Some(_)) => &StepState::Done,
            _ => progress,
        };
        let (glyph, color) = match progress {
            StepState::Begun => (icon::WAITING, palette.accent),
            StepState::Done => (icon::GOOD, palette.ok),
            StepState::NotNeeded => (icon::GOOD, palette.t3),
            StepState::Failed => (icon::FAILED, palette.danger),
        };
        parts::state_line(ui, glyph, color, words(*step, *progress));
    }
    if let Some(secs) = state.started_secs {
        let text = format!("Started from the image in {secs} s, it stays until you end it");
        parts::state_line(ui, icon::GOOD, palette.ok, text);
    }
    let mut wish = consent_ui(ui, around, state);
    if state.is_stopping {
        ui.label(RichText::new("Putting everything back").color(palette.t2));
    } else if parts::button(ui, "Stop and put everything back").clicked() {
        state.is_stopping = true;
        wish = Some(BootWish::Stop);
    }
    wish
}

/// The question for the six digits, while the PC shows them.
fn consent_ui(ui: &mut Ui, around: &Around<'_>, state: &mut BootState) -> Option<BootWish> {
    let view = state.consent.as_ref()?;
    let palette = Palette::of(ui);
    let wish = |command| Some(BootWish::Consent(command));
    match &view.phase {
        ConsentPhase::CodeWanted { was_wrong } => {
            let ask = "Read me the six digits in the box on your screen";
            if *was_wrong {
                let tries = match view.tries_left {
                    1 => "1 try left".to_owned(),
                    tries => format!("{tries} tries left"),
                };
                let text = format!("Wrong code, {tries}");
                parts::state_line(ui, icon::FAILED, palette.danger, text);
            }
            let label = ui.label(ask);
            let field = TextEdit::singleline(&mut state.code)
                .id(around.part("boot consent"))
                .hint_text("six digits")
                .min_size(vec2(0.0, size::PRIMARY))
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
            ui.label("The PC must be on to show its code");
            let clicked = parts::button(ui, "Turn on and ask").clicked();
            clicked.then_some(BootWish::Consent(ConsentCommand::TurnOn))
        }
        ConsentPhase::Failed(fault) => {
            fault_lines_ui(ui, &Fault::from(fault.clone()));
            let clicked = parts::button(ui, "Show a new code").clicked();
            clicked.then_some(BootWish::Consent(ConsentCommand::NewCode))
        }
        ConsentPhase::Refused { .. } => {
            ui.label("The PC does not show a code");
            let clicked = parts::button(ui, "Ask again").clicked();
            clicked.then_some(BootWish::Consent(ConsentCommand::NewCode))
        }
        _ => None,
    }
}

/// A step in words, as it is.
const fn words(step: ImageStep, state: StepState) -> &'static str {
    let is_done = !matches!(state, StepState::Begun | StepState::Failed);
    match (step, is_done) {
        (ImageStep::Check, false) => "Checking the image",
        (ImageStep::Check, true) => "Image checked",
        (ImageStep::Connect, false) => "Connecting to Intel AMT",
        (ImageStep::Connect, true) => "Connected to Intel AMT",
        (ImageStep::Consent, false) => "Asking for consent",
        (ImageStep::Consent, true) if matches!(state, StepState::NotNeeded) => {
            "No consent is needed"
        }
        (ImageStep::Consent, true) => "Consent given",
        (ImageStep::Enable, false) => "Switching storage redirection on",
        (ImageStep::Enable, true) => "Storage redirection is on",
        (ImageStep::Lend, false) => "Lending the image",
        (ImageStep::Lend, true) => "Image lent",
        (ImageStep::Prepare, false) => "Setting the next start",
        (ImageStep::Prepare, true) => "Next start set, for once",
        (ImageStep::Restart, false) => "Restarting the PC",
        (ImageStep::Restart, true) => "Restarted",
        (ImageStep::Load, false) => "Loading",
        (ImageStep::Load, true) => "Loaded",
        (ImageStep::PutBack, false) => "Putting everything back",
        (ImageStep::PutBack, true) => "Everything is as it was",
    }
}
