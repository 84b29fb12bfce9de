//! "Boot from this image": what will happen, the steps as they happen, and how it ended.

use std::time::Duration;

use eframe::egui::text::LayoutJob;
use eframe::egui::{Align, Checkbox, FontSelection, Id, Label, RadioButton, RichText, Ui, vec2};

use super::consent::consent_ui;
use super::words::{
    about_text, facts_text, pc_warning_text, rate_text, size_text, stall_text, way_text,
};
use super::{fault_lines_ui, line_ui, title_ui};
use crate::session::Fault;
use crate::session::consent::{ConsentCommand, ConsentPhase, ConsentView};
use crate::session::flow::boot::BootStart;
use crate::session::flow::boot_image::{
    BootImageEnd, BootImageEvent, ImageStep, PcWarning, StepState,
};
use crate::session::flow::power::PowerAction;
use crate::session::ider::desk::BootWishes;
use crate::session::ider::{DiskImage, DriveStatus, Stall, StartEstimate, Until};
use crate::ui::language::{t, w};
use crate::ui::page::Around;
use crate::ui::parts;
use crate::ui::theme::{self, Palette, icon, space};

/// How far an attempt is.
#[derive(Debug, Default)]
pub(super) struct BootState {
    /// Steps that have begun, with their last state.
    steps: Vec<(ImageStep, StepState)>,
    is_running: bool,
    /// Where consent stands, while it is asked for.
    pub(super) consent: Option<ConsentView>,
    pub(super) code: String,
    /// What makes this PC slower or riskier than others.
    warnings: Vec<PcWarning>,
    /// The loader seemed to wait for a key.
    loader_waits: bool,
    /// The PC has started, so many seconds after its reset.
    started_secs: Option<u64>,
    end: Option<Result<BootImageEnd, Fault>>,
    /// Whether to stop is being asked.
    asks_to_stop: bool,
    /// Ended by our wish, so that it is no news.
    is_stopping: bool,
}

/// How the next start is wanted.
#[derive(Debug, Default)]
pub(super) struct Choices {
    /// The PC's system is asked to restart.
    asks_system: bool,
    /// `None`: as the image is known to need it.
    press_key: Option<bool>,
    /// The image goes by itself when it is not read any more.
    leaves: bool,
}

/// What the card asks for.
#[derive(Debug)]
pub(super) enum BootWish {
    Boot(BootWishes),
    Consent(ConsentCommand),
    /// Enter, on the PC.
    PressEnter,
    ShowScreen,
    Stop,
}

/// What the card shows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject<'a> {
    /// The image that the PC would start from.
    pub(super) image: &'a DiskImage,
    /// What a start reads of it, if its files are known.
    pub(super) estimate: Option<StartEstimate>,
    /// Nothing is lent without a start.
    pub(super) is_free: bool,
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
            BootImageEvent::Warning(warning) => self.warnings.push(warning),
            BootImageEvent::KeyWanted { .. } => self.loader_waits = true,
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
        self.asks_to_stop = false;
    }
}

/// Draws the card. `disk` is what was read so far of the image that the PC starts from.
pub(super) fn boot_ui(
    ui: &mut Ui,
    around: &Around<'_>,
    state: &mut BootState,
    choices: &mut Choices,
    subject: Option<Subject<'_>>,
    disk: Option<&DriveStatus>,
) -> Option<BootWish> {
    let palette = Palette::of(ui);
    let title = t!("boot-boot-from-this-image", name = around.name.to_string());
    title_ui(ui, &title);
    if state.is_running {
        return running_ui(ui, around, state, disk);
    }
    ended_ui(ui, state);
    let Some(subject) = subject else {
        ui.label(RichText::new(w!("boot-choose-an-image-first")).color(palette.t2));
        return None;
    };
    let Subject { image, is_free, .. } = subject;
    let can = image.facts.boot.is_possible();
    if state.end.is_none() {
        before_ui(ui, around, subject);
    }
    if can {
        start_ui(ui, around, choices, subject.estimate);
    } else {
        let text = w!("boot-this-image-cannot-start");
        line_ui(ui, icon::FAILED, palette.danger, text);
    }
    let label = match state.end {
        Some(Err(_)) => w!("boot-try-again"),
        _ => w!("boot-boot-from-this-image-named"),
    };
    let mut wish = None;
    ui.add_space(space::XS);
    if parts::primary_button(ui, label, can && is_free).clicked() {
        *state = BootState {
            is_running: true,
            ..BootState::default()
        };
        wish = Some(BootWish::Boot(choices.wishes(subject.estimate)));
    }
    if can && !is_free {
        let text = w!("boot-end-what-is-lent");
        ui.label(RichText::new(text).color(palette.t2));
    }
    wish
}

/// How the attempt before ended.
fn ended_ui(ui: &mut Ui, state: &BootState) {
    let palette = Palette::of(ui);
    match &state.end {
        Some(Err(fault)) => fault_lines_ui(ui, fault),
        Some(Ok(_)) => {
            let text = match state.started_secs {
                Some(secs) => t!("boot-started-in", time = time_text(secs)),
                None => w!("boot-stopped-before-the-pc").to_owned(),
            };
            line_ui(ui, icon::GOOD, palette.ok, text);
            ui.label(w!("boot-boot-settings-are-back"));
        }
        None => {}
    }
}

/// What the image is, how long a start takes, and what will happen.
fn before_ui(ui: &mut Ui, around: &Around<'_>, subject: Subject<'_>) {
    let palette = Palette::of(ui);
    let image = subject.image;
    let facts = format!("{} · {}", image.name, facts_text(&image.facts));
    ui.label(RichText::new(facts).color(palette.t1));
    if let Some(estimate) = subject.estimate {
        let bytes = size_text(estimate.bytes());
        let time = around.round_trip.map(|trip| (trip, estimate.time(trip)));
        let text = match time {
            Some((trip, time)) => t!(
                "boot-a-start-takes",
                bytes = bytes.clone(),
                time = about_text(time),
                trip = way_text(trip)
            ),
            None => t!("boot-a-start-reads-about", bytes = bytes.to_string()),
        };
        ui.label(RichText::new(text).color(palette.t2));
        if time.is_some_and(|(_, time)| time > LONG) {
            let text = w!("boot-that-is-slow-a");
            line_ui(ui, icon::WARNING, palette.warn, text);
        }
    }
    let info = around.pc.and_then(|pc| pc.info.as_ref());
    if let Some(warning) = info.and_then(|(info, _)| PcWarning::wireless(&info.network)) {
        line_ui(ui, icon::WARNING, palette.warn, pc_warning_text(warning));
    }
    let steps = [
        w!("boot-consent-if-the-pc"),
        w!("boot-lend-the-image-with"),
        w!("boot-restart-once-from-it"),
        w!("boot-put-the-boot-settings"),
    ];
    ui.add_space(space::XS);
    for (number, text) in (1..).zip(steps) {
        ui.label(RichText::new(format!("{number}  {text}")).color(palette.t2));
    }
}

/// How the PC is to start, and what that costs.
fn start_ui(
    ui: &mut Ui,
    around: &Around<'_>,
    choices: &mut Choices,
    estimate: Option<StartEstimate>,
) {
    let palette = Palette::of(ui);
    let power = around.pc.and_then(|pc| pc.power.as_ref());
    let is_off = power.is_some_and(|power| power.is_off());
    if is_off {
        ui.label(RichText::new(w!("boot-the-pc-is-off")).color(palette.t2));
        choices.asks_system = false;
    } else {
        let can_ask = power.is_none_or(|power| power.allows(PowerAction::ResetGraceful));
        choices.asks_system &= can_ask;
        ui.horizontal_wrapped(|ui| {
            let now = RadioButton::new(!choices.asks_system, w!("boot-restart-now"));
            if ui.add(now).clicked() {
                choices.asks_system = false;
            }
            let ask = RadioButton::new(choices.asks_system, w!("boot-ask-its-system-first"));
            let tip = w!("boot-the-firmware-of-this");
            if ui
                .add_enabled(can_ask, ask)
                .on_disabled_hover_text(tip)
                .clicked()
            {
                choices.asks_system = true;
            }
        });
        if choices.asks_system {
            let text = w!("boot-its-system-saves-what");
            ui.label(RichText::new(text).color(palette.t2));
        } else {
            let text = match power {
                Some(_) => w!("boot-the-pc-is-on"),
                None => w!("boot-the-pc-restarts-at"),
            };
            line_ui(ui, icon::WARNING, palette.warn, text);
        }
    }
    let mut press = choices.presses(estimate);
    let text = w!("boot-press-enter-on-the");
    if ui.add(Checkbox::new(&mut press, text)).changed() {
        choices.press_key = Some(press);
    }
    let text = w!("boot-take-the-image-back");
    ui.add(Checkbox::new(&mut choices.leaves, text));
}

impl Choices {
    /// A key is pressed at the prompt of the loader: as chosen, or as the image is known to ask.
    fn presses(&self, estimate: Option<StartEstimate>) -> bool {
        let asks = estimate.is_some_and(|estimate| estimate.asks_for_key);
        self.press_key.unwrap_or(asks)
    }

    fn wishes(&self, estimate: Option<StartEstimate>) -> BootWishes {
        BootWishes {
            start: if self.asks_system {
                BootStart::AskSystem
            } else {
                BootStart::Whatever
            },
            press_key: self.presses(estimate),
            until: if self.leaves {
                Until::Idle
            } else {
                Until::Forever
            },
            ..BootWishes::default()
        }
    }
}

fn running_ui(
    ui: &mut Ui,
    around: &Around<'_>,
    state: &mut BootState,
    disk: Option<&DriveStatus>,
) -> Option<BootWish> {
    let palette = Palette::of(ui);
    for warning in &state.warnings {
        line_ui(ui, icon::WARNING, palette.warn, pc_warning_text(*warning));
    }
    steps_ui(ui, state);
    say_step(ui, state, disk);
    let mut wish = None;
    if let Some(secs) = state.started_secs {
        let text = t!("boot-started-stays", time = time_text(secs));
        line_ui(ui, icon::GOOD, palette.ok, text);
    } else if state.is_at(ImageStep::Load)
        && let Some(disk) = disk
    {
        wish = loading_ui(ui, around, state.loader_waits, disk);
    }
    wish = wish.or(consent_ui(ui, around, state));
    wish.or(stop_ui(ui, state))
}

/// Screen readers hear of each step, and of each quarter that was loaded.
fn say_step(ui: &Ui, state: &BootState, disk: Option<&DriveStatus>) {
    let mut steps = state.steps.iter().rev();
    let Some((step, _)) = steps.find(|(_, progress)| *progress == StepState::Begun) else {
        return;
    };
    let mut text = words(*step, StepState::Begun).to_owned();
    let share = disk
        .filter(|_| *step == ImageStep::Load)
        .and_then(share_of_start);
    let quarters = share.map(|share| (share * 4.0).floor() * 25.0);
    if let Some(percent) = quarters.filter(|percent| *percent > 0.0) {
        text.push_str(&format!(", {percent:.0} %"));
    }
    parts::announce(ui, Id::unique(("boot step", ui.scope_id())), &text);
}

/// What is done, side by side, and below it what is being done: that has to be in sight.
fn steps_ui(ui: &mut Ui, state: &BootState) {
    let palette = Palette::of(ui);
    // The loader has what it wanted, although the image stays.
    let now = |(step, progress): &(ImageStep, StepState)| match (step, state.started_secs) {
        (ImageStep::Load, Some(_)) => (*step, StepState::Done),
        _ => (*step, *progress),
    };
    let steps: Vec<_> = state.steps.iter().map(now).collect();
    let is_done = |progress| matches!(progress, StepState::Done | StepState::NotNeeded);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::M, space::XS);
        for (step, progress) in steps.iter().filter(|(_, progress)| is_done(*progress)) {
            let color = match progress {
                StepState::Done => palette.ok,
                _ => palette.t3,
            };
            let mut line = LayoutJob::default();
            let said = words(*step, *progress);
            let text = RichText::new(format!(" {said}")).color(palette.t2);
            for part in [theme::glyph(icon::GOOD).color(color), text] {
                part.append_to(&mut line, ui.style(), FontSelection::Default, Align::Center);
            }
            // Whole, in this line or the next.
            let label = ui.add(Label::new(line).extend());
            // Without the mark, which is a letter of its own font.
            ui.ctx()
                .accesskit_node_builder(label.id, |node| node.set_value(said));
        }
    });
    for (step, progress) in steps.iter().filter(|(_, progress)| !is_done(*progress)) {
        let (glyph, color) = match progress {
            StepState::Failed => (icon::FAILED, palette.danger),
            _ => (icon::WAITING, palette.accent),
        };
        line_ui(ui, glyph, color, words(*step, *progress));
    }
}

/// How far loading is, and what can be done where it stands still.
fn loading_ui(
    ui: &mut Ui,
    around: &Around<'_>,
    loader_waits: bool,
    disk: &DriveStatus,
) -> Option<BootWish> {
    let palette = Palette::of(ui);
    if disk.starting_since.is_none() {
        let text = match disk.resets {
            0 => w!("boot-the-pc-has-not"),
            _ => w!("boot-the-pc-has-been"),
        };
        ui.label(RichText::new(text).color(palette.t2));
        return None;
    }
    if let Some(file) = &disk.file {
        ui.label(RichText::new(&file.path).color(palette.t1));
    }
    if let Some(share) = share_of_start(disk) {
        parts::progress_bar(ui, share, w!("boot-loaded-of-what-a"));
    }
    ui.label(RichText::new(loading_text(disk)).color(palette.t2));
    if loader_waits {
        let text = match around.has_screen {
            true => w!("boot-the-loader-waits-enter"),
            false => w!("boot-the-loader-waits-press"),
        };
        ui.label(RichText::new(text).color(palette.t2));
    }
    let stall = disk.reading.stall?;
    line_ui(ui, icon::WARNING, palette.warn, stall_text(stall));
    if !matches!(stall, Stall::HostIdle(_)) || !around.has_screen {
        return None;
    }
    ui.horizontal(|ui| {
        if parts::button(ui, w!("boot-press-enter")).clicked() {
            return Some(BootWish::PressEnter);
        }
        let shows = parts::button(ui, w!("boot-show-screen")).clicked();
        shows.then_some(BootWish::ShowScreen)
    })
    .inner
}

/// Share of a start that was read, 0.0..=1.0; `None` where nobody knows how much that is.
fn share_of_start(disk: &DriveStatus) -> Option<f32> {
    let whole = disk.start_bytes?;
    let percent = u128::from(disk.reading.different_bytes) * 1000 / u128::from(whole.max(1));
    Some(f32::from(u16::try_from(percent).unwrap_or(u16::MAX).min(1000)) / 1000.0)
}

/// `1.1 GB of about 1.8 GB · 3.1 MB/s · about 4 min left`.
fn loading_text(disk: &DriveStatus) -> String {
    let reading = &disk.reading;
    let read = size_text(reading.different_bytes);
    let mut text = match disk.start_bytes {
        Some(whole) if reading.different_bytes < whole => {
            t!("boot-read-of", read = read, whole = size_text(whole))
        }
        _ => t!("boot-read", read = read),
    };
    text.push_str(&format!(" · {}", rate_text(reading.rate)));
    let left = disk
        .start_bytes
        .map(|whole| whole.saturating_sub(reading.different_bytes));
    // Nobody knows how long a PC that reads nothing takes.
    let left = left.filter(|left| *left > 0 && reading.stall.is_none());
    if let Some(time) = left.and_then(|left| reading.time_for(left)) {
        text.push_str(&format!(
            " · {}",
            t!("boot-time-left", time = about_text(time))
        ));
    }
    text
}

/// The way out. While the PC starts it needs its disk, so that is asked about.
fn stop_ui(ui: &mut Ui, state: &mut BootState) -> Option<BootWish> {
    let palette = Palette::of(ui);
    if state.is_stopping {
        ui.label(RichText::new(w!("boot-putting-everything-back")).color(palette.t2));
        return None;
    }
    if state.asks_to_stop {
        let text = w!("boot-the-pc-loses-the");
        line_ui(ui, icon::WARNING, palette.warn, text);
        return ui
            .horizontal(|ui| {
                let go_on = parts::button(ui, w!("boot-go-on"));
                if go_on.clicked() {
                    state.asks_to_stop = false;
                }
                parts::focus_at_first(ui, &go_on);
                let stops = parts::danger_button(ui, w!("boot-stop-and-put-everything"), true);
                if stops.clicked() {
                    state.is_stopping = true;
                    return Some(BootWish::Stop);
                }
                None
            })
            .inner;
    }
    let needs_disk = state.is_at(ImageStep::Load) || state.started_secs.is_some();
    let label = match (needs_disk, state.started_secs) {
        (false, _) => w!("boot-stop-and-put-everything"),
        (true, None) => w!("boot-stop"),
        (true, Some(_)) => w!("boot-eject"),
    };
    if parts::button(ui, label).clicked() {
        if needs_disk {
            state.asks_to_stop = true;
        } else {
            state.is_stopping = true;
            return Some(BootWish::Stop);
        }
    }
    None
}

impl BootState {
    /// This step has begun and goes on.
    fn is_at(&self, step: ImageStep) -> bool {
        self.steps.contains(&(step, StepState::Begun))
    }
}

/// `6 min 12 s`.
fn time_text(secs: u64) -> String {
    match secs {
        0..60 => t!("media-time-secs", secs = secs),
        _ => t!("media-time-min", minutes = secs / 60, secs = secs % 60),
    }
}

/// A start that takes longer than this is worth another thought.
const LONG: Duration = Duration::from_secs(3600);

/// A step in words, as it is.
fn words(step: ImageStep, state: StepState) -> &'static str {
    let is_done = !matches!(state, StepState::Begun | StepState::Failed);
    match (step, is_done) {
        (ImageStep::Check, false) => w!("boot-checking-the-image"),
        (ImageStep::Check, true) => w!("boot-image-checked"),
        (ImageStep::Connect, false) => w!("boot-connecting-to-intel-amt"),
        (ImageStep::Connect, true) => w!("boot-connected-to-intel-amt"),
        (ImageStep::Consent, false) => w!("boot-asking-for-consent"),
        (ImageStep::Consent, true) if matches!(state, StepState::NotNeeded) => {
            w!("boot-no-consent-is-needed")
        }
        (ImageStep::Consent, true) => w!("boot-consent-given"),
        (ImageStep::Enable, false) => w!("boot-switching-storage-redirection-on"),
        (ImageStep::Enable, true) => w!("boot-storage-redirection-is-on"),
        (ImageStep::Lend, false) => w!("boot-lending-the-image"),
        (ImageStep::Lend, true) => w!("boot-image-lent"),
        (ImageStep::Prepare, false) => w!("boot-setting-the-next-start"),
        (ImageStep::Prepare, true) => w!("boot-next-start-set-for"),
        (ImageStep::Restart, false) => w!("boot-restarting-the-pc"),
        (ImageStep::Restart, true) => w!("boot-restarted"),
        (ImageStep::Load, false) => w!("boot-loading"),
        (ImageStep::Load, true) => w!("boot-loaded"),
        (ImageStep::PutBack, false) => w!("boot-putting-everything-back"),
        (ImageStep::PutBack, true) => w!("boot-everything-is-as-it"),
    }
}
