//! `outband open`: hands a PC to the window.

use super::login::Login;
use super::window::has_display;
use super::{Failure, Outcome, WindowPc, WindowRequest};
use crate::session::{Fault, Target};

/// Options of `outband open`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// [user@]host[:wsman-port[:redirection-port]] or vnc://host[:port]
    target: Target,
    #[command(flatten)]
    login: Login,
}

/// The PC as the window wants it; a missing password is asked for there, not here.
pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    if !has_display() {
        return Err(Fault::NoDisplay.into());
    }
    Ok(Outcome::Window(WindowRequest {
        pcs: vec![WindowPc {
            name: None,
            user: args.login.user(&args.target),
            password: args.login.password_if_given()?,
            target: args.target.clone(),
            connect: true,
        }],
        ..WindowRequest::default()
    }))
}
