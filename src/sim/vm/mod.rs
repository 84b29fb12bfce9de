//! A real computer behind the simulator: QEMU.
//!
//! The simulated firmware decides what happens to the PC, and [`device`](crate::sim::device) gives
//! [`Order`]s to the machine instead of showing a scene. `machine` carries them out over QEMU's
//! machine protocol ([`qmp`]) and tells the device what the machine did by itself. Its screen is
//! fetched by [`scene::remote`](crate::sim::scene::remote), its serial port is a [`Line`], and its
//! CD and floppy [`Drives`] are network block devices ([`nbd`]) whose blocks come from whatever
//! console lends them.

pub mod drives;
#[cfg(unix)]
mod exports;
pub mod line;
#[cfg(unix)]
mod machine;
#[cfg(unix)]
mod monitor;
pub mod nbd;
pub mod options;
pub mod order;
#[cfg(unix)]
mod process;
mod program;
pub mod qmp;

pub use drives::Drives;
pub use line::Line;
#[cfg(unix)]
pub(super) use machine::VirtualMachine;
pub use options::{VmError, VmFirmware, VmOptions};
pub use order::{BootFrom, Order, Orders};
