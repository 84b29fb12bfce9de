//! Passwords in the key store of the operating system: Secret Service, Keychain, Credential
//! Manager.
//!
//! A system without one, and one that is locked, are normal: the person types the password then.
//! Calls block, perhaps until somebody has answered a question of the system; never call them
//! from an async task or from a window's thread.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::trusted::DeviceKey;
use crate::wire::Secret;

/// Why the key store did not help.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyStoreError {
    /// This system has none, or none that is running.
    #[error("this system has no key store")]
    Absent,
    /// It is locked, or the person refused to unlock it.
    #[error("the key store is locked")]
    Locked,
    /// It failed in its own way.
    #[error("the key store failed: {0}")]
    Failed(String),
}

/// Where passwords are kept.
#[derive(Debug)]
pub struct SecretStore(Kind);

#[derive(Debug)]
enum Kind {
    System,
    Nowhere,
    Memory(Mutex<BTreeMap<(DeviceKey, String), Secret<String>>>),
}

impl SecretStore {
    /// The key store of the operating system.
    #[must_use]
    pub const fn of_the_system() -> Self {
        Self(Kind::System)
    }

    /// None: every password is asked for. For demonstrations, which touch nothing of the user's.
    #[must_use]
    pub const fn nowhere() -> Self {
        Self(Kind::Nowhere)
    }

    /// One that lasts as long as this value.
    #[must_use]
    pub const fn in_memory() -> Self {
        Self(Kind::Memory(Mutex::new(BTreeMap::new())))
    }

    /// The password of a user at a device; `None` if it was never stored.
    ///
    /// # Errors
    /// [`KeyStoreError`].
    pub fn read(
        &self,
        device: &DeviceKey,
        user: &str,
    ) -> Result<Option<Secret<String>>, KeyStoreError> {
        match &self.0 {
            Kind::Nowhere => Err(KeyStoreError::Absent),
            Kind::Memory(passwords) => {
                let passwords = passwords.lock().unwrap_or_else(PoisonError::into_inner);
                Ok(passwords.get(&(device.clone(), user.to_owned())).cloned())
            }
            Kind::System => match entry(device, user)?.get_password() {
                Ok(password) => Ok(Some(Secret::new(password))),
                Err(keyring::Error::NoEntry) => Ok(None),
                Err(error) => Err(failure(error)),
            },
        }
    }

    /// Stores the password of a user at a device, over an earlier one.
    ///
    /// # Errors
    /// [`KeyStoreError`].
    pub fn write(
        &self,
        device: &DeviceKey,
        user: &str,
        password: &Secret<String>,
    ) -> Result<(), KeyStoreError> {
        match &self.0 {
            Kind::Nowhere => Err(KeyStoreError::Absent),
            Kind::Memory(passwords) => {
                let mut passwords = passwords.lock().unwrap_or_else(PoisonError::into_inner);
                passwords.insert((device.clone(), user.to_owned()), password.clone());
                Ok(())
            }
            Kind::System => entry(device, user)?
                .set_password(password.expose())
                .map_err(failure),
        }
    }

    /// Forgets the password of a user at a device; it need not be there.
    ///
    /// # Errors
    /// [`KeyStoreError`].
    pub fn forget(&self, device: &DeviceKey, user: &str) -> Result<(), KeyStoreError> {
        match &self.0 {
            Kind::Nowhere => Ok(()),
            Kind::Memory(passwords) => {
                let mut passwords = passwords.lock().unwrap_or_else(PoisonError::into_inner);
                passwords.remove(&(device.clone(), user.to_owned()));
                Ok(())
            }
            Kind::System => match entry(device, user)?.delete_credential() {
                Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
                Err(error) => Err(failure(error)),
            },
        }
    }
}

fn entry(device: &DeviceKey, user: &str) -> Result<keyring::Entry, KeyStoreError> {
    keyring::Entry::new("Outband", &format!("{user}@{}", device.as_str())).map_err(failure)
}

/// Some errors of the crate carry the password's bytes; none of them is kept.
fn failure(error: keyring::Error) -> KeyStoreError {
    use keyring::Error as E;
    match error {
        E::NoDefaultStore | E::NotSupportedByStore(_) => KeyStoreError::Absent,
        E::NoStorageAccess(_) => KeyStoreError::Locked,
        E::PlatformFailure(cause) => KeyStoreError::Failed(cause.to_string()),
        E::TooLong(what, limit) => {
            KeyStoreError::Failed(format!("{what} is longer than {limit} characters"))
        }
        E::BadEncoding(_) | E::BadDataFormat(..) => {
            KeyStoreError::Failed("what it holds is no text".to_owned())
        }
        E::Ambiguous(_) => KeyStoreError::Failed("it holds several passwords".to_owned()),
        E::BadStoreFormat(_) | E::Invalid(..) | E::NoEntry | _ => {
            KeyStoreError::Failed("it does not work as expected".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_kept_for_each_device_and_user() {
        let store = SecretStore::in_memory();
        let [desk, lab] = ["desk", "lab"].map(|host| DeviceKey::new(host, &[]));
        let secret = |text: &str| Secret::new(text.to_owned());
        store.write(&desk, "admin", &secret("one")).unwrap();
        store.write(&desk, "operator", &secret("two")).unwrap();
        assert_eq!(store.read(&desk, "admin"), Ok(Some(secret("one"))));
        assert_eq!(store.read(&lab, "admin"), Ok(None));
        store.forget(&desk, "admin").unwrap();
        assert_eq!(store.read(&desk, "admin"), Ok(None));
        assert_eq!(store.read(&desk, "operator"), Ok(Some(secret("two"))));
    }

    #[test]
    fn without_a_store_reading_and_writing_say_so() {
        let store = SecretStore::nowhere();
        let desk = DeviceKey::new("desk", &[]);
        assert_eq!(store.read(&desk, "admin"), Err(KeyStoreError::Absent));
        let password = Secret::new("P@ssw0rd".to_owned());
        assert_eq!(
            store.write(&desk, "admin", &password),
            Err(KeyStoreError::Absent)
        );
    }

    #[test]
    fn an_error_never_carries_what_the_store_held() {
        let error = failure(keyring::Error::BadEncoding(b"P@ssw0rd".to_vec()));
        let text = format!("{error} {error:?}");
        assert!(!text.contains("80, 64") && !text.contains("P@ss"), "{text}");
    }
}
