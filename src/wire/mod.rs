//! Bytes ⇄ fields, without any state: the only way peer bytes are read and written.

pub mod hexdump;
mod reader;
mod secret;
mod writer;

pub use reader::{Reader, WireError};
pub use secret::Secret;
pub use writer::Writer;
