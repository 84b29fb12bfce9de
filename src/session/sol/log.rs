//! Writes a log on a thread of its own, so that a slow disk delays nobody.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread;

use time::OffsetDateTime;

use super::{LogFormat, LogOptions};
use crate::session::Fault;
use crate::session::reports::Wake;
use crate::terminal::recording::Recorder;
use crate::terminal::{Charset, Size, TextLog};

/// A log being written. Dropping it ends the log in order.
pub(super) struct Log {
    entries: SyncSender<Entry>,
    outcome: Receiver<Outcome>,
    /// Bytes that found the queue full.
    missed: usize,
}

/// How the thread got on.
pub(super) enum Outcome {
    Started(LogOptions),
    Failed(Fault),
}

enum What {
    Output(Vec<u8>),
    Note(String),
    Resized(Size),
    Charset(Charset),
}

struct Entry {
    at: OffsetDateTime,
    what: What,
}

/// What a log begins with.
pub(super) struct Beginning {
    pub(super) title: String,
    pub(super) size: Size,
    pub(super) charset: Charset,
}

impl Log {
    /// Begins a log; `wake` is called when there is an [`outcome`](Self::poll_outcome).
    pub(super) fn start(options: LogOptions, beginning: Beginning, wake: Wake) -> io::Result<Self> {
        let (entries, received) = sync_channel(ENTRIES);
        let (report, outcome) = sync_channel(2);
        thread::Builder::new()
            .name("serial log".into())
            .spawn(move || {
                let path = options.path.clone();
                let result = write(&options, &beginning, &received, || {
                    drop(report.send(Outcome::Started(options.clone())));
                    wake();
                });
                if let Err(cause) = result {
                    drop(report.send(Outcome::Failed(Fault::FileUnwritable { path, cause })));
                    wake();
                }
            })?;
        Ok(Self {
            entries,
            outcome,
            missed: 0,
        })
    }

    /// How the log got on, if there is news. A failed one writes nothing more.
    pub(super) fn poll_outcome(&self) -> Option<Outcome> {
        self.outcome.try_recv().ok()
    }

    /// Ends the log and waits until the file is complete. Returns why it is not, if so.
    ///
    /// Not to be called from a task: it waits for the disk.
    pub(super) fn end(self) -> Option<Fault> {
        let Self {
            entries, outcome, ..
        } = self;
        drop(entries);
        outcome.into_iter().find_map(|outcome| match outcome {
            Outcome::Failed(fault) => Some(fault),
            Outcome::Started(_) => None,
        })
    }

    pub(super) fn output(&mut self, at: OffsetDateTime, bytes: &[u8]) {
        if self.missed > 0 {
            let note = format!("{} bytes are missing here", self.missed);
            if !self.push(at, What::Note(note)) {
                self.missed += bytes.len();
                return;
            }
            self.missed = 0;
        }
        if !self.push(at, What::Output(bytes.to_vec())) {
            self.missed += bytes.len();
        }
    }

    pub(super) fn note(&self, at: OffsetDateTime, text: impl Into<String>) {
        self.push(at, What::Note(text.into()));
    }

    pub(super) fn resized(&self, at: OffsetDateTime, size: Size) {
        self.push(at, What::Resized(size));
    }

    pub(super) fn set_charset(&self, at: OffsetDateTime, charset: Charset) {
        self.push(at, What::Charset(charset));
    }

    /// False if it was not taken because the disk is far behind.
    fn push(&self, at: OffsetDateTime, what: What) -> bool {
        let sent = self.entries.try_send(Entry { at, what });
        !matches!(sent, Err(TrySendError::Full(_)))
    }
}

/// The thread: until the log is dropped or the file cannot be written.
fn write(
    options: &LogOptions,
    beginning: &Beginning,
    entries: &Receiver<Entry>,
    started: impl FnOnce(),
) -> io::Result<()> {
    if options.create_folder
        && let Some(folder) = options.path.parent()
    {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = open(&options.path, options.format)?;
    let mut out = String::new();
    let mut writer = Writer::new(options.format, beginning, &mut out);
    file.write_all(out.as_bytes())?;
    started();
    while let Ok(entry) = entries.recv() {
        out.clear();
        match writer.write(&entry, &mut out) {
            Some(raw) => file.write_all(raw)?,
            None => file.write_all(out.as_bytes())?,
        }
    }
    out.clear();
    writer.finish(&mut out);
    file.write_all(out.as_bytes())?;
    file.flush()
}

fn open(path: &Path, format: LogFormat) -> io::Result<File> {
    let mut options = File::options();
    match format {
        // A second header in the middle would make a recording unreadable.
        LogFormat::Cast => options.write(true).create_new(true),
        LogFormat::Raw | LogFormat::Text => options.append(true).create(true),
    };
    options.open(path)
}

enum Writer {
    Raw,
    Text(Box<TextLog>),
    Cast(Recorder),
}

impl Writer {
    fn new(format: LogFormat, beginning: &Beginning, out: &mut String) -> Self {
        let Beginning {
            title,
            size,
            charset,
        } = beginning;
        let now = OffsetDateTime::now_utc();
        match format {
            LogFormat::Raw => Self::Raw,
            LogFormat::Text => {
                let mut log = TextLog::new(*charset);
                log.note(now, &format!("serial console of {title}"), out);
                Self::Text(Box::new(log))
            }
            LogFormat::Cast => Self::Cast(Recorder::new(now, *charset, *size, title, out)),
        }
    }

    /// Appends text to `out`, or returns raw bytes.
    fn write<'a>(&mut self, entry: &'a Entry, out: &mut String) -> Option<&'a [u8]> {
        let at = entry.at;
        match (self, &entry.what) {
            (Self::Raw, What::Output(bytes)) => return Some(bytes),
            (Self::Text(log), What::Output(bytes)) => log.output(at, bytes, out),
            (Self::Text(log), What::Note(text)) => log.note(at, text, out),
            (Self::Text(log), What::Charset(charset)) => log.set_charset(*charset),
            (Self::Cast(recorder), What::Output(bytes)) => recorder.output(at, bytes, out),
            (Self::Cast(recorder), What::Note(text)) => recorder.mark(at, text, out),
            (Self::Cast(recorder), What::Resized(size)) => recorder.resized(at, *size, out),
            (Self::Cast(recorder), What::Charset(charset)) => recorder.set_charset(*charset),
            (Self::Raw, _) | (Self::Text(_), What::Resized(_)) => {}
        }
        None
    }

    fn finish(&mut self, out: &mut String) {
        if let Self::Text(log) = self {
            log.finish(out);
        }
    }
}

/// Pieces of output waiting for the disk.
const ENTRIES: usize = 256;

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::Arc;

    use super::*;

    fn log(path: &Path) -> Result<Log, String> {
        let options = LogOptions {
            path: path.to_owned(),
            format: LogFormat::from_path(path),
            create_folder: false,
        };
        let beginning = Beginning {
            title: "lab-12".into(),
            size: Size::C80R25,
            charset: Charset::Cp437,
        };
        let log = Log::start(options, beginning, Arc::new(|| {})).unwrap();
        match log.outcome.recv().unwrap() {
            Outcome::Started(_) => Ok(log),
            Outcome::Failed(fault) => Err(fault.kind().to_owned()),
        }
    }

    fn end(log: Log) {
        assert!(log.end().is_none());
    }

    #[test]
    fn raw_bytes_are_appended_as_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("console.raw");
        for _ in 0..2 {
            let mut log = log(&path).unwrap();
            let now = OffsetDateTime::now_utc();
            log.output(now, b"\x1B[1m\xDA\0");
            log.note(now, "not in here");
            end(log);
        }
        assert_eq!(fs::read(&path).unwrap(), b"\x1B[1m\xDA\0\x1B[1m\xDA\0");
    }

    #[test]
    fn text_has_dated_lines_and_notes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("console.log");
        let mut log = log(&path).unwrap();
        let now = OffsetDateTime::now_utc();
        log.output(now, b"\x1B[1mhel");
        log.output(now, b"lo\r\nunfinished");
        log.note(now, "power off");
        end(log);
        let text = fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text
            .lines()
            .map(|l| l.split_once("Z ").unwrap().1)
            .collect();
        assert_eq!(
            lines,
            [
                "-- serial console of lab-12",
                "hello",
                "unfinished",
                "-- power off"
            ]
        );
    }

    #[test]
    fn a_recording_never_overwrites_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("console.cast");
        let mut log_of = log(&path).unwrap();
        log_of.output(OffsetDateTime::now_utc(), b"\xC9");
        end(log_of);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("{\"version\":2") && text.contains("╔"));
        assert_eq!(log(&path).err().as_deref(), Some("file-unwritable"));
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }

    #[test]
    fn a_file_that_cannot_be_written_is_a_fault() {
        let path = Path::new("/nonexistent/console.log");
        assert_eq!(log(path).err().as_deref(), Some("file-unwritable"));
    }
}
