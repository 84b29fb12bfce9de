//! `outband demo`: the product on simulated PCs.

use super::{Context, Failure, Outcome};

/// Options of `outband demo`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

/// Opens the window, or tells what a session does without one.
pub(super) fn run(_args: Args, context: Context) -> Result<Outcome, Failure> {
    context.block_on(async {
        context.print.note("the demo comes with its own merge");
        context.print.line("");
        context.print.document(&context.print.is_json());
        context.print.event(&());
        Ok(Outcome::Exit(super::Exit::Failed))
    })
}
