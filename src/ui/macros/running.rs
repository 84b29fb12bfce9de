//! A macro that runs, and how the last one ended.

use eframe::egui::{Align2, Ui};

use crate::session::Command;
use crate::session::macros::{Macro, MacroState, MacroStep};
use crate::ui::language::{t, w};
use crate::ui::parts;
use crate::ui::session::Session;
use crate::ui::tabs::TabId;

/// The macro of a session that runs, if one does.
#[derive(Debug, Default)]
pub(crate) struct Running {
    /// Its name, and how far it is.
    now: Option<(String, Option<(usize, usize)>)>,
    /// Which of its steps wait for a text.
    awaits: Vec<bool>,
    /// How the last one ended.
    outcome: Option<Outcome>,
}

/// How a macro ended, in words.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) text: String,
    pub(super) is_good: bool,
}

impl Running {
    /// One begins.
    pub(super) fn begin(&mut self, name: String, all: &Macro) {
        self.awaits = all.steps.iter().map(MacroStep::awaits_text).collect();
        self.now = Some((name, None));
        self.outcome = None;
    }

    /// Takes a report about it; true when a text that it waited for is there.
    pub(crate) fn hear(&mut self, state: MacroState) -> bool {
        let before = match self.now {
            Some((_, Some((step, _)))) => step,
            _ => 0,
        };
        let is_passed = match state {
            MacroState::At { step, .. } => step != before,
            MacroState::Done => true,
            MacroState::NoChange { .. } | MacroState::NoText { .. } | MacroState::Stopped => false,
        };
        let awaited = before
            .checked_sub(1)
            .and_then(|place| self.awaits.get(place));
        let is_seen = is_passed && awaited.copied().unwrap_or_default();
        self.take(state);
        is_seen
    }

    fn take(&mut self, state: MacroState) {
        if let MacroState::At { step, of } = state {
            if let Some((_, at)) = &mut self.now {
                *at = Some((step, of));
            }
            return;
        }
        let Some((name, _)) = self.now.take() else {
            return;
        };
        let (text, is_good) = match state {
            MacroState::NoChange { step } => {
                let text = t!(
                    "macros-stopped-at-step-the",
                    name = name.to_string(),
                    step = step.to_string()
                );
                (text, false)
            }
            MacroState::NoText { step } => {
                let text = t!(
                    "macros-stopped-at-step-text",
                    name = name.to_string(),
                    step = step.to_string()
                );
                (text, false)
            }
            MacroState::Stopped => (t!("macros-was-stopped", name = name.to_string()), false),
            MacroState::Done | MacroState::At { .. } => {
                (t!("macros-is-done", name = name.to_string()), true)
            }
        };
        self.outcome = Some(Outcome { text, is_good });
    }

    /// The screen is gone, and with it what ran on it.
    pub(crate) fn forget(&mut self) {
        self.take(MacroState::Stopped);
    }

    /// What runs, in words, and how much of it is done.
    pub(super) fn words(&self) -> Option<(String, f32)> {
        let (name, at) = self.now.as_ref()?;
        Some(match at {
            None => (t!("macros-begins", name = name.to_string()), 0.0),
            #[expect(clippy::cast_precision_loss, reason = "there are at most 200 steps")]
            Some((step, of)) => {
                let part = step.saturating_sub(1) as f32 / (*of).max(1) as f32;
                (
                    t!(
                        "macros-step-of",
                        name = name.to_string(),
                        step = step.to_string(),
                        of = of.to_string()
                    ),
                    part,
                )
            }
        })
    }

    pub(super) const fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref()
    }

    /// How the last one ended has been seen.
    pub(super) fn forget_outcome(&mut self) {
        self.outcome = None;
    }
}

/// Runs a macro on the PC.
pub(super) fn run(session: &mut Session, name: &str, all: Macro) {
    if let Some(layout) = session.layout() {
        session.send(Command::SetLayout(layout));
    }
    session.macros.running.begin(name.to_owned(), &all);
    session.send(Command::RunMacro(all));
    // The picture has the keys again.
    session.took_focus = false;
}

/// How far the macro is, over the stage, with a button that stops it.
pub(crate) fn progress_ui(ui: &Ui, id: TabId, session: &Session) {
    if session.macros.is_open() || session.macros.running.words().is_none() {
        return;
    }
    parts::floating(ui, id.part("macro"), Align2::RIGHT_BOTTOM, |ui| {
        ui.set_width(PROGRESS_PT.min(ui.available_width()));
        bar_ui(ui, session);
    });
}

/// What runs, how far it is, and a button that stops it.
pub(super) fn bar_ui(ui: &mut Ui, session: &Session) {
    let Some((words, part)) = session.macros.running.words() else {
        return;
    };
    ui.label(words);
    parts::progress_bar(ui, part, w!("macros-progress-of-the-macro"));
    if parts::button(ui, w!("macros-stop-macro")).clicked() {
        session.send(Command::StopMacro);
    }
}

/// Width of the card that tells how far it is.
const PROGRESS_PT: f32 = 240.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_macro_is_told_of_from_its_first_step_to_its_end() {
        let mut running = Running::default();
        let all: Macro = "press f12\nwait 1 s".parse().unwrap();
        running.hear(MacroState::Done);
        assert!(running.outcome().is_none(), "nothing ran");
        running.begin("Boot menu".to_owned(), &all);
        assert_eq!(running.words().unwrap().0, "Boot menu begins");
        running.hear(MacroState::At { step: 2, of: 4 });
        assert_eq!(
            running.words().unwrap(),
            ("Boot menu, step 2 of 4".to_owned(), 0.25)
        );
        running.hear(MacroState::NoChange { step: 2 });
        let outcome = running.outcome().unwrap();
        assert!(!outcome.is_good && outcome.text.ends_with("step 2, the screen did not change"));
        running.begin("Boot menu".to_owned(), &all);
        running.hear(MacroState::NoText { step: 1 });
        let text = &running.outcome().unwrap().text;
        assert!(text.ends_with("step 1, the text did not appear"), "{text}");
        running.begin("Boot menu".to_owned(), &all);
        assert!(running.outcome().is_none());
        running.hear(MacroState::Done);
        assert!(running.outcome().unwrap().is_good && running.words().is_none());
    }

    #[test]
    fn a_text_is_there_once_the_step_that_waits_for_it_is_over() {
        let at = |step| MacroState::At { step, of: 4 };
        let script = "wait for text ready\nwait 1 s\npress f2 until text setup\npress f10";
        let all: Macro = script.parse().unwrap();
        let mut running = Running::default();
        running.begin("Setup".to_owned(), &all);
        let seen: Vec<_> = (1..=4).filter(|step| running.hear(at(*step))).collect();
        assert_eq!(seen, [2, 4]);
        assert!(!running.hear(MacroState::Done));
        // At the end, and not in time.
        let all: Macro = "wait for text ready".parse().unwrap();
        for (end, is_seen) in [
            (MacroState::Done, true),
            (MacroState::NoText { step: 1 }, false),
            (MacroState::Stopped, false),
        ] {
            running.begin("Setup".to_owned(), &all);
            assert!(!running.hear(at(1)) && !running.hear(at(1)));
            assert_eq!(running.hear(end), is_seen, "{end:?}");
            assert!(!running.hear(end), "once");
        }
    }
}
