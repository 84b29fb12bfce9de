//! Recordings of screens: written while a session goes on, opened, played and exported later.
//!
//! [`Command::StartRecording`](super::Command::StartRecording) begins one; [`Recording::open`]
//! checks it and lists what is in it; [`Player`] gives the picture of any moment, [`Playback`]
//! plays it to a window; [`animate`] makes an animated PNG of it.

mod animation;
mod file;
mod opened;
mod playback;
mod player;
mod studio;
mod tap;

use std::path::PathBuf;
use std::time::Duration;

pub use crate::screen::recording::{Condition, Contents, KeyPicture, Mark, MarkKind, Seal};
pub use animation::{Animation, AnimationError, animate};
pub use opened::Recording;
pub use playback::{PlayCommand, PlayEvent, Playback};
pub use player::Player;
pub(super) use studio::Studio;

use super::Fault;

/// Where a screen is recorded to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordTo {
    /// The file; it must not exist.
    pub path: PathBuf,
    /// Of what it is, in a line: the name of the PC.
    pub about: String,
}

/// How a recording gets on.
#[derive(Debug)]
pub enum RecordingState {
    /// The file exists and is written.
    Started {
        /// The file.
        path: PathBuf,
    },
    /// Figures, with those of the screen.
    Going {
        /// Bytes of the file so far.
        bytes: u64,
        /// Since it began.
        time: Duration,
    },
    /// It has ended. What was written until then can be played in any case.
    Ended(RecordingEnd),
}

/// How a recording ended.
#[derive(Debug)]
pub struct RecordingEnd {
    /// The file.
    pub path: PathBuf,
    /// Bytes of it.
    pub bytes: u64,
    /// How long it is.
    pub time: Duration,
    /// What stands for all of it; `None` if it has no end.
    pub seal: Option<Seal>,
    /// Why it ended, unless somebody wanted it to.
    pub fault: Option<Fault>,
}
