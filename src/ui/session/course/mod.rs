//! The course of a session: from an address to a picture, through every question on the way, and
//! to its end.

use std::path::PathBuf;
use std::sync::Arc;

use crate::gpu::PictureId;
use crate::proto::kvm::keysym::Keysym;
use crate::session::flow::boot_image::LoaderKey;
use crate::session::flow::doctor::OpenHere;
use crate::session::pc::{Deed, PasswordSource, PcCommand, ScreenLogin};
use crate::session::{
    Certificate, Command, Credentials, Event, Fault, Feature, PictureMode, Safety, Stage, Target,
    TrustFault, VncFault,
};
use crate::store::journal::Kind;
use crate::ui::alerts::Alert;
use crate::ui::kvm::shape::Shape;
use crate::ui::login::{Login, LoginForm};
use crate::ui::page::{Page, Presses};
use crate::ui::pc::{News, PcState};
use crate::ui::rates::Rates;
use crate::ui::record::{Record, Slot};
use crate::ui::session::{Facts, Phase, Session, ShownPicture};
use crate::ui::start::{RunOptions, Wake};
use crate::ui::trust::TrustForm;

mod consent;
mod power;

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
        self.shape = None;
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
        if self.recording.is_on() {
            self.send(Command::Close);
            self.leave_recorded();
        }
        let mut opening = self.opening.clone();
        if matches!(opening.target, Target::Amt { .. }) {
            opening.user = Some(self.user().to_owned());
        }
        for view in self.views.values_mut() {
            view.log_in(&opening);
        }
        self.tell_pc(PcCommand::Screen(ScreenLogin::Pending));
        self.asked_consent = false;
        self.phase = Phase::Opening {
            handle: (options.connect)(opening, Arc::clone(wake)),
            stage: Stage::Resolving,
            since: now,
        };
        if self.mode != PictureMode::default() {
            self.send(Command::SetPicture(self.mode));
        }
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

    /// Finds out why something does not work; the sessions of this tab are no reason.
    pub(crate) fn run_doctor(&mut self, now: f64) {
        let has = |page| {
            self.views
                .get(&page)
                .is_some_and(|view| view.is_connected())
        };
        let open = OpenHere {
            screen: self.handle().is_some(),
            serial: has(Page::Serial),
            media: has(Page::Media),
        };
        if let Some(pc) = &mut self.pc {
            pc.examine(open, now);
        }
    }

    /// Ends the session in order and keeps its last picture.
    pub(crate) fn close(&mut self, stamp: String) {
        self.release_all();
        self.send(Command::Close);
        self.leave_recorded();
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
        self.hear_leaving(now);
        while let Some(news) = self.pc.as_mut().and_then(|pc| pc.poll(now)) {
            if self.hear_pc(news, &stamp) == Next::Open {
                self.open(options, wake, now);
            }
        }
        let mut presses = Presses::default();
        for view in self.views.values_mut() {
            view.hear(now);
            self.alerts.extend(view.take_alert());
            let more = view.take_presses();
            presses.wanted += more.wanted;
            presses.is_new_start |= more.is_new_start;
            presses.loader = presses.loader.or(more.loader);
        }
        self.mark_media();
        if presses.is_new_start {
            self.loader_key = LoaderKey::default();
        }
        if let Some(read_on) = presses.loader {
            let picture = self.handle().map(|handle| Arc::clone(&handle.picture));
            let asks = picture.is_some_and(|picture| self.loader_key.is_due(&picture, read_on));
            presses.wanted += u32::from(asks);
        }
        for _ in 0..presses.wanted {
            for down in [true, false] {
                let keysym = Keysym::RETURN;
                self.send(Command::Key { keysym, down });
            }
        }
    }

    /// Somebody wants to name an image for a drive of the PC.
    pub(crate) fn ask_for_image(&mut self) {
        if let Some(view) = self.views.get_mut(&Page::Media) {
            view.ask_for_image();
        }
    }

    /// Files that were dropped on the tab, for the view in front.
    pub(crate) fn take_files(&mut self, files: &[PathBuf]) {
        if let Some(view) = self.views.get_mut(&self.page) {
            view.take_files(files);
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
            Event::Screen {
                width,
                height,
                format,
                name,
            } => {
                let size = Some([width, height]);
                if std::mem::replace(&mut self.facts.size, size) != size && self.is_live() {
                    // Another display, or another resolution.
                    self.read_displays();
                }
                self.facts.format = Some(format);
                self.facts.desktop = name;
            }
            Event::PointerShape(cursor) => self.shape = Shape::new(&cursor),
            Event::Macro(state) => {
                let is_seen = self.macros.running.hear(state);
                self.alerts.extend(is_seen.then_some(Alert::TextSeen));
            }
            Event::Typing { done, total, .. } => self.paste.hear(done, total),
            Event::PictureRefused(fault) => {
                self.mode = PictureMode::default();
                self.complaints.push(fault);
            }
            Event::Stats(stats) => self.rates.take(now, stats),
            Event::Interrupted {
                fault, again_in, ..
            } => self.interrupted(fault, now + again_in.as_secs_f64(), stamp),
            Event::Closed(fault) => {
                self.recording_lost(now);
                self.screen_closed(fault, stamp);
            }
            Event::Recording(state) => self.hear_recorded(state, now),
            // As a console rings over a key it does not take.
            Event::Bell | Event::NoKey => self.bell.hear(now),
            Event::LockKeys(keys) => self.lock_keys = Some(keys),
            // The picture lies in the mailbox.
            _ => {}
        }
    }

    fn screen_closed(&mut self, fault: Option<Fault>, stamp: &impl Fn() -> String) {
        match fault {
            Some(
                fault @ (Fault::LoginRefused
                | Fault::Vnc(VncFault::WrongPassword { .. } | VncFault::PasswordNeeded)),
            ) => {
                self.refusals += 1;
                self.tell_pc(PcCommand::Screen(ScreenLogin::Refused));
                self.ask_login(Some(fault));
            }
            Some(Fault::Trust(fault)) => self.distrust(fault, stamp),
            Some(Fault::ConsentNeeded) if self.pc.is_some() => {
                self.tell_pc(PcCommand::Screen(ScreenLogin::Accepted));
                self.end(Some(Fault::ConsentNeeded), stamp());
                self.ask_consent(None);
            }
            Some(fault @ Fault::Unsupported(Feature::Screen)) => {
                self.tell_pc(PcCommand::Screen(ScreenLogin::Untested));
                // Switched off, forbidden or missing: three things, of which one can be mended.
                self.tell_pc(PcCommand::Do(Deed::ReadSwitches));
                self.end(Some(fault), stamp());
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
            News::Watched => {
                self.ask_what_the_screen_waits_for();
                return self.power_was_read();
            }
            News::Switches => return self.switches_were_read(),
            News::CloseSessions => self.close_for_power(),
            News::ReopenSessions { is_on } => return self.reopen_after_power(is_on, stamp),
            News::NeedsConsent(deed) => self.ask_consent(Some(deed)),
            News::NoConsent(fault) => {
                self.consent = None;
                self.complaints.push(fault);
            }
            News::Failed(fault) => self.complaints.push(fault),
        }
        Next::Nothing
    }

    /// The screen did not open, or has ended, for a reason like this.
    fn is_over_because(&self, reason: impl Fn(&Fault) -> bool) -> bool {
        matches!(&self.phase, Phase::Over { fault: Some(fault), .. } if reason(fault))
    }

    pub(super) fn poll_event(&mut self) -> Option<Event> {
        match &mut self.phase {
            Phase::Opening { handle, .. }
            | Phase::Live(handle)
            | Phase::Interrupted { handle, .. } => handle.poll_event(),
            _ => None,
        }
    }

    fn go_live(&mut self) {
        let ended = Phase::Over {
            fault: None,
            stamp: String::new(),
        };
        if matches!(self.phase, Phase::Opening { .. }) {
            self.records.push(Record::Begin {
                slot: Slot::Screen,
                kind: Kind::Screen,
                detail: None,
                files: Vec::new(),
            });
        }
        if matches!(self.phase, Phase::Interrupted { .. }) && self.picture.is_some() {
            self.alerts.push(Alert::Back);
        }
        match std::mem::replace(&mut self.phase, ended) {
            Phase::Opening { handle, .. } | Phase::Interrupted { handle, .. } => {
                let id = PictureId(handle.id.number());
                let mailbox = Arc::clone(&handle.picture);
                let old = self.picture.replace(ShownPicture { id, mailbox });
                // A screen that is back has the texture that it had.
                let others = old.map(|picture| picture.id).filter(|old| *old != id);
                self.forgotten.extend(others);
                self.phase = Phase::Live(handle);
                self.read_displays();
            }
            other => self.phase = other,
        }
    }

    /// Asks which displays there are. A PC that was started again may have others.
    fn read_displays(&self) {
        self.tell_pc(PcCommand::Do(Deed::ReadDisplays));
    }

    /// The picture is dead until the screen is back; what was down on the PC is not any more.
    fn interrupted(&mut self, fault: Fault, again: f64, stamp: &impl Fn() -> String) {
        if self.consent.is_some() && self.after_consent.is_none() && !self.has_consent() {
            return self.stop_without_consent(stamp);
        }
        // Consent that was given may be over when the screen is back; then it is asked for again.
        self.asked_consent = false;
        self.keyboard.forget();
        self.pointer.forget();
        self.paste.forget();
        self.macros.running.forget();
        self.took_focus = false;
        let before = std::mem::replace(&mut self.phase, Phase::Away);
        self.phase = match before {
            Phase::Opening { handle, .. } | Phase::Live(handle) => Phase::Interrupted {
                handle,
                fault,
                again,
                stamp: stamp(),
            },
            Phase::Interrupted { handle, stamp, .. } => Phase::Interrupted {
                handle,
                fault,
                again,
                stamp,
            },
            other => other,
        };
    }

    /// Writes down that the screen is no longer open.
    fn screen_ended(&mut self, outcome: &str) {
        let mut end = Record::end(Slot::Screen, outcome);
        if let Record::End { end, .. } = &mut end {
            end.consent = self.has_consent().then(|| "code".to_owned());
            end.encryption = self.safety().map(|safety| encryption(safety).to_owned());
        }
        self.records.push(end);
    }

    fn end(&mut self, fault: Option<Fault>, stamp: String) {
        self.keyboard.forget();
        self.pointer.forget();
        self.paste.forget();
        self.macros.running.forget();
        let outcome = fault.as_ref().map_or("done", Fault::kind);
        self.screen_ended(outcome);
        self.phase = Phase::Over { fault, stamp };
    }
}

/// How a connection is protected, as the journal says it.
const fn encryption(safety: &Safety) -> &'static str {
    match safety {
        Safety::Plain => "none",
        Safety::Pinned(_) => "pinned",
        Safety::KnownIssuer(_) => "known-issuer",
    }
}
