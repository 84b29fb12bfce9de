//! Accounts.
//!
//! Source: `docs/protocol/wsman.md` § 6.6.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Call, Class, Method, View, optional, parameter, returns};
use crate::proto::digest::Ha1;
use crate::proto::wsman::fault::SoapFault;
use crate::proto::wsman::instance::Instance;
use crate::sim::firmware::audit_log::AuditEvent;
use crate::sim::firmware::users::{Access, Account, AccountRefusal, Realms};
use crate::sim::wsman::object::Object;
use crate::sim::wsman::refusal;

/// The classes of this subject.
pub(super) const CLASSES: &[Class] = &[Class::new(SERVICE, READ, service).with_methods(&[
    Method::new("EnumerateUserAclEntries", Realms::ACL, list),
    Method::new("GetUserAclEntryEx", Realms::ACL, get),
    Method::new("AddUserAclEntryEx", Realms::ACL, add),
    Method::new("UpdateUserAclEntryEx", Realms::ACL, update),
    Method::new("RemoveUserAclEntry", Realms::ACL, remove),
    Method::new("GetAclEnabledState", Realms::ACL, is_enabled),
    Method::new("SetAclEnabledState", Realms::ACL, set_enabled),
    Method::new("GetAdminAclEntry", Realms::ACL, get_admin),
    Method::new("SetAdminAclEntryEx", Realms::ADMINISTRATION, set_admin),
    Method::new("GetAdminAclEntryStatus", Realms::ACL, |_, _, _| {
        Ok(is_default("GetAdminAclEntryStatus"))
    }),
    Method::new("GetAdminNetAclEntryStatus", Realms::ACL, |_, _, _| {
        Ok(is_default("GetAdminNetAclEntryStatus"))
    }),
])];

const SERVICE: &str = "AMT_AuthorizationService";
const READ: Realms = Realms::ACL.or(Realms::GENERAL_INFO);

/// Handles one answer lists at most (inferred; sources name no number).
const HANDLES: usize = 50;

fn service(_: &View<'_>) -> Vec<Object> {
    let service = Object::service(SERVICE, "Intel(r) AMT Authorization Service")
        .number("AllowHttpQopAuthOnly", 1)
        .number("EnabledState", 5)
        .number("RequestedState", 12);
    vec![service]
}

fn list(call: &mut Call<'_>, _: &Object, input: &Instance) -> Result<Object, SoapFault> {
    let start: u32 = parameter(input, "StartIndex")?;
    let all = call.firmware.users.others();
    let skip = usize::try_from(start).unwrap_or(usize::MAX);
    let name = "EnumerateUserAclEntries";
    if skip == 0 || (skip > all.len() && skip > 1) {
        return Ok(returns(SERVICE, name, INVALID_INDEX));
    }
    let handles: Vec<u32> = all
        .iter()
        .skip(skip - 1)
        .take(HANDLES)
        .map(|account| account.handle)
        .collect();
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    Ok(Object::output(SERVICE, name)
        .number("TotalCount", count(all.len()))
        .number("HandlesCount", count(handles.len()))
        .numbers("Handles", handles)
        .number("ReturnValue", 0))
}

fn get(call: &mut Call<'_>, _: &Object, input: &Instance) -> Result<Object, SoapFault> {
    let handle: u32 = parameter(input, "Handle")?;
    let name = "GetUserAclEntryEx";
    let Some(account) = call.firmware.users.by_handle(handle) else {
        let refused = AccountRefusal::InvalidHandle as u32;
        return Ok(returns(SERVICE, name, refused));
    };
    Ok(Object::output(SERVICE, name)
        .text("DigestUsername", &account.name)
        .number("AccessPermission", account.access as u8)
        .numbers("Realms", account.realms.numbers())
        .number("ReturnValue", 0))
}

fn add(call: &mut Call<'_>, _: &Object, input: &Instance) -> Result<Object, SoapFault> {
    let name = "AddUserAclEntryEx";
    let outcome = account(input, 0).map(|account| call.firmware.users.add(account))?;
    Ok(match outcome {
        Ok(handle) => {
            audit(call, AuditEvent::AccountAdded);
            Object::output(SERVICE, name)
                .number("Handle", handle)
                .number("ReturnValue", 0)
        }
        Err(refused) => returns(SERVICE, name, refused as u32),
    })
}

fn update(call: &mut Call<'_>, _: &Object, input: &Instance) -> Result<Object, SoapFault> {
    let handle: u32 = parameter(input, "Handle")?;
    let changed = account(input, handle)?;
    let outcome = call.firmware.users.update(changed);
    Ok(done(
        call,
        "UpdateUserAclEntryEx",
        outcome,
        AuditEvent::AccountChanged,
    ))
}

fn remove(call: &mut Call<'_>, _: &Object, input: &Instance) -> Result<Object, SoapFault> {
    let handle: u32 = parameter(input, "Handle")?;
    let outcome = call.firmware.users.remove(handle);
    Ok(done(
        call,
        "RemoveUserAclEntry",
        outcome,
        AuditEvent::AccountRemoved,
    ))
}

fn is_enabled(call: &mut Call<'_>, _: &Object, input: &Instance) -> Result<Object, SoapFault> {
    let handle: u32 = parameter(input, "Handle")?;
    let name = "GetAclEnabledState";
    let Some(account) = call.firmware.users.by_handle(handle) else {
        let refused = AccountRefusal::InvalidHandle as u32;
        return Ok(returns(SERVICE, name, refused));
    };
    Ok(Object::output(SERVICE, name)
        .flag("Enabled", account.is_enabled)
        .number("ReturnValue", 0))
}

fn set_enabled(call: &mut Call<'_>, _: &Object, input: &Instance) -> Result<Object, SoapFault> {
    let handle: u32 = parameter(input, "Handle")?;
    let enabled: bool = parameter(input, "Enabled")?;
    let outcome = call.firmware.users.set_enabled(handle, enabled);
    Ok(done(
        call,
        "SetAclEnabledState",
        outcome,
        AuditEvent::AccountState,
    ))
}

fn get_admin(call: &mut Call<'_>, _: &Object, _: &Instance) -> Result<Object, SoapFault> {
    let name = &call.firmware.users.admin().name;
    Ok(Object::output(SERVICE, "GetAdminAclEntry")
        .text("Username", name)
        .number("ReturnValue", 0))
}

fn set_admin(call: &mut Call<'_>, _: &Object, input: &Instance) -> Result<Object, SoapFault> {
    let name: String = parameter(input, "Username")?;
    let ha1 = password(input, "DigestPassword")?;
    if name.is_empty() || name.len() > 16 || !name.is_ascii() {
        return Err(refusal::invalid());
    }
    call.firmware.users.set_admin(name, ha1);
    audit(call, AuditEvent::AccountChanged);
    Ok(returns(SERVICE, "SetAdminAclEntryEx", 0))
}

/// The administrator's password is never the factory's here.
fn is_default(method: &str) -> Object {
    Object::output(SERVICE, method)
        .flag("IsDefault", false)
        .number("ReturnValue", 0)
}

/// The account that a method's parameters describe. Kerberos accounts are not simulated.
fn account(input: &Instance, handle: u32) -> Result<Account, SoapFault> {
    let access = Access::from_wire(parameter(input, "AccessPermission")?);
    let realms: Vec<u32> = input.array("Realms").map_err(|_| refusal::invalid())?;
    Ok(Account {
        handle,
        name: parameter(input, "DigestUsername")?,
        ha1: password(input, "DigestPassword")?,
        access: access.ok_or_else(refusal::invalid)?,
        realms: Realms::from_numbers(&realms).ok_or_else(refusal::invalid)?,
        is_enabled: optional(input, "Enabled")?.unwrap_or(true),
    })
}

/// Sixteen bytes of `MD5(user:realm:password)` in base64.
fn password(input: &Instance, name: &'static str) -> Result<Ha1, SoapFault> {
    let text: String = parameter(input, name)?;
    let bytes = STANDARD.decode(text.trim()).ok();
    let bytes: Option<[u8; 16]> = bytes.and_then(|bytes| bytes.try_into().ok());
    let bytes = bytes.ok_or_else(refusal::invalid)?;
    let mut hex = [0; 32];
    for (pair, byte) in hex.as_chunks_mut().0.iter_mut().zip(bytes) {
        *pair = [byte >> 4, byte & 0xF].map(|nibble| match nibble {
            0..=9 => b'0' + nibble,
            _ => b'a' + nibble - 10,
        });
    }
    Ok(Ha1::from_digest(hex))
}

fn done(
    call: &mut Call<'_>,
    method: &str,
    outcome: Result<(), AccountRefusal>,
    event: AuditEvent,
) -> Object {
    match outcome {
        Ok(()) => {
            audit(call, event);
            returns(SERVICE, method, 0)
        }
        Err(refused) => returns(SERVICE, method, refused as u32),
    }
}

fn audit(call: &mut Call<'_>, event: AuditEvent) {
    call.firmware.audit(call.now, event, call.origin, &[]);
}

/// AMT status: no such index.
const INVALID_INDEX: i64 = 0x23;
