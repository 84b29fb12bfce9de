//! Serves the host's commands, one at a time and in their order.
//!
//! A command is answered at once, or it becomes the current [`Job`] until its blocks or its data
//! have come. Long transfers go in pieces of at most [`limits::IDER_PIECE_BYTES`].

use std::collections::VecDeque;

use super::Span;
use super::atapi::{Answer, Cdb, Cdrom, Floppy, Lba, Medium};
use super::event::{Event, IderError, Ticket};
use super::messages::{
    CommandEndResponse, CommandWritten, DataToHost, Drive, GetDataFromHost, Sense, Sequence,
};
use crate::limits;

/// What goes out: bytes to the device, events to the owner.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    /// Number of the next message.
    sequence: Sequence,
    pub(super) bytes: Vec<u8>,
    pub(super) events: VecDeque<Event>,
}

impl Outbox {
    /// Puts out one message: `encode` gets its number and where it goes.
    pub(super) fn send(&mut self, encode: impl FnOnce(Sequence, &mut Vec<u8>)) {
        let sequence = self.sequence;
        self.sequence = sequence.next();
        encode(sequence, &mut self.bytes);
    }
}

/// The drives and the command they are busy with.
#[derive(Debug)]
pub(super) struct Service {
    floppy: Floppy,
    cd: Cdrom,
    buffers: Buffers,
    queue: VecDeque<CommandWritten>,
    job: Option<Job>,
    tickets: u64,
    /// A message whose data lies in two spans is put together here.
    scratch: Vec<u8>,
}

/// The command being served.
#[derive(Debug)]
struct Job {
    drive: Drive,
    dma: bool,
    work: Work,
}

#[derive(Debug)]
enum Work {
    /// Blocks are awaited from the owner.
    Read {
        ticket: Ticket,
        lba: u64,
        /// Blocks asked for.
        count: u32,
        /// Blocks behind them.
        more: u32,
    },
    /// Data is awaited from the device.
    Collect(Write),
    /// Storing is awaited from the owner.
    Store { ticket: Ticket, write: Write },
}

/// A write in progress.
#[derive(Debug)]
struct Write {
    /// Where the next piece goes.
    lba: u64,
    /// Bytes asked for and not arrived yet.
    asked: usize,
    /// Bytes not asked for yet.
    left: u64,
    /// What arrived of the current piece.
    piece: Vec<u8>,
    /// The data is thrown away, then this is the answer.
    refuse: Option<Sense>,
}

/// The device's buffers: how much one message may carry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Buffers {
    read: u16,
    write: u16,
}

impl Buffers {
    /// `None` for a buffer that is empty or larger than a message.
    pub(super) fn new(read: u16, write: u16) -> Option<Self> {
        let fits = |size: u16| (1..=limits::IDER_DATA_BYTES).contains(&usize::from(size));
        (fits(read) && fits(write)).then_some(Self { read, write })
    }

    /// Data bytes per message. Whole blocks, or else a power of two, so that a piece always
    /// ends with a block and with a full message.
    fn chunk(buffer: u16, drive: Drive) -> u32 {
        let (buffer, block) = (u32::from(buffer), drive.block_bytes());
        match buffer / block {
            0 => 1 << buffer.ilog2(),
            blocks => blocks * block,
        }
    }

    fn read_chunk(self, drive: Drive) -> u32 {
        Self::chunk(self.read, drive)
    }

    fn write_chunk(self, drive: Drive) -> u32 {
        Self::chunk(self.write, drive)
    }
}

/// The largest piece of a transfer in whole messages, in bytes. Blocks are whole, too, see
/// [`Buffers::chunk`].
const fn piece_bytes(chunk: u32) -> u32 {
    limits::IDER_PIECE_BYTES / chunk * chunk
}

impl Service {
    pub(super) fn new(floppy: Option<Medium>, cd: Option<Medium>, buffers: Buffers) -> Self {
        Self {
            floppy: Floppy::new(floppy),
            cd: Cdrom::new(cd),
            buffers,
            queue: VecDeque::new(),
            job: None,
            tickets: 0,
            scratch: Vec::new(),
        }
    }

    /// Takes a command, and serves it if no other is being served.
    pub(super) fn command(
        &mut self,
        command: CommandWritten,
        out: &mut Outbox,
    ) -> Result<(), IderError> {
        if self.queue.len() >= limits::IDER_QUEUE {
            return Err(IderError::TooManyCommands);
        }
        self.queue.push_back(command);
        self.work(out);
        Ok(())
    }

    /// Takes data of the host for the write being served. Late data of an abandoned write is
    /// dropped.
    pub(super) fn data(&mut self, data: &[u8], out: &mut Outbox) -> Result<(), IderError> {
        let Some(Job {
            drive,
            work: Work::Collect(write),
            ..
        }) = &mut self.job
        else {
            return Ok(());
        };
        let drive = *drive;
        let Some(asked) = write.asked.checked_sub(data.len()) else {
            return Err(IderError::TooMuchData {
                asked: write.asked,
                got: data.len(),
            });
        };
        write.asked = asked;
        if write.refuse.is_none() {
            write.piece.extend_from_slice(data);
        }
        if asked == 0 {
            self.write_on(drive, out);
        }
        Ok(())
    }

    /// Takes the blocks of a read, or why there are none. Answers that nobody waits for any more
    /// are dropped.
    pub(super) fn blocks(
        &mut self,
        answered: Ticket,
        blocks: Result<Vec<Span>, Sense>,
        out: &mut Outbox,
    ) {
        let Some(Job { drive, dma, work }) = &self.job else {
            return;
        };
        let (drive, dma) = (*drive, *dma);
        let Work::Read {
            ticket,
            lba,
            count,
            more,
        } = *work
        else {
            return;
        };
        if ticket != answered {
            return;
        }
        self.job = None;
        let wanted = u64::from(count) * u64::from(drive.block_bytes());
        match blocks {
            Ok(spans) if spans.iter().map(|span| span.len() as u64).sum::<u64>() == wanted => {
                self.put_data(drive, dma, &spans, more == 0, out);
                if more > 0 {
                    self.read(drive, dma, Lba(lba + u64::from(count)), more, out);
                }
            }
            // Too few or too many bytes would be somebody else's blocks.
            Ok(_) => end(drive, Sense::READ_ERROR, out),
            Err(sense) => end(drive, sense, out),
        }
        self.work(out);
    }

    /// Takes how storing went.
    pub(super) fn written(
        &mut self,
        answered: Ticket,
        result: Result<(), Sense>,
        out: &mut Outbox,
    ) {
        match self.job.take() {
            Some(Job {
                drive,
                dma,
                work: Work::Store { ticket, write },
            }) if ticket == answered => match result {
                Ok(()) => {
                    let work = Work::Collect(write);
                    self.job = Some(Job { drive, dma, work });
                    self.write_on(drive, out);
                }
                Err(sense) => {
                    end(drive, sense, out);
                    self.work(out);
                }
            },
            other => self.job = other,
        }
    }

    /// The host reset its bus: nothing it asked for before is wanted.
    pub(super) fn reset(&mut self, out: &mut Outbox) {
        self.queue.clear();
        self.drop_job(out);
        self.floppy.reset();
        self.cd.reset();
    }

    /// The device gave up on the current command.
    pub(super) fn give_up(&mut self, out: &mut Outbox) {
        self.drop_job(out);
        self.work(out);
    }

    /// Puts a medium into a drive.
    pub(super) fn insert(&mut self, drive: Drive, medium: Medium, out: &mut Outbox) {
        self.refuse_job(drive, Sense::MEDIUM_CHANGED, out);
        match drive {
            Drive::Floppy => self.floppy.insert(medium),
            Drive::Cd => self.cd.insert(medium),
        }
        self.work(out);
    }

    /// Takes the medium out of a drive.
    pub(super) fn eject(&mut self, drive: Drive, out: &mut Outbox) {
        self.refuse_job(drive, Sense::NO_MEDIUM, out);
        match drive {
            Drive::Floppy => self.floppy.eject(),
            Drive::Cd => self.cd.eject(),
        }
        self.work(out);
    }

    /// Serves waiting commands until one of them has to wait for blocks or data.
    fn work(&mut self, out: &mut Outbox) {
        while self.job.is_none()
            && let Some(command) = self.queue.pop_front()
        {
            self.start(&command, out);
        }
    }

    fn start(&mut self, command: &CommandWritten, out: &mut Outbox) {
        let (drive, dma) = (command.drive(), command.is_dma());
        if command.command != CommandWritten::PACKET {
            return end(drive, Sense::INVALID_OPCODE, out);
        }
        let cdb = Cdb(command.cdb);
        let (answer, notice) = match drive {
            Drive::Floppy => (
                self.floppy.execute(cdb, command.byte_count),
                self.floppy.take_notice(),
            ),
            Drive::Cd => (
                self.cd.execute(cdb, command.byte_count),
                self.cd.take_notice(),
            ),
        };
        if let Some(notice) = notice {
            out.events.push_back(Event::Tray { drive, notice });
        }
        match answer {
            Answer::Good => end(drive, Sense::GOOD, out),
            Answer::Check(sense) => end(drive, sense, out),
            Answer::Data(bytes) => self.put_data(drive, dma, &[bytes.into()], true, out),
            Answer::Read { lba, count } => self.read(drive, dma, lba, count, out),
            Answer::Write { lba, count, refuse } => {
                let write = Write {
                    lba: lba.0,
                    asked: 0,
                    left: u64::from(count) * u64::from(drive.block_bytes()),
                    piece: Vec::new(),
                    refuse,
                };
                let work = Work::Collect(write);
                self.job = Some(Job { drive, dma, work });
                self.write_on(drive, out);
            }
        }
    }

    /// Asks the owner for the next piece of a read.
    fn read(&mut self, drive: Drive, dma: bool, lba: Lba, left: u32, out: &mut Outbox) {
        let most = piece_bytes(self.buffers.read_chunk(drive)) / drive.block_bytes();
        let count = left.min(most);
        let ticket = self.next_ticket();
        let more = left - count;
        out.events.push_back(Event::Read {
            ticket,
            drive,
            lba,
            count,
            more,
        });
        let lba = lba.0;
        let work = Work::Read {
            ticket,
            lba,
            count,
            more,
        };
        self.job = Some(Job { drive, dma, work });
    }

    /// The next step of a write whose data has arrived as far as it was asked for.
    fn write_on(&mut self, drive: Drive, out: &mut Outbox) {
        let Some(Job {
            work: Work::Collect(mut write),
            dma,
            ..
        }) = self.job.take()
        else {
            return;
        };
        let chunk = self.buffers.write_chunk(drive);
        let piece_full = write.piece.len() >= usize::try_from(piece_bytes(chunk)).unwrap_or(0);
        if !write.piece.is_empty() && (write.left == 0 || piece_full) {
            let ticket = self.next_ticket();
            let data = std::mem::take(&mut write.piece);
            let lba = Lba(write.lba);
            write.lba += data.len() as u64 / u64::from(drive.block_bytes());
            out.events.push_back(Event::Write {
                ticket,
                drive,
                lba,
                data,
            });
            let work = Work::Store { ticket, write };
            self.job = Some(Job { drive, dma, work });
        } else if write.left > 0 {
            let len = u16::try_from(write.left.min(u64::from(chunk))).unwrap_or(u16::MAX);
            write.asked = usize::from(len);
            write.left -= u64::from(len);
            out.send(|sequence, bytes| GetDataFromHost::new(drive, len).encode(sequence, bytes));
            let work = Work::Collect(write);
            self.job = Some(Job { drive, dma, work });
        } else {
            end(drive, write.refuse.unwrap_or(Sense::GOOD), out);
            self.work(out);
        }
    }

    const fn next_ticket(&mut self) -> Ticket {
        self.tickets += 1;
        Ticket(self.tickets)
    }

    /// Puts out `spans` in messages of the device's buffer size; `last` completes the command.
    /// Each byte is copied once, from its span to its place behind a message header.
    fn put_data(&mut self, drive: Drive, dma: bool, spans: &[Span], last: bool, out: &mut Outbox) {
        let chunk = usize::try_from(self.buffers.read_chunk(drive)).unwrap_or(1);
        let mut left: usize = spans.iter().map(Span::len).sum();
        let messages = left.div_ceil(chunk);
        out.bytes
            .reserve(left + messages * DataToHost::HEADER_BYTES);
        let mut send = |data: &[u8], last: bool| {
            out.send(|sequence, bytes| {
                DataToHost::new(drive, dma, last, data).encode(sequence, bytes);
            });
        };
        self.scratch.clear();
        for span in spans {
            let mut rest = span.as_bytes();
            if !self.scratch.is_empty() {
                let missing = chunk.min(left) - self.scratch.len();
                let (first, behind) = rest.split_at(missing.min(rest.len()));
                self.scratch.extend_from_slice(first);
                rest = behind;
                if self.scratch.len() < chunk.min(left) {
                    continue;
                }
                left -= self.scratch.len();
                send(&self.scratch, last && left == 0);
                self.scratch.clear();
            }
            while !rest.is_empty() && rest.len() >= chunk.min(left) {
                let (data, behind) = rest.split_at(chunk.min(left));
                left -= data.len();
                send(data, last && left == 0);
                rest = behind;
            }
            self.scratch.extend_from_slice(rest);
        }
    }

    /// Forgets the current job without a word to the device.
    fn drop_job(&mut self, out: &mut Outbox) {
        match self.job.take().map(|job| job.work) {
            Some(Work::Read { ticket, .. } | Work::Store { ticket, .. }) => {
                out.events.push_back(Event::Abandoned { ticket });
            }
            Some(Work::Collect(_)) | None => {}
        }
    }

    /// Ends the current job of a drive whose medium goes.
    fn refuse_job(&mut self, drive: Drive, sense: Sense, out: &mut Outbox) {
        if self.job.as_ref().is_some_and(|job| job.drive == drive) {
            self.drop_job(out);
            end(drive, sense, out);
        }
    }
}

/// Completes a command without data.
fn end(drive: Drive, sense: Sense, out: &mut Outbox) {
    out.send(|sequence, bytes| CommandEndResponse::new(drive, sense).encode(sequence, bytes));
}
