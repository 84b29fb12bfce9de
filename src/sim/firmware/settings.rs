//! Settings that consoles read and write and that something else obeys.
//!
//! Source: `docs/protocol/wsman.md` § 1.10, § 2.8, § 2.9.

use crate::wire::Secret;

/// `IPS_KVMRedirectionSettingData`, as far as it can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KvmSettings {
    /// The next picture is sent without being asked for.
    pub back_to_back: bool,
    /// Port 5900 is open.
    pub is_5900_enabled: bool,
    /// Seconds for consent inside a KVM session.
    pub opt_in_timeout_secs: u32,
    /// Minutes without input until a session is closed; 0 for never.
    pub session_timeout_minutes: u16,
    /// Screen shown when a session starts; 255 is unset.
    pub default_screen: u8,
    /// Halving of large pictures: 1 off, 2 automatic, 3 always.
    pub decimation: u8,
    /// Double-buffered capture is wanted.
    pub double_buffer: bool,
    /// Password of port 5900.
    pub rfb_password: Option<Secret<String>>,
}

impl KvmSettings {
    /// Settings of a fresh device (recorded).
    #[must_use]
    pub const fn new(rfb_password: Option<Secret<String>>, is_5900_enabled: bool) -> Self {
        Self {
            back_to_back: false,
            is_5900_enabled,
            opt_in_timeout_secs: 300,
            session_timeout_minutes: 3,
            default_screen: 0,
            decimation: 1,
            double_buffer: false,
            rfb_password,
        }
    }
}

/// A password that port 5900 accepts: exactly eight characters, at least one upper-case and one
/// lower-case letter, one digit and one other character; no quote, comma or colon (observed).
#[must_use]
pub fn is_rfb_password(password: &str) -> bool {
    let has = |kind: fn(char) -> bool| password.chars().any(kind);
    password.len() == 8
        && password.chars().all(|c| matches!(c, ' '..='~'))
        && !has(|c| matches!(c, '"' | ',' | ':'))
        && has(|c| c.is_ascii_uppercase())
        && has(|c| c.is_ascii_lowercase())
        && has(|c| c.is_ascii_digit())
        && has(|c| !c.is_ascii_alphanumeric())
}

/// `AMT_TLSSettingData` of the network side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TlsSettings {
    /// The TLS ports answer.
    pub is_enabled: bool,
    /// The plain ports answer.
    pub accepts_plain: bool,
    /// Consoles need a certificate.
    pub is_mutual: bool,
}

/// Local screen blanking (`IPS_ScreenConfigurationService`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blanking {
    /// The platform can.
    pub is_supported: bool,
    /// The user sees a black screen.
    pub is_open: bool,
    /// Warm resets it survives from now on, 0..=3.
    pub reboots: u8,
}

/// One display, where it lies on the PC's desktop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// Left edge in pixels; negative left of the primary one.
    pub x: i32,
    /// Top edge in pixels.
    pub y: i32,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vnc_password_has_eight_characters_of_four_kinds() {
        assert!(is_rfb_password("P@ssw0rd"));
        for bad in [
            "P@ssw0r",
            "P@ssw0rd1",
            "p@ssw0rd",
            "P@SSW0RD",
            "P@ssword",
            "Passw0rd",
            "P,ssw0rd",
            "P@ssw0r\u{e9}",
        ] {
            assert!(!is_rfb_password(bad), "{bad}");
        }
    }
}
