//! `CIM_BIOSElement`.
//!
//! Source: `docs/protocol/wsman.md` § 2.12, § 6.3.

use time::OffsetDateTime;

use super::Class;
use crate::proto::wsman::instance::{Instance, PropertyError};

/// The BIOS of the PC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bios {
    /// Who made it.
    pub manufacturer: Option<String>,
    /// Version as the maker spells it.
    pub version: Option<String>,
    /// When it was released.
    pub released: Option<OffsetDateTime>,
}

impl Class for Bios {
    const NAME: &'static str = "CIM_BIOSElement";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        Ok(Self {
            manufacturer: i.label("Manufacturer"),
            version: i.label("Version"),
            released: i.time("ReleaseDate"),
        })
    }
}
