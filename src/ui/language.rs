//! The words of the window: two files of messages for each language, in Project Fluent's format.
//!
//! English is complete and stands in for what another language lacks. The words belong to the
//! thread that draws, so that a change is in force with the next frame and no panel has to carry
//! them around. `tests/it/words.rs` sees to it that every message which is asked for exists, and
//! that all languages have the same ones with the same arguments.

use std::cell::RefCell;
use std::collections::HashMap;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};

use crate::store::settings::Language;

/// A message of the window in the language in force.
///
/// `t!("tab-new")`, `t!("tab-close", name = title)`, and `t!("action-help.hint")` for an attribute.
macro_rules! t {
    ($id:literal $(,)?) => {
        $crate::ui::language::message($id, &[])
    };
    ($id:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::ui::language::message(
            $id,
            &[$((stringify!($name), fluent_bundle::FluentValue::from($value))),+],
        )
    };
}
pub(crate) use t;

/// A message without arguments, for what is drawn again and again: `w!("steps-turning-on")`.
macro_rules! w {
    ($id:literal) => {
        $crate::ui::language::fixed($id)
    };
}
pub(crate) use w;

/// Everything that can be chosen; what each calls itself, which is the same in all of them.
pub(crate) const ALL: [(Language, &str); 5] = [
    (Language::English, "English"),
    (Language::German, "Deutsch"),
    (Language::French, "Français"),
    (Language::Spanish, "Español"),
    (Language::Japanese, "日本語"),
];

/// The files of one language: the window's own words, and what the session says.
macro_rules! words {
    ($code:literal) => {
        [
            include_str!(concat!("../../assets/i18n/", $code, ".ftl")),
            include_str!(concat!("../../assets/i18n/said/", $code, ".ftl")),
        ]
    };
}

/// The messages of one language.
struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    fn of(language: Language) -> Self {
        let (code, texts) = match language {
            Language::English => ("en", words!("en")),
            Language::German => ("de", words!("de")),
            Language::French => ("fr", words!("fr")),
            Language::Spanish => ("es", words!("es")),
            Language::Japanese => ("ja", words!("ja")),
        };
        // The language decides about plurals; a test reads all of these codes and files.
        let mut bundle = FluentBundle::new(Vec::from_iter(code.parse().ok()));
        // Marks for text of mixed direction, which none of these languages has.
        bundle.set_use_isolating(false);
        for text in texts {
            let resource = match FluentResource::try_new(text.to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            if let Err(errors) = bundle.add_resource(resource) {
                tracing::error!(?errors, code, "words of the window");
            }
        }
        Self { language, bundle }
    }

    fn find(&self, id: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        let (id, attribute) = match id.split_once('.') {
            Some((id, attribute)) => (id, Some(attribute)),
            None => (id, None),
        };
        let message = self.bundle.get_message(id)?;
        let pattern = match attribute {
            Some(attribute) => message.get_attribute(attribute)?.value(),
            None => message.value()?,
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, args, &mut errors);
        Some(text.into_owned())
    }
}

/// Messages without arguments that were asked for.
type Fixed = HashMap<(Language, &'static str), &'static str>;

thread_local! {
    static IN_FORCE: RefCell<Words> = RefCell::new(Words::of(Language::English));
    static ENGLISH: Words = Words::of(Language::English);
    static FIXED: RefCell<Fixed> = RefCell::default();
}

/// From now on this thread draws in this language.
pub(crate) fn speak(language: Language) {
    IN_FORCE.with_borrow_mut(|words| {
        if words.language != language {
            *words = Words::of(language);
        }
    });
}

/// The language in force.
pub(crate) fn spoken() -> Language {
    IN_FORCE.with_borrow(|words| words.language)
}

/// A message with its arguments, for [`t!`]; English where the language in force has none.
pub(crate) fn message(id: &str, args: &[(&'static str, FluentValue<'_>)]) -> String {
    find(id, args).unwrap_or_else(|| id.to_owned())
}

/// A message without arguments, for [`w!`], kept as long as the program runs.
///
/// That is bounded: a message is kept once for each language in which a thread has asked for it.
pub(crate) fn fixed(id: &'static str) -> &'static str {
    let language = spoken();
    FIXED.with_borrow_mut(|fixed| {
        *fixed
            .entry((language, id))
            .or_insert_with(|| Box::leak(message(id, &[]).into_boxed_str()))
    })
}

/// The same for what not every thing has, such as the hint of an action.
pub(crate) fn find(id: &str, args: &[(&'static str, FluentValue<'_>)]) -> Option<String> {
    let args = (!args.is_empty()).then(|| {
        let args = args.iter().map(|(name, value)| (*name, value.clone()));
        args.collect::<FluentArgs<'_>>()
    });
    let here = IN_FORCE.with_borrow(|words| words.find(id, args.as_ref()));
    here.or_else(|| ENGLISH.with(|words| words.find(id, args.as_ref())))
}

/// What the system speaks, where that is one of ours; English otherwise.
#[must_use]
pub fn of_the_system() -> Language {
    sys_locale::get_locale().map_or(Language::English, |locale| of_locale(&locale))
}

/// `de-AT`, `ja_JP.UTF-8` and the like.
fn of_locale(locale: &str) -> Language {
    let letters = |c: char| c.is_ascii_alphabetic();
    let code = locale.split(|c| !letters(c)).next().unwrap_or_default();
    match code.to_ascii_lowercase().as_str() {
        "de" => Language::German,
        "fr" => Language::French,
        "es" => Language::Spanish,
        "ja" => Language::Japanese,
        _ => Language::English,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_can_be_changed_at_any_time_and_english_stands_in() {
        assert_eq!(t!("tab-new"), "New tab");
        speak(Language::German);
        assert_eq!(t!("tab-new"), "Neuer Tab");
        assert_eq!(t!("tab-close", name = "lab-12"), "lab-12 schließen");
        assert_eq!(find("no-such-message", &[]), None);
        assert_eq!(message("no-such-message", &[]), "no-such-message");
        speak(Language::English);
        assert_eq!(t!("tab-close", name = "lab-12"), "Close lab-12");
    }

    #[test]
    fn numbers_have_the_plural_of_their_language() {
        let count = |n: usize| t!("book-count", count = n);
        assert_eq!([count(0), count(1), count(2)], ["0 PCs", "1 PC", "2 PCs"]);
        speak(Language::French);
        assert_eq!([count(0), count(1)], ["0 PC", "1 PC"]);
        speak(Language::Japanese);
        assert_eq!(count(3), "PC 3 台");
        speak(Language::English);
    }

    #[test]
    fn the_language_of_the_system_is_taken_where_there_is_one_of_ours() {
        for (locale, language) in [
            ("de-AT", Language::German),
            ("ja_JP.UTF-8", Language::Japanese),
            ("fr", Language::French),
            ("es-419", Language::Spanish),
            ("nl-NL", Language::English),
            ("C", Language::English),
            ("", Language::English),
        ] {
            assert_eq!(of_locale(locale), language, "{locale}");
        }
    }
}
