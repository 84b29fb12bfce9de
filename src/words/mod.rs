//! Everything that the session can say is told in every language of the window.
//!
//! Each kind of thing is listed by a `match` without a wildcard, so that a new one does not compile
//! before it stands here, and a sample of each is looked up in every language.

mod faults;
mod logs;
mod samples;
mod things;

use crate::store::settings::Language;
use crate::ui::language::speak;
use crate::ui::said::{said, translated};

const LANGUAGES: [Language; 4] = [
    Language::German,
    Language::French,
    Language::Spanish,
    Language::Japanese,
];

/// Fails with every sentence that lacks a translation in some language.
fn told_everywhere(sentences: &[String]) {
    let mut missing = Vec::new();
    for language in LANGUAGES {
        speak(language);
        for english in sentences.iter().filter(|text| !text.is_empty()) {
            if translated(english).is_none() {
                missing.push(format!("{language:?}: {english}"));
            }
        }
    }
    speak(Language::English);
    assert!(missing.is_empty(), "nobody has translated {missing:#?}");
}

#[test]
fn numbers_choose_the_plural_of_what_the_session_says() {
    speak(Language::Spanish);
    assert_eq!(
        said("Wrong code, 1 try left"),
        "Código incorrecto, queda 1 intento"
    );
    assert_eq!(
        said("Wrong code, 2 tries left"),
        "Código incorrecto, quedan 2 intentos"
    );
    speak(Language::English);
}
