//! What the window does about recordings that are played: opened in tabs, exported to files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::export::{Exporting, Part, export};
use super::page::PlayerPage;
use crate::session::Fault;
use crate::ui::app::App;
use crate::ui::background::{Done, file_name};
use crate::ui::deeds::FILE_TIME;
use crate::ui::language::w;
use crate::ui::notice::Weight;
use crate::ui::recordings::EXTENSION;
use crate::ui::tabs::{Tab, TabId};

/// What a player wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PlayerWish {
    /// Play this file.
    Open(PathBuf),
    /// Ask which.
    Choose,
    /// Write a part of it to a file.
    Export(Part),
}

/// By its name, this is a recording.
pub(crate) fn is_recording(path: &Path) -> bool {
    let end = path.extension().unwrap_or_default();
    end.eq_ignore_ascii_case(EXTENSION)
}

impl App {
    /// Opens a player in a tab of its own; with a recording, or to choose one.
    pub(in crate::ui) fn show_player(&mut self, path: Option<&Path>) {
        let mut page = Box::<PlayerPage>::default();
        if let Some(path) = path {
            page.open(path, &self.wake);
        }
        match self.empty_tab_in_front() {
            Some(id) => drop(self.tabs.replace(id, Tab::Player(page))),
            None => drop(self.tabs.add(Tab::Player(page))),
        }
    }

    /// Does what a player wants.
    pub(in crate::ui) fn grant_player(&mut self, id: TabId, wish: PlayerWish, now: f64) {
        let time = (self.options.clock)().format(FILE_TIME).unwrap_or_default();
        let Some(Tab::Player(page)) = self.tabs.get_mut(id) else {
            return;
        };
        match wish {
            PlayerWish::Open(path) => page.open(&path, &self.wake),
            PlayerWish::Choose => {
                if let Some(choose) = &self.options.choose {
                    page.choose(choose, &self.wake, now);
                }
            }
            PlayerWish::Export(part) => {
                let (Some(path), Some(folder)) = (page.path(), &self.options.pictures) else {
                    return;
                };
                let path = path.to_owned();
                let stem = path.file_stem().unwrap_or_default().to_string_lossy();
                let name = file_name(&format!("{stem} {time}"));
                let to = folder.join(name).with_extension("png");
                let exporting = Arc::new(Exporting::default());
                page.exporting = Some(Arc::clone(&exporting));
                self.background.run("export", move || {
                    Done::Played(id, export(&path, part, to, &exporting))
                });
            }
        }
    }

    /// Takes what every player has to say.
    pub(in crate::ui) fn hear_players(&mut self, now: f64) {
        let mut forgotten = Vec::new();
        for tab in self.tabs.all_mut() {
            if let Tab::Player(page) = tab {
                page.hear(&self.wake, now);
                forgotten.extend(page.take_forgotten());
            }
        }
        self.forget_pictures(forgotten);
    }

    /// Something of a recording was written to a file, or not.
    pub(in crate::ui) fn hear_export(&mut self, id: TabId, made: Result<Option<PathBuf>, Fault>) {
        if let Some(Tab::Player(page)) = self.tabs.get_mut(id) {
            page.exporting = None;
        }
        match made {
            // Stopped by the person, who sees that it is.
            Ok(None) => {}
            Ok(Some(path)) => {
                let (title, text) = (
                    w!("player-saved-as-a-file").to_owned(),
                    path.display().to_string(),
                );
                self.notices.add(Weight::Information, title, text);
            }
            Err(fault) => self.notices.add_fault(&fault),
        }
    }
}
