//! Sound of this computer. Without a sound card everything works the same, silently.

mod bell;
mod tone;

pub use bell::Bell;
