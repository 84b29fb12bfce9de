//! The size of a terminal: what it may be, and what firmware makes of it.

use alacritty_terminal::grid::Dimensions;

/// Columns and rows of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Size {
    /// 20..=256.
    pub columns: usize,
    /// 5..=128.
    pub rows: usize,
}

impl Size {
    /// What firmware uses unless told otherwise.
    pub const C80R25: Self = Self {
        columns: 80,
        rows: 25,
    };
    /// The second mode of firmware.
    pub const C80R50: Self = Self {
        columns: 80,
        rows: 50,
    };
    /// The third mode of firmware.
    pub const C100R31: Self = Self {
        columns: 100,
        rows: 31,
    };

    /// The nearest size within the allowed ranges.
    #[must_use]
    pub fn clamped(self) -> Self {
        Self {
            columns: self.columns.clamp(20, 256),
            rows: self.rows.clamp(5, 128),
        }
    }
}

/// How the size is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SizeMode {
    /// 80 × 25, until the host puts its cursor where only 100 × 31 or 80 × 50 has a cell. The
    /// page being drawn is then drawn once more at the new size.
    #[default]
    Automatic,
    /// This size.
    Fixed(Size),
}

impl SizeMode {
    /// Those that a person chooses from, in the order of a menu.
    pub const ALL: [Self; 4] = [
        Self::Automatic,
        Self::Fixed(Size::C80R25),
        Self::Fixed(Size::C80R50),
        Self::Fixed(Size::C100R31),
    ];

    /// Name in settings and options; sizes of nobody's choice have none.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        let place = Self::ALL.iter().position(|mode| *mode == self)?;
        SIZE_NAMES.get(place).copied()
    }

    /// The choice of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let place = SIZE_NAMES.iter().position(|known| *known == name)?;
        Self::ALL.get(place).copied()
    }
}

/// Names of [`SizeMode::ALL`].
pub const SIZE_NAMES: [&str; 4] = ["auto", "80x25", "80x50", "100x31"];

impl Dimensions for Size {
    fn total_lines(&self) -> usize {
        self.rows
    }

    fn screen_lines(&self) -> usize {
        self.rows
    }

    fn columns(&self) -> usize {
        self.columns
    }
}

/// The size that the automatic mode needs before `sequence`, the rest of a decoded text from an
/// escape sequence on: `None` if it does not put the cursor beyond `now`, or so far beyond that
/// only a program looking for the size of the screen does it.
pub(super) fn size_for(sequence: &str, now: Size) -> Option<Size> {
    let body = sequence.strip_prefix("\x1B[")?;
    let end = body.find(|c: char| !matches!(c, '0'..='9' | ';'))?;
    let (numbers, rest) = body.split_at(end);
    let mut numbers = numbers.split(';').map(|n| n.parse().unwrap_or(1));
    let first: usize = numbers.next().unwrap_or(1);
    let (rows, columns) = match rest.chars().next()? {
        'H' | 'f' => (first, numbers.next().unwrap_or(1)),
        'd' => (first, 1),
        'G' | '`' => (1, first),
        _ => return None,
    };
    if rows <= now.rows && columns <= now.columns {
        return None;
    }
    let (rows, columns) = (rows.max(now.rows), columns.max(now.columns));
    let fits = |size: &Size| size.columns >= columns && size.rows >= rows;
    AUTOMATIC.into_iter().find(fits)
}

/// What the automatic size may become, smallest first; the last for hosts that use both.
const AUTOMATIC: [Size; 4] = [
    Size::C80R25,
    Size::C100R31,
    Size::C80R50,
    Size {
        columns: 100,
        rows: 50,
    },
];
