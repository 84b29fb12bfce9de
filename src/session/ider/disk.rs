//! A disk in its drive: image, cache, and what the PC wrote.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::mpsc;

use super::Disk;
use super::fetch::{DiskId, Fetched, Fetcher};
use crate::media::block_cache::BlockCache;
use crate::media::overlay::Overlay;
use crate::media::{DiskImage, SourceError};
use crate::proto::ider::Span;
use crate::proto::ider::messages::Drive;
use crate::session::Fault;

/// A disk that is lent.
#[derive(Debug)]
pub(super) struct Lent {
    pub(super) id: DiskId,
    pub(super) image: DiskImage,
    /// `Some`: the PC may write.
    pub(super) overlay: Option<Overlay>,
    cache: BlockCache,
    fetcher: Fetcher,
    /// Set when the disk is taken out, for whoever still reads its directory.
    pub(super) is_gone: Arc<AtomicBool>,
    /// It did not deliver when it was asked last.
    pub(super) is_in_trouble: bool,
}

/// Blocks that were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) lba: u64,
    pub(super) count: u32,
}

impl Range {
    fn bytes(self, drive: Drive) -> (u64, usize) {
        let block = u64::from(drive.block_bytes());
        let len = u64::from(self.count) * block;
        (self.lba * block, usize::try_from(len).unwrap_or(usize::MAX))
    }
}

impl Lent {
    /// Lends a disk; `answers` gets what its threads read.
    pub(super) fn new(
        id: DiskId,
        disk: Disk,
        answers: &mpsc::Sender<Fetched>,
    ) -> Result<Self, Fault> {
        let Disk { image, writable } = disk;
        let block = u64::from(image.drive.block_bytes());
        Ok(Self {
            id,
            overlay: (writable && image.drive == Drive::Floppy).then(Overlay::default),
            cache: BlockCache::new(image.facts.block_count * block),
            fetcher: Fetcher::start(id, &image.source, answers)?,
            image,
            is_gone: Arc::default(),
            is_in_trouble: false,
        })
    }

    /// The blocks if they are there; otherwise they are being fetched.
    pub(super) fn read(&mut self, range: Range) -> Option<Vec<Span>> {
        let (offset, len) = range.bytes(self.image.drive);
        let spans = self.cache.read(offset, len);
        self.fetch();
        spans.map(|spans| self.with_changes(range, spans))
    }

    /// The blocks if they are there now.
    pub(super) fn get(&mut self, range: Range) -> Option<Vec<Span>> {
        let (offset, len) = range.bytes(self.image.drive);
        let spans = self.cache.get(offset, len)?;
        Some(self.with_changes(range, spans))
    }

    /// Takes what a thread has read. The error, if the PC waits for just that.
    pub(super) fn take(
        &mut self,
        fetched: Fetched,
        awaited: Option<Range>,
    ) -> Result<(), SourceError> {
        let id = fetched.fetch.id;
        let result = match fetched.lines {
            Ok(lines) => {
                self.cache.filled(id, lines);
                Ok(())
            }
            Err(error) => {
                let concerns = awaited.is_some_and(|range| {
                    let (offset, len) = range.bytes(self.image.drive);
                    self.cache.concerns(id, offset, len)
                });
                self.cache.failed(id);
                if concerns { Err(error) } else { Ok(()) }
            }
        };
        self.fetch();
        result
    }

    /// Nobody waits for this range any more, or it was only read ahead and failed: whether
    /// anything is on its way for it.
    pub(super) fn is_coming(&self, range: Range) -> bool {
        let (offset, len) = range.bytes(self.image.drive);
        self.cache.is_fetching(offset, len)
    }

    fn fetch(&mut self) {
        while let Some(fetch) = self.cache.poll_fetch() {
            if !self.fetcher.fetch(fetch) {
                self.cache.failed(fetch.id);
                return;
            }
        }
    }

    /// Puts what the PC wrote over what the image has.
    fn with_changes(&self, range: Range, spans: Vec<Span>) -> Vec<Span> {
        let Some(overlay) = &self.overlay else {
            return spans;
        };
        if !overlay.touches(range.lba, u64::from(range.count)) {
            return spans;
        }
        let mut bytes: Vec<u8> = spans.iter().flat_map(Span::as_bytes).copied().collect();
        overlay.apply(range.lba, &mut bytes);
        vec![bytes.into()]
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        self.is_gone.store(true, Ordering::Relaxed);
    }
}
