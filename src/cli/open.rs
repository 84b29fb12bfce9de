//! `outband open`: hands a PC to the window.

use super::reach::Reach;
use super::target::TargetArg;
use super::window::has_display;
use super::{Context, Failure, Outcome, WindowPc, WindowRequest, WindowView};
use crate::session::{Fault, Target};

/// Options of `outband open`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A name from the address book, [user@]host[:wsman-port[:redirection-port]] or
    /// vnc://host[:port]
    target: TargetArg,
    /// What of it is shown at first
    #[arg(long, value_enum, value_name = "VIEW", default_value_t)]
    view: WindowView,
    #[command(flatten)]
    reach: Reach,
}

/// The PC as the window wants it; a missing password is asked for there, not here.
pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    if !has_display() {
        return Err(Fault::NoDisplay.into());
    }
    let login = args.reach.login();
    let pc = args.target.pc(context)?;
    if args.view != WindowView::Screen && matches!(pc.target, Target::Vnc { .. }) {
        let why = "a VNC server has nothing but its screen";
        return Err(Failure::Usage(why.to_owned()));
    }
    Ok(Outcome::Window(WindowRequest {
        pcs: vec![WindowPc {
            name: pc.profile.as_ref().map(|profile| profile.name.clone()),
            user: login.user(&pc.target),
            password: login.password_if_given()?,
            target: pc.target.clone(),
            connect: true,
            view: args.view,
        }],
        folder: Some(context.folder()?),
        ..WindowRequest::new(args.reach.security(&args.target, context)?)
    }))
}
