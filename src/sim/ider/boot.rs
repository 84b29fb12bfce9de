//! How a PC's firmware starts from a redirected drive, with every byte checked.
//!
//! From a CD: volume descriptors, boot record, boot catalogue, boot image and root directory, as
//! El Torito 1.0 says. The image is read twice, block by block by PIO and in long runs by DMA,
//! and both must agree; the checksum that boot loaders carry in it must be right. From a floppy:
//! its boot sector.

use std::collections::BTreeMap;
use std::time::Instant;

use sha2::{Digest, Sha256};

use super::bus::{Bus, CommandId, Outcome};
use super::command::Command;
use super::{Program, Progress, Report};
use crate::proto::ider::messages::{Drive, Sense};

/// What was started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BootReport {
    /// From which drive.
    pub drive: Drive,
    /// Label of the volume.
    pub label: String,
    /// Names in its root directory, as ISO 9660 spells them; at most [`MOST_NAMES`].
    pub names: Vec<String>,
    /// Bytes of the boot image.
    pub image_bytes: usize,
    /// SHA-256 of the boot image.
    pub image_sha256: [u8; 32],
    /// The boot image carries a checksum of itself, and it is right.
    pub is_self_checked: bool,
}

/// Why the PC did not start.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BootFault {
    /// The drive is empty.
    #[error("no medium")]
    NoMedium,
    /// There is nothing to start on the medium.
    #[error("not a bootable medium")]
    NotBootable,
    /// Something on the medium contradicts itself.
    #[error("{0} is damaged")]
    Damaged(&'static str),
    /// A block could not be read.
    #[error("block {lba} cannot be read: {sense}")]
    Read {
        /// First block of the command.
        lba: u32,
        /// What the drive said.
        sense: Sense,
    },
    /// The drive said "good" and sent nothing.
    #[error("block {0} came without its bytes")]
    NoBytes(u32),
    /// Two reads of the same blocks differ.
    #[error("block {0} was read twice with different bytes")]
    Differs(u32),
    /// The bus was reset in the middle.
    #[error("interrupted by a reset")]
    Reset,
}

/// Names kept of the root directory.
pub const MOST_NAMES: usize = 64;
/// Bytes of a boot image that are read; larger ones are cut.
const MOST_IMAGE_BYTES: usize = 8 << 20;
/// Blocks per command in a long run.
const RUN_BLOCKS: u16 = 32;

/// Which entry of the catalogue is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Firmware {
    /// The one for a BIOS.
    Bios,
    /// The one for UEFI.
    Uefi,
}

impl Firmware {
    const fn platform(self) -> u8 {
        match self {
            Self::Bios => 0x00,
            Self::Uefi => 0xEF,
        }
    }
}

/// Starts the PC from a drive.
#[derive(Debug)]
pub struct Boot {
    drive: Drive,
    firmware: Firmware,
    state: State,
    waiting: Option<CommandId>,
    /// Blocks read so far, by number; the first pass.
    blocks: BTreeMap<u32, Vec<u8>>,
    /// What is still to be read: first block, number of blocks.
    wanted: Vec<(u32, u32)>,
    /// The command that waits: first block, number of blocks.
    reading: Option<(u32, u16)>,
    second_pass: bool,
    attentions: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Ready,
    Descriptors,
    /// The catalogue lies in this block.
    Catalogue(u32),
    Image(Entry),
    Directory(Entry),
}

/// A boot image and where the root directory lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    first: u32,
    bytes: usize,
}

/// One step, or the end.
type Step = Result<Option<BootReport>, BootFault>;

impl Boot {
    /// Starts from `drive` as `firmware` does.
    #[must_use]
    pub const fn new(drive: Drive, firmware: Firmware) -> Self {
        Self {
            drive,
            firmware,
            state: State::Ready,
            waiting: None,
            blocks: BTreeMap::new(),
            wanted: Vec::new(),
            reading: None,
            second_pass: false,
            attentions: 0,
        }
    }

    /// Goes on after an outcome.
    fn outcome(&mut self, outcome: Outcome) -> Step {
        let Some((lba, count)) = self.reading.take() else {
            return self.ready(outcome);
        };
        let bytes = match outcome {
            Outcome::Good(bytes) if bytes.is_empty() => return Err(BootFault::NoBytes(lba)),
            Outcome::Good(bytes) => bytes,
            Outcome::Check(sense @ Sense { key: 6, .. }) => {
                self.attention(lba, sense)?;
                self.wanted.push((lba, u32::from(count)));
                return Ok(None);
            }
            Outcome::Check(sense) => return Err(BootFault::Read { lba, sense }),
            Outcome::Reset => return Err(BootFault::Reset),
        };
        let block_bytes = usize::try_from(self.drive.block_bytes()).unwrap_or(1);
        for (lba, block) in (lba..).zip(bytes.chunks(block_bytes)) {
            if self.second_pass {
                if self.blocks.get(&lba).is_some_and(|first| first != block) {
                    return Err(BootFault::Differs(lba));
                }
            } else {
                self.blocks.insert(lba, block.to_vec());
            }
        }
        if self.wanted.is_empty() {
            self.next_state()
        } else {
            Ok(None)
        }
    }

    /// After TEST UNIT READY.
    fn ready(&mut self, outcome: Outcome) -> Step {
        match outcome {
            Outcome::Good(_) => {
                self.state = State::Descriptors;
                match self.drive {
                    Drive::Cd => self.wanted.push((16, 4)),
                    Drive::Floppy => self.wanted.push((0, 1)),
                }
                Ok(None)
            }
            Outcome::Check(Sense::NO_MEDIUM) => Err(BootFault::NoMedium),
            Outcome::Check(sense) => self.attention(0, sense).map(|()| None),
            Outcome::Reset => Err(BootFault::Reset),
        }
    }

    /// "Medium may have changed" and "becoming ready" are asked again, a few times.
    const fn attention(&mut self, lba: u32, sense: Sense) -> Result<(), BootFault> {
        self.attentions += 1;
        if self.attentions > 5 {
            return Err(BootFault::Read { lba, sense });
        }
        Ok(())
    }

    /// Everything that was wanted is there.
    fn next_state(&mut self) -> Step {
        match (self.state.clone(), self.drive) {
            (State::Ready, _) => {}
            (State::Descriptors, Drive::Floppy) => return self.floppy().map(Some),
            (State::Descriptors, Drive::Cd) => {
                let catalogue = self.boot_record()?;
                self.state = State::Catalogue(catalogue);
                self.wanted.push((catalogue, 1));
            }
            (State::Catalogue(catalogue), _) => {
                let entry = self.catalogue_entry(catalogue)?;
                self.state = State::Image(entry);
                self.want_image(entry);
            }
            (State::Image(entry), _) if !self.second_pass => {
                let entry = self.whole_image(entry);
                self.state = State::Image(entry);
                self.want_image(entry);
                if self.wanted.is_empty() {
                    self.second_pass = true;
                    self.wanted.push((entry.first, blocks_of(entry.bytes)));
                }
            }
            (State::Image(entry), _) => {
                self.second_pass = false;
                self.state = State::Directory(entry);
                let (first, count) = self.root_directory()?;
                self.wanted.push((first, count));
            }
            (State::Directory(entry), _) => return self.report(entry).map(Some),
        }
        Ok(None)
    }

    /// Blocks of the image that are not there yet.
    fn want_image(&mut self, entry: Entry) {
        let end = entry.first.saturating_add(blocks_of(entry.bytes));
        let missing = (entry.first..end).find(|lba| !self.blocks.contains_key(lba));
        if let Some(first) = missing {
            self.wanted.push((first, end - first));
        }
    }

    /// Block of the boot catalogue; the primary descriptor must agree with itself.
    fn boot_record(&self) -> Result<u32, BootFault> {
        let primary = self.primary()?;
        let [little, big] = [(80, false), (84, true)].map(|(at, big)| number(primary, at, big));
        if little != big || little == Some(0) {
            return Err(BootFault::Damaged("the volume descriptor"));
        }
        (17..20)
            .filter_map(|lba| self.blocks.get(&lba))
            .find(|block| block.starts_with(b"\x00CD001\x01EL TORITO SPECIFICATION"))
            .and_then(|block| number(block, 71, false))
            .ok_or(BootFault::NotBootable)
    }

    fn primary(&self) -> Result<&[u8], BootFault> {
        self.blocks
            .get(&16)
            .filter(|block| block.starts_with(b"\x01CD001\x01"))
            .map(Vec::as_slice)
            .ok_or(BootFault::NotBootable)
    }

    /// The boot image for this firmware.
    fn catalogue_entry(&self, catalogue: u32) -> Result<Entry, BootFault> {
        const BOOTABLE: u8 = 0x88;
        let damaged = BootFault::Damaged("the boot catalogue");
        let block = self
            .blocks
            .get(&catalogue)
            .filter(|block| block.first() == Some(&1) && block.get(30..32) == Some(&[0x55, 0xAA]))
            .ok_or_else(|| damaged.clone())?;
        let (entries, _) = block.as_chunks::<32>();
        let (validation, entries) = entries.split_first().ok_or_else(|| damaged.clone())?;
        let (words, _) = validation.as_chunks::<2>();
        let sum = words.iter().fold(0u16, |sum, word| {
            sum.wrapping_add(u16::from_le_bytes(*word))
        });
        if sum != 0 {
            return Err(damaged);
        }
        let [_, mut platform, ..] = *validation;
        for entry in entries {
            match entry {
                [0x90 | 0x91, id, ..] => platform = *id,
                [BOOTABLE, _, _, _, _, _, low, high, ..]
                    if platform == self.firmware.platform() =>
                {
                    let first = number(entry, 8, false).ok_or(damaged)?;
                    let sectors = u16::from_le_bytes([*low, *high]).max(1);
                    let bytes = usize::from(sectors) * 512;
                    return Ok(Entry { first, bytes });
                }
                [0, ..] => break,
                _ => {}
            }
        }
        Err(BootFault::NotBootable)
    }

    /// The image as long as it says itself: a boot information table, or a FAT file system.
    fn whole_image(&self, entry: Entry) -> Entry {
        let Some(head) = self.blocks.get(&entry.first) else {
            return entry;
        };
        let table = self.boot_info(head, entry.first).map(|(bytes, _)| bytes);
        let fat = || {
            let jump = head.starts_with(&[0xEB]) || head.starts_with(&[0xE9]);
            let sectors = match number(head, 19, false)? & 0xFFFF {
                0 => number(head, 32, false)?,
                sectors => sectors,
            };
            let plausible = jump && head.get(510..512) == Some(&[0x55, 0xAA]);
            usize::try_from(sectors)
                .ok()
                .filter(|_| plausible)?
                .checked_mul(512)
        };
        let bytes = table.or_else(fat).unwrap_or(entry.bytes);
        Entry {
            bytes: bytes.clamp(entry.bytes, MOST_IMAGE_BYTES.max(entry.bytes)),
            ..entry
        }
    }

    /// Length and checksum in a boot information table: block of the descriptor, block of the
    /// image, length, sum of all words from byte 64 on.
    fn boot_info(&self, head: &[u8], first: u32) -> Option<(usize, u32)> {
        let is_table = number(head, 8, false)? == 16 && number(head, 12, false)? == first;
        let bytes = usize::try_from(number(head, 16, false)?).ok()?;
        is_table.then_some((bytes, number(head, 20, false)?))
    }

    /// Where the root directory lies.
    fn root_directory(&self) -> Result<(u32, u32), BootFault> {
        let primary = self.primary()?;
        let damaged = BootFault::Damaged("the root directory");
        let first = number(primary, 158, false).ok_or_else(|| damaged.clone())?;
        let bytes = number(primary, 166, false).ok_or_else(|| damaged.clone())?;
        let twice =
            number(primary, 162, true) == Some(first) && number(primary, 170, true) == Some(bytes);
        if !twice || bytes == 0 {
            return Err(damaged);
        }
        Ok((
            first,
            blocks_of(usize::try_from(bytes).unwrap_or(0)).min(32),
        ))
    }

    fn report(&self, entry: Entry) -> Result<BootReport, BootFault> {
        let image = self.image(entry);
        let table = image
            .get(..64)
            .and_then(|head| self.boot_info(head, entry.first));
        let is_self_checked = match table {
            Some((bytes, expected)) if bytes <= image.len() => {
                if checksum(image.get(64..bytes).unwrap_or_default()) != expected {
                    return Err(BootFault::Damaged("the boot image"));
                }
                true
            }
            _ => false,
        };
        let label = self.primary()?.get(40..72).unwrap_or_default();
        let (root, count) = self.root_directory()?;
        let directory = (root..root + count).filter_map(|lba| self.blocks.get(&lba));
        Ok(BootReport {
            drive: self.drive,
            label: text(label),
            names: directory
                .flat_map(|block| names(block))
                .take(MOST_NAMES)
                .collect(),
            image_bytes: image.len(),
            image_sha256: Sha256::digest(&image).into(),
            is_self_checked,
        })
    }

    fn image(&self, entry: Entry) -> Vec<u8> {
        let end = entry.first.saturating_add(blocks_of(entry.bytes));
        let mut image: Vec<u8> = (entry.first..end)
            .filter_map(|lba| self.blocks.get(&lba))
            .flatten()
            .copied()
            .collect();
        image.truncate(entry.bytes);
        image
    }

    /// The boot sector of a floppy.
    fn floppy(&self) -> Result<BootReport, BootFault> {
        let sector = self.blocks.get(&0).filter(|sector| sector.len() == 512);
        let sector = sector.ok_or(BootFault::NoBytes(0))?;
        if sector.get(510..512) != Some(&[0x55, 0xAA]) {
            return Err(BootFault::NotBootable);
        }
        let label = sector.get(43..54).filter(|_| sector.get(38) == Some(&0x29));
        Ok(BootReport {
            drive: self.drive,
            label: label.map_or_else(String::new, text),
            names: Vec::new(),
            image_bytes: sector.len(),
            image_sha256: Sha256::digest(sector).into(),
            is_self_checked: false,
        })
    }

    /// The next read: single blocks by PIO first, long runs by DMA the second time.
    fn next_command(&mut self) -> Command {
        let Some((first, count)) = self.wanted.pop() else {
            return Command::test_unit_ready(self.drive);
        };
        let most = if self.second_pass { RUN_BLOCKS } else { 1 };
        let now = u16::try_from(count).unwrap_or(u16::MAX).min(most);
        if count > u32::from(now) {
            let left = count - u32::from(now);
            self.wanted
                .push((first.saturating_add(u32::from(now)), left));
        }
        self.reading = Some((first, now));
        let read = Command::read_10(self.drive, first, now);
        if self.second_pass {
            read.by_dma()
        } else {
            read
        }
    }
}

impl Program for Boot {
    fn advance(&mut self, _: Instant, bus: &mut Bus) -> Progress {
        while let Some((done, outcome)) = bus.take_outcome() {
            if self.waiting.take_if(|id| *id == done).is_none() {
                continue;
            }
            match self.outcome(outcome) {
                Ok(None) => {}
                Ok(Some(report)) => return Progress::Done(Report::Booted(Ok(report))),
                Err(fault) => return Progress::Done(Report::Booted(Err(fault))),
            }
        }
        if self.waiting.is_none() {
            let command = self.next_command();
            self.waiting = Some(bus.submit(command));
        }
        Progress::Running
    }

    fn poll_timeout(&self) -> Option<Instant> {
        None
    }
}

/// CD blocks that hold so many bytes.
fn blocks_of(bytes: usize) -> u32 {
    u32::try_from(bytes.div_ceil(2048)).unwrap_or(u32::MAX)
}

/// A 32-bit number.
fn number(bytes: &[u8], at: usize, big: bool) -> Option<u32> {
    let bytes = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(if big {
        u32::from_be_bytes(bytes)
    } else {
        u32::from_le_bytes(bytes)
    })
}

/// Sum of little-endian words, the last one filled up with zeros.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.chunks(4).fold(0, |sum, chunk| {
        let mut word = [0; 4];
        for (place, byte) in word.iter_mut().zip(chunk) {
            *place = *byte;
        }
        sum.wrapping_add(u32::from_le_bytes(word))
    })
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes)
        .chars()
        .filter(|c| !c.is_control())
        .collect::<String>()
        .trim_end()
        .to_owned()
}

/// The names in one block of a directory, without the entries for itself and its parent.
fn names(block: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = block;
    while let [len, ..] = rest
        && let Some((record, behind)) = rest.split_at_checked(usize::from(*len))
        && let Some(name_len) = record.get(32)
    {
        let name = record
            .get(33..33 + usize::from(*name_len))
            .unwrap_or_default();
        if !matches!(name, [0 | 1]) && names.len() < MOST_NAMES {
            names.push(text(name));
        }
        rest = behind;
    }
    names
}
