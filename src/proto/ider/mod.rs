//! Storage redirection (IDER, USB-R since AMT 11): the console lends the device a disk.
//!
//! The firmware shows its host a floppy drive and a CD drive and forwards every ATAPI packet;
//! the console is the drive. [`messages`] are the bytes, [`atapi`] the two emulated drives,
//! [`channel`] the conversation that joins them. Blocks come from the owner: the channel reports
//! [`Event::Read`] and is answered with [`Command::BlocksReady`].
//!
//! Source: `docs/protocol/redirection.md` § 6.

pub mod atapi;
pub mod channel;
mod event;
pub mod messages;
mod service;
mod span;

pub use channel::{IderChannel, Settings};
pub use event::{Command, Event, IderError, Ticket};
pub use span::Span;
