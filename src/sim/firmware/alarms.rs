//! Alarms that switch the PC on, even without a network.
//!
//! Source: `docs/protocol/wsman.md` § 6.8.

/// One alarm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    /// Its name, unique, 1..=32 characters.
    pub id: String,
    /// When it rings next, seconds since 1970.
    pub at_utc_secs: u32,
    /// Minutes until it rings again; 0 for never.
    pub interval_minutes: u32,
    /// It vanishes after the last time.
    pub delete_on_completion: bool,
}

/// Why an alarm is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlarmRefusal {
    /// There are [`MAX_ALARMS`] already.
    TooMany,
    /// In the past, without a name, or with one that is taken.
    Invalid,
}

/// Alarms a device holds (observed).
pub const MAX_ALARMS: usize = 5;

/// The alarms of one device.
#[derive(Debug, Clone, Default)]
pub struct Alarms {
    /// In the order of their making.
    alarms: Vec<Alarm>,
}

impl Alarms {
    /// Adds one.
    ///
    /// # Errors
    /// [`AlarmRefusal`].
    pub fn add(&mut self, alarm: Alarm, now_utc_secs: u32) -> Result<(), AlarmRefusal> {
        if self.alarms.len() >= MAX_ALARMS {
            return Err(AlarmRefusal::TooMany);
        }
        let taken = self.alarms.iter().any(|a| a.id == alarm.id);
        let named = matches!(alarm.id.chars().count(), 1..=32);
        if taken || !named || alarm.at_utc_secs <= now_utc_secs {
            return Err(AlarmRefusal::Invalid);
        }
        self.alarms.push(alarm);
        Ok(())
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Alarm] {
        &self.alarms
    }

    /// Removes one.
    pub fn remove(&mut self, id: &str) {
        self.alarms.retain(|a| a.id != id);
    }

    /// When the next one rings, seconds since 1970. Alarms that rang for the last time and are
    /// kept do not count.
    #[must_use]
    pub fn next(&self, after_utc_secs: u32) -> Option<u32> {
        let times = self.alarms.iter().map(|a| a.at_utc_secs);
        times.filter(|at| *at > after_utc_secs).min()
    }

    /// Names of the alarms that ring between `after` (excluded) and `now` (included); each is
    /// set to its next time or removed.
    pub fn ring(&mut self, after_utc_secs: u32, now_utc_secs: u32) -> Vec<String> {
        let due = |a: &Alarm| after_utc_secs < a.at_utc_secs && a.at_utc_secs <= now_utc_secs;
        let ringing: Vec<_> = self.alarms.iter().filter(|a| due(a)).cloned().collect();
        for alarm in &mut self.alarms {
            if due(alarm) && alarm.interval_minutes > 0 {
                let interval = alarm.interval_minutes.saturating_mul(60);
                let missed = (now_utc_secs - alarm.at_utc_secs) / interval + 1;
                let step = interval.saturating_mul(missed);
                alarm.at_utc_secs = alarm.at_utc_secs.saturating_add(step);
            }
        }
        self.alarms.retain(|a| !(due(a) && a.delete_on_completion));
        ringing.into_iter().map(|a| a.id).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alarm(id: &str, at_utc_secs: u32, interval_minutes: u32) -> Alarm {
        Alarm {
            id: id.into(),
            at_utc_secs,
            interval_minutes,
            delete_on_completion: true,
        }
    }

    #[test]
    fn five_fit_with_names_of_their_own_and_in_the_future() {
        let mut alarms = Alarms::default();
        for i in 0..MAX_ALARMS {
            alarms.add(alarm(&i.to_string(), 100, 0), 10).unwrap();
        }
        let sixth = alarms.add(alarm("x", 100, 0), 10);
        assert_eq!(sixth, Err(AlarmRefusal::TooMany));
        alarms.remove("0");
        for bad in [alarm("1", 100, 0), alarm("", 100, 0), alarm("x", 10, 0)] {
            assert_eq!(alarms.add(bad, 10), Err(AlarmRefusal::Invalid));
        }
    }

    #[test]
    fn a_single_one_rings_once_and_a_repeated_one_again() {
        let mut alarms = Alarms::default();
        alarms.add(alarm("once", 100, 0), 0).unwrap();
        alarms.add(alarm("daily", 100, 1440), 0).unwrap();
        assert_eq!(alarms.next(0), Some(100));
        assert_eq!(alarms.ring(0, 99), Vec::<String>::new());
        assert_eq!(alarms.ring(99, 100), ["once", "daily"]);
        assert_eq!(alarms.next(100), Some(100 + 86_400));
        // Three days later at once: it rings once and is set beyond now.
        assert_eq!(alarms.ring(100, 100 + 3 * 86_400), ["daily"]);
        assert_eq!(alarms.next(100 + 3 * 86_400), Some(100 + 4 * 86_400));
    }

    #[test]
    fn one_that_is_to_stay_stays_without_ringing_again() {
        let mut alarms = Alarms::default();
        let keep = Alarm {
            delete_on_completion: false,
            ..alarm("keep", 100, 0)
        };
        alarms.add(keep, 0).unwrap();
        assert_eq!(alarms.ring(0, 100), ["keep"]);
        assert_eq!(alarms.all().len(), 1);
        assert_eq!(alarms.next(100), None);
        assert_eq!(alarms.ring(100, 200), Vec::<String>::new());
    }
}
