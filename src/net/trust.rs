//! Trust on first use: whose key a device must hold, and what a certificate was found to be.
//!
//! The verifier always checks the signature of the handshake: a pin compared without that would
//! prove nothing, because anybody can show a certificate. What it decides on top is the
//! [`Verdict`]; a certificate seen for the first time ends as [`Verdict::Unknown`], and whoever
//! asked for the connection must put that question to a person before sending anything.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::verify_server_cert_signed_by_trust_anchor;
use rustls::crypto::{
    CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature,
};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{
    CertificateDer, PrivateKeyDer, ServerName, SubjectPublicKeyInfoDer, UnixTime,
};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, OtherError, RootCertStore, SignatureScheme};
use time::OffsetDateTime;
use x509_parser::prelude::{FromDer as _, X509Certificate};

use crate::proto::certificate::{Certificate, Fingerprint};

/// What a device must prove before anything is sent to it.
#[derive(Debug, Clone, Default)]
pub struct TrustPolicy {
    /// The certificate this device is known by.
    pub pin: Option<Fingerprint>,
    /// Issuers that may vouch for it. With these, a certificate nobody vouches for is refused
    /// unless it is the pinned one.
    pub authorities: Option<Arc<Authorities>>,
    /// What we show a device that wants to know us too.
    pub identity: Option<Arc<Identity>>,
    /// The first certificate of a device that has no pin is taken without a question, unless it
    /// is out of date.
    pub first_use: bool,
}

impl TrustPolicy {
    /// May this certificate, never seen before, be trusted without asking anybody?
    #[must_use]
    pub fn accepts_first_use(&self, certificate: &Certificate) -> bool {
        self.first_use && certificate.is_valid_at(OffsetDateTime::now_utc())
    }
}

/// Certificates of issuers, read from a bundle.
#[derive(Debug)]
pub struct Authorities(RootCertStore);

/// Our own certificate with its chain, and its key.
#[derive(Debug)]
pub struct Identity {
    /// Our certificate first.
    pub(super) chain: Vec<CertificateDer<'static>>,
    pub(super) key: PrivateKeyDer<'static>,
}

/// A file of certificates or keys that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PemFileError {
    /// It cannot be read, or is no PEM.
    #[error("{} cannot be read as PEM", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        cause: rustls::pki_types::pem::Error,
    },
    /// It is PEM, and holds nothing of what is needed.
    #[error("{} holds no {what}", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
        /// `certificate` or `private key`.
        what: &'static str,
    },
}

impl Authorities {
    /// Reads all certificates of a PEM file.
    ///
    /// # Errors
    /// [`PemFileError`].
    pub fn from_pem_file(path: &Path) -> Result<Self, PemFileError> {
        let mut roots = RootCertStore::empty();
        let (added, _) = roots.add_parsable_certificates(certificates(path)?);
        if added == 0 {
            return Err(PemFileError::Empty {
                path: path.to_owned(),
                what: "certificate",
            });
        }
        Ok(Self(roots))
    }
}

impl Identity {
    /// Reads our certificate chain and our key, from two PEM files or one.
    ///
    /// # Errors
    /// [`PemFileError`].
    pub fn from_pem_files(chain: &Path, key: &Path) -> Result<Self, PemFileError> {
        let certificates = certificates(chain)?;
        if certificates.is_empty() {
            return Err(PemFileError::Empty {
                path: chain.to_owned(),
                what: "certificate",
            });
        }
        let private = PrivateKeyDer::from_pem_file(key).map_err(|cause| match cause {
            rustls::pki_types::pem::Error::NoItemsFound => PemFileError::Empty {
                path: key.to_owned(),
                what: "private key",
            },
            cause => PemFileError::Unreadable {
                path: key.to_owned(),
                cause,
            },
        })?;
        Ok(Self {
            chain: certificates,
            key: private,
        })
    }
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, PemFileError> {
    let unreadable = |cause| PemFileError::Unreadable {
        path: path.to_owned(),
        cause,
    };
    CertificateDer::pem_file_iter(path)
        .map_err(unreadable)?
        .collect::<Result<_, _>>()
        .map_err(unreadable)
}

/// What the certificate of a device was found to be. Its key was proved in every case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is the one this device is known by.
    Pinned,
    /// One of our authorities vouches for it and for the name.
    KnownIssuer,
    /// Never seen before. Nothing may be sent until somebody has decided.
    Unknown,
}

/// Why a certificate was refused before anything was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Distrust {
    /// It is not the one this device is known by.
    #[error("the certificate has changed: known is {known}")]
    Changed {
        /// The pin.
        known: Fingerprint,
    },
    /// No authority vouches for it.
    #[error("no known authority has issued the certificate")]
    UnknownIssuer,
    /// It is out of date, or not yet valid.
    #[error("the certificate is out of date")]
    Expired,
    /// An authority vouches for it, under another name.
    #[error("the certificate is for another name")]
    WrongName,
    /// An authority has issued it, for something else or with flaws.
    #[error("the certificate cannot be used: {0}")]
    Flawed(String),
}

/// Checks a device's certificate while TLS shakes hands, and remembers what it saw.
#[derive(Debug)]
pub(super) struct Verifier {
    policy: TrustPolicy,
    algorithms: WebPkiSupportedAlgorithms,
    seen: Mutex<Option<Seen>>,
}

/// What the verifier saw.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) certificate: Certificate,
    pub(super) verdict: Result<Verdict, Distrust>,
}

impl Verifier {
    pub(super) fn new(policy: TrustPolicy, provider: &CryptoProvider) -> Self {
        Self {
            policy,
            algorithms: provider.signature_verification_algorithms,
            seen: Mutex::new(None),
        }
    }

    /// The certificate of the latest handshake and what it was found to be; `None` if the device
    /// never showed one.
    pub(super) fn seen(&self) -> Option<Seen> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.clone()
    }

    fn judge(
        &self,
        der: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        host: &ServerName<'_>,
        certificate: &Certificate,
        now: UnixTime,
    ) -> Result<Verdict, Distrust> {
        if self.policy.pin == Some(certificate.fingerprint) {
            return Ok(Verdict::Pinned);
        }
        if let Some(authorities) = &self.policy.authorities {
            self.vouched(authorities, der, intermediates, now)?;
            return if certificate.is_for(&host.to_str()) {
                Ok(Verdict::KnownIssuer)
            } else {
                Err(Distrust::WrongName)
            };
        }
        match self.policy.pin {
            Some(known) => Err(Distrust::Changed { known }),
            None => Ok(Verdict::Unknown),
        }
    }

    /// Does one of `authorities` vouch for the certificate? Names are checked by the caller:
    /// certificates of AMT often have only a common name.
    fn vouched(
        &self,
        authorities: &Authorities,
        der: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<(), Distrust> {
        let result = ParsedCertificate::try_from(der).and_then(|parsed| {
            let algorithms = self.algorithms.all;
            verify_server_cert_signed_by_trust_anchor(
                &parsed,
                &authorities.0,
                intermediates,
                now,
                algorithms,
            )
        });
        result.map_err(|error| match error {
            rustls::Error::InvalidCertificate(error) => match error {
                CertificateError::UnknownIssuer | CertificateError::BadSignature => {
                    Distrust::UnknownIssuer
                }
                CertificateError::Expired
                | CertificateError::ExpiredContext { .. }
                | CertificateError::NotValidYet
                | CertificateError::NotValidYetContext { .. } => Distrust::Expired,
                other => Distrust::Flawed(other.to_string()),
            },
            other => Distrust::Flawed(other.to_string()),
        })
    }

    /// Checks a signature with the key of a certificate that webpki does not read, for example
    /// because it is of version 1 as some self-signed ones are. The key itself is read all right.
    fn verify_with_bare_key(
        &self,
        message: &[u8],
        der: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let bad = |error| rustls::Error::InvalidCertificate(error);
        let (_, x509) =
            X509Certificate::from_der(der).map_err(|_| bad(CertificateError::BadEncoding))?;
        let spki = SubjectPublicKeyInfoDer::from(x509.public_key().raw);
        let key = webpki::RawPublicKeyEntity::try_from(&spki)
            .map_err(|_| bad(CertificateError::BadEncoding))?;
        let scheme = self
            .algorithms
            .mapping
            .iter()
            .find(|m| m.0 == signed.scheme);
        for algorithm in scheme.map_or(&[][..], |m| m.1) {
            if key
                .verify_signature(*algorithm, message, signed.signature())
                .is_ok()
            {
                return Ok(HandshakeSignatureValid::assertion());
            }
        }
        Err(bad(CertificateError::BadSignature))
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let certificate = Certificate::from_der(end_entity);
        let verdict = self.judge(end_entity, intermediates, server_name, &certificate, now);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        *seen = Some(Seen {
            certificate,
            verdict: verdict.clone(),
        });
        match verdict {
            Ok(_) => Ok(ServerCertVerified::assertion()),
            Err(distrust) => Err(rustls::Error::InvalidCertificate(CertificateError::Other(
                OtherError(Arc::new(distrust)),
            ))),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        if ParsedCertificate::try_from(cert).is_err() {
            return self.verify_with_bare_key(message, cert, dss);
        }
        verify_tls12_signature(message, cert, dss, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        if ParsedCertificate::try_from(cert).is_err() {
            return self.verify_with_bare_key(message, cert, dss);
        }
        verify_tls13_signature(message, cert, dss, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

/// How safe a connection is: what the window shows all the time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Safety {
    /// Nothing is encrypted.
    Plain,
    /// TLS with a certificate that was trusted before, or just now.
    Pinned(Box<Certificate>),
    /// TLS with a certificate that an authority vouches for.
    KnownIssuer(Box<Certificate>),
}

impl Safety {
    /// The certificate, if the connection is encrypted.
    #[must_use]
    pub fn certificate(&self) -> Option<&Certificate> {
        match self {
            Self::Plain => None,
            Self::Pinned(certificate) | Self::KnownIssuer(certificate) => Some(certificate),
        }
    }

    /// A pinned certificate is used beyond its dates. The pin still proves the device.
    #[must_use]
    pub fn is_out_of_date(&self, now: OffsetDateTime) -> bool {
        self.certificate().is_some_and(|c| !c.is_valid_at(now))
    }
}

/// As the header of a session says it (`ux.md` § 3.1).
impl fmt::Display for Safety {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Plain => "Not encrypted",
            Self::Pinned(_) => "TLS, pinned",
            Self::KnownIssuer(_) => "TLS, known issuer",
        })
    }
}
