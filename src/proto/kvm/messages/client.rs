//! Messages console → device.

use super::Encoding;
use crate::limits;
use crate::proto::kvm::keysym::Keysym;
use crate::proto::kvm::pixel::WirePixelFormat;
use crate::screen::Rect;
use crate::wire::{Reader, WireError, Writer};

/// `SetPixelFormat`: `00, 3 × 0, 16 × pixel format`.
///
/// Source: RFC 6143 §7.5.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetPixelFormat {
    /// How pixels shall be sent from now on.
    pub format: WirePixelFormat,
}

impl SetPixelFormat {
    /// First byte of the message.
    pub const TYPE: u8 = 0;

    /// Decodes what follows [`Self::TYPE`].
    ///
    /// # Errors
    /// [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let [_, _, _] = r.array()?;
        let format = WirePixelFormat::decode(r)?;
        Ok(Self { format })
    }

    /// Appends the whole message.
    pub fn encode(&self, out: &mut Vec<u8>) {
        Writer::new(out).u8(Self::TYPE).zeros(3);
        self.format.encode(out);
    }
}

/// `SetEncodings`: `02, 0, u16 n, n × s32`, most wanted first.
///
/// Source: RFC 6143 §7.5.2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetEncodings {
    /// What the client can decode, most wanted first; at most [`limits::ENCODINGS`].
    pub encodings: Vec<Encoding>,
}

impl SetEncodings {
    /// First byte of the message.
    pub const TYPE: u8 = 2;

    /// Decodes what follows [`Self::TYPE`].
    ///
    /// # Errors
    /// [`WireError::TooLong`] for more than [`limits::ENCODINGS`], [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let _padding = r.u8()?;
        let count = usize::from(r.u16_be()?);
        let (limit, field) = (limits::ENCODINGS, "number of encodings");
        if count > limit {
            let (got, limit) = (count as u64, limit as u64);
            return Err(WireError::TooLong { field, got, limit });
        }
        let (numbers, _) = r.bytes(count * 4)?.as_chunks();
        let encodings = numbers.iter().map(|n| Encoding(i32::from_be_bytes(*n)));
        Ok(Self {
            encodings: encodings.collect(),
        })
    }

    /// Appends the whole message.
    pub fn encode(&self, out: &mut Vec<u8>) {
        Self::encode_list(&self.encodings, out);
    }

    /// Appends the whole message for a list that need not be owned; of more than 65 535
    /// encodings, the first 65 535.
    pub fn encode_list(encodings: &[Encoding], out: &mut Vec<u8>) {
        let count = u16::try_from(encodings.len()).unwrap_or(u16::MAX);
        let mut w = Writer::new(out);
        w.u8(Self::TYPE).zeros(1).u16_be(count);
        for encoding in encodings.iter().take(usize::from(count)) {
            w.i32_be(encoding.0);
        }
    }
}

/// `FramebufferUpdateRequest`: `03, incremental, u16 x, y, width, height`.
///
/// Source: RFC 6143 §7.5.3; `docs/protocol/redirection.md` § 5.5.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FramebufferUpdateRequest {
    /// Only what changed since the last update; else everything in `rect`.
    pub incremental: bool,
    /// The part of the screen that is wanted.
    pub rect: Rect,
}

impl FramebufferUpdateRequest {
    /// First byte of the message.
    pub const TYPE: u8 = 3;

    /// Decodes what follows [`Self::TYPE`].
    ///
    /// # Errors
    /// [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let incremental = r.u8()? != 0;
        let rect = decode_rect(r)?;
        Ok(Self { incremental, rect })
    }

    /// Appends the whole message.
    pub fn encode(&self, out: &mut Vec<u8>) {
        let mut w = Writer::new(out);
        w.u8(Self::TYPE).u8(u8::from(self.incremental));
        encode_rect(self.rect, &mut w);
    }
}

/// `KeyEvent`: `04, down, 2 × 0, u32 keysym`.
///
/// Source: RFC 6143 §7.5.4; `docs/protocol/redirection.md` § 5.11.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct KeyEvent {
    /// Pressed, else released.
    pub down: bool,
    /// Which key.
    pub keysym: Keysym,
}

impl KeyEvent {
    /// First byte of the message.
    pub const TYPE: u8 = 4;

    /// Decodes what follows [`Self::TYPE`].
    ///
    /// # Errors
    /// [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let down = r.u8()? != 0;
        let [_, _] = r.array()?;
        let keysym = Keysym(r.u32_be()?);
        Ok(Self { down, keysym })
    }

    /// Appends the whole message.
    pub fn encode(&self, out: &mut Vec<u8>) {
        let mut w = Writer::new(out);
        w.u8(Self::TYPE).u8(u8::from(self.down)).zeros(2);
        w.u32_be(self.keysym.0);
    }
}

/// Keys may spell a password and are never printed.
impl std::fmt::Debug for KeyEvent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeyEvent").finish_non_exhaustive()
    }
}

bitflags::bitflags! {
    /// Pointer buttons as RFB counts them.
    ///
    /// Source: `docs/protocol/redirection.md` § 5.12; RFC 6143 §7.5.5.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
    pub struct Buttons: u8 {
        /// Left button.
        const LEFT = 1;
        /// Middle button.
        const MIDDLE = 2;
        /// Right button.
        const RIGHT = 4;
        /// One notch of the wheel away from the user; pressed and released per notch.
        const WHEEL_UP = 8;
        /// One notch of the wheel towards the user.
        const WHEEL_DOWN = 16;
    }
}

/// `PointerEvent`: `05, buttons, u16 x, u16 y`.
///
/// Source: RFC 6143 §7.5.5; `docs/protocol/redirection.md` § 5.12.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PointerEvent {
    /// All buttons that are down now; unknown bits survive.
    pub buttons: Buttons,
    /// Column in pixels of the current framebuffer.
    pub x: u16,
    /// Row in pixels of the current framebuffer.
    pub y: u16,
}

impl PointerEvent {
    /// First byte of the message.
    pub const TYPE: u8 = 5;

    /// Decodes what follows [`Self::TYPE`].
    ///
    /// # Errors
    /// [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let buttons = Buttons::from_bits_retain(r.u8()?);
        let x = r.u16_be()?;
        let y = r.u16_be()?;
        Ok(Self { buttons, x, y })
    }

    /// Appends the whole message.
    pub fn encode(&self, out: &mut Vec<u8>) {
        let mut w = Writer::new(out);
        w.u8(Self::TYPE).u8(self.buttons.bits());
        w.u16_be(self.x).u16_be(self.y);
    }
}

/// `ClientCutText`: `06, 3 × 0, u32 length, text`.
///
/// AMT carries its extension messages in it and ignores other text.
/// Source: RFC 6143 §7.5.6; `docs/protocol/redirection.md` § 5.10.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ClientCutText<'a> {
    /// ISO 8859-1 text or an extension message; borrowed from the receive buffer.
    pub text: &'a [u8],
}

impl<'a> ClientCutText<'a> {
    /// First byte of the message.
    pub const TYPE: u8 = 6;

    /// Decodes what follows [`Self::TYPE`].
    ///
    /// # Errors
    /// [`WireError::TooLong`] beyond [`limits::CUT_TEXT_BYTES`], [`WireError::Incomplete`].
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
impl std::fmt::Debug for ClientCutText<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ClientCutText({} bytes)", self.text.len())
    }
}

/// `3 × 0, u32 length, text`, common to both cut-text messages.
pub(super) fn decode_cut_text<'a>(r: &mut Reader<'a>) -> Result<&'a [u8], WireError> {
    let [_, _, _] = r.array()?;
    let len = usize::try_from(r.u32_be()?).unwrap_or(usize::MAX);
    r.bounded("cut text length", len, limits::CUT_TEXT_BYTES)
}

/// The counterpart of [`decode_cut_text`], with the type byte.
pub(super) fn encode_cut_text(message_type: u8, text: &[u8], out: &mut Vec<u8>) {
    let mut w = Writer::new(out);
    w.u8(message_type).zeros(3).with_u32_be_length(|w| {
        w.bytes(text);
    });
}

/// `u16 x, y, width, height`.
pub(super) fn decode_rect(r: &mut Reader<'_>) -> Result<Rect, WireError> {
    let [x0, x1, y0, y1, w0, w1, h0, h1] = r.array()?;
    let [x, y, width, height] = [[x0, x1], [y0, y1], [w0, w1], [h0, h1]].map(u16::from_be_bytes);
    Ok(Rect::new(x, y, width, height))
}

/// The counterpart of [`decode_rect`].
pub(super) fn encode_rect(rect: Rect, w: &mut Writer<'_>) {
    w.u16_be(rect.x).u16_be(rect.y);
    w.u16_be(rect.width).u16_be(rect.height);
}

#[cfg(test)]
mod tests {
    use super::super::tests_support::decode_whole;
    use super::*;
    use crate::screen::PixelFormat;
    use crate::wire::hexdump::parse_hex;

    #[test]
    fn set_pixel_format_of_each_mode_matches_the_table() {
        for (format, bytes) in [
            (
                PixelFormat::Rgb565,
                "00 00 00 00 10 10 00 01 00 1F 00 3F 00 1F 0B 05 00 00 00 00",
            ),
            (
                PixelFormat::Rgb332,
                "00 00 00 00 08 08 00 01 00 07 00 07 00 03 05 02 00 00 00 00",
            ),
            (
                PixelFormat::Gray8,
                "00 00 00 00 08 08 00 01 00 FF 00 00 00 00 00 00 00 00 00 00",
            ),
            (
                PixelFormat::Gray4,
                "00 00 00 00 08 04 00 01 00 0F 00 00 00 00 00 00 00 00 00 00",
            ),
        ] {
            let golden = parse_hex(bytes).unwrap();
            let message = decode_whole(&golden, 1, SetPixelFormat::decode);
            assert_eq!(message.format.known(), Some(format));
            let mut out = Vec::new();
            let format = format.into();
            SetPixelFormat { format }.encode(&mut out);
            assert_eq!(out, golden);
        }
    }

    #[test]
    fn set_encodings_keeps_order_and_unknown_numbers() {
        let golden = parse_hex(
            "02 00 00 04 | 00 00 00 10 | 00 00 00 00 | 00 00 04 44 | FF FF FF 21 # § 5.4",
        )
        .unwrap();
        let message = decode_whole(&golden, 1, SetEncodings::decode);
        let expected = [
            Encoding::ZRLE,
            Encoding::RAW,
            Encoding::KVM_DATA_CHANNEL,
            Encoding::DESKTOP_SIZE,
        ];
        assert_eq!(message.encodings, expected);
        let mut out = Vec::new();
        message.encode(&mut out);
        assert_eq!(out, golden);
        let many = SetEncodings::decode(&mut Reader::new(&[0, 0xFF, 0xFF]));
        assert!(matches!(many, Err(WireError::TooLong { .. })));
    }

    #[test]
    fn update_requests_decode_and_round_trip() {
        let golden = parse_hex("03 01 00 00 00 00 02 D0 01 90").unwrap();
        let request = decode_whole(&golden, 1, FramebufferUpdateRequest::decode);
        assert!(request.incremental);
        assert_eq!(request.rect, Rect::of_size(720, 400));
        let mut out = Vec::new();
        request.encode(&mut out);
        assert_eq!(out, golden);
    }

    #[test]
    fn keys_decode_round_trip_and_do_not_print() {
        let golden = parse_hex("04 01 00 00 00 00 FF 0D").unwrap();
        let event = decode_whole(&golden, 1, KeyEvent::decode);
        assert_eq!((event.down, event.keysym), (true, Keysym::RETURN));
        let mut out = Vec::new();
        event.encode(&mut out);
        assert_eq!(out, golden);
        assert_eq!(format!("{event:?}"), "KeyEvent { .. }");
    }

    #[test]
    fn pointer_events_keep_unknown_buttons() {
        let golden = parse_hex("05 81 01 2C 00 C8").unwrap();
        let event = decode_whole(&golden, 1, PointerEvent::decode);
        assert_eq!((event.x, event.y), (300, 200));
        assert!(event.buttons.contains(Buttons::LEFT));
        let mut out = Vec::new();
        event.encode(&mut out);
        assert_eq!(out, golden);
    }

    /// "Set zlib off" to AMT 16: an extension message inside cut text.
    #[test]
    fn cut_text_is_bounded_and_round_trips() {
        let golden = parse_hex("06 00 00 00 00 00 00 0D 00 4B 76 6D 45 78 74 43 6D 64 00 04 00");
        let golden = golden.unwrap();
        for cut in 1..golden.len() {
            let result = ClientCutText::decode(&mut Reader::new(&golden[1..cut]));
            assert_eq!(result, Err(WireError::Incomplete));
        }
        let message = ClientCutText::decode(&mut Reader::new(&golden[1..])).unwrap();
        assert_eq!(message.text, b"\0KvmExtCmd\0\x04\0");
        let mut out = Vec::new();
        message.encode(&mut out);
        assert_eq!(out, golden);
        let huge = ClientCutText::decode(&mut Reader::new(&[0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]));
        assert!(matches!(huge, Err(WireError::TooLong { .. })));
    }
}
