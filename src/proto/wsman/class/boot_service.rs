//! `CIM_BootService`: makes the boot configuration count for the next boot.
//!
//! Source: `docs/protocol/wsman.md` § 4.3.

use super::{Class, open_set};
use crate::proto::wsman::call::Call;
use crate::proto::wsman::envelope::Selector;
use crate::proto::wsman::instance::{Instance, PropertyError, Reference};

open_set! {
    /// What the boot configuration is for.
    BootRole: u32 {
        /// It counts for the next boot, once.
        IS_NEXT_SINGLE_USE = 1, "next boot only";
        /// It does not count.
        IS_NOT_NEXT = 32768, "not for the next boot";
    }
}

/// `CIM_BootService`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BootService {
    /// 32768 One-Click Recovery and erase off, 32769 recovery on, 32770 erase on, 32771 both;
    /// older devices say 2.
    pub state: Option<u32>,
}

impl BootService {
    /// Makes the boot configuration count, or not.
    #[must_use]
    pub fn set_role(role: BootRole) -> Call {
        let keys = vec![Selector::text(
            "InstanceID",
            "Intel(r) AMT: Boot Configuration 0",
        )];
        Call::invoke(Self::NAME, "SetBootConfigRole")
            .with_reference(
                "BootConfigSetting",
                &Reference::new("CIM_BootConfigSetting", keys),
            )
            .with("Role", &role.0.to_string())
    }
}

impl Class for BootService {
    const NAME: &'static str = "CIM_BootService";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        Ok(Self {
            state: i.optional("EnabledState")?,
        })
    }
}
