//! `AMT_GeneralSettings`: names, realm, power source and what the device answers to.
//!
//! Source: `docs/protocol/wsman.md` § 2.3.

use super::{Class, open_set};
use crate::proto::wsman::instance::{Instance, PropertyError};

open_set! {
    /// What redirection and consent start as after provisioning.
    PrivacyLevel: u32 {
        /// Everything on, consent may be off and configured remotely.
        DEFAULT = 0, "default";
        /// Everything on, consent cannot be off.
        ENHANCED = 1, "enhanced";
        /// Redirection off, consent neither off nor configurable remotely.
        EXTREME = 2, "extreme";
    }
}

/// `AMT_GeneralSettings`. Older releases leave out the later fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneralSettings {
    /// Name of the device as Intel AMT knows it.
    pub host_name: Option<String>,
    /// Its domain.
    pub domain_name: Option<String>,
    /// Full name that the operating system reported.
    pub os_host_name: Option<String>,
    /// `Digest:` and 32 hexadecimal digits: fixed for a provisioned device.
    pub digest_realm: Option<String>,
    /// False: out-of-band network is off, and cannot be switched on remotely.
    pub network_enabled: Option<bool>,
    /// Answers ICMP echo.
    pub answers_ping: Option<bool>,
    /// Answers the RMCP presence ping.
    pub answers_rmcp: Option<bool>,
    /// Minutes after which the engine sleeps when the PC does.
    pub idle_wake_timeout_minutes: Option<u32>,
    /// What consent and redirection start as.
    pub privacy_level: Option<PrivacyLevel>,
    /// On battery instead of mains.
    pub on_battery: Option<bool>,
}

impl GeneralSettings {
    /// Host and domain together, as far as known.
    #[must_use]
    pub fn full_name(&self) -> Option<String> {
        let host = self.host_name.as_ref()?;
        Some(match &self.domain_name {
            Some(domain) if !host.contains('.') => format!("{host}.{domain}"),
            _ => host.clone(),
        })
    }
}

impl Class for GeneralSettings {
    const NAME: &'static str = "AMT_GeneralSettings";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        Ok(Self {
            host_name: i.label("HostName"),
            domain_name: i.label("DomainName"),
            os_host_name: i.label("HostOSFQDN"),
            digest_realm: i.label("DigestRealm"),
            network_enabled: i.optional("AMTNetworkEnabled")?,
            answers_ping: i.optional("PingResponseEnabled")?,
            answers_rmcp: i.optional("RmcpPingResponseEnabled")?,
            idle_wake_timeout_minutes: i.optional("IdleWakeTimeout")?,
            privacy_level: i.optional("PrivacyLevel")?,
            on_battery: i.optional("PowerSource")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::instance;
    use super::*;

    #[test]
    fn an_old_device_without_the_later_fields_is_read() {
        let i = instance(
            GeneralSettings::NAME,
            "HostName=pc-1\nDomainName=lab.local\nPrivacyLevel=9",
        );
        let settings = GeneralSettings::from_instance(&i).unwrap();
        assert_eq!(settings.full_name().as_deref(), Some("pc-1.lab.local"));
        assert_eq!(settings.on_battery, None);
        assert_eq!(settings.privacy_level.unwrap().to_string(), "unknown (9)");
    }
}
