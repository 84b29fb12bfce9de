//! The way of events to the front end: bounded, never blocking, and nothing important is lost.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

use tokio::sync::mpsc;

use super::Event;

/// Wakes whoever looks at the session.
pub(super) type Wake = Arc<dyn Fn() + Send + Sync>;

/// Sends events. A front end that does not take them for a while misses some of those that are
/// superseded anyway, and gets all others later.
pub(super) struct Reporter {
    events: mpsc::Sender<Event>,
    wake: Wake,
    /// Events that found the queue full. Bounded: each kind that a peer can cause at will is
    /// either dropped or replaced in here.
    backlog: VecDeque<Event>,
}

impl Reporter {
    pub(super) const fn new(events: mpsc::Sender<Event>, wake: Wake) -> Self {
        Self {
            events,
            wake,
            backlog: VecDeque::new(),
        }
    }

    /// Wakes the front end without an event.
    pub(super) fn wake(&self) {
        (self.wake)();
    }

    /// Reports something that must arrive.
    pub(super) fn must(&mut self, event: Event) {
        if matches!(event, Event::Screen { .. }) {
            self.backlog
                .retain(|old| !matches!(old, Event::Screen { .. }));
        }
        self.backlog.push_back(event);
        while let Some(event) = self.backlog.pop_front() {
            if let Err(mpsc::error::TrySendError::Full(event)) = self.events.try_send(event) {
                self.backlog.push_front(event);
                break;
            }
        }
        self.wake();
    }

    /// Reports something that the next one of its kind supersedes. Wakes nobody.
    pub(super) fn may(&self, event: Event) {
        if self.backlog.is_empty() {
            // Full: superseded by what comes when there is room again. Closed: nobody minds.
            drop(self.events.try_send(event));
        }
    }

    /// Hands over one event of the backlog when there is room; waits for ever if there is none.
    /// Cancel-safe.
    pub(super) async fn catch_up(&mut self) {
        if self.backlog.is_empty() {
            return std::future::pending().await;
        }
        match self.events.reserve().await {
            Ok(permit) => {
                if let Some(event) = self.backlog.pop_front() {
                    permit.send(event);
                }
            }
            // Nobody listens any more.
            Err(_) => self.backlog.clear(),
        }
        self.wake();
    }

    /// Hands over everything and then `last`, however long the front end takes.
    pub(super) async fn finish(mut self, last: Event) {
        self.backlog.push_back(last);
        for event in self.backlog.drain(..) {
            if self.events.send(event).await.is_err() {
                return;
            }
            (self.wake)();
        }
    }
}

impl fmt::Debug for Reporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reporter({} behind)", self.backlog.len())
    }
}
