//! The kinds of hosts and what each wants for keys without a character.

use super::Key;
use crate::terminal::Charset;

/// The escape sequences a host understands for keys without a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Dialect {
    /// Firmware set to PC-ANSI.
    PcAnsi,
    /// Firmware set to VT100.
    Vt100,
    /// Firmware set to VT100+.
    Vt100Plus,
    /// Firmware set to VT-UTF8; the keys of VT100+.
    VtUtf8,
    /// Intel's own consoles; what most AMT tools send.
    #[default]
    Intel,
    /// The same with the function keys of VT100+.
    IntelAlternate,
    /// The same with function keys as newer VT100+ firmware takes them from `PuTTY`.
    IntelVt100Plus,
    /// Operating systems: Linux, boot loaders.
    Xterm,
}

impl Dialect {
    /// All of them, in the order of a menu.
    pub const ALL: [Self; 8] = [
        Self::PcAnsi,
        Self::Vt100,
        Self::Vt100Plus,
        Self::VtUtf8,
        Self::Intel,
        Self::IntelAlternate,
        Self::IntelVt100Plus,
        Self::Xterm,
    ];

    /// Name in settings and options.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::PcAnsi => "pc-ansi",
            Self::Vt100 => "vt100",
            Self::Vt100Plus => "vt100+",
            Self::VtUtf8 => "vt-utf8",
            Self::Intel => "intel",
            Self::IntelAlternate => "intel-alternate",
            Self::IntelVt100Plus => "intel-vt100+",
            Self::Xterm => "xterm",
        }
    }

    /// The dialect of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.name() == name)
    }

    /// The character set that hosts of this kind usually draw with.
    #[must_use]
    pub const fn usual_charset(self) -> Charset {
        match self {
            Self::PcAnsi => Charset::Cp437,
            Self::Intel | Self::IntelAlternate => Charset::IntelAscii,
            Self::Vt100 | Self::Vt100Plus | Self::VtUtf8 | Self::IntelVt100Plus | Self::Xterm => {
                Charset::Utf8
            }
        }
    }

    /// What goes behind ESC for a key without a character; `None` where the dialect has none.
    pub(super) fn sequence(self, key: Key) -> Option<&'static str> {
        let column = match self {
            Self::PcAnsi => 0,
            Self::Vt100 => 1,
            Self::Vt100Plus | Self::VtUtf8 => 2,
            Self::Intel => 3,
            Self::IntelAlternate => 4,
            Self::IntelVt100Plus => 5,
            Self::Xterm => 6,
        };
        let (_, sequences) = SEQUENCES.iter().find(|(row, _)| *row == key)?;
        sequences
            .get(column)
            .copied()
            .filter(|sequence| !sequence.is_empty())
    }

    /// Whether the dialect means arrows of application mode when the host has sent `ESC =`.
    pub(super) const fn arrows_follow_keypad(self) -> bool {
        matches!(
            self,
            Self::Intel | Self::IntelAlternate | Self::IntelVt100Plus
        )
    }
}

/// What stands behind ESC: PC-ANSI, VT100, VT100+ and VT-UTF8, Intel, Intel alternate, Intel
/// VT100+, xterm. Empty: the dialect has no such key.
///
/// EDK2 accepts `ESC [ @` and `ESC [ L` for Insert, and for VT100 `ESC [ ?` and `ESC [ /` for the
/// pages: its comments name `ESC [ V` and `ESC [ U` too, its code does not take them.
const SEQUENCES: [(Key, [&str; 7]); 22] = [
    (Key::Up, ["[A", "[A", "[A", "[A", "[A", "[A", "[A"]),
    (Key::Down, ["[B", "[B", "[B", "[B", "[B", "[B", "[B"]),
    (Key::Right, ["[C", "[C", "[C", "[C", "[C", "[C", "[C"]),
    (Key::Left, ["[D", "[D", "[D", "[D", "[D", "[D", "[D"]),
    (Key::Home, ["[H", "[H", "h", "[H", "[H", "[H", "[H"]),
    (Key::End, ["[F", "[K", "k", "[F", "[F", "[F", "[F"]),
    (Key::Insert, ["[@", "[@", "+", "[2~", "[2~", "[2~", "[2~"]),
    (Key::Delete, ["[X", "[P", "-", "[3~", "[3~", "[3~", "[3~"]),
    (Key::PageUp, ["[I", "[?", "?", "[5~", "[5~", "[5~", "[5~"]),
    (Key::PageDown, ["[G", "[/", "/", "[6~", "[6~", "[6~", "[6~"]),
    (Key::F(1), ["[M", "OP", "1", "[OP", "1", "OP", "OP"]),
    (Key::F(2), ["[N", "OQ", "2", "[OQ", "2", "OQ", "OQ"]),
    (Key::F(3), ["[O", "Ow", "3", "[Ow", "3", "OR", "OR"]),
    (Key::F(4), ["[P", "Ox", "4", "[Ox", "4", "OS", "OS"]),
    (Key::F(5), ["[Q", "Ot", "5", "[Ot", "5", "OT", "[15~"]),
    (Key::F(6), ["[R", "Ou", "6", "[Ou", "6", "OU", "[17~"]),
    (Key::F(7), ["[S", "Oq", "7", "[Oq", "7", "OV", "[18~"]),
    (Key::F(8), ["[T", "Or", "8", "[Or", "8", "OW", "[19~"]),
    (Key::F(9), ["[U", "Op", "9", "[Op", "9", "OX", "[20~"]),
    (Key::F(10), ["[V", "OM", "0", "[OM", "0", "OY", "[21~"]),
    (Key::F(11), ["", "", "!", "", "!", "OZ", "[23~"]),
    (Key::F(12), ["", "", "@", "", "@", "O[", "[24~"]),
];
