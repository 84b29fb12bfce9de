//! The reads and writes of the PC, answered in the step in which they come if the blocks are there.

use std::time::{Duration, Instant};

use tracing::{debug, warn};

use super::disk::{Lent, Range};
use super::fetch::Fetched;
use super::owner::{DriveOwner, Waiting};
use super::status::Shown;
use super::{MediaEvent, MediaStage};
use crate::media::{ImageError, SourceError};
use crate::proto::ider::atapi::Notice;
use crate::proto::ider::messages::{Drive, Sense};
use crate::proto::ider::{Command, Event, Span, Ticket};
use crate::session::Fault;

/// How long the PC waits for blocks that the image does not deliver before it is told to ask
/// again: it gives up after more than this (`docs/protocol/redirection.md` § 6.13, inferred).
const IMAGE_TIMEOUT: Duration = Duration::from_secs(5);
/// Pieces of a long read are held back while more than this waits to be sent.
pub(super) const ENOUGH_UNSENT: usize = 2 << 20;

impl DriveOwner {
    /// Takes an event of the machine. What can be answered at once is the result.
    pub(super) fn take(&mut self, now: Instant, event: Event) -> Option<Command> {
        match event {
            Event::Opened { .. } => self.offered_at = Some(now),
            Event::Enabled => {
                if let Some(offered_at) = self.offered_at.take() {
                    self.status
                        .measured(now.saturating_duration_since(offered_at));
                }
                self.enter(MediaStage::Lent);
            }
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
    pub(super) fn read(&mut self, now: Instant, waiting: Waiting) -> Option<Command> {
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
    pub(super) fn served(&mut self, now: Instant, waiting: Waiting, blocks: Vec<Span>) -> Command {
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

    pub(super) fn write(&mut self, ticket: Ticket, drive: Drive, lba: u64, data: &[u8]) -> Command {
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
    pub(super) fn fetched(&mut self, now: Instant, fetched: Fetched) {
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
    pub(super) fn image_is_late(&mut self, now: Instant) {
        if let Some(waiting) = self.waiting {
            self.refuse(
                now,
                waiting,
                Sense::BECOMING_READY,
                Some(SourceError::Stalled),
            );
        }
    }

    pub(super) fn refuse(
        &mut self,
        now: Instant,
        waiting: Waiting,
        sense: Sense,
        why: Option<SourceError>,
    ) {
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

fn overlay_len(lent: &Option<Lent>) -> usize {
    lent.as_ref()
        .and_then(|lent| lent.overlay.as_ref())
        .map_or(0, |overlay| overlay.len())
}
