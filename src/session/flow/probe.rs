//! What answers at an address, before anybody logs in: ports, encryption, release, ways to log in.
//!
//! Everything is asked at the same time and nothing secret is sent, so certificates are shown
//! whether they are trusted or not.
//!
//! Source: `docs/protocol/wsman.md` § 1.1–1.3, § 1.10, § 1.12, § 2.1.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::net::connect::{ConnectError, connect_to, resolve};
use crate::net::knock::{self, KnockError, StartAnswer, WebAnswer};
use crate::net::rmcp;
use crate::net::tls::{self, TlsError};
use crate::net::trust::TrustPolicy;
use crate::proto::certificate::Certificate;
use crate::proto::redir::messages::{AuthType, SessionType, Status};
pub use crate::proto::rmcp::{PresencePong, SetupState};
use crate::proto::wsman::challenge::{HttpChallenge, Qop};
use crate::proto::wsman::class::AmtVersion;
use crate::session::access::Access;
use crate::session::fault::Fault;
use crate::session::{Stranger, Target};
use crate::store::trusted::Known;

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

/// One port to ask.
struct Question {
    host: String,
    addresses: Vec<SocketAddr>,
    known: Known,
    /// How a PC that wants a certificate of ours is asked once more.
    identified: Option<TrustPolicy>,
    port: u16,
    role: PortRole,
    within: Duration,
}

impl Question {
    async fn ask(self) -> PortProbe {
        let mut probe = PortProbe {
            port: self.port,
            role: self.role,
            state: PortState::Open,
            encryption: None,
            speech: None,
        };
        let stream = match self.connect().await {
            Ok(stream) => stream,
            Err(error) => {
                probe.state = match error {
                    ConnectError::Refused { .. } => PortState::Closed,
                    ConnectError::TimedOut { .. } => PortState::Silent,
                    error @ (ConnectError::Unreachable { .. } | ConnectError::Resolve { .. }) => {
                        PortState::Unreachable(error.to_string())
                    }
                };
                return probe;
            }
        };
        match self.role {
            PortRole::WsmanTls | PortRole::RedirectionTls => {
                self.ask_encrypted(stream, &mut probe).await;
            }
            PortRole::Wsman | PortRole::Redirection if self.is_own() => {
                let mut stream = stream;
                let is_tls = tls::speaks_tls(&mut stream, self.within).await;
                drop(stream);
                let Ok(stream) = self.connect().await else {
                    probe.speech = Some(Speech::Nothing);
                    return probe;
                };
                if is_tls {
                    probe.role = match self.role {
                        PortRole::Wsman => PortRole::WsmanTls,
                        _ => PortRole::RedirectionTls,
                    };
                    self.ask_encrypted(stream, &mut probe).await;
                } else {
                    probe.speech = Some(self.speech(stream, self.role).await);
                }
            }
            role => probe.speech = Some(self.speech(stream, role).await),
        }
        probe
    }

    /// The person has named it, so its kind is not known.
    const fn is_own(&self) -> bool {
        !matches!(self.port, 16992..=16995)
    }

    async fn connect(&self) -> Result<TcpStream, ConnectError> {
        connect_to(&self.host, &self.addresses, self.port, self.within).await
    }

    /// Shakes hands with whoever it is, and asks on: what is asked is no secret.
    async fn ask_encrypted(&self, stream: TcpStream, probe: &mut PortProbe) {
        let anybody = TrustPolicy {
            pin: None,
            authorities: None,
            identity: None,
            first_use: true,
        };
        self.ask_as(&anybody, stream, probe).await;
        let (Some(Encryption::WantsIdentity), Some(policy)) = (&probe.encryption, &self.identified)
        else {
            return;
        };
        if let Ok(stream) = self.connect().await {
            let mut again = probe.clone();
            self.ask_as(policy, stream, &mut again).await;
            if matches!(again.encryption, Some(Encryption::Works { .. })) {
                *probe = again;
            }
        }
    }

    async fn ask_as(&self, policy: &TrustPolicy, stream: TcpStream, probe: &mut PortProbe) {
        match tls::handshake(stream, &self.host, policy, self.within).await {
            Ok(secured) => {
                let remembered = self.known.certificate.as_ref();
                let standing = match remembered.map(|pin| pin.fingerprint) {
                    None => Standing::New,
                    Some(f) if f == secured.certificate.fingerprint => Standing::Known,
                    Some(_) => Standing::Changed,
                };
                probe.speech = Some(self.speech(secured.stream, probe.role).await);
                let hung_up = probe.speech == Some(Speech::Nothing);
                probe.encryption = Some(if secured.wants_identity && hung_up {
                    Encryption::WantsIdentity
                } else {
                    Encryption::Works {
                        certificate: Box::new(secured.certificate),
                        standing,
                    }
                });
            }
            Err(error) => probe.encryption = Some(self.explain(error).await),
        }
    }

    async fn explain(&self, error: TlsError) -> Encryption {
        match error {
            TlsError::WantsIdentity => Encryption::WantsIdentity,
            TlsError::NotTls => Encryption::NotTls,
            error if error.may_be_old() => {
                let again = || async {
                    let connected = self.connect().await;
                    connected.map_err(|error| std::io::Error::other(error.to_string()))
                };
                match tls::find_old(again, self.within).await {
                    Some(offers) => Encryption::Outdated(offers.to_string()),
                    None => Encryption::Failed(error.to_string()),
                }
            }
            error => Encryption::Failed(error.to_string()),
        }
    }

    async fn speech<S>(&self, stream: S, role: PortRole) -> Speech
    where
        S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Send + Unpin + 'static,
    {
        let within = self.within;
        let heard = match role {
            PortRole::Wsman | PortRole::WsmanTls | PortRole::Dash => {
                let answer = knock::web(stream, &self.host, self.port, within).await;
                answer.map(|answer| management(&answer))
            }
            PortRole::Redirection | PortRole::RedirectionTls => {
                let answer = knock::redirection(stream, SessionType::Sol, within).await;
                answer.map(|answer| redirection(&answer))
            }
            PortRole::Vnc => knock::vnc(stream, within).await.map(Speech::Vnc),
        };
        heard.unwrap_or_else(|error| match error {
            KnockError::Stranger { heard } => Speech::Stranger(Stranger::from_first_bytes(&heard)),
            KnockError::Silent(_) | KnockError::Ended(_) => Speech::Nothing,
        })
    }
}

fn management(answer: &WebAnswer) -> Speech {
    let server = answer.server.as_deref().unwrap_or_default();
    if !AmtVersion::is_amt_server(server) {
        return Speech::Stranger(Stranger::Http);
    }
    let challenges = || answer.challenges.iter().map(String::as_str);
    let digest = HttpChallenge::from_headers(challenges());
    let mut logins = Vec::new();
    for challenge in challenges() {
        let scheme = challenge.split_whitespace().next().unwrap_or_default();
        logins.push(match scheme.to_ascii_lowercase().as_str() {
            "digest" => match digest.as_ref().map(|d| d.qop) {
                Ok(Qop::Auth | Qop::AuthInt) => LoginMethod::DigestQop,
                _ => LoginMethod::Digest,
            },
            "negotiate" => LoginMethod::Kerberos,
            "basic" => LoginMethod::ClearText,
            _ => LoginMethod::Other(scheme.to_owned()),
        });
    }
    logins.dedup();
    Speech::Management {
        version: AmtVersion::from_server_header(server),
        realm: digest.ok().map(|d| d.realm),
        logins,
    }
}

fn redirection(answer: &StartAnswer) -> Speech {
    let logins = answer.methods.iter().map(|method| match *method {
        AuthType::PASSWORD => LoginMethod::ClearText,
        AuthType::KERBEROS => LoginMethod::Kerberos,
        AuthType::DIGEST => LoginMethod::Digest,
        AuthType::DIGEST_QOP => LoginMethod::DigestQop,
        AuthType(other) => LoginMethod::Other(other.to_string()),
    });
    Speech::Redirection {
        start: Start::from(answer.status),
        firmware: answer.firmware.map(|v| (v.major, v.minor)),
        logins: logins.collect(),
    }
}

impl From<Status> for Start {
    fn from(status: Status) -> Self {
        match status {
            Status::SUCCESS => Self::Possible,
            Status::BUSY => Self::Busy,
            Status::UNSUPPORTED => Self::Unsupported,
            Status::CONSENT_REQUIRED => Self::ConsentNeeded,
            Status::TYPE_UNKNOWN => Self::Unknown,
            Status(other) => Self::Refused(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_ports_take_the_place_of_the_usual_ones() {
        let of = |target: &str| {
            let mut ports = ports(&target.parse().unwrap());
            ports.sort_by_key(|p| p.0);
            ports.into_iter().map(|p| p.0).collect::<Vec<_>>()
        };
        assert_eq!(of("pc"), [623, 5900, 16992, 16993, 16994, 16995]);
        assert_eq!(of("pc:1024"), [623, 1024, 5900, 16994, 16995]);
        assert_eq!(of("pc:16993:2048"), [623, 2048, 5900, 16993]);
        assert_eq!(of("vnc://pc:5901"), [5901]);
        let named = ports(&"pc:16993".parse().unwrap());
        assert!(named.contains(&(16993, PortRole::WsmanTls)));
    }

    #[test]
    fn logins_are_read_from_challenges_and_foreign_servers_told() {
        let answer = |server: &str, challenges: &[&str]| WebAnswer {
            status: 401,
            server: Some(server.to_owned()),
            challenges: challenges.iter().map(|c| (*c).to_owned()).collect(),
        };
        let speech = management(&answer(
            "Intel(R) Active Management Technology 16.1.30.2307",
            &[
                "Negotiate",
                "Digest realm=\"Digest:72\", nonce=\"B9\",stale=\"false\",qop=\"auth-int, auth\"",
            ],
        ));
        let Speech::Management {
            version,
            realm,
            logins,
        } = speech
        else {
            panic!("{speech:?}");
        };
        assert_eq!(version.map(|v| v.major), Some(16));
        assert_eq!(realm.as_deref(), Some("Digest:72"));
        assert_eq!(logins, [LoginMethod::Kerberos, LoginMethod::DigestQop]);
        let stranger = management(&answer("nginx", &["Basic realm=x"]));
        assert_eq!(stranger, Speech::Stranger(Stranger::Http));
    }
}
