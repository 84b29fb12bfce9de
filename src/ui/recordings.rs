//! What the window does about recordings of screens: where they go, what is said when they end,
//! and that the last words of each are on disk before the window is gone.

use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use super::app::App;
use super::background::{Done, file_name};
use super::deeds::FILE_TIME;
use super::kvm::recording::{clock, size_words};
use super::notice::Weight;
use super::record::Recorder;
use super::session::Session;
use super::tabs::{Tab, TabId};
use crate::session::Fault;
use crate::session::recording::{MarkKind, RecordingEnd};
use crate::ui::language::{t, w};
use crate::ui::said::Told as _;

/// Tabs that are closed and whose recordings have still to end.
#[derive(Debug, Default)]
pub(crate) struct Farewells(Vec<(TabId, Box<Session>)>);

impl App {
    /// Begins to record the screen of a tab, or ends that.
    pub(super) fn toggle_recording(&mut self, id: TabId) {
        let time = (self.options.clock)().format(FILE_TIME).unwrap_or_default();
        let Some(folder) = self.options.recordings.clone() else {
            return;
        };
        let Some(session) = self.tabs.get_mut(id).and_then(Tab::session_mut) else {
            return;
        };
        if session.recording.is_on() {
            session.end_recording();
            return;
        }
        if !session.is_live() {
            let title = w!("kvm-there-is-no-picture-to-record").to_owned();
            self.notices.add(Weight::Information, title, String::new());
            return;
        }
        let name = file_name(&format!("{} {time}", session.name()));
        let path = folder.join(name).with_extension(EXTENSION);
        session.recording.begin(path.clone());
        // Folders of the network may take their time.
        self.background.run("folder", move || {
            let made = fs::create_dir_all(&folder);
            let fault = made.map_err(|cause| Fault::FileUnwritable {
                path: folder,
                cause,
            });
            Done::RecordingFolder(id, path, fault.err())
        });
    }

    /// The folder of a recording exists, or cannot be made.
    pub(super) fn hear_folder(&mut self, id: TabId, path: PathBuf, fault: Option<Fault>) {
        let session = self.tabs.get_mut(id).and_then(Tab::session_mut);
        match (session, fault) {
            (Some(session), None) => session.start_recording(path),
            (Some(session), Some(fault)) => {
                session.recording.forget();
                self.notices.add_fault_of(id, &fault);
            }
            (None, _) => {}
        }
    }

    /// A session that is put away: it is heard until its recording is complete.
    pub(super) fn see_off(&mut self, id: TabId, mut session: Box<Session>) {
        if session.recording.is_on() {
            session.close(self.stamp());
            self.farewells.0.push((id, session));
        }
    }

    /// Takes what recordings of closed tabs have reported.
    pub(super) fn hear_farewells(&mut self, now: f64) {
        let mut left = std::mem::take(&mut self.farewells.0);
        for (id, session) in &mut left {
            session.hear_leaving(now);
            self.tell_recordings(*id, session.recording.take_ended());
            write_down(&self.recorder, *id, session);
        }
        left.retain(|(_, session)| session.recording.is_on());
        self.farewells.0 = left;
    }

    /// Says how recordings have ended.
    pub(super) fn tell_recordings(&mut self, id: TabId, ended: Vec<RecordingEnd>) {
        for end in ended {
            let path = end.path.display();
            let measure = format!("{}, {}", clock(end.time), size_words(end.bytes));
            match &end.fault {
                None => {
                    let text = format!("{measure}, {path}");
                    let title = w!("kvm-recording-saved").to_owned();
                    self.notices.add_recording(title, text, self.recorded.len());
                    self.recorded.push(end.path);
                }
                Some(fault) if end.bytes == 0 => self.notices.add_fault_of(id, fault),
                Some(fault) => {
                    let text = format!(
                        "{}. {} {}",
                        fault.told_cause(),
                        fault.told_remedy(),
                        t!("kvm-recorded-until", measure = measure)
                    );
                    let title = w!("kvm-the-recording-has-ended").to_owned();
                    self.notices.add(Weight::Warning, title, text);
                }
            }
        }
    }

    /// Ends every recording in order before the window is gone.
    pub(super) fn end_recordings(&mut self) {
        let sessions = self.tabs.sessions_mut();
        sessions.for_each(|(_, session)| session.end_recording());
        let until = Instant::now() + LAST_WORDS;
        loop {
            let Self { tabs, recorder, .. } = self;
            let mut goes_on = false;
            for (id, session) in tabs.sessions_mut() {
                session.hear_recording(0.0);
                write_down(recorder, id, session);
                goes_on |= session.recording.is_on();
            }
            self.hear_farewells(0.0);
            if !goes_on && self.farewells.0.is_empty() || Instant::now() >= until {
                return;
            }
            thread::sleep(LOOK_AGAIN);
        }
    }
}

/// Writes down what a session and its PC did, in the journal and in the recording.
pub(super) fn write_down(recorder: &Recorder, id: TabId, session: &mut Session) {
    let mut records = std::mem::take(&mut session.records);
    if let Some(pc) = &mut session.pc {
        records.append(&mut pc.records);
    }
    if records.is_empty() {
        return;
    }
    let about = session.about();
    for record in records {
        if let Some(text) = record.of_power() {
            session.mark(MarkKind::Power, text);
        }
        recorder.take(id, record, &about);
    }
}

/// How files of recordings end.
pub(crate) const EXTENSION: &str = "obrec";

/// How long the disk may take over the last words of recordings when the window is closed.
const LAST_WORDS: Duration = Duration::from_secs(10);

/// From one look to the next meanwhile.
const LOOK_AGAIN: Duration = Duration::from_millis(5);
