//! The command line: arguments in, one outcome out. A contract, documented in `docs/cli.md`.
//!
//! Commands never open a window themselves: they return [`Outcome::Window`], and the binary, which
//! alone knows both sides, opens it. That keeps this folder free of everything graphical.

mod agreed;
mod args;
mod consent;
mod consent_code;
mod control;
mod demo;
mod devices;
mod doctor;
mod enable;
mod exit;
mod generate;
mod hint;
mod info;
mod info_document;
mod instance;
mod journal;
mod keys;
mod log;
mod log_command;
mod login;
mod media;
mod media_boot;
mod media_report;
mod open;
mod picture;
mod png;
mod power;
mod print;
mod probe;
mod progress;
mod question;
mod reach;
mod record;
mod recording;
mod replay;
mod run;
mod safety;
mod screen;
mod serial;
mod sim;
mod target;
mod viewer;
mod window;
mod words;

pub use demo::simulate;
pub use exit::Exit;
pub use instance::{Arrival, Instance};
pub use run::{Failure, Outcome, fail, run, start_runtime};
pub use window::{Guard, WindowPc, WindowRequest, WindowView};

use run::Context;
