//! Exit codes: a contract that scripts rely on, documented in `docs/cli.md`.

use std::process::ExitCode;

use super::Failure;
use crate::session::{BootFault, DeviceFault, Ending, Fault, SerialFault, VmFault, VncFault};

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Exit {
    /// Everything asked for was done.
    Done = 0,
    /// The device refused or failed, or we did.
    Failed = 1,
    /// The command line makes no sense.
    Usage = 2,
    /// Nothing reachable there, or no answer in time.
    Unreachable = 3,
    /// User name or password refused.
    LoginRefused = 4,
    /// The device's certificate is not trusted.
    NotTrusted = 5,
    /// The user in front of the PC did not consent, or not in time.
    Consent = 6,
    /// Another console is connected.
    Busy = 7,
    /// This device cannot do that.
    Unsupported = 8,
    /// A local file cannot be read or written.
    File = 9,
    /// Interrupted from the keyboard or by a signal: 128 + SIGINT.
    Interrupted = 130,
}

impl Exit {
    /// The number the shell sees.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

impl From<&Failure> for Exit {
    fn from(failure: &Failure) -> Self {
        match failure {
            Failure::Usage(_) => Self::Usage,
            Failure::Interrupted => Self::Interrupted,
            Failure::Fault(fault) => Self::from(fault),
        }
    }
}

impl From<&Fault> for Exit {
    fn from(fault: &Fault) -> Self {
        match fault {
            Fault::NoAnswer { .. }
            | Fault::UnknownName { .. }
            | Fault::NoRoute { .. }
            | Fault::Refused { .. }
            | Fault::Filtered { .. } => Self::Unreachable,
            Fault::HungUp { ending, .. } | Fault::Lost { ending } => match ending {
                Ending::Silent(_) | Ending::Stuck => Self::Unreachable,
                Ending::Closed | Ending::Reset => Self::Failed,
            },
            Fault::LoginRefused
            | Fault::NoLoginMethod { .. }
            | Fault::NoSecurityType { .. }
            | Fault::LoginTooLong { .. } => Self::LoginRefused,
            Fault::Trust(_) => Self::NotTrusted,
            Fault::ConsentNeeded | Fault::Consent(_) => Self::Consent,
            Fault::Serial(SerialFault::NotSeen { .. }) => Self::Unreachable,
            Fault::Serial(_) => Self::Failed,
            Fault::Device(fault) => match fault {
                DeviceFault::NoScreen | DeviceFault::Unknown { .. } | DeviceFault::Forbidden(_) => {
                    Self::Unsupported
                }
                DeviceFault::Unconfirmed { .. } => Self::Unreachable,
                _ => Self::Failed,
            },
            Fault::Boot(BootFault::CannotStart { .. }) => Self::File,
            Fault::Boot(_) => Self::Failed,
            Fault::Vm(VmFault::Unsupported) => Self::Unsupported,
            Fault::Vm(_) => Self::Failed,
            Fault::Vnc(VncFault::Refused { .. }) => Self::Failed,
            Fault::Vnc(_) => Self::LoginRefused,
            Fault::Busy(_) => Self::Busy,
            Fault::Unsupported(_) | Fault::TypeUnknown(_) | Fault::TooLarge { .. } => {
                Self::Unsupported
            }
            Fault::FileUnreadable { .. }
            | Fault::FileUnusable { .. }
            | Fault::StoreDamaged { .. }
            | Fault::StoreNewer { .. }
            | Fault::SettingsDamaged { .. }
            | Fault::FileUnwritable { .. }
            | Fault::Image { .. } => Self::File,
            Fault::NotAmt { .. }
            | Fault::NotVnc { .. }
            | Fault::NotStarted { .. }
            | Fault::NoPicture { .. }
            | Fault::ScreenRefused { .. }
            | Fault::Unexpected { .. }
            | Fault::Overrun
            | Fault::PortTaken { .. }
            | Fault::System { .. }
            | Fault::NoDisplay
            | Fault::NoWindow
            | Fault::KeyStore(_)
            | Fault::Internal { .. } => Self::Failed,
        }
    }
}
