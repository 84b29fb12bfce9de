//! `CIM_BootSourceSetting` and `CIM_BootConfigSetting`: where to boot from.
//!
//! Source: `docs/protocol/wsman.md` § 4.3.

use super::Class;
use crate::proto::wsman::call::Call;
use crate::proto::wsman::envelope::Selector;
use crate::proto::wsman::instance::{Instance, PropertyError, Reference};

/// `CIM_BootSourceSetting`: one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BootSource {
    /// Its key, for example `Intel(r) AMT: Force PXE Boot`.
    pub instance_id: String,
    /// `CIM:Network:1` and the like.
    pub structured: Option<String>,
    /// For UEFI boot options: what it starts.
    pub bios_string: Option<String>,
}

impl BootSource {
    /// The network.
    pub const PXE: &'static str = "Intel(r) AMT: Force PXE Boot";
    /// The disk.
    pub const HARD_DRIVE: &'static str = "Intel(r) AMT: Force Hard-drive Boot";
    /// The PC's own CD drive.
    pub const CD: &'static str = "Intel(r) AMT: Force CD/DVD Boot";

    /// Sets the source of the next boot; `None` clears it, which never needs consent.
    #[must_use]
    pub fn change_order(source: Option<&str>) -> Call {
        let call = Call::invoke("CIM_BootConfigSetting", "ChangeBootOrder");
        match source {
            None => call,
            Some(id) => {
                let keys = vec![Selector::text("InstanceID", id)];
                call.with_reference("Source", &Reference::new(Self::NAME, keys))
            }
        }
    }
}

impl Class for BootSource {
    const NAME: &'static str = "CIM_BootSourceSetting";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        Ok(Self {
            instance_id: i.required("InstanceID")?,
            structured: i.label("StructuredBootString"),
            bios_string: i.label("BIOSBootString"),
        })
    }
}
