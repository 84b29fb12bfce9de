//! Pure state machines: they compute, and nothing else.
//!
//! No socket, file, clock or source of randomness is reachable from here; time, random bytes and
//! credentials come as arguments. That makes every story (latency, cuts, hostile peers) a plain
//! test that runs in microseconds.

pub mod certificate;
pub mod digest;
pub mod ider;
pub mod kvm;
pub mod redir;
pub mod rmcp;
pub mod sol;
pub mod tls_hello;
pub mod wsman;

use std::time::Instant;

/// A sans-IO protocol machine, on either side of the wire.
///
/// The driver owns the receive buffer and calls, in any order, [`handle_input`], [`handle_end`],
/// [`handle_command`] and [`handle_timeout`]; after each of them it drains output first, then
/// events, then asks for the next deadline. Payloads are borrowed from the driver's buffer.
///
/// After an `Err` the machine is closed: it refuses further input, has no deadline, and what it
/// already put out may still be drained (a last word to the peer).
///
/// [`handle_input`]: Self::handle_input
/// [`handle_end`]: Self::handle_end
/// [`handle_command`]: Self::handle_command
/// [`handle_timeout`]: Self::handle_timeout
pub trait Machine {
    /// What the owner may ask.
    type Command;
    /// What the machine reports.
    type Event;
    /// Why it closed.
    type Error: std::error::Error + Send + Sync + 'static;

    /// Uses units (whole messages; of pictures, whole rows or rectangles) from the front of
    /// `input` and returns how many bytes they had. 0 means that more bytes are needed; the
    /// driver then calls again with the same bytes and more behind them.
    ///
    /// # Errors
    /// The machine's own error when the peer breaks the protocol or refuses.
    fn handle_input(&mut self, now: Instant, input: &[u8]) -> Result<usize, Self::Error>;

    /// The peer closed its direction; nothing more will arrive.
    ///
    /// # Errors
    /// What that means in the current state; `Ok` only where the end was expected.
    fn handle_end(&mut self, now: Instant) -> Result<(), Self::Error>;

    /// Carries out one command of the owner.
    ///
    /// # Errors
    /// The machine's own error; a command that does not fit the state is ignored, because the
    /// owner cannot know the state at the time it is sent.
    fn handle_command(&mut self, now: Instant, command: Self::Command) -> Result<(), Self::Error>;

    /// A deadline given by [`poll_timeout`](Self::poll_timeout) has passed.
    ///
    /// # Errors
    /// The machine's own error, for example when the peer kept silent too long.
    fn handle_timeout(&mut self, now: Instant) -> Result<(), Self::Error>;

    /// Moves everything to be sent to the end of `out`.
    fn drain_output(&mut self, out: &mut Vec<u8>);

    /// The next thing to report, oldest first.
    fn poll_event(&mut self) -> Option<Self::Event>;

    /// When [`handle_timeout`](Self::handle_timeout) wants to be called, if at all.
    fn poll_timeout(&self) -> Option<Instant>;

    /// The conversation is over in good order: the driver flushes and closes the connection.
    fn is_finished(&self) -> bool;
}
