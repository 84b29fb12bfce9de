//! Interfaces and addresses of the management engine.
//!
//! Source: `docs/protocol/wsman.md` § 6.4.

use crate::proto::wsman::class::{EthernetPort, Ipv6Port};
use crate::session::Fault;
use crate::session::control::Control;
use crate::session::flow::is_local;

/// What the device has, wired and wireless.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Network {
    /// Interfaces that are there: those without an address of hardware are left out.
    pub ports: Vec<EthernetPort>,
    /// IPv6, in objects of its own.
    pub ipv6: Vec<Ipv6Port>,
}

impl Network {
    /// Its wired interface.
    #[must_use]
    pub fn wired(&self) -> Option<&EthernetPort> {
        self.ports.iter().find(|port| !port.is_wireless())
    }

    /// Its wireless interface.
    #[must_use]
    pub fn wireless(&self) -> Option<&EthernetPort> {
        self.ports.iter().find(|port| port.is_wireless())
    }

    pub(in crate::session::flow) async fn read(control: &mut Control) -> Result<Self, Fault> {
        const WHAT: &str = "tell about its network";
        let mut ports: Vec<EthernetPort> = control.list(WHAT).await?;
        ports.retain(|port| port.mac_address.is_some());
        let ipv6 = match control.list(WHAT).await {
            Err(fault) if is_local(&fault) => Vec::new(),
            result => result?,
        };
        Ok(Self { ports, ipv6 })
    }
}
