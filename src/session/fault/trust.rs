//! Faults of trust: certificates, encryption, the identity of a PC.

use time::OffsetDateTime;
use time::macros::format_description;

use super::FaultAction;
use crate::net::tls::Outdated;
use crate::proto::certificate::{Certificate, Fingerprint};
use crate::store::trusted::TrustStoreError;

/// Why a PC is not trusted, or cannot be reached safely. Nothing secret was sent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TrustFault {
    /// A certificate never seen before; a person has to decide.
    #[error("New certificate from {device}")]
    Unknown {
        /// The PC as the person named it.
        device: String,
        /// What it showed; it holds the key.
        certificate: Box<Certificate>,
    },
    /// Another certificate than the one this PC is known by.
    #[error("The certificate has changed")]
    Changed {
        /// The PC as the person named it.
        device: String,
        /// The one it is known by.
        known: Fingerprint,
        /// Since when, if that was written down.
        since: Option<OffsetDateTime>,
        /// What it showed.
        offered: Box<Certificate>,
    },
    /// A certificate beyond its dates, where the dates count.
    #[error("The certificate is out of date")]
    OutOfDate {
        /// What the PC showed.
        offered: Box<Certificate>,
        /// The time of this computer.
        now: OffsetDateTime,
    },
    /// None of the given authorities has issued the certificate.
    #[error("Nobody known vouches for this PC")]
    UnknownIssuer {
        /// What the PC showed.
        offered: Box<Certificate>,
    },
    /// The certificate is vouched for under another name.
    #[error("The certificate is for another name")]
    WrongName {
        /// The PC as the person named it.
        device: String,
        /// What the PC showed.
        offered: Box<Certificate>,
    },
    /// The certificate is vouched for and still cannot be used.
    #[error("The certificate cannot be used")]
    Flawed {
        /// What is wrong with it.
        flaw: String,
    },
    /// It spoke TLS before, and now only its plain port answers.
    #[error("This PC no longer offers encryption")]
    EncryptionGone {
        /// When it was first seen with TLS.
        since: OffsetDateTime,
    },
    /// It is known to speak TLS, and the address names its plain port.
    #[error("This PC is known with encryption")]
    PlainPort {
        /// When it was first seen with TLS.
        since: OffsetDateTime,
    },
    /// Its TLS is older than what we speak.
    #[error("Encryption of this PC is outdated")]
    Outdated {
        /// What it offers.
        offers: Outdated,
    },
    /// TLS is required here, and only the plain port answers.
    #[error("This PC does not offer encryption")]
    NotEncrypted,
    /// TLS is switched off here, and only the encrypted port answers.
    #[error("This PC takes only encrypted connections")]
    OnlyEncrypted,
    /// Mutual TLS without a certificate of ours.
    #[error("The PC wants a certificate from this console")]
    WantsIdentity,
    /// Our own certificate or key is unusable.
    #[error("The certificate of this console cannot be used")]
    Identity(#[source] rustls::Error),
    /// No version, cipher or signature in common, for a reason other than age.
    #[error("No encryption in common")]
    NoTls(#[source] rustls::Error),
    /// The digest realm is not the one this PC has always had.
    #[error("This is not the PC it was")]
    RealmChanged {
        /// The realm so far.
        known: String,
        /// The realm now.
        offered: String,
    },
    /// What is known about PCs cannot be read or written.
    #[error("The list of trusted PCs cannot be used")]
    Store(#[source] TrustStoreError),
}

impl TrustFault {
    /// The certificate that the PC showed, where that is what went wrong.
    #[must_use]
    pub fn offered(&self) -> Option<&Certificate> {
        match self {
            Self::Unknown { certificate, .. } => Some(certificate),
            Self::Changed { offered, .. }
            | Self::OutOfDate { offered, .. }
            | Self::UnknownIssuer { offered }
            | Self::WrongName { offered, .. } => Some(offered),
            _ => None,
        }
    }

    /// As [`super::Fault::kind`].
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "certificate-unknown",
            Self::Changed { .. } => "certificate-changed",
            Self::OutOfDate { .. } => "certificate-out-of-date",
            Self::UnknownIssuer { .. } => "certificate-issuer",
            Self::WrongName { .. } => "certificate-name",
            Self::Flawed { .. } => "certificate-flawed",
            Self::EncryptionGone { .. } => "encryption-gone",
            Self::PlainPort { .. } => "plain-port",
            Self::Outdated { .. } => "encryption-outdated",
            Self::NotEncrypted => "not-encrypted",
            Self::OnlyEncrypted => "only-encrypted",
            Self::WantsIdentity => "wants-identity",
            Self::Identity(_) => "identity-unusable",
            Self::NoTls(_) => "no-common-encryption",
            Self::RealmChanged { .. } => "realm-changed",
            Self::Store(_) => "trust-store",
        }
    }

    /// As [`super::Fault::cause`].
    pub(super) fn cause(&self) -> String {
        match self {
            Self::Unknown { certificate, .. } => format!(
                "Nobody has decided yet about {}",
                short(certificate.fingerprint)
            ),
            Self::Changed { known, offered, .. } => format!(
                "{} before, {} now",
                short(*known),
                short(offered.fingerprint)
            ),
            Self::OutOfDate { offered, now } if *now < offered.not_before => format!(
                "Valid from {}, it is {} now",
                date(offered.not_before),
                date(*now)
            ),
            Self::OutOfDate { offered, now } => format!(
                "Valid until {}, it is {} now",
                date(offered.not_after),
                date(*now)
            ),
            Self::UnknownIssuer { offered } => format!(
                "Its certificate was issued by {}",
                or_unknown(&offered.issuer)
            ),
            Self::WrongName { device, offered } => format!(
                "It is made out to {}, not to {device}",
                or_unknown(&offered.names.join(", "))
            ),
            Self::Flawed { flaw } => super::words::upper_first(flaw),
            Self::EncryptionGone { since } => {
                format!("It spoke TLS on {}, now only plain", date(*since))
            }
            Self::PlainPort { .. } => "The address names its plain port".into(),
            Self::Outdated { offers } => format!("It offers only {offers}"),
            Self::NotEncrypted => "Only its plain port answers".into(),
            Self::OnlyEncrypted => "Its plain ports are closed".into(),
            Self::WantsIdentity => "It is set to mutual TLS".into(),
            Self::Identity(_) => "Certificate and key do not work together".into(),
            Self::NoTls(_) => "The PC and this computer found no way to encrypt".into(),
            Self::RealmChanged { .. } => {
                "It names itself differently than when it was first seen".into()
            }
            Self::Store(error) => super::words::upper_first(&error.to_string()),
        }
    }

    /// As [`super::Fault::remedy`].
    pub(super) const fn remedy(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => {
                "Compare the fingerprint if you can. Once trusted, it is remembered."
            }
            Self::Changed { .. } | Self::RealmChanged { .. } => {
                "Ask who maintains this PC whether it was reconfigured."
            }
            Self::OutOfDate { .. } => "Correct the clock or renew the certificate.",
            Self::UnknownIssuer { .. } => {
                "Add its authority to the bundle, or trust this very certificate."
            }
            Self::WrongName { .. } => "Use the name that it is made out to.",
            Self::Flawed { .. } => "Renew the certificate.",
            Self::EncryptionGone { .. } => "Do not enter a password until you know why.",
            Self::PlainPort { .. } => "Leave the port out, or allow plain connections for this PC.",
            Self::Outdated { .. } => {
                "Connect only inside a network you trust, then update its firmware."
            }
            Self::NotEncrypted => {
                "Switch on TLS in Intel AMT, or allow plain connections for this PC."
            }
            Self::OnlyEncrypted => "Allow TLS for this PC.",
            Self::WantsIdentity => {
                "Choose the certificate and key that its administrator has given out."
            }
            Self::Identity(_) => "Choose a certificate together with its own key.",
            Self::NoTls(_) => "Update the firmware of the PC. If it stays, send the report to us.",
            Self::Store(_) => "Repair or remove the file. Removing it means deciding anew.",
        }
    }

    /// As [`super::Fault::action`].
    pub(super) const fn action(&self) -> Option<FaultAction> {
        match self {
            Self::Unknown { .. } => Some(FaultAction::TrustCertificate),
            Self::Changed { .. } => Some(FaultAction::Compare),
            Self::EncryptionGone { .. } => Some(FaultAction::DoNotConnect),
            Self::Outdated { .. } => Some(FaultAction::AllowForThisPc),
            _ => None,
        }
    }

    /// As [`super::Fault::facts`].
    pub(super) fn facts(&self) -> Vec<String> {
        let certificate = |c: &Certificate| {
            vec![
                format!("fingerprint {}", c.fingerprint),
                format!("subject {}", or_unknown(&c.subject)),
                format!("issuer {}", or_unknown(&c.issuer)),
                format!("valid {} to {}", date(c.not_before), date(c.not_after)),
            ]
        };
        match self {
            Self::Unknown { certificate: c, .. } => certificate(c),
            Self::Changed {
                known,
                since,
                offered,
                ..
            } => {
                let since = since.map_or(String::new(), |s| format!(", trusted {}", date(s)));
                let mut facts = vec![format!("known fingerprint {known}{since}")];
                facts.extend(certificate(offered));
                facts
            }
            Self::OutOfDate { offered, .. }
            | Self::UnknownIssuer { offered }
            | Self::WrongName { offered, .. } => certificate(offered),
            Self::RealmChanged { known, offered } => {
                vec![format!("{known} before"), format!("{offered} now")]
            }
            _ => Vec::new(),
        }
    }
}

/// `2031-04-02`.
fn date(time: OffsetDateTime) -> String {
    time.format(format_description!("[year]-[month]-[day]"))
        .unwrap_or_default()
}

/// The first groups of a fingerprint, enough to tell two apart at a glance.
fn short(fingerprint: Fingerprint) -> String {
    fingerprint.grouped().chars().take(14).collect::<String>() + " …"
}

fn or_unknown(text: &str) -> &str {
    if text.is_empty() {
        "an unknown name"
    } else {
        text
    }
}
