//! The audit log: who did what from where, oldest first, big-endian.
//!
//! Source: `docs/protocol/wsman.md` § 6.2.

use core::net::IpAddr;
use std::collections::VecDeque;
use std::time::Instant;

use super::clock::after_secs;
use crate::wire::Writer;

/// Storage of the log. A recorded device with 161 records of some thirty bytes had 92 % left
/// (inferred from that).
pub const STORAGE_BYTES: usize = 64 * 1024;

/// Records one `ReadRecords` returns at most (observed).
pub const PAGE: usize = 10;

/// Who caused an event, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Account, or something without one.
    pub initiator: Initiator,
    /// Address of the console; the firmware's own doings have none.
    pub address: Option<IpAddr>,
}

/// `InitiatorType` of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Initiator {
    /// A digest account, by name.
    Digest(String),
    /// The firmware itself or the local PC.
    Local,
    /// Whoever holds the VNC password of port 5900.
    KvmPort,
}

impl Origin {
    /// The firmware itself.
    pub const LOCAL: Self = Self {
        initiator: Initiator::Local,
        address: None,
    };

    /// A console that logged in with a digest account.
    #[must_use]
    pub fn account(name: &str, address: Option<IpAddr>) -> Self {
        Self {
            initiator: Initiator::Digest(name.to_owned()),
            address,
        }
    }

    /// Name of the account, if there is one.
    #[must_use]
    pub fn account_name(&self) -> Option<&str> {
        match &self.initiator {
            Initiator::Digest(name) => Some(name),
            Initiator::Local | Initiator::KvmPort => None,
        }
    }
}

/// What happened. The numbers are application × 100 + event, as published tables write them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditEvent {
    /// An account was added.
    AccountAdded = 1602,
    /// An account was changed.
    AccountChanged = 1603,
    /// An account was removed.
    AccountRemoved = 1604,
    /// Wrong credentials, ten times in a row.
    BadCredentials = 1605,
    /// An account was switched on or off.
    AccountState = 1606,
    /// TLS settings were changed.
    TlsState = 1607,
    /// Provisioning was removed.
    Unprovisioned = 1619,
    /// The PC was powered on.
    PowerUp = 1700,
    /// The PC was powered off.
    PowerDown = 1701,
    /// The PC was switched off and on.
    PowerCycle = 1702,
    /// The PC was reset.
    Reset = 1703,
    /// Options for the next boot were set.
    SetBootOptions = 1704,
    /// The operating system was asked to shut down.
    GracefulOff = 1705,
    /// The operating system was asked to restart.
    GracefulReset = 1706,
    /// The operating system was asked to sleep.
    Standby = 1707,
    /// The operating system was asked to hibernate.
    Hibernate = 1708,
    /// A non-maskable interrupt was raised.
    Nmi = 1709,
    /// Storage redirection was opened.
    IderOpened = 1800,
    /// Storage redirection was closed.
    IderClosed = 1801,
    /// Storage redirection was switched on.
    IderEnabled = 1802,
    /// Storage redirection was switched off.
    IderDisabled = 1803,
    /// A serial console was opened.
    SolOpened = 1804,
    /// A serial console was closed.
    SolClosed = 1805,
    /// Serial over LAN was switched on.
    SolEnabled = 1806,
    /// Serial over LAN was switched off.
    SolDisabled = 1807,
    /// The screen was opened.
    KvmStarted = 1808,
    /// The screen was closed.
    KvmEnded = 1809,
    /// KVM was switched on.
    KvmEnabled = 1810,
    /// KVM was switched off.
    KvmDisabled = 1811,
    /// A wrong VNC password three times.
    VncPasswordWrong = 1812,
    /// The audit log was cleared.
    AuditCleared = 2000,
    /// The clock was set; four bytes of the new time follow.
    TimeSet = 2100,
    /// The event log was cleared.
    EventLogCleared = 2402,
    /// The event log was frozen.
    EventLogFrozen = 2403,
    /// Consent for KVM became necessary.
    KvmConsentOn = 2900,
    /// Consent for KVM became unnecessary.
    KvmConsentOff = 2901,
    /// The VNC password was changed.
    VncPasswordChanged = 2902,
    /// Consent inside a KVM session was given.
    KvmConsentGiven = 2903,
    /// Consent inside a KVM session failed.
    KvmConsentFailed = 2904,
    /// The consent policy was changed; the old and the new one follow.
    ConsentPolicy = 3000,
    /// A consent code was sent; one byte follows: 0 right, 1 wrong three times.
    ConsentCodeSent = 3001,
    /// Consent could not be started because of too many wrong codes.
    ConsentBlocked = 3002,
}

impl AuditEvent {
    /// Application and event number as they stand in a record.
    const fn numbers(self) -> (u16, u16) {
        let number = self as u16;
        (number / 100, number % 100)
    }
}

/// The log itself.
#[derive(Debug, Clone, Default)]
pub struct AuditLog {
    /// Oldest first; together at most [`STORAGE_BYTES`].
    records: VecDeque<Vec<u8>>,
    stored_bytes: usize,
    last_utc_secs: Option<u32>,
    lock: Option<Lock>,
    locks: u32,
}

/// A console has the log for itself.
#[derive(Debug, Clone, Copy)]
struct Lock {
    handle: u32,
    until: Instant,
}

impl AuditLog {
    /// Adds one record; the oldest make room (storage policy "roll over").
    ///
    /// `extended` is data of the event, at most 255 bytes of it are kept.
    pub fn add(&mut self, utc_secs: u32, event: AuditEvent, origin: &Origin, extended: &[u8]) {
        let record = record(utc_secs, event, origin, extended);
        self.stored_bytes += record.len();
        self.records.push_back(record);
        while self.stored_bytes > STORAGE_BYTES {
            let Some(oldest) = self.records.pop_front() else {
                break;
            };
            self.stored_bytes -= oldest.len();
        }
        self.last_utc_secs = Some(utc_secs);
    }

    /// Records from `start` (counted from 1) on, at most [`PAGE`] of them, oldest first.
    pub fn page(&self, start: usize) -> impl Iterator<Item = &[u8]> {
        let records = self.records.iter().map(Vec::as_slice);
        records.skip(start.saturating_sub(1)).take(PAGE)
    }

    /// How many records there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.records.len()
    }

    /// Storage left, 0..=100.
    #[must_use]
    pub const fn percentage_free(&self) -> usize {
        100 - self.stored_bytes * 100 / STORAGE_BYTES
    }

    /// When the newest record was written, in seconds since 1970.
    #[must_use]
    pub const fn last_utc_secs(&self) -> Option<u32> {
        self.last_utc_secs
    }

    /// Forgets every record.
    pub fn clear(&mut self) {
        self.records.clear();
        self.stored_bytes = 0;
    }

    /// Locks the log for `secs` and returns the handle; `None` if somebody else has it.
    pub fn lock(&mut self, now: Instant, secs: u32) -> Option<u32> {
        if self.is_locked(now) {
            return None;
        }
        self.locks += 1;
        let handle = self.locks;
        let until = after_secs(now, secs);
        self.lock = Some(Lock { handle, until });
        Some(handle)
    }

    /// Gives the lock back. Returns whether `handle` had it.
    pub fn unlock(&mut self, now: Instant, handle: u32) -> bool {
        let held = self.is_locked(now) && self.lock.is_some_and(|lock| lock.handle == handle);
        if held {
            self.lock = None;
        }
        held
    }

    /// Somebody has the lock.
    #[must_use]
    pub fn is_locked(&self, now: Instant) -> bool {
        self.lock.is_some_and(|lock| now < lock.until)
    }
}

/// `u16 application, u16 event, initiator, u32 time, u8 location, lp(address), lp(extended)`.
fn record(utc_secs: u32, event: AuditEvent, origin: &Origin, extended: &[u8]) -> Vec<u8> {
    let (application, number) = event.numbers();
    let mut out = Vec::with_capacity(48);
    Writer::new(&mut out).u16_be(application).u16_be(number);
    match &origin.initiator {
        Initiator::Digest(name) => {
            out.push(0);
            push_short(&mut out, name.as_bytes());
        }
        Initiator::Local => out.push(2),
        Initiator::KvmPort => out.push(3),
    }
    let (location, address) = match origin.address {
        Some(IpAddr::V4(address)) => (0, address.to_string()),
        Some(IpAddr::V6(address)) => (1, address.to_string()),
        None => (2, String::new()),
    };
    Writer::new(&mut out).u32_be(utc_secs).u8(location);
    push_short(&mut out, address.as_bytes());
    push_short(&mut out, extended);
    out
}

/// Appends a length byte and at most 255 bytes.
fn push_short(out: &mut Vec<u8>, bytes: &[u8]) {
    let bytes = bytes.get(..255).unwrap_or(bytes);
    out.push(u8::try_from(bytes.len()).unwrap_or(u8::MAX));
    out.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand from the layout: app 17, event 3, digest "admin", 2024-01-06 03:26:27,
    /// IPv4 "10.0.0.7", nothing more.
    const RESET: &[u8] = b"\x00\x11\x00\x03\x00\x05admin\x65\x98\xC8\x63\x00\x0810.0.0.7\x00";
    /// App 30, event 1, "tech", IPv6, one byte: failed three times.
    const CODE: &[u8] = b"\x00\x1E\x00\x01\x00\x04tech\x00\x00\x00\x01\x01\x03::1\x01\x01";
    /// App 18, event 9, local, no address.
    const ENDED: &[u8] = b"\x00\x12\x00\x09\x02\x00\x00\x00\x02\x02\x00\x00";

    #[test]
    fn records_have_the_bytes_of_the_layout() {
        let mut log = AuditLog::default();
        let admin = Origin::account("admin", Some([10, 0, 0, 7].into()));
        log.add(0x6598_C863, AuditEvent::Reset, &admin, &[]);
        let tech = Origin::account("tech", Some("::1".parse().unwrap()));
        log.add(1, AuditEvent::ConsentCodeSent, &tech, &[1]);
        log.add(2, AuditEvent::KvmEnded, &Origin::LOCAL, &[]);
        let records: Vec<_> = log.page(1).collect();
        assert_eq!(records, [RESET, CODE, ENDED]);
        assert_eq!(log.page(3).count(), 1);
        assert_eq!(log.page(0).count(), 3);
        assert_eq!(log.last_utc_secs(), Some(2));
    }

    #[test]
    fn a_full_log_rolls_over_and_pages_hold_ten() {
        let mut log = AuditLog::default();
        for _ in 0..5000 {
            log.add(7, AuditEvent::PowerUp, &Origin::LOCAL, &[0; 300]);
        }
        assert_eq!(log.count(), STORAGE_BYTES / (12 + 255));
        assert_eq!(log.percentage_free(), 1);
        assert_eq!(log.page(1).count(), PAGE);
        log.clear();
        assert_eq!((log.count(), log.percentage_free()), (0, 100));
    }

    #[test]
    fn one_console_holds_the_lock_until_it_gives_it_back_or_time_is_up() {
        let now = Instant::now();
        let mut log = AuditLog::default();
        let first = log.lock(now, 10).unwrap();
        assert_eq!(log.lock(now, 10), None);
        assert!(!log.unlock(now, first + 1));
        assert!(log.unlock(now, first));
        let second = log.lock(now, 10).unwrap();
        let later = after_secs(now, 10);
        assert!(!log.is_locked(later));
        assert!(!log.unlock(later, second));
    }
}
