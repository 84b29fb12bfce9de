//! Names of keys on the command line: `ctrl+alt+del f12`.

use std::str::FromStr;

use crate::proto::kvm::keysym::Keysym;

/// Keys that are pressed together, in this order, and released in the opposite one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chord(Vec<Keysym>);

impl Chord {
    /// The keys in the order they go down.
    pub(super) fn keys(&self) -> &[Keysym] {
        &self.0
    }
}

/// Chords one after another, separated by spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chords(Vec<Chord>);

impl Chords {
    /// The chords in their order.
    pub(super) fn iter(&self) -> std::slice::Iter<'_, Chord> {
        self.0.iter()
    }
}

/// Why a text names no keys.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum KeyError {
    /// A name nobody gave to a key.
    #[error(
        "“{0}” is no key; keys are single characters and f1 to f12, ctrl, alt, altgr, shift, win, \
         enter, esc, tab, space, backspace, ins, del, home, end, pgup, pgdn, up, down, left, \
         right, print, pause, menu and their like"
    )]
    Unknown(String),
    /// Nothing at all, or nothing on one side of a plus sign.
    #[error("a key name is missing in “{0}”")]
    Missing(String),
}

impl FromStr for Chords {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let chords: Result<Vec<_>, _> = text.split_whitespace().map(chord).collect();
        let chords = chords?;
        if chords.is_empty() {
            return Err(KeyError::Missing(text.to_owned()));
        }
        Ok(Self(chords))
    }
}

/// Reads `ctrl+alt+del`. The plus key itself is `+`, alone or as the last of a chord: `ctrl++`.
fn chord(text: &str) -> Result<Chord, KeyError> {
    let (names, plus) = match text.strip_suffix('+') {
        Some("") => ("", true),
        Some(rest) => match rest.strip_suffix('+') {
            Some(names) => (names, true),
            None => return Err(KeyError::Missing(text.to_owned())),
        },
        None => (text, false),
    };
    let mut keys = Vec::new();
    if !names.is_empty() {
        for name in names.split('+') {
            if name.is_empty() {
                return Err(KeyError::Missing(text.to_owned()));
            }
            let key = Keysym::named(name).ok_or_else(|| KeyError::Unknown(name.to_owned()));
            keys.push(key?);
        }
    }
    if plus {
        keys.extend(Keysym::named("+"));
    }
    Ok(Chord(keys))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Vec<Vec<u32>> {
        let chords: Chords = text.parse().unwrap();
        chords
            .iter()
            .map(|chord| chord.keys().iter().map(|key| key.0).collect())
            .collect()
    }

    #[test]
    fn chords_are_keys_joined_by_plus_and_separated_by_spaces() {
        let chords = parse("ctrl+alt+del  f12\tA");
        assert_eq!(chords, [&[0xFFE3, 0xFFE9, 0xFFFF][..], &[0xFFC9], &[0x61]]);
        assert_eq!(parse("Shift+PgDn"), [[0xFFE1, 0xFF56]]);
    }

    #[test]
    fn the_plus_key_is_a_plus() {
        assert_eq!(parse("+"), [[0x2B]]);
        assert_eq!(parse("ctrl++"), [[0xFFE3, 0x2B]]);
    }

    #[test]
    fn an_unknown_key_is_named() {
        let error = |text: &str| text.parse::<Chords>().unwrap_err();
        assert_eq!(error("f1 ctrl+any"), KeyError::Unknown("any".into()));
        assert_eq!(error("f13"), KeyError::Unknown("f13".into()));
        assert_eq!(error("ctrl+"), KeyError::Missing("ctrl+".into()));
        assert_eq!(error("+a"), KeyError::Missing("+a".into()));
        assert_eq!(error("a+++"), KeyError::Missing("a+++".into()));
        assert_eq!(error(" "), KeyError::Missing(" ".into()));
    }
}
