//! A terminal for firmware, boot loaders and login prompts: bytes in, cells out; keys in, bytes
//! out. Pure computation over `alacritty_terminal`.
//!
//! [`Decoder`] makes text of what a host writes and keeps its harmful sequences back;
//! [`Emulator`] shows it. [`Keyboard`] and [`prepare_paste`] make bytes of what a person types
//! and pastes.

mod charset;
mod decoder;
mod emulator;
pub mod expect;
mod guard;
mod keys;
mod log;
mod paste;
pub mod recording;
mod screen;

pub use charset::Charset;
pub use decoder::{Decoder, Escapes};
pub use emulator::{Emulator, KeyModes, Scroll, SelectBy, Size, SizeMode};
pub use keys::{BackspaceSends, Dialect, EnterSends, Key, Keyboard, Modifiers};
pub use log::TextLog;
pub use paste::{Pasted, ResetFilter, prepare_paste};
pub use screen::{Cell, Ink, Screen, Style};
