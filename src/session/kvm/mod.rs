//! The screen of one device: connect, drive the machine, publish the picture, pass input on.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::mpsc;
use tokio::time::{sleep, sleep_until};
use tracing::debug;

use super::input::{Input, Repertoire};
use super::macros::MacroState;
use super::reconnect::Reconnect;
use super::recording::{MarkKind, Studio};
use super::reports::{Reports, Wake};
use super::{
    Command, DeviceFault, Event, Fault, OpenOptions, PictureMode, Served, Stage, Stats, Target,
    VncFault,
};
use crate::proto::kvm::{Encryption, KvmCommand};
use crate::proto::redir::messages::FirmwareVersion;
use crate::screen::Mailbox;

mod attempt;
mod automatic;
mod lost;
mod mode;
mod owner;
mod reading;

use automatic::LineRate;
use mode::Mode;
use reading::Reading;

/// Pause before the next attempt after a device closed: it needs a moment to free its one screen
/// session. Other consoles wait between 0.2 and 0.8 s.
///
/// Source: `docs/protocol/redirection.md` § 5.14 (observed).
const AGAIN_AFTER: Duration = Duration::from_millis(400);

/// How often a device that is still busy with the session it has just closed is asked again.
const BUSY_TRIES: u32 = 6;

/// Least time from one report of figures to the next.
const STATS_INTERVAL: Duration = Duration::from_secs(1);

/// Serves one session until its end, which it reports.
pub(super) async fn run(options: OpenOptions, mut served: Served, wake: Wake) {
    let reports = Reports::new(served.events.clone(), wake);
    let mut owner = ScreenOwner::new(&options, &mut served, reports);
    let fault = owner.serve(&options).await;
    for state in owner.studio.close(now()).await {
        owner.reports.report(Event::Recording(state));
    }
    match &fault {
        None => debug!("closed as asked"),
        Some(fault) => debug!(error = fault.kind(), details = ?fault.details(), "closed"),
    }
    if owner.stats_at.is_some() {
        // The last figures are those of the whole session.
        owner.reports.report(Event::Stats(owner.stats));
    }
    owner.reports.finish(Event::Closed(fault)).await;
}

/// How one attempt ended: not at all by a fault, or by one.
type Ended = Result<(), Fault>;

/// What the driver of the screen's machine reports to, and where its commands come from.
struct ScreenOwner<'a> {
    commands: &'a mut mpsc::Receiver<Command>,
    overrun: &'a AtomicBool,
    picture: &'a Mailbox,
    reports: Reports<Event>,
    input: Input,
    /// Reads the screen, if a macro wants that.
    reading: Reading,
    /// Records the screen, if somebody wants that.
    studio: Studio,
    /// The PC's user had to consent to this session, and has.
    consented: bool,
    stage: Option<Stage>,
    /// How pictures are asked for.
    mode: Mode,
    /// How fast they come.
    line_rate: LineRate,
    /// What the channel is told about its pictures, oldest first.
    switches: VecDeque<KvmCommand>,
    /// Nobody wants the session any more.
    closing: bool,
    /// A word for goodbye can be said: the channel exists.
    has_channel: bool,
    /// The channel wants its connection to go inside TLS.
    wants_tls: bool,
    /// The screen is that of Intel AMT, on whatever port.
    is_firmware: bool,
    /// The server's encryption is of no use to us, and without is allowed.
    plain_only: bool,
    /// This attempt asks for one byte per pixel.
    narrow: bool,
    /// The screen is described; input makes sense.
    ready: bool,
    /// The screen is described and no tile has come since: the black picture is shown to nobody.
    blank: bool,
    /// Tiles decoded until the last step.
    tiles: u64,
    /// Since when a whole picture has been there, in this attempt.
    live_at: Option<Instant>,
    /// Updates and rectangles of this attempt.
    updates: u64,
    rects: u64,
    /// Those of the attempts before.
    updates_before: u64,
    rects_before: u64,
    name: String,
    firmware: Option<FirmwareVersion>,
    /// The connection was torn off rather than closed.
    reset: bool,
    heard_at: Instant,
    stats: Stats,
    stats_at: Option<Instant>,
}

impl<'a> ScreenOwner<'a> {
    fn new(options: &OpenOptions, served: &'a mut Served, reports: Reports<Event>) -> Self {
        let repertoire = match options.access.target() {
            Target::Amt { .. } => Repertoire::UsKeyboard,
            Target::Vnc { .. } => Repertoire::Everything,
        };
        Self {
            commands: &mut served.commands,
            overrun: &served.overrun,
            picture: &served.picture,
            reading: Reading::default(),
            studio: Studio::new(Arc::clone(&served.picture), reports.waker()),
            reports,
            input: Input::new(repertoire),
            consented: false,
            stage: None,
            mode: Mode::new(options.picture),
            line_rate: LineRate::default(),
            switches: VecDeque::new(),
            closing: false,
            has_channel: false,
            wants_tls: false,
            is_firmware: is_amt(options),
            plain_only: false,
            narrow: false,
            ready: false,
            blank: true,
            tiles: 0,
            live_at: None,
            updates: 0,
            rects: 0,
            updates_before: 0,
            rects_before: 0,
            name: String::new(),
            firmware: None,
            reset: false,
            heard_at: now(),
            stats: Stats::default(),
            stats_at: None,
        }
    }

    /// Attempts until one of them says how the session ends.
    async fn serve(&mut self, options: &OpenOptions) -> Option<Fault> {
        let mut busy_tries = 0;
        let mut reconnect = Reconnect::new(options.reconnect);
        loop {
            let fault = match self.attempt(options).await {
                Ok(()) => return self.overrun_fault(),
                Err(_) if self.closing => return self.overrun_fault(),
                Err(fault) => fault,
            };
            let live_at = self.live_at.take();
            if self.mode.take_back() {
                self.reports
                    .report(Event::PictureRefused(self.no_such_mode(&fault)));
                self.interrupted(fault, AGAIN_AFTER, 1);
                busy_tries = BUSY_TRIES;
                if !self.wait(AGAIN_AFTER).await {
                    return self.overrun_fault();
                }
                continue;
            }
            if (live_at.is_some() || reconnect.is_on())
                && let Some(again_in) = reconnect.pause(now(), &fault, live_at)
            {
                let fault = self.explained(options, fault).await;
                self.interrupted(fault, again_in, reconnect.attempt());
                if !self.wait(again_in).await {
                    return self.overrun_fault();
                }
                if let Some(fault) = self.unasked(options).await {
                    return Some(fault);
                }
                if self.closing {
                    return self.overrun_fault();
                }
                continue;
            }
            let fault = match reconnect.is_on() {
                true => self.explained(options, fault).await,
                false => fault,
            };
            match fault {
                Fault::NoPicture { .. } | Fault::TooLarge { .. }
                    if self.is_firmware && self.mode.reduce() =>
                {
                    debug!("no picture in full colour, trying 8 bits per pixel");
                    busy_tries = BUSY_TRIES;
                }
                Fault::Vnc(VncFault::Encryption {
                    could_be_plain: true,
                    ..
                }) if !self.plain_only
                    && options
                        .access
                        .vnc_encryption()
                        .is_ok_and(|e| e == Encryption::WhereOffered) =>
                {
                    debug!("no encryption in common, going without");
                    self.plain_only = true;
                }
                // The device has not noticed yet that our own last attempt is over.
                Fault::Busy(_) if busy_tries > 0 => busy_tries -= 1,
                Fault::NoPicture { .. }
                    if self.is_firmware && self.mode.wanted().pixel.is_grey() =>
                {
                    return Some(DeviceFault::Unknown { what: "send greys" }.into());
                }
                fault => return Some(fault),
            }
            if !self.wait(AGAIN_AFTER).await {
                return self.overrun_fault();
            }
        }
    }

    /// The screen is gone for the moment.
    fn interrupted(&mut self, fault: Fault, again_in: Duration, attempt: usize) {
        debug!(error = fault.kind(), ?again_in, attempt, "interrupted");
        self.studio.mark(now(), MarkKind::Lost, &fault.title());
        self.input.forget();
        while let Some(event) = self.input.poll_event() {
            self.report_typing(event);
        }
        self.updates_before += std::mem::take(&mut self.updates);
        self.rects_before += std::mem::take(&mut self.rects);
        self.stage = None;
        self.reports.report(Event::Interrupted {
            fault,
            again_in,
            attempt,
        });
        self.reports.wake();
    }

    /// The fault of a session that was to close: none, unless it lost a command.
    fn overrun_fault(&self) -> Option<Fault> {
        self.overrun
            .load(Ordering::Acquire)
            .then_some(Fault::Overrun)
    }

    /// Waits, at most until [`Command::Retry`]. Returns false at once if nobody wants the session
    /// any more.
    async fn wait(&mut self, pause: Duration) -> bool {
        tokio::select! {
            () = sleep(pause) => true,
            wanted = waiting(self.commands, self.overrun, &mut self.mode, self.firmware, &mut self.studio) => {
                self.closing = !wanted;
                wanted
            }
        }
    }

    /// Somebody wants pictures in another mode.
    fn switch(&mut self, wanted: PictureMode) {
        let before = self.mode.wanted();
        if let Err(fault) = self.mode.want(wanted, self.firmware) {
            self.reports.report(Event::PictureRefused(fault.into()));
            return;
        }
        if self.ready {
            self.switches
                .extend(self.mode.commands(before, self.firmware, self.is_firmware));
        }
        if !self.ready || before.pixel == wanted.pixel {
            self.mode.worked();
        }
    }

    /// What a screen means that was lost over a new mode.
    fn no_such_mode(&self, fault: &Fault) -> Fault {
        let what = "send pictures in the mode that was chosen";
        debug!(error = fault.kind(), "the mode before is wanted again");
        DeviceFault::Unknown { what }.into()
    }

    fn enter(&mut self, stage: Stage) {
        enter(&mut self.stage, &mut self.reports, stage);
    }

    /// The next command of the front end for the channel; `None` to hang up.
    async fn next(&mut self) -> Option<KvmCommand> {
        loop {
            if let Some(command) = self.input.poll_command() {
                return Some(command);
            }
            if let Some(command) = self.switches.pop_front() {
                return Some(command);
            }
            let due = self.input.poll_timeout();
            let reads = self.input.waits_for_text();
            let timer = async move {
                match due {
                    Some(at) => sleep_until(at.into()).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                command = self.commands.recv(), if !self.closing => {
                    let lost = self.overrun.load(Ordering::Acquire);
                    match command {
                        Some(Command::Close) | None => self.closing = true,
                        Some(_) if lost => self.closing = true,
                        Some(Command::SetPicture(mode)) => self.switch(mode),
                        Some(Command::Consented) => self.consented = true,
                        Some(command) => {
                            let state = self.studio.handle(now(), &command);
                            if let Some(state) = state {
                                self.reports.report(Event::Recording(state));
                            }
                            if self.ready {
                                self.input.handle(now(), command);
                            }
                        }
                    }
                    if self.closing && !self.has_channel {
                        return None;
                    }
                    if self.closing {
                        self.input.handle(now(), Command::Close);
                    }
                }
                () = timer => self.input.handle_timeout(now()),
                (seen, text) = self.reading.next(self.picture), if reads => {
                    self.input.screen_says(now(), seen, &text);
                }
                () = self.reports.catch_up() => {}
                state = self.studio.news() => self.reports.report(Event::Recording(state)),
            }
            while let Some(event) = self.input.poll_event() {
                self.report_typing(event);
            }
        }
    }

    /// The end of a text must arrive, the way there need not.
    fn report_typing(&mut self, event: Event) {
        match event {
            Event::Typing { done, total, .. } if done < total => {
                self.reports.mention(event);
                self.reports.wake();
            }
            event @ Event::Macro(MacroState::At { .. }) => {
                self.reports.mention(event);
                self.reports.wake();
            }
            event => self.reports.report(event),
        }
    }
}

const fn is_amt(options: &OpenOptions) -> bool {
    matches!(options.access.target(), Target::Amt { .. })
}

/// Returns true when somebody does not want to wait any longer, and false when nobody wants the
/// session any more.
async fn waiting(
    commands: &mut mpsc::Receiver<Command>,
    overrun: &AtomicBool,
    mode: &mut Mode,
    release: Option<FirmwareVersion>,
    studio: &mut Studio,
) -> bool {
    loop {
        match commands.recv().await {
            Some(Command::Close) | None => return false,
            Some(_) if overrun.load(Ordering::Acquire) => return false,
            Some(Command::Retry) => return true,
            Some(Command::SetPicture(wanted)) => match mode.want(wanted, release) {
                Ok(()) => mode.worked(),
                Err(error) => debug!(%error, "another mode"),
            },
            // Told of when there is a screen again; the recording goes on meanwhile.
            Some(command) => drop(studio.handle(now(), &command)),
        }
    }
}

/// Returns when nobody wants the session any more. Without a screen all other commands are
/// meaningless, and ignored.
async fn unwanted(
    commands: &mut mpsc::Receiver<Command>,
    overrun: &AtomicBool,
    mode: &mut Mode,
    release: Option<FirmwareVersion>,
    studio: &mut Studio,
) {
    while waiting(commands, overrun, mode, release, studio).await {}
}

/// Reports a stage, once.
fn enter(current: &mut Option<Stage>, reports: &mut Reports<Event>, stage: Stage) {
    if *current != Some(stage) {
        debug!(?stage, "stage");
        *current = Some(stage);
        reports.report(Event::Stage(stage));
    }
}

/// The clock of the runtime, the same that the driver uses.
fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}
