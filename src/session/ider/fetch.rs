//! Reads of an image, off the async threads.
//!
//! Each disk has two threads: one for what the PC waits for, one for what is read ahead, so that
//! the second never keeps the first waiting. They are their own rather than the runtime's: a
//! dead network drive may hold them for ever, and nobody waits for them at the end.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread;

use tokio::sync::mpsc;

use crate::media::block_cache::{Fetch, LINE_BYTES};
use crate::media::source::read_padded;
use crate::media::{Source, SourceError};
use crate::session::Fault;

/// Names one disk of a session; never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct DiskId(pub(super) u64);

/// A fetch that was carried out.
#[derive(Debug)]
pub(super) struct Fetched {
    pub(super) disk: DiskId,
    pub(super) fetch: Fetch,
    /// Lines in order.
    pub(super) lines: Result<Vec<Arc<[u8]>>, SourceError>,
}

/// The threads of one disk. Dropping it ends them as soon as they can.
#[derive(Debug)]
pub(super) struct Fetcher {
    wanted: SyncSender<Fetch>,
    ahead: SyncSender<Fetch>,
}

/// Fetches that wait for a thread. A cache asks for few at a time.
const WAITING: usize = 64;

impl Fetcher {
    /// Starts the threads; `answers` gets what they have read.
    pub(super) fn start(
        disk: DiskId,
        source: &Arc<dyn Source>,
        answers: &mpsc::Sender<Fetched>,
    ) -> Result<Self, Fault> {
        let thread = |name: &str| -> Result<SyncSender<Fetch>, Fault> {
            let (sender, jobs) = sync_channel(WAITING);
            let (source, answers) = (Arc::clone(source), answers.clone());
            thread::Builder::new()
                .name(name.into())
                .spawn(move || work(disk, source.as_ref(), &jobs, &answers))
                .map_err(|cause| Fault::System {
                    what: "start a thread",
                    cause,
                })?;
            Ok(sender)
        };
        Ok(Self {
            wanted: thread("outband-disk")?,
            ahead: thread("outband-ahead")?,
        })
    }

    /// Has a fetch carried out; false if too many wait, or its thread is gone.
    pub(super) fn fetch(&self, fetch: Fetch) -> bool {
        let queue = if fetch.ahead {
            &self.ahead
        } else {
            &self.wanted
        };
        match queue.try_send(fetch) {
            Ok(()) => true,
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => false,
        }
    }
}

fn work(
    disk: DiskId,
    source: &dyn Source,
    jobs: &Receiver<Fetch>,
    answers: &mpsc::Sender<Fetched>,
) {
    while let Ok(fetch) = jobs.recv() {
        let lines = read_lines(source, fetch);
        let answer = Fetched { disk, fetch, lines };
        if answers.blocking_send(answer).is_err() {
            return; // The session is over.
        }
    }
}

/// Reads the lines of a fetch, each into the buffer that the cache keeps.
fn read_lines(source: &dyn Source, fetch: Fetch) -> Result<Vec<Arc<[u8]>>, SourceError> {
    if source.likes_long_reads() {
        let mut bytes = vec![0; fetch.len];
        read_padded(source, fetch.offset, &mut bytes)?;
        return Ok(bytes.chunks(LINE_BYTES).map(Arc::from).collect());
    }
    let mut lines = Vec::with_capacity(fetch.len.div_ceil(LINE_BYTES));
    let mut done = 0;
    while done < fetch.len {
        let len = LINE_BYTES.min(fetch.len - done);
        let mut line: Arc<[u8]> = std::iter::repeat_n(0, len).collect();
        if let Some(place) = Arc::get_mut(&mut line) {
            read_padded(source, fetch.offset + done as u64, place)?;
        }
        lines.push(line);
        done += len;
    }
    Ok(lines)
}
