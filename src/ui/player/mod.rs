//! Recordings of screens in the window: opened in a tab, played, exported.
//!
//! The file is read and decoded by `session::recording::Playback` on a thread of its own; while
//! nothing plays, nothing is done and nothing is drawn.

mod deeds;
mod export;
mod page;
mod steer;
mod track;
mod words;

pub(crate) use deeds::is_recording;
pub(crate) use page::{Around, PlayerPage};
