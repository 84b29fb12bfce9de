//! Which PCs of the list are meant: the selected one and those that are marked.

use super::{Row, Shelf};
use crate::store::profile::Profile;

impl Shelf {
    /// What is done to the selected PC is done to these.
    pub(in crate::ui::book) fn chosen_names(&self) -> Vec<String> {
        match &self.selected {
            Some(name) if self.marked.contains(name) => self.marked.iter().cloned().collect(),
            Some(name) => vec![name.clone()],
            None => self.marked.iter().cloned().collect(),
        }
    }

    /// Marks one more PC, or one less.
    pub(in crate::ui::book) fn toggle_mark(&mut self, name: &str) {
        if self.marked.is_empty() {
            self.marked.extend(self.selected.clone());
        }
        if !self.marked.remove(name) {
            self.marked.insert(name.to_owned());
        }
    }

    /// Marks all PCs from the selected one to this.
    pub(in crate::ui::book) fn mark_to(&mut self, name: &str) {
        let is_it = |row: &usize| self.pc_at(*row).is_some_and(|pc| pc.name == name);
        let Some(to) = (0..self.rows.len()).find(is_it) else {
            return;
        };
        let from = self.selected_row().unwrap_or(to);
        let range = from.min(to)..=from.max(to);
        let names: Vec<_> = range
            .filter_map(|row| Some(self.pc_at(row)?.name.clone()))
            .collect();
        self.marked.extend(names);
    }

    /// Marks everything that is listed.
    pub(in crate::ui::book) fn mark_all(&mut self) {
        let rows = 0..self.rows.len();
        let names: Vec<_> = rows
            .filter_map(|row| Some(self.pc_at(row)?.name.clone()))
            .collect();
        self.marked.extend(names);
    }

    /// The PC of a row.
    pub(in crate::ui::book) fn pc_at(&self, row: usize) -> Option<&Profile> {
        match self.rows.get(row)? {
            Row::Pc(place) => self.content.book.pcs().get(*place),
            Row::Group(..) => None,
        }
    }

    /// The row of the PC that keys act on.
    pub(in crate::ui::book) fn selected_row(&self) -> Option<usize> {
        let name = self.selected.as_ref()?;
        let is_it = |row: &usize| self.pc_at(*row).is_some_and(|pc| pc.name == *name);
        (0..self.rows.len()).find(is_it)
    }

    /// Moves the selection by so many PCs, over headings.
    pub(in crate::ui::book) fn step(&mut self, down: bool) -> Option<usize> {
        let from = self.selected_row();
        let count = self.rows.len();
        let next = match (from, down) {
            (None, _) => (0..count).find(|row| self.pc_at(*row).is_some()),
            (Some(from), true) => (from + 1..count).find(|row| self.pc_at(*row).is_some()),
            (Some(from), false) => (0..from).rev().find(|row| self.pc_at(*row).is_some()),
        }?;
        self.selected = self.pc_at(next).map(|pc| pc.name.clone());
        Some(next)
    }
}
