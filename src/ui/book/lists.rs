//! The sheets that take lists of PCs in, and give the book out as one.

use std::path::PathBuf;

use eframe::egui::{Id, Key, RichText, ScrollArea, Ui};

use super::shelf::{SheetWish, count};
use crate::store::profile::{Format, Imported, Known};
use crate::ui::files::Chosen;
use crate::ui::language::t;
use crate::ui::parts::{self, Field};
use crate::ui::theme::{self, Palette, font_size, icon, size, space};

/// Taking a list in: which file, what is in it, what becomes of PCs that are known.
#[derive(Debug)]
pub(crate) struct ImportForm {
    path: String,
    /// What the file holds, with how many of its PCs are known.
    list: Option<(Box<Imported>, usize)>,
    known: Known,
    wrong: Option<String>,
    is_busy: bool,
    /// A file was chosen in the dialog and waits to be read.
    is_chosen: bool,
    focused: bool,
}

impl Default for ImportForm {
    fn default() -> Self {
        Self {
            path: String::new(),
            list: None,
            known: Known::Skip,
            wrong: None,
            is_busy: false,
            is_chosen: false,
            focused: false,
        }
    }
}

impl ImportForm {
    /// A form about a file that was dropped on the window, and the wish to read it.
    pub(crate) fn dropped(path: PathBuf) -> (Self, SheetWish) {
        let form = Self {
            path: path.display().to_string(),
            is_busy: true,
            ..Self::default()
        };
        (form, SheetWish::ReadList(path))
    }

    pub(super) fn refuse(&mut self, why: String) {
        self.wrong = Some(why);
        self.is_busy = false;
    }

    pub(super) fn take(&mut self, list: Box<Imported>, known: usize) {
        self.list = Some((list, known));
        self.wrong = None;
        self.is_busy = false;
    }

    /// The dialog of the system has ended.
    pub(super) fn chosen(&mut self, chosen: Chosen) {
        self.is_busy = false;
        match chosen {
            Chosen::File(path) => {
                self.path = path.display().to_string();
                (self.list, self.wrong) = (None, None);
                self.is_chosen = true;
            }
            Chosen::Nothing => {}
            Chosen::NoDialog => {
                self.wrong = Some(t!("import-no-dialog"));
            }
        }
    }

    /// Draws the sheet.
    pub(super) fn ui(&mut self, ui: &mut Ui) -> Option<SheetWish> {
        let mut wish = None;
        let closes = parts::sheet(ui, Id::unique("import"), size::FIRST_RUN, |ui| {
            title_ui(ui, &t!("import-title"));
            ui.label(RichText::new(t!("import-hint")).color(Palette::of(ui).t3));
            wish = self.file_ui(ui);
            wrong_ui(ui, self.wrong.as_deref());
            if let Some((list, known)) = &self.list {
                list_ui(ui, list, *known, &mut self.known);
            }
            ui.add_space(space::S);
            ui.horizontal(|ui| {
                let ready = self
                    .list
                    .as_ref()
                    .is_some_and(|(list, _)| !list.pcs.is_empty());
                let import = parts::primary_button(ui, &t!("import-do"), ready && !self.is_busy);
                if import.clicked()
                    && let Some((list, _)) = self.list.clone()
                {
                    self.is_busy = true;
                    wish = Some(SheetWish::Merge(list, self.known));
                }
                if parts::button(ui, &t!("cancel")).clicked() {
                    wish = Some(SheetWish::Close);
                }
            });
        });
        if closes {
            wish = Some(SheetWish::Close);
        }
        wish
    }

    /// Which file; a wish to read or to choose it.
    fn file_ui(&mut self, ui: &mut Ui) -> Option<SheetWish> {
        let mut wish = None;
        let id = Id::unique("import path");
        ui.horizontal_top(|ui| {
            let gap = ui.spacing().item_spacing.x;
            let buttons = [t!("import-read"), t!("import-choose")];
            let wide = buttons
                .iter()
                .map(|label| parts::button_width(ui, label) + gap);
            let room = wide.sum::<f32>();
            let field = Field {
                name: &t!("import-file"),
                hint: &t!("import-file-hint"),
                width: ui.available_width() - room,
                wrong: self.wrong.is_some(),
                id,
            };
            let before = self.path.clone();
            let response = field.show(ui, &mut self.path);
            if self.path != before {
                (self.list, self.wrong) = (None, None);
            }
            let entered = response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
            let (read, choose) = parts::beside_fields(ui, |ui| {
                let read = parts::button(ui, &t!("import-read")).clicked();
                (read, parts::button(ui, &t!("import-choose")).clicked())
            });
            let read = read || std::mem::take(&mut self.is_chosen);
            if (read || entered) && !self.path.trim().is_empty() && !self.is_busy {
                self.is_busy = true;
                wish = Some(SheetWish::ReadList(PathBuf::from(self.path.trim())));
            } else if choose && !self.is_busy {
                self.is_busy = true;
                wish = Some(SheetWish::Choose(ui.input(|input| input.time)));
            }
        });
        parts::focus_once(ui, &mut self.focused, id, self.path.chars().count());
        if self.is_busy {
            ui.horizontal(|ui| {
                parts::ring(ui, Palette::of(ui).accent);
                ui.label(t!("import-reading"));
            });
        }
        wish
    }
}

/// What a list holds, and what becomes of it.
fn list_ui(ui: &mut Ui, list: &Imported, known: usize, choice: &mut Known) {
    let palette = Palette::of(ui);
    let text = match known {
        0 => t!("import-all-new", pcs = count(list.pcs.len())),
        known => t!(
            "import-some-known",
            pcs = count(list.pcs.len()),
            known = known
        ),
    };
    parts::state_line(ui, icon::GOOD, palette.ok, text);
    if known > 0 {
        for (value, label) in [
            (Known::Skip, t!("import-skip")),
            (Known::Update, t!("import-update")),
            (Known::Add, t!("import-twice")),
        ] {
            ui.radio_value(choice, value, label);
        }
    }
    if list.passwords > 0 {
        let text = t!("import-passwords", count = list.passwords);
        parts::state_line(ui, icon::TRUSTED, palette.accent, text);
    }
    if !list.ignored.is_empty() {
        let text = t!("import-ignored", columns = list.ignored.join(", "));
        ui.label(RichText::new(text).color(palette.t3));
    }
    if !list.refused.is_empty() {
        let text = t!("import-left-out", count = list.refused.len());
        parts::state_line(ui, icon::WARNING, palette.warn, text);
        let rows = ScrollArea::vertical().id_salt("refused").max_height(104.0);
        rows.show_rows(ui, size::row(ui), list.refused.len(), |ui, range| {
            for (number, why) in list.refused.get(range).into_iter().flatten() {
                let text = match number {
                    0 => why.clone(),
                    _ => t!("import-entry", number = *number, why = why.as_str()),
                };
                ui.label(RichText::new(text).color(palette.t3));
            }
        });
    }
}

/// Giving the book out.
#[derive(Debug)]
pub(crate) struct ExportForm {
    path: String,
    format: Format,
    wrong: Option<String>,
    /// There is a file of this name, which one more word replaces.
    replaces: Option<PathBuf>,
    focused: bool,
}

impl Default for ExportForm {
    fn default() -> Self {
        let dirs = directories::UserDirs::new();
        let folder = dirs.map(|dirs| {
            let documents = dirs.document_dir();
            documents.unwrap_or_else(|| dirs.home_dir()).to_owned()
        });
        let path = folder.unwrap_or_default().join("pcs.csv");
        Self {
            path: path.display().to_string(),
            format: Format::Csv,
            wrong: None,
            replaces: None,
            focused: false,
        }
    }
}

impl ExportForm {
    /// There is a file of this name.
    pub(super) fn exists(&mut self, path: PathBuf) {
        self.wrong = Some(t!("export-exists"));
        self.replaces = Some(path);
    }

    /// It was not saved; why.
    pub(super) fn refuse(&mut self, why: String) {
        self.wrong = Some(why);
        self.replaces = None;
    }

    /// Draws the sheet.
    pub(super) fn ui(&mut self, ui: &mut Ui, pcs: usize) -> Option<SheetWish> {
        let mut wish = None;
        let closes = parts::sheet(ui, Id::unique("export"), size::FIRST_RUN, |ui| {
            title_ui(ui, &t!("export-title", pcs = count(pcs)));
            ui.label(RichText::new(t!("export-hint")).color(Palette::of(ui).t3));
            let before = self.format;
            for (format, label) in [
                (Format::Csv, t!("export-csv")),
                (Format::Json, t!("export-json")),
                (Format::MeshCommander, t!("export-mesh")),
            ] {
                ui.radio_value(&mut self.format, format, label);
            }
            if self.format != before {
                let end = if self.format == Format::Csv {
                    "csv"
                } else {
                    "json"
                };
                let path = PathBuf::from(&self.path).with_extension(end);
                self.path = path.display().to_string();
            }
            let field = Field {
                name: &t!("import-file"),
                hint: "",
                width: ui.available_width(),
                wrong: self.wrong.is_some(),
                id: Id::unique("export path"),
            };
            let response = field.show(ui, &mut self.path);
            if response.changed() || self.format != before {
                (self.wrong, self.replaces) = (None, None);
            }
            parts::focus_once(ui, &mut self.focused, field.id, self.path.chars().count());
            wrong_ui(ui, self.wrong.as_deref());
            let entered = response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
            ui.add_space(space::S);
            ui.horizontal(|ui| {
                let is_asked = self.replaces.is_some();
                let pressed = match is_asked {
                    true => parts::danger_button(ui, &t!("export-replace"), true).clicked(),
                    false => parts::primary_button(ui, &t!("save"), true).clicked(),
                };
                // Enter has replaced nothing yet.
                if pressed || (entered && !is_asked) {
                    let path = PathBuf::from(self.path.trim());
                    if path.is_absolute() {
                        self.wrong = None;
                        let replaces = self.replaces.as_ref() == Some(&path);
                        wish = Some(SheetWish::Export(self.format, path, replaces));
                    } else {
                        self.wrong = Some(t!("export-rootless"));
                    }
                }
                if parts::button(ui, &t!("cancel")).clicked() {
                    wish = Some(SheetWish::Close);
                }
            });
        });
        if closes {
            wish = Some(SheetWish::Close);
        }
        wish
    }
}

fn title_ui(ui: &mut Ui, title: &str) {
    let title = RichText::new(title)
        .font(theme::strong(font_size::HEADING))
        .color(Palette::of(ui).t1);
    ui.label(title);
}

fn wrong_ui(ui: &mut Ui, wrong: Option<&str>) {
    if let Some(wrong) = wrong {
        let danger = Palette::of(ui).danger;
        parts::state_line(ui, icon::FAILED, danger, RichText::new(wrong).color(danger));
    }
}
