//! How a device is reached and trusted: which port, encrypted or not, known by which certificate.
//!
//! Every part of a session (screen, serial, storage, WS-Management) opens its connections through
//! the same [`Access`], so that a certificate trusted for one counts for all, and the one on the
//! redirection port must be the one on the other.
//!
//! Source: `docs/protocol/wsman.md` § 1.1, § 1.10; `docs/protocol/redirection.md` § 1.1, § 1.2.

use std::sync::Arc;
use std::time::Duration;

use time::OffsetDateTime;
use tokio::net::TcpStream;
use tokio::time::Instant;
use tracing::{debug, info};

use super::fault::TrustFault;
use super::{Fault, Target};
use crate::net::connect::{ConnectError, address_text, connect_to, resolve};
use crate::net::race::{Winner, race};
pub use crate::net::secure::Patience;
use crate::net::secure::{self, OpenError, Opened, Transport};
use crate::net::tls::{self, TlsError};
pub use crate::net::trust::{Authorities, Identity, PemFileError};
use crate::net::trust::{TrustPolicy, Verdict};
use crate::proto::certificate::{Certificate, Fingerprint};
use crate::proto::kvm::Encryption;
use crate::store::trusted::{DeviceKey, Known, Pin, TrustStore, TrustStoreError, TrustedHow};

/// Whether TLS is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TlsMode {
    /// Where the device offers it; and always once it has.
    #[default]
    Auto,
    /// Always.
    Require,
    /// Never, at the person's own risk.
    Off,
}

/// Who decides about a certificate that was never seen before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TrustMode {
    /// A person: the connection ends with [`TrustFault::Unknown`].
    #[default]
    Ask,
    /// Nobody: the first one is taken and remembered.
    FirstUse,
    /// It must be this one, whatever was remembered.
    Fingerprint(Fingerprint),
}

/// Everything that says how safe a connection has to be.
#[derive(Debug, Clone)]
pub struct Security {
    /// Whether TLS is used.
    pub tls: TlsMode,
    /// Who decides about certificates.
    pub trust: TrustMode,
    /// Issuers that may vouch for devices.
    pub authorities: Option<Arc<Authorities>>,
    /// Our own certificate, for mutual TLS.
    pub identity: Option<Arc<Identity>>,
    /// What is known about devices.
    pub store: TrustStore,
}

impl Security {
    /// TLS where offered, every new certificate asked about, and what was learnt kept in `store`.
    #[must_use]
    pub const fn new(store: TrustStore) -> Self {
        Self {
            tls: TlsMode::Auto,
            trust: TrustMode::Ask,
            authorities: None,
            identity: None,
            store,
        }
    }
}

/// A service of the device, with its two ports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Service {
    /// WS-Management.
    Wsman,
    /// Screen, serial and storage.
    Redirection,
}

impl Service {
    /// The port with TLS.
    #[must_use]
    pub const fn encrypted_port(self) -> u16 {
        match self {
            Self::Wsman => 16993,
            Self::Redirection => 16995,
        }
    }

    /// The port without.
    #[must_use]
    pub const fn plain_port(self) -> u16 {
        match self {
            Self::Wsman => 16992,
            Self::Redirection => 16994,
        }
    }
}

/// How far opening a connection has come; each is the name of a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AccessStep {
    /// Asking for the address of a name.
    Resolving,
    /// Finding out which port answers.
    Connecting,
    /// Shaking hands for encryption.
    Securing,
}

/// How to reach and trust one device.
#[derive(Debug, Clone)]
pub struct Access {
    target: Target,
    key: DeviceKey,
    security: Security,
    patience: Patience,
}

/// A port that answers, and how to speak to it.
#[derive(Debug)]
pub struct Found {
    /// The port.
    pub port: u16,
    /// Plain or encrypted, with what the device must prove.
    pub transport: Transport,
    /// The connection that showed that it answers.
    pub stream: TcpStream,
}

impl Access {
    /// Access to the device at `target`.
    #[must_use]
    pub fn new(target: Target, security: Security) -> Self {
        let ports = match &target {
            Target::Amt {
                wsman_port,
                redirection_port,
                ..
            } => wsman_port.iter().chain(redirection_port).copied().collect(),
            Target::Vnc { port, .. } => vec![*port],
        };
        // Naming a usual port does not make it another device with a memory of its own.
        let ports: Vec<_> = ports
            .into_iter()
            .filter(|p| !USUAL_PORTS.contains(p))
            .collect();
        Self {
            key: DeviceKey::new(target.host(), &ports),
            target,
            security,
            patience: Patience::default(),
        }
    }

    /// The same with other time-outs.
    #[must_use]
    pub const fn with_patience(mut self, patience: Patience) -> Self {
        self.patience = patience;
        self
    }

    /// Which device.
    #[must_use]
    pub const fn target(&self) -> &Target {
        &self.target
    }

    /// Names the device in what is stored about it.
    #[must_use]
    pub const fn key(&self) -> &DeviceKey {
        &self.key
    }

    /// How safe connections have to be.
    #[must_use]
    pub const fn security(&self) -> &Security {
        &self.security
    }

    /// How long each step may take.
    #[must_use]
    pub const fn patience(&self) -> Patience {
        self.patience
    }

    /// What is known about the device.
    ///
    /// # Errors
    /// [`TrustFault::Store`].
    pub fn known(&self) -> Result<Known, Fault> {
        self.security.store.known(&self.key).map_err(store_fault)
    }

    /// Opens a connection to a service, encrypted or not as it must be, and remembers what it
    /// showed.
    ///
    /// # Errors
    /// [`Fault`]; nothing was sent to a device that is not trusted.
    pub async fn open(&self, service: Service) -> Result<Opened, Fault> {
        self.open_telling(service, |_| {}).await
    }

    /// The same; `tell` hears what is being waited for.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_telling(
        &self,
        service: Service,
        mut tell: impl FnMut(AccessStep),
    ) -> Result<Opened, Fault> {
        let found = self.find_telling(service, &mut tell).await?;
        if matches!(found.transport, Transport::Tls(_)) {
            tell(AccessStep::Securing);
        }
        self.secure(found).await
    }

    /// Finds out which port of a service to use. Both are tried at the same time.
    ///
    /// # Errors
    /// [`Fault`]; among others [`TrustFault::EncryptionGone`], before anything is sent.
    pub async fn find(&self, service: Service) -> Result<Found, Fault> {
        self.find_telling(service, &mut |_| {}).await
    }

    async fn find_telling(
        &self,
        service: Service,
        tell: &mut impl FnMut(AccessStep),
    ) -> Result<Found, Fault> {
        let known = self.known()?;
        let host = self.target.host();
        let started = Instant::now();
        let tls = || Transport::Tls(self.policy(&known));
        let (encrypted, plain) = (service.encrypted_port(), service.plain_port());

        tell(AccessStep::Resolving);
        // The port is given anew for each connection.
        let addresses = resolve(host, plain, self.patience.connect).await?;
        let within = self.patience.connect.saturating_sub(started.elapsed());
        tell(AccessStep::Connecting);
        debug!(host, ?addresses, "connecting");
        let connect = |port| connect_to(host, &addresses, port, within);
        if let Target::Vnc { port, .. } = self.target {
            // An ordinary VNC server says on the one port it has whether it encrypts.
            return Ok(found(port, Transport::Plain, connect(port).await?));
        }
        match (self.explicit_port(service), self.security.tls) {
            (Some(port), mode) if port == plain => {
                if let (TlsMode::Auto, Some(since)) = (mode, known.encrypted_since) {
                    return Err(TrustFault::PlainPort { since }.into());
                }
                self.allow_plain(mode, &known)?;
                Ok(found(port, Transport::Plain, connect(port).await?))
            }
            (Some(port), TlsMode::Off) if port != encrypted => {
                Ok(found(port, Transport::Plain, connect(port).await?))
            }
            (Some(_), TlsMode::Off) => Err(TrustFault::OnlyEncrypted.into()),
            (Some(port), TlsMode::Auto) if port != encrypted => {
                self.find_out(port, &known, connect).await
            }
            (Some(port), _) => Ok(found(port, tls(), connect(port).await?)),
            (None, TlsMode::Off) => match connect(plain).await {
                Ok(stream) => Ok(found(plain, Transport::Plain, stream)),
                Err(error @ ConnectError::Refused { .. }) => {
                    // Say whether the other port would have been the right one.
                    match connect(encrypted).await {
                        Ok(_) => Err(TrustFault::OnlyEncrypted.into()),
                        Err(_) => Err(error.into()),
                    }
                }
                Err(error) => Err(error.into()),
            },
            (None, mode) => match race(encrypted, plain, connect).await? {
                Winner::Encrypted(stream) => Ok(found(encrypted, tls(), stream)),
                Winner::Plain(stream) => {
                    self.allow_plain(mode, &known)?;
                    Ok(found(plain, Transport::Plain, stream))
                }
            },
        }
    }

    /// Shakes hands over a connection that [`find`](Self::find) made, and remembers what the
    /// device showed.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn secure(&self, found: Found) -> Result<Opened, Fault> {
        let Found {
            port,
            transport,
            stream,
        } = found;
        let host = self.target.host();
        let opened = secure::over(stream, host, port, &transport, self.patience).await;
        let opened = opened.map_err(|error| self.open_fault(error, port))?;
        if let Some(certificate) = opened.safety.certificate() {
            self.remember(certificate, opened.is_first_use)?;
        }
        Ok(opened)
    }

    /// Writes down that the device spoke TLS with this certificate.
    ///
    /// # Errors
    /// [`TrustFault::Store`].
    pub fn remember(&self, certificate: &Certificate, is_first_use: bool) -> Result<(), Fault> {
        let how = match self.security.trust {
            TrustMode::Fingerprint(f) if f == certificate.fingerprint => {
                Some(TrustedHow::Fingerprint)
            }
            _ if is_first_use => Some(TrustedHow::FirstUse),
            _ => None,
        };
        let known = self.known()?;
        let is_pinned = known
            .certificate
            .is_some_and(|pin| pin.fingerprint == certificate.fingerprint);
        if known.encrypted_since.is_some() && (is_pinned || how.is_none()) {
            return Ok(());
        }
        let now = OffsetDateTime::now_utc();
        let change = |known: &mut Known| {
            known.encrypted_since.get_or_insert(now);
            let is_pinned = known.certificate.as_ref().map(|pin| pin.fingerprint)
                == Some(certificate.fingerprint);
            if let Some(how) = how
                && !is_pinned
            {
                info!(device = self.key.as_str(), fingerprint = %certificate.fingerprint, "trusted");
                // As in `trust`: set up anew, it has a new realm too.
                if known.certificate.is_some() {
                    known.realm = None;
                }
                known.certificate = Some(Pin::new(certificate, now, how));
            }
        };
        self.security
            .store
            .update(&self.key, change)
            .map_err(store_fault)?;
        Ok(())
    }

    /// A person has decided to trust this certificate; `reason` says why it may replace another.
    ///
    /// # Errors
    /// [`TrustFault::Store`].
    pub fn trust(&self, certificate: &Certificate, reason: Option<&str>) -> Result<(), Fault> {
        let now = OffsetDateTime::now_utc();
        let change = |known: &mut Known| {
            let how = match known.certificate {
                Some(_) => TrustedHow::Replaced,
                None => TrustedHow::Asked,
            };
            known.certificate = Some(Pin {
                reason: reason.map(str::to_owned),
                ..Pin::new(certificate, now, how)
            });
            known.encrypted_since.get_or_insert(now);
            // A device that was set up anew has a new realm too.
            if how == TrustedHow::Replaced {
                known.realm = None;
            }
        };
        self.security
            .store
            .update(&self.key, change)
            .map_err(store_fault)?;
        Ok(())
    }

    /// The realm that the device must name over this kind of connection, if it is known.
    ///
    /// A device that must show another certificate than it was known by was set up anew, on a
    /// person's word, and has a new realm too.
    ///
    /// # Errors
    /// [`TrustFault::Store`].
    pub(super) fn expected_realm(&self, transport: &Transport) -> Result<Option<String>, Fault> {
        let known = self.known()?;
        let replaced = match (transport, self.security.trust, &known.certificate) {
            (Transport::Tls(_), TrustMode::Fingerprint(given), Some(pin)) => {
                pin.fingerprint != given
            }
            _ => false,
        };
        Ok(known.realm.filter(|_| !replaced))
    }

    /// Writes down the realm of the device, if none was.
    pub(super) fn remember_realm(&self, realm: &str) -> Result<(), Fault> {
        let change = |known: &mut Known| {
            known.realm.get_or_insert_with(|| realm.to_owned());
        };
        self.security
            .store
            .update(&self.key, change)
            .map_err(store_fault)?;
        Ok(())
    }

    /// How an ordinary VNC server has to be spoken to once it has greeted.
    ///
    /// # Errors
    /// [`TrustFault::Store`].
    pub(super) fn vnc_encryption(&self) -> Result<Encryption, Fault> {
        let known = self.known()?;
        Ok(match (self.security.tls, known.encrypted_since) {
            (TlsMode::Off, _) => Encryption::Never,
            (TlsMode::Auto, None) => Encryption::WhereOffered,
            (TlsMode::Auto, Some(_)) | (TlsMode::Require, _) => Encryption::Always,
        })
    }

    /// Why an ordinary VNC server without encryption is refused.
    pub(super) fn not_encrypted(&self) -> Fault {
        let allowed = self
            .known()
            .and_then(|k| self.allow_plain(self.security.tls, &k));
        allowed.err().unwrap_or(TrustFault::NotEncrypted.into())
    }

    /// Moves a connection inside TLS that has been used before, and remembers what the server
    /// showed.
    ///
    /// # Errors
    /// [`Fault`].
    pub(super) async fn secure_midway(&self, stream: TcpStream) -> Result<Opened, Fault> {
        let known = self.known()?;
        let port = stream.peer_addr().map_or(0, |address| address.port());
        let transport = Transport::Tls(self.policy(&known));
        self.secure(found(port, transport, stream)).await
    }

    /// The port that the address names, if it does.
    const fn explicit_port(&self, service: Service) -> Option<u16> {
        match (&self.target, service) {
            (Target::Amt { wsman_port, .. }, Service::Wsman) => *wsman_port,
            (
                Target::Amt {
                    redirection_port, ..
                },
                Service::Redirection,
            ) => *redirection_port,
            (Target::Vnc { port, .. }, _) => Some(*port),
        }
    }

    /// A port of the person's own: tries TLS, and takes plain only from a device that was never
    /// seen with anything else.
    async fn find_out<F>(
        &self,
        port: u16,
        known: &Known,
        connect: impl Fn(u16) -> F,
    ) -> Result<Found, Fault>
    where
        F: Future<Output = Result<TcpStream, ConnectError>>,
    {
        let mut stream = connect(port).await?;
        let is_plain = !tls::speaks_tls(&mut stream, self.patience.handshake.min(HELLO)).await;
        drop(stream);
        debug!(port, is_plain, "found out how the port speaks");
        let transport = if is_plain {
            self.allow_plain(TlsMode::Auto, known)?;
            Transport::Plain
        } else {
            Transport::Tls(self.policy(known))
        };
        let stream = connect(port).await?;
        Ok(found(port, transport, stream))
    }

    fn allow_plain(&self, mode: TlsMode, known: &Known) -> Result<(), Fault> {
        match (mode, known.encrypted_since) {
            (TlsMode::Off, _) | (TlsMode::Auto, None) => Ok(()),
            (TlsMode::Require, _) => Err(TrustFault::NotEncrypted.into()),
            (TlsMode::Auto, Some(since)) => Err(TrustFault::EncryptionGone { since }.into()),
        }
    }

    /// What the device must prove.
    pub(super) fn policy(&self, known: &Known) -> TrustPolicy {
        let remembered = known.certificate.as_ref().map(|pin| pin.fingerprint);
        TrustPolicy {
            pin: match self.security.trust {
                TrustMode::Fingerprint(given) => Some(given),
                TrustMode::Ask | TrustMode::FirstUse => remembered,
            },
            authorities: self.security.authorities.clone(),
            identity: self.security.identity.clone(),
            first_use: self.security.trust == TrustMode::FirstUse,
        }
    }

    /// What a failed connection means.
    pub(super) fn open_fault(&self, error: OpenError, port: u16) -> Fault {
        let device = self.target.host().to_owned();
        match error {
            OpenError::Connect(error) => error.into(),
            OpenError::Outdated { offers } => TrustFault::Outdated { offers }.into(),
            OpenError::Undecided(certificate) => {
                let now = OffsetDateTime::now_utc();
                // Asked about in any case; where nobody is asked, the dates are the reason.
                if self.security.trust == TrustMode::FirstUse && !certificate.is_valid_at(now) {
                    let offered = certificate;
                    return TrustFault::OutOfDate { offered, now }.into();
                }
                TrustFault::Unknown {
                    device,
                    certificate,
                }
                .into()
            }
            OpenError::Tls(error) => self.tls_fault(error, device, port),
        }
    }

    fn tls_fault(&self, error: TlsError, device: String, port: u16) -> Fault {
        use crate::net::trust::Distrust;
        match error {
            TlsError::Distrusted { why, offered } => match why {
                Distrust::Changed { known } => {
                    let pin = self.known().ok().and_then(|k| k.certificate);
                    TrustFault::Changed {
                        device,
                        known,
                        since: pin.filter(|p| p.fingerprint == known).map(|p| p.since),
                        offered,
                    }
                }
                Distrust::UnknownIssuer => TrustFault::UnknownIssuer { offered },
                Distrust::Expired => TrustFault::OutOfDate {
                    offered,
                    now: OffsetDateTime::now_utc(),
                },
                Distrust::WrongName => TrustFault::WrongName { device, offered },
                Distrust::Flawed(flaw) => TrustFault::Flawed { flaw },
            }
            .into(),
            // Whoever is unknown was asked about before.
            TlsError::WantsIdentity | TlsError::Withheld(_) => TrustFault::WantsIdentity.into(),
            TlsError::Identity(error) => TrustFault::Identity(error).into(),
            TlsError::Handshake(error) => TrustFault::NoTls(error).into(),
            error @ (TlsError::NotTls | TlsError::Io(_) | TlsError::TimedOut(_)) => {
                Fault::no_tls_answer(address_text(&device, port), &error)
            }
        }
    }
}

const fn found(port: u16, transport: Transport, stream: TcpStream) -> Found {
    Found {
        port,
        transport,
        stream,
    }
}

fn store_fault(error: TrustStoreError) -> Fault {
    TrustFault::Store(error).into()
}

/// Ports that belong to the name of a device anyway.
const USUAL_PORTS: [u16; 4] = [16992, 16993, 16994, 16995];

/// How long a port of unknown kind may take to answer a hello.
const HELLO: Duration = Duration::from_secs(3);

/// What a certificate is worth without asking anybody: for probes, which send nothing.
#[must_use]
pub fn standing(known: &Known, certificate: &Certificate) -> Option<Verdict> {
    match &known.certificate {
        Some(pin) if pin.fingerprint == certificate.fingerprint => Some(Verdict::Pinned),
        Some(_) => None,
        None => Some(Verdict::Unknown),
    }
}
