//! What was done to which PC; what its user sees of it; what is read and what is stored.

use eframe::egui::{Button, Label, RichText, ScrollArea, Sense, TextEdit, Ui};
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use super::journal_words;
use super::language::t;
use super::parts;
use super::theme::{self, Palette, font_size, icon, size, space};
use crate::session::Fault;
use crate::store::journal::{Deed, History, to_csv};
use crate::store::paths::Folder;
use crate::ui::said::Told as _;

/// The page of a tab.
#[derive(Debug, Default)]
pub(crate) struct JournalPage {
    /// Everything that was read; `None`: not yet.
    history: Option<Result<History, Fault>>,
    filter: String,
    /// It was asked to be read.
    is_asked: bool,
    /// The filter is to take the focus.
    wants_focus: bool,
}

/// What the page asks for.
#[derive(Debug)]
pub(crate) enum JournalWish {
    Read,
    /// A file of comma-separated values.
    Export(String),
}

impl JournalPage {
    /// Somebody looks for an entry: true where there is one.
    pub(crate) const fn find(&mut self) -> bool {
        let has_deeds = matches!(self.history, Some(Ok(_)));
        self.wants_focus = has_deeds;
        has_deeds
    }

    /// The journal was read.
    pub(crate) fn take(&mut self, history: Result<History, Fault>) {
        self.history = Some(history);
    }

    /// Draws the page.
    ///
    /// * `folder`: where everything is stored; without one nothing is.
    pub(crate) fn ui(&mut self, ui: &mut Ui, folder: Option<&Folder>) -> Option<JournalWish> {
        let palette = Palette::of(ui);
        ui.painter().rect_filled(ui.max_rect(), 0.0, palette.bg2);
        let mut wish = None;
        if folder.is_some() && !std::mem::replace(&mut self.is_asked, true) {
            wish = Some(JournalWish::Read);
        }
        parts::column(ui, "journal", WIDTH_PT, |ui| {
            let title = RichText::new(t!("tab-journal"))
                .font(theme::strong(font_size::TITLE))
                .color(palette.t1);
            ui.label(title);
            facts_ui(ui, folder);
            ui.add_space(space::L);
            if folder.is_some() {
                wish = wish.take().or(self.deeds_ui(ui));
            }
        });
        wish
    }

    fn deeds_ui(&mut self, ui: &mut Ui) -> Option<JournalWish> {
        let palette = Palette::of(ui);
        let history = match &self.history {
            None => {
                ui.horizontal(|ui| {
                    parts::ring(ui, Palette::of(ui).accent);
                    ui.label(t!("journal-reading"));
                });
                return None;
            }
            Some(Err(fault)) => {
                parts::state_line(ui, icon::FAILED, palette.danger, fault.told_title());
                ui.label(fault.told_cause());
                ui.label(fault.told_remedy());
                let again = parts::button(ui, &t!("try-again")).clicked();
                return again.then_some(JournalWish::Read);
            }
            Some(Ok(history)) => history,
        };
        let mut wish = None;
        let filter = self.filter.trim().to_lowercase();
        let passes = |deed: &&Deed| filter.is_empty() || contains(deed, &filter);
        let deeds: Vec<&Deed> = history.deeds.iter().rev().filter(passes).collect();
        ui.horizontal(|ui| {
            let hint = RichText::new(t!("journal-filter")).color(palette.t3);
            let field = TextEdit::singleline(&mut self.filter)
                .hint_text(hint)
                .char_limit(300)
                .desired_width(220.0);
            let field = ui.add(field).accessible_name(t!("journal-filter"));
            if std::mem::take(&mut self.wants_focus) {
                field.request_focus();
                field.scroll_to_me(None);
            }
            let copies =
                || -> Vec<Deed> { deeds.iter().rev().map(|deed| (*deed).clone()).collect() };
            if ui
                .add(Button::new(t!("copy")))
                .on_hover_text(t!("journal-copy-tip"))
                .clicked()
            {
                ui.ctx().copy_text(to_csv(&copies()));
            }
            if ui
                .add(Button::new(t!("journal-export")))
                .on_hover_text(t!("journal-export-tip"))
                .clicked()
            {
                wish = Some(JournalWish::Export(to_csv(&copies())));
            }
            if parts::icon_button(
                ui,
                icon::REFRESH,
                &t!("journal-again"),
                &t!("journal-again-tip"),
            )
            .clicked()
            {
                wish = Some(JournalWish::Read);
            }
        });
        let count = match (deeds.len(), history.deeds.len()) {
            (shown, all) if shown == all => t!("journal-count", count = all),
            (shown, all) => t!("journal-count-of", shown = shown, count = all),
        };
        let damaged = match history.damaged {
            0 => String::new(),
            n => format!(", {}", t!("journal-damaged", count = n)),
        };
        let count = RichText::new(format!("{count}{damaged}"));
        if !history.deeds.is_empty() || history.damaged > 0 {
            ui.label(count.size(font_size::CAPTION).color(palette.t3));
        }
        if deeds.is_empty() {
            let text = match history.deeds.is_empty() {
                true => t!("journal-empty"),
                false => t!("journal-no-match"),
            };
            ui.label(RichText::new(text).color(palette.t2));
        }
        let list = ScrollArea::vertical().id_salt("deeds").max_height(LIST_PT);
        list.show_rows(ui, size::row(ui), deeds.len(), |ui, range| {
            for deed in deeds.get(range).into_iter().flatten() {
                deed_ui(ui, deed);
            }
        });
        wish
    }
}

fn contains(deed: &Deed, filter: &str) -> bool {
    line_of(deed).to_lowercase().contains(filter)
}

/// A deed as one line of text.
fn line_of(deed: &Deed) -> String {
    let when = deed.began.format(TIME).unwrap_or_default();
    format!("{when}  {}", journal_words::words(deed).join(", "))
}

fn deed_ui(ui: &mut Ui, deed: &Deed) {
    let palette = Palette::of(ui);
    let (glyph, color) = match deed.outcome.as_deref() {
        Some("done") => (icon::GOOD, palette.ok),
        Some(_) => (icon::WARNING, palette.warn),
        None => (icon::LATER, palette.ctl),
    };
    ui.horizontal(|ui| {
        ui.set_height(size::row(ui));
        ui.label(theme::glyph(glyph).color(color));
        let text = RichText::new(line_of(deed)).color(palette.t2);
        ui.add(Label::new(text).truncate().sense(Sense::hover()));
    });
}

/// In plain words, for whoever asks.
fn facts_ui(ui: &mut Ui, folder: Option<&Folder>) {
    let palette = Palette::of(ui);
    let stored = match folder {
        Some(folder) => {
            let path = folder.journal().display().to_string();
            t!("journal-stored", path = path)
        }
        None => t!("journal-nothing-stored"),
    };
    for (title, text) in [
        (t!("journal-sees"), t!("journal-sees-about")),
        (t!("journal-read"), t!("journal-read-about")),
        (t!("journal-stores"), stored),
        (t!("journal-never"), t!("journal-never-about")),
    ] {
        ui.add_space(space::S);
        let title = RichText::new(title)
            .font(theme::strong(font_size::BODY))
            .color(palette.t1);
        ui.label(title);
        ui.label(RichText::new(text).color(palette.t2));
    }
}

const TIME: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day] [hour]:[minute]");

/// Widest column.
const WIDTH_PT: f32 = 800.0;

/// Height of the list.
const LIST_PT: f32 = 420.0;
