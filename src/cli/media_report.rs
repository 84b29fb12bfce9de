//! What `outband media` says: a line on a terminal, milestones in pipes, JSON lines for scripts.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use indicatif::ProgressBar;
use serde::Serialize;

use super::print::Printer;
use crate::session::Fault;
use crate::session::consent::{ConsentPhase, ConsentView};
use crate::session::flow::boot_image::{ImageStep, PcWarning, StepState};
use crate::session::ider::words::{
    about_text, drive_name, facts_text, kind_name, pc_warning_name, pc_warning_text, rate_text,
    size_text, stall_name, stall_text, warning_name, warning_text, way_text,
};
use crate::session::ider::{
    DiskImage, Drive, DriveStatus, EMPTY_FLOPPY, ImageLocation, MediaEvent, MediaStage, MediaStatus,
};

/// Tells what happens to lent disks.
pub(super) struct MediaReport {
    print: Printer,
    bar: ProgressBar,
    /// When the progress was printed last, as JSON.
    told_at: Option<Instant>,
    /// What was read when it was printed last, for each drive.
    told: [u64; 2],
    /// How long a start takes was told.
    is_predicted: bool,
}

/// Why it ends well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum End {
    /// The disk has served its time.
    Reached,
    /// Ctrl+C, or the program is to end.
    Interrupted,
}

impl MediaReport {
    pub(super) fn new(print: Printer) -> Self {
        let bar = if print.is_json() {
            ProgressBar::hidden()
        } else {
            let bar = ProgressBar::new_spinner();
            bar.enable_steady_tick(TICK);
            bar
        };
        Self {
            print,
            bar,
            told_at: None,
            told: [0; 2],
            is_predicted: false,
        }
    }

    /// Names what is being waited for, on a terminal.
    fn wait_for(&self, text: impl Into<Cow<'static, str>>) {
        if self.bar.is_finished() {
            self.bar.reset();
            self.bar.enable_steady_tick(TICK);
        }
        self.bar.set_message(text);
    }

    /// An image is being opened.
    pub(super) fn opening(&self, location: &ImageLocation) {
        self.wait_for(format!("Looking at {location}"));
    }

    /// Takes the line away until there is something else to wait for; somebody is being asked.
    pub(super) fn pause(&self) {
        self.bar.finish_and_clear();
    }

    /// An image was opened.
    pub(super) fn image(&self, image: &DiskImage) {
        let facts = &image.facts;
        self.say(&format!(
            "{}: {} · {}",
            drive_title(image.drive),
            image.name,
            facts_text(facts)
        ));
        for warning in &facts.warnings {
            self.say(&format!("  {}", warning_text(*warning)));
        }
        self.print.document(&ImageLine {
            event: "image",
            drive: drive_name(image.drive),
            name: &image.name,
            kind: kind_name(facts.kind),
            bytes: facts.bytes,
            label: facts.label.as_deref(),
            bios: facts.boot.bios,
            uefi: facts.boot.uefi,
            warnings: facts.warnings.iter().copied().map(warning_name).collect(),
        });
    }

    /// Something happened.
    pub(super) fn event(&self, event: &MediaEvent) {
        match event {
            MediaEvent::Stage(stage) => self.stage(*stage),
            MediaEvent::NotShown => self.happened(
                "not-shown",
                None,
                "The PC is using its drives and does not take the lent ones now; it sees them at \
                 its next reset",
            ),
            MediaEvent::HostReset => self.happened("host-reset", None, "The PC resets its drives"),
            MediaEvent::EjectedByHost(drive) => self.happened(
                "ejected",
                Some(*drive),
                &format!("The PC has ejected the {}", drive_noun(*drive)),
            ),
            MediaEvent::LoadedByHost(drive) => self.happened(
                "loaded",
                Some(*drive),
                &format!("The PC has loaded the {} again", drive_noun(*drive)),
            ),
            MediaEvent::ImageTrouble { drive, fault } => {
                self.trouble("trouble", Some(*drive), fault);
            }
            MediaEvent::ImageRecovered(drive) => {
                self.happened("recovered", Some(*drive), "The image can be read again");
            }
            MediaEvent::ConnectionLost(fault) => self.trouble("lost", None, fault),
            MediaEvent::FloppySaved(path) => {
                self.say(&format!("Saved as {}", path.display()));
                self.print.document(&SavedLine {
                    event: "saved",
                    file: path.display().to_string(),
                });
            }
            // The end, which somebody else reports, or nothing to be told.
            MediaEvent::Connected(_)
            | MediaEvent::LoggedIn { .. }
            | MediaEvent::FloppyNotSaved(_)
            | MediaEvent::Closed(_) => {}
        }
    }

    /// A step of starting the PC from the image begins or ends.
    pub(super) fn step(&self, step: ImageStep, state: StepState) {
        let state_name = match state {
            StepState::Begun => "begun",
            StepState::Done => "done",
            StepState::NotNeeded => "not-needed",
            StepState::Failed => "failed",
        };
        match (step, state) {
            (ImageStep::Consent, StepState::Begun) => self.wait_for("Asking for consent"),
            (ImageStep::Consent, StepState::Done) => self.say("The user has consented"),
            (ImageStep::Enable, StepState::Begun) => {
                self.wait_for("Looking at storage redirection");
            }
            (ImageStep::Enable, StepState::Done) => {
                self.say("Storage redirection is switched on");
            }
            (ImageStep::Prepare, StepState::Done) => {
                self.say("The next start of the PC leads to the image");
            }
            (ImageStep::Restart, StepState::Begun) => self.wait_for("Starting the PC"),
            (ImageStep::Restart, StepState::Done) => self.say("The PC starts"),
            (ImageStep::Load, StepState::Begun) => {
                self.wait_for("Waiting for the PC to read the image");
            }
            (ImageStep::PutBack, StepState::Begun) => {
                self.wait_for("Putting everything back");
            }
            (ImageStep::PutBack, StepState::Done) => {
                self.say("The boot settings are as they were, the image is taken back");
            }
            _ => {}
        }
        self.print.document(&StepLine {
            event: "step",
            step: step.name(),
            state: state_name,
        });
    }

    /// Something about the PC makes it slower or riskier.
    pub(super) fn pc_warning(&self, warning: PcWarning) {
        self.say(&format!("  {}", pc_warning_text(warning)));
        self.print.document(&WarningLine {
            event: "warning",
            warning: pc_warning_name(warning),
        });
    }

    /// Enter was pressed on the PC.
    pub(super) fn pressed(&self) {
        self.happened("key-pressed", None, "The loader waits, Enter was pressed");
    }

    /// Nothing can be pressed on the PC.
    pub(super) fn no_keyboard(&self, fault: &Fault) {
        self.trouble("no-keyboard", None, fault);
    }

    /// Where consent stands.
    pub(super) fn consent(&self, view: &ConsentView) {
        let phase = match &view.phase {
            ConsentPhase::Asking => "asking",
            ConsentPhase::PcOff => "pc-off",
            ConsentPhase::CodeWanted { was_wrong: false } => "code-wanted",
            ConsentPhase::CodeWanted { was_wrong: true } => "code-wrong",
            ConsentPhase::NotNeeded => "not-needed",
            ConsentPhase::Given => "given",
            ConsentPhase::Failed(_) => "failed",
            ConsentPhase::Refused { .. } => "refused",
            ConsentPhase::Cancelled => "cancelled",
        };
        let is_wanted = matches!(view.phase, ConsentPhase::CodeWanted { .. });
        self.print.document(&ConsentLine {
            event: "consent",
            phase,
            tries_left: is_wanted.then_some(view.tries_left),
        });
    }

    /// The PC has started from the image.
    pub(super) fn started(&self, after: Duration) {
        self.say(&format!(
            "Started from the image after {} s",
            after.as_secs()
        ));
        self.print.document(&StartedLine {
            event: "started",
            after_ms: u64::try_from(after.as_millis()).unwrap_or(u64::MAX),
        });
    }

    fn stage(&self, stage: MediaStage) {
        let (name, text) = match stage {
            MediaStage::Connecting => ("connecting", "Connecting"),
            MediaStage::Starting => ("starting", "Waiting for Intel AMT to answer"),
            MediaStage::LoggingIn => ("logging-in", "Logging in"),
            MediaStage::Lending => ("lending", "Lending the drives"),
            MediaStage::Lent => ("lent", "Lent, nothing was read yet"),
            MediaStage::Reconnecting => ("reconnecting", "Connecting again"),
        };
        self.wait_for(text);
        if stage == MediaStage::Lent {
            self.say("The drives are lent");
        }
        self.print.document(&StageLine {
            event: "stage",
            stage: name,
        });
    }

    fn happened(&self, event: &'static str, drive: Option<Drive>, text: &str) {
        self.say(text);
        self.print.document(&EventLine {
            event,
            drive: drive.map(drive_name),
        });
    }

    fn trouble(&self, event: &'static str, drive: Option<Drive>, fault: &Fault) {
        let (title, cause, remedy) = (fault.title(), fault.cause(), fault.remedy());
        self.note(&format!("{title}\n  {cause}\n  {remedy}"));
        self.print.document(&TroubleLine {
            event,
            drive: drive.map(drive_name),
            kind: fault.kind(),
            title,
            cause,
            remedy,
        });
    }

    /// Where it stands: a line on a terminal, at most one JSON line a second for each drive on
    /// which something was read.
    pub(super) fn progress(&mut self, status: &MediaStatus) {
        let disks = [(&status.floppy, Drive::Floppy), (&status.cd, Drive::Cd)];
        // The line is of the disk that was read last.
        let latest = disks
            .iter()
            .filter_map(|(disk, _)| disk.as_ref())
            .filter(|disk| disk.reading.bytes > 0 && disk.name != EMPTY_FLOPPY)
            .min_by_key(|disk| disk.reading.idle);
        if let Some(disk) = latest {
            self.wait_for(line(disk));
        }
        self.predict(status);
        let now = Instant::now();
        if !self.print.is_json() || self.told_at.is_some_and(|at| now < at + EVERY) {
            return;
        }
        self.told_at = Some(now);
        for ((disk, drive), told) in disks.into_iter().zip(&mut self.told) {
            if let Some(disk) = disk
                && (disk.reading.bytes != *told || disk.reading.stall.is_some() && *told > 0)
            {
                *told = disk.reading.bytes;
                self.print
                    .document(&ProgressLine::new("progress", drive, disk));
            }
        }
    }

    /// How long a start takes, once that can be said: before anything is read.
    fn predict(&mut self, status: &MediaStatus) {
        let (Some(disk), Some(round_trip)) = (&status.cd, status.round_trip) else {
            return;
        };
        if self.is_predicted || disk.reading.bytes > 0 {
            return;
        }
        let Some(estimate) = disk.estimate else {
            return;
        };
        self.is_predicted = true;
        let time = estimate.time(round_trip);
        self.say(&format!(
            "  A start reads about {} of it, {} at {} to the PC and back",
            size_text(estimate.bytes()),
            about_text(time),
            way_text(round_trip),
        ));
        if estimate.asks_for_key {
            self.say("  Its loader asks for a key: see --press-key");
        }
        self.print.document(&EstimateLine {
            event: "estimate",
            start_bytes: estimate.bytes(),
            seconds: time.as_secs(),
            round_trip_ms: round_trip.as_secs_f64() * 1000.0,
            asks_for_key: estimate.asks_for_key,
        });
    }

    /// The disks were taken back.
    pub(super) fn end(&self, end: End, status: &MediaStatus) {
        self.bar.finish_and_clear();
        for (disk, drive) in [(&status.cd, Drive::Cd), (&status.floppy, Drive::Floppy)] {
            let Some(disk) = disk else {
                continue;
            };
            let reading = &disk.reading;
            // The empty floppy is ours; that it was looked at is of no interest.
            if reading.bytes > 0 && disk.name != EMPTY_FLOPPY {
                self.say(&format!(
                    "{}: {} read in {} {}, {} of {} at least once",
                    drive_title(drive),
                    size_text(reading.bytes),
                    reading.reads,
                    if reading.reads == 1 { "read" } else { "reads" },
                    size_text(reading.different_bytes),
                    size_text(reading.total_bytes),
                ));
            }
            self.print
                .document(&ProgressLine::new("totals", drive, disk));
        }
        self.print.document(&EndLine { event: "end", end });
    }

    pub(super) fn say(&self, text: &str) {
        self.bar.suspend(|| self.print.line(text));
    }

    pub(super) fn note(&self, text: &str) {
        self.bar.suspend(|| self.print.note(text));
    }
}

impl Drop for MediaReport {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// `casper/filesystem.squashfs · 412 MB of 6.1 GB · 3.1 MB/s · about 4 min`.
fn line(disk: &DriveStatus) -> String {
    let reading = &disk.reading;
    let mut parts = Vec::new();
    if let Some(file) = &disk.file {
        parts.push(file.path.clone());
    }
    let whole = disk.start_bytes.unwrap_or(reading.total_bytes);
    let read = size_text(reading.different_bytes);
    let whole_text = size_text(whole);
    parts.push(match disk.start_bytes {
        Some(_) if reading.different_bytes < whole => format!("{read} of about {whole_text}"),
        _ => format!("{read} of {}", size_text(reading.total_bytes)),
    });
    match reading.stall {
        Some(stall) => parts.push(stall_text(stall)),
        None => {
            parts.push(rate_text(reading.rate));
            let left = whole.saturating_sub(reading.different_bytes);
            if let Some(time) = reading.time_for(left).filter(|_| left > 0) {
                parts.push(format!("{} left", about_text(time)));
            }
        }
    }
    parts.join(" · ")
}

const fn drive_title(drive: Drive) -> &'static str {
    match drive {
        Drive::Cd => "CD",
        Drive::Floppy => "Floppy",
    }
}

const fn drive_noun(drive: Drive) -> &'static str {
    match drive {
        Drive::Cd => "CD",
        Drive::Floppy => "floppy",
    }
}

/// The line turns this often.
const TICK: Duration = Duration::from_millis(120);
/// JSON lines of progress.
const EVERY: Duration = Duration::from_secs(1);

// Field names are a contract: `docs/cli.md`.

#[derive(Serialize)]
struct ImageLine<'a> {
    event: &'static str,
    drive: &'static str,
    name: &'a str,
    kind: &'static str,
    bytes: u64,
    label: Option<&'a str>,
    bios: bool,
    uefi: bool,
    warnings: Vec<&'static str>,
}

#[derive(Serialize)]
struct StageLine {
    event: &'static str,
    stage: &'static str,
}

#[derive(Serialize)]
struct StepLine {
    event: &'static str,
    step: &'static str,
    state: &'static str,
}

#[derive(Serialize)]
struct ConsentLine {
    event: &'static str,
    phase: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    tries_left: Option<u8>,
}

#[derive(Serialize)]
struct StartedLine {
    event: &'static str,
    after_ms: u64,
}

#[derive(Serialize)]
struct WarningLine {
    event: &'static str,
    warning: &'static str,
}

#[derive(Serialize)]
struct EstimateLine {
    event: &'static str,
    start_bytes: u64,
    seconds: u64,
    round_trip_ms: f64,
    asks_for_key: bool,
}

#[derive(Serialize)]
struct EventLine {
    event: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    drive: Option<&'static str>,
}

#[derive(Serialize)]
struct TroubleLine {
    event: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    drive: Option<&'static str>,
    kind: &'static str,
    title: String,
    cause: String,
    remedy: &'static str,
}

#[derive(Serialize)]
struct SavedLine {
    event: &'static str,
    file: String,
}

#[derive(Serialize)]
struct EndLine {
    event: &'static str,
    end: End,
}

#[derive(Serialize)]
struct ProgressLine<'a> {
    event: &'static str,
    drive: &'static str,
    name: &'a str,
    reads: u64,
    bytes: u64,
    different_bytes: u64,
    total_bytes: u64,
    start_bytes: Option<u64>,
    bytes_per_second: u64,
    bytes_per_second_30s: u64,
    idle_ms: Option<u64>,
    stall: Option<&'static str>,
    file: Option<&'a str>,
    changed_blocks: usize,
    starting: bool,
}

impl<'a> ProgressLine<'a> {
    fn new(event: &'static str, drive: Drive, disk: &'a DriveStatus) -> Self {
        let reading = &disk.reading;
        Self {
            event,
            drive: drive_name(drive),
            name: &disk.name,
            reads: reading.reads,
            bytes: reading.bytes,
            different_bytes: reading.different_bytes,
            total_bytes: reading.total_bytes,
            start_bytes: disk.start_bytes,
            bytes_per_second: whole(reading.rate),
            bytes_per_second_30s: whole(reading.long_rate),
            idle_ms: reading
                .idle
                .map(|idle| u64::try_from(idle.as_millis()).unwrap_or(u64::MAX)),
            stall: reading.stall.map(stall_name),
            file: disk.file.as_ref().map(|file| file.path.as_str()),
            changed_blocks: disk.changed_blocks,
            starting: disk.starting_since.is_some(),
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a rate is never negative, and saturates"
)]
fn whole(rate: f64) -> u64 {
    rate.max(0.0) as u64
}
