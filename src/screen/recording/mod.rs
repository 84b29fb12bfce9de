//! A recording of a screen: every change of its picture, lossless, with what happened meanwhile.
//!
//! Pure: pixels and times go in and bytes come out ([`Recorder`]), bytes go in and their contents
//! come out ([`Scanner`], [`Canvas`]). Files, clocks and threads belong to `session::recording`.
//! The form is that of `docs/recording.md`.

mod block;
mod canvas;
mod recorder;
mod scanner;
#[cfg(test)]
mod tests;

pub use block::{
    BlockHead, BlockKind, HEAD_BYTES, HEADER_BYTES, Header, SEALED_AT, Seal, VALUE_BYTES,
};
pub use canvas::Canvas;
pub use recorder::Recorder;
pub use scanner::{Condition, Contents, KeyPicture, Scanner};

use std::time::Duration;

/// Something that happened while the screen was recorded. Never what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Since the recording began.
    pub at: Duration,
    /// What kind of thing.
    pub kind: MarkKind,
    /// In a few words, perhaps none; at most [`limits::MARK_BYTES`](crate::limits::MARK_BYTES).
    pub text: String,
}

/// Kinds of [`Mark`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MarkKind {
    /// From here on no picture came: the connection was lost. Until [`Back`](Self::Back) the
    /// recording does not know what the screen showed.
    Lost,
    /// The picture is back; what follows begins with a whole one.
    Back,
    /// The user's consent: asked for, given, taken back.
    Consent,
    /// The power state was changed, or asked to change.
    Power,
    /// A disk image was lent or taken back.
    Media,
    /// The PC rang its bell.
    Bell,
    /// Something else.
    Note,
}

impl MarkKind {
    /// Every kind, with its number in a file.
    const NUMBERS: [(Self, u8); 7] = [
        (Self::Lost, 1),
        (Self::Back, 2),
        (Self::Consent, 3),
        (Self::Power, 4),
        (Self::Media, 5),
        (Self::Bell, 6),
        (Self::Note, 7),
    ];

    /// A stable name, for scripts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Back => "back",
            Self::Consent => "consent",
            Self::Power => "power",
            Self::Media => "media",
            Self::Bell => "bell",
            Self::Note => "note",
        }
    }

    fn number(self) -> u8 {
        let find = Self::NUMBERS.iter().find(|(kind, _)| *kind == self);
        find.map_or(0, |(_, number)| *number)
    }

    /// A number of a later version is a note.
    fn from_number(number: u8) -> Self {
        let find = Self::NUMBERS.iter().find(|(_, known)| *known == number);
        find.map_or(Self::Note, |(kind, _)| *kind)
    }
}

/// Why bytes are no part of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecordingError {
    /// They do not begin as one.
    #[error("it is no recording of a screen")]
    NotOne,
    /// They are of a version that this program does not know.
    #[error("it was recorded by a newer version, whose form {0} is not known here")]
    Version(u16),
    /// A picture or change makes no sense.
    #[error("a picture in it cannot be read")]
    Picture,
}
