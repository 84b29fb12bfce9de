//! Colours, sizes, type and icons of the window. Panels name roles, never values.
//!
//! Both themes are set at start and the system's preference is followed. On the stage, behind
//! picture and terminal, the dark roles apply in both themes: take them from [`DARK`].

pub mod icon;
mod measure;
mod palette;
mod style;
mod terminal;

pub use measure::{ANIMATION_SECS, DEAD_PICTURE, font_size, radius, size, space};
pub use palette::{
    DARK, LIGHT, ON_FILL, Palette, TERMINAL, TERMINAL_PAPER, terminal_color, terminal_rgb,
};
pub use style::{
    give_room, glyph, glyph_font, install, mono, mono_bold, move_less, moves, strong, text,
};
pub use terminal::TerminalColors;
