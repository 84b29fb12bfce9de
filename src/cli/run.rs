//! From arguments to an outcome.

use std::ffi::OsString;
use std::future::Future;
use std::io;
use std::path::{Path, PathBuf};

use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _};
use serde::Serialize;
use tokio::runtime::Runtime;

use super::args::{Args, Command};
use super::instance::{self, Standing};
use super::print::{Printer, usage_document};
use super::window::has_display;
use super::{
    Exit, WindowPc, WindowRequest, consent, demo, devices, doctor, enable, generate, info, journal,
    log, log_command, media, open, power, probe, recording, replay, screen, serial, sim,
};
use crate::session::{Fault, Security};
use crate::store::paths::Folder;
use crate::store::trusted::TrustStore;

/// What remains to be done after the command line was carried out.
#[derive(Debug)]
pub enum Outcome {
    /// Nothing: this is how the program ends. Everything has been printed.
    Exit(Exit),
    /// Open the window.
    Window(Box<WindowRequest>),
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
    /// `--config-dir`.
    pub(super) config_dir: Option<PathBuf>,
}

impl Context {
    /// The folder of everything that is stored.
    pub(super) fn folder(&self) -> Result<Folder, Failure> {
        folder(self.config_dir.as_deref())
    }

    /// Runs `work` to its end, unless the user interrupts it: then it is dropped.
    pub(super) fn block_on<T>(
        &self,
        work: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        self.runtime.block_on(interruptible(work))
    }
}

fn folder(config_dir: Option<&Path>) -> Result<Folder, Failure> {
    match config_dir {
        Some(path) => Ok(Folder::new(path.to_owned())),
        None => Folder::of_the_system()
            .map_err(|error| Failure::Usage(format!("{error}: use --config-dir"))),
    }
}

/// Runs `work` to its end, unless the user or the system interrupts the program: then it is
/// dropped. To be called in a runtime.
pub(super) async fn interruptible<T>(
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    tokio::select! {
        result = work => result,
        signal = interruption() => Err(match signal {
            Ok(()) => Failure::Interrupted,
            Err(cause) => Fault::System { what: "wait for signals", cause }.into(),
        }),
    }
}

/// Waits for Ctrl+C, or to be terminated, hung up on or quit.
pub(super) async fn interruption() -> io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminated = signal(SignalKind::terminate())?;
        // The terminal was closed, and the key that usually leaves a core dump: a console has to
        // give the terminal back.
        let mut hung_up = signal(SignalKind::hangup())?;
        let mut quit = signal(SignalKind::quit())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted,
            _ = terminated.recv() => Ok(()),
            _ = hung_up.recv() => Ok(()),
            _ = quit.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

/// Carries out the command line `arguments`, the first of which is the program's name.
///
/// Prints results on standard output and failures on standard error (with `--json` on standard
/// output too); reads the environment, the terminal and whatever files the arguments name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Outcome {
    let arguments: Vec<_> = arguments.into_iter().collect();
    let wants_json = wants_json(&arguments);
    let parsed = Args::command()
        .try_get_matches_from(arguments)
        .and_then(|matches| Ok((Args::from_arg_matches(&matches)?, matches)));
    let (args, matches) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => {
            // Help and version are errors to clap; a reader that went away is none to us.
            drop(error.print());
            if !error.use_stderr() {
                return Outcome::Exit(Exit::Done);
            }
            if wants_json {
                Printer::new(true).document(&usage_document(&error.to_string()));
            }
            return Outcome::Exit(Exit::Usage);
        }
    };
    let print = Printer::new(args.global.json).taking_code(match &args.command {
        Some(Command::Screen(_) | Command::Record(_)) => true,
        Some(Command::Media(args)) => args.boots(),
        _ => false,
    });
    match carry_out(args, &matches, print) {
        Ok(Outcome::Window(request)) => one_window(request, print),
        Ok(outcome) => outcome,
        Err(failure) => {
            print.failure(&failure);
            Outcome::Exit(Exit::from(&failure))
        }
    }
}

/// Opens the window, unless one is open that shows what this one was to.
fn one_window(mut request: Box<WindowRequest>, print: Printer) -> Outcome {
    match instance::meet(&request) {
        Standing::First(instance) => request.instance = Some(instance),
        Standing::Alone => {}
        Standing::HandedOver => {
            let what = request.pcs.first().map(WindowPc::name);
            print.line(&match what {
                Some(name) => format!("{name} is in the window that is already open."),
                None => "The window that is already open is in front.".to_owned(),
            });
            print.document(&HandedOver { handed_over: true });
            return Outcome::Exit(Exit::Done);
        }
    }
    Outcome::Window(request)
}

/// What a program learns when another window shows what it asked for.
#[derive(Serialize)]
struct HandedOver {
    handed_over: bool,
}

/// Whether `--json` was given, as far as that can be seen in arguments that make no sense.
fn wants_json(arguments: &[OsString]) -> bool {
    let options = arguments.iter().take_while(|argument| *argument != "--");
    options.into_iter().any(|argument| argument == "--json")
}

/// Tells in words why the program ends, for whoever carries out an [`Outcome::Window`].
#[must_use]
pub fn fail(failure: &Failure) -> Exit {
    Printer::new(false).failure(failure);
    Exit::from(failure)
}

/// What every connection is served by.
///
/// # Errors
/// [`Fault::System`] where the system gives no threads.
pub fn start_runtime() -> Result<Runtime, Fault> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|cause| Fault::System {
            what: "start",
            cause,
        })
}

fn carry_out(args: Args, matches: &ArgMatches, print: Printer) -> Result<Outcome, Failure> {
    let Args { global, command } = args;
    log::start(global.verbose, global.log_file.as_deref())?;
    let Some(command) = command else {
        if !has_display() {
            return Err(Fault::NoDisplay.into());
        }
        let folder = folder(global.config_dir.as_deref())?;
        let security = Security::new(TrustStore::new(&folder));
        return Ok(Outcome::Window(Box::new(WindowRequest {
            folder: Some(folder),
            ..WindowRequest::new(security)
        })));
    };
    let runtime = start_runtime()?;
    let context = Context {
        print,
        runtime,
        config_dir: global.config_dir,
    };
    match command {
        Command::Open(args) => open::run(&args, &context),
        Command::Screen(args) => {
            // Texts and keys count in the order given, which only the matches know.
            let matches = matches.subcommand().map_or(matches, |(_, matches)| matches);
            screen::run(&args, matches, &context)
        }
        Command::Record(args) => recording::run(&args, &context),
        Command::Replay(args) => replay::run(&args, &context),
        Command::Consent(args) => consent::run(&args, &context),
        Command::Media(args) => media::run(&args, &context),
        Command::Probe(args) => probe::run(&args, &context),
        Command::Info(args) => info::run(&args, &context),
        Command::Power(args) => power::run(&args, &context),
        Command::Enable(args) => enable::run(&args, true, &context),
        Command::Disable(args) => enable::run(&args, false, &context),
        Command::Doctor(args) => doctor::run(&args, &context),
        Command::Log(args) => log_command::run(&args, &context),
        Command::Serial(args) => {
            let matches = matches.subcommand().map_or(matches, |(_, matches)| matches);
            serial::run(&args, matches, &context)
        }
        Command::Journal(args) => journal::run(&args, &context),
        Command::Generate(args) => generate::run(&args, &context),
        Command::Devices(args) => devices::run(&args, &context),
        Command::Demo(args) => demo::run(&args, context),
        Command::Sim(args) => sim::run(args, context),
    }
}
