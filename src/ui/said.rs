//! What the session says, in the language of the window.
//!
//! Faults, checks of the doctor and the like come from below with English sentences, which the
//! command line prints too. The messages in `assets/i18n/said` hold those sentences, so that the
//! English one finds the translation; `tests/it/said.rs` sees to it that each still stands in the
//! sources and that no sentence of the session lacks one, `src/words` that every fault is told in
//! every language. A sentence that nobody has translated is shown as it comes.

use std::collections::HashMap;

use fluent_bundle::FluentValue;

use super::connect::upper_first;
use super::language::{find, fixed, spoken, t, w};
use crate::session::{Fault, FaultAction, TrustFault};
use crate::store::settings::Language;

/// A sentence of the session, translated where it is known.
pub(crate) fn said(english: &str) -> String {
    translated(english).unwrap_or_else(|| english.to_owned())
}

/// The translation of a sentence; `None` where nobody has translated it, and in English.
pub(crate) fn translated(english: &str) -> Option<String> {
    if spoken() == Language::English {
        return None;
    }
    // The number that a system gives its errors helps nobody here; it is in the report.
    let bare = match english.rsplit_once(" (os error ") {
        Some((bare, _)) => bare,
        None => english,
    };
    let (id, args) = KNOWN.with(|known| known.find(bare))?;
    let text = find(id, &args)?;
    Some(match bare.starts_with(char::is_uppercase) {
        true => upper_first(&text),
        false => text,
    })
}

/// The names of keys that are held together, as they are printed on keyboards of the language.
///
/// `english`: as in `Ctrl+Alt+Del`.
pub(crate) fn keys(english: &str) -> String {
    let names: Vec<_> = english.split('+').map(said).collect();
    names.join("+")
}

/// A number with its unit, such as `6.1 GB` or `3.1 MB/s`, as the language writes both.
pub(crate) fn measure(english: &str) -> String {
    let Some((number, unit)) = english.split_once(' ') else {
        return decimal(english);
    };
    let unit = match unit.strip_suffix("/s") {
        Some(unit) => said(unit) + "/s",
        None => said(unit),
    };
    format!("{} {unit}", decimal(number))
}

/// A number in digits, with the sign that the language has before its fraction.
pub(crate) fn decimal(number: &str) -> String {
    match spoken() {
        Language::English | Language::Japanese => number.to_owned(),
        Language::German | Language::French | Language::Spanish => number.replace('.', ","),
    }
}

/// The same for the text of a button, which a frame does not outlive.
pub(crate) fn button(action: FaultAction) -> &'static str {
    let english = action.label();
    if spoken() == Language::English {
        return english;
    }
    KNOWN
        .with(|known| known.fixed(english))
        .map_or(english, fixed)
}

/// A fault as the window shows it.
pub(crate) trait Told {
    /// As [`Fault::title`].
    fn told_title(&self) -> String;
    /// As [`Fault::cause`].
    fn told_cause(&self) -> String;
    /// As [`Fault::remedy`].
    fn told_remedy(&self) -> String;
}

impl Told for Fault {
    fn told_title(&self) -> String {
        said(&self.title())
    }

    fn told_cause(&self) -> String {
        let english = self.cause();
        match self {
            // In the words of the library that reads certificates; the report has them.
            Self::Trust(TrustFault::Flawed { .. }) if spoken() != Language::English => {
                translated(&english).unwrap_or_else(|| t!("fault-flaw"))
            }
            _ => said(&english),
        }
    }

    fn told_remedy(&self) -> String {
        said(self.remedy())
    }
}

/// What stands in these places is somebody's own, or a name for programs: nobody translates it.
const THEIRS: [&str; 14] = [
    "address", "class", "feature", "format", "kinds", "known", "name", "offered", "path",
    "pattern", "print", "user", "version", "words",
];

/// What stands in these places has to be known, or the sentence is another one.
const KNOWN_ONLY: [&str; 4] = ["cause", "place", "state", "title"];

/// What stands in this place is a breach of a protocol in the terms of that protocol. Where
/// nobody has translated it, it is called just that; the report has its terms.
const BREACH: &str = "what";

/// The English sentences by themselves, and those with places to fill in.
struct Known {
    /// By sentences with a small letter at their beginning.
    fixed: HashMap<String, &'static str>,
    open: Vec<(&'static str, Vec<Part>)>,
}

/// A piece of a sentence.
enum Part {
    Text(&'static str),
    Place(&'static str),
}

/// An id with what fills its places.
type Found = (&'static str, Vec<(&'static str, FluentValue<'static>)>);

thread_local! {
    static KNOWN: Known = Known::of(include_str!("../../assets/i18n/said/en.ftl"));
}

impl Known {
    fn of(file: &'static str) -> Self {
        let mut known = Self {
            fixed: HashMap::new(),
            open: Vec::new(),
        };
        for line in file.lines().filter(|line| line.starts_with("said-")) {
            let Some((id, text)) = line.split_once(" = ") else {
                continue;
            };
            if text.contains("{ $") {
                known.open.push((id, parts(text)));
            } else {
                known.fixed.insert(lower_first(text), id);
            }
        }
        known
    }

    fn fixed(&self, english: &str) -> Option<&'static str> {
        self.fixed.get(&lower_first(english)).copied()
    }

    fn find(&self, english: &str) -> Option<Found> {
        if let Some(id) = self.fixed(english) {
            return Some((id, Vec::new()));
        }
        self.open.iter().find_map(|(id, parts)| {
            let values = values(english, parts)?;
            let args = values
                .into_iter()
                .map(|(name, value)| Some((name, filled(name, value)?)));
            Some((*id, args.collect::<Option<_>>()?))
        })
    }
}

/// What fills a place; `None` if it is another sentence.
fn filled(name: &str, value: &str) -> Option<FluentValue<'static>> {
    if THEIRS.contains(&name) {
        return Some(value.to_owned().into());
    }
    // Counts choose the plural.
    if let Ok(count) = value.parse::<u32>()
        && count.to_string() == value
    {
        return Some(count.into());
    }
    let text = translated(value).or_else(|| list(value));
    let text = match text {
        Some(text) => text,
        None if KNOWN_ONLY.contains(&name) => return None,
        None if name == BREACH => w!("fault-breach").to_owned(),
        None => value.to_owned(),
    };
    Some(text.into())
}

/// Several words, each of which is known.
fn list(value: &str) -> Option<String> {
    let words: Option<Vec<_>> = value.split(", ").map(translated).collect();
    Some(words?.join(match spoken() {
        Language::Japanese => "、",
        _ => ", ",
    }))
}

/// `Off` is `off` at the beginning of a sentence.
fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}

fn parts(text: &'static str) -> Vec<Part> {
    let mut parts = Vec::new();
    for piece in text.split("{ $") {
        match piece.split_once(" }") {
            Some((name, text)) if !parts.is_empty() => {
                parts.extend([Part::Place(name), Part::Text(text)]);
            }
            _ => parts.push(Part::Text(piece)),
        }
    }
    parts
}

/// What stands in the places of a sentence, if it is this one.
fn values<'a>(english: &'a str, parts: &[Part]) -> Option<Vec<(&'static str, &'a str)>> {
    let (mut rest, mut place, mut values) = (english, None, Vec::new());
    let last = parts.len().saturating_sub(1);
    for (at, part) in parts.iter().enumerate() {
        let text = match part {
            Part::Place(name) => {
                place = Some(*name);
                continue;
            }
            Part::Text(text) => *text,
        };
        let (before, after) = match place {
            None => ("", after(rest, text)?),
            Some(_) if at == last => (rest.strip_suffix(text)?, ""),
            Some(_) => rest.split_once(text)?,
        };
        if let Some(name) = place.take() {
            if before.is_empty() {
                return None;
            }
            values.push((name, before));
        }
        rest = after;
    }
    rest.is_empty().then_some(values)
}

/// What follows a beginning, whatever the case of its first letter.
fn after<'a>(english: &'a str, beginning: &str) -> Option<&'a str> {
    let (Some(first), Some(expected)) = (english.chars().next(), beginning.chars().next()) else {
        return beginning.is_empty().then_some(english);
    };
    let is_same = first.to_lowercase().eq(expected.to_lowercase());
    let rest = english.get(first.len_utf8()..)?;
    is_same
        .then(|| rest.strip_prefix(beginning.get(expected.len_utf8()..)?))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::language::speak;

    #[test]
    fn sentences_of_the_session_are_found_by_what_they_say() {
        assert_eq!(said("Connection lost"), "Connection lost");
        speak(Language::German);
        assert_eq!(said("Connection lost"), "Verbindung verloren");
        assert_eq!(
            said("No answer from 10.0.4.20:16992"),
            "Keine Antwort von 10.0.4.20:16992"
        );
        assert_eq!(
            said("The port is open but silent for 10 s at a:1"),
            "Der Port ist offen, aber seit 10 s still, an a:1"
        );
        assert_eq!(said("Nobody has said this"), "Nobody has said this");
        speak(Language::English);
    }
}
