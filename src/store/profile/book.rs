//! The book in memory, and the file that it lives in.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use super::file::{self as text, FormatError};
use super::{Profile, ProfileError};
use crate::limits;
use crate::store::file::{self, FileError};
use crate::store::paths::Folder;

/// The address book cannot be used, or refuses a change.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// The system refuses.
    #[error(transparent)]
    File(#[from] FileError),
    /// Somebody has edited it into something else. It is left alone.
    #[error("{} is not an address book", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        cause: FormatError,
    },
    /// With this change the file would be longer than we read.
    #[error("the address book would exceed {} MiB", limits::STORE_BYTES >> 20)]
    Full,
    /// Another PC has this name.
    #[error("another PC is called {name}")]
    Taken {
        /// The name.
        name: String,
    },
    /// No PC has this name.
    #[error("no PC is called {name}")]
    Unknown {
        /// The name.
        name: String,
    },
    /// A field cannot be saved.
    #[error(transparent)]
    Profile(#[from] ProfileError),
}

/// Saved PCs in the order of the file. Names are unique, whatever their case.
#[derive(Debug, Clone, Default)]
pub struct Book {
    pcs: Vec<Profile>,
    /// Lower-case name → place in `pcs`. INVARIANT: one entry for each PC.
    places: HashMap<String, usize>,
    /// What this version does not know about the whole book.
    extra: toml::Table,
}

impl PartialEq for Book {
    fn eq(&self, other: &Self) -> bool {
        self.pcs == other.pcs && self.extra == other.extra
    }
}

impl Book {
    pub(super) fn with_extra(extra: toml::Table) -> Self {
        Self {
            extra,
            ..Self::default()
        }
    }

    pub(super) const fn extra(&self) -> &toml::Table {
        &self.extra
    }

    /// Every PC.
    #[must_use]
    pub fn pcs(&self) -> &[Profile] {
        &self.pcs
    }

    /// The PC of this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Profile> {
        self.pcs.get(*self.places.get(&key(name))?)
    }

    /// Adds a PC at the end.
    ///
    /// # Errors
    /// [`BookError::Taken`] and [`BookError::Profile`]; nothing is changed then.
    pub fn add(&mut self, pc: Profile) -> Result<(), BookError> {
        pc.check()?;
        if self.places.contains_key(&key(&pc.name)) {
            return Err(BookError::Taken { name: pc.name });
        }
        self.places.insert(key(&pc.name), self.pcs.len());
        self.pcs.push(pc);
        Ok(())
    }

    /// Changes the PC of this name, perhaps its name too.
    ///
    /// # Errors
    /// [`BookError::Unknown`], [`BookError::Taken`] and [`BookError::Profile`]; nothing is changed
    /// then.
    pub fn update(
        &mut self,
        name: &str,
        change: impl FnOnce(&mut Profile),
    ) -> Result<(), BookError> {
        let place = self.place(name)?;
        let Some(slot) = self.pcs.get_mut(place) else {
            return Err(unknown(name));
        };
        let mut pc = slot.clone();
        change(&mut pc);
        pc.check()?;
        if key(&pc.name) != key(name) {
            if self.places.contains_key(&key(&pc.name)) {
                return Err(BookError::Taken { name: pc.name });
            }
            self.places.remove(&key(name));
            self.places.insert(key(&pc.name), place);
        }
        *slot = pc;
        Ok(())
    }

    /// Takes the PCs of these names out of the book.
    ///
    /// # Errors
    /// [`BookError::Unknown`] for the first name that nobody has; nothing is changed then.
    pub fn remove<S: AsRef<str>>(&mut self, names: &[S]) -> Result<(), BookError> {
        for name in names {
            self.place(name.as_ref())?;
        }
        for name in names {
            self.places.remove(&key(name.as_ref()));
        }
        let places = &self.places;
        self.pcs.retain(|pc| places.contains_key(&key(&pc.name)));
        let renumbered = self.pcs.iter().enumerate();
        self.places = renumbered.map(|(i, pc)| (key(&pc.name), i)).collect();
        Ok(())
    }

    /// A name like this one that nobody has yet: the name itself, or with a number.
    #[must_use]
    pub fn free_name(&self, wish: &str) -> String {
        let mut number = 2_usize;
        let mut name = wish.to_owned();
        while self.places.contains_key(&key(&name)) {
            name = format!("{wish} ({number})");
            number += 1;
        }
        name
    }

    fn place(&self, name: &str) -> Result<usize, BookError> {
        self.places
            .get(&key(name))
            .copied()
            .ok_or_else(|| unknown(name))
    }
}

fn key(name: &str) -> String {
    name.to_lowercase()
}

fn unknown(name: &str) -> BookError {
    BookError::Unknown {
        name: name.to_owned(),
    }
}

/// What [`AddressBook::recover`] did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    /// Where the damaged file lies now.
    pub aside: PathBuf,
    /// How many PCs the version before had.
    pub pcs: usize,
}

/// The file of saved PCs. Clones share it; so do other windows and commands.
#[derive(Debug, Clone)]
pub struct AddressBook(Place);

#[derive(Debug, Clone)]
enum Place {
    File(PathBuf),
    Memory(Arc<Mutex<Book>>),
}

/// One saving of the file, to be compared with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    saved: SystemTime,
    length: u64,
    /// Two savings within one tick of the clock differ in this: each is a file of its own.
    #[cfg(unix)]
    inode: u64,
}

impl AddressBook {
    /// The file in this folder; it need not be there yet.
    #[must_use]
    pub fn new(folder: &Folder) -> Self {
        Self(Place::File(folder.devices()))
    }

    /// One that lasts as long as its clones. For demonstrations, which touch nothing of the
    /// user's.
    #[must_use]
    pub fn in_memory() -> Self {
        Self(Place::Memory(Arc::default()))
    }

    /// The book as it is now.
    ///
    /// # Errors
    /// [`BookError::File`] and [`BookError::Damaged`].
    pub fn read(&self) -> Result<Book, BookError> {
        match &self.0 {
            Place::File(path) => Ok(load(path)?.0),
            Place::Memory(book) => Ok(book.lock().unwrap_or_else(PoisonError::into_inner).clone()),
        }
    }

    /// Changes the newest version of the book, and saves it if it has become another. Safe beside
    /// other windows and processes: the file is read again first, while nobody else may write.
    ///
    /// The version before is kept beside the file for [`AddressBook::recover`].
    ///
    /// # Errors
    /// [`BookError`], or what `change` returns; the file is as it was then.
    pub fn edit<T>(
        &self,
        change: impl FnOnce(&mut Book) -> Result<T, BookError>,
    ) -> Result<T, BookError> {
        match &self.0 {
            Place::Memory(book) => {
                let mut book = book.lock().unwrap_or_else(PoisonError::into_inner);
                let mut next = book.clone();
                let result = change(&mut next)?;
                *book = next;
                Ok(result)
            }
            Place::File(path) => file::locked(path, || {
                let (before, before_text) = load(path)?;
                let mut book = before.clone();
                let result = change(&mut book)?;
                if book != before {
                    save(path, &book, before_text.as_deref())?;
                }
                Ok(result)
            }),
        }
    }

    /// Which saving of the file this is; another value means that somebody has saved. `None`
    /// without a file.
    #[must_use]
    pub fn stamp(&self) -> Option<Stamp> {
        let Place::File(path) = &self.0 else {
            return None;
        };
        let facts = fs::metadata(path).ok()?;
        Some(Stamp {
            saved: facts.modified().ok()?,
            length: facts.len(),
            #[cfg(unix)]
            inode: std::os::unix::fs::MetadataExt::ino(&facts),
        })
    }

    /// Puts a damaged file aside and goes back to the version before the last change; an empty
    /// book if there is none. `None` if the file is not damaged: then nothing happens.
    ///
    /// # Errors
    /// [`BookError`]; [`BookError::Damaged`] with [`FormatError::Newer`] too, because a newer
    /// version's file is whole.
    pub fn recover(&self) -> Result<Option<Recovered>, BookError> {
        let Place::File(path) = &self.0 else {
            return Ok(None);
        };
        file::locked(path, || {
            match load(path) {
                Ok(_) => return Ok(None),
                Err(BookError::Damaged {
                    cause: FormatError::Newer,
                    path,
                }) => {
                    return Err(BookError::Damaged {
                        cause: FormatError::Newer,
                        path,
                    });
                }
                // What the system refuses to hand out may be whole.
                Err(BookError::File(error)) => return Err(error.into()),
                Err(_) => {}
            }
            let (book, usable) = match load(&previous(path)) {
                Ok((book, _)) => (book, true),
                Err(BookError::Damaged { .. }) => (Book::default(), false),
                Err(error) => return Err(error),
            };
            let content = print(&book)?;
            if !usable {
                // The next change would write over it, and it may hold what can be mended.
                file::replace_damaged(&previous(path), &content)?;
            }
            let aside = file::replace_damaged(path, &content)?;
            Ok(Some(Recovered {
                aside,
                pcs: book.pcs.len(),
            }))
        })
    }
}

/// The version before the last change.
fn previous(path: &Path) -> PathBuf {
    path.with_extension("previous.toml")
}

fn load(path: &Path) -> Result<(Book, Option<String>), BookError> {
    let damaged = |cause| BookError::Damaged {
        path: path.to_owned(),
        cause,
    };
    let content = match file::read(path, limits::STORE_BYTES) {
        Ok(Some(content)) => content,
        Ok(None) => return Ok((Book::default(), None)),
        Err(error) if error.is_damage() => {
            return Err(damaged(FormatError::NoText(error.cause.to_string())));
        }
        Err(error) => return Err(error.into()),
    };
    let book = text::parse(&content).map_err(damaged)?;
    Ok((book, Some(content)))
}

fn save(path: &Path, book: &Book, before: Option<&str>) -> Result<(), BookError> {
    let content = print(book)?;
    if let Some(before) = before {
        file::replace(&previous(path), before)?;
    }
    Ok(file::replace(path, &content)?)
}

fn print(book: &Book) -> Result<String, BookError> {
    let content = text::print(book);
    if content.len() as u64 > limits::STORE_BYTES {
        return Err(BookError::Full);
    }
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(book: &Book) -> Vec<&str> {
        book.pcs().iter().map(|pc| pc.name.as_str()).collect()
    }

    fn book_in(folder: &tempfile::TempDir) -> AddressBook {
        AddressBook::new(&Folder::new(folder.path().to_owned()))
    }

    #[test]
    fn names_are_unique_whatever_their_case_and_stay_so_through_every_change() {
        let mut book = Book::default();
        for name in ["one", "Two", "three"] {
            book.add(Profile::new(name, "h")).unwrap();
        }
        assert!(matches!(
            book.add(Profile::new("TWO", "h")),
            Err(BookError::Taken { .. })
        ));
        book.update("two", |pc| pc.name = "2".into()).unwrap();
        assert!(book.find("Two").is_none());
        let taken = book.update("2", |pc| pc.name = "ONE".into());
        assert!(matches!(taken, Err(BookError::Taken { .. })));
        // Another case of its own name is no other name.
        book.update("one", |pc| pc.name = "One".into()).unwrap();
        assert!(book.remove(&["One", "nobody"]).is_err());
        assert_eq!(names(&book), ["One", "2", "three"]);
        book.remove(&["ONE", "one"]).unwrap();
        assert_eq!(names(&book), ["2", "three"]);
        assert_eq!(book.find("THREE").unwrap().name, "three");
        assert_eq!(book.free_name("Three"), "Three (2)");
    }

    #[test]
    fn two_books_on_one_file_lose_nothing_of_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let books = [book_in(&folder), book_in(&folder)];
        std::thread::scope(|scope| {
            for (b, book) in books.iter().enumerate() {
                scope.spawn(move || {
                    for i in 0..25 {
                        let pc = Profile::new(format!("pc-{b}-{i}"), "h");
                        book.edit(|book| book.add(pc)).unwrap();
                    }
                });
            }
        });
        assert_eq!(books[0].read().unwrap().pcs().len(), 50);
    }

    #[test]
    fn a_damaged_file_is_left_alone_until_somebody_asks_for_the_version_before() {
        let folder = tempfile::tempdir().unwrap();
        let book = book_in(&folder);
        let path = folder.path().join("devices.toml");
        book.edit(|book| book.add(Profile::new("one", "h")))
            .unwrap();
        book.edit(|book| book.add(Profile::new("two", "h")))
            .unwrap();
        assert_eq!(book.recover().unwrap(), None, "it is whole");

        let damaged = "version = 1\n[[pc]]\nname = \"one\"\naddress";
        fs::write(&path, damaged).unwrap();
        assert!(matches!(book.read(), Err(BookError::Damaged { .. })));
        let refused = book.edit(|book| book.add(Profile::new("three", "h")));
        assert!(matches!(refused, Err(BookError::Damaged { .. })));
        assert_eq!(fs::read_to_string(&path).unwrap(), damaged);

        let recovered = book.recover().unwrap().unwrap();
        assert_eq!(recovered.pcs, 1, "the version before the second change");
        assert_eq!(fs::read_to_string(recovered.aside).unwrap(), damaged);
        assert_eq!(names(&book.read().unwrap()), ["one"]);

        // Bytes that are no text are damage too, and the first file put aside stays.
        fs::write(&path, [0xff, 0xfe, 0]).unwrap();
        let again = book.recover().unwrap().unwrap();
        assert_eq!(fs::read(&again.aside).unwrap(), [0xff, 0xfe, 0]);

        // A version before that is damaged, too, is not written over either.
        let previous = folder.path().join("devices.previous.toml");
        for path in [&path, &previous] {
            fs::write(path, "[[pc").unwrap();
        }
        assert_eq!(book.recover().unwrap().unwrap().pcs, 0);
        for name in ["one", "two"] {
            book.edit(|book| book.add(Profile::new(name, "h"))).unwrap();
        }
        let kept = folder.path().join("devices.previous.damaged-1.toml");
        assert_eq!(fs::read_to_string(kept).unwrap(), "[[pc");
        let aside = fs::read_dir(folder.path()).unwrap().filter(|entry| {
            let name = entry.as_ref().unwrap().file_name();
            name.to_string_lossy().contains("damaged")
        });
        assert_eq!(aside.count(), 4);
    }

    #[test]
    fn the_file_of_a_newer_version_is_neither_changed_nor_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        let book = book_in(&folder);
        let path = folder.path().join("devices.toml");
        fs::write(&path, "version = 7\n").unwrap();
        assert!(book.recover().is_err());
        assert!(book.edit(|book| book.add(Profile::new("a", "h"))).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "version = 7\n");
    }

    #[test]
    fn a_change_that_fails_and_one_that_changes_nothing_do_not_write() {
        let folder = tempfile::tempdir().unwrap();
        let book = book_in(&folder);
        book.edit(|book| book.add(Profile::new("one", "h")))
            .unwrap();
        let stamp = book.stamp();
        let failed: Result<(), _> = book.edit(|book| {
            book.add(Profile::new("two", "h"))?;
            book.add(Profile::new("one", "h"))
        });
        assert!(failed.is_err());
        book.edit(|book| book.update("one", |_| {})).unwrap();
        assert_eq!(book.stamp(), stamp);
        assert_eq!(names(&book.read().unwrap()), ["one"]);
    }
}
