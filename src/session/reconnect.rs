//! When a screen that was open is looked for again: at once, then ever less often, and never
//! against somebody else.
//!
//! Pure: faults and the time go in, pauses come out.

use std::time::{Duration, Instant};

use super::Fault;

/// Pauses before one attempt after the other; the last one repeats. Firmware needs a moment to
/// free its one screen session; other consoles wait 0.2 s (`docs/protocol/redirection.md` § 5.14,
/// observed).
const PAUSES: [Duration; 6] = [
    Duration::from_millis(200),
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(3),
    Duration::from_secs(5),
];

/// A screen that lasted shorter than this is not looked for at once again: something ends it each
/// time (§ 5.14, observed).
const LASTING: Duration = Duration::from_secs(5);

/// How often a device that says it is busy is asked again: with our own lost session, which it has
/// not given up yet. Whoever else is there stays undisturbed.
const BUSY_TRIES: u32 = 6;

/// The attempts to find a lost screen again.
#[derive(Debug, Default)]
pub(super) struct Reconnect {
    /// How long it is tried; `None` for not at all.
    patience: Option<Duration>,
    /// Since when the screen is lost.
    lost_at: Option<Instant>,
    /// Pauses made since it last was there for long.
    pauses: usize,
    busy: u32,
}

impl Reconnect {
    pub(super) fn new(patience: Option<Duration>) -> Self {
        Self {
            patience,
            ..Self::default()
        }
    }

    /// An attempt has ended with `fault`; its picture was there since `live_at`, if it ever was.
    /// Says how long to wait before the next one, or `None` for no other.
    pub(super) fn pause(
        &mut self,
        now: Instant,
        fault: &Fault,
        live_at: Option<Instant>,
    ) -> Option<Duration> {
        let patience = self.patience?;
        if let Some(live_at) = live_at {
            self.lost_at = Some(now);
            self.busy = 0;
            if now.saturating_duration_since(live_at) >= LASTING {
                self.pauses = 0;
            }
        }
        let lost_at = self.lost_at?;
        if let Fault::Busy(_) = fault {
            self.busy += 1;
        }
        let is_over = now.saturating_duration_since(lost_at) >= patience;
        if is_over || self.busy > BUSY_TRIES || !may_pass(fault) {
            return None;
        }
        let pause = PAUSES.get(self.pauses).or(PAUSES.last()).copied();
        self.pauses += 1;
        pause
    }

    /// The attempt that runs is one to find a lost screen again.
    pub(super) const fn is_on(&self) -> bool {
        self.lost_at.is_some()
    }

    /// Which attempt since the screen was last there for long comes next, from 1.
    pub(super) const fn attempt(&self) -> usize {
        self.pauses
    }
}

/// A fault that may be gone a moment later, as while a PC restarts or a cable is out.
const fn may_pass(fault: &Fault) -> bool {
    matches!(
        fault,
        Fault::Lost { .. }
            | Fault::NoAnswer { .. }
            | Fault::NoRoute { .. }
            | Fault::UnknownName { .. }
            | Fault::Refused { .. }
            | Fault::HungUp { .. }
            | Fault::Busy(_)
            | Fault::NoPicture { .. }
            | Fault::NotStarted { .. }
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Ending, Feature};

    const MINUTE: Duration = Duration::from_secs(60);

    fn lost() -> Fault {
        let ending = Ending::Closed;
        Fault::Lost { ending }
    }

    #[test]
    fn a_screen_that_lasted_is_looked_for_at_once_and_then_ever_less_often() {
        let mut reconnect = Reconnect::new(Some(10 * MINUTE));
        let start = Instant::now();
        let mut now = start + MINUTE;
        let mut pauses = vec![reconnect.pause(now, &lost(), Some(start)).unwrap()];
        assert!(pauses[0] < Duration::from_millis(300));
        assert!(reconnect.is_on());
        while let Some(pause) = reconnect.pause(now, &lost(), None) {
            now += pause;
            pauses.push(pause);
        }
        assert!(pauses.is_sorted() && pauses.last() == Some(&Duration::from_secs(5)));
        assert!(now >= start + 11 * MINUTE, "as long as it was told to");

        // Found again, and lost again after a while: from the beginning.
        let found = now;
        let again = reconnect.pause(found + MINUTE, &lost(), Some(found));
        assert_eq!(again, Some(pauses[0]));
    }

    #[test]
    fn a_screen_that_is_lost_again_and_again_is_not_hammered() {
        let mut reconnect = Reconnect::new(Some(MINUTE));
        let mut now = Instant::now();
        let mut pauses = Vec::new();
        for _ in 0..8 {
            let live_at = now;
            now += Duration::from_millis(100);
            pauses.push(reconnect.pause(now, &lost(), Some(live_at)).unwrap());
        }
        assert!(pauses.is_sorted(), "{pauses:?}");
        assert_eq!(pauses[7], Duration::from_secs(5));
    }

    #[test]
    fn another_console_is_never_fought() {
        let mut reconnect = Reconnect::new(Some(10 * MINUTE));
        let start = Instant::now();
        let busy = Fault::Busy(Feature::Screen);
        assert_eq!(
            reconnect.pause(start, &busy, None),
            None,
            "nothing of ours is lost"
        );
        let mut now = start + MINUTE;
        reconnect.pause(now, &lost(), Some(start)).unwrap();
        let mut tries = 0;
        while let Some(pause) = reconnect.pause(now, &busy, None) {
            now += pause;
            tries += 1;
        }
        assert_eq!(tries, BUSY_TRIES);
    }

    #[test]
    fn what_will_not_pass_ends_it_at_once() {
        let start = Instant::now();
        let now = start + MINUTE;
        for fault in [
            Fault::LoginRefused,
            Fault::Unsupported(Feature::Screen),
            Fault::Overrun,
            Fault::ConsentNeeded,
        ] {
            let mut reconnect = Reconnect::new(Some(MINUTE));
            reconnect.pause(now, &lost(), Some(start)).unwrap();
            assert_eq!(reconnect.pause(now, &fault, None), None, "{fault}");
        }
        let mut never = Reconnect::new(None);
        assert_eq!(never.pause(now, &lost(), Some(start)), None);
        let mut first = Reconnect::new(Some(MINUTE));
        assert_eq!(first.pause(now, &lost(), None), None, "it was never there");
    }
}
