//! `IPS_PowerManagementService`: Modern Standby, in which the power state stays "on".
//!
//! Source: `docs/protocol/wsman.md` § 2.11, § 4.1.

use super::power_service::managed_system;
use super::{Class, open_set};
use crate::proto::wsman::call::Call;
use crate::proto::wsman::instance::{Instance, PropertyError};

open_set! {
    /// Whether the system saves power although the PC is on.
    OsPowerSaving: u32 {
        /// Unknown.
        UNKNOWN = 0, "unknown";
        /// The PC has no Modern Standby.
        UNSUPPORTED = 1, "not supported";
        /// Full power.
        FULL_POWER = 2, "full power";
        /// Modern Standby.
        SAVING = 3, "standby (connected)";
    }
}

/// `IPS_PowerManagementService`, from AMT 10 on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OsPower {
    /// Modern Standby or not.
    pub saving: OsPowerSaving,
}

impl OsPower {
    /// Brings the system out of Modern Standby, or into it.
    #[must_use]
    pub fn request(state: OsPowerSaving) -> Call {
        Call::invoke(Self::NAME, "RequestOSPowerSavingStateChange")
            .with("OSPowerSavingState", &state.0.to_string())
            .with_reference("ManagedElement", &managed_system())
    }
}

impl Class for OsPower {
    const NAME: &'static str = "IPS_PowerManagementService";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        Ok(Self {
            saving: i.required("OSPowerSavingState")?,
        })
    }
}
