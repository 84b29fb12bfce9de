//! `outband devices import` and `export`.

use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde_json::json;

use super::super::target::book_failure;
use super::change::set_address;
use super::{Context, Failure, book, count, found, read};
use crate::limits;
use crate::session::{Fault, Target};
use crate::store::file;
use crate::store::profile::{self, Imported, Merged};

/// Options of `outband devices import`.
#[derive(Debug, clap::Args)]
pub(super) struct ImportArgs {
    /// The list: CSV with a line of headings, JSON, or a computer list of MeshCommander; - for
    /// standard input
    file: PathBuf,
    /// What the file is [default: what it looks like]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// Put PCs without a group into this one
    #[arg(long, value_name = "GROUP")]
    group: Option<String>,
    /// What to do with PCs that are saved already, by UUID or address
    #[arg(long, value_name = "WHAT", default_value = "skip")]
    known: Known,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
}

/// Options of `outband devices export`.
#[derive(Debug, clap::Args)]
pub(super) struct ExportArgs {
    /// Where the list goes; - for standard output
    file: PathBuf,
    /// What it is to be [default: by the end of the file's name, else CSV]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// Only PCs that a search for these words finds
    #[arg(long, value_name = "WORDS")]
    matching: Option<String>,
}

/// `--format`.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Comma-separated values
    Csv,
    /// JSON with the fields of the address book
    Json,
    /// A computer list of MeshCommander
    Meshcommander,
}

impl From<Format> for profile::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Csv => Self::Csv,
            Format::Json => Self::Json,
            Format::Meshcommander => Self::MeshCommander,
        }
    }
}

/// `--known`.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Known {
    /// Leave the saved one as it is
    Skip,
    /// Take over what the list says about it
    Update,
    /// Save it a second time, with a number after its name
    Add,
}

impl From<Known> for profile::Known {
    fn from(known: Known) -> Self {
        match known {
            Known::Skip => Self::Skip,
            Known::Update => Self::Update,
            Known::Add => Self::Add,
        }
    }
}

pub(super) fn import(args: &ImportArgs, context: &Context) -> Result<(), Failure> {
    let text = read_list(&args.file)?;
    let imported = profile::import(&text, args.format.map(Into::into)).map_err(|error| {
        Fault::FileUnusable {
            path: args.file.clone(),
            why: error.to_string(),
        }
    })?;
    let imported = with_places(imported, args.group.as_deref());
    let outcome = if args.dry_run {
        read(context)?.merge(&imported.pcs, args.known.into())
    } else {
        book(context)?.edit(|book| book.merge(&imported.pcs, args.known.into()))
    }
    .map_err(book_failure)?;
    report(&imported, &outcome, args.dry_run, context);
    Ok(())
}

fn read_list(path: &Path) -> Result<String, Failure> {
    let unreadable = |cause| Fault::FileUnreadable {
        path: path.to_owned(),
        cause,
    };
    if path == Path::new("-") {
        let mut text = String::new();
        let source = io::stdin().lock().take(limits::IMPORT_BYTES + 1);
        read_whole(source, &mut text).map_err(unreadable)?;
        return Ok(text);
    }
    match file::read(path, limits::IMPORT_BYTES) {
        Ok(Some(text)) => Ok(text),
        Ok(None) => {
            let cause = io::Error::new(io::ErrorKind::NotFound, "there is no such file");
            Err(unreadable(cause).into())
        }
        Err(error) => Err(Fault::from(error).into()),
    }
}

fn read_whole(mut source: impl io::Read, text: &mut String) -> io::Result<()> {
    source.read_to_string(text)?;
    if text.len() as u64 > limits::IMPORT_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(())
}

/// Addresses as the book keeps them; entries with one that leads nowhere are refused.
fn with_places(mut imported: Imported, group: Option<&str>) -> Imported {
    for mut pc in std::mem::take(&mut imported.pcs) {
        match pc.address.parse::<Target>() {
            Ok(address) => {
                set_address(&mut pc, &address);
                pc.group = pc.group.or_else(|| group.map(str::to_owned));
                imported.pcs.push(pc);
            }
            Err(error) => {
                // The number of the line went with the entry; its name says which it was.
                let why = format!("{}: {error}", pc.name);
                imported.refused.push((0, why));
            }
        }
    }
    imported
}

fn report(imported: &Imported, outcome: &Merged, dry_run: bool, context: &Context) {
    let print = context.print;
    let would = if dry_run { "would be " } else { "" };
    print.line(&format!("{} {would}added", count(outcome.added.len())));
    for (names, word) in [(&outcome.updated, "updated"), (&outcome.skipped, "known")] {
        if !names.is_empty() {
            print.line(&format!("{} {would}{word}", count(names.len())));
        }
    }
    for (number, why) in &imported.refused {
        match number {
            0 => print.note(&format!("Left out: {why}")),
            number => print.note(&format!("Left out: entry {number}: {why}")),
        }
    }
    if imported.passwords > 0 {
        print.note(&format!(
            "{} passwords in the file were not taken over: they belong into the key store of this \
             system, where --save-password puts them",
            imported.passwords
        ));
    }
    if !imported.ignored.is_empty() {
        print.note(&format!(
            "Columns without a meaning here: {}",
            imported.ignored.join(", ")
        ));
    }
    let refused: Vec<_> = imported.refused.iter().map(|(_, why)| why).collect();
    print.document(&json!({
        "format": match imported.format {
            profile::Format::Csv => "csv",
            profile::Format::Json => "json",
            profile::Format::MeshCommander => "meshcommander",
        },
        "added": outcome.added,
        "updated": outcome.updated,
        "skipped": outcome.skipped,
        "refused": refused,
        "passwords_left_out": imported.passwords,
        "ignored_columns": imported.ignored,
    }));
}

pub(super) fn export(args: &ExportArgs, context: &Context) -> Result<(), Failure> {
    let book = read(context)?;
    let names = args.matching.as_ref().map(|words| found(&book, words));
    let pcs: Vec<_> = match &names {
        None => book.pcs().iter().collect(),
        Some(names) => names.iter().filter_map(|name| book.find(name)).collect(),
    };
    let is_json = args
        .file
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("json"));
    let format = match args.format {
        Some(format) => format.into(),
        None if is_json => profile::Format::Json,
        None => profile::Format::Csv,
    };
    let text = profile::export(pcs.iter().copied(), format);
    if args.file == Path::new("-") {
        // A reader that went away is no failure of ours.
        drop(io::stdout().lock().write_all(text.as_bytes()));
        return Ok(());
    }
    file::replace(&args.file, &text).map_err(Fault::from)?;
    let path = args.file.display().to_string();
    context.print.line(&format!("{path}: {}", count(pcs.len())));
    context
        .print
        .document(&json!({ "file": path, "devices": pcs.len() }));
    Ok(())
}
