//! Tiles as firmware sends them: ZRLE sub-encodings, one tile per rectangle, in one zlib stream
//! per session or in stored blocks.
//!
//! Source: `docs/protocol/redirection.md` § 5.8.

use flate2::{Compress, Compression, FlushCompress, Status};

use crate::wire::Writer;

/// The pixels of one tile, row by row, in the client's format.
#[derive(Debug, Clone, Copy)]
pub struct TilePixels<'a> {
    /// `width × height` elements, each side 1..=64. With one byte per pixel the high halves are 0.
    pub pixels: &'a [u16],
    /// Columns.
    pub width: usize,
    /// 1 or 2.
    pub bytes_per_pixel: usize,
}

impl TilePixels<'_> {
    /// Appends pixels as raw data: rows from the top, little-endian.
    pub fn raw(&self, out: &mut Vec<u8>) {
        self.append(self.pixels, out);
    }

    fn append(&self, pixels: &[u16], out: &mut Vec<u8>) {
        for pixel in pixels {
            self.append_one(*pixel, out);
        }
    }

    fn append_one(&self, pixel: u16, out: &mut Vec<u8>) {
        let bytes = pixel.to_le_bytes();
        out.extend(bytes.iter().take(self.bytes_per_pixel));
    }
}

/// How the data of encoding 16 is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// Deflated, each tile ended by a sync flush.
    Zlib,
    /// One stored block per tile: what firmware sends with zlib switched off.
    Stored,
}

/// Encodes the tiles of one RFB session.
///
/// The tile content is bit for bit the smallest legal form; palettes list their colours in the
/// order in which they first appear.
pub struct TileEncoder {
    packing: Packing,
    deflate: Compress,
    /// The two bytes of RFC 1950 have been sent.
    header_sent: bool,
    /// Deflate may refer to what it has sent before.
    deflate_fresh: bool,
    /// Place of each colour in `palette` plus one; 0 for colours that are not in it.
    places: Vec<u8>,
    palette: Vec<u16>,
    /// Colour and length of each run, crossing rows.
    runs: Vec<(u16, usize)>,
    tile: Vec<u8>,
}

impl TileEncoder {
    /// An encoder for a new session.
    #[must_use]
    pub fn new(packing: Packing) -> Self {
        Self {
            packing,
            deflate: Compress::new(Compression::default(), false),
            header_sent: false,
            deflate_fresh: true,
            places: vec![0; 1 << 16],
            palette: Vec::new(),
            runs: Vec::new(),
            tile: Vec::new(),
        }
    }

    /// How tiles are packed now.
    #[must_use]
    pub const fn packing(&self) -> Packing {
        self.packing
    }

    /// Packs the following tiles in another way, within the same stream.
    ///
    /// Consoles exist that keep stored blocks away from their inflater, so nothing that is
    /// deflated later may refer back to one.
    pub fn set_packing(&mut self, packing: Packing) {
        if packing == Packing::Zlib && !self.deflate_fresh {
            self.deflate.reset();
            self.deflate_fresh = true;
        }
        self.packing = packing;
    }

    /// Sends the stream header with the first stored block, which makes stored blocks readable
    /// for viewers that inflate everything.
    ///
    /// Source: `docs/protocol/redirection.md` § 5.8 (inferred). Firmware was captured without.
    pub fn announce_stored(&mut self, out: &mut Vec<u8>) {
        if !self.header_sent {
            self.header_sent = true;
            out.extend(HEADER_STORED);
        }
    }

    /// Appends one tile as the data of encoding 16: `u32 length, bytes`.
    pub fn rle(&mut self, tile: TilePixels<'_>, out: &mut Vec<u8>) {
        self.encode_tile(tile);
        Writer::new(out).with_u32_be_length(|w| {
            let mut packed = Vec::new();
            self.pack(&mut packed);
            w.bytes(&packed);
        });
    }

    /// Packs `self.tile`.
    fn pack(&mut self, out: &mut Vec<u8>) {
        match self.packing {
            Packing::Stored => {
                // A tile has at most 1 + 64 × 64 × 2 bytes.
                let len = u16::try_from(self.tile.len()).unwrap_or(u16::MAX);
                Writer::new(out)
                    .u8(0)
                    .u16_le(len)
                    .u16_le(!len)
                    .bytes(&self.tile);
            }
            Packing::Zlib => {
                if !self.header_sent {
                    self.header_sent = true;
                    out.extend(HEADER_DEFAULT);
                }
                self.deflate_fresh = false;
                let mut input = self.tile.as_slice();
                loop {
                    out.reserve(input.len() + 64);
                    let before = self.deflate.total_in();
                    let status = self.deflate.compress_vec(input, out, FlushCompress::Sync);
                    let used = usize::try_from(self.deflate.total_in() - before);
                    input = input.get(used.unwrap_or(0)..).unwrap_or_default();
                    // Flushed completely once it leaves room in the output.
                    let flushed = out.len() < out.capacity();
                    if input.is_empty() && flushed || !matches!(status, Ok(Status::Ok)) {
                        break;
                    }
                }
            }
        }
    }

    /// Leaves the smallest form of `tile` in `self.tile`.
    fn encode_tile(&mut self, tile: TilePixels<'_>) {
        self.survey(tile.pixels);
        let (bpp, colours) = (tile.bytes_per_pixel, self.palette.len());
        let rows = tile.pixels.len() / tile.width.max(1);
        let bits = match colours {
            0..=2 => 1,
            3..=4 => 2,
            _ => 4,
        };
        let row_bytes = (tile.width * bits).div_ceil(8);
        let palette_bytes = colours * bpp;
        let run_bytes = |length: usize| (length - 1) / 255 + 1;
        let raw = tile.pixels.len() * bpp;
        let plain: usize = self.runs.iter().map(|(_, n)| bpp + run_bytes(*n)).sum();
        let indexed = self.runs.iter().map(|(_, n)| match n {
            1 => 1,
            n => 1 + run_bytes(*n),
        });
        let indexed = palette_bytes + indexed.sum::<usize>();
        let packed = palette_bytes + rows * row_bytes;

        let candidates = [
            (Form::Solid, (colours == 1).then_some(bpp)),
            (Form::Packed, (2..=16).contains(&colours).then_some(packed)),
            (
                Form::Indexed,
                (2..=127).contains(&colours).then_some(indexed),
            ),
            (Form::Plain, Some(plain)),
            (Form::Raw, Some(raw)),
        ];
        let sized = candidates.into_iter().filter_map(|(f, n)| Some((f, n?)));
        let form = sized.min_by_key(|(_, n)| *n).map_or(Form::Raw, |(f, _)| f);

        let out = &mut self.tile;
        out.clear();
        match form {
            Form::Raw => {
                out.push(0);
                tile.raw(out);
            }
            Form::Solid => {
                out.push(1);
                tile.append(&self.palette, out);
            }
            Form::Packed => {
                out.push(u8::try_from(colours).unwrap_or(0));
                tile.append(&self.palette, out);
                for row in tile.pixels.chunks(tile.width.max(1)) {
                    pack_row(row, &self.places, bits, out);
                }
            }
            Form::Plain => {
                out.push(128);
                for (pixel, length) in &self.runs {
                    tile.append_one(*pixel, out);
                    append_run(*length, out);
                }
            }
            Form::Indexed => {
                out.push(128 + u8::try_from(colours).unwrap_or(0));
                tile.append(&self.palette, out);
                for (pixel, length) in &self.runs {
                    let index = place(&self.places, *pixel);
                    if *length == 1 {
                        out.push(index);
                    } else {
                        out.push(index | 0x80);
                        append_run(*length, out);
                    }
                }
            }
        }
    }

    /// Finds runs and colours. More than 127 colours are not collected: no form could use them.
    fn survey(&mut self, pixels: &[u16]) {
        for colour in self.palette.drain(..) {
            if let Some(place) = self.places.get_mut(usize::from(colour)) {
                *place = 0;
            }
        }
        self.runs.clear();
        for run in pixels.chunk_by(|a, b| a == b) {
            let Some(colour) = run.first() else { continue };
            self.runs.push((*colour, run.len()));
            if let Some(place @ 0) = self.places.get_mut(usize::from(*colour))
                && self.palette.len() < 128
            {
                self.palette.push(*colour);
                *place = u8::try_from(self.palette.len()).unwrap_or(0);
            }
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Form {
    Solid,
    Packed,
    Indexed,
    Plain,
    Raw,
}

/// The index of a colour that is in the palette.
fn place(places: &[u8], colour: u16) -> u8 {
    let place = places.get(usize::from(colour)).copied().unwrap_or(0);
    place.saturating_sub(1)
}

/// Packs one row of palette indices, most significant bits first, padded to a whole byte.
fn pack_row(row: &[u16], places: &[u8], bits: usize, out: &mut Vec<u8>) {
    for group in row.chunks(8 / bits) {
        let mut byte = 0;
        for slot in 0..8 / bits {
            let index = group.get(slot).map_or(0, |pixel| place(places, *pixel));
            byte = byte << bits | index;
        }
        out.push(byte);
    }
}

/// Appends a run length: 1 plus the sum of bytes up to the first that is not FF.
fn append_run(length: usize, out: &mut Vec<u8>) {
    let mut rest = length.saturating_sub(1);
    while rest >= 255 {
        out.push(255);
        rest -= 255;
    }
    out.push(u8::try_from(rest).unwrap_or(0));
}

/// What stock zlib writes at its default level.
const HEADER_DEFAULT: [u8; 2] = [0x78, 0x9C];
/// The same for "no compression".
const HEADER_STORED: [u8; 2] = [0x78, 0x01];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::hexdump::{hex, parse_hex};

    fn encoded(pixels: &[u16], width: usize, bytes_per_pixel: usize) -> String {
        let mut encoder = TileEncoder::new(Packing::Stored);
        encoder.encode_tile(TilePixels {
            pixels,
            width,
            bytes_per_pixel,
        });
        hex(&encoder.tile, usize::MAX).to_string()
    }

    /// A 10 × 2 tile whose pixels are `colours[(x + y) % n]`.
    fn diagonal(colours: &[u16]) -> Vec<u16> {
        (0..20)
            .map(|i| colours[(i % 10 + i / 10) % colours.len()])
            .collect()
    }

    fn runs(parts: &[(u16, usize)]) -> Vec<u16> {
        let parts = parts.iter();
        parts.flat_map(|(v, n)| vec![*v; *n]).collect()
    }

    #[test]
    fn each_vector_of_the_specification_comes_out_byte_for_byte() {
        for (pixels, bpp, expected) in [
            (runs(&[(0xE0, 20)]), 1, "01 E0"),
            (runs(&[(0xF800, 20)]), 2, "01 00 F8"),
            // The specification lists the palette the other way round; indices follow.
            (diagonal(&[0xFF, 0x00]), 1, "02 FF 00 55 40 AA 80"),
            (diagonal(&[0xFFFF, 0]), 2, "02 FF FF 00 00 55 40 AA 80"),
            (
                diagonal(&[0xE0, 0x1C, 0x03]),
                1,
                "03 E0 1C 03 18 61 80 61 86 10",
            ),
            (
                diagonal(&[0x00, 0xE0, 0x1C, 0x03, 0xFF]),
                1,
                "05 00 E0 1C 03 FF 01 23 40 12 34 12 34 01 23 40",
            ),
            (runs(&[(0xE0, 15), (0x03, 5)]), 1, "80 E0 0E 03 04"),
            (
                runs(&[(0xF800, 15), (0x001F, 5)]),
                2,
                "80 00 F8 0E 1F 00 04",
            ),
        ] {
            assert_eq!(encoded(&pixels, 10, bpp), expected);
        }
    }

    #[test]
    fn palette_rle_is_chosen_where_colours_repeat_in_runs() {
        // Three colours, 16 bits, six runs: the palette costs 6 bytes and saves 6, and single
        // pixels need no length.
        let pixels = runs(&[(7, 1), (8, 60), (7, 1), (8, 300), (9, 1), (8, 37), (9, 1)]);
        assert_eq!(
            encoded(&pixels, 1, 2),
            "83 07 00 08 00 09 00 00 81 3B 00 81 FF 2C 02 81 24 02"
        );
    }

    #[test]
    fn noise_stays_raw() {
        let pixels: Vec<u16> = (0..200).map(|i| i * 327).collect();
        let text = encoded(&pixels, 20, 2);
        assert!(text.starts_with("00 00 00 47 01 8E 02"), "{text}");
        assert_eq!(text.len(), (1 + 400) * 3 - 1);
    }

    #[test]
    fn run_lengths_of_the_specification() {
        for (length, expected) in [
            (1, "00"),
            (15, "0E"),
            (255, "FE"),
            (256, "FF 00"),
            (300, "FF 2C"),
        ] {
            let mut out = Vec::new();
            append_run(length, &mut out);
            assert_eq!(hex(&out, 99).to_string(), expected);
        }
        let mut out = Vec::new();
        append_run(4096, &mut out);
        assert_eq!((out.len(), out[15], out[16]), (17, 255, 0x0F));
    }

    #[test]
    fn two_solid_tiles_are_packed_as_captured() {
        let (red, blue) = ([0xF800; 4096], [0x001F; 4096]);
        let zero = [0; 4096];
        let both = |packing, first: &[u16], second: &[u16], bytes_per_pixel| {
            let mut encoder = TileEncoder::new(packing);
            let mut out = Vec::new();
            for pixels in [first, second] {
                let tile = TilePixels {
                    pixels,
                    width: 64,
                    bytes_per_pixel,
                };
                encoder.rle(tile, &mut out);
            }
            out
        };
        for (packing, first, second, bpp, expected) in [
            (
                Packing::Stored,
                &red,
                &blue,
                2,
                "00 00 00 08 00 03 00 FC FF 01 00 F8 | 00 00 00 08 00 03 00 FC FF 01 1F 00",
            ),
            (
                Packing::Zlib,
                &red,
                &blue,
                2,
                "00 00 00 0B 78 9C 62 64 F8 01 00 00 00 FF FF
                 00 00 00 09 62 94 67 00 00 00 00 FF FF",
            ),
            (
                Packing::Zlib,
                &zero,
                &zero,
                1,
                "00 00 00 0A 78 9C 62 64 00 00 00 00 FF FF
                 00 00 00 08 62 64 00 00 00 00 FF FF",
            ),
        ] {
            let expected = parse_hex(expected).unwrap();
            assert_eq!(both(packing, first, second, bpp), expected, "{packing:?}");
        }
    }

    /// Inflates what an RFC 1950 reader sees over a whole session.
    fn inflate_all(blocks: &[Vec<u8>]) -> Vec<u8> {
        let mut inflate = flate2::Decompress::new(true);
        let mut out = Vec::with_capacity(1 << 20);
        for block in blocks {
            inflate
                .decompress_vec(block, &mut out, flate2::FlushDecompress::Sync)
                .unwrap();
        }
        out
    }

    #[test]
    fn one_stream_survives_every_change_of_packing() {
        let mut encoder = TileEncoder::new(Packing::Stored);
        let mut expected: Vec<u8> = Vec::new();
        let mut blocks = Vec::new();
        let mut deflated_only = Vec::new();
        for round in 0..12_u16 {
            encoder.set_packing(if round / 3 % 2 == 1 {
                Packing::Zlib
            } else {
                Packing::Stored
            });
            let pixels: Vec<u16> = (0..4096).map(|i| (i * (round % 4 + 1)) & 0x3FF).collect();
            encoder.encode_tile(TilePixels {
                pixels: &pixels,
                width: 64,
                bytes_per_pixel: 2,
            });
            expected.extend(&encoder.tile);
            let mut block = Vec::new();
            if round == 0 {
                encoder.announce_stored(&mut block);
            }
            encoder.pack(&mut block);
            if encoder.packing() == Packing::Zlib {
                deflated_only.extend_from_slice(&block);
            }
            blocks.push(block);
        }
        assert_eq!(inflate_all(&blocks), expected);
        // A console that keeps stored blocks from its inflater reads the rest all the same.
        let mut inflate = flate2::Decompress::new(false);
        let mut out = Vec::with_capacity(1 << 20);
        inflate
            .decompress_vec(&deflated_only, &mut out, flate2::FlushDecompress::Sync)
            .unwrap();
        assert_eq!(
            usize::try_from(inflate.total_in()).unwrap(),
            deflated_only.len()
        );
    }
}
