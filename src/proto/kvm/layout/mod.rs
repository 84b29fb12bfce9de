//! Which keys have to be pressed so that a PC with a certain keyboard layout writes a character.
//!
//! Firmware turns keysyms into places on a US keyboard, and the PC's own system turns places into
//! characters. To write a character, the key at its place is pressed under the name that a US
//! keyboard gives to that place. Source: `docs/protocol/redirection.md` § 5.11.

mod tables;

use super::keysym::Keysym;

/// A key by what a US keyboard has there, and what it types on each level.
type Row = (char, &'static str);

/// The keyboard layout that is set on a PC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Layout {
    /// United States.
    #[default]
    Us,
    /// United Kingdom.
    Uk,
    /// Germany.
    De,
    /// France.
    Fr,
    /// Spain.
    Es,
    /// Italy.
    It,
    /// Portugal.
    Pt,
    /// Japan, 106 or 109 keys.
    Jp,
}

/// One press of a key with what is held meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stroke {
    /// The key. A letter has the keysym that belongs to `shift`.
    pub key: Keysym,
    /// Shift is held.
    pub shift: bool,
    /// `AltGr` is held.
    pub alt_gr: bool,
}

/// The strokes that write one character: one, or a dead key and then another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strokes {
    first: Stroke,
    second: Option<Stroke>,
}

impl Layout {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Us,
        Self::Uk,
        Self::De,
        Self::Fr,
        Self::Es,
        Self::It,
        Self::Pt,
        Self::Jp,
    ];

    /// What a script calls it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Us => "us",
            Self::Uk => "uk",
            Self::De => "de",
            Self::Fr => "fr",
            Self::Es => "es",
            Self::It => "it",
            Self::Pt => "pt",
            Self::Jp => "jp",
        }
    }

    /// The layout with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layout| layout.code() == code)
    }

    /// What has to be pressed to write `c`; `None` if this layout cannot.
    ///
    /// Line ends, tabs and the like are keys of their own and on no layout: see
    /// [`Keysym::from_char`].
    #[must_use]
    pub fn strokes(self, c: char) -> Option<Strokes> {
        if let Some(first) = self.stroke(c) {
            return Some(Strokes {
                first,
                second: None,
            });
        }
        tables::COMPOSED.iter().find_map(|(mark, composed)| {
            let (base, _) = composed.iter().find(|(_, made)| *made == c)?;
            Some(Strokes {
                first: self.stroke(*mark)?,
                second: Some(self.stroke(*base)?),
            })
        })
    }

    /// The one stroke for a character or a dead key.
    fn stroke(self, c: char) -> Option<Stroke> {
        if c == ' ' {
            return Some(Stroke::at(' ', 0));
        }
        let own = self.table();
        let is_replaced = |place| own.iter().any(|(own, _)| *own == place);
        let common = tables::US.iter().filter(|(place, _)| !is_replaced(*place));
        // A layout says all about a key that it says anything about.
        let mut found = own.iter().chain(common).filter_map(|(place, types)| {
            let level = types.chars().position(|typed| typed == c)?;
            Some((level, Stroke::at(*place, level)))
        });
        // The fewest keys at once, where there is a choice.
        let first = found.next()?;
        let best = found.fold(
            first,
            |best, next| if next.0 < best.0 { next } else { best },
        );
        Some(best.1)
    }

    const fn table(self) -> &'static [Row] {
        match self {
            Self::Us => &[],
            Self::Uk => tables::UK,
            Self::De => tables::DE,
            Self::Fr => tables::FR,
            Self::Es => tables::ES,
            Self::It => tables::IT,
            Self::Pt => tables::PT,
            Self::Jp => tables::JP,
        }
    }
}

impl Stroke {
    /// The key at a place, on level 0 to 3: plain, Shift, `AltGr`, both.
    fn at(place: char, level: usize) -> Self {
        let shift = level % 2 == 1;
        let key = match place {
            tables::KEY_102 => Keysym::INTL_BACKSLASH,
            tables::KEY_YEN => Keysym::JP_YEN,
            tables::KEY_RO => Keysym::JP_RO,
            letter if shift => Keysym(letter.to_ascii_uppercase().into()),
            other => Keysym(other.into()),
        };
        Self {
            key,
            shift,
            alt_gr: level >= 2,
        }
    }

    /// Keys down and up in the order in which they have to be sent: `true` for down.
    pub fn events(self) -> impl Iterator<Item = (Keysym, bool)> {
        let alt_gr = self.alt_gr.then_some(Keysym::ALT_R);
        let shift = self.shift.then_some(Keysym::SHIFT_L);
        let held = || alt_gr.into_iter().chain(shift);
        let press = held().chain([self.key]).map(|key| (key, true));
        let release = [self.key].into_iter().chain(shift).chain(alt_gr);
        press.chain(release.map(|key| (key, false)))
    }
}

impl IntoIterator for Strokes {
    type Item = Stroke;
    type IntoIter = std::iter::Chain<std::iter::Once<Stroke>, std::option::IntoIter<Stroke>>;

    fn into_iter(self) -> Self::IntoIter {
        std::iter::once(self.first).chain(self.second)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// `S` and `G` for Shift and `AltGr`, then the keysym.
    fn written(layout: Layout, c: char) -> String {
        let Some(strokes) = layout.strokes(c) else {
            return "-".to_owned();
        };
        let words = strokes.into_iter().map(|stroke| {
            let shift = if stroke.shift { "S" } else { "" };
            let alt_gr = if stroke.alt_gr { "G" } else { "" };
            format!("{alt_gr}{shift}{:X}", stroke.key.0)
        });
        words.collect::<Vec<_>>().join(" ")
    }

    /// From pictures of the keyboards, written down a second time.
    #[test]
    fn well_known_characters_are_where_the_keyboards_have_them() {
        for (layout, c, expected) in [
            (Layout::Us, '@', "S32"),
            (Layout::Us, '€', "-"),
            (Layout::Uk, '@', "S27"),
            (Layout::Uk, '"', "S32"),
            (Layout::Uk, '#', "5C"),
            (Layout::Uk, '\\', "17170056"),
            (Layout::Uk, '€', "G34"),
            (Layout::De, 'z', "79"),
            (Layout::De, 'Y', "S5A"),
            (Layout::De, '@', "G71"),
            (Layout::De, '{', "G37"),
            (Layout::De, '\\', "G2D"),
            (Layout::De, '|', "G17170056"),
            (Layout::De, 'é', "3D 65"),
            (Layout::De, '^', "60 20"),
            (Layout::De, '`', "S3D 20"),
            (Layout::De, 'À', "S3D S41"),
            (Layout::De, 'ñ', "-"),
            (Layout::Fr, 'a', "71"),
            (Layout::Fr, 'A', "S51"),
            (Layout::Fr, '1', "S31"),
            (Layout::Fr, 'm', "3B"),
            (Layout::Fr, '.', "S2C"),
            (Layout::Fr, '@', "G30"),
            (Layout::Fr, 'ê', "5B 65"),
            (Layout::Fr, 'ë', "S5B 65"),
            (Layout::Fr, '~', "G32 20"),
            (Layout::Fr, '^', "G39"),
            (Layout::Es, 'ñ', "3B"),
            (Layout::Es, '@', "G32"),
            (Layout::Es, '¿', "S3D"),
            (Layout::Es, 'ü', "S27 75"),
            (Layout::It, 'è', "5B"),
            (Layout::It, '@', "G3B"),
            (Layout::It, '{', "GS5B"),
            (Layout::It, '~', "-"),
            (Layout::Pt, 'ã', "5C 61"),
            (Layout::Pt, 'ç', "3B"),
            (Layout::Pt, '«', "3D"),
            (Layout::Jp, '@', "5B"),
            (Layout::Jp, '_', "S17170073"),
            (Layout::Jp, '|', "S1717007D"),
            (Layout::Jp, ':', "27"),
            (Layout::Jp, '~', "S3D"),
        ] {
            assert_eq!(written(layout, c), expected, "{} {c}", layout.code());
        }
    }

    /// What a PC with `layout` makes of strokes: its keyboard read the other way round.
    fn read(layout: Layout, strokes: Strokes) -> String {
        let mut text = String::new();
        let mut dead = None;
        for stroke in strokes {
            let level = usize::from(stroke.shift) + 2 * usize::from(stroke.alt_gr);
            let place = match stroke.key {
                Keysym::INTL_BACKSLASH => tables::KEY_102,
                Keysym::JP_YEN => tables::KEY_YEN,
                Keysym::JP_RO => tables::KEY_RO,
                Keysym(code) => char::from_u32(code).unwrap().to_ascii_lowercase(),
            };
            let row = layout.table().iter().chain(tables::US);
            let types = row.clone().find(|(key, _)| *key == place);
            let typed = match types {
                _ if place == ' ' => ' ',
                Some((_, types)) => types.chars().nth(level).unwrap(),
                None => panic!("{stroke:?}"),
            };
            match (dead.take(), typed) {
                (None, GRAVE..=DIAERESIS) => dead = Some(typed),
                (None, c) => text.push(c),
                (Some(mark), c) => {
                    let (_, composed) = tables::COMPOSED.iter().find(|(m, _)| *m == mark).unwrap();
                    text.push(composed.iter().find(|(base, _)| *base == c).unwrap().1);
                }
            }
        }
        assert_eq!(dead, None);
        text
    }

    const GRAVE: char = tables::GRAVE;
    const DIAERESIS: char = tables::DIAERESIS;

    #[test]
    fn every_character_of_every_layout_is_read_as_it_was_meant() {
        for layout in Layout::ALL {
            let mut count = 0;
            for c in (' '..='\u{FF}').chain(['€', '\u{2019}']) {
                if let Some(strokes) = layout.strokes(c) {
                    assert_eq!(read(layout, strokes), c.to_string(), "{}", layout.code());
                    count += 1;
                }
            }
            assert!(count >= 93, "{} writes only {count}", layout.code());
        }
    }

    /// What no key of the layout carries on Windows.
    #[test]
    fn every_layout_writes_all_of_ascii_but_what_its_keyboard_lacks() {
        for layout in Layout::ALL {
            let missing: String = (' '..='~')
                .filter(|c| layout.strokes(*c).is_none())
                .collect();
            let expected = if layout == Layout::It { "`~" } else { "" };
            assert_eq!(missing, expected, "{}", layout.code());
        }
    }

    #[test]
    fn tables_name_each_key_once_and_have_four_levels_at_most() {
        for layout in Layout::ALL {
            let mut places = BTreeSet::new();
            for (place, types) in layout.table() {
                assert!(places.insert(*place), "{} {place}", layout.code());
                assert!(types.chars().count() <= 4, "{} {place}", layout.code());
            }
            assert_eq!(Layout::from_code(layout.code()), Some(layout));
        }
    }

    #[test]
    fn modifiers_are_held_around_the_key_and_let_go_in_reverse() {
        let strokes = Layout::It.strokes('{').unwrap();
        let events: Vec<_> = strokes.into_iter().flat_map(Stroke::events).collect();
        let (alt_gr, shift, key) = (Keysym::ALT_R, Keysym::SHIFT_L, Keysym(0x5B));
        assert_eq!(
            events,
            [
                (alt_gr, true),
                (shift, true),
                (key, true),
                (key, false),
                (shift, false),
                (alt_gr, false)
            ]
        );
    }
}
