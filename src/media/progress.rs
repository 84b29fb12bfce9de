//! How a boot from an image goes on: totals, rates, time left, and why nothing moves.
//!
//! Pure: time comes as an argument.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::block_map::BlockMap;

/// Follows the reads of one medium.
#[derive(Debug, Clone)]
pub struct Progress {
    block_bytes: u64,
    map: BlockMap,
    reads: u64,
    bytes: u64,
    rate: Rate,
    doing: Doing,
    /// Last time the device said anything at all.
    device_heard: Instant,
    last_read: Option<(Instant, u64)>,
}

/// What the session is busy with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doing {
    /// Waiting for the host.
    Nothing { since: Instant },
    /// Waiting for the image.
    Fetching { since: Instant },
    /// Waiting for the network to take the answer.
    Sending { since: Instant },
}

/// Why nothing moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stall {
    /// The host asks for nothing: it computes, or waits for a key.
    HostIdle(Duration),
    /// Nothing at all comes from the device.
    DeviceSilent(Duration),
    /// The network does not take what is sent.
    LinkSlow(Duration),
    /// The image is not delivered.
    SourceSlow(Duration),
}

impl Stall {
    /// How long it has lasted.
    #[must_use]
    pub const fn lasts(self) -> Duration {
        match self {
            Self::HostIdle(time)
            | Self::DeviceSilent(time)
            | Self::LinkSlow(time)
            | Self::SourceSlow(time) => time,
        }
    }
}

/// No read for this long deserves a word.
pub const IDLE_AFTER: Duration = Duration::from_secs(8);
/// An image or a network this slow deserves a word.
pub const SLOW_AFTER: Duration = Duration::from_secs(3);
/// Firmware gives a sign of life every 20 s; half as long again is silence.
pub const SILENT_AFTER: Duration = Duration::from_secs(30);

/// Where a boot stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Snapshot {
    /// Read commands served.
    pub reads: u64,
    /// Bytes served, repeated reads counted each time.
    pub bytes: u64,
    /// Bytes of different blocks.
    pub different_bytes: u64,
    /// Bytes of the whole medium.
    pub total_bytes: u64,
    /// Bytes per second over the last second.
    pub rate: f64,
    /// Bytes per second over the last half minute, or since the first read if that is less.
    pub long_rate: f64,
    /// Time since the last read was served; `None` before the first.
    pub idle: Option<Duration>,
    /// Why nothing moves, if nothing does.
    pub stall: Option<Stall>,
}

impl Progress {
    /// Nothing was read yet of a medium with `block_count` blocks.
    #[must_use]
    pub fn new(now: Instant, block_count: u64, block_bytes: u32) -> Self {
        Self {
            block_bytes: u64::from(block_bytes),
            map: BlockMap::new(block_count),
            reads: 0,
            bytes: 0,
            rate: Rate::default(),
            doing: Doing::Nothing { since: now },
            device_heard: now,
            last_read: None,
        }
    }

    /// The device said something.
    pub const fn heard(&mut self, now: Instant) {
        self.device_heard = now;
    }

    /// The host asked for blocks and the image was asked for them.
    pub const fn fetching(&mut self, now: Instant) {
        self.doing = Doing::Fetching { since: now };
    }

    /// Blocks were handed to the network.
    pub fn served(&mut self, now: Instant, lba: u64, count: u32) {
        let bytes = u64::from(count) * self.block_bytes;
        self.map.mark(lba, u64::from(count));
        self.reads += 1;
        self.bytes += bytes;
        self.rate.add(now, bytes);
        self.last_read = Some((now, lba));
        self.doing = Doing::Sending { since: now };
    }

    /// The network took everything.
    pub const fn sent(&mut self, now: Instant) {
        if let Doing::Sending { .. } = self.doing {
            self.doing = Doing::Nothing { since: now };
        }
    }

    /// A request came to nothing: refused, or dropped by a reset.
    pub const fn dropped(&mut self, now: Instant) {
        self.doing = Doing::Nothing { since: now };
    }

    /// The blocks that were read.
    #[must_use]
    pub const fn map(&self) -> &BlockMap {
        &self.map
    }

    /// First block of the last read.
    #[must_use]
    pub fn last_lba(&self) -> Option<u64> {
        self.last_read.map(|(_, lba)| lba)
    }

    /// Where it stands.
    #[must_use]
    pub fn snapshot(&self, now: Instant) -> Snapshot {
        Snapshot {
            reads: self.reads,
            bytes: self.bytes,
            different_bytes: self.map.marked() * self.block_bytes,
            total_bytes: self.map.block_count() * self.block_bytes,
            rate: self.rate.over(now, Duration::from_secs(1)),
            long_rate: self.rate.over(now, Duration::from_secs(30)),
            idle: self
                .last_read
                .map(|(at, _)| now.saturating_duration_since(at)),
            stall: self.stall(now),
        }
    }

    fn stall(&self, now: Instant) -> Option<Stall> {
        let silent = now.saturating_duration_since(self.device_heard);
        let (since, limit, stall): (_, _, fn(Duration) -> Stall) = match self.doing {
            Doing::Fetching { since } => (since, SLOW_AFTER, Stall::SourceSlow),
            Doing::Sending { since } => (since, SLOW_AFTER, Stall::LinkSlow),
            Doing::Nothing { .. } if silent >= SILENT_AFTER => {
                return Some(Stall::DeviceSilent(silent));
            }
            Doing::Nothing { since } => (since, IDLE_AFTER, Stall::HostIdle),
        };
        let time = now.saturating_duration_since(since);
        (time >= limit).then(|| stall(time))
    }
}

impl Snapshot {
    /// Time until `left` more bytes are read at the rate of the last half minute; `None` while
    /// nothing moves, and before enough was read to say anything: a BIOS that looks at a disk says
    /// nothing about its loader.
    #[must_use]
    pub fn time_for(&self, left: u64) -> Option<Duration> {
        /// Slower than this is not moving: 1 KB/s.
        const MOVING: f64 = 1000.0;
        /// Less than this says nothing: 256 KiB.
        const ENOUGH: u64 = 256 << 10;
        if self.long_rate < MOVING || self.bytes < ENOUGH {
            return None;
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "an estimate of seconds; exact up to 9 PB anyway"
        )]
        let secs = left as f64 / self.long_rate;
        Duration::try_from_secs_f64(secs).ok()
    }

    /// Time until every block was read once.
    #[must_use]
    pub fn time_for_whole(&self) -> Option<Duration> {
        self.time_for(self.total_bytes.saturating_sub(self.different_bytes))
    }
}

/// Bytes over time, in slots of a quarter of a second.
#[derive(Debug, Clone, Default)]
struct Rate {
    started: Option<Instant>,
    /// Slot number and bytes, oldest first; at most half a minute of them.
    slots: VecDeque<(u64, u64)>,
}

const SLOT: Duration = Duration::from_millis(250);
const SLOTS: u64 = 120;

impl Rate {
    fn slot(started: Instant, now: Instant) -> u64 {
        let slots = now.saturating_duration_since(started).as_millis() / SLOT.as_millis();
        u64::try_from(slots).unwrap_or(u64::MAX)
    }

    fn add(&mut self, now: Instant, bytes: u64) {
        let started = *self.started.get_or_insert(now);
        let slot = Self::slot(started, now);
        match self.slots.back_mut() {
            Some((last, sum)) if *last == slot => *sum += bytes,
            _ => self.slots.push_back((slot, bytes)),
        }
        while self
            .slots
            .front()
            .is_some_and(|(old, _)| *old + SLOTS < slot)
        {
            self.slots.pop_front();
        }
    }

    /// Bytes per second over `window`, or since the first byte if that is less.
    fn over(&self, now: Instant, window: Duration) -> f64 {
        let Some(started) = self.started else {
            return 0.0;
        };
        let age = now.saturating_duration_since(started);
        let from = Self::slot(
            started,
            now.checked_sub(window).unwrap_or(started).max(started),
        );
        let full = age >= window;
        let bytes: u64 = self
            .slots
            .iter()
            // The slot in which a full window begins lies mostly outside.
            .filter(|(slot, _)| if full { *slot > from } else { *slot >= from })
            .map(|(_, bytes)| bytes)
            .sum();
        let time = age.min(window).max(SLOT).as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
        let rate = bytes as f64 / time;
        rate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secs(secs: u64) -> Duration {
        Duration::from_secs(secs)
    }

    #[test]
    fn totals_count_repeats_and_different_blocks_apart() {
        let start = Instant::now();
        let mut progress = Progress::new(start, 1000, 2048);
        progress.served(start, 16, 4);
        progress.served(start + secs(1), 18, 4);
        let snapshot = progress.snapshot(start + secs(1));
        assert_eq!((snapshot.reads, snapshot.bytes), (2, 8 * 2048));
        assert_eq!(snapshot.different_bytes, 6 * 2048);
        assert_eq!(snapshot.total_bytes, 1000 * 2048);
        assert_eq!(snapshot.idle, Some(Duration::ZERO));
        assert_eq!(progress.last_lba(), Some(18));
    }

    #[test]
    fn the_rate_of_a_steady_stream_is_its_rate_in_both_windows() {
        let start = Instant::now();
        let mut progress = Progress::new(start, 1 << 30, 2048);
        // 1 MiB/s in steps of 50 ms for a minute.
        let mut now = start;
        for step in 0..1200 {
            now = start + Duration::from_millis(50 * step);
            progress.served(now, step * 26, 26);
        }
        let expected = 26.0 * 2048.0 * 20.0;
        let snapshot = progress.snapshot(now);
        assert!(
            (snapshot.rate / expected - 1.0).abs() < 0.06,
            "{snapshot:?}"
        );
        assert!(
            (snapshot.long_rate / expected - 1.0).abs() < 0.01,
            "{snapshot:?}"
        );
        // Then nothing: the short window forgets at once, the long one slowly.
        let later = progress.snapshot(now + secs(15));
        assert!(later.rate < 1.0);
        assert!((later.long_rate / expected - 0.5).abs() < 0.01);
        assert!(progress.snapshot(now + secs(31)).long_rate < 1.0);
        let left = 1_000_000;
        let time = snapshot.time_for(left).unwrap();
        assert!((time.as_secs_f64() - 1_000_000.0 / expected).abs() < 0.05);
        assert_eq!(progress.snapshot(now + secs(60)).time_for(left), None);
    }

    #[test]
    fn the_first_second_does_not_promise_miracles() {
        let start = Instant::now();
        let mut progress = Progress::new(start, 1 << 30, 2048);
        progress.served(start, 0, 1);
        let snapshot = progress.snapshot(start);
        assert!(snapshot.rate <= 4.0 * 2048.0);
        assert_eq!(snapshot.time_for(1), None);
    }

    #[test]
    fn each_stall_has_its_reason() {
        let start = Instant::now();
        let mut progress = Progress::new(start, 1000, 2048);
        let stall = |progress: &Progress, at| progress.snapshot(start + secs(at)).stall;
        assert_eq!(stall(&progress, 7), None);
        assert_eq!(stall(&progress, 9), Some(Stall::HostIdle(secs(9))));
        assert_eq!(stall(&progress, 31), Some(Stall::DeviceSilent(secs(31))));
        progress.heard(start + secs(30));
        assert_eq!(stall(&progress, 31), Some(Stall::HostIdle(secs(31))));
        progress.fetching(start + secs(31));
        assert_eq!(stall(&progress, 33), None);
        assert_eq!(stall(&progress, 36), Some(Stall::SourceSlow(secs(5))));
        progress.served(start + secs(36), 0, 1);
        assert_eq!(stall(&progress, 40), Some(Stall::LinkSlow(secs(4))));
        progress.sent(start + secs(40));
        assert_eq!(stall(&progress, 41), None);
        progress.fetching(start + secs(41));
        progress.dropped(start + secs(45));
        assert_eq!(stall(&progress, 46), None);
    }
}
