//! Macros: keys that a technician presses again and again, with pauses, repeats and "until the
//! screen changes", written one step to a line:
//!
//! ```text
//! # into the boot menu
//! press f12 every 200 ms until screen changes within 30 s
//! wait for text Boot Menu within 10 s
//! wait 2 s
//! press down 3 times every 100 ms
//! type hello
//! press ctrl+alt+del
//! ```
//!
//! A text is waited for on screens whose text can be read exactly ([`ScreenText`]), wherever it
//! stands in a line, in capitals or not. `press esc until text Setup` presses until it is there.
//!
//! `repeat 5` as the first step has all of it done five times. Pure; [`Command::RunMacro`] runs one.
//!
//! [`Command::RunMacro`]: super::Command::RunMacro
//! [`ScreenText`]: crate::screen::ScreenText

mod runner;
mod script;

use std::fmt;
use std::time::Duration;

pub use script::MacroError;

pub(super) use runner::{Runner, Turn};

use crate::proto::kvm::keysym::Keysym;
use crate::screen::ScreenText;

/// What a macro does, in order.
#[derive(Clone, PartialEq, Eq)]
pub struct Macro {
    /// At least one, at most [`limits::MACRO_STEPS`](crate::limits::MACRO_STEPS).
    pub steps: Vec<MacroStep>,
    /// How often all of it is done, from 1.
    pub times: u32,
}

/// One step.
#[derive(Clone, PartialEq, Eq)]
pub enum MacroStep {
    /// Presses keys together, perhaps several times.
    Press {
        /// In the order in which they go down.
        keys: Vec<Keysym>,
        /// From one press to the next.
        every: Duration,
        /// When it has been pressed enough.
        until: Until,
    },
    /// Types a text, in the layout that is set on the PC.
    Type(String),
    /// Does nothing for so long.
    Wait(Duration),
    /// Does nothing until a text is on the screen.
    WaitForText(Awaited),
}

impl MacroStep {
    /// It lasts until a text is on the screen.
    #[must_use]
    pub const fn awaits_text(&self) -> bool {
        match self {
            Self::WaitForText(_) => true,
            Self::Press { until, .. } => matches!(until, Until::Text(_)),
            Self::Type(_) | Self::Wait(_) => false,
        }
    }
}

/// When a key was pressed often enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Until {
    /// After so many times, from 1.
    Times(u32),
    /// When the screen shows something else. Ends the macro if that takes longer.
    ScreenChanges {
        /// Longest wait.
        within: Duration,
    },
    /// When a text is on the screen. Ends the macro if that takes longer.
    Text(Awaited),
}

/// A text that is waited for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awaited {
    /// One line or a part of one, in small letters, with single blanks.
    text: String,
    /// Longest wait.
    pub within: Duration,
}

impl Awaited {
    fn new(text: &str, within: Duration) -> Self {
        let text = simple(text);
        Self { text, within }
    }

    /// It stands in one of these lines.
    fn is_in(&self, screen: &ScreenText) -> bool {
        let mut lines = screen.lines().into_iter();
        lines.any(|line| simple(&line).contains(&self.text))
    }
}

/// As texts are compared: capitals and the width of blanks make no difference.
fn simple(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// How far a macro has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MacroState {
    /// It does this step, from 1.
    At {
        /// The step.
        step: usize,
        /// Of so many.
        of: usize,
    },
    /// It has done everything.
    Done,
    /// Somebody stopped it, or the screen was lost.
    Stopped,
    /// The screen has not changed in time, at this step, from 1.
    NoChange {
        /// The step.
        step: usize,
    },
    /// The text was not on the screen in time, at this step, from 1.
    NoText {
        /// The step.
        step: usize,
    },
}

/// Keys may spell a password.
impl fmt::Debug for Macro {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Macro({} steps)", self.steps.len())
    }
}

/// As the whole.
impl fmt::Debug for MacroStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MacroStep(•••)")
    }
}
