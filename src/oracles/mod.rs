//! Checks that hold for any input, shared by the fuzz targets (`tests/fuzz`) and by tests.
//!
//! Each function panics when a promise is broken and returns nothing otherwise. Inputs are what a
//! fuzzer makes up: the first bytes may choose options, the rest is what a peer or a file says.

mod documents;
mod kvm;
mod redirection;

pub use documents::{address_book, image, probe_answer, recording, serial_log, wsman};
pub use kvm::kvm_channel;
pub use redirection::{ider_channel, redir_login, sol_channel};

/// A check on any input.
pub type Oracle = fn(&[u8]);

/// All of them, by the names of their fuzz targets and of their folders in `tests/corpus`.
pub const ALL: [(&str, Oracle); 10] = [
    ("address_book", address_book),
    ("ider_channel", ider_channel),
    ("image", image),
    ("kvm_channel", kvm_channel),
    ("probe_answer", probe_answer),
    ("recording", recording),
    ("redir_login", redir_login),
    ("serial_log", serial_log),
    ("sol_channel", sol_channel),
    ("wsman", wsman),
];
