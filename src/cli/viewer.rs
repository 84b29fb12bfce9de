//! A session without a window: wait, type, look, and always leave in order.

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout, timeout_at};
use tracing::debug;

use super::Failure;
use super::keys::Chords;
use super::progress::Progress;
use super::safety::Encryption;
use crate::proto::redir::messages::FirmwareVersion;
use crate::screen::{Framebuffer, PixelFormat};
use crate::session::recording::{RecordTo, RecordingEnd, RecordingState};
use crate::session::{
    self, Command, Event, Fault, Handle, Layout, OpenOptions, Safety, Stage, Stats, Target,
    TypedText,
};
use crate::wire::Secret;

/// A picture is stable when nothing changed for so long: a text screen being drawn, or a menu
/// unfolding, pauses for less.
pub(super) const STABLE_AFTER: Duration = Duration::from_secs(1);

/// A picture that never becomes stable, such as an animation, is taken after so long.
pub(super) const STABLE_WITHIN: Duration = Duration::from_secs(10);

/// What changes within this time after the last key counts as its effect.
const EFFECT_WITHIN: Duration = Duration::from_secs(1);

/// From one chord to the next; boot menus poll their keyboard slowly.
const CHORD_PAUSE: Duration = Duration::from_millis(50);

/// How often a PC is asked again that still believes in the session which was just closed …
const BUSY_TRIES: u32 = 6;
/// … and after which pause (`docs/protocol/redirection.md` § 5.14, observed).
const AGAIN_AFTER: Duration = Duration::from_millis(400);

/// How long the session may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(3);

/// Until when to wait before the picture is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wait {
    /// The first whole picture; after input, the first change.
    First,
    /// Nothing changed for [`STABLE_AFTER`], or [`STABLE_WITHIN`] has passed.
    Stable,
    /// So long.
    For(Duration),
}

/// What is known of the screen.
#[derive(Debug, Clone)]
pub(super) struct ScreenFacts {
    pub(super) name: String,
    pub(super) format: PixelFormat,
    pub(super) firmware: Option<FirmwareVersion>,
    /// How safe the connection is.
    pub(super) safety: Option<Safety>,
}

/// Text that was typed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Typed {
    /// Characters of the text.
    pub(super) characters: usize,
    /// Those that have no key.
    pub(super) skipped: usize,
}

/// One open session.
pub(super) struct Viewer {
    handle: Handle,
    options: OpenOptions,
    is_amt: bool,
    progress: Progress,
    name: String,
    firmware: Option<FirmwareVersion>,
    safety: Option<Safety>,
    stats: Stats,
    logged_in: bool,
    live: bool,
    typing: Option<Typed>,
    /// The latest that was told of the recording.
    recording: Option<RecordingState>,
    closed: bool,
}

impl Viewer {
    /// Begins to open a session; [`live`](Self::live) waits for it. To be called in a runtime.
    pub(super) fn open(options: OpenOptions, progress: Progress) -> Self {
        let runtime = tokio::runtime::Handle::current();
        let is_amt = matches!(options.access.target(), Target::Amt { .. });
        Self {
            is_amt,
            handle: session::open(&runtime, options.clone(), || {}),
            options,
            progress,
            name: String::new(),
            firmware: None,
            safety: None,
            stats: Stats::default(),
            logged_in: false,
            live: false,
            typing: None,
            recording: None,
            closed: false,
        }
    }

    /// The PC has Intel AMT.
    pub(super) const fn is_amt(&self) -> bool {
        self.is_amt
    }

    /// Waits for the first whole picture.
    pub(super) async fn live(&mut self) -> Result<(), Failure> {
        while !self.live {
            self.step().await?;
        }
        self.progress.done();
        Ok(())
    }

    /// Waits for the login; everything secret has been said then.
    pub(super) async fn logged_in(&mut self) -> Result<(), Failure> {
        while !self.logged_in {
            self.step().await?;
        }
        Ok(())
    }

    /// Takes events until the session ends.
    pub(super) async fn watch(&mut self) -> Failure {
        loop {
            if let Err(failure) = self.step().await {
                return failure;
            }
        }
    }

    /// Closes the session, opens it again and waits for its first whole picture: what was on its
    /// way in the old one can no longer be taken for it.
    pub(super) async fn reopen(&mut self) -> Result<(), Failure> {
        self.end().await;
        for _ in 0..BUSY_TRIES {
            *self = Self::open(self.options.clone(), self.progress.clone());
            match self.live().await {
                // The PC has not noticed yet that the old one is over.
                Err(Failure::Fault(Fault::Busy(_))) => sleep(AGAIN_AFTER).await,
                result => return result,
            }
        }
        *self = Self::open(self.options.clone(), self.progress.clone());
        self.live().await
    }

    /// Takes the next event; returns whether the picture changed.
    async fn step(&mut self) -> Result<bool, Failure> {
        let Some(event) = self.handle.next_event().await else {
            self.closed = true;
            return Err(unexpected_end());
        };
        match event {
            Event::Stage(stage) => {
                self.progress.stage(stage);
                self.live = stage == Stage::Live;
            }
            Event::Connected(safety) => self.safety = Some(safety),
            Event::LoggedIn { firmware } => {
                self.firmware = firmware;
                self.logged_in = true;
            }
            Event::Screen { name, .. } => self.name = name,
            Event::Updated => return Ok(true),
            Event::Typing {
                done,
                total,
                skipped,
            } => {
                if done >= total {
                    self.typing = Some(Typed {
                        characters: total,
                        skipped,
                    });
                }
            }
            Event::Stats(stats) => self.stats = stats,
            // Not asked for here: what is lost ends the command.
            Event::Bell
            | Event::LockKeys(_)
            | Event::NoKey
            | Event::Interrupted { .. }
            | Event::PictureRefused(_)
            | Event::PointerShape(_)
            | Event::Deflated(_)
            | Event::Macro(_)
            | Event::Halving { .. } => {}
            Event::Recording(state) => self.recording = Some(state),
            Event::Closed(fault) => {
                self.closed = true;
                return Err(fault.map_or_else(unexpected_end, Failure::Fault));
            }
        }
        Ok(false)
    }

    /// Types `text` and waits until all of it is on its way.
    pub(super) async fn type_text(
        &mut self,
        text: &Secret<String>,
        layout: Layout,
    ) -> Result<Typed, Failure> {
        self.typing = None;
        self.send(Command::SetLayout(layout));
        self.send(Command::Type(TypedText {
            text: text.clone(),
            pace: TypedText::PACE,
        }));
        loop {
            if let Some(typed) = self.typing.take() {
                return Ok(typed);
            }
            self.step().await?;
        }
    }

    /// Presses and releases the chords one after another.
    pub(super) async fn press(&mut self, chords: &Chords) -> Result<(), Failure> {
        for chord in chords.iter() {
            for keysym in chord.keys() {
                let (keysym, down) = (*keysym, true);
                self.send(Command::Key { keysym, down });
            }
            for keysym in chord.keys().iter().rev() {
                let (keysym, down) = (*keysym, false);
                self.send(Command::Key { keysym, down });
            }
            self.pass(CHORD_PAUSE).await?;
        }
        Ok(())
    }

    /// A command that is not taken ends the session, and the reason follows as an event.
    fn send(&self, command: Command) {
        if let Err(error) = self.handle.send(command) {
            debug!(%error, "a command was not taken");
        }
    }

    /// Lets time pass, taking events.
    async fn pass(&mut self, time: Duration) -> Result<(), Failure> {
        let until = Instant::now() + time;
        while let Ok(step) = timeout_at(until, self.step()).await {
            step?;
        }
        Ok(())
    }

    /// Waits for the picture that is wanted. `after_input`: keys were sent just before.
    pub(super) async fn settle(&mut self, wait: Wait, after_input: bool) -> Result<(), Failure> {
        match wait {
            Wait::First if !after_input => {}
            Wait::First => {
                let until = Instant::now() + EFFECT_WITHIN;
                while let Ok(step) = timeout_at(until, self.step()).await {
                    if step? {
                        break;
                    }
                }
            }
            Wait::Stable => {
                let give_up = Instant::now() + STABLE_WITHIN;
                let mut quiet_at = Instant::now() + STABLE_AFTER;
                while let Ok(step) = timeout_at(quiet_at.min(give_up), self.step()).await {
                    if step? {
                        quiet_at = Instant::now() + STABLE_AFTER;
                    }
                }
            }
            Wait::For(time) => self.pass(time).await?,
        }
        Ok(())
    }

    /// How safe the connection is.
    pub(super) fn encryption(&self) -> Encryption {
        Encryption::of(self.safety.as_ref())
    }

    /// The PC's user has consented to this screen: it is not looked for without that.
    pub(super) fn consented(&self) {
        self.send(Command::Consented);
    }

    /// Begins to record; the file exists when this returns.
    pub(super) async fn record(&mut self, to: RecordTo) -> Result<(), Failure> {
        self.recording = None;
        self.send(Command::StartRecording(to));
        while self.recording.is_none() {
            self.step().await?;
        }
        match self.recording.take() {
            Some(RecordingState::Ended(end)) => {
                Err(end.fault.map_or_else(unexpected_end, Failure::Fault))
            }
            _ => Ok(()),
        }
    }

    /// Waits until the recording ends by itself: never, unless it fails or the session ends.
    pub(super) async fn recording_fails(&mut self) -> Failure {
        loop {
            if let Err(failure) = self.step().await {
                return failure;
            }
            if let Some(RecordingState::Ended(end)) = &mut self.recording
                && let Some(fault) = end.fault.take()
            {
                return fault.into();
            }
        }
    }

    /// Ends the recording, if it has not ended yet, and says how it did.
    pub(super) async fn end_recording(&mut self) -> Option<RecordingEnd> {
        let has_ended = |viewer: &Self| matches!(viewer.recording, Some(RecordingState::Ended(_)));
        if !has_ended(self) {
            self.send(Command::StopRecording);
        }
        let until = Instant::now() + GOODBYE;
        while !has_ended(self) && !self.closed {
            match timeout_at(until, self.step()).await {
                Ok(Ok(_)) => {}
                Ok(Err(_)) => break,
                // A session that looks for its screen tells nothing until it has found it. Its end
                // ends the recording too, however long the disk takes.
                Err(_) => {
                    self.send(Command::Close);
                    while !has_ended(self) && self.step().await.is_ok() {}
                    break;
                }
            }
        }
        match self.recording.take() {
            Some(RecordingState::Ended(end)) => Some(end),
            _ => None,
        }
    }

    /// The picture as it is now, and what is known of it. There is one once the session is
    /// [`live`](Self::live).
    pub(super) fn picture(&self) -> Result<(Framebuffer, ScreenFacts), Failure> {
        let framebuffer = self.handle.picture.snapshot().ok_or_else(unexpected_end)?;
        let facts = ScreenFacts {
            name: self.name.clone(),
            format: framebuffer.format(),
            firmware: self.firmware,
            safety: self.safety.clone(),
        };
        Ok((framebuffer, facts))
    }

    /// Ends the session: everything that is down is released, the connection closed. Returns the
    /// final figures.
    pub(super) async fn close(mut self) -> Stats {
        self.end().await;
        self.stats
    }

    async fn end(&mut self) {
        self.progress.done();
        if !self.closed {
            self.send(Command::Close);
            let end = async { while self.step().await.is_ok() {} };
            // A device that does not even let go is left to its own time-outs.
            drop(timeout(GOODBYE, end).await);
        }
    }
}

/// The session ended although nobody asked for it, and gave no reason.
fn unexpected_end() -> Failure {
    let task = "the session ended without a reason".to_owned();
    Fault::Internal { task }.into()
}
