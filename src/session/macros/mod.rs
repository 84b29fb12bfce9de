//! Macros: keys that a technician presses again and again, with pauses, repeats and "until the
//! screen changes", written one step to a line:
//!
//! ```text
//! # into the boot menu
//! press f12 every 200 ms until screen changes within 30 s
//! wait 2 s
//! press down 3 times every 100 ms
//! type hello
//! press ctrl+alt+del
//! ```
//!
//! `repeat 5` as the first step has all of it done five times. Pure; [`Command::RunMacro`] runs one.
//!
//! [`Command::RunMacro`]: super::Command::RunMacro

mod runner;
mod script;

use std::fmt;
use std::time::Duration;

pub use script::MacroError;

pub(super) use runner::{Runner, Turn};

use crate::proto::kvm::keysym::Keysym;

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
}

/// When a key was pressed often enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// After so many times, from 1.
    Times(u32),
    /// When the screen shows something else. Ends the macro if that takes longer.
    ScreenChanges {
        /// Longest wait.
        within: Duration,
    },
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
