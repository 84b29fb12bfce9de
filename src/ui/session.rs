//! One open device as the window sees it: how far it is, what it shows, why it ended.
//!
//! Knows nothing of layout. The panels read it and hand their wishes to its methods.

use std::sync::Arc;

use super::kvm::keyboard::Keyboard;
use super::kvm::pointer::Pointer;
use super::login::LoginForm;
use super::start::{Connect, Opening, Wake};
use super::theme::DEAD_PICTURE;
use crate::gpu::{PictureId, Sampling, Shown};
use crate::proto::kvm::keysym::{Keysym, WindowsKeys};
use crate::screen::{Mailbox, PixelFormat, View};
use crate::session::{Command, Event, Fault, FirmwareVersion, Handle, Stage, Stats, Target};
use crate::wire::Secret;

/// A tab's session, before, while and after it is open.
#[derive(Debug)]
pub(crate) struct Session {
    /// What it is opened with; holds the password for another try.
    opening: Opening,
    pub(crate) phase: Phase,
    /// The picture on the stage; the last one if the session has ended.
    pub(crate) picture: Option<ShownPicture>,
    pub(crate) view: View,
    pub(crate) facts: Facts,
    pub(crate) rates: Rates,
    pub(crate) keyboard: Keyboard,
    pub(crate) pointer: Pointer,
    /// The keys go to the PC, as of the last frame.
    pub(crate) has_keys: bool,
    /// The picture has the focus; a menu may have the keys for a moment.
    pub(crate) is_focused: bool,
    /// When the keys were last taken back, in seconds of egui's clock.
    pub(crate) freed: Option<f64>,
    /// The picture has had the focus that its first frame gives it.
    pub(crate) took_focus: bool,
    /// Logins that were refused in a row.
    refusals: u32,
    /// Textures to be freed.
    pub(crate) forgotten: Vec<PictureId>,
}

/// How far a session is.
#[derive(Debug)]
pub(crate) enum Phase {
    /// User name and password are missing or were refused.
    AskLogin(LoginForm),
    /// On its way to a picture.
    Opening {
        handle: Handle,
        stage: Stage,
        /// When it began, in seconds of egui's clock.
        since: f64,
    },
    /// The picture lives.
    Live(Handle),
    /// Over; `None`: as asked.
    Over {
        fault: Option<Fault>,
        /// Time of day of the last picture.
        stamp: String,
    },
}

/// A picture that may be on the stage.
#[derive(Debug, Clone)]
pub(crate) struct ShownPicture {
    pub(crate) id: PictureId,
    pub(crate) mailbox: Arc<Mailbox>,
}

/// What the device has told about itself.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) firmware: Option<FirmwareVersion>,
    pub(crate) format: Option<PixelFormat>,
    pub(crate) desktop: String,
}

/// Figures for the status bar.
#[derive(Debug, Default)]
pub(crate) struct Rates {
    last: Option<(f64, Stats)>,
    pub(crate) frames_per_sec: f32,
    pub(crate) bytes_per_sec: f32,
    pub(crate) round_trip_ms: Option<f32>,
}

/// After this long without figures nothing moves.
pub(crate) const FIGURES_AGE_SECS: f64 = 2.5;

impl Rates {
    /// Takes cumulative figures that were reported at `now`.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "differences of one second, shown with two digits"
    )]
    fn take(&mut self, now: f64, stats: Stats) {
        if let Some((then, last)) = self.last {
            let secs = (now - then).max(0.1) as f32;
            let updates = stats.updates.saturating_sub(last.updates);
            let bytes = stats.bytes_received.saturating_sub(last.bytes_received);
            self.frames_per_sec = updates as f32 / secs;
            self.bytes_per_sec = bytes as f32 / secs;
        }
        self.round_trip_ms = stats.round_trip.map(|t| t.as_secs_f32() * 1000.0);
        self.last = Some((now, stats));
    }

    /// Figures that are too old say nothing about now: still, but known.
    pub(crate) fn age(&mut self, now: f64) {
        if self
            .last
            .is_some_and(|(then, _)| now - then >= FIGURES_AGE_SECS)
        {
            self.frames_per_sec = 0.0;
            self.bytes_per_sec = 0.0;
        }
    }

    /// There are any.
    pub(crate) const fn is_known(&self) -> bool {
        self.last.is_some()
    }
}

impl Session {
    /// A session to be opened at once, or as soon as its login is known.
    pub(crate) fn new(opening: Opening, connect: &Connect, wake: &Wake, now: f64) -> Self {
        let windows_keys = match &opening.target {
            Target::Amt { .. } => WindowsKeys::Meta,
            Target::Vnc { .. } => WindowsKeys::Super,
        };
        let mut session = Self {
            opening,
            phase: Phase::Over {
                fault: None,
                stamp: String::new(),
            },
            picture: None,
            view: View::default(),
            facts: Facts::default(),
            rates: Rates::default(),
            keyboard: Keyboard::new(windows_keys),
            pointer: Pointer::default(),
            has_keys: false,
            is_focused: false,
            freed: None,
            took_focus: false,
            refusals: 0,
            forgotten: Vec::new(),
        };
        session.open(connect, wake, now);
        session
    }

    /// What the PC is called.
    pub(crate) fn name(&self) -> &str {
        let host = self.opening.target.host();
        self.opening.name.as_deref().unwrap_or(host)
    }

    /// Where it is.
    pub(crate) const fn target(&self) -> &Target {
        &self.opening.target
    }

    /// Who logs in: what was given, what the address says, or the name every PC has.
    pub(crate) fn user(&self) -> &str {
        let in_target = match &self.opening.target {
            Target::Amt { user, .. } => user.as_deref(),
            Target::Vnc { .. } => None,
        };
        let given = self.opening.user.as_deref();
        given.or(in_target).unwrap_or(USUAL_USER)
    }

    /// Connects, or asks for what is missing first. An open session is closed.
    pub(crate) fn open(&mut self, connect: &Connect, wake: &Wake, now: f64) {
        let needs_password = matches!(self.opening.target, Target::Amt { .. });
        if needs_password && self.opening.password.is_none() {
            self.phase = Phase::AskLogin(LoginForm::new(self.user()));
            return;
        }
        let mut opening = self.opening.clone();
        if needs_password {
            opening.user = Some(self.user().to_owned());
        }
        self.phase = Phase::Opening {
            handle: connect(opening, Arc::clone(wake)),
            stage: Stage::Resolving,
            since: now,
        };
        self.facts = Facts::default();
        self.rates = Rates::default();
        self.took_focus = false;
    }

    /// Asks for user name and password, saying why if they were refused.
    pub(crate) fn ask_login(&mut self, refused: Option<Fault>) {
        let user = self.user().to_owned();
        self.opening.password = None;
        self.phase = Phase::AskLogin(match refused {
            Some(fault) => LoginForm::again(&user, fault, self.refusals),
            None => LoginForm::new(&user),
        });
    }

    /// Takes the login; the caller opens the session then.
    pub(crate) fn set_login(&mut self, user: String, password: Secret<String>) {
        self.opening.user = Some(user);
        self.opening.password = Some(password);
    }

    /// From now on 8-bit colour is asked for.
    pub(crate) const fn use_fewer_colours(&mut self) {
        self.opening.fewer_colours = true;
    }

    /// The open session.
    pub(crate) const fn handle(&self) -> Option<&Handle> {
        match &self.phase {
            Phase::Opening { handle, .. } | Phase::Live(handle) => Some(handle),
            Phase::AskLogin(_) | Phase::Over { .. } => None,
        }
    }

    /// A picture lives: keys and pointer have somewhere to go.
    pub(crate) const fn is_live(&self) -> bool {
        matches!(self.phase, Phase::Live(_))
    }

    /// Hands a command over. A session that does not take it says so by itself.
    pub(crate) fn send(&self, command: Command) {
        if let Some(handle) = self.handle()
            && let Err(error) = handle.send(command)
        {
            tracing::debug!(%error, "a command was not taken");
        }
    }

    /// Presses these keys one after the other and lets go of them in reverse.
    pub(crate) fn send_chord(&self, keysyms: &[Keysym]) {
        for keysym in keysyms {
            self.send(Command::Key {
                keysym: *keysym,
                down: true,
            });
        }
        for keysym in keysyms.iter().rev() {
            self.send(Command::Key {
                keysym: *keysym,
                down: false,
            });
        }
    }

    /// Lets go of everything that is down on the PC.
    pub(crate) fn release_all(&mut self) {
        self.keyboard.forget();
        self.pointer.forget();
        self.send(Command::ReleaseAll);
    }

    /// Ends the session in order and keeps its last picture.
    pub(crate) fn close(&mut self, stamp: String) {
        self.send(Command::Close);
        self.end(None, stamp);
    }

    /// Takes everything the session has reported.
    ///
    /// * `now`: seconds of egui's clock; `stamp`: the time of day.
    pub(crate) fn hear(&mut self, now: f64, stamp: impl Fn() -> String) {
        while let Some(event) = self.poll_event() {
            match event {
                Event::Stage(Stage::Live) => self.go_live(),
                Event::Stage(new) => {
                    if let Phase::Opening { stage, .. } = &mut self.phase {
                        *stage = new;
                    }
                }
                Event::LoggedIn { firmware } => {
                    self.facts.firmware = firmware;
                    self.refusals = 0;
                }
                Event::Screen { format, name, .. } => {
                    self.facts.format = Some(format);
                    self.facts.desktop = name;
                }
                Event::Stats(stats) => self.rates.take(now, stats),
                Event::Closed(Some(fault @ Fault::LoginRefused)) => {
                    self.refusals += 1;
                    self.ask_login(Some(fault));
                }
                Event::Closed(fault) => self.end(fault, stamp()),
                // The picture lies in the mailbox; bell and typing have no panel yet.
                _ => {}
            }
        }
    }

    /// The area the GPU shows, how and how bright.
    pub(crate) fn shown(&self) -> Shown {
        Shown {
            view: self.view,
            sampling: Sampling::Automatic,
            brightness: if self.is_live() { 1.0 } else { DEAD_PICTURE },
        }
    }

    fn poll_event(&mut self) -> Option<Event> {
        match &mut self.phase {
            Phase::Opening { handle, .. } | Phase::Live(handle) => handle.poll_event(),
            Phase::AskLogin(_) | Phase::Over { .. } => None,
        }
    }

    fn go_live(&mut self) {
        let ended = Phase::Over {
            fault: None,
            stamp: String::new(),
        };
        match std::mem::replace(&mut self.phase, ended) {
            Phase::Opening { handle, .. } => {
                let id = PictureId(handle.id.number());
                let mailbox = Arc::clone(&handle.picture);
                let old = self.picture.replace(ShownPicture { id, mailbox });
                self.forgotten.extend(old.map(|picture| picture.id));
                self.phase = Phase::Live(handle);
            }
            other => self.phase = other,
        }
    }

    fn end(&mut self, fault: Option<Fault>, stamp: String) {
        self.keyboard.forget();
        self.pointer.forget();
        self.phase = Phase::Over { fault, stamp };
    }
}

/// The administrator that every PC with Intel AMT has.
const USUAL_USER: &str = "admin";
