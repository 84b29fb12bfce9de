//! The view: which images lie in the drives, what is lent, and what its desk tells of it.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use eframe::egui::{Frame, Margin, RichText, ScrollArea, Ui, vec2};

use super::boot::{BootState, Choices};
use super::drives::{self, DriveWish, Slot};
use super::news::News;
use super::reading::{percent_text, progress_line};
use super::recent::Recent;
use crate::session::flow::boot_image::BootImageEvent;
use crate::session::ider::desk::{DeskCommand, DeskEvent, DeskHandle};
use crate::session::ider::{
    Drive, ImageLocation, MediaEvent, MediaStage, MediaStatus, MediaView, Start, StartEstimate,
};
use crate::ui::alerts::Alert;
use crate::ui::files::{Choose, Chosen, FileQuestion, Pending};
use crate::ui::language::{t, w};
use crate::ui::page::{Around, Presses, View};
use crate::ui::pane::TabWish;
use crate::ui::parts;
use crate::ui::start::{Opening, RunOptions, Wake};
use crate::ui::theme::{Palette, space};

/// The view's own state.
pub(crate) struct Media {
    pub(super) desk: DeskHandle,
    pub(super) cd: Slot,
    pub(super) floppy: Slot,
    pub(super) writable: bool,
    /// What was opened before, in whatever tab.
    pub(super) recent: Recent,
    /// What a start from the CD reads, if its files are known.
    pub(super) estimate: Option<StartEstimate>,
    pub(super) lent: Lending,
    pub(super) view: Option<MediaView>,
    pub(super) boot: BootState,
    pub(super) choices: Choices,
    /// What happened last to the drives.
    pub(super) news: Option<News>,
    /// The drives were taken back because the PC is switched off, and come back with its power.
    held: bool,
    /// How often Enter is to be pressed on the PC.
    pub(super) presses: Presses,
    choose: Option<Choose>,
    wake: Wake,
    /// A dialog of the system that is open.
    dialog: Option<Pending<For>>,
    /// The system has no dialogs.
    pub(super) has_no_dialog: bool,
    /// Where the floppy is to be saved.
    pub(super) save_as: String,
    /// Changed blocks of the floppy when it was saved last.
    saved_blocks: usize,
    /// What the person may have been waiting for.
    alert: Option<Alert>,
    /// That a start does not go on was said.
    has_stalled: bool,
    /// Something would lose what the PC wrote to the floppy: it is asked first.
    pub(super) asks_to_lose: Option<Losing>,
}

/// A part of the view.
#[derive(Debug, Clone, Copy)]
enum Part {
    Drives,
    Start,
}

/// What is lost if the floppy goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Losing {
    Floppy,
    Everything,
}

/// What a dialog was opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum For {
    Image(Drive),
    Save,
}

/// How far lending is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Lending {
    #[default]
    Free,
    /// Connecting and logging in.
    Opening,
    Lent,
}

impl std::fmt::Debug for Media {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Media")
            .field("lent", &self.lent)
            .finish_non_exhaustive()
    }
}

impl Media {
    /// A view on a PC; `None` while nobody knows its password, or where nothing can be lent.
    pub(crate) fn new(options: &RunOptions, opening: &Opening, wake: &Wake) -> Option<Self> {
        opening.password.as_ref()?;
        let lend = options.lend.as_ref()?;
        Some(Self {
            desk: lend(opening.clone(), wake.clone()),
            cd: Slot::default(),
            floppy: Slot::default(),
            writable: false,
            recent: Recent::new(options.folder.clone(), wake),
            estimate: None,
            lent: Lending::Free,
            view: None,
            boot: BootState::default(),
            choices: Choices::default(),
            news: None,
            held: false,
            presses: Presses::default(),
            choose: options.choose.clone(),
            wake: wake.clone(),
            dialog: None,
            has_no_dialog: false,
            save_as: String::new(),
            saved_blocks: 0,
            alert: None,
            has_stalled: false,
            asks_to_lose: None,
        })
    }

    pub(super) fn send(&self, command: DeskCommand) {
        if let Err(error) = self.desk.send(command) {
            tracing::debug!(%error, "a command was not taken");
        }
    }

    pub(super) const fn slot(&mut self, drive: Drive) -> &mut Slot {
        match drive {
            Drive::Cd => &mut self.cd,
            Drive::Floppy => &mut self.floppy,
        }
    }

    /// The drive that a start leads to.
    pub(super) const fn boot_drive(&self) -> Option<Drive> {
        match (&self.cd.image, &self.floppy.image) {
            (Some(_), _) => Some(Drive::Cd),
            (None, Some(_)) => Some(Drive::Floppy),
            (None, None) => None,
        }
    }

    pub(super) fn is_active(&self) -> bool {
        self.lent != Lending::Free || self.boot.is_running()
    }

    pub(super) fn can_choose(&self) -> bool {
        self.choose.is_some() && !self.has_no_dialog
    }

    fn open(&mut self, text: &str, drive: Drive) {
        let text = text.trim().to_owned();
        if text.is_empty() {
            return;
        }
        let slot = self.slot(drive);
        slot.is_opening = true;
        slot.fault = None;
        slot.text.clone_from(&text);
        slot.named = Some(text.clone());
        self.send(DeskCommand::Open(
            ImageLocation::from(std::ffi::OsString::from(text)),
            drive,
        ));
    }

    fn take(&mut self, event: DeskEvent) {
        match event {
            DeskEvent::Opened(image) => {
                if image.drive == Drive::Cd {
                    self.estimate = None;
                } else {
                    self.saved_blocks = 0;
                    self.save_as = drives::saved_name(&image.name);
                }
                let slot = self.slot(image.drive);
                let named = slot.named.take();
                let drive = image.drive;
                slot.fill(image);
                if let Some(named) = named {
                    self.recent.remember(drive, &named);
                }
                self.boot.forget_end();
            }
            DeskEvent::NotOpened(drive, fault) => {
                let slot = self.slot(drive);
                slot.is_opening = false;
                slot.named = None;
                slot.fault = Some(fault);
                // What is remembered may be gone, too.
                self.recent.look();
            }
            DeskEvent::Estimated(_, estimate) => self.estimate = estimate,
            DeskEvent::Lending(view) => {
                self.view = Some(view);
                self.lent = Lending::Opening;
                self.news = None;
                self.saved_blocks = 0;
            }
            DeskEvent::Media(event) => self.take_media(&event),
            DeskEvent::Boot(event) => {
                match event {
                    BootImageEvent::Started { .. } => {
                        self.news = None;
                        self.alert = Some(Alert::Started);
                    }
                    BootImageEvent::Consent(ref view) => {
                        self.alert = Alert::of_consent(&view.phase).or(self.alert);
                    }
                    BootImageEvent::KeyWanted { read_on } => self.presses.loader_waits(read_on),
                    _ => {}
                }
                self.boot.take(event);
            }
            DeskEvent::Ended(end) => {
                self.lent = Lending::Free;
                self.view = None;
                self.asks_to_lose = None;
                if end.is_err() && self.boot.is_running() {
                    self.alert = Some(match self.boot.has_started() {
                        true => Alert::ImageLost,
                        false => Alert::NotStarted,
                    });
                }
                self.boot.end(end);
            }
        }
    }

    fn take_media(&mut self, event: &MediaEvent) {
        let note = |text: &str| News::Note(text.to_owned());
        self.news = Some(match event {
            MediaEvent::Stage(MediaStage::Lent) => {
                self.lent = Lending::Lent;
                return;
            }
            MediaEvent::Stage(MediaStage::Reconnecting) => note(w!("media-connecting-again")),
            MediaEvent::NotShown => note(w!("media-the-pc-is-using")),
            MediaEvent::EjectedByHost(_) => note(w!("media-the-pc-has-ejected")),
            MediaEvent::ImageTrouble { fault, .. }
            | MediaEvent::FloppyNotSaved(fault)
            | MediaEvent::ConnectionLost(fault) => News::trouble(fault),
            MediaEvent::ImageRecovered(_) => News::Good(w!("media-the-image-can-be").to_owned()),
            MediaEvent::FloppySaved(path) => {
                self.saved_blocks = self.changed_blocks();
                News::Good(t!("media-floppy-saved", path = path.display().to_string()))
            }
            _ => return,
        });
    }

    fn status(&self) -> Option<MediaStatus> {
        let view = self.view.as_ref()?;
        Some(view.status(Instant::now()))
    }

    /// A start that does not go on is told once, until it does.
    fn look_for_stalls(&mut self) {
        let status = self.status().filter(|_| self.is_watched());
        let drives = status.map(|status| [status.cd, status.floppy]);
        let mut stalls = drives
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|disk| disk.reading.stall);
        let has_stalled = stalls.any(|stall| stall.lasts() >= STALL_WORTH_A_WORD);
        if has_stalled && !std::mem::replace(&mut self.has_stalled, has_stalled) {
            self.alert = Some(Alert::Stalled);
        }
        self.has_stalled = has_stalled;
    }

    /// Blocks of the floppy that the PC has changed.
    fn changed_blocks(&self) -> usize {
        let status = self.status();
        status
            .and_then(|status| status.floppy)
            .map_or(0, |disk| disk.changed_blocks)
    }

    /// The PC wrote something that is nowhere else.
    fn has_unsaved(&self) -> bool {
        self.changed_blocks() > self.saved_blocks
    }

    /// Ends everything, unless something would be lost that nobody was asked about.
    fn end(&mut self) {
        if self.has_unsaved() {
            self.asks_to_lose = Some(Losing::Everything);
        } else {
            self.send(DeskCommand::Stop);
        }
    }

    pub(super) fn remove(&mut self, drive: Drive) {
        *self.slot(drive) = Slot::default();
        if drive == Drive::Cd {
            self.estimate = None;
        }
        self.send(DeskCommand::Remove(drive));
    }

    pub(super) fn obey(&mut self, drive: Drive, wish: DriveWish, now: f64) {
        match wish {
            DriveWish::Open(text) => self.open(&text, drive),
            DriveWish::Choose => {
                let question = FileQuestion {
                    title: match drive {
                        Drive::Cd => w!("media-choose-an-image-for").to_owned(),
                        Drive::Floppy => w!("media-choose-an-image-for-the").to_owned(),
                    },
                    save_as: None,
                    kind: match drive {
                        Drive::Cd => (w!("media-cd-images"), &["iso", "ISO", "udf"]),
                        Drive::Floppy => (
                            w!("media-floppy-images"),
                            &["img", "IMG", "ima", "flp", "bin"],
                        ),
                    },
                };
                self.ask(question, For::Image(drive), now);
            }
            DriveWish::Forget(image) => self.recent.forget(&image),
            DriveWish::Remove if drive == Drive::Floppy && self.has_unsaved() => {
                self.asks_to_lose = Some(Losing::Floppy);
            }
            DriveWish::Remove => self.remove(drive),
            DriveWish::SetWritable(writable) => {
                self.writable = writable;
                self.send(DeskCommand::SetWritable(writable));
            }
            DriveWish::Save(path) => self.send(DeskCommand::SaveFloppy(path)),
            DriveWish::ChooseSave => {
                let question = FileQuestion {
                    title: w!("media-save-the-floppy-with").to_owned(),
                    save_as: Some(self.save_as.clone()),
                    kind: (w!("media-floppy-images"), &["img"]),
                };
                self.ask(question, For::Save, now);
            }
        }
    }

    /// Opens a dialog of the system, if none is open.
    fn ask(&mut self, question: FileQuestion, about: For, now: f64) {
        if let (Some(choose), None) = (&self.choose, &self.dialog) {
            self.dialog = Some(Pending::open(choose, question, about, now, &self.wake));
        }
    }

    fn hear_dialog(&mut self, now: f64) {
        let Some((about, chosen)) = self.dialog.as_ref().and_then(|dialog| dialog.poll(now)) else {
            return;
        };
        self.dialog = None;
        match (chosen, about) {
            (Chosen::File(path), For::Image(drive)) => self.open_path(&path, drive),
            (Chosen::File(path), For::Save) => {
                self.save_as = path.display().to_string();
                self.send(DeskCommand::SaveFloppy(path));
            }
            (Chosen::Nothing, _) => {}
            (Chosen::NoDialog, _) => self.has_no_dialog = true,
        }
    }

    /// Opens a file, whatever its name is made of.
    fn open_path(&mut self, path: &Path, drive: Drive) {
        match path.to_str() {
            Some(text) => self.open(text, drive),
            None => {
                let slot = self.slot(drive);
                slot.is_opening = true;
                slot.fault = None;
                slot.text = path.display().to_string();
                self.send(DeskCommand::Open(
                    ImageLocation::Path(path.to_owned()),
                    drive,
                ));
            }
        }
    }
}

impl View for Media {
    fn hear(&mut self, now: f64) {
        while let Some(event) = self.desk.poll_event() {
            self.take(event);
        }
        self.recent.hear();
        self.hear_dialog(now);
        self.look_for_stalls();
    }

    fn take_alert(&mut self) -> Option<Alert> {
        self.alert.take()
    }

    fn is_watched(&self) -> bool {
        self.boot.is_running() && !self.boot.has_started()
    }

    fn toolbar_ui(&mut self, ui: &mut Ui, _around: &Around<'_>) -> Vec<TabWish> {
        let palette = Palette::of(ui);
        let text = match (self.lent, self.boot.is_running()) {
            _ if self.boot.has_started() => w!("media-the-pc-has-started"),
            (_, true) => w!("media-starting-the-pc-from"),
            (Lending::Free, _) => w!("media-nothing-is-lent"),
            (Lending::Opening, _) => w!("media-lending-the-drives"),
            (Lending::Lent, _) => w!("media-the-drives-are-lent"),
        };
        ui.label(RichText::new(text).color(palette.t2));
        // A start is ended where its steps are.
        let is_lent = self.is_active() && !self.boot.is_running();
        if is_lent && parts::button(ui, w!("media-eject-and-end")).clicked() {
            self.end();
        }
        Vec::new()
    }

    fn stage_ui(&mut self, ui: &mut Ui, around: &Around<'_>) -> Vec<TabWish> {
        let palette = Palette::of(ui);
        ui.painter().rect_filled(ui.max_rect(), 0.0, palette.bg2);
        let status = self.status();
        if self.is_active() {
            // Rates and pauses change although nothing happens.
            ui.ctx().request_repaint_after(Duration::from_millis(500));
        }
        let mut wishes = Vec::new();
        ScrollArea::vertical()
            .id_salt(around.part("media"))
            .auto_shrink([false, false])
            .show(ui, |ui| {
                if around.covered {
                    ui.disable();
                }
                let frame = Frame::new().inner_margin(Margin::same(12));
                frame.show(ui, |ui| {
                    ui.spacing_mut().item_spacing = vec2(space::M, space::S);
                    let wide = ui.available_width() >= COLUMNS_PT;
                    let width = if wide {
                        // The cards have an edge of their own.
                        (ui.available_width() - space::M - 2.0).floor() / 2.0
                    } else {
                        ui.available_width()
                    };
                    // In one column what comes next is on top: first the image, then its start.
                    let is_asked = self.asks_to_lose.is_some();
                    let start_first = !wide && self.boot_drive().is_some() && !is_asked;
                    let parts = if start_first {
                        [Part::Start, Part::Drives]
                    } else {
                        [Part::Drives, Part::Start]
                    };
                    let mut columns = |ui: &mut Ui| {
                        for part in parts {
                            ui.vertical(|ui| {
                                ui.set_width(width);
                                match part {
                                    Part::Drives => self.drives_ui(ui, around, status.as_ref()),
                                    Part::Start => wishes.extend(self.boot_card_ui(
                                        ui,
                                        around,
                                        status.as_ref(),
                                    )),
                                }
                            });
                        }
                    };
                    if wide {
                        ui.horizontal_top(columns);
                    } else {
                        ui.vertical(|ui| columns(ui));
                    }
                });
            });
        wishes
    }

    fn take_files(&mut self, files: &[PathBuf]) {
        match files {
            [] => {}
            [file] => {
                let is_floppy = file.extension().is_some_and(|extension| {
                    FLOPPIES
                        .iter()
                        .any(|known| extension.eq_ignore_ascii_case(known))
                });
                let drive = if is_floppy { Drive::Floppy } else { Drive::Cd };
                self.open_path(file, drive);
            }
            several => {
                let text = t!("media-several-dropped", count = several.len());
                self.news = Some(News::Note(text));
            }
        }
    }

    fn ask_for_image(&mut self) {
        let drive = self.boot_drive().unwrap_or(Drive::Cd);
        self.slot(drive).ask();
        self.recent.look();
    }

    fn take_presses(&mut self) -> Presses {
        std::mem::take(&mut self.presses)
    }

    fn is_connected(&self) -> bool {
        self.is_active()
    }

    fn lends(&self) -> bool {
        self.is_active()
    }

    fn disconnect(&mut self) {
        self.held = self.lent == Lending::Lent && !self.boot.is_running();
        self.send(DeskCommand::Stop);
    }

    fn reconnect(&mut self) {
        if std::mem::take(&mut self.held) {
            self.send(DeskCommand::Lend(Start::Graceful));
        }
    }

    fn figures(&self) -> Vec<String> {
        let Some(status) = self.status() else {
            return Vec::new();
        };
        let disk = status.cd.or(status.floppy);
        disk.map(|disk| progress_line(&disk)).into_iter().collect()
    }

    fn chip(&self) -> Option<String> {
        let status = self.status()?;
        let (title, disk) = match (status.cd, status.floppy) {
            (Some(disk), _) => (w!("media-cd"), disk),
            (None, Some(disk)) => (w!("media-floppy"), disk),
            (None, None) => return None,
        };
        Some(format!("{title} {}", percent_text(&disk)))
    }
}

/// From here on there are two columns.
const COLUMNS_PT: f32 = 900.0;
/// A start that has not gone on for this long seldom does so by itself.
const STALL_WORTH_A_WORD: Duration = Duration::from_secs(30);
/// Ends of the names of floppy images; everything else is for the CD drive.
const FLOPPIES: [&str; 4] = ["img", "ima", "flp", "vfd"];
