//! From arguments to an outcome.

use std::ffi::OsString;
use std::future::Future;

use clap::Parser as _;
use tokio::runtime::Runtime;

use super::args::{Args, Command};
use super::print::Printer;
use super::{Exit, WindowRequest, demo, log, open, sim};
use crate::session::Fault;

/// What remains to be done after the command line was carried out.
#[derive(Debug)]
pub enum Outcome {
    /// Nothing: this is how the program ends. Everything has been printed.
    Exit(Exit),
    /// Open the window.
    Window(WindowRequest),
}

/// Why a command ended early.
#[derive(Debug)]
#[non_exhaustive]
pub enum Failure {
    /// The arguments make no sense together; one sentence without a full stop.
    Usage(String),
    /// A device or a file did not do what was asked.
    Fault(Fault),
    /// Interrupted by the user.
    Interrupted,
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// What every command is given.
#[derive(Debug)]
pub(super) struct Context {
    /// Where results and messages go.
    pub(super) print: Printer,
    /// Where sessions and simulators run.
    pub(super) runtime: Runtime,
}

impl Context {
    /// Runs `work` to its end, unless the user interrupts it: then it is dropped.
    pub(super) fn block_on<T>(
        &self,
        work: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        self.runtime.block_on(async {
            tokio::select! {
                result = work => result,
                signal = tokio::signal::ctrl_c() => match signal {
                    Ok(()) => Err(Failure::Interrupted),
                    Err(cause) => Err(Fault::System { what: "wait for signals", cause }.into()),
                },
            }
        })
    }
}

/// Carries out the command line `arguments`, the first of which is the program's name.
///
/// Prints results on standard output and failures on standard error (with `--json` on standard
/// output too); reads the environment, the terminal and whatever files the arguments name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Outcome {
    let args = match Args::try_parse_from(arguments) {
        Ok(args) => args,
        Err(error) => {
            // Help and version are errors to clap; a closed pipe is none to us.
            drop(error.print());
            return Outcome::Exit(if error.use_stderr() {
                Exit::Usage
            } else {
                Exit::Done
            });
        }
    };
    let print = Printer::new(args.global.json);
    carry_out(args, print).unwrap_or_else(|failure| {
        print.failure(&failure);
        Outcome::Exit(Exit::from(&failure))
    })
}

/// Tells in words why the program ends, for whoever carries out an [`Outcome::Window`].
#[must_use]
pub fn fail(failure: &Failure) -> Exit {
    Printer::new(false).failure(failure);
    Exit::from(failure)
}

fn carry_out(args: Args, print: Printer) -> Result<Outcome, Failure> {
    let Args { global, command } = args;
    log::start(global.verbose, global.log_file.as_deref())?;
    let Some(command) = command else {
        return Ok(Outcome::Window(WindowRequest::default()));
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|cause| Fault::System {
            what: "start",
            cause,
        })?;
    let context = Context { print, runtime };
    match command {
        Command::Open(args) => open::run(&args),
        Command::Demo(args) => demo::run(&args, context),
        Command::Sim(args) => sim::run(args, context),
    }
}
