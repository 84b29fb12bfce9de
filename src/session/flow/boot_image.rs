//! "Boot from this image": everything between an image and a PC that has started from it, as one
//! action that can be watched, stopped, and repeated.
//!
//! The order is that of `docs/protocol/wsman.md` § 4.4: consent, the switch for storage
//! redirection, the lent drive, the one-time boot setting, the restart. Whatever happens, what was
//! changed is put back: the boot settings are cleared as soon as the PC reads its loader, or else
//! at the end, and the drive is taken back. What remains after a crash of ours is a setting for
//! one start, which the next attempt clears first.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use tokio::runtime;
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};
use tracing::{Instrument as _, debug, info, info_span, warn};

use super::boot::{self, BootPlan, BootStart, BootStep, BootTarget};
use super::power::{NoSessions, PowerStep};
use super::{IderDevice, consent, enable};
use crate::limits;
use crate::session::consent::{ConsentCommand, ConsentPhase, ConsentView, Purpose};
use crate::session::control::Control;
use crate::session::ider::{
    Drive, DriveStatus, MediaCommand, MediaEvent, MediaHandle, MediaOptions, MediaStage, MediaView,
    Pauses, Reached, Until, open_media,
};
use crate::session::reports::{Report, Reports, Wake};
use crate::session::supervisor::supervise;
use crate::session::{BootFault, Fault, Feature, SendError};

/// What is to be started, and for how long the image stays.
#[derive(Debug, Clone)]
pub struct BootImageOptions {
    /// The device, the login and the images. The PC starts from the CD if there is one, else from
    /// the floppy.
    pub media: MediaOptions,
    /// How the PC is made to start.
    pub start: BootStart,
    /// The BIOS also writes to serial; set while a serial view is open.
    pub use_sol: bool,
    /// How long the image stays.
    pub until: Until,
    /// Pauses that mean something.
    pub pauses: Pauses,
    /// Where the floppy is saved with what the PC wrote to it, before the disks are taken back.
    pub save_floppy: Option<PathBuf>,
    /// How long the PC may take from its restart to the first read of the loader. Servers with
    /// much memory test it for minutes.
    pub within: Duration,
}

impl BootImageOptions {
    /// A start from what `media` lends, which stays until somebody stops it.
    #[must_use]
    pub fn new(media: MediaOptions) -> Self {
        Self {
            media,
            start: BootStart::Whatever,
            use_sol: false,
            until: Until::Forever,
            pauses: Pauses::default(),
            save_floppy: None,
            within: Duration::from_secs(300),
        }
    }

    const fn drive(&self) -> Drive {
        match self.media.cd {
            Some(_) => Drive::Cd,
            None => Drive::Floppy,
        }
    }
}

/// What may be asked of an attempt.
#[derive(Debug)]
#[non_exhaustive]
pub enum BootImageCommand {
    /// A wish while the user's consent is asked for.
    Consent(ConsentCommand),
    /// For the drives; [`MediaCommand::Close`] is the same as [`Stop`](Self::Stop).
    Media(MediaCommand),
    /// Puts everything back and ends. The PC goes on without its disk.
    Stop,
}

/// The steps, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ImageStep {
    /// Can a PC start from the image?
    Check,
    /// Reaching the device.
    Connect,
    /// The user's consent.
    Consent,
    /// Storage redirection is switched on in Intel AMT.
    Enable,
    /// The image is lent.
    Lend,
    /// The setting for one start is written.
    Prepare,
    /// The PC is restarted or turned on.
    Restart,
    /// The PC reads the loader, and what the loader wants.
    Load,
    /// Boot settings are cleared, the image is taken back.
    PutBack,
}

impl ImageStep {
    /// All of them, in their order.
    pub const ALL: [Self; 9] = [
        Self::Check,
        Self::Connect,
        Self::Consent,
        Self::Enable,
        Self::Lend,
        Self::Prepare,
        Self::Restart,
        Self::Load,
        Self::PutBack,
    ];

    /// A stable name for scripts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Connect => "connect",
            Self::Consent => "consent",
            Self::Enable => "enable",
            Self::Lend => "lend",
            Self::Prepare => "prepare",
            Self::Restart => "restart",
            Self::Load => "load",
            Self::PutBack => "put-back",
        }
    }
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepState {
    /// It goes on.
    Begun,
    /// It is done.
    Done,
    /// There was nothing to do.
    NotNeeded,
    /// It failed; the reason is that of the end.
    Failed,
}

/// One report of an attempt.
#[derive(Debug)]
#[non_exhaustive]
pub enum BootImageEvent {
    /// A step begins or ends.
    Step(ImageStep, StepState),
    /// Where consent stands; what to show while it is asked for.
    Consent(ConsentView),
    /// The drives are being lent; what is read of them is seen here from now on.
    Lending(MediaView),
    /// Something happened to the drives.
    Media(MediaEvent),
    /// What is done to the power.
    Power(PowerStep),
    /// The PC has started from the image, so long after its restart.
    Started {
        /// From the restart to the pause that shows it.
        after: Duration,
    },
    /// It is over; the last event. Everything is as it was before, unless the fault says otherwise.
    Finished(Result<BootImageEnd, Fault>),
}

/// How an attempt ended well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BootImageEnd {
    /// The image has served its time.
    Reached,
    /// Somebody stopped it.
    Stopped,
}

/// One attempt. Dropping it stops it; everything is put back then too.
#[derive(Debug)]
pub struct BootImageHandle {
    commands: mpsc::Sender<BootImageCommand>,
    events: mpsc::Receiver<BootImageEvent>,
}

impl BootImageHandle {
    /// Hands over a command; never waits.
    ///
    /// # Errors
    /// [`SendError`]; the command is lost then.
    pub fn send(&self, command: BootImageCommand) -> Result<(), SendError> {
        self.commands
            .try_send(command)
            .map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => SendError::Full,
                mpsc::error::TrySendError::Closed(_) => SendError::Closed,
            })
    }

    /// The next event if there is one; for windows, which are woken.
    pub fn poll_event(&mut self) -> Option<BootImageEvent> {
        self.events.try_recv().ok()
    }

    /// Waits for the next event; `None` after [`BootImageEvent::Finished`]. Cancel-safe.
    pub async fn next_event(&mut self) -> Option<BootImageEvent> {
        self.events.recv().await
    }
}

impl Report for BootImageEvent {}

/// Boots a PC from an image on `runtime` and returns at once.
///
/// `wake` is called, from a task, whenever there is a new event. The last event is always
/// [`BootImageEvent::Finished`].
pub fn boot_image(
    runtime: &runtime::Handle,
    options: BootImageOptions,
    wake: impl Fn() + Send + Sync + 'static,
) -> BootImageHandle {
    let (command_sender, commands) = mpsc::channel(limits::COMMANDS);
    let (events, event_receiver) = mpsc::channel(limits::EVENTS);
    let wake: Wake = Arc::new(wake);
    let after_a_panic = Reports::new(events.clone(), Arc::clone(&wake));
    let span = info_span!("boot image", target = %options.media.access.target());
    let attempt = Attempt {
        commands,
        reports: Reports::new(events, wake),
        step: ImageStep::Check,
        media: None,
        may_be_set: false,
        is_stopped: false,
    };
    let task = attempt.run(options).instrument(span);
    supervise(runtime, "boot", task, |fault| {
        after_a_panic.finish(BootImageEvent::Finished(Err(fault)))
    });
    BootImageHandle {
        commands: command_sender,
        events: event_receiver,
    }
}

/// Why a step did not come to its end.
enum Halt {
    /// Somebody stopped it.
    Stopped,
    /// It failed.
    Failed(Fault),
}

impl From<Fault> for Halt {
    fn from(fault: Fault) -> Self {
        Self::Failed(fault)
    }
}

impl From<BootFault> for Halt {
    fn from(fault: BootFault) -> Self {
        Self::Failed(fault.into())
    }
}

struct Attempt {
    commands: mpsc::Receiver<BootImageCommand>,
    reports: Reports<BootImageEvent>,
    step: ImageStep,
    media: Option<MediaHandle>,
    /// A setting for the next start may be there.
    may_be_set: bool,
    is_stopped: bool,
}

impl Attempt {
    async fn run(mut self, options: BootImageOptions) {
        let mut control = None;
        let result = self.carry_out(&options, &mut control).await;
        let result = match result {
            Ok(()) => Ok(BootImageEnd::Reached),
            Err(Halt::Stopped) => Ok(BootImageEnd::Stopped),
            Err(Halt::Failed(fault)) => {
                info!(step = self.step.name(), error = fault.kind(), "failed");
                self.tell(self.step, StepState::Failed);
                Err(fault)
            }
        };
        let saved = match &options.save_floppy {
            Some(path) => self.save_floppy(path).await,
            None => Ok(()),
        };
        let put_back = self.put_back(control).await.map_err(|fault| {
            let cause = Box::new(fault);
            BootFault::NotPutBack { cause }.into()
        });
        // What made it fail comes first; what is left behind is a matter of one start.
        let result = result.and_then(|end| saved.and(put_back).map(|()| end));
        self.reports.finish(BootImageEvent::Finished(result)).await;
    }

    async fn carry_out(
        &mut self,
        options: &BootImageOptions,
        connected: &mut Option<Control>,
    ) -> Result<(), Halt> {
        self.begin(ImageStep::Check);
        check(options)?;
        self.done();

        self.begin(ImageStep::Connect);
        let (access, login) = (options.media.access.clone(), options.media.login.clone());
        let opened = self
            .unless_stopped(Control::connect(access, login))
            .await??;
        let control = connected.insert(opened);
        let switches = self.unless_stopped(enable::read(control)).await??;
        self.done();

        self.begin(ImageStep::Consent);
        self.consent(control).await?;

        self.begin(ImageStep::Enable);
        if switches.is_usable(Feature::Media) {
            self.end(StepState::NotNeeded);
        } else {
            let on = enable::switch(control, &[Feature::Media], true, |_| {});
            self.unless_stopped(on).await??;
            self.done();
        }

        self.begin(ImageStep::Lend);
        self.lend(options).await?;
        self.done();

        self.begin(ImageStep::Prepare);
        self.restart(options, control).await?;
        let restarted = now();
        self.done();

        self.begin(ImageStep::Load);
        self.watch(options, control, restarted).await?;
        self.done();
        Ok(())
    }

    /// Asks for the user's consent, as long as it takes.
    async fn consent(&mut self, control: &mut Control) -> Result<(), Halt> {
        let (wishes, mut wanted) = mpsc::channel(limits::COMMANDS);
        let mut wishes = Some(wishes);
        let (views, mut seen) = mpsc::channel(limits::EVENTS);
        let leave = AtomicBool::new(false);
        let tell = |view: &ConsentView| {
            // A view that finds no room is followed by another.
            drop(views.try_send(view.clone()));
        };
        let run = consent::run(control, Purpose::Everything, &mut wanted, &leave, tell);
        let mut run = std::pin::pin!(run);
        let phase = loop {
            tokio::select! {
                phase = &mut run => break phase?,
                Some(view) = seen.recv() => self.reports.report(BootImageEvent::Consent(view)),
                command = self.commands.recv(), if wishes.is_some() => match command {
                    Some(BootImageCommand::Consent(wish)) => {
                        if let Some(wishes) = &wishes {
                            drop(wishes.try_send(wish));
                        }
                    }
                    Some(BootImageCommand::Media(command)) if !is_end(&command) => {}
                    _ => {
                        self.is_stopped = true;
                        wishes = None; // Takes the code away from the display.
                    }
                },
                () = self.reports.catch_up() => {}
            }
        };
        while let Ok(view) = seen.try_recv() {
            self.reports.report(BootImageEvent::Consent(view));
        }
        if self.is_stopped {
            return Err(Halt::Stopped);
        }
        match phase {
            ConsentPhase::NotNeeded => self.end(StepState::NotNeeded),
            ConsentPhase::Given => self.done(),
            phase => {
                // "Cancelled" is what somebody wanted who cancelled consent alone.
                let fault = consent::failure(&phase).map_or(Halt::Stopped, Halt::Failed);
                return Err(fault);
            }
        }
        Ok(())
    }

    /// Lends the disks and waits until the device has taken them.
    async fn lend(&mut self, options: &BootImageOptions) -> Result<(), Halt> {
        let wake = self.reports.waker();
        let runtime = runtime::Handle::current();
        let handle = open_media(&runtime, options.media.clone(), move || wake());
        self.reports.report(BootImageEvent::Lending(handle.view()));
        self.media = Some(handle);
        loop {
            if let Some(MediaStage::Lent) = self.next_stage().await? {
                return Ok(());
            }
        }
    }

    /// Sets the next start and restarts the PC.
    async fn restart(
        &mut self,
        options: &BootImageOptions,
        control: &mut Control,
    ) -> Result<(), Halt> {
        let target = BootTarget::Lent(match options.drive() {
            Drive::Cd => IderDevice::Cd,
            Drive::Floppy => IderDevice::Floppy,
        });
        let plan = BootPlan {
            target,
            start: options.start,
            use_sol: options.use_sol,
        };
        let (steps, mut seen) = mpsc::channel(limits::EVENTS);
        let mut progress = |step| drop(steps.try_send(step));
        self.may_be_set = true;
        let mut sessions = NoSessions;
        let boot = boot::boot(control, plan, &mut sessions, &mut progress);
        let mut boot = std::pin::pin!(boot);
        loop {
            tokio::select! {
                biased;
                Some(step) = seen.recv() => self.power_step(step),
                result = &mut boot => {
                    let outcome = result?;
                    debug!(?outcome, "restarted");
                    break;
                }
                stage = self.next_stage() => {
                    stage?;
                }
            }
        }
        while let Ok(step) = seen.try_recv() {
            self.power_step(step);
        }
        Ok(())
    }

    fn power_step(&mut self, step: BootStep) {
        match step {
            BootStep::Power(step) => {
                if self.step == ImageStep::Prepare {
                    self.done();
                    self.begin(ImageStep::Restart);
                }
                self.reports.report(BootImageEvent::Power(step));
            }
            step => debug!(?step, "boot settings"),
        }
    }

    /// Watches the PC start, and then for as long as the image stays.
    async fn watch(
        &mut self,
        options: &BootImageOptions,
        control: &mut Control,
        restarted: Instant,
    ) -> Result<(), Halt> {
        let mut has_begun = false;
        let mut has_started = false;
        loop {
            let pause = sleep(LOOK);
            tokio::select! {
                stage = self.next_stage() => {
                    stage?;
                    continue;
                }
                () = pause => {}
            }
            let Some(disk) = self.disk(options.drive()) else {
                // Somebody took the disk out: nothing is to be watched any more.
                continue;
            };
            let reached = Reached::of(&disk, now(), options.pauses);
            if reached == Reached::Nothing && !has_begun {
                if now() >= restarted + options.within {
                    let within = options.within;
                    return Err(match disk.resets {
                        0 => BootFault::NoReset { within },
                        _ => BootFault::NotRead { within },
                    }
                    .into());
                }
                continue;
            }
            if !has_begun {
                has_begun = true;
                // The setting has done its work. Should we be gone later, it is gone already.
                self.clear(control).await?;
            }
            if reached >= Reached::Started && !has_started {
                has_started = true;
                let after = now().saturating_duration_since(restarted);
                self.reports.report(BootImageEvent::Started { after });
            }
            if has_started && options.until.is_over(&disk, now(), options.pauses) {
                return Ok(());
            }
        }
    }

    /// Clears the setting for the next start while the drives go on. What fails is tried again at
    /// the end.
    async fn clear(&mut self, control: &mut Control) -> Result<(), Halt> {
        let clear = timeout(CLEAR_WITHIN, boot::clear(control));
        let mut clear = std::pin::pin!(clear);
        let result = loop {
            tokio::select! {
                result = &mut clear => break result,
                stage = self.next_stage() => {
                    stage?;
                }
            }
        };
        match result {
            Ok(Ok(cleared)) => {
                debug!(?cleared, "the setting for one start is gone");
                self.may_be_set = false;
            }
            Ok(Err(fault)) => debug!(error = fault.kind(), "not cleared yet"),
            Err(_) => debug!("not cleared yet"),
        }
        Ok(())
    }

    /// Saves the floppy, if it was lent.
    async fn save_floppy(&mut self, path: &Path) -> Result<(), Fault> {
        let Some(media) = &mut self.media else {
            return Ok(());
        };
        let command = MediaCommand::SaveFloppy(path.to_owned());
        while media.send(command.clone()) == Err(SendError::Full) {
            sleep(LOOK).await;
        }
        while let Some(event) = media.next_event().await {
            match event {
                MediaEvent::FloppyNotSaved(fault) => return Err(fault),
                MediaEvent::Closed(Some(fault)) => {
                    self.media = None;
                    return Err(fault);
                }
                event => {
                    let is_saved = matches!(event, MediaEvent::FloppySaved(_));
                    self.reports.report(BootImageEvent::Media(event));
                    if is_saved {
                        return Ok(());
                    }
                }
            }
        }
        let task = "media: it ended before the floppy was saved".to_owned();
        Err(Fault::Internal { task })
    }

    /// Takes everything back. Safe to call whatever has happened.
    async fn put_back(&mut self, control: Option<Control>) -> Result<(), Fault> {
        if control.is_none() && self.media.is_none() {
            return Ok(());
        }
        self.begin(ImageStep::PutBack);
        let mut result = Ok(());
        if self.may_be_set
            && let Some(mut control) = control
        {
            for attempt in 0..CLEAR_ATTEMPTS {
                if attempt > 0 {
                    sleep(CLEAR_AGAIN).await;
                }
                result = match timeout(CLEAR_WITHIN, boot::clear(&mut control)).await {
                    Ok(cleared) => cleared.map(|_| ()),
                    Err(_) => Err(Fault::NoAnswer {
                        address: control.access().target().to_string(),
                        after: CLEAR_WITHIN,
                    }),
                };
                match &result {
                    Ok(()) => break,
                    Err(fault) => warn!(error = %fault, attempt, "the next start is not cleared"),
                }
            }
        }
        if let Some(mut media) = self.media.take() {
            let closed = async {
                // The handle takes commands as long as the session lives.
                while media.send(MediaCommand::Close) == Err(SendError::Full) {
                    sleep(LOOK).await;
                }
                while let Some(event) = media.next_event().await {
                    if matches!(event, MediaEvent::Closed(_)) {
                        return;
                    }
                    self.reports.report(BootImageEvent::Media(event));
                }
            };
            if timeout(CLOSE_WITHIN, closed).await.is_err() {
                debug!("the storage session did not end in time");
            }
        }
        self.end(match result {
            Ok(()) => StepState::Done,
            Err(_) => StepState::Failed,
        });
        result
    }

    /// The next thing that happens to the drives, which is passed on; its stage if it is one.
    /// Commands are obeyed meanwhile. Cancel-safe.
    async fn next_stage(&mut self) -> Result<Option<MediaStage>, Halt> {
        let Some(media) = &mut self.media else {
            return std::future::pending().await;
        };
        let event = tokio::select! {
            event = media.next_event() => event,
            command = self.commands.recv() => match command {
                Some(BootImageCommand::Media(command)) if !is_end(&command) => {
                    // A session that takes none any more says so itself.
                    if media.send(command).is_err() {
                        debug!("a command for the drives was lost");
                    }
                    return Ok(None);
                }
                Some(BootImageCommand::Consent(_)) => return Ok(None),
                Some(BootImageCommand::Stop | BootImageCommand::Media(_)) | None => {
                    self.is_stopped = true;
                    return Err(Halt::Stopped);
                }
            },
            () = self.reports.catch_up() => return Ok(None),
        };
        let stage = match &event {
            Some(MediaEvent::Stage(stage)) => Some(*stage),
            _ => None,
        };
        match event {
            Some(MediaEvent::Closed(fault)) => {
                self.media = None;
                let task = || "media: it closed by itself".to_owned();
                Err(fault
                    .unwrap_or_else(|| Fault::Internal { task: task() })
                    .into())
            }
            Some(event) => {
                self.reports.report(BootImageEvent::Media(event));
                Ok(stage)
            }
            None => {
                let task = "media: it ended without a word".to_owned();
                Err(Fault::Internal { task }.into())
            }
        }
    }

    /// Carries out `work` unless somebody stops it. Wishes of other steps are ignored meanwhile.
    async fn unless_stopped<T>(&mut self, work: impl Future<Output = T>) -> Result<T, Halt> {
        let mut work = std::pin::pin!(work);
        loop {
            tokio::select! {
                result = &mut work => return Ok(result),
                command = self.commands.recv() => match command {
                    Some(BootImageCommand::Consent(_)) => {}
                    Some(BootImageCommand::Media(command)) if !is_end(&command) => {}
                    _ => {
                        self.is_stopped = true;
                        return Err(Halt::Stopped);
                    }
                },
                () = self.reports.catch_up() => {}
            }
        }
    }

    fn disk(&self, drive: Drive) -> Option<DriveStatus> {
        let status = self.media.as_ref()?.status(now());
        match drive {
            Drive::Cd => status.cd,
            Drive::Floppy => status.floppy,
        }
    }

    fn begin(&mut self, step: ImageStep) {
        debug!(step = step.name(), "step");
        self.step = step;
        self.tell(step, StepState::Begun);
    }

    fn done(&mut self) {
        self.end(StepState::Done);
    }

    fn end(&mut self, state: StepState) {
        self.tell(self.step, state);
    }

    fn tell(&mut self, step: ImageStep, state: StepState) {
        self.reports.report(BootImageEvent::Step(step, state));
    }
}

/// Can any PC start from it?
fn check(options: &BootImageOptions) -> Result<(), BootFault> {
    use crate::media::disk_image::ImageWarning;
    let disk = match options.drive() {
        Drive::Cd => &options.media.cd,
        Drive::Floppy => &options.media.floppy,
    };
    let facts = disk.as_ref().map(|disk| &disk.image.facts);
    let is_damaged =
        facts.is_some_and(|facts| facts.warnings.contains(&ImageWarning::BootCatalogueDamaged));
    match facts {
        Some(facts) if facts.boot.is_possible() => Ok(()),
        _ => Err(BootFault::CannotStart { is_damaged }),
    }
}

const fn is_end(command: &MediaCommand) -> bool {
    matches!(command, MediaCommand::Close)
}

/// How often the progress is looked at.
const LOOK: Duration = Duration::from_millis(200);
/// Longest wait for the boot settings to be cleared, each time.
const CLEAR_WITHIN: Duration = Duration::from_secs(20);
/// Attempts at the end, and the pause between them: a management engine is away for a few seconds
/// while its PC restarts.
const CLEAR_ATTEMPTS: u32 = 3;
const CLEAR_AGAIN: Duration = Duration::from_secs(3);
/// Longest wait for the end of the storage session.
const CLOSE_WITHIN: Duration = Duration::from_secs(5);

/// The clock of the runtime.
fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}
