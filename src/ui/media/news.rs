//! What happened last to the drives, in words.

use eframe::egui::{RichText, Ui};

use super::line_ui;
use crate::session::Fault;
use crate::ui::said::Told as _;
use crate::ui::theme::{Palette, icon};

/// What happened to the drives.
#[derive(Debug)]
pub(super) enum News {
    Good(String),
    Note(String),
    Trouble(Box<[String; 3]>),
}

impl News {
    pub(super) fn trouble(fault: &Fault) -> Self {
        let lines = [fault.told_title(), fault.told_cause(), fault.told_remedy()];
        Self::Trouble(Box::new(lines))
    }

    pub(super) fn ui(&self, ui: &mut Ui) {
        let palette = Palette::of(ui);
        match self {
            Self::Good(text) => line_ui(ui, icon::GOOD, palette.ok, text),
            Self::Note(text) => line_ui(ui, icon::WARNING, palette.warn, text),
            Self::Trouble(lines) => {
                let [title, cause, remedy] = lines.as_ref();
                line_ui(ui, icon::FAILED, palette.danger, title);
                ui.label(RichText::new(cause).color(palette.t2));
                ui.label(RichText::new(remedy).color(palette.t2));
            }
        }
    }
}
