//! Encoding 16: ZRLE, which AMT calls RLE and uses with one tile per rectangle.
//!
//! `u32 length, length bytes`; inflated, they are the tiles of the rectangle, row by row from
//! the top left. A single tile is awaited whole and expanded in one go. Larger rectangles are
//! used as they arrive: one as large as the screen needs neither a buffer of its size nor a
//! second look at its beginning.
//!
//! Source: RFC 6143 §7.7.6; `docs/protocol/redirection.md` § 5.8.

use super::Step;
use super::inflate::{Block, InflateStream, Window, longest_compressed};
use super::tile::{self, SIDE, Tile, TileBuffer};
use super::wire_pixel::{Wire8, Wire16, Wire24, WirePixel};
use crate::proto::kvm::error::{DecodeError, KvmError};
use crate::screen::{Plane, PlaneMut, Rect};
use crate::wire::{Reader, WireError};

/// Decoder of encoding 16 with what it keeps from rectangle to rectangle.
#[derive(Debug)]
pub(super) struct Zrle {
    source: Source,
    buffer8: Box<TileBuffer<u8>>,
    buffer16: Box<TileBuffer<u16>>,
    buffer32: Box<TileBuffer<u32>>,
}

impl Default for Zrle {
    fn default() -> Self {
        Self {
            source: Source::default(),
            buffer8: tile::tile_buffer(),
            buffer16: tile::tile_buffer(),
            buffer32: tile::tile_buffer(),
        }
    }
}

impl Zrle {
    /// Reads what there is of a rectangle that lies inside the screen.
    ///
    /// # Errors
    /// [`WireError::Incomplete`] if nothing could be used; [`DecodeError`]s, after which the zlib
    /// stream is out of step.
    pub(super) fn decode(
        &mut self,
        rect: Rect,
        plane: PlaneMut<'_>,
        r: &mut Reader<'_>,
    ) -> Result<Step, KvmError> {
        let source = &mut self.source;
        match plane {
            PlaneMut::U8(plane) => source.decode::<Wire8>(rect, plane, &mut self.buffer8, r),
            PlaneMut::U16(plane) => source.decode::<Wire16>(rect, plane, &mut self.buffer16, r),
            PlaneMut::U32(plane) => source.decode::<Wire24>(rect, plane, &mut self.buffer32, r),
        }
    }
}

/// The compressed side: the session's zlib stream and what of it is inflated but not painted.
#[derive(Debug, Default)]
struct Source {
    stream: InflateStream,
    /// Empty between rectangles.
    window: Window,
    /// The rectangle that is being read, if its data has not arrived whole.
    open: Option<Open>,
}

/// A rectangle in the middle of its data.
#[derive(Debug, Clone, Copy)]
struct Open {
    /// Compressed bytes that have not been inflated.
    left: usize,
    /// Index of the first tile that is not painted.
    next_tile: u32,
    /// Inflated bytes behind the last tile.
    surplus: usize,
}

impl Source {
    fn decode<P: WirePixel>(
        &mut self,
        rect: Rect,
        mut plane: Plane<'_, P::Native>,
        buffer: &mut TileBuffer<P::Native>,
        r: &mut Reader<'_>,
    ) -> Result<Step, KvmError> {
        let Some(open) = self.open else {
            let mut ahead = *r;
            let len = data_length::<P>(rect, &mut ahead)?;
            if rect.width <= SIDE && rect.height <= SIDE {
                let data = ahead.bytes(len)?;
                *r = ahead;
                self.single_tile::<P>(rect, &mut plane, buffer, data)?;
                return Ok(Step::Done(rect));
            }
            if len < 2 {
                return Err(DecodeError::Truncated.into());
            }
            // The first two bytes of the session tell whether it has a zlib header.
            let first = *ahead
                .peek_rest()
                .first_chunk::<2>()
                .ok_or(WireError::Incomplete)?;
            self.stream.begin(&first);
            *r = ahead;
            self.window.clear();
            self.open = Some(Open {
                left: len,
                next_tile: 0,
                surplus: 0,
            });
            return Ok(Step::Partial(Rect::default()));
        };
        let data = r.bytes(open.left.min(r.remaining()))?;
        if data.is_empty() {
            return Err(WireError::Incomplete.into());
        }
        self.several_tiles::<P>(rect, &mut plane, buffer, open, data)
    }

    /// Expands a rectangle of one tile from the whole of its data.
    fn single_tile<P: WirePixel>(
        &mut self,
        rect: Rect,
        plane: &mut Plane<'_, P::Native>,
        buffer: &mut TileBuffer<P::Native>,
        data: &[u8],
    ) -> Result<(), DecodeError> {
        let bytes = match self.stream.begin(data) {
            Block::Stored(bytes) => bytes,
            Block::Compressed => self.window.fill_once(&mut self.stream, data)?,
        };
        if rect.is_empty() {
            return Ok(());
        }
        let (tile, _) = tile::decode::<P>(bytes, (rect.width, rect.height), true, buffer)?;
        paint(plane, rect, tile, buffer);
        Ok(())
    }

    /// Paints those tiles of a larger rectangle that `data`, the next piece of it, completes.
    fn several_tiles<P: WirePixel>(
        &mut self,
        rect: Rect,
        plane: &mut Plane<'_, P::Native>,
        buffer: &mut TileBuffer<P::Native>,
        mut open: Open,
        mut data: &[u8],
    ) -> Result<Step, KvmError> {
        let columns = u32::from(rect.width.div_ceil(SIDE));
        let tiles = columns * u32::from(rect.height.div_ceil(SIDE));
        let first_tile = open.next_tile;
        open.left -= data.len();
        let longest = tile::longest::<P>(usize::from(SIDE) * usize::from(SIDE));
        let mut is_drained = false;
        loop {
            // A tile is only looked at when it is whole for certain, so that none is expanded
            // twice: the longest tile is there, or the rectangle's last byte.
            let all_here = open.left == 0 && data.is_empty() && is_drained;
            while open.next_tile < tiles && (all_here || self.window.unread().len() >= longest) {
                let area = rect.tile(SIDE, columns, open.next_tile);
                let bytes = self.window.unread();
                let size = (area.width, area.height);
                let (tile, rest) = tile::decode::<P>(bytes, size, false, buffer)?;
                let left = rest.len();
                self.window.keep(left);
                paint(plane, area, tile, buffer);
                open.next_tile += 1;
            }
            if open.next_tile == tiles {
                // Whatever follows has to pass the inflater all the same.
                open.surplus += self.window.unread().len();
                self.window.clear();
                if open.surplus > Window::LEN {
                    let limit = Window::LEN;
                    return Err(DecodeError::TooMuch { limit }.into());
                }
            }
            if data.is_empty() && is_drained {
                break;
            }
            is_drained = self.window.fill(&mut self.stream, &mut data)?;
        }
        self.open = (open.left > 0).then_some(open);
        Ok(if open.left == 0 {
            Step::Done(rect)
        } else {
            Step::Partial(rect.tile_rows(SIDE, columns, first_tile..open.next_tile))
        })
    }
}

/// Reads the length of a rectangle's data and compares it with the most its pixels can need.
fn data_length<P: WirePixel>(rect: Rect, r: &mut Reader<'_>) -> Result<usize, WireError> {
    let got = r.u32_be()?;
    let tiles = usize::from(rect.width.div_ceil(SIDE)) * usize::from(rect.height.div_ceil(SIDE));
    let pixels = usize::from(rect.width) * usize::from(rect.height);
    let inflated = tile::longest::<P>(pixels) + tiles * tile::longest::<P>(0);
    let limit = longest_compressed(inflated);
    let len = usize::try_from(got).unwrap_or(usize::MAX);
    if len > limit {
        return Err(WireError::TooLong {
            field: "rectangle data length",
            got: u64::from(got),
            limit: limit as u64,
        });
    }
    Ok(len)
}

/// Paints one expanded tile.
fn paint<T: Copy>(plane: &mut Plane<'_, T>, area: Rect, tile: Tile<T>, buffer: &TileBuffer<T>) {
    match tile {
        Tile::Solid(pixel) => plane.fill(area, pixel),
        Tile::Pixels => plane.paste(area, buffer, usize::from(area.width)),
    }
}

#[cfg(test)]
mod tests {
    use flate2::{Compress, Compression, FlushCompress};

    use super::*;
    use crate::screen::{Framebuffer, PixelFormat};
    use crate::wire::hexdump::parse_hex;

    /// Feeds `data` in pieces as a driver does; returns what was painted.
    fn decode_in_pieces(
        zrle: &mut Zrle,
        screen: &mut Framebuffer,
        rect: Rect,
        data: &[u8],
        piece: usize,
    ) -> Result<Rect, KvmError> {
        let mut painted = Rect::default();
        let mut waiting: Vec<u8> = Vec::new();
        for new in data.chunks(piece) {
            waiting.extend(new);
            loop {
                let mut r = Reader::new(&waiting);
                let step = match zrle.decode(rect, screen.plane_mut(), &mut r) {
                    Err(KvmError::Wire(WireError::Incomplete)) => break,
                    step => step?,
                };
                let left = r.remaining();
                waiting.drain(..waiting.len() - left);
                match step {
                    Step::Partial(part) => painted = painted.union(part),
                    Step::Done(part) => {
                        assert!(waiting.is_empty());
                        return Ok(painted.union(part));
                    }
                }
            }
        }
        panic!("the rectangle is not complete");
    }

    /// A whole ZRLE rectangle around tile bytes, ending in a sync flush.
    fn compressed(tiles: &[u8]) -> Vec<u8> {
        let mut out = vec![0; tiles.len() * 2 + 1024];
        let mut zlib = Compress::new(Compression::best(), true);
        zlib.compress(tiles, &mut out, FlushCompress::Sync).unwrap();
        out.truncate(usize::try_from(zlib.total_out()).unwrap());
        let mut data = u32::try_from(out.len()).unwrap().to_be_bytes().to_vec();
        data.extend(out);
        data
    }

    /// 200 × 70 pixels are 4 × 2 tiles; each is raw and counts its own pixels.
    #[test]
    fn a_rectangle_of_many_tiles_is_the_same_in_pieces_of_any_size() {
        let rect = Rect::new(3, 5, 200, 70);
        let mut tiles = Vec::new();
        let mut expected = Framebuffer::new(210, 80, PixelFormat::Rgb565).unwrap();
        for index in 0..8 {
            let area = rect.tile(SIDE, 4, index);
            tiles.push(0);
            let mut count = 0_u16;
            for y in 0..area.height {
                for x in 0..area.width {
                    count += 7;
                    tiles.extend(count.to_le_bytes());
                    expected.set_pixel(area.x + x, area.y + y, u32::from(count));
                }
            }
        }
        let data = compressed(&tiles);
        for piece in [1, 2, 3, 7, 100, 1460, data.len()] {
            let mut zrle = Zrle::default();
            let mut screen = Framebuffer::new(210, 80, PixelFormat::Rgb565).unwrap();
            let painted = decode_in_pieces(&mut zrle, &mut screen, rect, &data, piece);
            assert_eq!(painted, Ok(rect), "pieces of {piece}");
            assert_eq!(screen, expected, "pieces of {piece}");
        }
    }

    /// More inflated bytes than are kept at a time, and tiles that are cut by that.
    #[test]
    fn a_rectangle_larger_than_the_inflated_buffer_is_complete() {
        let rect = Rect::of_size(640, 640);
        let mut tiles = Vec::new();
        let mut seed = 1_u32; // any numbers will do that do not compress
        for _ in 0..100 {
            tiles.extend([0]);
            for _ in 0..64 * 64 {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                tiles.extend(&seed.to_le_bytes()[1..]);
            }
        }
        let data = compressed(&tiles);
        let mut whole = Framebuffer::new(640, 640, PixelFormat::Rgbx).unwrap();
        let mut zrle = Zrle::default();
        decode_in_pieces(&mut zrle, &mut whole, rect, &data, data.len()).unwrap();
        let last = Wire24::split(tiles.last_chunk::<3>().unwrap()).unwrap().0;
        assert_eq!(whole.pixel(639, 639), last);
        let mut pieces = Framebuffer::new(640, 640, PixelFormat::Rgbx).unwrap();
        let mut zrle = Zrle::default();
        decode_in_pieces(&mut zrle, &mut pieces, rect, &data, 1460).unwrap();
        assert!(whole == pieces);
    }

    #[test]
    fn a_length_beyond_what_pixels_need_is_refused_before_its_bytes_arrive() {
        let mut screen = Framebuffer::new(64, 64, PixelFormat::Rgb332).unwrap();
        let length = [0xFF; 4];
        let mut r = Reader::new(&length);
        let rect = screen.bounds();
        let result = Zrle::default().decode(rect, screen.plane_mut(), &mut r);
        let Err(KvmError::Wire(WireError::TooLong { got, limit, .. })) = result else {
            panic!("{result:?}");
        };
        assert_eq!(got, 0xFFFF_FFFF);
        // The longest tile of 8 bits: a length for every pixel and a palette.
        assert!((8192..12_000).contains(&limit), "{limit}");
    }

    #[test]
    fn data_that_inflates_without_end_is_refused() {
        let endless = compressed(&vec![0; 4 << 20]);
        for side in [64, 65] {
            let mut screen = Framebuffer::new(side, side, PixelFormat::Rgb332).unwrap();
            let rect = screen.bounds();
            let result =
                decode_in_pieces(&mut Zrle::default(), &mut screen, rect, &endless, 1 << 20);
            let limit = Window::LEN;
            let expected = KvmError::Decode(DecodeError::TooMuch { limit });
            assert_eq!(result, Err(expected));
        }
    }

    /// The zlib form of § 5.8: 128 × 64, a red and a blue tile on one stream.
    #[test]
    fn two_rectangles_of_amt_share_one_stream() {
        let mut zrle = Zrle::default();
        let mut screen = Framebuffer::new(128, 64, PixelFormat::Rgb565).unwrap();
        for (x, pixel, hex) in [
            (0, 0xF800, "00 00 00 0B 78 9C 62 64 F8 01 00 00 00 FF FF"),
            (64, 0x001F, "00 00 00 09 62 94 67 00 00 00 00 FF FF"),
        ] {
            let rect = Rect::new(x, 0, 64, 64);
            let data = parse_hex(hex).unwrap();
            decode_in_pieces(&mut zrle, &mut screen, rect, &data, data.len()).unwrap();
            assert_eq!(screen.pixel(x, 0), pixel);
            assert_eq!(screen.pixel(x + 63, 63), pixel);
        }
    }
}
