//! The machine's removable drives: what its block layer asks of them, and what a console lends.
//!
//! Shared by the NBD connections, which ask, the program on the storage channel, which carries
//! out, and the machine, which puts media in and takes them out.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, oneshot};

use super::nbd::{Export, NbdErrno};
use crate::proto::ider::messages::Drive;
use crate::sim::ider::Program;

/// What lies in a drive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Medium {
    /// Blocks.
    pub block_count: u64,
    /// It cannot be written to.
    pub read_only: bool,
    /// Which one it is: another number, another medium.
    pub serial: u64,
}

impl Medium {
    /// As an export of this drive.
    #[must_use]
    pub fn export(&self, drive: Drive) -> Export {
        let block_bytes = drive.block_bytes();
        Export {
            name: name(drive).to_owned(),
            size: self.block_count.saturating_mul(u64::from(block_bytes)),
            block_bytes,
            read_only: self.read_only,
        }
    }
}

/// Name of a drive's export.
#[must_use]
pub const fn name(drive: Drive) -> &'static str {
    match drive {
        Drive::Cd => "cd",
        Drive::Floppy => "floppy",
    }
}

/// What is asked of a drive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// Read so many blocks.
    Read {
        /// First block.
        lba: u32,
        /// Number of blocks.
        count: u32,
    },
    /// Write whole blocks.
    Write {
        /// First block.
        lba: u32,
        /// Their bytes.
        data: Vec<u8>,
    },
    /// Nothing may be on its way any more.
    Flush,
}

/// One request with its answer: the bytes read, empty for the others.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) drive: Drive,
    pub(super) medium: u64,
    pub(super) access: Access,
    answer: oneshot::Sender<Result<Vec<u8>, NbdErrno>>,
}

impl Job {
    /// Answers it; nobody may be left to hear.
    pub(super) fn answer(self, result: Result<Vec<u8>, NbdErrno>) {
        drop(self.answer.send(result));
    }
}

/// Both drives. Clones are the same drives.
#[derive(Clone)]
pub struct Drives(Arc<Shared>);

struct Shared {
    state: Mutex<State>,
    /// A medium came or went.
    changed: Notify,
    wake: Box<dyn Fn() + Send + Sync>,
}

#[derive(Debug, Default)]
struct State {
    media: [Option<Medium>; 2],
    jobs: VecDeque<Job>,
    /// Media so far.
    serial: u64,
    /// Blocks were read since the last start of the machine.
    reads: [u64; 2],
}

const fn slot(drive: Drive) -> usize {
    match drive {
        Drive::Floppy => 0,
        Drive::Cd => 1,
    }
}

impl Drives {
    /// Empty drives; `wake` is called when there is something to carry out.
    #[must_use]
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Arc::new(Shared {
            state: Mutex::default(),
            changed: Notify::new(),
            wake: Box::new(wake),
        }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // The state is whole between statements.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The program that serves them over a storage channel.
    #[must_use]
    pub fn program(&self) -> Box<dyn Program> {
        Box::new(super::program::Serve::new(self.clone()))
    }

    /// What lies in a drive.
    #[must_use]
    pub fn medium(&self, drive: Drive) -> Option<Medium> {
        self.state().media.get(slot(drive)).copied().flatten()
    }

    /// How often blocks of a drive were read.
    #[must_use]
    pub fn reads(&self, drive: Drive) -> u64 {
        self.state().reads.get(slot(drive)).copied().unwrap_or(0)
    }

    pub(super) fn count_read(&self, drive: Drive) {
        if let Some(reads) = self.state().reads.get_mut(slot(drive)) {
            *reads += 1;
        }
    }

    /// A medium was put in, with its number of blocks and whether it is read-only, or taken out.
    /// The same medium twice is no change; requests for the old one fail.
    pub(super) fn insert(&self, drive: Drive, found: Option<(u64, bool)>) {
        let mut state = self.state();
        let old = state.media.get(slot(drive)).copied().flatten();
        if old.map(|m| (m.block_count, m.read_only)) == found {
            return;
        }
        state.serial += 1;
        let serial = state.serial;
        let new = found.map(|(block_count, read_only)| Medium {
            block_count,
            read_only,
            serial,
        });
        if let Some(place) = state.media.get_mut(slot(drive)) {
            *place = new;
        }
        drop(state);
        self.fail(|job| job.drive == drive, NbdErrno::Shutdown);
        self.0.changed.notify_waiters();
    }

    /// The console is gone, and its disks with it.
    pub fn take_out(&self) {
        for drive in Drive::ALL {
            self.insert(drive, None);
        }
        self.fail(|_| true, NbdErrno::Shutdown);
    }

    fn fail(&self, which: impl Fn(&Job) -> bool, errno: NbdErrno) {
        let mut state = self.state();
        let (gone, kept) = state.jobs.drain(..).partition(which);
        state.jobs = kept;
        drop(state);
        let gone: VecDeque<Job> = gone;
        for job in gone {
            job.answer(Err(errno));
        }
    }

    /// Asks for something on the medium with this number; waits for the answer.
    ///
    /// # Errors
    /// What the machine's block layer is told.
    pub async fn ask(
        &self,
        drive: Drive,
        medium: u64,
        access: Access,
    ) -> Result<Vec<u8>, NbdErrno> {
        let (answer, answered) = oneshot::channel();
        {
            let mut state = self.state();
            let there = state.media.get(slot(drive)).copied().flatten();
            if there.is_none_or(|there| there.serial != medium) {
                return Err(NbdErrno::Shutdown);
            }
            if state.jobs.len() >= JOBS {
                return Err(NbdErrno::Io);
            }
            state.jobs.push_back(Job {
                drive,
                medium,
                access,
                answer,
            });
        }
        (self.0.wake)();
        answered.await.unwrap_or(Err(NbdErrno::Shutdown))
    }

    /// The next request for a drive.
    pub(super) fn take_job(&self, drive: Drive) -> Option<Job> {
        let mut state = self.state();
        let at = state.jobs.iter().position(|job| job.drive == drive)?;
        state.jobs.remove(at)
    }

    /// A request that could not be carried out yet goes back to the front, unless its medium has
    /// gone meanwhile.
    pub(super) fn put_back(&self, job: Job) {
        let mut state = self.state();
        let there = state.media.get(slot(job.drive)).copied().flatten();
        if there.is_some_and(|there| there.serial == job.medium) {
            state.jobs.push_front(job);
        } else {
            drop(state);
            job.answer(Err(NbdErrno::Shutdown));
        }
    }

    /// Waits until `is_so` of the drives.
    pub async fn wait_until(&self, is_so: impl Fn(&Self) -> bool) {
        loop {
            let mut changed = std::pin::pin!(self.0.changed.notified());
            // Listening before looking, so that nothing falls between.
            changed.as_mut().enable();
            if is_so(self) {
                return;
            }
            changed.await;
        }
    }
}

impl std::fmt::Debug for Drives {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Drives")
            .field("state", &*self.state())
            .finish()
    }
}

/// Requests that wait: QEMU keeps at most 16 on each connection, and there is one per drive.
const JOBS: usize = 256;
