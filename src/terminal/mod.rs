//! A terminal for firmware, boot loaders and login prompts: bytes in, cells out; keys in, bytes
//! out. Pure computation over `alacritty_terminal`.

mod charset;
mod decoder;
mod emulator;
mod guard;
mod screen;

pub use charset::Charset;
pub use decoder::{Decoder, Escapes};
pub use emulator::{Emulator, KeyModes, Scroll, SelectBy, Size, SizeMode};
pub use screen::{Cell, Ink, Screen, Style};
