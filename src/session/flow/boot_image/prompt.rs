//! "Press any key to boot from CD": when to press one.
//!
//! The text itself is only on the PC's screen. What is seen from here is that the PC has read a
//! boot image and then reads nothing: the loaders of Windows wait five seconds for a key and start
//! the disk of the PC if there was none (inferred). A key that nobody waits for stops the
//! countdown of other loaders, so this is only done when somebody asked for it.

use std::time::{Duration, Instant};

use crate::session::ider::DriveStatus;

/// Follows one start.
#[derive(Debug, Default)]
pub(super) struct Prompt {
    presses: u32,
    last: Option<Instant>,
    /// What was read when the first key was pressed.
    read: u64,
}

impl Prompt {
    /// Is a key to be pressed now? Says so at most [`PRESSES`] times in a start.
    pub(super) fn is_due(&mut self, disk: &DriveStatus, now: Instant) -> bool {
        let Some(since) = disk.starting_since else {
            return false;
        };
        let idle = disk.reading.idle.unwrap_or_default();
        let went_on = self.presses > 0 && disk.reading.bytes > self.read;
        let is_early = now.saturating_duration_since(since) <= ASKED_WITHIN;
        let may_press = self.presses < PRESSES && self.last.is_none_or(|last| now >= last + PAUSE);
        if went_on || !is_early || !may_press || idle < PAUSE {
            return false;
        }
        self.presses += 1;
        self.last = Some(now);
        self.read = disk.reading.bytes;
        true
    }
}

/// A loader that reads nothing for this long waits for somebody; and the time between two keys.
const PAUSE: Duration = Duration::from_secs(1);
/// Keys in one start: one for each second that a loader waits.
const PRESSES: u32 = 5;
/// Loaders ask at their very beginning. What waits later is a menu or a system.
const ASKED_WITHIN: Duration = Duration::from_secs(20);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::ider::drive_for_tests as disk;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_key_is_pressed_once_a_second_while_the_loader_waits_and_never_once_it_goes_on() {
        let start = Instant::now();
        let mut prompt = Prompt::default();
        let mut waiting = disk(None, None);
        waiting.reading.bytes = 8192;
        waiting.reading.idle = Some(9 * SECOND);
        assert!(
            !prompt.is_due(&waiting, start),
            "it only looked at the disk"
        );
        waiting.starting_since = Some(start);
        waiting.reading.idle = Some(SECOND / 2);
        assert!(!prompt.is_due(&waiting, start + SECOND / 2));
        waiting.reading.idle = Some(SECOND);
        assert!(prompt.is_due(&waiting, start + SECOND));
        assert!(!prompt.is_due(&waiting, start + SECOND * 3 / 2));
        assert!(prompt.is_due(&waiting, start + 2 * SECOND));
        // The key was heard: whatever waits from now on is no prompt.
        waiting.reading.bytes += 2048;
        assert!(!prompt.is_due(&waiting, start + 9 * SECOND));
    }

    #[test]
    fn a_loader_that_hears_no_key_gets_five_and_a_menu_gets_none() {
        let start = Instant::now();
        let mut waiting = disk(Some(start), None);
        waiting.reading.idle = Some(SECOND);
        let mut prompt = Prompt::default();
        let presses = (0..60).filter(|n| prompt.is_due(&waiting, start + SECOND * *n / 2));
        assert_eq!(presses.count(), 5);
        let mut late = Prompt::default();
        assert!(!late.is_due(&waiting, start + 21 * SECOND));
    }
}
