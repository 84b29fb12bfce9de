//! `AMT_AuthorizationService`: accounts and what they may do.
//!
//! Source: `docs/protocol/wsman.md` § 6.6.

use super::open_set;
use crate::proto::wsman::call::Call;
use crate::proto::wsman::instance::{Instance, PropertyError};

open_set! {
    /// From where an account may be used.
    AccessPermission: u32 {
        /// From the PC itself only.
        LOCAL = 0, "local";
        /// Over the network only.
        NETWORK = 1, "network";
        /// Both.
        ANY = 2, "local and network";
    }
}

/// Rights of an account, by number. Unknown ones survive.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Realms(pub Vec<u32>);

impl Realms {
    /// Sessions for screen, serial and storage, and their settings.
    pub const REDIRECTION: u32 = 2;
    /// Everything.
    pub const ADMINISTRATION: u32 = 3;
    /// Hardware inventory.
    pub const HARDWARE_ASSET: u32 = 4;
    /// Power and boot.
    pub const REMOTE_CONTROL: u32 = 5;
    /// General information.
    pub const GENERAL_INFO: u32 = 13;
    /// Reading the event log.
    pub const EVENT_LOG_READER: u32 = 19;
    /// Audit log.
    pub const AUDIT_LOG: u32 = 20;

    /// Name of a right.
    #[must_use]
    pub fn name(realm: u32) -> Option<&'static str> {
        let at = REALMS.binary_search_by_key(&realm, |row| row.0).ok()?;
        REALMS.get(at).map(|row| row.1)
    }

    /// Names of all rights; numbers where nobody published a name.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let name = |r: &u32| Self::name(*r).map_or_else(|| r.to_string(), str::to_owned);
        self.0.iter().map(name).collect()
    }
}

/// Output of `EnumerateUserAclEntries`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AclHandles {
    /// Accounts in all, `admin` not among them.
    pub total: u32,
    /// Handles in this page.
    pub handles: Vec<u32>,
}

impl AclHandles {
    /// Lists handles; the first has index 1.
    #[must_use]
    pub fn list(start_index: u32) -> Call {
        Call::invoke("AMT_AuthorizationService", "EnumerateUserAclEntries")
            .with("StartIndex", &start_index.to_string())
    }

    /// Reads the output of the method.
    ///
    /// # Errors
    /// [`PropertyError`].
    pub fn from_output(i: &Instance) -> Result<Self, PropertyError> {
        Ok(Self {
            total: i.required("TotalCount")?,
            handles: i.array("Handles")?,
        })
    }
}

/// One account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AclEntry {
    /// Name of a digest account; `None` for a Kerberos one.
    pub user: Option<String>,
    /// From where it may be used.
    pub access: Option<AccessPermission>,
    /// What it may do.
    pub realms: Realms,
}

impl AclEntry {
    /// Reads the account of a handle.
    #[must_use]
    pub fn read(handle: u32) -> Call {
        Call::invoke("AMT_AuthorizationService", "GetUserAclEntryEx")
            .with("Handle", &handle.to_string())
    }

    /// Reads the output of the method.
    ///
    /// # Errors
    /// [`PropertyError`].
    pub fn from_output(i: &Instance) -> Result<Self, PropertyError> {
        Ok(Self {
            user: i.label("DigestUsername"),
            access: i.optional("AccessPermission")?,
            realms: Realms(i.array("Realms")?),
        })
    }

    /// An account of the firmware itself; not for people, cannot be removed.
    #[must_use]
    pub fn is_system(&self) -> bool {
        self.user.as_ref().is_some_and(|u| u.starts_with("$$"))
    }
}

const REALMS: &[(u32, &str)] = &[
    (2, "Redirection"),
    (3, "Administration"),
    (4, "Hardware inventory"),
    (5, "Remote control"),
    (6, "Storage"),
    (7, "Event manager"),
    (8, "Storage administration"),
    (9, "Agent presence, local"),
    (10, "Agent presence, remote"),
    (11, "System Defense"),
    (12, "Network time"),
    (13, "General information"),
    (14, "Firmware update"),
    (15, "External interface"),
    (16, "Local user notification"),
    (17, "Endpoint access control"),
    (18, "Endpoint access control administration"),
    (19, "Event log reader"),
    (20, "Audit log"),
    (21, "Access control list"),
    (24, "Local system"),
];

#[cfg(test)]
mod tests {
    use super::super::test_support::instance;
    use super::*;

    #[test]
    fn realms_are_sorted_and_unknown_ones_keep_their_number() {
        assert!(REALMS.is_sorted_by(|a, b| a.0 < b.0));
        let realms = Realms(vec![2, 99]);
        assert_eq!(realms.names(), ["Redirection", "99"]);
    }

    #[test]
    fn system_accounts_are_told_apart() {
        let i = instance("X", "DigestUsername=$$uns\nAccessPermission=0\nRealms=16");
        let entry = AclEntry::from_output(&i).unwrap();
        assert!(entry.is_system());
        assert_eq!(entry.access, Some(AccessPermission::LOCAL));
    }
}
