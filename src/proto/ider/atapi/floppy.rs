//! The floppy drive: 512-byte blocks, 1.44 MB, LS-120 or larger.

use super::cdb::{Cdb, Opcode};
use super::pages::{self, Kind};
use super::unit::{Medium, Unit};
use super::{Answer, Notice};
use crate::proto::ider::messages::{Drive, Sense};

/// A floppy drive.
#[derive(Debug, Clone)]
pub struct Floppy {
    unit: Unit,
}

impl Floppy {
    /// A drive with or without a medium.
    #[must_use]
    pub fn new(medium: Option<Medium>) -> Self {
        Self {
            unit: Unit::new(Drive::Floppy, medium),
        }
    }

    /// Puts a medium in, in place of what was there.
    pub const fn insert(&mut self, medium: Medium) {
        self.unit.insert(medium);
    }

    /// Takes the medium out.
    pub const fn eject(&mut self) {
        self.unit.eject();
    }

    /// The host reset its bus.
    pub const fn reset(&mut self) {
        self.unit.reset();
    }

    /// What the host did to the medium since the last call.
    pub const fn take_notice(&mut self) -> Option<Notice> {
        self.unit.take_notice()
    }

    /// Carries out one command. `byte_count`: the host's byte count register.
    pub fn execute(&mut self, cdb: Cdb, byte_count: u16) -> Answer {
        self.unit.begin();
        let answer = self.step(cdb, byte_count).unwrap_or_else(Answer::Check);
        self.unit.end(&answer);
        answer
    }

    fn step(&mut self, cdb: Cdb, byte_count: u16) -> Result<Answer, Sense> {
        if let Some(answer) = self.unit.execute(cdb, byte_count)? {
            return Ok(answer);
        }
        match cdb.opcode() {
            Opcode::MODE_SENSE_6 => {
                let Medium {
                    block_count,
                    writable,
                } = self.unit.ready()?;
                if cdb.byte2() & 0x3F != 0x3F || cdb.byte3() != 0 {
                    return Err(Sense::INVALID_FIELD);
                }
                let bytes = pages::mode_sense_6(Kind::of_floppy(block_count), writable);
                Ok(Answer::data(bytes, usize::from(cdb.byte4())))
            }
            // Without a medium no page either: a drive that shows data without a medium hangs
            // Linux live media (observed).
            Opcode::MODE_SENSE_10 => {
                let Medium {
                    block_count,
                    writable,
                } = self.unit.ready()?;
                let kind = Kind::of_floppy(block_count);
                let bytes = pages::mode_sense_10(kind, cdb.byte2() & 0x3F, writable)
                    .ok_or(Sense::INVALID_FIELD)?;
                Ok(Answer::data(bytes, usize::from(cdb.word7())))
            }
            _ => Err(Sense::INVALID_OPCODE),
        }
    }
}
