//! Load on a drive: reads in sequence or anywhere, as fast as the console answers.

use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use sha2::{Digest, Sha256};

use super::bus::{Bus, CommandId, Outcome};
use super::command::Command;
use super::{Program, Progress, Report};
use crate::proto::ider::messages::{Drive, Sense};

/// Where reads go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    /// From the first block on, without a gap.
    Sequential,
    /// Anywhere, as the seed says.
    Random {
        /// Decides the order.
        seed: u64,
    },
}

/// What to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoadOptions {
    /// From which drive.
    pub drive: Drive,
    /// In which order.
    pub pattern: Pattern,
    /// Blocks per command; the last one of a sequence may have fewer.
    pub blocks: u16,
    /// Bytes in all; `None`: the whole medium once.
    pub bytes: Option<u64>,
}

/// What was read and how fast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadReport {
    /// Reads that brought their blocks.
    pub reads: u64,
    /// Bytes of those.
    pub bytes: u64,
    /// From the first command to the last outcome.
    pub time: Duration,
    /// Time of each read, shortest first.
    pub latencies: Vec<Duration>,
    /// SHA-256 over all blocks in the order in which they were read.
    pub sha256: [u8; 32],
    /// The first sense data other than "medium may have changed", which ended it.
    pub fault: Option<Sense>,
}

impl LoadReport {
    /// Bytes per second.
    #[must_use]
    pub fn bytes_per_second(&self) -> u64 {
        let micros = self.time.as_micros().max(1);
        u64::try_from(u128::from(self.bytes) * 1_000_000 / micros).unwrap_or(u64::MAX)
    }

    /// The time within which `percent` of all reads were answered.
    #[must_use]
    pub fn percentile(&self, percent: usize) -> Duration {
        let last = self.latencies.len().saturating_sub(1);
        let index = last * percent.min(100) / 100;
        self.latencies.get(index).copied().unwrap_or_default()
    }
}

/// Puts load on a drive.
#[derive(Debug)]
pub struct Load {
    options: LoadOptions,
    rng: StdRng,
    /// Blocks of the medium, once known.
    block_count: u64,
    next_lba: u64,
    left: u64,
    waiting: Option<(CommandId, Instant)>,
    /// The read that waits, to be repeated after "medium may have changed".
    command: Option<Command>,
    started: Option<Instant>,
    hash: Sha256,
    report: LoadReport,
}

impl Load {
    /// Load as `options` say.
    #[must_use]
    pub fn new(options: LoadOptions) -> Self {
        let seed = match options.pattern {
            Pattern::Sequential => 0,
            Pattern::Random { seed } => seed,
        };
        Self {
            options,
            rng: StdRng::seed_from_u64(seed),
            block_count: 0,
            next_lba: 0,
            left: 0,
            waiting: None,
            command: Some(Command::read_capacity(options.drive)),
            started: None,
            hash: Sha256::new(),
            report: LoadReport {
                reads: 0,
                bytes: 0,
                time: Duration::ZERO,
                latencies: Vec::new(),
                sha256: [0; 32],
                fault: None,
            },
        }
    }

    /// The blocks that a random pattern reads, for whoever has to compare: first blocks, in
    /// order. `block_count` is that of the medium.
    pub fn random_lbas(seed: u64, block_count: u64, blocks: u16) -> impl Iterator<Item = u64> {
        let mut rng = StdRng::seed_from_u64(seed);
        let last = block_count.saturating_sub(u64::from(blocks));
        std::iter::repeat_with(move || rng.random_range(0..=last))
    }

    fn take(&mut self, now: Instant, sent: Instant, outcome: Outcome) {
        match outcome {
            Outcome::Good(bytes) if self.block_count == 0 => {
                if let Ok([a, b, c, d, ..]) = <[u8; 8]>::try_from(bytes) {
                    self.block_count = u64::from(u32::from_be_bytes([a, b, c, d])) + 1;
                    let all = self.block_count * u64::from(self.options.drive.block_bytes());
                    self.left = self.options.bytes.unwrap_or(all);
                }
                self.started = Some(now);
                self.next_read();
            }
            Outcome::Good(bytes) => {
                self.hash.update(&bytes);
                self.report.reads += 1;
                self.report.bytes += bytes.len() as u64;
                self.report
                    .latencies
                    .push(now.saturating_duration_since(sent));
                self.left = self.left.saturating_sub((bytes.len() as u64).max(1));
                self.next_read();
            }
            // Asked again with the same command.
            Outcome::Check(Sense { key: 6, .. }) => {}
            Outcome::Check(sense) => {
                self.report.fault = Some(sense);
                self.command = None;
            }
            Outcome::Reset => self.command = None,
        }
    }

    fn next_read(&mut self) {
        let drive = self.options.drive;
        let blocks = u64::from(self.options.blocks);
        let lba = match self.options.pattern {
            Pattern::Sequential => self.next_lba,
            Pattern::Random { .. } => {
                let last = self.block_count.saturating_sub(blocks);
                self.rng.random_range(0..=last)
            }
        };
        let count = blocks.min(self.block_count.saturating_sub(lba));
        self.next_lba = lba + count;
        self.command = match (u32::try_from(lba), u16::try_from(count)) {
            (Ok(lba), Ok(count)) if count > 0 && self.left > 0 => {
                Some(Command::read_10(drive, lba, count).by_dma())
            }
            _ => None,
        };
    }
}

impl Program for Load {
    fn advance(&mut self, now: Instant, bus: &mut Bus) -> Progress {
        while let Some((done, outcome)) = bus.take_outcome() {
            if let Some((_, sent)) = self.waiting.take_if(|(id, _)| *id == done) {
                self.take(now, sent, outcome);
            }
        }
        if self.waiting.is_some() {
            return Progress::Running;
        }
        if let Some(command) = &self.command {
            self.waiting = Some((bus.submit(command.clone()), now));
            return Progress::Running;
        }
        self.report.time = self
            .started
            .map_or(Duration::ZERO, |at| now.saturating_duration_since(at));
        self.report.latencies.sort_unstable();
        self.report.sha256 = std::mem::take(&mut self.hash).finalize().into();
        Progress::Done(Report::Loaded(self.report.clone()))
    }

    fn poll_timeout(&self) -> Option<Instant> {
        None
    }
}
