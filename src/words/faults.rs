//! Faults: their sentences, their buttons, and what the journal says of them.

use std::collections::BTreeSet;

use super::samples::{FLAW, faults};
use super::{LANGUAGES, told_everywhere};
use crate::session::{Fault, FaultAction};
use crate::store::journal::Kind;
use crate::store::settings::Language;
use crate::ui::language::{find, speak};
use crate::ui::said::{Told as _, button};

#[test]
fn every_fault_is_told_in_every_language() {
    let sentences: Vec<_> = faults()
        .iter()
        .flat_map(|fault| [fault.title(), fault.cause(), fault.remedy().to_owned()])
        // It has a sentence of its own in place of these words.
        .filter(|text| !text.eq_ignore_ascii_case(FLAW))
        .collect();
    told_everywhere(&sentences);
}

#[test]
fn nothing_of_a_fault_stays_english_in_its_translation() {
    // Words that only English has, as they stand between spaces.
    let english = [
        " the ", " is ", " not ", " it ", " of ", " with ", " and ", " cannot ", " to ",
    ];
    for language in LANGUAGES {
        for fault in faults() {
            speak(language);
            for text in [fault.told_title(), fault.told_cause(), fault.told_remedy()] {
                let padded = format!(" {text} ");
                let left = english.iter().find(|word| padded.contains(**word));
                // A library's own words about a line of a file.
                let is_theirs = text.contains("invalid type") || text.contains("too many tries");
                assert!(left.is_none() || is_theirs, "{language:?}: {text}");
            }
        }
    }
    speak(Language::English);
}

#[test]
fn every_button_under_a_fault_has_a_name_in_every_language() {
    let all = faults();
    let actions = all.iter().filter_map(Fault::action);
    let more = [
        FaultAction::RunDoctor,
        FaultAction::CopyReport,
        FaultAction::Compare,
        FaultAction::TrustCertificate,
        FaultAction::DoNotConnect,
    ];
    for action in actions.chain(more) {
        told_everywhere(&[action.label().to_owned()]);
        speak(Language::Japanese);
        assert_ne!(button(action), action.label());
        speak(Language::English);
    }
}

#[test]
fn the_journal_has_words_for_the_outcome_of_every_fault() {
    for language in LANGUAGES.into_iter().chain([Language::English]) {
        speak(language);
        for fault in faults() {
            let id = format!("outcome-{}", fault.kind());
            assert!(find(&id, &[]).is_some(), "{id} in {language:?}");
        }
        for how in ["done", "interrupted"] {
            assert!(find(&format!("outcome-{how}"), &[]).is_some());
        }
    }
    speak(Language::English);
}

#[test]
fn every_deed_of_the_journal_has_a_word_of_its_own() {
    let kinds = [
        Kind::Screen,
        Kind::Serial,
        Kind::Media,
        Kind::Power,
        Kind::Consent,
        Kind::Enable,
        Kind::Disable,
        Kind::Info,
        Kind::Log,
        Kind::Trust,
        Kind::Other,
    ];
    for language in LANGUAGES {
        speak(language);
        let words: BTreeSet<_> = kinds
            .iter()
            .map(|kind| find(&format!("journal-kind-{}", kind.name()), &[]))
            .collect();
        assert_eq!(words.len(), kinds.len(), "{language:?}");
        assert!(!words.contains(&None));
    }
    speak(Language::English);
}
