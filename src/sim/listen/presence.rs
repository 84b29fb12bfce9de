//! The presence ping: the one thing that firmware answers over UDP.
//!
//! Source: `docs/protocol/wsman.md` § 1.12.

use std::net::{IpAddr, SocketAddr};

use tokio::net::UdpSocket;
use tracing::debug;

use super::options::{Presence, SimError};
use super::simulator::Ports;
use crate::proto::rmcp::{PresencePing, PresencePong, SetupState};
use crate::sim::device::SharedDevice;

/// Opens the port, and says its number.
pub(super) async fn bind(
    host: IpAddr,
    presence: Presence,
) -> Result<Option<(UdpSocket, u16)>, SimError> {
    let port = match presence {
        Presence::Off => return Ok(None),
        Presence::Port(port) | Presence::IfPossible(port) => port,
    };
    let address = SocketAddr::new(host, port);
    let opened = async {
        let socket = UdpSocket::bind(address).await?;
        let port = socket.local_addr()?.port();
        std::io::Result::Ok((socket, port))
    };
    match (opened.await, presence) {
        (Ok(opened), _) => Ok(Some(opened)),
        (Err(error), Presence::IfPossible(_)) => {
            debug!(%error, %address, "no presence pings");
            Ok(None)
        }
        (Err(cause), _) => Err(SimError::Listen { address, cause }),
    }
}

/// Answers pings until it is dropped. What is no ping gets no answer.
pub(super) async fn serve(socket: UdpSocket, device: SharedDevice, ports: Ports) {
    let mut datagram = [0; DATAGRAM_BYTES];
    loop {
        let (len, from) = match socket.recv_from(&mut datagram).await {
            Ok(received) => received,
            Err(error) => {
                // A peer that has gone away is told to us here on some systems.
                debug!(%error, "a datagram was not received");
                tokio::task::yield_now().await;
                continue;
            }
        };
        let Some(Ok(ping)) = datagram.get(..len).map(PresencePing::decode) else {
            continue;
        };
        let pong = pong(ping, &device, ports);
        if let Err(error) = socket.send_to(&pong.encode(), from).await {
            debug!(%error, "a pong was not sent");
        }
    }
}

fn pong(ping: PresencePing, device: &SharedDevice, ports: Ports) -> PresencePong {
    let version = device.lock().profile().firmware();
    PresencePong {
        tag: ping.tag,
        is_intel: true,
        // The numbers of the hardware, whatever the sockets of the simulator are.
        open_port: match (ports.wsman_tls, ports.wsman) {
            (Some(_), _) => Some(16993),
            (None, Some(_)) => Some(16992),
            (None, None) => None,
        },
        version: Some((version.major, version.minor)),
        state: SetupState::Configured,
        both_ports: ports.wsman.is_some() && ports.wsman_tls.is_some(),
    }
}

/// A ping has twelve bytes.
const DATAGRAM_BYTES: usize = 512;
