//! The bytes of a host on their way to a front end that wants them all.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::limits;

/// A bounded queue of bytes. While it is full, the host is held back: see
/// [`Owner::full`](crate::net::pump::Owner::full).
#[derive(Debug, Default)]
pub struct Tap {
    state: Mutex<State>,
    filled: Notify,
    emptied: Arc<Notify>,
}

#[derive(Default)]
struct State {
    bytes: Vec<u8>,
    /// Nothing more will come.
    ended: bool,
    /// Nobody takes anything any more: what comes is dropped.
    abandoned: bool,
}

impl Tap {
    /// Waits for bytes and takes all there are; `None` after the last. Cancel-safe.
    pub async fn take(&self) -> Option<Vec<u8>> {
        loop {
            {
                let mut state = self.lock();
                if !state.bytes.is_empty() {
                    let bytes = std::mem::take(&mut state.bytes);
                    self.emptied.notify_one();
                    return Some(bytes);
                }
                if state.ended {
                    return None;
                }
            }
            self.filled.notified().await;
        }
    }

    pub(super) fn push(&self, bytes: &[u8]) {
        let mut state = self.lock();
        if !state.abandoned {
            state.bytes.extend_from_slice(bytes);
        }
        drop(state);
        self.filled.notify_one();
    }

    /// Who is told when there is room again; `None` while there is.
    pub(super) fn full(&self) -> Option<Arc<Notify>> {
        let full = self.lock().bytes.len() >= limits::SERIAL_TAP_BYTES;
        full.then(|| Arc::clone(&self.emptied))
    }

    /// Nothing more will come.
    pub(super) fn end(&self) {
        self.lock().ended = true;
        self.filled.notify_one();
    }

    /// Nobody takes anything any more.
    pub(super) fn abandon(&self) {
        let mut state = self.lock();
        state.abandoned = true;
        state.bytes = Vec::new();
        drop(state);
        self.emptied.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // The state is whole between statements.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What passes may be confidential.
impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes, ended: {}", self.bytes.len(), self.ended)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn bytes_are_taken_as_they_come_and_the_end_after_the_last() {
        let tap = Arc::new(Tap::default());
        let taking = Arc::clone(&tap);
        let task = tokio::spawn(async move {
            let mut all = Vec::new();
            while let Some(bytes) = taking.take().await {
                all.extend(bytes);
            }
            all
        });
        tap.push(b"one ");
        tokio::task::yield_now().await;
        tap.push(b"two");
        tap.end();
        assert_eq!(task.await.unwrap(), b"one two");
    }

    #[tokio::test]
    async fn a_full_tap_says_so_until_it_was_emptied() {
        let tap = Tap::default();
        assert!(tap.full().is_none());
        tap.push(&vec![0; limits::SERIAL_TAP_BYTES]);
        let space = tap.full().unwrap();
        assert_eq!(tap.take().await.unwrap().len(), limits::SERIAL_TAP_BYTES);
        space.notified().await;
        assert!(tap.full().is_none());
    }

    #[tokio::test]
    async fn an_abandoned_tap_holds_nobody_back() {
        let tap = Tap::default();
        tap.push(&vec![0; limits::SERIAL_TAP_BYTES]);
        let space = tap.full().unwrap();
        tap.abandon();
        space.notified().await;
        tap.push(b"more");
        assert!(tap.full().is_none());
        assert!(tap.lock().bytes.is_empty());
    }
}
