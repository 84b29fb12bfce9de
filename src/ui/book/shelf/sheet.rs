//! The sheet that is open over the window, and what it asks for.

use std::collections::BTreeSet;

use eframe::egui::Ui;

use super::Shelf;
use crate::store::profile::Profile;
use crate::ui::book::bulk::{BulkChange, BulkForm};
use crate::ui::book::edit::EditForm;
use crate::ui::book::lists::{ExportForm, ImportForm};
use crate::ui::book::scan::ScanForm;
use crate::ui::book::twins;
use crate::ui::files::{Chosen, FileQuestion, Pending};
use crate::ui::language::{t, w};

/// What is open over the window.
#[derive(Debug, Default)]
pub(crate) enum Sheet {
    #[default]
    None,
    Edit(EditForm),
    Bulk(BulkForm),
    Twins,
    Import(ImportForm),
    Export(ExportForm),
    Scan(ScanForm),
}

/// What a sheet asks for.
pub(crate) enum SheetWish {
    Close,
    /// Change all these PCs.
    Change(Vec<String>, Box<BulkChange>),
    /// Take this PC out of the book.
    Remove(String),
    /// Save this PC; in place of the one of this name, if there is one.
    Save(Option<String>, Box<Profile>),
    /// Read this file as a list.
    ReadList(std::path::PathBuf),
    /// Ask the system for a file; seconds of egui's clock.
    Choose(f64),
    /// Take the list over.
    Merge(
        Box<crate::store::profile::Imported>,
        crate::store::profile::Known,
    ),
    /// Write the book as a list.
    /// The book as a list; `true`: in place of the file of this name.
    Export(crate::store::profile::Format, std::path::PathBuf, bool),
    /// Look at these addresses.
    Scan(Vec<std::net::IpAddr>),
    /// Save what was found.
    AddFound(Vec<Profile>),
}

impl Shelf {
    /// Asks the system for a list of PCs.
    pub(super) fn ask_for_list(&mut self, now: f64) {
        match &self.dialog {
            Some((choose, wake)) => {
                let question = FileQuestion {
                    title: t!("import-title"),
                    save_as: None,
                    kind: (w!("other-lists-of-pcs"), &["csv", "json", "txt"]),
                };
                self.pending = Some(Pending::open(choose, question, (), now, wake));
            }
            None => self.chosen(Chosen::NoDialog),
        }
    }

    pub(super) fn hear_dialog(&mut self, now: f64) {
        if let Some(((), chosen)) = self.pending.as_ref().and_then(|dialog| dialog.poll(now)) {
            self.pending = None;
            self.chosen(chosen);
        }
    }

    fn chosen(&mut self, chosen: Chosen) {
        if let Sheet::Import(form) = &mut self.sheet {
            form.chosen(chosen);
        }
    }
}

/// Draws the sheet that is open, if one is.
pub(crate) fn sheet_ui(ui: &mut Ui, shelf: &mut Shelf) -> Option<SheetWish> {
    let groups = || -> Vec<String> {
        let groups = shelf.content.book.pcs().iter();
        let names: BTreeSet<_> = groups.filter_map(|pc| pc.group.clone()).collect();
        names.into_iter().collect()
    };
    match &mut shelf.sheet {
        Sheet::None => None,
        Sheet::Edit(form) => {
            let groups = form.needs_groups().then(groups);
            form.ui(ui, groups)
        }
        Sheet::Bulk(form) => form.ui(ui),
        Sheet::Twins => twins::ui(ui, &shelf.content.book, &shelf.content.twins),
        Sheet::Import(form) => form.ui(ui),
        Sheet::Export(form) => form.ui(ui, shelf.content.book.pcs().len()),
        Sheet::Scan(form) => form.ui(ui),
    }
}
