//! A serial console: its own small session, beside the screen's or without it.
//!
//! A front end calls [`open_serial`], keeps the [`SerialHandle`], sends [`SerialCommand`]s and
//! reads [`SerialEvent`]s. The text does not travel as events: it lies in the handle's
//! [`SharedTerminal`], and, for front ends that asked for them, the raw bytes in its [`Tap`].

mod handle;
mod log;
mod tap;
mod task;

use std::path::{Path, PathBuf};
use std::time::Duration;

pub use handle::{SerialHandle, SerialServed, SharedTerminal};
pub use tap::Tap;
pub use task::open_serial;

use super::access::Access;
use super::control::Credentials;
use super::{Fault, FirmwareVersion};
use crate::net::trust::Safety;
use crate::proto::sol::messages::Settings;
pub use crate::proto::sol::messages::{Control, PortStatus};
pub use crate::proto::sol::{Pace, PasteEnd};
use crate::terminal::{Key, Keyboard, Modifiers, SizeMode};
use crate::wire::Secret;

/// Everything that opening a serial console needs.
#[derive(Debug, Clone)]
pub struct SerialOptions {
    /// How the device is reached and trusted.
    pub access: Access,
    /// Who logs in.
    pub login: Credentials,
    /// Longest wait for each answer until the port is open.
    pub reply_timeout: Duration,
    /// How the device shall serve its port.
    pub settings: Settings,
    /// How fast text is pasted.
    pub pace: Pace,
    /// What keys send, and the character set of both directions.
    pub keyboard: Keyboard,
    /// Size of the terminal.
    pub size: SizeMode,
    /// A log from the first byte on. It is begun before the device is called, which is not done
    /// at all if the file cannot be written.
    pub log: Option<LogOptions>,
    /// Keep the bytes for [`SerialHandle::tap`]. Whoever asks for that has to take them: the host
    /// is held back meanwhile.
    pub tap: bool,
}

impl SerialOptions {
    /// Options with everything as most devices want it.
    #[must_use]
    pub fn new(access: Access, login: Credentials) -> Self {
        Self {
            access,
            login,
            reply_timeout: Duration::from_secs(15),
            settings: Settings::default(),
            pace: Pace::NORMAL,
            keyboard: Keyboard::default(),
            size: SizeMode::Automatic,
            log: None,
            tap: false,
        }
    }
}

/// One request to a serial console. Requests that do not fit its state are ignored.
#[derive(Clone)]
#[non_exhaustive]
pub enum SerialCommand {
    /// A key was pressed.
    Key(Key, Modifiers),
    /// Types bytes as they are, at once.
    Send(Secret<Vec<u8>>),
    /// Types text: line ends become Enter, everything that is no text is left out, paced.
    Paste(Secret<String>),
    /// Types bytes as they are, paced; only the sequence that resets an EDK2 host is broken.
    Stream(Secret<Vec<u8>>),
    /// Drops what is left to paste.
    StopPaste,
    /// Changes what keys send, and the character set.
    SetKeyboard(Keyboard),
    /// Changes the size of the terminal.
    SetSize(SizeMode),
    /// Changes the pace of pasting.
    SetPace(Pace),
    /// Sends a break; answered by [`SerialEvent::BreakUnsupported`].
    Break,
    /// Writes what the host writes from here on to a file, instead of another one if there is one.
    StartLog(LogOptions),
    /// Ends the log.
    StopLog,
    /// Ends the session in order.
    Close,
}

/// Typed text may be a password: only the kind of command is printed.
impl std::fmt::Debug for SerialCommand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Key(..) => "Key",
            Self::Send(_) => "Send",
            Self::Paste(_) => "Paste",
            Self::Stream(_) => "Stream",
            Self::StopPaste => "StopPaste",
            Self::SetKeyboard(_) => "SetKeyboard",
            Self::SetSize(_) => "SetSize",
            Self::SetPace(_) => "SetPace",
            Self::Break => "Break",
            Self::StartLog(_) => "StartLog",
            Self::StopLog => "StopLog",
            Self::Close => "Close",
        })
    }
}

/// A log of what the host writes. What is typed is never in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogOptions {
    /// The file. Bytes and text are appended to what it has; a recording wants a new one.
    pub path: PathBuf,
    /// What is written.
    pub format: LogFormat,
    /// Make the folder of the file if there is none yet.
    pub create_folder: bool,
}

/// What a log contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LogFormat {
    /// The bytes of the host.
    Raw,
    /// Lines of text with the time of each, see [`TextLog`](crate::terminal::TextLog).
    Text,
    /// What can be played back, see [`recording`](crate::terminal::recording).
    Cast,
}

impl LogFormat {
    /// The format that a file name suggests: `.raw` and `.bin`, `.cast`, else text.
    #[must_use]
    pub fn from_path(path: &Path) -> Self {
        let extension = path.extension().unwrap_or_default();
        let is = |name: &str| extension.eq_ignore_ascii_case(name);
        if is("cast") {
            Self::Cast
        } else if is("raw") || is("bin") {
            Self::Raw
        } else {
            Self::Text
        }
    }
}

/// How far opening has come; each is the name of a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SerialStage {
    /// Opening the connection: address, TCP, encryption.
    Connecting,
    /// Waiting for the device to accept the session.
    Starting,
    /// Exchanging the login.
    LoggingIn,
    /// Waiting for the device to open its port.
    Opening,
    /// The port is open.
    Open,
}

/// One report of a serial console. That there is new text is told by waking alone; the terminal's
/// generation says whether there is.
#[derive(Debug)]
#[non_exhaustive]
pub enum SerialEvent {
    /// The session entered a stage.
    Stage(SerialStage),
    /// The connection is open.
    Connected(Safety),
    /// The device accepted the login.
    LoggedIn {
        /// Release in the start reply.
        firmware: Option<FirmwareVersion>,
    },
    /// Control lines or status changed, or were told for the first time.
    Controls {
        /// Control lines.
        control: Control,
        /// Status, among it whether the PC is on.
        status: PortStatus,
    },
    /// The device dropped text of the host: the screen may be wrong.
    OutputLost,
    /// The device dropped typed bytes which the host did not read in time.
    InputLost,
    /// The port has been open for some seconds and the PC writes nothing to it.
    Quiet,
    /// The host rang the bell.
    Bell,
    /// A paste goes on or waits.
    Pasting {
        /// Bytes sent.
        sent: usize,
        /// Bytes in all.
        total: usize,
        /// The host cannot take any now.
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
    /// A paste was refused, because too much would be waiting.
    PasteRefused {
        /// Its bytes.
        len: usize,
    },
    /// A paste had characters that the host does not have, or that are no text.
    PasteSkipped {
        /// How many.
        characters: usize,
    },
    /// The protocol has no break.
    BreakUnsupported,
    /// A log has begun.
    LogStarted(PathBuf),
    /// A log could not be begun or continued; it has ended.
    LogFailed(Fault),
    /// The session is over; the last event. `None`: closed as asked.
    Closed(Option<Fault>),
}
