//! Encoding 7: Tight, with four zlib streams, palettes, gradients and JPEG.
//!
//! `u8 control`, then by its upper half one colour, a JPEG file, or `[u8 filter, its data]` and
//! pixels, which are compressed unless they are very short. Compressed data is used as it arrives.
//!
//! Source: "The RFB Protocol" of the rfbproto community, § Tight Encoding (spec); RFC 6143 only
//! reserves its number.

use super::Step;
use super::inflate::{InflateStream, Window, longest_compressed};
use super::jpeg::Jpeg;
use super::tile;
use super::wire_pixel::{Wire8, Wire16, Wire24, WirePixel};
use crate::limits;
use crate::proto::kvm::error::{DecodeError, KvmError};
use crate::screen::{PixelFormat, Plane, PlaneMut, Rect};
use crate::wire::{Reader, WireError};

/// Decoder of Tight with what it keeps from rectangle to rectangle.
#[derive(Debug, Default)]
pub(super) struct Tight {
    /// `None` until used, and after a reset.
    streams: [Option<InflateStream>; 4],
    window: Window,
    /// The rectangle that is being read, if its data has not arrived whole.
    open: Option<Open>,
    rows: Rows,
    jpeg: Jpeg,
}

/// What follows the control byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filter {
    /// Pixels as they are.
    Copy,
    /// One bit per pixel, rows padded to bytes.
    TwoColours,
    /// One byte per pixel.
    Palette,
    /// Differences from what the neighbours above and to the left suggest.
    Gradient,
}

/// A rectangle in the middle of its compressed data.
#[derive(Debug, Clone, Copy)]
struct Open {
    filter: Filter,
    stream: usize,
    /// Compressed bytes that have not been inflated.
    left: usize,
    /// Rows that are painted.
    rows_done: u16,
}

/// Upper half of the control byte: one colour.
const FILL: u8 = 8;
/// Upper half of the control byte: a JPEG file.
const JPEG: u8 = 9;
/// Bit of the upper half: a filter byte follows.
const HAS_FILTER: u8 = 4;

/// Pixels of fewer bytes than this are not compressed.
const LEAST_COMPRESSED: usize = 12;

impl Tight {
    /// Reads what there is of a rectangle that lies inside a screen in `format`.
    ///
    /// # Errors
    /// [`WireError::Incomplete`] if nothing could be used; [`DecodeError`]s.
    pub(super) fn decode(
        &mut self,
        rect: Rect,
        format: PixelFormat,
        plane: PlaneMut<'_>,
        r: &mut Reader<'_>,
    ) -> Result<Step, KvmError> {
        match plane {
            PlaneMut::U8(plane) => self.read::<Wire8>(rect, format, plane, r),
            PlaneMut::U16(plane) => self.read::<Wire16>(rect, format, plane, r),
            PlaneMut::U32(plane) => self.read::<Wire24>(rect, format, plane, r),
        }
    }

    fn read<P: WirePixel>(
        &mut self,
        rect: Rect,
        format: PixelFormat,
        mut plane: Plane<'_, P::Native>,
        r: &mut Reader<'_>,
    ) -> Result<Step, KvmError> {
        match self.open {
            None => self.begin::<P>(rect, format, &mut plane, r),
            Some(open) => {
                let data = r.bytes(open.left.min(r.remaining()))?;
                if data.is_empty() {
                    return Err(WireError::Incomplete.into());
                }
                self.inflate::<P>(rect, &mut plane, open, data)
            }
        }
    }

    /// Reads up to the compressed data; whole rectangles that have none.
    fn begin<P: WirePixel>(
        &mut self,
        rect: Rect,
        format: PixelFormat,
        plane: &mut Plane<'_, P::Native>,
        r: &mut Reader<'_>,
    ) -> Result<Step, KvmError> {
        let mut ahead = *r;
        let control = ahead.u8()?;
        let kind = control >> 4;
        match kind {
            FILL => {
                let pixel = P::read(&mut ahead)?;
                self.reset_streams(control);
                plane.fill(rect, pixel);
                *r = ahead;
                return Ok(Step::Done(rect));
            }
            JPEG => {
                let len = compact_length(&mut ahead)?;
                let data = ahead.bounded("JPEG length", len, limits::JPEG_BYTES)?;
                self.reset_streams(control);
                self.jpeg.paint::<P>(rect, format, plane, data)?;
                *r = ahead;
                return Ok(Step::Done(rect));
            }
            0..=7 => {}
            _ => return Err(DecodeError::SubEncoding(control).into()),
        }
        let filter = match kind & HAS_FILTER {
            0 => Filter::Copy,
            _ => match ahead.u8()? {
                0 => Filter::Copy,
                1 => {
                    let count = usize::from(ahead.u8()?) + 1;
                    let colours = ahead.bytes(count * P::LEN)?;
                    self.rows.palette.clear();
                    let colours = colours.chunks_exact(P::LEN).filter_map(P::split);
                    self.rows.palette.extend(colours.map(|(p, _)| P::to_u32(p)));
                    match count {
                        ..=2 => Filter::TwoColours,
                        _ => Filter::Palette,
                    }
                }
                2 => Filter::Gradient,
                other => return Err(DecodeError::SubEncoding(other).into()),
            },
        };
        let row_len = filter.row_len::<P>(rect);
        let pixel_len = row_len * usize::from(rect.height);
        if pixel_len < LEAST_COMPRESSED {
            let pixels = ahead.bytes(pixel_len)?;
            self.reset_streams(control);
            self.rows.begin(rect);
            self.rows.paint::<P>(rect, plane, filter, pixels)?;
            *r = ahead;
            return Ok(Step::Done(rect));
        }
        let left = compact_length(&mut ahead)?;
        let limit = longest_compressed(pixel_len);
        if left > limit {
            return Err(KvmError::Wire(WireError::TooLong {
                field: "rectangle data length",
                got: left as u64,
                limit: limit as u64,
            }));
        }
        self.reset_streams(control);
        self.rows.begin(rect);
        self.window.clear();
        self.open = Some(Open {
            filter,
            stream: usize::from(kind & 3),
            left,
            rows_done: 0,
        });
        *r = ahead;
        Ok(Step::Partial(Rect::default()))
    }

    /// Drops the zlib streams that the lower half of a control byte names.
    fn reset_streams(&mut self, control: u8) {
        for (bit, stream) in self.streams.iter_mut().enumerate() {
            if control >> bit & 1 != 0 {
                *stream = None;
            }
        }
    }

    /// Paints those rows that `data`, the next piece of compressed pixels, completes.
    fn inflate<P: WirePixel>(
        &mut self,
        rect: Rect,
        plane: &mut Plane<'_, P::Native>,
        mut open: Open,
        mut data: &[u8],
    ) -> Result<Step, KvmError> {
        let row_len = open.filter.row_len::<P>(rect).max(1);
        let first_row = open.rows_done;
        open.left -= data.len();
        let mut is_drained = false;
        loop {
            let rows_left = usize::from(rect.height.saturating_sub(open.rows_done));
            let rows = (self.window.unread().len() / row_len).min(rows_left);
            if rows > 0 {
                let count = u16::try_from(rows).unwrap_or(u16::MAX);
                let band = Rect {
                    y: rect.y.saturating_add(open.rows_done),
                    height: count,
                    ..rect
                };
                let (pixels, rest) = self.window.unread().split_at(rows * row_len);
                self.rows.paint::<P>(band, plane, open.filter, pixels)?;
                let left = rest.len();
                self.window.keep(left);
                open.rows_done += count;
            }
            if open.rows_done == rect.height && !self.window.unread().is_empty() {
                let limit = row_len * usize::from(rect.height);
                return Err(DecodeError::TooMuch { limit }.into());
            }
            if data.is_empty() && is_drained {
                break;
            }
            let stream = self.streams.get_mut(open.stream);
            let stream = stream.ok_or(DecodeError::Inflate)?;
            let stream = stream.get_or_insert_with(InflateStream::with_header);
            is_drained = self.window.fill(stream, &mut data)?;
        }
        let painted = Rect {
            y: rect.y.saturating_add(first_row),
            height: open.rows_done.saturating_sub(first_row),
            ..rect
        };
        if open.left > 0 {
            self.open = Some(open);
            return Ok(Step::Partial(painted));
        }
        self.open = None;
        if open.rows_done < rect.height {
            return Err(DecodeError::Truncated.into());
        }
        Ok(Step::Done(painted))
    }
}

impl Filter {
    /// Bytes of one row before compression.
    fn row_len<P: WirePixel>(self, rect: Rect) -> usize {
        let width = usize::from(rect.width);
        match self {
            Self::Copy | Self::Gradient => width * P::LEN,
            Self::TwoColours => width.div_ceil(8),
            Self::Palette => width,
        }
    }
}

/// What painting rows of one rectangle needs to know of what came before.
#[derive(Debug, Default)]
struct Rows {
    /// Colours of the rectangle, as numbers.
    palette: Vec<u32>,
    /// For gradients, the channels of the row above.
    above: Vec<[u32; 3]>,
}

impl Rows {
    /// Starts at the top of a rectangle; above it all is black.
    fn begin(&mut self, rect: Rect) {
        self.above.clear();
        self.above.resize(usize::from(rect.width), [0; 3]);
    }

    /// Paints the rows of `band` from `pixels`, which holds them whole.
    fn paint<P: WirePixel>(
        &mut self,
        band: Rect,
        plane: &mut Plane<'_, P::Native>,
        filter: Filter,
        pixels: &[u8],
    ) -> Result<(), DecodeError> {
        let rows = plane.rows(band);
        let lines = pixels.chunks_exact(filter.row_len::<P>(band).max(1));
        let colour = |index: usize| self.palette.get(index).copied().map(P::from_u32);
        match filter {
            Filter::Copy => rows.zip(lines).for_each(|(row, line)| P::copy(line, row)),
            Filter::TwoColours => {
                let zero = colour(0).unwrap_or_default();
                // Some servers use this form for a single colour.
                let colours = [zero, colour(1).unwrap_or(zero)];
                for (row, line) in rows.zip(lines) {
                    tile::two_colour_row(line, colours, row);
                }
            }
            Filter::Palette => {
                let mut table = [P::Native::default(); 256];
                for (entry, number) in table.iter_mut().zip(&self.palette) {
                    *entry = P::from_u32(*number);
                }
                let mut highest = 0;
                for (row, line) in rows.zip(lines) {
                    for (pixel, index) in row.iter_mut().zip(line) {
                        highest = highest.max(*index);
                        *pixel = table.get(usize::from(*index)).copied().unwrap_or_default();
                    }
                }
                let size = self.palette.len();
                if usize::from(highest) >= size && !pixels.is_empty() {
                    let index = highest;
                    return Err(DecodeError::PaletteIndex { index, size });
                }
            }
            Filter::Gradient => {
                for (row, line) in rows.zip(lines) {
                    gradient_row::<P>(line, &mut self.above, row);
                }
            }
        }
        Ok(())
    }
}

/// Expands one row of differences; `above` becomes its channels.
fn gradient_row<P: WirePixel>(line: &[u8], above: &mut [[u32; 3]], row: &mut [P::Native]) {
    let mut left = [0; 3];
    let mut above_left = [0; 3];
    let differences = line.chunks_exact(P::LEN).filter_map(P::split);
    for ((pixel, above), (difference, _)) in row.iter_mut().zip(above).zip(differences) {
        let difference = P::to_u32(difference);
        let mut number = 0;
        let mut channels = [0; 3];
        let neighbours = left.iter().zip(above.iter()).zip(above_left);
        let outs = channels.iter_mut().zip(P::CHANNELS);
        for ((out, (shift, max)), ((left, above), above_left)) in outs.zip(neighbours) {
            // What a plane through the three neighbours suggests, kept inside the channel.
            let suggested = (left + above).saturating_sub(above_left).min(max);
            *out = (suggested + (difference >> shift & max)) & max;
            number |= *out << shift;
        }
        *pixel = P::from_u32(number);
        above_left = *above;
        *above = channels;
        left = channels;
    }
}

/// A length in one to three bytes: seven bits each, eight in the third, lowest first.
fn compact_length(r: &mut Reader<'_>) -> Result<usize, WireError> {
    let first = r.u8()?;
    let mut length = usize::from(first & 0x7F);
    if first & 0x80 != 0 {
        let second = r.u8()?;
        length |= usize::from(second & 0x7F) << 7;
        if second & 0x80 != 0 {
            length |= usize::from(r.u8()?) << 14;
        }
    }
    Ok(length)
}

#[cfg(test)]
mod tests {
    use flate2::{Compress, Compression, FlushCompress};

    use super::*;
    use crate::screen::Framebuffer;
    use crate::wire::hexdump::parse_hex;

    /// Feeds one rectangle in pieces as a driver does.
    fn decode(
        tight: &mut Tight,
        screen: &mut Framebuffer,
        rect: Rect,
        data: &[u8],
        piece: usize,
    ) -> Result<(), KvmError> {
        let format = screen.format();
        let mut waiting: Vec<u8> = Vec::new();
        for new in data.chunks(piece) {
            waiting.extend(new);
            loop {
                let mut r = Reader::new(&waiting);
                let step = match tight.decode(rect, format, screen.plane_mut(), &mut r) {
                    Err(KvmError::Wire(WireError::Incomplete)) => break,
                    step => step?,
                };
                let left = r.remaining();
                waiting.drain(..waiting.len() - left);
                if matches!(step, Step::Done(_)) {
                    assert!(waiting.is_empty());
                    return Ok(());
                }
            }
        }
        panic!("the rectangle is not complete");
    }

    fn row(screen: &Framebuffer, y: u16) -> Vec<u32> {
        (0..screen.width()).map(|x| screen.pixel(x, y)).collect()
    }

    #[test]
    fn short_rectangles_of_every_kind_are_painted_however_they_are_cut() {
        let red = [0x00_00FF; 3];
        for (format, hex, expected) in [
            (PixelFormat::Rgbx, "80 FF 00 00", [red, red]),
            // Without filter: 32-bit pixels have three bytes, in the order red, green, blue.
            (
                PixelFormat::Rgb332,
                "00 01 02 03 04 05 06",
                [[1, 2, 3], [4, 5, 6]],
            ),
            // The same with the filter said, on another stream and with a reset.
            (
                PixelFormat::Rgb332,
                "5F 00 01 02 03 04 05 06",
                [[1, 2, 3], [4, 5, 6]],
            ),
            (
                PixelFormat::Rgbx,
                "40 01 01 01 02 03 04 05 06 A0 40",
                [
                    [0x06_0504, 0x03_0201, 0x06_0504],
                    [0x03_0201, 0x06_0504, 0x03_0201],
                ],
            ),
            (
                PixelFormat::Rgb565,
                "40 01 02 00 F8 E0 07 1F 00 00 01 02 02 01 00",
                [[0xF800, 0x07E0, 0x001F], [0x001F, 0x07E0, 0xF800]],
            ),
        ] {
            let data = parse_hex(hex).unwrap();
            for piece in 1..=data.len() {
                let mut screen = Framebuffer::new(3, 2, format).unwrap();
                let rect = screen.bounds();
                let mut tight = Tight::default();
                let result = decode(&mut tight, &mut screen, rect, &data, piece);
                assert_eq!(result, Ok(()), "{hex} in pieces of {piece}");
                assert_eq!([row(&screen, 0), row(&screen, 1)], expected, "{hex}");
            }
        }
    }

    /// 3 × 1 pixels: the first is 10, 20, 30; the second continues it (the plane through its
    /// neighbours is the left one); the third overflows its red channel and wraps.
    #[test]
    fn gradients_add_to_what_the_neighbours_suggest() {
        let data = parse_hex("40 02 0A 14 1E 00 00 05 FF 00 FF").unwrap();
        let mut screen = Framebuffer::new(3, 1, PixelFormat::Rgbx).unwrap();
        let rect = screen.bounds();
        decode(&mut Tight::default(), &mut screen, rect, &data, 99).unwrap();
        assert_eq!(row(&screen, 0), [0x1E_140A, 0x23_140A, 0x22_1409]);

        // 1 × 3 pixels of 16 bits: each starts from the one above.
        let data = parse_hex("40 02 00 08 00 08 01 F8").unwrap();
        let mut screen = Framebuffer::new(1, 3, PixelFormat::Rgb565).unwrap();
        let rect = screen.bounds();
        decode(&mut Tight::default(), &mut screen, rect, &data, 99).unwrap();
        let column = [0, 1, 2].map(|y| screen.pixel(0, y));
        assert_eq!(column, [0x0800, 0x1000, 0x0801]);
    }

    /// 2 × 2: the last pixel has all three neighbours.
    #[test]
    fn gradients_look_left_up_and_between_and_stay_inside_their_channel() {
        let gradient = |bytes: &[u8]| {
            let mut row = [0_u32; 2];
            let mut above = [[250, 0, 100], [255, 10, 40]];
            gradient_row::<Wire24>(bytes, &mut above, &mut row);
            row
        };
        // Left 251, 5, 90; above 255, 10, 40; above left 250, 0, 100: suggests 255 (of 256),
        // 15 and 30.
        assert_eq!(gradient(&[1, 5, 246, 0, 0, 0]), [0x5A_05FB, 0x1E_0FFF]);
    }

    /// A rectangle with compressed pixels behind `head`.
    fn compressed(zlib: &mut Compress, head: &[u8], pixels: &[u8]) -> Vec<u8> {
        let mut out = vec![0; pixels.len() * 2 + 1024];
        let before = zlib.total_out();
        zlib.compress(pixels, &mut out, FlushCompress::Sync)
            .unwrap();
        let len = usize::try_from(zlib.total_out() - before).unwrap();
        assert!(len < out.len(), "all of it is flushed");
        let mut data = head.to_vec();
        let byte = |value: usize| u8::try_from(value & 0x7F).unwrap();
        match len {
            ..0x80 => data.push(byte(len)),
            0x80..0x4000 => data.extend([byte(len) | 0x80, byte(len >> 7)]),
            _ => {
                data.extend([byte(len) | 0x80, byte(len >> 7) | 0x80]);
                data.push(u8::try_from(len >> 14).unwrap());
            }
        }
        data.extend(&out[..len]);
        data
    }

    /// Numbers that do not compress.
    fn noise(count: usize) -> Vec<u8> {
        let mut seed = 1_u32;
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            seed.to_be_bytes()[0]
        };
        (0..count).map(|_| next()).collect()
    }

    #[test]
    fn compressed_rectangles_of_all_sizes_are_the_same_in_pieces() {
        let (width, height) = (300, 290);
        let pixels = noise(300 * 290 * 3);
        let mut zlib = Compress::new(Compression::fast(), true);
        let small = compressed(&mut zlib, &[0x10], &pixels[..36]);
        let large = compressed(&mut zlib, &[0x10], &pixels);
        for piece in [1, 997, 1460, large.len()] {
            let mut tight = Tight::default();
            let mut screen = Framebuffer::new(width, height, PixelFormat::Rgbx).unwrap();
            let corner = Rect::new(7, 9, 4, 3);
            decode(&mut tight, &mut screen, corner, &small, piece).unwrap();
            assert_eq!(screen.pixel(7, 9).to_le_bytes()[..3], pixels[..3]);
            assert_eq!(screen.pixel(10, 11).to_le_bytes()[..3], pixels[33..36]);
            let rect = screen.bounds();
            decode(&mut tight, &mut screen, rect, &large, piece).unwrap();
            assert_eq!(screen.to_rgb8(), pixels, "in pieces of {piece}");
        }
    }

    #[test]
    fn the_four_streams_are_apart_and_start_again_when_told() {
        let pixels = noise(36);
        let mut tight = Tight::default();
        let mut screen = Framebuffer::new(4, 3, PixelFormat::Rgbx).unwrap();
        let rect = screen.bounds();
        let mut first = Compress::new(Compression::best(), true);
        let mut fourth = Compress::new(Compression::best(), true);
        let again = &mut Compress::new(Compression::best(), true);
        for data in [
            compressed(&mut first, &[0x00], &pixels),
            compressed(&mut fourth, &[0x30], &pixels),
            // References what the first rectangle of its stream left in the window.
            compressed(&mut first, &[0x00], &pixels),
            compressed(&mut fourth, &[0x30], &pixels),
            compressed(again, &[0x08 | 0x30], &pixels),
        ] {
            screen = Framebuffer::new(4, 3, PixelFormat::Rgbx).unwrap();
            decode(&mut tight, &mut screen, rect, &data, 99).unwrap();
            assert_eq!(screen.to_rgb8(), pixels);
        }
    }

    #[test]
    fn what_no_encoder_writes_is_refused() {
        let too_long = |field, got, limit| KvmError::Wire(WireError::TooLong { field, got, limit });
        for (hex, error) in [
            ("A0", DecodeError::SubEncoding(0xA0).into()),
            ("F0", DecodeError::SubEncoding(0xF0).into()),
            ("40 03", DecodeError::SubEncoding(3).into()),
            (
                "40 01 02 01 02 03 00 01 02 03 00 00 00 00 00 00 00 00",
                DecodeError::PaletteIndex { index: 3, size: 3 }.into(),
            ),
            ("90 04 FF D8 FF E0", DecodeError::Jpeg.into()),
            (
                "00 FF FF 01",
                too_long("rectangle data length", 0x7FFF, 1037),
            ),
        ] {
            let mut screen = Framebuffer::new(4, 3, PixelFormat::Rgb332).unwrap();
            let rect = match hex.starts_with("40 01") {
                true => Rect::of_size(4, 2),
                false => screen.bounds(),
            };
            let mut r = parse_hex(hex).unwrap();
            r.truncate(if hex.starts_with("40 01") {
                14
            } else {
                r.len()
            });
            let result = decode(&mut Tight::default(), &mut screen, rect, &r, 99);
            assert_eq!(result, Err(error), "{hex}");
        }
    }

    #[test]
    fn pixels_that_inflate_to_more_or_less_than_the_rectangle_are_refused() {
        for (count, error) in [
            (48, DecodeError::TooMuch { limit: 36 }),
            (24, DecodeError::Truncated),
        ] {
            let mut zlib = Compress::new(Compression::fast(), true);
            let data = compressed(&mut zlib, &[0], &noise(count));
            let mut screen = Framebuffer::new(4, 3, PixelFormat::Rgbx).unwrap();
            let rect = screen.bounds();
            let result = decode(&mut Tight::default(), &mut screen, rect, &data, 99);
            assert_eq!(result, Err(error.into()));
        }
    }
}
