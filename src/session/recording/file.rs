//! The thread that writes a recording, so that a slow disk delays no picture.

use std::fs::{File, OpenOptions};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use super::tap::{News, Tap};
use super::{Mark, MarkKind, RecordTo, RecordingEnd, RecordingState};
use crate::limits;
use crate::screen::Framebuffer;
use crate::screen::recording::{Header, Recorder, SEALED_AT, Seal};
use crate::session::Fault;

/// Longest time for which what is written may be lost with the power of this computer.
const SYNC_INTERVAL: Duration = Duration::from_secs(10);

/// Writes one recording from its beginning to its end, and tells about both.
pub(super) fn write(to: &RecordTo, tap: &Tap, bytes: &AtomicU64, tell: impl Fn(RecordingState)) {
    let mut time = Duration::ZERO;
    let result = create(&to.path).and_then(|file| {
        let path = to.path.clone();
        tell(RecordingState::Started { path });
        write_all(file, to, tap, bytes, &mut time)
    });
    let path = to.path.clone();
    let (seal, fault) = match result {
        Ok(Written::Whole(seal)) => (Some(seal), None),
        Ok(Written::Full(seal)) => {
            let cause = io::ErrorKind::FileTooLarge.into();
            (Some(seal), Some(Fault::FileUnwritable { path, cause }))
        }
        Err(cause) => (None, Some(Fault::FileUnwritable { path, cause })),
    };
    tell(RecordingState::Ended(RecordingEnd {
        path: to.path.clone(),
        bytes: bytes.load(Ordering::Relaxed),
        time,
        seal,
        fault,
    }));
}

/// How the file was ended.
enum Written {
    /// As asked.
    Whole(Seal),
    /// Because it has become as long as a recording may be.
    Full(Seal),
}

/// A file that was not there: what somebody recorded before is never written over.
fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

fn write_all(
    mut file: File,
    to: &RecordTo,
    tap: &Tap,
    bytes: &AtomicU64,
    time: &mut Duration,
) -> io::Result<Written> {
    let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let header = Header {
        started_ms: since_1970
            .ok()
            .and_then(|time| i64::try_from(time.as_millis()).ok())
            .unwrap_or(0),
        salt: rand::random(),
        sealed: 0,
    };
    let mut out = Vec::new();
    let mut recorder = Recorder::new(header, &to.about, &mut out);
    let mut picture = None;
    let mut synced = Instant::now();
    loop {
        let news = tap.take(&mut picture);
        put(&mut recorder, &news, picture.as_ref(), time, &mut out);
        let length = bytes.fetch_add(out.len() as u64, Ordering::Relaxed) + out.len() as u64;
        file.write_all(&out)?;
        out.clear();
        if synced.elapsed() >= SYNC_INTERVAL {
            file.sync_data()?;
            synced = Instant::now();
        }
        let is_full = length >= limits::RECORDING_BYTES;
        if !is_full && news.ending.is_none() {
            continue;
        }
        let at = news.ending.unwrap_or(*time).max(*time);
        *time = at;
        let seal = recorder.end(at, &mut out);
        let length = bytes.fetch_add(out.len() as u64, Ordering::Relaxed) + out.len() as u64;
        file.write_all(&out)?;
        // First everything, then the word that it is everything.
        file.sync_data()?;
        file.seek(SeekFrom::Start(SEALED_AT))?;
        file.write_all(&length.to_le_bytes())?;
        file.sync_all()?;
        return Ok(match news.ending {
            Some(_) => Written::Whole(seal),
            None => Written::Full(seal),
        });
    }
}

/// Puts what is new into `out`, in the order in which it happened.
fn put(
    recorder: &mut Recorder,
    news: &News,
    picture: Option<&Framebuffer>,
    time: &mut Duration,
    out: &mut Vec<u8>,
) {
    let is_before = |mark: &&Mark| mark.at <= news.at && mark.kind != MarkKind::Back;
    let (before, after): (Vec<&Mark>, Vec<&Mark>) = news.marks.iter().partition(is_before);
    for mark in before {
        recorder.mark(mark, out);
        *time = (*time).max(mark.at);
    }
    if let Some(picture) = picture.filter(|_| !news.damage.is_empty()) {
        recorder.picture(news.at, picture, news.damage.rects(), out);
        *time = (*time).max(news.at);
    }
    for mark in after {
        recorder.mark(mark, out);
        *time = (*time).max(mark.at);
    }
}
