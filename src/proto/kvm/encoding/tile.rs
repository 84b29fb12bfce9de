//! The tile grammar that AMT's RLE and ZRLE share: one sub-encoding byte and what follows it.
//!
//! Source: RFC 6143 §7.7.5, §7.7.6; `docs/protocol/redirection.md` § 5.8.

use super::wire_pixel::WirePixel;
use crate::proto::kvm::error::DecodeError;

/// Longest side of a tile in pixels.
pub(super) const SIDE: u16 = 64;

/// Most pixels of a tile.
const PIXELS: usize = 64 * 64;

/// Runs of up to this many pixels are stored as that many, without looking at their length; most
/// runs are short, and a store of fixed size is cheaper than a loop. What is too much is
/// overwritten by the next run.
const SPILL: usize = 16;

/// Pixels of one tile, row-major without padding, and room for the last run to spill.
pub(super) type TileBuffer<T> = [T; PIXELS + SPILL];

/// An empty buffer.
pub(super) fn tile_buffer<T: Copy + Default>() -> Box<TileBuffer<T>> {
    Box::new([T::default(); PIXELS + SPILL])
}

/// Most bytes that a tile of `count` pixels can need, in any sub-encoding.
pub(super) const fn longest<P: WirePixel>(count: usize) -> usize {
    // Plain RLE with a length for every pixel; palette RLE adds at most 127 colours.
    1 + count * (P::LEN + 1) + 127 * P::LEN
}

/// What a tile turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tile<T> {
    /// All pixels have this colour; the buffer was not touched.
    Solid(T),
    /// The pixels are in the buffer.
    Pixels,
}

/// Expands the tile at the front of `source`.
///
/// * `width`, `height`: 1..=64 each; the first `width × height` elements of `buffer` are written,
///   row by row from the top left.
/// * `alone`: nothing else follows in `source`, so that its length tells whether the rows of a
///   packed palette are padded to whole bytes (the RFC) or not (some clients read it so).
///
/// Returns the tile and what follows it. Linear in pixels, no allocation. On error the buffer's
/// content is unspecified.
///
/// # Errors
/// [`DecodeError::Truncated`] if `source` ends first; [`DecodeError::SubEncoding`],
/// [`DecodeError::PaletteIndex`], [`DecodeError::RunTooLong`].
pub(super) fn decode<'a, P: WirePixel>(
    source: &'a [u8],
    (width, height): (u16, u16),
    alone: bool,
    buffer: &mut TileBuffer<P::Native>,
) -> Result<(Tile<P::Native>, &'a [u8]), DecodeError> {
    let (&subencoding, source) = source.split_first().ok_or(DecodeError::Truncated)?;
    let (width, height) = (usize::from(width.min(SIDE)), usize::from(height.min(SIDE)));
    let count = width * height;
    let rest = match subencoding {
        0 => {
            let pixels = source.split_at_checked(count * P::LEN);
            let (pixels, rest) = pixels.ok_or(DecodeError::Truncated)?;
            P::copy(pixels, buffer.get_mut(..count).unwrap_or_default());
            rest
        }
        1 => {
            let (pixel, rest) = P::split(source).ok_or(DecodeError::Truncated)?;
            return Ok((Tile::Solid(pixel), rest));
        }
        2..=16 => {
            let (palette, rest) = palette::<P>(source, subencoding)?;
            packed::<P>(rest, &palette, subencoding, (width, height), alone, buffer)?
        }
        128 => plain_rle::<P>(source, count, buffer)?,
        130..=255 => {
            let size = subencoding & 127;
            let (palette, rest) = palette::<P>(source, size)?;
            palette_rle::<P>(rest, &palette, size, count, buffer)?
        }
        17..=127 | 129 => return Err(DecodeError::SubEncoding(subencoding)),
    };
    Ok((Tile::Pixels, rest))
}

/// Colours of a palette; a fixed size lets a masked index go without a check.
type Palette<T> = [T; 128];

/// The colour of an index below 128; the mask lets the compiler see that there is one.
#[inline(always)]
fn colour<T: Copy + Default>(palette: &Palette<T>, index: u8) -> T {
    let index = usize::from(index & 127);
    palette.get(index).copied().unwrap_or_default()
}

/// Reads `size` colours; the others are black.
fn palette<P: WirePixel>(
    source: &[u8],
    size: u8,
) -> Result<(Palette<P::Native>, &[u8]), DecodeError> {
    let size = usize::from(size);
    let colours = source.split_at_checked(size * P::LEN);
    let (colours, rest) = colours.ok_or(DecodeError::Truncated)?;
    let mut palette = [P::Native::default(); 128];
    P::copy(colours, &mut palette);
    Ok((palette, rest))
}

/// Expands a packed palette: 1, 2 or 4 bits per pixel, most significant first.
fn packed<'a, P: WirePixel>(
    source: &'a [u8],
    palette: &Palette<P::Native>,
    size: u8,
    (width, height): (usize, usize),
    alone: bool,
    buffer: &mut TileBuffer<P::Native>,
) -> Result<&'a [u8], DecodeError> {
    let bits = match size {
        ..=2 => 1,
        3..=4 => 2,
        _ => 4,
    };
    let padded = height * (width * bits).div_ceil(8);
    let continuous = (width * height * bits).div_ceil(8);
    // One continuous bit string is the same as one long row.
    let (width, len) = if alone && source.len() < padded {
        (width * height, continuous)
    } else {
        (width, padded)
    };
    let (bytes, rest) = source.split_at_checked(len).ok_or(DecodeError::Truncated)?;
    let rows = bytes.chunks_exact((width * bits).div_ceil(8).max(1));
    let tile = buffer.get_mut(..PIXELS).unwrap_or_default();
    let highest = match bits {
        1 => {
            let colours = [colour(palette, 0), colour(palette, 1)];
            for (row, bytes) in tile.chunks_mut(width.max(1)).zip(rows) {
                two_colour_row(bytes, colours, row);
            }
            1
        }
        2 => packed_rows::<2, 4, P>(rows, palette, width, tile),
        _ => packed_rows::<4, 2, P>(rows, palette, width, tile),
    };
    check_index(highest, size)?;
    Ok(rest)
}

/// Expands rows of `BITS` bits per pixel, `PER_BYTE` pixels per byte; returns the highest index.
fn packed_rows<'a, const BITS: u32, const PER_BYTE: usize, P: WirePixel>(
    rows: impl Iterator<Item = &'a [u8]>,
    palette: &Palette<P::Native>,
    width: usize,
    tile: &mut [P::Native],
) -> u8 {
    let mut highest = 0;
    let mut expand = |mut byte: u8, pixels: &mut [P::Native]| {
        for pixel in pixels {
            byte = byte.rotate_left(BITS);
            let index = byte & ((1 << BITS) - 1);
            highest = highest.max(index);
            *pixel = colour(palette, index);
        }
    };
    for (row, bytes) in tile.chunks_mut(width.max(1)).zip(rows) {
        let (whole, part) = row.as_chunks_mut::<PER_BYTE>();
        let count = whole.len();
        for (pixels, byte) in whole.iter_mut().zip(bytes) {
            expand(*byte, pixels);
        }
        // The last byte of a row that does not fill it; its padding is not looked at.
        if let Some(byte) = bytes.get(count) {
            expand(*byte, part);
        }
    }
    highest
}

/// Expands a row of one bit per pixel, the commonest there is on text screens. Choosing between
/// two values instead of looking them up lets the compiler do eight pixels at once.
pub(super) fn two_colour_row<T: Copy>(bytes: &[u8], [zero, one]: [T; 2], row: &mut [T]) {
    let expand = |byte: u8, pixels: &mut [T]| {
        for (place, pixel) in pixels.iter_mut().enumerate() {
            *pixel = if byte & (0x80 >> place) != 0 {
                one
            } else {
                zero
            };
        }
    };
    let (whole, part) = row.as_chunks_mut::<8>();
    let count = whole.len();
    for (pixels, byte) in whole.iter_mut().zip(bytes) {
        expand(*byte, pixels);
    }
    // The last byte of a row that does not fill it; its padding is not looked at.
    if let Some(byte) = bytes.get(count) {
        expand(*byte, part);
    }
}

/// Expands plain runs: pixel, length.
fn plain_rle<'a, P: WirePixel>(
    mut source: &'a [u8],
    count: usize,
    buffer: &mut TileBuffer<P::Native>,
) -> Result<&'a [u8], DecodeError> {
    let count = count.min(PIXELS);
    let mut at = 0;
    while at < count {
        let (pixel, rest) = P::split(source).ok_or(DecodeError::Truncated)?;
        let (run, rest) = run_length(rest)?;
        source = rest;
        at = put_run(buffer, at, run, count, pixel)?;
    }
    Ok(source)
}

/// Expands palette runs: index below 128 for one pixel, index + 128 and a length for more.
fn palette_rle<'a, P: WirePixel>(
    mut source: &'a [u8],
    palette: &Palette<P::Native>,
    size: u8,
    count: usize,
    buffer: &mut TileBuffer<P::Native>,
) -> Result<&'a [u8], DecodeError> {
    let count = count.min(PIXELS);
    let mut highest = 0;
    let mut at = 0;
    // Nearly every symbol is one pixel or a short run, in no order that a processor could guess.
    // So both are done alike: the colour is stored as often as a short run can be long, and the
    // symbol decides without a jump how much of that counts.
    while at < count {
        if let [symbol, length, ..] = *source {
            let is_run = symbol >> 7;
            let run = 1 + usize::from(length & is_run.wrapping_neg());
            if run <= SPILL.min(count - at) {
                let index = symbol & 127;
                highest = highest.max(index);
                if let Some(pixels) = buffer.get_mut(at..at + SPILL) {
                    pixels.fill(colour(palette, index));
                }
                at += run;
                source = source.get(1 + usize::from(is_run)..).unwrap_or_default();
                continue;
            }
        }
        // A long run, the last byte, or nonsense.
        let (&symbol, rest) = source.split_first().ok_or(DecodeError::Truncated)?;
        let (run, rest) = match symbol {
            ..128 => (1, rest),
            _ => run_length(rest)?,
        };
        let index = symbol & 127;
        highest = highest.max(index);
        at = put_run(buffer, at, run, count, colour(palette, index))?;
        source = rest;
    }
    check_index(highest, size)?;
    Ok(source)
}

/// Reads a length: one more than the sum of its bytes, of which all but the last are 255.
#[inline(always)]
fn run_length(source: &[u8]) -> Result<(usize, &[u8]), DecodeError> {
    let (&byte, rest) = source.split_first().ok_or(DecodeError::Truncated)?;
    if byte < 255 {
        return Ok((usize::from(byte) + 1, rest));
    }
    let full = rest.iter().take_while(|byte| **byte == 255).count();
    let (_, rest) = rest.split_at_checked(full).ok_or(DecodeError::Truncated)?;
    let (&last, rest) = rest.split_first().ok_or(DecodeError::Truncated)?;
    Ok(((full + 1) * 255 + usize::from(last) + 1, rest))
}

/// Writes a run at `at`, which is below `count`; returns the place behind it.
#[inline(always)]
fn put_run<T: Copy>(
    buffer: &mut TileBuffer<T>,
    at: usize,
    run: usize,
    count: usize,
    pixel: T,
) -> Result<usize, DecodeError> {
    let left = count - at;
    if run > left {
        return Err(DecodeError::RunTooLong { run, left });
    }
    if run <= SPILL {
        if let Some(pixels) = buffer.get_mut(at..at + SPILL) {
            pixels.fill(pixel);
        }
    } else if let Some(pixels) = buffer.get_mut(at..at + run) {
        pixels.fill(pixel);
    }
    Ok(at + run)
}

/// Indices are checked once per tile: an index outside reads black until then.
const fn check_index(highest: u8, size: u8) -> Result<(), DecodeError> {
    if highest < size {
        return Ok(());
    }
    Err(DecodeError::PaletteIndex {
        index: highest,
        size: size as usize,
    })
}

#[cfg(test)]
mod tests {
    use super::super::wire_pixel::{Wire8, Wire16};
    use super::*;
    use crate::wire::hexdump::parse_hex;

    /// Expands a tile of 10 × 2; the rest must be empty.
    fn expand<P: WirePixel>(hex: &str, alone: bool) -> Result<Vec<P::Native>, DecodeError> {
        let bytes = parse_hex(hex).unwrap();
        let mut buffer = tile_buffer();
        let (tile, rest) = decode::<P>(&bytes, (10, 2), alone, &mut buffer)?;
        assert!(rest.is_empty(), "{hex} leaves {rest:02X?}");
        if let Tile::Solid(pixel) = tile {
            buffer.fill(pixel);
        }
        Ok(buffer[..20].to_vec())
    }

    /// Pixels of the 10 × 2 tile by column and row.
    fn pixels<T>(at: impl Fn(usize, usize) -> T) -> Vec<T> {
        (0..20).map(|i| at(i % 10, i / 10)).collect()
    }

    /// The vectors of `docs/protocol/redirection.md` § 5.8 with one byte per pixel.
    #[test]
    fn every_vector_of_8_bits_gives_its_pixels() {
        let checker = pixels(|x, y| if (x + y) % 2 == 0 { 0xFF } else { 0 });
        let three = pixels(|x, y| [0xE0, 0x1C, 0x03][(x + y) % 3]);
        let five = pixels(|x, y| [0x00, 0xE0, 0x1C, 0x03, 0xFF][(x + y) % 5]);
        let fifteen_and_five = pixels(|x, y| if y * 10 + x < 15 { 0xE0 } else { 0x03 });
        for (hex, expected) in [
            ("01 E0", &pixels(|_, _| 0xE0)),
            ("02 00 FF AA 80 55 40", &checker),
            ("02 00 FF AA 95 50", &checker),
            ("03 E0 1C 03 18 61 80 61 86 10", &three),
            ("05 00 E0 1C 03 FF 01 23 40 12 34 12 34 01 23 40", &five),
            ("80 E0 0E 03 04", &fifteen_and_five),
            ("82 E0 03 80 0E 01 81 03", &fifteen_and_five),
        ] {
            assert_eq!(expand::<Wire8>(hex, true).as_ref(), Ok(expected), "{hex}");
        }
    }

    /// The same vectors with two bytes per pixel.
    #[test]
    fn every_vector_of_16_bits_gives_its_pixels() {
        let checker = pixels(|x, y| if (x + y) % 2 == 0 { 0xFFFF } else { 0 });
        let fifteen_and_five = pixels(|x, y| if y * 10 + x < 15 { 0xF800 } else { 0x001F });
        for (hex, expected) in [
            ("01 00 F8", &pixels(|_, _| 0xF800)),
            ("02 00 00 FF FF AA 80 55 40", &checker),
            ("80 00 F8 0E 1F 00 04", &fifteen_and_five),
            ("82 00 F8 1F 00 80 0E 01 81 03", &fifteen_and_five),
        ] {
            assert_eq!(expand::<Wire16>(hex, true).as_ref(), Ok(expected), "{hex}");
        }
    }

    #[test]
    fn raw_tiles_are_pixels_as_they_are() {
        let mut tile = vec![0];
        tile.extend((0..20).flat_map(|i| [i, 0x10]));
        let hex = tile.iter().map(|b| format!("{b:02X} ")).collect::<String>();
        let expected = pixels(|x, y| 0x1000 | u16::try_from(y * 10 + x).unwrap());
        assert_eq!(expand::<Wire16>(&hex, true), Ok(expected));
    }

    #[test]
    fn lengths_of_runs_are_sums() {
        for (hex, length) in [
            ("00", 1),
            ("0E", 15),
            ("FE", 255),
            ("FF 00", 256),
            ("FF 2C", 300),
            ("FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF 0F", 4096),
        ] {
            let bytes = parse_hex(hex).unwrap();
            assert_eq!(run_length(&bytes), Ok((length, &[][..])), "{hex}");
            for cut in 0..bytes.len() {
                assert_eq!(run_length(&bytes[..cut]), Err(DecodeError::Truncated));
            }
        }
    }

    /// With more tiles behind it, only the reading of the RFC is possible.
    #[test]
    fn rows_are_padded_where_more_tiles_follow() {
        let bytes = parse_hex("02 00 FF AA 80 55 40 | 01 E0").unwrap();
        let mut buffer = tile_buffer();
        let (_, rest) = decode::<Wire8>(&bytes, (10, 2), false, &mut buffer).unwrap();
        assert_eq!(rest, [0x01, 0xE0]);
        assert_eq!(
            expand::<Wire8>("02 00 FF AA 95 50", false),
            Err(DecodeError::Truncated)
        );
    }

    #[test]
    fn a_tile_cut_anywhere_is_truncated() {
        for hex in [
            "00 00 01 02 03 04 05 06 07 08 09 00 01 02 03 04 05 06 07 08 09",
            "01 E0",
            "02 00 FF AA 95 50",
            "03 E0 1C 03 18 61 80 61 86",
            "80 E0 0E 03 04",
            "82 E0 03 80 0E 01 81 03",
        ] {
            let bytes = parse_hex(hex).unwrap();
            let mut buffer = tile_buffer();
            for cut in 0..bytes.len() {
                let result = decode::<Wire8>(&bytes[..cut], (10, 2), true, &mut buffer);
                assert_eq!(result, Err(DecodeError::Truncated), "{hex} after {cut}");
            }
        }
    }

    #[test]
    fn what_no_encoder_writes_is_refused() {
        for (hex, error) in [
            ("11 00", DecodeError::SubEncoding(17)),
            ("7F 00", DecodeError::SubEncoding(127)),
            ("81 00", DecodeError::SubEncoding(129)),
            ("80 E0 14", DecodeError::RunTooLong { run: 21, left: 20 }),
            (
                "80 E0 0E 03 05",
                DecodeError::RunTooLong { run: 6, left: 5 },
            ),
            (
                "80 E0 FF FF 00",
                DecodeError::RunTooLong { run: 511, left: 20 },
            ),
            (
                "82 E0 03 80 0E 81 05",
                DecodeError::RunTooLong { run: 6, left: 5 },
            ),
            (
                "82 E0 03 80 0E 02 81 03",
                DecodeError::PaletteIndex { index: 2, size: 2 },
            ),
            (
                "82 E0 03 FF 13",
                DecodeError::PaletteIndex {
                    index: 127,
                    size: 2,
                },
            ),
            (
                "03 E0 1C 03 18 61 80 61 86 30",
                DecodeError::PaletteIndex { index: 3, size: 3 },
            ),
        ] {
            assert_eq!(expand::<Wire8>(hex, true), Err(error), "{hex}");
        }
    }

    /// AMT 16 with zlib off: the start of a 64 × 64 tile of 18 colours.
    #[test]
    fn a_captured_tile_of_18_colours_starts_as_published() {
        let start = parse_hex(
            "92 | 17 24 92 FF DB 00 B6 49 6D 0E 09 04 05 1B 0D 20 25 29 | \
             80 0D 81 04 02 83 01 04 01 85 05 06",
        )
        .unwrap();
        let mut buffer = tile_buffer();
        let result = decode::<Wire8>(&start, (64, 64), true, &mut buffer);
        assert_eq!(
            result,
            Err(DecodeError::Truncated),
            "the rest was not published"
        );
        let runs = [
            (0x17, 14),
            (0x24, 5),
            (0x92, 1),
            (0xFF, 2),
            (0xDB, 1),
            (0x24, 1),
            (0x00, 6),
            (0xB6, 1),
        ];
        let expected: Vec<u8> = runs.iter().flat_map(|(p, n)| vec![*p; *n]).collect();
        assert_eq!(buffer[..expected.len()], expected);
    }

    /// One pixel of each sub-encoding per palette size, against a reader of single bits.
    #[test]
    fn packed_palettes_of_every_size_agree_with_a_reader_of_single_bits() {
        for size in 2..=16_u8 {
            let bits = [1, 2, 4][usize::from(size > 2) + usize::from(size > 4)];
            for width in [1_u16, 7, 8, 13, 64] {
                let height = 3;
                let index = |x: usize, y: usize| (x * 5 + y * 3) % usize::from(size);
                let mut tile = vec![size];
                tile.extend((0..size).map(|i| 100 + i));
                for y in 0..height {
                    let mut row = vec![0_u8; (usize::from(width) * bits).div_ceil(8)];
                    for x in 0..usize::from(width) {
                        let place = x * bits;
                        let shift = 8 - bits - place % 8;
                        row[place / 8] |= u8::try_from(index(x, y) << shift).unwrap();
                    }
                    tile.extend(row);
                }
                let mut buffer = tile_buffer();
                let (_, rest) = decode::<Wire8>(&tile, (width, 3), true, &mut buffer).unwrap();
                assert!(rest.is_empty());
                for y in 0..height {
                    for x in 0..usize::from(width) {
                        let got = usize::from(buffer[y * usize::from(width) + x]);
                        assert_eq!(got, 100 + index(x, y), "{size} colours, {width} wide");
                    }
                }
            }
        }
    }
}
