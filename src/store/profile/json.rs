//! Lists of PCs as JSON: `{"devices": [{"name": …, "address": …, …}]}` with the fields of the
//! address book, as `outband devices list --json` prints them.

use serde_json::{Map, Value, json};

use super::exchange::{address, name_of};
use super::{
    Beside, Console, Format, Geometry, ImportError, Imported, PictureMode, Profile, TlsPolicy,
    Uuid, meshcommander,
};
use crate::terminal::Dialect;

pub(super) fn import(text: &str, format: Option<Format>) -> Result<Imported, ImportError> {
    let value: Value = serde_json::from_str(text).map_err(|error| ImportError::Syntax {
        line: error.line(),
        column: error.column(),
    })?;
    if meshcommander::is_encrypted(&value) {
        return Err(ImportError::Encrypted);
    }
    if format != Some(Format::Json)
        && let Some(Value::Array(computers)) = value.get("computers")
    {
        return Ok(meshcommander::import(computers));
    }
    let devices = match &value {
        Value::Array(devices) => devices,
        Value::Object(object) => match object.get("devices") {
            Some(Value::Array(devices)) => devices,
            _ => return Err(ImportError::NoList),
        },
        _ => return Err(ImportError::NoList),
    };
    let mut imported = Imported::new(Format::Json);
    for device in devices {
        let has_password = device.get("password").is_some_and(Value::is_string);
        imported.passwords += usize::from(has_password);
        imported.take(profile(device));
    }
    Ok(imported)
}

fn profile(value: &Value) -> Result<Profile, String> {
    let Value::Object(object) = value else {
        return Err("it is no object".to_owned());
    };
    let mut pc = Profile {
        name: text(object, "name")?.unwrap_or_default(),
        address: address(&text(object, "address")?.unwrap_or_default()),
        uuid: choice(object, "uuid", Uuid::parse)?,
        group: text(object, "group")?,
        notes: text(object, "notes")?.unwrap_or_default(),
        user: text(object, "user")?,
        layout: text(object, "layout")?,
        tls: choice(object, "tls", TlsPolicy::from_name)?,
        terminal: choice(object, "terminal", Dialect::from_name)?,
        picture: choice(object, "picture", PictureMode::from_name)?,
        console: Console::read(table(object, "console")?)?,
        beside: Beside::read(table(object, "beside")?)?,
        window: choice(object, "window", Geometry::parse)?,
        ..Profile::default()
    };
    pc.favourite = match object.get("favourite") {
        None | Some(Value::Null) => false,
        Some(Value::Bool(is)) => *is,
        Some(_) => return Err("favourite is neither true nor false".to_owned()),
    };
    match object.get("tags") {
        None | Some(Value::Null) => {}
        Some(Value::Array(tags)) => {
            for tag in tags {
                let tag = tag.as_str().ok_or("a tag is no text")?;
                pc.tags.push(tag.to_owned());
            }
        }
        Some(_) => return Err("tags is no list".to_owned()),
    }
    if pc.name.is_empty() {
        pc.name = name_of(&pc.address);
    }
    Ok(pc)
}

/// The same value as in the address book.
fn table(object: &Map<String, Value>, field: &str) -> Result<Option<toml::Value>, String> {
    match object.get(field) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => {
            let value = toml::Value::try_from(value);
            Ok(Some(value.map_err(|_| format!("{field} is no table"))?))
        }
    }
}

fn text(object: &Map<String, Value>, field: &str) -> Result<Option<String>, String> {
    match object.get(field) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(format!("{field} is no text")),
    }
}

fn choice<T>(
    object: &Map<String, Value>,
    field: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, String> {
    text(object, field)?
        .map(|word| read(&word).ok_or_else(|| format!("{field} cannot be {word:?}")))
        .transpose()
}

/// One PC, every field named, so that readers need not ask whether one is there.
pub(super) fn value(pc: &Profile) -> Value {
    json!({
        "name": pc.name,
        "address": pc.address,
        "uuid": pc.uuid.as_ref().map(Uuid::as_str),
        "group": pc.group,
        "tags": pc.tags,
        "notes": pc.notes,
        "favourite": pc.favourite,
        "user": pc.user,
        "tls": pc.tls.map(TlsPolicy::name),
        "layout": pc.layout,
        "terminal": pc.terminal.map(Dialect::name),
        "picture": pc.picture.map(PictureMode::name),
        "console": pc.console.print(),
        "beside": pc.beside.as_ref().map(Beside::print),
        "window": pc.window.map(|window| window.to_string()),
    })
}

impl Profile {
    /// The PC as `docs/cli.md` describes it; what this version does not know is left out.
    #[must_use]
    pub fn to_json(&self) -> Value {
        value(self)
    }
}

pub(super) fn export<'a>(pcs: impl IntoIterator<Item = &'a Profile>) -> String {
    let devices: Vec<_> = pcs.into_iter().map(value).collect();
    format!("{:#}\n", json!({ "devices": devices }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::{EnterSends, SizeMode};

    #[test]
    fn what_is_written_is_read_back_and_a_bare_list_will_do() {
        let pc = Profile {
            uuid: Uuid::parse("4c4c4544-0042-3510-8052-b4c04f564a31"),
            tags: vec!["x".into()],
            notes: "two\nlines".into(),
            favourite: true,
            tls: Some(TlsPolicy::Require),
            terminal: Some(Dialect::VtUtf8),
            console: Console {
                enter: Some(EnterSends::CrLf),
                size: Some(SizeMode::Automatic),
                ..Console::default()
            },
            beside: Some(Beside::default()),
            window: Geometry::parse("1280x800"),
            ..Profile::new("desk", "10.0.0.1")
        };
        let imported = import(&export([&pc]), None).unwrap();
        assert_eq!(imported.pcs, [pc]);
        let bare = import(r#"[{"address": "fe80::1"}, 3, {"name": 4}]"#, None).unwrap();
        assert_eq!(bare.pcs, [Profile::new("fe80::1", "[fe80::1]")]);
        for (console, wrong) in [
            ("3", "console is no table"),
            (r#"{"enter": "both"}"#, "console.enter cannot be \"both\""),
        ] {
            let text = format!(r#"[{{"address": "h", "console": {console}}}]"#);
            let refused = import(&text, None).unwrap().refused;
            assert_eq!(refused, [(1, wrong.to_owned())]);
        }
        let refused: Vec<_> = bare.refused.iter().map(|(number, _)| *number).collect();
        assert_eq!(refused, [2, 3]);
    }

    #[test]
    fn what_is_no_list_is_refused() {
        assert_eq!(import("{}", None), Err(ImportError::NoList));
        assert_eq!(
            import("{\"devices\": [", None),
            Err(ImportError::Syntax {
                line: 1,
                column: 13
            })
        );
    }
}
