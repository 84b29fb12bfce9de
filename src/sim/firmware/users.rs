//! Who may log in, and to what: accounts, their realms, and the pause after many wrong passwords.
//!
//! Source: `docs/protocol/wsman.md` § 1.3, § 6.6.

use std::time::{Duration, Instant};

use crate::proto::digest::Ha1;

/// A set of realms: what an account may touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Realms(u32);

impl Realms {
    /// SOL, storage redirection, KVM and their settings.
    pub const REDIRECTION: Self = Self(1 << 2);
    /// Everything.
    pub const ADMINISTRATION: Self = Self(1 << 3);
    /// Inventory.
    pub const HARDWARE_ASSET: Self = Self(1 << 4);
    /// Power and boot.
    pub const REMOTE_CONTROL: Self = Self(1 << 5);
    /// Event log, with the right to clear it.
    pub const EVENT_MANAGER: Self = Self(1 << 7);
    /// The clock.
    pub const NETWORK_TIME: Self = Self(1 << 12);
    /// Versions, names, features.
    pub const GENERAL_INFO: Self = Self(1 << 13);
    /// Local user notification; the system account `$$uns` has it (observed).
    pub const LOCAL_USER_NOTIFICATION: Self = Self(1 << 16);
    /// Event log, reading only.
    pub const EVENT_LOG_READER: Self = Self(1 << 19);
    /// Audit log.
    pub const AUDIT_LOG: Self = Self(1 << 20);
    /// Accounts.
    pub const ACL: Self = Self(1 << 21);

    /// The realms with these numbers; `None` if one does not exist.
    #[must_use]
    pub fn from_numbers(numbers: &[u32]) -> Option<Self> {
        numbers.iter().try_fold(Self::default(), |set, number| {
            matches!(number, 2..=21 | 24).then(|| Self(set.0 | 1 << number))
        })
    }

    /// Their numbers, ascending.
    pub fn numbers(self) -> impl Iterator<Item = u32> {
        (0..32).filter(move |number| self.0 >> number & 1 == 1)
    }

    /// One bit per realm; the administrator has every one that exists.
    #[must_use]
    pub const fn mask(self) -> u32 {
        if self.allow(Self::ADMINISTRATION) {
            // 2 to 21, and 24.
            0x013F_FFFC
        } else {
            self.0
        }
    }

    /// Both sets together.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// One of `wanted` is here, or everything is allowed anyway.
    #[must_use]
    pub const fn allow(self, wanted: Self) -> bool {
        self.0 & (wanted.0 | Self::ADMINISTRATION.0) != 0
    }
}

/// From where an account may be used; `AccessPermission` on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// From the PC itself only.
    Local = 0,
    /// Over the network only.
    Network = 1,
    /// Both.
    Both = 2,
}

impl Access {
    /// The value on the wire.
    #[must_use]
    pub const fn from_wire(value: u32) -> Option<Self> {
        match value {
            0 => Some(Self::Local),
            1 => Some(Self::Network),
            2 => Some(Self::Both),
            _ => None,
        }
    }
}

/// One digest account.
#[derive(Debug, Clone)]
pub struct Account {
    /// Number by which consoles name it; 0 for the administrator, who has none.
    pub handle: u32,
    /// Login name, at most 16 ASCII characters.
    pub name: String,
    /// What its password is checked against.
    pub ha1: Ha1,
    /// From where it may be used.
    pub access: Access,
    /// What it may touch.
    pub realms: Realms,
    /// It may log in at present.
    pub is_enabled: bool,
}

/// Why a change of accounts is refused; the numbers are AMT status codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountRefusal {
    /// System accounts stay as they are.
    NotPermitted = 0x10,
    /// The list is full.
    LimitReached = 0x17,
    /// A name that nobody may have.
    InvalidParameter = 0x24,
    /// No account has this number.
    InvalidHandle = 0x805,
    /// A realm that does not exist.
    InvalidRealm = 0x807,
    /// The name is taken.
    Duplicate = 0x80A,
}

/// How a login ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Login {
    /// Welcome.
    Granted {
        /// What the account may touch.
        realms: Realms,
    },
    /// Unknown name, wrong password, or not from the network.
    Refused {
        /// Ten in a row, or one more after that: this many by now. Worth a line in the logs.
        alarm: Option<u16>,
    },
    /// Not even looked at: too many were wrong just before.
    Paused,
}

/// All accounts of a device.
#[derive(Debug, Clone)]
pub struct Users {
    admin: Account,
    /// At most [`MAX_ACCOUNTS`], by ascending handle.
    others: Vec<Account>,
    last_handle: u32,
    /// How often something about them was changed.
    changes: u32,
    failures: u16,
    last_failure: Option<Instant>,
    paused_until: Option<Instant>,
}

impl Users {
    /// The administrator and the system account that every device has.
    #[must_use]
    pub fn new(admin: String, ha1: Ha1, system_ha1: Ha1) -> Self {
        Self {
            admin: Account {
                handle: 0,
                name: admin,
                ha1,
                access: Access::Both,
                realms: Realms::ADMINISTRATION,
                is_enabled: true,
            },
            others: vec![Account {
                handle: 1,
                name: "$$uns".into(),
                ha1: system_ha1,
                access: Access::Local,
                realms: Realms::LOCAL_USER_NOTIFICATION,
                is_enabled: true,
            }],
            last_handle: 1,
            changes: 0,
            failures: 0,
            last_failure: None,
            paused_until: None,
        }
    }

    /// The administrator.
    #[must_use]
    pub const fn admin(&self) -> &Account {
        &self.admin
    }

    /// Everybody else, by ascending handle.
    #[must_use]
    pub fn others(&self) -> &[Account] {
        &self.others
    }

    /// The account with this handle.
    #[must_use]
    pub fn by_handle(&self, handle: u32) -> Option<&Account> {
        self.others.iter().find(|a| a.handle == handle)
    }

    /// How often something about the accounts was changed.
    #[must_use]
    pub const fn changes(&self) -> u32 {
        self.changes
    }

    /// A console tries to log in over the network; `proves` says whether it knows the password
    /// behind the sum.
    pub fn login(&mut self, now: Instant, name: &str, proves: impl FnOnce(&Ha1) -> bool) -> Login {
        if self.paused_until.is_some_and(|until| now < until) {
            return Login::Paused;
        }
        let everybody = std::iter::once(&self.admin).chain(&self.others);
        let account = everybody
            .filter(|a| a.is_enabled && a.access != Access::Local)
            .find(|a| a.name == name);
        if let Some(account) = account.filter(|a| proves(&a.ha1)) {
            let realms = account.realms;
            self.failures = 0;
            return Login::Granted { realms };
        }
        let quiet = |last| now.saturating_duration_since(last) >= FORGIVEN_AFTER;
        if self.last_failure.is_some_and(quiet) {
            self.failures = 0;
        }
        self.last_failure = Some(now);
        self.failures = self.failures.saturating_add(1);
        let Some(beyond) = self.failures.checked_sub(FAILURES) else {
            return Login::Refused { alarm: None };
        };
        let pause = FIRST_PAUSE * 2u32.pow(beyond.min(DOUBLINGS).into());
        self.paused_until = Some(now + pause);
        Login::Refused {
            alarm: Some(self.failures),
        }
    }

    /// Adds an account and returns its handle.
    ///
    /// # Errors
    /// [`AccountRefusal`]; nothing changes then.
    pub fn add(&mut self, new: Account) -> Result<u32, AccountRefusal> {
        if !is_free_name(&new.name) {
            return Err(AccountRefusal::InvalidParameter);
        }
        if self.is_taken(&new.name) {
            return Err(AccountRefusal::Duplicate);
        }
        if self.others.len() >= MAX_ACCOUNTS {
            return Err(AccountRefusal::LimitReached);
        }
        self.last_handle += 1;
        let handle = self.last_handle;
        self.changes += 1;
        self.others.push(Account { handle, ..new });
        Ok(handle)
    }

    /// Replaces an account.
    ///
    /// # Errors
    /// [`AccountRefusal`]; nothing changes then.
    pub fn update(&mut self, new: Account) -> Result<(), AccountRefusal> {
        let renamed = self.changeable(new.handle)?.name != new.name;
        if !is_free_name(&new.name) {
            return Err(AccountRefusal::InvalidParameter);
        }
        if renamed && self.is_taken(&new.name) {
            return Err(AccountRefusal::Duplicate);
        }
        let is_enabled = self.changeable(new.handle)?.is_enabled;
        *self.changeable(new.handle)? = Account { is_enabled, ..new };
        self.changes += 1;
        Ok(())
    }

    /// Removes an account.
    ///
    /// # Errors
    /// [`AccountRefusal`].
    pub fn remove(&mut self, handle: u32) -> Result<(), AccountRefusal> {
        self.changeable(handle)?;
        self.changes += 1;
        self.others.retain(|a| a.handle != handle);
        Ok(())
    }

    /// Switches an account on or off.
    ///
    /// # Errors
    /// [`AccountRefusal`].
    pub fn set_enabled(&mut self, handle: u32, enabled: bool) -> Result<(), AccountRefusal> {
        self.changeable(handle)?.is_enabled = enabled;
        self.changes += 1;
        Ok(())
    }

    /// Gives the administrator another name and password.
    pub fn set_admin(&mut self, name: String, ha1: Ha1) {
        self.admin.name = name;
        self.admin.ha1 = ha1;
        self.changes += 1;
    }

    /// An account that a console may change: system accounts are not.
    fn changeable(&mut self, handle: u32) -> Result<&mut Account, AccountRefusal> {
        let found = self.others.iter_mut().find(|a| a.handle == handle);
        let account = found.ok_or(AccountRefusal::InvalidHandle)?;
        if account.name.starts_with("$$") {
            return Err(AccountRefusal::NotPermitted);
        }
        Ok(account)
    }

    fn is_taken(&self, name: &str) -> bool {
        self.admin.name == name || self.others.iter().any(|a| a.name == name)
    }
}

/// A name a console may give: 1..=16 ASCII characters, none of the forbidden ones, none of the
/// reserved words (spec).
fn is_free_name(name: &str) -> bool {
    matches!(name.len(), 1..=16)
        && name
            .chars()
            .all(|c| c.is_ascii_graphic() && !",:\"&<>".contains(c))
        && !name.starts_with("$$")
        && !["admin", "administrator"].contains(&name.to_ascii_lowercase().as_str())
}

/// Accounts beside the administrator (inferred; sources name no number).
const MAX_ACCOUNTS: usize = 16;
/// Wrong logins in a row that cause the first pause (observed).
const FAILURES: u16 = 10;
/// The first pause; each further wrong login doubles it (observed).
const FIRST_PAUSE: Duration = Duration::from_secs(5);
/// 5 s doubled this often is 80 s, the longest (observed).
const DOUBLINGS: u16 = 4;
/// A quiet hour forgives everything (observed).
const FORGIVEN_AFTER: Duration = Duration::from_secs(3600);

#[cfg(test)]
mod tests {
    use super::*;

    fn ha1(byte: u8) -> Ha1 {
        Ha1::from_digest([byte; 32])
    }

    fn users() -> Users {
        Users::new("admin".into(), ha1(b'a'), ha1(b'u'))
    }

    fn account(name: &str, realms: Realms) -> Account {
        Account {
            handle: 0,
            name: name.into(),
            ha1: ha1(b't'),
            access: Access::Network,
            realms,
            is_enabled: true,
        }
    }

    fn login(users: &mut Users, now: Instant, name: &str, byte: u8) -> Login {
        users.login(now, name, |known| *known == ha1(byte))
    }

    #[test]
    fn ten_wrong_logins_pause_and_further_ones_double_the_pause_up_to_80_seconds() {
        let mut now = Instant::now();
        let mut users = users();
        for _ in 0..9 {
            let refused = Login::Refused { alarm: None };
            assert_eq!(login(&mut users, now, "admin", b'x'), refused);
        }
        for (count, pause) in [(10, 5), (11, 10), (12, 20), (13, 40), (14, 80), (15, 80)] {
            let alarm = Some(count);
            let refused = Login::Refused { alarm };
            assert_eq!(login(&mut users, now, "nobody", b'x'), refused);
            now += Duration::from_millis(pause * 1000 - 1);
            assert_eq!(login(&mut users, now, "admin", b'a'), Login::Paused);
            now += Duration::from_millis(1);
        }
        let realms = Realms::ADMINISTRATION;
        let granted = Login::Granted { realms };
        assert_eq!(login(&mut users, now, "admin", b'a'), granted);
        let refused = Login::Refused { alarm: None };
        assert_eq!(login(&mut users, now, "admin", b'x'), refused);
    }

    #[test]
    fn a_quiet_hour_forgives() {
        let mut now = Instant::now();
        let mut users = users();
        for _ in 0..9 {
            login(&mut users, now, "admin", b'x');
        }
        now += FORGIVEN_AFTER;
        let refused = Login::Refused { alarm: None };
        assert_eq!(login(&mut users, now, "admin", b'x'), refused);
    }

    #[test]
    fn local_and_disabled_accounts_do_not_get_in_from_the_network() {
        let now = Instant::now();
        let mut users = users();
        let refused = Login::Refused { alarm: None };
        assert_eq!(login(&mut users, now, "$$uns", b'u'), refused);
        let handle = users.add(account("tech", Realms::REDIRECTION)).unwrap();
        let realms = Realms::REDIRECTION;
        let granted = Login::Granted { realms };
        assert_eq!(login(&mut users, now, "tech", b't'), granted);
        users.set_enabled(handle, false).unwrap();
        assert_eq!(login(&mut users, now, "tech", b't'), refused);
    }

    #[test]
    fn realms_allow_what_they_name_and_administration_allows_all() {
        let technician = Realms::from_numbers(&[2, 5, 13]).unwrap();
        assert!(technician.allow(Realms::REMOTE_CONTROL));
        assert!(!technician.allow(Realms::AUDIT_LOG));
        assert!(technician.allow(Realms::AUDIT_LOG.or(Realms::GENERAL_INFO)));
        assert!(Realms::ADMINISTRATION.allow(Realms::ACL));
        assert_eq!(technician.numbers().collect::<Vec<_>>(), [2, 5, 13]);
        assert_eq!(Realms::from_numbers(&[2, 22]), None);
    }

    #[test]
    fn accounts_are_added_changed_and_removed_but_system_ones_stay() {
        let mut users = users();
        let handle = users.add(account("tech", Realms::ACL)).unwrap();
        let again = users.add(account("tech", Realms::ACL));
        assert_eq!(again, Err(AccountRefusal::Duplicate));
        for name in ["", "administrator", "$$x", "a,b", "seventeen letters", "ä"] {
            let refused = users.add(account(name, Realms::ACL));
            assert_eq!(refused, Err(AccountRefusal::InvalidParameter), "{name}");
        }
        let renamed = Account {
            handle,
            ..account("tech2", Realms::REMOTE_CONTROL)
        };
        users.update(renamed).unwrap();
        assert_eq!(users.by_handle(handle).unwrap().name, "tech2");
        assert_eq!(users.remove(1), Err(AccountRefusal::NotPermitted));
        assert_eq!(users.remove(99), Err(AccountRefusal::InvalidHandle));
        users.remove(handle).unwrap();
        assert_eq!(users.others().len(), 1);
        for i in 0..MAX_ACCOUNTS - 1 {
            users.add(account(&format!("t{i}"), Realms::ACL)).unwrap();
        }
        let full = users.add(account("last", Realms::ACL));
        assert_eq!(full, Err(AccountRefusal::LimitReached));
    }
}
