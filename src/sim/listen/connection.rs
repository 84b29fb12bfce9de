//! One connection: moves bytes between a socket and a machine, through a slow line and mischief.

use std::io;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{sleep_until, timeout};
use tracing::debug;

use crate::limits;
use crate::proto::Machine;
use crate::sim::Nudge;
use crate::sim::link::{Link, LinkSpeed};
use crate::sim::trouble::{Mischief, Step};

/// Everything about a connection but its machine.
pub(super) struct Connection {
    pub(super) stream: TcpStream,
    pub(super) speed: LinkSpeed,
    pub(super) mischief: Mischief,
    /// Changes whenever the device does.
    pub(super) changed: watch::Receiver<()>,
}

/// How a connection is ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// Send what is left, then close.
    Close,
    /// Reset at once.
    Reset,
}

impl Connection {
    /// Serves the connection until either side ends it.
    pub(super) async fn run<M: Machine<Command = Nudge>>(self, mut machine: M) {
        let mut driver = Driver {
            inbound: Link::new(self.speed),
            outbound: Link::new(self.speed),
            stream: self.stream,
            mischief: self.mischief,
            changed: self.changed,
            received: Vec::new(),
            drained: Vec::new(),
            sending: Vec::new(),
            ending: None,
            peer_ended: false,
        };
        if let Err(error) = driver.run(&mut machine).await {
            debug!(%error, "connection lost");
        }
        // Told in any case, so that its session ends.
        drop(machine.handle_end(Instant::now()));
    }
}

struct Driver {
    stream: TcpStream,
    mischief: Mischief,
    changed: watch::Receiver<()>,
    inbound: Link,
    outbound: Link,
    /// Bytes that arrived and that the machine has not used.
    received: Vec<u8>,
    drained: Vec<u8>,
    /// Bytes whose time has come, to be written.
    sending: Vec<u8>,
    ending: Option<Ending>,
    /// The peer closed its direction.
    peer_ended: bool,
}

impl Driver {
    async fn run<M: Machine<Command = Nudge>>(&mut self, machine: &mut M) -> io::Result<()> {
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let now = Instant::now();
            self.deliver(now, machine);
            self.collect(now, machine);
            if self.ending == Some(Ending::Reset) {
                return self.stream.set_zero_linger();
            }
            let idle = self.sending.is_empty() && self.outbound.queued_bytes() == 0;
            if self.ending.is_some() && idle {
                return self.close().await;
            }
            if self.peer_ended && self.inbound.queued_bytes() == 0 {
                return Ok(());
            }
            let wake = self.next_wake(machine);
            let may_read = !self.peer_ended && self.ending.is_none() && !self.is_congested();
            tokio::select! {
                readable = self.stream.readable(), if may_read => {
                    readable?;
                    match self.stream.try_read(&mut buffer) {
                        Ok(0) => self.peer_ended = true,
                        Ok(read) => {
                            let bytes = buffer.get(..read).unwrap_or_default();
                            self.inbound.push(Instant::now(), bytes);
                        }
                        Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                        Err(error) => return Err(error),
                    }
                }
                writable = self.stream.writable(), if !self.sending.is_empty() => {
                    writable?;
                    match self.stream.try_write(&self.sending) {
                        Ok(written) => drop(self.sending.drain(..written)),
                        Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                        Err(error) => return Err(error),
                    }
                }
                changed = self.changed.changed(), if self.ending.is_none() => {
                    if changed.is_err() {
                        return Ok(());
                    }
                    let result = machine.handle_command(Instant::now(), Nudge);
                    self.note(result);
                }
                () = sleep_until(wake.unwrap_or(now).into()), if wake.is_some() => {
                    let now = Instant::now();
                    let due = machine.poll_timeout().is_some_and(|at| at <= now);
                    if due && self.ending.is_none() && !self.is_congested() {
                        let result = machine.handle_timeout(now);
                        self.note(result);
                    }
                }
            }
        }
    }

    /// Gives the machine what has arrived, as far as it can use it.
    fn deliver<M: Machine>(&mut self, now: Instant, machine: &mut M) {
        while self.ending.is_none() && !self.is_congested() {
            let Some(piece) = self.inbound.pop(now) else {
                break;
            };
            self.received.extend(piece);
            self.use_received(now, machine);
        }
        // Left over from when the peer did not read.
        if self.ending.is_none() && !self.received.is_empty() {
            self.use_received(now, machine);
        }
    }

    fn use_received<M: Machine>(&mut self, now: Instant, machine: &mut M) {
        let mut used = 0;
        while self.ending.is_none() && !self.is_congested() {
            let rest = self.received.get(used..).unwrap_or_default();
            if rest.is_empty() {
                break;
            }
            match machine.handle_input(now, rest) {
                Ok(0) => {
                    if rest.len() > limits::RECEIVE_BUFFER_BYTES {
                        self.ending = Some(Ending::Close);
                    }
                    break;
                }
                Ok(len) => used += len,
                Err(error) => {
                    debug!(%error, "connection refused further input");
                    self.ending = Some(Ending::Close);
                }
            }
            self.collect(now, machine);
        }
        self.received.drain(..used);
    }

    /// Takes what the machine wants to send and what has crossed the line.
    fn collect<M: Machine>(&mut self, now: Instant, machine: &mut M) {
        machine.drain_output(&mut self.drained);
        for step in self.mischief.send(&self.drained) {
            match step {
                Step::Send(bytes) => self.outbound.push(now, &bytes),
                Step::Pause(time) => self.outbound.pause(now, time),
                Step::Close => self.ending = Some(Ending::Close),
                Step::Reset => self.ending = Some(Ending::Reset),
            }
        }
        self.drained.clear();
        while let Some(piece) = self.outbound.pop(now) {
            self.sending.extend(piece);
        }
        if machine.is_finished() {
            self.ending.get_or_insert(Ending::Close);
        }
    }

    fn note<E: std::error::Error>(&mut self, result: Result<(), E>) {
        if let Err(error) = result {
            debug!(%error, "connection ended by the device");
            self.ending = Some(Ending::Close);
        }
    }

    /// So much waits to be sent that the peer has to read first.
    const fn is_congested(&self) -> bool {
        self.sending.len() + self.outbound.queued_bytes() > CONGESTED_BYTES
    }

    fn next_wake<M: Machine>(&self, machine: &M) -> Option<Instant> {
        let congested = self.is_congested();
        let times = [
            self.inbound.next_arrival().filter(|_| !congested),
            self.outbound.next_arrival(),
            // What the device does by itself waits as well while the peer does not read.
            machine
                .poll_timeout()
                .filter(|_| self.ending.is_none() && !congested),
        ];
        times.into_iter().flatten().min()
    }

    /// Closes so that the peer can read the last bytes: what it still sends is read and dropped,
    /// because unread input would turn the end into a reset.
    async fn close(&mut self) -> io::Result<()> {
        self.stream.shutdown().await?;
        let mut rest = [0; 4096];
        let drain = async {
            while self.stream.read(&mut rest).await? > 0 {}
            io::Result::Ok(())
        };
        timeout(LINGER, drain).await.unwrap_or(Ok(()))
    }
}

/// Above this nothing is read, so that a peer that never reads cannot make us hold more than one
/// update beyond it.
const CONGESTED_BYTES: usize = 1 << 20;
const LINGER: Duration = Duration::from_secs(1);
