//! A recording on disk, checked from its beginning to its end.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use time::OffsetDateTime;

use super::{Contents, MarkKind};
use crate::limits;
use crate::screen::recording::{
    BlockHead, BlockKind, HEAD_BYTES, RecordingError, Scanner, VALUE_BYTES,
};
use crate::session::Fault;

/// Bytes read at a time while a recording is checked.
const PIECE_BYTES: usize = 256 << 10;

/// A recording that was checked. Whatever its [`Condition`](super::Condition), what of it is
/// intact can be played.
#[derive(Debug)]
pub struct Recording {
    path: PathBuf,
    file: File,
    contents: Contents,
}

/// One block of a recording.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) kind: BlockKind,
    pub(super) micros: u64,
    pub(super) contents: Vec<u8>,
    /// Where the next one begins.
    pub(super) next: u64,
}

impl Recording {
    /// Opens and checks a recording, which reads all of it.
    ///
    /// # Errors
    /// [`Fault::FileUnreadable`], or [`Fault::FileUnusable`] if it is no recording at all.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        Self::open_with(path, |_, _| true).and_then(|opened| {
            opened.ok_or_else(|| unreadable(path)(io::ErrorKind::Interrupted.into()))
        })
    }

    /// The same, telling how far it has come: bytes read, and in all. `None` if that says `false`.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_with(
        path: &Path,
        mut tell: impl FnMut(u64, u64) -> bool,
    ) -> Result<Option<Self>, Fault> {
        let unreadable = unreadable(path);
        let mut file = File::open(path).map_err(&unreadable)?;
        let total = file.metadata().map_err(&unreadable)?.len();
        let mut scanner = Scanner::new();
        let mut piece = vec![0; PIECE_BYTES];
        let mut done: u64 = 0;
        loop {
            let count = match file.read(&mut piece) {
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(unreadable(error)),
            };
            // A file that grows while it is read is one that is being written.
            let count = count.min(usize::try_from(total - done).unwrap_or(usize::MAX));
            let Some(taken @ [_, ..]) = piece.get(..count) else {
                break;
            };
            scanner.take(taken).map_err(|error| unusable(path, error))?;
            done += count as u64;
            if !tell(done, total) {
                return Ok(None);
            }
        }
        let contents = scanner.finish().map_err(|error| unusable(path, error))?;
        Ok(Some(Self {
            path: path.to_owned(),
            file,
            contents,
        }))
    }

    /// Its file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What is in it.
    #[must_use]
    pub const fn contents(&self) -> &Contents {
        &self.contents
    }

    /// When it began; 1970 if that makes no sense.
    #[must_use]
    pub fn started(&self) -> OffsetDateTime {
        let nanos = i128::from(self.contents.started_ms) * 1_000_000;
        OffsetDateTime::from_unix_timestamp_nanos(nanos).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }

    /// The block that begins at `offset`; `None` behind the last intact one.
    pub(super) fn block(&mut self, offset: u64) -> Result<Option<Block>, Fault> {
        let overhead = (HEAD_BYTES + VALUE_BYTES) as u64;
        let intact = self.contents.intact_bytes;
        if offset.saturating_add(overhead) > intact {
            return Ok(None);
        }
        let unreadable = unreadable(&self.path);
        let mut head = [0; HEAD_BYTES];
        self.file
            .seek(SeekFrom::Start(offset))
            .and_then(|_| self.file.read_exact(&mut head))
            .map_err(&unreadable)?;
        let Some(head) = BlockHead::decode(&head) else {
            return Err(unusable(&self.path, RecordingError::Picture));
        };
        let next = offset
            .saturating_add(overhead)
            .saturating_add(u64::from(head.len));
        if next > intact {
            return Err(unusable(&self.path, RecordingError::Picture));
        }
        let mut contents = Vec::new();
        (&mut self.file)
            .take(u64::from(head.len))
            .read_to_end(&mut contents)
            .map_err(&unreadable)?;
        Ok(Some(Block {
            kind: head.kind,
            micros: head.micros,
            contents,
            next,
        }))
    }

    /// What a picture means that cannot be read although its block is intact.
    pub(super) fn unusable(&self, error: RecordingError) -> Fault {
        unusable(&self.path, error)
    }
}

impl Contents {
    /// The connection was lost at this time: what is shown is the last that was seen.
    #[must_use]
    pub fn is_lost(&self, at: std::time::Duration) -> bool {
        let known = self.marks.partition_point(|mark| mark.at <= at);
        let before = self.marks.get(..known.min(limits::RECORDING_MARKS));
        let mut latest = before.unwrap_or_default().iter().rev();
        latest
            .find_map(|mark| match mark.kind {
                MarkKind::Lost => Some(true),
                MarkKind::Back => Some(false),
                _ => None,
            })
            .unwrap_or(false)
    }
}

fn unreadable(path: &Path) -> impl Fn(io::Error) -> Fault {
    |cause| Fault::FileUnreadable {
        path: path.to_owned(),
        cause,
    }
}

fn unusable(path: &Path, error: RecordingError) -> Fault {
    Fault::FileUnusable {
        path: path.to_owned(),
        why: error.to_string(),
    }
}
