//! The address book as text. Written by hand, so that fields stand in the order a person reads.

use toml::{Table, Value};

use super::{Beside, Book, Console, Geometry, PictureMode, Profile, ProfileError, TlsPolicy, Uuid};
use crate::store::file::toml_place;
use crate::terminal::Dialect;

/// The version that this program writes.
const VERSION: i64 = 1;

const HEADING: &str = "\
# Address book. May be edited by hand while no window is open; notes about a PC belong into its
# field `notes`, because comments are not kept.
";

/// A text that is no address book.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// It is no TOML.
    #[error("line {line}: {message}")]
    Syntax {
        /// Counted from 1.
        line: usize,
        /// What the parser said, one line.
        message: String,
    },
    /// There is no version, or the list of PCs is none.
    #[error("{0}")]
    Shape(&'static str),
    /// One PC has something unusable.
    #[error("PC {number} ({name}): {what}")]
    Pc {
        /// Counted from 1.
        number: usize,
        /// Its name as far as known.
        name: String,
        /// What is wrong.
        what: String,
    },
    /// A newer version of this program wrote it.
    #[error("it was written by a newer version")]
    Newer,
    /// It is not text, or too much of it.
    #[error("{0}")]
    NoText(String),
}

/// Reads a whole book.
pub(super) fn parse(text: &str) -> Result<Book, FormatError> {
    let mut table: Table = text.parse().map_err(|error| syntax(text, &error))?;
    match table.remove("version") {
        Some(Value::Integer(version)) if version > VERSION => return Err(FormatError::Newer),
        Some(Value::Integer(1..)) => {}
        _ => return Err(FormatError::Shape("version is missing")),
    }
    let pcs = match table.remove("pc") {
        None => Vec::new(),
        Some(Value::Array(pcs)) => pcs,
        Some(_) => return Err(FormatError::Shape("pc is no list")),
    };
    let mut book = Book::with_extra(table);
    for (i, pc) in pcs.into_iter().enumerate() {
        let Value::Table(pc) = pc else {
            return Err(FormatError::Shape("pc is no list of tables"));
        };
        let name = pc.get("name").and_then(Value::as_str).unwrap_or("no name");
        let name = name.to_owned();
        let unusable = |what: String| FormatError::Pc {
            number: i + 1,
            name: name.clone(),
            what,
        };
        let profile = profile(pc).map_err(unusable)?;
        book.add(profile)
            .map_err(|error| unusable(error.to_string()))?;
    }
    Ok(book)
}

fn syntax(text: &str, error: &toml::de::Error) -> FormatError {
    let (line, message) = toml_place(text, error);
    FormatError::Syntax { line, message }
}

fn profile(mut table: Table) -> Result<Profile, String> {
    let mut profile = Profile {
        name: text(&mut table, "name")?.ok_or("name is missing")?,
        address: text(&mut table, "address")?.ok_or("address is missing")?,
        group: text(&mut table, "group")?,
        tags: tags(table.remove("tags"))?,
        notes: text(&mut table, "notes")?.unwrap_or_default(),
        user: text(&mut table, "user")?,
        layout: text(&mut table, "layout")?,
        uuid: choice(&mut table, "uuid", Uuid::parse)?,
        tls: choice(&mut table, "tls", TlsPolicy::from_name)?,
        terminal: choice(&mut table, "terminal", Dialect::from_name)?,
        picture: choice(&mut table, "picture", PictureMode::from_name)?,
        console: Console::read(table.remove("console"))?,
        beside: Beside::read(table.remove("beside"))?,
        window: choice(&mut table, "window", Geometry::parse)?,
        favourite: match table.remove("favourite") {
            None => false,
            Some(Value::Boolean(is)) => is,
            Some(_) => return Err("favourite is neither true nor false".to_owned()),
        },
        extra: Table::new(),
    };
    profile.extra = table;
    profile
        .check()
        .map_err(|error: ProfileError| error.to_string())?;
    Ok(profile)
}

fn text(table: &mut Table, field: &str) -> Result<Option<String>, String> {
    match table.remove(field) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("{field} is no text")),
    }
}

fn tags(value: Option<Value>) -> Result<Vec<String>, String> {
    match value {
        None => Ok(Vec::new()),
        Some(Value::Array(tags)) => tags
            .into_iter()
            .map(|tag| match tag {
                Value::String(tag) => Ok(tag),
                _ => Err("a tag is no text".to_owned()),
            })
            .collect(),
        Some(_) => Err("tags is no list".to_owned()),
    }
}

/// A word of which only some are known. An unknown one is an error, not a default: for `tls` the
/// default could be less than the person asked for.
fn choice<T>(
    table: &mut Table,
    field: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, String> {
    text(table, field)?
        .map(|word| read(&word).ok_or_else(|| format!("{field} cannot be {word:?}")))
        .transpose()
}

/// The whole book as text.
pub(super) fn print(book: &Book) -> String {
    let mut out = String::with_capacity(256 + book.pcs().len() * 256);
    out.push_str(HEADING);
    field(&mut out, "version", &Value::Integer(VERSION));
    for (key, value) in book.extra() {
        field(&mut out, key, value);
    }
    for pc in book.pcs() {
        out.push_str("\n[[pc]]\n");
        print_pc(&mut out, pc);
    }
    out
}

fn print_pc(out: &mut String, pc: &Profile) {
    let text = |text: &str| Value::String(text.to_owned());
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            field(out, key, &value);
        }
    };
    put("name", Some(text(&pc.name)));
    put("address", Some(text(&pc.address)));
    put("uuid", pc.uuid.as_ref().map(|uuid| text(uuid.as_str())));
    put("group", pc.group.as_deref().map(text));
    let tags = || Value::Array(pc.tags.iter().map(|tag| text(tag)).collect());
    put("tags", (!pc.tags.is_empty()).then(tags));
    put("notes", (!pc.notes.is_empty()).then(|| text(&pc.notes)));
    put("favourite", pc.favourite.then_some(Value::Boolean(true)));
    put("user", pc.user.as_deref().map(text));
    put("tls", pc.tls.map(|tls| text(tls.name())));
    put("layout", pc.layout.as_deref().map(text));
    put("terminal", pc.terminal.map(|dialect| text(dialect.name())));
    put("picture", pc.picture.map(|mode| text(mode.name())));
    put("console", pc.console.print());
    put("beside", pc.beside.as_ref().map(Beside::print));
    put("window", pc.window.map(|window| text(&window.to_string())));
    for (key, value) in &pc.extra {
        put(key, Some(value.clone()));
    }
}

/// One line `key = value`; tables stand within braces, so that they stay where they belong.
fn field(out: &mut String, key: &str, value: &Value) {
    let is_bare = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    if !key.is_empty() && key.bytes().all(is_bare) {
        out.push_str(key);
    } else {
        quote(out, key);
    }
    out.push_str(&format!(" = {value}\n"));
}

fn quote(out: &mut String, key: &str) {
    out.push('"');
    for c in key.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WHOLE: &str = r#"
version = 1
future = { a = 1, "odd key" = [true] }

[[pc]]
name = "front-desk-04"
address = "10.0.4.17"
uuid = "4c4c4544-0042-3510-8052-b4c04f564a31"
group = "Reception"
tags = ["windows", "2019"]
notes = "two\nlines \"quoted\""
favourite = true
user = "admin"
tls = "require"
layout = "de"
terminal = "vt100"
picture = "rgb332"
console = { charset = "cp437", size = "auto" }
beside = ["serial", "media"]
window = "960x600+1920+0"
bought = 2019-05-04
[pc.rack]
row = 3
"key with \" and = " = 'x'

[[pc]]
name = "lab"
address = "vnc://lab:5901"
"#;

    #[test]
    fn what_is_known_and_what_is_not_survives_reading_and_writing() {
        let book = parse(WHOLE).unwrap();
        let pc = book.find("FRONT-desk-04").unwrap();
        assert_eq!(pc.tls, Some(TlsPolicy::Require));
        assert_eq!(pc.picture, Some(PictureMode::Rgb332));
        assert_eq!(pc.notes, "two\nlines \"quoted\"");
        assert!(pc.favourite);
        assert_eq!(pc.extra["rack"]["row"].as_integer(), Some(3));
        assert!(pc.extra["bought"].is_datetime());

        let text = print(&book);
        let again = parse(&text).unwrap();
        assert_eq!(again, book, "{text}");
        assert_eq!(print(&again), text);
    }

    #[test]
    fn a_damaged_text_is_refused_with_the_place() {
        let error = |text: &str| parse(text).unwrap_err().to_string();
        let broken = WHOLE.replace("group = \"Reception\"", "group = \"Rece");
        assert!(error(&broken).starts_with("line 9: "), "{}", error(&broken));
        // Cut in the middle of a line, as a foreign program might leave it.
        assert!(error(&WHOLE[..WHOLE.len() - 4]).starts_with("line "));
        assert_eq!(error(""), "version is missing");
        assert_eq!(error("version = 2"), "it was written by a newer version");
        assert_eq!(error("version = 1\npc = 3"), "pc is no list");
        let odd = WHOLE.replace("\"require\"", "\"sometimes\"");
        assert_eq!(
            error(&odd),
            "PC 1 (front-desk-04): tls cannot be \"sometimes\""
        );
        let twice = WHOLE.replace("\"lab\"", "\"Front-Desk-04\"");
        assert!(error(&twice).starts_with("PC 2 (Front-Desk-04): "));
    }

    proptest! {
        #[test]
        fn any_text_in_any_field_comes_back(
            name in "[^\\p{Cc}\\s-][^\\p{Cc}\\s]{0,20}",
            notes in any::<String>(),
            key in "[^\\p{Cc}]{0,10}|\\PC{1,4}|[\u{0}-\u{1f}]{1,3}",
            tags in proptest::collection::vec("[^\\p{Cc}]{0,10}", 0..4),
        ) {
            let known = [
                "name", "address", "uuid", "group", "tags", "notes", "favourite", "user", "tls",
                "layout", "terminal", "picture", "console", "beside",
                "window",
            ];
            prop_assume!(!known.contains(&key.as_str()));
            let mut pc = Profile::new(name, "10.0.0.1");
            pc.notes.clone_from(&notes);
            pc.tags = tags;
            pc.extra.insert(key, Value::String(notes));
            prop_assume!(pc.check().is_ok());
            let mut book = Book::default();
            book.add(pc).unwrap();
            let text = print(&book);
            prop_assert_eq!(parse(&text).unwrap(), book);
        }

        #[test]
        fn no_text_can_make_the_reader_panic(text in any::<String>()) {
            drop(parse(&text));
        }
    }
}
