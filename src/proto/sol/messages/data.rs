//! What is typed and what the host writes: 0x28 and 0x2A.

use std::num::TryFromIntError;

use super::header::header;
use crate::wire::{Reader, WireError, Writer};

/// The two data messages differ in nothing but direction and first byte.
macro_rules! data_messages {
    ($($name:ident = $type:literal, $doc:literal;)*) => {
        $(
            #[doc = $doc]
            #[derive(Clone, Copy, PartialEq, Eq)]
            pub struct $name<'a> {
                /// Message counter of the sender.
                pub sequence: u32,
                /// Bytes of the serial line, 0..=65 535, borrowed from the receive buffer.
                pub data: &'a [u8],
            }

            impl<'a> $name<'a> {
                /// First byte of the message.
                pub const TYPE: u8 = $type;

                /// Decodes what follows [`Self::TYPE`].
                ///
                /// # Errors
                /// [`WireError::Incomplete`].
                pub fn decode(r: &mut Reader<'a>) -> Result<Self, WireError> {
                    let (_, sequence) = header(r)?;
                    let len = r.u16_le()?;
                    let data = r.bytes(usize::from(len))?;
                    Ok(Self { sequence, data })
                }

                /// Appends the whole message, 10 bytes and the data.
                ///
                /// # Errors
                /// If `data` exceeds `u16::MAX` bytes; nothing is appended then.
                pub fn encode(&self, out: &mut Vec<u8>) -> Result<(), TryFromIntError> {
                    let len = u16::try_from(self.data.len())?;
                    Writer::new(out)
                        .u8(Self::TYPE)
                        .zeros(3)
                        .u32_le(self.sequence)
                        .u16_le(len)
                        .bytes(self.data);
                    Ok(())
                }
            }

            /// What is on the line may be a password: only its length is printed.
            impl std::fmt::Debug for $name<'_> {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.debug_struct(stringify!($name))
                        .field("sequence", &self.sequence)
                        .field("len", &self.data.len())
                        .finish()
                }
            }
        )*
    };
}

data_messages! {
    DataToHost = 0x28, "Typed bytes, console → device: `28, 3 × 0, sequence, u16 length, bytes`.";
    DataFromHost = 0x2A, "Terminal bytes, device → console: `2A, 3 × 0, sequence, u16 length, bytes`.";
}
