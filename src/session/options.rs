//! How a session is opened.

use std::time::Duration;

use super::access::Access;
use super::control::Credentials;
use crate::proto::digest::HexDigest;
use crate::proto::kvm::{Decimation, EncodingChoice, KvmOptions};
use crate::screen::PixelFormat;

/// Account that every Intel AMT has.
pub const DEFAULT_USER: &str = "admin";

/// How colours are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PixelChoice {
    /// The best the device can do: begins with 16 bits and falls back to 8 if no picture comes.
    #[default]
    Auto,
    /// 65 536 colours, two bytes per pixel.
    Rgb565,
    /// 256 colours.
    Rgb332,
    /// 256 greys; AMT 16 and later.
    Gray8,
    /// 16 greys; AMT 16 and later.
    Gray4,
}

impl PixelChoice {
    /// One of those that only newer firmware sends.
    #[must_use]
    pub const fn is_grey(self) -> bool {
        matches!(self, Self::Gray8 | Self::Gray4)
    }

    /// The format asked for, `None` for the best.
    #[must_use]
    pub const fn format(self) -> Option<PixelFormat> {
        match self {
            Self::Auto => None,
            Self::Rgb565 => Some(PixelFormat::Rgb565),
            Self::Rgb332 => Some(PixelFormat::Rgb332),
            Self::Gray8 => Some(PixelFormat::Gray8),
            Self::Gray4 => Some(PixelFormat::Gray4),
        }
    }
}

/// How pictures are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct PictureMode {
    /// How colours are sent.
    pub pixel: PixelChoice,
    /// How pictures are compressed.
    pub encoding: EncodingChoice,
    /// Whether large pictures are halved; AMT 16 and later. `None` leaves it to the device.
    pub decimation: Option<Decimation>,
}

/// Everything that opening a session needs.
#[derive(Debug, Clone)]
pub struct OpenOptions {
    /// Which device, and how it is reached and trusted.
    pub access: Access,
    /// Who logs in; most VNC servers know no users.
    pub login: Credentials,
    /// How pictures are sent at first.
    pub picture: PictureMode,
    /// Longest wait for each answer until the screen is described.
    pub reply_timeout: Duration,
    /// Longest wait for the first part of a picture.
    pub picture_timeout: Duration,
    /// How long a screen that was open and got lost is looked for again; `None`: its loss ends the
    /// session. Reported by [`Event::Interrupted`](super::Event::Interrupted).
    pub reconnect: Option<Duration>,
    /// Asks ordinary VNC servers for the shape of their pointer, which they leave out of the
    /// picture then: for front ends that draw it themselves. Reported by
    /// [`Event::PointerShape`](super::Event::PointerShape).
    pub pointer_shape: bool,
}

impl OpenOptions {
    /// Options with everything automatic.
    #[must_use]
    pub fn new(access: Access, login: Credentials) -> Self {
        let kvm = KvmOptions::redirection();
        Self {
            access,
            login,
            picture: PictureMode::default(),
            reply_timeout: kvm.step_timeout,
            picture_timeout: kvm.picture_timeout,
            reconnect: None,
            pointer_shape: false,
        }
    }
}

/// 32 random hexadecimal digits.
pub(super) fn cnonce() -> HexDigest {
    rand::random::<[u8; 32]>().map(|byte| match byte % 16 {
        digit @ 0..=9 => b'0' + digit,
        digit => b'a' + (digit - 10),
    })
}
