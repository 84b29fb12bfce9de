//! The journal in the language of the window. Its file and its exports keep their stable names.

use super::language::{find, t};
use crate::store::journal::{Deed, Kind};
use crate::ui::language::w;

/// What was done, in a word.
pub(super) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Screen => w!("journal-kind-screen"),
        Kind::Serial => w!("journal-kind-serial"),
        Kind::Media => w!("journal-kind-media"),
        Kind::Power => w!("journal-kind-power"),
        Kind::Consent => w!("journal-kind-consent"),
        Kind::Enable => w!("journal-kind-enable"),
        Kind::Disable => w!("journal-kind-disable"),
        Kind::Info => w!("journal-kind-info"),
        Kind::Log => w!("journal-kind-log"),
        Kind::Trust => w!("journal-kind-trust"),
        Kind::Other => w!("journal-kind-other"),
    }
}

/// More about it: names that the window and the command line write there are translated, seals,
/// fingerprints and the like stay.
pub(super) fn detail(stored: &str) -> String {
    let parts: Vec<_> = stored.split(", ").map(part).collect();
    parts.join(", ")
}

fn part(stored: &str) -> String {
    let whole = |name: &str| named("journal-detail", name);
    if let Some(known) = whole(stored) {
        return known;
    }
    let words: Option<Vec<_>> = stored.split(' ').map(whole).collect();
    if let Some(words) = words {
        return words.join(", ");
    }
    // How a certificate was trusted, with its fingerprint.
    let how = stored.rsplit_once(' ');
    how.and_then(|(how, print)| Some(format!("{} {print}", whole(how)?)))
        .unwrap_or_else(|| stored.to_owned())
}

/// How it ended: done, interrupted, or the fault that ended it.
pub(super) fn outcome(stored: Option<&str>) -> String {
    match stored {
        Some(name) => named("outcome", name).unwrap_or_else(|| name.to_owned()),
        None => t!("other-no-end-recorded"),
    }
}

/// How the user of the PC agreed.
pub(super) fn consent(stored: &str) -> String {
    let state = named("journal-consent", stored).unwrap_or_else(|| stored.to_owned());
    t!("journal-consent", state = state)
}

/// Everything that is said of a deed, the PC first.
pub(super) fn words(deed: &Deed) -> Vec<String> {
    let pc = deed.pc.as_deref().unwrap_or(&deed.address);
    let mut words = vec![pc.to_owned(), kind(deed.kind).to_owned()];
    words.extend(deed.detail.as_deref().map(detail));
    words.extend(deed.files.iter().cloned());
    words.push(outcome(deed.outcome.as_deref()));
    words.extend(deed.consent.as_deref().map(consent));
    words.push(t!("journal-by", who = deed.by.as_str()));
    words
}

/// The message of a stable name.
fn named(group: &str, name: &str) -> Option<String> {
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | ' ');
    if name.is_empty() || !name.chars().all(is_name) {
        return None;
    }
    find(&format!("{group}-{}", name.replace(' ', "-")), &[])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::settings::Language;
    use crate::ui::language::speak;

    #[test]
    fn a_deed_is_told_in_the_language_and_keeps_what_is_no_word() {
        for (stored, english, german) in [
            ("reset", "restart", "Neustart"),
            ("kvm sol", "screen, serial", "Bildschirm, Seriell"),
            (
                "recorded, 9f1c22a0",
                "recorded, 9f1c22a0",
                "aufgenommen, 9f1c22a0",
            ),
            (
                "first use sha256:9F1C",
                "first use sha256:9F1C",
                "beim ersten Mal sha256:9F1C",
            ),
            ("to bios", "start into BIOS setup", "Start ins BIOS-Setup"),
            ("something new", "something new", "something new"),
        ] {
            speak(Language::English);
            assert_eq!(detail(stored), english);
            speak(Language::German);
            assert_eq!(detail(stored), german);
        }
        assert_eq!(outcome(Some("done")), "erledigt");
        assert_eq!(outcome(Some("of-tomorrow")), "of-tomorrow");
        assert_eq!(outcome(None), "kein Ende verzeichnet");
        assert_eq!(consent("code"), "Einwilligung: mit Code");
        speak(Language::English);
        assert_eq!(consent("none"), "consent: not needed");
    }
}
