//! Address books on disk.

use outband::store::paths::Folder;
use outband::store::profile::{AddressBook, Profile, Uuid};

/// A folder with an address book that has one PC in it.
pub(crate) fn saved_pc(name: &str, address: &str) -> (Folder, AddressBook, tempfile::TempDir) {
    let keep = tempfile::tempdir().unwrap();
    let folder = Folder::new(keep.path().to_owned());
    let book = AddressBook::new(&folder);
    let saved = Profile::new(name, address);
    book.edit(|book| book.add(saved.clone())).unwrap();
    (folder, book, keep)
}

/// The board of [`add_twins`].
pub(crate) const BOARD: &str = "4c4c4544-0042-3510-8052-b4c04f564a31";

/// Adds one PC under two names, `desk` and `desk-copy`.
pub(crate) fn add_twins(book: &AddressBook) {
    let twins = book.edit(|book| {
        for (name, address) in [("desk", "10.0.4.17"), ("desk-copy", "10.0.4.18")] {
            book.add(Profile {
                uuid: Uuid::parse(BOARD),
                ..Profile::new(name, address)
            })?;
        }
        Ok(())
    });
    twins.unwrap();
}
