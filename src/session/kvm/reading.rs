//! The text of the screen, read again and again for a macro that waits for one.

use std::time::{Duration, Instant};

use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{sleep, sleep_until};

use super::now;
use crate::screen::{Mailbox, ScreenText};

/// From the end of one reading to the next: reading a large screen takes tens of milliseconds of
/// one processor, and nobody waits for firmware more exactly than that.
const PAUSE: Duration = Duration::from_millis(250);

/// Reads the screen beside the thread that serves the session.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// What is being read, and when it was on the screen.
    now: Option<(Instant, JoinHandle<Option<ScreenText>>)>,
    /// When the next may begin.
    next: Option<Instant>,
}

impl Reading {
    /// The next text that was on the screen, and when. May be dropped and asked again at any time.
    pub(super) async fn next(&mut self, picture: &Mailbox) -> (Instant, ScreenText) {
        loop {
            if let Some((seen, task)) = &mut self.now {
                let seen = *seen;
                let text = task.await;
                self.now = None;
                self.next = Some(now() + PAUSE);
                if let Ok(Some(text)) = text {
                    return (seen, text);
                }
            }
            if let Some(next) = self.next {
                sleep_until(next.into()).await;
            }
            let seen = now();
            match picture.snapshot() {
                Some(screen) => {
                    let task = spawn_blocking(move || ScreenText::read(&screen));
                    self.now = Some((seen, task));
                }
                None => sleep(PAUSE).await,
            }
        }
    }
}
