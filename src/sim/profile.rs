//! What the releases of firmware can do and how they behave.

use std::fmt;
use std::str::FromStr;

use crate::proto::kvm::messages::{ProtocolVersion, SecurityType};
use crate::proto::redir::messages::{AuthType, FirmwareVersion};

/// A release of AMT firmware that the simulator can stand in for.
///
/// Sources: `docs/protocol/redirection.md` § 3.1, § 5.2, § 5.4, § 5.10, § 5.15, § 7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Profile {
    /// 6.2, 2010: first with a screen; clear-text login.
    Amt6,
    /// 9.5, 2013: clear-text login still there.
    Amt9,
    /// 11.8, 2017.
    Amt11,
    /// 12.0, 2018: only digest with qop.
    Amt12,
    /// 14.1, 2020.
    Amt14,
    /// 16.1, 2022, with plain ports.
    Amt16,
    /// 16.1 as later updates leave it: TLS ports only.
    Amt16TlsOnly,
    /// 18.0: TLS ports only.
    Amt18,
    /// Standard Manageability 15.0: no screen.
    Ism,
}

impl Profile {
    /// All of them, oldest first.
    pub const ALL: [Self; 9] = [
        Self::Amt6,
        Self::Amt9,
        Self::Amt11,
        Self::Amt12,
        Self::Amt14,
        Self::Amt16,
        Self::Amt16TlsOnly,
        Self::Amt18,
        Self::Ism,
    ];

    /// How a user names it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Amt6 => "amt6",
            Self::Amt9 => "amt9",
            Self::Amt11 => "amt11",
            Self::Amt12 => "amt12",
            Self::Amt14 => "amt14",
            Self::Amt16 => "amt16",
            Self::Amt16TlsOnly => "amt16-tls-only",
            Self::Amt18 => "amt18",
            Self::Ism => "ism",
        }
    }

    /// Release as the start reply carries it.
    #[must_use]
    pub const fn firmware(self) -> FirmwareVersion {
        let (major, minor) = match self {
            Self::Amt6 => (6, 2),
            Self::Amt9 => (9, 5),
            Self::Amt11 => (11, 8),
            Self::Amt12 => (12, 0),
            Self::Amt14 => (14, 1),
            Self::Amt16 | Self::Amt16TlsOnly => (16, 1),
            Self::Amt18 => (18, 0),
            Self::Ism => (15, 0),
        };
        FirmwareVersion { major, minor }
    }

    /// Login methods in the order in which the query lists them.
    ///
    /// Clear text disappeared with AMT 12 (observed); that 11 has it switched off is our choice.
    #[must_use]
    pub const fn login_methods(self) -> &'static [AuthType] {
        match self {
            Self::Amt6 | Self::Amt9 => {
                &[AuthType::PASSWORD, AuthType::DIGEST, AuthType::DIGEST_QOP]
            }
            Self::Amt11 => &[AuthType::DIGEST, AuthType::DIGEST_QOP],
            _ => &[AuthType::DIGEST_QOP],
        }
    }

    /// The ports without TLS are served: 16992, 16994, 5900.
    #[must_use]
    pub const fn has_plain_ports(self) -> bool {
        !matches!(self, Self::Amt16TlsOnly | Self::Amt18)
    }

    /// The screen can be seen at all.
    #[must_use]
    pub const fn has_kvm(self) -> bool {
        !matches!(self, Self::Ism)
    }

    /// Largest framebuffer in bytes: from Intel's table of largest screens (inferred).
    #[must_use]
    pub const fn framebuffer_limit_bytes(self) -> usize {
        match self {
            Self::Amt6 => 1920 * 1080 * 2,
            Self::Amt9 => 2560 * 1600 * 2,
            Self::Amt11 | Self::Amt12 | Self::Amt14 => 4096 * 2160,
            Self::Amt16 | Self::Amt16TlsOnly | Self::Ism => 3840 * 2400,
            Self::Amt18 => 8192 * 4320,
        }
    }

    /// What it greets with: 12.0 was seen with 3.8, 11.8 and 14.1 with 4.0 (observed).
    #[must_use]
    pub const fn rfb_version(self) -> ProtocolVersion {
        match self {
            Self::Amt12 => ProtocolVersion::V3_8,
            _ => ProtocolVersion::V4_0,
        }
    }

    /// Security types on a redirection connection, whose user has logged in already. 14.1 was
    /// seen with RealVNC's own type beside None (observed); others without it (inferred).
    #[must_use]
    pub const fn security_types(self) -> &'static [u8] {
        match self {
            Self::Amt14 | Self::Amt16 | Self::Amt16TlsOnly | Self::Amt18 => {
                &[SecurityType::NONE.0, SecurityType::REAL_VNC.0]
            }
            _ => &[SecurityType::NONE.0],
        }
    }

    /// It has the pipe to an agent in the PC's system.
    #[must_use]
    pub const fn has_data_channel(self) -> bool {
        self.firmware().major >= 12
    }

    /// It knows grey pixels and the commands that switch decimation and compression.
    #[must_use]
    pub const fn has_picture_commands(self) -> bool {
        self.firmware().major >= 16
    }
}

/// A name that is no profile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0} is no profile: use amt6, amt9, amt11, amt12, amt14, amt16, amt16-tls-only, amt18 or ism"
)]
pub struct UnknownProfile(pub String);

impl FromStr for Profile {
    type Err = UnknownProfile;

    fn from_str(text: &str) -> Result<Self, UnknownProfile> {
        let found = Self::ALL.into_iter().find(|p| p.name() == text);
        found.ok_or_else(|| UnknownProfile(text.to_owned()))
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_parses_and_the_error_lists_them_all() {
        let error = "amt7".parse::<Profile>().unwrap_err().to_string();
        for profile in Profile::ALL {
            assert_eq!(profile.name().parse(), Ok(profile));
            assert!(error.contains(profile.name()), "{error}");
        }
    }

    #[test]
    fn clear_text_login_ends_with_amt_11() {
        for profile in Profile::ALL {
            let offered = profile.login_methods().contains(&AuthType::PASSWORD);
            assert_eq!(offered, profile.firmware().major < 11, "{profile}");
            assert!(profile.login_methods().contains(&AuthType::DIGEST_QOP));
        }
    }
}
