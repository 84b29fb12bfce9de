//! The cards of both drives: which image lies in them, and what it is worth.

use std::path::{Path, PathBuf};

use eframe::egui::{
    Button, Checkbox, Color32, CornerRadius, Frame, Key, Margin, RichText, Stroke, Ui,
};

use super::recent::Remembered;
use super::words::{facts_text, size_text, warning_text};
use super::{caption_ui, fault_lines_ui, line_ui, title_ui};
use crate::session::Fault;
use crate::session::ider::{DiskImage, Drive, DriveStatus};
use crate::store::recent_images::RecentImage;
use crate::ui::language::{t, w};
use crate::ui::page::Around;
use crate::ui::parts::{self, Field};
use crate::ui::theme::{self, Palette, icon, radius, space};

/// One drive.
#[derive(Debug, Default)]
pub(super) struct Slot {
    /// What is typed into its field.
    pub(super) text: String,
    pub(super) is_opening: bool,
    pub(super) image: Option<Box<DiskImage>>,
    pub(super) fault: Option<Fault>,
    /// What is being opened, as it was named; `None` for names that are no text.
    pub(super) named: Option<String>,
    /// Another image is to take the place of this one.
    is_changing: bool,
    /// Its field is to have the focus.
    wants_focus: bool,
}

impl Slot {
    /// An image has come.
    pub(super) fn fill(&mut self, image: Box<DiskImage>) {
        *self = Self {
            image: Some(image),
            ..Self::default()
        };
    }

    /// Somebody wants to name an image.
    pub(super) const fn ask(&mut self) {
        self.is_changing = self.image.is_some();
        self.wants_focus = true;
    }
}

/// What a drive's card asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum DriveWish {
    /// Opens this file, folder or address.
    Open(String),
    /// Opens the dialog for it.
    Choose,
    /// Leaves a remembered image out from now on.
    Forget(RecentImage),
    /// Takes the image out.
    Remove,
    /// The PC may write to it, or not.
    SetWritable(bool),
    /// Saves the floppy to this file.
    Save(PathBuf),
    /// Opens the dialog for it.
    ChooseSave,
}

/// What else the cards show.
#[derive(Debug, Clone, Copy)]
pub(super) struct Drives<'a> {
    /// What was opened before, the latest first.
    pub(super) recent: &'a [Remembered],
    /// Drives are lent.
    pub(super) is_lent: bool,
    /// The system may have a dialog for files.
    pub(super) can_choose: bool,
    /// The floppy may be written to.
    pub(super) writable: bool,
}

/// Draws the card of a drive.
pub(super) fn drive_ui(
    ui: &mut Ui,
    around: &Around<'_>,
    drive: Drive,
    slot: &mut Slot,
    drives: Drives<'_>,
) -> Option<DriveWish> {
    let palette = Palette::of(ui);
    let title = match drive {
        Drive::Cd => w!("media-cd"),
        Drive::Floppy => w!("media-floppy"),
    };
    title_ui(ui, title);
    let mut wish = None;
    if let Some(image) = &slot.image {
        ui.label(RichText::new(&image.name).color(palette.t1));
        ui.label(RichText::new(facts_text(&image.facts)).color(palette.t2));
        for warning in &image.facts.warnings {
            line_ui(ui, icon::WARNING, palette.warn, warning_text(*warning));
        }
        ui.horizontal(|ui| {
            let verb = if drives.is_lent {
                w!("media-eject")
            } else {
                w!("media-remove")
            };
            let change = ui.add(Button::new(w!("media-change")));
            if change
                .accessible_name(t!("media-change-5", title = title.to_string()))
                .clicked()
            {
                slot.is_changing ^= true;
            }
            let remove = ui.add(Button::new(verb));
            if remove
                .accessible_name(t!("media-verb-drive", verb = verb, title = title))
                .clicked()
            {
                wish = Some(DriveWish::Remove);
            }
        });
    } else if drive == Drive::Floppy {
        let text = w!("media-empty-in-memory-some");
        ui.label(RichText::new(text).color(palette.t2));
    } else {
        drop_target_ui(ui, around.name);
    }
    if slot.image.is_none() || slot.is_changing {
        let opened = open_ui(ui, around, drive, slot, drives.can_choose);
        wish = wish.or(opened);
    }
    if slot.is_opening {
        ui.horizontal(|ui| {
            parts::ring(ui, Palette::of(ui).accent);
            ui.label(w!("media-looking-at-the-image"));
        });
    }
    if let Some(fault) = &slot.fault {
        fault_lines_ui(ui, fault);
    }
    if (slot.image.is_none() || slot.is_changing) && !drives.recent.is_empty() {
        caption_ui(ui, w!("media-recent"));
        for remembered in drives.recent {
            wish = wish.or(recent_ui(ui, remembered));
        }
    }
    if drive == Drive::Floppy && slot.image.is_some() && !drives.is_lent {
        let mut writable = drives.writable;
        let check = Checkbox::new(&mut writable, w!("media-the-pc-may-write"));
        if ui.add(check).changed() {
            wish = Some(DriveWish::SetWritable(writable));
        }
        caption_ui(ui, w!("media-the-file-stays-as"));
    }
    wish
}

/// A line of what was opened before. What is gone says so, and can be left out.
fn recent_ui(ui: &mut Ui, remembered: &Remembered) -> Option<DriveWish> {
    let palette = Palette::of(ui);
    let image = &remembered.image;
    if !remembered.is_missing {
        let clicked = parts::link(ui, &image.image).clicked();
        return clicked.then(|| DriveWish::Open(image.image.clone()));
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        ui.label(theme::glyph(icon::WARNING).color(palette.warn));
        ui.label(RichText::new(&image.image).color(palette.t3));
        ui.label(RichText::new(w!("media-not-there-now")).color(palette.t2));
        let forget = parts::link(ui, w!("media-forget"));
        let forget =
            forget.accessible_name(t!("media-forget-named", image = image.image.to_string()));
        forget.clicked().then(|| DriveWish::Forget(image.clone()))
    })
    .inner
}

/// The ways to an image: typed, or chosen in the system's dialog.
fn open_ui(
    ui: &mut Ui,
    around: &Around<'_>,
    drive: Drive,
    slot: &mut Slot,
    can_choose: bool,
) -> Option<DriveWish> {
    let (name, label, salt, choose) = match drive {
        Drive::Cd => (
            w!("media-image-for-the-cd"),
            w!("media-open-cd"),
            "cd image",
            w!("media-choose-cd-image"),
        ),
        Drive::Floppy => (
            w!("media-image-for-the-floppy"),
            w!("media-open-floppy"),
            "floppy image",
            w!("media-choose-floppy-image"),
        ),
    };
    let mut wish = None;
    ui.add_space(space::XS);
    let field = Field {
        name,
        hint: w!("media-file-folder-or-web"),
        width: beside(ui, label, can_choose),
        wrong: slot.fault.is_some(),
        id: around.part(salt),
    };
    ui.horizontal(|ui| {
        let response = field.show(ui, &mut slot.text);
        if std::mem::take(&mut slot.wants_focus) {
            response.request_focus();
            response.scroll_to_me(None);
        }
        let enter = ui.input(|input| input.key_pressed(Key::Enter));
        let is_entered = response.lost_focus() && enter;
        parts::beside_fields(ui, |ui| {
            if parts::button(ui, label).clicked() || is_entered {
                wish = Some(DriveWish::Open(slot.text.clone()));
            }
            if can_choose {
                let button = parts::button(ui, w!("media-choose")).accessible_name(choose);
                if button.clicked() {
                    wish = Some(DriveWish::Choose);
                }
            }
        });
    });
    wish
}

/// Draws what the PC has written to the floppy, and where it may be saved.
pub(super) fn save_ui(
    ui: &mut Ui,
    around: &Around<'_>,
    text: &mut String,
    disk: &DriveStatus,
    can_choose: bool,
) -> Option<DriveWish> {
    let palette = Palette::of(ui);
    let changed = u64::try_from(disk.changed_blocks).unwrap_or(u64::MAX);
    let changed = size_text(changed.saturating_mul(512));
    title_ui(ui, w!("media-changes-to-the-floppy"));
    let words = t!(
        "media-changed-kept",
        changed = changed,
        name = disk.name.clone()
    );
    ui.label(RichText::new(words).color(palette.t2));
    ui.add_space(space::XS);
    let field = Field {
        name: w!("media-save-the-floppy-as"),
        hint: w!("media-file"),
        width: beside(ui, w!("media-save"), can_choose),
        wrong: false,
        id: around.part("save floppy"),
    };
    let mut wish = None;
    ui.horizontal(|ui| {
        field.show(ui, text);
        parts::beside_fields(ui, |ui| {
            let path = text.trim();
            if parts::button(ui, w!("media-save")).clicked() && !path.is_empty() {
                wish = Some(DriveWish::Save(PathBuf::from(path)));
            }
            if can_choose {
                let button = parts::button(ui, w!("media-choose"));
                if button
                    .accessible_name(w!("media-choose-where-to-save"))
                    .clicked()
                {
                    wish = Some(DriveWish::ChooseSave);
                }
            }
        });
    });
    wish
}

/// `rescue-changed.img` for `rescue.img`.
pub(super) fn saved_name(name: &str) -> String {
    let path = Path::new(name);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    format!("{stem}-changed.img")
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
                ui.label(t!("media-drop-an-image-here", name = name.to_string()));
            });
        });
}

/// Width of a field that shares its row with this button, and perhaps with the one for the dialog.
fn beside(ui: &Ui, label: &str, can_choose: bool) -> f32 {
    let gap = ui.spacing().item_spacing.x;
    let mut room = parts::button_width(ui, label) + gap;
    if can_choose {
        room += parts::button_width(ui, w!("media-choose")) + gap;
    }
    (ui.available_width() - room).max(120.0)
}
