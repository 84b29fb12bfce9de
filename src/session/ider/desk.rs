//! What a media view talks to: images are opened, lent, or a PC started from them, one task for
//! all of it.
//!
//! The view sends [`DeskCommand`]s and reads [`DeskEvent`]s; what is read of the disks lies in the
//! [`MediaView`] that comes with [`DeskEvent::Lending`].

use std::path::PathBuf;
use std::sync::Arc;

use tokio::runtime;
use tokio::sync::mpsc;
use tracing::{Instrument as _, info_span};

use super::{
    Disk, DiskImage, Drive, ImageLocation, MediaCommand, MediaEvent, MediaHandle, MediaOptions,
    MediaView, Start, open_image, open_media,
};
use crate::limits;
use crate::net::range::RangeOptions;
use crate::session::access::Access;
use crate::session::consent::ConsentCommand;
use crate::session::control::Credentials;
use crate::session::flow::boot_image::{
    BootImageCommand, BootImageEnd, BootImageEvent, BootImageHandle, BootImageOptions, boot_image,
};
use crate::session::reports::{Report, Reports, Wake};
use crate::session::supervisor::supervise;
use crate::session::{Fault, SendError};

/// One request of a media view. Requests that do not fit the moment are ignored.
#[derive(Debug)]
#[non_exhaustive]
pub enum DeskCommand {
    /// Opens and checks an image for a drive; it takes the place of the one before, also in a
    /// drive that is lent.
    Open(ImageLocation, Drive),
    /// Takes the image out of a drive.
    Remove(Drive),
    /// The PC may write to the floppy, from the next time it is lent.
    SetWritable(bool),
    /// Lends the drives, without restarting the PC.
    Lend(Start),
    /// Starts the PC from the image.
    Boot,
    /// A wish while the user's consent is asked for.
    Consent(ConsentCommand),
    /// Writes the floppy with what the PC wrote to a file.
    SaveFloppy(PathBuf),
    /// Takes everything back.
    Stop,
}

/// One report to a media view.
#[derive(Debug)]
#[non_exhaustive]
pub enum DeskEvent {
    /// An image was opened.
    Opened(Box<DiskImage>),
    /// It could not be.
    NotOpened(Drive, Fault),
    /// The drives are being lent; what is read of them is seen here.
    Lending(MediaView),
    /// Something happened to the drives.
    Media(MediaEvent),
    /// Starting the PC has come further; never its end.
    Boot(BootImageEvent),
    /// Nothing is lent any more, and everything is as it was, unless the fault says otherwise.
    Ended(Result<BootImageEnd, Fault>),
}

/// The view's end.
#[derive(Debug)]
pub struct DeskHandle {
    commands: mpsc::Sender<DeskCommand>,
    events: mpsc::Receiver<DeskEvent>,
}

/// The other end of a [`DeskHandle`].
#[derive(Debug)]
pub struct DeskServed {
    /// What the view asks for.
    pub commands: mpsc::Receiver<DeskCommand>,
    /// What it is told.
    pub events: mpsc::Sender<DeskEvent>,
}

impl DeskHandle {
    /// Both ends; for whoever serves a view, and for tests.
    #[must_use]
    pub fn new() -> (Self, DeskServed) {
        let (command_sender, commands) = mpsc::channel(limits::COMMANDS);
        let (events, event_receiver) = mpsc::channel(limits::EVENTS);
        let handle = Self {
            commands: command_sender,
            events: event_receiver,
        };
        (handle, DeskServed { commands, events })
    }

    /// Hands over a command; never waits.
    ///
    /// # Errors
    /// [`SendError`]; the command is lost then.
    pub fn send(&self, command: DeskCommand) -> Result<(), SendError> {
        self.commands
            .try_send(command)
            .map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => SendError::Full,
                mpsc::error::TrySendError::Closed(_) => SendError::Closed,
            })
    }

    /// The next event if there is one.
    pub fn poll_event(&mut self) -> Option<DeskEvent> {
        self.events.try_recv().ok()
    }
}

impl Report for DeskEvent {}

/// Serves a media view on `runtime` and returns at once. Dropping the handle takes everything
/// back.
pub fn open_desk(
    runtime: &runtime::Handle,
    access: Access,
    login: Credentials,
    wake: impl Fn() + Send + Sync + 'static,
) -> DeskHandle {
    let (handle, served) = DeskHandle::new();
    let wake: Wake = Arc::new(wake);
    let after_a_panic = Reports::new(served.events.clone(), Arc::clone(&wake));
    let span = info_span!("media view", target = %access.target());
    let desk = Desk {
        access,
        login,
        commands: served.commands,
        reports: Reports::new(served.events, wake),
        cd: None,
        floppy: None,
        writable: false,
        active: Active::Nothing,
    };
    let task = desk.serve().instrument(span);
    supervise(runtime, "media view", task, |fault| {
        after_a_panic.finish(DeskEvent::Ended(Err(fault)))
    });
    handle
}

/// What is going on.
enum Active {
    Nothing,
    Lent(MediaHandle),
    Boot(BootImageHandle),
}

/// What happened next.
enum Next {
    Command(Option<DeskCommand>),
    Opened(Drive, Result<DiskImage, Fault>),
    Media(Option<MediaEvent>),
    Boot(Option<BootImageEvent>),
    Nothing,
}

struct Desk {
    access: Access,
    login: Credentials,
    commands: mpsc::Receiver<DeskCommand>,
    reports: Reports<DeskEvent>,
    cd: Option<DiskImage>,
    floppy: Option<DiskImage>,
    writable: bool,
    active: Active,
}

impl Desk {
    async fn serve(mut self) {
        let (opened_to, mut opened) = mpsc::channel(2);
        loop {
            let next = tokio::select! {
                command = self.commands.recv() => Next::Command(command),
                Some((drive, result)) = opened.recv() => Next::Opened(drive, result),
                next = self.active.next() => next,
                () = self.reports.catch_up() => Next::Nothing,
            };
            match next {
                // Dropping what is active takes everything back.
                Next::Command(None) => return,
                Next::Command(Some(DeskCommand::Open(location, drive))) => {
                    let to = opened_to.clone();
                    tokio::spawn(async move {
                        let image = open_image(&location, drive, RangeOptions::default()).await;
                        // A view that is gone needs no image.
                        drop(to.send((drive, image)).await);
                    });
                }
                Next::Command(Some(command)) => self.obey(command),
                Next::Opened(drive, result) => self.opened(drive, result),
                Next::Media(event) => self.media(event),
                Next::Boot(event) => self.boot(event),
                Next::Nothing => {}
            }
        }
    }

    fn obey(&mut self, command: DeskCommand) {
        match command {
            DeskCommand::Open(..) => {}
            DeskCommand::Remove(drive) => {
                *self.drive(drive) = None;
                self.tell_drives(MediaCommand::Eject(drive));
            }
            DeskCommand::SetWritable(writable) => self.writable = writable,
            DeskCommand::Lend(start) => {
                if matches!(self.active, Active::Nothing) {
                    let options = MediaOptions {
                        start,
                        ..self.options()
                    };
                    let wake = self.reports.waker();
                    let runtime = runtime::Handle::current();
                    let handle = open_media(&runtime, options, move || wake());
                    self.reports.report(DeskEvent::Lending(handle.view()));
                    self.active = Active::Lent(handle);
                }
            }
            DeskCommand::Boot => {
                if matches!(self.active, Active::Nothing) {
                    let options = BootImageOptions::new(self.options());
                    let wake = self.reports.waker();
                    let runtime = runtime::Handle::current();
                    self.active = Active::Boot(boot_image(&runtime, options, move || wake()));
                }
            }
            DeskCommand::Consent(wish) => self.tell_boot(BootImageCommand::Consent(wish)),
            DeskCommand::SaveFloppy(path) => self.tell_drives(MediaCommand::SaveFloppy(path)),
            DeskCommand::Stop => {
                self.tell_boot(BootImageCommand::Stop);
                if let Active::Lent(_) = self.active {
                    self.tell_drives(MediaCommand::Close);
                }
            }
        }
    }

    fn opened(&mut self, drive: Drive, result: Result<DiskImage, Fault>) {
        match result {
            Ok(image) => {
                *self.drive(drive) = Some(image.clone());
                let writable = self.writable && drive == Drive::Floppy;
                let disk = Disk {
                    image: image.clone(),
                    writable,
                };
                self.tell_drives(MediaCommand::Insert(Box::new(disk)));
                self.reports.report(DeskEvent::Opened(Box::new(image)));
            }
            Err(fault) => self.reports.report(DeskEvent::NotOpened(drive, fault)),
        }
    }

    fn media(&mut self, event: Option<MediaEvent>) {
        match event {
            Some(MediaEvent::Closed(fault)) => self.ended(fault.map_or(Ok(()), Err)),
            Some(event) => self.reports.report(DeskEvent::Media(event)),
            None => self.ended(Ok(())),
        }
    }

    fn boot(&mut self, event: Option<BootImageEvent>) {
        match event {
            Some(BootImageEvent::Finished(end)) => {
                self.active = Active::Nothing;
                self.reports.report(DeskEvent::Ended(end));
            }
            Some(BootImageEvent::Lending(view)) => self.reports.report(DeskEvent::Lending(view)),
            Some(BootImageEvent::Media(event)) => self.reports.report(DeskEvent::Media(event)),
            Some(event) => self.reports.report(DeskEvent::Boot(event)),
            None => self.ended(Ok(())),
        }
    }

    fn ended(&mut self, result: Result<(), Fault>) {
        self.active = Active::Nothing;
        let end = result.map(|()| BootImageEnd::Stopped);
        self.reports.report(DeskEvent::Ended(end));
    }

    fn options(&self) -> MediaOptions {
        let writable = self.writable;
        MediaOptions {
            cd: self.cd.clone().map(Disk::read_only),
            floppy: self.floppy.clone().map(|image| Disk { image, writable }),
            ..MediaOptions::new(self.access.clone(), self.login.clone())
        }
    }

    const fn drive(&mut self, drive: Drive) -> &mut Option<DiskImage> {
        match drive {
            Drive::Cd => &mut self.cd,
            Drive::Floppy => &mut self.floppy,
        }
    }

    fn tell_drives(&self, command: MediaCommand) {
        let lost = match &self.active {
            Active::Nothing => return,
            Active::Lent(handle) => handle.send(command).is_err(),
            Active::Boot(handle) => handle.send(BootImageCommand::Media(command)).is_err(),
        };
        if lost {
            tracing::warn!("a command for the drives was lost");
        }
    }

    fn tell_boot(&self, command: BootImageCommand) {
        if let Active::Boot(handle) = &self.active
            && handle.send(command).is_err()
        {
            tracing::warn!("a command for the start was lost");
        }
    }
}

impl Active {
    /// Waits for the next thing that happens; cancel-safe.
    async fn next(&mut self) -> Next {
        match self {
            Self::Nothing => std::future::pending().await,
            Self::Lent(handle) => Next::Media(handle.next_event().await),
            Self::Boot(handle) => Next::Boot(handle.next_event().await),
        }
    }
}
