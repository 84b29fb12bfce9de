//! What a media session owns: both disks, what waits for them, and what is asked of it.

use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::mpsc;
use tokio::time::sleep_until;
use tracing::{debug, warn};

use super::disk::{Lent, Range};
use super::fetch::{DiskId, Fetched};
use super::handle::Served;
use super::image::detached;
use super::reads::ENOUGH_UNSENT;
use super::status::{SharedStatus, Shown};
use super::task::now;
use super::{Disk, MediaCommand, MediaEvent, MediaStage};
use crate::media::ImageError;
use crate::media::directory::Directory;
use crate::media::overlay::SaveError;
use crate::net::pump::Owner;
use crate::proto::Machine as _;
use crate::proto::ider::messages::Drive;
use crate::proto::ider::{Command, IderChannel, Ticket};
use crate::proto::redir::messages::FirmwareVersion;
use crate::proto::redir::{RedirEvent, RedirSession};
use crate::session::Fault;
use crate::session::reports::{Reports, Wake};

/// Where reads are answered from, and where commands come from.
pub(super) struct DriveOwner {
    pub(super) commands: mpsc::Receiver<MediaCommand>,
    pub(super) reports: Reports<MediaEvent>,
    pub(super) status: SharedStatus,
    pub(super) floppy: Option<Lent>,
    pub(super) cd: Option<Lent>,
    pub(super) next_disk: u64,
    pub(super) answers: mpsc::Receiver<Fetched>,
    /// Kept for the threads of the next disk.
    pub(super) answer_to: mpsc::Sender<Fetched>,
    /// What is to be given to the machine next.
    pub(super) pending: VecDeque<Command>,
    /// A read whose blocks are not there yet.
    pub(super) waiting: Option<Waiting>,
    /// A read whose blocks are there, but too much waits to be sent.
    pub(super) held: Option<Waiting>,
    /// Files being written.
    pub(super) saves: mpsc::Receiver<MediaEvent>,
    pub(super) save_to: mpsc::Sender<MediaEvent>,
    /// Bytes that wait to be sent.
    pub(super) unsent: usize,
    /// The drive whose answer was put out last.
    pub(super) sending: Option<Drive>,
    pub(super) stage: Option<MediaStage>,
    /// Nobody wants the session any more.
    pub(super) closing: bool,
    /// The channel exists and can be closed with a word.
    pub(super) has_channel: bool,
    pub(super) firmware: Option<FirmwareVersion>,
    /// The connection was torn off rather than closed.
    pub(super) reset: bool,
    pub(super) heard_at: Instant,
    /// When the drives were offered to the device.
    pub(super) offered_at: Option<Instant>,
}

/// A read of the PC that is not answered yet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Waiting {
    pub(super) ticket: Ticket,
    pub(super) drive: Drive,
    pub(super) range: Range,
    pub(super) until: Instant,
}

impl DriveOwner {
    pub(super) fn new(served: Served, wake: Wake) -> Self {
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
            offered_at: None,
        }
    }

    pub(super) fn enter(&mut self, stage: MediaStage) {
        debug!(?stage, "stage");
        self.stage = Some(stage);
        self.reports.report(MediaEvent::Stage(stage));
    }

    pub(super) const fn drive(&mut self, drive: Drive) -> &mut Option<Lent> {
        match drive {
            Drive::Floppy => &mut self.floppy,
            Drive::Cd => &mut self.cd,
        }
    }

    /// Puts a disk into its drive and begins to read its directory.
    pub(super) fn lend(&mut self, disk: Disk) -> Result<(), Fault> {
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
    pub(super) fn obey(&mut self, command: MediaCommand) {
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
    pub(super) fn save(&mut self, path: PathBuf) {
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
}

/// Answers of the image threads that may wait.
const ANSWERS: usize = 64;

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
