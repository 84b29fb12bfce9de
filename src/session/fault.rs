//! Why something did not work, in terms a person can act on.
//!
//! Window, command line and doctor print the same [`Fault`]: title, cause, remedy, and perhaps
//! one thing we can do about it. All conversions from the machines' errors live here.

use std::io;
use std::time::Duration;

/// What a button under a fault does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FaultAction {
    /// Connect once more.
    Retry,
    /// Go back to the address field.
    EditAddress,
    /// Ask for user name and password again.
    EnterLogin,
    /// Find out what is wrong.
    RunDoctor,
    /// Put the report on the clipboard.
    CopyReport,
}

/// Why a session stopped or never started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// Nothing answered within the time-out.
    #[error("No answer from {address}")]
    NoAnswer {
        /// Host and port.
        address: String,
        /// How long we waited.
        after: Duration,
    },
    /// The name could not be resolved.
    #[error("The name {name} is not known")]
    UnknownName {
        /// The name as typed.
        name: String,
        /// What the operating system said.
        #[source]
        cause: io::Error,
    },
    /// The host answers, but the port is closed.
    #[error("The PC answers, Intel AMT does not")]
    Refused {
        /// Host and port.
        address: String,
    },
    /// Another console holds the one session there is.
    #[error("Another console is connected")]
    Busy,
    /// User name or password was refused.
    #[error("Login refused")]
    LoginRefused,
}

impl Fault {
    /// What happened: one sentence without a full stop.
    #[must_use]
    pub fn title(&self) -> String {
        self.to_string()
    }

    /// Why, as far as we know: one sentence without a full stop.
    #[must_use]
    pub fn cause(&self) -> String {
        match self {
            Self::NoAnswer { after, .. } => {
                format!("Nothing answered within {} s", after.as_secs())
            }
            Self::UnknownName { .. } => "Your name server does not know it".into(),
            Self::Refused { address } => format!("{address} refuses connections"),
            Self::Busy => "Only one screen session is possible at a time".into(),
            Self::LoginRefused => "User name or password is wrong".into(),
        }
    }

    /// What to do about it: whole sentences.
    #[must_use]
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::NoAnswer { .. } => {
                "Check that the PC has power and a network cable. Laptops often answer only by \
                 cable when off."
            }
            Self::UnknownName { .. } => "Check the spelling or use the IP address.",
            Self::Refused { .. } => {
                "Intel AMT may be unconfigured, or a firewall blocks these ports."
            }
            Self::Busy => "Ask the other person to close it, then try again.",
            Self::LoginRefused => "Check both. Capital letters matter in the user name too.",
        }
    }

    /// What we can do about it at the press of a button.
    #[must_use]
    pub const fn action(&self) -> Option<FaultAction> {
        match self {
            Self::NoAnswer { .. } | Self::Busy => Some(FaultAction::Retry),
            Self::UnknownName { .. } => Some(FaultAction::EditAddress),
            Self::Refused { .. } => Some(FaultAction::RunDoctor),
            Self::LoginRefused => Some(FaultAction::EnterLogin),
        }
    }
}
