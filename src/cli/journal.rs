//! `outband journal`: what was done to which PC, as this computer remembers it.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde_json::json;
use time::macros::format_description;
use time::{Date, OffsetDateTime, Time, UtcOffset};

use super::{Context, Exit, Failure, Outcome};
use crate::session::Fault;
use crate::store::file;
use crate::store::journal::{Deed, Journal, JournalError, to_csv};

/// Options of `outband journal`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only deeds on PCs whose name or address contains this
    #[arg(value_name = "PC")]
    pc: Option<String>,
    /// Only deeds from this day on, for example 2026-11-22
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    since: Option<Date>,
    /// Only deeds before this day
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    until: Option<Date>,
    /// Write the deeds to a file; - for standard output
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
    /// What the file is to be [default: by the end of its name, else CSV]
    #[arg(long, value_name = "FORMAT", requires = "export")]
    format: Option<Format>,
}

/// `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Comma-separated values
    Csv,
    /// A JSON document, as --json prints it
    Json,
}

/// Prints or exports the journal.
pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    let journal = Journal::new(&context.folder()?);
    let history = journal.read().map_err(failure)?;
    let offset = UtcOffset::current_local_offset().unwrap_or(UtcOffset::UTC);
    let deeds: Vec<_> = history
        .deeds
        .into_iter()
        .filter(|deed| args.takes(deed, offset))
        .collect();
    if history.damaged > 0 {
        context
            .print
            .note(&format!("{} lines cannot be read", history.damaged));
    }
    match &args.export {
        Some(path) => export(args, path, &deeds, context)?,
        None => {
            context
                .print
                .document(&json!({ "deeds": deeds, "damaged": history.damaged }));
            for deed in &deeds {
                context.print.line(&line(deed, offset));
            }
            if deeds.is_empty() && !context.print.is_json() {
                context.print.note("Nothing was done");
            }
        }
    }
    Ok(Outcome::Exit(Exit::Done))
}

impl Args {
    /// Days are those of this computer's clock.
    fn takes(&self, deed: &Deed, offset: UtcOffset) -> bool {
        let starts = |day: Date| OffsetDateTime::new_in_offset(day, Time::MIDNIGHT, offset);
        let of_pc = |part: &String| {
            let part = part.to_lowercase();
            let name = deed.pc.as_deref().unwrap_or_default().to_lowercase();
            name.contains(&part) || deed.address.to_lowercase().contains(&part)
        };
        self.pc.as_ref().is_none_or(of_pc)
            && self.since.is_none_or(|day| deed.began >= starts(day))
            && self.until.is_none_or(|day| deed.began < starts(day))
    }
}

fn export(args: &Args, path: &Path, deeds: &[Deed], context: &Context) -> Result<(), Failure> {
    let is_json = path
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("json"));
    let format = args
        .format
        .unwrap_or(if is_json { Format::Json } else { Format::Csv });
    let text = match format {
        Format::Csv => to_csv(deeds),
        Format::Json => format!("{:#}\n", json!({ "deeds": deeds })),
    };
    if path == Path::new("-") {
        // A reader that went away is no failure of ours.
        drop(io::stdout().lock().write_all(text.as_bytes()));
        return Ok(());
    }
    file::replace(path, &text).map_err(Fault::from)?;
    let name = path.display().to_string();
    context
        .print
        .line(&format!("{name}: {} deeds", deeds.len()));
    context
        .print
        .document(&json!({ "file": name, "deeds": deeds.len() }));
    Ok(())
}

/// `2026-11-22 17:03  sam  front-desk-04  power reset  done`
fn line(deed: &Deed, offset: UtcOffset) -> String {
    let time = format_description!("[year]-[month]-[day] [hour]:[minute]");
    let began = deed
        .began
        .to_offset(offset)
        .format(&time)
        .unwrap_or_default();
    let what = match &deed.detail {
        Some(detail) => format!("{} {detail}", deed.kind.name()),
        None => deed.kind.name().to_owned(),
    };
    let consent = deed.consent.as_ref().map(|how| format!("consent {how}"));
    let files = (!deed.files.is_empty()).then(|| deed.files.join(", "));
    let outcome = deed.outcome.as_deref().unwrap_or("no end").to_owned();
    let parts = [
        Some(began),
        Some(deed.by.clone()),
        Some(deed.pc.clone().unwrap_or_else(|| deed.address.clone())),
        Some(what),
        files,
        consent,
        Some(outcome),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    parts.join("  ")
}

fn failure(error: JournalError) -> Failure {
    match error {
        JournalError::File(error) => Fault::from(error).into(),
        JournalError::Long => Failure::Usage(error.to_string()),
    }
}

fn parse_day(text: &str) -> Result<Date, String> {
    Date::parse(text, format_description!("[year]-[month]-[day]"))
        .map_err(|_| format!("{text} is no day, such as 2026-11-22"))
}
