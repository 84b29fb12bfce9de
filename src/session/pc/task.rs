//! The task: one thing after the other, commands first, then what consent wants, then a look at
//! the power state every now and then.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::runtime;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{sleep_until, timeout};
use tracing::{Instrument as _, debug, info_span};

use super::consent::{Attempt, displays};
use super::line::Line;
use super::watched::Watched;
use super::{ConsentNow, Doing, PasswordSource, PcCommand, PcEvent, PcHandle, PcOptions, PcServed};
use crate::session::access::Service;
use crate::session::consent::{ConsentAction, ConsentCommand, ConsentPhase, Purpose};
use crate::session::flow::probe::{ProbeOptions, probe};
use crate::session::flow::{OptInService, power};
use crate::session::reports::Wake;
use crate::session::supervisor::{ended_by_itself, supervise};
use crate::session::{Credentials, Fault};
use crate::store::secrets::{KeyStoreError, SecretStore};
use crate::wire::Secret;

/// Serves a PC on `runtime` and returns at once. `wake` is called, from a task, whenever there is
/// a new event; it should do no more than tell the front end to look.
pub fn open_pc(
    runtime: &runtime::Handle,
    options: PcOptions,
    wake: impl Fn() + Send + Sync + 'static,
) -> PcHandle {
    let (handle, served) = PcHandle::new();
    let span = info_span!("pc", target = %options.access.target());
    let wake: Wake = Arc::new(wake);
    let (events, after_a_panic) = (served.events.clone(), Arc::clone(&wake));
    let task = Task::new(&options, served, wake).run(options);
    supervise(runtime, "PC", task.instrument(span), async move |fault| {
        let failed = PcEvent::Failed(Doing::Watching, fault);
        // A front end that is gone minds no mistake of ours.
        drop(events.send(failed).await);
        after_a_panic();
    });
    handle
}

/// What one PC is served with.
pub(super) struct Task {
    pub(super) commands: mpsc::Receiver<PcCommand>,
    /// Commands that came while a deed was under way.
    pub(super) waiting: VecDeque<PcCommand>,
    pub(super) events: mpsc::Sender<PcEvent>,
    pub(super) wake: Wake,
    pub(super) line: Line,
    secrets: Arc<SecretStore>,
    /// Finding out what answers, beside everything else; at most one, and it ends with us.
    probing: JoinSet<()>,
    consent: Option<Attempt>,
    /// What was told of consent last.
    told: Option<ConsentNow>,
    displays_are_told: bool,
    watched: Watched,
    /// When to look at power and consent again; `None` before the first login.
    look_at: Option<Instant>,
    is_logged_in: bool,
    /// Looking at the PC failed before, and that was told.
    is_out_of_reach: bool,
}

impl Task {
    fn new(options: &PcOptions, served: PcServed, wake: Wake) -> Self {
        let PcServed { commands, events } = served;
        Self {
            commands,
            waiting: VecDeque::new(),
            events,
            wake,
            line: Line::new(options.access.clone(), None),
            secrets: Arc::clone(&options.secrets),
            probing: JoinSet::new(),
            consent: None,
            told: None,
            displays_are_told: false,
            watched: Watched::default(),
            look_at: None,
            is_logged_in: false,
            is_out_of_reach: false,
        }
    }

    async fn run(mut self, options: PcOptions) {
        self.begin(options).await;
        loop {
            let command = match self.waiting.pop_front() {
                Some(command) => Some(command),
                None => match self.commands.try_recv() {
                    Ok(command) => Some(command),
                    Err(mpsc::error::TryRecvError::Disconnected) => break,
                    Err(mpsc::error::TryRecvError::Empty) => None,
                },
            };
            if let Some(command) = command {
                self.watched.forget();
                self.obey(command).await;
            } else if let Some(action) = self.next_question() {
                self.watched.forget();
                self.go_on_with_consent(action).await;
            } else {
                let at = self.next_look();
                tokio::select! {
                    command = self.commands.recv() => match command {
                        Some(command) => {
                            self.watched.forget();
                            self.obey(command).await;
                        }
                        None => break,
                    },
                    () = until(at) => self.tick().await,
                }
            }
        }
        self.end().await;
    }

    /// Finds out who logs in, and where nobody can say it, whether the PC is worth a login.
    async fn begin(&mut self, options: PcOptions) {
        let PcOptions { user, password, .. } = options;
        if let Some(password) = password {
            self.use_login(Credentials { user, password }, PasswordSource::Given)
                .await;
            return;
        }
        match self.stored_password(&user).await {
            Ok(Some(password)) => {
                let login = Credentials { user, password };
                self.use_login(login, PasswordSource::KeyStore).await;
            }
            // A system without a key store, and a PC that is not in it, are both normal.
            Ok(None) | Err(Fault::KeyStore(KeyStoreError::Absent)) => {
                self.look().await;
                self.tell(PcEvent::LoginWanted(None)).await;
            }
            Err(fault) => {
                self.look().await;
                self.tell(PcEvent::LoginWanted(Some(fault))).await;
            }
        }
    }

    async fn use_login(&mut self, login: Credentials, source: PasswordSource) {
        self.line.set_login(login.clone());
        self.is_logged_in = false;
        self.look_at = None;
        self.tell(PcEvent::Login(login, source)).await;
    }

    async fn stored_password(&self, user: &str) -> Result<Option<Secret<String>>, Fault> {
        let (secrets, key) = (Arc::clone(&self.secrets), self.line.access().key().clone());
        let user = user.to_owned();
        // It may ask the person to unlock it, which takes as long as they like.
        let read = tokio::task::spawn_blocking(move || secrets.read(&key, &user));
        let read = read
            .await
            .map_err(|error| ended_by_itself("key store", error))?;
        read.map_err(Fault::KeyStore)
    }

    /// Reaches the PC without logging in: shows whether it is there and to be trusted.
    async fn look(&mut self) {
        self.probe();
        match self.line.access().open(Service::Wsman).await {
            Ok(opened) => self.tell(PcEvent::Reached(opened.safety)).await,
            Err(fault) => self.tell(PcEvent::Failed(Doing::Looking, fault)).await,
        }
    }

    /// Finds out what answers, for whoever waits or is asked something; nothing waits for it.
    fn probe(&mut self) {
        self.probing = JoinSet::new();
        let access = self.line.access().clone();
        let (events, wake) = (self.events.clone(), Arc::clone(&self.wake));
        self.probing.spawn(async move {
            let options = ProbeOptions::default();
            // Why it cannot be reached is told by the connection itself.
            let Ok(found) = probe(&access, options, |_| {}).await else {
                return;
            };
            if events.send(PcEvent::Probed(Box::new(found))).await.is_ok() {
                wake();
            }
        });
    }

    async fn obey(&mut self, command: PcCommand) {
        debug!(?command, "asked");
        match command {
            PcCommand::Screen(login) => {
                self.line.set_screen(login);
                if !self.is_logged_in && self.line.may_log_in() {
                    self.watch().await;
                }
            }
            PcCommand::LogIn(login) => self.use_login(login, PasswordSource::Given).await,
            PcCommand::Remember => self.remember().await,
            PcCommand::Trust {
                certificate,
                reason,
            } => match self.line.access().trust(&certificate, reason.as_deref()) {
                Ok(()) => self.tell(PcEvent::Trusted).await,
                Err(fault) => self.tell(PcEvent::Failed(Doing::Trusting, fault)).await,
            },
            PcCommand::Look => self.look().await,
            PcCommand::Refresh => {
                self.is_out_of_reach = false;
                self.watch().await;
            }
            PcCommand::AskConsent(purpose) => self.ask_consent(purpose).await,
            PcCommand::Consent(command) => self.tell_consent(command).await,
            PcCommand::Do(deed) => self.perform(deed).await,
            // There is nothing to be stopped, and nothing was asked to be closed.
            PcCommand::Stop | PcCommand::SessionsClosed => {}
        }
    }

    async fn remember(&mut self) {
        let Some(login) = self.line.login().cloned() else {
            return;
        };
        let (secrets, key) = (Arc::clone(&self.secrets), self.line.access().key().clone());
        let write = move || secrets.write(&key, &login.user, &login.password);
        let written = match tokio::task::spawn_blocking(write).await {
            Ok(written) => written.map_err(Fault::KeyStore),
            Err(error) => Err(ended_by_itself("key store", error)),
        };
        self.tell(match written {
            Ok(()) => PcEvent::Remembered,
            Err(fault) => PcEvent::Failed(Doing::Remembering, fault),
        })
        .await;
    }

    /// Reads power and consent, and plans the next look.
    pub(super) async fn watch(&mut self) {
        if !self.line.may_log_in() {
            return;
        }
        let result = self.read().await;
        self.look_at = Some(Instant::now() + EVERY);
        match result {
            Ok(()) => self.is_out_of_reach = false,
            Err(fault) => {
                self.line.learn(&fault);
                if !self.line.may_log_in() {
                    self.look_at = None;
                }
                if !std::mem::replace(&mut self.is_out_of_reach, true) {
                    self.tell(PcEvent::Failed(Doing::Watching, fault)).await;
                }
            }
        }
    }

    async fn read(&mut self) -> Result<(), Fault> {
        let control = self.line.control().await?;
        let power = power::status(control).await?;
        if !std::mem::replace(&mut self.is_logged_in, true) {
            let version = control.version_hint();
            let safety = control.safety().cloned();
            if let Some(safety) = safety {
                self.tell(PcEvent::Reached(safety)).await;
            }
            self.tell(PcEvent::LoggedIn { version }).await;
        }
        if self.is_out_of_reach {
            self.watched.forget();
        }
        if let Some(power) = self.watched.power(power) {
            self.tell(PcEvent::Power(power)).await;
        }
        let control = self.line.control().await?;
        let policy: Option<OptInService> = control.find("tell whether consent is needed").await?;
        if let Some(policy) = self.watched.policy(policy) {
            self.tell(PcEvent::Policy(policy)).await;
        }
        Ok(())
    }

    async fn ask_consent(&mut self, purpose: Purpose) {
        self.consent = Some(Attempt::new(purpose));
        self.told = None;
        self.show_consent().await;
        if !std::mem::replace(&mut self.displays_are_told, true)
            && let Ok(Some(displays)) = displays(&mut self.line).await
        {
            self.tell(PcEvent::Displays(displays)).await;
        }
    }

    async fn tell_consent(&mut self, command: ConsentCommand) {
        match &mut self.consent {
            Some(attempt) => attempt.consent.handle_command(command),
            // Consent from before this tab: ending it is all that can be asked.
            None if command == ConsentCommand::Cancel => {
                let mut given = Attempt::new(Purpose::Everything);
                given.consent.handle_command(ConsentCommand::Cancel);
                self.consent = Some(given);
            }
            None => return,
        }
        self.show_consent().await;
    }

    async fn go_on_with_consent(&mut self, action: ConsentAction) {
        let Some(attempt) = &mut self.consent else {
            return;
        };
        if let Err(fault) = attempt.perform(&mut self.line, action).await {
            self.consent = None;
            self.tell(PcEvent::Failed(Doing::AskingConsent, fault))
                .await;
            return;
        }
        self.show_consent().await;
        let finished = |attempt: &Attempt| attempt.consent.is_finished();
        if self.consent.as_ref().is_some_and(finished) {
            self.consent = None;
            self.watch().await;
        }
    }

    /// Tells how far consent is, if that is news.
    async fn show_consent(&mut self) {
        let Some(view) = self.consent.as_ref().map(|attempt| attempt.consent.view()) else {
            return;
        };
        let now = ConsentNow {
            phase: view.phase,
            left: view
                .until
                .map(|until| until.saturating_duration_since(Instant::now())),
            tries_left: view.tries_left,
        };
        let same = |told: &ConsentNow| {
            (&told.phase, told.tries_left, told.left.is_some())
                == (&now.phase, now.tries_left, now.left.is_some())
        };
        if !self.told.as_ref().is_some_and(same) {
            self.told = Some(now.clone());
            self.tell(PcEvent::Consent(now)).await;
        }
    }

    /// What consent wants of the firmware, unless it waits for an answer.
    fn next_question(&mut self) -> Option<ConsentAction> {
        self.consent.as_mut()?.consent.poll_action()
    }

    /// When something is to be done without being asked.
    fn next_look(&self) -> Option<Instant> {
        match &self.consent {
            Some(attempt) => attempt.consent.poll_timeout(),
            None => self.look_at,
        }
    }

    async fn tick(&mut self) {
        match &mut self.consent {
            Some(attempt) => attempt.consent.handle_timeout(Instant::now()),
            None => self.watch().await,
        }
    }

    /// A code that nobody will enter any more is taken from the display.
    async fn end(mut self) {
        let Some(mut attempt) = self.consent.take() else {
            return;
        };
        let is_shown = matches!(
            attempt.consent.view().phase,
            ConsentPhase::Asking | ConsentPhase::CodeWanted { .. }
        );
        if !is_shown {
            return;
        }
        attempt.consent.handle_command(ConsentCommand::Cancel);
        let goodbye = async {
            while let Some(action) = attempt.consent.poll_action() {
                if let Err(fault) = attempt.perform(&mut self.line, action).await {
                    debug!(error = %fault, "the code could not be taken away");
                }
            }
        };
        if timeout(GOODBYE, goodbye).await.is_err() {
            debug!("the PC did not answer to the end of consent");
        }
    }

    /// Waits while the front end is [`limits::PC_EVENTS`](crate::limits::PC_EVENTS) behind.
    pub(super) async fn tell(&self, event: PcEvent) {
        // Nobody listens any more: the command queue says the same, and ends the task.
        if self.events.send(event).await.is_ok() {
            (self.wake)();
        }
    }
}

async fn until(at: Option<Instant>) {
    match at {
        Some(at) => sleep_until(at.into()).await,
        None => std::future::pending().await,
    }
}

/// From one look at power and consent to the next.
const EVERY: Duration = Duration::from_secs(15);

/// How long the firmware may take to hear that a code is no longer needed.
const GOODBYE: Duration = Duration::from_secs(3);
