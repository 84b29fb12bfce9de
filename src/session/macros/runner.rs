//! A macro that runs: the time and changes of the screen go in, keys and texts come out.

use std::time::{Duration, Instant};

use super::{Awaited, Macro, MacroState, MacroStep, Until};
use crate::proto::kvm::keysym::Keysym;
use crate::screen::ScreenText;

/// A macro that runs.
#[derive(Debug)]
pub(crate) struct Runner {
    all: Macro,
    /// How often all of it is still to be done after this time.
    more: u32,
    at: usize,
    /// Presses of this step so far.
    pressed: u32,
    /// Since when this step is done; `None` before.
    since: Option<Instant>,
    /// What it waits for has happened since.
    happened: bool,
    next: Instant,
}

/// What is to be done now.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Nothing before the deadline.
    Nothing,
    /// Press and release these, the last first.
    Press(Vec<Keysym>),
    /// Type this; to be asked again once that is done.
    Type(String),
    /// It is over.
    Ended(MacroState),
}

impl Runner {
    pub(crate) const fn new(now: Instant, all: Macro) -> Self {
        Self {
            more: all.times.saturating_sub(1),
            all,
            at: 0,
            pressed: 0,
            since: None,
            happened: false,
            next: now,
        }
    }

    /// How far it has come.
    pub(crate) fn state(&self) -> MacroState {
        MacroState::At {
            step: self.at + 1,
            of: self.all.steps.len(),
        }
    }

    /// When there is something to do.
    pub(crate) const fn deadline(&self) -> Instant {
        self.next
    }

    /// The screen shows something else.
    pub(crate) fn screen_changed(&mut self, now: Instant) {
        let step = self.all.steps.get(self.at);
        let waits = matches!(
            step,
            Some(MacroStep::Press {
                until: Until::ScreenChanges { .. },
                ..
            })
        );
        // Not what was on its way before the first press.
        if waits && self.pressed > 0 {
            self.happened = true;
            self.next = now;
        }
    }

    /// The text that this step waits for, once it has begun.
    fn awaited(&self) -> Option<&Awaited> {
        self.since?;
        match self.all.steps.get(self.at)? {
            MacroStep::WaitForText(awaited)
            | MacroStep::Press {
                until: Until::Text(awaited),
                ..
            } => Some(awaited),
            _ => None,
        }
    }

    /// Somebody should read the text of the screen.
    pub(crate) fn waits_for_text(&self) -> bool {
        !self.happened && self.awaited().is_some()
    }

    /// The text that was on the screen at `seen`, which may be before this step.
    pub(crate) fn screen_says(&mut self, now: Instant, seen: Instant, screen: &ScreenText) {
        let is_new = self.since.is_some_and(|since| since <= seen);
        let is_there = |awaited: &Awaited| awaited.is_in(screen);
        if is_new && self.awaited().is_some_and(is_there) {
            self.happened = true;
            self.next = now;
        }
    }

    /// What is to be done now; to be called until it says nothing, or that it is over.
    pub(crate) fn turn(&mut self, now: Instant) -> Turn {
        if self.next > now {
            return Turn::Nothing;
        }
        let Some(step) = self.all.steps.get(self.at) else {
            return self.again(now);
        };
        let began = *self.since.get_or_insert(now);
        let is_late = |within: Duration| now.saturating_duration_since(began) >= within;
        match step {
            MacroStep::Wait(time) => {
                self.next = began + *time;
                if self.next <= now {
                    self.step_done(now);
                    return self.turn(now);
                }
                Turn::Nothing
            }
            MacroStep::WaitForText(_) if self.happened => {
                self.step_done(now);
                self.turn(now)
            }
            MacroStep::WaitForText(awaited) if is_late(awaited.within) => {
                let step = self.at + 1;
                Turn::Ended(MacroState::NoText { step })
            }
            MacroStep::WaitForText(awaited) => {
                self.next = began + awaited.within;
                Turn::Nothing
            }
            MacroStep::Type(text) => {
                if self.pressed > 0 {
                    self.step_done(now);
                    return self.turn(now);
                }
                // Done when it is typed, which is when this is asked again.
                self.pressed = 1;
                Turn::Type(text.clone())
            }
            MacroStep::Press { keys, every, until } => {
                match until {
                    Until::Times(times) if self.pressed >= *times => {
                        self.step_done(now);
                        return self.turn(now);
                    }
                    Until::ScreenChanges { .. } | Until::Text(_) if self.happened => {
                        self.step_done(now);
                        return self.turn(now);
                    }
                    Until::ScreenChanges { within } if is_late(*within) => {
                        let step = self.at + 1;
                        return Turn::Ended(MacroState::NoChange { step });
                    }
                    Until::Text(awaited) if is_late(awaited.within) => {
                        let step = self.at + 1;
                        return Turn::Ended(MacroState::NoText { step });
                    }
                    Until::Times(_) | Until::ScreenChanges { .. } | Until::Text(_) => {}
                }
                self.pressed += 1;
                self.next = now + *every;
                Turn::Press(keys.clone())
            }
        }
    }

    fn step_done(&mut self, now: Instant) {
        self.at += 1;
        self.pressed = 0;
        self.since = None;
        self.happened = false;
        self.next = now;
    }

    /// Begins once more, or is over.
    fn again(&mut self, now: Instant) -> Turn {
        if self.more == 0 {
            return Turn::Ended(MacroState::Done);
        }
        self.more -= 1;
        self.at = 0;
        // Waits of no time and nothing else would turn for ever in one call.
        self.next = now + PAUSE;
        Turn::Nothing
    }
}

/// From the end of a macro to its beginning when it is repeated.
const PAUSE: Duration = Duration::from_millis(10);

#[cfg(test)]
mod tests {
    use super::*;

    const F12: Keysym = Keysym(0xFFC9);

    fn runner(start: Instant, text: &str) -> Runner {
        Runner::new(start, text.parse().unwrap())
    }

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    /// Everything that is done until `end`, with its time in milliseconds.
    fn run(runner: &mut Runner, start: Instant, end: u64, changes: &[u64]) -> Vec<(u64, Turn)> {
        let mut done = Vec::new();
        for at in 0..=end {
            let now = start + ms(at);
            if changes.contains(&at) {
                runner.screen_changed(now);
            }
            loop {
                match runner.turn(now) {
                    Turn::Nothing => break,
                    ended @ Turn::Ended(_) => {
                        done.push((at, ended));
                        return done;
                    }
                    turn => done.push((at, turn)),
                }
            }
        }
        done
    }

    #[test]
    fn a_key_is_pressed_until_the_screen_changes() {
        let start = Instant::now();
        let text = "press f12 every 200 ms until screen changes within 1 s\ntype x";
        let done = run(&mut runner(start, text), start, 5000, &[450]);
        let press = || Turn::Press(vec![F12]);
        let expected = [
            (0, press()),
            (200, press()),
            (400, press()),
            (450, Turn::Type("x".into())),
            (450, Turn::Ended(MacroState::Done)),
        ];
        assert_eq!(done, expected);
        let never = run(&mut runner(start, text), start, 5000, &[]);
        let last = Turn::Ended(MacroState::NoChange { step: 1 });
        assert_eq!(never.last(), Some(&(1000, last)));
        assert_eq!(never.len(), 6);
    }

    #[test]
    fn repeats_and_waits_keep_their_times() {
        let start = Instant::now();
        let text = "repeat 2\npress f12 2 times every 30 ms\nwait 40 ms";
        let done = run(&mut runner(start, text), start, 1000, &[0, 50]);
        let times: Vec<_> = done.iter().map(|(at, _)| *at).collect();
        assert_eq!(times, [0, 30, 110, 140, 210]);
        let empty = run(
            &mut runner(start, "repeat 1000\nwait 0 ms"),
            start,
            20_000,
            &[],
        );
        assert_eq!(
            empty.len(),
            1,
            "ends, and lets others do something meanwhile"
        );
    }
}
