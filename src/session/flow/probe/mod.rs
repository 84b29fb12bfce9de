//! What answers at an address, before anybody logs in: ports, encryption, release, ways to log in.
//!
//! Everything is asked at the same time and nothing secret is sent, so certificates are shown
//! whether they are trusted or not.
//!
//! Source: `docs/protocol/wsman.md` § 1.1–1.3, § 1.10, § 1.12, § 2.1.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::task::JoinSet;

use crate::net::connect::resolve;
use crate::net::rmcp;
use crate::net::trust::TrustPolicy;
use crate::proto::certificate::Certificate;
pub use crate::proto::rmcp::{PresencePong, SetupState};
use crate::proto::wsman::class::AmtVersion;
use crate::session::access::Access;
use crate::session::fault::Fault;
use crate::session::{Stranger, Target};

mod question;

use question::Question;

/// What lies behind a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PortRole {
    /// WS-Management, plain.
    Wsman,
    /// WS-Management over TLS.
    WsmanTls,
    /// Screen, serial and storage, plain.
    Redirection,
    /// Screen, serial and storage over TLS.
    RedirectionTls,
    /// Plain VNC.
    Vnc,
    /// The other port of WS-Management, as DASH has it.
    Dash,
}

impl PortRole {
    /// What a person calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wsman => "management",
            Self::WsmanTls => "management, TLS",
            Self::Redirection => "redirection",
            Self::RedirectionTls => "redirection, TLS",
            Self::Vnc => "VNC",
            Self::Dash => "management, DASH",
        }
    }

    /// TLS is spoken here.
    #[must_use]
    pub const fn is_tls(self) -> bool {
        matches!(self, Self::WsmanTls | Self::RedirectionTls)
    }
}

/// Whether a port takes connections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PortState {
    /// It does.
    Open,
    /// The host answers and refuses.
    Closed,
    /// Nothing answered in time.
    Silent,
    /// No network leads there; what the operating system said.
    Unreachable(String),
}

/// How a certificate stands with what is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Never seen before.
    New,
    /// The one that is remembered.
    Known,
    /// Another than the one that is remembered.
    Changed,
}

/// Encryption of a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Encryption {
    /// It works.
    Works {
        /// What the device showed.
        certificate: Box<Certificate>,
        /// How it stands.
        standing: Standing,
    },
    /// It works and the device wants a certificate of ours first.
    WantsIdentity,
    /// It is older than what we speak; what it offers.
    Outdated(String),
    /// Something else than TLS answers.
    NotTls,
    /// It failed; why, in the words of the library.
    Failed(String),
}

/// A way to log in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoginMethod {
    /// Name and password in clear text.
    ClearText,
    /// A ticket.
    Kerberos,
    /// A sum over name and password.
    Digest,
    /// The same with the request in the sum (`qop`).
    DigestQop,
    /// Another one, by its name or number.
    Other(String),
}

/// What a port says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Speech {
    /// Intel AMT's web server.
    Management {
        /// Release in full.
        version: Option<AmtVersion>,
        /// Name of the device in its digest logins.
        realm: Option<String>,
        /// Ways to log in.
        logins: Vec<LoginMethod>,
    },
    /// Intel AMT's redirection service.
    Redirection {
        /// A serial session could begin; if not, why.
        start: Start,
        /// Major and minor release, if it could.
        firmware: Option<(u8, u8)>,
        /// Ways to log in, if it could.
        logins: Vec<LoginMethod>,
    },
    /// A VNC server, by its greeting.
    Vnc(String),
    /// Something else.
    Stranger(Stranger),
    /// Nothing, or it hung up.
    Nothing,
}

/// Whether a session could begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Start {
    /// It could.
    Possible,
    /// Another console has it.
    Busy,
    /// It is switched off or absent.
    Unsupported,
    /// The user has to consent first.
    ConsentNeeded,
    /// The release does not know it.
    Unknown,
    /// Refused without a known reason; the status.
    Refused(u8),
}

/// One port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortProbe {
    /// Its number.
    pub port: u16,
    /// What lies behind it.
    pub role: PortRole,
    /// Whether it takes connections.
    pub state: PortState,
    /// Where TLS is spoken.
    pub encryption: Option<Encryption>,
    /// What it said; `None` where it was not asked.
    pub speech: Option<Speech>,
}

impl PortProbe {
    /// It takes connections.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state == PortState::Open
    }

    /// It speaks TLS and wants a certificate of ours before it says who it is.
    #[must_use]
    pub const fn wants_identity(&self) -> bool {
        matches!(self.encryption, Some(Encryption::WantsIdentity))
    }
}

/// What was found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// Addresses of the name.
    pub addresses: Vec<IpAddr>,
    /// Ports by number.
    pub ports: Vec<PortProbe>,
    /// Answer to the presence ping, which many settings and networks suppress.
    pub presence: Option<PresencePong>,
}

impl Probe {
    /// The release, from whoever knows it best.
    #[must_use]
    pub fn version(&self) -> Option<String> {
        let speeches = || self.ports.iter().filter_map(|port| port.speech.as_ref());
        let full = speeches().find_map(|speech| match speech {
            Speech::Management { version, .. } => version.map(|v| v.to_string()),
            _ => None,
        });
        let short = |(major, minor): (u8, u8)| format!("{major}.{minor}");
        let start = speeches().find_map(|speech| match speech {
            Speech::Redirection { firmware, .. } => firmware.map(short),
            _ => None,
        });
        let pong = self.presence.filter(|p| p.is_intel);
        full.or(start)
            .or_else(|| pong.and_then(|p| p.version).map(short))
    }

    /// Intel AMT answers, on whatever port.
    #[must_use]
    pub fn is_amt(&self) -> bool {
        self.presence.is_some_and(|p| p.is_intel)
            || self.ports.iter().any(|port| {
                matches!(
                    port.speech,
                    Some(Speech::Management { .. } | Speech::Redirection { .. })
                )
            })
    }

    /// A port wants a certificate of ours before it says who it is.
    #[must_use]
    pub fn wants_identity(&self) -> bool {
        self.ports.iter().any(PortProbe::wants_identity)
    }

    /// Anything answers at the address, be it with a refusal.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        let answers = |port: &PortProbe| matches!(port.state, PortState::Open | PortState::Closed);
        self.presence.is_some() || self.ports.iter().any(answers)
    }

    /// One port.
    #[must_use]
    pub fn port(&self, role: PortRole) -> Option<&PortProbe> {
        self.ports.iter().find(|port| port.role == role)
    }
}

/// How a probe is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProbeOptions {
    /// Longest wait for a connection, and then again for what it says.
    pub within: Duration,
    /// UDP port of the presence ping.
    pub presence_port: u16,
}

impl Default for ProbeOptions {
    /// An engine that sleeps loses the first packets and takes seconds to wake up.
    fn default() -> Self {
        Self {
            within: Duration::from_secs(5),
            presence_port: crate::proto::rmcp::PORT,
        }
    }
}

/// Asks everything at the same time. `progress` hears of each port when it is done.
///
/// # Errors
/// [`Fault::UnknownName`], and what reading the list of trusted PCs can end with. That nothing
/// answers is a result.
pub async fn probe(
    access: &Access,
    options: ProbeOptions,
    mut progress: impl FnMut(&PortProbe) + Send,
) -> Result<Probe, Fault> {
    let known = access.known()?;
    // Our own certificate is for PCs that are known: whoever answers otherwise does not see it.
    let identified = (access.security().identity.is_some()).then(|| TrustPolicy {
        first_use: false,
        ..access.policy(&known)
    });
    let host = access.target().host().to_owned();
    let addresses = resolve(&host, 0, options.within).await?;
    let mut asking = JoinSet::new();
    for (port, role) in ports(access.target()) {
        let question = Question {
            host: host.clone(),
            addresses: addresses.clone(),
            known: known.clone(),
            identified: identified.clone(),
            port,
            role,
            within: options.within,
        };
        asking.spawn(question.ask());
    }
    let presence = async {
        let mut address = *addresses.first()?;
        address.set_port(options.presence_port);
        let pong = rmcp::ping(address, options.within).await;
        pong.unwrap_or_else(|error| {
            tracing::debug!(%error, "no presence ping");
            None
        })
    };
    let asked = async {
        let mut ports = Vec::new();
        while let Some(port) = asking.join_next().await {
            // A task that panicked is a port that nothing is known of.
            if let Ok(port) = port {
                progress(&port);
                ports.push(port);
            }
        }
        ports
    };
    let (mut ports, presence) = tokio::join!(asked, presence);
    ports.sort_by_key(|port| port.port);
    Ok(Probe {
        addresses: addresses.iter().map(SocketAddr::ip).collect(),
        ports,
        presence,
    })
}

/// Ports to ask. One that the address names takes the place of both usual ones of its service;
/// whether it speaks TLS is found out.
fn ports(target: &Target) -> Vec<(u16, PortRole)> {
    let Target::Amt {
        wsman_port,
        redirection_port,
        ..
    } = target
    else {
        return match target {
            Target::Vnc { port, .. } => vec![(*port, PortRole::Vnc)],
            Target::Amt { .. } => Vec::new(),
        };
    };
    let mut ports = vec![(623, PortRole::Dash), (5900, PortRole::Vnc)];
    let services = [
        (
            *wsman_port,
            [(16992, PortRole::Wsman), (16993, PortRole::WsmanTls)],
        ),
        (
            *redirection_port,
            [
                (16994, PortRole::Redirection),
                (16995, PortRole::RedirectionTls),
            ],
        ),
    ];
    for (named, usual) in services {
        let [plain, tls] = usual;
        match named {
            None => ports.extend(usual),
            Some(port) if port == tls.0 => ports.push(tls),
            // Of a port of the person's own the kind is found out.
            Some(port) => ports.push((port, plain.1)),
        }
    }
    ports
}

#[cfg(test)]
mod tests;
