//! A bounded cache of one image, with read-ahead; a pure state machine.
//!
//! The owner asks for bytes with [`read`](BlockCache::read). What is there comes back at once as
//! shared spans; what is not becomes [`Fetch`]es, which the owner carries out on another thread
//! and answers with [`filled`](BlockCache::filled). While a host reads in sequence the cache asks
//! for more and more in advance, so that a slow disk or network never adds to the time of a read.
//!
//! Hosts do several things at once (a boot loader reads a kernel and looks into directories), so
//! a few sequences are followed side by side.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::limits;
use crate::proto::ider::Span;

/// Bytes of a line, the unit of caching.
pub const LINE_BYTES: usize = 64 << 10;
/// Lines fetched at once.
const FETCH_LINES: u64 = 16;
/// Fetches in advance that run at once. One is on its way while the other is being worked on.
const FETCHES_AHEAD: usize = 2;
/// Sequences followed side by side.
const STREAMS: usize = 4;
/// Lines read in advance when a sequence is noticed; doubled as it goes on.
const FIRST_WINDOW: u64 = 2;
/// Lines read in advance at most: 8 MiB.
const LAST_WINDOW: u64 = 128;

/// The cache of one image.
#[derive(Debug)]
pub struct BlockCache {
    /// Bytes that can be read, padding included.
    len: u64,
    capacity_lines: usize,
    lines: BTreeMap<u64, Line>,
    /// INVARIANT: time of use and number of every line in `lines`, hence the oldest first.
    by_age: BTreeSet<(u64, u64)>,
    /// Lines that are being fetched.
    in_flight: BTreeMap<u64, FetchId>,
    fetches: BTreeMap<FetchId, Pending>,
    /// Lines of the read that waits, as far as they are neither there nor on their way.
    demand: Range<u64>,
    streams: [Stream; STREAMS],
    /// Counts reads; tells what was used last.
    clock: u64,
    next_fetch: u64,
}

#[derive(Debug)]
struct Line {
    bytes: Arc<[u8]>,
    used: u64,
}

#[derive(Debug)]
struct Pending {
    lines: Range<u64>,
    ahead: bool,
}

/// One sequence of reads.
#[derive(Debug, Clone, Copy, Default)]
struct Stream {
    /// Where it goes on.
    next_byte: u64,
    /// Lines to read in advance; 0 until a second read follows the first.
    window: u64,
    /// First line that was not asked for in advance yet.
    ahead: u64,
    used: u64,
}

/// Names one fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FetchId(u64);

/// Whole lines that are wanted from the image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fetch {
    /// To be named in the answer.
    pub id: FetchId,
    /// First byte.
    pub offset: u64,
    /// Bytes: lines of [`LINE_BYTES`], the last line of an image may be shorter.
    pub len: usize,
    /// Nobody waits for it yet.
    pub ahead: bool,
}

impl BlockCache {
    /// An empty cache of an image with `len` bytes.
    #[must_use]
    pub fn new(len: u64) -> Self {
        Self::with_capacity(len, limits::MEDIA_CACHE_BYTES)
    }

    /// An empty cache that keeps at most `capacity_bytes`, but always enough for one read and
    /// what is read ahead.
    #[must_use]
    pub fn with_capacity(len: u64, capacity_bytes: usize) -> Self {
        let least = usize::try_from(LAST_WINDOW).unwrap_or(0) * 2;
        Self {
            len,
            capacity_lines: (capacity_bytes / LINE_BYTES).max(least),
            lines: BTreeMap::new(),
            by_age: BTreeSet::new(),
            in_flight: BTreeMap::new(),
            fetches: BTreeMap::new(),
            demand: 0..0,
            streams: [Stream::default(); STREAMS],
            clock: 0,
            next_fetch: 0,
        }
    }

    /// The bytes `offset..offset + len` if they are there; otherwise they are asked for, and
    /// [`get`](Self::get) tells when they have come. Follow with
    /// [`poll_fetch`](Self::poll_fetch) in either case.
    ///
    /// The range has to lie within the image; beyond it there is nothing to wait for.
    pub fn read(&mut self, offset: u64, len: usize) -> Option<Vec<Span>> {
        self.clock += 1;
        self.follow(offset, len as u64);
        let found = self.get(offset, len);
        self.demand = if found.is_some() {
            0..0
        } else {
            lines_of(offset, len as u64)
        };
        found
    }

    /// The bytes `offset..offset + len` if all of them are there.
    pub fn get(&mut self, offset: u64, len: usize) -> Option<Vec<Span>> {
        let lines = lines_of(offset, len as u64);
        let count = usize::try_from(lines.end - lines.start).ok()?;
        let mut spans = Vec::with_capacity(count);
        let end = offset.checked_add(len as u64)?;
        for line in lines {
            let cached = self.lines.get_mut(&line)?;
            if cached.used != self.clock {
                self.by_age.remove(&(cached.used, line));
                self.by_age.insert((self.clock, line));
                cached.used = self.clock;
            }
            let start = line * LINE_BYTES as u64;
            let from = usize::try_from(offset.saturating_sub(start)).ok()?;
            let to = usize::try_from(end - start).ok()?.min(LINE_BYTES);
            spans.push(Span::new(cached.bytes.clone(), from..to)?);
        }
        Some(spans)
    }

    /// The next thing to fetch: first what a read waits for, then what will be wanted soon.
    pub fn poll_fetch(&mut self) -> Option<Fetch> {
        while !self.demand.is_empty() {
            let first = self.demand.start;
            if self.is_coming(first) {
                self.demand.start += 1;
                continue;
            }
            let end = self.gap(first, self.demand.end);
            self.demand.start = end;
            return self.fetch(first..end, false);
        }
        let ahead = self
            .fetches
            .values()
            .filter(|pending| pending.ahead)
            .count();
        if ahead >= FETCHES_AHEAD {
            return None;
        }
        let lines = self.line_count();
        for index in 0..STREAMS {
            loop {
                let stream = self.streams.get(index)?;
                let next = stream.next_byte / LINE_BYTES as u64;
                let first = stream.ahead.max(next);
                let target = (next + stream.window).min(lines);
                if first >= target {
                    break;
                }
                let coming = self.is_coming(first);
                let end = if coming {
                    first + 1
                } else {
                    self.gap(first, target)
                };
                if let Some(stream) = self.streams.get_mut(index) {
                    stream.ahead = end;
                }
                if !coming {
                    return self.fetch(first..end, true);
                }
            }
        }
        None
    }

    /// Takes the lines of a fetch, in order, each of [`LINE_BYTES`] but for the last of an image.
    /// Lines of the wrong size are dropped, and so are answers to unknown fetches.
    pub fn filled(&mut self, id: FetchId, lines: Vec<Arc<[u8]>>) {
        let Some(pending) = self.fetches.remove(&id) else {
            return;
        };
        for (line, bytes) in pending.lines.clone().zip(lines) {
            if bytes.len() == self.line_len(line) {
                let used = self.clock;
                if let Some(old) = self.lines.insert(line, Line { bytes, used }) {
                    self.by_age.remove(&(old.used, line));
                }
                self.by_age.insert((used, line));
            }
        }
        self.forget(pending.lines);
        self.evict();
    }

    /// A fetch came to nothing. What a read waits for is asked for again only by another
    /// [`read`](Self::read); what was read ahead, never.
    pub fn failed(&mut self, id: FetchId) {
        if let Some(pending) = self.fetches.remove(&id) {
            if pending.ahead {
                // A source in trouble is not to be pressed.
                for stream in &mut self.streams {
                    stream.window = 0;
                }
            }
            self.forget(pending.lines);
        }
    }

    /// A fetch that will fill some of `offset..offset + len` is under way.
    #[must_use]
    pub fn is_fetching(&self, offset: u64, len: usize) -> bool {
        let lines = lines_of(offset, len as u64);
        self.in_flight.range(lines).next().is_some()
    }

    /// The fetch belongs to what `offset..offset + len` waits for.
    #[must_use]
    pub fn concerns(&self, id: FetchId, offset: u64, len: usize) -> bool {
        let wanted = lines_of(offset, len as u64);
        self.fetches.get(&id).is_some_and(|pending| {
            pending.lines.start < wanted.end && wanted.start < pending.lines.end
        })
    }

    /// Bytes that are kept.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.lines.values().map(|line| line.bytes.len()).sum()
    }

    fn line_count(&self) -> u64 {
        self.len.div_ceil(LINE_BYTES as u64)
    }

    fn line_len(&self, line: u64) -> usize {
        let left = self.len.saturating_sub(line * LINE_BYTES as u64);
        usize::try_from(left).unwrap_or(usize::MAX).min(LINE_BYTES)
    }

    /// A line is there or on its way.
    fn is_coming(&self, line: u64) -> bool {
        self.lines.contains_key(&line) || self.in_flight.contains_key(&line)
    }

    /// Behind the lines from `first` on that are not coming, up to `end` and one fetch.
    fn gap(&self, first: u64, end: u64) -> u64 {
        let end = end.min(first + FETCH_LINES);
        (first..end)
            .find(|line| self.is_coming(*line))
            .unwrap_or(end)
    }

    fn fetch(&mut self, lines: Range<u64>, ahead: bool) -> Option<Fetch> {
        let id = FetchId(self.next_fetch);
        self.next_fetch += 1;
        let len = lines.clone().map(|line| self.line_len(line)).sum();
        if len == 0 {
            return None; // Beyond the image.
        }
        for line in lines.clone() {
            self.in_flight.insert(line, id);
        }
        let offset = lines.start * LINE_BYTES as u64;
        self.fetches.insert(id, Pending { lines, ahead });
        Some(Fetch {
            id,
            offset,
            len,
            ahead,
        })
    }

    fn forget(&mut self, lines: Range<u64>) {
        for line in lines {
            self.in_flight.remove(&line);
        }
    }

    /// Drops what was not used for longest. What was fetched in advance counts as used when it
    /// came, and what is being read was used last, so neither goes first.
    fn evict(&mut self) {
        while self.lines.len() > self.capacity_lines
            && let Some((_, line)) = self.by_age.pop_first()
        {
            self.lines.remove(&line);
        }
    }

    /// Notices whether a read goes on where another ended.
    fn follow(&mut self, offset: u64, len: u64) {
        let end = offset.saturating_add(len);
        // Hosts skip a little, or read the last bytes again.
        let slack = LINE_BYTES as u64;
        let goes_on = |stream: &&mut Stream| {
            stream.used > 0
                && offset <= stream.next_byte + slack
                && offset + slack >= stream.next_byte
        };
        let clock = self.clock;
        if let Some(stream) = self.streams.iter_mut().find(goes_on) {
            if end > stream.next_byte {
                // The window grows once per line, not once per read: a BIOS reads 2 KiB at a time.
                let lines = end / slack - stream.next_byte / slack;
                if stream.window == 0 {
                    stream.window = FIRST_WINDOW;
                } else if lines > 0 {
                    stream.window = (stream.window * 2).min(LAST_WINDOW);
                }
                stream.next_byte = end;
            }
            stream.used = clock;
        } else if let Some(stream) = self.streams.iter_mut().min_by_key(|stream| stream.used) {
            *stream = Stream {
                next_byte: end,
                window: 0,
                ahead: end.div_ceil(slack),
                used: clock,
            };
        }
    }
}

/// The lines that hold `offset..offset + len`.
fn lines_of(offset: u64, len: u64) -> Range<u64> {
    if len == 0 {
        return 0..0;
    }
    let line = LINE_BYTES as u64;
    offset / line..offset.saturating_add(len).div_ceil(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KB: usize = 1024;
    const IMAGE: u64 = 100 << 20;

    /// Bytes of the imaginary image: every word tells where it belongs.
    fn content(offset: u64, len: usize) -> Vec<u8> {
        let end = offset + len as u64;
        let words = (offset / 8..end.div_ceil(8)).map(|n| n.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let bytes: Vec<u8> = words.flat_map(u64::to_le_bytes).collect();
        let skip = usize::try_from(offset % 8).unwrap();
        bytes[skip..skip + len].to_vec()
    }

    fn lines(fetch: Fetch) -> Vec<Arc<[u8]>> {
        content(fetch.offset, fetch.len)
            .chunks(LINE_BYTES)
            .map(Arc::from)
            .collect()
    }

    fn joined(spans: &[Span]) -> Vec<u8> {
        spans
            .iter()
            .flat_map(|span| span.as_bytes().to_vec())
            .collect()
    }

    fn settle(cache: &mut BlockCache) -> usize {
        let mut count = 0;
        while let Some(fetch) = cache.poll_fetch() {
            cache.filled(fetch.id, lines(fetch));
            count += 1;
        }
        count
    }

    #[test]
    fn a_random_read_fetches_its_lines_and_nothing_else() {
        let mut cache = BlockCache::new(IMAGE);
        assert!(cache.read(200_000, 2 * KB).is_none());
        let fetch = cache.poll_fetch().unwrap();
        assert_eq!(
            (fetch.offset, fetch.len, fetch.ahead),
            (3 * 65_536, 65_536, false)
        );
        assert_eq!(cache.poll_fetch(), None);
        assert!(cache.is_fetching(200_000, 1) && !cache.is_fetching(0, 10));
        assert!(cache.get(200_000, 2 * KB).is_none());
        cache.filled(fetch.id, lines(fetch));
        let spans = cache.get(200_000, 2 * KB).unwrap();
        assert_eq!(joined(&spans), content(200_000, 2 * KB));
        assert!(cache.read(200_000, 2 * KB).is_some());
        assert_eq!(cache.poll_fetch(), None);
    }

    #[test]
    fn a_read_over_several_lines_fetches_only_what_is_missing() {
        let mut cache = BlockCache::new(IMAGE);
        cache.read(2 * 65_536, 10);
        settle(&mut cache);
        assert!(cache.read(65_536 - 100, 3 * 65_536).is_none());
        let fetches: Vec<_> = std::iter::from_fn(|| cache.poll_fetch())
            .filter(|fetch| !fetch.ahead)
            .map(|fetch| (fetch.offset / 65_536, fetch.len / 65_536))
            .collect();
        assert_eq!(fetches, [(0, 2), (3, 1)]);
    }

    #[test]
    fn a_sequence_is_noticed_and_never_waits_again() {
        let mut cache = BlockCache::new(IMAGE);
        let mut waited = Vec::new();
        for block in 0..3000u64 {
            let offset = 32_768 + block * 2048;
            if cache.read(offset, 2048).is_none() {
                waited.push(block);
            }
            settle(&mut cache);
            assert_eq!(
                joined(&cache.get(offset, 2048).unwrap()),
                content(offset, 2048)
            );
        }
        assert_eq!(waited, [0], "the first read only");
        let stream = cache
            .streams
            .iter()
            .max_by_key(|stream| stream.used)
            .unwrap();
        assert_eq!(stream.window, LAST_WINDOW);
        assert_eq!(stream.ahead, stream.next_byte / 65_536 + LAST_WINDOW);
    }

    #[test]
    fn two_sequences_and_jumps_between_them_are_followed_side_by_side() {
        let mut cache = BlockCache::new(IMAGE);
        let mut waited = 0;
        for step in 0..600u64 {
            for base in [0, 50 << 20] {
                let offset = base + step * 4096;
                waited += usize::from(cache.read(offset, 4096).is_none());
                settle(&mut cache);
            }
            if step % 100 == 0 {
                cache.read((90 << 20) + step * 1000, 2048);
                settle(&mut cache);
            }
        }
        assert_eq!(waited, 2);
    }

    #[test]
    fn at_most_two_fetches_in_advance_run_at_once_and_a_read_passes_them() {
        let mut cache = BlockCache::new(IMAGE);
        for block in 0..2000u64 {
            cache.read(block * 2048, 2048);
            if block < 1000 {
                settle(&mut cache);
            } else {
                while cache.poll_fetch().is_some() {}
            }
        }
        let ahead = cache
            .fetches
            .values()
            .filter(|pending| pending.ahead)
            .count();
        assert!(ahead <= FETCHES_AHEAD);
        cache.read(99 << 20, 2048);
        let fetch = cache.poll_fetch().unwrap();
        assert_eq!((fetch.offset, fetch.ahead), (99 << 20, false));
    }

    #[test]
    fn a_failed_fetch_is_not_tried_again_by_itself() {
        let mut cache = BlockCache::new(IMAGE);
        cache.read(0, 2048);
        let fetch = cache.poll_fetch().unwrap();
        assert!(cache.concerns(fetch.id, 0, 2048) && !cache.concerns(fetch.id, 65_536, 1));
        cache.failed(fetch.id);
        assert_eq!(cache.poll_fetch(), None);
        assert!(!cache.is_fetching(0, 2048));
        assert!(cache.read(0, 2048).is_none());
        assert!(cache.poll_fetch().is_some());
        // An answer that comes after all is taken for what it is: unknown.
        cache.filled(fetch.id, lines(fetch));
        assert!(cache.get(0, 2048).is_none());
    }

    #[test]
    fn lines_of_the_wrong_size_are_dropped() {
        let mut cache = BlockCache::new(100_000);
        cache.read(0, 100_000);
        let fetch = cache.poll_fetch().unwrap();
        assert_eq!(fetch.len, 100_000);
        let short: Vec<Arc<[u8]>> = vec![vec![0; 65_536].into(), vec![0; 65_536].into()];
        cache.filled(fetch.id, short);
        assert!(cache.get(0, 65_536).is_some());
        assert!(cache.get(65_536, 10).is_none());
    }

    #[test]
    fn nothing_is_fetched_beyond_the_image() {
        let mut cache = BlockCache::new(70_000);
        for block in 0..34u64 {
            cache.read(block * 2048, 2048);
            settle(&mut cache);
        }
        assert_eq!(cache.bytes(), 70_000);
        assert_eq!(cache.poll_fetch(), None);
        assert!(cache.read(1 << 40, 2048).is_none());
        assert_eq!(cache.poll_fetch(), None);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]
        #[test]
        fn any_reads_give_the_right_bytes_and_the_cache_stays_bounded(
            reads in proptest::collection::vec((0u64..(IMAGE - 200_000), 1usize..200_000, 0usize..4), 1..30),
        ) {
            let mut cache = BlockCache::with_capacity(IMAGE, 0);
            let mut open = Vec::new();
            for (offset, len, answers) in reads {
                let found = cache.read(offset, len);
                while let Some(fetch) = cache.poll_fetch() {
                    proptest::prop_assert!(fetch.len <= 16 * LINE_BYTES);
                    open.push(fetch);
                }
                // The newest are answered first, some not at all.
                for _ in 0..answers.min(open.len()) {
                    let fetch = open.pop().unwrap();
                    cache.filled(fetch.id, lines(fetch));
                }
                if let Some(spans) = found.or_else(|| cache.get(offset, len)) {
                    proptest::prop_assert_eq!(joined(&spans), content(offset, len));
                }
                proptest::prop_assert!(cache.lines.len() <= cache.capacity_lines);
                proptest::prop_assert_eq!(cache.lines.len(), cache.by_age.len());
                proptest::prop_assert_eq!(
                    cache.in_flight.len() as u64,
                    cache.fetches.values().map(|p| p.lines.end - p.lines.start).sum::<u64>()
                );
            }
        }
    }
}
