//! Keys of a person.

/// A key that sends something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// A character as typed, shift and layout applied.
    Char(char),
    /// Enter.
    Enter,
    /// Tab.
    Tab,
    /// Backspace.
    Backspace,
    /// Escape.
    Escape,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow right.
    Right,
    /// Arrow left.
    Left,
    /// Home.
    Home,
    /// End.
    End,
    /// Insert.
    Insert,
    /// Delete.
    Delete,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// F1 to F12; other numbers send nothing.
    F(u8),
}

impl Key {
    /// Keys with a name, in the order of a keyboard, and the names that scripts use.
    pub const NAMED: [(&'static str, Self); 26] = [
        ("Escape", Self::Escape),
        ("F1", Self::F(1)),
        ("F2", Self::F(2)),
        ("F3", Self::F(3)),
        ("F4", Self::F(4)),
        ("F5", Self::F(5)),
        ("F6", Self::F(6)),
        ("F7", Self::F(7)),
        ("F8", Self::F(8)),
        ("F9", Self::F(9)),
        ("F10", Self::F(10)),
        ("F11", Self::F(11)),
        ("F12", Self::F(12)),
        ("Tab", Self::Tab),
        ("Enter", Self::Enter),
        ("Backspace", Self::Backspace),
        ("Insert", Self::Insert),
        ("Delete", Self::Delete),
        ("Home", Self::Home),
        ("End", Self::End),
        ("PageUp", Self::PageUp),
        ("PageDown", Self::PageDown),
        ("Up", Self::Up),
        ("Down", Self::Down),
        ("Left", Self::Left),
        ("Right", Self::Right),
    ];

    /// The key of that name, whatever its case; `Esc`, `Ins`, `Del`, `PgUp` and `PgDn` as well.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let short = [
            ("esc", "Escape"),
            ("ins", "Insert"),
            ("del", "Delete"),
            ("pgup", "PageUp"),
            ("pgdn", "PageDown"),
        ];
        let name = short
            .iter()
            .find(|(short, _)| short.eq_ignore_ascii_case(name))
            .map_or(name, |(_, long)| long);
        Self::NAMED
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, key)| *key)
    }
}

/// Modifiers that are held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Modifiers {
    /// Shift; characters have it applied already.
    pub shift: bool,
    /// Control.
    pub ctrl: bool,
    /// Alt, where it is not `AltGr`.
    pub alt: bool,
}
