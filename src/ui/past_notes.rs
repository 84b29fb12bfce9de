//! The notices of this window so far, the latest first: who was on the phone reads them later.

use std::collections::VecDeque;

use eframe::egui::{Id, RichText, ScrollArea, Ui};
use time::OffsetDateTime;

use super::language::w;
use super::notice::Weight;
use super::parts;
use super::start::time_of_day;
use super::theme::{self, Palette, font_size, icon, size, space};

/// What was said.
#[derive(Debug, Default)]
pub(super) struct PastNotes {
    notes: VecDeque<PastNote>,
    is_open: bool,
}

#[derive(Debug)]
struct PastNote {
    at: OffsetDateTime,
    weight: Weight,
    title: String,
    text: String,
}

/// Most notices that are remembered.
const NOTES: usize = 200;

impl PastNotes {
    /// Remembers one; the oldest goes if there are too many.
    pub(super) fn add(&mut self, at: OffsetDateTime, weight: Weight, title: &str, text: &str) {
        self.notes.push_front(PastNote {
            at,
            weight,
            title: title.to_owned(),
            text: text.to_owned(),
        });
        self.notes.truncate(NOTES);
    }

    /// Nothing was said yet.
    pub(super) fn is_empty(&self) -> bool {
        self.notes.is_empty()
    }

    /// Opens the sheet, or closes it.
    pub(super) const fn toggle(&mut self) {
        self.is_open = !self.is_open;
    }

    /// Draws the sheet if it is open.
    pub(super) fn ui(&mut self, ui: &Ui) {
        if !self.is_open {
            return;
        }
        let closes = parts::sheet(ui, Id::unique("past notes"), size::FIRST_RUN, |ui| {
            let palette = Palette::of(ui);
            let title = RichText::new(w!("past-notes-title"))
                .font(theme::strong(font_size::HEADING))
                .color(palette.t1);
            ui.label(title);
            if self.notes.is_empty() {
                ui.label(RichText::new(w!("past-notes-none")).color(palette.t3));
            }
            ScrollArea::vertical()
                .id_salt("past notes")
                .max_height(LIST_PT)
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    for note in &self.notes {
                        note_ui(ui, note);
                    }
                });
            ui.add_space(space::S);
            ui.horizontal(|ui| {
                if !self.notes.is_empty() && parts::button(ui, w!("past-notes-copy")).clicked() {
                    ui.ctx().copy_text(self.report());
                }
            });
        });
        self.is_open = !closes;
    }

    /// All of them as text.
    fn report(&self) -> String {
        let line = |note: &PastNote| match note.text.as_str() {
            "" => format!("{} {}\n", time_of_day(note.at), note.title),
            text => format!("{} {}. {text}\n", time_of_day(note.at), note.title),
        };
        self.notes.iter().map(line).collect()
    }
}

fn note_ui(ui: &mut Ui, note: &PastNote) {
    let palette = Palette::of(ui);
    let (glyph, color) = match note.weight {
        Weight::Information => (icon::GOOD, palette.ok),
        Weight::Warning => (icon::WARNING, palette.warn),
    };
    ui.add_space(space::XS);
    ui.horizontal(|ui| {
        let time = RichText::new(time_of_day(note.at)).font(theme::mono(font_size::NUMBER));
        ui.label(time.color(palette.t3));
        let title = RichText::new(&note.title).color(palette.t1);
        parts::state_line(ui, glyph, color, title);
    });
    if !note.text.is_empty() {
        ui.label(RichText::new(&note.text).color(palette.t2));
    }
}

/// Height of the list.
const LIST_PT: f32 = 420.0;

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn the_latest_stands_first_and_there_is_an_end() {
        let mut past = PastNotes::default();
        assert!(past.is_empty());
        let at = datetime!(2026-11-23 10:42:07 +1);
        past.add(
            at,
            Weight::Warning,
            "Connection lost",
            "The PC stopped answering",
        );
        past.add(at, Weight::Information, "Screenshot saved", "");
        assert_eq!(
            past.report(),
            "10:42:07 Screenshot saved\n10:42:07 Connection lost. The PC stopped answering\n"
        );
        for _ in 0..2 * NOTES {
            past.add(at, Weight::Information, "x", "");
        }
        assert_eq!(past.notes.len(), NOTES);
    }
}
