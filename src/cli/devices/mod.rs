//! `outband devices`: the address book.

mod change;
mod exchange;
mod list;
mod scan;

use clap::Subcommand;

use super::target::book_failure;
use super::{Context, Exit, Failure, Outcome};
use crate::store::profile::{AddressBook, Book, Index};

/// Options of `outband devices`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

/// What to do with the address book.
#[derive(Debug, Subcommand)]
enum Action {
    /// List saved PCs
    List(list::Args),
    /// Save a PC
    Add(Box<change::AddArgs>),
    /// Change saved PCs
    Edit(Box<change::EditArgs>),
    /// Take PCs out of the address book
    Remove(change::RemoveArgs),
    /// Take PCs over from a list of another program
    Import(exchange::ImportArgs),
    /// Write a list for another program
    Export(exchange::ExportArgs),
    /// Look for PCs with Intel AMT in a range of addresses
    Scan(scan::Args),
    /// Put a damaged address book aside and go back to the version before
    Recover,
}

/// Carries out the action.
pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    match &args.action {
        Action::List(args) => list::run(args, context),
        Action::Add(args) => change::add(args, context),
        Action::Edit(args) => change::edit(args, context),
        Action::Remove(args) => change::remove(args, context),
        Action::Import(args) => exchange::import(args, context),
        Action::Export(args) => exchange::export(args, context),
        Action::Scan(args) => scan::run(args, context),
        Action::Recover => recover(context),
    }?;
    Ok(Outcome::Exit(Exit::Done))
}

fn book(context: &Context) -> Result<AddressBook, Failure> {
    Ok(AddressBook::new(&context.folder()?))
}

fn read(context: &Context) -> Result<Book, Failure> {
    book(context)?.read().map_err(book_failure)
}

/// Which of several PCs: by name, or all that a search finds.
#[derive(Debug, clap::Args)]
struct Selection {
    /// Names of saved PCs
    #[arg(value_name = "NAME", required_unless_present = "matching")]
    names: Vec<String>,
    /// All PCs that a search for these words finds
    #[arg(long, value_name = "WORDS", conflicts_with = "names")]
    matching: Option<String>,
}

impl Selection {
    /// Their names in the order of the book or the command line.
    fn names(&self, book: &Book) -> Vec<String> {
        match &self.matching {
            None => self.names.clone(),
            Some(words) => found(book, words),
        }
    }
}

fn found(book: &Book, words: &str) -> Vec<String> {
    let mut places = Index::new(book).search(words);
    places.sort_unstable();
    let pcs = places.into_iter().filter_map(|place| book.pcs().get(place));
    pcs.map(|pc| pc.name.clone()).collect()
}

fn recover(context: &Context) -> Result<(), Failure> {
    let recovered = book(context)?.recover().map_err(book_failure)?;
    match &recovered {
        None => context
            .print
            .line("The address book is whole, nothing was done"),
        Some(recovered) => context.print.line(&format!(
            "Back to the version before, with {}. The damaged file is kept as {}",
            count(recovered.pcs),
            recovered.aside.display()
        )),
    }
    context.print.document(&serde_json::json!({
        "recovered": recovered.is_some(),
        "devices": recovered.as_ref().map(|r| r.pcs),
        "aside": recovered.as_ref().map(|r| r.aside.display().to_string()),
    }));
    Ok(())
}

/// "1 PC", "3 PCs".
fn count(number: usize) -> String {
    format!("{number} PC{}", if number == 1 { "" } else { "s" })
}
