//! What the session says in English and the window in other languages: each translated sentence
//! still stands in the sources, and each sentence of the sources is translated.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;

use crate::words::sources;

/// Sentences that are put together, with the text in the source that they come from.
const COMPOSED: &[(&str, &str)] = &[
    ("cannot read {}", "cannot {what} {}"),
    ("cannot write {}", "cannot {what} {}"),
    ("no certificate", "no {what}"),
    ("no private key", "no {what}"),
    (
        "agent {} is {}",
        "Agent {d4:02x}{d3:02x}{d2:02x}{d1:02x}-{d6:02x}{d5:02x}-… is {state}",
    ),
    ("boot option added for HTTPS", " for HTTPS"),
    (
        "boot option added for a local application",
        " for a local application",
    ),
    (
        "boot option added for Windows recovery",
        " for Windows recovery",
    ),
    ("one-Click Recovery: {}", "One-Click Recovery: {}{kind}"),
    (
        "access with a wrong password over the network",
        " over the network",
    ),
    (
        "access with a wrong password in the firmware setup",
        " in the firmware setup",
    ),
    (
        "tLS changed, network {}, local {}",
        ", network {}, local {}",
    ),
    ("unprovisioning started by {}", " by {}"),
    ("firmware updated from {} to {}", " from {} to {}"),
    (
        "consent policy changed from \"{}\" to \"{}\"",
        " from \\\"{}\\\" to \\\"{}\\\"",
    ),
    ("consent code sent, accepted", ", accepted"),
    (
        "consent code sent, wrong three times",
        ", wrong three times",
    ),
];

/// Names that libraries and systems give: their sentences stand in no source of ours.
const FROM_ELSEWHERE: [&str; 3] = ["said-key-", "said-os-", "said-unit-"];

/// Where every sentence is one that may reach the window.
const SPEAKING: [&str; 5] = [
    "src/session",
    "src/media",
    "src/proto/wsman/class/audit_text.rs",
    "src/proto/wsman/class/event_text.rs",
    "src/proto/wsman/status.rs",
];

/// Where only the errors may.
const FAILING: [&str; 6] = [
    "src/net/connect.rs",
    "src/net/range.rs",
    "src/screen/recording",
    "src/store",
    "src/terminal/player.rs",
    "src/terminal/recording.rs",
];

/// Text that looks like a sentence and reaches no window as one, with the reason.
const NOT_SHOWN: &[(&str, &str)] = &[
    (
        "the session does not keep up",
        "an error of a command, which is logged",
    ),
    (
        "the session has ended",
        "an error of a command, which is logged",
    ),
    ("Reports({} behind)", "a Debug text"),
    ("Macro({} steps)", "a Debug text"),
    ("no words", "a detail of a report"),
    ("asked to {what}", "a detail of a report"),
    ("asked for {request}", "a detail of a report"),
    ("the beginning of the session", "a detail of a report"),
    ("the start of the serial port", "a detail of a report"),
    ("the drives to be taken", "a detail of a report"),
    ("no TLS", "a detail of a report"),
    ("the encryption", "a detail of a report"),
    ("Server: {}", "a detail of a report"),
    ("fingerprint {}", "a detail of a report"),
    ("subject {}", "a detail of a report"),
    ("issuer {}", "a detail of a report"),
    ("valid {} to {}", "a detail of a report"),
    (", trusted {}", "a detail of a report"),
    ("known fingerprint {known}{since}", "a detail of a report"),
    ("{known} before", "a detail of a report"),
    ("{offered} now", "a detail of a report"),
    (
        "VeNCrypt sub-types offered: {numbers:?}",
        "a detail of a report",
    ),
    ("it sent {heard}", "a detail of a report"),
    ("while waiting for {waiting_for}", "a detail of a report"),
    ("start status {status:#04x}", "a detail of a report"),
    ("methods offered: {offered:?}", "a detail of a report"),
    (
        "security types offered: {offered:?}",
        "a detail of a report",
    ),
    ("media: it closed by itself", "a detail of a report"),
    ("media: it ended without a word", "a detail of a report"),
    (
        "media: it ended before the floppy was saved",
        "a detail of a report",
    ),
    (
        "disk: a thread ended without a result",
        "a detail of a report",
    ),
    (
        "sensor {} type {:#04x} offset {} data {data}",
        "the code of a record",
    ),
    ("management, TLS", "the name of a port for the command line"),
    (
        "redirection, TLS",
        "the name of a port for the command line",
    ),
    (
        "management, DASH",
        "the name of a port for the command line",
    ),
    ("any key", "what loaders write"),
    ("beliebige taste", "what loaders write"),
    ("importe quelle touche", "what loaders write"),
    ("cualquier tecla", "what loaders write"),
    ("un tasto qualsiasi", "what loaders write"),
    ("qualquer tecla", "what loaders write"),
    ("willekeurige toets", "what loaders write"),
    ("dowolny klawisz", "what loaders write"),
    ("boot from", "what loaders write"),
    ("media view", "the name of a thread"),
    ("serial log", "the name of a thread"),
    ("key store", "the name of a thread"),
    ("until screen changes", "a word of macros"),
    ("for text", "a word of macros"),
    (
        " · label \\\"{label}\\\"",
        "the window has messages of its own",
    ),
    (
        " · starts with BIOS and UEFI",
        "the window has messages of its own",
    ),
    (
        " · starts with BIOS only",
        "the window has messages of its own",
    ),
    (
        " · starts with UEFI only",
        "the window has messages of its own",
    ),
    (" · starts no PC", "the window has messages of its own"),
    ("1 byte", "a size, which the window writes in its own way"),
    (
        "{bytes} bytes",
        "a size, which the window writes in its own way",
    ),
    ("{ms} ms", "the same in every language"),
    ("the animation was stopped", "a person has stopped it"),
    ("{} bytes are missing here", "a line in a log"),
    ("serial console of {title}", "a line in a log"),
    ("{} bytes, ended: {}", "a Debug text"),
    ("EMPTY      \\x08", "a label in an image"),
    ("EL TORITO SPECIFICATION", "a label in an image"),
    ("EFI PART", "a label in an image"),
    ("NO NAME", "a label in an image"),
    (
        "the folder cannot be lent",
        "its cause is shown in its place",
    ),
    (
        "the key store failed: {0}",
        "the window has a sentence without its words",
    ),
    (
        "power {power}, lines {control:?}, {status:?}",
        "a line in a log",
    ),
    ("the device has dropped output here", "a line in a log"),
    (
        "the boot catalogue lies beyond the end",
        "the window has a warning about it",
    ),
    (
        "the boot catalogue is damaged",
        "the window has a warning about it",
    ),
    (
        "saturates, and a rate is never negative",
        "a reason for a lint",
    ),
    (
        "a shade of a colour needs no more than 24 bits",
        "a reason for a lint",
    ),
    (
        "an estimate of seconds; exact up to 9 PB anyway",
        "a reason for a lint",
    ),
    ("a rate for people", "a reason for a lint"),
];

/// All text in quotes of a file, with lines joined; tests of its own and what is logged left out.
pub(crate) fn literals(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    quoted(&without_logs(text))
}

/// Comments, characters and text in quotes.
static TOKEN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?s)//[^\n]*|'(?:\\.|[^'\\])'|"((?:[^"\\]|\\.)*)""#).unwrap());

/// The end of a line that goes on.
static JOINT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\\\n\s*").unwrap());

/// What is filled in.
static PLACE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\{[^}]*\}").unwrap());

/// The beginning of what is logged.
static LOG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:trace|debug|info|warn|error|info_span|debug_span)!\(").unwrap()
});

fn quoted(text: &str) -> Vec<String> {
    let found = TOKEN.captures_iter(text).filter_map(|found| found.get(1));
    found
        .map(|found| JOINT.replace_all(found.as_str(), "").into_owned())
        .collect()
}

/// The text without what it tells the log of the program.
fn without_logs(text: &str) -> String {
    let (mut rest, mut kept) = (text, String::new());
    while let Some(found) = LOG.find(rest) {
        kept.push_str(&rest[..found.start()]);
        rest = after_bracket(&rest[found.end()..]);
    }
    kept + rest
}

/// What follows the bracket that is open at the beginning.
fn after_bracket(text: &str) -> &str {
    let (mut depth, mut in_quotes, mut is_escaped) = (1, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => in_quotes = !in_quotes,
            '(' if !in_quotes => depth += 1,
            ')' if !in_quotes => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &text[at + 1..];
        }
    }
    ""
}

/// The texts of `#[error("…")]` in a file.
fn errors(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    let start = Regex::new(r#"#\[error\(\s*""#).unwrap();
    start
        .find_iter(&text)
        .filter_map(|found| quoted(&text[found.end() - 1..]).into_iter().next())
        .collect()
}

/// A sentence without what fills its places, from a small letter on.
fn bare(text: &str) -> String {
    let text = PLACE.replace_all(text, "{}");
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_lowercase);
    first.chain(chars).collect()
}

fn files(places: &[&str]) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for place in places {
        let path = root.join(place);
        if path.is_dir() {
            sources(&path, &mut paths);
        } else {
            paths.push(path);
        }
    }
    paths.retain(|path| !path.ends_with("tests.rs"));
    paths
}

/// The sentences that have translations, with their ids.
fn translated() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = fs::read_to_string(root.join("assets/i18n/said/en.ftl")).unwrap();
    let lines = file.lines().filter(|line| line.starts_with("said-"));
    lines
        .map(|line| {
            let (id, text) = line.split_once(" = ").expect("a sentence is on one line");
            (id.to_owned(), text.to_owned())
        })
        .collect()
}

#[test]
fn the_sources_say_every_sentence_that_is_translated_for_them() {
    let everywhere = files(&["src"]);
    let said: BTreeSet<_> = everywhere.iter().flat_map(|path| literals(path)).collect();
    let said: BTreeSet<_> = said.iter().map(|text| bare(text)).collect();
    for (_, from) in COMPOSED {
        assert!(said.contains(&bare(from)), "nobody says “{from}”");
    }
    let translated = translated();
    assert!(translated.len() > 500);
    for (id, text) in translated {
        let is_known = said.contains(&bare(&text))
            || COMPOSED.iter().any(|(whole, _)| bare(whole) == bare(&text))
            || FROM_ELSEWHERE.iter().any(|start| id.starts_with(start));
        assert!(is_known, "{id}: nobody says “{text}”");
    }
}

#[test]
fn every_sentence_that_may_reach_the_window_is_translated() {
    let translated: BTreeSet<_> = translated().iter().map(|(_, text)| bare(text)).collect();
    let words = Regex::new("[A-Za-z]{2}").unwrap();
    let mut missing = BTreeSet::new();
    let mut not_shown = BTreeSet::new();
    let mut look = |path: &Path, text: String| {
        let is_sentence =
            text.trim().contains(' ') && words.is_match(&PLACE.replace_all(&text, ""));
        if !is_sentence || translated.contains(&bare(&text)) {
            return;
        }
        if NOT_SHOWN.iter().any(|(known, _)| *known == text) {
            not_shown.insert(text);
        } else if !COMPOSED.iter().any(|(_, from)| *from == text) {
            missing.insert(format!("{}: {text}", path.display()));
        }
    };
    for path in files(&SPEAKING) {
        literals(&path)
            .into_iter()
            .for_each(|text| look(&path, text));
    }
    for path in files(&FAILING) {
        errors(&path).into_iter().for_each(|text| look(&path, text));
    }
    assert!(missing.is_empty(), "not in assets/i18n/said: {missing:#?}");
    for (text, why) in NOT_SHOWN {
        assert!(not_shown.contains(*text), "{text} ({why}) is said no more");
    }
}

#[test]
fn what_is_logged_is_no_sentence_of_the_window() {
    let text = r#"a("one"); debug!(x = "(", "two ({})", y(3)); b("three") // "four""#;
    assert_eq!(quoted(&without_logs(text)), ["one", "three"]);
}
