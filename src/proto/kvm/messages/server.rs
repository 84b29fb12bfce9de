//! Messages device → console, and the header of each rectangle.

use super::Encoding;
use super::client::{decode_cut_text, decode_rect, encode_cut_text, encode_rect};
use crate::screen::Rect;
use crate::wire::{Reader, WireError, Writer};

/// Head of `FramebufferUpdate`: `00, 0, u16 n`; then n rectangles, each behind a [`RectHeader`].
///
/// Source: RFC 6143 §7.6.1; `docs/protocol/redirection.md` § 5.5.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FramebufferUpdate {
    /// Rectangles that follow; with [`Encoding::LAST_RECT`] 65 535 and fewer follow.
    pub rect_count: u16,
}

impl FramebufferUpdate {
    /// First byte of the message.
    pub const TYPE: u8 = 0;

    /// Decodes what follows [`Self::TYPE`], up to the first rectangle.
    ///
    /// # Errors
    /// [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let [_padding, high, low] = r.array()?;
        let rect_count = u16::from_be_bytes([high, low]);
        Ok(Self { rect_count })
    }

    /// Appends the head.
    pub fn encode(&self, out: &mut Vec<u8>) {
        let mut w = Writer::new(out);
        w.u8(Self::TYPE).zeros(1).u16_be(self.rect_count);
    }
}

/// Head of a rectangle: `u16 x, y, width, height, s32 encoding`. Has no type byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RectHeader {
    /// Where it belongs; for pseudo-encodings whatever they say.
    pub rect: Rect,
    /// How its data is coded.
    pub encoding: Encoding,
}

impl RectHeader {
    /// Length in bytes.
    pub const LEN: usize = 12;

    /// Decodes the head.
    ///
    /// # Errors
    /// [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let rect = decode_rect(r)?;
        let encoding = Encoding(r.i32_be()?);
        Ok(Self { rect, encoding })
    }

    /// Appends the head.
    pub fn encode(&self, out: &mut Vec<u8>) {
        let mut w = Writer::new(out);
        encode_rect(self.rect, &mut w);
        w.i32_be(self.encoding.0);
    }
}

/// `Bell`: `02`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bell;

impl Bell {
    /// First and only byte of the message.
    pub const TYPE: u8 = 2;

    /// Appends the whole message.
    pub fn encode(&self, out: &mut Vec<u8>) {
        out.push(Self::TYPE);
    }
}

/// `ServerCutText`: `03, 3 × 0, u32 length, text`.
///
/// Source: RFC 6143 §7.6.4; `docs/protocol/redirection.md` § 5.9, § 5.10.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ServerCutText<'a> {
    /// ISO 8859-1 text or an extension message; borrowed from the receive buffer.
    pub text: &'a [u8],
}

impl<'a> ServerCutText<'a> {
    /// First byte of the message.
    pub const TYPE: u8 = 3;

    /// Decodes what follows [`Self::TYPE`].
    ///
    /// # Errors
    /// [`WireError::TooLong`] beyond [`limits::CUT_TEXT_BYTES`](crate::limits::CUT_TEXT_BYTES),
    /// [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'a>) -> Result<Self, WireError> {
        let text = decode_cut_text(r)?;
        Ok(Self { text })
    }

    /// Appends the whole message.
    pub fn encode(&self, out: &mut Vec<u8>) {
        encode_cut_text(Self::TYPE, self.text, out);
    }
}

/// Clipboards hold passwords and are never printed.
impl std::fmt::Debug for ServerCutText<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ServerCutText({} bytes)", self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests_support::decode_whole;
    use super::*;
    use crate::wire::hexdump::parse_hex;

    #[test]
    fn an_update_of_one_desktop_size_decodes_and_round_trips() {
        let golden =
            parse_hex("00 00 00 01 | 00 00 00 00 02 80 01 E0 FF FF FF 21 # § 8.3").unwrap();
        let update = decode_whole(&golden[..4], 1, FramebufferUpdate::decode);
        assert_eq!(update.rect_count, 1);
        let header = decode_whole(&golden[4..], 0, RectHeader::decode);
        assert_eq!(header.encoding, Encoding::DESKTOP_SIZE);
        assert_eq!(header.rect, Rect::of_size(640, 480));
        let mut out = Vec::new();
        update.encode(&mut out);
        header.encode(&mut out);
        assert_eq!(out, golden);
    }

    /// AMT 16 acknowledges "zlib off".
    #[test]
    fn cut_text_of_the_server_decodes_and_does_not_print() {
        let golden = parse_hex("03 00 00 00 00 00 00 0D 00 4B 76 6D 45 78 74 43 6D 64 00 04 00");
        let golden = golden.unwrap();
        for cut in 1..golden.len() {
            let result = ServerCutText::decode(&mut Reader::new(&golden[1..cut]));
            assert_eq!(result, Err(WireError::Incomplete));
        }
        let message = ServerCutText::decode(&mut Reader::new(&golden[1..])).unwrap();
        assert_eq!(message.text, b"\0KvmExtCmd\0\x04\0");
        assert_eq!(format!("{message:?}"), "ServerCutText(13 bytes)");
        let mut out = Vec::new();
        message.encode(&mut out);
        Bell.encode(&mut out);
        assert_eq!(out, [&golden[..], &[2]].concat());
    }
}
