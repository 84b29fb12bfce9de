//! How fast the line is, as far as colours depend on it.
//!
//! Pure: what was received and the time go in, a judgement comes out.

use std::time::{Duration, Instant};

/// Bytes after which the line is judged: about one busy screen of 1920 × 1080 in full colour. A
/// screen on which little happens says nothing about its line, and needs no other colours.
const SAMPLE_BYTES: u64 = 384 * 1024;

/// Below this a busy screen in full colour takes longer than two seconds, which is the longest
/// that working on it bears; one byte per pixel halves that.
const SLOW_BYTES_PER_SEC: u64 = 160 * 1024;

/// A line that was busy for this long is judged by what came, if that is [`LEAST_BYTES`]: nobody
/// waits for a whole sample on a line that crawls.
const LONG_BUSY: Duration = Duration::from_secs(4);
const LEAST_BYTES: u64 = 96 * 1024;

/// Below this even one byte per pixel takes too long; sixteen greys are half a byte where they are
/// packed.
const CRAWLING_BYTES_PER_SEC: u64 = SLOW_BYTES_PER_SEC / 4;

/// From this on full colour is affordable again. Four times the lower bound, so that a line that
/// wavers does not make the picture waver with it.
const FAST_BYTES_PER_SEC: u64 = 4 * SLOW_BYTES_PER_SEC;

/// The rate of a line while something is on its way.
#[derive(Debug, Default)]
pub(super) struct LineRate {
    /// When the latest part of an update came; `None` between updates.
    part_at: Option<Instant>,
    busy: Duration,
    bytes: u64,
}

/// What the line is fast enough for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// A few greys.
    Crawling,
    /// One byte per pixel.
    Slow,
    /// One byte per pixel for sure, and more perhaps: reason to leave the greys, and no other.
    Middling,
    /// All that the screen has.
    Fast,
}

impl LineRate {
    /// A part of an update came, and took `decoding` of our own time. Judges the line when
    /// enough was seen to tell.
    pub(super) fn heard(&mut self, now: Instant, bytes: usize, decoding: Duration) -> Option<Line> {
        // How long the first part of an update was awaited is not the line's doing.
        let before = self.part_at.replace(now)?;
        let waited = now.saturating_duration_since(before);
        self.busy += waited.saturating_sub(decoding);
        self.bytes += bytes as u64;
        let is_long = self.busy >= LONG_BUSY && self.bytes >= LEAST_BYTES;
        if self.bytes < SAMPLE_BYTES && !is_long {
            return None;
        }
        let micros = self.busy.as_micros().max(1);
        let rate = u128::from(self.bytes) * 1_000_000 / micros;
        (self.busy, self.bytes) = (Duration::ZERO, 0);
        let below = |bound: u64| rate < u128::from(bound);
        Some(match () {
            () if below(CRAWLING_BYTES_PER_SEC) => Line::Crawling,
            () if below(SLOW_BYTES_PER_SEC) => Line::Slow,
            () if below(FAST_BYTES_PER_SEC) => Line::Middling,
            () => Line::Fast,
        })
    }

    /// The update is complete: what follows is awaited, not under way.
    pub(super) const fn update_ended(&mut self) {
        self.part_at = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a line of this rate is after `updates` of 100 kB, with `pause` between them.
    fn judge(bytes_per_sec: u64, updates: u32, pause: Duration) -> Option<Line> {
        let mut line = LineRate::default();
        let mut now = Instant::now();
        let part = Duration::from_micros(1_000_000 * 1000 / bytes_per_sec);
        let mut asked = None;
        for _ in 0..updates {
            for _ in 0..100 {
                now += part;
                asked = line.heard(now, 1000, Duration::ZERO).or(asked);
            }
            line.update_ended();
            now += pause;
        }
        asked
    }

    #[test]
    fn lines_are_told_apart_by_their_rate() {
        for (rate, line) in [
            (30_000, Line::Crawling),
            (100_000, Line::Slow),
            (400_000, Line::Middling),
            (2_000_000, Line::Fast),
        ] {
            assert_eq!(judge(rate, 4, Duration::ZERO), Some(line), "{rate}");
        }
    }

    #[test]
    fn a_line_that_crawls_is_noticed_before_a_whole_sample_has_come() {
        assert_eq!(judge(30_000, 2, Duration::ZERO), Some(Line::Crawling));
        assert_eq!(judge(100_000, 2, Duration::ZERO), None);
    }

    #[test]
    fn a_still_screen_does_not_make_its_line_slow() {
        let pause = Duration::from_secs(60);
        assert_eq!(judge(2_000_000, 4, pause), Some(Line::Fast));
        assert_eq!(judge(100_000, 3, pause), None, "too little to tell");
    }

    #[test]
    fn our_own_slowness_is_not_the_lines() {
        let mut line = LineRate::default();
        let mut now = Instant::now();
        let decoding = Duration::from_secs(3);
        assert_eq!(line.heard(now, 1, decoding), None);
        now += decoding + Duration::from_millis(10);
        assert_eq!(line.heard(now, 400_000, decoding), Some(Line::Fast));
    }
}
