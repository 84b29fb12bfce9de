//! `IPS_HostBasedSetupService`: admin or client control mode.
//!
//! Source: `docs/protocol/wsman.md` § 2.5.

use super::{Class, open_set};
use crate::proto::wsman::instance::{Instance, PropertyError};

open_set! {
    /// Who is in command: in client control mode the user's consent is always needed.
    ControlMode: u32 {
        /// Not provisioned.
        NOT_PROVISIONED = 0, "not provisioned";
        /// Client control mode.
        CLIENT = 1, "client";
        /// Admin control mode.
        ADMIN = 2, "admin";
    }
}

/// `IPS_HostBasedSetupService`, from AMT 6.2 on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostBasedSetup {
    /// The mode in force.
    pub current: ControlMode,
    /// Modes that setup may choose.
    pub allowed: Vec<ControlMode>,
}

impl Class for HostBasedSetup {
    const NAME: &'static str = "IPS_HostBasedSetupService";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        Ok(Self {
            current: i.required("CurrentControlMode")?,
            allowed: i.array("AllowedControlModes")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::instance;
    use super::*;

    #[test]
    fn mode_and_allowed_modes_are_read() {
        let i = instance(
            HostBasedSetup::NAME,
            "AllowedControlModes=2\nAllowedControlModes=1\nCurrentControlMode=1",
        );
        let setup = HostBasedSetup::from_instance(&i).unwrap();
        assert_eq!(setup.current, ControlMode::CLIENT);
        assert_eq!(setup.allowed, [ControlMode::ADMIN, ControlMode::CLIENT]);
    }
}
