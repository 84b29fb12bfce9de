//! `CIM_PhysicalMemory`: one memory module.
//!
//! Source: `docs/protocol/wsman.md` § 6.3.

use super::{Class, open_set};
use crate::proto::wsman::instance::{Instance, PropertyError};

open_set! {
    /// Shape of a module, as AMT numbers it.
    FormFactor: u32 {
        /// Unknown.
        UNKNOWN = 2, "unknown";
        /// SIMM.
        SIMM = 3, "SIMM";
        /// DIMM.
        DIMM = 9, "DIMM";
        /// RIMM.
        RIMM = 12, "RIMM";
        /// SODIMM.
        SODIMM = 13, "SODIMM";
        /// SRIMM.
        SRIMM = 14, "SRIMM";
        /// FB-DIMM.
        FB_DIMM = 15, "FB-DIMM";
    }
}

open_set! {
    /// Kind of memory, by the list of SMBIOS.
    MemoryType: u32 {
        /// SGRAM.
        SGRAM = 18, "SGRAM";
        /// RDRAM.
        RDRAM = 19, "RDRAM";
        /// DDR.
        DDR = 20, "DDR";
        /// DDR2.
        DDR2 = 21, "DDR2";
        /// BRAM.
        BRAM = 22, "BRAM";
        /// FB-DIMM.
        FB_DIMM = 23, "FB-DIMM";
        /// DDR3.
        DDR3 = 24, "DDR3";
        /// FBD2.
        FBD2 = 25, "FBD2";
        /// DDR4.
        DDR4 = 26, "DDR4";
        /// LPDDR.
        LPDDR = 27, "LPDDR";
        /// LPDDR2.
        LPDDR2 = 28, "LPDDR2";
        /// LPDDR3.
        LPDDR3 = 29, "LPDDR3";
        /// LPDDR4.
        LPDDR4 = 30, "LPDDR4";
        /// DDR5.
        DDR5 = 34, "DDR5";
        /// LPDDR5.
        LPDDR5 = 35, "LPDDR5";
    }
}

/// One module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Memory {
    /// Where it sits.
    pub bank: Option<String>,
    /// Its size.
    pub capacity_bytes: Option<u64>,
    /// DIMM, SODIMM, …
    pub form_factor: Option<FormFactor>,
    /// DDR4, …
    pub kind: Option<MemoryType>,
    /// Clock in force, MHz.
    pub configured_mhz: Option<u32>,
    /// Highest clock, MHz; `None` where the device counts in nanoseconds.
    pub max_mhz: Option<u32>,
    /// Who made it; sometimes a JEDEC code.
    pub manufacturer: Option<String>,
    /// Part number.
    pub part_number: Option<String>,
    /// Serial number.
    pub serial_number: Option<String>,
}

impl Class for Memory {
    const NAME: &'static str = "CIM_PhysicalMemory";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        let in_mhz = i.optional("IsSpeedInMhz")?.unwrap_or(true);
        // 0 stands for "not told" (observed).
        let speed = |property| {
            let speed: Option<u32> = i.optional(property)?;
            Ok::<_, PropertyError>(speed.filter(|mhz| *mhz != 0))
        };
        Ok(Self {
            bank: i.label("BankLabel"),
            capacity_bytes: i.optional("Capacity")?,
            form_factor: i.optional("FormFactor")?,
            kind: i.optional("MemoryType")?,
            configured_mhz: speed("ConfiguredMemoryClockSpeed")?,
            max_mhz: if in_mhz {
                speed("MaxMemorySpeed")?
            } else {
                None
            },
            manufacturer: i.label("Manufacturer"),
            part_number: i.label("PartNumber"),
            serial_number: i.label("SerialNumber"),
        })
    }
}
