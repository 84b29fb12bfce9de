//! The only network I/O of the client: connections, trust, the driver of the protocol machines,
//! and the exchanges of WS-Management.

pub mod connect;
pub mod http;
pub mod knock;
pub mod pump;
pub mod race;
pub mod range;
pub mod rmcp;
pub mod secure;
pub mod tls;
pub mod trust;
