//! Faults of the device itself: what Intel AMT refuses, lacks or has switched off.

use super::{FaultAction, Feature};
use crate::proto::wsman::class::PowerState;
use crate::proto::wsman::exchange::ExchangeError;

/// Why the device did not do what was asked over WS-Management.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DeviceFault {
    /// The feature is there and switched off.
    #[error("{}", switched_off(*.0))]
    SwitchedOff(Feature),
    /// The firmware setup of the PC forbids the feature; nothing else can switch it on.
    #[error("{}", forbidden(*.0))]
    Forbidden(Feature),
    /// The part has no KVM.
    #[error("This PC has no remote screen")]
    NoScreen,
    /// Intel AMT was never set up.
    #[error("Intel AMT is not configured")]
    NotConfigured,
    /// The account may not do this.
    #[error("{user} may not do this")]
    NotAllowed {
        /// The account.
        user: String,
        /// The right it lacks, where that is known.
        right: Option<&'static str>,
    },
    /// The release does not have what was asked for.
    #[error("This PC does not know how to {what}")]
    Unknown {
        /// A verb phrase.
        what: &'static str,
    },
    /// The device said no, in its own way.
    #[error("The PC refuses to {what}")]
    Refused {
        /// A verb phrase.
        what: &'static str,
        /// What it said.
        #[source]
        why: ExchangeError,
    },
    /// It was asked and never answered; nobody knows whether it has acted.
    #[error("The PC has not confirmed")]
    Unconfirmed {
        /// A verb phrase.
        what: &'static str,
        /// How the answer got lost.
        how: String,
    },
    /// A power change that is not possible now.
    #[error("The PC cannot do this now")]
    NotNow {
        /// What was asked for.
        request: PowerState,
        /// Its state.
        state: PowerState,
        /// What is possible.
        available: Vec<PowerState>,
    },
    /// Off and cycle are refused while sessions are open.
    #[error("The PC refuses to turn off during a session")]
    SessionOpen,
    /// Off and cycle are refused while another console has a session.
    #[error("The PC refuses to turn off during another session")]
    OtherSession {
        /// What is open: screen, serial, media.
        kinds: Vec<&'static str>,
    },
    /// A start from a lent drive, and none is lent.
    #[error("No image is lent to the PC")]
    NothingLent,
    /// The PC reached no new state in time.
    #[error("The PC does not follow")]
    NotReached {
        /// What was asked for.
        request: PowerState,
        /// The state it stays in.
        state: PowerState,
        /// How long we watched.
        after: std::time::Duration,
    },
    /// Certificates, tickets and logs need a clock that is about right.
    #[error("The clock of the PC is wrong")]
    ClockWrong {
        /// Seconds by which it is fast; negative: slow.
        fast_by_secs: i64,
    },
    /// What must be logged cannot be.
    #[error("The audit log of the PC is full or locked")]
    AuditLogFull,
    /// No picture, no consent code without power.
    #[error("The PC is off")]
    Off,
    /// No picture while it sleeps.
    #[error("The PC is asleep")]
    Asleep,
}

impl DeviceFault {
    /// As [`super::Fault::kind`].
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::SwitchedOff(_) => "switched-off",
            Self::Forbidden(_) => "forbidden",
            Self::NoScreen => "no-screen",
            Self::NotConfigured => "not-configured",
            Self::NotAllowed { .. } => "not-allowed",
            Self::Unknown { .. } => "not-known",
            Self::Refused { .. } => "device-refused",
            Self::Unconfirmed { .. } => "unconfirmed",
            Self::NotNow { .. } => "not-now",
            Self::SessionOpen => "session-open",
            Self::OtherSession { .. } => "other-session",
            Self::NothingLent => "nothing-lent",
            Self::NotReached { .. } => "not-reached",
            Self::ClockWrong { .. } => "clock-wrong",
            Self::AuditLogFull => "audit-log-full",
            Self::Off => "pc-off",
            Self::Asleep => "pc-asleep",
        }
    }

    /// As [`super::Fault::cause`].
    pub(super) fn cause(&self) -> String {
        match self {
            Self::SwitchedOff(Feature::Screen) => "KVM is disabled".into(),
            Self::SwitchedOff(_) => "Its redirection is disabled".into(),
            Self::Forbidden(_) => "It is disabled in the firmware setup".into(),
            Self::NoScreen => "Its edition of Intel AMT has no KVM".into(),
            Self::NotConfigured => "It is in its factory state".into(),
            Self::NotAllowed {
                right: Some(right), ..
            } => format!("The account lacks the right {right}"),
            Self::NotAllowed { right: None, .. } => "The account lacks the right to it".into(),
            Self::Unknown { .. } => "Its firmware is older than this, or does not have it".into(),
            Self::Refused { why, .. } => super::words::upper_first(&reason(why)),
            Self::Unconfirmed { how, .. } => super::words::upper_first(how),
            Self::NotNow {
                state, available, ..
            } => {
                let now = state.to_string();
                match available.as_slice() {
                    [] => format!("It is {now}"),
                    list => {
                        let list: Vec<_> = list.iter().map(ToString::to_string).collect();
                        format!("It is {now}, possible are {}", list.join(", "))
                    }
                }
            }
            Self::SessionOpen => "Intel AMT wants all sessions closed first".into(),
            Self::OtherSession { kinds } => {
                format!("Another console has this open: {}", kinds.join(", "))
            }
            Self::NothingLent => "It would find no drive to start from".into(),
            Self::NotReached { state, after, .. } => {
                format!("It is still {state} after {} s", after.as_secs())
            }
            Self::ClockWrong { fast_by_secs } => {
                let minutes = fast_by_secs.unsigned_abs() / 60;
                if *fast_by_secs < 0 {
                    format!("It is {minutes} min slow, as this computer sees it")
                } else {
                    format!("It is {minutes} min fast, as this computer sees it")
                }
            }
            Self::AuditLogFull => "Intel AMT refuses what it cannot log".into(),
            Self::Off => "No picture without power".into(),
            Self::Asleep => "No picture while it sleeps".into(),
        }
    }

    /// As [`super::Fault::remedy`].
    pub(super) const fn remedy(&self) -> &'static str {
        match self {
            Self::SwitchedOff(_) => {
                "Enabling it changes a setting on the PC and is written to its log."
            }
            Self::Forbidden(_) => {
                "Somebody in front of the PC can allow it in the firmware setup (Ctrl+P at start)."
            }
            Self::NoScreen => "Use Serial and Media, both work.",
            Self::NotConfigured => {
                "Configure it in the firmware setup (Ctrl+P at start) or with your deployment tool."
            }
            Self::NotAllowed { .. } => "Ask for an account with this right.",
            Self::Unknown { .. } => "Update the firmware of the PC if its maker offers it.",
            Self::Refused { .. } => "Try again. If it stays, send the report to us.",
            Self::Unconfirmed { .. } => "Look at its state before you try again.",
            Self::NotNow { .. } => "Choose one of these, or wait until it has changed its state.",
            Self::SessionOpen => "Outband closes them, turns it off and reconnects.",
            Self::OtherSession { .. } => {
                "Ask the other person to disconnect, or reset the PC instead: that works during a \
                 session."
            }
            Self::NothingLent => "Lend it an image first, and keep that session open.",
            Self::NotReached { .. } => {
                "Look at its screen. A system that is still starting, asks something, hangs or does \
                 not listen to the power button follows no request; wait and ask again, or turn the \
                 PC off or reset it at once."
            }
            Self::ClockWrong { .. } => {
                "Compare both clocks. The PC's is set with your deployment tool, or in its BIOS."
            }
            Self::AuditLogFull => "Ask whoever audits this PC to make room in its log.",
            Self::Off => "Turn it on, the screen opens by itself.",
            Self::Asleep => "Wake it, the screen opens by itself.",
        }
    }

    /// As [`super::Fault::action`].
    pub(super) const fn action(&self) -> Option<FaultAction> {
        match self {
            Self::SwitchedOff(feature) => Some(FaultAction::Enable(*feature)),
            Self::NoScreen => Some(FaultAction::OpenSerial),
            Self::NotAllowed { .. } => Some(FaultAction::OtherAccount),
            Self::SessionOpen => Some(FaultAction::CloseAndTurnOff),
            Self::Off => Some(FaultAction::TurnOn),
            Self::Asleep => Some(FaultAction::Wake),
            Self::Refused { .. } => Some(FaultAction::CopyReport),
            _ => None,
        }
    }

    /// As [`super::Fault::facts`].
    pub(super) fn facts(&self) -> Vec<String> {
        match self {
            Self::Unconfirmed { what, .. } => vec![format!("asked to {what}")],
            Self::NotNow { request, .. } | Self::NotReached { request, .. } => {
                vec![format!("asked for {request}")]
            }
            _ => Vec::new(),
        }
    }
}

/// The device's own reason, without the names of classes and methods.
fn reason(error: &ExchangeError) -> String {
    match error {
        ExchangeError::Fault(fault) => match fault.status {
            Some(status) => format!("its reason is “{status}”"),
            None if fault.reason.is_empty() => "it gives no reason".to_owned(),
            None => format!("it says “{}”", fault.reason),
        },
        ExchangeError::Returned { value, .. } => format!("its reason is “{value}”"),
        _ => "its answer cannot be used".to_owned(),
    }
}

const fn switched_off(feature: Feature) -> &'static str {
    match feature {
        Feature::Screen => "The screen is switched off in Intel AMT",
        Feature::Serial => "Serial is switched off in Intel AMT",
        Feature::Media => "Media is switched off in Intel AMT",
    }
}

const fn forbidden(feature: Feature) -> &'static str {
    match feature {
        Feature::Screen => "The setup of this PC forbids the remote screen",
        Feature::Serial => "The setup of this PC forbids serial",
        Feature::Media => "The setup of this PC forbids media",
    }
}
