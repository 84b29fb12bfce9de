//! `outband log`: the event log and the audit log of a PC.

use std::time::Duration;

use clap::ValueEnum;
use serde::Serialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;

use super::control::{Device, OWN};
use super::safety::Encryption;
use super::words::{rfc3339, time_text};
use super::{Context, Exit, Failure, Outcome};
use crate::session::flow::EventSeverity;
use crate::session::flow::logs::{self, LogEntry, LogFilter, LogReading};
use crate::store::journal::Kind;

/// Options of `outband log`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    device: Device,
    /// Which log
    #[arg(help_heading = OWN)]
    log: Log,
    /// Only the newest so many entries
    #[arg(long, value_name = "COUNT", help_heading = OWN)]
    last: Option<u32>,
    /// Only entries that contain a text
    #[arg(long, value_name = "TEXT", help_heading = OWN)]
    find: Option<String>,
    /// Only events at least this bad
    #[arg(long, value_name = "HOW", help_heading = OWN)]
    severity: Option<Severity>,
    /// Only entries since a date, a time or so long ago: 2026-11-22, 2026-11-22T08:00:00Z, 36h
    #[arg(long, value_name = "WHEN", value_parser = parse_since, help_heading = OWN)]
    since: Option<Since>,
}

/// Which log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Log {
    /// What happened to the PC
    Events,
    /// Who did what to Intel AMT
    Audit,
}

/// How bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Severity {
    /// All of them
    Information,
    /// Warnings and worse
    Warning,
    /// The worst
    Critical,
}

/// `--since`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Since {
    Time(OffsetDateTime),
    Ago(Duration),
}

/// Reads a log, newest first, and prints what passes.
pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    let filter = LogFilter {
        text: args.find.clone(),
        severity: args.severity.map(|s| match s {
            Severity::Information => EventSeverity::Information,
            Severity::Warning => EventSeverity::Warning,
            Severity::Critical => EventSeverity::Critical,
        }),
        since: args.since.and_then(|since| match since {
            Since::Time(time) => Some(time),
            Since::Ago(time) => OffsetDateTime::now_utc().checked_sub(time.try_into().ok()?),
        }),
    };
    // With a filter the newest so many are those that pass it.
    let newest = match args.last {
        Some(last) if filter == LogFilter::default() => last,
        _ => u32::MAX,
    };
    let name = match args.log {
        Log::Events => "events",
        Log::Audit => "audit",
    };
    let mut learnt = args.device.ask(
        context,
        (Kind::Log, Some(name)),
        async |control, progress| {
            let step = |read, of| progress.say(format!("Read {read} of {of} records"));
            match args.log {
                Log::Events => logs::events(control, step).await,
                Log::Audit => logs::audit(control, newest, step).await,
            }
        },
    )?;
    let reading = &mut learnt.result;
    reading.entries.retain(|entry| filter.passes(entry));
    let last = args.last.and_then(|last| usize::try_from(last).ok());
    reading.entries.truncate(last.unwrap_or(usize::MAX));
    report(args, context, reading, learnt.encryption);
    Ok(Outcome::Exit(Exit::Done))
}

fn report(args: &Args, context: &Context, reading: &LogReading, encryption: Encryption) {
    for entry in &reading.entries {
        context.print.line(&line(entry));
    }
    if reading.entries.is_empty() {
        context.print.note("No entry");
    }
    if reading.unreadable > 0 {
        let count = reading.unreadable;
        context
            .print
            .note(&format!("{count} records could not be read"));
    }
    context.print.document(&Document {
        target: args.device.target.to_string(),
        encryption,
        log: match args.log {
            Log::Events => "events",
            Log::Audit => "audit",
        },
        total: reading.total,
        unreadable: reading.unreadable,
        entries: reading.entries.iter().map(Entry::new).collect(),
    });
}

/// One entry on one line: when, how bad, what, where, who.
fn line(entry: &LogEntry) -> String {
    let time = entry.time.map_or_else(|| "no time".to_owned(), time_text);
    let severity = match entry.severity {
        Some(EventSeverity::Critical) => "critical: ",
        Some(EventSeverity::Warning) => "warning: ",
        Some(EventSeverity::Information) | None => "",
    };
    let mut text = format!("{time:<23}  {severity}{}", entry.text);
    if let Some(source) = entry.source {
        text.push_str(&format!(" ({source})"));
    }
    if let Some(who) = &entry.who {
        text.push_str(&format!(", by {who}"));
    }
    if let Some(address) = &entry.address {
        text.push_str(&format!(" from {address}"));
    }
    text
}

fn parse_since(text: &str) -> Result<Since, String> {
    if let Ok(time) = OffsetDateTime::parse(text, &Rfc3339) {
        return Ok(Since::Time(time));
    }
    let day = format_description!("[year]-[month]-[day]");
    if let Ok(date) = time::Date::parse(text, day) {
        return Ok(Since::Time(date.midnight().assume_utc()));
    }
    let units = [('m', 60), ('h', 3600), ('d', 86_400)];
    let ago = units.into_iter().find_map(|(unit, secs)| {
        let count: u32 = text.strip_suffix(unit)?.parse().ok()?;
        Some(Duration::from_secs(u64::from(count) * secs))
    });
    ago.map(Since::Ago)
        .ok_or_else(|| format!("{text} is no date, no time and no span like 30m, 36h or 7d"))
}

/// Field names are a contract: `docs/cli.md`.
#[derive(Serialize)]
struct Document<'a> {
    target: String,
    encryption: Encryption,
    log: &'static str,
    total: u32,
    unreadable: usize,
    entries: Vec<Entry<'a>>,
}

/// Field names are a contract: `docs/cli.md`.
#[derive(Serialize)]
struct Entry<'a> {
    time: Option<String>,
    severity: Option<&'static str>,
    source: Option<&'static str>,
    text: &'a str,
    who: Option<&'a str>,
    address: Option<&'a str>,
    code: &'a str,
}

impl<'a> Entry<'a> {
    fn new(entry: &'a LogEntry) -> Self {
        Self {
            time: entry.time.and_then(rfc3339),
            severity: entry.severity.map(|severity| match severity {
                EventSeverity::Information => "information",
                EventSeverity::Warning => "warning",
                EventSeverity::Critical => "critical",
            }),
            source: entry.source,
            text: &entry.text,
            who: entry.who.as_deref(),
            address: entry.address.as_deref(),
            code: &entry.code,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_may_be_a_date_a_moment_or_a_span() {
        let at = |secs| {
            Ok(Since::Time(
                OffsetDateTime::from_unix_timestamp(secs).unwrap(),
            ))
        };
        assert_eq!(parse_since("2020-08-10"), at(1_597_017_600));
        assert_eq!(parse_since("2020-08-10T02:00:00+02:00"), at(1_597_017_600));
        assert_eq!(
            parse_since("36h"),
            Ok(Since::Ago(Duration::from_secs(129_600)))
        );
        assert_eq!(
            parse_since("7d"),
            Ok(Since::Ago(Duration::from_secs(604_800)))
        );
        for odd in ["", "h", "-1h", "7 d", "yesterday", "2020-13-01"] {
            assert!(parse_since(odd).is_err(), "{odd}");
        }
    }
}
