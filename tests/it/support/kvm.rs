//! A KVM channel with the driver's receive buffer around it.

use std::time::Instant;

use outband::proto::Machine;
use outband::proto::kvm::{KvmChannel, KvmCommand, KvmError, KvmEvent, KvmOptions};
use outband::screen::Framebuffer;

use super::recording::{PRELUDE, Recording};

/// What a driver does with a channel, without sockets.
pub(crate) struct Driven {
    pub(crate) channel: KvmChannel,
    pub(crate) now: Instant,
    pub(crate) sent: Vec<u8>,
    pub(crate) events: Vec<KvmEvent>,
    waiting: Vec<u8>,
}

impl Driven {
    pub(crate) fn new(options: KvmOptions) -> Self {
        let now = Instant::now();
        let mut driven = Self {
            channel: KvmChannel::new(now, options),
            now,
            sent: Vec::new(),
            events: Vec::new(),
            waiting: Vec::new(),
        };
        driven.drain();
        driven
    }

    /// A channel that waits for the first byte of a recording.
    pub(crate) fn for_recording(recording: &Recording) -> Self {
        let mut driven = Self::new(recording.options());
        driven.feed(PRELUDE).unwrap();
        driven
    }

    /// Bytes arrive.
    pub(crate) fn feed(&mut self, bytes: &[u8]) -> Result<(), KvmError> {
        self.waiting.extend(bytes);
        loop {
            let used = self.channel.handle_input(self.now, &self.waiting);
            self.drain();
            match used? {
                0 => return Ok(()),
                used => self.waiting.drain(..used),
            };
        }
    }

    /// Bytes arrive in pieces.
    pub(crate) fn feed_in_pieces(&mut self, bytes: &[u8], piece: usize) -> Result<(), KvmError> {
        bytes.chunks(piece).try_for_each(|piece| self.feed(piece))
    }

    /// The owner asks for something.
    pub(crate) fn command(&mut self, command: KvmCommand) {
        self.channel.handle_command(self.now, command).unwrap();
        self.drain();
    }

    /// Time passes until the channel's next deadline; `None` if it has none.
    pub(crate) fn wait(&mut self) -> Option<Result<(), KvmError>> {
        self.now = self.channel.poll_timeout()?.max(self.now);
        let result = self.channel.handle_timeout(self.now);
        self.drain();
        Some(result)
    }

    /// Everything sent since the last call.
    pub(crate) fn take_sent(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.sent)
    }

    /// Bytes that arrived and were not used.
    pub(crate) fn unused(&self) -> usize {
        self.waiting.len()
    }

    pub(crate) fn screen(&self) -> &Framebuffer {
        self.channel.framebuffer().expect("the screen is open")
    }

    fn drain(&mut self) {
        self.channel.drain_output(&mut self.sent);
        while let Some(event) = self.channel.poll_event() {
            // How often an update's end is reported depends on how bytes were cut.
            if event != KvmEvent::UpdateEnd || self.events.last() != Some(&event) {
                self.events.push(event);
            }
        }
    }
}
