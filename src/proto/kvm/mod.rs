//! RFB as AMT and ordinary VNC servers speak it.
//!
//! [`messages`] are bytes ⇄ fields for both sides, [`pixel`] names pixel formats on the wire,
//! [`KvmChannel`] is the client's machine from greeting to picture, [`keysym`] names keys.

pub mod keysym;
pub mod layout;
pub mod messages;
pub mod pixel;

mod channel;
mod coverage;
mod encoding;
mod error;
mod event;
mod handshake;
mod live;
mod options;

pub use channel::KvmChannel;
pub use error::{DecodeError, HandshakeStep, KvmError};
pub use event::{Counters, KvmCommand, KvmEvent, LockKeys};
pub use messages::extension::Decimation;
pub use options::{
    EncodingChoice, Encryption, FIRMWARE_DESKTOP_NAME, FIRMWARE_FRAMEBUFFER_BYTES, KvmOptions,
    PictureSwitches, Server, Transport, exceeds_firmware,
};
