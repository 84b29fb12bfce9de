//! The words of the window: every message that is asked for exists, none lies idle, and all
//! languages have the same ones with the same arguments.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::said::literals;

use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement,
};
use fluent_syntax::parser::parse;

const LANGUAGES: [&str; 5] = ["en", "de", "fr", "es", "ja"];

/// What the window says itself, and what it says for the session.
fn text(language: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/i18n");
    let files = [
        root.join(format!("{language}.ftl")),
        root.join(format!("said/{language}.ftl")),
    ];
    files.map(|path| fs::read_to_string(path).unwrap()).concat()
}

/// Messages by their ids (attributes behind a dot), each with the arguments that it mentions.
fn messages(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let text = text(language);
    let resource = parse(text.as_str()).unwrap_or_else(|(_, errors)| {
        panic!("{language}: {errors:?}");
    });
    let mut all = BTreeMap::new();
    for entry in &resource.body {
        let Entry::Message(message) = entry else {
            continue;
        };
        let value = message.value.as_ref().unwrap();
        let named = message.attributes.iter();
        let named = named.map(|a| (format!("{}.{}", message.id.name, a.id.name), &a.value));
        for (id, pattern) in [(message.id.name.to_owned(), value)]
            .into_iter()
            .chain(named)
        {
            let old = all.insert(id.clone(), arguments(pattern));
            assert!(old.is_none(), "{language} says {id} twice");
        }
    }
    all
}

fn arguments(pattern: &Pattern<&str>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            expression_into(expression, &mut found);
        }
    }
    found
}

fn expression_into(expression: &Expression<&str>, found: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => inline_into(inline, found),
        Expression::Select { selector, variants } => {
            inline_into(selector, found);
            for variant in variants {
                found.extend(arguments(&variant.value));
            }
        }
    }
}

fn inline_into(inline: &InlineExpression<&str>, found: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => drop(found.insert(id.name.to_owned())),
        InlineExpression::Placeable { expression } => expression_into(expression, found),
        InlineExpression::FunctionReference {
            arguments: CallArguments { positional, .. },
            ..
        } => positional.iter().for_each(|a| inline_into(a, found)),
        _ => {}
    }
}

pub(crate) fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|end| end == "rs") {
            into.push(path);
        }
    }
}

/// What the window asks for: ids with the names of the arguments it gives.
fn asked() -> BTreeMap<String, BTreeSet<String>> {
    let mut paths = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui"),
        &mut paths,
    );
    let start = regex::Regex::new(r#"\b[tw]!\(\s*"([a-z0-9.-]+)"\s*(,)?"#).unwrap();
    let name = regex::Regex::new(r"^\s*([a-z_]+)\s*=[^=]").unwrap();
    let mut all = BTreeMap::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        for found in start.captures_iter(&text) {
            let rest = &text[found.get(0).unwrap().end()..];
            let mut names = BTreeSet::new();
            if found.get(2).is_some() {
                for part in parts(rest) {
                    names.extend(name.captures(part).map(|m| m[1].to_owned()));
                }
            }
            let old = all.insert(found[1].to_owned(), names.clone());
            assert!(
                old.is_none_or(|old| old == names),
                "{} asks for {} with other arguments than elsewhere",
                path.display(),
                &found[1]
            );
        }
    }
    all
}

/// The arguments of a call, from behind its first comma to its end.
fn parts(rest: &str) -> Vec<&str> {
    let (mut depth, mut from, mut found) = (0_i32, 0, Vec::new());
    for (at, c) in rest.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => {
                found.push(&rest[from..at]);
                return found;
            }
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(&rest[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    panic!("a call without an end")
}

#[test]
fn every_language_has_the_messages_of_english_with_the_same_arguments() {
    let english = messages("en");
    assert!(english.len() > 100);
    for language in LANGUAGES {
        let here = messages(language);
        for (id, arguments) in &english {
            assert_eq!(here.get(id), Some(arguments), "{id} in {language}");
        }
        for id in here.keys() {
            assert!(
                english.contains_key(id),
                "{id} in {language} is not in English"
            );
        }
    }
}

#[test]
fn every_message_that_is_asked_for_exists_and_gets_its_arguments() {
    let english = messages("en");
    for (id, given) in asked() {
        if id == "no-such-message" {
            continue;
        }
        assert_eq!(english.get(&id), Some(&given), "{id}");
    }
}

/// Beginnings of messages that are not asked for by their ids in the source. Actions name theirs,
/// and a test of the table looks that each has one; what the journal holds is looked up by its
/// stable name; what the session says is found by its English sentence (`said.rs`).
const FOUND_BY_NAME: [&str; 5] = [
    "action-",
    "journal-consent-",
    "journal-detail-",
    "outcome-",
    "said-",
];

#[test]
fn no_message_lies_idle() {
    let asked = asked();
    for id in messages("en").keys() {
        let is_used = asked.contains_key(id) || FOUND_BY_NAME.iter().any(|s| id.starts_with(s));
        assert!(is_used, "nobody asks for {id}");
    }
}

/// Text in quotes that looks like words for people and is none, with the reason.
const NO_WORDS: &[(&str, &str)] = &[
    ("Outband", "the name of the program"),
    ("Inter", "a font"),
    ("Inter SemiBold", "a font"),
    ("JetBrains Mono", "a font"),
    ("JetBrains Mono Bold", "a font"),
    ("Noto Sans JP", "a font"),
    ("Noto Sans CJK JP", "a font"),
    ("Terminus Font", "a font"),
    ("Material Symbols", "a font"),
    ("English", "a language calls itself so"),
    ("Deutsch", "a language calls itself so"),
    ("Français", "a language calls itself so"),
    ("Español", "a language calls itself so"),
    ("Nihongo", "a language, where its letters are missing"),
    ("Intel AMT", "the name of the product"),
    ("Intel", "the name of a keyboard in a BIOS"),
    ("Intel, VT100+", "the name of a keyboard in a BIOS"),
    ("Intel ASCII", "the name of a character set"),
    ("Linux, xterm", "the name of a terminal"),
    (
        "Caps Lock",
        "the name of a key, which `said::keys` translates",
    ),
    (
        "Num Lock",
        "the name of a key, which `said::keys` translates",
    ),
    (
        "Scroll Lock",
        "the name of a key, which `said::keys` translates",
    ),
    (
        "Key left of Z",
        "the name of a key, which `said::keys` translates",
    ),
    (
        "Japanese yen key",
        "the name of a key, which `said::keys` translates",
    ),
    (
        "Japanese backslash key",
        "the name of a key, which `said::keys` translates",
    ),
    (
        "Convert",
        "the name of a key, which `said::keys` translates",
    ),
    (
        "No convert",
        "the name of a key, which `said::keys` translates",
    ),
    (
        "Hiragana and Katakana",
        "the name of a key, which `said::keys` translates",
    ),
    (
        "Windows",
        "the name of a key, which `said::keys` translates",
    ),
    (
        "Print Screen",
        "the name of a key, which `said::keys` translates",
    ),
    ("Pause", "the name of a key, which `said::keys` translates"),
    ("Menu", "the name of a key, which `said::keys` translates"),
    (
        "Right Ctrl",
        "the name of a key, which `said::keys` translates",
    ),
    (
        "Right Alt",
        "the name of a key, which `said::keys` translates",
    ),
    ("Enter", "the name of a key, which `said::keys` translates"),
    ("Del", "the name of a key, which `said::keys` translates"),
    ("Sound", "a name in a Debug text"),
    ("Pending", "a name in a Debug text"),
    ("Media", "a name in a Debug text"),
    ("Read", "a name in a Debug text"),
    ("Changed", "a name in a Debug text"),
    ("Noted", "a name in a Debug text"),
    ("Recovered", "a name in a Debug text"),
    ("Refused", "a name in a Debug text"),
    ("Failed", "a name in a Debug text"),
    ("List", "a name in a Debug text"),
    ("Merged", "a name in a Debug text"),
    ("Exported", "a name in a Debug text"),
];

#[test]
fn no_panel_has_words_of_its_own() {
    let mut paths = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui"),
        &mut paths,
    );
    // A capital letter and a small one: the sentences and labels of this window begin so.
    let words = regex::Regex::new(r"^[A-Z][a-z]+(?:[ ,.…:]|$)").unwrap();
    let mut found = BTreeSet::new();
    for path in &paths {
        for text in literals(path) {
            let is_known = NO_WORDS.iter().any(|(known, _)| *known == text);
            if words.is_match(&text) && !is_known {
                found.insert(format!("{}: {text}", path.display()));
            }
        }
    }
    assert!(found.is_empty(), "not in assets/i18n: {found:#?}");
    let said: BTreeSet<_> = paths.iter().flat_map(|path| literals(path)).collect();
    for (known, why) in NO_WORDS {
        assert!(said.contains(*known), "{known} ({why}) is said no more");
    }
}

#[test]
fn translations_are_none_of_english_and_end_as_it_does() {
    let lines = |language: &str| {
        let text = text(language);
        let lines = text.lines().filter_map(|line| {
            let (id, value) = line.trim().split_once(" = ")?;
            Some((id.to_owned(), value.to_owned()))
        });
        lines.collect::<Vec<_>>()
    };
    let english = lines("en");
    for language in ["de", "fr", "es", "ja"] {
        let mut same = 0;
        for ((id, en), (other, here)) in english.iter().zip(lines(language)) {
            assert_eq!(*id, other, "{language} has another order");
            // What opens a dialog says so in every language.
            assert_eq!(
                en.ends_with('…'),
                here.ends_with('…'),
                "{id} in {language}: {here}"
            );
            let has_letters = en.chars().filter(|c| c.is_alphabetic()).count() > 14;
            let is_same = *en == here && !en.contains(" ->");
            same += usize::from(has_letters && is_same);
        }
        // Words such as "MeshCommander" are the same everywhere, sentences are not.
        assert!(
            same * 50 < english.len(),
            "{same} sentences of {language} are English"
        );
    }
}
