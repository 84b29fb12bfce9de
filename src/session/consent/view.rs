//! What goes into the machine and what comes out: purposes, codes, wishes, actions, phases.

use std::fmt;
use std::time::Instant;

use crate::proto::wsman::class::OptInRequired;
use crate::session::fault::ConsentFault;
use crate::wire::Secret;

/// What consent is needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// The screen.
    Screen,
    /// Storage redirection, boot options, and serial where everything needs consent.
    Everything,
}

impl Purpose {
    /// Does this policy ask for consent?
    ///
    /// Source: § 3.4 (spec), § 8.3 for serial.
    #[must_use]
    pub const fn needs_consent(self, policy: OptInRequired) -> bool {
        match (self, policy) {
            (_, OptInRequired::NONE) => false,
            (Self::Screen, _) => true,
            (Self::Everything, policy) => policy.0 != OptInRequired::KVM.0,
        }
    }
}

/// Six digits as the user read them out.
#[derive(Clone, PartialEq, Eq)]
pub struct ConsentCode(Secret<String>);

impl ConsentCode {
    /// Takes six digits, with spaces or hyphens anywhere.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text
            .chars()
            .filter(|c| !matches!(c, ' ' | '-' | '\u{a0}' | '\u{202f}'))
            .collect();
        let is_code = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit());
        is_code.then(|| Self(Secret::new(digits)))
    }

    /// The digits.
    #[must_use]
    pub const fn secret(&self) -> &Secret<String> {
        &self.0
    }
}

impl fmt::Debug for ConsentCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ConsentCode(•••)")
    }
}

/// What the technician wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConsentCommand {
    /// Hand over what the user read out.
    Submit(ConsentCode),
    /// Show a new code, taking the present one away.
    NewCode,
    /// Turn the PC on, then show a code.
    TurnOn,
    /// Draw the code on this display, 0-based.
    Display(u8),
    /// Give up: the code is taken away. Also ends consent that was given.
    Cancel,
}

/// What to ask the firmware. Each is answered by the method named after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConsentAction {
    /// Read service and power state: [`Consent::handle_reading`](super::Consent::handle_reading).
    Read,
    /// `StartOptIn`: [`Consent::handle_started`](super::Consent::handle_started).
    Start,
    /// `SendOptInCode`: [`Consent::handle_sent`](super::Consent::handle_sent).
    Send(ConsentCode),
    /// `CancelOptIn`: [`Consent::handle_cancelled`](super::Consent::handle_cancelled).
    Cancel,
    /// Turn the PC on: [`Consent::handle_turned_on`](super::Consent::handle_turned_on).
    TurnOn,
    /// Move the code to a display; needs no answer.
    Display(u8),
}

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConsentPhase {
    /// Asking the firmware, or waiting for it to draw.
    Asking,
    /// Nothing can be drawn: the PC is off or asleep.
    PcOff,
    /// The code is on the display.
    CodeWanted {
        /// The latest code was wrong.
        was_wrong: bool,
    },
    /// No consent is needed for this purpose.
    NotNeeded,
    /// The user has consented.
    Given,
    /// It ended without consent; [`ConsentCommand::NewCode`] begins again.
    Failed(ConsentFault),
    /// The firmware refused a call with this result.
    Refused {
        /// `StartOptIn` and the like.
        method: &'static str,
        /// Its `ReturnValue`.
        result: u32,
    },
    /// The technician gave up.
    Cancelled,
}

/// What to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentView {
    /// How far it is.
    pub phase: ConsentPhase,
    /// Until when the code is shown, where the device tells.
    pub until: Option<Instant>,
    /// Tries that are left; the firmware's word goes first.
    pub tries_left: u8,
}
