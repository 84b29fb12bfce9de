//! `CIM_EthernetPort`: how fast the network is.
//!
//! Source: `docs/protocol/wsman.md` § 6.4 (spec: the class gives speeds); `Speed` in bits per
//! second as in the CIM schema of `CIM_NetworkPort` (inferred).

use super::Class;
use crate::proto::wsman::instance::{Instance, PropertyError};

/// One port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkPort {
    /// `Intel(r) AMT Ethernet Port 0` wired, `… 1` wireless.
    pub device_id: String,
    /// Bits per second that were negotiated; `None` where it does not tell, or has no link.
    pub speed: Option<u64>,
}

impl NetworkPort {
    /// Is it the wireless one?
    #[must_use]
    pub fn is_wireless(&self) -> bool {
        self.device_id.trim_end().ends_with('1')
    }
}

impl Class for NetworkPort {
    const NAME: &'static str = "CIM_EthernetPort";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        let speed: Option<u64> = i.optional("Speed")?;
        Ok(Self {
            device_id: i.required("DeviceID")?,
            speed: speed.filter(|speed| *speed > 0),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::instance;
    use super::*;

    #[test]
    fn a_speed_of_nothing_is_no_speed() {
        let port = |speed: &str| {
            let text = format!("DeviceID=Intel(r) AMT Ethernet Port 0\n{speed}");
            NetworkPort::from_instance(&instance("CIM_EthernetPort", &text)).unwrap()
        };
        assert_eq!(port("Speed=10000000").speed, Some(10_000_000));
        assert_eq!(port("Speed=0").speed, None);
        assert_eq!(port("EnabledState=5").speed, None);
        assert!(!port("").is_wireless());
    }
}
