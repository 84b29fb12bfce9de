//! `outband open`: hands a PC to the window.

use super::reach::Reach;
use super::window::has_display;
use super::{Context, Failure, Outcome, WindowPc, WindowRequest};
use crate::session::{Fault, Target};

/// Options of `outband open`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// [user@]host[:wsman-port[:redirection-port]] or vnc://host[:port]
    target: Target,
    #[command(flatten)]
    reach: Reach,
}

/// The PC as the window wants it; a missing password is asked for there, not here.
pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    if !has_display() {
        return Err(Fault::NoDisplay.into());
    }
    let login = args.reach.login();
    Ok(Outcome::Window(WindowRequest {
        pcs: vec![WindowPc {
            name: None,
            user: login.user(&args.target),
            password: login.password_if_given()?,
            target: args.target.clone(),
            connect: true,
        }],
        ..WindowRequest::new(args.reach.security(context)?)
    }))
}
