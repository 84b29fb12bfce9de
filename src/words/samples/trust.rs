//! Certificates and encryption.

use std::time::Duration;

use time::OffsetDateTime;

use super::{FLAW, certificate, not_found};
use crate::net::tls::Outdated;
use crate::proto::certificate::Fingerprint;
use crate::proto::tls_hello::TlsVersion;
use crate::session::TrustFault;
use crate::store::trusted::TrustStoreError;

places! { check_trust: TrustFault {
    TrustFault::Unknown { .. } => 0,
    TrustFault::Changed { .. } => 1,
    TrustFault::OutOfDate { .. } => 2,
    TrustFault::UnknownIssuer { .. } => 3,
    TrustFault::WrongName { .. } => 4,
    TrustFault::Flawed { .. } => 5,
    TrustFault::EncryptionGone { .. } => 6,
    TrustFault::PlainPort { .. } => 7,
    TrustFault::Outdated { .. } => 8,
    TrustFault::NotEncrypted => 9,
    TrustFault::OnlyEncrypted => 10,
    TrustFault::WantsIdentity => 11,
    TrustFault::Identity(_) => 12,
    TrustFault::NoTls(_) => 13,
    TrustFault::RealmChanged { .. } => 14,
    TrustFault::Store(_) => 15,
} }

pub(super) fn trust() -> Vec<TrustFault> {
    let device = || "lab-12".to_owned();
    let since = OffsetDateTime::UNIX_EPOCH;
    let mut all = vec![
        TrustFault::Unknown {
            device: device(),
            certificate: certificate(),
        },
        TrustFault::Changed {
            device: device(),
            known: Fingerprint::of(b"before"),
            since: None,
            offered: certificate(),
        },
        TrustFault::UnknownIssuer {
            offered: certificate(),
        },
        TrustFault::WrongName {
            device: device(),
            offered: certificate(),
        },
        TrustFault::Flawed {
            flaw: FLAW.to_owned(),
        },
        TrustFault::EncryptionGone { since },
        TrustFault::PlainPort { since },
        TrustFault::NotEncrypted,
        TrustFault::OnlyEncrypted,
        TrustFault::WantsIdentity,
        TrustFault::Identity(rustls::Error::DecryptError),
        TrustFault::NoTls(rustls::Error::DecryptError),
        TrustFault::RealmChanged {
            known: "a".into(),
            offered: "b".into(),
        },
        TrustFault::Store(TrustStoreError::Newer {
            path: "/home/sam/trusted.toml".into(),
        }),
        TrustFault::Store(TrustStoreError::File(crate::store::file::FileError {
            what: "read",
            path: "/home/sam/trusted.toml".into(),
            cause: not_found(),
        })),
    ];
    for now in [since - Duration::from_secs(9), OffsetDateTime::now_utc()] {
        all.push(TrustFault::OutOfDate {
            offered: certificate(),
            now,
        });
    }
    for offers in [
        Outdated::Version(TlsVersion::TLS10),
        Outdated::KeyExchange,
        Outdated::WeakKey("RSA 1024".into()),
    ] {
        all.push(TrustFault::Outdated { offers });
    }
    all
}
