//! `CIM_Processor`, and `CIM_Chip`, which has its name.
//!
//! Source: `docs/protocol/wsman.md` § 6.3, § 8.1.

use super::{Class, open_set};
use crate::proto::wsman::instance::{Instance, PropertyError};

open_set! {
    /// Whether a processor works.
    CpuStatus: u32 {
        /// Unknown.
        UNKNOWN = 0, "unknown";
        /// Working.
        ENABLED = 1, "enabled";
        /// Switched off by the user.
        DISABLED_BY_USER = 2, "switched off by the user";
        /// Switched off by the BIOS after an error.
        DISABLED_BY_BIOS = 3, "switched off by the BIOS";
        /// Idle.
        IDLE = 4, "idle";
        /// Something else.
        OTHER = 7, "other";
    }
}

/// One processor. AMT 21 lists none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Processor {
    /// `CPU 0` and so on.
    pub device_id: Option<String>,
    /// Family, by the list of SMBIOS.
    pub family: Option<u32>,
    /// Highest clock, MHz.
    pub max_mhz: Option<u32>,
    /// Clock at the last boot, MHz.
    pub current_mhz: Option<u32>,
    /// Stepping.
    pub stepping: Option<String>,
    /// Working or not.
    pub status: Option<CpuStatus>,
}

impl Class for Processor {
    const NAME: &'static str = "CIM_Processor";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        Ok(Self {
            device_id: i.label("DeviceID"),
            family: i.optional("Family")?,
            max_mhz: i.optional("MaxClockSpeed")?,
            current_mhz: i.optional("CurrentClockSpeed")?,
            stepping: i.label("Stepping"),
            status: i.optional("CPUStatus")?,
        })
    }
}

/// One chip; those of processors have the processor's `DeviceID` as tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// `CPU 0` and so on.
    pub tag: Option<String>,
    /// Who made it.
    pub manufacturer: Option<String>,
    /// For a processor its brand name.
    pub version: Option<String>,
}

impl Class for Chip {
    const NAME: &'static str = "CIM_Chip";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        Ok(Self {
            tag: i.label("Tag"),
            manufacturer: i.label("Manufacturer"),
            version: i.label("Version"),
        })
    }
}
