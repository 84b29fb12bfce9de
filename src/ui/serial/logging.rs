//! The panel of logs: begin one, save what is there already, play one back.

use std::path::PathBuf;

use eframe::egui::{Align2, RadioButton, RichText, TextEdit, Ui};
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use crate::session::sol::LogFormat;
use crate::ui::language::{t, w};
use crate::ui::page::Around;
use crate::ui::parts;
use crate::ui::theme::{Palette, icon, size};

/// The panel, as long as it is open.
#[derive(Debug)]
pub(super) struct LogForm {
    /// Where a log goes.
    pub(super) log: String,
    pub(super) format: LogFormat,
    /// What is to be played.
    pub(super) play: String,
    /// A file is being read.
    pub(super) is_loading: bool,
    /// The system has a dialog for files.
    pub(super) can_choose: bool,
}

/// What the person asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Nothing,
    ChooseLog,
    Begin,
    End,
    SaveText,
    ChoosePlay,
    Play,
    Close,
}

impl LogForm {
    /// A form that suggests a file.
    pub(super) fn new(suggestion: Option<PathBuf>) -> Self {
        let log = suggestion.map(|path| path.display().to_string());
        Self {
            log: log.unwrap_or_default(),
            format: LogFormat::Text,
            play: String::new(),
            is_loading: false,
            can_choose: false,
        }
    }

    /// The file name follows the format, as far as it has one of our extensions.
    fn set_format(&mut self, format: LogFormat) {
        let path = PathBuf::from(self.log.trim());
        let ours = path
            .extension()
            .is_some_and(|known| formats().iter().any(|(_, _, own)| known == *own));
        if ours && let Some((_, _, own)) = formats().iter().find(|(other, ..)| *other == format) {
            self.log = path.with_extension(own).display().to_string();
        }
        self.format = format;
    }

    /// * `under_way`: the log that is being written, if there is one;
    /// * `can_begin`: there is something to log.
    pub(super) fn ui(
        &mut self,
        ui: &Ui,
        around: &Around<'_>,
        under_way: Option<&str>,
        can_begin: bool,
    ) -> Answer {
        let mut answer = Answer::Nothing;
        parts::floating(ui, around.part("serial log"), Align2::RIGHT_TOP, |ui| {
            ui.set_width(WIDTH_PT.min(ui.available_width()));
            let palette = Palette::of(ui);
            let close = (w!("serial-close-log-panel"), w!("kvm-close"));
            if parts::panel_head(ui, (icon::LOG, palette.accent), w!("serial-log"), close) {
                answer = Answer::Close;
            }
            match under_way {
                Some(path) => {
                    let text = t!("serial-what-the-pc-writes", path = path.to_string());
                    ui.label(RichText::new(text).color(palette.t2));
                    if parts::button(ui, w!("serial-end-log")).clicked() {
                        answer = Answer::End;
                    }
                }
                None => self.begin_ui(ui, around, can_begin, &mut answer),
            }
            ui.separator();
            self.play_ui(ui, around, &mut answer);
        });
        answer
    }

    fn begin_ui(&mut self, ui: &mut Ui, around: &Around<'_>, can_begin: bool, answer: &mut Answer) {
        let mut chosen = self.format;
        for (format, label, _) in formats() {
            let button = RadioButton::new(chosen == format, label);
            if ui.add(button).clicked() {
                chosen = format;
            }
        }
        if chosen != self.format {
            self.set_format(chosen);
        }
        let field = path_ui(
            ui,
            around,
            ("log file", w!("serial-log-file")),
            &mut self.log,
            self.can_choose,
        );
        if field {
            *answer = Answer::ChooseLog;
        }
        ui.horizontal(|ui| {
            let possible = can_begin && !self.log.trim().is_empty();
            if parts::primary_button(ui, w!("serial-begin-log"), possible).clicked() {
                *answer = Answer::Begin;
            }
            if parts::button(ui, w!("serial-save-text-so-far"))
                .on_hover_text(w!("serial-screen-and-history-as"))
                .clicked()
            {
                *answer = Answer::SaveText;
            }
        });
        let hint = w!("serial-what-you-type-is");
        ui.label(RichText::new(hint).color(Palette::of(ui).t3));
    }

    fn play_ui(&mut self, ui: &mut Ui, around: &Around<'_>, answer: &mut Answer) {
        let names = ("play file", w!("serial-play-a-log"));
        if path_ui(ui, around, names, &mut self.play, self.can_choose) {
            *answer = Answer::ChoosePlay;
        }
        let possible = !self.play.trim().is_empty() && !self.is_loading;
        ui.add_enabled_ui(possible, |ui| {
            let name = if self.is_loading {
                w!("serial-reading")
            } else {
                w!("serial-play")
            };
            if parts::button(ui, name).clicked() {
                *answer = Answer::Play;
            }
        });
    }
}

/// A field for a path, and a button for the dialog of the system if it has one; true if that was pressed.
fn path_ui(
    ui: &mut Ui,
    around: &Around<'_>,
    (salt, name): (&str, &str),
    text: &mut String,
    can_choose: bool,
) -> bool {
    let label = ui.label(RichText::new(name).color(Palette::of(ui).t3));
    let mut asked = false;
    ui.horizontal(|ui| {
        let button = if can_choose {
            size::control(ui) + CHOOSE_PT
        } else {
            0.0
        };
        let width = (ui.available_width() - button).max(CHOOSE_PT);
        let field = TextEdit::singleline(text)
            .id(around.part(salt))
            .desired_width(width)
            .char_limit(PATH_CHARS);
        ui.add(field).labelled_by(label.id);
        if can_choose {
            let choose = parts::button(ui, w!("media-choose"));
            asked = choose
                .accessible_name(t!("serial-choose", name = name.to_string()))
                .clicked();
        }
    });
    asked
}

/// A name for a log that begins now: the PC, and the time of day.
pub(super) fn file_name(pc: &str, now: OffsetDateTime, extension: &str) -> String {
    const TIME: &[BorrowedFormatItem<'_>] =
        format_description!("[year]-[month]-[day] [hour].[minute].[second]");
    let allowed = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    let safe: String = pc
        .chars()
        .map(|c| if allowed(c) { c } else { '_' })
        .take(80)
        .collect();
    let time = now.format(TIME).unwrap_or_default();
    let safe = safe.trim_start_matches('.');
    format!("{safe} serial {time}.{extension}")
}

/// What can be written: what it is called, and how its files end.
fn formats() -> [(LogFormat, &'static str, &'static str); 3] {
    [
        (LogFormat::Text, w!("serial-lines-of-text-each"), "log"),
        (LogFormat::Cast, w!("serial-recording-to-be-played"), "cast"),
        (LogFormat::Raw, w!("serial-bytes-as-they-come"), "raw"),
    ]
}

/// Width of the panel.
const WIDTH_PT: f32 = 400.0;
/// Room for the button beside a path.
const CHOOSE_PT: f32 = 80.0;
/// Longest path that can be typed.
const PATH_CHARS: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn files_are_named_by_pc_and_time_and_cannot_leave_their_folder() {
        let noon = datetime!(2026-11-22 10:42:07 +1);
        assert_eq!(
            file_name("lab 12", noon, "log"),
            "lab_12 serial 2026-11-22 10.42.07.log"
        );
        assert_eq!(
            file_name("../../etc", noon, "log"),
            "_.._etc serial 2026-11-22 10.42.07.log"
        );
    }

    #[test]
    fn the_name_of_the_file_follows_the_format_unless_it_is_the_persons_own() {
        let mut form = LogForm::new(Some(PathBuf::from("/logs/lab 10.42.log")));
        form.set_format(LogFormat::Cast);
        assert_eq!(form.log, "/logs/lab 10.42.cast");
        form.log = "/logs/mine.txt".to_owned();
        form.set_format(LogFormat::Raw);
        assert_eq!(form.log, "/logs/mine.txt");
    }
}
