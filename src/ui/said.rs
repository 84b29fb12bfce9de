//! What the session says, in the language of the window.
//!
//! Faults, checks of the doctor and the like come from below with English sentences, which the
//! command line prints too. The messages whose names begin with `said-` hold those sentences, so
//! that the English one finds the translation; `tests/it/words.rs` sees to it that each still
//! stands in the session. A sentence that nobody has translated is shown as it comes.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_bundle::FluentValue;

use super::language::{find, fixed, spoken};
use crate::session::{Fault, FaultAction};
use crate::store::settings::Language;

/// A sentence of the session, translated where it is known.
pub(crate) fn said(english: &str) -> String {
    if spoken() == Language::English {
        return english.to_owned();
    }
    KNOWN.with(|known| known.find(english)).map_or_else(
        || english.to_owned(),
        |(id, values)| {
            let args: Vec<_> = values
                .iter()
                // What is filled in may be a sentence of the session itself.
                .map(|(name, value)| (*name, FluentValue::from(said(value))))
                .collect();
            find(id, &args).unwrap_or_else(|| english.to_owned())
        },
    )
}

/// The same for the text of a button, which a frame does not outlive.
pub(crate) fn button(action: FaultAction) -> &'static str {
    let english = action.label();
    if spoken() == Language::English {
        return english;
    }
    let id = KNOWN.with(|known| known.fixed.get(english).copied());
    id.map_or(english, fixed)
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
        said(&self.cause())
    }

    fn told_remedy(&self) -> String {
        said(self.remedy())
    }
}

/// The English sentences by themselves, and those with places to fill in.
struct Known {
    fixed: HashMap<&'static str, &'static str>,
    open: Vec<(&'static str, Vec<Part>)>,
}

/// A piece of a sentence.
enum Part {
    Text(&'static str),
    Place(&'static str),
}

/// An id with the values of its places.
type Found<'a> = (&'static str, Vec<(&'static str, Cow<'a, str>)>);

thread_local! {
    static KNOWN: Known = Known::of(include_str!("../../assets/i18n/en.ftl"));
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
                known.fixed.insert(text, id);
            }
        }
        known
    }

    fn find<'a>(&self, english: &'a str) -> Option<Found<'a>> {
        if let Some(id) = self.fixed.get(english) {
            return Some((id, Vec::new()));
        }
        let fits = |(id, parts): &(&'static str, Vec<Part>)| Some((*id, values(english, parts)?));
        self.open.iter().find_map(fits)
    }
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
fn values<'a>(english: &'a str, parts: &[Part]) -> Option<Vec<(&'static str, Cow<'a, str>)>> {
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
            None => ("", rest.strip_prefix(text)?),
            Some(_) if at == last => (rest.strip_suffix(text)?, ""),
            Some(_) => rest.split_once(text)?,
        };
        if let Some(name) = place.take() {
            if before.is_empty() {
                return None;
            }
            values.push((name, Cow::Borrowed(before)));
        }
        rest = after;
    }
    rest.is_empty().then_some(values)
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
