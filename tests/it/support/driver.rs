//! What `net::pump` does for a machine, without a socket and with a virtual clock.

use std::time::{Duration, Instant};

use outband::proto::Machine;

use super::transcript::Sender;

/// A machine, its receive buffer, a virtual clock, and everything that came out of it.
pub(crate) struct Driver<M: Machine> {
    pub(crate) machine: M,
    pub(crate) now: Instant,
    pub(crate) out: Vec<u8>,
    pub(crate) events: Vec<M::Event>,
    pub(crate) error: Option<M::Error>,
    buffer: Vec<u8>,
}

impl<M: Machine> Driver<M> {
    pub(crate) fn new(machine: M, now: Instant) -> Self {
        let mut driver = Self {
            machine,
            now,
            out: Vec::new(),
            events: Vec::new(),
            error: None,
            buffer: Vec::new(),
        };
        driver.settle(Ok(()));
        driver
    }

    /// Gives more bytes; what is no whole unit yet waits for the next call.
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        self.buffer.extend(bytes);
        while self.error.is_none() && !self.buffer.is_empty() {
            let result = self.machine.handle_input(self.now, &self.buffer);
            let used = *result.as_ref().unwrap_or(&0);
            assert!(used <= self.buffer.len());
            self.settle(result.map(drop));
            if used == 0 {
                break;
            }
            self.buffer.drain(..used);
        }
    }

    /// The peer closes.
    pub(crate) fn end(&mut self) {
        let result = self.machine.handle_end(self.now);
        self.settle(result);
    }

    pub(crate) fn command(&mut self, command: M::Command) {
        let result = self.machine.handle_command(self.now, command);
        self.settle(result);
    }

    /// Lets time pass, serving every deadline on the way.
    pub(crate) fn advance(&mut self, time: Duration) {
        let until = self.now + time;
        while let Some(at) = self.machine.poll_timeout().filter(|at| *at <= until) {
            self.now = self.now.max(at);
            let result = self.machine.handle_timeout(self.now);
            self.settle(result);
            // It may be able to use now what it could not before.
            self.feed(&[]);
        }
        self.now = until;
    }

    fn settle(&mut self, result: Result<(), M::Error>) {
        self.machine.drain_output(&mut self.out);
        while let Some(event) = self.machine.poll_event() {
            self.events.push(event);
        }
        if let Err(error) = result {
            assert!(
                self.machine.poll_timeout().is_none(),
                "closed machines sleep"
            );
            self.error = Some(error);
        }
    }

    /// Plays a transcript: feeds what the device says in pieces of at most `piece` bytes and
    /// compares what the console says.
    pub(crate) fn play(&mut self, transcript: &[(Sender, Vec<u8>)], piece: usize) {
        for (i, (sender, bytes)) in transcript.iter().enumerate() {
            match sender {
                Sender::Device => bytes.chunks(piece).for_each(|bytes| self.feed(bytes)),
                Sender::Console => {
                    let said: Vec<u8> = self.out.drain(..bytes.len().min(self.out.len())).collect();
                    assert_eq!(&said, bytes, "line {i} of the transcript");
                }
            }
        }
        assert!(self.out.is_empty(), "more than the transcript says");
    }
}
