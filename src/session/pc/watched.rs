//! What was told of a PC that is watched: the same is not told again, and a window on which nothing
//! changes draws nothing.

use crate::session::flow::OptInService;
use crate::session::flow::power::PowerStatus;

/// Power and the policy of consent as they were told last, as long as nothing was done since.
#[derive(Debug, Default)]
pub(super) struct Watched {
    power: Option<PowerStatus>,
    /// The inner one is what a PC has that knows no consent.
    policy: Option<Option<OptInService>>,
}

impl Watched {
    /// Something was done or went wrong: what is read next is told, whatever it is.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    /// The power state, if it has to be told.
    pub(super) fn power(&mut self, now: PowerStatus) -> Option<PowerStatus> {
        news(&mut self.power, now)
    }

    /// The policy, if it has to be told.
    pub(super) fn policy(&mut self, now: Option<OptInService>) -> Option<Option<OptInService>> {
        news(&mut self.policy, now)
    }
}

fn news<T: Clone + PartialEq>(told: &mut Option<T>, now: T) -> Option<T> {
    if told.as_ref() == Some(&now) {
        return None;
    }
    *told = Some(now.clone());
    Some(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_is_told_once_until_something_is_done() {
        let mut watched = Watched::default();
        assert_eq!(
            watched.policy(None),
            Some(None),
            "no consent is news at first"
        );
        assert_eq!(watched.policy(None), None);
        watched.forget();
        assert_eq!(watched.policy(None), Some(None));
        let mut told = None;
        assert_eq!(news(&mut told, 1), Some(1));
        assert_eq!(news(&mut told, 1), None);
        assert_eq!(news(&mut told, 2), Some(2));
        assert_eq!(news(&mut told, 1), Some(1));
    }
}
