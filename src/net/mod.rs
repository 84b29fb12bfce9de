//! The only network I/O of the client: connections and the driver of the protocol machines.

pub mod connect;
pub mod pump;
