//! `CIM_MediaAccessDevice`: drives, and `CIM_PhysicalPackage`, which has their names.
//!
//! Source: `docs/protocol/wsman.md` § 6.3.

use super::Class;
use crate::proto::wsman::instance::{Instance, PropertyError};

/// One drive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaDevice {
    /// `MEDIA DEV 0` and so on.
    pub device_id: Option<String>,
    /// Its size; devices count in units of 1000 bytes.
    pub size_bytes: Option<u64>,
}

impl Class for MediaDevice {
    const NAME: &'static str = "CIM_MediaAccessDevice";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        let size: Option<u64> = i.optional("MaxMediaSize")?;
        Ok(Self {
            device_id: i.label("DeviceID"),
            size_bytes: size.map(|s| s.saturating_mul(1000)),
        })
    }
}

/// One physical package. Enumerating it lists boards and chassis too, as their own classes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhysicalPackage {
    /// What it is called.
    pub model: Option<String>,
    /// Serial number.
    pub serial_number: Option<String>,
    /// 3 chassis, 9 board, 11 battery; drives have others.
    pub kind: Option<u32>,
    /// Name of the class it really is.
    pub class: String,
}

impl Class for PhysicalPackage {
    const NAME: &'static str = "CIM_PhysicalPackage";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        Ok(Self {
            model: i.label("Model"),
            serial_number: i.label("SerialNumber"),
            kind: i.optional("PackageType")?,
            class: i.class().to_owned(),
        })
    }
}
