//! The program behind a storage channel that serves the machine's drives: it looks what the
//! console lends, and turns block requests into commands of the host.

use std::time::{Duration, Instant};

use super::drives::{Access, Drives, Job};
use super::nbd::NbdErrno;
use crate::proto::ider::messages::{Drive, Sense};
use crate::sim::ider::{Bus, Command, CommandId, Outcome, Program, Progress};

/// Serves both drives of a machine. Never done.
#[derive(Debug)]
pub(super) struct Serve {
    drives: Drives,
    units: [Unit; 2],
}

/// One drive.
#[derive(Debug)]
struct Unit {
    drive: Drive,
    /// The command on its way.
    waiting: Option<(CommandId, Step)>,
    /// What is asked next, before any request.
    look: Look,
    /// How often the drive said "not yet", in a row.
    repeats: u32,
    /// Nothing was found out since the bus was reset: what the drive complains of is the reset.
    is_fresh: bool,
    block_count: u64,
    /// The request being carried out, and what was read for it or how far it was written.
    job: Option<(Job, Transfer)>,
    /// When the medium was last looked at.
    looked: Option<Instant>,
}

/// What the drive is asked about its medium.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// Is it there.
    Ready,
    /// How large is it.
    Capacity,
    /// May it be written to.
    Protection,
    /// Nothing: it is known.
    Known,
}

/// What a command was sent for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Look(Look),
    Transfer { blocks: u32 },
}

/// How far a request is.
#[derive(Debug, Default)]
struct Transfer {
    read: Vec<u8>,
    done_blocks: u32,
}

impl Serve {
    pub(super) fn new(drives: Drives) -> Self {
        Self {
            drives,
            units: Drive::ALL.map(Unit::new),
        }
    }
}

impl Program for Serve {
    fn advance(&mut self, now: Instant, bus: &mut Bus) -> Progress {
        while let Some((done, outcome)) = bus.take_outcome() {
            for unit in &mut self.units {
                if let Some((_, step)) = unit.waiting.take_if(|(id, _)| *id == done) {
                    unit.take(now, &self.drives, step, &outcome);
                }
            }
        }
        for unit in &mut self.units {
            if unit.waiting.is_none()
                && let Some((step, command)) = unit.next(now, &self.drives)
            {
                unit.waiting = Some((bus.submit(command), step));
            }
        }
        Progress::Running
    }

    fn poll_timeout(&self) -> Option<Instant> {
        let idle = self.units.iter().filter(|unit| unit.waiting.is_none());
        idle.filter_map(|unit| unit.looked)
            .map(|at| at + WATCH)
            .min()
    }
}

impl Drop for Serve {
    /// The bus was reset, or the console is gone: what was not answered is for the next program.
    fn drop(&mut self) {
        for unit in &mut self.units {
            if let Some((job, _)) = unit.job.take() {
                self.drives.put_back(job);
            }
        }
    }
}

impl Unit {
    const fn new(drive: Drive) -> Self {
        Self {
            drive,
            waiting: None,
            look: Look::Ready,
            repeats: 0,
            is_fresh: true,
            block_count: 0,
            job: None,
            looked: None,
        }
    }

    /// The next command; `None` while there is nothing to do.
    fn next(&mut self, now: Instant, drives: &Drives) -> Option<(Step, Command)> {
        if self.look == Look::Known && self.job.is_none() {
            self.job = self.next_job(drives);
        }
        if self.job.is_none() && self.looked.is_some_and(|at| at + WATCH <= now) {
            self.look = Look::Ready;
            self.looked = None;
        }
        let drive = self.drive;
        let command = match self.look {
            Look::Ready if self.looked.is_some() => return None, // Was empty just now.
            Look::Ready => Command::test_unit_ready(drive),
            Look::Capacity => Command::read_capacity(drive),
            Look::Protection => Command::mode_sense_10(drive, 0x3F, 0xC0),
            Look::Known => return self.transfer(),
        };
        Some((Step::Look(self.look), command))
    }

    /// The next request that takes a command.
    fn next_job(&self, drives: &Drives) -> Option<(Job, Transfer)> {
        loop {
            let job = drives.take_job(self.drive)?;
            if job.access == Access::Flush {
                // Every write before it was answered when the console had taken it.
                job.answer(Ok(Vec::new()));
                continue;
            }
            return Some((job, Transfer::default()));
        }
    }

    /// The next part of the request being carried out.
    fn transfer(&self) -> Option<(Step, Command)> {
        let (job, transfer) = self.job.as_ref()?;
        let done = transfer.done_blocks;
        let most = PART_BYTES / self.drive.block_bytes();
        match &job.access {
            Access::Read { lba, count } => {
                let blocks = count.saturating_sub(done).min(most);
                let lba = lba.checked_add(done)?;
                let count = u16::try_from(blocks).ok()?;
                let command = Command::read_10(self.drive, lba, count).by_dma();
                Some((Step::Transfer { blocks }, command))
            }
            Access::Write { lba, data } => {
                let block = usize::try_from(self.drive.block_bytes()).ok()?;
                let from = usize::try_from(done).ok()? * block;
                let rest = data.get(from..)?;
                let len = rest.len().min(usize::try_from(most).ok()? * block);
                let blocks = u32::try_from(len / block).ok()?;
                let part = rest.get(..len)?.to_vec();
                let command = Command::write_10(self.drive, lba.checked_add(done)?, part).by_dma();
                Some((Step::Transfer { blocks }, command))
            }
            Access::Flush => None,
        }
    }

    fn take(&mut self, now: Instant, drives: &Drives, step: Step, outcome: &Outcome) {
        match (step, outcome) {
            (Step::Look(look), Outcome::Good(bytes)) => self.found(now, drives, look, bytes),
            (Step::Transfer { blocks }, Outcome::Good(bytes)) => {
                self.transferred(drives, blocks, bytes);
            }
            (_, Outcome::Check(sense)) => self.complained(now, drives, *sense),
            // The next program begins anew.
            (_, Outcome::Reset) => {}
        }
    }

    fn found(&mut self, now: Instant, drives: &Drives, look: Look, bytes: &[u8]) {
        self.look = match look {
            Look::Ready if drives.medium(self.drive).is_some() && !self.is_fresh => {
                self.looked = Some(now);
                Look::Known
            }
            Look::Ready => Look::Capacity,
            Look::Capacity => {
                let [a, b, c, d, ..] = bytes else {
                    return self.is_empty(now, drives);
                };
                let last = u32::from_be_bytes([*a, *b, *c, *d]);
                self.block_count = u64::from(last) + 1;
                Look::Protection
            }
            Look::Protection | Look::Known => {
                // Third byte of the mode parameter header, bit 7 (SPC-4 § 7.5.5).
                let protected = bytes.get(3).is_none_or(|byte| byte & 0x80 != 0);
                let read_only = protected || self.drive == Drive::Cd;
                drives.insert(self.drive, Some((self.block_count, read_only)));
                self.is_fresh = false;
                self.repeats = 0;
                self.looked = Some(now);
                Look::Known
            }
        };
    }

    fn transferred(&mut self, drives: &Drives, blocks: u32, bytes: &[u8]) {
        let Some((job, mut transfer)) = self.job.take() else {
            return;
        };
        self.repeats = 0;
        transfer.done_blocks = transfer.done_blocks.saturating_add(blocks);
        let total = match &job.access {
            // Nothing where blocks were asked for is what some consoles say for an error.
            Access::Read { .. } if bytes.is_empty() => return job.answer(Err(NbdErrno::Io)),
            Access::Read { count, .. } => {
                transfer.read.extend_from_slice(bytes);
                drives.count_read(self.drive);
                *count
            }
            Access::Write { data, .. } => {
                let bytes = u32::try_from(data.len()).unwrap_or(u32::MAX);
                bytes / self.drive.block_bytes()
            }
            Access::Flush => 0,
        };
        if transfer.done_blocks >= total {
            job.answer(Ok(transfer.read));
        } else {
            self.job = Some((job, transfer));
        }
    }

    /// A command ended with sense data.
    fn complained(&mut self, now: Instant, drives: &Drives, sense: Sense) {
        const NOT_READY: u8 = 2;
        const UNIT_ATTENTION: u8 = 6;
        match sense {
            Sense::NO_MEDIUM => self.is_empty(now, drives),
            // "Attention" and "becoming ready" are asked again, as every driver does.
            Sense {
                key: NOT_READY | UNIT_ATTENTION,
                ..
            } if self.repeats < REPEATS => {
                self.repeats += 1;
                if sense == Sense::MEDIUM_CHANGED && !self.is_fresh {
                    drives.insert(self.drive, None);
                }
                if let Some((job, _)) = self.job.take() {
                    drives.put_back(job);
                }
                self.look = Look::Ready;
                self.looked = None;
            }
            Sense { key: NOT_READY, .. } => self.is_empty(now, drives),
            _ => match self.job.take() {
                Some((job, _)) => job.answer(Err(NbdErrno::Io)),
                // A drive that does not say how it is protected is taken as protected.
                None if self.look == Look::Protection => self.found(now, drives, self.look, &[]),
                None => self.is_empty(now, drives),
            },
        }
    }

    fn is_empty(&mut self, now: Instant, drives: &Drives) {
        if let Some((job, _)) = self.job.take() {
            job.answer(Err(NbdErrno::Shutdown));
        }
        drives.insert(self.drive, None);
        self.is_fresh = false;
        self.repeats = 0;
        self.look = Look::Ready;
        self.looked = Some(now);
    }
}

/// How often a medium is looked at while nothing is read: what systems do (observed: 1–2 s).
const WATCH: Duration = Duration::from_secs(2);
/// How often a drive may say "not yet" before it counts as empty.
const REPEATS: u32 = 20;
/// The most that one command asks for: what Linux asks of an ATAPI drive (`max_sectors_kb`).
const PART_BYTES: u32 = 120 << 10;
