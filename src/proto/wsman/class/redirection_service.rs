//! `AMT_RedirectionService`: serial and storage redirection, and the listener for all three.
//!
//! Source: `docs/protocol/wsman.md` § 2.6, § 5.1, § 5.5.

use super::{Class, open_set};
use crate::proto::wsman::call::Call;
use crate::proto::wsman::instance::{Instance, PropertyError};

open_set! {
    /// Which of serial and storage is on.
    RedirectionState: u32 {
        /// Neither.
        NONE = 32768, "none";
        /// Storage only.
        IDER = 32769, "storage";
        /// Serial only.
        SOL = 32770, "serial";
        /// Both.
        BOTH = 32771, "serial and storage";
    }
}

impl RedirectionState {
    /// The state in which exactly these are on.
    #[must_use]
    pub const fn new(ider: bool, sol: bool) -> Self {
        match (ider, sol) {
            (false, false) => Self::NONE,
            (true, false) => Self::IDER,
            (false, true) => Self::SOL,
            (true, true) => Self::BOTH,
        }
    }

    /// Is storage redirection on?
    #[must_use]
    pub const fn ider(self) -> bool {
        matches!(self, Self::IDER | Self::BOTH)
    }

    /// Is serial redirection on?
    #[must_use]
    pub const fn sol(self) -> bool {
        matches!(self, Self::SOL | Self::BOTH)
    }
}

/// `AMT_RedirectionService`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedirectionService {
    /// Serial and storage.
    pub state: RedirectionState,
    /// Do 16994 and 16995 answer? KVM needs this too.
    pub listener_enabled: bool,
    /// Past sessions with date, address and port, as text of the firmware.
    pub access_log: Vec<String>,
    /// The object as it came, for `Put`.
    pub instance: Instance,
}

impl RedirectionService {
    /// Switches serial and storage. Source: § 5.1, step 2.
    #[must_use]
    pub fn request_state(state: RedirectionState) -> Call {
        Call::invoke(Self::NAME, "RequestStateChange").with("RequestedState", &state.0.to_string())
    }

    /// Writes the object back with this state. Source: § 5.1, step 4.
    #[must_use]
    pub fn put(&self, state: RedirectionState, listener_enabled: bool) -> Call {
        let mut instance = self.instance.clone();
        instance.set("EnabledState", &state.0.to_string());
        let listener = if listener_enabled { "true" } else { "false" };
        instance.set("ListenerEnabled", listener);
        Call::put(instance)
    }

    /// Ends the serial session of another console. Source: § 5.5.
    #[must_use]
    pub fn terminate_sol() -> Call {
        Call::invoke(Self::NAME, "TerminateSession").with("SessionType", "1")
    }

    /// Ends the storage session of another console. Source: § 5.5.
    #[must_use]
    pub fn terminate_ider() -> Call {
        Call::invoke(Self::NAME, "TerminateSession").with("SessionType", "0")
    }
}

impl Class for RedirectionService {
    const NAME: &'static str = "AMT_RedirectionService";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        Ok(Self {
            state: i.required("EnabledState")?,
            listener_enabled: i.required("ListenerEnabled")?,
            access_log: i.texts("AccessLog").map(str::to_owned).collect(),
            instance: i.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::instance;
    use super::*;
    use crate::proto::wsman::call::Operation;

    #[test]
    fn states_and_switches_agree() {
        for ider in [false, true] {
            for sol in [false, true] {
                let state = RedirectionState::new(ider, sol);
                assert_eq!((state.ider(), state.sol()), (ider, sol));
            }
        }
        let odd = RedirectionState(2);
        assert!(!odd.ider() && !odd.sol());
    }

    #[test]
    fn put_changes_two_properties_and_keeps_the_rest_in_order() {
        let i = instance(
            RedirectionService::NAME,
            "CreationClassName=AMT_RedirectionService\nEnabledState=32768\nFuture=7\n\
             ListenerEnabled=false\nName=x",
        );
        let service = RedirectionService::from_instance(&i).unwrap();
        let call = service.put(RedirectionState::SOL, true);
        let Operation::Put(put) = call.operation() else {
            panic!("{call:?}");
        };
        let values: Vec<_> = put.properties().map(|(n, v)| format!("{n}={v}")).collect();
        assert_eq!(
            values,
            [
                "CreationClassName=AMT_RedirectionService",
                "EnabledState=32770",
                "Future=7",
                "ListenerEnabled=true",
                "Name=x"
            ]
        );
    }
}
