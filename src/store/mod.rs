//! What stays on this computer: which certificates were trusted, and where passwords lie.
//!
//! Files are plain text that a person can read and repair. They are written whole, next to their
//! place, and moved there in one step, so that neither a crash nor a second window leaves half
//! of one behind. Passwords go to the key store of the operating system and never into a file.

pub mod file;
pub mod paths;
pub mod secrets;
pub mod trusted;
