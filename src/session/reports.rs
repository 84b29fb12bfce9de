//! The way of events to the front end: bounded, never blocking, and nothing important is lost.

use std::collections::VecDeque;
use std::fmt;
use std::mem::discriminant;
use std::sync::Arc;

use tokio::sync::mpsc;

use super::Event;

/// Wakes whoever looks at the session.
pub(super) type Wake = Arc<dyn Fn() + Send + Sync>;

/// An event that is reported over [`Reports`].
pub(super) trait Report: Sized {
    /// Whether a front end that is told this has no use for `older`. What a peer can cause at will
    /// has to supersede something, for nothing else bounds what waits. Unless said otherwise the
    /// latest of each kind is enough.
    fn supersedes(&self, older: &Self) -> bool {
        discriminant(self) == discriminant(older)
    }
}

impl Report for Event {
    /// Stages, interruptions and the like are a story told in order; only the size of a screen and
    /// the shape of its pointer can change as often as the peer likes.
    fn supersedes(&self, older: &Self) -> bool {
        matches!(
            (self, older),
            (Self::Screen { .. }, Self::Screen { .. })
                | (Self::PointerShape(_), Self::PointerShape(_))
        )
    }
}

/// Sends events of one kind of session. A front end that takes none for a while misses those that
/// are superseded anyway, and gets all others later.
pub(super) struct Reports<E> {
    events: mpsc::Sender<E>,
    wake: Wake,
    /// Events that found the queue full; see [`Report::supersedes`] for what bounds it.
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

    /// Wakes the front end without an event.
    pub(super) fn wake(&self) {
        (self.wake)();
    }

    pub(super) fn waker(&self) -> Wake {
        Arc::clone(&self.wake)
    }

    /// Reports something that must arrive, unless the next of its kind supersedes it.
    pub(super) fn report(&mut self, event: E)
    where
        E: Report,
    {
        self.backlog.retain(|older| !event.supersedes(older));
        self.backlog.push_back(event);
        while let Some(event) = self.backlog.pop_front() {
            if let Err(mpsc::error::TrySendError::Full(event)) = self.events.try_send(event) {
                self.backlog.push_front(event);
                break;
            }
        }
        self.wake();
    }

    /// Reports something that may be left out where there is no room. Wakes nobody.
    pub(super) fn mention(&self, event: E) {
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

impl<E> fmt::Debug for Reports<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reports({} behind)", self.backlog.len())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[derive(Debug, PartialEq)]
    enum Told {
        Size(u32),
        Note(u32),
        End,
    }

    impl Report for Told {
        fn supersedes(&self, older: &Self) -> bool {
            matches!((self, older), (Self::Size(_), Self::Size(_)))
        }
    }

    fn reports(room: usize) -> (Reports<Told>, mpsc::Receiver<Told>, Arc<AtomicUsize>) {
        let (sender, receiver) = mpsc::channel(room);
        let woken = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&woken);
        let wake: Wake = Arc::new(move || {
            counted.fetch_add(1, Ordering::Relaxed);
        });
        (Reports::new(sender, wake), receiver, woken)
    }

    #[tokio::test]
    async fn a_slow_front_end_gets_every_note_in_order_and_the_last_size() {
        let (mut reports, mut events, woken) = reports(1);
        for event in [
            Told::Note(1),
            Told::Size(1),
            Told::Note(2),
            Told::Size(2),
            Told::Size(3),
        ] {
            reports.report(event);
        }
        assert_eq!(woken.load(Ordering::Relaxed), 5);
        let finished = tokio::spawn(reports.finish(Told::End));
        let mut told = Vec::new();
        while let Some(event) = events.recv().await {
            told.push(event);
        }
        assert!(finished.await.is_ok());
        assert_eq!(
            told,
            [Told::Note(1), Told::Note(2), Told::Size(3), Told::End]
        );
    }

    #[tokio::test]
    async fn what_is_only_mentioned_never_overtakes_what_waits() {
        let (mut reports, mut events, _) = reports(1);
        reports.report(Told::Note(1));
        reports.report(Told::Note(2));
        assert_eq!(events.recv().await, Some(Told::Note(1)));
        reports.mention(Told::Note(3));
        reports.catch_up().await;
        assert_eq!(events.recv().await, Some(Told::Note(2)));
        reports.mention(Told::Note(4));
        assert_eq!(events.recv().await, Some(Told::Note(4)));
    }

    #[tokio::test]
    async fn a_front_end_that_is_gone_leaves_nothing_behind() {
        let (mut reports, events, _) = reports(1);
        reports.report(Told::Note(1));
        reports.report(Told::Note(2));
        drop(events);
        reports.catch_up().await;
        assert!(reports.backlog.is_empty());
        reports.finish(Told::End).await;
    }
}
