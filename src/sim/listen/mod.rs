//! Sockets around the machines: what makes a simulated device reachable.

mod certificate;
mod connection;
mod options;
mod presence;
mod simulator;
mod tls;

pub use certificate::{CertificateChoice, CertificateError, authority};
pub use options::{Presence, SimError, SimOptions};
pub use simulator::{Ports, Simulator};
