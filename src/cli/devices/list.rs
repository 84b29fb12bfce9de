//! `outband devices list`.

use serde_json::json;
use unicode_width::UnicodeWidthStr as _;

use super::super::print::Printer;
use super::{Context, Failure, read};
use crate::store::profile::{Book, DuplicateBy, Index, Profile};

/// Options of `outband devices list`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only PCs with all these words in name, address, group, tags, notes or UUID
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// Only PCs of this group and the groups below it
    #[arg(long, value_name = "GROUP")]
    group: Option<String>,
    /// Only PCs with this tag
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
    /// Only favourites
    #[arg(long)]
    favourites: bool,
    /// PCs that seem to be saved twice, by UUID or address
    #[arg(long, conflicts_with_all = ["words", "group", "tag", "favourites"])]
    duplicates: bool,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<(), Failure> {
    let book = read(context)?;
    if args.duplicates {
        duplicates(&book, context.print);
        return Ok(());
    }
    let places = Index::new(&book).search(&args.words.join(" "));
    let pcs: Vec<_> = places
        .into_iter()
        .filter_map(|place| book.pcs().get(place))
        .filter(|pc| args.takes(pc))
        .collect();
    let documents: Vec<_> = pcs.iter().map(|pc| pc.to_json()).collect();
    context.print.document(&json!({ "devices": documents }));
    if !context.print.is_json() {
        table(&pcs, context.print);
    }
    Ok(())
}

impl Args {
    fn takes(&self, pc: &Profile) -> bool {
        let in_group = |group: &String| {
            let own = pc.group.as_deref().unwrap_or_default();
            own == group
                || own
                    .strip_prefix(group.as_str())
                    .is_some_and(|rest| rest.starts_with('/'))
        };
        self.group.as_ref().is_none_or(in_group)
            && self.tag.as_ref().is_none_or(|tag| pc.tags.contains(tag))
            && (!self.favourites || pc.favourite)
    }
}

/// Columns as wide as what stands in them.
fn table(pcs: &[&Profile], print: Printer) {
    let cells = |pc: &Profile| {
        let star = if pc.favourite { "* " } else { "" };
        [
            format!("{star}{}", pc.name),
            pc.address.clone(),
            pc.group.clone().unwrap_or_default(),
            pc.tags.join(", "),
        ]
    };
    let rows: Vec<_> = pcs.iter().map(|pc| cells(pc)).collect();
    let mut widths = [0; 4];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width - cell.width() + 2));
        }
        print.line(line.trim_end());
    }
    if pcs.is_empty() {
        print.note("No PC found");
    }
}

fn duplicates(book: &Book, print: Printer) {
    let found = book.duplicates();
    let word = |by| match by {
        DuplicateBy::Uuid => "uuid",
        DuplicateBy::Address => "address",
    };
    for duplicate in &found {
        print.line(&format!(
            "{} {}: {}",
            word(duplicate.by),
            duplicate.value,
            duplicate.names.join(", ")
        ));
    }
    if found.is_empty() && !print.is_json() {
        print.note("No PC is saved twice");
    }
    let documents: Vec<_> = found
        .iter()
        .map(|d| json!({"by": word(d.by), "value": d.value, "names": d.names}))
        .collect();
    print.document(&json!({ "duplicates": documents }));
}
