//! Runs any [`Machine`] over any stream: moves bytes, keeps time, knows no protocol.

use std::future::{Future, pending};
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::{Buf, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::sync::Notify;
use tokio::time::{sleep_until, timeout};

use crate::limits;
use crate::proto::Machine;

/// Room kept free for one read. One `recv` of this size decodes within about a millisecond, so
/// keys never wait longer than that behind a picture.
const READ_BYTES: usize = 128 << 10;

/// How long what is left to say may take when a conversation ends.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// Whoever runs a machine: gives it commands and sees what it has become.
pub trait Owner<M: Machine> {
    /// The next command for the machine; `None` ends the conversation without another word.
    ///
    /// Must be cancel-safe: it is dropped whenever something else happens first, and called again.
    fn next_command(&mut self) -> impl Future<Output = Option<M::Command>> + Send;

    /// The machine has taken a step. Its output is drained already; its events are not.
    fn observe(&mut self, now: Instant, machine: &mut M);

    /// While this is something, nothing is read, so that the peer's own flow control holds the
    /// peer back: the owner cannot take more before it is notified.
    fn full(&self) -> Option<Arc<Notify>> {
        None
    }

    /// The owner wants the connection itself, for example to go inside TLS: what is to be sent is
    /// sent, nothing more is read, and the conversation pauses with [`End::Paused`].
    fn wants_connection(&self) -> bool {
        false
    }

    /// The machine has used `bytes` of input, which `took` it so long.
    fn used_input(&mut self, bytes: usize, took: Duration) {
        let _ = (bytes, took);
    }

    /// Some of what the machine said was handed to the operating system; so many bytes wait.
    fn sent(&mut self, unsent: usize) {
        let _ = unsent;
    }

    /// The connection was torn off rather than closed. The machine is told next that nothing more
    /// comes, and cannot tell one from the other.
    fn torn_off(&mut self, error: &io::Error) {
        let _ = error;
    }
}

/// How a conversation ended in good order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The machine was done.
    Finished,
    /// The owner had no more commands.
    Abandoned,
    /// The owner [wants the connection](Owner::wants_connection), which is open in both directions
    /// and has nothing unread.
    Paused,
}

/// Why a conversation ended otherwise.
#[derive(Debug, thiserror::Error)]
pub enum PumpError<E: std::error::Error + 'static> {
    /// The machine gave up, or the peer hung up at a point where the machine minds.
    #[error(transparent)]
    Machine(E),
    /// The connection broke.
    #[error("the connection broke")]
    Io(#[source] io::Error),
    /// The peer takes nothing from us any more.
    #[error("the peer does not read what is sent to it")]
    Stalled,
    /// The machine asks for a unit larger than the receive buffer may become.
    #[error(
        "the peer sends a unit of more than {} bytes",
        limits::RECEIVE_BUFFER_BYTES
    )]
    TooLarge,
    /// The owner wanted the connection, and the peer had already sent more than it should: what
    /// was said in the open must not be taken for something said under protection.
    #[error("the peer sent more before the connection was protected")]
    Premature,
}

/// Runs `machine` over `stream` until it is finished, fails or is abandoned by its `owner`.
///
/// Reads and writes at the same time: a peer that stops reading does not stop us from reading;
/// only an owner that is [full](Owner::full) does.
/// Both buffers are bounded by [`limits`]. Bytes are never moved more than a constant number of
/// times, however the stream is cut. What the machine said last is still sent, also when it
/// failed, for at most `LAST_WORDS`.
///
/// A connection that is reset counts as one that is closed: firmware does either. A failed write
/// is not reported as long as something may still be read, because a peer that refuses says why
/// and closes at once.
///
/// # Errors
/// [`PumpError`]. The machine is left as it was and can still be asked for events.
pub async fn run<M, S, O>(
    machine: &mut M,
    stream: S,
    owner: &mut O,
) -> Result<End, PumpError<M::Error>>
where
    M: Machine,
    S: AsyncRead + AsyncWrite + Unpin,
    O: Owner<M>,
{
    let (mut reader, mut writer) = tokio::io::split(stream);
    let mut output = Outgoing::default();
    let result = converse(machine, owner, &mut reader, &mut writer, &mut output).await;
    if matches!(result, Ok(End::Paused)) {
        return match timeout(LAST_WORDS, output.empty(&mut writer)).await {
            Ok(Ok(())) => result,
            Ok(Err(error)) => Err(PumpError::Io(error)),
            Err(_) => Err(PumpError::Stalled),
        };
    }
    match timeout(LAST_WORDS, output.finish(&mut writer)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::trace!(%error, "the peer did not hear the end"),
        Err(_) => tracing::trace!("the peer did not take the end in time"),
    }
    result
}

/// What is on its way to the peer.
#[derive(Default)]
struct Outgoing {
    bytes: Vec<u8>,
    /// Bytes at the front that were written already.
    sent: usize,
    /// Something was written since the last flush; TLS keeps it back until then.
    unflushed: bool,
    /// Writing failed; nothing more is tried.
    broken: bool,
}

impl Outgoing {
    fn unsent(&self) -> &[u8] {
        self.bytes.get(self.sent..).unwrap_or_default()
    }

    /// Takes the machine's output; forgets it if nobody can hear it.
    fn collect<M: Machine>(&mut self, machine: &mut M) -> Result<(), PumpError<M::Error>> {
        // Written bytes are dropped when all are, or when they outweigh what would be moved.
        if self.broken || self.sent == self.bytes.len() {
            self.bytes.clear();
            self.sent = 0;
        } else if self.sent > self.bytes.len() / 2 {
            self.bytes.drain(..self.sent);
            self.sent = 0;
        }
        machine.drain_output(&mut self.bytes);
        if self.unsent().len() > limits::SEND_BUFFER_BYTES {
            return Err(PumpError::Stalled);
        }
        Ok(())
    }

    /// Writes once or flushes once, whichever is due; waits for ever if neither is.
    ///
    /// Cancel-safe, because nothing is awaited after something was written.
    async fn advance<W: AsyncWrite + Unpin>(&mut self, writer: &mut W) {
        let result = if self.broken {
            pending().await
        } else if !self.unsent().is_empty() {
            match writer.write(self.unsent()).await {
                Ok(0) => Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => {
                    self.sent += count;
                    self.unflushed = true;
                    Ok(())
                }
                Err(error) => Err(error),
            }
        } else if self.unflushed {
            let result = writer.flush().await;
            self.unflushed = false;
            result
        } else {
            pending().await
        };
        if let Err(error) = result {
            tracing::debug!(%error, "writing failed");
            self.broken = true;
        }
    }

    /// Sends what is left.
    async fn empty<W: AsyncWrite + Unpin>(&self, writer: &mut W) -> io::Result<()> {
        if self.broken {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        writer.write_all(self.unsent()).await?;
        writer.flush().await
    }

    /// Sends what is left and closes our direction.
    async fn finish<W: AsyncWrite + Unpin>(&self, writer: &mut W) -> io::Result<()> {
        if !self.broken {
            writer.write_all(self.unsent()).await?;
        }
        writer.shutdown().await
    }
}

/// The loop of [`run`]: one step of the machine per turn.
async fn converse<M, R, W, O>(
    machine: &mut M,
    owner: &mut O,
    reader: &mut R,
    writer: &mut W,
    output: &mut Outgoing,
) -> Result<End, PumpError<M::Error>>
where
    M: Machine,
    R: AsyncRead + Unpin,
    W: AsyncWrite + Unpin,
    O: Owner<M>,
{
    let mut input = BytesMut::with_capacity(READ_BYTES);
    loop {
        after_step(machine, owner, output)?;
        if machine.is_finished() {
            return Ok(End::Finished);
        }
        if owner.wants_connection() {
            return match input.is_empty() {
                true => Ok(End::Paused),
                false => Err(PumpError::Premature),
            };
        }
        let deadline = machine.poll_timeout();
        let alarm = async move {
            match deadline {
                Some(at) => sleep_until(at.into()).await,
                None => pending().await,
            }
        };
        let full = owner.full();
        let relief = async {
            match &full {
                Some(space) => space.notified().await,
                None => pending().await,
            }
        };
        let step = tokio::select! {
            read = reader.read_buf(&mut input), if full.is_none() => match read {
                Ok(0) => machine.handle_end(now()),
                Ok(_) => take_input(machine, owner, &mut input, output)?,
                Err(error) if is_hang_up(&error) => {
                    owner.torn_off(&error);
                    machine.handle_end(now())
                }
                Err(error) => return Err(PumpError::Io(error)),
            },
            () = output.advance(writer) => {
                owner.sent(output.unsent().len());
                Ok(())
            }
            () = relief => Ok(()),
            command = owner.next_command() => match command {
                Some(command) => machine.handle_command(now(), command),
                None => return Ok(End::Abandoned),
            },
            () = alarm => machine.handle_timeout(now()),
        };
        if let Err(error) = step {
            after_step(machine, owner, output)?;
            return Err(PumpError::Machine(error));
        }
    }
}

/// What follows every step: output first, then events.
fn after_step<M: Machine, O: Owner<M>>(
    machine: &mut M,
    owner: &mut O,
    output: &mut Outgoing,
) -> Result<(), PumpError<M::Error>> {
    output.collect(machine)?;
    owner.observe(now(), machine);
    Ok(())
}

/// Gives the machine everything it can use of `input`. The inner result is the machine's own.
fn take_input<M: Machine, O: Owner<M>>(
    machine: &mut M,
    owner: &mut O,
    input: &mut BytesMut,
    output: &mut Outgoing,
) -> Result<Result<(), M::Error>, PumpError<M::Error>> {
    while !input.is_empty() && !machine.is_finished() {
        let started = Instant::now();
        match machine.handle_input(now(), input) {
            Ok(0) => break,
            Ok(used) => {
                owner.used_input(used, started.elapsed());
                input.advance(used.min(input.len()));
            }
            Err(error) => return Ok(Err(error)),
        }
        after_step(machine, owner, output)?;
    }
    if input.len() >= limits::RECEIVE_BUFFER_BYTES {
        return Err(PumpError::TooLarge);
    }
    // Moves what is left to the front only when that is less than what was used, and grows by
    // doubling otherwise: linear in the bytes received, however they are cut.
    input.reserve(READ_BYTES);
    Ok(Ok(()))
}

/// The clock of the runtime, the same that wakes us for deadlines.
fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

/// The peer is gone, in whatever manner. TLS reports a missing close-notify as an early end.
fn is_hang_up(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::UnexpectedEof
    )
}

#[cfg(test)]
mod tests;
