//! What one port answers.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpStream;

use super::{Encryption, LoginMethod, PortProbe, PortRole, PortState, Speech, Standing, Start};
use crate::net::connect::{ConnectError, connect_to};
use crate::net::knock::{self, KnockError, StartAnswer, WebAnswer};
use crate::net::tls::{self, TlsError};
use crate::net::trust::TrustPolicy;
use crate::proto::redir::messages::{AuthType, SessionType, Status};
use crate::proto::wsman::challenge::{HttpChallenge, Qop};
use crate::proto::wsman::class::AmtVersion;
use crate::session::Stranger;
use crate::store::trusted::Known;

/// One port to ask.
pub(super) struct Question {
    pub(super) host: String,
    pub(super) addresses: Vec<SocketAddr>,
    pub(super) known: Known,
    /// How a PC that wants a certificate of ours is asked once more.
    pub(super) identified: Option<TrustPolicy>,
    pub(super) port: u16,
    pub(super) role: PortRole,
    pub(super) within: Duration,
}

impl Question {
    pub(super) async fn ask(self) -> PortProbe {
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

pub(super) fn management(answer: &WebAnswer) -> Speech {
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

pub(super) fn redirection(answer: &StartAnswer) -> Speech {
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
