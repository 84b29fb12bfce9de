//! How far a PC has come with a lent disk, and how long the disk is to stay.

use std::time::{Duration, Instant};

use super::DriveStatus;

/// How long a disk stays lent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Until {
    /// Until the PC has started from it: it has read a boot image and what that loads first.
    Boot,
    /// Until the PC reads nothing of it any more.
    Idle,
    /// Until somebody says so.
    #[default]
    Forever,
}

/// Pauses that mean something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pauses {
    /// A PC that has begun to start and reads nothing for this long has what it wanted first: a
    /// menu, or a system that runs from memory. Loaders pause for less.
    pub started: Duration,
    /// A PC that reads nothing for this long is done with the disk. Installers that unpack or ask
    /// pause for less, as a rule.
    pub idle: Duration,
}

impl Default for Pauses {
    fn default() -> Self {
        Self {
            started: Duration::from_secs(5),
            idle: Duration::from_secs(60),
        }
    }
}

/// How far a PC has come with a disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reached {
    /// It has not begun to start from it.
    Nothing,
    /// It has begun.
    Loading,
    /// It has started.
    Started,
    /// It reads nothing any more.
    Idle,
}

impl Reached {
    /// How far the PC is with this disk.
    ///
    /// A boot image that the PC reads after its reset is the beginning; the end is a pause, or
    /// that as much was read as a start is guessed to read.
    #[must_use]
    pub fn of(disk: &DriveStatus, now: Instant, pauses: Pauses) -> Self {
        let Some(since) = disk.starting_since else {
            return Self::Nothing;
        };
        let idle = disk.reading.idle.unwrap_or_default();
        let enough = disk
            .start_bytes
            .is_some_and(|bytes| disk.reading.different_bytes >= bytes);
        if idle >= pauses.idle {
            Self::Idle
        } else if idle >= pauses.started || (enough && now >= since + pauses.started) {
            Self::Started
        } else {
            Self::Loading
        }
    }
}

impl Until {
    /// The disk has served its time.
    ///
    /// Where nobody waits for a start, any reading counts: a pause after it is the end.
    #[must_use]
    pub fn is_over(self, disk: &DriveStatus, now: Instant, pauses: Pauses) -> bool {
        match self {
            Self::Boot => Reached::of(disk, now, pauses) >= Reached::Started,
            Self::Idle => disk.reading.idle.is_some_and(|idle| idle >= pauses.idle),
            Self::Forever => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::ider::status::tests::disk;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_start_begins_with_a_boot_image_and_ends_with_a_pause() {
        let now = Instant::now();
        let pauses = Pauses::default();
        let mut disk = disk(None, None);
        disk.reading.idle = Some(100 * SECOND);
        assert_eq!(Reached::of(&disk, now, pauses), Reached::Nothing);
        assert!(!Until::Boot.is_over(&disk, now, pauses));
        assert!(Until::Idle.is_over(&disk, now, pauses));
        disk.starting_since = Some(now);
        for (idle, reached) in [
            (0, Reached::Loading),
            (4, Reached::Loading),
            (5, Reached::Started),
            (60, Reached::Idle),
        ] {
            disk.reading.idle = Some(idle * SECOND);
            assert_eq!(Reached::of(&disk, now, pauses), reached, "after {idle} s");
            let is_over = Until::Boot.is_over(&disk, now, pauses);
            assert_eq!(is_over, reached >= Reached::Started);
            assert!(!Until::Forever.is_over(&disk, now, pauses));
        }
    }

    #[test]
    fn a_system_that_never_pauses_has_started_when_it_has_read_enough() {
        let now = Instant::now();
        let mut disk = disk(Some(now), Some(1000));
        disk.reading.idle = Some(Duration::ZERO);
        let reached = |disk: &DriveStatus, at| Reached::of(disk, now + at, Pauses::default());
        assert_eq!(reached(&disk, 9 * SECOND), Reached::Loading);
        disk.reading.different_bytes = 1000;
        assert_eq!(reached(&disk, SECOND), Reached::Loading);
        assert_eq!(reached(&disk, 9 * SECOND), Reached::Started);
    }
}
