//! Changes to the book: asked for in a sheet or in the list, taken back, or noted by themselves.

use std::sync::Arc;

use super::{Sheet, SheetWish, Shelf};
use crate::store::profile::{Book, Profile, Uuid};
use crate::ui::background::{Background, Done};
use crate::ui::book::bulk::BulkChange;
use crate::ui::book::work::{self, Change};
use crate::ui::session::Kept;
use crate::ui::start::Opening;

/// The way back from what was done last.
#[derive(Debug, Default)]
pub(super) enum Undo {
    #[default]
    Nothing,
    /// These were taken out.
    Removed(Vec<Profile>),
    /// These were changed; how they were.
    Changed(Vec<Profile>),
}

impl Shelf {
    /// Changes the newest version of the book, on a thread.
    fn change(&self, background: &Background, change: Change) {
        let store = self.store.clone();
        background.run_in_turn("address book", move || {
            Done::Book(work::change(&store, change))
        });
    }

    /// Notes something in the book that no sheet asked for, on a thread.
    fn note(&self, background: &Background, change: Change) {
        let store = self.store.clone();
        background.run_in_turn("address book", move || {
            Done::Book(work::note(&store, change))
        });
    }

    /// Goes back to the version before the damaged one, on a thread.
    pub(in crate::ui::book) fn recover(&self, background: &Background) {
        let store = self.store.clone();
        background.run_in_turn("address book", move || Done::Book(work::recover(&store)));
    }

    /// Carries out what the sheet asked for; a scan, and what can be taken back, are the window's.
    pub(crate) fn grant(&mut self, background: &Background, wish: SheetWish) {
        match wish {
            SheetWish::Close => self.sheet = Sheet::None,
            SheetWish::Save(None, pc) => {
                self.selected = Some(pc.name.clone());
                self.change(background, Box::new(move |book| book.add(*pc)));
            }
            SheetWish::Save(Some(name), pc) => {
                self.selected = Some(pc.name.clone());
                let change = move |book: &mut Book| {
                    book.update(&name, |old| {
                        // What is not in the form stays as it is.
                        let (uuid, extra) = (old.uuid.take(), std::mem::take(&mut old.extra));
                        let console = std::mem::take(&mut old.console);
                        let (beside, window) = (old.beside.take(), old.window);
                        *old = Profile {
                            uuid,
                            extra,
                            console,
                            beside,
                            window,
                            ..*pc
                        };
                    })
                };
                self.change(background, Box::new(change));
            }
            SheetWish::ReadList(path) => {
                background.run("import", move || Done::Book(work::read_list(&path)));
            }
            SheetWish::Choose(now) => self.ask_for_list(now),
            SheetWish::Merge(list, known) => {
                let store = self.store.clone();
                background.run("import", move || {
                    Done::Book(work::merge(&store, &list, known))
                });
            }
            SheetWish::Export(format, path, replaces) => {
                let content = Arc::clone(&self.content);
                background.run("export", move || {
                    Done::Book(work::export(&content, format, path, replaces))
                });
            }
            SheetWish::AddFound(pcs) => self.change(
                background,
                Box::new(move |book| {
                    book.merge(&pcs, crate::store::profile::Known::Skip)
                        .map(drop)
                }),
            ),
            SheetWish::Scan(_) | SheetWish::Change(..) | SheetWish::Remove(_) => {}
        }
    }

    /// Puts a star at a PC, or takes it away.
    pub(in crate::ui::book) fn toggle_favourite(&self, background: &Background, name: String) {
        let change = move |book: &mut Book| book.update(&name, |pc| pc.favourite = !pc.favourite);
        self.change(background, Box::new(change));
    }

    /// Takes PCs out of the book; [`Shelf::undo`] brings them back.
    pub(crate) fn remove(&mut self, background: &Background, names: Vec<String>) {
        self.undo = Undo::Removed(self.found(&names));
        self.selected = self.selected.take().filter(|name| !names.contains(name));
        self.marked.clear();
        self.change(background, Box::new(move |book| book.remove(&names)));
    }

    /// Changes several PCs in the same way; [`Shelf::undo`] makes them as they were.
    pub(crate) fn change_all(
        &mut self,
        background: &Background,
        names: Vec<String>,
        bulk: BulkChange,
    ) {
        self.undo = Undo::Changed(self.found(&names));
        let change = move |book: &mut Book| {
            let mut names = names.iter();
            names.try_for_each(|name| book.update(name, |pc| bulk.apply(pc)))
        };
        self.change(background, Box::new(change));
    }

    fn found(&self, names: &[String]) -> Vec<Profile> {
        let found = names.iter().filter_map(|name| self.content.book.find(name));
        found.cloned().collect()
    }

    /// Takes back what was done last.
    pub(crate) fn undo(&mut self, background: &Background) {
        match std::mem::take(&mut self.undo) {
            Undo::Nothing => {}
            Undo::Removed(pcs) => {
                let change = move |book: &mut Book| {
                    pcs.into_iter().try_for_each(|mut pc| {
                        pc.name = book.free_name(&pc.name);
                        book.add(pc)
                    })
                };
                self.change(background, Box::new(change));
            }
            Undo::Changed(pcs) => {
                let change = move |book: &mut Book| {
                    pcs.into_iter().try_for_each(|pc| {
                        let name = pc.name.clone();
                        book.update(&name, move |now| *now = pc)
                    })
                };
                self.change(background, Box::new(change));
            }
        }
    }

    /// Writes down the board of a saved PC that had none. Another board stays unsaid: the book
    /// is the person's.
    pub(crate) fn learn(&mut self, background: &Background, name: String, uuid: Uuid) {
        let is_new = |pc: &Profile| pc.uuid.is_none();
        if !self.content.book.find(&name).is_some_and(is_new) || !self.learnt.insert(name.clone()) {
            return;
        }
        let change = move |book: &mut Book| {
            book.update(&name, |pc| {
                pc.uuid.get_or_insert(uuid);
            })
        };
        self.note(background, Box::new(change));
    }

    /// Writes down what was chosen for a saved PC while it was open.
    pub(crate) fn keep(&self, background: &Background, opening: &Opening, kept: Kept) {
        let Some(name) = opening.name_in(&self.content.book) else {
            return;
        };
        let change = move |book: &mut Book| book.update(&name, |pc| kept.apply(pc));
        self.note(background, Box::new(change));
    }
}
