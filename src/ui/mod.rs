//! The window: panels that read what sessions publish and return wishes, and an application that
//! alone carries them out.
//!
//! [`run`] shows it until it is closed. Sessions are opened through [`Connect`], so that tests
//! (and nothing else here) can put something other than a network behind a tab.

mod action;
mod app;
mod background;
mod connect;
mod kvm;
mod login;
mod notice;
mod pane;
mod parts;
mod progress;
mod session;
mod start;
mod status;
mod tabs;
pub mod theme;
mod window;
mod window_keys;

pub use app::App;
pub use start::{Connect, Opening, Pc, RunOptions, Simulate, Wake, local_time};
pub use window::run;
