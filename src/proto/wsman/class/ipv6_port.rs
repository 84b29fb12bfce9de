//! `IPS_IPv6PortSettings`: the device's own IPv6 addresses.
//!
//! Source: `docs/protocol/wsman.md` § 6.4, § 1.11.

use core::net::Ipv6Addr;

use super::Class;
use crate::proto::wsman::instance::{Instance, PropertyError};

/// IPv6 of one interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ipv6Port {
    /// `Intel(r) IPS IPv6 Settings 0` wired, `… 1` wireless.
    pub instance_id: String,
    /// Addresses in force, as far as the device lists them.
    pub addresses: Vec<Ipv6Addr>,
}

impl Class for Ipv6Port {
    const NAME: &'static str = "IPS_IPv6PortSettings";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        // `CurrentAddressInfo` begins with an address; what follows it is separated by a comma.
        let texts = i.texts("IPv6Address").chain(i.texts("CurrentAddressInfo"));
        let mut addresses: Vec<Ipv6Addr> = texts
            .filter_map(|text| text.split([',', '/']).next()?.trim().parse().ok())
            .filter(|a: &Ipv6Addr| !a.is_unspecified())
            .collect();
        addresses.dedup();
        Ok(Self {
            instance_id: i.required("InstanceID")?,
            addresses,
        })
    }
}
