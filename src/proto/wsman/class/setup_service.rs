//! `AMT_SetupAndConfigurationService`: is the device provisioned, and how.
//!
//! Source: `docs/protocol/wsman.md` § 2.5.

use super::{Class, ControlMode};
use crate::proto::wsman::instance::{Instance, PropertyError};

/// `AMT_SetupAndConfigurationService`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetupService {
    /// 1 admin (enterprise), 4 client, others legacy.
    pub provisioning_mode: u32,
    /// 0 before, 1 in, 2 after provisioning.
    pub provisioning_state: Option<u32>,
}

impl SetupService {
    /// The mode, for devices too old to have `IPS_HostBasedSetupService`.
    #[must_use]
    pub const fn control_mode(&self) -> Option<ControlMode> {
        match self.provisioning_mode {
            0 => Some(ControlMode::NOT_PROVISIONED),
            1 => Some(ControlMode::ADMIN),
            4 => Some(ControlMode::CLIENT),
            _ => None,
        }
    }
}

impl Class for SetupService {
    const NAME: &'static str = "AMT_SetupAndConfigurationService";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        Ok(Self {
            provisioning_mode: i.required("ProvisioningMode")?,
            provisioning_state: i.optional("ProvisioningState")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::instance;
    use super::*;

    #[test]
    fn the_mode_of_a_device_without_host_based_setup_is_read_here() {
        let mode = |number: u32| {
            let i = instance(SetupService::NAME, &format!("ProvisioningMode={number}"));
            SetupService::from_instance(&i).unwrap().control_mode()
        };
        assert_eq!(mode(1), Some(ControlMode::ADMIN));
        assert_eq!(mode(4), Some(ControlMode::CLIENT));
        assert_eq!(mode(2), None);
    }
}
