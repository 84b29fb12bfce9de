//! The way back: the floppy is saved, boot settings are cleared, the disks are taken back.

use std::path::Path;
use std::time::Duration;

use tokio::time::{sleep, timeout};
use tracing::{debug, warn};

use super::attempt::{Attempt, LOOK};
use super::watch::CLEAR_WITHIN;
use super::{BootImageEvent, ImageStep, StepState};
use crate::session::control::Control;
use crate::session::flow::boot;
use crate::session::ider::{MediaCommand, MediaEvent};
use crate::session::{Fault, SendError};

impl Attempt {
    /// Saves the floppy, if it was lent.
    pub(super) async fn save_floppy(&mut self, path: &Path) -> Result<(), Fault> {
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
    pub(super) async fn put_back(&mut self, control: Option<Control>) -> Result<(), Fault> {
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
}

/// Attempts at the end, and the pause between them: a management engine is away for a few seconds
/// while its PC restarts.
const CLEAR_ATTEMPTS: u32 = 3;
const CLEAR_AGAIN: Duration = Duration::from_secs(3);
/// Longest wait for the end of the storage session.
const CLOSE_WITHIN: Duration = Duration::from_secs(5);
