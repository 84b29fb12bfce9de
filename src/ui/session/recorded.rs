//! A session that is recorded: begun, marked with what happens, ended in order with its screen.

use std::path::PathBuf;

use super::{Phase, Session};
use crate::session::recording::{MarkKind, RecordTo, RecordingState};
use crate::session::{Command, Event};
use crate::store::journal::{End, Kind};
use crate::ui::record::{Record, Slot};

impl Session {
    /// Records the screen to this file from now on, if that was wanted and there is a screen.
    pub(crate) fn start_recording(&mut self, path: PathBuf) {
        let session = self.handle().filter(|_| self.is_live());
        let Some(session) = session.map(|handle| handle.id) else {
            self.recording.forget();
            return;
        };
        if self.recording.ask(&path, session) {
            let about = self.name().to_owned();
            self.was_lent = self.lends();
            self.send(Command::StartRecording(RecordTo { path, about }));
        }
    }

    /// Ends the recording in order, if there is one.
    pub(crate) fn end_recording(&mut self) {
        if self.recording.end() {
            self.send(Command::StopRecording);
        }
    }

    /// Notes in the recording what happened.
    pub(crate) fn mark(&self, kind: MarkKind, text: &str) {
        if self.recording.is_on() {
            let text = text.to_owned();
            self.send(Command::Mark { kind, text });
        }
    }

    /// Notes in the recording that an image was lent or taken back since the last time.
    pub(super) fn mark_media(&mut self) {
        let lends = self.lends();
        if std::mem::replace(&mut self.was_lent, lends) != lends {
            let text = if lends { "lent" } else { "taken back" };
            self.mark(MarkKind::Media, text);
        }
    }

    /// Takes a report about the recording.
    pub(super) fn hear_recorded(&mut self, state: RecordingState, now: f64) {
        if let RecordingState::Ended(end) = &state {
            let outcome = end.fault.as_ref().map_or("done", |fault| fault.kind());
            self.records.push(Record::End {
                slot: Slot::Recording,
                end: End {
                    outcome: outcome.to_owned(),
                    detail: end.seal.as_ref().map(ToString::to_string),
                    ..End::default()
                },
            });
        }
        if self.recording.hear(state, now) {
            let path = self.recording.path();
            let files = path.iter().map(|path| path.display().to_string()).collect();
            self.records.push(Record::Begin {
                slot: Slot::Recording,
                kind: Kind::Screen,
                detail: Some("recorded".to_owned()),
                files,
            });
        }
    }

    /// Takes what the open screen has to say about its recording, and nothing else: the window is
    /// being closed.
    pub(crate) fn hear_recording(&mut self, now: f64) {
        while let Some(event) = self.poll_event() {
            match event {
                Event::Recording(state) => self.hear_recorded(state, now),
                Event::Closed(_) => self.recording_lost(now),
                _ => {}
            }
        }
        self.hear_leaving(now);
    }

    /// The screen is closed; so is its recording, whatever it has said.
    pub(super) fn recording_lost(&mut self, now: f64) {
        if let Some(id) = self.handle().map(|handle| handle.id) {
            self.recording.session_ended(id, now);
        }
    }

    /// Takes an open screen that was told to close out of the phase, and listens to it until its
    /// recording is complete.
    pub(super) fn leave_recorded(&mut self) {
        let is_open = self.handle().is_some();
        if !is_open || !self.recording.is_on() {
            return;
        }
        self.leaving = match std::mem::replace(&mut self.phase, Phase::Away) {
            Phase::Opening { handle, .. }
            | Phase::Live(handle)
            | Phase::Interrupted { handle, .. } => Some(handle),
            _ => None,
        };
    }
}
