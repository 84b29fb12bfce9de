//! Entry point: the window without arguments, the command line with.

use std::process::ExitCode;

use outband::cli::{self, Outcome, WindowRequest};
use outband::session::Fault;

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Outcome::Exit(exit) => exit.into(),
        Outcome::Window(request) => open_window(request),
    }
}

/// Shows the window until it is closed.
fn open_window(request: WindowRequest) -> ExitCode {
    drop(request);
    cli::fail(&Fault::NoWindow.into()).into()
}
