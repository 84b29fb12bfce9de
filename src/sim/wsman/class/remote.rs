//! Certificates and remote access: what every PC has a place for, and nobody has set up on this one.
//!
//! Consoles list these classes when they connect and take an empty list for what it says.
//! Source: `docs/protocol/wsman.md` § 6.13, § 6.14 (recorded); who may read them is inferred.

use super::{Class, View};
use crate::sim::firmware::users::Realms;
use crate::sim::wsman::object::Object;

/// The classes of this subject.
pub(super) const CLASSES: &[Class] = &[
    Class::new("AMT_EnvironmentDetectionSettingData", READ, surroundings),
    Class::new("AMT_ManagementPresenceRemoteSAP", READ, none),
    Class::new("AMT_PublicKeyCertificate", READ, none),
    Class::new("AMT_PublicPrivateKeyPair", READ, none),
    Class::new("AMT_RemoteAccessPolicyAppliesToMPS", READ, none),
    Class::new("AMT_RemoteAccessPolicyRule", READ, none),
    Class::new("AMT_TLSCredentialContext", READ, none),
    Class::new("AMT_UserInitiatedConnectionService", READ, calls_for_help),
];

const READ: Realms = Realms::GENERAL_INFO.or(Realms::ADMINISTRATION);

fn none(_: &View<'_>) -> Vec<Object> {
    Vec::new()
}

/// No domain is named, so the PC is at home everywhere.
fn surroundings(_: &View<'_>) -> Vec<Object> {
    const NAME: &str = "Intel(r) AMT Environment Detection Settings";
    vec![
        Object::new("AMT_EnvironmentDetectionSettingData")
            .number("DetectionAlgorithm", 0)
            .text("ElementName", NAME)
            .text("InstanceID", NAME),
    ]
}

/// Its user cannot call for help: no server for that is known.
fn calls_for_help(_: &View<'_>) -> Vec<Object> {
    const CLASS: &str = "AMT_UserInitiatedConnectionService";
    const NAME: &str = "Intel(r) AMT User Initiated Connection Service";
    const FROM_NOWHERE: i64 = 32_768;
    vec![
        Object::new(CLASS)
            .text("CreationClassName", CLASS)
            .text("ElementName", NAME)
            .number("EnabledState", FROM_NOWHERE)
            .text("Name", NAME)
            .text("SystemCreationClassName", "CIM_ComputerSystem")
            .text("SystemName", "Intel(r) AMT"),
    ]
}
