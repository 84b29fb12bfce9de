//! Writing: one line at a time, whole, and never more files than their bound.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use time::OffsetDateTime;

use super::{Begin, End, Line, Phase, VERSION};
use crate::limits;
use crate::store::file::{self, FileError};
use crate::store::paths::Folder;

/// The journal cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The system refuses.
    #[error(transparent)]
    File(#[from] FileError),
    /// A line would be longer than one may be.
    #[error("an entry of the journal would be too long")]
    Long,
}

/// The file of deeds. Clones share it; so do other windows and commands.
#[derive(Debug, Clone)]
pub struct Journal {
    path: Option<PathBuf>,
    by: String,
}

impl Journal {
    /// The journal in this folder, written by the user of this process.
    #[must_use]
    pub fn new(folder: &Folder) -> Self {
        Self {
            path: Some(folder.journal()),
            by: user(),
        }
    }

    /// One that keeps nothing. For demonstrations, which touch nothing of the user's.
    #[must_use]
    pub const fn nowhere() -> Self {
        Self {
            path: None,
            by: String::new(),
        }
    }

    /// Writes that a deed begins; the result is its name for [`Journal::end`].
    ///
    /// # Errors
    /// [`JournalError`]; nothing, or nothing that counts, was written then.
    pub fn begin(&self, begin: Begin) -> Result<String, JournalError> {
        let id = format!("{:08x}", rand::random::<u32>());
        let Begin {
            kind,
            pc,
            address,
            login,
            detail,
            files,
        } = begin;
        self.append(
            &id,
            Phase::Begin {
                by: self.by.clone(),
                pc,
                address,
                login,
                deed: kind,
                detail,
                files: files.iter().map(|file| super::file_name(file)).collect(),
            },
        )?;
        Ok(id)
    }

    /// Writes how a deed has ended.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn end(&self, id: &str, end: End) -> Result<(), JournalError> {
        let End {
            outcome,
            consent,
            encryption,
            detail,
        } = end;
        self.append(
            id,
            Phase::End {
                outcome,
                consent,
                encryption,
                detail,
            },
        )
    }

    fn append(&self, id: &str, what: Phase) -> Result<(), JournalError> {
        let Some(path) = &self.path else {
            return Ok(());
        };
        let line = Line {
            v: VERSION,
            // Fractions of a second help nobody and make lines harder to read.
            at: OffsetDateTime::now_utc().truncate_to_second(),
            id: id.to_owned(),
            what,
        };
        let mut text = serde_json::to_string(&line).unwrap_or_default();
        text.push('\n');
        if text.len() > limits::JOURNAL_LINE_BYTES {
            return Err(JournalError::Long);
        }
        file::locked(path, || {
            let unwritable = |cause| FileError {
                what: "write",
                path: path.clone(),
                cause,
            };
            rotate(path, text.len() as u64).map_err(unwritable)?;
            Ok(write(path, &text).map_err(unwritable)?)
        })
    }

    /// The files that exist, the oldest first.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        let Some(path) = &self.path else {
            return Vec::new();
        };
        let mut files: Vec<_> = (1..limits::JOURNAL_FILES).map(|n| older(path, n)).collect();
        files.reverse();
        files.push(path.clone());
        files.retain(|file| file.is_file());
        files
    }
}

/// `journal.N.jsonl`; 1 is the youngest of them.
fn older(path: &Path, number: u32) -> PathBuf {
    path.with_extension(format!("{number}.jsonl"))
}

/// Makes room for so many bytes: a full file becomes number 1, the others move up, and the one
/// beyond the last number goes. A number that is free, because somebody was killed between two
/// moves, is filled, and nothing goes.
fn rotate(path: &Path, more: u64) -> io::Result<()> {
    let length = match fs::metadata(path) {
        Ok(facts) => facts.len(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    if length + more <= limits::JOURNAL_BYTES {
        return Ok(());
    }
    let last = limits::JOURNAL_FILES.saturating_sub(1);
    let free = (1..last).find(|number| !older(path, *number).exists());
    for number in (1..=free.unwrap_or(last)).rev() {
        let from = match number {
            1 => path.to_owned(),
            number => older(path, number - 1),
        };
        match fs::rename(from, older(path, number)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Appends a whole line, on a line of its own even if the one before was cut off.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    let mut file = file::private(options.read(true).append(true).create(true)).open(path)?;
    let length = file.metadata()?.len();
    let text = if is_cut(&mut file, length)? {
        format!("\n{text}")
    } else {
        text.to_owned()
    };
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_data());
    if written.is_err() {
        // Half a line would do no harm, none is better: what was there before stays.
        drop(file.set_len(length));
    }
    written
}

fn is_cut(file: &mut File, length: u64) -> io::Result<bool> {
    let Some(last) = length.checked_sub(1) else {
        return Ok(false);
    };
    file.seek(SeekFrom::Start(last))?;
    let mut byte = [0];
    file.read_exact(&mut byte)?;
    Ok(byte != *b"\n")
}

/// Who is at this computer, as its system calls them.
fn user() -> String {
    let variables = ["USER", "LOGNAME", "USERNAME"];
    let named = variables
        .into_iter()
        .filter_map(|name| std::env::var(name).ok());
    let name = named
        .map(|name| name.trim().to_owned())
        .find(|name| !name.is_empty());
    let home = || {
        let folders = directories::UserDirs::new()?;
        let name = folders.home_dir().file_name()?;
        Some(name.to_string_lossy().into_owned())
    };
    name.or_else(home).unwrap_or_else(|| "unknown".to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::{History, Kind};
    use super::*;

    fn journal() -> (tempfile::TempDir, Journal) {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::new(&Folder::new(folder.path().to_owned()));
        (folder, journal)
    }

    fn done() -> End {
        End {
            outcome: "done".to_owned(),
            ..End::default()
        }
    }

    #[test]
    fn what_was_begun_and_ended_is_one_deed_and_what_was_killed_has_no_end() {
        let (_folder, journal) = journal();
        let begin = Begin {
            pc: Some("desk".to_owned()),
            login: Some("admin".to_owned()),
            detail: Some("reset".to_owned()),
            files: vec!["https://u:p@h/a.iso?k=1".to_owned()],
            ..Begin::new(Kind::Power, "10.0.0.1")
        };
        let first = journal.begin(begin).unwrap();
        journal.begin(Begin::new(Kind::Screen, "10.0.0.2")).unwrap();
        let end = End {
            consent: Some("code".to_owned()),
            ..done()
        };
        journal.end(&first, end).unwrap();
        let History { deeds, damaged } = journal.read().unwrap();
        assert_eq!((deeds.len(), damaged), (2, 0));
        assert_eq!(deeds[0].outcome.as_deref(), Some("done"));
        assert_eq!(deeds[0].consent.as_deref(), Some("code"));
        assert_eq!(deeds[0].pc.as_deref(), Some("desk"));
        assert_eq!(deeds[0].files, ["https://h/a.iso"]);
        assert!(!deeds[0].by.is_empty());
        assert_eq!((deeds[1].kind, &deeds[1].ended), (Kind::Screen, &None));
    }

    #[test]
    fn a_line_that_was_cut_off_costs_only_itself() {
        let (folder, journal) = journal();
        let id = journal.begin(Begin::new(Kind::Info, "a")).unwrap();
        let path = folder.path().join("journal.jsonl");
        let mut text = fs::read_to_string(&path).unwrap();
        text.push_str("{\"v\":1,\"at\":\"2026-1");
        fs::write(&path, &text).unwrap();
        journal.end(&id, done()).unwrap();
        let history = journal.read().unwrap();
        assert_eq!(history.damaged, 1);
        assert_eq!(history.deeds[0].outcome.as_deref(), Some("done"));
        let now = fs::read_to_string(&path).unwrap();
        assert!(now.starts_with(&text), "nothing that was there is changed");
    }

    #[test]
    fn the_files_are_bounded_and_the_oldest_goes_first() {
        let (folder, journal) = journal();
        let path = folder.path().join("journal.jsonl");
        let full = usize::try_from(limits::JOURNAL_BYTES).unwrap();
        for round in 0..=limits::JOURNAL_FILES {
            journal
                .begin(Begin::new(Kind::Info, round.to_string()))
                .unwrap();
            // Filled up with what no reader takes for a deed.
            let file = OpenOptions::new().append(true).open(&path).unwrap();
            file.set_len(full as u64 - 1).unwrap();
        }
        let files = journal.files();
        assert_eq!(files.len(), limits::JOURNAL_FILES as usize);
        let first = fs::read_to_string(&files[0]).unwrap();
        assert!(
            first.contains("\"address\":\"1\""),
            "the very first is gone"
        );
        let whole: u64 = files.iter().map(|f| fs::metadata(f).unwrap().len()).sum();
        assert!(whole <= u64::from(limits::JOURNAL_FILES) * limits::JOURNAL_BYTES);
    }

    #[test]
    fn a_kill_between_two_moves_of_full_files_costs_none_of_them() {
        let (folder, journal) = journal();
        let path = folder.path().join("journal.jsonl");
        for number in 1..limits::JOURNAL_FILES {
            fs::write(older(&path, number), number.to_string()).unwrap();
        }
        fs::write(
            &path,
            vec![b'x'; usize::try_from(limits::JOURNAL_BYTES).unwrap()],
        )
        .unwrap();
        // Killed after the second of its moves: the last is gone, the one before has no file.
        let last = limits::JOURNAL_FILES - 1;
        for number in [last, last - 1] {
            fs::rename(older(&path, number - 1), older(&path, number)).unwrap();
        }
        journal.begin(Begin::new(Kind::Info, "next")).unwrap();
        let kept: Vec<_> = (2..limits::JOURNAL_FILES)
            .map(|number| fs::read_to_string(older(&path, number)).unwrap())
            .collect();
        let expected: Vec<_> = (1..last).map(|number| number.to_string()).collect();
        assert_eq!(kept, expected);
    }

    #[test]
    fn several_writers_keep_their_lines_whole() {
        let (_folder, journal) = journal();
        std::thread::scope(|scope| {
            for i in 0..6 {
                let journal = journal.clone();
                scope.spawn(move || {
                    for _ in 0..10 {
                        let address = format!("pc-{i}");
                        let id = journal.begin(Begin::new(Kind::Log, address)).unwrap();
                        journal.end(&id, done()).unwrap();
                    }
                });
            }
        });
        let history = journal.read().unwrap();
        assert_eq!((history.deeds.len(), history.damaged), (60, 0));
        assert!(history.deeds.iter().all(|deed| deed.outcome.is_some()));
    }
}
