//! The clock of the management engine: seconds since 1970, set by a console, running by itself.

use std::time::{Duration, Instant};

/// Maps the driver's time to the device's idea of UTC.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    at: Instant,
    utc_secs: u32,
}

impl Clock {
    /// A clock that shows `utc_secs` (seconds since 1970) at the moment `at`.
    #[must_use]
    pub const fn new(at: Instant, utc_secs: u32) -> Self {
        Self { at, utc_secs }
    }

    /// Seconds since 1970 at `now`, which does not lie before the clock was set.
    #[must_use]
    pub fn utc_secs(&self, now: Instant) -> u32 {
        let run = now.saturating_duration_since(self.at).as_secs();
        self.utc_secs
            .saturating_add(u32::try_from(run).unwrap_or(u32::MAX))
    }

    /// When the clock will show `utc_secs`; the moment it was set if that is past.
    #[must_use]
    pub fn when(&self, utc_secs: u32) -> Instant {
        after_secs(self.at, utc_secs.saturating_sub(self.utc_secs))
    }
}

/// `at + secs`, for the time-outs that consoles set in seconds.
pub(super) fn after_secs(at: Instant, secs: u32) -> Instant {
    at + Duration::from_secs(secs.into())
}

/// The earlier of two deadlines.
pub(super) fn earlier(a: Option<Instant>, b: Option<Instant>) -> Option<Instant> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_runs_from_where_it_was_set_and_stops_at_its_end() {
        let start = Instant::now();
        let clock = Clock::new(start, 1_700_000_000);
        assert_eq!(clock.utc_secs(start), 1_700_000_000);
        let later = start + Duration::from_millis(90_900);
        assert_eq!(clock.utc_secs(later), 1_700_000_090);
        let when = clock.when(1_700_000_090);
        assert_eq!(when, start + Duration::from_secs(90));
        assert_eq!(clock.when(0), start);
        let clock = Clock::new(start, u32::MAX - 1);
        assert_eq!(clock.utc_secs(later), u32::MAX);
    }
}
