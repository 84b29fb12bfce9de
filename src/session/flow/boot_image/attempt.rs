//! The task of an attempt: step after step, and back again whatever happens.

use std::time::{Duration, Instant};

use tokio::runtime;
use tokio::sync::mpsc;
use tracing::{debug, info};

use super::warning;
use super::{
    BootImageCommand, BootImageEnd, BootImageEvent, BootImageOptions, ImageStep, StepState,
};
use crate::session::control::Control;
use crate::session::flow::enable;
use crate::session::ider::{
    Drive, DriveStatus, MediaCommand, MediaEvent, MediaHandle, MediaStage, open_media,
};
use crate::session::reports::Reports;
use crate::session::{BootFault, Fault, Feature};

/// Why a step did not come to its end.
pub(super) enum Halt {
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

pub(super) struct Attempt {
    pub(super) commands: mpsc::Receiver<BootImageCommand>,
    pub(super) reports: Reports<BootImageEvent>,
    pub(super) step: ImageStep,
    pub(super) media: Option<MediaHandle>,
    /// A setting for the next start may be there.
    pub(super) may_be_set: bool,
    pub(super) is_stopped: bool,
}

impl Attempt {
    pub(super) const fn new(
        commands: mpsc::Receiver<BootImageCommand>,
        reports: Reports<BootImageEvent>,
    ) -> Self {
        Self {
            commands,
            reports,
            step: ImageStep::Check,
            media: None,
            may_be_set: false,
            is_stopped: false,
        }
    }

    pub(super) async fn run(mut self, options: BootImageOptions) {
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
        options.check()?;
        self.done();

        self.begin(ImageStep::Connect);
        let (access, login) = (options.media.access.clone(), options.media.login.clone());
        let opened = self
            .unless_stopped(Control::connect(access, login))
            .await??;
        let control = connected.insert(opened);
        let switches = self.unless_stopped(enable::read(control)).await??;
        for warning in self.unless_stopped(warning::read(control)).await?? {
            self.reports.report(BootImageEvent::Warning(warning));
        }
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

    /// The next thing that happens to the drives, which is passed on; its stage if it is one.
    /// Commands are obeyed meanwhile. Cancel-safe.
    pub(super) async fn next_stage(&mut self) -> Result<Option<MediaStage>, Halt> {
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

    pub(super) fn disk(&self, drive: Drive) -> Option<DriveStatus> {
        let status = self.media.as_ref()?.status(now());
        match drive {
            Drive::Cd => status.cd,
            Drive::Floppy => status.floppy,
        }
    }

    pub(super) fn begin(&mut self, step: ImageStep) {
        debug!(step = step.name(), "step");
        self.step = step;
        self.tell(step, StepState::Begun);
    }

    pub(super) fn done(&mut self) {
        self.end(StepState::Done);
    }

    pub(super) fn end(&mut self, state: StepState) {
        self.tell(self.step, state);
    }

    fn tell(&mut self, step: ImageStep, state: StepState) {
        self.reports.report(BootImageEvent::Step(step, state));
    }
}

pub(super) const fn is_end(command: &MediaCommand) -> bool {
    matches!(command, MediaCommand::Close)
}

/// How often the progress is looked at.
pub(super) const LOOK: Duration = Duration::from_millis(200);

/// The clock of the runtime.
pub(super) fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}
