//! What may be asked of a KVM channel and what it reports.

use std::fmt;

use super::keysym::Keysym;
use super::messages::Buttons;
use super::messages::extension::Decimation;
use super::options::EncodingChoice;
use crate::screen::PixelFormat;
use crate::wire::{Reader, WireError};

/// What the owner may ask of the channel. Before [`KvmEvent::Ready`] input and
/// [`Refresh`](Self::Refresh) have no effect.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum KvmCommand {
    /// Presses or releases a key.
    Key {
        /// Which key.
        keysym: Keysym,
        /// Pressed, else released.
        down: bool,
    },
    /// Moves the pointer or changes its buttons. Places beyond the screen are moved to its edge.
    Pointer {
        /// Column in framebuffer pixels.
        x: u16,
        /// Row in framebuffer pixels.
        y: u16,
        /// All buttons that are down now.
        buttons: Buttons,
    },
    /// Asks for the whole picture again.
    Refresh,
    /// Changes the pixel format. Takes effect with [`KvmEvent::Resized`], once no update in the
    /// old format can be under way.
    SetFormat {
        /// The format to ask for.
        format: PixelFormat,
        /// See [`KvmOptions::reduce_to_fit`](super::KvmOptions::reduce_to_fit).
        reduce_to_fit: bool,
    },
    /// Asks for other encodings, from the next update on.
    SetEncoding(EncodingChoice),
    /// Has the device deflate tiles or not. Only for devices that know such commands (AMT ≥ 16);
    /// answered by [`KvmEvent::Zlib`].
    SetZlib(bool),
    /// Has the device halve large pictures or not. Only for devices that know such commands
    /// (AMT ≥ 16); answered by [`KvmEvent::Decimation`].
    SetDecimation(Decimation),
    /// The connection is inside TLS, as [`KvmEvent::StartTls`] asked.
    TlsStarted,
    /// Ends the stream; the driver closes the connection. RFB has no word for goodbye.
    Close,
}

/// Keys may spell a password: only the kind of command is printed.
impl fmt::Debug for KvmCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Key { .. } => "Key",
            Self::Pointer { .. } => "Pointer",
            Self::Refresh => "Refresh",
            Self::SetFormat { .. } => "SetFormat",
            Self::SetEncoding(_) => "SetEncoding",
            Self::SetZlib(_) => "SetZlib",
            Self::SetDecimation(_) => "SetDecimation",
            Self::TlsStarted => "TlsStarted",
            Self::Close => "Close",
        })
    }
}

/// What the channel reports. Pixels do not travel as events: they are in
/// [`KvmChannel::framebuffer`](super::KvmChannel::framebuffer), what changed in
/// [`KvmChannel::damage_mut`](super::KvmChannel::damage_mut).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum KvmEvent {
    /// The server waits for TLS (VeNCrypt). The owner sends what is to be sent, moves the
    /// connection inside TLS and says [`KvmCommand::TlsStarted`]; nothing is read before.
    StartTls,
    /// The screen is described and asked for; input is accepted from now on.
    Ready {
        /// Columns.
        width: u16,
        /// Rows.
        height: u16,
        /// How pixels will arrive.
        format: PixelFormat,
        /// Desktop name, control characters removed.
        name: String,
    },
    /// The framebuffer has this size and format from now on; all of it is damage.
    Resized {
        /// Columns.
        width: u16,
        /// Rows.
        height: u16,
        /// How pixels arrive from now on.
        format: PixelFormat,
    },
    /// Every pixel has arrived once since [`Ready`](Self::Ready) or [`Resized`](Self::Resized).
    /// Precedes the [`UpdateEnd`](Self::UpdateEnd) of the same update.
    PictureComplete,
    /// An update has been decoded completely. Several that end together are reported once.
    UpdateEnd,
    /// The remote pointer has another shape, see
    /// [`KvmChannel::cursor`](super::KvmChannel::cursor).
    PointerShape,
    /// Which lock keys are on. Only ordinary servers tell, and not all of them.
    LockKeys(LockKeys),
    /// The PC rang its bell; several rings at once are reported once.
    Bell,
    /// The device deflates tiles, or not.
    Zlib(bool),
    /// How the device halves large pictures.
    Decimation {
        /// The rule.
        mode: Decimation,
        /// This picture is half of the screen; pointer places are its own.
        is_halved: bool,
    },
    /// The server's clipboard: ISO 8859-1 on the wire.
    CutText(String),
}

/// The lights of a keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LockKeys {
    /// Letters are capitals.
    pub caps: bool,
    /// The keypad writes digits.
    pub num: bool,
    /// What it does is up to the PC's system.
    pub scroll: bool,
}

impl LockKeys {
    /// Reads the data of a rectangle of [`Encoding::LED_STATE`](super::messages::Encoding): one
    /// byte, Scroll Lock in its lowest bit, then Num Lock and Caps Lock.
    ///
    /// Source: QEMU's extension in the RFB registry, -261; observed with QEMU and `TigerVNC`.
    pub(super) fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let bits = r.u8()?;
        Ok(Self {
            scroll: bits & 1 != 0,
            num: bits & 2 != 0,
            caps: bits & 4 != 0,
        })
    }
}

/// Clipboards hold passwords: of a text, only its length is printed.
impl fmt::Debug for KvmEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StartTls => f.write_str("StartTls"),
            Self::Ready {
                width,
                height,
                format,
                name,
            } => write!(f, "Ready({width} × {height}, {format:?}, {name:?})"),
            Self::Resized {
                width,
                height,
                format,
            } => write!(f, "Resized({width} × {height}, {format:?})"),
            Self::PictureComplete => f.write_str("PictureComplete"),
            Self::UpdateEnd => f.write_str("UpdateEnd"),
            Self::PointerShape => f.write_str("PointerShape"),
            Self::LockKeys(keys) => write!(f, "{keys:?}"),
            Self::Bell => f.write_str("Bell"),
            Self::Zlib(on) => write!(f, "Zlib({on})"),
            Self::Decimation { mode, is_halved } => write!(f, "Decimation({mode:?}, {is_halved})"),
            Self::CutText(text) => write!(f, "CutText({} characters)", text.chars().count()),
        }
    }
}

/// Figures since the channel was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counters {
    /// Bytes of input used.
    pub bytes: u64,
    /// Updates decoded completely.
    pub updates: u64,
    /// Rectangles decoded, pseudo-rectangles included.
    pub rects: u64,
    /// Tiles decoded: the 64 × 64 tiles of encoding 16, any other rectangle as one. A rectangle
    /// of AMT is one tile.
    pub tiles: u64,
}
