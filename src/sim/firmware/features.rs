//! What each release of the firmware has, as far as WS-Man shows it.
//!
//! Sources: `docs/protocol/wsman.md` § 1.10, § 2, § 4, § 8.1; builds are those of real releases,
//! choices of ours are marked (inferred).

use std::fmt;

use super::boot::BootRules;
use super::consent::ConsentPolicy;
use super::power::PowerAbilities;
use crate::sim::profile::Profile;

/// A full version: `major.minor.hotfix.build`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// Release.
    pub major: u8,
    /// Minor release.
    pub minor: u8,
    /// Hotfix.
    pub hotfix: u16,
    /// Build.
    pub build: u16,
}

impl Version {
    /// Without the build, as `CIM_SoftwareIdentity` has it.
    #[must_use]
    pub fn short(self) -> String {
        format!("{}.{}.{}", self.major, self.minor, self.hotfix)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.short(), self.build)
    }
}

/// Which TLS versions a port offers. Real firmware up to 11 has only 1.0 and 1.1, which the
/// simulator's TLS library cannot speak; it offers 1.2 there instead and says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TlsVersions {
    /// 1.2.
    V1_2,
    /// 1.2 and 1.3.
    V1_2AndV1_3,
}

/// What one release has. Where a method takes no more than the release, it compares the major
/// number with the one that brought or dropped the thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Features {
    profile: Profile,
}

impl Features {
    /// The features of a profile.
    #[must_use]
    pub const fn of(profile: Profile) -> Self {
        Self { profile }
    }

    /// The profile.
    #[must_use]
    pub const fn profile(self) -> Profile {
        self.profile
    }

    /// The full version.
    #[must_use]
    pub const fn version(self) -> Version {
        let (hotfix, build) = match self.profile {
            Profile::Amt6 => (61, 3535),
            Profile::Amt9 => (61, 3012),
            Profile::Amt11 => (92, 4189),
            Profile::Amt12 => (67, 1579),
            Profile::Amt14 => (53, 1649),
            Profile::Amt16 | Profile::Amt16TlsOnly => (30, 2307),
            Profile::Amt18 => (5, 2098),
            Profile::Ism => (23, 1706),
        };
        let release = self.profile.firmware();
        Version {
            major: release.major,
            minor: release.minor,
            hotfix,
            build,
        }
    }

    /// Release number.
    #[must_use]
    pub const fn major(self) -> u8 {
        self.profile.firmware().major
    }

    /// `Sku` of `CIM_SoftwareIdentity`: a recorded device with full AMT says 16392; bit 4 instead
    /// of bit 3 for Standard Manageability (inferred).
    #[must_use]
    pub const fn sku(self) -> u32 {
        match self.profile {
            Profile::Ism => 16_400,
            _ => 16_392,
        }
    }

    /// Client control mode exists (7; 6.2 in part, which we leave out).
    #[must_use]
    pub const fn has_client_control_mode(self) -> bool {
        self.major() >= 7
    }

    /// The strictest consent policy: before 7 it covers the screen only.
    #[must_use]
    pub const fn strictest_consent(self) -> ConsentPolicy {
        match self.major() {
            ..7 => ConsentPolicy::Kvm,
            _ => ConsentPolicy::All,
        }
    }

    /// Screens, sprite settings, boot reason.
    #[must_use]
    pub const fn has_screen_classes(self) -> bool {
        self.major() >= 8
    }

    /// `IPS_PowerManagementService`, screen blanking.
    #[must_use]
    pub const fn has_saving_states(self) -> bool {
        self.major() >= 10
    }

    /// Remote secure erase.
    #[must_use]
    pub const fn has_secure_erase(self) -> bool {
        self.major() >= 11
    }

    /// HTTPS and recovery boots: fields, sources and the states of the boot service.
    #[must_use]
    pub const fn has_recovery_boot(self) -> bool {
        self.major() >= 15
    }

    /// Remote platform erase.
    #[must_use]
    pub const fn has_platform_erase(self) -> bool {
        self.major() >= 16
    }

    /// The newer half of the fields of the KVM settings.
    #[must_use]
    pub const fn has_new_kvm_settings(self) -> bool {
        self.major() >= 16
    }

    /// A Put that sends read-only fields back is refused ("newer firmware"; which is inferred).
    #[must_use]
    pub const fn refuses_read_only_fields(self) -> bool {
        self.major() >= 15
    }

    /// `auth-int` is offered beside `auth`.
    #[must_use]
    pub const fn offers_auth_int(self) -> bool {
        self.major() >= 14
    }

    /// Inventory has the processor; gone with 21.
    #[must_use]
    pub const fn has_processor(self) -> bool {
        self.major() < 21
    }

    /// Power actions of release and platform. Our newest profile is a laptop with Modern Standby.
    #[must_use]
    pub const fn power(self) -> PowerAbilities {
        PowerAbilities {
            agent: self.major() >= 9,
            sleeps: true,
            nmi: self.major() >= 12,
            modern_standby: matches!(self.profile, Profile::Amt18),
        }
    }

    /// How the release checks boot options. Which versions keep a used source is inferred.
    #[must_use]
    pub const fn boot(self) -> BootRules {
        BootRules {
            checks_when_role_is_set: self.major() == 6,
            has_not_next: self.major() >= 7,
            keeps_source: self.major() < 11,
        }
    }

    /// TLS versions we offer in its place: 1.3 "from about 16.1" (inferred).
    #[must_use]
    pub const fn tls_versions(self) -> TlsVersions {
        match self.major() {
            16.. => TlsVersions::V1_2AndV1_3,
            _ => TlsVersions::V1_2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_grow_with_the_profiles_and_read_like_server_headers() {
        let version = |profile| Features::of(profile).version();
        assert_eq!(version(Profile::Amt12).to_string(), "12.0.67.1579");
        assert_eq!(version(Profile::Amt12).short(), "12.0.67");
        assert_eq!(version(Profile::Ism).to_string(), "15.0.23.1706");
        assert!(version(Profile::Amt6) < version(Profile::Amt9));
        assert!(version(Profile::Amt16) < version(Profile::Amt18));
    }

    #[test]
    fn releases_gain_features_in_the_order_of_the_history() {
        let has = |f: fn(Features) -> bool| {
            let all = Profile::ALL.into_iter();
            let with = all.filter(|p| f(Features::of(*p)));
            with.map(|p| p.firmware().major).min()
        };
        assert_eq!(has(Features::has_client_control_mode), Some(9));
        assert_eq!(has(Features::has_saving_states), Some(11));
        assert_eq!(has(Features::offers_auth_int), Some(14));
        assert_eq!(has(Features::has_platform_erase), Some(16));
        let amt6 = Features::of(Profile::Amt6);
        assert_eq!(amt6.strictest_consent(), ConsentPolicy::Kvm);
        assert!(!amt6.power().agent);
    }
}
