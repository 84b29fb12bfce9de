//! Messages 0x20–0x2B: serial over LAN.
//!
//! Every message starts with `type, 3 bytes, u32 sequence`; the first of the three bytes is a
//! status where a message has one, the others are reserved and never checked. Integers are
//! little-endian. Firmware ignores the console's sequence numbers and no console checks the
//! firmware's (observed), so they are carried and nothing more.
//!
//! Source: `docs/protocol/redirection.md` § 4.

mod any;
mod controls;
mod data;
mod header;
mod liveness;
mod start;

pub use any::{FromConsole, FromDevice};
pub use controls::{Control, ControlsFromHost, ControlsToHost, PortStatus};
pub use data::{DataFromHost, DataToHost};
pub use liveness::{
    EndSolRedirection, EndSolRedirectionReply, Heartbeat, KeepAlivePing, KeepAlivePong,
};
pub use start::{Settings, StartSolRedirection, StartSolRedirectionReply, StartStatus};
