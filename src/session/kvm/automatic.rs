//! Whether the line is fast enough for full colour.
//!
//! Pure: what was received and the time go in, a wish for fewer or more colours comes out.

use std::time::{Duration, Instant};

/// Bytes after which the line is judged: about one busy screen of 1920 × 1080 in full colour. A
/// screen on which little happens says nothing about its line, and needs no other colours.
const SAMPLE_BYTES: u64 = 384 * 1024;

/// Below this a busy screen in full colour takes longer than two seconds, which is the longest
/// that working on it bears; one byte per pixel halves that.
const SLOW_BYTES_PER_SEC: u64 = 160 * 1024;

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

/// What the rate asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Colours {
    /// One byte per pixel.
    Fewer,
    /// All that the screen has.
    All,
}

impl LineRate {
    /// A part of an update came, and took `decoding` of our own time. Says what the line asks for
    /// when enough was seen to tell, and nothing while it is neither slow nor fast.
    pub(super) fn heard(
        &mut self,
        now: Instant,
        bytes: usize,
        decoding: Duration,
    ) -> Option<Colours> {
        // How long the first part of an update was awaited is not the line's doing.
        let before = self.part_at.replace(now)?;
        let waited = now.saturating_duration_since(before);
        self.busy += waited.saturating_sub(decoding);
        self.bytes += bytes as u64;
        if self.bytes < SAMPLE_BYTES {
            return None;
        }
        let micros = self.busy.as_micros().max(1);
        let rate = u128::from(self.bytes) * 1_000_000 / micros;
        (self.busy, self.bytes) = (Duration::ZERO, 0);
        match rate {
            rate if rate < u128::from(SLOW_BYTES_PER_SEC) => Some(Colours::Fewer),
            rate if rate >= u128::from(FAST_BYTES_PER_SEC) => Some(Colours::All),
            _ => None,
        }
    }

    /// The update is complete: what follows is awaited, not under way.
    pub(super) const fn update_ended(&mut self) {
        self.part_at = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a line of this rate asks for after `updates` of 100 kB, with `pause` between them.
    fn judge(bytes_per_sec: u64, updates: u32, pause: Duration) -> Option<Colours> {
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
    fn a_slow_line_asks_for_fewer_colours_and_a_fast_one_for_all() {
        assert_eq!(judge(100_000, 4, Duration::ZERO), Some(Colours::Fewer));
        assert_eq!(judge(2_000_000, 4, Duration::ZERO), Some(Colours::All));
        assert_eq!(judge(400_000, 40, Duration::ZERO), None, "in between");
    }

    #[test]
    fn a_still_screen_does_not_make_its_line_slow() {
        let pause = Duration::from_secs(60);
        assert_eq!(judge(2_000_000, 4, pause), Some(Colours::All));
        assert_eq!(judge(100_000, 3, pause), None, "too little to tell");
    }

    #[test]
    fn our_own_slowness_is_not_the_lines() {
        let mut line = LineRate::default();
        let mut now = Instant::now();
        let decoding = Duration::from_secs(3);
        assert_eq!(line.heard(now, 1, decoding), None);
        now += decoding + Duration::from_millis(10);
        assert_eq!(line.heard(now, 400_000, decoding), Some(Colours::All));
    }
}
