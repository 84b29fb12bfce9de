//! `IPS_OptInService`: the user's consent.
//!
//! Source: `docs/protocol/wsman.md` § 3.

use std::time::Duration;

use super::{Class, open_set};
use crate::proto::wsman::call::Call;
use crate::proto::wsman::instance::{Instance, PropertyError};
use crate::wire::Secret;

open_set! {
    /// Where consent stands.
    OptInState: u32 {
        /// Nothing was asked.
        NOT_STARTED = 0, "not asked";
        /// A code was asked for and is not shown yet.
        REQUESTED = 1, "requested";
        /// The code is on the display.
        DISPLAYED = 2, "code shown";
        /// The right code was received.
        RECEIVED = 3, "given";
        /// A session runs on it.
        IN_SESSION = 4, "in session";
    }
}

impl OptInState {
    /// Was consent given?
    #[must_use]
    pub const fn is_given(self) -> bool {
        matches!(self, Self::RECEIVED | Self::IN_SESSION)
    }
}

open_set! {
    /// What needs consent.
    OptInRequired: u32 {
        /// Nothing.
        NONE = 0, "never";
        /// The screen.
        KVM = 1, "for the screen";
        /// Screen, storage and boot options.
        ALL = 4_294_967_295, "always";
    }
}

/// `IPS_OptInService`, from AMT 6 on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptInService {
    /// The policy.
    pub required: OptInRequired,
    /// Where consent stands.
    pub state: OptInState,
    /// Inactivity after which consent lapses.
    pub code_timeout: Option<Duration>,
    /// How long a code stays on the display.
    pub display_timeout: Option<Duration>,
    /// A remote console may change the policy.
    pub can_modify_policy: Option<bool>,
}

impl OptInService {
    /// Shows a new code.
    #[must_use]
    pub fn start() -> Call {
        Call::invoke(Self::NAME, "StartOptIn")
    }

    /// Hands over the six digits as typed.
    #[must_use]
    pub fn send_code(code: &Secret<String>) -> Call {
        Call::invoke(Self::NAME, "SendOptInCode").with("OptInCode", code.expose())
    }

    /// Takes the code from the display, or ends consent that was given.
    #[must_use]
    pub fn cancel() -> Call {
        Call::invoke(Self::NAME, "CancelOptIn")
    }
}

impl Class for OptInService {
    const NAME: &'static str = "IPS_OptInService";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        let secs = |property| {
            Ok(i.optional(property)?
                .map(|s: u32| Duration::from_secs(s.into())))
        };
        Ok(Self {
            required: i.required("OptInRequired")?,
            state: i.required("OptInState")?,
            code_timeout: secs("OptInCodeTimeout")?,
            display_timeout: secs("OptInDisplayTimeout")?,
            can_modify_policy: i.optional("CanModifyOptInPolicy")?,
        })
    }
}
