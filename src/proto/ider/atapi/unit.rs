//! What both drives have in common: the medium, its changes, and the block commands.

use super::cdb::{Cdb, Opcode};
use super::{Answer, Lba, Notice};
use crate::proto::ider::messages::{Drive, Sense};

/// A medium in a drive, as far as commands need to know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Medium {
    /// Blocks of the drive's size; at least 1.
    pub block_count: u64,
    /// Only a floppy can be.
    pub writable: bool,
}

/// What the host has not been told yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Attention {
    #[default]
    None,
    /// There is a medium the host has never used. TEST UNIT READY says so once. Commands that
    /// read do not: some BIOSes read without asking first and take any error for the end.
    Inserted,
    /// The medium is not the one the host used. Every command that touches it says so once,
    /// or the host would mix the contents of two media.
    Changed,
}

/// A change of medium that GET EVENT STATUS NOTIFICATION has not reported yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MediaEvent {
    /// A medium is there.
    New,
    /// It is gone.
    Removed,
}

/// State and commands that do not depend on the kind of drive.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    drive: Drive,
    medium: Option<Medium>,
    /// Ejected by the host; comes back when the host closes the tray.
    tray: Option<Medium>,
    attention: Attention,
    event: Option<MediaEvent>,
    locked: bool,
    /// The host has sent a command: what happens from now on is a change for it.
    used: bool,
    last_sense: Sense,
    notice: Option<Notice>,
}

impl Unit {
    pub(super) fn new(drive: Drive, medium: Option<Medium>) -> Self {
        let mut unit = Self {
            drive,
            medium: None,
            tray: None,
            attention: Attention::None,
            event: None,
            locked: false,
            used: false,
            last_sense: Sense::GOOD,
            notice: None,
        };
        if let Some(medium) = medium {
            unit.insert(medium);
        }
        unit
    }

    /// Puts a medium in, in place of what was there.
    pub(super) const fn insert(&mut self, medium: Medium) {
        self.medium = Some(medium);
        self.tray = None;
        if self.used {
            self.attention = Attention::Changed;
            self.event = Some(MediaEvent::New);
        } else {
            self.attention = Attention::Inserted;
        }
    }

    /// Takes the medium out, locked or not: the technician's word counts more than the host's.
    pub(super) const fn eject(&mut self) {
        if self.medium.is_some() && self.used {
            self.event = Some(MediaEvent::Removed);
        }
        self.medium = None;
        self.tray = None;
        self.attention = Attention::None;
    }

    /// The host reset its bus.
    pub(super) const fn reset(&mut self) {
        self.locked = false;
        self.event = None;
        self.last_sense = Sense::GOOD;
        self.attention = match self.medium {
            Some(_) => Attention::Inserted,
            None => Attention::None,
        };
    }

    pub(super) const fn medium(&self) -> Option<Medium> {
        self.medium
    }

    pub(super) const fn take_notice(&mut self) -> Option<Notice> {
        self.notice.take()
    }

    pub(super) const fn take_event(&mut self) -> Option<MediaEvent> {
        self.event.take()
    }

    /// Before every command.
    pub(super) const fn begin(&mut self) {
        self.used = true;
    }

    /// After every command: remembers what REQUEST SENSE would be told.
    pub(super) const fn end(&mut self, answer: &Answer) {
        self.last_sense = match answer {
            Answer::Check(sense) => *sense,
            _ => Sense::GOOD,
        };
    }

    /// The medium for a command that touches it, or why not.
    pub(super) const fn ready(&mut self) -> Result<Medium, Sense> {
        let Some(medium) = self.medium else {
            return Err(Sense::NO_MEDIUM);
        };
        if let Attention::Changed = self.attention {
            self.attention = Attention::None;
            return Err(Sense::MEDIUM_CHANGED);
        }
        Ok(medium)
    }

    /// Carries out the commands that both drives understand alike; `Ok(None)` for the others.
    ///
    /// `byte_count` is the byte count register: the most the host takes in one PIO burst.
    pub(super) fn execute(&mut self, cdb: Cdb, byte_count: u16) -> Result<Option<Answer>, Sense> {
        let answer = match cdb.opcode() {
            Opcode::TEST_UNIT_READY => {
                self.ready()?;
                if self.attention == Attention::Inserted {
                    self.attention = Attention::None;
                    return Err(Sense::MEDIUM_CHANGED);
                }
                Answer::Good
            }
            Opcode::REQUEST_SENSE => {
                let sense = self.last_sense.fixed_format();
                Answer::data(sense, usize::from(cdb.byte4()))
            }
            Opcode::READ_6 => {
                let (lba, count) = cdb.short_range();
                self.read(lba, count)?
            }
            Opcode::WRITE_6 => {
                let (lba, count) = cdb.short_range();
                if !self.ready()?.writable {
                    return Err(Sense::WRITE_PROTECTED);
                }
                self.write(lba, count)?
            }
            Opcode::START_STOP_UNIT => self.start_stop(cdb)?,
            Opcode::PREVENT_ALLOW_MEDIUM_REMOVAL => {
                self.medium.ok_or(Sense::NO_MEDIUM)?;
                self.locked = cdb.byte4() & 1 != 0;
                Answer::Good
            }
            Opcode::READ_FORMAT_CAPACITIES => self.format_capacities(cdb)?,
            Opcode::READ_CAPACITY_10 => {
                let last = self.ready()?.block_count.saturating_sub(1);
                let last = u32::try_from(last).unwrap_or(u32::MAX);
                let mut bytes = last.to_be_bytes().to_vec();
                bytes.extend(self.drive.block_bytes().to_be_bytes());
                Answer::Data(bytes)
            }
            Opcode::READ_10 => self.read(cdb.long2(), u32::from(cdb.word7()))?,
            Opcode::READ_12 => self.read(cdb.long2(), cdb.long6())?,
            Opcode::WRITE_10 | Opcode::WRITE_AND_VERIFY_10 => {
                self.write(cdb.long2(), u32::from(cdb.word7()))?
            }
            Opcode::SEEK_10 => {
                self.range(cdb.long2(), 1)?;
                Answer::Good
            }
            Opcode::VERIFY_10 => {
                // With BytChk the host would send data to compare; nobody was seen to.
                const BYTE_CHECK: u8 = 0x02;
                let medium = self.ready()?;
                if cdb.flags() & BYTE_CHECK != 0 {
                    return Err(Sense::INVALID_FIELD);
                }
                in_range(medium, cdb.long2(), u32::from(cdb.word7()))?;
                Answer::Good
            }
            Opcode::SERVICE_ACTION_IN_16 if cdb.flags() & 0x1F == Cdb::READ_CAPACITY_16 => {
                self.capacity_16(byte_count)?
            }
            Opcode::INQUIRY | Opcode::LOG_SELECT | Opcode::MODE_SELECT_10 => {
                return Err(Sense::INVALID_OPCODE);
            }
            _ => return Ok(None),
        };
        Ok(Some(answer))
    }

    /// Eject and load; spinning up and down means nothing here.
    const fn start_stop(&mut self, cdb: Cdb) -> Result<Answer, Sense> {
        const START: u8 = 0x01;
        const LOAD_EJECT: u8 = 0x02;
        if cdb.byte4() & LOAD_EJECT != 0 {
            if cdb.byte4() & START != 0 {
                if let Some(medium) = self.tray.take() {
                    self.insert(medium);
                    self.notice = Some(Notice::Loaded);
                }
            } else if let Some(medium) = self.medium {
                if self.locked {
                    return Err(Sense::REMOVAL_PREVENTED);
                }
                self.eject();
                self.tray = Some(medium);
                self.notice = Some(Notice::Ejected);
            }
        }
        Ok(Answer::Good)
    }

    /// Real block count and size, where other consoles repeat a constant.
    fn format_capacities(&self, cdb: Cdb) -> Result<Answer, Sense> {
        const FORMATTED: u8 = 0x02;
        let medium = self.medium.ok_or(Sense::INVALID_FIELD)?;
        let count = u32::try_from(medium.block_count).unwrap_or(u32::MAX);
        let [_, a, b, c] = self.drive.block_bytes().to_be_bytes();
        let mut bytes = vec![0, 0, 0, 8];
        bytes.extend(count.to_be_bytes());
        bytes.extend([FORMATTED, a, b, c]);
        Ok(Answer::data(bytes, usize::from(cdb.word7())))
    }

    /// READ CAPACITY(16). Its allocation length lies in bytes 10–13, of which a packet carries
    /// only the upper, always zero, half; so the host's byte count limits the answer.
    fn capacity_16(&mut self, byte_count: u16) -> Result<Answer, Sense> {
        let last = self.ready()?.block_count.saturating_sub(1);
        let mut bytes = last.to_be_bytes().to_vec();
        bytes.extend(self.drive.block_bytes().to_be_bytes());
        bytes.resize(32, 0);
        let allocation = if byte_count == 0 { 32 } else { byte_count };
        Ok(Answer::data(bytes, usize::from(allocation)))
    }

    fn read(&mut self, lba: u32, count: u32) -> Result<Answer, Sense> {
        let lba = self.range(lba, count)?;
        Ok(if count == 0 {
            Answer::Good
        } else {
            Answer::Read { lba, count }
        })
    }

    /// A floppy that is not writable takes the data and then complains, as Intel's library does;
    /// a CD complains at once (observed).
    fn write(&mut self, lba: u32, count: u32) -> Result<Answer, Sense> {
        let medium = self.ready()?;
        if self.drive == Drive::Cd {
            return Err(Sense::WRITE_PROTECTED);
        }
        let lba = in_range(medium, lba, count)?;
        let refuse = (!medium.writable).then_some(Sense::WRITE_PROTECTED);
        Ok(match (count, refuse) {
            (0, None) => Answer::Good,
            (0, Some(sense)) => Answer::Check(sense),
            (count, refuse) => Answer::Write { lba, count, refuse },
        })
    }

    fn range(&mut self, lba: u32, count: u32) -> Result<Lba, Sense> {
        in_range(self.ready()?, lba, count)
    }
}

/// Checks that `count` blocks from `lba` lie on the medium.
fn in_range(medium: Medium, lba: u32, count: u32) -> Result<Lba, Sense> {
    let end = u64::from(lba) + u64::from(count);
    if end <= medium.block_count {
        Ok(Lba(u64::from(lba)))
    } else {
        Err(Sense::OUT_OF_RANGE)
    }
}
