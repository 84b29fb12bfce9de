//! Faults of consent: what the person in front of the PC did not allow, or not in time.

use std::time::Duration;

use super::FaultAction;

/// Why there is no consent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConsentFault {
    /// A code did not match.
    #[error("{}", wrong(*.left))]
    Wrong {
        /// Tries that are left with the code on the display, where they were counted.
        left: Option<u8>,
    },
    /// The firmware has taken the code away after wrong ones.
    #[error("The PC has withdrawn its code after three wrong tries")]
    Withdrawn,
    /// Nobody entered the code in time.
    #[error("The code has expired")]
    Expired {
        /// How long it was shown, where the device tells.
        after: Option<Duration>,
    },
    /// The firmware shows no new codes for a while.
    #[error("The PC blocks new codes for a while")]
    Blocked,
    /// The code was taken away on the PC, or consent was ended there.
    #[error("The user has declined")]
    Declined,
    /// No code is shown, so none can be handed over.
    #[error("No code was asked for")]
    NotAsked,
    /// The text is no code.
    #[error("A consent code has six digits")]
    NoCode,
    /// Nothing can be drawn without power.
    #[error("The PC must be on to show its code")]
    PcOff,
}

impl ConsentFault {
    /// As [`super::Fault::kind`].
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Wrong { .. } => "consent-wrong",
            Self::Withdrawn => "consent-withdrawn",
            Self::Expired { .. } => "consent-expired",
            Self::Blocked => "consent-blocked",
            Self::Declined => "consent-declined",
            Self::NotAsked => "consent-not-asked",
            Self::NoCode => "consent-no-code",
            Self::PcOff => "consent-pc-off",
        }
    }

    /// As [`super::Fault::cause`].
    pub(super) fn cause(&self) -> String {
        match self {
            Self::Wrong { .. } => "It is not the one on the PC's display".into(),
            Self::Withdrawn => "Three wrong codes end an attempt".into(),
            Self::Expired { after: Some(after) } => {
                format!("It was shown for {} s", after.as_secs())
            }
            Self::Expired { after: None } => "It was shown too long".into(),
            Self::Blocked => "Too many wrong codes".into(),
            Self::Declined => "The code was taken away at the PC".into(),
            Self::NotAsked => "The PC shows no code".into(),
            Self::NoCode => "What was entered has another form".into(),
            Self::PcOff => "Without power there is no display".into(),
        }
    }

    /// As [`super::Fault::remedy`].
    pub(super) const fn remedy(&self) -> &'static str {
        match self {
            Self::Wrong { .. } => "Ask the user to read it again.",
            Self::Withdrawn | Self::Expired { .. } | Self::NotAsked => {
                "Show a new one when the user is ready."
            }
            Self::Blocked => "Wait some minutes.",
            Self::Declined => "Ask again after a word with the user.",
            Self::NoCode => "Type the six digits from the PC's display.",
            Self::PcOff => "Turn it on, then ask again.",
        }
    }

    /// As [`super::Fault::action`].
    pub(super) const fn action(&self) -> Option<FaultAction> {
        match self {
            Self::Withdrawn | Self::Expired { .. } | Self::NotAsked => {
                Some(FaultAction::ShowNewCode)
            }
            Self::Blocked => Some(FaultAction::Retry),
            Self::Declined => Some(FaultAction::AskForConsent),
            Self::PcOff => Some(FaultAction::TurnOn),
            Self::Wrong { .. } | Self::NoCode => None,
        }
    }
}

/// "Wrong code, 2 tries left".
fn wrong(left: Option<u8>) -> String {
    match left {
        None => "Wrong code".to_owned(),
        Some(1) => "Wrong code, 1 try left".to_owned(),
        Some(left) => format!("Wrong code, {left} tries left"),
    }
}
