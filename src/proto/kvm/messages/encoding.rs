//! Names of picture encodings and of the capabilities that share their number space.

use std::fmt;

/// How the data of a rectangle is coded, or a capability a client announces. An open set.
///
/// Source: RFC 6143 §7.7, §7.8; the RFB registry; `docs/protocol/redirection.md` § 5.4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Encoding(pub i32);

impl Encoding {
    /// Pixels as they are.
    pub const RAW: Self = Self(0);
    /// Pixels that are on the screen already, elsewhere.
    pub const COPY_RECT: Self = Self(1);
    /// Rise-and-run-length: a background and rectangles on it.
    pub const RRE: Self = Self(2);
    /// 16 × 16 tiles of background, rectangles or pixels.
    pub const HEXTILE: Self = Self(5);
    /// Several zlib streams, palettes, gradients, JPEG.
    pub const TIGHT: Self = Self(7);
    /// Run-length coded 64 × 64 tiles in one zlib stream. AMT calls it RLE and sends one tile
    /// per rectangle.
    pub const ZRLE: Self = Self(16);
    /// Capability: the pipe to an agent in the PC's system (AMT ≥ 12).
    pub const KVM_DATA_CHANNEL: Self = Self(1092);
    /// Pseudo-rectangle: the screen has a new size.
    pub const DESKTOP_SIZE: Self = Self(-223);
    /// Pseudo-rectangle: the update ends here, whatever its header announced.
    pub const LAST_RECT: Self = Self(-224);
    /// Pseudo-rectangle: shape of the pointer.
    pub const CURSOR: Self = Self(-239);
    /// Pseudo-rectangle: which lock keys are on (QEMU's extension, in the RFB registry).
    pub const LED_STATE: Self = Self(-261);
    /// Pseudo-rectangle: the screen has a new size, with its monitors.
    pub const EXTENDED_DESKTOP_SIZE: Self = Self(-308);

    /// Capability: JPEG quality inside Tight, from 0 (worst) to 9; larger levels count as 9.
    #[must_use]
    pub const fn jpeg_quality(level: u8) -> Self {
        Self(-32 + if level > 9 { 9 } else { level as i32 })
    }

    /// Capability: effort of compression, from 0 (least) to 9; larger levels count as 9.
    #[must_use]
    pub const fn compress_level(level: u8) -> Self {
        Self(-256 + if level > 9 { 9 } else { level as i32 })
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
