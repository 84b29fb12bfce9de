//! The task of a media session: connect, drive the machine, answer reads, keep the progress.
//!
//! What lies in the cache is answered in the same step in which it was asked for, without a
//! detour through another task: a BIOS reads 2 KiB at a time and waits for each.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::runtime;
use tokio::time::sleep;
use tracing::{Instrument as _, debug, info_span};

use super::disk::Lent;
use super::handle::Served;
use super::owner::DriveOwner;
use super::{Disk, MediaEvent, MediaHandle, MediaOptions, MediaStage};
use crate::media::{DiskImage, blank};
use crate::net::pump;
use crate::proto::ider::messages::{Drive, Start};
use crate::proto::ider::{IderChannel, Settings};
use crate::proto::redir::RedirSession;
use crate::proto::redir::messages::SessionType;
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

impl DriveOwner {
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
}

/// What the floppy is called that lies in the drive for want of another.
pub const EMPTY_FLOPPY: &str = "empty floppy";

/// The empty floppy that keeps a CD company.
fn blank_floppy() -> Result<Disk, Fault> {
    let name = EMPTY_FLOPPY.to_owned();
    let source = Arc::new(blank::floppy());
    DiskImage::from_source(name.clone(), source, Drive::Floppy)
        .map(Disk::read_only)
        .map_err(|error| Fault::Image {
            name,
            error: Box::new(error),
        })
}

/// The clock of the runtime, the same that the driver uses.
pub(super) fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}
