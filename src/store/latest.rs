//! Short lists of what was used lately, the latest first, each in a plain file of its own.
//!
//! A convenience and no more: whoever cannot read the file goes on without it. What it holds is
//! kept all the same. A damaged file is put aside by the next change, one of a newer version is
//! left alone, and one that the system does not hand out is an error.

use std::path::PathBuf;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use super::file::{self, FileError};
use super::paths::Folder;
use crate::limits;

/// What such a list consists of.
pub(super) trait Latest: Serialize + DeserializeOwned {
    /// What one entry is called in the file, `[[KEY]]`.
    const KEY: &'static str;
    /// The first line of the file, a comment.
    const HEADING: &'static str;

    /// Where the file lies.
    fn path(folder: &Folder) -> PathBuf;

    /// Lets go of the oldest beyond the bound.
    fn keep_few(list: &mut Vec<Self>);
}

/// The list, the latest first; none of a file that is damaged or of a newer version.
pub(super) fn read<T: Latest>(folder: &Folder) -> Result<Vec<T>, FileError> {
    Ok(match content(folder)? {
        Content::Whole(list) => list,
        Content::Damaged | Content::Newer => Vec::new(),
    })
}

/// Changes the newest version of the list, and gives it as it is then. Safe beside other windows.
pub(super) fn edit<T: Latest>(
    folder: &Folder,
    change: impl FnOnce(&mut Vec<T>),
) -> Result<Vec<T>, FileError> {
    let path = T::path(folder);
    file::locked(&path, || {
        let found = content(folder)?;
        let [is_damaged, is_newer] = match found {
            Content::Whole(_) => [false, false],
            Content::Damaged => [true, false],
            Content::Newer => [false, true],
        };
        let mut list = match found {
            Content::Whole(list) => list,
            Content::Damaged | Content::Newer => Vec::new(),
        };
        change(&mut list);
        T::keep_few(&mut list);
        let text = print(&list);
        if is_damaged {
            file::replace_damaged(&path, &text)?;
        } else if !is_newer {
            file::replace(&path, &text)?;
        }
        Ok(list)
    })
}

/// What a file is worth.
enum Content<T> {
    Whole(Vec<T>),
    Damaged,
    Newer,
}

/// The part of a file that every version has.
#[derive(Deserialize)]
struct Version {
    version: u32,
}

const VERSION: u32 = 1;

fn content<T: Latest>(folder: &Folder) -> Result<Content<T>, FileError> {
    let text = match file::read(&T::path(folder), limits::STORE_BYTES) {
        Ok(Some(text)) => text,
        Ok(None) => return Ok(Content::Whole(Vec::new())),
        Err(error) if error.is_damage() => return Ok(Content::Damaged),
        Err(error) => return Err(error),
    };
    Ok(match toml::from_str::<Version>(&text) {
        Ok(known) if known.version > VERSION => Content::Newer,
        Ok(_) => list(&text).map_or(Content::Damaged, Content::Whole),
        Err(_) => Content::Damaged,
    })
}

fn list<T: Latest>(text: &str) -> Option<Vec<T>> {
    let mut table: Table = text.parse().ok()?;
    let mut list = match table.remove(T::KEY) {
        Some(list) => list.try_into().ok()?,
        None => Vec::new(),
    };
    T::keep_few(&mut list);
    Some(list)
}

fn print<T: Latest>(list: &[T]) -> String {
    // Text and numbers alone: there is nothing that TOML could not say.
    let entries = Value::try_from(list).unwrap_or(Value::Array(Vec::new()));
    let mut table = Table::new();
    table.insert("version".to_owned(), Value::from(VERSION));
    table.insert(T::KEY.to_owned(), entries);
    format!("{}\n{table}", T::HEADING)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::store::paths::temporary;

    #[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
    struct Song {
        title: String,
    }

    impl Latest for Song {
        const KEY: &'static str = "song";
        const HEADING: &'static str = "# Songs.";

        fn path(folder: &Folder) -> PathBuf {
            folder.path().join("songs.toml")
        }

        fn keep_few(list: &mut Vec<Self>) {
            list.truncate(2);
        }
    }

    fn song(title: &str) -> Song {
        let title = title.to_owned();
        Song { title }
    }

    #[test]
    fn entries_come_back_in_their_order_and_the_file_says_what_it_is() {
        let (_keep, folder) = temporary();
        assert_eq!(read::<Song>(&folder).unwrap(), []);
        for title in ["a", "b", "c \"x\"\n"] {
            edit(&folder, |list| list.insert(0, song(title))).unwrap();
        }
        assert_eq!(
            read::<Song>(&folder).unwrap(),
            [song("c \"x\"\n"), song("b")]
        );
        let text = fs::read_to_string(Song::path(&folder)).unwrap();
        let start = "# Songs.\nversion = 1\n\n[[song]]\ntitle = ";
        assert!(text.starts_with(start), "{text}");
        edit::<Song>(&folder, Vec::clear).unwrap();
        assert_eq!(read::<Song>(&folder).unwrap(), []);
    }

    #[test]
    fn whatever_is_damaged_is_put_aside_by_the_next_change() {
        let (keep, folder) = temporary();
        let damaged: [&[u8]; 5] = [
            b"version = \"one\"",
            b"song = 3",
            b"version = 1\nsong = 3",
            b"version = 1\n[[song",
            &[0xFF, 0xFE],
        ];
        for (i, bytes) in damaged.into_iter().enumerate() {
            fs::write(Song::path(&folder), bytes).unwrap();
            assert_eq!(read::<Song>(&folder).unwrap(), []);
            let list = edit(&folder, |list| list.push(song("a"))).unwrap();
            assert_eq!(list, [song("a")]);
            assert_eq!(read::<Song>(&folder).unwrap(), list);
            let aside = format!("songs.damaged-{}.toml", i + 1);
            assert_eq!(fs::read(keep.path().join(aside)).unwrap(), bytes);
        }
    }

    #[test]
    fn the_file_of_a_newer_version_is_left_alone_whatever_its_shape() {
        let (_keep, folder) = temporary();
        for newer in [
            "version = 2\nsong = \"round\"\n",
            "version = 2\n\n[[song]]\ntitle = \"b\"\n",
        ] {
            fs::write(Song::path(&folder), newer).unwrap();
            assert_eq!(read::<Song>(&folder).unwrap(), []);
            // The window goes on with what it knows itself.
            let list = edit(&folder, |list| list.push(song("a"))).unwrap();
            assert_eq!(list, [song("a")]);
            assert_eq!(fs::read_to_string(Song::path(&folder)).unwrap(), newer);
        }
    }

    #[test]
    fn a_file_that_the_system_does_not_hand_out_is_not_written_over() {
        let (_keep, folder) = temporary();
        // A folder in its place cannot be read by anybody, root included.
        fs::create_dir(Song::path(&folder)).unwrap();
        assert!(read::<Song>(&folder).is_err());
        assert!(edit(&folder, |list| list.push(song("a"))).is_err());
        assert!(Song::path(&folder).is_dir());
    }
}
