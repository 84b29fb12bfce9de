//! `outband generate`: manual pages and completions, for those who build packages.

use std::path::PathBuf;

use clap::{CommandFactory as _, ValueEnum as _};
use clap_complete::Shell;

use super::args::Args as Program;
use super::{Context, Exit, Failure, Outcome};
use crate::session::Fault;

/// Options of `outband generate`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The folder they go to
    dir: PathBuf,
}

/// Writes a manual page for the program and one for each command, and completions for every shell.
pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    let unwritable = |cause| Fault::FileUnwritable {
        path: args.dir.clone(),
        cause,
    };
    std::fs::create_dir_all(&args.dir).map_err(unwritable)?;
    clap_mangen::generate_to(Program::command(), &args.dir).map_err(unwritable)?;
    for shell in Shell::value_variants() {
        clap_complete::generate_to(*shell, &mut Program::command(), "outband", &args.dir)
            .map_err(unwritable)?;
    }
    context
        .print
        .line(&format!("{}: written", args.dir.display()));
    Ok(Outcome::Exit(Exit::Done))
}
