//! Macros in the window: the list of them, the panel that runs and edits them.
//!
//! What a script may say is the business of `session::macros`; where macros are kept that of
//! `store::macros`. The list is the same in every tab, so it lies with the window's context.

mod book;
mod form;
mod panel;
mod recorder;
mod running;

pub(crate) use book::MacroWish;
pub(crate) use panel::{MacroPanel, panel_ui, run_key};
pub(crate) use running::progress_ui;
