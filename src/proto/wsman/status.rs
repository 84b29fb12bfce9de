//! Numbers with which devices say how a call went.
//!
//! Source: `docs/protocol/wsman.md` § 2.6, § 3.2, § 4.1, § 4.3, § 6.17.

use std::fmt;

/// Status of the firmware: `ReturnValue` of `AMT_` and `IPS_` methods, `AMT-STATUS` of faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AmtStatus(pub u32);

impl AmtStatus {
    /// Success.
    pub const SUCCESS: Self = Self(0);
    /// The account may not do this.
    pub const NOT_PERMITTED: Self = Self(0x10);
    /// The table is full.
    pub const MAX_LIMIT_REACHED: Self = Self(0x17);
    /// A policy of the firmware forbids it.
    pub const DISABLED_BY_POLICY: Self = Self(0x400);
    /// The audit log is full or locked, and this call must be logged.
    pub const AUDIT_FAIL: Self = Self(0x81B);
    /// The user in front of the PC has to consent first.
    pub const USER_CONSENT_REQUIRED: Self = Self(0x821);

    /// What it means, in the firmware's terms; `None` for a number nobody published.
    #[must_use]
    pub fn meaning(self) -> Option<&'static str> {
        look_up(AMT_STATUS, self.0)
    }
}

impl fmt::Display for AmtStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.meaning() {
            Some(meaning) => f.write_str(meaning),
            None => write!(f, "AMT status {:#x}", self.0),
        }
    }
}

/// Which table the `ReturnValue` of a method is read by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Returns {
    /// `RequestStateChange`, `RequestPowerStateChange` and other CIM methods.
    Cim,
    /// The boot classes of CIM, which count differently.
    Boot,
    /// `IPS_OptInService`.
    OptIn,
    /// Every other `AMT_` and `IPS_` method.
    Amt,
}

/// `ReturnValue` of a method that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ReturnValue {
    /// The number.
    pub value: u32,
    /// How to read it.
    pub table: Returns,
}

impl ReturnValue {
    /// The firmware's status, where the number carries one: directly, or above the vendor's
    /// offset of 32768 in CIM methods.
    #[must_use]
    pub fn status(self) -> Option<AmtStatus> {
        match (self.table, self.value.checked_sub(VENDOR_RANGE)) {
            (Returns::Amt, _) => Some(AmtStatus(self.value)),
            (_, Some(status @ 1..)) => Some(AmtStatus(status)),
            _ => None,
        }
    }

    /// What it means; `None` for a number nobody published.
    #[must_use]
    pub fn meaning(self) -> Option<&'static str> {
        let table = match self.table {
            Returns::Cim => CIM,
            Returns::Boot => BOOT,
            Returns::OptIn => OPT_IN,
            Returns::Amt => &[],
        };
        look_up(table, self.value).or_else(|| self.status()?.meaning())
    }
}

impl fmt::Display for ReturnValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.meaning() {
            Some(meaning) => f.write_str(meaning),
            None => write!(f, "result {}", self.value),
        }
    }
}

/// CIM methods report a status of the firmware as this plus the status.
const VENDOR_RANGE: u32 = 32_768;

fn look_up(table: &[(u32, &'static str)], number: u32) -> Option<&'static str> {
    let at = table.binary_search_by_key(&number, |row| row.0).ok()?;
    table.get(at).map(|row| row.1)
}

/// Source: § 2.6, § 4.1 (spec).
const CIM: &[(u32, &str)] = &[
    (0, "success"),
    (1, "not supported"),
    (2, "unknown error"),
    (3, "cannot complete in time"),
    (4, "failed"),
    (5, "invalid parameter"),
    (6, "in use"),
    (4096, "job started"),
    (4097, "not possible in this state"),
    (4098, "time-out parameter not supported"),
    (4099, "busy"),
];

/// Source: § 4.3 (spec).
const BOOT: &[(u32, &str)] = &[
    (0, "success"),
    (1, "not supported"),
    (2, "unknown error"),
    (3, "busy"),
    (4, "invalid reference"),
    (5, "invalid parameter"),
    (6, "access denied"),
];

/// Source: § 3.2 (spec).
const OPT_IN: &[(u32, &str)] = &[
    (0, "success"),
    (1, "internal error"),
    (2, "not possible in this state"),
    (3, "blocked"),
    (4, "failed"),
];

/// Source: § 6.17 (observed).
const AMT_STATUS: &[(u32, &str)] = &[
    (0x0, "success"),
    (0x1, "internal error"),
    (0x2, "not ready"),
    (0x3, "invalid mode"),
    (0x4, "invalid message length"),
    (0x5, "table fingerprint unavailable"),
    (0x6, "integrity check failed"),
    (0x7, "unsupported storage version"),
    (0x8, "application not registered"),
    (0x9, "invalid registration data"),
    (0xA, "application does not exist"),
    (0xB, "not enough storage"),
    (0xC, "invalid name"),
    (0xD, "block does not exist"),
    (0xE, "invalid byte offset"),
    (0xF, "invalid byte count"),
    (0x10, "not permitted"),
    (0x11, "not the owner"),
    (0x12, "block locked by another"),
    (0x13, "block not locked"),
    (0x14, "invalid group permissions"),
    (0x15, "group does not exist"),
    (0x16, "invalid member count"),
    (0x17, "limit reached"),
    (0x18, "invalid authentication type"),
    (0x19, "authentication failed"),
    (0x1A, "invalid DHCP mode"),
    (0x1B, "invalid IP address"),
    (0x1C, "invalid domain name"),
    (0x1D, "unsupported version"),
    (0x1E, "request unexpected"),
    (0x1F, "invalid table type"),
    (0x20, "invalid provisioning state"),
    (0x21, "unsupported object"),
    (0x22, "invalid time"),
    (0x23, "invalid index"),
    (0x24, "invalid parameter"),
    (0x25, "invalid network mask"),
    (0x26, "flash write limit exceeded"),
    (0x27, "wrong image length"),
    (0x28, "wrong image signature"),
    (0x29, "another version proposed"),
    (0x2A, "wrong PID format"),
    (0x2B, "wrong PPS format"),
    (0x2C, "self-test command blocked"),
    (0x2D, "connection failed"),
    (0x2E, "too many connections"),
    (0x2F, "random numbers are being generated"),
    (0x30, "random numbers not ready"),
    (0x31, "certificate not ready"),
    (0x400, "disabled by policy"),
    (0x800, "network interface error"),
    (0x801, "unsupported OEM number"),
    (0x802, "unsupported boot option"),
    (0x803, "invalid command"),
    (0x804, "invalid special command"),
    (0x805, "invalid handle"),
    (0x806, "invalid password"),
    (0x807, "invalid realm"),
    (0x808, "storage access list in use"),
    (0x809, "data missing"),
    (0x80A, "duplicate"),
    (0x80B, "event log frozen"),
    (0x80C, "keys missing"),
    (0x80D, "keys are being generated"),
    (0x80E, "invalid key"),
    (0x80F, "invalid certificate"),
    (0x810, "certificate and key do not match"),
    (0x811, "too many Kerberos domains"),
    (0x812, "unsupported"),
    (0x813, "invalid priority"),
    (0x814, "not found"),
    (0x815, "invalid credentials"),
    (0x816, "invalid passphrase"),
    (0x818, "no association"),
    (0x81B, "the audit log is full or locked"),
    (0x81C, "blocked by a component"),
    (0x821, "user consent required"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_sorted_and_names_each_number_once() {
        for table in [CIM, BOOT, OPT_IN, AMT_STATUS] {
            assert!(table.is_sorted_by(|a, b| a.0 < b.0));
        }
    }

    #[test]
    fn the_same_number_is_read_by_the_table_of_its_method() {
        let text = |value, table| ReturnValue { value, table }.to_string();
        assert_eq!(text(2, Returns::OptIn), "not possible in this state");
        assert_eq!(text(2, Returns::Amt), "not ready");
        assert_eq!(text(3, Returns::OptIn), "blocked");
        assert_eq!(text(6, Returns::Boot), "access denied");
        assert_eq!(text(6, Returns::Cim), "in use");
        assert_eq!(text(4097, Returns::Cim), "not possible in this state");
        assert_eq!(text(32_768 + 0x24, Returns::Cim), "invalid parameter");
        assert_eq!(text(2058, Returns::Amt), "duplicate");
        assert_eq!(text(77, Returns::Cim), "result 77");
        assert_eq!(AmtStatus(0x7777).to_string(), "AMT status 0x7777");
    }
}
