//! The task of a serial console: connect, drive the machine, feed the terminal, pass input on.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use time::OffsetDateTime;
use tokio::runtime;
use tokio::sync::{Notify, mpsc};
use tracing::{Instrument as _, debug, info_span};

use super::log::{Beginning, Log, Outcome};
use super::{
    LogOptions, SerialCommand, SerialEvent, SerialHandle, SerialOptions, SerialServed, SerialStage,
    SharedTerminal, Tap,
};
use crate::net::pump::{self, Owner};
use crate::proto::Machine as _;
use crate::proto::redir::messages::{FirmwareVersion, SessionType};
use crate::proto::redir::{RedirEvent, RedirSession};
use crate::proto::sol::messages::PortStatus;
use crate::proto::sol::{Command, Event, PasteEnd, SolChannel};
use crate::session::fault::Place;
use crate::session::redirection::{Line, dial};
use crate::session::reports::{Report, Reports, Wake};
use crate::session::supervisor::supervise;
use crate::session::{Fault, Feature, Target};
use crate::terminal::{Keyboard, Pasted, ResetFilter, Size, prepare_paste};
use crate::wire::Secret;

impl Report for SerialEvent {}

/// Opens a serial console on `runtime` and returns at once.
///
/// `wake` is called, from a task, whenever there is a new event or new text; it should do no more
/// than tell the front end to look. The last event is always [`SerialEvent::Closed`], whatever
/// happens to the tasks of the session. Dropping the handle ends the session in order.
pub fn open_serial(
    runtime: &runtime::Handle,
    options: SerialOptions,
    wake: impl Fn() + Send + Sync + 'static,
) -> SerialHandle {
    let (handle, served) = {
        let charset = options.keyboard.charset;
        SerialHandle::new(options.size, charset, options.tap)
    };
    let span = info_span!("serial", id = handle.id.number(), target = %options.access.target());
    let wake: Wake = Arc::new(wake);
    let after_a_panic = Reports::new(served.events.clone(), Arc::clone(&wake));
    let tap = served.tap.clone();
    let task = run(options, served, wake).instrument(span);
    supervise(runtime, "serial", task, |fault| {
        if let Some(tap) = tap {
            tap.end();
        }
        after_a_panic.finish(SerialEvent::Closed(Some(fault)))
    });
    handle
}

/// Serves one session until its end, which it reports.
async fn run(options: SerialOptions, served: SerialServed, wake: Wake) {
    let mut owner = PortOwner::new(&options, served, wake);
    let fault = owner.serve(&options).await.err().filter(|_| !owner.closing);
    match &fault {
        None => debug!("closed as asked"),
        Some(fault) => debug!(error = fault.kind(), details = ?fault.details(), "closed"),
    }
    let reason = fault.as_ref().map_or("closed".to_owned(), Fault::title);
    owner.note(reason);
    if let Some(tap) = &owner.tap {
        tap.end();
    }
    owner.end_log().await;
    owner.reports.finish(SerialEvent::Closed(fault)).await;
}

/// What the driver of the machine reports to, and where its commands come from.
struct PortOwner {
    commands: mpsc::Receiver<SerialCommand>,
    reports: Reports<SerialEvent>,
    terminal: SharedTerminal,
    tap: Option<Arc<Tap>>,
    log: Option<Log>,
    title: String,
    keyboard: Keyboard,
    filter: ResetFilter,
    /// What is to be given to the machine next.
    pending: VecDeque<Command>,
    stage: Option<SerialStage>,
    /// Size of the terminal when it was last looked at.
    size: Size,
    /// Nobody wants the session any more.
    closing: bool,
    /// The channel exists and can be closed with a word.
    has_channel: bool,
    firmware: Option<FirmwareVersion>,
    /// The connection was torn off rather than closed.
    reset: bool,
    heard_at: Instant,
}

impl PortOwner {
    fn new(options: &SerialOptions, served: SerialServed, wake: Wake) -> Self {
        let size = served.terminal.lock().size();
        Self {
            commands: served.commands,
            reports: Reports::new(served.events, wake),
            terminal: served.terminal,
            tap: served.tap,
            log: None,
            title: options.access.target().to_string(),
            keyboard: options.keyboard,
            filter: ResetFilter::default(),
            pending: VecDeque::new(),
            stage: None,
            size,
            closing: false,
            has_channel: false,
            firmware: None,
            reset: false,
            heard_at: now(),
        }
    }

    /// Connects and drives the conversation to its end.
    async fn serve(&mut self, options: &SerialOptions) -> Result<(), Fault> {
        if matches!(options.access.target(), Target::Vnc { .. }) {
            return Err(Fault::Unsupported(Feature::Serial));
        }
        if let Some(log) = options.log.clone() {
            self.begin_with_log(log).await?;
        }
        self.enter(SerialStage::Connecting);
        let Line { stream, facts } = tokio::select! {
            line = dial(&options.access, |_| {}) => line?,
            () = self.unwanted() => return Ok(()),
        };
        let safety = facts.safety.clone();
        self.reports.report(SerialEvent::Connected(safety));
        self.heard_at = now();
        self.enter(SerialStage::Starting);
        let (login, patience) = (&options.login, options.reply_timeout);
        let handshake = facts.handshake(SessionType::Sol, login, patience);
        let (settings, pace) = (options.settings, options.pace);
        let mut session = RedirSession::new(now(), handshake, move |now, _| {
            let mut channel = SolChannel::new(settings, pace);
            channel.open(now);
            channel
        });
        let error = match pump::run(&mut session, stream, self).await {
            Ok(_) => return Ok(()),
            Err(error) => error,
        };
        let place = Place {
            reset: self.reset,
            ready: self.stage == Some(SerialStage::Open),
            silent_for: now() - self.heard_at,
            ..facts.place(Feature::Serial, options.reply_timeout)
        };
        Err(facts.fault(error, place, Fault::from_serial))
    }

    /// Returns when nobody wants the session any more. Commands that do not type are obeyed.
    async fn unwanted(&mut self) {
        while !self.closing {
            match self.commands.recv().await {
                Some(command) => self.obey(command),
                None => self.closing = true,
            }
        }
    }

    fn enter(&mut self, stage: SerialStage) {
        debug!(?stage, "stage");
        self.stage = Some(stage);
        self.reports.report(SerialEvent::Stage(stage));
    }

    /// Carries out a command as far as that is possible here; what remains is for the machine.
    fn obey(&mut self, command: SerialCommand) {
        match command {
            SerialCommand::Key(key, modifiers) => {
                let modes = self.terminal.lock().key_modes();
                let mut bytes = Vec::new();
                if self.keyboard.encode(key, modifiers, modes, &mut bytes) {
                    self.pending.push_back(Command::Send(Secret::new(bytes)));
                }
            }
            SerialCommand::Send(bytes) => self.pending.push_back(Command::Send(bytes)),
            SerialCommand::Paste(text) => {
                let keyboard = self.keyboard;
                let Pasted { bytes, skipped } =
                    prepare_paste(text.expose(), keyboard.charset, keyboard.enter);
                if skipped > 0 {
                    let characters = skipped;
                    self.reports
                        .report(SerialEvent::PasteSkipped { characters });
                }
                self.paste(bytes);
            }
            SerialCommand::Stream(bytes) => {
                let mut passed = Vec::with_capacity(bytes.expose().len());
                let held = self.filter.pass(bytes.expose(), &mut passed);
                if held > 0 {
                    let characters = held;
                    self.reports
                        .report(SerialEvent::PasteSkipped { characters });
                }
                self.paste(passed);
            }
            SerialCommand::StopPaste => self.pending.push_back(Command::StopPaste),
            SerialCommand::SetKeyboard(keyboard) => {
                self.keyboard = keyboard;
                self.terminal.lock().set_charset(keyboard.charset);
                if let Some(log) = &self.log {
                    log.set_charset(OffsetDateTime::now_utc(), keyboard.charset);
                }
            }
            SerialCommand::SetSize(mode) => {
                self.terminal.lock().set_size_mode(mode);
                self.look_at_size();
            }
            SerialCommand::SetPace(pace) => self.pending.push_back(Command::SetPace(pace)),
            SerialCommand::Break => self.pending.push_back(Command::Break),
            SerialCommand::StartLog(options) => {
                let wake = self.reports.waker();
                match self.start_log(options, wake) {
                    Ok(log) => self.log = Some(log),
                    Err(fault) => self.reports.report(SerialEvent::LogFailed(fault)),
                }
            }
            SerialCommand::StopLog => self.log = None,
            SerialCommand::Close => self.closing = true,
        }
    }

    /// Hands text over to be pasted.
    fn paste(&mut self, bytes: Vec<u8>) {
        if bytes.is_empty() {
            // The channel has nothing to say about nothing, and somebody may wait for its end.
            let (sent, total, end) = (0, 0, PasteEnd::Done);
            let ended = SerialEvent::PasteEnded { sent, total, end };
            return self.reports.report(ended);
        }
        self.pending.push_back(Command::Paste(Secret::new(bytes)));
    }

    fn start_log(&self, options: LogOptions, wake: Wake) -> Result<Log, Fault> {
        let beginning = Beginning {
            title: self.title.clone(),
            size: self.size,
            charset: self.keyboard.charset,
        };
        let path = options.path.clone();
        Log::start(options, beginning, wake).map_err(|cause| Fault::FileUnwritable { path, cause })
    }

    /// Begins a log and waits until its file is open.
    async fn begin_with_log(&mut self, options: LogOptions) -> Result<(), Fault> {
        let news = Arc::new(Notify::new());
        let told = Arc::clone(&news);
        let log = self.start_log(options, Arc::new(move || told.notify_one()))?;
        let outcome = loop {
            match log.poll_outcome() {
                Some(outcome) => break outcome,
                None => news.notified().await,
            }
        };
        match outcome {
            Outcome::Started(options) => {
                self.log = Some(log);
                self.reports.report(SerialEvent::LogStarted(options.path));
                Ok(())
            }
            Outcome::Failed(fault) => Err(fault),
        }
    }

    /// Ends the log, so that its file is complete when the session is over.
    async fn end_log(&mut self) {
        let Some(log) = self.log.take() else {
            return;
        };
        if let Ok(Some(fault)) = tokio::task::spawn_blocking(move || log.end()).await {
            self.reports.report(SerialEvent::LogFailed(fault));
        }
    }

    fn note(&self, text: impl Into<String>) {
        if let Some(log) = &self.log {
            log.note(OffsetDateTime::now_utc(), text);
        }
    }

    /// The terminal may have grown by itself.
    fn look_at_size(&mut self) {
        let size = self.terminal.lock().size();
        if size != self.size {
            self.size = size;
            if let Some(log) = &self.log {
                log.resized(OffsetDateTime::now_utc(), size);
            }
        }
    }

    /// The host wrote this.
    fn show(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        let (mut replies, mut bell) = (String::new(), false);
        while !rest.is_empty() {
            let mut terminal = self.terminal.lock();
            let used = terminal.feed(rest);
            replies.push_str(&terminal.take_replies());
            bell |= terminal.take_bell();
            rest = rest.get(used..).unwrap_or_default();
        }
        self.look_at_size();
        if !replies.is_empty() {
            let replies = Secret::new(replies.into_bytes());
            self.pending.push_back(Command::Send(replies));
        }
        if let Some(tap) = &self.tap {
            tap.push(bytes);
        }
        if let Some(log) = &mut self.log {
            log.output(OffsetDateTime::now_utc(), bytes);
        }
        if bell {
            self.reports.report(SerialEvent::Bell);
        }
        self.reports.wake();
    }

    /// Takes one report of the channel.
    fn take(&mut self, event: Event) {
        let event = match event {
            Event::Opened => return self.enter(SerialStage::Open),
            Event::Data(bytes) => return self.show(&bytes),
            Event::Controls { control, status } => {
                let power = if status.contains(PortStatus::POWER_ON) {
                    "on"
                } else {
                    "off"
                };
                debug!(?control, ?status, "controls");
                self.note(format!("power {power}, lines {control:?}, {status:?}"));
                SerialEvent::Controls { control, status }
            }
            Event::OutputLost => {
                self.note("the device has dropped output here");
                SerialEvent::OutputLost
            }
            Event::InputLost => SerialEvent::InputLost,
            Event::Quiet => SerialEvent::Quiet,
            Event::Pasting {
                sent,
                total,
                waiting,
            } => SerialEvent::Pasting {
                sent,
                total,
                waiting,
            },
            Event::PasteEnded { sent, total, end } => {
                if end != PasteEnd::Done {
                    self.filter = ResetFilter::default();
                }
                SerialEvent::PasteEnded { sent, total, end }
            }
            Event::PasteRefused { len } => SerialEvent::PasteRefused { len },
            Event::BreakUnsupported => SerialEvent::BreakUnsupported,
        };
        self.reports.report(event);
    }

    fn look_at_log(&mut self) {
        let Some(outcome) = self.log.as_ref().and_then(Log::poll_outcome) else {
            return;
        };
        self.reports.report(match outcome {
            Outcome::Started(options) => SerialEvent::LogStarted(options.path),
            Outcome::Failed(fault) => {
                self.log = None;
                SerialEvent::LogFailed(fault)
            }
        });
    }
}

impl Owner<RedirSession<SolChannel>> for PortOwner {
    async fn next_command(&mut self) -> Option<Command> {
        loop {
            self.look_at_log();
            if let Some(command) = self.pending.pop_front() {
                return Some(command);
            }
            let log_due = self.log.is_some();
            let look_again = async {
                match log_due {
                    true => tokio::time::sleep(LOG_INTERVAL).await,
                    false => std::future::pending().await,
                }
            };
            tokio::select! {
                command = self.commands.recv(), if !self.closing => {
                    match command {
                        Some(command) => self.obey(command),
                        None => self.closing = true,
                    }
                    if self.closing && !self.has_channel {
                        return None;
                    }
                    if self.closing {
                        self.pending.push_back(Command::Close);
                    }
                }
                () = self.reports.catch_up() => {}
                () = look_again => {}
            }
        }
    }

    fn observe(&mut self, _: Instant, session: &mut RedirSession<SolChannel>) {
        while let Some(event) = session.poll_event() {
            match event {
                RedirEvent::Started(firmware) => {
                    self.firmware = Some(firmware);
                    self.enter(SerialStage::LoggingIn);
                }
                RedirEvent::LoggedIn => {
                    self.has_channel = true;
                    let firmware = self.firmware;
                    self.reports.report(SerialEvent::LoggedIn { firmware });
                    self.enter(SerialStage::Opening);
                }
                RedirEvent::Channel(event) => self.take(event),
            }
        }
    }

    fn full(&self) -> Option<Arc<Notify>> {
        // Nobody is held back for the sake of a session that is ending.
        self.tap.as_ref().filter(|_| !self.closing)?.full()
    }

    fn used_input(&mut self, _: usize, _: Duration) {
        self.heard_at = now();
    }

    fn torn_off(&mut self, error: &io::Error) {
        debug!(%error, "torn off");
        self.reset = true;
    }
}

/// How often it is looked whether a log has begun or failed. Only while there is one.
const LOG_INTERVAL: Duration = Duration::from_millis(200);

/// The clock of the runtime, the same that the driver uses.
fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}
