//! `CIM_PowerManagementService`: switching the PC, and the numbers of its states.
//!
//! Source: `docs/protocol/wsman.md` § 2.11, § 4.1.

use super::{Class, open_set};
use crate::proto::wsman::call::Call;
use crate::proto::wsman::envelope::Selector;
use crate::proto::wsman::instance::{Instance, PropertyError, Reference};

open_set! {
    /// A power state, or the change that leads to it: CIM numbers both alike.
    PowerState: u32 {
        /// Running; as a request: switch on or wake.
        ON = 2, "on";
        /// Light sleep.
        SLEEP_LIGHT = 3, "light sleep";
        /// Suspended to memory.
        SLEEP = 4, "asleep";
        /// Off, then on.
        CYCLE = 5, "power cycle";
        /// Off without standby power.
        OFF_HARD = 6, "off (hard)";
        /// Suspended to disk.
        HIBERNATE = 7, "hibernated";
        /// Off; as a request: at once, without asking the system.
        OFF = 8, "off";
        /// Off without standby power, then on.
        CYCLE_HARD = 9, "power cycle (hard)";
        /// Reset.
        RESET = 10, "reset";
        /// Non-maskable interrupt.
        NMI = 11, "diagnostic interrupt";
        /// The system shuts down.
        OFF_GRACEFUL = 12, "graceful off";
        /// The system shuts down, then off without standby power.
        OFF_HARD_GRACEFUL = 13, "graceful off (hard)";
        /// The system restarts.
        RESET_GRACEFUL = 14, "graceful reset";
        /// The system shuts down, then off and on.
        CYCLE_GRACEFUL = 15, "graceful power cycle";
        /// The system shuts down, then off without standby power and on.
        CYCLE_HARD_GRACEFUL = 16, "graceful power cycle (hard)";
    }
}

impl PowerState {
    /// As a state: does the PC run?
    #[must_use]
    pub const fn is_on(self) -> bool {
        matches!(self, Self::ON)
    }

    /// As a state: does it sleep, so that waking resumes it?
    #[must_use]
    pub const fn is_asleep(self) -> bool {
        matches!(self, Self::SLEEP_LIGHT | Self::SLEEP | Self::HIBERNATE)
    }

    /// As a state: is it off?
    #[must_use]
    pub const fn is_off(self) -> bool {
        matches!(self, Self::OFF | Self::OFF_HARD)
    }

    /// Requests this change. Time and time-out parameters are left out: firmware refuses them.
    #[must_use]
    pub fn request(self) -> Call {
        Call::invoke("CIM_PowerManagementService", "RequestPowerStateChange")
            .with("PowerState", &self.0.to_string())
            .with_reference("ManagedElement", &managed_system())
    }
}

/// The PC itself, as power methods want it named.
pub(super) fn managed_system() -> Reference {
    Reference::new(
        "CIM_ComputerSystem",
        vec![
            Selector::text("CreationClassName", "CIM_ComputerSystem"),
            Selector::text("Name", "ManagedSystem"),
        ],
    )
}

/// `CIM_PowerManagementCapabilities`: what this PC can ever do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PowerCapabilities {
    /// Changes that may be requested in some state.
    pub requests: Vec<PowerState>,
}

impl Class for PowerCapabilities {
    const NAME: &'static str = "CIM_PowerManagementCapabilities";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        Ok(Self {
            requests: i.array("RequestedPowerStatesSupported")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_is_at_most_one_of_on_asleep_and_off() {
        for number in 0..20 {
            let state = PowerState(number);
            let kinds = [state.is_on(), state.is_asleep(), state.is_off()];
            assert!(kinds.iter().filter(|k| **k).count() <= 1, "{state}");
        }
        assert_eq!(PowerState(77).to_string(), "unknown (77)");
    }
}
