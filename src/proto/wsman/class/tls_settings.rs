//! `AMT_TLSSettingData`: whether the device wants encryption.
//!
//! Source: `docs/protocol/wsman.md` § 1.10, § 1.1.

use super::Class;
use crate::proto::wsman::instance::{Instance, PropertyError};

/// TLS of one interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsSettings {
    /// `Intel(r) AMT 802.3 TLS Settings` network, `Intel(r) AMT LMS TLS Settings` local.
    pub instance_id: String,
    /// TLS is on.
    pub enabled: bool,
    /// A console must present a certificate.
    pub mutual: bool,
    /// Plain ports stay open beside TLS.
    pub accepts_plain: bool,
    /// False: this release has no plain ports at all.
    pub plain_supported: Option<bool>,
}

impl TlsSettings {
    /// Is it the one for the network?
    #[must_use]
    pub fn is_network(&self) -> bool {
        self.instance_id.contains("802.3")
    }
}

impl Class for TlsSettings {
    const NAME: &'static str = "AMT_TLSSettingData";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        Ok(Self {
            instance_id: i.required("InstanceID")?,
            enabled: i.required("Enabled")?,
            mutual: i.optional("MutualAuthentication")?.unwrap_or(false),
            accepts_plain: i.optional("AcceptNonSecureConnections")?.unwrap_or(false),
            plain_supported: i.optional("NonSecureConnectionsSupported")?,
        })
    }
}
