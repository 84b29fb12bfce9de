//! "Press any key to boot from CD": when a loader may be waiting for one.
//!
//! What is seen from here is that the PC has read a boot image and then reads nothing: the loaders
//! of Windows wait five seconds for a key and start the disk of the PC if there was none
//! (inferred). A key that nobody waits for stops the countdown of other loaders, so this is only
//! looked for when somebody asked for it, and [`LoaderKey`](super::LoaderKey) looks at the screen.

use std::time::{Duration, Instant};

use crate::session::ider::DriveStatus;

/// Follows one start.
#[derive(Debug, Default)]
pub(super) struct Prompt {
    last: Option<Instant>,
    /// What was read when it waited for the first time.
    read: Option<u64>,
}

impl Prompt {
    /// Does the loader wait now? Says so once a second, with whether the PC has read on since it
    /// did first.
    pub(super) fn look(&mut self, disk: &DriveStatus, now: Instant) -> Option<bool> {
        let since = disk.starting_since?;
        let idle = disk.reading.idle.unwrap_or_default();
        let is_early = now.saturating_duration_since(since) <= ASKED_WITHIN;
        let is_time = self.last.is_none_or(|last| now >= last + PAUSE);
        if !is_early || !is_time || idle < PAUSE {
            return None;
        }
        self.last = Some(now);
        let first = *self.read.get_or_insert(disk.reading.bytes);
        Some(disk.reading.bytes > first)
    }
}

/// A loader that reads nothing for this long waits for somebody; and the time between two looks.
const PAUSE: Duration = Duration::from_secs(1);
/// Loaders ask at their very beginning. What waits later is a menu or a system.
const ASKED_WITHIN: Duration = Duration::from_secs(20);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::ider::drive_for_tests as disk;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_loader_that_waits_is_noticed_once_a_second_and_told_from_one_that_went_on() {
        let start = Instant::now();
        let mut prompt = Prompt::default();
        let mut waiting = disk(None, None);
        waiting.reading.bytes = 8192;
        waiting.reading.idle = Some(9 * SECOND);
        assert_eq!(
            prompt.look(&waiting, start),
            None,
            "it only looked at the disk"
        );
        waiting.starting_since = Some(start);
        waiting.reading.idle = Some(SECOND / 2);
        assert_eq!(prompt.look(&waiting, start + SECOND / 2), None);
        waiting.reading.idle = Some(SECOND);
        assert_eq!(prompt.look(&waiting, start + SECOND), Some(false));
        assert_eq!(prompt.look(&waiting, start + SECOND * 3 / 2), None);
        assert_eq!(prompt.look(&waiting, start + 2 * SECOND), Some(false));
        waiting.reading.bytes += 2048;
        assert_eq!(prompt.look(&waiting, start + 9 * SECOND), Some(true));
    }

    #[test]
    fn what_waits_later_is_a_menu() {
        let start = Instant::now();
        let mut waiting = disk(Some(start), None);
        waiting.reading.idle = Some(SECOND);
        let mut late = Prompt::default();
        assert_eq!(late.look(&waiting, start + 21 * SECOND), None);
    }
}
