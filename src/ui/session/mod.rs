//! One open device as the window sees it: how far it is, what it shows, why it ended.
//!
//! Knows nothing of layout. The panels read it and hand their wishes to its methods. What it is
//! stands in `state`, how it gets from one state to the next in `course`, what is
//! recorded of it in `recorded`, what was chosen for its PC in `kept`.

mod course;
mod kept;
mod recorded;
mod state;

pub(crate) use kept::Kept;
pub(crate) use state::{Facts, Phase, Session, ShownPicture};
