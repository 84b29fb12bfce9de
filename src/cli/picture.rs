//! Options of how pictures are sent, shared by the commands that show a screen.

use clap::ValueEnum;

use super::target::TargetArg;
use super::{Context, Failure};
use crate::screen::PixelFormat;
use crate::session::{EncodingChoice, PictureMode, PixelChoice};
use crate::store::profile;

/// How pictures are to be sent.
#[derive(Debug, clap::Args)]
pub(super) struct PictureArgs {
    /// Colours [default: what the address book says, else auto]
    #[arg(long, value_name = "FORMAT")]
    pixel: Option<Pixel>,
    /// Compression
    #[arg(long, value_name = "KIND", default_value = "auto")]
    encoding: Encoding,
}

/// `--pixel`.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Pixel {
    /// The best the PC can do
    Auto,
    /// 65 536 colours
    Rgb565,
    /// 256 colours
    Rgb332,
    /// 256 greys (AMT 16 and later)
    Gray8,
    /// 16 greys (AMT 16 and later)
    Gray4,
}

impl From<profile::PictureMode> for Pixel {
    fn from(mode: profile::PictureMode) -> Self {
        match mode {
            profile::PictureMode::Auto => Self::Auto,
            profile::PictureMode::Rgb565 => Self::Rgb565,
            profile::PictureMode::Rgb332 => Self::Rgb332,
            profile::PictureMode::Gray8 => Self::Gray8,
            profile::PictureMode::Gray4 => Self::Gray4,
        }
    }
}

/// `--encoding`.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Encoding {
    /// The best the PC can do
    Auto,
    /// Run lengths
    Rle,
    /// Run lengths and zlib
    Zlib,
    /// Small tiles; VNC servers only
    Hextile,
    /// None
    Raw,
}

impl PictureArgs {
    /// What they mean for this PC.
    pub(super) fn mode(
        &self,
        target: &TargetArg,
        context: &Context,
    ) -> Result<PictureMode, Failure> {
        let profile = target.pc(context)?.profile.as_ref();
        let saved = profile
            .and_then(|pc| pc.picture)
            .map_or(Pixel::Auto, Pixel::from);
        Ok(PictureMode {
            pixel: match self.pixel.unwrap_or(saved) {
                Pixel::Auto => PixelChoice::Auto,
                Pixel::Rgb565 => PixelChoice::Rgb565,
                Pixel::Rgb332 => PixelChoice::Rgb332,
                Pixel::Gray8 => PixelChoice::Gray8,
                Pixel::Gray4 => PixelChoice::Gray4,
            },
            encoding: match self.encoding {
                Encoding::Auto => EncodingChoice::Auto,
                Encoding::Rle => EncodingChoice::Rle,
                Encoding::Zlib => EncodingChoice::Zlib,
                Encoding::Hextile => EncodingChoice::Hextile,
                Encoding::Raw => EncodingChoice::Raw,
            },
            ..PictureMode::default()
        })
    }
}

/// The name of a format on the command line and in JSON.
pub(super) const fn pixel_name(format: PixelFormat) -> &'static str {
    match format {
        PixelFormat::Rgb565 => "rgb565",
        PixelFormat::Rgb332 => "rgb332",
        PixelFormat::Gray8 => "gray8",
        PixelFormat::Gray4 => "gray4",
        PixelFormat::Rgbx => "rgb888",
    }
}
