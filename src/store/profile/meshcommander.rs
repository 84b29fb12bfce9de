//! Lists of `MeshCommander`.
//!
//! ```json
//! {"webappversion": "0.9.6", "computers": [
//!   {"name": "Front%20desk", "host": "10.0.4.17", "tags": "Reception",
//!    "user": "admin", "pass": "…", "tls": 1}]}
//! ```
//!
//! Source (observed): the published source of `MeshCommander`, `index.html`, the functions that
//! save, open, add and edit computers. Facts taken from there: the two outer keys; `name`, `host`,
//! `tags`, `user` and `pass` are percent-encoded when an entry is added, and plain after it was
//! edited; `tags` is what entries are grouped by; `host` may end in one port; `tls` is 0 or 1;
//! `user` is `*` for Kerberos; a file saved with a password has `magic` instead.

use serde_json::{Value, json};

use super::exchange::{address, name_of};
use super::{Format, Imported, Profile, TlsPolicy};

/// Marks a file that is encrypted.
const MAGIC: &str = "3209ruwpcoinaT4r9w347t0e4ug";

pub(super) fn is_encrypted(value: &Value) -> bool {
    value.get("magic").and_then(Value::as_str) == Some(MAGIC)
}

pub(super) fn import(computers: &[Value]) -> Imported {
    let mut imported = Imported::new(Format::MeshCommander);
    for computer in computers {
        let text = |field: &str| {
            let text = computer.get(field).and_then(Value::as_str);
            decoded(text.unwrap_or_default()).trim().to_owned()
        };
        imported.passwords += usize::from(!text("pass").is_empty());
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        let host = address(&text("host"));
        let pc = Profile {
            name: some(text("name")).unwrap_or_else(|| name_of(&host)),
            address: host,
            group: some(text("tags")),
            // A Kerberos ticket names its user itself.
            user: some(text("user")).filter(|user| user != "*"),
            // 0 says "without", not "never with": TLS is still preferred where the PC offers it.
            tls: match computer.get("tls").and_then(as_number) {
                Some(1) => Some(TlsPolicy::Require),
                _ => None,
            },
            ..Profile::default()
        };
        imported.take(if computer.is_object() {
            Ok(pc)
        } else {
            Err("it is no object".to_owned())
        });
    }
    imported
}

/// Hand-made lists have numbers in quotes.
fn as_number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

pub(super) fn export<'a>(pcs: impl IntoIterator<Item = &'a Profile>) -> String {
    let computers: Vec<_> = pcs
        .into_iter()
        .map(|pc| {
            json!({
                "name": encoded(&pc.name),
                "host": encoded(&pc.address),
                "tags": encoded(pc.group.as_deref().unwrap_or_default()),
                "user": encoded(pc.user.as_deref().unwrap_or("admin")),
                "pass": "",
                "tls": i32::from(pc.tls == Some(TlsPolicy::Require)),
            })
        })
        .collect();
    format!("{:#}\n", json!({ "computers": computers }))
}

/// Percent-encoding undone; a text that is none stays as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let pair = after.split_at_checked(2).filter(|_| *first == b'%');
        let byte = pair.and_then(|(digits, after)| {
            if !digits.iter().all(u8::is_ascii_hexdigit) {
                return None;
            }
            let digits = std::str::from_utf8(digits).ok()?;
            Some((u8::from_str_radix(digits, 16).ok()?, after))
        });
        let (byte, after) = byte.unwrap_or((*first, after));
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// What `encodeURIComponent` of a browser leaves as it is, everything else in percent.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::{ImportError, import as import_any};
    use super::*;

    /// Written by hand from the shape above: an entry as added, one as edited, one of a person.
    const LIST: &str = r#"{
        "webappversion": "0.9.6",
        "computers": [
            {"name": "Front%20desk%20%C3%BC", "host": "10.0.4.17%3A16993", "tags": "Reception",
             "user": "admin", "pass": "P%40ssw0rd", "tls": 1, "tlscerthash": null, "icon": 2},
            {"name": "100% sure", "host": "lab", "tags": "", "user": "*", "pass": "", "tls": 0},
            {"host": "10.0.4.19", "user": "", "tls": "1"},
            {"name": "no host"},
            7
        ]
    }"#;

    #[test]
    fn a_list_is_read_encoded_or_plain_and_without_its_passwords() {
        let imported = import_any(LIST, None).unwrap();
        assert_eq!(imported.format, Format::MeshCommander);
        assert_eq!(imported.passwords, 1);
        let [first, second, third] = imported.pcs.as_slice() else {
            panic!("{imported:?}");
        };
        assert_eq!(first.name, "Front desk ü");
        assert_eq!(first.address, "10.0.4.17:16993");
        assert_eq!(first.group.as_deref(), Some("Reception"));
        assert_eq!(first.tls, Some(TlsPolicy::Require));
        assert_eq!((second.name.as_str(), &second.user), ("100% sure", &None));
        assert_eq!((second.tls, &second.group), (None, &None));
        assert_eq!(third.name, "10.0.4.19");
        assert_eq!(third.tls, Some(TlsPolicy::Require));
        let refused: Vec<_> = imported.refused.iter().map(|(n, _)| *n).collect();
        assert_eq!(refused, [4, 5]);
        assert!(!format!("{imported:?}").contains("ssw0rd"));
    }

    #[test]
    fn what_is_written_is_read_back() {
        let pc = Profile {
            group: Some("A & B".into()),
            user: Some("operator".into()),
            tls: Some(TlsPolicy::Require),
            ..Profile::new("100% ü", "[fe80::1]:16993")
        };
        let text = export([&pc]);
        assert_eq!(import_any(&text, None).unwrap().pcs, [pc], "{text}");
    }

    #[test]
    fn an_encrypted_list_says_what_to_do() {
        let text = format!(r#"{{"magic": "{MAGIC}", "version": 1, "data": "00"}}"#);
        assert_eq!(import_any(&text, None), Err(ImportError::Encrypted));
    }
}
