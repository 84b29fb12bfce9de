//! Everything a session can report.

use std::time::Duration;

use super::macros::MacroState;
use super::recording::RecordingState;
use super::{Fault, Safety};
use crate::proto::kvm::{Decimation, LockKeys};
use crate::proto::redir::messages::FirmwareVersion;
use crate::screen::{Cursor, PixelFormat};

/// How far opening has come; each is the name of a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// Asking for the address of a name.
    Resolving,
    /// Opening the TCP connection.
    Connecting,
    /// Shaking hands for encryption; left out on a plain port.
    Securing,
    /// Waiting for the device to accept the session.
    Starting,
    /// Exchanging the login.
    LoggingIn,
    /// RFB handshake.
    OpeningScreen,
    /// Waiting for the first picture.
    AwaitingPicture,
    /// A whole picture has arrived.
    Live,
}

/// Figures of a running screen, cumulative since it opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stats {
    /// Bytes received.
    pub bytes_received: u64,
    /// Framebuffer updates decoded.
    pub updates: u64,
    /// Rectangles decoded.
    pub rects: u64,
    /// Time spent decoding.
    pub decoding: Duration,
    /// From the latest update request to the first byte of its answer.
    pub round_trip: Option<Duration>,
}

/// One report of a session, in the order things happened.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event {
    /// The session entered a stage.
    Stage(Stage),
    /// The connection is open and as safe as this. Comes again with every new connection, before
    /// anything secret is sent over it.
    Connected(Safety),
    /// The device accepted the login.
    LoggedIn {
        /// Release in the start reply; `None` on port 5900.
        firmware: Option<FirmwareVersion>,
    },
    /// The screen was lost and will be looked for again; its last picture stays in the mailbox.
    /// What follows is what opening a session reports; [`Stage::Live`] says that it is back.
    Interrupted {
        /// Why it is gone, or why the last attempt failed.
        fault: Fault,
        /// Time until the next attempt.
        again_in: Duration,
        /// The number of that attempt, from 1.
        attempt: usize,
    },
    /// The screen has this size and format now. Its picture follows in the mailbox.
    Screen {
        /// Columns.
        width: u16,
        /// Rows.
        height: u16,
        /// How its pixels arrive.
        format: PixelFormat,
        /// Desktop name, with control characters removed.
        name: String,
    },
    /// One framebuffer update was decoded completely; the mailbox has it.
    Updated,
    /// A mode of the picture that was asked for is none of this device; the one before goes on.
    PictureRefused(Fault),
    /// The device deflates its tiles, or not; tells what became of
    /// [`Command::SetPicture`](super::Command::SetPicture).
    Deflated(bool),
    /// Whether the device halves large pictures.
    Halving {
        /// The rule.
        mode: Decimation,
        /// This picture is half of the screen.
        is_halved: bool,
    },
    /// The PC's pointer looks like this from now on, and is not part of the picture. Comes only if
    /// it was asked for ([`OpenOptions::pointer_shape`](super::OpenOptions::pointer_shape)).
    PointerShape(Cursor),
    /// Which lock keys are on at the PC; where that is known.
    LockKeys(LockKeys),
    /// The PC rang its bell.
    Bell,
    /// The PC's keyboard has no key for a character that was typed by hand.
    NoKey,
    /// How the recording gets on.
    Recording(RecordingState),
    /// Typing goes on: characters done and in all.
    Typing {
        /// Characters typed so far.
        done: usize,
        /// Characters of the whole text.
        total: usize,
        /// Characters that have no key and were left out so far.
        skipped: usize,
    },
    /// How far the macro has come.
    Macro(MacroState),
    /// Figures, about once a second while something happens.
    Stats(Stats),
    /// The session is over; the last event. `None`: closed as asked.
    Closed(Option<Fault>),
}
