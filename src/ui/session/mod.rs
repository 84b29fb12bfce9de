//! One open device as the window sees it: how far it is, what it shows, why it ended.
//!
//! Knows nothing of layout. The panels read it and hand their wishes to its methods. What it is
//! stands in `state`, how it gets from one state to the next in `course`, what is
//! recorded of it in `recorded`.

mod course;
mod recorded;
mod state;

pub(crate) use state::{Facts, Phase, Session, ShownPicture};
