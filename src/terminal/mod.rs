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
mod growth;
mod guard;
mod keys;
mod links;
mod log;
mod paste;
mod player;
pub mod recording;
mod screen;
mod selection;
mod size;

pub use charset::Charset;
pub use decoder::{Decoder, Escapes};
pub use emulator::{Emulator, KeyModes, Scroll};
pub use keys::{BackspaceSends, Dialect, EnterSends, Key, Keyboard, Modifiers};
pub use links::{ADDRESS_BYTES, Link};
pub use log::TextLog;
pub use paste::{Pasted, ResetFilter, prepare_paste};
pub use player::{PlayError, Player};
pub use screen::{Cell, Ink, Screen, Style};
pub use selection::SelectBy;
pub use size::{SIZE_NAMES, Size, SizeMode};
