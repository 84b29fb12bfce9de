//! The screen of a PC: its picture, its keyboard and pointer, and the bar above it.

pub(crate) mod figures;
pub(crate) mod keyboard;
pub(crate) mod paste;
mod picture_menu;
pub(crate) mod pointer;
mod popover;
mod scale_menu;
pub(crate) mod shape;
pub(crate) mod text;
pub(crate) mod toolbar;
pub(crate) mod view;
