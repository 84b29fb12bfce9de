//! Tests of the window, on a software adapter, without a display.
#![cfg(feature = "gui")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a test fails by panicking, and its numbers are its own"
)]

mod alerts;
mod arrivals;
mod beside;
mod book;
mod book_hands;
mod connect;
mod desk;
mod doctor;
mod export;
mod filters;
mod fits;
mod gallery;
mod key_table;
mod keymap;
mod keys;
mod kvm_displays;
mod kvm_macros;
mod kvm_recording;
mod last_tabs;
mod layers;
mod media;
mod notes;
mod picture;
mod player;
mod questions;
mod screen_menus;
mod serial;
mod served;
mod settings;
mod signals;
mod snapshots;
mod stuck;
mod support;
mod typing;
mod view;
mod wall;
mod window;
