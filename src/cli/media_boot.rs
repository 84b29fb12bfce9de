//! `outband media --boot`: starts a PC from an image, and puts everything back at the end.

use tokio::task::{JoinError, JoinHandle};
use tokio::time::{Instant, sleep_until};

use super::consent_code::CodeSource;
use super::media::{Args, LOOK, now};
use super::media_report::{End, MediaReport};
use super::reach::with_trust;
use super::record::Found;
use super::run::interruption;
use super::safety::Encryption;
use super::{Context, Exit, Failure, Outcome};
use crate::proto::kvm::keysym::Keysym;
use crate::session::consent::{ConsentCode, ConsentCommand, ConsentPhase, ConsentView};
use crate::session::flow::boot::BootStart;
use crate::session::flow::boot_image::{
    BootImageCommand, BootImageEnd, BootImageEvent, BootImageHandle, BootImageOptions, LoaderKey,
    boot_image,
};
use crate::session::flow::consent::failure;
use crate::session::ider::{MediaEvent, MediaOptions, MediaView};
use crate::session::{Command, ConsentFault, Event, Fault, Handle, OpenOptions, SendError, open};

/// Starts the PC from the image in `media`, and stays as long as the arguments say.
pub(super) fn run(
    args: &Args,
    media: MediaOptions,
    context: &Context,
    found: &mut Found,
) -> Result<Outcome, Failure> {
    let (access, login) = (media.access.clone(), media.login.clone());
    let options = BootImageOptions {
        start: if args.ask_system {
            BootStart::AskSystem
        } else {
            BootStart::Whatever
        },
        press_key: args.press_key,
        until: args.until.into(),
        save_floppy: args.save.clone(),
        within: args.within,
        ..BootImageOptions::new(media)
    };
    let mut was_lent = false;
    let result = with_trust(&access, || {
        context.runtime.block_on(async {
            let runtime = tokio::runtime::Handle::current();
            let codes = CodeSource::from(args.consent_code.clone());
            let mut booting = Booting {
                handle: boot_image(&runtime, options.clone(), || {}),
                report: MediaReport::new(context.print),
                is_lasting: codes.is_lasting(),
                codes: Some(codes),
                asking: None,
                is_handed_over: false,
                view: None,
                screen: args
                    .press_key
                    .then(|| OpenOptions::new(access.clone(), login.clone())),
                keyboard: None,
                loader_key: LoaderKey::default(),
                refused: None,
                consent: None,
                encryption: None,
            };
            let result = booting.serve().await;
            was_lent |= booting.view.is_some();
            if let Some(how) = booting.consent {
                found.consent(how);
            }
            if let Some(encryption) = &booting.encryption {
                found.encryption(encryption);
            }
            result
        })
    });
    if was_lent {
        args.reach.accepted(&access, &login, context);
    }
    result?;
    Ok(Outcome::Exit(Exit::Done))
}

/// The source, and what it gave.
type Asked = (CodeSource, Result<Option<ConsentCode>, Failure>);

struct Booting {
    handle: BootImageHandle,
    report: MediaReport,
    /// Where codes come from, while nobody is being asked.
    codes: Option<CodeSource>,
    /// Somebody is being asked. A task of its own, because half a line that was typed must not be
    /// lost when something else happens.
    asking: Option<JoinHandle<Asked>>,
    /// A code was handed over, and the PC has not said yet what it is worth.
    is_handed_over: bool,
    /// After a wrong code there may be another.
    is_lasting: bool,
    /// What is being read, once something is lent.
    view: Option<MediaView>,
    /// How the PC's screen is opened, if a key may have to be pressed.
    screen: Option<OpenOptions>,
    /// The PC's screen, as its keyboard.
    keyboard: Option<Handle>,
    /// Whether the loader asks for a key there.
    loader_key: LoaderKey,
    /// Why there will be no consent; the attempt is being stopped for it.
    refused: Option<Failure>,
    /// For the journal: how the PC's user has agreed, and how the connection is protected.
    consent: Option<&'static str>,
    encryption: Option<Encryption>,
}

impl Booting {
    /// Serves until everything is put back, whatever ends it.
    async fn serve(&mut self) -> Result<(), Failure> {
        let mut look = Instant::now();
        // One for all turns: a signal between two of them would be lost.
        let mut interrupted = std::pin::pin!(interruption());
        let mut was_interrupted = false;
        let end = loop {
            tokio::select! {
                event = self.handle.next_event() => match event {
                    Some(BootImageEvent::Finished(end)) => break end,
                    Some(event) => self.take(event),
                    None => {
                        let task = "boot: it ended without a word".to_owned();
                        break Err(Fault::Internal { task });
                    }
                },
                signal = &mut interrupted, if !was_interrupted => {
                    was_interrupted = true;
                    if let Err(cause) = signal {
                        let what = "wait for signals";
                        self.refused = Some(Fault::System { what, cause }.into());
                    }
                    self.stop();
                }
                asked = answer(&mut self.asking) => self.answered(asked),
                event = heard(&mut self.keyboard) => self.screen(event),
                () = sleep_until(look) => {
                    look = Instant::now() + LOOK;
                    if let Some(view) = &self.view {
                        self.report.progress(&view.status(now()));
                    }
                }
            }
        };
        self.finish(end)
    }

    /// Everything is put back.
    fn finish(&mut self, end: Result<BootImageEnd, Fault>) -> Result<(), Failure> {
        if let Some(failure) = self.refused.take() {
            return Err(failure);
        }
        let end = match end? {
            BootImageEnd::Reached => End::Reached,
            BootImageEnd::Stopped => End::Interrupted,
        };
        if let Some(view) = &self.view {
            self.report.end(end, &view.status(now()));
        }
        match end {
            End::Reached => Ok(()),
            End::Interrupted => Err(Failure::Interrupted),
        }
    }

    fn take(&mut self, event: BootImageEvent) {
        match event {
            BootImageEvent::Step(step, state) => self.report.step(step, state),
            BootImageEvent::Consent(view) => self.consent(&view),
            BootImageEvent::Lending(view) => {
                self.view = Some(view);
                // Before the restart, so that it is there when the loader asks.
                let screen = self.screen.take();
                self.keyboard =
                    screen.map(|options| open(&tokio::runtime::Handle::current(), options, || {}));
            }
            BootImageEvent::Warning(warning) => self.report.pc_warning(warning),
            BootImageEvent::KeyWanted { read_on } => self.press(read_on),
            BootImageEvent::Media(event) => {
                if let MediaEvent::Connected(safety) = &event {
                    self.encryption = Some(Encryption::of(Some(safety)));
                }
                self.report.event(&event);
            }
            BootImageEvent::Started { after } => self.report.started(after),
            BootImageEvent::Power(_) | BootImageEvent::Finished(_) => {}
        }
    }

    /// Presses Enter on the PC, if its screen asks for a key or cannot be read.
    fn press(&mut self, read_on: bool) {
        let Some(keyboard) = &self.keyboard else {
            return;
        };
        if !self.loader_key.is_due(&keyboard.picture, read_on) {
            return;
        }
        let sent = [true, false].into_iter().try_for_each(|down| {
            let keysym = Keysym::RETURN;
            keyboard.send(Command::Key { keysym, down })
        });
        if sent.is_ok() {
            self.report.pressed();
        }
    }

    /// What happens to the screen is of interest only if it goes.
    fn screen(&mut self, event: Option<Event>) {
        match event {
            Some(Event::Closed(fault)) => {
                self.keyboard = None;
                if let Some(fault) = fault {
                    self.report.no_keyboard(&fault);
                }
            }
            Some(_) => {}
            None => self.keyboard = None,
        }
    }

    fn consent(&mut self, view: &ConsentView) {
        self.report.consent(view);
        match view.phase {
            ConsentPhase::NotNeeded => self.consent = Some("not-needed"),
            ConsentPhase::Given if self.is_handed_over => self.consent = Some("code"),
            ConsentPhase::Given => {
                self.consent.get_or_insert("given-before");
            }
            _ => {}
        }
        match &view.phase {
            ConsentPhase::CodeWanted { was_wrong } => {
                if !was_wrong && self.is_handed_over {
                    return; // The answer is on its way.
                }
                if *was_wrong && std::mem::take(&mut self.is_handed_over) {
                    let left = self.is_lasting.then_some(view.tries_left);
                    let wrong = Fault::from(ConsentFault::Wrong { left });
                    if !self.is_lasting {
                        return self.refuse(wrong.into());
                    }
                    self.report.note(&wrong.title());
                }
                self.ask();
            }
            // It is to be started anyway, and without power there is no display for the code.
            ConsentPhase::PcOff => self.wish(ConsentCommand::TurnOn),
            phase => {
                self.is_handed_over = false;
                if let Some(fault) = failure(phase) {
                    self.refuse(fault.into());
                }
            }
        }
    }

    /// Asks for a code, unless that is being done already.
    fn ask(&mut self) {
        if let Some(mut codes) = self.codes.take() {
            self.report.pause();
            self.asking = Some(tokio::spawn(async move {
                let code = codes.next().await;
                (codes, code)
            }));
        }
    }

    fn answered(&mut self, asked: Result<Asked, JoinError>) {
        match asked {
            Ok((codes, Ok(Some(code)))) => {
                self.codes = Some(codes);
                self.is_handed_over = true;
                self.wish(ConsentCommand::Submit(code));
            }
            Ok((_, Ok(None))) => self.refuse(Fault::ConsentNeeded.into()),
            Ok((_, Err(failure))) => self.refuse(failure),
            Err(error) => {
                let task = format!("code: {error}");
                self.refuse(Fault::Internal { task }.into());
            }
        }
    }

    fn refuse(&mut self, failure: Failure) {
        self.refused.get_or_insert(failure);
        self.stop();
    }

    fn stop(&self) {
        self.send(BootImageCommand::Stop);
    }

    fn wish(&self, wish: ConsentCommand) {
        self.send(BootImageCommand::Consent(wish));
    }

    /// There is room for many more commands than are ever sent from here.
    fn send(&self, command: BootImageCommand) {
        if self.handle.send(command) == Err(SendError::Full) {
            tracing::warn!("a command was lost");
        }
    }
}

/// Waits for the next event of the screen, if it is open. Cancel-safe.
async fn heard(keyboard: &mut Option<Handle>) -> Option<Event> {
    match keyboard {
        Some(screen) => screen.next_event().await,
        None => std::future::pending().await,
    }
}

/// Waits for the answer, if somebody is being asked. Cancel-safe.
async fn answer(asking: &mut Option<JoinHandle<Asked>>) -> Result<Asked, JoinError> {
    let Some(task) = asking else {
        return std::future::pending().await;
    };
    let asked = task.await;
    *asking = None;
    asked
}
