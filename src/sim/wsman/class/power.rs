//! Power.
//!
//! Source: `docs/protocol/wsman.md` § 2.11, § 4.1.

use super::{Call, Class, Method, View, parameter, returns};
use crate::proto::wsman::fault::SoapFault;
use crate::proto::wsman::instance::Instance;
use crate::sim::firmware::power::{PowerAction, PowerReturn, PowerState};
use crate::sim::firmware::users::Realms;
use crate::sim::wsman::object::{Object, managed_system, service_reference};
use crate::sim::wsman::refusal;

/// The classes of this subject.
pub(super) const CLASSES: &[Class] = &[
    Class::new("CIM_AssociatedPowerManagementService", READ, associated)
        .below(&["CIM_ServiceAvailableToElement"]),
    Class::new(SERVICE, READ, service).with_methods(&[Method::new(
        "RequestPowerStateChange",
        Realms::REMOTE_CONTROL,
        request,
    )]),
    Class::new("CIM_PowerManagementCapabilities", READ, capabilities),
    Class::new(SAVING, READ, saving)
        .known_if(|firmware| firmware.features().has_saving_states())
        .with_methods(&[Method::new(
            "RequestOSPowerSavingStateChange",
            Realms::REMOTE_CONTROL,
            request_saving,
        )]),
    Class::new("IPS_HostBootReason", READ, boot_reason)
        .known_if(|firmware| firmware.features().has_screen_classes()),
];

const READ: Realms = Realms::REMOTE_CONTROL
    .or(Realms::GENERAL_INFO)
    .or(Realms::REDIRECTION);
const SERVICE: &str = "CIM_PowerManagementService";
const SAVING: &str = "IPS_PowerManagementService";
const NAME: &str = "Intel(r) AMT Power Management Service";

fn associated(view: &View<'_>) -> Vec<Object> {
    let power = &view.firmware.power;
    let in_use = view.firmware.redirection.is_in_use();
    let available = power.available(in_use).map(PowerAction::wire);
    let association = Object::new("CIM_AssociatedPowerManagementService")
        .numbers("AvailableRequestedPowerStates", available)
        .number("PowerState", power.state().wire())
        .reference("ServiceProvided", &service_reference(SERVICE, NAME))
        .reference("UserOfService", &managed_system());
    vec![association]
}

fn service(_: &View<'_>) -> Vec<Object> {
    let service = Object::service(SERVICE, NAME)
        .number("EnabledState", 5)
        .number("RequestedState", 12);
    vec![service]
}

fn request(call: &mut Call<'_>, _: &Object, input: &Instance) -> Result<Object, SoapFault> {
    let state: u32 = parameter(input, "PowerState")?;
    let system = input
        .reference("ManagedElement")
        .ok_or_else(refusal::missing)?;
    let answer = |result: u16| returns(SERVICE, "RequestPowerStateChange", result);
    if system
        .selector("Name")
        .is_some_and(|n| n != "ManagedSystem")
    {
        return Ok(answer(PowerReturn::InvalidParameter as u16));
    }
    if input.text("Time").is_some() || input.text("TimeoutPeriod").is_some() {
        return Ok(answer(4098));
    }
    let state = u16::try_from(state).unwrap_or(u16::MAX);
    let result = call.firmware.request_power(call.now, state, call.origin);
    Ok(answer(result as u16))
}

/// A recorded AMT 12 lists less than it accepts: no sleep, no hibernation.
fn capabilities(view: &View<'_>) -> Vec<Object> {
    let power = view.firmware.power.abilities();
    let mut states = vec![
        PowerAction::Cycle,
        PowerAction::Off,
        PowerAction::On,
        PowerAction::Reset,
    ];
    if power.nmi {
        states.push(PowerAction::Nmi);
    }
    if power.agent {
        states.extend([PowerAction::OffGraceful, PowerAction::ResetGraceful]);
    }
    let states: Vec<u16> = states.into_iter().map(PowerAction::wire).collect();
    let changes: &[u8] = if power.agent {
        &[2, 3, 4, 7, 8]
    } else {
        &[2, 3, 4]
    };
    let capabilities = Object::new("CIM_PowerManagementCapabilities")
        .text("ElementName", "Power Management Capabilities")
        .text("InstanceID", "Intel(r) AMT:PowerManagementCapabilities 0")
        .text("OtherPowerChangeCapabilities", "")
        .numbers("PowerChangeCapabilities", changes.iter().copied())
        .numbers("PowerStatesSupported", states.iter().copied())
        .numbers("RequestedPowerStatesSupported", states.iter().copied());
    vec![capabilities]
}

fn saving(view: &View<'_>) -> Vec<Object> {
    let power = &view.firmware.power;
    let state = match (power.abilities().modern_standby, power.is_saving()) {
        // Recorded on a platform without Modern Standby, too.
        (_, false) => 2,
        (true, true) => 3,
        (false, true) => 1,
    };
    let service = Object::service(SAVING, NAME)
        .number("EnabledState", 5)
        .number("OSPowerSavingState", state)
        .number("RequestedState", 12);
    vec![service]
}

fn request_saving(call: &mut Call<'_>, _: &Object, input: &Instance) -> Result<Object, SoapFault> {
    let saving = match parameter::<u32>(input, "OSPowerSavingState")? {
        2 => false,
        3 => true,
        _ => return Ok(returns(SAVING, "RequestOSPowerSavingStateChange", 5)),
    };
    let possible = call.firmware.request_saving(call.now, saving);
    let result = if possible { 0 } else { 1 };
    Ok(returns(SAVING, "RequestOSPowerSavingStateChange", result))
}

fn boot_reason(view: &View<'_>) -> Vec<Object> {
    let reason = view.firmware.boot_reason();
    let previous = match reason.previous {
        PowerState::On => 0,
        PowerState::Sleep => 3,
        PowerState::Hibernate => 4,
        PowerState::Off => 5,
    };
    let object = Object::new("IPS_HostBootReason")
        .text("ElementName", "Intel(r) AMT Host Boot Reason")
        .text("InstanceID", "Intel(r) AMT: Host Boot Reason")
        .number("PreviousSxState", previous)
        .number("Reason", reason.cause as u8)
        .text("ReasonDetails", &reason.details);
    vec![object]
}
