//! RFB as AMT and ordinary VNC servers speak it.
//!
//! [`messages`] are bytes ⇄ fields for both sides, [`pixel`] names pixel formats on the wire,
//! [`channel`] is the client's machine from greeting to picture, [`error`] why it closed,
//! [`keysym`] names keys.

pub mod channel;
pub mod error;
pub mod keysym;
pub mod messages;
pub mod pixel;

pub use channel::{
    Counters, EncodingChoice, KvmChannel, KvmCommand, KvmEvent, KvmOptions, Transport,
};
pub use error::{DecodeError, HandshakeStep, KvmError};
