//! The serial console of a PC: a terminal on the stage, its bar, and who has the keys.
//!
//! `view` is its state and what it reports, `hands` keys and pointer, `over` what lies over the
//! terminal, `grid` and `boxes` its cells; `toolbar`, `menus` and `find` are the bar. `logging`,
//! `log_deeds`, `replay` and `files` are about logs, `key_test` about keys, `links` about addresses of
//! web pages, `memory` about what was chosen.

mod boxes;
mod files;
mod find;
mod grid;
mod hands;
mod key_test;
mod keyboard;
pub(crate) mod links;
mod log_deeds;
mod logging;
mod memory;
mod menus;
mod over;
mod replay;
mod toolbar;
mod view;

#[doc(hidden)]
pub use grid::paint_screen;
pub use memory::ConsoleMemory;
pub(crate) use view::SerialView;
