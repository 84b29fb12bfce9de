//! What a media view talks to: images are opened, lent, or a PC started from them, one task for
//! all of it.
//!
//! The view sends [`DeskCommand`]s and reads [`DeskEvent`]s; what is read of the disks lies in the
//! [`MediaView`] that comes with [`DeskEvent::Lending`].

use std::mem::discriminant;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::runtime;
use tokio::sync::mpsc;
use tracing::{Instrument as _, info_span};

use super::image::detached;
use super::{
    Disk, DiskImage, Drive, ImageLocation, MediaCommand, MediaEvent, MediaHandle, MediaOptions,
    MediaView, Start, StartEstimate, Until, open_image, open_media,
};
use crate::limits;
use crate::media::directory::Directory;
use crate::net::range::RangeOptions;
use crate::session::access::Access;
use crate::session::consent::ConsentCommand;
use crate::session::control::Credentials;
use crate::session::flow::boot::BootStart;
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
    Boot(BootWishes),
    /// A wish while the user's consent is asked for.
    Consent(ConsentCommand),
    /// Writes the floppy with what the PC wrote to a file.
    SaveFloppy(PathBuf),
    /// Takes everything back.
    Stop,
}

/// How a start from an image is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BootWishes {
    /// How the PC is made to start.
    pub start: BootStart,
    /// Say when the loader seems to wait for a key.
    pub press_key: bool,
    /// How long the image stays.
    pub until: Until,
    /// The BIOS also writes to serial; set while a serial view is open.
    pub use_sol: bool,
}

/// One report to a media view.
#[derive(Debug)]
#[non_exhaustive]
pub enum DeskEvent {
    /// An image was opened.
    Opened(Box<DiskImage>),
    /// It could not be.
    NotOpened(Drive, Fault),
    /// Its files were listed: what a start reads of it, as far as their names tell.
    Estimated(Drive, Option<StartEstimate>),
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

impl Report for DeskEvent {
    /// Of each kind the latest of a drive, of a step, and of a kind of news is enough.
    fn supersedes(&self, older: &Self) -> bool {
        match (self, older) {
            (Self::Opened(image), Self::Opened(known)) => image.drive == known.drive,
            (Self::NotOpened(drive, _), Self::NotOpened(known, _))
            | (Self::Estimated(drive, _), Self::Estimated(known, _)) => drive == known,
            (Self::Media(event), Self::Media(known)) => event.supersedes(known),
            (Self::Boot(event), Self::Boot(known)) => event.supersedes(known),
            _ => discriminant(self) == discriminant(older),
        }
    }
}

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
        listing: None,
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
    Listed(Drive, Option<StartEstimate>),
    Media(Option<MediaEvent>),
    Boot(Option<BootImageEvent>),
    Nothing,
}

/// What is known of a start, once the files of the disk in this drive are listed.
type Listed = (Drive, Option<StartEstimate>);

struct Desk {
    access: Access,
    login: Credentials,
    commands: mpsc::Receiver<DeskCommand>,
    reports: Reports<DeskEvent>,
    cd: Option<DiskImage>,
    floppy: Option<DiskImage>,
    /// Ends the listing of the CD's files, if one goes on.
    listing: Option<Arc<AtomicBool>>,
    writable: bool,
    active: Active,
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.stop_listing();
    }
}

impl Desk {
    async fn serve(mut self) {
        let (opened_to, mut opened) = mpsc::channel(2);
        let (listed_to, mut listed) = mpsc::channel(2);
        loop {
            let next = tokio::select! {
                command = self.commands.recv() => Next::Command(command),
                Some((drive, result)) = opened.recv() => Next::Opened(drive, result),
                Some((drive, estimate)) = listed.recv() => Next::Listed(drive, estimate),
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
                Next::Opened(drive, result) => {
                    if drive == Drive::Cd {
                        self.list(result.as_ref().ok(), &listed_to);
                    }
                    self.opened(drive, result);
                }
                Next::Listed(drive, estimate) => {
                    self.reports.report(DeskEvent::Estimated(drive, estimate));
                }
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
                if drive == Drive::Cd {
                    self.stop_listing();
                }
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
            DeskCommand::Boot(wishes) => {
                if matches!(self.active, Active::Nothing) {
                    let options = BootImageOptions {
                        start: wishes.start,
                        press_key: wishes.press_key,
                        until: wishes.until,
                        use_sol: wishes.use_sol,
                        ..BootImageOptions::new(self.options())
                    };
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

    /// Lists the files of the CD, to say what a start from it reads.
    fn list(&mut self, image: Option<&DiskImage>, to: &mpsc::Sender<Listed>) {
        self.stop_listing();
        let Some(image) = image else {
            return;
        };
        let stop = Arc::new(AtomicBool::new(false));
        self.listing = Some(Arc::clone(&stop));
        let (source, to) = (Arc::clone(&image.source), to.clone());
        tokio::spawn(async move {
            let ended = Arc::clone(&stop);
            let listed = detached(move || Directory::read(source.as_ref(), &ended)).await;
            let estimate = match listed {
                // Half a list would say too little.
                Ok(_) if stop.load(Ordering::Relaxed) => return,
                Ok(directory) => StartEstimate::of(&directory),
                Err(_) => None,
            };
            if to.send((Drive::Cd, estimate)).await.is_err() {
                tracing::debug!("the view is gone and needs no estimate");
            }
        });
    }

    fn stop_listing(&mut self) {
        if let Some(listing) = self.listing.take() {
            listing.store(true, Ordering::Relaxed);
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
