//! Messages of a header and nothing else: the end of a session 0x22 and 0x23, pings 0x24 and 0x25,
//! heartbeats 0x2B.

use super::header::header;
use crate::wire::{Reader, WireError, Writer};

/// Messages of a header and nothing else.
macro_rules! bare_messages {
    ($($name:ident = $type:literal, $doc:literal;)*) => {
        $(
            #[doc = $doc]
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub struct $name {
                /// Message counter of the sender; an answer to a ping repeats it.
                pub sequence: u32,
            }

            impl $name {
                /// First byte of the message.
                pub const TYPE: u8 = $type;

                /// Decodes what follows [`Self::TYPE`].
                ///
                /// # Errors
                /// [`WireError::Incomplete`].
                pub fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
                    let (_, sequence) = header(r)?;
                    Ok(Self { sequence })
                }

                /// Appends the whole message, 8 bytes.
                pub fn encode(&self, out: &mut Vec<u8>) {
                    Writer::new(out).u8(Self::TYPE).zeros(3).u32_le(self.sequence);
                }
            }
        )*
    };
}

bare_messages! {
    EndSolRedirection = 0x22, "Closes the port, console → device: `22, 3 × 0, sequence`.";
    EndSolRedirectionReply = 0x23, "The port is closed, device → console: `23, 3 × 0, sequence`.";
    KeepAlivePing = 0x24, "Asks for a sign of life, seen in both directions: `24, 3 × 0, sequence`.";
    KeepAlivePong = 0x25, "Answer to a ping with its sequence: `25, 3 × 0, sequence`.";
    Heartbeat = 0x2B, "Sign of life, both directions: `2B, 3 × 0, sequence`.";
}
