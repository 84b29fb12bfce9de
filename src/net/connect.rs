//! From a name to an open TCP connection.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use socket2::{SockRef, TcpKeepalive};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until, timeout};

/// How long an address may take before the next one is tried beside it.
/// Source: RFC 8305 § 8, the recommended connection attempt delay.
const NEXT_ADDRESS_AFTER: Duration = Duration::from_millis(250);

/// How long to wait before an address that cannot be reached is tried again. A management engine
/// that wakes up loses the first packets, and its ARP answer comes late (wsman.md § 1.11).
const AGAIN_AFTER: Duration = Duration::from_millis(500);

/// Addresses tried for one name; a name server may list any number.
const ADDRESSES: usize = 16;

/// An idle connection is probed after this time …
const KEEPALIVE_IDLE: Duration = Duration::from_secs(5);
/// … this often …
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(2);
/// … and given up after this many probes without an answer.
#[cfg(unix)]
const KEEPALIVE_PROBES: u32 = 3;

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The name has no address.
    #[error("the name {name} cannot be resolved")]
    Resolve {
        /// The name as the user typed it.
        name: String,
        /// What the operating system said.
        #[source]
        cause: io::Error,
    },
    /// No address answered in time.
    #[error("{address} does not answer")]
    TimedOut {
        /// Host and port.
        address: String,
        /// How long we waited.
        after: Duration,
    },
    /// The host is there and refuses the port.
    #[error("{address} refuses the connection")]
    Refused {
        /// Host and port.
        address: String,
    },
    /// The way there does not exist or is forbidden.
    #[error("{address} cannot be reached")]
    Unreachable {
        /// Host and port.
        address: String,
        /// What the operating system said.
        #[source]
        cause: io::Error,
    },
}

/// Host and port as people write them: IPv6 addresses in brackets.
#[must_use]
pub fn address_text(host: &str, port: u16) -> String {
    if host.contains(':') {
        format!("[{host}]:{port}")
    } else {
        format!("{host}:{port}")
    }
}

/// Resolves `host` and connects to the first of its addresses that answers: [`resolve`], then
/// [`connect_any`] with what is left of the time.
///
/// # Errors
/// [`ConnectError`].
pub async fn connect(host: &str, port: u16, within: Duration) -> Result<TcpStream, ConnectError> {
    let started = Instant::now();
    let addresses = resolve(host, port, within).await?;
    let left = within.saturating_sub(started.elapsed());
    match connect_to(host, &addresses, port, left).await {
        // The whole time counts, not only what resolving left of it.
        Err(ConnectError::TimedOut { address, .. }) => {
            let after = within;
            Err(ConnectError::TimedOut { address, after })
        }
        result => result,
    }
}

/// Connects to a port of a host whose addresses are known; whatever port those name is replaced.
///
/// # Errors
/// [`ConnectError`].
pub async fn connect_to(
    host: &str,
    addresses: &[SocketAddr],
    port: u16,
    within: Duration,
) -> Result<TcpStream, ConnectError> {
    let address = address_text(host, port);
    let mut addresses = addresses.to_vec();
    addresses.iter_mut().for_each(|a| a.set_port(port));
    connect_any(&address, addresses, within).await
}

/// Asks the system for the addresses of `host`, at most `ADDRESSES` of them.
///
/// # Errors
/// [`ConnectError::Resolve`] if there are none, [`ConnectError::TimedOut`].
pub async fn resolve(
    host: &str,
    port: u16,
    within: Duration,
) -> Result<Vec<SocketAddr>, ConnectError> {
    let unknown = |cause| ConnectError::Resolve {
        name: host.to_owned(),
        cause,
    };
    let resolved = timeout(within, tokio::net::lookup_host((host, port))).await;
    let Ok(resolved) = resolved else {
        let address = address_text(host, port);
        let after = within;
        return Err(ConnectError::TimedOut { address, after });
    };
    let addresses: Vec<_> = resolved.map_err(unknown)?.take(ADDRESSES).collect();
    if addresses.is_empty() {
        let cause = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
        return Err(unknown(cause));
    }
    Ok(addresses)
}

/// Connects to the first of `addresses` that answers; `address` is what errors call them.
///
/// Addresses are tried in the order of the resolver, the two families in turn, each one
/// `NEXT_ADDRESS_AFTER` after the one before or as soon as that one failed. An address that is
/// unreachable is tried again until `within` has passed; one that refuses is not.
///
/// The connection has Nagle's algorithm switched off (every message counts at once) and probes a
/// silent peer within seconds.
///
/// # Errors
/// [`ConnectError`]; if addresses failed differently, a refusal counts before anything else,
/// because it proves that something is there.
pub async fn connect_any(
    address: &str,
    addresses: Vec<SocketAddr>,
    within: Duration,
) -> Result<TcpStream, ConnectError> {
    let deadline = Instant::now() + within;
    let timed_out = || ConnectError::TimedOut {
        address: address.to_owned(),
        after: within,
    };

    let mut waiting = families_in_turn(addresses.into_iter());
    let mut attempts = JoinSet::new();
    let mut refused = false;
    let mut unreachable = None;
    let mut next_at = Instant::now();
    loop {
        if attempts.is_empty() && waiting.is_empty() {
            break;
        }
        tokio::select! {
            () = sleep_until(next_at), if !waiting.is_empty() => {
                if let Some(to) = waiting.pop_front() {
                    attempts.spawn(attempt(to));
                }
                next_at = Instant::now() + NEXT_ADDRESS_AFTER;
            }
            Some(done) = attempts.join_next() => match done {
                Ok(Ok(stream)) => return Ok(prepared(stream)),
                Ok(Err(error)) if error.kind() == io::ErrorKind::ConnectionRefused => {
                    refused = true;
                    next_at = Instant::now();
                }
                Ok(Err(error)) => {
                    unreachable = Some(error);
                    next_at = Instant::now();
                }
                // The attempt panicked or was aborted: count it as unreachable.
                Err(error) => unreachable = Some(io::Error::other(error)),
            },
            () = sleep_until(deadline) => return Err(timed_out()),
        }
    }
    let address = address.to_owned();
    match unreachable {
        _ if refused => Err(ConnectError::Refused { address }),
        Some(cause) => Err(ConnectError::Unreachable { address, cause }),
        None => Err(timed_out()),
    }
}

/// Connects to one address; goes on trying while the way there does not exist (yet).
async fn attempt(to: SocketAddr) -> io::Result<TcpStream> {
    const TRIES: u32 = 12;
    let mut tries = 0;
    loop {
        tries += 1;
        match TcpStream::connect(to).await {
            Err(error) if tries < TRIES && may_pass(&error) => sleep(AGAIN_AFTER).await,
            result => return result,
        }
    }
}

/// A sleeping PC looks unreachable until its management engine has woken up.
fn may_pass(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::HostUnreachable | io::ErrorKind::ConnectionReset
    )
}

/// The addresses with the two families in turn, otherwise in the given order.
fn families_in_turn(addresses: impl Iterator<Item = SocketAddr>) -> VecDeque<SocketAddr> {
    let (mut first, mut other): (VecDeque<_>, VecDeque<_>) = (VecDeque::new(), VecDeque::new());
    for address in addresses {
        let leads = first
            .front()
            .is_none_or(|f: &SocketAddr| f.is_ipv4() == address.is_ipv4());
        if leads { &mut first } else { &mut other }.push_back(address);
    }
    let mut mixed = VecDeque::new();
    while !first.is_empty() || !other.is_empty() {
        mixed.extend(first.pop_front());
        mixed.extend(other.pop_front());
    }
    mixed
}

/// Sets what every connection of ours has. Failing to set an option is no reason to fail.
fn prepared(stream: TcpStream) -> TcpStream {
    let keepalive = TcpKeepalive::new()
        .with_time(KEEPALIVE_IDLE)
        .with_interval(KEEPALIVE_INTERVAL);
    #[cfg(unix)]
    let keepalive = keepalive.with_retries(KEEPALIVE_PROBES);
    let nodelay = stream.set_nodelay(true);
    let probes = SockRef::from(&stream).set_tcp_keepalive(&keepalive);
    if let Err(error) = nodelay.and(probes) {
        tracing::debug!(%error, "a socket option could not be set");
    }
    stream
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(5);

    #[tokio::test]
    async fn a_listener_is_reached_without_delay_of_small_messages() {
        let listener = TcpListener::bind("127.0.91.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let stream = connect("127.0.91.1", port, PATIENCE).await.unwrap();
        assert!(stream.nodelay().unwrap());
        assert!(SockRef::from(&stream).keepalive().unwrap());
    }

    #[tokio::test]
    async fn a_closed_port_is_refused_at_once_and_named() {
        let port = {
            let listener = TcpListener::bind("127.0.91.2:0").unwrap();
            listener.local_addr().unwrap().port()
        };
        let error = connect("127.0.91.2", port, PATIENCE).await.unwrap_err();
        assert!(matches!(&error, ConnectError::Refused { address }
            if *address == format!("127.0.91.2:{port}")));
    }

    #[tokio::test]
    async fn a_name_that_cannot_exist_is_not_resolved() {
        // RFC 6761 § 6.4: `.invalid` never resolves.
        let error = connect("pc.invalid", 1, PATIENCE).await.unwrap_err();
        assert!(matches!(error, ConnectError::Resolve { name, .. } if name == "pc.invalid"));
    }

    #[tokio::test]
    async fn a_listener_that_never_accepts_more_runs_into_the_time_out() {
        // A full backlog drops further SYNs on Linux, which looks like a silent host.
        let socket =
            socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
        let address: SocketAddr = "127.0.91.3:0".parse().unwrap();
        socket.bind(&address.into()).unwrap();
        socket.listen(0).unwrap();
        let port = socket.local_addr().unwrap().as_socket().unwrap().port();
        let mut filling = Vec::new();
        let within = Duration::from_millis(300);
        for _ in 0..8 {
            match connect("127.0.91.3", port, within).await {
                Ok(stream) => filling.push(stream),
                Err(error) => {
                    assert!(
                        matches!(error, ConnectError::TimedOut { after, .. } if after == within)
                    );
                    return;
                }
            }
        }
        panic!("eight connections fitted into a backlog of 0");
    }

    #[test]
    fn families_take_turns_and_keep_their_order() {
        let parse = |text: &str| text.parse::<SocketAddr>().unwrap();
        let given = ["[::1]:1", "[::2]:1", "[::3]:1", "1.1.1.1:1"].map(parse);
        let mixed = families_in_turn(given.into_iter());
        assert_eq!(
            mixed,
            ["[::1]:1", "1.1.1.1:1", "[::2]:1", "[::3]:1"].map(parse)
        );
    }
}
