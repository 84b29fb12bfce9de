//! The redirected drives as the PC knows them: there or not, and what uses them.

use std::collections::VecDeque;

use super::ider::{Program, Report};
use crate::limits;
use crate::proto::ider::messages::{Drive, Start};

/// State of the redirected drives.
#[derive(Debug, Default)]
pub struct Storage {
    /// A console lends its drives.
    lent: bool,
    /// They appear at the next reset.
    at_reset: bool,
    /// The PC sees them.
    visible: bool,
    /// Resets of the PC's bus so far.
    resets: u64,
    phase: Phase,
    programs: VecDeque<Box<dyn Program>>,
    reports: VecDeque<Report>,
}

/// What the PC does, as far as its drives notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Phase {
    /// It has no power.
    #[default]
    Off,
    /// Its firmware looks for drives.
    SelfTest,
    /// Its firmware starts from a redirected drive.
    Starting(Drive),
    /// Its firmware waits for a key.
    Idle,
    /// An operating system runs.
    Running,
}

impl Storage {
    /// The PC sees the drives.
    #[must_use]
    pub const fn is_visible(&self) -> bool {
        self.visible
    }

    /// A console lends its drives, visible or not.
    #[must_use]
    pub const fn is_lent(&self) -> bool {
        self.lent
    }

    /// Resets of the PC's bus so far.
    #[must_use]
    pub const fn resets(&self) -> u64 {
        self.resets
    }

    /// What the PC does.
    #[must_use]
    pub const fn phase(&self) -> Phase {
        self.phase
    }

    /// A console lends its drives. Graceful registration is refused while the host has commands
    /// waiting, which the caller knows.
    pub const fn lend(&mut self, start: Start) {
        self.lent = true;
        match start {
            Start::NextReset => self.at_reset = !self.visible,
            Start::Graceful | Start::Now => self.visible = !matches!(self.phase, Phase::Off),
        }
        if !self.visible {
            self.at_reset = true;
        }
    }

    /// The console took its drives back.
    pub fn take_back(&mut self) {
        self.lent = false;
        self.at_reset = false;
        self.visible = false;
        self.programs.clear();
    }

    /// The PC was switched on or reset.
    pub(super) const fn pc_reset(&mut self) {
        self.resets += 1;
        self.phase = Phase::SelfTest;
        self.visible = self.lent && (self.visible || self.at_reset);
        self.at_reset = false;
    }

    /// The PC has no power any more.
    pub(super) const fn pc_off(&mut self) {
        self.resets += 1;
        self.phase = Phase::Off;
        // The drives come back with the power.
        self.at_reset = self.lent;
        self.visible = false;
    }

    /// An operating system was started.
    pub(super) const fn pc_runs(&mut self) {
        self.phase = Phase::Running;
    }

    /// The self-test is over, and leads to a lent disk.
    pub(super) const fn pc_starts(&mut self, drive: Drive) {
        self.phase = Phase::Starting(drive);
    }

    /// There was nothing to start from.
    pub(super) const fn pc_idles(&mut self) {
        self.phase = Phase::Idle;
    }

    /// Has a program use the drives as soon as they are visible, before whatever the PC does by
    /// itself. At most [`limits::IDER_QUEUE`] wait; more are dropped.
    pub fn run(&mut self, program: Box<dyn Program>) {
        if self.programs.len() < limits::IDER_QUEUE {
            self.programs.push_back(program);
        }
    }

    /// A program waits.
    #[must_use]
    pub fn has_program(&self) -> bool {
        self.visible && !self.programs.is_empty()
    }

    /// The next program that waits.
    pub(super) fn take_program(&mut self) -> Option<Box<dyn Program>> {
        self.programs.pop_front()
    }

    /// Keeps a report until somebody asks; the oldest go first.
    pub(super) fn report(&mut self, report: Report) {
        if self.reports.len() >= limits::IDER_QUEUE {
            self.reports.pop_front();
        }
        self.reports.push_back(report);
    }

    /// A report waits.
    #[must_use]
    pub fn has_report(&self) -> bool {
        !self.reports.is_empty()
    }

    /// The oldest report nobody has taken.
    pub fn take_report(&mut self) -> Option<Report> {
        self.reports.pop_front()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drives_appear_when_the_console_wanted() {
        let mut storage = Storage::default();
        storage.pc_runs();
        storage.lend(Start::NextReset);
        assert!(!storage.is_visible());
        storage.pc_reset();
        assert!(storage.is_visible());
        storage.pc_reset();
        assert!(storage.is_visible(), "and stay");
        storage.take_back();
        storage.pc_reset();
        assert!(!storage.is_visible());
        for start in [Start::Graceful, Start::Now] {
            let mut storage = Storage::default();
            storage.pc_runs();
            storage.lend(start);
            assert!(storage.is_visible());
        }
    }

    #[test]
    fn drives_go_and_come_back_with_the_power() {
        let mut storage = Storage::default();
        storage.lend(Start::Now);
        assert!(!storage.is_visible(), "there is no power");
        storage.pc_reset();
        assert!(storage.is_visible());
        storage.pc_off();
        assert!(!storage.is_visible());
        storage.pc_reset();
        assert!(storage.is_visible());
        assert_eq!(storage.resets(), 3);
    }
}
