//! How a KVM channel behaves.

use std::time::Duration;

use super::messages::Encoding;
use super::messages::extension::Decimation;
use crate::screen::PixelFormat;
use crate::wire::Secret;

/// What carries the RFB stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Transport {
    /// A redirection connection (16994/16995) that has been authenticated.
    Redirection,
    /// A connection of its own (5900).
    Plain,
}

/// Who speaks RFB at the other end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Server {
    /// Intel AMT: few encodings and formats, and ways of its own.
    Firmware,
    /// Anybody else.
    Ordinary,
}

/// What AMT calls its screen; on port 5900 the only thing that tells it from other servers.
///
/// Source: `docs/protocol/redirection.md` § 5.3 (observed).
pub const FIRMWARE_DESKTOP_NAME: &str = "Intel(r) AMT KVM";

/// Commands about the picture that are sent before it is asked for; only for devices that know
/// them (AMT ≥ 16). `None` leaves a switch as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct PictureSwitches {
    /// Tiles deflated, or not.
    pub zlib: Option<bool>,
    /// Large pictures halved, or not.
    pub decimation: Option<Decimation>,
}

/// Whether VeNCrypt may move a connection of its own inside TLS. On a redirection connection
/// encryption is none of RFB's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Encryption {
    /// Never: the owner cannot, or must not.
    #[default]
    Never,
    /// Where the server offers it.
    WhereOffered,
    /// Always; a server that does not offer it is refused.
    Always,
}

/// Which encodings are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum EncodingChoice {
    /// Everything we decode, best first.
    #[default]
    Auto,
    /// Run-length coded tiles, then Raw. Where the firmware can be told (AMT ≥ 16), without zlib.
    Rle,
    /// As [`Rle`](Self::Rle), where the firmware can be told with zlib.
    Zlib,
    /// Hextile before anything else, on ordinary servers; AMT has no such thing and is asked as
    /// with [`Auto`](Self::Auto).
    Hextile,
    /// Raw before anything else. Run-length coded tiles are named behind it, because some
    /// firmware delivers nothing to a client that knows only Raw (observed on hybrid graphics).
    Raw,
}

/// How a channel behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KvmOptions {
    /// What carries the stream.
    pub transport: Transport,
    /// Who is expected there; AMT on a connection of its own is recognised by its name.
    pub server: Server,
    /// Login name for ordinary servers that want one.
    pub user: Option<String>,
    /// Password for port 5900 and ordinary servers; VNC authentication uses its first eight bytes.
    pub password: Option<Secret<String>>,
    /// Whether the connection may or must go inside TLS; the owner does that.
    pub encryption: Encryption,
    /// Pixel format asked for.
    pub format: PixelFormat,
    /// Falls back from 16 to 8 bits per pixel while the screen is larger than
    /// [`FIRMWARE_FRAMEBUFFER_BYTES`].
    pub reduce_to_fit: bool,
    /// Encodings asked for.
    pub encoding: EncodingChoice,
    /// Asks an ordinary server for the shape of its pointer, which it then leaves out of the
    /// picture; see [`KvmChannel::cursor`](super::KvmChannel::cursor).
    pub pointer_shape: bool,
    /// Lets an ordinary server lose detail: quality of JPEG rectangles, 0 (worst) to 9.
    pub jpeg_quality: Option<u8>,
    /// Commands about the picture.
    pub switches: PictureSwitches,
    /// After this long without key or pointer, firmware is shown that somebody is looking: it
    /// closes sessions that it takes for idle. At least five seconds; `None` for never.
    pub keep_alive: Option<Duration>,
    /// Least time from one update request to the next; zero for as fast as the device can.
    pub update_interval: Duration,
    /// Longest wait in each step of the handshake.
    pub step_timeout: Duration,
    /// Longest wait from the first update request to the first rectangle.
    pub picture_timeout: Duration,
}

impl KvmOptions {
    /// For AMT on a redirection connection: RGB565, everything automatic.
    #[must_use]
    pub fn redirection() -> Self {
        Self {
            transport: Transport::Redirection,
            server: Server::Firmware,
            user: None,
            password: None,
            encryption: Encryption::Never,
            format: PixelFormat::Rgb565,
            reduce_to_fit: true,
            encoding: EncodingChoice::Auto,
            pointer_shape: false,
            jpeg_quality: None,
            switches: PictureSwitches::default(),
            keep_alive: Some(KEEP_ALIVE),
            update_interval: Duration::ZERO,
            step_timeout: STEP_TIMEOUT,
            picture_timeout: PICTURE_TIMEOUT,
        }
    }

    /// For a VNC server on a connection of its own: 32 bits per pixel, everything automatic.
    #[must_use]
    pub fn plain() -> Self {
        Self {
            transport: Transport::Plain,
            server: Server::Ordinary,
            format: PixelFormat::Rgbx,
            reduce_to_fit: false,
            ..Self::redirection()
        }
    }

    /// The same for the server that answered, by the name of its screen. AMT knows no 32 bits per
    /// pixel and hangs up when asked for them.
    pub(super) fn adapt_to(&mut self, name: &[u8]) {
        if self.server == Server::Ordinary && name == FIRMWARE_DESKTOP_NAME.as_bytes() {
            self.server = Server::Firmware;
            if self.format == PixelFormat::Rgbx {
                self.format = PixelFormat::Rgb565;
                self.reduce_to_fit = true;
            }
        }
    }

    /// The pixel format to ask for on a screen of this size. Greys exist on AMT only.
    #[must_use]
    pub const fn format_for(&self, width: u16, height: u16) -> PixelFormat {
        let grey = matches!(self.format, PixelFormat::Gray8 | PixelFormat::Gray4);
        if grey && matches!(self.server, Server::Ordinary) {
            return PixelFormat::Rgbx;
        }
        let narrow = self.format.bytes_per_pixel() == 1;
        if self.reduce_to_fit && !narrow && exceeds_firmware(width, height, self.format) {
            PixelFormat::Rgb332
        } else {
            self.format
        }
    }

    /// The encodings to ask for, most wanted first.
    pub(super) fn encodings(&self) -> Vec<Encoding> {
        let mut encodings = match (self.server, self.encoding) {
            (Server::Firmware, EncodingChoice::Raw) => return AMT_RAW.to_vec(),
            (Server::Firmware, _) => return AMT.to_vec(),
            (Server::Ordinary, EncodingChoice::Raw) => vec![Encoding::RAW],
            (Server::Ordinary, EncodingChoice::Hextile) => {
                vec![Encoding::COPY_RECT, Encoding::HEXTILE, Encoding::RAW]
            }
            (Server::Ordinary, EncodingChoice::Auto) => PLAIN.to_vec(),
            (Server::Ordinary, EncodingChoice::Rle | EncodingChoice::Zlib) => PLAIN_RLE.to_vec(),
        };
        encodings.extend(PLAIN_EXTRAS);
        if self.pointer_shape {
            encodings.push(Encoding::CURSOR);
        }
        encodings.extend(self.jpeg_quality.map(Encoding::jpeg_quality));
        encodings
    }
}

/// A picture is larger than [`FIRMWARE_FRAMEBUFFER_BYTES`].
#[must_use]
pub const fn exceeds_firmware(width: u16, height: u16, format: PixelFormat) -> bool {
    width as usize * height as usize * format.bytes_per_pixel() > FIRMWARE_FRAMEBUFFER_BYTES
}

/// Most bytes of picture (width × height × bytes per pixel) that firmware is known to send; it
/// closes without a word above. Newer releases send more, older ones less, so this chooses a
/// format but refuses nothing.
///
/// Source: `docs/protocol/redirection.md` § 5.4 (inferred from two clients).
pub const FIRMWARE_FRAMEBUFFER_BYTES: usize = 9_216_000;

/// The list every working client sends: Raw has to be named too, other numbers are ignored.
///
/// Source: `docs/protocol/redirection.md` § 5.4 (observed).
const AMT: &[Encoding] = &[
    Encoding::ZRLE,
    Encoding::RAW,
    Encoding::KVM_DATA_CHANNEL,
    Encoding::DESKTOP_SIZE,
];

/// As [`AMT`], Raw preferred.
const AMT_RAW: &[Encoding] = &[
    Encoding::RAW,
    Encoding::ZRLE,
    Encoding::KVM_DATA_CHANNEL,
    Encoding::DESKTOP_SIZE,
];

/// What ordinary servers are asked for.
const PLAIN: &[Encoding] = &[
    Encoding::COPY_RECT,
    Encoding::TIGHT,
    Encoding::ZRLE,
    Encoding::HEXTILE,
    Encoding::RRE,
    Encoding::RAW,
];

/// As [`PLAIN`], run-length coded tiles before Tight.
const PLAIN_RLE: &[Encoding] = &[
    Encoding::COPY_RECT,
    Encoding::ZRLE,
    Encoding::TIGHT,
    Encoding::HEXTILE,
    Encoding::RRE,
    Encoding::RAW,
];

/// What ordinary servers may send besides pixels.
const PLAIN_EXTRAS: &[Encoding] = &[
    Encoding::EXTENDED_DESKTOP_SIZE,
    Encoding::DESKTOP_SIZE,
    Encoding::LAST_RECT,
    Encoding::LED_STATE,
];

/// The shortest `SessionTimeout` of firmware is a minute.
///
/// Source: `docs/protocol/redirection.md` § 5.13, § 5.14 (spec).
const KEEP_ALIVE: Duration = Duration::from_secs(25);

/// Longest wait in each step of the handshake: a loaded device over a slow link answers each
/// within a second or two.
const STEP_TIMEOUT: Duration = Duration::from_secs(10);

/// Longest wait for the first rectangle: firmware may first wake its capture engine.
const PICTURE_TIMEOUT: Duration = Duration::from_secs(15);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn screens_beyond_the_firmware_limit_are_asked_for_in_8_bits() {
        let options = KvmOptions::redirection();
        assert_eq!(options.format_for(2560, 1800), PixelFormat::Rgb565);
        assert_eq!(options.format_for(3840, 2160), PixelFormat::Rgb332);
        let pinned = KvmOptions {
            reduce_to_fit: false,
            ..options
        };
        assert_eq!(pinned.format_for(3840, 2160), PixelFormat::Rgb565);
        assert!(!exceeds_firmware(3840, 2400, PixelFormat::Rgb332));
        assert!(exceeds_firmware(3840, 2401, PixelFormat::Rgb332));
    }
}
