//! Why a KVM channel closed, in as much detail as whoever explains it to a person can use.

use std::time::Duration;

use crate::screen::{FramebufferError, PixelFormat, Rect};
use crate::wire::WireError;

use super::messages::Encoding;
use super::messages::vencrypt::Subtype;

/// A wait of the handshake, for time-outs and early ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum HandshakeStep {
    /// The device's reply to the start of the KVM stream (redirection only).
    #[error("reply to the start of the screen session")]
    Start,
    /// The server's version.
    #[error("RFB version")]
    Version,
    /// The list of security types.
    #[error("security types")]
    Security,
    /// What the chosen security type exchanges.
    #[error("login")]
    Login,
    /// TLS to be started by the owner of the connection.
    #[error("encryption")]
    Tls,
    /// The outcome of the chosen security type.
    #[error("security result")]
    SecurityResult,
    /// Size and name of the screen. Firmware that cannot capture the screen closes here.
    #[error("screen description")]
    ServerInit,
}

/// Why picture data could not be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The data of a rectangle ends before its pixels do.
    #[error("the data of a rectangle ends before its pixels do")]
    Truncated,
    /// A sub-encoding nobody specified.
    #[error("tile sub-encoding {0} is not defined")]
    SubEncoding(u8),
    /// A run crosses the end of its tile.
    #[error("a run of {run} pixels crosses the end of a tile with {left} pixels left")]
    RunTooLong {
        /// Pixels of the run.
        run: usize,
        /// Pixels left in the tile.
        left: usize,
    },
    /// An index beyond the palette.
    #[error("palette index {index} in a palette of {size}")]
    PaletteIndex {
        /// The index on the wire.
        index: u8,
        /// Colours of the palette.
        size: usize,
    },
    /// A rectangle inside a rectangle or tile reaches beyond it.
    #[error("a part of a rectangle lies outside it")]
    SubrectOutside,
    /// A JPEG file that is none, or not of its rectangle's size.
    #[error("a JPEG rectangle cannot be decoded")]
    Jpeg,
    /// The zlib stream is broken; what follows cannot be understood any more.
    #[error("the compressed stream is damaged")]
    Inflate,
    /// A rectangle inflates to more than its pixels could need.
    #[error("a rectangle inflates to more than {limit} bytes")]
    TooMuch {
        /// Most bytes the pixels can need.
        limit: usize,
    },
}

/// Why a KVM channel closed. The channel accepts nothing afterwards.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KvmError {
    /// The device did not start the KVM stream.
    #[error("the device refused the screen session with status {status:#04x}")]
    StartRefused {
        /// Byte 1 of the reply.
        status: u8,
    },
    /// Something else than RFB answers.
    #[error("the peer does not speak RFB: first unexpected byte {got:#04x}")]
    NotRfb {
        /// The byte that differs.
        got: u64,
    },
    /// The server refused the connection and said why.
    #[error("the server refused the connection: {reason}")]
    Refused {
        /// Its words, control characters removed; may be empty.
        reason: String,
    },
    /// The server refused the login and said why.
    #[error("the server refused the login: {reason}")]
    LoginRefused {
        /// Its words, control characters removed; may be empty.
        reason: String,
    },
    /// No offered security type is one we can use.
    #[error("none of the server's security types {offered:?} can be used")]
    NoSecurityType {
        /// What the server offers.
        offered: Vec<u8>,
    },
    /// The server refused the password.
    #[error("the server refused the password: {reason}")]
    WrongPassword {
        /// Its words, control characters removed; may be empty.
        reason: String,
    },
    /// No sub-type of VeNCrypt is one we can use: most often the server encrypts without
    /// certificates, which no current TLS library does.
    #[error("none of the server's kinds of encryption {offered:?} can be used")]
    NoSecuritySubtype {
        /// What the server offers; empty if it speaks no known version.
        offered: Vec<Subtype>,
        /// It would have let us in without encryption too.
        could_be_plain: bool,
    },
    /// Encryption is required and the server offers none.
    #[error("the server offers no encryption")]
    NotEncrypted,
    /// The server wants a password and none was given.
    #[error("the server asks for a password")]
    PasswordNeeded,
    /// The peer closed before it described its screen. On AMT, at [`HandshakeStep::ServerInit`],
    /// that is how firmware says that it cannot capture: no integrated graphics, no display,
    /// unsupported mode, or a screen too large for 16 bits per pixel.
    #[error("the connection was closed while waiting for the {step}")]
    ClosedInHandshake {
        /// What we were waiting for.
        step: HandshakeStep,
    },
    /// The peer closed between its description and the first picture. Firmware does so when the
    /// picture exceeds its framebuffer limit or the pixel format is not supported.
    #[error("the connection was closed before the first picture of {width} × {height}")]
    ClosedBeforePicture {
        /// Columns.
        width: u16,
        /// Rows.
        height: u16,
        /// The format that was asked for.
        format: PixelFormat,
        /// The picture is larger than firmware is known to send
        /// ([`FIRMWARE_FRAMEBUFFER_BYTES`](super::FIRMWARE_FRAMEBUFFER_BYTES)).
        over_firmware_limit: bool,
    },
    /// The peer closed a running session. Firmware gives no reason: power lost, display off,
    /// idle time-out, consent withdrawn.
    #[error("the connection was closed by the device")]
    Closed,
    /// Nothing came within the time-out.
    #[error("nothing came within the time-out while waiting for the {step}")]
    HandshakeTimeout {
        /// What we were waiting for.
        step: HandshakeStep,
    },
    /// The connection is open, and nothing comes any more: in the middle of a message, or although
    /// an answer is due.
    #[error("nothing came for {0:?}")]
    Silent(Duration),
    /// The session is open but no picture came within the time-out.
    #[error("no picture came within the time-out")]
    NoPicture,
    /// A screen whose size we do not accept.
    #[error(transparent)]
    ScreenSize(#[from] FramebufferError),
    /// A message nobody specified: the stream is out of step.
    #[error("the stream is out of step: message type {0:#04x} is unknown")]
    UnknownMessage(u8),
    /// A rectangle in an encoding nobody asked for: the stream is out of step.
    #[error("the stream is out of step: encoding {0} was not asked for")]
    UnknownEncoding(Encoding),
    /// A rectangle reaches beyond the screen.
    #[error("rectangle {rect:?} reaches beyond the screen of {width} × {height}")]
    RectOutside {
        /// The rectangle.
        rect: Rect,
        /// Columns of the screen.
        width: u16,
        /// Rows of the screen.
        height: u16,
    },
    /// Picture data that cannot be decoded.
    #[error("cannot decode the picture")]
    Decode(#[from] DecodeError),
    /// A field outside its limits.
    #[error(transparent)]
    Wire(#[from] WireError),
    /// Input after the channel had closed.
    #[error("the channel is closed")]
    AlreadyClosed,
}
