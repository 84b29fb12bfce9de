//! Entry point: the window without arguments, the command line with.

use std::process::ExitCode;

use outband::cli::{self, Exit, Outcome, WindowRequest};
use outband::session::Fault;
#[cfg(feature = "gui")]
use outband::session::Security;

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Outcome::Exit(exit) => exit.into(),
        Outcome::Window(request) => open_window(*request),
    }
}

/// Shows the window until it is closed.
fn open_window(mut request: WindowRequest) -> ExitCode {
    let guard = std::mem::take(&mut request.guard);
    let shown = show(request);
    drop(guard);
    match shown {
        Ok(()) => Exit::Done.into(),
        Err(fault) => cli::fail(&fault.into()).into(),
    }
}

#[cfg(feature = "gui")]
fn show(request: WindowRequest) -> Result<(), Fault> {
    use std::sync::{Arc, Mutex, PoisonError};
    use std::time::Duration;

    use outband::session::flow::scan::{ScanOptions, start_scan};
    use outband::session::ider::desk::open_desk;
    use outband::session::pc::{PcOptions, open_pc};
    use outband::session::presence::{PresenceOptions, watch_presence};
    use outband::session::sol::{SerialOptions, open_serial};
    use outband::session::{self, Credentials, OpenOptions, PixelChoice};
    use outband::store::profile::AddressBook;
    use outband::store::secrets::SecretStore;
    use outband::ui::{self, ConsoleMemory, FileAnswer, FileQuestion, Opening, RunOptions};

    /// How long sessions have to say goodbye when the window is closed.
    const GOODBYE: Duration = Duration::from_secs(2);
    /// How long a lost screen is looked for again: as long as a PC takes to restart.
    const SEARCH: Duration = Duration::from_secs(120);

    let WindowRequest {
        pcs,
        recording,
        security,
        folder,
        demo,
        instance,
        guard: _,
    } = request;
    let runtime = cli::start_runtime()?;
    let (sessions, security_of_screens) = (runtime.handle().clone(), security.clone());
    let connect = move |opening: Opening, wake: ui::Wake| {
        let access = access(&opening, &security_of_screens);
        let password = opening.password.unwrap_or_else(|| String::new().into());
        let login = Credentials::new(&opening.target, opening.user, password);
        let mut options = OpenOptions::new(access, login);
        options.reconnect = Some(SEARCH);
        options.pointer_shape = true;
        options.picture.pixel = match opening.settings.picture {
            _ if opening.fewer_colours => PixelChoice::Rgb332,
            Some(mode) => pixel_choice(mode),
            None => options.picture.pixel,
        };
        session::open(&sessions, options, move || wake())
    };
    // Simulated PCs leave no trace among the person's passwords.
    let secrets = Arc::new(if demo {
        SecretStore::nowhere()
    } else {
        SecretStore::of_the_system()
    });
    let (lenders, security_of_media) = (runtime.handle().clone(), security.clone());
    let lend = move |opening: Opening, wake: ui::Wake| {
        let access = access(&opening, &security_of_media);
        let password = opening.password.unwrap_or_else(|| String::new().into());
        let login = Credentials::new(&opening.target, opening.user, password);
        open_desk(&lenders, access, login, move || wake())
    };
    let (managed, security_of_consoles) = (runtime.handle().clone(), security.clone());
    let manage = move |opening: Opening, wake: ui::Wake| {
        let options = PcOptions {
            access: access(&opening, &security),
            user: opening.user().to_owned(),
            password: opening.password,
            secrets: Arc::clone(&secrets),
        };
        open_pc(&managed, options, move || wake())
    };
    let consoles = runtime.handle().clone();
    let serial = move |opening: Opening, wake: ui::Wake| {
        let access = access(&opening, &security_of_consoles);
        let password = opening.password.unwrap_or_else(|| String::new().into());
        let login = Credentials::new(&opening.target, opening.user, password);
        open_serial(&consoles, SerialOptions::new(access, login), move || wake())
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
    let dialogs = runtime.handle().clone();
    let choose = move |question: FileQuestion, answer: FileAnswer| {
        dialogs.spawn(async move { answer(ui::choose_file(question).await) });
    };
    // Simulated PCs stand in a book that is forgotten with them.
    let book = match &folder {
        Some(folder) => AddressBook::new(folder),
        None => AddressBook::in_memory(),
    };
    if demo {
        list(&book, &pcs);
    }
    let watchers = runtime.handle().clone();
    let watch = move |wake: ui::Wake| {
        let options = PresenceOptions::default();
        watch_presence(&watchers, options, move || wake())
    };
    let scanners = runtime.handle().clone();
    let scan = move |addresses, wake: ui::Wake| {
        let options = ScanOptions::default();
        start_scan(&scanners, addresses, options, move || wake())
    };
    let bell = outband::audio::Bell::new();
    let options = RunOptions {
        pcs: pcs.into_iter().map(for_window).collect(),
        recording,
        manage: Some(Box::new(manage)),
        serial: Some(Arc::new(serial)),
        consoles: Some(ConsoleMemory::new(book.clone())),
        lend: Some(Box::new(lend)),
        simulate: Some(Arc::new(simulate)),
        choose: Some(Arc::new(choose)),
        notify: Some(ui::system_notes()),
        sound: Some(ui::Sound::new(move || bell.ring())),
        book: Some(book),
        watch: Some(Box::new(watch)),
        scan: Some(Box::new(scan)),
        arrivals: instance.map(arrivals),
        folder,
        language: ui::system_language(),
        ..RunOptions::new(Box::new(connect))
    };
    let shown = ui::run(options);
    drop(guards);
    runtime.shutdown_timeout(GOODBYE);
    shown
}

/// What later starts of the program were to show, as the window knows it.
#[cfg(feature = "gui")]
fn arrivals(mut instance: cli::Instance) -> outband::ui::Arrivals {
    Box::new(move |wake| {
        instance.wake_with(move || wake());
        Box::new(move || {
            loop {
                // Those who have given up waiting open windows of their own.
                if let Some((pc, recording)) = instance.poll()?.take() {
                    let pc = pc.map(for_window);
                    return Some(outband::ui::Arrival { pc, recording });
                }
            }
        })
    })
}

/// How a PC is reached and trusted, with what its tab has allowed.
#[cfg(feature = "gui")]
fn access(opening: &outband::ui::Opening, security: &Security) -> outband::session::Access {
    use outband::session::{Access, TlsMode, TrustMode};
    use outband::store::profile::TlsPolicy;
    use outband::store::trusted::TrustStore;

    let mut security = security.clone();
    if let Some(fingerprint) = opening.once {
        // Taken, and not written down.
        security.trust = TrustMode::Fingerprint(fingerprint);
        security.store = TrustStore::in_memory();
    }
    match opening.settings.tls {
        Some(TlsPolicy::Require) => security.tls = TlsMode::Require,
        Some(TlsPolicy::Off) => security.tls = TlsMode::Off,
        Some(TlsPolicy::Auto) => security.tls = TlsMode::Auto,
        None => {}
    }
    if opening.plain {
        security.tls = TlsMode::Off;
    }
    Access::new(opening.target.clone(), security)
}

/// The colours that the address book names.
#[cfg(feature = "gui")]
const fn pixel_choice(mode: outband::store::profile::PictureMode) -> outband::session::PixelChoice {
    use outband::session::PixelChoice;
    use outband::store::profile::PictureMode;

    match mode {
        PictureMode::Auto => PixelChoice::Auto,
        PictureMode::Rgb565 => PixelChoice::Rgb565,
        PictureMode::Rgb332 => PixelChoice::Rgb332,
        PictureMode::Gray8 => PixelChoice::Gray8,
        PictureMode::Gray4 => PixelChoice::Gray4,
    }
}

/// Puts simulated PCs into a book.
#[cfg(feature = "gui")]
fn list(book: &outband::store::profile::AddressBook, pcs: &[cli::WindowPc]) {
    use outband::store::profile::Profile;

    let listed = book.edit(|book| {
        pcs.iter().try_for_each(|pc| {
            let host = || pc.target.host().to_owned();
            let name = pc.name.clone().unwrap_or_else(host);
            let address = pc.target.to_string();
            book.add(Profile::new(book.free_name(&name), address))
        })
    });
    if let Err(error) = listed {
        // They are on the page of a new tab all the same.
        tracing::warn!(%error, "the simulated PCs are not in the list");
    }
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
        view: page(pc.view),
        settings: pc.profile.as_ref().map(Into::into).unwrap_or_default(),
    }
}

/// The view that the command line names.
#[cfg(feature = "gui")]
const fn page(view: cli::WindowView) -> outband::ui::Page {
    use outband::ui::Page;

    match view {
        cli::WindowView::Screen => Page::Screen,
        cli::WindowView::Serial => Page::Serial,
        cli::WindowView::Media => Page::Media,
        cli::WindowView::Device => Page::Device,
    }
}

#[cfg(not(feature = "gui"))]
fn show(request: WindowRequest) -> Result<(), Fault> {
    drop(request);
    Err(Fault::NoWindow)
}
