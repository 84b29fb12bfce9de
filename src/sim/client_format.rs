//! The pixel format a viewer asked for, and pixels in it.

use crate::proto::kvm::pixel::WirePixelFormat;
use crate::screen::PixelFormat;

use super::canvas::Rgb;
use super::profile::Profile;

/// A pixel format that firmware accepts.
///
/// RGB565, any true colour of 8 bits, and grey from AMT 16 on. Anything else drops the
/// connection.
/// Source: `docs/protocol/redirection.md` § 5.4 (observed); that other 8-bit colours than RGB332
/// are taken follows from noVNC, which works and asks for two bits per channel (inferred).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientFormat {
    wire: WirePixelFormat,
    /// What each 8-bit level of red, green and blue adds to a pixel; `None` for grey.
    levels: Option<[Vec<u16>; 3]>,
}

impl ClientFormat {
    /// What firmware sends until it is asked for something else.
    #[must_use]
    pub fn initial() -> Self {
        let wire = PixelFormat::Rgb565.into();
        let levels = levels(&wire);
        Self { wire, levels }
    }

    /// The format a viewer asks for, unless firmware of this release refuses it.
    #[must_use]
    pub fn accept(wire: WirePixelFormat, profile: Profile) -> Option<Self> {
        let colour = !wire.max.contains(&0);
        match wire.known() {
            Some(PixelFormat::Rgb565) => {}
            Some(PixelFormat::Gray8 | PixelFormat::Gray4) if profile.has_picture_commands() => {}
            _ if wire.bits_per_pixel == 8 && wire.true_colour && colour => {}
            _ => return None,
        }
        let levels = if colour { Some(levels(&wire)?) } else { None };
        Some(Self { wire, levels })
    }

    /// As `ServerInit` carries it.
    #[must_use]
    pub const fn wire(&self) -> WirePixelFormat {
        self.wire
    }

    /// 1 or 2.
    #[must_use]
    pub fn bytes_per_pixel(&self) -> usize {
        usize::from(self.wire.bits_per_pixel / 8)
    }

    /// One pixel, reduced by cutting off low bits.
    #[must_use]
    pub fn pixel(&self, colour: Rgb) -> u16 {
        match &self.levels {
            Some(levels) => levels.iter().zip(colour).fold(0, |pixel, (levels, level)| {
                pixel | levels.get(usize::from(level)).copied().unwrap_or(0)
            }),
            None => {
                let grey = self.wire.known().unwrap_or(PixelFormat::Gray8);
                u16::try_from(grey.from_rgb8(colour)).unwrap_or(u16::MAX)
            }
        }
    }
}

/// What each level adds. `None` if a channel's bits are not a whole number that fits.
fn levels(wire: &WirePixelFormat) -> Option<[Vec<u16>; 3]> {
    let [red, green, blue] = [0, 1, 2].map(|i| {
        let (max, shift) = (*wire.max.get(i)?, *wire.shift.get(i)?);
        let bits = max.checked_add(1).filter(|n| n.is_power_of_two())?.ilog2();
        let fits = bits <= 8 && bits + u32::from(shift) <= u32::from(wire.bits_per_pixel);
        fits.then(|| (0..=255).map(|v| v >> (8 - bits) << shift).collect())
    });
    Some([red?, green?, blue?])
}

#[cfg(test)]
mod tests {
    use super::*;

    const AMT_14: Profile = Profile::Amt14;

    fn wire(format: PixelFormat) -> WirePixelFormat {
        format.into()
    }

    #[test]
    fn colours_are_reduced_exactly_as_the_screen_module_does() {
        for format in [PixelFormat::Rgb565, PixelFormat::Rgb332] {
            let client = ClientFormat::accept(wire(format), AMT_14).unwrap();
            for colour in [[0; 3], [255; 3], [200, 100, 50], [7, 3, 63], [8, 4, 64]] {
                let expected = format.from_rgb8(colour);
                assert_eq!(u32::from(client.pixel(colour)), expected, "{colour:?}");
            }
        }
    }

    #[test]
    fn deep_and_odd_formats_are_refused() {
        let rgb565 = wire(PixelFormat::Rgb565);
        let mut rgb555 = rgb565;
        (rgb555.max, rgb555.shift) = ([31, 31, 31], [10, 5, 0]);
        let mut swapped = rgb565;
        swapped.big_endian = true;
        let mut map = wire(PixelFormat::Rgb332);
        map.true_colour = false;
        let mut crooked = wire(PixelFormat::Rgb332);
        crooked.max = [6, 7, 3];
        let mut wide = wire(PixelFormat::Rgb332);
        wide.shift = [6, 2, 0];
        for refused in [wire(PixelFormat::Rgbx), rgb555, swapped, map, crooked, wide] {
            assert_eq!(ClientFormat::accept(refused, AMT_14), None, "{refused:?}");
        }
    }

    #[test]
    fn grey_needs_amt_16() {
        for format in [PixelFormat::Gray8, PixelFormat::Gray4] {
            assert_eq!(ClientFormat::accept(wire(format), AMT_14), None);
            let client = ClientFormat::accept(wire(format), Profile::Amt16).unwrap();
            assert_eq!(client.bytes_per_pixel(), 1);
            let white = client.pixel([255; 3]);
            assert_eq!(u32::from(white), format.from_rgb8([255; 3]));
        }
    }

    #[test]
    fn two_bits_per_channel_are_taken_as_no_vnc_sends_them() {
        let mut wire = wire(PixelFormat::Rgb332);
        (wire.max, wire.shift) = ([3, 3, 3], [0, 2, 4]);
        let client = ClientFormat::accept(wire, AMT_14).unwrap();
        assert_eq!(client.pixel([255, 0, 128]), 0b10_00_11);
    }
}
