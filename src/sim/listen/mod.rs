//! Sockets around the machines: what makes a simulated device reachable.

mod certificate;
mod connection;
mod options;
mod simulator;
mod tls;

pub use certificate::{CertificateChoice, CertificateError, authority};
pub use options::{SimError, SimOptions};
pub use simulator::{Ports, Simulator};
