//! What stays on this computer: saved PCs, preferences, what was done, which certificates were
//! trusted, and where passwords lie.
//!
//! Files are plain text that a person can read and repair. They are written whole, next to their
//! place, and moved there in one step, so that neither a crash nor a second window leaves half
//! of one behind. Passwords go to the key store of the operating system and never into a file.

pub mod file;
pub mod journal;
mod latest;
pub mod macros;
pub mod paths;
pub mod profile;
pub mod recent;
pub mod recent_images;
pub mod secrets;
pub mod settings;
pub mod tabs;
pub mod trusted;
pub mod window;

/// A cell of a comma-separated table, quoted where RFC 4180 § 2 asks for it.
pub(crate) fn csv_cell(text: &str) -> String {
    let needs_quotes = |c| matches!(c, '"' | ',' | ';' | '\t' | '\r' | '\n');
    if text.contains(needs_quotes) || text.trim() != text {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
