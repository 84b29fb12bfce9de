//! Faults of starting a PC from a lent image.

use std::time::Duration;

use super::{Fault, FaultAction};

/// Why a PC did not start from a lent image, or is not as it was before.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BootFault {
    /// There is nothing on the image that a firmware starts.
    #[error("This image cannot start a PC")]
    CannotStart {
        /// It was meant to, but its boot catalogue makes no sense.
        is_damaged: bool,
    },
    /// The PC was reset and did not read the image.
    #[error("The PC started from its disk instead")]
    NotRead {
        /// How long it had time.
        within: Duration,
    },
    /// The PC was to be reset and was not, as far as its drives tell.
    #[error("The PC did not restart")]
    NoReset {
        /// How long it had time.
        within: Duration,
    },
    /// The settings for the next start could not be put back.
    #[error("The boot settings of the PC could not be put back")]
    NotPutBack {
        /// Why.
        #[source]
        cause: Box<Fault>,
    },
}

impl BootFault {
    /// As [`super::Fault::kind`].
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::CannotStart { .. } => "not-bootable",
            Self::NotRead { .. } => "boot-missed",
            Self::NoReset { .. } => "no-reset",
            Self::NotPutBack { .. } => "not-put-back",
        }
    }

    /// As [`super::Fault::cause`].
    pub(super) fn cause(&self) -> String {
        match self {
            Self::CannotStart { is_damaged: false } => {
                "It has neither a BIOS nor a UEFI boot entry".into()
            }
            Self::CannotStart { is_damaged: true } => "Its boot catalogue is damaged".into(),
            Self::NotRead { within } => {
                format!("It did not read the image within {} s", within.as_secs())
            }
            Self::NoReset { within } => {
                format!("Its drives were not reset within {} s", within.as_secs())
            }
            Self::NotPutBack { cause } => format!("{}: {}", cause.title(), cause.cause()),
        }
    }

    /// As [`super::Fault::remedy`].
    pub(super) const fn remedy(&self) -> &'static str {
        match self {
            Self::CannotStart { .. } => "Choose an installation image.",
            Self::NotRead { .. } => {
                "Check that its BIOS setup allows booting from remote media, and with Secure Boot \
                 that the image is signed."
            }
            Self::NoReset { .. } => {
                "Look at its screen: a system that asks before it restarts, or a firmware that \
                 waits for a key, is waited for. Then try again."
            }
            Self::NotPutBack { .. } => {
                "They hold for one start only. Start the PC once from its disk, then they are gone."
            }
        }
    }

    /// As [`super::Fault::action`].
    pub(super) const fn action(&self) -> Option<FaultAction> {
        match self {
            Self::CannotStart { .. } | Self::NotPutBack { .. } => None,
            Self::NotRead { .. } | Self::NoReset { .. } => Some(FaultAction::Retry),
        }
    }
}
