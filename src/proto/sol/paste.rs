//! Text waiting to be typed at the speed of a serial line.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use super::channel::MAX_DATA_BYTES;
use crate::limits;
use crate::wire::Secret;

/// How fast text is pasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Bytes each second; 0 counts as 1.
    pub bytes_per_second: u32,
}

impl Pace {
    /// Half of what a serial line of 115 200 bit/s carries: leaves the host time to echo.
    pub const NORMAL: Self = Self {
        bytes_per_second: 5760,
    };

    /// Largest piece sent at once: a twentieth of a second, within the protocol's custom.
    fn burst(self) -> usize {
        usize::try_from(self.bytes_per_second / 20)
            .unwrap_or(MAX_DATA_BYTES)
            .clamp(1, MAX_DATA_BYTES)
    }

    /// How long the line is busy with `len` bytes.
    fn time(self, len: usize) -> Duration {
        let len = u32::try_from(len).unwrap_or(u32::MAX);
        Duration::from_secs(1) * len / self.bytes_per_second.max(1)
    }
}

impl Default for Pace {
    fn default() -> Self {
        Self::NORMAL
    }
}

/// Why a paste ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasteEnd {
    /// Everything was sent.
    Done,
    /// The owner stopped it, or the session ended.
    Stopped,
    /// The device dropped typed bytes. Going on would type a text with holes.
    InputLost,
    /// The PC was switched off.
    PowerOff,
}

/// Texts to paste, oldest first, and how far they are.
#[derive(Debug)]
pub(super) struct Paste {
    texts: VecDeque<Secret<Vec<u8>>>,
    /// Sent of the first text.
    offset: usize,
    sent: usize,
    total: usize,
    /// When the line is free for the next piece.
    next: Instant,
    /// The host cannot take anything now.
    waiting: bool,
}

impl Paste {
    pub(super) const fn new(now: Instant) -> Self {
        Self {
            texts: VecDeque::new(),
            offset: 0,
            sent: 0,
            total: 0,
            next: now,
            waiting: false,
        }
    }

    /// Bytes sent and bytes in all, since the paste began; zeros if there is none.
    pub(super) const fn progress(&self) -> (usize, usize) {
        (self.sent, self.total)
    }

    /// Takes a text; false if too much would be waiting.
    pub(super) fn add(&mut self, now: Instant, text: Secret<Vec<u8>>) -> bool {
        let len = text.expose().len();
        let waiting = self.total - self.sent;
        if len > limits::PASTE_BYTES.saturating_sub(waiting) {
            return false;
        }
        if self.texts.is_empty() {
            self.next = self.next.max(now);
        }
        if len > 0 {
            self.total += len;
            self.texts.push_back(text);
        }
        true
    }

    /// Lets the host stop and resume the paste. True if that changes anything.
    pub(super) fn set_waiting(&mut self, now: Instant, waiting: bool) -> bool {
        let changed = self.waiting != waiting;
        if changed {
            self.next = self.next.max(now);
            self.waiting = waiting;
        }
        changed && !self.texts.is_empty()
    }

    pub(super) const fn is_waiting(&self) -> bool {
        self.waiting
    }

    pub(super) fn is_done(&self) -> bool {
        self.texts.is_empty()
    }

    /// When [`take`](Self::take) has the next piece.
    pub(super) fn next_at(&self) -> Option<Instant> {
        (!self.texts.is_empty() && !self.waiting).then_some(self.next)
    }

    /// The next piece if it is due. It wipes itself, like the text it is from.
    pub(super) fn take(&mut self, now: Instant, pace: Pace) -> Option<Zeroizing<Vec<u8>>> {
        if self.next_at()? > now {
            return None;
        }
        let text = self.texts.front()?.expose();
        let rest = text.get(self.offset..).unwrap_or_default();
        let piece: Vec<u8> = rest.iter().take(pace.burst()).copied().collect();
        self.offset += piece.len();
        self.sent += piece.len();
        if self.offset >= text.len() {
            self.texts.pop_front();
            self.offset = 0;
        }
        // A late timer is made up for by one piece, not by a flood.
        let time = pace.time(piece.len());
        let earliest = now.checked_sub(time).unwrap_or(now);
        self.next = self.next.max(earliest) + time;
        Some(Zeroizing::new(piece))
    }

    /// Forgets everything; what [`progress`](Self::progress) was, if there was a paste.
    pub(super) fn end(&mut self) -> Option<(usize, usize)> {
        let progress = self.progress();
        self.texts.clear();
        (self.offset, self.sent, self.total) = (0, 0, 0);
        (progress.1 > 0).then_some(progress)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(len: usize) -> Secret<Vec<u8>> {
        Secret::new((0..len).map(|i| u8::try_from(i % 251).unwrap()).collect())
    }

    #[test]
    fn pieces_keep_to_the_pace_and_to_the_message_size() {
        let start = Instant::now();
        for (pace, burst) in [(19, 1), (5760, 288), (1_000_000, MAX_DATA_BYTES)] {
            let pace = Pace {
                bytes_per_second: pace,
            };
            let mut paste = Paste::new(start);
            assert!(paste.add(start, text(2500)));
            let mut now = start;
            let mut all = Vec::new();
            while let Some(at) = paste.next_at() {
                now = now.max(at);
                let piece = paste.take(now, pace).unwrap();
                assert!(piece.len() <= burst);
                all.extend_from_slice(&piece);
                let line_time = pace.time(all.len() - piece.len());
                assert!(now - start + Duration::from_millis(1) >= line_time);
            }
            assert_eq!(&all, text(2500).expose());
        }
    }

    #[test]
    fn a_late_timer_is_made_up_for_by_one_piece() {
        let start = Instant::now();
        let mut paste = Paste::new(start);
        assert!(paste.add(start, text(10_000)));
        let late = start + Duration::from_secs(1);
        let mut pieces = 0;
        while paste.take(late, Pace::NORMAL).is_some() {
            pieces += 1;
        }
        assert_eq!(pieces, 2);
    }

    #[test]
    fn more_than_the_limit_is_refused_until_some_was_sent() {
        let now = Instant::now();
        let mut paste = Paste::new(now);
        assert!(paste.add(now, text(limits::PASTE_BYTES)));
        assert!(!paste.add(now, text(1)));
        assert!(paste.take(now, Pace::NORMAL).is_some());
        assert!(paste.add(now, text(1)));
    }

    #[test]
    fn a_stopped_paste_reports_how_far_it_was() {
        let now = Instant::now();
        let mut paste = Paste::new(now);
        assert_eq!(paste.end(), None);
        assert!(paste.add(now, text(1000)));
        paste.take(now, Pace::NORMAL);
        assert_eq!(paste.end(), Some((288, 1000)));
        assert_eq!(paste.next_at(), None);
        assert_eq!(paste.progress(), (0, 0));
    }
}
