//! Faults of starting a virtual machine for the simulator.

/// Why a simulated PC has no virtual machine.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VmFault {
    /// Something it needs is not installed.
    #[error("A virtual machine cannot be started here")]
    Missing {
        /// What.
        what: &'static str,
        /// The package it comes in.
        package: &'static str,
    },
    /// This operating system cannot do it.
    #[error("Virtual machines are not supported on this system")]
    Unsupported,
    /// QEMU does not run.
    #[error("The virtual machine does not start")]
    NotStarted {
        /// In QEMU's words.
        said: String,
    },
}

impl VmFault {
    /// As [`super::Fault::kind`].
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "vm-missing",
            Self::Unsupported => "vm-unsupported",
            Self::NotStarted { .. } => "vm-not-started",
        }
    }

    /// As [`super::Fault::cause`].
    pub(super) fn cause(&self) -> String {
        match self {
            Self::Missing { what, .. } => format!("This computer does not have {what}"),
            Self::Unsupported => "They need Unix sockets".into(),
            Self::NotStarted { said } => said.clone(),
        }
    }

    /// As [`super::Fault::remedy`].
    pub(super) const fn remedy(&self) -> &'static str {
        match self {
            Self::Missing { package, .. } => package,
            Self::Unsupported => "Use Linux, or leave “--vm” out: the simulated PC needs nothing.",
            Self::NotStarted { .. } => {
                "Leave “--vm” out, or see whether the disk is in use and the memory is too much."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Fault;

    #[test]
    fn what_is_missing_is_named_with_its_package() {
        let fault = Fault::from(VmFault::Missing {
            what: "QEMU",
            package: "Install the package qemu-system-x86.",
        });
        assert_eq!(fault.kind(), "vm-missing");
        assert!(fault.cause().contains("QEMU"));
        assert!(fault.remedy().contains("qemu-system-x86"));
    }
}
