//! Outband reaches PCs with Intel AMT out of band: their screen, serial console, boot media
//! and power, with the operating system hung, missing or switched off.
//!
//! The library is the whole product; the binary only picks the window or the command line.
//! It is layered so that everything a peer can influence is pure computation:
//!
//! * picture: socket → [`net::pump`] → [`proto::redir`] → [`proto::kvm`] → [`screen`] → GPU
//! * input: key or pointer → [`session::Command`] → [`proto::kvm`] → [`net::pump`] → socket
//!
//! [`wire`] turns bytes into fields, [`proto`] holds state machines that never touch a socket,
//! a clock or a file, [`net`] moves bytes, [`session`] owns one open device, and the front ends
//! (window and [`cli`]) only send commands and read what a session publishes. [`sim`] is the
//! other side of the wire: a simulated device. `docs/ARCHITECTURE.md` has the full map.

#[cfg(feature = "gui")]
pub mod audio;
pub mod cli;
#[cfg(feature = "gui")]
pub mod gpu;
pub mod limits;
pub mod media;
pub mod net;
#[doc(hidden)]
pub mod oracles;
pub mod proto;
pub mod screen;
pub mod session;
pub mod sim;
pub mod store;
pub mod terminal;
#[cfg(feature = "gui")]
pub mod ui;
pub mod wire;
#[cfg(all(test, feature = "gui"))]
mod words;
