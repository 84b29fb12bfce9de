//! `CIM_ComputerSystemPackage`: the UUID of the PC.
//!
//! Source: `docs/protocol/wsman.md` § 2.4 (observed).

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Class;
use crate::proto::wsman::instance::{Instance, PropertyError};

/// UUID of a PC in the usual order, the one that systems print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uuid(pub [u8; 16]);

impl Uuid {
    /// From the order of SMBIOS, in which the first three groups are little-endian.
    #[must_use]
    pub const fn from_smbios(bytes: [u8; 16]) -> Self {
        let [a0, a1, a2, a3, b0, b1, c0, c1, d @ ..] = bytes;
        let [d0, d1, d2, d3, d4, d5, d6, d7] = d;
        Self([
            a3, a2, a1, a0, b1, b0, c1, c0, d0, d1, d2, d3, d4, d5, d6, d7,
        ])
    }

    /// From 32 hexadecimal digits in the order of SMBIOS (`PlatformGUID`).
    #[must_use]
    pub fn from_platform_guid(text: &str) -> Option<Self> {
        let bytes = crate::wire::hexdump::parse_hex(text)?;
        Some(Self::from_smbios(bytes.try_into().ok()?))
    }

    /// From base64 in the order of SMBIOS (`GetUuid`).
    #[must_use]
    pub fn from_base64(text: &str) -> Option<Self> {
        let bytes = STANDARD.decode(text.trim()).ok()?;
        Some(Self::from_smbios(bytes.try_into().ok()?))
    }

    /// Back to the order of SMBIOS, which is its own inverse.
    #[must_use]
    pub const fn to_smbios(self) -> [u8; 16] {
        Self::from_smbios(self.0).0
    }
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, byte) in self.0.iter().enumerate() {
            let dash = if matches!(i, 4 | 6 | 8 | 10) { "-" } else { "" };
            write!(f, "{dash}{byte:02x}")?;
        }
        Ok(())
    }
}

/// `CIM_ComputerSystemPackage`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ComputerSystemPackage {
    /// UUID of the PC; `None` if the text was no UUID.
    pub uuid: Option<Uuid>,
}

impl Class for ComputerSystemPackage {
    const NAME: &'static str = "CIM_ComputerSystemPackage";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        let guid: String = i.required("PlatformGUID")?;
        Ok(Self {
            uuid: Uuid::from_platform_guid(&guid),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_of_the_recorded_machine_give_its_uuid() {
        let uuid = Uuid::from_platform_guid("13AEE355D2BFBB6117A088AEDD7037EA").unwrap();
        assert_eq!(uuid.to_string(), "55e3ae13-bfd2-61bb-17a0-88aedd7037ea");
        assert_eq!(Uuid::from_base64("E67jVdK/u2EXoIiu3XA36g=="), Some(uuid));
        assert_eq!(Uuid::from_smbios(uuid.to_smbios()), uuid);
    }

    #[test]
    fn anything_else_is_no_uuid() {
        assert_eq!(Uuid::from_platform_guid("13AEE3"), None);
        assert_eq!(Uuid::from_platform_guid(""), None);
        assert_eq!(Uuid::from_base64("AAAA"), None);
    }
}
