//! SOL and storage redirection: switches, the listener, who is connected.
//!
//! Source: `docs/protocol/wsman.md` § 2.6, § 5, § 6.7.

use super::{Apply, Call, Class, Method, View, optional, parameter, returns};
use crate::proto::redir::messages::SessionType;
use crate::proto::wsman::envelope::Selector;
use crate::proto::wsman::fault::SoapFault;
use crate::proto::wsman::instance::{Instance, Reference};
use crate::sim::firmware::users::Realms;
use crate::sim::wsman::object::{Object, service_reference};
use crate::sim::wsman::put::Field;

/// The classes of this subject.
pub(super) const CLASSES: &[Class] = &[
    Class::new(SERVICE, READ, service)
        .with_put(
            Realms::REDIRECTION,
            &[
                Field::range("EnabledState", NONE, NONE + 3),
                Field::flag("ListenerEnabled"),
            ],
            Apply::Run(put),
        )
        .with_methods(&[
            Method::new("RequestStateChange", Realms::REDIRECTION, request_state),
            Method::new("TerminateSession", Realms::REDIRECTION, terminate),
        ]),
    Class::new("IPS_SolSessionUsingPort", READ, |view| {
        session(view, SessionType::Sol)
    }),
    Class::new("IPS_IderSessionUsingPort", READ, |view| {
        session(view, SessionType::Ider)
    }),
    Class::new("IPS_KvmSessionUsingPort", READ, |view| {
        session(view, SessionType::Kvm)
    })
    .known_if(|firmware| firmware.redirection.permitted().has_kvm),
    // Tunnels to a management presence server are not simulated: never one.
    Class::new("IPS_RasSessionUsingPort", READ, |_| Vec::new()),
];

const READ: Realms = Realms::REDIRECTION.or(Realms::GENERAL_INFO);
const SERVICE: &str = "AMT_RedirectionService";
const NAME: &str = "Intel(r) AMT Redirection Service";
/// `EnabledState` with both features off; bit 0 storage, bit 1 SOL.
const NONE: u32 = 32_768;

fn service(view: &View<'_>) -> Vec<Object> {
    let redirection = &view.firmware.redirection;
    let log = redirection.access_log().iter().map(String::as_str);
    let service = Object::service(SERVICE, NAME)
        .texts("AccessLog", log)
        .number("EnabledState", redirection.service_state())
        .flag("ListenerEnabled", redirection.is_listening());
    vec![service]
}

/// Switches both features. Returns whether both could be.
fn set_state(call: &mut Call<'_>, state: u32) -> bool {
    let (now, origin) = (call.now, call.origin);
    let ider = call
        .firmware
        .enable(now, SessionType::Ider, state & 1 != 0, origin);
    let sol = call
        .firmware
        .enable(now, SessionType::Sol, state & 2 != 0, origin);
    ider && sol
}

fn put(call: &mut Call<'_>, _: &Object, new: &Instance) -> Result<(), SoapFault> {
    if let Some(state) = optional(new, "EnabledState")? {
        // What the BIOS extension forbids stays off; the answer shows it.
        set_state(call, state);
    }
    if let Some(listening) = optional(new, "ListenerEnabled")? {
        call.firmware.set_listening(call.now, listening);
    }
    Ok(())
}

fn request_state(call: &mut Call<'_>, _: &Object, input: &Instance) -> Result<Object, SoapFault> {
    let state: u32 = parameter(input, "RequestedState")?;
    let result = match state {
        _ if input.text("TimeoutPeriod").is_some() => 4098,
        NONE..=32_771 if set_state(call, state) => 0,
        // Known, but forbidden by the BIOS extension: not supported.
        NONE..=32_771 => 1,
        _ => 5,
    };
    Ok(returns(SERVICE, "RequestStateChange", result))
}

fn terminate(call: &mut Call<'_>, _: &Object, input: &Instance) -> Result<Object, SoapFault> {
    let kind = match parameter::<u32>(input, "SessionType")? {
        0 => SessionType::Ider,
        1 => SessionType::Sol,
        _ => return Ok(returns(SERVICE, "TerminateSession", 5)),
    };
    let ended = call.firmware.end_session(call.now, kind, "terminated");
    // Without a session there is nothing to end: failed (inferred).
    let result = if ended { 0 } else { 4 };
    Ok(returns(SERVICE, "TerminateSession", result))
}

/// One association while a session runs, none otherwise.
fn session(view: &View<'_>, kind: SessionType) -> Vec<Object> {
    if view.firmware.redirection.session(kind).is_none() {
        return Vec::new();
    }
    let (class, dependent) = match kind {
        SessionType::Sol => ("IPS_SolSessionUsingPort", service_reference(SERVICE, NAME)),
        SessionType::Ider => ("IPS_IderSessionUsingPort", service_reference(SERVICE, NAME)),
        SessionType::Kvm => (
            "IPS_KvmSessionUsingPort",
            service_reference(
                "CIM_RedirectionService",
                "Intel(r) AMT KVM Redirection Service",
            ),
        ),
    };
    let wired = Selector::text("InstanceID", "Intel(r) AMT Ethernet Port Settings 0");
    let port = Reference::new("AMT_EthernetPortSettings", vec![wired]);
    let association = Object::new(class)
        .reference("Antecedent", &port)
        .reference("Dependent", &dependent);
    vec![association]
}
