//! How a session is opened.

use std::time::Duration;

use super::Target;
use crate::proto::digest::HexDigest;
use crate::proto::kvm::{EncodingChoice, KvmOptions};
use crate::proto::redir::HandshakeOptions;
use crate::proto::redir::messages::SessionType;
use crate::screen::PixelFormat;
use crate::wire::Secret;

/// Account that every Intel AMT has.
pub const DEFAULT_USER: &str = "admin";

/// Plain redirection port.
///
/// Source: `docs/protocol/redirection.md` § 1.1 (spec).
pub const REDIRECTION_PORT: u16 = 16994;

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

/// Everything that opening a session needs.
#[derive(Debug, Clone)]
pub struct OpenOptions {
    /// Which device.
    pub target: Target,
    /// Login name; not used with a VNC server.
    pub user: String,
    /// Its password.
    pub password: Secret<String>,
    /// How colours are sent.
    pub pixel: PixelChoice,
    /// How pictures are compressed.
    pub encoding: EncodingChoice,
    /// Longest wait for a connection, resolving included. A management engine that sleeps needs
    /// several seconds to wake up (`docs/protocol/wsman.md` § 1.11, spec).
    pub connect_timeout: Duration,
    /// Longest wait for each answer until the screen is described.
    pub reply_timeout: Duration,
    /// Longest wait for the first part of a picture.
    pub picture_timeout: Duration,
}

impl OpenOptions {
    /// Options with everything automatic. The user is the one in the address if there is one,
    /// else [`DEFAULT_USER`].
    #[must_use]
    pub fn new(target: Target, password: Secret<String>) -> Self {
        let user = match &target {
            Target::Amt { user, .. } => user.clone(),
            Target::Vnc { .. } => None,
        };
        let kvm = KvmOptions::redirection();
        Self {
            target,
            user: user.unwrap_or_else(|| DEFAULT_USER.to_owned()),
            password,
            pixel: PixelChoice::Auto,
            encoding: EncodingChoice::Auto,
            connect_timeout: Duration::from_secs(15),
            reply_timeout: kvm.step_timeout,
            picture_timeout: kvm.picture_timeout,
        }
    }

    /// The login for a session of this type, over a plain connection.
    pub(super) fn handshake(&self, session_type: SessionType) -> HandshakeOptions {
        HandshakeOptions {
            session_type,
            user: self.user.clone(),
            password: self.password.clone(),
            cnonce: cnonce(),
            encrypted: false,
            clear_text: false,
            reply_timeout: self.reply_timeout,
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
