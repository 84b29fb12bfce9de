//! Event log and audit log.
//!
//! Source: `docs/protocol/wsman.md` § 6.1, § 6.2.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Call, Class, Method, View, optional, parameter, returns};
use crate::proto::wsman::fault::SoapFault;
use crate::proto::wsman::instance::Instance;
use crate::sim::firmware::audit_log::{AuditEvent, PAGE};
use crate::sim::firmware::event_log::{CAPACITY, RECORD_BYTES};
use crate::sim::firmware::users::Realms;
use crate::sim::wsman::object::Object;

/// The classes of this subject.
pub(super) const CLASSES: &[Class] = &[
    Class::new(EVENTS, READ_EVENTS, event_log).with_methods(&[
        Method::new("PositionToFirstRecord", READ_EVENTS, to_first),
        Method::new("GetRecords", READ_EVENTS, get_records),
        Method::new("ClearLog", Realms::EVENT_MANAGER, clear_events),
        Method::new("FreezeLog", Realms::EVENT_MANAGER, freeze),
    ]),
    Class::new(AUDIT, READ_AUDIT, audit_log).with_methods(&[
        Method::new("ReadRecords", READ_AUDIT, read_records),
        Method::new("SetAuditLock", Realms::AUDIT_LOG, lock_audit),
        Method::new("ClearLog", Realms::AUDIT_LOG, clear_audit),
    ]),
];

const EVENTS: &str = "AMT_MessageLog";
const READ_EVENTS: Realms = Realms::EVENT_LOG_READER.or(Realms::EVENT_MANAGER);
const AUDIT: &str = "AMT_AuditLog";
const READ_AUDIT: Realms = Realms::AUDIT_LOG.or(Realms::GENERAL_INFO);

fn event_log(view: &View<'_>) -> Vec<Object> {
    let log = &view.firmware.event_log;
    let count = i64::try_from(log.count()).unwrap_or(i64::MAX);
    let capacity = i64::try_from(CAPACITY).unwrap_or(i64::MAX);
    let name = "Intel(r) AMT:MessageLog 1";
    let object = Object::new(EVENTS)
        .numbers("Capabilities", [5, 6, 8, 7])
        .number("CharacterSet", 10)
        .text("CreationClassName", EVENTS)
        .number("CurrentNumberOfRecords", count)
        .text("ElementName", name)
        .number("EnabledDefault", 2)
        .number("EnabledState", 2)
        .number("HealthState", 5)
        .flag("IsFrozen", log.is_frozen)
        .number("LastChange", 0)
        .number("LogState", 4)
        .number("MaxLogSize", 0)
        .number("MaxNumberOfRecords", capacity)
        .number("MaxRecordSize", i64::try_from(RECORD_BYTES).unwrap_or(0))
        .text("Name", name)
        .number("OperationalStatus", 2)
        .number("OverwritePolicy", 2)
        .number("PercentageNearFull", 100)
        .number("RequestedState", 12)
        .number("SizeOfHeader", 0)
        .number("SizeOfRecordHeader", 0)
        .text("Status", "OK");
    vec![object]
}

fn to_first(call: &mut Call<'_>, _: &Object, _: &Instance) -> Result<Object, SoapFault> {
    let is_empty = call.firmware.event_log.count() == 0;
    // 2: there is none (inferred).
    let result = if is_empty { 2 } else { 0 };
    Ok(Object::output(EVENTS, "PositionToFirstRecord")
        .number("IterationIdentifier", 1)
        .number("ReturnValue", result))
}

/// Iteration identifiers count records from 1.
fn get_records(call: &mut Call<'_>, _: &Object, input: &Instance) -> Result<Object, SoapFault> {
    let start: u32 = parameter(input, "IterationIdentifier")?;
    let wanted: u32 = optional(input, "MaxReadRecords")?.unwrap_or(1);
    let name = "GetRecords";
    let log = &call.firmware.event_log;
    let skip = usize::try_from(start)
        .unwrap_or(usize::MAX)
        .saturating_sub(1);
    if start == 0 || wanted == 0 || (skip > 0 && skip >= log.count()) {
        return Ok(returns(EVENTS, name, 3));
    }
    let take = usize::try_from(wanted).unwrap_or(usize::MAX).min(CAPACITY);
    let records: Vec<_> = log
        .newest_first()
        .skip(skip)
        .take(take)
        .map(|record| STANDARD.encode(record))
        .collect();
    let next = skip + records.len();
    let is_last = next >= log.count();
    let next = i64::try_from(next + usize::from(!is_last)).unwrap_or(i64::MAX);
    Ok(Object::output(EVENTS, name)
        .number("IterationIdentifier", next)
        .flag("NoMoreRecords", is_last)
        .texts("RecordArray", records.iter().map(String::as_str))
        .number("ReturnValue", 0))
}

fn clear_events(call: &mut Call<'_>, _: &Object, _: &Instance) -> Result<Object, SoapFault> {
    let cleared = call.firmware.event_log.clear();
    if cleared {
        let event = AuditEvent::EventLogCleared;
        call.firmware.audit(call.now, event, call.origin, &[]);
    }
    // 0x80B: the log is frozen.
    let result = if cleared { 0 } else { 0x80B };
    Ok(returns(EVENTS, "ClearLog", result))
}

fn freeze(call: &mut Call<'_>, _: &Object, input: &Instance) -> Result<Object, SoapFault> {
    let frozen: bool = parameter(input, "Freeze")?;
    call.firmware.event_log.is_frozen = frozen;
    let event = AuditEvent::EventLogFrozen;
    call.firmware.audit(call.now, event, call.origin, &[]);
    Ok(returns(EVENTS, "FreezeLog", 0))
}

fn audit_log(view: &View<'_>) -> Vec<Object> {
    let log = &view.firmware.audit_log;
    let count = i64::try_from(log.count()).unwrap_or(i64::MAX);
    let last = log.last_utc_secs().unwrap_or_default();
    let free = i64::try_from(log.percentage_free()).unwrap_or_default();
    let object = Object::new(AUDIT)
        // 16: no key to sign with.
        .number("AuditState", 16)
        .number("CurrentNumberOfRecords", count)
        .text("ElementName", "Intel(r) AMT Audit Log")
        .number("EnabledState", 2)
        .number("MaxAllowedAuditors", 1)
        .number("MaxNumberOfRecords", 0)
        .text("Name", "Intel(r) AMT:Audit Log")
        .number("OverwritePolicy", 2)
        .number("PercentageFree", free)
        .number("RequestedState", 2)
        .number("StoragePolicy", 1)
        .date("TimeOfLastRecord", last);
    vec![object]
}

fn read_records(call: &mut Call<'_>, _: &Object, input: &Instance) -> Result<Object, SoapFault> {
    let start: u32 = parameter(input, "StartIndex")?;
    let start = usize::try_from(start).unwrap_or(usize::MAX);
    let log = &call.firmware.audit_log;
    if start == 0 || (start > log.count() && start > 1) {
        // 0x23: invalid index.
        return Ok(returns(AUDIT, "ReadRecords", 0x23));
    }
    let records: Vec<_> = log.page(start).map(|r| STANDARD.encode(r)).collect();
    debug_assert!(records.len() <= PAGE);
    Ok(Object::output(AUDIT, "ReadRecords")
        .number(
            "TotalRecordCount",
            i64::try_from(log.count()).unwrap_or(i64::MAX),
        )
        .number(
            "RecordsReturned",
            i64::try_from(records.len()).unwrap_or(i64::MAX),
        )
        .texts("EventRecords", records.iter().map(String::as_str))
        .number("ReturnValue", 0))
}

/// One lock at a time; it ends by itself.
fn lock_audit(call: &mut Call<'_>, _: &Object, input: &Instance) -> Result<Object, SoapFault> {
    let flag: u32 = parameter(input, "Flag")?;
    let handle: u32 = optional(input, "Handle")?.unwrap_or_default();
    let secs: u32 = optional(input, "LockTimeoutInSeconds")?.unwrap_or_default();
    let (handle, result) = match flag {
        0 => match call.firmware.audit_log.lock(call.now, secs) {
            Some(handle) => (handle, 0),
            // 0x12: locked by somebody else.
            None => (0, 0x12),
        },
        2 if call.firmware.audit_log.unlock(call.now, handle) => (0, 0),
        // 0x11: not the owner.
        2 => (0, 0x11),
        _ => (0, 0x24),
    };
    Ok(Object::output(AUDIT, "SetAuditLock")
        .number("Handle", handle)
        .number("ReturnValue", result))
}

fn clear_audit(call: &mut Call<'_>, _: &Object, _: &Instance) -> Result<Object, SoapFault> {
    if !call.firmware.audit_log.is_locked(call.now) {
        // 0x13: whoever clears has to lock first.
        return Ok(returns(AUDIT, "ClearLog", 0x13));
    }
    call.firmware.audit_log.clear();
    let event = AuditEvent::AuditCleared;
    call.firmware.audit(call.now, event, call.origin, &[]);
    Ok(returns(AUDIT, "ClearLog", 0))
}
