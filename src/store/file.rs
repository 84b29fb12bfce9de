//! Files that are always whole: read with a limit, replaced in one step, one writer at a time.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// A file that could not be used.
#[derive(Debug, thiserror::Error)]
#[error("cannot {what} {}", path.display())]
pub struct FileError {
    /// `read`, `write` or `lock`.
    pub what: &'static str,
    /// The file.
    pub path: PathBuf,
    /// What the system said.
    #[source]
    pub cause: io::Error,
}

impl FileError {
    fn new(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |cause| Self { what, path, cause }
    }

    /// The system handed the file out, but what it holds is no text or too much of it.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        matches!(
            self.cause.kind(),
            io::ErrorKind::InvalidData | io::ErrorKind::FileTooLarge
        ) && self.what == "read"
    }
}

/// Reads a text file of at most `limit` bytes; `None` if there is none.
///
/// # Errors
/// [`FileError`]; too long and not UTF-8 count as unreadable.
pub fn read(path: &Path, limit: u64) -> Result<Option<String>, FileError> {
    let unreadable = FileError::new("read", path);
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(error)),
    };
    let mut text = String::new();
    let result = file.take(limit.saturating_add(1)).read_to_string(&mut text);
    match result {
        Ok(_) if text.len() as u64 > limit => Err(unreadable(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("more than {limit} bytes"),
        ))),
        Ok(_) => Ok(Some(text)),
        Err(error) => Err(unreadable(error)),
    }
}

/// Where TOML is no TOML: the line, from 1, and what is wrong there.
#[must_use]
pub(super) fn toml_place(text: &str, error: &toml::de::Error) -> (usize, String) {
    let end = error.span().map_or(0, |span| span.start);
    let before = text.get(..end).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let message = error.message().lines().next().unwrap_or_default();
    (line, message.to_owned())
}

/// Replaces a file by `text` in one step. Only its owner may read the new one. The folder is made
/// if it is not there.
///
/// # Errors
/// [`FileError`]; the old file is untouched then.
pub fn replace(path: &Path, text: &str) -> Result<(), FileError> {
    write_beside(path, text).map_err(FileError::new("write", path))
}

fn write_beside(path: &Path, text: &str) -> io::Result<()> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    make_private_folder(folder)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let beside = folder.join(format!(".{name}.{}-{number}", std::process::id()));
    let written = private(OpenOptions::new().write(true).create_new(true))
        .open(&beside)
        .and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // Best effort: the failure to write is what matters.
        drop(fs::remove_file(&beside));
    }
    written
}

/// Runs `change` while no other process of ours runs one on the same file.
///
/// # Errors
/// [`FileError`] if the lock cannot be had, else what `change` returns.
pub fn locked<T, E: From<FileError>>(
    path: &Path,
    change: impl FnOnce() -> Result<T, E>,
) -> Result<T, E> {
    let lock = path.with_extension("lock");
    let file = open_lock(&lock)?;
    file.lock().map_err(FileError::new("lock", &lock))?;
    remove_leftovers(path);
    // Closing the file gives the lock back, also after a panic or a crash.
    change()
}

/// Holds `lock` until the result is dropped, or the program ends in any way. `None` if another
/// process of ours holds it. The folder is made if it is not there.
///
/// # Errors
/// [`FileError`] if that cannot be found out.
pub fn hold(lock: &Path) -> Result<Option<File>, FileError> {
    let file = open_lock(lock)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(cause)) => Err(FileError::new("lock", lock)(cause)),
    }
}

fn open_lock(lock: &Path) -> Result<File, FileError> {
    let open = || {
        make_private_folder(lock.parent().unwrap_or_else(|| Path::new(".")))?;
        let mut options = OpenOptions::new();
        private(options.write(true).create(true).truncate(false)).open(lock)
    };
    open().map_err(FileError::new("lock", lock))
}

/// Replaces a file that cannot be used by `text`, and keeps what it held as
/// `NAME.damaged-N.EXTENSION`, N being the first that is free; the result is that path. There is a
/// file at `path` at every moment: without one, a program killed in between would begin anew, as
/// if there never had been any. To be called within [`locked`].
///
/// # Errors
/// [`FileError`]; the file is where it was then, and nothing beside it.
pub fn replace_damaged(path: &Path, text: &str) -> Result<PathBuf, FileError> {
    let aside = keep_aside(path).map_err(FileError::new("write", path))?;
    replace(path, text).inspect_err(|_| {
        // Best effort: what it holds is still in its place.
        drop(fs::remove_file(&aside));
    })?;
    Ok(aside)
}

/// Gives what a file holds a second name, or copies it where a file can have only one.
fn keep_aside(path: &Path) -> io::Result<PathBuf> {
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    let mut number = 1_u32;
    loop {
        let aside = path.with_extension(format!("damaged-{number}.{extension}"));
        match fs::hard_link(path, &aside) {
            Ok(()) => return Ok(aside),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                number = number.saturating_add(1);
            }
            Err(_) => {
                return copy(path, &aside).map(|()| aside);
            }
        }
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    let mut copy = private(options.write(true).create_new(true)).open(to)?;
    let copied = File::open(from)
        .and_then(|mut from| io::copy(&mut from, &mut copy))
        .and_then(|_| copy.sync_all());
    if copied.is_err() {
        // Half a copy is worth nothing.
        drop(fs::remove_file(to));
    }
    copied
}

/// Takes away what a process left beside the file when it was killed while it wrote. Nobody else
/// is writing now, so all of it is left over.
fn remove_leftovers(path: &Path) {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let start = format!(".{stem}.");
    let Some(entries) = path.parent().and_then(|folder| fs::read_dir(folder).ok()) else {
        return;
    };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(&start) {
            // Best effort: it only takes up room.
            drop(fs::remove_file(entry.path()));
        }
    }
}

fn make_private_folder(folder: &Path) -> io::Result<()> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
    }
    #[cfg(not(unix))]
    fs::create_dir_all(folder)
}

/// Lets only the owner read and write a new file, where the system has such rights.
pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/er/a.toml");
        assert_eq!(read(&path, 100).unwrap(), None);
        replace(&path, "one").unwrap();
        replace(&path, "two").unwrap();
        assert_eq!(read(&path, 3).unwrap().as_deref(), Some("two"));
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        let error = read(&path, 2).unwrap_err();
        assert_eq!(error.cause.kind(), io::ErrorKind::FileTooLarge);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sub/a.toml");
        replace(&path, "x").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    }

    #[test]
    fn a_failed_write_leaves_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        replace(&path, "old").unwrap();
        // The target of the move is a folder: the move fails after the writing.
        let blocked = folder.path().join("b.toml");
        fs::create_dir_all(blocked.join("x")).unwrap();
        assert!(replace(&blocked, "new").is_err());
        assert_eq!(read(&path, 100).unwrap().as_deref(), Some("old"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn what_a_damaged_file_held_is_kept_or_nothing_changes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        for (number, text) in [(1, "first"), (2, "second")] {
            fs::write(&path, text).unwrap();
            let aside = replace_damaged(&path, "new").unwrap();
            assert_eq!(
                aside,
                folder.path().join(format!("a.damaged-{number}.toml"))
            );
            assert_eq!(fs::read_to_string(aside).unwrap(), text);
            assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        }
        copy(&path, &folder.path().join("copy")).unwrap();
        assert_eq!(
            fs::read_to_string(folder.path().join("copy")).unwrap(),
            "new"
        );
        let missing = folder.path().join("missing.toml");
        assert!(replace_damaged(&missing, "new").is_err());
        // Two that were kept, the copy, the file itself.
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4);
    }

    #[test]
    fn what_a_killed_writer_left_is_taken_away_by_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        fs::write(folder.path().join(".a.toml.123-0"), "half").unwrap();
        fs::write(folder.path().join(".ab.toml.123-0"), "another's").unwrap();
        locked::<_, FileError>(&path, || replace(&path, "x")).unwrap();
        let mut names: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names, [".ab.toml.123-0", "a.lock", "a.toml"]);
    }

    #[test]
    fn changes_of_several_threads_do_not_lose_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("count.toml");
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        locked(&path, || {
                            let count = read(&path, 100)?.map_or(0, |t| t.parse::<u32>().unwrap());
                            replace(&path, &(count + 1).to_string())
                        })
                        .unwrap();
                    }
                });
            }
        });
        assert_eq!(read(&path, 100).unwrap().as_deref(), Some("160"));
    }
}
