//! The course of a session: from an address to a picture, through every question on the way, and
//! to its end.

use std::sync::Arc;

use super::{Facts, Phase, Session, ShownPicture};
use crate::gpu::PictureId;
use crate::session::consent::{ConsentPhase, Purpose};
use crate::session::pc::{PasswordSource, PcCommand, ScreenLogin};
use crate::session::{Certificate, Command, Credentials, Event, Fault, Stage, Target, TrustFault};
use crate::ui::consent::ConsentForm;
use crate::ui::login::{Login, LoginForm};
use crate::ui::pc::{News, PcState};
use crate::ui::rates::Rates;
use crate::ui::start::{RunOptions, Wake};
use crate::ui::trust::TrustForm;

/// Something that only the window can do, because it opens sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Nothing,
    Open,
}

impl Session {
    /// Connects, or finds out first what is missing. An open screen is closed.
    pub(crate) fn open(&mut self, options: &RunOptions, wake: &Wake, now: f64) {
        self.facts = Facts::default();
        self.rates = Rates::default();
        self.took_focus = false;
        if matches!(self.opening.target, Target::Vnc { .. }) {
            self.open_screen(options, wake, now);
            return;
        }
        if self.pc.is_none() {
            self.pc = PcState::new(&self.opening, options, wake);
        } else if self.opening.password.is_none() {
            self.tell_pc(PcCommand::Look);
        }
        match (&self.opening.password, &self.pc) {
            (Some(_), _) => self.open_screen(options, wake, now),
            (None, Some(_)) => self.phase = Phase::Looking { since: now },
            (None, None) => self.phase = Phase::AskLogin(LoginForm::new(self.user())),
        }
    }

    fn open_screen(&mut self, options: &RunOptions, wake: &Wake, now: f64) {
        let mut opening = self.opening.clone();
        if matches!(opening.target, Target::Amt { .. }) {
            opening.user = Some(self.user().to_owned());
        }
        self.tell_pc(PcCommand::Screen(ScreenLogin::Pending));
        self.phase = Phase::Opening {
            handle: (options.connect)(opening, Arc::clone(wake)),
            stage: Stage::Resolving,
            since: now,
        };
    }

    /// Hands a command to the task that serves the PC.
    pub(crate) fn tell_pc(&self, command: PcCommand) {
        if let Some(pc) = &self.pc {
            pc.send(command);
        }
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
    pub(crate) fn set_login(&mut self, login: Login) {
        let Login {
            user,
            password,
            remember,
        } = login;
        self.tell_pc(PcCommand::LogIn(Credentials {
            user: user.clone(),
            password: password.clone(),
        }));
        self.opening.user = Some(user);
        self.opening.password = Some(password);
        self.remember = remember;
    }

    /// A person trusts this certificate from now on. The session opens once that is written down.
    pub(crate) fn trust(&mut self, certificate: Box<Certificate>, reason: Option<String>) {
        self.tell_pc(PcCommand::Trust {
            certificate,
            reason,
        });
    }

    /// A person trusts this certificate as long as the tab is open; the caller opens the session.
    pub(crate) fn trust_once(&mut self, certificate: &Certificate) {
        self.opening.once = Some(certificate.fingerprint);
        // It is served under other rules from now on.
        self.pc = None;
    }

    /// A person takes the risk of a connection without encryption; the caller opens the session.
    pub(crate) fn allow_plain(&mut self) {
        self.opening.plain = true;
        self.pc = None;
    }

    /// Asks the PC's user for consent.
    pub(crate) fn ask_consent(&mut self) {
        self.tell_pc(PcCommand::AskConsent(Purpose::Screen));
        if let Some(pc) = &mut self.pc {
            pc.consent = None;
        }
        self.phase = Phase::AskConsent(ConsentForm::default());
    }

    /// Ends the session in order and keeps its last picture.
    pub(crate) fn close(&mut self, stamp: String) {
        self.send(Command::Close);
        self.end(None, stamp);
    }

    /// Takes everything that screen, PC and views have reported.
    ///
    /// * `now`: seconds of egui's clock; `stamp`: the time of day.
    pub(crate) fn hear(
        &mut self,
        options: &RunOptions,
        wake: &Wake,
        now: f64,
        stamp: impl Fn() -> String,
    ) {
        while let Some(event) = self.poll_event() {
            self.hear_screen(event, now, &stamp);
        }
        while let Some(news) = self.pc.as_mut().and_then(|pc| pc.poll(now)) {
            if self.hear_pc(news, &stamp) == Next::Open {
                self.open(options, wake, now);
            }
        }
        for view in self.views.values_mut() {
            view.hear(now);
        }
    }

    fn hear_screen(&mut self, event: Event, now: f64, stamp: &impl Fn() -> String) {
        match event {
            Event::Stage(Stage::Live) => self.go_live(),
            Event::Stage(new) => {
                if let Phase::Opening { stage, .. } = &mut self.phase {
                    *stage = new;
                }
            }
            Event::Connected(safety) => self.facts.safety = Some(safety),
            Event::LoggedIn { firmware } => {
                self.facts.firmware = firmware;
                self.refusals = 0;
                self.tell_pc(PcCommand::Screen(ScreenLogin::Accepted));
                if std::mem::take(&mut self.remember) {
                    self.tell_pc(PcCommand::Remember);
                }
            }
            Event::Screen { format, name, .. } => {
                self.facts.format = Some(format);
                self.facts.desktop = name;
            }
            Event::Stats(stats) => self.rates.take(now, stats),
            Event::Closed(fault) => self.screen_closed(fault, stamp),
            // The picture lies in the mailbox; bell and typing have no panel yet.
            _ => {}
        }
    }

    fn screen_closed(&mut self, fault: Option<Fault>, stamp: &impl Fn() -> String) {
        match fault {
            Some(fault @ Fault::LoginRefused) => {
                self.refusals += 1;
                self.tell_pc(PcCommand::Screen(ScreenLogin::Refused));
                self.ask_login(Some(fault));
            }
            Some(Fault::Trust(fault)) => self.distrust(fault, stamp),
            Some(Fault::ConsentNeeded) if self.pc.is_some() => {
                self.tell_pc(PcCommand::Screen(ScreenLogin::Accepted));
                self.ask_consent();
            }
            fault => {
                if matches!(self.phase, Phase::Opening { .. }) {
                    // Nothing was shown about the account, so WS-Management may find out.
                    self.tell_pc(PcCommand::Screen(ScreenLogin::Untested));
                }
                self.end(fault, stamp());
            }
        }
    }

    fn distrust(&mut self, fault: TrustFault, stamp: &impl Fn() -> String) {
        match TrustForm::about(fault) {
            Ok(form) if self.pc.is_some() => self.phase = Phase::AskTrust(form),
            Ok(form) => self.end(Some(form.into_fault().into()), stamp()),
            Err(fault) => self.end(Some(fault.into()), stamp()),
        }
    }

    fn hear_pc(&mut self, news: News, stamp: &impl Fn() -> String) -> Next {
        let is_looking = matches!(self.phase, Phase::Looking { .. });
        match news {
            News::Login(login, source) => {
                if source == PasswordSource::KeyStore && is_looking {
                    self.opening.user = Some(login.user);
                    self.opening.password = Some(login.password);
                    return Next::Open;
                }
            }
            News::LoginWanted(fault) => {
                let is_reached = self.pc.as_ref().is_some_and(|pc| pc.safety.is_some());
                if is_looking && is_reached {
                    self.phase = Phase::AskLogin(LoginForm::without_store(self.user(), fault));
                }
            }
            News::OutOfReach(fault) if is_looking => match fault {
                Fault::Trust(fault) => self.distrust(fault, stamp),
                fault => self.end(Some(fault), stamp()),
            },
            News::OutOfReach(fault) => tracing::debug!(error = %fault, "not reached"),
            News::Trusted => {
                if matches!(self.phase, Phase::AskTrust(_)) {
                    return Next::Open;
                }
            }
            News::Consent => return self.consent_moved(stamp),
            News::Watched => {}
            News::Failed(fault) => match self.phase {
                Phase::AskConsent(_) => self.end(Some(fault), stamp()),
                _ => self.complaints.push(fault),
            },
        }
        Next::Nothing
    }

    fn consent_moved(&mut self, stamp: &impl Fn() -> String) -> Next {
        let Phase::AskConsent(form) = &mut self.phase else {
            return Next::Nothing;
        };
        let phase = self
            .pc
            .as_ref()
            .and_then(|pc| Some(&pc.consent.as_ref()?.phase));
        match phase {
            Some(ConsentPhase::Given | ConsentPhase::NotNeeded) => Next::Open,
            Some(ConsentPhase::Cancelled) => {
                self.end(Some(Fault::ConsentNeeded), stamp());
                Next::Nothing
            }
            Some(ConsentPhase::CodeWanted { was_wrong: true }) => {
                form.begin_again();
                Next::Nothing
            }
            _ => Next::Nothing,
        }
    }

    fn poll_event(&mut self) -> Option<Event> {
        match &mut self.phase {
            Phase::Opening { handle, .. } | Phase::Live(handle) => handle.poll_event(),
            _ => None,
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
