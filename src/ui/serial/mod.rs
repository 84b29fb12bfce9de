//! The serial console of a PC: a terminal on the stage, its bar, and who has the keys.

mod boxes;
mod grid;
mod keyboard;
mod toolbar;
mod view;

pub(crate) use view::SerialView;
