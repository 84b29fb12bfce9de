//! The wire between the machine's serial port and whoever listens to it.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// A serial wire. Clones are the same wire. Both directions are bounded.
#[derive(Clone)]
pub struct Line(Arc<Shared>);

struct Shared {
    state: Mutex<State>,
    /// Bytes were typed.
    typed: Notify,
    /// There is room for what the machine writes.
    room: Notify,
    wake: Box<dyn Fn() + Send + Sync>,
}

#[derive(Debug, Default)]
struct State {
    /// Somebody listens; otherwise what the machine writes is lost, as on any serial port.
    listening: bool,
    written: VecDeque<u8>,
    typed: VecDeque<u8>,
}

impl Line {
    /// A quiet wire; `wake` is called when the machine has written something.
    #[must_use]
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Arc::new(Shared {
            state: Mutex::default(),
            typed: Notify::new(),
            room: Notify::new(),
            wake: Box::new(wake),
        }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // The state is whole between statements.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody begins or ends listening.
    pub fn listen(&self, listening: bool) {
        let mut state = self.state();
        state.listening = listening;
        state.written.clear();
        drop(state);
        self.0.room.notify_one();
    }

    /// Bytes for the machine. False, and none of them, while too many wait.
    pub fn type_bytes(&self, bytes: &[u8]) -> bool {
        let mut state = self.state();
        if state.typed.len() >= TYPED_BYTES {
            return false;
        }
        state.typed.extend(bytes);
        drop(state);
        self.0.typed.notify_one();
        true
    }

    /// Number of bytes that the machine has not read.
    #[must_use]
    pub fn unread(&self) -> usize {
        self.state().typed.len()
    }

    /// Throws away what the machine has not read.
    pub fn drop_unread(&self) {
        self.state().typed.clear();
    }

    /// Moves at most `most` bytes that the machine wrote to the end of `out`.
    pub fn take_written(&self, most: usize, out: &mut Vec<u8>) {
        let mut state = self.state();
        let most = most.min(state.written.len());
        out.extend(state.written.drain(..most));
        drop(state);
        self.0.room.notify_one();
    }

    /// The machine wrote these bytes.
    pub(super) fn write(&self, bytes: &[u8]) {
        let mut state = self.state();
        if !state.listening {
            return;
        }
        state.written.extend(bytes);
        drop(state);
        (self.0.wake)();
    }

    /// Waits until the machine may write more. Cancel-safe.
    pub(super) async fn has_room(&self) {
        while self.state().written.len() >= WRITTEN_BYTES {
            self.0.room.notified().await;
        }
    }

    /// Waits for typed bytes and copies them; [`typed_was_read`](Self::typed_was_read) takes them
    /// away. Cancel-safe.
    pub(super) async fn typed(&self) -> Vec<u8> {
        loop {
            let waiting: Vec<u8> = self.state().typed.iter().copied().collect();
            if !waiting.is_empty() {
                return waiting;
            }
            self.0.typed.notified().await;
        }
    }

    /// The machine has taken this many of the typed bytes.
    pub(super) fn typed_was_read(&self, count: usize) {
        let mut state = self.state();
        let count = count.min(state.typed.len());
        state.typed.drain(..count);
        drop(state);
        (self.0.wake)();
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is typed may be a password.
        let state = self.state();
        write!(
            f,
            "Line({} written, {} typed)",
            state.written.len(),
            state.typed.len()
        )
    }
}

/// Typed bytes that wait for the machine before more are refused. One message may go beyond it.
const TYPED_BYTES: usize = 4096;
/// Bytes that the machine wrote before it has to wait.
const WRITTEN_BYTES: usize = 64 << 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_while_nobody_listens_is_lost_and_what_is_typed_is_bounded() {
        let line = Line::new(|| {});
        line.write(b"BIOS");
        line.listen(true);
        line.write(b"login: ");
        let mut out = Vec::new();
        line.take_written(5, &mut out);
        line.take_written(100, &mut out);
        assert_eq!(out, b"login: ");
        let mut taken = 0;
        while line.type_bytes(&[b'x'; 1000]) {
            taken += 1000;
        }
        assert_eq!((taken, line.unread()), (5000, 5000));
        line.typed_was_read(1000);
        assert!(line.type_bytes(b"y"), "there is room again");
    }
}
