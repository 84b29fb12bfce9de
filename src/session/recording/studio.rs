//! The recording of one session, if there is one: what its screen's task does about it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::mpsc;
use tokio::time::timeout;

use super::tap::Tap;
use super::{Mark, MarkKind, RecordTo, RecordingEnd, RecordingState, file};
use crate::screen::{Damage, Framebuffer, Mailbox};
use crate::session::reports::Wake;
use crate::session::{Command, Fault};

/// How long the disk may take over the last words of a recording when the session ends.
const GOODBYE: Duration = Duration::from_secs(10);

/// Least time from one bell to the next that is marked: the PC can ring as often as it likes.
const BELL_INTERVAL: Duration = Duration::from_secs(1);

/// Begins, feeds and ends the recordings of one session, one at a time.
pub(in crate::session) struct Studio {
    picture: Arc<Mailbox>,
    wake: Wake,
    going: Option<Going>,
}

/// A recording that goes on, or whose end has not been told yet.
struct Going {
    path: PathBuf,
    started: Instant,
    tap: Arc<Tap>,
    bytes: Arc<AtomicU64>,
    /// From the thread that writes; never more than it has room for.
    states: mpsc::Receiver<RecordingState>,
    bell: Option<Instant>,
    /// The picture was lost and has not come back.
    is_lost: bool,
}

impl Studio {
    /// Nothing is recorded yet. `picture` is what a recording begins with.
    pub(in crate::session) const fn new(picture: Arc<Mailbox>, wake: Wake) -> Self {
        Self {
            picture,
            wake,
            going: None,
        }
    }

    /// Takes a command if it is about recordings. Returns what is to be told at once.
    pub(in crate::session) fn handle(
        &mut self,
        now: Instant,
        command: &Command,
    ) -> Option<RecordingState> {
        match command {
            Command::StartRecording(to) if self.going.is_none() => self.start(now, to),
            Command::StopRecording => {
                if let Some(going) = &self.going {
                    going.tap.end(now.saturating_duration_since(going.started));
                }
                None
            }
            Command::Mark { kind, text } => {
                self.mark(now, *kind, text);
                None
            }
            _ => None,
        }
    }

    fn start(&mut self, now: Instant, to: &RecordTo) -> Option<RecordingState> {
        let tap = Arc::new(Tap::default());
        let bytes = Arc::new(AtomicU64::new(0));
        let (sender, states) = mpsc::channel(2);
        if let Some(framebuffer) = self.picture.snapshot() {
            tap.picture(Duration::ZERO, &framebuffer, &Damage::new());
        }
        let work = {
            let (to, tap, bytes) = (to.clone(), Arc::clone(&tap), Arc::clone(&bytes));
            let wake = Arc::clone(&self.wake);
            move || {
                file::write(&to, &tap, &bytes, |state| {
                    // Room for both that there are; nobody listens: nobody minds.
                    drop(sender.try_send(state));
                    wake();
                });
            }
        };
        let thread = thread::Builder::new().name("recording".into()).spawn(work);
        if let Err(cause) = thread {
            let what = "start a thread";
            return Some(RecordingState::Ended(RecordingEnd {
                path: to.path.clone(),
                bytes: 0,
                time: Duration::ZERO,
                seal: None,
                fault: Some(Fault::System { what, cause }),
            }));
        }
        self.going = Some(Going {
            path: to.path.clone(),
            started: now,
            tap,
            bytes,
            states,
            bell: None,
            is_lost: false,
        });
        None
    }

    /// The picture has changed.
    pub(in crate::session) fn picture(
        &self,
        now: Instant,
        framebuffer: &Framebuffer,
        damage: &Damage,
    ) {
        if let Some(going) = &self.going {
            let at = now.saturating_duration_since(going.started);
            going.tap.picture(at, framebuffer, damage);
        }
    }

    /// Something happened.
    pub(in crate::session) fn mark(&mut self, now: Instant, kind: MarkKind, text: &str) {
        let Some(going) = &mut self.going else {
            return;
        };
        let soon = |at: &Instant| now.saturating_duration_since(*at) < BELL_INTERVAL;
        match kind {
            MarkKind::Bell if going.bell.as_ref().is_some_and(soon) => return,
            MarkKind::Bell => going.bell = Some(now),
            // A session that looks for its screen loses it again and again.
            MarkKind::Lost if going.is_lost => return,
            MarkKind::Back if !going.is_lost => return,
            MarkKind::Lost => going.is_lost = true,
            MarkKind::Back => going.is_lost = false,
            _ => {}
        }
        let at = now.saturating_duration_since(going.started);
        let text = text.to_owned();
        going.tap.mark(Mark { at, kind, text });
    }

    /// How far the recording has come.
    pub(in crate::session) fn figures(&self, now: Instant) -> Option<RecordingState> {
        self.going.as_ref().map(|going| RecordingState::Going {
            bytes: going.bytes.load(Ordering::Relaxed),
            time: now.saturating_duration_since(going.started),
        })
    }

    /// The next news of the thread; waits for ever while nothing is recorded. Cancel-safe.
    pub(in crate::session) async fn news(&mut self) -> RecordingState {
        let Some(going) = &mut self.going else {
            return std::future::pending().await;
        };
        let state = match going.states.recv().await {
            Some(state) => state,
            // The thread has panicked.
            None => RecordingState::Ended(RecordingEnd {
                path: going.path.clone(),
                bytes: going.bytes.load(Ordering::Relaxed),
                time: going.started.elapsed(),
                seal: None,
                fault: Some(Fault::Internal {
                    task: "recording".to_owned(),
                }),
            }),
        };
        if matches!(state, RecordingState::Ended(_)) {
            self.going = None;
        }
        state
    }

    /// Ends the recording with the session. Returns what there is to tell, oldest first.
    pub(in crate::session) async fn close(&mut self, now: Instant) -> Vec<RecordingState> {
        let mut states = Vec::new();
        self.handle(now, &Command::StopRecording);
        while self.going.is_some() {
            match timeout(GOODBYE, self.news()).await {
                Ok(state) => states.push(state),
                Err(_) => break,
            }
        }
        states
    }
}
