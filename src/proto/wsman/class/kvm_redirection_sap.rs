//! `CIM_KVMRedirectionSAP`: is the screen switched on, and is somebody looking.
//!
//! Source: `docs/protocol/wsman.md` § 2.7, § 5.1.

use super::{Class, open_set};
use crate::proto::wsman::call::Call;
use crate::proto::wsman::instance::{Instance, PropertyError};

open_set! {
    /// State of the screen's access point.
    KvmSapState: u32 {
        /// On, and a session is running (inferred from the name of 6).
        IN_SESSION = 2, "on, in session";
        /// Off.
        DISABLED = 3, "off";
        /// On, without a session.
        IDLE = 6, "on";
    }
}

impl KvmSapState {
    /// Is the screen switched on?
    #[must_use]
    pub const fn is_enabled(self) -> bool {
        matches!(self, Self::IN_SESSION | Self::IDLE)
    }
}

/// `CIM_KVMRedirectionSAP`. Where the class is missing there is no remote screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KvmRedirectionSap {
    /// On, off, in use.
    pub state: KvmSapState,
}

impl KvmRedirectionSap {
    /// Switches the screen; off ends a running session.
    #[must_use]
    pub fn request_state(enabled: bool) -> Call {
        let state = if enabled { "2" } else { "3" };
        Call::invoke(Self::NAME, "RequestStateChange").with("RequestedState", state)
    }
}

impl Class for KvmRedirectionSap {
    const NAME: &'static str = "CIM_KVMRedirectionSAP";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        Ok(Self {
            state: i.required("EnabledState")?,
        })
    }
}
