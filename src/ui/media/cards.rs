//! The cards of the view: both drives, the start from an image, what is read, and the news.

use eframe::egui::{RichText, Ui};

use super::boot::{self, BootWish, Subject};
use super::drives::{self, Drives};
use super::view::{Lending, Losing, Media};
use super::{caption_ui, card_ui, line_ui, reading};
use crate::session::ider::desk::DeskCommand;
use crate::session::ider::{Drive, DriveStatus, MediaStatus, Start};
use crate::ui::language::w;
use crate::ui::page::{Around, Page};
use crate::ui::pane::TabWish;
use crate::ui::parts;
use crate::ui::theme::{Palette, icon};

impl Media {
    pub(super) fn drives_ui(
        &mut self,
        ui: &mut Ui,
        around: &Around<'_>,
        status: Option<&MediaStatus>,
    ) {
        let floppy = status.and_then(|status| status.floppy.as_ref());
        if let Some(disk) = floppy.filter(|disk| disk.changed_blocks > 0) {
            card_ui(ui, |ui| self.changes_ui(ui, around, disk));
        }
        for drive in [Drive::Cd, Drive::Floppy] {
            let recent: Vec<_> = self.recent.of(drive).cloned().collect();
            let drives = Drives {
                recent: &recent,
                is_lent: self.is_active(),
                can_choose: self.can_choose(),
                writable: self.writable,
            };
            let slot = self.slot(drive);
            let mut wish = None;
            card_ui(ui, |ui| {
                wish = drives::drive_ui(ui, around, drive, slot, drives);
            });
            if let Some(wish) = wish {
                self.obey(drive, wish, around.now);
            }
        }
        if self.has_no_dialog {
            let text = w!("media-this-system-has-no");
            caption_ui(ui, text);
        }
    }

    /// What the PC wrote to the floppy.
    fn changes_ui(&mut self, ui: &mut Ui, around: &Around<'_>, disk: &DriveStatus) {
        let can_choose = self.can_choose();
        let wish = drives::save_ui(ui, around, &mut self.save_as, disk, can_choose);
        if let Some(wish) = wish {
            self.obey(Drive::Floppy, wish, around.now);
        }
        let Some(losing) = self.asks_to_lose else {
            return;
        };
        let palette = Palette::of(ui);
        let text = w!("media-these-changes-are-not");
        line_ui(ui, icon::WARNING, palette.warn, text);
        ui.horizontal(|ui| {
            let keep = parts::button(ui, w!("media-keep-them"));
            if keep.clicked() {
                self.asks_to_lose = None;
            }
            parts::focus_at_first(ui, &keep);
            if parts::danger_button(ui, w!("media-eject-without-saving"), true).clicked() {
                self.asks_to_lose = None;
                match losing {
                    Losing::Floppy => self.remove(Drive::Floppy),
                    Losing::Everything => self.send(DeskCommand::Stop),
                }
            }
        });
    }

    pub(super) fn boot_card_ui(
        &mut self,
        ui: &mut Ui,
        around: &Around<'_>,
        status: Option<&MediaStatus>,
    ) -> Option<TabWish> {
        let drive = self.boot_drive();
        let (image, estimate) = match drive {
            Some(Drive::Cd) => (self.cd.image.as_deref(), self.estimate),
            Some(Drive::Floppy) => (self.floppy.image.as_deref(), None),
            None => (None, None),
        };
        let subject = image.map(|image| Subject {
            image,
            estimate,
            is_free: self.lent == Lending::Free,
        });
        let disk = status.and_then(|status| match drive? {
            Drive::Cd => status.cd.as_ref(),
            Drive::Floppy => status.floppy.as_ref(),
        });
        let (state, choices) = (&mut self.boot, &mut self.choices);
        let mut asked = None;
        card_ui(ui, |ui| {
            asked = boot::boot_ui(ui, around, state, choices, subject, disk);
        });
        let mut wish = None;
        match asked {
            Some(BootWish::Boot(wishes)) => {
                self.presses.is_new_start = true;
                self.send(DeskCommand::Boot(wishes));
            }
            Some(BootWish::Consent(command)) => self.send(DeskCommand::Consent(command)),
            Some(BootWish::PressEnter) => self.presses.wanted += 1,
            Some(BootWish::ShowScreen) => wish = Some(TabWish::Show(Page::Screen)),
            Some(BootWish::Stop) => self.send(DeskCommand::Stop),
            None => {}
        }
        if let (Some(status), Some(view)) = (status, &self.view) {
            let own_floppy = self.floppy.image.is_some();
            card_ui(ui, |ui| reading::reading_ui(ui, status, view, own_floppy));
        }
        if let Some(news) = &self.news {
            card_ui(ui, |ui| news.ui(ui));
        }
        if !self.is_active() && drive.is_some() {
            card_ui(ui, |ui| self.lend_ui(ui));
        }
        wish
    }

    fn lend_ui(&mut self, ui: &mut Ui) {
        let palette = Palette::of(ui);
        let text = w!("media-or-lend-it-without");
        ui.label(RichText::new(text).color(palette.t2));
        if parts::button(ui, w!("media-lend-now")).clicked() {
            self.boot.forget_end();
            self.send(DeskCommand::Lend(Start::Graceful));
            self.lent = Lending::Opening;
        }
    }
}
