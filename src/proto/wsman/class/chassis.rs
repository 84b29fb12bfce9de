//! `CIM_Chassis`: the PC as a thing one can carry.
//!
//! Source: `docs/protocol/wsman.md` § 6.3.

use super::{Class, open_set};
use crate::proto::wsman::instance::{Instance, PropertyError};

open_set! {
    /// Kind of chassis, by the list of SMBIOS.
    ChassisType: u32 {
        /// Not told.
        UNKNOWN = 0, "unknown";
        /// Desktop.
        DESKTOP = 3, "desktop";
        /// Laptop.
        LAPTOP = 9, "laptop";
    }
}

/// The chassis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chassis {
    /// Who made it.
    pub manufacturer: Option<String>,
    /// What it is called.
    pub model: Option<String>,
    /// Version of the model.
    pub version: Option<String>,
    /// Serial number.
    pub serial_number: Option<String>,
    /// Asset tag, if somebody set one.
    pub tag: Option<String>,
    /// Desktop, laptop, …
    pub kind: Option<ChassisType>,
}

impl Class for Chassis {
    const NAME: &'static str = "CIM_Chassis";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        Ok(Self {
            manufacturer: i.label("Manufacturer"),
            model: i.label("Model"),
            version: i.label("Version"),
            serial_number: i.label("SerialNumber"),
            // The class's own name stands there when nobody set a tag (observed).
            tag: i.label("Tag").filter(|tag| tag != Self::NAME),
            kind: i.optional("ChassisPackageType")?,
        })
    }
}
