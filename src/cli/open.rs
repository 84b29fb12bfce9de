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
    request(args, context).map(|request| Outcome::Window(Box::new(request)))
}

/// What the window is to show, with everything that is saved for the PC.
fn request(args: &Args, context: &Context) -> Result<WindowRequest, Failure> {
    let login = args.reach.login();
    let pc = args.target.pc(context)?;
    if args.view != WindowView::Screen && matches!(pc.target, Target::Vnc { .. }) {
        let why = "a VNC server has nothing but its screen";
        return Err(Failure::Usage(why.to_owned()));
    }
    let mut profile = pc.profile.clone();
    if let Some(tls) = args.reach.tls_policy() {
        // An option says more than the book does.
        profile.get_or_insert_default().tls = Some(tls);
    }
    Ok(WindowRequest {
        pcs: vec![WindowPc {
            name: pc.profile.as_ref().map(|profile| profile.name.clone()),
            profile,
            user: login.user(&pc.target),
            password: login.password_if_given()?,
            target: pc.target.clone(),
            connect: true,
            view: args.view,
        }],
        folder: Some(context.folder()?),
        ..WindowRequest::new(args.reach.window_security(context)?)
    })
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::start_runtime;
    use crate::session::access::TlsMode;
    use crate::store::paths::Folder;
    use crate::store::profile::{AddressBook, PictureMode, Profile, TlsPolicy};
    use crate::terminal::Dialect;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        args: Args,
    }

    fn requested(folder: &std::path::Path, line: &[&str]) -> WindowRequest {
        let line = [&["open"], line].concat();
        let context = Context {
            print: crate::cli::print::Printer::new(false),
            runtime: start_runtime().unwrap(),
            config_dir: Some(folder.to_owned()),
        };
        request(&Line::parse_from(line).args, &context).unwrap()
    }

    #[test]
    fn a_saved_pc_brings_everything_that_is_saved_for_it() {
        let keep = tempfile::tempdir().unwrap();
        let saved = Profile {
            user: Some("helpdesk".into()),
            tls: Some(TlsPolicy::Off),
            layout: Some("de".into()),
            picture: Some(PictureMode::Rgb332),
            terminal: Some(Dialect::Vt100Plus),
            ..Profile::new("lab-9", "10.0.5.9")
        };
        let book = AddressBook::new(&Folder::new(keep.path().to_owned()));
        book.edit(|book| book.add(saved.clone())).unwrap();
        let request = requested(keep.path(), &["lab-9"]);
        let pc = &request.pcs[0];
        assert_eq!(pc.profile, Some(saved));
        assert_eq!(pc.name.as_deref(), Some("lab-9"));
        assert_eq!(pc.user.as_deref(), Some("helpdesk"));
        // What is said of this PC is not said of the others in the window.
        assert_eq!(request.security.tls, TlsMode::Auto);
    }

    #[test]
    fn an_option_counts_for_more_than_the_book_and_for_a_pc_that_is_in_none() {
        let keep = tempfile::tempdir().unwrap();
        let saved = Profile {
            tls: Some(TlsPolicy::Off),
            ..Profile::new("lab-9", "10.0.5.9")
        };
        let book = AddressBook::new(&Folder::new(keep.path().to_owned()));
        book.edit(|book| book.add(saved)).unwrap();
        for target in ["lab-9", "10.0.7.7"] {
            let request = requested(keep.path(), &[target, "--tls", "require"]);
            let profile = request.pcs[0].profile.as_ref().unwrap();
            assert_eq!(profile.tls, Some(TlsPolicy::Require), "{target}");
            assert_eq!(request.security.tls, TlsMode::Require, "{target}");
        }
    }
}
