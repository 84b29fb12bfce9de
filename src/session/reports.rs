//! The way of events to the front end: bounded, never blocking.

use std::collections::VecDeque;
use std::mem::discriminant;
use std::sync::Arc;

use tokio::sync::mpsc;

use super::report::Wake;

/// Sends events of one kind of session. A front end that takes none for a while gets the latest of each kind later.
pub(super) struct Reports<E> {
    events: mpsc::Sender<E>,
    wake: Wake,
    /// Events that found the queue full, at most one of each kind.
    backlog: VecDeque<E>,
}

impl<E> Reports<E> {
    pub(super) const fn new(events: mpsc::Sender<E>, wake: Wake) -> Self {
        Self {
            events,
            wake,
            backlog: VecDeque::new(),
        }
    }

    pub(super) fn wake(&self) {
        (self.wake)();
    }

    pub(super) fn waker(&self) -> Wake {
        Arc::clone(&self.wake)
    }

    pub(super) fn report(&mut self, event: E) {
        self.backlog
            .retain(|old| discriminant(old) != discriminant(&event));
        self.backlog.push_back(event);
        while let Some(event) = self.backlog.pop_front() {
            if let Err(mpsc::error::TrySendError::Full(event)) = self.events.try_send(event) {
                self.backlog.push_front(event);
                break;
            }
        }
        self.wake();
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
    pub(super) async fn finish(mut self, last: E) {
        self.backlog.push_back(last);
        for event in self.backlog.drain(..) {
            if self.events.send(event).await.is_err() {
                return;
            }
            (self.wake)();
        }
    }
}
