//! Serial over LAN: the PC's serial port inside a redirection session.
//!
//! [`messages`] has the layouts 0x20–0x2B of both directions, [`channel`] the console's side of
//! the conversation.

pub mod channel;
mod event;
pub mod messages;
mod paste;

pub use channel::SolChannel;
pub use event::{Command, Event, SolError};
pub use paste::{Pace, PasteEnd};
