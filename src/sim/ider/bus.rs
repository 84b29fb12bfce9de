//! Commands on their way to the console and what becomes of them: the strict part.
//!
//! Every answer is checked against the command it answers: its length, its drive, that nothing
//! follows its completion and that it is completed once. What foreign consoles are known to do
//! differently is let pass, see `docs/protocol/redirection.md` § 6.8, § 7.

use std::collections::VecDeque;
use std::time::Instant;

use super::command::{Command, Expect};
use super::totals::Totals;
use crate::limits;
use crate::proto::ider::messages::{
    Attributes, CommandEndResponse, DataToHost, Drive, GetDataFromHost, Sense,
};

/// Names one command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommandId(u64);

/// What became of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Completed, with what came back.
    Good(Vec<u8>),
    /// Completed with sense data.
    Check(Sense),
    /// The bus was reset before it was completed.
    Reset,
}

/// The two drives as programs of the PC see them.
#[derive(Debug, Default)]
pub struct Bus {
    /// Submitted and not sent yet.
    queue: VecDeque<(CommandId, Command)>,
    /// Sent, oldest first; the console answers in this order.
    waiting: VecDeque<Waiting>,
    outcomes: VecDeque<(CommandId, Outcome)>,
    /// Resets of the bus that the console has not said it knows of.
    resetting: u32,
    next: u64,
    totals: Totals,
}

#[derive(Debug)]
struct Waiting {
    id: CommandId,
    command: Command,
    sent: Instant,
    received: Vec<u8>,
    /// Bytes of a write that the console has taken.
    taken: usize,
}

/// How a console broke the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Breach {
    /// An answer to nothing.
    #[error("an answer although no command waits for one")]
    NoCommand,
    /// A message of data that carries none, or more than the device's buffer.
    #[error("{0} bytes in one message")]
    MessageSize(usize),
    /// More data than the command asked for.
    #[error("{got} bytes where {asked} were asked for")]
    TooMuch {
        /// Bytes the command allows.
        asked: usize,
        /// Bytes that came.
        got: usize,
    },
    /// Blocks are missing at the completion.
    #[error("completed after {got} of {asked} bytes")]
    TooLittle {
        /// Bytes of the blocks.
        asked: usize,
        /// Bytes that came.
        got: usize,
    },
    /// All the data is there and the command is not completed.
    #[error("all {0} bytes are there, but the command is not completed")]
    NotCompleted(usize),
    /// A completion that says it is none.
    #[error("a completion without its attribute")]
    NoAttribute,
    /// Sense data and status register contradict each other.
    #[error("status {status:#04x} with sense {sense}")]
    Status {
        /// Status register.
        status: u8,
        /// Sense data.
        sense: Sense,
    },
    /// The answer is for the other drive.
    #[error("an answer of the wrong drive")]
    WrongDrive,
    /// Data is asked for that no command offers.
    #[error("asks for {0} bytes that nobody writes")]
    NothingToWrite(u16),
    /// A completion in the middle of a transfer that went well.
    #[error("completed well after {got} of {asked} bytes were transferred")]
    Interrupted {
        /// Bytes of the blocks.
        asked: usize,
        /// Bytes that were transferred.
        got: usize,
    },
}

impl Bus {
    /// Sends a command as soon as the bus is free for it.
    pub fn submit(&mut self, command: Command) -> CommandId {
        let id = CommandId(self.next);
        self.next += 1;
        self.queue.push_back((id, command));
        id
    }

    /// The oldest outcome nobody has taken.
    pub fn take_outcome(&mut self) -> Option<(CommandId, Outcome)> {
        self.outcomes.pop_front()
    }

    /// Nothing is submitted, waiting or untaken.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.queue.is_empty() && self.waiting.is_empty() && self.outcomes.is_empty()
    }

    /// What was transferred.
    #[must_use]
    pub const fn totals(&self) -> &Totals {
        &self.totals
    }

    /// When the oldest waiting command was sent.
    pub(super) fn waiting_since(&self) -> Option<Instant> {
        self.waiting.front().map(|waiting| waiting.sent)
    }

    /// The next command to send: one per drive at a time, none while a reset is on its way.
    pub(super) fn poll_send(&mut self, now: Instant) -> Option<Command> {
        if self.resetting > 0 {
            return None;
        }
        let (_, next) = self.queue.front()?;
        let busy = |waiting: &Waiting| waiting.command.drive == next.drive;
        if self.waiting.iter().any(busy) {
            return None;
        }
        let (id, command) = self.queue.pop_front()?;
        self.totals.sent(now, self.waiting.len());
        self.waiting.push_back(Waiting {
            id,
            command: command.clone(),
            sent: now,
            received: Vec::new(),
            taken: 0,
        });
        Some(command)
    }

    /// The host resets the bus: whatever waits comes to nothing.
    pub(super) fn reset(&mut self, now: Instant) {
        self.resetting += 1;
        self.totals.resets += 1;
        let waiting = self.waiting.drain(..).map(|waiting| waiting.id);
        let queued = self.queue.drain(..).map(|(id, _)| id);
        let gone: Vec<_> = waiting.chain(queued).collect();
        self.outcomes
            .extend(gone.into_iter().map(|id| (id, Outcome::Reset)));
        self.totals.ended(now, 0);
    }

    /// The console has heard of the reset; false if there was none.
    pub(super) const fn reset_acknowledged(&mut self) -> bool {
        match self.resetting.checked_sub(1) {
            Some(left) => {
                self.resetting = left;
                true
            }
            None => false,
        }
    }

    /// A message of data.
    pub(super) fn data(&mut self, now: Instant, data: &DataToHost<'_>) -> Result<(), Breach> {
        if self.resetting > 0 {
            return Ok(()); // Was on its way when the bus was reset.
        }
        let waiting = self.waiting.front_mut().ok_or(Breach::NoCommand)?;
        let len = data.data.len();
        if len == 0 || len > limits::IDER_DATA_BYTES {
            return Err(Breach::MessageSize(len));
        }
        if Drive::from_select(data.input.select) != waiting.command.drive {
            return Err(Breach::WrongDrive);
        }
        let asked = match waiting.command.expect {
            Expect::AtMost(asked) | Expect::Exactly(asked) => asked,
            Expect::Nothing | Expect::Write(_) => 0,
        };
        let exact = matches!(waiting.command.expect, Expect::Exactly(_));
        // Consoles that ignore the allocation length work with real firmware (§ 6.11, observed:
        // MeshCommander), as long as it is one answer: the host takes what it asked for.
        let is_generous = !exact && asked > 0 && waiting.received.is_empty();
        let got = waiting.received.len() + len;
        if got > asked && !is_generous {
            return Err(Breach::TooMuch { asked, got });
        }
        waiting.received.extend_from_slice(data.data);
        waiting.received.truncate(asked);
        match data.attributes.contains(Attributes::COMPLETED) {
            true if exact && got < asked => Err(Breach::TooLittle { asked, got }),
            true => {
                const ERROR: u8 = 0x01;
                let (status, sense) = (data.output.status, data.sense);
                if status & ERROR != 0 || sense != Sense::GOOD {
                    return Err(Breach::Status { status, sense });
                }
                if exact {
                    self.totals.reads += 1;
                    self.totals.bytes_read += got as u64;
                }
                let received = std::mem::take(&mut waiting.received);
                self.complete(now, Outcome::Good(received));
                Ok(())
            }
            false if got == asked => Err(Breach::NotCompleted(got)),
            false => Ok(()),
        }
    }

    /// A completion without data.
    pub(super) fn end(&mut self, now: Instant, end: &CommandEndResponse) -> Result<(), Breach> {
        const ERROR: u8 = 0x01;
        if self.resetting > 0 {
            return Ok(());
        }
        let waiting = self.waiting.front().ok_or(Breach::NoCommand)?;
        if !end.attributes.contains(Attributes::COMPLETED) {
            return Err(Breach::NoAttribute);
        }
        let (status, sense) = (end.registers.status, end.sense);
        if (status & ERROR == 0) != (sense == Sense::GOOD) {
            return Err(Breach::Status { status, sense });
        }
        if sense != Sense::GOOD {
            self.totals.errors += 1;
            self.complete(now, Outcome::Check(sense));
            return Ok(());
        }
        // Good without any data is what many consoles say by mistake where they mean an error;
        // good after some of the data is a mistake of another kind.
        let got = waiting.received.len();
        if let Expect::AtMost(asked) | Expect::Exactly(asked) = waiting.command.expect
            && got > 0
        {
            return Err(Breach::Interrupted { asked, got });
        }
        if let Expect::Write(data) = &waiting.command.expect {
            let (asked, got) = (data.len(), waiting.taken);
            if got > 0 && got < asked {
                return Err(Breach::Interrupted { asked, got });
            }
            if got > 0 {
                self.totals.writes += 1;
                self.totals.bytes_written += got as u64;
            }
        }
        self.complete(now, Outcome::Good(Vec::new()));
        Ok(())
    }

    /// The console asks for data of the host; the bytes to send.
    pub(super) fn get_data(&mut self, get: &GetDataFromHost) -> Result<Option<&[u8]>, Breach> {
        if self.resetting > 0 {
            return Ok(None);
        }
        let waiting = self.waiting.front_mut().ok_or(Breach::NoCommand)?;
        let nothing = Breach::NothingToWrite(get.len);
        let Expect::Write(data) = &waiting.command.expect else {
            return Err(nothing);
        };
        let len = usize::from(get.len);
        if len == 0 || len > limits::IDER_DATA_BYTES {
            return Err(Breach::MessageSize(len));
        }
        let from = waiting.taken;
        waiting.taken += len;
        data.get(from..from + len).map(Some).ok_or(nothing)
    }

    fn complete(&mut self, now: Instant, outcome: Outcome) {
        if let Some(waiting) = self.waiting.pop_front() {
            self.outcomes.push_back((waiting.id, outcome));
            self.totals.ended(now, self.waiting.len());
        }
    }
}
