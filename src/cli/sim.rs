//! `outband sim`: a simulated device on real sockets.

use super::{Context, Failure, Outcome};

/// Options of `outband sim`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

/// Runs until stopped.
pub(super) fn run(_args: Args, context: Context) -> Result<Outcome, Failure> {
    context.block_on(async {
        context.print.note("the simulator comes with its own merge");
        context.print.line("");
        context.print.document(&context.print.is_json());
        context.print.event(&());
        Ok(Outcome::Exit(super::Exit::Failed))
    })
}
