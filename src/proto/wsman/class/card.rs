//! `CIM_Card`: the board.
//!
//! Source: `docs/protocol/wsman.md` § 6.3.

use super::Class;
use crate::proto::wsman::instance::{Instance, PropertyError};

/// A board, usually the main board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Who made it.
    pub manufacturer: Option<String>,
    /// What it is called.
    pub model: Option<String>,
    /// Version of the model.
    pub version: Option<String>,
    /// Serial number.
    pub serial_number: Option<String>,
}

impl Class for Card {
    const NAME: &'static str = "CIM_Card";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        Ok(Self {
            manufacturer: i.label("Manufacturer"),
            model: i.label("Model"),
            version: i.label("Version"),
            serial_number: i.label("SerialNumber"),
        })
    }
}
