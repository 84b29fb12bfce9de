//! What about the PC makes a start from a lent image slower or riskier than usual.

use super::PcWarning;
use crate::proto::wsman::class::NetworkPort;
use crate::session::Fault;
use crate::session::control::Control;
use crate::session::flow::info::Network;
use crate::session::flow::is_local;

/// Looks at the PC's network. What it does not tell gives no warning.
///
/// # Errors
/// [`Fault`] if the device is lost meanwhile.
pub(super) async fn read(control: &mut Control) -> Result<Vec<PcWarning>, Fault> {
    let network = Network::read(control).await?;
    let ports = match control.list(WHAT).await {
        Err(fault) if is_local(&fault) => Vec::new(),
        ports => ports?,
    };
    Ok(warnings(&network, &ports))
}

fn warnings(network: &Network, ports: &[NetworkPort]) -> Vec<PcWarning> {
    if let Some(warning) = PcWarning::wireless(network) {
        return vec![warning];
    }
    ports
        .iter()
        .filter(|port| !port.is_wireless())
        .filter_map(|port| port.speed)
        .map(|speed| speed / 1_000_000)
        .filter(|speed| (1..=SLOW_MBIT).contains(speed))
        .map(PcWarning::SlowLink)
        .take(1)
        .collect()
}

/// What a sleeping PC negotiates; nobody cables a PC for it any more.
const SLOW_MBIT: u64 = 10;
const WHAT: &str = "tell how fast its network is";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::flow::EthernetPort;

    fn port(n: u8, up: bool) -> EthernetPort {
        EthernetPort {
            instance_id: format!("Intel(r) AMT Ethernet Port Settings {n}"),
            mac_address: Some("02-00-00-00-00-01".to_owned()),
            link_is_up: Some(up),
            dhcp: None,
            ip_address: None,
            subnet_mask: None,
            gateway: None,
            name_servers: Vec::new(),
            link_policy: Vec::new(),
            link_control: None,
        }
    }

    #[test]
    fn a_pc_without_a_cable_and_a_slow_cable_are_told_and_nothing_else_is() {
        let speed = |speed| NetworkPort {
            device_id: "Intel(r) AMT Ethernet Port 0".to_owned(),
            speed,
        };
        let network = |wired, wireless| Network {
            ports: vec![port(0, wired), port(1, wireless)],
            ipv6: Vec::new(),
        };
        let fast = [speed(Some(1_000_000_000))];
        let slow = [speed(Some(10_000_000))];
        assert_eq!(
            warnings(&network(false, true), &fast),
            [PcWarning::Wireless]
        );
        assert_eq!(
            warnings(&network(true, true), &slow),
            [PcWarning::SlowLink(10)]
        );
        assert_eq!(warnings(&network(true, true), &fast), []);
        assert_eq!(warnings(&network(true, false), &[speed(None)]), []);
        assert_eq!(warnings(&Network::default(), &[]), []);
    }
}
