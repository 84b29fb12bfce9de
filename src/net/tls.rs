//! TLS to a device: the handshake, and plain words for the devices that are too old for it.
//!
//! Source: `docs/protocol/wsman.md` § 1.10, `docs/protocol/redirection.md` § 1.2.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rustls::client::{ResolvesClientCert, Resumption};
use rustls::crypto::ring;
use rustls::pki_types::ServerName;
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{AlertDescription, ClientConfig, SignatureScheme};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::trust::{Distrust, Seen, TrustPolicy, Verdict, Verifier};
use crate::limits;
use crate::proto::certificate::Certificate;
use crate::proto::tls_hello::{HelloAnswer, TlsVersion, client_hello};
use crate::wire::Reader;

/// A connection after its handshake.
#[derive(Debug)]
pub struct Secured<S> {
    /// The encrypted stream.
    pub stream: TlsStream<S>,
    /// What the device showed; it holds the key.
    pub certificate: Certificate,
    /// What that is worth.
    pub verdict: Verdict,
    /// The device asked who we are and got no certificate: it may hang up for that.
    pub wants_identity: bool,
}

/// Why there is no TLS connection.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The certificate was refused; nothing was sent.
    #[error("{why}")]
    Distrusted {
        /// Why.
        #[source]
        why: Distrust,
        /// What the device showed.
        offered: Box<Certificate>,
    },
    /// The device insists on a certificate of ours.
    #[error("the device wants a certificate from this console")]
    WantsIdentity,
    /// The same, and we have one, which only a known device gets to see. This one has proved its
    /// key; somebody has to decide about it.
    #[error("the device wants a certificate from this console before it is known")]
    Withheld(Box<Certificate>),
    /// Our own certificate or key cannot be used.
    #[error("the certificate of this console cannot be used")]
    Identity(#[source] rustls::Error),
    /// Something else than TLS answers.
    #[error("the port does not speak TLS")]
    NotTls,
    /// The handshake failed; [`find_old`] may know why.
    #[error("the TLS handshake failed")]
    Handshake(#[source] rustls::Error),
    /// The connection ended in the handshake; [`find_old`] may know why.
    #[error("the connection ended in the TLS handshake")]
    Io(#[source] io::Error),
    /// The handshake took too long.
    #[error("the TLS handshake took longer than {0:?}")]
    TimedOut(Duration),
}

impl TlsError {
    /// May the device simply be too old? Then [`find_old`] is worth another connection.
    #[must_use]
    pub const fn may_be_old(&self) -> bool {
        matches!(self, Self::Handshake(_) | Self::Io(_) | Self::TimedOut(_))
    }
}

/// What makes the encryption of a device too old for us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outdated {
    /// It offers nothing above this version.
    Version(TlsVersion),
    /// It offers TLS 1.2 only with key exchanges that reveal the past once the key is known.
    KeyExchange,
    /// Its key is too short to prove anything.
    WeakKey(String),
}

/// As it stands in a sentence: "It offers only …".
impl fmt::Display for Outdated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version(version) => write!(f, "{version}"),
            Self::KeyExchange => f.write_str("TLS 1.2 without forward secrecy"),
            Self::WeakKey(key) => write!(f, "a key of kind {key}"),
        }
    }
}

/// Shakes hands. `host` is what the person typed; a certificate vouched for by an authority must
/// be made for it.
///
/// Nothing of ours is sent before the certificate was judged, and our own certificate goes only
/// to a device whose own is pinned or vouched for. With [`Verdict::Unknown`] the caller must not
/// write to the stream before somebody has decided.
///
/// # Errors
/// [`TlsError`].
pub async fn handshake<S>(
    stream: S,
    host: &str,
    policy: &TrustPolicy,
    within: Duration,
) -> Result<Secured<S>, TlsError>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let provider = Arc::new(ring::default_provider());
    let verifier = Arc::new(Verifier::new(policy.clone(), &provider));
    let resolver = Arc::new(IdentityResolver::new(policy, &provider)?);
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(TlsError::Handshake)?
        .dangerous()
        .with_custom_certificate_verifier(verifier.clone())
        .with_client_cert_resolver(resolver.clone());
    // A resumed session would not show its certificate again.
    config.resumption = Resumption::disabled();

    // Names that DNS does not allow cannot be sent as such; devices do not look at them anyway.
    let name = ServerName::try_from(host.to_owned())
        .or_else(|_| ServerName::try_from("amt.invalid"))
        .map_err(|_| TlsError::NotTls)?;
    let connecting = TlsConnector::from(Arc::new(config)).connect(name, stream);
    let result = tokio::time::timeout(within, connecting).await;
    let seen = verifier.seen();
    let wants_identity = resolver.was_asked_in_vain();
    match (result, seen) {
        (Ok(Ok(stream)), Some(seen)) => match seen.verdict {
            Ok(verdict) => Ok(Secured {
                stream,
                certificate: seen.certificate,
                verdict,
                wants_identity,
            }),
            Err(why) => Err(TlsError::Distrusted {
                why,
                offered: Box::new(seen.certificate),
            }),
        },
        // rustls never finishes a handshake without having asked the verifier.
        (Ok(Ok(_)), None) => Err(TlsError::NotTls),
        (Err(_), _) => Err(TlsError::TimedOut(within)),
        (Ok(Err(error)), seen) => {
            if let Some(Seen {
                certificate,
                verdict: Err(why),
            }) = seen
            {
                return Err(TlsError::Distrusted {
                    why,
                    offered: Box::new(certificate),
                });
            }
            match (refusal(error, wants_identity), seen) {
                (TlsError::WantsIdentity, Some(seen))
                    if policy.identity.is_some() && seen.verdict == Ok(Verdict::Unknown) =>
                {
                    Err(TlsError::Withheld(Box::new(seen.certificate)))
                }
                (error, _) => Err(error),
            }
        }
    }
}

/// Tells apart why a handshake failed after the certificate was accepted, or before.
fn refusal(error: io::Error, wants_identity: bool) -> TlsError {
    let tls = error
        .get_ref()
        .and_then(|e| e.downcast_ref::<rustls::Error>());
    match tls {
        Some(rustls::Error::InvalidMessage(_)) => TlsError::NotTls,
        Some(rustls::Error::AlertReceived(alert)) if wants_identity || wants_ours(*alert) => {
            TlsError::WantsIdentity
        }
        Some(other) => TlsError::Handshake(other.clone()),
        None if wants_identity => TlsError::WantsIdentity,
        None => TlsError::Io(error),
    }
}

/// Alerts that can only be about our own certificate.
const fn wants_ours(alert: AlertDescription) -> bool {
    matches!(
        alert,
        AlertDescription::CertificateRequired
            | AlertDescription::BadCertificate
            | AlertDescription::CertificateUnknown
            | AlertDescription::UnknownCA
    )
}

/// Does an error from an established stream say that the device wants a certificate of ours? In
/// TLS 1.3 that is only known after the handshake.
#[must_use]
pub fn is_about_identity(error: &io::Error) -> bool {
    let tls = error
        .get_ref()
        .and_then(|e| e.downcast_ref::<rustls::Error>());
    matches!(tls, Some(rustls::Error::AlertReceived(alert)) if wants_ours(*alert))
}

/// Finds out whether a device is too old for us, with connections of its own: a hello that offers
/// the old as well, and if that is met with silence, one that looks like it is from 1999.
///
/// `connect` opens a fresh connection to the port. `None`: whatever it is, it is not age.
// No async closure: of its future nobody could say that it may move between threads.
pub async fn find_old<S, F>(mut connect: impl FnMut() -> F, within: Duration) -> Option<Outdated>
where
    S: AsyncRead + AsyncWrite + Unpin,
    F: Future<Output = io::Result<S>>,
{
    for version in [TlsVersion::TLS12, TlsVersion::TLS10] {
        let answer = tokio::time::timeout(within, async {
            let mut stream = connect().await?;
            ask(&mut stream, version).await
        });
        match answer.await {
            Ok(Ok(HelloAnswer::Hello {
                version: chosen,
                cipher_suite,
            })) => return outdated(chosen, cipher_suite),
            Ok(Ok(HelloAnswer::NotTls)) => return None,
            // A refusal or silence: perhaps it does not know the offer at all.
            Ok(Ok(HelloAnswer::Alert { .. }) | Err(_)) | Err(_) => {}
        }
    }
    None
}

/// Does a port of unknown kind speak TLS? Asked with a hello, so that no handshake is left half
/// done. Silence for `within` counts as no.
pub async fn speaks_tls<S>(stream: &mut S, within: Duration) -> bool
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let answer = tokio::time::timeout(within, ask(stream, TlsVersion::TLS12)).await;
    matches!(
        answer,
        Ok(Ok(HelloAnswer::Hello { .. } | HelloAnswer::Alert { .. }))
    )
}

fn outdated(chosen: TlsVersion, cipher_suite: u16) -> Option<Outdated> {
    if chosen < TlsVersion::TLS12 {
        return Some(Outdated::Version(chosen));
    }
    // What rustls speaks of TLS 1.2 are the ECDHE suites with AEAD; of those we offer three.
    let is_ours = matches!(cipher_suite, 0xC02B | 0xC02F | 0xC030);
    (!is_ours).then_some(Outdated::KeyExchange)
}

/// Sends one hello and reads the answer as far as needed.
async fn ask<S>(stream: &mut S, version: TlsVersion) -> io::Result<HelloAnswer>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    stream
        .write_all(&client_hello(version, &rand::random()))
        .await?;
    stream.flush().await?;
    let mut received = Vec::new();
    loop {
        if stream.read_buf(&mut received).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if let Ok(answer) = HelloAnswer::decode(&mut Reader::new(&received)) {
            return Ok(answer);
        }
        if received.len() > limits::HELLO_BYTES {
            return Ok(HelloAnswer::NotTls);
        }
    }
}

/// Hands out our certificate to a device that asks, and remembers having been asked for one we do
/// not have.
#[derive(Debug)]
struct IdentityResolver {
    identity: Option<SingleCertAndKey>,
    asked_in_vain: AtomicBool,
}

impl IdentityResolver {
    fn new(
        policy: &TrustPolicy,
        provider: &rustls::crypto::CryptoProvider,
    ) -> Result<Self, TlsError> {
        // Only a device that is known gets to know us.
        let is_known = policy.pin.is_some() || policy.authorities.is_some();
        let identity = match &policy.identity {
            Some(identity) if is_known => {
                let (chain, key) = (identity.chain.clone(), identity.key.clone_key());
                let key = CertifiedKey::from_der(chain, key, provider);
                Some(SingleCertAndKey::from(key.map_err(TlsError::Identity)?))
            }
            _ => None,
        };
        Ok(Self {
            identity,
            asked_in_vain: AtomicBool::new(false),
        })
    }

    fn was_asked_in_vain(&self) -> bool {
        self.asked_in_vain.load(Ordering::Relaxed)
    }
}

impl ResolvesClientCert for IdentityResolver {
    fn resolve(
        &self,
        root_hint_subjects: &[&[u8]],
        schemes: &[SignatureScheme],
    ) -> Option<Arc<CertifiedKey>> {
        let identity = self.identity.as_ref();
        let found = identity.and_then(|i| i.resolve(root_hint_subjects, schemes));
        if found.is_none() {
            self.asked_in_vain.store(true, Ordering::Relaxed);
        }
        found
    }

    fn has_certs(&self) -> bool {
        self.identity.is_some()
    }
}
