//! Everything a person or a script can ask of an open session.

use std::fmt;
use std::time::Duration;

use super::macros::Macro;
use super::options::PictureMode;
use super::recording::{MarkKind, RecordTo};
use crate::proto::kvm::keysym::Keysym;
pub use crate::proto::kvm::layout::Layout;
pub use crate::proto::kvm::messages::Buttons;
use crate::wire::Secret;

/// Text to be typed on the device. May be a password, hence never printed.
///
/// Each character goes out as a bare keysym, for which the device presses Shift by itself; to a PC
/// with another layout than [`Layout::Us`] as the keys at whose place that layout has it.
#[derive(Clone)]
pub struct TypedText {
    /// The text; at most [`limits::TYPED_CHARS`](crate::limits::TYPED_CHARS) characters are typed.
    pub text: Secret<String>,
    /// Time from one key press to the next.
    pub pace: Duration,
}

impl TypedText {
    /// Time from one key press to the next unless somebody knows better: what the field uses.
    ///
    /// Source: `docs/protocol/redirection.md` § 5.18 (observed).
    pub const PACE: Duration = Duration::from_millis(10);
}

impl fmt::Debug for TypedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TypedText(•••)")
    }
}

/// One request to a session. Requests that do not fit its state are ignored.
#[derive(Clone)]
#[non_exhaustive]
pub enum Command {
    /// A key went down or up.
    Key {
        /// Which key.
        keysym: Keysym,
        /// Pressed, else released.
        down: bool,
    },
    /// The pointer moved or a button changed. Moves are coalesced, changes of buttons never.
    Pointer {
        /// Column in framebuffer pixels.
        x: u16,
        /// Row in framebuffer pixels.
        y: u16,
        /// All buttons that are down now.
        buttons: Buttons,
    },
    /// Lets go of every key and button that is still down: focus lost, tab changed.
    ReleaseAll,
    /// Types text.
    Type(TypedText),
    /// The keyboard layout that is set on the PC, for what is typed from now on. Only Intel AMT has
    /// to know: other servers are told characters, not keys. Without it, [`Layout::Us`].
    SetLayout(Layout),
    /// A character typed by hand: written at once with the keys that the PC's layout has for it,
    /// while no modifier is down. One without a key is answered with
    /// [`Event::NoKey`](super::Event::NoKey).
    Character(char),
    /// Stops typing.
    StopTyping,
    /// Keeps back what is left of a text that is being typed, or goes on with it.
    PauseTyping(bool),
    /// Runs a macro instead of the one that runs; answered with
    /// [`Event::Macro`](super::Event::Macro).
    RunMacro(Macro),
    /// Stops the macro that runs.
    StopMacro,
    /// Asks for the whole picture again.
    Refresh,
    /// Has pictures sent in another mode, from now on and on every connection to come. What the
    /// device does not know comes back as
    /// [`Event::PictureRefused`](super::Event::PictureRefused).
    SetPicture(PictureMode),
    /// Records the screen from now on, until told to stop or the session ends, through
    /// interruptions. Answered with [`Event::Recording`](super::Event::Recording); ignored while
    /// something is recorded.
    StartRecording(RecordTo),
    /// Ends the recording in order.
    StopRecording,
    /// Notes in the recording, if there is one, what happened: consent, power, media. Never what
    /// was typed.
    Mark {
        /// What kind of thing.
        kind: MarkKind,
        /// In a few words.
        text: String,
    },
    /// The user of the PC had to consent to this session, and has. Should the screen get lost, it
    /// is looked for only as long as that stands: otherwise the session ends with
    /// [`Fault::ConsentNeeded`](super::Fault::ConsentNeeded), and the PC's user is not shown a code
    /// for which nobody has asked.
    Consented,
    /// Looks for a lost screen now, not after the pause.
    Retry,
    /// Ends the session in order.
    Close,
}

/// Keys may spell a password: only the kind of command is printed.
impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Key { .. } => "Key",
            Self::Pointer { .. } => "Pointer",
            Self::ReleaseAll => "ReleaseAll",
            Self::Type(_) => "Type",
            Self::SetLayout(_) => "SetLayout",
            Self::Character(_) => "Character",
            Self::StopTyping => "StopTyping",
            Self::PauseTyping(true) => "PauseTyping",
            Self::PauseTyping(false) => "ResumeTyping",
            Self::RunMacro(_) => "RunMacro",
            Self::StopMacro => "StopMacro",
            Self::Refresh => "Refresh",
            Self::SetPicture(_) => "SetPicture",
            Self::StartRecording(_) => "StartRecording",
            Self::StopRecording => "StopRecording",
            Self::Mark { .. } => "Mark",
            Self::Consented => "Consented",
            Self::Retry => "Retry",
            Self::Close => "Close",
        })
    }
}
