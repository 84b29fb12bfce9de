//! Provisioning: control mode, UUID, TLS settings.
//!
//! Source: `docs/protocol/wsman.md` § 1.10, § 2.4, § 2.5, § 6.18.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Call, Class, Method, View, returns};
use crate::proto::wsman::class::Uuid;
use crate::proto::wsman::fault::SoapFault;
use crate::proto::wsman::instance::Instance;
use crate::sim::firmware::ControlMode;
use crate::sim::firmware::users::Realms;
use crate::sim::wsman::object::Object;

/// The classes of this subject.
pub(super) const CLASSES: &[Class] = &[
    Class::new(SETUP, INFO, setup).with_methods(&[
        Method::new("GetUuid", INFO, uuid),
        Method::new("CommitChanges", Realms::ADMINISTRATION, commit),
        Method::new("Unprovision", Realms::ADMINISTRATION, unprovision),
    ]),
    Class::new("IPS_HostBasedSetupService", INFO, host_based)
        .known_if(|firmware| firmware.features().has_client_control_mode()),
    Class::new("AMT_TLSSettingData", INFO, tls),
];

const INFO: Realms = Realms::GENERAL_INFO
    .or(Realms::REDIRECTION)
    .or(Realms::REMOTE_CONTROL);

const SETUP: &str = "AMT_SetupAndConfigurationService";

fn setup(view: &View<'_>) -> Vec<Object> {
    let mode = match view.firmware.options().mode {
        ControlMode::Admin => 1,
        ControlMode::Client => 4,
    };
    let service = Object::service(SETUP, "Intel(r) AMT Setup and Configuration Service")
        .number("EnabledState", 5)
        .number("PasswordModel", 1)
        .number("ProvisioningMode", mode)
        .text("ProvisioningServerOTP", &STANDARD.encode([0; 32]))
        .number("ProvisioningState", 2)
        .number("RequestedState", 12)
        .flag("ZeroTouchConfigurationEnabled", true);
    vec![service]
}

fn uuid(call: &mut Call<'_>, _: &Object, _: &Instance) -> Result<Object, SoapFault> {
    let uuid = Uuid(call.firmware.options().uuid).to_smbios();
    Ok(Object::output(SETUP, "GetUuid")
        .text("UUID", &STANDARD.encode(uuid))
        .number("ReturnValue", 0))
}

/// Nothing of what we serve waits for it.
fn commit(_: &mut Call<'_>, _: &Object, _: &Instance) -> Result<Object, SoapFault> {
    Ok(returns(SETUP, "CommitChanges", 0))
}

/// A simulated PC stays provisioned: it is not permitted (0x10), as under an auditor's guard.
fn unprovision(_: &mut Call<'_>, _: &Object, _: &Instance) -> Result<Object, SoapFault> {
    Ok(returns(SETUP, "Unprovision", 0x10))
}

fn host_based(view: &View<'_>) -> Vec<Object> {
    let options = view.firmware.options();
    let mode = match options.mode {
        ControlMode::Client => 1,
        ControlMode::Admin => 2,
    };
    // Twenty bytes that stay the same; whoever uses them signs them only once.
    let nonce: Vec<u8> = options.uuid.iter().cycle().take(20).copied().collect();
    let name = "Intel(r) AMT Host Based Setup Service";
    let service = Object::service("IPS_HostBasedSetupService", name)
        .numbers("AllowedControlModes", [2, 1])
        .number("CertChainStatus", 0)
        .text("ConfigurationNonce", &STANDARD.encode(nonce))
        .number("CurrentControlMode", mode);
    vec![service]
}

fn tls(view: &View<'_>) -> Vec<Object> {
    let tls = view.firmware.tls;
    let one = |name: &str, plain, mutual| {
        Object::new("AMT_TLSSettingData")
            .flag("AcceptNonSecureConnections", plain)
            .text("ElementName", name)
            .flag("Enabled", tls.is_enabled)
            .text("InstanceID", name)
            .flag("MutualAuthentication", mutual)
            .when(view.features().major() >= 16, |o| {
                let fixed = !view.features().profile().has_plain_ports();
                o.flag("NonSecureConnectionsSupported", !fixed)
            })
    };
    vec![
        one(
            "Intel(r) AMT 802.3 TLS Settings",
            tls.accepts_plain,
            tls.is_mutual,
        ),
        one("Intel(r) AMT LMS TLS Settings", true, false),
    ]
}
