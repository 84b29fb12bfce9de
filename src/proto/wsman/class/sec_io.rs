//! `IPS_SecIOService`: on which display and in which language the consent code is drawn.
//!
//! Source: `docs/protocol/wsman.md` § 2.9.

use super::Class;
use crate::proto::wsman::call::Call;
use crate::proto::wsman::instance::{Instance, PropertyError};

/// `IPS_SecIOService`, from AMT 8 on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecIo {
    /// 0-based display that shows the code.
    pub default_screen: Option<u8>,
    /// How many displays can show it, where the device tells.
    pub screens: Option<u8>,
    /// The object as it came, for `Put`.
    pub instance: Instance,
}

impl SecIo {
    /// Draws the code on another display.
    #[must_use]
    pub fn put_default_screen(&self, screen: u8) -> Call {
        let mut instance = self.instance.clone();
        instance.set("DefaultScreen", &screen.to_string());
        Call::put(instance)
    }
}

impl Class for SecIo {
    const NAME: &'static str = "IPS_SecIOService";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        Ok(Self {
            default_screen: i.optional("DefaultScreen")?,
            screens: i.optional("NumberOfScreens")?,
            instance: i.clone(),
        })
    }
}
