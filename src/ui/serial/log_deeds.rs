//! What the view does about logs and files: choosing them, beginning and ending a log, saving the
//! text, and playing a log back.

use std::path::PathBuf;

use super::files::News;
use super::logging::{self, LogForm};
use super::replay::Replay;
use super::view::{Panel, Purpose, SerialView};
use crate::session::sol::{LogOptions, SerialCommand};
use crate::ui::files::{Chosen, FileQuestion, Pending};
use crate::ui::language::{t, w};
use crate::ui::page::View as _;

impl SerialView {
    pub(super) fn toggle_log_panel(&mut self) {
        if let Some(Panel::Log(_)) = self.panel.take() {
            self.took_focus = false;
            return;
        }
        self.show_panel(Panel::Log(LogForm::new(self.log_path("log"))));
    }

    /// Where a log goes that begins now.
    fn log_path(&self, extension: &str) -> Option<PathBuf> {
        let host = self.opening.target.host();
        let name = self.opening.name.as_deref().unwrap_or(host);
        let file = logging::file_name(name, (self.clock)(), extension);
        Some(self.folder.as_ref()?.join(file))
    }

    /// Does what the panel of logs asks for; true if it is to close.
    pub(super) fn obey_log_panel(
        &mut self,
        form: &mut LogForm,
        answer: logging::Answer,
        now: f64,
    ) -> bool {
        let log = PathBuf::from(form.log.trim());
        let play = PathBuf::from(form.play.trim());
        match answer {
            logging::Answer::Nothing | logging::Answer::Close => return false,
            logging::Answer::ChooseLog => {
                let name = log.file_name().unwrap_or_default();
                let name = name.to_string_lossy().into_owned();
                self.ask_file(w!("serial-write-a-log"), Some(name), Purpose::Log, now);
            }
            logging::Answer::ChoosePlay => {
                self.ask_file(w!("serial-play-a-log"), None, Purpose::Play, now)
            }
            logging::Answer::Begin => {
                self.send(SerialCommand::StartLog(LogOptions {
                    path: log,
                    format: form.format,
                    create_folder: true,
                }));
                return true;
            }
            logging::Answer::End => {
                self.log = None;
                self.send(SerialCommand::StopLog);
                self.say(w!("serial-the-log-has-ended"), now);
                return true;
            }
            logging::Answer::SaveText => {
                let text = self.with_terminal(|terminal| terminal.all_text());
                self.files
                    .save(text.unwrap_or_default(), log.with_extension("txt"));
            }
            logging::Answer::Play => {
                form.is_loading = true;
                self.files.load(play, self.keyboard.charset);
            }
        }
        false
    }

    /// The system has a dialog for files, as far as we know.
    pub(super) const fn can_choose(&self) -> bool {
        self.choose.is_some()
    }

    /// Opens the dialog of the system, unless one is open.
    fn ask_file(&mut self, title: &str, save_as: Option<String>, purpose: Purpose, now: f64) {
        if let (Some(choose), None) = (&self.choose, &self.dialog) {
            let question = FileQuestion {
                title: title.to_owned(),
                save_as,
                kind: (
                    w!("serial-logs-of-consoles"),
                    &["log", "cast", "raw", "bin", "txt"],
                ),
            };
            let wake = &self.wake;
            self.dialog = Some(Pending::open(choose, question, purpose, now, wake));
        }
    }

    /// Takes the file that was chosen.
    fn hear_dialog(&mut self, now: f64) {
        let answer = self.dialog.as_ref().and_then(|dialog| dialog.poll(now));
        let Some((purpose, chosen)) = answer else {
            return;
        };
        self.dialog = None;
        match (chosen, &mut self.panel) {
            (Chosen::File(path), Some(Panel::Log(form))) => {
                let path = path.display().to_string();
                match purpose {
                    Purpose::Log => form.log = path,
                    Purpose::Play => form.play = path,
                }
            }
            (Chosen::NoDialog, _) => {
                self.choose = None;
                self.say(w!("serial-this-system-has-no"), now);
            }
            _ => {}
        }
    }

    /// Takes what became of files.
    pub(super) fn hear_files(&mut self, now: f64) {
        self.hear_dialog(now);
        while let Some(news) = self.files.poll() {
            match news {
                News::Saved(path) => self.say(
                    &t!("serial-saved-as", path = path.display().to_string()),
                    now,
                ),
                News::Loaded(path, player) => {
                    self.panel = None;
                    self.generation = None;
                    self.replay = Some(Replay::new(path, *player));
                    self.leave();
                }
                News::Failed(fault) => {
                    if let Some(Panel::Log(form)) = &mut self.panel {
                        form.is_loading = false;
                    }
                    self.say_fault(&fault, now);
                }
                News::Recalled(choice) => self.adopt_choice(choice),
            }
        }
    }
}
