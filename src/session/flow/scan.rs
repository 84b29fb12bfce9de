//! Looks for PCs with Intel AMT in a range of addresses: gently, and only as far as a person asked.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::runtime;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{MissedTickBehavior, interval, timeout};

use crate::limits;
use crate::net::knock;

/// Why a text is no range of addresses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RangeError {
    /// A part of it is no address, range or network.
    #[error("{0} is no address, range (10.0.4.1-10.0.4.99) or network (10.0.4.0/24)")]
    Part(String),
    /// Networks and ranges of IPv6 have more addresses than anybody can ask.
    #[error("{0}: IPv6 addresses are scanned one by one; list them")]
    Ipv6(String),
    /// The end of a range lies before its beginning.
    #[error("{0} ends before it begins")]
    Backwards(String),
    /// It is larger than [`limits::SCAN_ADDRESSES`].
    #[error(
        "the range has more than {} addresses, take smaller ones",
        limits::SCAN_ADDRESSES
    )]
    Large,
}

/// Reads `10.0.4.0/24`, `10.0.4.1-10.0.4.99`, `10.0.4.1-99`, single addresses of IPv4 and IPv6, and
/// several of these with commas between. Each address counts once; of a network the first and
/// last address, which are no hosts, are left out.
///
/// # Errors
/// [`RangeError`].
pub fn parse_range(text: &str) -> Result<Vec<IpAddr>, RangeError> {
    let mut addresses = BTreeSet::new();
    for part in text.split(',').map(str::trim) {
        let (first, last) = bounds(part)?;
        if let (IpAddr::V4(first), IpAddr::V4(last)) = (first, last) {
            let (first, last) = (u32::from(first), u32::from(last));
            if first > last {
                return Err(RangeError::Backwards(part.to_owned()));
            }
            if usize::try_from(last - first).is_ok_and(|n| n >= limits::SCAN_ADDRESSES) {
                return Err(RangeError::Large);
            }
            addresses.extend((first..=last).map(|n| IpAddr::V4(Ipv4Addr::from(n))));
        } else {
            addresses.insert(first);
        }
        if addresses.len() > limits::SCAN_ADDRESSES {
            return Err(RangeError::Large);
        }
    }
    Ok(addresses.into_iter().collect())
}

fn bounds(part: &str) -> Result<(IpAddr, IpAddr), RangeError> {
    let bad = || RangeError::Part(part.to_owned());
    let bare = part.trim_start_matches('[').trim_end_matches(']');
    if let Ok(address) = bare.parse::<IpAddr>() {
        return Ok((address, address));
    }
    if let Some((network, bits)) = part.split_once('/') {
        let network = match network.parse::<IpAddr>().map_err(|_| bad())? {
            IpAddr::V4(network) => u32::from(network),
            IpAddr::V6(_) => return Err(RangeError::Ipv6(part.to_owned())),
        };
        let bits: u32 = bits.parse().ok().filter(|b| *b <= 32).ok_or_else(bad)?;
        // A shift by all 32 bits, for /32, is none in Rust.
        let hosts = u32::MAX.checked_shr(bits).unwrap_or(0);
        let (mut first, mut last) = (network & !hosts, network | hosts);
        if bits <= 30 {
            first += 1;
            last -= 1;
        }
        return Ok((Ipv4Addr::from(first).into(), Ipv4Addr::from(last).into()));
    }
    let (first, last) = part.split_once('-').ok_or_else(bad)?;
    let first = first.trim().parse::<IpAddr>().map_err(|_| bad())?;
    let IpAddr::V4(first) = first else {
        return Err(RangeError::Ipv6(part.to_owned()));
    };
    let last = last.trim();
    let last = match last.parse::<u8>() {
        Ok(last) => {
            let [a, b, c, _] = first.octets();
            Ipv4Addr::new(a, b, c, last)
        }
        Err(_) => last.parse::<Ipv4Addr>().map_err(|_| bad())?,
    };
    Ok((first.into(), last.into()))
}

/// The ports of WS-Management that are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ports {
    /// With TLS.
    pub encrypted: u16,
    /// Without.
    pub plain: u16,
}

/// What answers at one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The port with TLS is open.
    pub encrypted: bool,
    /// The port without is open.
    pub plain: bool,
    /// What the web server of the port without TLS calls itself; Intel AMT tells its release.
    pub server: Option<String>,
}

/// How hard a scan may work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScanOptions {
    /// Ports that are tried at each address.
    pub ports: Ports,
    /// Addresses begun in each second, at least 1.
    pub rate: u16,
    /// Addresses waited for at the same time, at least 1.
    pub at_once: u16,
    /// How long an address may take to answer.
    pub within: Duration,
}

impl Default for ScanOptions {
    /// A hundred addresses a second: 200 packets, which no network minds, and below what devices
    /// that watch for scans call one.
    fn default() -> Self {
        Self {
            ports: Ports {
                encrypted: 16993,
                plain: 16992,
            },
            rate: 100,
            at_once: 128,
            within: Duration::from_millis(1500),
        }
    }
}

/// What happens while a scan runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScanEvent {
    /// Intel AMT, or something on its ports, answers.
    Found {
        /// Where.
        address: IpAddr,
        /// What.
        seen: Seen,
    },
    /// So many addresses are done.
    Progress {
        /// Looked at.
        done: usize,
        /// Of so many.
        of: usize,
    },
}

/// Looks at every address, and tells what happens. Dropping it stops everything at once.
pub async fn scan(addresses: &[IpAddr], options: ScanOptions, mut tell: impl FnMut(ScanEvent)) {
    let of = addresses.len();
    let mut done = 0;
    let mut addresses = addresses.iter();
    let mut next = addresses.next();
    let mut looking = JoinSet::new();
    let mut clock = interval(Duration::from_secs(1) / u32::from(options.rate.max(1)));
    // A scan that was held up does not make good for it with a burst.
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while next.is_some() || !looking.is_empty() {
        let may_begin = looking.len() < usize::from(options.at_once.max(1));
        tokio::select! {
            _ = clock.tick(), if next.is_some() && may_begin => {
                if let Some(address) = next.copied() {
                    looking.spawn(async move {
                        (address, look(address, options.ports, options.within).await)
                    });
                }
                next = addresses.next();
            }
            Some(result) = looking.join_next() => {
                done += 1;
                if let Ok((address, Some(seen))) = result {
                    tell(ScanEvent::Found { address, seen });
                }
                tell(ScanEvent::Progress { done, of });
            }
        }
    }
}

/// How far a scan is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scanned {
    /// Addresses looked at.
    pub done: usize,
    /// Of so many.
    pub of: usize,
    /// What answers, in the order of the answers.
    pub found: Vec<(IpAddr, Seen)>,
}

/// A scan that goes on by itself, for front ends that draw. Dropping it stops everything at once.
#[derive(Debug)]
pub struct ScanHandle {
    // Bounded by the addresses, of which there are at most `limits::SCAN_ADDRESSES`.
    state: Arc<Mutex<Scanned>>,
    task: AbortHandle,
}

impl ScanHandle {
    /// Does something with how far it is.
    pub fn with<R>(&self, read: impl FnOnce(&Scanned) -> R) -> R {
        read(&self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Stops; what was found stays.
    pub fn stop(&self) {
        self.task.abort();
    }

    /// It goes on.
    #[must_use]
    pub fn is_running(&self) -> bool {
        !self.task.is_finished()
    }
}

impl Drop for ScanHandle {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Scans on `runtime` and returns at once. `wake` is called, from a task, with every address.
pub fn start_scan(
    runtime: &runtime::Handle,
    addresses: Vec<IpAddr>,
    options: ScanOptions,
    wake: impl Fn() + Send + Sync + 'static,
) -> ScanHandle {
    let state = Arc::new(Mutex::new(Scanned {
        of: addresses.len(),
        ..Scanned::default()
    }));
    let told = Arc::clone(&state);
    let task = runtime.spawn(async move {
        scan(&addresses, options, |event| {
            let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
            match event {
                ScanEvent::Found { address, seen } => told.found.push((address, seen)),
                ScanEvent::Progress { done, .. } => told.done = done,
            }
            drop(told);
            wake();
        })
        .await;
    });
    let task = task.abort_handle();
    ScanHandle { state, task }
}

/// Tries both ports of one address at the same time; `None` if neither answers in time. Nobody
/// logs in, and nothing is left open.
async fn look(address: IpAddr, ports: Ports, within: Duration) -> Option<Seen> {
    let open = |port| async move {
        let connected = timeout(within, TcpStream::connect(SocketAddr::new(address, port))).await;
        connected.ok()?.ok()
    };
    let (encrypted, plain) = tokio::join!(open(ports.encrypted), open(ports.plain));
    let mut seen = Seen {
        encrypted: encrypted.is_some(),
        plain: plain.is_some(),
        server: None,
    };
    if let Some(stream) = plain {
        let host = address.to_string();
        let answer = knock::web(stream, &host, ports.plain, within).await;
        let server = answer.ok().and_then(|answer| answer.server);
        // It goes to a terminal: nothing in it may steer one.
        seen.server = server.map(|name| {
            let printable = name.chars().filter(|c| !c.is_control());
            printable.take(SERVER_CHARS).collect()
        });
    }
    (seen.encrypted || seen.plain).then_some(seen)
}

/// What of a server's name is kept; Intel AMT's has 45 characters.
const SERVER_CHARS: usize = 120;

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &str) -> Vec<String> {
        let addresses = parse_range(text).unwrap();
        addresses.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn networks_ranges_and_lists_are_read() {
        assert_eq!(range("10.0.4.9/30"), ["10.0.4.9", "10.0.4.10"]);
        assert_eq!(range("10.0.4.9/31"), ["10.0.4.8", "10.0.4.9"]);
        assert_eq!(range("10.0.4.9/32"), ["10.0.4.9"]);
        assert_eq!(range("10.0.4.254-10.0.5.1").len(), 4);
        assert_eq!(
            range("10.0.4.7-9, 10.0.4.8"),
            ["10.0.4.7", "10.0.4.8", "10.0.4.9"]
        );
        assert_eq!(range("[fe80::1],fe80::2"), ["fe80::1", "fe80::2"]);
        assert_eq!(range("10.1.0.0/16").len(), 65_534);
        assert_eq!(
            range("255.255.255.255/24").last().unwrap(),
            "255.255.255.254"
        );
    }

    #[test]
    fn what_is_too_large_or_no_range_is_refused_before_anything_is_sent() {
        let error = |text: &str| parse_range(text).unwrap_err();
        assert_eq!(error("10.0.0.0/8"), RangeError::Large);
        assert_eq!(error("0.0.0.0/0"), RangeError::Large);
        assert_eq!(error("10.0.0.0/16,10.1.0.0/16"), RangeError::Large);
        assert!(matches!(
            error("10.0.4.9-10.0.4.1"),
            RangeError::Backwards(_)
        ));
        assert!(matches!(error("fe80::/64"), RangeError::Ipv6(_)));
        assert!(matches!(error("fe80::1-fe80::9"), RangeError::Ipv6(_)));
        for text in [
            "",
            "10.0.0.0/33",
            "10.0.0.x",
            "10.0.0.1-300",
            "pc7",
            "1.2.3.4,",
        ] {
            assert!(matches!(error(text), RangeError::Part(_)), "{text}");
        }
    }
}
