//! RFB messages in both directions, as AMT and ordinary VNC servers use them.
//!
//! * [`handshake`]: the start of the KVM stream on a redirection connection, version, security,
//!   initialisation. These have no type byte; their order gives them meaning.
//! * [`client`]: messages console → device, told apart by their first byte.
//! * [`vnc_auth`], [`vencrypt`]: what some security types exchange before that.
//! * [`extension`]: what Intel carries in cut text.
//! * [`server`]: messages device → console, likewise, and the header of each rectangle.
//!
//! Integers are big-endian, pixels as their format says (for AMT little-endian). A `decode` of a
//! message that has a type byte starts behind that byte, which the dispatcher has taken.
//! Source: RFC 6143 §7.1–7.6; `docs/protocol/redirection.md` § 5.

pub mod client;
pub mod extension;
pub mod handshake;
pub mod server;
pub mod vencrypt;
pub mod vnc_auth;

mod encoding;

pub use client::{
    Buttons, ClientCutText, FramebufferUpdateRequest, KeyEvent, PointerEvent, SetEncodings,
    SetPixelFormat,
};
pub use encoding::Encoding;
pub use handshake::{
    ClientInit, ProtocolVersion, SecurityResult, SecurityType, SecurityTypes, ServerInit, StartKvm,
    StartKvmReply,
};
pub use server::{Bell, FramebufferUpdate, RectHeader, ServerCutText};

#[cfg(test)]
mod tests_support {
    use std::fmt::Debug;

    use crate::wire::{Reader, WireError};

    /// Runs `decode` on every cut of `message` from byte `from` on, then on the whole of it with
    /// a byte behind it that must stay.
    pub(super) fn decode_whole<T: Debug + PartialEq>(
        message: &[u8],
        from: usize,
        decode: impl Fn(&mut Reader<'_>) -> Result<T, WireError>,
    ) -> T {
        for cut in from..message.len() {
            let result = decode(&mut Reader::new(&message[from..cut]));
            assert_eq!(result, Err(WireError::Incomplete), "cut after {cut} bytes");
        }
        let mut longer = message.to_vec();
        longer.push(0xEE);
        let mut r = Reader::new(&longer[from..]);
        let decoded = decode(&mut r).unwrap();
        assert_eq!(r.peek_rest(), [0xEE]);
        decoded
    }
}
