//! `outband devices add`, `edit` and `remove`.

use serde_json::json;

use super::super::target::book_failure;
use super::{Context, Failure, Selection, book, count};
use crate::session::Target;
use crate::store::profile::{BookError, DuplicateBy, PictureMode, Profile, TlsPolicy, Uuid};
use crate::terminal::Dialect;

/// Options of `outband devices add`.
#[derive(Debug, clap::Args)]
pub(super) struct AddArgs {
    /// What the PC is called
    name: String,
    /// [user@]host[:wsman-port[:redirection-port]] or vnc://host[:port]
    address: Target,
    #[command(flatten)]
    fields: Fields,
    /// Save it even if another entry has the same UUID or address
    #[arg(long)]
    twice: bool,
}

/// Options of `outband devices edit`.
#[derive(Debug, clap::Args)]
pub(super) struct EditArgs {
    #[command(flatten)]
    which: Selection,
    /// A new name
    #[arg(long, value_name = "NAME", conflicts_with = "matching")]
    name: Option<String>,
    /// A new address
    #[arg(long, value_name = "ADDRESS", conflicts_with = "matching")]
    address: Option<Target>,
    /// Take a tag away
    #[arg(long, value_name = "TAG")]
    untag: Vec<String>,
    #[command(flatten)]
    fields: Fields,
}

/// Options of `outband devices remove`.
#[derive(Debug, clap::Args)]
pub(super) struct RemoveArgs {
    #[command(flatten)]
    which: Selection,
}

/// What can be said about a PC. An empty text takes the saved one away.
#[derive(Debug, clap::Args)]
struct Fields {
    /// Where it belongs, levels separated by /
    #[arg(long, value_name = "GROUP")]
    group: Option<String>,
    /// A word to find it by; may be given several times
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// Free text
    #[arg(long, value_name = "TEXT")]
    notes: Option<String>,
    /// The identity of its board
    #[arg(long, value_name = "UUID", value_parser = parse_uuid)]
    uuid: Option<Wish<Uuid>>,
    /// Whether it stands first in lists
    #[arg(long, value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    favourite: Option<bool>,
    /// Who logs in unless a command says otherwise
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// Encryption unless a command says otherwise: auto, require, off
    #[arg(long, value_name = "WHEN", value_parser = parse_tls)]
    tls: Option<Wish<TlsPolicy>>,
    /// Keyboard layout of the PC, for example us or de
    #[arg(long, value_name = "LAYOUT")]
    layout: Option<String>,
    /// What its serial console takes keys as: pc-ansi, vt100, vt100+, vt-utf8, intel, xterm …
    #[arg(long, value_name = "TYPE", value_parser = parse_terminal)]
    terminal: Option<Wish<Dialect>>,
    /// Colours of its screen: auto, rgb565, rgb332, gray8, gray4
    #[arg(long, value_name = "FORMAT", value_parser = parse_picture)]
    picture: Option<Wish<PictureMode>>,
}

/// One of several known words, or nothing, to take the saved one away.
#[derive(Debug, Clone)]
struct Wish<T>(Option<T>);

impl Fields {
    fn apply(&self, pc: &mut Profile) {
        let set = |to: &mut Option<String>, from: &Option<String>| {
            if let Some(text) = from {
                *to = Some(text.clone()).filter(|text| !text.is_empty());
            }
        };
        set(&mut pc.group, &self.group);
        set(&mut pc.user, &self.user);
        set(&mut pc.layout, &self.layout);
        for tag in &self.tag {
            if !pc.tags.contains(tag) {
                pc.tags.push(tag.clone());
            }
        }
        if let Some(notes) = &self.notes {
            pc.notes.clone_from(notes);
        }
        pc.favourite = self.favourite.unwrap_or(pc.favourite);
        fn wish<T: Clone>(to: &mut Option<T>, from: &Option<Wish<T>>) {
            if let Some(Wish(value)) = from {
                to.clone_from(value);
            }
        }
        wish(&mut pc.uuid, &self.uuid);
        wish(&mut pc.tls, &self.tls);
        wish(&mut pc.terminal, &self.terminal);
        wish(&mut pc.picture, &self.picture);
    }
}

/// Splits an address into what the book keeps apart: place and user.
pub(super) fn set_address(pc: &mut Profile, address: &Target) {
    let mut place = address.clone();
    if let Target::Amt { user, .. } = &mut place
        && let Some(user) = user.take()
    {
        pc.user = Some(user);
    }
    pc.address = place.to_string();
}

pub(super) fn add(args: &AddArgs, context: &Context) -> Result<(), Failure> {
    let mut pc = Profile {
        name: args.name.clone(),
        ..Profile::default()
    };
    set_address(&mut pc, &args.address);
    args.fields.apply(&mut pc);
    let twin = book(context)?
        .edit(|book| {
            let twin = book
                .same_as(&pc)
                .map(|(by, twin)| (by, twin.name.clone()))
                .filter(|_| !args.twice);
            if twin.is_none() {
                book.add(pc.clone())?;
            }
            Ok(twin)
        })
        .map_err(book_failure)?;
    if let Some((by, name)) = twin {
        let what = match by {
            DuplicateBy::Uuid => "UUID",
            DuplicateBy::Address => "address",
        };
        return Err(Failure::Usage(format!(
            "{name} has the same {what}; use --twice to save it again"
        )));
    }
    context.print.line(&format!("{} is saved", pc.name));
    context
        .print
        .document(&json!({ "devices": [pc.to_json()] }));
    Ok(())
}

pub(super) fn edit(args: &EditArgs, context: &Context) -> Result<(), Failure> {
    let is_one = args.which.matching.is_none() && args.which.names.len() == 1;
    if !is_one && (args.name.is_some() || args.address.is_some()) {
        return Err(Failure::Usage(
            "--name and --address change one PC at a time".to_owned(),
        ));
    }
    let changed = book(context)?
        .edit(|book| {
            let mut changed = Vec::new();
            for name in args.which.names(book) {
                book.update(&name, |pc| args.apply(pc))?;
                let name = args.name.as_deref().unwrap_or(&name);
                changed.extend(book.find(name).map(Profile::to_json));
            }
            Ok::<_, BookError>(changed)
        })
        .map_err(book_failure)?;
    context
        .print
        .line(&format!("{} changed", count(changed.len())));
    context.print.document(&json!({ "devices": changed }));
    Ok(())
}

impl EditArgs {
    fn apply(&self, pc: &mut Profile) {
        if let Some(name) = &self.name {
            pc.name.clone_from(name);
        }
        if let Some(address) = &self.address {
            set_address(pc, address);
        }
        pc.tags.retain(|tag| !self.untag.contains(tag));
        self.fields.apply(pc);
    }
}

pub(super) fn remove(args: &RemoveArgs, context: &Context) -> Result<(), Failure> {
    let removed = book(context)?
        .edit(|book| {
            let names = args.which.names(book);
            book.remove(&names)?;
            Ok(names)
        })
        .map_err(book_failure)?;
    context
        .print
        .line(&format!("{} removed", count(removed.len())));
    context.print.document(&json!({ "removed": removed }));
    Ok(())
}

fn wish<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Result<Wish<T>, String> {
    if text.is_empty() {
        return Ok(Wish(None));
    }
    match read(text) {
        Some(value) => Ok(Wish(Some(value))),
        None => Err(format!("{text} is none of those known")),
    }
}

fn parse_uuid(text: &str) -> Result<Wish<Uuid>, String> {
    wish(text, Uuid::parse).map_err(|_| format!("{text} is no UUID"))
}

fn parse_tls(text: &str) -> Result<Wish<TlsPolicy>, String> {
    wish(text, TlsPolicy::from_name)
}

fn parse_terminal(text: &str) -> Result<Wish<Dialect>, String> {
    wish(text, Dialect::from_name)
}

fn parse_picture(text: &str) -> Result<Wish<PictureMode>, String> {
    wish(text, PictureMode::from_name)
}
