//! User consent over WS-Man.
//!
//! Source: `docs/protocol/wsman.md` § 3, § 5.2.

use super::{Apply, Call, Class, Method, View, optional, parameter, returns};
use crate::proto::wsman::fault::SoapFault;
use crate::proto::wsman::instance::Instance;
use crate::sim::firmware::consent::{ConsentPolicy, OptInReturn};
use crate::sim::firmware::users::Realms;
use crate::sim::wsman::object::Object;
use crate::sim::wsman::put::Field;
use crate::sim::wsman::refusal;

/// The classes of this subject.
pub(super) const CLASSES: &[Class] = &[Class::new(SERVICE, READ, service)
    .with_put(
        Realms::ADMINISTRATION,
        &[
            Field::number("OptInRequired", u32::MAX),
            Field::number("OptInCodeTimeout", u32::MAX),
            Field::number("OptInDisplayTimeout", u32::MAX),
        ],
        Apply::Run(put),
    )
    .with_methods(&[
        Method::new("StartOptIn", USE, start),
        Method::new("SendOptInCode", USE, send),
        Method::new("CancelOptIn", USE, cancel),
    ])];

const SERVICE: &str = "IPS_OptInService";
/// Who may open what needs consent may ask for it.
const USE: Realms = Realms::REDIRECTION.or(Realms::REMOTE_CONTROL);
const READ: Realms = USE.or(Realms::GENERAL_INFO);

fn service(view: &View<'_>) -> Vec<Object> {
    let consent = &view.firmware.consent;
    let service = Object::service(SERVICE, "Intel(r) AMT OptIn Service")
        .number(
            "CanModifyOptInPolicy",
            u8::from(view.firmware.may_modify_consent()),
        )
        .number("OptInCodeTimeout", consent.code_timeout_secs())
        .number("OptInDisplayTimeout", consent.display_timeout_secs())
        .number("OptInRequired", consent.policy().wire())
        .number("OptInState", consent.state());
    vec![service]
}

fn put(call: &mut Call<'_>, _: &Object, new: &Instance) -> Result<(), SoapFault> {
    let consent = &call.firmware.consent;
    let required: Option<u32> = optional(new, "OptInRequired")?;
    let policy = match required.map(ConsentPolicy::from_wire) {
        None => consent.policy(),
        Some(Some(policy)) => policy,
        Some(None) => return Err(refusal::invalid()),
    };
    let code: u32 = optional(new, "OptInCodeTimeout")?.unwrap_or(consent.code_timeout_secs());
    let old_display = consent.display_timeout_secs();
    let display: u32 = optional(new, "OptInDisplayTimeout")?.unwrap_or(old_display);
    // In client control mode only the code's time-out may change.
    if display != old_display && !call.firmware.may_modify_consent() {
        return Err(refusal::denied());
    }
    let (now, origin) = (call.now, call.origin);
    let known = policy == call.firmware.consent.policy()
        || policy != ConsentPolicy::All
        || call.firmware.features().strictest_consent() == ConsentPolicy::All;
    if !known {
        return Err(refusal::invalid());
    }
    let mut sound = call.firmware.consent.clone();
    if !sound.set_timeouts_secs(code, display) {
        return Err(refusal::invalid());
    }
    if !call.firmware.set_consent_policy(now, policy, origin) {
        return Err(refusal::denied());
    }
    call.firmware.consent.set_timeouts_secs(code, display);
    Ok(())
}

fn start(call: &mut Call<'_>, _: &Object, _: &Instance) -> Result<Object, SoapFault> {
    let result = call.firmware.start_consent(call.now, call.origin);
    Ok(answer("StartOptIn", result))
}

fn send(call: &mut Call<'_>, _: &Object, input: &Instance) -> Result<Object, SoapFault> {
    // Six typed digits or the number: both are read as a number, so leading zeros do not count.
    let code: u32 = parameter(input, "OptInCode")?;
    if code > 999_999 {
        return Err(refusal::invalid());
    }
    let result = call.firmware.submit_consent(call.now, code, call.origin);
    Ok(answer("SendOptInCode", result))
}

fn cancel(call: &mut Call<'_>, _: &Object, _: &Instance) -> Result<Object, SoapFault> {
    let result = call.firmware.cancel_consent(call.now);
    Ok(answer("CancelOptIn", result))
}

fn answer(method: &str, result: OptInReturn) -> Object {
    returns(SERVICE, method, result as u8)
}
