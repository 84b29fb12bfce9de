//! The other side of the wire: a simulated PC with AMT firmware.
//!
//! It behaves like firmware, not like our client turned round: strict about order, sizes and
//! digests where firmware is, lax where `docs/protocol/redirection.md` § 7 says firmware is. It
//! shares only message layouts and digest arithmetic with the client.
//!
//! One [`device::Device`] is the state of a PC and its firmware; [`display`], [`scene`] and
//! [`canvas`] are its screen, [`firmware`] is its management engine. Each connection has a machine
//! ([`redir`], [`kvm`], [`sol`], [`ider`], [`wsman`]) that works with the device it shares. All of that is
//! pure computation on a clock and a seed that the caller gives; [`listen`] puts it on sockets.

pub mod bios;
pub mod canvas;
pub mod client_format;
pub mod device;
pub mod display;
pub mod encode;
pub mod event;
pub mod extension;
pub mod firmware;
pub mod font;
pub mod getty;
pub mod grid;
mod halved;
pub mod ider;
pub mod keyboard;
pub mod kvm;
pub mod lease;
pub mod link;
pub mod listen;
pub mod profile;
pub mod prompt;
pub mod redir;
pub mod scene;
pub mod serial_port;
pub mod sessions;
pub mod sol;
pub mod sprite;
pub mod storage;
pub mod tiles;
pub mod trouble;
pub mod units;
pub mod vm;
pub mod wsman;

pub use crate::proto::kvm::messages::vnc_auth;
pub use device::DeviceOptions;
pub use event::Event;
pub use firmware::power::PowerState;
pub use listen::{Ports, SimError, SimOptions, Simulator};
pub use profile::Profile;
pub use scene::SceneChoice;

/// What a driver tells a machine of the simulator: the device it works with has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nudge;
