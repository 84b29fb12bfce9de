//! The page about the PC: what it is, what it allows, and what its logs say.

mod doctor;
mod export;
mod facts;
mod logs;
mod view;

pub(crate) use doctor::Examination;
pub(crate) use view::DeviceView;
