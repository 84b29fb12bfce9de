//! The screen of a PC: its picture, its keyboard and pointer, and the bar above it.

mod displays;
pub(crate) mod figures;
pub(crate) mod keyboard;
mod keys_menu;
pub(crate) mod paste;
mod picture_menu;
pub(crate) mod pointer;
mod popover;
pub(crate) mod recording;
mod scale_menu;
pub(crate) mod shape;
pub(crate) mod text;
pub(crate) mod toolbar;
pub(crate) mod view;
