//! The picture of a recording at any moment.

use std::time::Duration;

use super::opened::{Block, Recording};
use crate::screen::recording::{BlockKind, Canvas, HEADER_BYTES};
use crate::screen::{Damage, Framebuffer};
use crate::session::Fault;

/// Goes to any place of a recording, and from one change of the picture to the next.
///
/// A place is found from the whole picture before it, at most 30 s or 4 MiB of changes away.
#[derive(Debug)]
pub struct Player {
    recording: Recording,
    canvas: Canvas,
    /// Where the next block begins.
    offset: u64,
    /// The next change of the picture, once it was looked for.
    ahead: Option<Block>,
    at: Duration,
}

impl Player {
    /// At the beginning, before the first picture.
    #[must_use]
    pub const fn new(recording: Recording) -> Self {
        Self {
            recording,
            canvas: Canvas::new(),
            offset: HEADER_BYTES as u64,
            ahead: None,
            at: Duration::ZERO,
        }
    }

    /// What is played.
    #[must_use]
    pub const fn recording(&self) -> &Recording {
        &self.recording
    }

    /// Where it is, since the recording began.
    #[must_use]
    pub const fn at(&self) -> Duration {
        self.at
    }

    /// The picture at this moment; `None` before the first.
    #[must_use]
    pub const fn picture(&self) -> Option<&Framebuffer> {
        self.canvas.framebuffer()
    }

    /// Goes to the moment `to`, or to the end if that is earlier. Returns what has changed in the
    /// picture since the last call; all of it after going elsewhere than on.
    ///
    /// # Errors
    /// [`Fault::FileUnreadable`], [`Fault::FileUnusable`] for a picture that makes no sense: the
    /// place is then where that stands.
    pub fn seek(&mut self, to: Duration) -> Result<Damage, Fault> {
        let to = to.min(self.recording.contents().duration);
        let keys = &self.recording.contents().keys;
        let later = keys.partition_point(|key| key.at <= to);
        let key = later
            .checked_sub(1)
            .and_then(|last| keys.get(last))
            .copied();
        let is_ahead = key.is_some_and(|key| key.offset >= self.offset);
        let mut damage = Damage::new();
        if to < self.at || (is_ahead && self.ahead_offset() != key.map(|key| key.offset)) {
            self.canvas.clear();
            self.ahead = None;
            self.offset = key.map_or(HEADER_BYTES as u64, |key| key.offset);
        }
        while let Some(next) = self.next_at()?
            && next <= to
        {
            damage.add_all(&self.step()?);
        }
        self.at = to;
        Ok(damage)
    }

    /// Where the block that was looked at begins, if there is one.
    fn ahead_offset(&self) -> Option<u64> {
        self.ahead.as_ref().map(|_| self.offset)
    }

    /// When the picture changes next; `None` if it does not any more.
    ///
    /// # Errors
    /// [`Fault::FileUnreadable`], [`Fault::FileUnusable`].
    pub fn next_at(&mut self) -> Result<Option<Duration>, Fault> {
        while self.ahead.is_none() {
            let Some(block) = self.recording.block(self.offset)? else {
                return Ok(None);
            };
            match block.kind {
                BlockKind::Picture | BlockKind::Change => self.ahead = Some(block),
                _ => self.offset = block.next,
            }
        }
        let ahead = self.ahead.as_ref();
        Ok(ahead.map(|block| Duration::from_micros(block.micros)))
    }

    /// Goes to the next change of the picture and returns what changed; nothing at the end.
    ///
    /// # Errors
    /// As [`seek`](Self::seek).
    pub fn step(&mut self) -> Result<Damage, Fault> {
        if self.next_at()?.is_none() {
            return Ok(Damage::new());
        }
        let Some(block) = self.ahead.take() else {
            return Ok(Damage::new());
        };
        self.offset = block.next;
        self.at = self.at.max(Duration::from_micros(block.micros));
        self.canvas
            .apply(block.kind, &block.contents)
            .map_err(|error| self.recording.unusable(error))
    }
}
