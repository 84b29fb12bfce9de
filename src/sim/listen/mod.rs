//! Sockets around the machines: what makes a simulated device reachable.

mod connection;
mod options;
mod simulator;

pub use options::{SimError, SimOptions};
pub use simulator::{Ports, Simulator};
