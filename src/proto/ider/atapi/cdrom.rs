//! The CD drive: 2048-byte blocks, one data track, images of any size.

use super::cdb::{Cdb, Opcode};
use super::pages::{self, Kind};
use super::unit::{MediaEvent, Medium, Unit};
use super::{Answer, Notice};
use crate::proto::ider::messages::{Drive, Sense};

/// A CD drive.
#[derive(Debug, Clone)]
pub struct Cdrom {
    unit: Unit,
}

impl Cdrom {
    /// A drive with or without a medium.
    #[must_use]
    pub fn new(medium: Option<Medium>) -> Self {
        Self {
            unit: Unit::new(Drive::Cd, medium),
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
                self.unit.ready()?;
                if cdb.byte2() & 0x3F != 0x3F || cdb.byte3() != 0 {
                    return Err(Sense::INVALID_FIELD);
                }
                let bytes = pages::mode_sense_6(Kind::Cd, false);
                Ok(Answer::data(bytes, usize::from(cdb.byte4())))
            }
            Opcode::READ_TOC => {
                let medium = self.unit.ready()?;
                let bytes = table_of_contents(cdb, medium).ok_or(Sense::INVALID_FIELD)?;
                Ok(Answer::data(bytes, usize::from(cdb.word7())))
            }
            Opcode::GET_CONFIGURATION => {
                self.unit.medium().ok_or(Sense::NO_MEDIUM)?;
                let alone = cdb.flags() & 0x03 == 0x02;
                let bytes = pages::configuration(cdb.word2(), alone);
                Ok(Answer::data(bytes, usize::from(cdb.word7())))
            }
            Opcode::GET_EVENT_STATUS => self.event_status(cdb),
            Opcode::MODE_SENSE_10 => {
                self.unit.ready()?;
                let bytes = pages::mode_sense_10(Kind::Cd, cdb.byte2() & 0x3F, false)
                    .ok_or(Sense::INVALID_FIELD)?;
                Ok(Answer::data(bytes, usize::from(cdb.word7())))
            }
            Opcode::GET_PERFORMANCE => {
                self.unit.medium().ok_or(Sense::NO_MEDIUM)?;
                Ok(Answer::Data(pages::PERFORMANCE.to_vec()))
            }
            // READ DISC INFORMATION, READ TRACK INFORMATION, MECHANISM STATUS among them: no
            // console answers these, and hosts do without.
            _ => Err(Sense::INVALID_OPCODE),
        }
    }

    /// GET EVENT STATUS NOTIFICATION: a change of medium if there was one, else "no event".
    ///
    /// The quiet answer is the one every console gives (observed); the event follows MMC-6
    /// § 6.6.2.4 (spec).
    fn event_status(&mut self, cdb: Cdb) -> Result<Answer, Sense> {
        const POLLED: u8 = 0x01;
        const MEDIA_CLASS: u8 = 0x10;
        let classes = cdb.byte4();
        if cdb.flags() & POLLED == 0 && classes != MEDIA_CLASS {
            return Err(Sense::INVALID_PARAMETER);
        }
        let wanted = classes & MEDIA_CLASS != 0;
        let event = if wanted { self.unit.take_event() } else { None };
        let bytes = match (event, self.unit.medium()) {
            (Some(MediaEvent::New), _) => vec![0, 6, 4, MEDIA_CLASS, 2, 2, 0, 0],
            (Some(MediaEvent::Removed), _) => vec![0, 6, 4, MEDIA_CLASS, 3, 0, 0, 0],
            (None, Some(_)) => vec![0, 2, 0x80, 0],
            (None, None) => vec![0, 0, 0x80, 0],
        };
        Ok(Answer::data(bytes, usize::from(cdb.word7())))
    }
}

/// READ TOC: one data track from block 0, the lead-out behind the last block. `None` for a format
/// that a CD-ROM without sessions does not have.
fn table_of_contents(cdb: Cdb, medium: Medium) -> Option<Vec<u8>> {
    const TIME: u8 = 0x02;
    const DATA_TRACK: u8 = 0x14;
    const LEAD_OUT: u8 = 0xAA;
    // Old drivers put the format into the upper bits of the control byte.
    let format = match cdb.byte2() & 0x07 {
        0 => cdb.byte9() >> 6,
        format => format,
    };
    match format {
        0 => {
            let first = cdb.byte6();
            if first > 1 && first != LEAD_OUT {
                return None;
            }
            let address = |lba: u64| {
                if cdb.flags() & TIME == 0 {
                    u32::try_from(lba).unwrap_or(u32::MAX).to_be_bytes()
                } else {
                    time_from_lba(lba)
                }
            };
            let mut bytes = vec![0, 0, 1, 1];
            for (track, lba) in [(1, 0), (LEAD_OUT, medium.block_count)] {
                if track >= first {
                    bytes.extend([0, DATA_TRACK, track, 0]);
                    bytes.extend(address(lba));
                }
            }
            let rest = u16::try_from(bytes.len() - 2).unwrap_or(u16::MAX);
            if let Some(field) = bytes.first_chunk_mut() {
                *field = rest.to_be_bytes();
            }
            Some(bytes)
        }
        1 => Some(vec![0, 10, 1, 1, 0, DATA_TRACK, 1, 0, 0, 0, 0, 0]),
        _ => None,
    }
}

/// Minutes, seconds and frames of a block, 75 per second, the first two seconds being lead-in.
/// Beyond what a byte of minutes holds the last time there is stands for all.
fn time_from_lba(lba: u64) -> [u8; 4] {
    let frames = lba.saturating_add(150);
    let part = |value: u64| u8::try_from(value).unwrap_or(u8::MAX);
    match u8::try_from(frames / (60 * 75)) {
        Ok(minutes) => [0, minutes, part(frames / 75 % 60), part(frames % 75)],
        Err(_) => [0, u8::MAX, 59, 74],
    }
}
