//! `AMT_EthernetPortSettings`: the network as Intel AMT sees it, wired and wireless.
//!
//! Source: `docs/protocol/wsman.md` § 6.4.

use core::net::Ipv4Addr;

use super::Class;
use crate::proto::wsman::instance::{Instance, PropertyError};

/// One interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EthernetPort {
    /// `Intel(r) AMT Ethernet Port Settings 0` wired, `… 1` wireless.
    pub instance_id: String,
    /// Hardware address; `None` where there is no adapter.
    pub mac_address: Option<String>,
    /// The link is up.
    pub link_is_up: Option<bool>,
    /// Configured by DHCP.
    pub dhcp: Option<bool>,
    /// Address in force.
    pub ip_address: Option<Ipv4Addr>,
    /// Network mask.
    pub subnet_mask: Option<Ipv4Addr>,
    /// Router.
    pub gateway: Option<Ipv4Addr>,
    /// Name servers.
    pub name_servers: Vec<Ipv4Addr>,
    /// 1, 14: reachable with the PC on and off, on mains; 16, 224: on battery.
    pub link_policy: Vec<u32>,
    /// Wireless: 1 the engine holds the link, 2 the system does.
    pub link_control: Option<u32>,
}

impl EthernetPort {
    /// Is it the wireless one?
    #[must_use]
    pub fn is_wireless(&self) -> bool {
        self.instance_id.trim_end().ends_with('1')
    }

    /// Does the device answer while the PC is off, on mains?
    #[must_use]
    pub fn answers_when_off(&self) -> bool {
        self.link_policy.contains(&14)
    }
}

impl Class for EthernetPort {
    const NAME: &'static str = "AMT_EthernetPortSettings";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        // An address that is none is worth less than the rest of the object.
        let address = |property| {
            let address: Ipv4Addr = i.text(property)?.trim().parse().ok()?;
            (!address.is_unspecified()).then_some(address)
        };
        let mac = i.label("MACAddress");
        let dns = [address("PrimaryDNS"), address("SecondaryDNS")];
        Ok(Self {
            instance_id: i.required("InstanceID")?,
            mac_address: mac.filter(|m| m.chars().any(|c| !matches!(c, '0' | '-' | ':'))),
            link_is_up: i.optional("LinkIsUp")?,
            dhcp: i.optional("DHCPEnabled")?,
            ip_address: address("IPAddress"),
            subnet_mask: address("SubnetMask"),
            gateway: address("DefaultGateway"),
            name_servers: dns.into_iter().flatten().collect(),
            link_policy: i.array("LinkPolicy")?,
            link_control: i.optional("LinkControl")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::instance;
    use super::*;

    #[test]
    fn a_missing_adapter_and_an_unset_address_are_nothing() {
        let i = instance(
            EthernetPort::NAME,
            "InstanceID=Intel(r) AMT Ethernet Port Settings 1\nMACAddress=00-00-00-00-00-00\n\
             IPAddress=0.0.0.0\nPrimaryDNS=oops\nLinkPolicy=1\nLinkPolicy=14",
        );
        let port = EthernetPort::from_instance(&i).unwrap();
        assert!(port.is_wireless() && port.answers_when_off());
        assert_eq!((port.mac_address, port.ip_address), (None, None));
        assert!(port.name_servers.is_empty());
    }
}
