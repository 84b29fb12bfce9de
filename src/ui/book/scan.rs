//! The sheet that looks for PCs in a range of addresses.

use std::net::IpAddr;

use eframe::egui::{Id, Key, RichText, ScrollArea, Ui};

use super::shelf::{SheetWish, count};
use crate::session::flow::scan::{ScanHandle, Scanned, Seen, parse_range};
use crate::store::profile::{Book, Profile, Twins};
use crate::ui::connect::upper_first;
use crate::ui::language::t;
use crate::ui::parts::{self, Field};
use crate::ui::said::said;
use crate::ui::theme::{self, Palette, font_size, icon, size, space};

/// Which range, and how far the scan is.
#[derive(Debug, Default)]
pub(crate) struct ScanForm {
    range: String,
    group: String,
    wrong: Option<String>,
    scan: Option<ScanHandle>,
    /// PCs that were saved when it began.
    twins: Option<Twins>,
    focused: bool,
}

impl ScanForm {
    /// The scan that the window has started.
    pub(crate) fn began(&mut self, scan: ScanHandle, book: &Book) {
        self.scan = Some(scan);
        self.twins = Some(book.twins());
    }

    /// Draws the sheet.
    pub(super) fn ui(&mut self, ui: &mut Ui) -> Option<SheetWish> {
        let mut wish = None;
        let closes = parts::sheet(ui, Id::unique("scan"), size::FIRST_RUN, |ui| {
            let title = RichText::new(t!("scan-title"))
                .font(theme::strong(font_size::HEADING))
                .color(Palette::of(ui).t1);
            ui.label(title);
            let is_running = self.scan.as_ref().is_some_and(ScanHandle::is_running);
            wish = self.range_ui(ui, is_running);
            if let Some(wrong) = &self.wrong {
                let danger = Palette::of(ui).danger;
                let text = RichText::new(wrong).color(danger);
                parts::state_line(ui, icon::FAILED, danger, text);
            }
            let mut new = Vec::new();
            if let (Some(scan), Some(twins)) = (&self.scan, &self.twins) {
                new = scan.with(|scanned| scanned_ui(ui, scanned, twins, is_running));
            }
            ui.add_space(space::S);
            self.buttons_ui(ui, is_running, new, &mut wish);
        });
        if closes {
            wish = Some(SheetWish::Close);
        }
        wish
    }

    fn range_ui(&mut self, ui: &mut Ui, is_running: bool) -> Option<SheetWish> {
        let mut wish = None;
        let id = Id::unique("scan range");
        ui.add_enabled_ui(!is_running, |ui| {
            ui.horizontal_top(|ui| {
                let field = Field {
                    name: &t!("scan-addresses"),
                    hint: &t!("scan-addresses-hint"),
                    width: ui.available_width() - 88.0 - space::S,
                    wrong: self.wrong.is_some(),
                    id,
                };
                let response = field.show(ui, &mut self.range);
                let entered = response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
                // What comes next is in the other button once something was found.
                let look = parts::beside_fields(ui, |ui| match self.scan.is_some() {
                    true => parts::button(ui, &t!("scan-do")).clicked(),
                    false => parts::primary_button(ui, &t!("scan-do"), true).clicked(),
                });
                if entered || look {
                    match parse_range(self.range.trim()) {
                        Ok(addresses) => {
                            self.wrong = None;
                            wish = Some(SheetWish::Scan(addresses));
                        }
                        Err(error) => self.wrong = Some(said(&upper_first(&error.to_string()))),
                    }
                }
            });
        });
        parts::focus_once(ui, &mut self.focused, id, 0);
        wish
    }

    fn buttons_ui(
        &mut self,
        ui: &mut Ui,
        is_running: bool,
        new: Vec<IpAddr>,
        wish: &mut Option<SheetWish>,
    ) {
        if !new.is_empty() && !is_running {
            let field = Field {
                name: &t!("edit-group"),
                hint: &t!("scan-group"),
                width: 220.0,
                wrong: false,
                id: Id::unique("scan group"),
            };
            field.show(ui, &mut self.group);
        }
        ui.horizontal(|ui| {
            if is_running {
                if parts::button(ui, &t!("scan-stop")).clicked()
                    && let Some(scan) = &self.scan
                {
                    scan.stop();
                }
            } else if !new.is_empty() {
                let label = t!("scan-add", pcs = count(new.len()));
                if parts::primary_button(ui, &label, true).clicked() {
                    let group = Some(self.group.trim()).filter(|group| !group.is_empty());
                    let group = group.map_or_else(|| t!("scan-group"), str::to_owned);
                    let profile = |address: &IpAddr| Profile {
                        group: Some(group.clone()),
                        ..Profile::new(address.to_string(), text_of(*address))
                    };
                    *wish = Some(SheetWish::AddFound(new.iter().map(profile).collect()));
                }
            }
            if parts::button(ui, &t!("close")).clicked() {
                *wish = Some(SheetWish::Close);
            }
        });
    }
}

/// An address as the book has it.
fn text_of(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
    }
}

/// How far it is, and what answers; gives those that are not saved yet.
fn scanned_ui(ui: &mut Ui, scanned: &Scanned, twins: &Twins, is_running: bool) -> Vec<IpAddr> {
    let palette = Palette::of(ui);
    let Scanned { done, of, found } = scanned;
    let part = ratio(*done, *of);
    let text = match (is_running, done == of) {
        (true, _) => t!("scan-running", done = *done, of = *of),
        (false, true) => t!("scan-done", of = *of),
        (false, false) => t!("scan-stopped", done = *done, of = *of),
    };
    parts::progress_bar(ui, part, &t!("scan-progress"));
    let found_text = match found.len() {
        0 if is_running => t!("scan-nothing-yet"),
        0 => t!("scan-nothing"),
        n => t!("scan-answer", pcs = count(n)),
    };
    ui.label(RichText::new(format!("{text}, {found_text}")).color(palette.t2));
    let known = |address: &IpAddr| {
        let pc = Profile::new("", text_of(*address));
        twins.of(&pc).map(str::to_owned)
    };
    if !found.is_empty() {
        let rows = ScrollArea::vertical().id_salt("found").max_height(208.0);
        rows.show_rows(ui, size::row(ui), found.len(), |ui, range| {
            for (address, seen) in found.get(range).into_iter().flatten() {
                found_ui(ui, *address, seen, known(address));
            }
        });
    }
    let addresses = found.iter().map(|(address, _)| *address);
    addresses
        .filter(|address| known(address).is_none())
        .collect()
}

fn found_ui(ui: &mut Ui, address: IpAddr, seen: &Seen, known: Option<String>) {
    let palette = Palette::of(ui);
    ui.horizontal(|ui| {
        ui.set_height(size::row(ui));
        ui.label(theme::glyph(icon::GOOD).color(palette.ok));
        ui.label(RichText::new(address.to_string()).color(palette.t1));
        let encryption = match (seen.encrypted, seen.plain) {
            (true, _) => t!("scan-encrypted"),
            (false, _) => t!("scan-plain"),
        };
        let mut text = encryption;
        if let Some(server) = &seen.server {
            text = format!("{text}, {server}");
        }
        if let Some(name) = known {
            text = format!("{text}, {}", t!("scan-saved-as", name = name));
        }
        ui.label(RichText::new(text).color(palette.t3));
    });
}

/// A part of a whole, 0 to 1.
fn ratio(done: usize, of: usize) -> f32 {
    let exact = |n: usize| f32::from(u16::try_from(n).unwrap_or(u16::MAX));
    if of == 0 {
        1.0
    } else {
        exact(done) / exact(of)
    }
}
