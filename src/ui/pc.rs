//! What a tab knows of its PC beside the screen: what the task that serves it has told.

use super::start::{Opening, RunOptions, Wake};
use crate::session::pc::{
    AmtVersion, AssociatedPower, ConsentNow, Doing, OptInService, PasswordSource, PcCommand,
    PcEvent, PcHandle, ScreenSettings,
};
use crate::session::{Credentials, Fault, Safety};

/// The task's handle, and everything it has told so far.
#[derive(Debug)]
pub(crate) struct PcState {
    handle: PcHandle,
    /// How safe the connection for WS-Management is.
    pub(crate) safety: Option<Safety>,
    /// Somebody has to give the password.
    pub(crate) login_wanted: bool,
    pub(crate) version: Option<AmtVersion>,
    pub(crate) power: Option<AssociatedPower>,
    /// When the power state was read, in seconds of egui's clock.
    pub(crate) power_at: f64,
    pub(crate) policy: Option<OptInService>,
    pub(crate) displays: Option<ScreenSettings>,
    /// How far asking for consent is, if it was asked for.
    pub(crate) consent: Option<ConsentNow>,
    /// Until when the code is shown, in seconds of egui's clock.
    pub(crate) code_until: Option<f64>,
    /// Why it cannot be watched.
    pub(crate) trouble: Option<Fault>,
}

/// What the session has to do about something the task told.
#[derive(Debug)]
pub(crate) enum News {
    /// The account is known: the screen may open.
    Login(Credentials, PasswordSource),
    /// The PC is there, and nobody knows the password; perhaps the key store did not help.
    LoginWanted(Option<Fault>),
    /// It could not be reached, or is not trusted.
    OutOfReach(Fault),
    /// Its certificate is trusted now.
    Trusted,
    /// Consent has come further.
    Consent,
    /// Power or policy were read.
    Watched,
    /// Something else did not work.
    Failed(Fault),
}

impl PcState {
    /// Begins to serve a PC, if this window can.
    pub(crate) fn new(opening: &Opening, options: &RunOptions, wake: &Wake) -> Option<Self> {
        let manage = options.manage.as_ref()?;
        Some(Self {
            handle: manage(opening.clone(), wake.clone()),
            safety: None,
            login_wanted: false,
            version: None,
            power: None,
            power_at: 0.0,
            policy: None,
            displays: None,
            consent: None,
            code_until: None,
            trouble: None,
        })
    }

    /// Hands over a command.
    pub(crate) fn send(&self, command: PcCommand) {
        if let Err(error) = self.handle.send(command) {
            tracing::debug!(%error, "a command was not taken");
        }
    }

    /// Takes the next report; `now` in seconds of egui's clock.
    pub(crate) fn poll(&mut self, now: f64) -> Option<News> {
        loop {
            let news = match self.handle.poll_event()? {
                PcEvent::Reached(safety) => {
                    self.safety = Some(safety);
                    self.login_wanted.then_some(News::LoginWanted(None))
                }
                PcEvent::Login(login, source) => {
                    self.login_wanted = false;
                    Some(News::Login(login, source))
                }
                PcEvent::LoginWanted(fault) => {
                    self.login_wanted = true;
                    Some(News::LoginWanted(fault))
                }
                PcEvent::LoggedIn { version } => {
                    self.version = version;
                    self.trouble = None;
                    None
                }
                PcEvent::Power(power) => {
                    self.power = Some(power);
                    self.power_at = now;
                    self.trouble = None;
                    Some(News::Watched)
                }
                PcEvent::Policy(policy) => {
                    self.policy = policy;
                    Some(News::Watched)
                }
                PcEvent::Displays(displays) => {
                    self.displays = Some(displays);
                    None
                }
                PcEvent::Consent(consent) => {
                    self.code_until = consent.left.map(|left| now + left.as_secs_f64());
                    self.consent = Some(consent);
                    Some(News::Consent)
                }
                PcEvent::Trusted => Some(News::Trusted),
                PcEvent::Failed(Doing::Looking, fault) => Some(News::OutOfReach(fault)),
                PcEvent::Failed(Doing::Watching, fault) => {
                    self.trouble = Some(fault);
                    None
                }
                PcEvent::Failed(_, fault) => Some(News::Failed(fault)),
                _ => None,
            };
            if news.is_some() {
                return news;
            }
        }
    }
}
