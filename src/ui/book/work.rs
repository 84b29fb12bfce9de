//! What touches files: on threads of their own, never while the window draws.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::limits;
use crate::session::{Fault, Target};
use crate::store::file::{self, FileError};
use crate::store::profile::{
    self, AddressBook, Book, BookError, Duplicate, Format, FormatError, Imported, Index, Known,
    Merged, Profile, Recovered, Stamp,
};
use crate::ui::connect::upper_first;
use crate::ui::language::t;
use crate::ui::said::said;

/// A version of the book, prepared for searching.
#[derive(Debug, Default)]
pub(crate) struct Content {
    pub(crate) book: Book,
    pub(crate) index: Index,
    /// PCs that stand in it more than once.
    pub(super) twins: Vec<Duplicate>,
    /// Which version of the file it is.
    pub(super) stamp: Option<Stamp>,
}

/// A change to the book.
pub(super) type Change = Box<dyn FnOnce(&mut Book) -> Result<(), BookError> + Send>;

/// Something that was done with the book.
pub(crate) enum BookDone {
    /// It was read; `None`: nobody has changed it.
    Read(Result<Option<Content>, Fault>),
    /// It was changed, and read again.
    Changed(Content),
    /// Something was noted in it that no sheet asked for, and it was read again.
    Noted(Content),
    /// A damaged file was put aside; `None`: it was whole.
    Recovered(Option<Recovered>, Content),
    /// A change was not taken; why, as a sentence.
    Refused(String),
    /// A change could not be made.
    Failed(Fault),
    /// A list was read and waits for a decision.
    List(Box<Imported>),
    /// It is no list; why, as a sentence.
    NoList(String),
    /// A list was taken over.
    Merged(Merged, Content),
    /// The book was written as a list.
    Exported(PathBuf, usize),
    /// It was not: there is a file of this name, and nobody said that it may be replaced.
    ExportExists(PathBuf),
    /// It was not; why, as a sentence.
    NoExport(String),
}

impl fmt::Debug for BookDone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Read(_) => "Read",
            Self::Changed(_) => "Changed",
            Self::Noted(_) => "Noted",
            Self::Recovered(..) => "Recovered",
            Self::Refused(_) => "Refused",
            Self::Failed(_) => "Failed",
            Self::List(_) => "List",
            Self::NoList(_) => "NoList",
            Self::Merged(..) => "Merged",
            Self::Exported(..) => "Exported",
            Self::ExportExists(_) => "ExportExists",
            Self::NoExport(_) => "NoExport",
        })
    }
}

/// Reads the book unless it is the version that is known.
pub(super) fn read(store: &AddressBook, known: Option<Stamp>) -> BookDone {
    let stamp = store.stamp();
    if known.is_some() && stamp == known {
        return BookDone::Read(Ok(None));
    }
    BookDone::Read(load(store).map(Some))
}

fn load(store: &AddressBook) -> Result<Content, Fault> {
    // Taken before: a change in between is then seen at the next look.
    let stamp = store.stamp();
    let book = store.read().map_err(fault)?;
    let index = Index::new(&book);
    let twins = book.duplicates();
    Ok(Content {
        book,
        index,
        twins,
        stamp,
    })
}

/// Changes the newest version, whoever wrote it, and reads the result.
pub(super) fn change(store: &AddressBook, change: Change) -> BookDone {
    match store.edit(change) {
        Ok(()) => load(store).map_or_else(BookDone::Failed, BookDone::Changed),
        Err(error) => refused(error),
    }
}

/// The same for what no sheet waits for.
pub(super) fn note(store: &AddressBook, change: Change) -> BookDone {
    match self::change(store, change) {
        BookDone::Changed(content) => BookDone::Noted(content),
        other => other,
    }
}

/// Goes back to the version before a damaged one, and reads that.
pub(super) fn recover(store: &AddressBook) -> BookDone {
    let recovered = match store.recover() {
        Ok(recovered) => recovered,
        Err(error) => return refused(error),
    };
    match load(store) {
        Ok(content) => BookDone::Recovered(recovered, content),
        Err(fault) => BookDone::Failed(fault),
    }
}

fn refused(error: BookError) -> BookDone {
    match error {
        BookError::File(_) | BookError::Damaged { .. } => BookDone::Failed(fault(error)),
        other => BookDone::Refused(said(&upper_first(&other.to_string()))),
    }
}

fn fault(error: BookError) -> Fault {
    match error {
        BookError::File(error) => error.into(),
        BookError::Damaged {
            path,
            cause: FormatError::Newer,
        } => Fault::StoreNewer { path },
        BookError::Damaged { path, cause } => Fault::StoreDamaged {
            path,
            why: cause.to_string(),
        },
        other => Fault::System {
            what: "change the address book",
            cause: std::io::Error::other(other.to_string()),
        },
    }
}

/// Reads a list of PCs. Entries with an address that leads nowhere are refused.
pub(super) fn read_list(path: &Path) -> BookDone {
    let text = match file::read(path, limits::IMPORT_BYTES) {
        Ok(Some(text)) => text,
        Ok(None) => return BookDone::NoList(t!("book-no-file")),
        Err(FileError { cause, .. }) => {
            return BookDone::NoList(t!("book-file-unreadable", why = said(&cause.to_string())));
        }
    };
    match profile::import(&text, None) {
        Ok(imported) => BookDone::List(Box::new(with_places(imported))),
        Err(error) => BookDone::NoList(said(&upper_first(&error.to_string()))),
    }
}

fn with_places(mut imported: Imported) -> Imported {
    for mut pc in std::mem::take(&mut imported.pcs) {
        match pc.address.parse::<Target>() {
            Ok(address) => {
                set_address(&mut pc, address);
                imported.pcs.push(pc);
            }
            Err(error) => imported
                .refused
                .push((0, format!("{}, {}", pc.name, said(&error.to_string())))),
        }
    }
    imported
}

/// The address as the book keeps it: without the user, who has a field.
pub(super) fn set_address(pc: &mut Profile, mut address: Target) {
    if let Target::Amt { user, .. } = &mut address
        && let Some(user) = user.take()
    {
        pc.user = Some(user);
    }
    pc.address = address.to_string();
}

/// Takes a list over into the newest version of the book.
pub(super) fn merge(store: &AddressBook, list: &Imported, known: Known) -> BookDone {
    match store.edit(|book| book.merge(&list.pcs, known)) {
        Ok(merged) => load(store).map_or_else(BookDone::Failed, |content| {
            BookDone::Merged(merged, content)
        }),
        Err(error) => refused(error),
    }
}

/// Writes the book as a list.
pub(super) fn export(
    content: &Arc<Content>,
    format: Format,
    path: PathBuf,
    replaces: bool,
) -> BookDone {
    let folder = path.parent().filter(|folder| !folder.is_dir());
    if let Some(folder) = folder {
        return BookDone::NoExport(t!("book-no-folder", path = folder.display().to_string()));
    }
    if !replaces && path.symlink_metadata().is_ok() {
        return BookDone::ExportExists(path);
    }
    let pcs = content.book.pcs();
    let text = profile::export(pcs, format);
    match file::replace(&path, &text) {
        Ok(()) => BookDone::Exported(path, pcs.len()),
        Err(error) => BookDone::Failed(error.into()),
    }
}
