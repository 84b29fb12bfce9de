//! The task of a media session: connect, drive the machine, answer reads, keep the progress.
//!
//! What lies in the cache is answered in the same step in which it was asked for, without a
//! detour through another task: a BIOS reads 2 KiB at a time and waits for each.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::runtime;
use tokio::sync::mpsc;
use tokio::time::{sleep, sleep_until};
use tracing::{Instrument as _, debug, info_span, warn};

use super::disk::{Lent, Range};
use super::fetch::{DiskId, Fetched};
use super::handle::Served;
use super::image::detached;
use super::status::{SharedStatus, Shown};
use super::{Disk, MediaCommand, MediaEvent, MediaHandle, MediaOptions, MediaStage};
use crate::media::blank;
use crate::media::directory::Directory;
use crate::media::overlay::SaveError;
use crate::media::{DiskImage, ImageError, SourceError};
use crate::net::pump::{self, Owner};
use crate::proto::Machine as _;
use crate::proto::ider::atapi::Notice;
use crate::proto::ider::messages::{Drive, Sense, Start};
use crate::proto::ider::{Command, Event, IderChannel, Settings, Span, Ticket};
use crate::proto::redir::messages::{FirmwareVersion, SessionType};
use crate::proto::redir::{RedirEvent, RedirSession};
use crate::session::fault::Place;
use crate::session::redirection::{Line, dial};
use crate::session::reports::{Report, Reports, Wake};
use crate::session::supervisor::supervise;
use crate::session::{Fault, Feature, Target};

impl Report for MediaEvent {}

/// Lends disks on `runtime` and returns at once.
///
/// `wake` is called, from a task, whenever there is a new event; it should do no more than tell
/// the front end to look. The last event is always [`MediaEvent::Closed`], whatever happens to
/// the tasks of the session. Dropping the handle ends the session in order.
pub fn open_media(
    runtime: &runtime::Handle,
    options: MediaOptions,
    wake: impl Fn() + Send + Sync + 'static,
) -> MediaHandle {
    let (handle, served) = MediaHandle::new();
    let span = info_span!("media", id = handle.id.number(), target = %options.access.target());
    let wake: Wake = Arc::new(wake);
    let after_a_panic = Reports::new(served.events.clone(), Arc::clone(&wake));
    let task = run(options, served, wake).instrument(span);
    supervise(runtime, "media", task, |fault| {
        after_a_panic.finish(MediaEvent::Closed(Some(fault)))
    });
    handle
}

/// Serves one session until its end, which it reports.
async fn run(options: MediaOptions, served: Served, wake: Wake) {
    let mut owner = DriveOwner::new(served, wake);
    let result = owner.serve(options).await;
    let fault = result.err().filter(|_| !owner.closing);
    match &fault {
        None => debug!("closed as asked"),
        Some(fault) => debug!(error = fault.kind(), details = ?fault.details(), "closed"),
    }
    owner.reports.finish(MediaEvent::Closed(fault)).await;
}

/// How long the PC waits for blocks that the image does not deliver before it is told to ask
/// again: it gives up after more than this (`docs/protocol/redirection.md` § 6.13, inferred).
const IMAGE_TIMEOUT: Duration = Duration::from_secs(5);
/// Pieces of a long read are held back while more than this waits to be sent.
const ENOUGH_UNSENT: usize = 2 << 20;
/// Waits before each attempt to connect again; after the last one it is given up.
const RECONNECT_AFTER: [Duration; 8] = [
    Duration::from_millis(300),
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
    Duration::from_secs(8),
    Duration::from_secs(15),
    Duration::from_secs(15),
    Duration::from_secs(15),
];
/// Answers of the image threads that may wait.
const ANSWERS: usize = 64;

/// Where reads are answered from, and where commands come from.
struct DriveOwner {
    commands: mpsc::Receiver<MediaCommand>,
    reports: Reports<MediaEvent>,
    status: SharedStatus,
    floppy: Option<Lent>,
    cd: Option<Lent>,
    next_disk: u64,
    answers: mpsc::Receiver<Fetched>,
    /// Kept for the threads of the next disk.
    answer_to: mpsc::Sender<Fetched>,
    /// What is to be given to the machine next.
    pending: VecDeque<Command>,
    /// A read whose blocks are not there yet.
    waiting: Option<Waiting>,
    /// A read whose blocks are there, but too much waits to be sent.
    held: Option<Waiting>,
    /// Files being written.
    saves: mpsc::Receiver<MediaEvent>,
    save_to: mpsc::Sender<MediaEvent>,
    /// Bytes that wait to be sent.
    unsent: usize,
    /// The drive whose answer was put out last.
    sending: Option<Drive>,
    stage: Option<MediaStage>,
    /// Nobody wants the session any more.
    closing: bool,
    /// The channel exists and can be closed with a word.
    has_channel: bool,
    firmware: Option<FirmwareVersion>,
    /// The connection was torn off rather than closed.
    reset: bool,
    heard_at: Instant,
}

/// A read of the PC that is not answered yet.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    ticket: Ticket,
    drive: Drive,
    range: Range,
    until: Instant,
}

impl DriveOwner {
    fn new(served: Served, wake: Wake) -> Self {
        let (answer_to, answers) = mpsc::channel(ANSWERS);
        let (save_to, saves) = mpsc::channel(1);
        Self {
            commands: served.commands,
            reports: Reports::new(served.events, wake),
            status: served.status,
            floppy: None,
            cd: None,
            next_disk: 0,
            answers,
            answer_to,
            pending: VecDeque::new(),
            waiting: None,
            held: None,
            saves,
            save_to,
            unsent: 0,
            sending: None,
            stage: None,
            closing: false,
            has_channel: false,
            firmware: None,
            reset: false,
            heard_at: now(),
        }
    }

    /// Lends the disks until nobody wants that any more, over as many connections as it takes.
    async fn serve(&mut self, mut options: MediaOptions) -> Result<(), Fault> {
        if matches!(options.access.target(), Target::Vnc { .. }) {
            return Err(Fault::Unsupported(Feature::Media));
        }
        if let Some(disk) = options.cd.take() {
            self.lend(disk)?;
        }
        let floppy = match options.floppy.take() {
            Some(disk) => disk,
            None => blank_floppy()?,
        };
        self.lend(floppy)?;
        let mut attempt = 0;
        loop {
            let fault = match self.connect_and_drive(&options).await {
                Ok(()) => return Ok(()),
                Err(fault) => fault,
            };
            // A connection that carried the drives once is worth another; any other failure
            // would only repeat itself.
            let was_lent = self.stage == Some(MediaStage::Lent);
            if was_lent {
                attempt = 0;
            }
            let again = was_lent || self.stage == Some(MediaStage::Reconnecting);
            let is_loss = matches!(
                fault,
                Fault::Lost { .. }
                    | Fault::HungUp { .. }
                    | Fault::NoAnswer { .. }
                    | Fault::NoRoute { .. }
                    | Fault::Refused { .. }
                    | Fault::Busy(_)
            );
            let pause = RECONNECT_AFTER.get(attempt);
            let (true, true, true, Some(pause)) = (again, is_loss, options.reconnect, pause) else {
                return Err(fault);
            };
            attempt += 1;
            if was_lent {
                self.reports.report(MediaEvent::ConnectionLost(fault));
            }
            self.forget_connection();
            self.enter(MediaStage::Reconnecting);
            tokio::select! {
                () = sleep(*pause) => {}
                () = self.unwanted() => return Ok(()),
            }
            // The PC has used the drives already: it shall see them again at once.
            options.start = Start::Graceful;
        }
    }

    /// Connects and drives one conversation to its end.
    async fn connect_and_drive(&mut self, options: &MediaOptions) -> Result<(), Fault> {
        let reconnecting = self.stage == Some(MediaStage::Reconnecting);
        if !reconnecting {
            self.enter(MediaStage::Connecting);
        }
        let Line { stream, facts } = tokio::select! {
            line = dial(&options.access, |_| {}) => line?,
            () = self.unwanted() => return Ok(()),
        };
        let safety = facts.safety.clone();
        self.reports.report(MediaEvent::Connected(safety));
        self.heard_at = now();
        if !reconnecting {
            self.enter(MediaStage::Starting);
        }
        let (login, patience) = (&options.login, options.reply_timeout);
        let handshake = facts.handshake(SessionType::Ider, login, patience);
        let medium = |lent: &Option<Lent>| {
            lent.as_ref()
                .map(|lent| lent.image.medium(lent.overlay.is_some()))
        };
        let settings = Settings {
            start: options.start,
            floppy: medium(&self.floppy),
            cd: medium(&self.cd),
            ..Settings::default()
        };
        let mut session = RedirSession::new(now(), handshake, move |now, _| {
            let mut channel = IderChannel::new(settings);
            channel.open(now);
            channel
        });
        let error = match pump::run(&mut session, stream, self).await {
            Ok(_) => return Ok(()),
            Err(error) => error,
        };
        let place = Place {
            reset: self.reset,
            ready: self.stage == Some(MediaStage::Lent),
            silent_for: now() - self.heard_at,
            ..facts.place(Feature::Media, options.reply_timeout)
        };
        Err(facts.fault(error, place, Fault::from_media))
    }

    /// What belongs to a connection and not to the session.
    fn forget_connection(&mut self) {
        self.pending.clear();
        self.waiting = None;
        self.held = None;
        self.unsent = 0;
        self.sending = None;
        self.has_channel = false;
        self.reset = false;
        for drive in Drive::ALL {
            let now = now();
            self.status
                .progress(drive, |progress| progress.dropped(now));
        }
    }

    /// Returns when nobody wants the session any more. Other commands are carried out meanwhile.
    async fn unwanted(&mut self) {
        while !self.closing {
            match self.commands.recv().await {
                Some(command) => self.obey(command),
                None => self.closing = true,
            }
        }
    }

    fn enter(&mut self, stage: MediaStage) {
        debug!(?stage, "stage");
        self.stage = Some(stage);
        self.reports.report(MediaEvent::Stage(stage));
    }

    const fn drive(&mut self, drive: Drive) -> &mut Option<Lent> {
        match drive {
            Drive::Floppy => &mut self.floppy,
            Drive::Cd => &mut self.cd,
        }
    }

    /// Puts a disk into its drive and begins to read its directory.
    fn lend(&mut self, disk: Disk) -> Result<(), Fault> {
        let drive = disk.image.drive;
        let id = DiskId(self.next_disk);
        self.next_disk += 1;
        let shown = Shown::new(
            now(),
            id,
            disk.image.name.clone(),
            disk.image.facts.clone(),
            drive,
            disk.writable,
        );
        let lent = Lent::new(id, disk, &self.answer_to)?;
        if drive == Drive::Cd {
            let (source, stop) = (Arc::clone(&lent.image.source), Arc::clone(&lent.is_gone));
            let status = self.status.clone();
            let read = move || Directory::read(source.as_ref(), &stop);
            tokio::spawn(async move {
                match detached(read).await {
                    Ok(directory) => status.listed(drive, id, directory),
                    Err(fault) => warn!(error = fault.kind(), "the directory was not read"),
                }
            });
        }
        *self.drive(drive) = Some(lent);
        self.status.change(drive, |old| *old = Some(shown));
        Ok(())
    }

    /// Carries out a command as far as that is possible here; what remains is for the machine.
    fn obey(&mut self, command: MediaCommand) {
        match command {
            MediaCommand::Insert(disk) => {
                let drive = disk.image.drive;
                match self.lend(*disk) {
                    Ok(()) => {
                        let lent = self.drive(drive).as_ref();
                        let medium = lent.map(|lent| lent.image.medium(lent.overlay.is_some()));
                        if let Some(medium) = medium {
                            self.pending.push_back(Command::Insert { drive, medium });
                        }
                    }
                    Err(fault) => self
                        .reports
                        .report(MediaEvent::ImageTrouble { drive, fault }),
                }
            }
            MediaCommand::Eject(drive) => {
                *self.drive(drive) = None;
                self.status.change(drive, |shown| *shown = None);
                self.pending.push_back(Command::Eject { drive });
            }
            MediaCommand::Enable(start) => self.pending.push_back(Command::Enable(start)),
            MediaCommand::SaveFloppy(path) => self.save(path),
            MediaCommand::Close => self.closing = true,
        }
    }

    /// Writes the floppy to a file, on a thread of its own.
    fn save(&mut self, path: std::path::PathBuf) {
        let Some(lent) = &self.floppy else {
            return;
        };
        let overlay = lent.overlay.clone().unwrap_or_default();
        let source = Arc::clone(&lent.image.source);
        let name = lent.image.name.clone();
        let report_to = self.save_to.clone();
        tokio::spawn(async move {
            let target = path.clone();
            let saved = detached(move || overlay.save(source.as_ref(), &target)).await;
            let event = match saved {
                Ok(Ok(())) => MediaEvent::FloppySaved(path),
                Ok(Err(SaveError::Write(cause))) => {
                    MediaEvent::FloppyNotSaved(Fault::FileUnwritable { path, cause })
                }
                Ok(Err(SaveError::Read(error))) => {
                    let error = Box::new(ImageError::Source(error));
                    MediaEvent::FloppyNotSaved(Fault::Image { name, error })
                }
                Err(fault) => MediaEvent::FloppyNotSaved(fault),
            };
            // A session that has ended needs no report.
            drop(report_to.send(event).await);
        });
    }

    /// Takes an event of the machine. What can be answered at once is the result.
    fn take(&mut self, now: Instant, event: Event) -> Option<Command> {
        match event {
            Event::Opened { .. } => {}
            Event::Enabled => self.enter(MediaStage::Lent),
            Event::Rejected => {
                self.enter(MediaStage::Lent);
                self.reports.report(MediaEvent::NotShown);
            }
            Event::Read {
                ticket,
                drive,
                lba,
                count,
                ..
            } => {
                let range = Range { lba: lba.0, count };
                let until = now + IMAGE_TIMEOUT;
                return self.read(
                    now,
                    Waiting {
                        ticket,
                        drive,
                        range,
                        until,
                    },
                );
            }
            Event::Write {
                ticket,
                drive,
                lba,
                data,
            } => return Some(self.write(ticket, drive, lba.0, &data)),
            Event::Abandoned { ticket } => {
                let is_it = |waiting: &mut Waiting| waiting.ticket == ticket;
                let waiting = self.waiting.take_if(is_it);
                if let Some(gone) = waiting.or_else(|| self.held.take_if(is_it)) {
                    self.status
                        .progress(gone.drive, |progress| progress.dropped(now));
                }
            }
            Event::Reset => {
                for drive in Drive::ALL {
                    self.status.disk(drive, Shown::host_reset);
                }
                self.reports.report(MediaEvent::HostReset);
            }
            Event::Tray { drive, notice } => {
                let is_ejected = notice == Notice::Ejected;
                self.status
                    .disk(drive, |shown| shown.is_ejected = is_ejected);
                self.reports.report(match notice {
                    Notice::Ejected => MediaEvent::EjectedByHost(drive),
                    Notice::Loaded => MediaEvent::LoadedByHost(drive),
                });
            }
            Event::DeviceError { code } => debug!(code, "the device gave up on a command"),
        }
        None
    }

    /// A read of the PC: answered from the cache if it can be.
    fn read(&mut self, now: Instant, waiting: Waiting) -> Option<Command> {
        let Waiting {
            ticket,
            drive,
            range,
            ..
        } = waiting;
        self.status
            .progress(drive, |progress| progress.fetching(now));
        let Some(lent) = self.drive(drive) else {
            let blocks = Err(Sense::NO_MEDIUM);
            return Some(Command::BlocksReady { ticket, blocks });
        };
        let blocks = lent.read(range);
        if blocks.is_some() && std::mem::take(&mut lent.is_in_trouble) {
            self.reports.report(MediaEvent::ImageRecovered(drive));
        }
        match blocks {
            Some(_) if self.unsent > ENOUGH_UNSENT => {
                self.held = Some(waiting);
                None
            }
            Some(blocks) => Some(self.served(now, waiting, blocks)),
            None => {
                self.waiting = Some(waiting);
                None
            }
        }
    }

    /// The answer to a read whose blocks are there.
    fn served(&mut self, now: Instant, waiting: Waiting, blocks: Vec<Span>) -> Command {
        let Waiting {
            ticket,
            drive,
            range,
            ..
        } = waiting;
        self.status
            .disk(drive, |shown| shown.served(now, range.lba, range.count));
        self.sending = Some(drive);
        // Counted here, because a long read may go on before the driver says what waits.
        self.unsent += blocks.iter().map(Span::len).sum::<usize>();
        let blocks = Ok(blocks);
        Command::BlocksReady { ticket, blocks }
    }

    fn write(&mut self, ticket: Ticket, drive: Drive, lba: u64, data: &[u8]) -> Command {
        let overlay = self
            .drive(drive)
            .as_mut()
            .and_then(|lent| lent.overlay.as_mut());
        let result = match overlay {
            Some(overlay) => overlay.write(lba, data).map_err(|_| Sense::WRITE_ERROR),
            None => Err(Sense::WRITE_PROTECTED),
        };
        let changed = overlay_len(self.drive(drive));
        self.status
            .disk(drive, |shown| shown.changed_blocks = changed);
        Command::Written { ticket, result }
    }

    /// A thread has read something.
    fn fetched(&mut self, now: Instant, fetched: Fetched) {
        let disk = fetched.disk;
        let drive = match (&self.floppy, &self.cd) {
            (Some(lent), _) if lent.id == disk => Drive::Floppy,
            (_, Some(lent)) if lent.id == disk => Drive::Cd,
            _ => return, // Of a disk that was taken out.
        };
        let awaited = self.waiting.filter(|waiting| waiting.drive == drive);
        let Some(lent) = self.drive(drive) else {
            return;
        };
        let result = lent.take(fetched, awaited.map(|waiting| waiting.range));
        let Some(waiting) = awaited else {
            return;
        };
        match result {
            Err(error) => {
                let sense = match error {
                    SourceError::Stalled => Sense::BECOMING_READY,
                    _ => Sense::READ_ERROR,
                };
                self.refuse(now, waiting, sense, Some(error));
            }
            Ok(()) => {
                let Some(lent) = self.drive(drive) else {
                    return;
                };
                if let Some(blocks) = lent.get(waiting.range) {
                    let was_in_trouble = std::mem::take(&mut lent.is_in_trouble);
                    self.waiting = None;
                    if was_in_trouble {
                        self.reports.report(MediaEvent::ImageRecovered(drive));
                    }
                    let answer = self.served(now, waiting, blocks);
                    self.pending.push_back(answer);
                } else if !lent.is_coming(waiting.range) {
                    // Evicted or dropped meanwhile: ask again. The PC waits on.
                    lent.read(waiting.range);
                }
            }
        }
    }

    /// The image does not deliver in time: the PC shall ask again.
    fn image_is_late(&mut self, now: Instant) {
        if let Some(waiting) = self.waiting {
            self.refuse(
                now,
                waiting,
                Sense::BECOMING_READY,
                Some(SourceError::Stalled),
            );
        }
    }

    fn refuse(&mut self, now: Instant, waiting: Waiting, sense: Sense, why: Option<SourceError>) {
        let Waiting { ticket, drive, .. } = waiting;
        self.waiting = None;
        self.status
            .progress(drive, |progress| progress.dropped(now));
        let blocks = Err(sense);
        self.pending
            .push_back(Command::BlocksReady { ticket, blocks });
        let Some(lent) = self.drive(drive) else {
            return;
        };
        // Told once, not with every attempt of the PC.
        let was_in_trouble = std::mem::replace(&mut lent.is_in_trouble, true);
        if let Some(error) = why.filter(|_| !was_in_trouble) {
            warn!(image = lent.image.name, %error, "the image does not deliver");
            let name = lent.image.name.clone();
            let error = Box::new(ImageError::Source(error));
            let fault = Fault::Image { name, error };
            self.reports
                .report(MediaEvent::ImageTrouble { drive, fault });
        }
    }
}

impl Owner<RedirSession<IderChannel>> for DriveOwner {
    async fn next_command(&mut self) -> Option<Command> {
        loop {
            if let Some(command) = self.pending.pop_front() {
                return Some(command);
            }
            if self.unsent <= ENOUGH_UNSENT
                && let Some(held) = self.held.take()
                && let Some(command) = self.read(now(), held)
            {
                return Some(command);
            }
            let late_at = self.waiting.map(|waiting| waiting.until);
            let late = async {
                match late_at {
                    Some(at) => sleep_until(at.into()).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                Some(fetched) = self.answers.recv() => self.fetched(now(), fetched),
                Some(event) = self.saves.recv() => self.reports.report(event),
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
                () = late => self.image_is_late(now()),
                () = self.reports.catch_up() => {}
            }
        }
    }

    fn observe(&mut self, now: Instant, session: &mut RedirSession<IderChannel>) {
        while let Some(event) = session.poll_event() {
            let event = match event {
                RedirEvent::Started(firmware) => {
                    self.firmware = Some(firmware);
                    if self.stage != Some(MediaStage::Reconnecting) {
                        self.enter(MediaStage::LoggingIn);
                    }
                    continue;
                }
                RedirEvent::LoggedIn => {
                    self.has_channel = true;
                    let firmware = self.firmware;
                    self.reports.report(MediaEvent::LoggedIn { firmware });
                    if self.stage != Some(MediaStage::Reconnecting) {
                        self.enter(MediaStage::Lending);
                    }
                    continue;
                }
                RedirEvent::Channel(event) => event,
            };
            if let Some(answer) = self.take(now, event)
                && let Some(channel) = session.channel_mut()
                && let Err(error) = channel.handle_command(now, answer)
            {
                // Answers never make the channel fail; it says so itself.
                warn!(%error, "an answer was not taken");
            }
        }
    }

    fn used_input(&mut self, _: usize, _: Duration) {
        let now = now();
        self.heard_at = now;
        for drive in Drive::ALL {
            self.status.progress(drive, |progress| progress.heard(now));
        }
    }

    fn sent(&mut self, unsent: usize) {
        self.unsent = unsent;
        if unsent == 0
            && let Some(drive) = self.sending.take()
        {
            let now = now();
            self.status.progress(drive, |progress| progress.sent(now));
        }
    }

    fn torn_off(&mut self, error: &io::Error) {
        debug!(%error, "torn off");
        self.reset = true;
    }
}

fn overlay_len(lent: &Option<Lent>) -> usize {
    lent.as_ref()
        .and_then(|lent| lent.overlay.as_ref())
        .map_or(0, |overlay| overlay.len())
}

/// The empty floppy that keeps a CD company.
fn blank_floppy() -> Result<Disk, Fault> {
    let name = "empty floppy".to_owned();
    let source = Arc::new(blank::floppy());
    DiskImage::from_source(name.clone(), source, Drive::Floppy)
        .map(Disk::read_only)
        .map_err(|error| Fault::Image {
            name,
            error: Box::new(error),
        })
}

/// The clock of the runtime, the same that the driver uses.
fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}
