//! What may be asked of a serial channel, what it reports, and why it closes.

use std::time::Duration;

use super::messages::{Control, PortStatus, StartStatus};
use super::paste::{Pace, PasteEnd};
use crate::wire::{Secret, WireError};

/// What the owner may ask. Typed bytes may be a password, hence [`Secret`].
#[derive(Debug)]
pub enum Command {
    /// Sends bytes at once, ahead of any paste.
    Send(Secret<Vec<u8>>),
    /// Sends bytes at the channel's pace, after earlier pastes.
    Paste(Secret<Vec<u8>>),
    /// Drops what is left to paste.
    StopPaste,
    /// Changes the pace, also of a paste that is under way.
    SetPace(Pace),
    /// Sends a break; answered by [`Event::BreakUnsupported`], for the protocol has none.
    Break,
    /// Ends the session in order.
    Close,
}

/// What the channel reports.
#[derive(Clone, PartialEq, Eq)]
pub enum Event {
    /// The port is open.
    Opened,
    /// The host wrote this. At most [`SERIAL_DATA_BYTES`](crate::limits::SERIAL_DATA_BYTES) in one event.
    Data(Vec<u8>),
    /// Control lines or status changed, or were told for the first time.
    Controls {
        /// Control lines.
        control: Control,
        /// Status, among it whether the PC is on.
        status: PortStatus,
    },
    /// The device dropped bytes which the host wrote: the terminal's picture may be wrong.
    OutputLost,
    /// The device dropped typed bytes which the host did not read in time.
    InputLost,
    /// Nothing was written for [`QUIET_AFTER`](super::channel::QUIET_AFTER) since the port was opened. Comes once.
    Quiet,
    /// A paste goes on or waits.
    Pasting {
        /// Bytes sent.
        sent: usize,
        /// Bytes in all.
        total: usize,
        /// The host has taken its RTS line down; the paste waits for it.
        waiting: bool,
    },
    /// Nothing is left to paste.
    PasteEnded {
        /// Bytes sent.
        sent: usize,
        /// Bytes in all.
        total: usize,
        /// Why it ended.
        end: PasteEnd,
    },
    /// A paste was refused whole, because too much would be waiting.
    PasteRefused {
        /// Its length.
        len: usize,
    },
    /// A break was asked for. No message for it is known (inferred: no console implements one).
    BreakUnsupported,
}

/// What the host writes may be confidential: only its length is printed.
impl std::fmt::Debug for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Opened => f.write_str("Opened"),
            Self::Data(data) => write!(f, "Data({} bytes)", data.len()),
            Self::Controls { control, status } => write!(f, "Controls({control:?}, {status:?})"),
            Self::OutputLost => f.write_str("OutputLost"),
            Self::InputLost => f.write_str("InputLost"),
            Self::Quiet => f.write_str("Quiet"),
            Self::Pasting {
                sent,
                total,
                waiting,
            } => write!(f, "Pasting({sent} of {total}, waiting: {waiting})"),
            Self::PasteEnded { sent, total, end } => {
                write!(f, "PasteEnded({sent} of {total}, {end:?})")
            }
            Self::PasteRefused { len } => write!(f, "PasteRefused({len} bytes)"),
            Self::BreakUnsupported => f.write_str("BreakUnsupported"),
        }
    }
}

/// Why the channel closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SolError {
    /// A message could not be read.
    #[error("the device sent a malformed serial message")]
    Wire(#[from] WireError),
    /// The device does not open its port.
    #[error("the device refuses to open its serial port (status {:#04x})", .0.0)]
    Refused(StartStatus),
    /// A message that does not fit the state.
    #[error("unexpected message {got:#04x} {state}")]
    Unexpected {
        /// What the channel was doing, as the end of a sentence.
        state: &'static str,
        /// First byte of the message.
        got: u8,
    },
    /// No answer to the start.
    #[error("the device does not answer the start of the serial session")]
    NoReply,
    /// The device used to send signs of life and has stopped.
    #[error("the device has been silent for {} s", .0.as_secs())]
    Silent(Duration),
    /// The device closed the port.
    #[error("the device closed the serial session")]
    EndedByDevice,
    /// The connection ended without a word.
    #[error("the connection was closed in the middle of the serial session")]
    Disconnected,
    /// The channel is closed already.
    #[error("the serial channel is closed")]
    Closed,
}
