//! `IPS_…SessionUsingPort`: associations that exist only while somebody is connected.
//!
//! Source: `docs/protocol/wsman.md` § 6.7.

use crate::proto::wsman::instance::Instance;

/// One kind of session, named by the class that shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SessionPort {
    /// A screen session.
    Kvm,
    /// A serial session.
    Sol,
    /// A storage session.
    Ider,
    /// A tunnel to a management presence server.
    RemoteAccess,
}

impl SessionPort {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Kvm, Self::Sol, Self::Ider, Self::RemoteAccess];

    /// Name of the class on the wire.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Kvm => "IPS_KvmSessionUsingPort",
            Self::Sol => "IPS_SolSessionUsingPort",
            Self::Ider => "IPS_IderSessionUsingPort",
            Self::RemoteAccess => "IPS_RasSessionUsingPort",
        }
    }

    /// What a person calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kvm => "screen",
            Self::Sol => "serial",
            Self::Ider => "media",
            Self::RemoteAccess => "remote access",
        }
    }

    /// Does the session run over the wireless interface?
    #[must_use]
    pub fn is_wireless(association: &Instance) -> bool {
        association
            .reference("Antecedent")
            .and_then(|port| port.selector("InstanceID").map(|id| id.ends_with('1')))
            .unwrap_or(false)
    }
}
