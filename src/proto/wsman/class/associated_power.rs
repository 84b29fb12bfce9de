//! `CIM_AssociatedPowerManagementService`: the power state, and what may be requested now.
//!
//! Source: `docs/protocol/wsman.md` § 2.11.

use super::{Class, PowerState};
use crate::proto::wsman::instance::{Instance, PropertyError};

/// `CIM_AssociatedPowerManagementService`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssociatedPower {
    /// The state.
    pub state: PowerState,
    /// What `RequestPowerStateChange` accepts now; empty where the release does not tell.
    pub available: Vec<PowerState>,
}

impl AssociatedPower {
    /// May this change be requested now? Releases that do not tell get the benefit of the doubt.
    #[must_use]
    pub fn allows(&self, request: PowerState) -> bool {
        self.available.is_empty() || self.available.contains(&request)
    }
}

impl Class for AssociatedPower {
    const NAME: &'static str = "CIM_AssociatedPowerManagementService";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        Ok(Self {
            state: i.required("PowerState")?,
            available: i.array("AvailableRequestedPowerStates")?,
        })
    }
}
