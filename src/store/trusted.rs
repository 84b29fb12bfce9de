//! Certificates that were trusted: one entry per device, in a file that a person can read.
//!
//! ```toml
//! version = 1
//!
//! [pc."front-desk-04"]
//! certificate = "sha256:4b7a90d2…"
//! subject = "CN=front-desk-04"
//! issuer = "CN=front-desk-04"
//! valid_until = "2031-04-02T00:00:00Z"
//! trusted_since = "2025-11-03T10:41:00Z"
//! trusted_how = "asked"
//! realm = "Digest:A407…"
//! encrypted_since = "2025-11-03T10:41:00Z"
//! ```

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize, Serializer};
use time::OffsetDateTime;

use super::file::{self, FileError};
use super::paths::Folder;
use crate::limits;
use crate::proto::certificate::{Certificate, Fingerprint};

/// Names a device in the file: host in lower case, with its ports if they are not the usual.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DeviceKey(String);

impl DeviceKey {
    /// The key of a host; `ports` are those that the person typed.
    #[must_use]
    pub fn new(host: &str, ports: &[u16]) -> Self {
        let mut key = host.to_ascii_lowercase();
        if !ports.is_empty() && key.contains(':') {
            key = format!("[{key}]");
        }
        for port in ports {
            key.push_str(&format!(":{port}"));
        }
        Self(key)
    }

    /// The key as it stands in the file.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How a certificate came to be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TrustedHow {
    /// A person compared it and said yes.
    Asked,
    /// It was the first one, and the person had said that this is enough.
    FirstUse,
    /// Its fingerprint was given with the command.
    Fingerprint,
    /// It replaced another one, on a person's word.
    Replaced,
}

/// What is known about one device.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    /// The certificate it must show.
    pub certificate: Option<Pin>,
    /// The digest realm it must name.
    pub realm: Option<String>,
    /// When it was first seen with TLS; from then on plain is never taken silently.
    pub encrypted_since: Option<OffsetDateTime>,
}

/// A trusted certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// Names exactly this certificate.
    pub fingerprint: Fingerprint,
    /// Whom it is for.
    pub subject: String,
    /// Who vouches for it.
    pub issuer: String,
    /// Last moment of its validity.
    pub valid_until: OffsetDateTime,
    /// When it was trusted.
    pub since: OffsetDateTime,
    /// How.
    pub how: TrustedHow,
    /// Why the one before was given up, in the person's words.
    pub reason: Option<String>,
}

impl Pin {
    /// A pin on this certificate.
    #[must_use]
    pub fn new(certificate: &Certificate, now: OffsetDateTime, how: TrustedHow) -> Self {
        Self {
            fingerprint: certificate.fingerprint,
            subject: certificate.subject.clone(),
            issuer: certificate.issuer.clone(),
            valid_until: certificate.not_after,
            since: now,
            how,
            reason: None,
        }
    }
}

/// The file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TrustStoreError {
    /// The system refuses.
    #[error(transparent)]
    File(#[from] FileError),
    /// Somebody has edited it into something else. It is left alone: losing pins silently would
    /// be the same as trusting everybody anew.
    #[error("{} is not a list of certificates", path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        cause: toml::de::Error,
    },
    /// A newer version of this program wrote it.
    #[error("{} was written by a newer version", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
    },
}

/// The file of trusted certificates. Clones share it.
#[derive(Debug, Clone)]
pub struct TrustStore(Place);

#[derive(Debug, Clone)]
enum Place {
    File(PathBuf),
    Memory(Arc<Mutex<Document>>),
}

impl TrustStore {
    /// The file in this folder; it need not be there yet.
    #[must_use]
    pub fn new(folder: &Folder) -> Self {
        Self(Place::File(folder.trusted()))
    }

    /// One that lasts as long as its clones. For demonstrations, which touch nothing of the
    /// user's.
    #[must_use]
    pub fn in_memory() -> Self {
        Self(Place::Memory(Arc::default()))
    }

    /// What is known about a device; nothing if it was never seen.
    ///
    /// # Errors
    /// [`TrustStoreError`].
    pub fn known(&self, device: &DeviceKey) -> Result<Known, TrustStoreError> {
        let entry = match &self.0 {
            Place::File(path) => load(path)?.pc.remove(device.as_str()),
            Place::Memory(document) => locked(document).pc.get(device.as_str()).cloned(),
        };
        Ok(entry.map_or_else(Known::default, Known::from))
    }

    /// Changes what is known about a device. Safe beside other windows and processes.
    ///
    /// # Errors
    /// [`TrustStoreError`]; nothing is changed then.
    pub fn update(
        &self,
        device: &DeviceKey,
        change: impl FnOnce(&mut Known),
    ) -> Result<Known, TrustStoreError> {
        self.edit(|pc| {
            let entry = pc.remove(device.as_str());
            let mut known = entry.map_or_else(Known::default, Known::from);
            let before = known.clone();
            change(&mut known);
            pc.insert(device.as_str().to_owned(), Entry::from(known.clone()));
            (known != before, known)
        })
    }

    /// Forgets a device altogether: the next connection is a first use.
    ///
    /// # Errors
    /// [`TrustStoreError`].
    pub fn forget(&self, device: &DeviceKey) -> Result<(), TrustStoreError> {
        self.edit(|pc| (pc.remove(device.as_str()).is_some(), ()))
    }

    /// Changes all entries at once; `change` says whether it did.
    fn edit<T>(
        &self,
        change: impl FnOnce(&mut BTreeMap<String, Entry>) -> (bool, T),
    ) -> Result<T, TrustStoreError> {
        match &self.0 {
            Place::Memory(document) => Ok(change(&mut locked(document).pc).1),
            Place::File(path) => file::locked(path, || {
                let mut document = load(path)?;
                let (is_changed, result) = change(&mut document.pc);
                if is_changed {
                    let body = toml::to_string(&document).unwrap_or_default();
                    file::replace(path, &format!("{HEADING}{body}"))?;
                }
                Ok(result)
            }),
        }
    }
}

fn locked(document: &Mutex<Document>) -> MutexGuard<'_, Document> {
    document.lock().unwrap_or_else(PoisonError::into_inner)
}

fn load(path: &Path) -> Result<Document, TrustStoreError> {
    let Some(text) = file::read(path, limits::STORE_BYTES)? else {
        return Ok(Document::default());
    };
    // Whatever else a newer version writes, it says which one it is.
    let known = toml::from_str::<Version>(&text);
    if known.is_ok_and(|known| known.version > VERSION) {
        return Err(TrustStoreError::Newer {
            path: path.to_owned(),
        });
    }
    toml::from_str(&text).map_err(|cause| TrustStoreError::Format {
        path: path.to_owned(),
        cause,
    })
}

/// The part of the file that every version has.
#[derive(Deserialize)]
struct Version {
    version: u32,
}

const VERSION: u32 = 1;

const HEADING: &str = "\
# Certificates of PCs that were trusted. Remove an entry to be asked again.\n";

/// The file as serde sees it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: u32,
    #[serde(default)]
    pc: BTreeMap<String, Entry>,
}

impl Default for Document {
    fn default() -> Self {
        Self {
            version: VERSION,
            pc: BTreeMap::new(),
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "Fields")]
struct Entry {
    #[serde(flatten)]
    pin: Option<PinEntry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    realm: Option<String>,
    #[serde(with = "time::serde::rfc3339::option")]
    #[serde(skip_serializing_if = "Option::is_none")]
    encrypted_since: Option<OffsetDateTime>,
}

#[derive(Debug, Clone, Serialize)]
struct PinEntry {
    #[serde(serialize_with = "as_text")]
    certificate: Fingerprint,
    subject: String,
    issuer: String,
    #[serde(with = "time::serde::rfc3339")]
    valid_until: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    trusted_since: OffsetDateTime,
    trusted_how: TrustedHow,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

fn as_text<S: Serializer>(fingerprint: &Fingerprint, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(fingerprint)
}

/// An entry as it is read: a certificate of which a field is missing or odd must be a mistake that
/// is told. Taken for none, it would make the next connection a first use.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    certificate: Option<String>,
    subject: Option<String>,
    issuer: Option<String>,
    #[serde(default, with = "time::serde::rfc3339::option")]
    valid_until: Option<OffsetDateTime>,
    #[serde(default, with = "time::serde::rfc3339::option")]
    trusted_since: Option<OffsetDateTime>,
    trusted_how: Option<TrustedHow>,
    reason: Option<String>,
    realm: Option<String>,
    #[serde(default, with = "time::serde::rfc3339::option")]
    encrypted_since: Option<OffsetDateTime>,
}

impl TryFrom<Fields> for Entry {
    type Error = &'static str;

    fn try_from(fields: Fields) -> Result<Self, Self::Error> {
        let Fields {
            certificate,
            subject,
            issuer,
            valid_until,
            trusted_since,
            trusted_how,
            reason,
            realm,
            encrypted_since,
        } = fields;
        let parts = (
            certificate,
            subject,
            issuer,
            valid_until,
            trusted_since,
            trusted_how,
        );
        let pin = match parts {
            (None, None, None, None, None, None) if reason.is_none() => None,
            (
                Some(certificate),
                Some(subject),
                Some(issuer),
                Some(valid_until),
                Some(trusted_since),
                Some(trusted_how),
            ) => Some(PinEntry {
                certificate: certificate
                    .parse()
                    .map_err(|_| "the certificate is no SHA-256 fingerprint")?,
                subject,
                issuer,
                valid_until,
                trusted_since,
                trusted_how,
                reason,
            }),
            _ => return Err("a part of the certificate is missing"),
        };
        Ok(Self {
            pin,
            realm,
            encrypted_since,
        })
    }
}

impl From<Entry> for Known {
    fn from(entry: Entry) -> Self {
        Self {
            certificate: entry.pin.map(|pin| Pin {
                fingerprint: pin.certificate,
                subject: pin.subject,
                issuer: pin.issuer,
                valid_until: pin.valid_until,
                since: pin.trusted_since,
                how: pin.trusted_how,
                reason: pin.reason,
            }),
            realm: entry.realm,
            encrypted_since: entry.encrypted_since,
        }
    }
}

impl From<Known> for Entry {
    fn from(known: Known) -> Self {
        Self {
            pin: known.certificate.map(|pin| PinEntry {
                certificate: pin.fingerprint,
                subject: pin.subject,
                issuer: pin.issuer,
                valid_until: pin.valid_until,
                trusted_since: pin.since,
                trusted_how: pin.how,
                reason: pin.reason,
            }),
            realm: known.realm,
            encrypted_since: known.encrypted_since,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn at(seconds: i64) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(seconds).unwrap()
    }

    fn pin(byte: u8) -> Pin {
        Pin {
            fingerprint: Fingerprint([byte; 32]),
            subject: "CN=front-desk-04".into(),
            issuer: "CN=\"odd\"\nline".into(),
            valid_until: at(1_900_000_000),
            since: at(1_700_000_000),
            how: TrustedHow::Asked,
            reason: None,
        }
    }

    #[test]
    fn what_was_learnt_is_there_after_a_restart_and_readable() {
        let folder = tempfile::tempdir().unwrap();
        let store = TrustStore::new(&Folder::new(folder.path().to_owned()));
        let [desk, lab] = [
            DeviceKey::new("Front-Desk-04", &[]),
            DeviceKey::new("::1", &[40123]),
        ];
        assert_eq!(store.known(&desk).unwrap(), Known::default());
        store
            .update(&desk, |k| k.certificate = Some(pin(0x4B)))
            .unwrap();
        store
            .update(&lab, |k| k.realm = Some("Digest:A407".into()))
            .unwrap();
        store
            .update(&desk, |k| k.encrypted_since = Some(at(1_700_000_000)))
            .unwrap();

        let again = TrustStore::new(&Folder::new(folder.path().to_owned()));
        let known = again.known(&desk).unwrap();
        assert_eq!(known.certificate, Some(pin(0x4B)));
        assert_eq!(known.encrypted_since, Some(at(1_700_000_000)));
        assert_eq!(
            again.known(&lab).unwrap().realm.as_deref(),
            Some("Digest:A407")
        );

        let text = fs::read_to_string(folder.path().join("trusted.toml")).unwrap();
        assert!(text.starts_with("# Certificates of PCs"), "{text}");
        assert!(text.contains("[pc.front-desk-04]"), "{text}");
        assert!(text.contains("[pc.\"[::1]:40123\"]"), "{text}");
        assert!(text.contains(&format!("certificate = \"sha256:{}\"", "4b".repeat(32))));
        assert!(
            text.contains("trusted_since = \"2023-11-14T22:13:20Z\""),
            "{text}"
        );

        again.forget(&desk).unwrap();
        assert_eq!(again.known(&desk).unwrap(), Known::default());
    }

    #[test]
    fn the_example_of_the_documentation_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let text = format!(
            "version = 1\n\n[pc.\"front-desk-04\"]\ncertificate = \"sha256:{}\"\n\
             subject = \"CN=front-desk-04\"\nissuer = \"CN=front-desk-04\"\n\
             valid_until = \"2031-04-02T00:00:00Z\"\ntrusted_since = \"2025-11-03T10:41:00Z\"\n\
             trusted_how = \"asked\"\nrealm = \"Digest:A407\"\n\
             encrypted_since = \"2025-11-03T10:41:00Z\"\n",
            "4b".repeat(32)
        );
        fs::write(folder.path().join("trusted.toml"), text).unwrap();
        let store = TrustStore::new(&Folder::new(folder.path().to_owned()));
        let known = store.known(&DeviceKey::new("front-desk-04", &[])).unwrap();
        assert_eq!(known.certificate.unwrap().how, TrustedHow::Asked);
        assert_eq!(known.encrypted_since, Some(at(1_762_166_460)));
    }

    #[test]
    fn half_a_certificate_is_a_mistake_and_not_a_first_use() {
        let folder = tempfile::tempdir().unwrap();
        let store = TrustStore::new(&Folder::new(folder.path().to_owned()));
        let desk = DeviceKey::new("desk", &[]);
        store
            .update(&desk, |k| k.certificate = Some(pin(0x4B)))
            .unwrap();
        let path = folder.path().join("trusted.toml");
        let whole = fs::read_to_string(&path).unwrap();
        for (from, to) in [
            ("sha256:4b", "sha256:4"),
            ("subject", "subjekt"),
            ("trusted_how = \"asked\"\n", ""),
            ("2030-03-17", "2030-03-71"),
        ] {
            let damaged = whole.replace(from, to);
            assert_ne!(damaged, whole, "{from}");
            fs::write(&path, &damaged).unwrap();
            let error = store.known(&desk).unwrap_err();
            assert!(matches!(error, TrustStoreError::Format { .. }), "{error}");
            assert!(store.update(&desk, |_| {}).is_err());
            assert_eq!(fs::read_to_string(&path).unwrap(), damaged);
        }
    }

    #[test]
    fn a_broken_or_newer_file_is_an_error_and_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("trusted.toml");
        let store = TrustStore::new(&Folder::new(folder.path().to_owned()));
        let desk = DeviceKey::new("desk", &[]);
        for (text, newer) in [
            ("version = 1\n[pc.desk]\ncertificate = \"junk\"\n[[", false),
            ("version = 9\n", true),
            ("version = 9\npc = \"another shape\"\n", true),
        ] {
            fs::write(&path, text).unwrap();
            let error = store
                .update(&desk, |k| k.realm = Some("x".into()))
                .unwrap_err();
            assert_eq!(
                matches!(error, TrustStoreError::Newer { .. }),
                newer,
                "{error}"
            );
            assert!(store.known(&desk).is_err());
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
    }
}
