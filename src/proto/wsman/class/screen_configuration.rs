//! `IPS_ScreenConfigurationService`: blanking of the local display.
//!
//! Source: `docs/protocol/wsman.md` § 2.9.

use super::Class;
use crate::proto::wsman::instance::{Instance, PropertyError};

/// `IPS_ScreenConfigurationService`, from AMT 10 on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScreenConfiguration {
    /// The maker of the PC allows blanking.
    pub is_available: bool,
    /// The local display is blanked now.
    pub is_blanked: bool,
}

impl Class for ScreenConfiguration {
    const NAME: &'static str = "IPS_ScreenConfigurationService";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        let enabled: u32 = i.required("EnabledState")?;
        let current: Option<u32> = i.optional("CurrentState")?;
        Ok(Self {
            is_available: enabled & 1 != 0,
            is_blanked: current == Some(1),
        })
    }
}
