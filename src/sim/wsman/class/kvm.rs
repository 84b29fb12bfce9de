//! KVM: the access point, its service and its settings.
//!
//! Source: `docs/protocol/wsman.md` § 2.7, § 2.8, § 5.3, § 5.4.

use super::{Apply, Call, Class, Method, View, optional, parameter, returns};
use crate::proto::redir::messages::SessionType;
use crate::proto::wsman::fault::SoapFault;
use crate::proto::wsman::instance::Instance;
use crate::sim::firmware::Firmware;
use crate::sim::firmware::audit_log::AuditEvent;
use crate::sim::firmware::consent::ConsentPolicy;
use crate::sim::firmware::settings::is_rfb_password;
use crate::sim::firmware::users::Realms;
use crate::sim::wsman::object::Object;
use crate::sim::wsman::put::Field;
use crate::sim::wsman::refusal;
use crate::wire::Secret;

/// The classes of this subject.
pub(super) const CLASSES: &[Class] = &[
    Class::new(SAP, READ, access_point)
        .known_if(has_kvm)
        .with_methods(&[Method::new(
            "RequestStateChange",
            Realms::REDIRECTION,
            request_state,
        )]),
    Class::new("CIM_RedirectionService", READ, service).known_if(has_kvm),
    Class::new(SETTINGS, READ, settings)
        .known_if(has_kvm)
        .with_put(Realms::REDIRECTION, SETTINGS_FIELDS, Apply::Run(put))
        .with_methods(&[Method::new(
            "TerminateSession",
            Realms::REDIRECTION,
            // Only the PC itself may call it.
            |_, _, _| Err(refusal::denied()),
        )]),
];

const READ: Realms = Realms::REDIRECTION.or(Realms::GENERAL_INFO);
const SAP: &str = "CIM_KVMRedirectionSAP";
const SETTINGS: &str = "IPS_KVMRedirectionSettingData";

fn has_kvm(firmware: &Firmware) -> bool {
    firmware.redirection.permitted().has_kvm
}

fn access_point(view: &View<'_>) -> Vec<Object> {
    let redirection = &view.firmware.redirection;
    let name = "KVM Redirection Service Access Point";
    let requested = match redirection.is_enabled(SessionType::Kvm) {
        true => 2,
        false => 3,
    };
    let access_point = Object::of_the_pc(SAP)
        .text("ElementName", name)
        .number("EnabledState", redirection.kvm_state())
        .number("KVMProtocol", 4)
        .text("Name", name)
        .number("RequestedState", requested);
    vec![access_point]
}

fn request_state(call: &mut Call<'_>, _: &Object, input: &Instance) -> Result<Object, SoapFault> {
    let enabled = match parameter::<u32>(input, "RequestedState")? {
        _ if input.text("TimeoutPeriod").is_some() => {
            return Ok(returns(SAP, "RequestStateChange", 4098));
        }
        2 => true,
        3 => false,
        _ => return Ok(returns(SAP, "RequestStateChange", 5)),
    };
    let done = call
        .firmware
        .enable(call.now, SessionType::Kvm, enabled, call.origin);
    let result = if done { 0 } else { 1 };
    Ok(returns(SAP, "RequestStateChange", result))
}

fn service(view: &View<'_>) -> Vec<Object> {
    let enabled = view.firmware.redirection.is_enabled(SessionType::Kvm);
    let service = Object::new("CIM_RedirectionService")
        .text("CreationClassName", "CIM_RedirectionService")
        .text("ElementName", "Intel(r) ME KVM Redirection Service")
        .number("EnabledState", if enabled { 2 } else { 3 })
        .number("MaxCurrentEnabledSAPs", 1)
        .text("Name", "Intel(r) AMT KVM Redirection Service")
        .number("RedirectionServiceType", 3)
        .number("RequestedState", 12)
        .number("SharingMode", 3)
        .text("SystemCreationClassName", "CIM_ComputerSystem")
        .text("SystemName", "Intel(r) AMT");
    vec![service]
}

fn settings(view: &View<'_>) -> Vec<Object> {
    let kvm = &view.firmware.kvm;
    let id = "Intel(r) KVM Redirection Settings";
    let consent = view.firmware.consent.policy() != ConsentPolicy::None;
    let settings = Object::new(SETTINGS)
        .flag("BackToBackFbMode", kvm.back_to_back)
        .number("DefaultScreen", kvm.default_screen)
        .text("ElementName", id)
        .flag("EnabledByMEBx", view.firmware.redirection.permitted().kvm)
        .text("InstanceID", id)
        .flag("Is5900PortEnabled", kvm.is_5900_enabled)
        .flag("OptInPolicy", consent)
        .number("OptInPolicyTimeout", kvm.opt_in_timeout_secs)
        .text("RFBPassword", "")
        .number("SessionTimeout", kvm.session_timeout_minutes)
        .when(view.features().has_new_kvm_settings(), |o| {
            o.flag("DoubleBufferActive", kvm.double_buffer)
                .flag("DoubleBufferEnabled", kvm.double_buffer)
                .flag("GrayscalePixelFormatSupported", true)
                .number("InitialDecimationModeForLowRes", kvm.decimation)
                .flag("ZlibControlSupported", true)
        });
    vec![settings]
}

const SETTINGS_FIELDS: &[Field] = &[
    Field::flag("BackToBackFbMode"),
    Field::number("DefaultScreen", 255),
    Field::flag("DoubleBufferEnabled"),
    Field::range("InitialDecimationModeForLowRes", 1, 3),
    Field::flag("Is5900PortEnabled"),
    Field::flag("OptInPolicy"),
    Field::range("OptInPolicyTimeout", 1, 4095),
    Field::text("RFBPassword", 8),
    Field::number("SessionTimeout", 255),
];

fn put(call: &mut Call<'_>, _: &Object, new: &Instance) -> Result<(), SoapFault> {
    let serves_5900 = call.firmware.features().profile().has_plain_ports();
    let mut kvm = call.firmware.kvm.clone();
    if let Some(screen @ (0..=3 | 255)) = optional(new, "DefaultScreen")? {
        kvm.default_screen = screen;
    } else if new.text("DefaultScreen").is_some() {
        return Err(refusal::invalid());
    }
    if let Some(on) = optional(new, "BackToBackFbMode")? {
        kvm.back_to_back = on;
    }
    if let Some(on) = optional(new, "DoubleBufferEnabled")? {
        kvm.double_buffer = on;
    }
    if let Some(mode) = optional(new, "InitialDecimationModeForLowRes")? {
        kvm.decimation = mode;
    }
    if let Some(secs) = optional(new, "OptInPolicyTimeout")? {
        kvm.opt_in_timeout_secs = secs;
    }
    if let Some(minutes) = optional(new, "SessionTimeout")? {
        kvm.session_timeout_minutes = minutes;
    }
    let password = new.text("RFBPassword").filter(|text| !text.is_empty());
    if let Some(password) = password {
        if !serves_5900 || !is_rfb_password(password) {
            return Err(refusal::invalid());
        }
        kvm.rfb_password = Some(Secret::new(password.to_owned()));
    }
    let port: Option<bool> = optional(new, "Is5900PortEnabled")?;
    if port == Some(true) && !(serves_5900 && kvm.rfb_password.is_some()) {
        return Err(refusal::invalid());
    }
    let consent: Option<bool> = optional(new, "OptInPolicy")?;
    set_consent(call, consent, kvm.opt_in_timeout_secs)?;

    call.firmware.kvm = kvm;
    if password.is_some() {
        let event = AuditEvent::VncPasswordChanged;
        call.firmware.audit(call.now, event, call.origin, &[]);
    }
    if let Some(open) = port {
        call.firmware.set_listening_5900(open);
    }
    Ok(())
}

/// Policy and time-out are the administration realm's.
fn set_consent(
    call: &mut Call<'_>,
    needed: Option<bool>,
    timeout_secs: u32,
) -> Result<(), SoapFault> {
    let is_admin = call.realms.allow(Realms::ADMINISTRATION);
    if timeout_secs != call.firmware.kvm.opt_in_timeout_secs && !is_admin {
        return Err(refusal::denied());
    }
    let policy = match (needed, call.firmware.consent.policy()) {
        (Some(true), ConsentPolicy::None) => ConsentPolicy::Kvm,
        (Some(false), ConsentPolicy::Kvm | ConsentPolicy::All) => ConsentPolicy::None,
        _ => return Ok(()),
    };
    let (now, origin) = (call.now, call.origin);
    if is_admin && call.firmware.set_consent_policy(now, policy, origin) {
        Ok(())
    } else {
        Err(refusal::denied())
    }
}
