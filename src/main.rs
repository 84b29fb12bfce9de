//! Entry point: the window without arguments, the command line with.

use std::process::ExitCode;

use outband::cli::{self, Exit, Outcome, WindowRequest};
use outband::session::{Fault, Security};

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Outcome::Exit(exit) => exit.into(),
        Outcome::Window(request) => open_window(request),
    }
}

/// Shows the window until it is closed.
fn open_window(request: WindowRequest) -> ExitCode {
    let WindowRequest {
        pcs,
        security,
        guard,
        ..
    } = request;
    let shown = show(pcs, security);
    drop(guard);
    match shown {
        Ok(()) => Exit::Done.into(),
        Err(fault) => cli::fail(&fault.into()).into(),
    }
}

#[cfg(feature = "gui")]
fn show(pcs: Vec<cli::WindowPc>, security: Security) -> Result<(), Fault> {
    use std::sync::{Arc, Mutex, PoisonError};
    use std::time::Duration;

    use outband::session::{self, Access, Credentials, OpenOptions, PixelChoice};
    use outband::ui::{self, Opening, RunOptions};

    /// How long sessions have to say goodbye when the window is closed.
    const GOODBYE: Duration = Duration::from_secs(2);

    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|cause| Fault::System {
            what: "start",
            cause,
        })?;
    let sessions = runtime.handle().clone();
    let connect = move |opening: Opening, wake: ui::Wake| {
        let password = opening.password.unwrap_or_else(|| String::new().into());
        let login = Credentials::new(&opening.target, opening.user, password);
        let access = Access::new(opening.target, security.clone());
        let mut options = OpenOptions::new(access, login);
        if opening.fewer_colours {
            options.pixel = PixelChoice::Rgb332;
        }
        session::open(&sessions, options, move || wake())
    };
    // Simulated PCs that were asked for live until the window is closed.
    let guards = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&guards);
    let simulators = runtime.handle().clone();
    let simulate = move || {
        let (pc, guard) = cli::simulate(&simulators)?;
        kept.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(guard);
        Ok(for_window(pc))
    };
    let options = RunOptions {
        pcs: pcs.into_iter().map(for_window).collect(),
        simulate: Some(Arc::new(simulate)),
        ..RunOptions::new(Box::new(connect))
    };
    let shown = ui::run(options);
    drop(guards);
    runtime.shutdown_timeout(GOODBYE);
    shown
}

/// A PC of the command line as the window knows PCs.
#[cfg(feature = "gui")]
fn for_window(pc: cli::WindowPc) -> outband::ui::Pc {
    outband::ui::Pc {
        name: pc.name,
        target: pc.target,
        user: pc.user,
        password: pc.password,
        connect: pc.connect,
    }
}

#[cfg(not(feature = "gui"))]
fn show(pcs: Vec<cli::WindowPc>, security: Security) -> Result<(), Fault> {
    drop((pcs, security));
    Err(Fault::NoWindow)
}
