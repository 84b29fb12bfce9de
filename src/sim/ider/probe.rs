//! How firmware and systems look at their drives: the same commands in the same order.
//!
//! Source: `docs/protocol/redirection.md` § 6.14; the orders of Linux (sr, sd, cdrom drivers) and
//! Windows (cdrom.sys) from what these drivers send to ATAPI drives (inferred).

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::bus::{Bus, CommandId, Outcome};
use super::command::Command;
use super::{Program, Progress, Report};
use crate::proto::ider::messages::{Drive, Sense};

/// Who looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Who {
    /// The PC's firmware during its self-test.
    Bios,
    /// A Linux kernel.
    Linux,
    /// Windows.
    Windows,
}

/// A medium that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capacity {
    /// Blocks.
    pub block_count: u64,
    /// Bytes of a block.
    pub block_bytes: u32,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Found {
    /// In the floppy drive.
    pub floppy: Option<Capacity>,
    /// In the CD drive.
    pub cd: Option<Capacity>,
}

impl Found {
    const fn slot(&mut self, drive: Drive) -> &mut Option<Capacity> {
        match drive {
            Drive::Floppy => &mut self.floppy,
            Drive::Cd => &mut self.cd,
        }
    }
}

/// Looks at both drives.
#[derive(Debug)]
pub struct Probe {
    commands: VecDeque<Command>,
    waiting: Option<(CommandId, Command)>,
    /// How often the waiting command was repeated.
    repeats: u32,
    /// Drives that said they are empty: they are not asked for more.
    empty: Vec<Drive>,
    found: Found,
}

impl Probe {
    /// The commands that `who` sends.
    #[must_use]
    pub fn new(who: Who) -> Self {
        use Drive::{Cd, Floppy};
        let mut commands = Vec::new();
        match who {
            Who::Bios => {
                for drive in Drive::ALL {
                    commands.extend([
                        Command::test_unit_ready(drive),
                        Command::read_capacity(drive),
                        Command::mode_sense_10(drive, 0x3F, 0xC0),
                    ]);
                }
                commands.extend([
                    Command::mode_sense_10(Floppy, 0x05, 0xC0),
                    Command::read_format_capacities(Floppy, 0xFC),
                    Command::read_10(Floppy, 0, 1),
                    Command::mode_sense_10(Cd, 0x2A, 0xC0),
                    Command::read_toc(true, 0, 0x324),
                    Command::read_10(Cd, 16, 1),
                ]);
            }
            Who::Linux => {
                commands.extend([
                    Command::test_unit_ready(Cd),
                    Command::mode_sense_10(Cd, 0x2A, 0x80),
                    Command::get_event_status(),
                    Command::read_capacity(Cd),
                    Command::get_configuration(0x2E, true, 0x28),
                    Command::read_toc(false, 0, 12),
                    Command::read_toc(false, 1, 12),
                    Command::read_disc_information(),
                    Command::read_10(Cd, 0, 8).by_dma(),
                    Command::test_unit_ready(Floppy),
                    Command::read_capacity_16(Floppy),
                    Command::read_capacity(Floppy),
                    Command::mode_sense_6(Floppy, 0x3F, 0xC0),
                    Command::read_10(Floppy, 0, 8).by_dma(),
                ]);
            }
            Who::Windows => {
                commands.extend([
                    Command::get_configuration(0, false, 8),
                    Command::get_configuration(0, false, 0xFF),
                    Command::get_configuration(0x0C, true, 0x0C),
                    Command::mechanism_status(),
                    Command::mode_sense_10(Cd, 0x2A, 0x1A),
                    Command::get_event_status(),
                    Command::test_unit_ready(Cd),
                    Command::read_capacity(Cd),
                    Command::read_toc(true, 0, 0x324),
                    Command::read_10(Cd, 16, 1).by_dma(),
                    Command::read_format_capacities(Floppy, 0xFC),
                    Command::test_unit_ready(Floppy),
                    Command::read_capacity(Floppy),
                    Command::mode_sense_6(Floppy, 0x3F, 0xC0),
                    Command::read_10(Floppy, 0, 1).by_dma(),
                ]);
            }
        }
        Self {
            commands: commands.into(),
            waiting: None,
            repeats: 0,
            empty: Vec::new(),
            found: Found::default(),
        }
    }

    fn take(&mut self, command: Command, outcome: Outcome) {
        const READ_CAPACITY: u8 = 0x25;
        match outcome {
            // "Becoming ready" and "attention" are asked again, as every driver does.
            Outcome::Check(Sense { key: 6, .. } | Sense::BECOMING_READY) if self.repeats < 5 => {
                self.repeats += 1;
                self.commands.push_front(command);
                return;
            }
            Outcome::Check(Sense::NO_MEDIUM) => self.empty.push(command.drive),
            Outcome::Good(bytes) => {
                let [opcode, ..] = command.cdb;
                if opcode == READ_CAPACITY
                    && let Ok([a, b, c, d, e, f, g, h]) = <[u8; 8]>::try_from(bytes)
                {
                    *self.found.slot(command.drive) = Some(Capacity {
                        block_count: u64::from(u32::from_be_bytes([a, b, c, d])) + 1,
                        block_bytes: u32::from_be_bytes([e, f, g, h]),
                    });
                }
            }
            Outcome::Check(_) | Outcome::Reset => {}
        }
        self.repeats = 0;
    }
}

impl Program for Probe {
    fn advance(&mut self, _: Instant, bus: &mut Bus) -> Progress {
        while let Some((done, outcome)) = bus.take_outcome() {
            if let Some((_, command)) = self.waiting.take_if(|(id, _)| *id == done) {
                self.take(command, outcome);
            }
        }
        if self.waiting.is_some() {
            return Progress::Running;
        }
        let next = loop {
            match self.commands.pop_front() {
                Some(command) if self.empty.contains(&command.drive) => {}
                other => break other,
            }
        };
        match next {
            Some(command) => {
                self.waiting = Some((bus.submit(command.clone()), command));
                Progress::Running
            }
            None => Progress::Done(Report::Probed(self.found)),
        }
    }

    fn poll_timeout(&self) -> Option<Instant> {
        None
    }
}

/// A system that runs and looks now and then whether the medium has changed. Never done.
#[derive(Debug)]
pub struct Watch {
    next: Option<Instant>,
    waiting: Vec<CommandId>,
}

impl Watch {
    /// How often (observed: every 1–2 s).
    pub const INTERVAL: Duration = Duration::from_secs(2);

    /// Starts at once.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            next: None,
            waiting: Vec::new(),
        }
    }
}

impl Default for Watch {
    fn default() -> Self {
        Self::new()
    }
}

impl Program for Watch {
    fn advance(&mut self, now: Instant, bus: &mut Bus) -> Progress {
        while let Some((done, _)) = bus.take_outcome() {
            self.waiting.retain(|id| *id != done);
        }
        if self.waiting.is_empty() && self.next.is_none_or(|at| at <= now) {
            self.next = Some(now + Self::INTERVAL);
            // Both drives at once, as two drivers do.
            self.waiting = vec![
                bus.submit(Command::test_unit_ready(Drive::Floppy)),
                bus.submit(Command::get_event_status()),
                bus.submit(Command::test_unit_ready(Drive::Cd)),
            ];
        }
        if self.waiting.is_empty() {
            Progress::Idle
        } else {
            Progress::Running
        }
    }

    fn poll_timeout(&self) -> Option<Instant> {
        self.next.filter(|_| self.waiting.is_empty())
    }
}
