//! "Boot from this image": everything between an image and a PC that has started from it, as one
//! action that can be watched, stopped, and repeated.
//!
//! The order is that of `docs/protocol/wsman.md` § 4.4: consent, the switch for storage
//! redirection, the lent drive, the one-time boot setting, the restart. Whatever happens, what was
//! changed is put back: the boot settings are cleared as soon as the PC reads its loader, or else
//! at the end, and the drive is taken back. What remains after a crash of ours is a setting for
//! one start, which the next attempt clears first; the drive goes with our connection.

mod ask;
mod attempt;
mod event;
mod handle;
mod loader_key;
mod options;
mod prompt;
mod put_back;
mod restart;
mod warning;
mod watch;

pub use event::{BootImageCommand, BootImageEnd, BootImageEvent, ImageStep, PcWarning, StepState};
pub use handle::{BootImageHandle, boot_image};
pub use loader_key::LoaderKey;
pub use options::BootImageOptions;
