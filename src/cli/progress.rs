//! What a wait is for, on a terminal; nothing in pipes.

use std::time::Duration;

use indicatif::ProgressBar;

use super::print::Printer;
use crate::session::Stage;

/// A line on standard error that says what we are waiting for.
#[derive(Debug, Clone)]
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// Shown only if standard error is a terminal.
    pub(super) fn new() -> Self {
        let bar = ProgressBar::new_spinner();
        bar.enable_steady_tick(Duration::from_millis(120));
        Self(bar)
    }

    /// Shown unless the result is JSON.
    pub(super) fn for_printer(print: Printer) -> Self {
        if print.is_json() {
            Self::hidden()
        } else {
            Self::new()
        }
    }

    /// Never shown.
    pub(super) fn hidden() -> Self {
        Self(ProgressBar::hidden())
    }

    /// Says what we are waiting for.
    pub(super) fn say(&self, text: impl Into<std::borrow::Cow<'static, str>>) {
        self.0.set_message(text);
    }

    /// Names the stage that the session has entered.
    pub(super) fn stage(&self, stage: Stage) {
        let text = match stage {
            Stage::Resolving => "Looking up the name",
            Stage::Connecting => "Connecting",
            Stage::Securing => "Encrypting the connection",
            Stage::Starting => "Waiting for Intel AMT to answer",
            Stage::LoggingIn => "Logging in",
            Stage::OpeningScreen => "Opening the screen",
            Stage::AwaitingPicture => "Waiting for the picture",
            Stage::Live => "Connected",
        };
        self.0.set_message(text);
    }

    /// Takes the line away.
    pub(super) fn done(&self) {
        self.0.finish_and_clear();
    }
}
