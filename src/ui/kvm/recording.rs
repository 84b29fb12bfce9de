//! The recording of a screen as its tab knows it: whether one goes on, how far it is, how it ended.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use eframe::egui::{Align2, RichText, Ui};

use crate::session::recording::{RecordingEnd, RecordingState};
use crate::session::{Fault, SessionId};
use crate::ui::language::{t, w};
use crate::ui::parts;
use crate::ui::said::measure;
use crate::ui::session::Session;
use crate::ui::tabs::TabId;
use crate::ui::theme::{self, Palette, font_size, icon};

/// The recording of one session, if there is one.
#[derive(Debug, Default)]
pub(crate) struct ScreenRecording {
    going: Option<Going>,
    /// Recordings that have ended and were not told of yet.
    ended: Vec<RecordingEnd>,
}

/// One that was asked for and has not ended.
#[derive(Debug)]
struct Going {
    path: PathBuf,
    /// When it began, in seconds of egui's clock; `None` before its file exists.
    since: Option<f64>,
    bytes: u64,
    /// The session that was asked to record; `None` while its folder is made.
    session: Option<SessionId>,
    /// It was told to end.
    is_ending: bool,
}

impl ScreenRecording {
    /// A recording was asked for, goes on, or has still to end.
    pub(crate) const fn is_on(&self) -> bool {
        self.going.is_some()
    }

    /// It was asked for and goes to this file.
    pub(crate) fn begin(&mut self, path: PathBuf) {
        self.going = Some(Going {
            path,
            since: None,
            bytes: 0,
            session: None,
            is_ending: false,
        });
    }

    /// Its folder exists: this session is to record it. False if nobody wants that any more.
    pub(crate) fn ask(&mut self, path: &Path, session: SessionId) -> bool {
        let going = self.going.as_mut().filter(|going| going.path == path);
        going.is_some_and(|going| going.session.replace(session).is_none())
    }

    /// It could not begin.
    pub(crate) fn forget(&mut self) {
        self.going = None;
    }

    /// It is to end; true if its session is to be told so.
    pub(crate) fn end(&mut self) -> bool {
        self.going.take_if(|going| going.session.is_none());
        let going = self.going.as_mut();
        going.is_some_and(|going| !std::mem::replace(&mut going.is_ending, true))
    }

    /// Takes a report about it; `now` in seconds of egui's clock. True if its file exists now.
    pub(crate) fn hear(&mut self, state: RecordingState, now: f64) -> bool {
        match (state, &mut self.going) {
            (RecordingState::Started { .. }, Some(going)) => {
                going.since = Some(now);
                true
            }
            (RecordingState::Going { bytes, time }, Some(going)) => {
                going.bytes = bytes;
                going.since = Some(now - time.as_secs_f64());
                false
            }
            (RecordingState::Ended(end), _) => {
                self.going = None;
                self.ended.push(end);
                false
            }
            _ => false,
        }
    }

    /// A session has ended. If it has said nothing about its recording, the disk took too long over
    /// the last words.
    pub(crate) fn session_ended(&mut self, session: SessionId, now: f64) {
        let is_its = |going: &mut Going| going.session == Some(session);
        let Some(going) = self.going.take_if(is_its) else {
            return;
        };
        let secs = going.since.map_or(0.0, |since| now - since);
        self.ended.push(RecordingEnd {
            path: going.path.clone(),
            bytes: going.bytes,
            time: Duration::try_from_secs_f64(secs).unwrap_or_default(),
            seal: None,
            fault: Some(Fault::FileUnwritable {
                path: going.path,
                cause: io::ErrorKind::TimedOut.into(),
            }),
        });
    }

    /// Recordings that have ended since the last time.
    pub(crate) fn take_ended(&mut self) -> Vec<RecordingEnd> {
        std::mem::take(&mut self.ended)
    }

    /// Its file, while it goes on.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.going.as_ref().map(|going| going.path.as_path())
    }

    /// What the mark says: how long, how large. `now` in seconds of egui's clock.
    pub(crate) fn words(&self, now: f64) -> Option<String> {
        let going = self.going.as_ref()?;
        Some(match going.since {
            None => w!("kvm-recording-begins").to_owned(),
            Some(_) if going.is_ending => w!("kvm-recording-ends").to_owned(),
            Some(since) => {
                let time = Duration::try_from_secs_f64(now - since).unwrap_or_default();
                t!(
                    "kvm-recording-going",
                    time = clock(time),
                    size = size_words(going.bytes)
                )
            }
        })
    }

    /// Time until what the mark says changes.
    pub(crate) fn changes_in(&self, now: f64) -> Option<Duration> {
        let since = self.going.as_ref()?.since?;
        let part = (now - since).rem_euclid(1.0);
        Duration::try_from_secs_f64(1.0 - part).ok()
    }
}

/// The mark while the header is hidden: nobody is recorded without its being seen here.
pub(crate) fn mark_ui(ui: &Ui, id: TabId, session: &Session, now: f64) {
    let Some(words) = session.recording.words(now) else {
        return;
    };
    if let Some(rest) = session.recording.changes_in(now) {
        ui.ctx().request_repaint_after(rest);
    }
    let color = Palette::of(ui).rec;
    parts::floating(ui, id.part("recording"), Align2::RIGHT_TOP, |ui| {
        ui.horizontal(|ui| {
            ui.label(theme::glyph(icon::RECORD).color(color));
            ui.label(RichText::new(words).font(theme::mono(font_size::NUMBER)));
        });
    });
}

/// `1:02:03`, `2:03`.
pub(crate) fn clock(time: Duration) -> String {
    let secs = time.as_secs();
    let (hours, minutes, secs) = (secs / 3600, secs / 60 % 60, secs % 60);
    match hours {
        0 => format!("{minutes}:{secs:02}"),
        _ => format!("{hours}:{minutes:02}:{secs:02}"),
    }
}

/// How large a file is, with three figures at most.
pub(crate) fn size_words(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "shown with three figures")]
    let bytes = bytes as f64;
    let text = match bytes {
        ..1e3 => format!("{bytes:.0} B"),
        ..1e6 => format!("{:.0} kB", bytes / 1e3),
        ..1e9 => format!("{:.1} MB", bytes / 1e6),
        _ => format!("{:.1} GB", bytes / 1e9),
    };
    measure(&text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Handle;

    #[test]
    fn times_and_sizes_are_short() {
        for (secs, text) in [(0, "0:00"), (62, "1:02"), (3723, "1:02:03")] {
            assert_eq!(clock(Duration::from_secs(secs)), text);
        }
        let sizes = [
            (0, "0 B"),
            (999, "999 B"),
            (64_400, "64 kB"),
            (1_240_000, "1.2 MB"),
            (8_590_000_000, "8.6 GB"),
        ];
        for (bytes, text) in sizes {
            assert_eq!(size_words(bytes), text);
        }
    }

    #[test]
    fn a_recording_is_told_of_from_its_beginning_to_its_end() {
        let mut recording = ScreenRecording::default();
        let [session, other] = [Handle::new().0.id, Handle::new().0.id];
        assert!(!recording.end() && recording.words(0.0).is_none());
        let path = PathBuf::from("/r/lab.obrec");
        recording.begin(path.clone());
        assert!(!recording.end() && !recording.is_on(), "before its folder");
        assert!(!recording.ask(&path, session), "nobody wants it any more");
        recording.begin(path.clone());
        assert!(recording.ask(&path, session));
        assert_eq!(recording.words(10.0).unwrap(), "Recording begins");
        assert!(recording.hear(RecordingState::Started { path: path.clone() }, 10.0));
        assert_eq!(recording.words(72.5).unwrap(), "Recording 1:02, 0 B");
        assert_eq!(recording.changes_in(72.5), Some(Duration::from_millis(500)));
        let (bytes, time) = (1_240_000, Duration::from_secs(70));
        recording.hear(RecordingState::Going { bytes, time }, 80.0);
        assert_eq!(recording.words(80.0).unwrap(), "Recording 1:10, 1.2 MB");
        assert!(recording.end() && !recording.end(), "told once");
        recording.session_ended(other, 90.0);
        assert!(recording.is_on());
        recording.session_ended(session, 90.0);
        let ended = recording.take_ended();
        assert_eq!(ended.len(), 1);
        assert_eq!((&ended[0].path, ended[0].bytes), (&path, bytes));
        assert!(ended[0].fault.is_some() && !recording.is_on());
    }
}
