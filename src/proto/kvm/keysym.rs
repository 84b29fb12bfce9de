//! X11 keysyms, the names RFB gives to keys.

/// A key by its X11 keysym. An open set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Keysym(pub u32);

impl Keysym {
    /// Backspace.
    pub const BACKSPACE: Self = Self(0xFF08);
    /// Tab.
    pub const TAB: Self = Self(0xFF09);
    /// Enter on the main block.
    pub const RETURN: Self = Self(0xFF0D);
    /// Escape.
    pub const ESCAPE: Self = Self(0xFF1B);
    /// Delete.
    pub const DELETE: Self = Self(0xFFFF);
    /// Left Shift.
    pub const SHIFT_L: Self = Self(0xFFE1);
    /// Left Control.
    pub const CONTROL_L: Self = Self(0xFFE3);
    /// Left Alt.
    pub const ALT_L: Self = Self(0xFFE9);
}
