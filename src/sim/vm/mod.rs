//! A real computer behind the simulator: QEMU.

pub mod nbd;
pub mod qmp;
