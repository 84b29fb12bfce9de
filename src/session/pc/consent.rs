//! Consent as one of the things that the task has to do.

use super::line::Line;
use crate::session::Fault;
use crate::session::consent::{Consent, ConsentAction, Purpose};
use crate::session::flow::{ScreenSettings, consent as flow};

/// One attempt, and what it is for.
#[derive(Debug)]
pub(super) struct Attempt {
    pub(super) purpose: Purpose,
    pub(super) consent: Consent,
}

impl Attempt {
    pub(super) fn new(purpose: Purpose) -> Self {
        Self {
            purpose,
            consent: Consent::new(purpose),
        }
    }

    /// Asks the firmware what the attempt wants to know, and tells it the answer.
    ///
    /// # Errors
    /// [`Fault`] if the firmware could not be asked; the attempt knows that too then.
    pub(super) async fn perform(
        &mut self,
        line: &mut Line,
        action: ConsentAction,
    ) -> Result<(), Fault> {
        let result = match line.control().await {
            Ok(control) => flow::carry_out(control, self.purpose, action, &mut self.consent).await,
            Err(fault) => {
                self.consent.handle_failure();
                Err(fault)
            }
        };
        if let Err(fault) = &result {
            line.learn(fault);
        }
        result
    }
}

/// Displays that the code can be drawn on, where the release tells.
///
/// # Errors
/// [`Fault`].
pub(super) async fn displays(line: &mut Line) -> Result<Option<ScreenSettings>, Fault> {
    let control = line.control().await?;
    let displays = control.find("tell its displays").await;
    if let Err(fault) = &displays {
        line.learn(fault);
    }
    displays
}
