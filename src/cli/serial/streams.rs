//! Standard input and output, each on a thread of its own: a reader that is slow or gone, or a
//! person who types nothing, must not keep the session from its signs of life.

use std::io::{self, Read as _, Write as _};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde::Serialize;
use tokio::sync::mpsc;

/// What is typed or piped to us.
#[derive(Debug)]
pub(super) struct Input(mpsc::Receiver<Vec<u8>>);

impl Input {
    /// Begins to read. The thread lives until standard input ends, or as long as the program.
    pub(super) fn start() -> io::Result<Self> {
        let (pieces, received) = mpsc::channel(1);
        thread::Builder::new()
            .name("standard input".into())
            .spawn(move || {
                let mut buffer = [0; PIECE_BYTES];
                loop {
                    match io::stdin().lock().read(&mut buffer) {
                        Ok(0) => return,
                        Ok(len) => {
                            let piece = buffer.get(..len).unwrap_or_default().to_vec();
                            if pieces.blocking_send(piece).is_err() {
                                return;
                            }
                        }
                        Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                        Err(error) => {
                            tracing::debug!(%error, "standard input cannot be read");
                            return;
                        }
                    }
                }
            })?;
        Ok(Self(received))
    }

    /// The next piece; `None` at the end. Cancel-safe.
    pub(super) async fn next(&mut self) -> Option<Vec<u8>> {
        self.0.recv().await
    }
}

/// Where the text of the PC goes.
#[derive(Debug)]
pub(super) struct Output {
    pieces: mpsc::Sender<Vec<u8>>,
    thread: JoinHandle<()>,
}

/// Nobody reads our output any more.
#[derive(Debug)]
pub(super) struct Gone;

impl Output {
    /// Begins to write.
    pub(super) fn start() -> io::Result<Self> {
        let (pieces, mut received) = mpsc::channel::<Vec<u8>>(PIECES);
        let thread = thread::Builder::new()
            .name("standard output".into())
            .spawn(move || {
                let mut out = io::stdout();
                while let Some(piece) = received.blocking_recv() {
                    if out.write_all(&piece).and_then(|()| out.flush()).is_err() {
                        return;
                    }
                }
            })?;
        Ok(Self { pieces, thread })
    }

    /// Writes bytes; waits while the reader is behind.
    pub(super) async fn write(&self, bytes: Vec<u8>) -> Result<(), Gone> {
        self.pieces.send(bytes).await.map_err(|_| Gone)
    }

    /// Writes one line of JSON.
    pub(super) async fn document(&self, value: &impl Serialize) -> Result<(), Gone> {
        // INVARIANT: our documents have string keys and nothing that fails.
        let mut line = serde_json::to_vec(value).unwrap_or_default();
        line.push(b'\n');
        self.write(line).await
    }

    /// Waits until everything is written, but not for ever: a reader may have stopped reading.
    pub(super) async fn finish(self) {
        let Self { pieces, thread } = self;
        drop(pieces);
        let done = async {
            while !thread.is_finished() {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        if tokio::time::timeout(FINISH_WITHIN, done).await.is_err() {
            tracing::debug!("standard output is not read to its end");
        }
    }
}

/// Bytes read at once.
const PIECE_BYTES: usize = 4096;
/// Pieces waiting to be written; the PC is held back meanwhile.
const PIECES: usize = 16;
/// How long the last words may take.
const FINISH_WITHIN: Duration = Duration::from_secs(5);
