//! What a host read and wrote over storage redirection.

use std::time::{Duration, Instant};

/// Sums since the session began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Commands sent.
    pub commands: u64,
    /// Commands that brought blocks.
    pub reads: u64,
    /// Bytes of those blocks.
    pub bytes_read: u64,
    /// Commands that took blocks.
    pub writes: u64,
    /// Bytes of those blocks.
    pub bytes_written: u64,
    /// Commands that ended with sense data.
    pub errors: u64,
    /// Resets of the host's bus.
    pub resets: u64,
    /// Time in which at least one command was waiting for its completion.
    pub busy: Duration,
    busy_since: Option<Instant>,
}

impl Totals {
    /// A command was sent while `waiting` others were waiting.
    pub(super) fn sent(&mut self, now: Instant, waiting: usize) {
        self.commands += 1;
        if waiting == 0 {
            self.busy_since = Some(now);
        }
    }

    /// A command ended; `waiting` others are waiting.
    pub(super) fn ended(&mut self, now: Instant, waiting: usize) {
        if waiting == 0
            && let Some(since) = self.busy_since.take()
        {
            self.busy += now.saturating_duration_since(since);
        }
    }

    /// Bytes read per second of waiting: what the console delivers, whatever the host does in
    /// between. 0 before the first read.
    #[must_use]
    pub fn bytes_per_second(&self) -> u64 {
        let micros = self.busy.as_micros().max(1);
        let rate = u128::from(self.bytes_read) * 1_000_000 / micros;
        u64::try_from(rate).unwrap_or(u64::MAX)
    }
}
