//! What is being read, for whoever looks.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::media::directory::Directory;
use crate::media::progress::{Progress, Snapshot};
use crate::media::{ImageFacts, StartEstimate};
use crate::proto::ider::messages::Drive;

use super::fetch::DiskId;

/// Both drives.
#[derive(Debug, Clone, PartialEq)]
pub struct MediaStatus {
    /// The CD drive; `None` if it is empty.
    pub cd: Option<DriveStatus>,
    /// The floppy drive.
    pub floppy: Option<DriveStatus>,
    /// The way to the PC and back, with what its firmware takes to answer; measured when the drives
    /// were lent.
    pub round_trip: Option<Duration>,
}

/// One drive with its disk.
#[derive(Debug, Clone, PartialEq)]
pub struct DriveStatus {
    /// Name of the image.
    pub name: String,
    /// What the image is.
    pub facts: ImageFacts,
    /// The PC may write.
    pub writable: bool,
    /// Blocks that the PC has changed.
    pub changed_blocks: usize,
    /// The PC opened the tray.
    pub is_ejected: bool,
    /// When the PC read a boot image of the disk for the first time since it was reset: when it
    /// began to start from it.
    pub starting_since: Option<Instant>,
    /// How often the PC has reset its drives since the disk was lent.
    pub resets: u32,
    /// What was read, how fast, and why nothing moves.
    pub reading: Snapshot,
    /// The file that was read last.
    pub file: Option<FileStatus>,
    /// What a start reads of the image, guessed; `None` if nothing is recognised, or the
    /// directory is still being read.
    pub start_bytes: Option<u64>,
    /// What is known of a start before it begins.
    pub estimate: Option<StartEstimate>,
}

/// A file of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileStatus {
    /// Its path.
    pub path: String,
    /// Its bytes.
    pub len: u64,
    /// Bytes of it that were read.
    pub read: u64,
}

/// The status of a session, written by its task and read by its front end. Held briefly by both.
#[derive(Debug, Clone, Default)]
pub(super) struct SharedStatus(Arc<Mutex<Known>>);

/// What is known of a session.
#[derive(Debug, Default)]
struct Known {
    floppy: Option<Shown>,
    cd: Option<Shown>,
    round_trip: Option<Duration>,
}

/// What is known of one drive.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) disk: DiskId,
    pub(super) name: String,
    pub(super) facts: ImageFacts,
    pub(super) writable: bool,
    pub(super) changed_blocks: usize,
    pub(super) is_ejected: bool,
    pub(super) progress: Progress,
    starting_since: Option<Instant>,
    resets: u32,
    directory: Option<Listed>,
}

#[derive(Debug)]
struct Listed {
    directory: Directory,
    estimate: Option<StartEstimate>,
}

impl Shown {
    pub(super) fn new(
        now: Instant,
        disk: DiskId,
        name: String,
        facts: ImageFacts,
        drive: Drive,
        writable: bool,
    ) -> Self {
        Self {
            disk,
            name,
            progress: Progress::new(now, facts.block_count, drive.block_bytes()),
            facts,
            writable,
            changed_blocks: 0,
            is_ejected: false,
            starting_since: None,
            resets: 0,
            directory: None,
        }
    }

    /// Blocks that the PC asked for were put out.
    pub(super) fn served(&mut self, now: Instant, lba: u64, count: u32) {
        self.progress.served(now, lba, count);
        let read = lba..lba + u64::from(count);
        if self.starting_since.is_none()
            && self
                .facts
                .boot_blocks
                .iter()
                .any(|block| read.contains(block))
        {
            self.starting_since = Some(now);
        }
    }

    /// The PC was reset.
    pub(super) const fn host_reset(&mut self) {
        self.starting_since = None;
        self.resets = self.resets.saturating_add(1);
    }

    fn status(&self, now: Instant) -> DriveStatus {
        let estimate = self.directory.as_ref().and_then(|listed| listed.estimate);
        DriveStatus {
            name: self.name.clone(),
            facts: self.facts.clone(),
            writable: self.writable,
            changed_blocks: self.changed_blocks,
            is_ejected: self.is_ejected,
            starting_since: self.starting_since,
            resets: self.resets,
            reading: self.progress.snapshot(now),
            file: self.file(),
            start_bytes: estimate.map(|estimate| estimate.bytes()),
            estimate,
        }
    }

    /// The file that was read last, and how much of it was.
    fn file(&self) -> Option<FileStatus> {
        let lba = self.progress.last_lba()?;
        let directory = &self.directory.as_ref()?.directory;
        let index = directory.index_at(lba)?;
        let file = directory.files().get(index)?;
        let blocks: u64 = directory
            .extents_of(index)
            .map(|range| {
                self.progress
                    .map()
                    .marked_in(range.start, range.end - range.start)
            })
            .sum();
        Some(FileStatus {
            path: file.path.clone(),
            len: file.len,
            read: (blocks * 2048).min(file.len),
        })
    }
}

impl SharedStatus {
    /// Changes what is known of a drive.
    pub(super) fn change<T>(
        &self,
        drive: Drive,
        change: impl FnOnce(&mut Option<Shown>) -> T,
    ) -> T {
        let mut known = self.known();
        change(match drive {
            Drive::Floppy => &mut known.floppy,
            Drive::Cd => &mut known.cd,
        })
    }

    /// The device answered after this time.
    pub(super) fn measured(&self, round_trip: Duration) {
        self.known().round_trip = Some(round_trip);
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes what is known of a disk, if there is one in the drive.
    pub(super) fn disk(&self, drive: Drive, change: impl FnOnce(&mut Shown)) {
        self.change(drive, |shown| {
            if let Some(shown) = shown {
                change(shown);
            }
        });
    }

    /// Changes the progress of a drive, if there is a disk in it.
    pub(super) fn progress(&self, drive: Drive, change: impl FnOnce(&mut Progress)) {
        self.disk(drive, |shown| change(&mut shown.progress));
    }

    /// The directory of a disk was read.
    pub(super) fn listed(&self, drive: Drive, disk: DiskId, directory: Directory) {
        let estimate = StartEstimate::of(&directory);
        self.change(drive, |shown| {
            if let Some(shown) = shown.as_mut().filter(|shown| shown.disk == disk) {
                shown.directory = Some(Listed {
                    directory,
                    estimate,
                });
            }
        });
    }

    /// Where both drives stand.
    pub(super) fn status(&self, now: Instant) -> MediaStatus {
        let look = |drive| self.change(drive, |shown| shown.as_ref().map(|s| s.status(now)));
        MediaStatus {
            cd: look(Drive::Cd),
            floppy: look(Drive::Floppy),
            round_trip: self.known().round_trip,
        }
    }

    /// Which parts of a disk were read: `cells` shares of equal size, 0.0..=1.0.
    pub(super) fn map(&self, drive: Drive, cells: usize) -> Vec<f32> {
        self.change(drive, |shown| match shown {
            Some(shown) => shown.progress.map().cells(cells).collect(),
            None => Vec::new(),
        })
    }

    /// The file that a block of a disk belongs to.
    pub(super) fn file_at(&self, drive: Drive, lba: u64) -> Option<String> {
        self.change(drive, |shown| {
            let directory = &shown.as_ref()?.directory.as_ref()?.directory;
            directory.file_at(lba).map(|file| file.path.clone())
        })
    }
}

#[cfg(test)]
pub(in crate::session) mod tests {
    use super::*;
    use crate::media::{DiskImage, blank};

    /// A drive with an empty floppy that the PC has begun to start from, or not.
    pub(in crate::session) fn disk(
        starting_since: Option<Instant>,
        start_bytes: Option<u64>,
    ) -> DriveStatus {
        let source = Arc::new(blank::floppy());
        let image = DiskImage::from_source("a".into(), source, Drive::Floppy).unwrap();
        let facts: ImageFacts = image.facts;
        DriveStatus {
            name: image.name,
            reading: Progress::new(Instant::now(), facts.block_count, 512).snapshot(Instant::now()),
            facts,
            writable: false,
            changed_blocks: 0,
            is_ejected: false,
            starting_since,
            resets: 0,
            file: None,
            start_bytes,
            estimate: None,
        }
    }
}
