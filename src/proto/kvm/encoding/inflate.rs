//! zlib streams that last as long as the RFB session, and a window on what they inflate to.

use std::ops::Range;

use flate2::{Decompress, FlushDecompress, Status};

use crate::proto::kvm::error::DecodeError;

/// One zlib stream over many rectangles, or AMT's stored blocks without one.
///
/// Source: `docs/protocol/redirection.md` § 5.8 "Decoder rule" (observed); RFC 6143 §7.7.6.
#[derive(Debug, Default)]
pub(super) struct InflateStream {
    /// `None` until a block came that is not stored: with zlib off AMT sends no zlib header, and
    /// blocks passed by then must never reach an inflater.
    inflater: Option<Decompress>,
}

/// Most compressed bytes that `len` bytes can become: with the fixed code of fast encoders a byte
/// takes nine bits at worst; the rest is for block headers and flushes.
pub(super) const fn longest_compressed(len: usize) -> usize {
    len + len / 8 + 1024
}

/// What a block of data turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Block<'a> {
    /// One stored block in a session without zlib header: these are its bytes.
    Stored(&'a [u8]),
    /// To be given to [`InflateStream::inflate`].
    Compressed,
}

impl InflateStream {
    /// A stream at its zlib header, for encodings that always have one.
    pub(super) fn with_header() -> Self {
        Self {
            inflater: Some(Decompress::new(true)),
        }
    }

    /// Looks at the whole data of a rectangle, or its first bytes.
    pub(super) fn begin<'a>(&mut self, data: &'a [u8]) -> Block<'a> {
        if self.inflater.is_some() {
            // Stored blocks are legal deflate and keep the window right.
            return Block::Compressed;
        }
        if let Some(bytes) = stored_block(data) {
            return Block::Stored(bytes);
        }
        let has_header = match data {
            [0x78, flags, ..] => (0x7800 | u16::from(*flags)) % 31 == 0,
            _ => false,
        };
        self.inflater = Some(Decompress::new(has_header));
        Block::Compressed
    }

    /// Inflates from `data` into `out`; returns how much of each was used.
    pub(super) fn inflate(
        &mut self,
        data: &[u8],
        out: &mut [u8],
    ) -> Result<(usize, usize), DecodeError> {
        let inflater = self.inflater.as_mut().ok_or(DecodeError::Inflate)?;
        let (before_in, before_out) = (inflater.total_in(), inflater.total_out());
        let status = inflater.decompress(data, out, FlushDecompress::Sync);
        // The stream lasts as long as the session: an end is as wrong as damage.
        match status {
            Ok(Status::Ok | Status::BufError) => {}
            Ok(Status::StreamEnd) | Err(_) => return Err(DecodeError::Inflate),
        }
        let used = |now: u64, before: u64| usize::try_from(now - before).unwrap_or(usize::MAX);
        Ok((
            used(inflater.total_in(), before_in),
            used(inflater.total_out(), before_out),
        ))
    }
}

/// Inflated bytes on their way to pixels: some are there, the rest still comes.
///
/// Its size is fixed, so that a rectangle of any size needs no more memory, and little enough to
/// stay in the cache.
#[derive(Debug)]
pub(super) struct Window {
    bytes: Box<[u8]>,
    /// What has not been consumed.
    unread: Range<usize>,
}

impl Default for Window {
    fn default() -> Self {
        Self {
            bytes: vec![0; Self::LEN].into(),
            unread: 0..0,
        }
    }
}

impl Window {
    /// Bytes held at a time: several of the longest tiles (21 KiB) and rows (64 KiB).
    pub(super) const LEN: usize = 192 << 10;

    /// Forgets everything.
    pub(super) const fn clear(&mut self) {
        self.unread = 0..0;
    }

    /// What has not been consumed.
    pub(super) fn unread(&self) -> &[u8] {
        self.bytes.get(self.unread.clone()).unwrap_or_default()
    }

    /// Consumes all but the last `left` unread bytes.
    pub(super) const fn keep(&mut self, left: usize) {
        self.unread.start = self.unread.end.saturating_sub(left);
    }

    /// Inflates all of `data` at once; it must be the whole of a rectangle.
    pub(super) fn fill_once(
        &mut self,
        stream: &mut InflateStream,
        data: &[u8],
    ) -> Result<&[u8], DecodeError> {
        let (used, got) = stream.inflate(data, &mut self.bytes)?;
        if used < data.len() || got == self.bytes.len() {
            return Err(DecodeError::TooMuch { limit: Self::LEN });
        }
        Ok(self.bytes.get(..got).unwrap_or_default())
    }

    /// Inflates from the front of `data` into the room behind what is unread, of which there must
    /// be no more than half a window. Returns whether everything is out: the inflater holds back
    /// what does not fit, even with all of its input used.
    pub(super) fn fill(
        &mut self,
        stream: &mut InflateStream,
        data: &mut &[u8],
    ) -> Result<bool, DecodeError> {
        if self.unread.end > Self::LEN / 2 {
            self.bytes.copy_within(self.unread.clone(), 0);
            self.unread = 0..self.unread.len();
        }
        let room = self.bytes.get_mut(self.unread.end..).unwrap_or_default();
        let (used, got) = stream.inflate(data, room)?;
        let is_drained = got < room.len();
        if is_drained && used < data.len() {
            return Err(DecodeError::Inflate);
        }
        self.unread.end += got;
        *data = data.get(used..).unwrap_or_default();
        Ok(is_drained)
    }
}

/// The bytes of `data` if it is one non-final stored block: `00, u16 n, u16 !n, n bytes`.
fn stored_block(data: &[u8]) -> Option<&[u8]> {
    let ([0, n0, n1, c0, c1], bytes) = data.split_first_chunk()? else {
        return None;
    };
    let n = u16::from_le_bytes([*n0, *n1]);
    let complement = u16::from_le_bytes([*c0, *c1]);
    let matches = n == !complement && usize::from(n) == bytes.len() && n > 0;
    matches.then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::hexdump::parse_hex;

    fn inflate(stream: &mut InflateStream, hex: &str) -> Vec<u8> {
        let data = parse_hex(hex).unwrap();
        match stream.begin(&data) {
            Block::Stored(bytes) => bytes.to_vec(),
            Block::Compressed => {
                let mut out = [0; 64];
                let (used, got) = stream.inflate(&data, &mut out).unwrap();
                assert_eq!(used, data.len());
                out[..got].to_vec()
            }
        }
    }

    /// Captured from AMT: two solid tiles of 8 bits (§ 5.8, observed).
    #[test]
    fn the_stream_goes_on_from_rectangle_to_rectangle() {
        let mut stream = InflateStream::default();
        assert_eq!(
            inflate(&mut stream, "78 9C 62 64 00 00 00 00 FF FF"),
            [1, 0]
        );
        assert_eq!(inflate(&mut stream, "62 64 00 00 00 00 FF FF"), [1, 0]);
    }

    /// Captured from AMT 16 with zlib off (§ 5.8, observed).
    #[test]
    fn stored_blocks_before_a_header_bypass_the_inflater() {
        let mut stream = InflateStream::default();
        assert_eq!(inflate(&mut stream, "00 02 00 FD FF 01 00"), [1, 0]);
        assert!(stream.inflater.is_none());
        let header = "78 9C 62 64 00 00 00 00 FF FF";
        assert_eq!(inflate(&mut stream, header), [1, 0], "zlib switched on");
    }

    #[test]
    fn stored_blocks_behind_a_header_stay_in_the_window() {
        let mut stream = InflateStream::default();
        let first = inflate(&mut stream, "78 01 00 05 00 FA FF 68 65 6C 6C 6F");
        assert_eq!(first, b"hello");
        // A literal and a match of length 4 at distance 5 in a fixed block, as zlib makes them of
        // a second "hello".
        assert_eq!(inflate(&mut stream, "CA 00 11 00 00 00 00 FF FF"), b"hello");
    }

    #[test]
    fn a_stream_without_header_that_is_not_stored_is_raw_deflate() {
        let mut stream = InflateStream::default();
        assert_eq!(inflate(&mut stream, "62 64 00 00 00 00 FF FF"), [1, 0]);
    }

    #[test]
    fn damage_and_an_end_of_the_stream_are_refused() {
        let mut out = [0; 64];
        let mut stream = InflateStream::default();
        let bad = [0x78, 0x9C, 0x07, 0xFF];
        assert_eq!(stream.begin(&bad), Block::Compressed);
        assert_eq!(stream.inflate(&bad, &mut out), Err(DecodeError::Inflate));
        let mut stream = InflateStream::default();
        let ended = parse_hex("78 9C 63 64 00 00 00 03 00 02").unwrap();
        assert_eq!(stream.begin(&ended), Block::Compressed);
        assert_eq!(stream.inflate(&ended, &mut out), Err(DecodeError::Inflate));
    }
}
