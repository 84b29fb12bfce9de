//! Media: the images for both drives, what is read of them, and "Boot from this image".
//!
//! The view only talks to its desk; everything slow happens there.

use eframe::egui::{
    Button, Checkbox, Color32, CornerRadius, Frame, Margin, RichText, ScrollArea, Sense, Stroke,
    StrokeKind, Ui, pos2, vec2,
};

use super::media_boot::{self, BootState, BootWish};
use super::page::{Around, View};
use super::pane::TabWish;
use super::parts::{self, Field};
use super::start::{Opening, RunOptions, Wake};
use super::theme::{self, Palette, font_size, icon, radius, size, space};
use crate::session::Fault;
use crate::session::flow::boot_image::BootImageEvent;
use crate::session::ider::desk::{DeskCommand, DeskEvent, DeskHandle};
use crate::session::ider::words::{facts_text, rate_text, size_text, stall_text, warning_text};
use crate::session::ider::{
    DiskImage, Drive, DriveStatus, ImageLocation, MediaEvent, MediaStage, MediaStatus, MediaView,
    Start,
};

/// The view's own state.
#[derive(Debug)]
pub(crate) struct Media {
    desk: DeskHandle,
    cd: Slot,
    floppy: Slot,
    writable: bool,
    /// What was opened before in this tab, the latest first.
    recent: Vec<String>,
    lent: Drives,
    view: Option<MediaView>,
    boot: BootState,
    /// What happened last to the drives, in a sentence.
    news: Option<String>,
    /// The drives were taken back because the PC is switched off, and come back with its power.
    held: bool,
}

/// One drive.
#[derive(Debug, Default)]
struct Slot {
    text: String,
    is_opening: bool,
    image: Option<Box<DiskImage>>,
    fault: Option<Fault>,
}

/// How far lending is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Drives {
    #[default]
    Free,
    /// Connecting and logging in.
    Opening,
    Lent,
}

/// Images that are kept for another time.
const RECENT: usize = 5;
/// Room for the button beside a field, and what lies between them.
const OPEN_PT: f32 = 128.0;
/// Cells of the map.
const CELLS: usize = 240;

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
            recent: Vec::new(),
            lent: Drives::Free,
            view: None,
            boot: BootState::default(),
            news: None,
            held: false,
        })
    }

    fn send(&self, command: DeskCommand) {
        if let Err(error) = self.desk.send(command) {
            tracing::debug!(%error, "a command was not taken");
        }
    }

    const fn slot(&mut self, drive: Drive) -> &mut Slot {
        match drive {
            Drive::Cd => &mut self.cd,
            Drive::Floppy => &mut self.floppy,
        }
    }

    /// The drive that a start leads to.
    const fn boot_drive(&self) -> Option<Drive> {
        match (&self.cd.image, &self.floppy.image) {
            (Some(_), _) => Some(Drive::Cd),
            (None, Some(_)) => Some(Drive::Floppy),
            (None, None) => None,
        }
    }

    fn is_active(&self) -> bool {
        self.lent != Drives::Free || self.boot.is_running()
    }

    fn open(&mut self, text: &str, drive: Drive) {
        let text = text.trim().to_owned();
        if text.is_empty() {
            return;
        }
        self.recent.retain(|recent| *recent != text);
        self.recent.insert(0, text.clone());
        self.recent.truncate(RECENT);
        let slot = self.slot(drive);
        slot.is_opening = true;
        slot.fault = None;
        slot.text.clone_from(&text);
        self.send(DeskCommand::Open(
            ImageLocation::from(std::ffi::OsString::from(text)),
            drive,
        ));
    }

    fn take(&mut self, event: DeskEvent) {
        match event {
            DeskEvent::Opened(image) => {
                let slot = self.slot(image.drive);
                slot.is_opening = false;
                slot.image = Some(image);
                slot.text.clear();
                self.boot.forget_end();
            }
            DeskEvent::NotOpened(drive, fault) => {
                let slot = self.slot(drive);
                slot.is_opening = false;
                slot.fault = Some(fault);
            }
            DeskEvent::Lending(view) => {
                self.view = Some(view);
                self.lent = Drives::Opening;
                self.news = None;
            }
            DeskEvent::Media(event) => self.take_media(&event),
            DeskEvent::Boot(event) => {
                if let BootImageEvent::Started { .. } = event {
                    self.news = None;
                }
                self.boot.take(event);
            }
            DeskEvent::Ended(end) => {
                self.lent = Drives::Free;
                self.view = None;
                self.boot.end(end);
            }
        }
    }

    fn take_media(&mut self, event: &MediaEvent) {
        self.news = Some(match event {
            MediaEvent::Stage(MediaStage::Lent) => {
                self.lent = Drives::Lent;
                return;
            }
            MediaEvent::Stage(MediaStage::Reconnecting) => "Connecting again".to_owned(),
            MediaEvent::NotShown => {
                "The PC is using its drives, it sees these at its next restart".to_owned()
            }
            MediaEvent::EjectedByHost(_) => "The PC has ejected its disk".to_owned(),
            MediaEvent::ImageTrouble { fault, .. } | MediaEvent::FloppyNotSaved(fault) => {
                format!("{}: {}", fault.title(), fault.cause())
            }
            MediaEvent::ImageRecovered(_) => "The image can be read again".to_owned(),
            MediaEvent::ConnectionLost(fault) => fault.title(),
            MediaEvent::FloppySaved(path) => format!("Saved as {}", path.display()),
            _ => return,
        });
    }

    fn status(&self) -> Option<MediaStatus> {
        let view = self.view.as_ref()?;
        Some(view.status(std::time::Instant::now()))
    }

    /// Files that were dropped on the window: the first is for the CD drive, or, by its name, for
    /// the floppy drive.
    fn take_dropped(&mut self, ui: &Ui) {
        let dropped = ui.input(|input| input.raw.dropped_files.clone());
        for file in dropped {
            let path = file.path().to_owned();
            let is_floppy = path.extension().is_some_and(|extension| {
                extension.eq_ignore_ascii_case("img") || extension.eq_ignore_ascii_case("ima")
            });
            let drive = if is_floppy { Drive::Floppy } else { Drive::Cd };
            self.open(&path.display().to_string(), drive);
        }
    }

    fn drive_ui(&mut self, ui: &mut Ui, around: &Around<'_>, drive: Drive) {
        let palette = Palette::of(ui);
        let (title, salt) = match drive {
            Drive::Cd => ("CD", "cd image"),
            Drive::Floppy => ("Floppy", "floppy image"),
        };
        ui.label(heading(title, palette.t1));
        let is_lent = self.is_active();
        let recent = self.recent.clone();
        let slot = self.slot(drive);
        let mut wanted = None;
        let mut is_removed = false;
        if let Some(image) = &slot.image {
            ui.label(RichText::new(&image.name).color(palette.t1));
            ui.label(RichText::new(facts_text(&image.facts)).color(palette.t2));
            for warning in &image.facts.warnings {
                parts::state_line(ui, icon::WARNING, palette.warn, warning_text(*warning));
            }
            let verb = if is_lent { "Eject" } else { "Remove" };
            let name = format!("{verb} {}", title.to_lowercase());
            let button = Button::new(verb).min_size(vec2(0.0, size::CONTROL));
            is_removed = ui.add(button).accessible_name(&name).clicked();
        } else if drive == Drive::Floppy {
            let text = "Empty, in memory: some systems hang on a drive without a disk";
            ui.label(RichText::new(text).color(palette.t2));
        } else {
            drop_target_ui(ui, around.name);
        }
        let field = Field {
            name: match drive {
                Drive::Cd => "Image for the CD drive",
                Drive::Floppy => "Image for the floppy drive",
            },
            hint: "File, folder or web address",
            width: (ui.available_width() - OPEN_PT).max(120.0),
            wrong: slot.fault.is_some(),
            id: around.part(salt),
        };
        ui.horizontal(|ui| {
            let response = field.show(ui, &mut slot.text);
            let enter = ui.input(|input| input.key_pressed(eframe::egui::Key::Enter));
            let is_entered = response.lost_focus() && enter;
            let label = match drive {
                Drive::Cd => "Open CD",
                Drive::Floppy => "Open floppy",
            };
            let clicked = parts::beside_fields(ui, |ui| parts::button(ui, label).clicked());
            if is_entered || clicked {
                wanted = Some(slot.text.clone());
            }
        });
        if slot.is_opening {
            ui.horizontal(|ui| {
                ui.spinner();
                ui.label("Looking at the image");
            });
        }
        if let Some(fault) = &slot.fault {
            fault_lines_ui(ui, fault);
        }
        if slot.image.is_none() && !recent.is_empty() {
            ui.label(
                RichText::new("Recent")
                    .size(font_size::CAPTION)
                    .color(palette.t3),
            );
            for name in recent {
                if parts::link(ui, &name).clicked() {
                    wanted = Some(name);
                }
            }
        }
        if let Some(text) = wanted {
            self.open(&text, drive);
        }
        if is_removed {
            *self.slot(drive) = Slot::default();
            self.send(DeskCommand::Remove(drive));
        }
        if drive == Drive::Floppy && self.floppy.image.is_some() && !is_lent {
            let check = Checkbox::new(&mut self.writable, "The PC may write to it");
            if ui.add(check).changed() {
                self.send(DeskCommand::SetWritable(self.writable));
            }
            let text = "The file stays as it is, changes are kept apart until they are saved";
            ui.label(
                RichText::new(text)
                    .size(font_size::CAPTION)
                    .color(palette.t3),
            );
        }
    }

    /// What is being read, while something is lent.
    fn progress_ui(&self, ui: &mut Ui, status: &MediaStatus) {
        let palette = Palette::of(ui);
        for (title, drive, disk) in [
            ("CD", Drive::Cd, &status.cd),
            ("Floppy", Drive::Floppy, &status.floppy),
        ] {
            let Some(disk) = disk else {
                continue;
            };
            if drive == Drive::Floppy && self.floppy.image.is_none() {
                continue; // The empty one in memory.
            }
            ui.label(heading(&format!("Read of the {title}"), palette.t1));
            let line = progress_line(disk);
            ui.label(RichText::new(line).color(palette.t1));
            if let Some(file) = &disk.file {
                ui.label(RichText::new(&file.path).color(palette.t2));
            }
            if let Some(stall) = disk.reading.stall.filter(|_| disk.reading.bytes > 0) {
                parts::state_line(ui, icon::WARNING, palette.warn, stall_text(stall));
            }
            if disk.changed_blocks > 0 {
                let text = format!("The PC has changed {} blocks", disk.changed_blocks);
                ui.label(RichText::new(text).color(palette.t2));
            }
            if let Some(view) = &self.view {
                self.map_ui(ui, view, drive, disk);
            }
        }
        if let Some(news) = &self.news {
            parts::state_line(ui, icon::WARNING, palette.warn, news);
        }
    }

    /// The map of blocks: what was read, from the first block to the last. Hovering names the file.
    fn map_ui(&self, ui: &mut Ui, view: &MediaView, drive: Drive, disk: &DriveStatus) {
        const HEIGHT: f32 = 20.0;
        let palette = Palette::of(ui);
        let width = ui.available_width();
        let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::hover());
        let corners = CornerRadius::same(radius::CONTROL);
        let painter = ui.painter_at(rect);
        painter.rect_filled(rect, corners, palette.bg1);
        let cells = view.block_map(drive, CELLS);
        let each = width / cells.len().max(1) as f32;
        for (place, share) in cells.iter().enumerate().filter(|(_, share)| **share > 0.0) {
            let left = rect.left() + place as f32 * each;
            let cell = eframe::egui::Rect::from_min_max(
                pos2(left, rect.top()),
                pos2(left + each.max(1.0), rect.bottom()),
            );
            let color = palette.accent.gamma_multiply(0.35 + 0.65 * share);
            painter.rect_filled(cell, 0.0, color);
        }
        painter.rect_stroke(
            rect,
            corners,
            Stroke::new(1.0, palette.line),
            StrokeKind::Inside,
        );
        let percent = percent_text(disk);
        response.widget_info(|| {
            eframe::egui::WidgetInfo::labeled(
                eframe::egui::Role::ProgressIndicator,
                true,
                format!("Map of blocks, {percent} read"),
            )
        });
        if let Some(at) = response.hover_pos() {
            let share = f64::from((at.x - rect.left()) / width.max(1.0)).clamp(0.0, 1.0);
            let lba = share * disk.facts.block_count as f64;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a place on the map between 0 and the number of blocks"
            )]
            let file = view.file_at(drive, lba as u64);
            response.on_hover_text(file.unwrap_or_else(|| "No file".to_owned()));
        }
    }

    fn lend_ui(&mut self, ui: &mut Ui) {
        if self.is_active() || self.boot_drive().is_none() {
            return;
        }
        let palette = Palette::of(ui);
        let text = "Or lend it without a restart: the PC sees the drives at once";
        ui.label(RichText::new(text).color(palette.t2));
        if parts::button(ui, "Lend now").clicked() {
            self.boot.forget_end();
            self.send(DeskCommand::Lend(Start::Graceful));
            self.lent = Drives::Opening;
        }
    }
}

impl View for Media {
    fn hear(&mut self, _now: f64) {
        while let Some(event) = self.desk.poll_event() {
            self.take(event);
        }
    }

    fn toolbar_ui(&mut self, ui: &mut Ui, _around: &Around<'_>) -> Vec<TabWish> {
        let palette = Palette::of(ui);
        let text = match (self.lent, self.boot.is_running()) {
            _ if self.boot.has_started() => "The PC has started from the image",
            (_, true) => "Starting the PC from the image",
            (Drives::Free, _) => "Nothing is lent",
            (Drives::Opening, _) => "Lending the drives",
            (Drives::Lent, _) => "The drives are lent",
        };
        ui.label(RichText::new(text).color(palette.t2));
        if self.is_active() && parts::button(ui, "Eject and end").clicked() {
            self.send(DeskCommand::Stop);
        }
        Vec::new()
    }

    fn stage_ui(&mut self, ui: &mut Ui, around: &Around<'_>) -> Vec<TabWish> {
        self.take_dropped(ui);
        let palette = Palette::of(ui);
        ui.painter().rect_filled(ui.max_rect(), 0.0, palette.bg2);
        let status = self.status();
        if self.is_active() {
            // Rates and pauses change although nothing happens.
            ui.ctx()
                .request_repaint_after(std::time::Duration::from_millis(500));
        }
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
                    let wide = ui.available_width() >= 900.0;
                    let width = if wide {
                        // The cards have an edge of their own.
                        (ui.available_width() - space::M - 2.0).floor() / 2.0
                    } else {
                        ui.available_width()
                    };
                    let columns = |ui: &mut Ui, media: &mut Self| {
                        ui.vertical(|ui| {
                            ui.set_width(width);
                            media.drives_ui(ui, around);
                        });
                        ui.vertical(|ui| {
                            ui.set_width(width);
                            media.boot_card_ui(ui, around, status.as_ref());
                        });
                    };
                    if wide {
                        ui.horizontal_top(|ui| columns(ui, self));
                    } else {
                        ui.vertical(|ui| columns(ui, self));
                    }
                });
            });
        Vec::new()
    }

    fn is_connected(&self) -> bool {
        self.is_active()
    }

    fn disconnect(&mut self) {
        self.held = self.lent == Drives::Lent && !self.boot.is_running();
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
            (Some(disk), _) => ("CD", disk),
            (None, Some(disk)) => ("Floppy", disk),
            (None, None) => return None,
        };
        Some(format!("{title} {}", percent_text(&disk)))
    }
}

impl Media {
    fn drives_ui(&mut self, ui: &mut Ui, around: &Around<'_>) {
        for drive in [Drive::Cd, Drive::Floppy] {
            card_ui(ui, |ui| self.drive_ui(ui, around, drive));
        }
    }

    fn boot_card_ui(&mut self, ui: &mut Ui, around: &Around<'_>, status: Option<&MediaStatus>) {
        let image = match self.boot_drive() {
            Some(Drive::Cd) => self.cd.image.as_deref(),
            Some(Drive::Floppy) => self.floppy.image.as_deref(),
            None => None,
        };
        let is_free = self.lent == Drives::Free;
        let mut wish = None;
        card_ui(ui, |ui| {
            wish = media_boot::boot_ui(ui, around, &mut self.boot, image, is_free);
        });
        match wish {
            Some(BootWish::Boot) => self.send(DeskCommand::Boot),
            Some(BootWish::Consent(command)) => self.send(DeskCommand::Consent(command)),
            Some(BootWish::Stop) => self.send(DeskCommand::Stop),
            None => {}
        }
        if let Some(status) = status {
            card_ui(ui, |ui| self.progress_ui(ui, status));
        }
        if !self.is_active() && self.boot_drive().is_some() {
            card_ui(ui, |ui| self.lend_ui(ui));
        }
    }
}

/// A card as wide as its column.
fn card_ui(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    let frame = parts::card(ui);
    let inside = ui.available_width() - frame.total_margin().sum().x;
    frame.show(ui, |ui| {
        ui.set_width(inside);
        ui.spacing_mut().item_spacing.y = space::XS;
        add(ui);
    });
}

/// Where files may be dropped.
fn drop_target_ui(ui: &mut Ui, name: &str) {
    let palette = Palette::of(ui);
    let hovering = ui.input(|input| !input.raw.hovered_files.is_empty());
    let (ground, edge) = if hovering {
        (palette.sel, palette.accent)
    } else {
        (Color32::TRANSPARENT, palette.line)
    };
    Frame::new()
        .fill(ground)
        .stroke(Stroke::new(1.0, edge))
        .corner_radius(CornerRadius::same(radius::CARD))
        .inner_margin(Margin::same(16))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.vertical_centered(|ui| {
                ui.label(theme::glyph(icon::MEDIA).color(palette.t3));
                ui.label(format!("Drop an image here to lend it to {name}"));
            });
        });
}

/// What went wrong, in three lines.
pub(super) fn fault_lines_ui(ui: &mut Ui, fault: &Fault) {
    let palette = Palette::of(ui);
    parts::state_line(ui, icon::FAILED, palette.danger, fault.title());
    ui.label(RichText::new(fault.cause()).color(palette.t2));
    ui.label(RichText::new(fault.remedy()).color(palette.t2));
}

pub(super) fn heading(text: &str, color: Color32) -> RichText {
    RichText::new(text)
        .font(theme::strong(font_size::BODY))
        .color(color)
}

/// `412 MB of 6.1 GB · 3.1 MB/s · last read 2 s ago`.
fn progress_line(disk: &DriveStatus) -> String {
    let reading = &disk.reading;
    let read = size_text(reading.different_bytes);
    let mut text = format!("{read} of {}", size_text(reading.total_bytes));
    text.push_str(&format!(" · {}", rate_text(reading.rate)));
    match reading.idle {
        Some(idle) => text.push_str(&format!(" · last read {} s ago", idle.as_secs())),
        None => text.push_str(" · nothing was read yet"),
    }
    text
}

fn percent_text(disk: &DriveStatus) -> String {
    let reading = &disk.reading;
    let percent =
        u128::from(reading.different_bytes) * 100 / u128::from(reading.total_bytes.max(1));
    format!("{percent} %")
}
