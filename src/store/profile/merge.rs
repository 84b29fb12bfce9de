//! Taking a list of PCs over into the book.

use super::{Book, BookError, Profile};

/// What becomes of a PC of the list that the book has already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Known {
    /// The saved one stays as it is.
    Skip,
    /// What the list says about it is taken over.
    Update,
    /// It is saved a second time, with a number after its name.
    Add,
}

/// What became of a list: the names that the PCs have in the book.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Merged {
    /// New ones.
    pub added: Vec<String>,
    /// Changed ones.
    pub updated: Vec<String>,
    /// Those that stayed as they were.
    pub skipped: Vec<String>,
}

impl Book {
    /// Takes a list over. A PC is known by its UUID, else by its address.
    ///
    /// # Errors
    /// [`BookError`] for the first PC that cannot be saved; the book may have changed then, so it
    /// is not to be written.
    pub fn merge(&mut self, pcs: &[Profile], known: Known) -> Result<Merged, BookError> {
        let mut merged = Merged::default();
        let mut twins = self.twins();
        for pc in pcs {
            let twin = twins.of(pc).map(str::to_owned);
            match (twin, known) {
                (None, _) | (Some(_), Known::Add) => {
                    let mut pc = pc.clone();
                    pc.name = self.free_name(&pc.name);
                    twins.add(&pc);
                    merged.added.push(pc.name.clone());
                    self.add(pc)?;
                }
                (Some(name), Known::Skip) => merged.skipped.push(name),
                (Some(name), Known::Update) => {
                    self.update(&name, |old| old.take_over(pc))?;
                    merged.updated.push(name);
                }
            }
        }
        Ok(merged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pc_that_is_known_by_its_address_is_skipped_updated_or_added_again() {
        let mut book = Book::default();
        book.add(Profile::new("front-desk", "10.0.4.17")).unwrap();
        let mut again = Profile::new("reception", "10.0.4.17");
        again.notes = "Under the counter".to_owned();
        let list = [again, Profile::new("front-desk", "10.0.4.18")];

        let mut skipped = book.clone();
        let merged = skipped.merge(&list, Known::Skip).unwrap();
        assert_eq!(merged.skipped, ["front-desk"]);
        assert_eq!(merged.added, ["front-desk (2)"]);
        assert_eq!(skipped.find("front-desk").unwrap().notes, "");

        let mut updated = book.clone();
        let merged = updated.merge(&list, Known::Update).unwrap();
        assert_eq!(merged.updated, ["front-desk"]);
        let notes = &updated.find("front-desk").unwrap().notes;
        assert_eq!(notes, "Under the counter");

        let merged = book.merge(&list, Known::Add).unwrap();
        assert_eq!(merged.added, ["reception", "front-desk (2)"]);
        assert_eq!(book.pcs().len(), 3);
    }
}
