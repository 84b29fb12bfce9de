//! The event log (what happened to the PC) and the audit log (who did what to Intel AMT), page by
//! page, in words.
//!
//! Source: `docs/protocol/wsman.md` § 6.1, § 6.2.

use time::OffsetDateTime;

use super::find;
use crate::limits;
use crate::proto::wsman::class::{
    AuditInitiator, AuditLog, AuditPage, AuditRecord, EventRecord, EventSeverity, LogPage,
    MessageLog,
};
use crate::proto::wsman::instance::PropertyError;
use crate::proto::wsman::status::Returns;
use crate::session::Fault;
use crate::session::control::Control;

/// How full the logs are; `None` where a log is missing or may not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LogStates {
    /// The event log.
    pub events: Option<MessageLog>,
    /// The audit log.
    pub audit: Option<AuditLog>,
}

/// Reads how full the logs are.
///
/// # Errors
/// [`Fault`].
pub async fn states(control: &mut Control) -> Result<LogStates, Fault> {
    Ok(LogStates {
        events: find(control, "tell about its event log").await?,
        audit: find(control, "tell about its audit log").await?,
    })
}

/// One line of either log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// When, if the record knows.
    pub time: Option<OffsetDateTime>,
    /// How bad; the audit log has no such thing.
    pub severity: Option<EventSeverity>,
    /// Part of the PC, or of the firmware.
    pub source: Option<&'static str>,
    /// What happened.
    pub text: String,
    /// Who did it: a name, or "local".
    pub who: Option<String>,
    /// Where from.
    pub address: Option<String>,
    /// The record's own numbers, for a report: `sensor 6 offset 5 …`, `18.8`.
    pub code: String,
}

impl LogEntry {
    /// Is `needle` anywhere in what a person sees? Case does not matter.
    #[must_use]
    pub fn contains(&self, needle: &str) -> bool {
        let needle = needle.to_lowercase();
        let fields = [
            Some(self.text.as_str()),
            self.source,
            self.who.as_deref(),
            self.address.as_deref(),
            Some(self.code.as_str()),
        ];
        let mut fields = fields.into_iter().flatten();
        fields.any(|field| field.to_lowercase().contains(&needle))
    }

    fn from_event(record: &EventRecord) -> Self {
        let data = record.data.map(|byte| format!("{byte:02X}")).concat();
        let code = format!(
            "sensor {} type {:#04x} offset {} data {data}",
            record.sensor_type, record.event_type, record.offset
        );
        Self {
            time: record.time(),
            severity: Some(record.rank()),
            source: record.entity_name(),
            text: record
                .text()
                .unwrap_or_else(|| format!("Event of sensor type {}", record.sensor_type)),
            who: None,
            address: None,
            code,
        }
    }

    fn from_audit(record: &AuditRecord) -> Self {
        let code = format!("{}.{}", record.application, record.event);
        Self {
            time: record.time(),
            severity: None,
            source: record.application_name(),
            text: record.text().unwrap_or_else(|| format!("Event {code}")),
            who: Some(match &record.initiator {
                AuditInitiator::Digest(name) => name.clone(),
                AuditInitiator::Kerberos(sid) => sid_text(sid),
                AuditInitiator::Local => "local".to_owned(),
                AuditInitiator::VncPort => "VNC".to_owned(),
            }),
            address: record.address.clone(),
            code,
        }
    }
}

/// A security identifier as Windows writes it; hexadecimal if it is none.
fn sid_text(sid: &[u8]) -> String {
    let hex = || sid.iter().map(|byte| format!("{byte:02X}")).collect();
    let [revision, count, authority @ ..] = sid else {
        return hex();
    };
    let Some((authority, rest)) = authority.split_first_chunk::<6>() else {
        return hex();
    };
    let (parts, []) = rest.as_chunks::<4>() else {
        return hex();
    };
    if parts.len() != usize::from(*count) {
        return hex();
    }
    let authority = authority.iter().fold(0_u64, |n, b| n << 8 | u64::from(*b));
    let mut text = format!("S-{revision}-{authority}");
    for part in parts {
        text.push_str(&format!("-{}", u32::from_le_bytes(*part)));
    }
    text
}

/// Which entries are wanted. The default is all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogFilter {
    /// Only with this text, in any field.
    pub text: Option<String>,
    /// Only events at least this bad; entries without severity pass.
    pub severity: Option<EventSeverity>,
    /// Only from this time on; entries without a time pass.
    pub since: Option<OffsetDateTime>,
}

impl LogFilter {
    /// Does an entry pass?
    #[must_use]
    pub fn passes(&self, entry: &LogEntry) -> bool {
        let text = self.text.as_ref();
        text.is_none_or(|needle| entry.contains(needle))
            && self
                .severity
                .is_none_or(|least| entry.severity.is_none_or(|s| s >= least))
            && self
                .since
                .is_none_or(|since| entry.time.is_none_or(|time| time >= since))
    }
}

/// One log as far as it was read, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LogReading {
    /// What was read.
    pub entries: Vec<LogEntry>,
    /// Records that could not be decoded.
    pub unreadable: usize,
    /// Records in the log by its own count.
    pub total: u32,
}

/// Reads the event log. `progress` hears how many records are read, of how many.
///
/// # Errors
/// [`Fault`].
pub async fn events(
    control: &mut Control,
    mut progress: impl FnMut(usize, u32) + Send,
) -> Result<LogReading, Fault> {
    const WHAT: &str = "show its event log";
    let log: MessageLog = control.get(WHAT).await?;
    let mut reading = LogReading {
        total: log.records,
        ..LogReading::default()
    };
    progress(0, log.records);
    if log.records == 0 {
        return Ok(reading);
    }
    let first = control.invoke(MessageLog::position_to_first(), Returns::Amt, WHAT);
    let mut page = LogPage::from_output(&first.await?).map_err(odd)?;
    for _ in 0..limits::LOG_PAGES {
        let call = MessageLog::records(page.iteration);
        let output = control.invoke(call, Returns::Amt, WHAT).await?;
        let next = LogPage::from_output(&output).map_err(odd)?;
        let is_stuck = next.records.is_empty() && next.unreadable == 0;
        reading.unreadable += next.unreadable;
        let entries = next.records.iter().map(LogEntry::from_event);
        reading.entries.extend(entries);
        progress(reading.entries.len(), log.records);
        if next.is_last || is_stuck || reading.entries.len() >= limits::LOG_RECORDS {
            break;
        }
        page = next;
    }
    // Newest first already in most releases; those without a time stay where they were.
    reading
        .entries
        .sort_by_key(|entry| std::cmp::Reverse(entry.time));
    Ok(reading)
}

/// Reads the audit log, at most the `newest` records. `progress` as for [`events`].
///
/// # Errors
/// [`Fault`].
pub async fn audit(
    control: &mut Control,
    newest: u32,
    mut progress: impl FnMut(usize, u32) + Send,
) -> Result<LogReading, Fault> {
    const WHAT: &str = "show its audit log";
    let log: AuditLog = control.get(WHAT).await?;
    let mut reading = LogReading {
        total: log.records,
        ..LogReading::default()
    };
    let wanted = log.records.min(newest);
    progress(0, wanted);
    // Counted from 1, oldest first.
    let mut next = (log.records - wanted).saturating_add(1);
    for _ in 0..limits::LOG_PAGES {
        let is_full = reading.entries.len() >= limits::LOG_RECORDS;
        if next > reading.total || wanted == 0 || is_full {
            break;
        }
        let call = AuditLog::read_records(next);
        let output = control.invoke(call, Returns::Amt, WHAT).await?;
        let page = AuditPage::from_output(&output).map_err(odd)?;
        if page.returned == 0 {
            break;
        }
        // It grows while it is read, for example by our own login.
        reading.total = reading.total.max(page.total);
        next = next.saturating_add(page.returned);
        let returned = usize::try_from(page.returned).unwrap_or(usize::MAX);
        reading.unreadable += returned.saturating_sub(page.records.len());
        let entries = page.records.iter().map(LogEntry::from_audit);
        reading.entries.extend(entries);
        progress(reading.entries.len(), wanted);
    }
    reading.entries.reverse();
    Ok(reading)
}

fn odd(error: PropertyError) -> Fault {
    Fault::unexpected(&error, "the log")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(text: &str, severity: EventSeverity, seconds: i64) -> LogEntry {
        LogEntry {
            time: OffsetDateTime::from_unix_timestamp(seconds).ok(),
            severity: Some(severity),
            source: Some("BIOS"),
            text: text.to_owned(),
            who: Some("admin".to_owned()),
            address: None,
            code: "15.2".to_owned(),
        }
    }

    #[test]
    fn filters_look_at_every_field_and_join() {
        let entry = entry("Case opened", EventSeverity::Warning, 1000);
        let passes = |filter: LogFilter| filter.passes(&entry);
        let text = |text: &str| LogFilter {
            text: Some(text.to_owned()),
            ..LogFilter::default()
        };
        assert!(passes(LogFilter::default()));
        assert!(passes(text("CASE")) && passes(text("bios")) && passes(text("Admin")));
        assert!(!passes(text("memory")));
        assert!(passes(LogFilter {
            severity: Some(EventSeverity::Warning),
            ..text("case")
        }));
        assert!(!passes(LogFilter {
            severity: Some(EventSeverity::Critical),
            ..LogFilter::default()
        }));
        let since = |seconds| LogFilter {
            since: OffsetDateTime::from_unix_timestamp(seconds).ok(),
            ..LogFilter::default()
        };
        assert!(passes(since(1000)) && !passes(since(1001)));
    }

    #[test]
    fn security_identifiers_read_as_windows_writes_them() {
        // S-1-5-32-544, the administrators (MS-DTYP § 2.4.2.1).
        let sid = [1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x20, 2, 0, 0];
        assert_eq!(sid_text(&sid), "S-1-5-32-544");
        for odd in [&sid[..15], &sid[..12], &[1, 2], &[]] {
            assert!(!sid_text(odd).starts_with("S-"), "{odd:?}");
        }
    }
}
