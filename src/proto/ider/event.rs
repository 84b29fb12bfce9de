//! What may be asked of a storage channel, what it reports, and why it closes.

use std::time::Duration;

use super::Span;
use super::atapi::{Lba, Medium, Notice};
use super::messages::{Drive, Sense, Sequence, Start};
use crate::proto::redir::messages::FirmwareVersion;
use crate::wire::WireError;

/// Names one request for blocks, so that an answer which comes too late is recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(pub(super) u64);

/// What the owner may ask.
#[derive(Debug)]
pub enum Command {
    /// The blocks of an [`Event::Read`], or why they cannot be had.
    BlocksReady {
        /// Of which request.
        ticket: Ticket,
        /// Together exactly the bytes asked for.
        blocks: Result<Vec<Span>, Sense>,
    },
    /// The data of an [`Event::Write`] is stored, or why not.
    Written {
        /// Of which request.
        ticket: Ticket,
        /// How it went.
        result: Result<(), Sense>,
    },
    /// Puts a medium into a drive, in place of what was there.
    Insert {
        /// Which drive.
        drive: Drive,
        /// Its new medium.
        medium: Medium,
    },
    /// Takes the medium out of a drive.
    Eject {
        /// Which drive.
        drive: Drive,
    },
    /// Asks once more to make the drives appear, after [`Event::Rejected`].
    Enable(Start),
    /// Ends the session in order.
    Close,
}

/// What the channel reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The device accepted the session.
    Opened {
        /// Release of the firmware.
        firmware: FirmwareVersion,
    },
    /// The drives are, or will at the next reset be, visible to the host.
    Enabled,
    /// The device refused to show the drives now: the host has a command pending. The session
    /// stays open.
    Rejected,
    /// The host reads. To be answered by [`Command::BlocksReady`].
    Read {
        /// To be named in the answer.
        ticket: Ticket,
        /// Which drive.
        drive: Drive,
        /// First block.
        lba: Lba,
        /// Number of blocks, at least 1, together at most
        /// [`IDER_PIECE_BYTES`](crate::limits::IDER_PIECE_BYTES).
        count: u32,
        /// Blocks behind these that the same command will ask for next.
        more: u32,
    },
    /// The host writes. To be answered by [`Command::Written`].
    Write {
        /// To be named in the answer.
        ticket: Ticket,
        /// Which drive.
        drive: Drive,
        /// First block.
        lba: Lba,
        /// Whole blocks, together at most
        /// [`IDER_PIECE_BYTES`](crate::limits::IDER_PIECE_BYTES).
        data: Vec<u8>,
    },
    /// A read or write that was asked for is not wanted any more.
    Abandoned {
        /// Which.
        ticket: Ticket,
    },
    /// The host reset its bus: it restarts, or its driver gave up.
    Reset,
    /// The host opened or closed the tray of a drive.
    Tray {
        /// Which drive.
        drive: Drive,
        /// What it did.
        notice: Notice,
    },
    /// The device gave up on a command.
    DeviceError {
        /// Meaning unknown.
        code: u8,
    },
}

/// Why a storage channel closed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IderError {
    /// Bytes that are no message.
    #[error(transparent)]
    Wire(#[from] WireError),
    /// A message that does not fit the state.
    #[error("message {got:#04x} {state}")]
    Unexpected {
        /// When it came.
        state: &'static str,
        /// Its code.
        got: u8,
    },
    /// A message was lost or repeated.
    #[error("message number {} instead of {}", got.0, expected.0)]
    Sequence {
        /// What the device had to send.
        expected: Sequence,
        /// What it sent.
        got: Sequence,
    },
    /// The device refused to open the channel.
    #[error("the device refused storage redirection with status {0:#04x}")]
    Refused(u8),
    /// The device announced something no console knows.
    #[error("the device announced the unknown features {0:#04x}")]
    UnknownFeatures(u8),
    /// A buffer of the device that is empty or larger than any firmware has.
    #[error("the device announced buffers of {read} and {write} bytes")]
    BufferSize {
        /// Read buffer.
        read: u16,
        /// Write buffer.
        write: u16,
    },
    /// The device did not answer while the channel was being opened.
    #[error("no answer while opening storage redirection")]
    NoReply,
    /// An open channel went silent.
    #[error("the device said nothing for {} s", .0.as_secs())]
    Silent(Duration),
    /// More commands wait than any host sends.
    #[error("the device sent more commands than a drive can have")]
    TooManyCommands,
    /// More written data arrived than was asked for.
    #[error("the device sent {got} bytes to write where {asked} were asked for")]
    TooMuchData {
        /// Bytes asked for and not arrived yet.
        asked: usize,
        /// Bytes in the message.
        got: usize,
    },
    /// The device ended the session.
    #[error("the device ended storage redirection")]
    EndedByDevice,
    /// The connection ended without a word.
    #[error("the connection was closed")]
    Disconnected,
    /// Input after the end.
    #[error("the channel is closed")]
    Closed,
}
