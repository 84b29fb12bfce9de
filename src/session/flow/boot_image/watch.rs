//! Watching the PC start, for as long as the image stays.

use std::time::{Duration, Instant};

use tokio::time::{sleep, timeout};
use tracing::debug;

use super::attempt::{Attempt, Halt, LOOK, now};
use super::prompt::Prompt;
use super::{BootImageEvent, BootImageOptions};
use crate::session::BootFault;
use crate::session::control::Control;
use crate::session::flow::boot;
use crate::session::ider::Reached;

impl Attempt {
    /// Watches the PC start, and then for as long as the image stays.
    pub(super) async fn watch(
        &mut self,
        options: &BootImageOptions,
        control: &mut Control,
        restarted: Instant,
    ) -> Result<(), Halt> {
        let mut has_begun = false;
        let mut has_started = false;
        let mut reset_at = None;
        let mut prompt = Prompt::default();
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
            if disk.resets > 0 && reset_at.is_none() {
                reset_at = Some(now());
            }
            let wait = prompt.look(&disk, now());
            if let Some(read_on) = wait.filter(|_| options.press_key && !has_started) {
                debug!(read_on, "the loader seems to wait for a key");
                let wanted = BootImageEvent::KeyWanted { read_on };
                self.reports.report(wanted);
            }
            let reached = Reached::of(&disk, now(), options.pauses);
            if reached == Reached::Nothing && !has_begun {
                if now() >= reset_at.unwrap_or(restarted) + options.within {
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
                let from = reset_at.unwrap_or(restarted);
                let after = now().saturating_duration_since(from);
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
}

/// Longest wait for the boot settings to be cleared, each time.
pub(super) const CLEAR_WITHIN: Duration = Duration::from_secs(20);
