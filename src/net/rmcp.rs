//! The presence ping over UDP.
//!
//! Source: `docs/protocol/wsman.md` § 1.12, § 1.11: an engine that sleeps loses the first packets.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use tokio::net::UdpSocket;
use tokio::time::{Instant, timeout_at};

use crate::proto::rmcp::{PresencePing, PresencePong};

/// Pings until somebody answers or `within` has passed. `None`: no answer, which many networks
/// and settings explain.
///
/// # Errors
/// What the operating system says when nothing can be sent.
pub async fn ping(address: SocketAddr, within: Duration) -> io::Result<Option<PresencePong>> {
    let any: IpAddr = match address {
        SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    let socket = UdpSocket::bind((any, 0)).await?;
    // Connected: the kernel drops what others send, and tells us when the port is closed.
    socket.connect(address).await?;
    let ping = PresencePing {
        tag: rand::random(),
    };
    let deadline = Instant::now() + within;
    let mut datagram = [0; DATAGRAM_BYTES];
    while Instant::now() < deadline {
        match socket.send(&ping.encode()).await {
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => return Ok(None),
            result => result?,
        };
        let next = deadline.min(Instant::now() + AGAIN);
        while let Ok(received) = timeout_at(next, socket.recv(&mut datagram)).await {
            let len = match received {
                Ok(len) => len,
                Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => return Ok(None),
                Err(error) => return Err(error),
            };
            let pong = datagram.get(..len).map(PresencePong::decode);
            if let Some(Ok(pong)) = pong
                && pong.tag == ping.tag
            {
                return Ok(Some(pong));
            }
        }
    }
    Ok(None)
}

/// Between two pings.
const AGAIN: Duration = Duration::from_millis(700);

/// A pong has 28 bytes.
const DATAGRAM_BYTES: usize = 512;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proto::rmcp::SetupState;

    #[tokio::test]
    async fn an_engine_that_loses_the_first_ping_answers_the_next() {
        let engine = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = engine.local_addr().unwrap();
        tokio::spawn(async move {
            let mut datagram = [0; 64];
            engine.recv_from(&mut datagram).await.unwrap();
            let (len, from) = engine.recv_from(&mut datagram).await.unwrap();
            let ping = PresencePing::decode(&datagram[..len]).unwrap();
            let pong = PresencePong {
                tag: ping.tag,
                is_intel: true,
                open_port: Some(16992),
                version: Some((12, 0)),
                state: SetupState::Configured,
                both_ports: false,
            };
            // Noise first, and the answer to somebody else's ping.
            engine.send_to(b"\0\x01", from).await.unwrap();
            let other = PresencePong {
                tag: ping.tag.wrapping_add(1),
                ..pong
            };
            engine.send_to(&other.encode(), from).await.unwrap();
            engine.send_to(&pong.encode(), from).await.unwrap();
        });
        let pong = ping(address, Duration::from_secs(20)).await.unwrap();
        assert_eq!(pong.and_then(|p| p.version), Some((12, 0)));
    }

    #[tokio::test]
    async fn silence_and_a_closed_port_are_no_answer() {
        let silent = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = silent.local_addr().unwrap();
        let pong = ping(address, Duration::from_millis(30)).await.unwrap();
        assert_eq!(pong, None);
        drop(silent);
        let pong = ping(address, Duration::from_secs(20)).await.unwrap();
        assert_eq!(pong, None);
    }
}
