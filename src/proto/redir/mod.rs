//! The redirection session layer on 16994/16995: start, authenticate, then one channel.

pub mod handshake;
pub mod messages;
pub mod session;

pub use handshake::{Handshake, HandshakeError, HandshakeEvent, HandshakeOptions, Heard, Step};
pub use session::{RedirError, RedirEvent, RedirSession};
