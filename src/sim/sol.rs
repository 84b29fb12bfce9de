//! The firmware's side of serial over LAN: between a console and the PC's serial port.
//!
//! It collects what the PC writes and sends it when its buffer is full or has waited long enough,
//! keeps typed bytes for the PC until they have waited too long, tells of lines and power when
//! they change, and gives up a console that is silent: all as the console's settings say.
//!
//! Source: `docs/protocol/redirection.md` § 4.

use std::convert::Infallible;
use std::time::{Duration, Instant};

use super::Nudge;
use super::device::SharedDevice;
use super::lease::Lease;
use super::serial_port::SerialPort;
use crate::proto::Machine;
use crate::proto::sol::messages::{
    Control, ControlsFromHost, DataFromHost, EndSolRedirectionReply, FromConsole, Heartbeat,
    KeepAlivePong, PortStatus, Settings, StartSolRedirection, StartSolRedirectionReply,
    StartStatus,
};
use crate::wire::{Reader, WireError};

/// Why the serial channel closes. The peer sees only that it does.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SolError {
    /// Bytes that are no message.
    #[error("protocol violation: {0}")]
    Wire(#[from] WireError),
    /// A message before the start, or a second start.
    #[error("message {0:#04x} out of order")]
    Order(u8),
    /// Nothing came from the console for as long as it said it would never be silent.
    #[error("the console was silent for {} ms", .0.as_millis())]
    Silent(Duration),
    /// The device ended the session.
    #[error("ended by the device")]
    Ended,
    /// The console closed the connection.
    #[error("the console closed the connection")]
    Gone,
}

/// The serial channel of one connection.
pub struct Sol {
    device: SharedDevice,
    lease: Lease,
    state: State,
    /// Number of messages sent.
    sequence: u32,
    /// Lines and status as last told.
    told: (Control, PortStatus),
    /// Bytes of the host that are being collected, and since when.
    collected: Vec<u8>,
    collecting_since: Option<Instant>,
    /// Since when the buffer has been full.
    full_since: Option<Instant>,
    /// When the next full buffer may be sent.
    free_at: Instant,
    /// Bytes of the host were dropped.
    lost_output: bool,
    /// Typed bytes were dropped.
    lost_input: bool,
    heard: Instant,
    beat: Instant,
    out: Vec<u8>,
}

enum State {
    /// Waiting for the start.
    Idle,
    /// Served as the console wished.
    Running(Settings, Box<SerialPort>),
    /// The console said that it is done; only the end of the connection may follow.
    Ended,
    /// Over.
    Closed,
}

impl Sol {
    /// The channel on a connection that has opened a session.
    #[must_use]
    pub fn new(device: &SharedDevice, lease: Lease) -> Self {
        let now = lease.last_seen();
        Self {
            device: device.clone(),
            lease,
            state: State::Idle,
            sequence: 0,
            told: (Control::empty(), PortStatus::empty()),
            collected: Vec::new(),
            collecting_since: None,
            full_since: None,
            free_at: now,
            lost_output: false,
            lost_input: false,
            heard: now,
            beat: now,
            out: Vec::new(),
        }
    }

    /// Takes one message; false if the PC cannot take what it has typed.
    fn step(&mut self, now: Instant, r: &mut Reader<'_>) -> Result<bool, SolError> {
        let first = r.peek_rest().first().copied().unwrap_or(0);
        let message = FromConsole::decode(r)?;
        match (&mut self.state, message) {
            (State::Idle, FromConsole::Start(start)) => self.start(now, start),
            (State::Running(..), FromConsole::Start(_)) => return Err(SolError::Order(first)),
            (State::Running(..), FromConsole::End(_)) => {
                let sequence = self.next_sequence();
                EndSolRedirectionReply { sequence }.encode(&mut self.out);
                self.state = State::Ended;
            }
            (State::Running(..), FromConsole::Ping(ping)) => {
                let sequence = ping.sequence;
                KeepAlivePong { sequence }.encode(&mut self.out);
            }
            (State::Running(_, port), FromConsole::Data(data)) => {
                if !port.type_bytes(now, data.data) {
                    return Ok(false);
                }
                self.lost_input = false;
            }
            (
                State::Running(..),
                FromConsole::Pong(_) | FromConsole::Controls(_) | FromConsole::Heartbeat(_),
            )
            | (State::Ended, FromConsole::Heartbeat(_) | FromConsole::Data(_)) => {}
            (State::Idle | State::Ended | State::Closed, _) => return Err(SolError::Order(first)),
        }
        Ok(true)
    }

    fn start(&mut self, now: Instant, start: StartSolRedirection) {
        let firmware = self.device.lock().profile().firmware();
        let reply = StartSolRedirectionReply {
            status: StartStatus::SUCCESS,
            sequence: self.next_sequence(),
            firmware,
        };
        reply.encode(&mut self.out);
        (self.heard, self.beat) = (now, now);
        // What the PC writes now is collected like everything else: amtterm loses what shares a
        // segment with the reply.
        let port = SerialPort::new(now, &self.device);
        self.state = State::Running(start.settings, Box::new(port));
        self.tell_controls();
    }

    /// Moves what the PC has written into the buffer, and tells what has changed.
    fn settle(&mut self, now: Instant) {
        let State::Running(settings, port) = &mut self.state else {
            return;
        };
        let size = usize::from(settings.max_transmit_buffer).max(1);
        let room = size.saturating_sub(self.collected.len());
        let more = port.take_written(room);
        if !more.is_empty() {
            self.collecting_since.get_or_insert(now);
            self.collected.extend(more);
        }
        if self.collected.len() >= size {
            self.full_since.get_or_insert(now);
        }
        if self.controls() != self.told {
            self.tell_controls();
        }
    }

    /// How the port's lines and the PC's power are.
    fn controls(&self) -> (Control, PortStatus) {
        let State::Running(_, port) = &self.state else {
            return self.told;
        };
        let is_on = self.device.lock().firmware().power.is_on();
        let control = if is_on {
            port.control()
        } else {
            Control::empty()
        };
        let mut status = PortStatus::empty();
        status.set(PortStatus::POWER_ON, is_on);
        status.set(PortStatus::TRANSMIT_OVERFLOW, self.lost_output);
        status.set(PortStatus::RX_FLUSHED, self.lost_input);
        (control, status)
    }

    fn tell_controls(&mut self) {
        self.told = self.controls();
        let (control, status) = self.told;
        let controls = ControlsFromHost {
            sequence: self.next_sequence(),
            control,
            status,
        };
        controls.encode(&mut self.out);
    }

    /// When what was collected has to be sent.
    fn flush_at(&self) -> Option<Instant> {
        let State::Running(settings, _) = &self.state else {
            return None;
        };
        match (self.full_since, settings.buffering_timeout) {
            (Some(full), _) => Some(full.max(self.free_at)),
            (None, Duration::ZERO) => None,
            (None, wait) => Some(self.collecting_since? + wait),
        }
    }

    fn flush(&mut self, now: Instant) {
        let State::Running(settings, port) = &mut self.state else {
            return;
        };
        let overflow = settings.overflow_timeout;
        let late = |full: Instant| now.saturating_duration_since(full) >= overflow;
        // The console has not read for so long that the PC is not held up any more.
        if !overflow.is_zero() && self.full_since.is_some_and(late) {
            self.lost_output = port.drop_written();
        } else {
            self.lost_output = false;
        }
        let data = std::mem::take(&mut self.collected);
        let sequence = self.next_sequence();
        let message = DataFromHost {
            sequence,
            data: &data,
        };
        // INVARIANT: it fits, because the buffer's size is a 16-bit number.
        let fits = message.encode(&mut self.out).is_ok();
        debug_assert!(fits);
        (self.collecting_since, self.full_since) = (None, None);
        self.free_at = now + BUFFER_TIME;
    }

    fn silent_at(&self) -> Option<Instant> {
        match &self.state {
            State::Running(s, _) if !s.rx_timeout.is_zero() => Some(self.heard + s.rx_timeout),
            _ => None,
        }
    }

    fn beat_at(&self) -> Option<Instant> {
        match &self.state {
            State::Running(s, _) if !s.heartbeat_interval.is_zero() => {
                Some(self.beat + s.heartbeat_interval)
            }
            _ => None,
        }
    }

    /// When typed bytes have waited too long.
    fn drop_unread_at(&self) -> Option<Instant> {
        match &self.state {
            State::Running(s, port) if !s.rx_flush_timeout.is_zero() => {
                Some(port.waiting_since()? + s.rx_flush_timeout)
            }
            _ => None,
        }
    }

    fn next_sequence(&mut self) -> u32 {
        let sequence = self.sequence;
        self.sequence = sequence.wrapping_add(1);
        sequence
    }

    fn close(&mut self, now: Instant, reason: &str) {
        self.state = State::Closed;
        self.lease.close(now, reason);
    }

    fn fail<T>(&mut self, now: Instant, error: SolError) -> Result<T, SolError> {
        self.close(now, &error.to_string());
        Err(error)
    }
}

impl Machine for Sol {
    type Command = Nudge;
    type Event = Infallible;
    type Error = SolError;

    fn handle_input(&mut self, now: Instant, input: &[u8]) -> Result<usize, SolError> {
        let mut r = Reader::new(input);
        let taken = match self.step(now, &mut r) {
            Ok(taken) => taken,
            Err(SolError::Wire(WireError::Incomplete)) => return Ok(0),
            Err(error) => return self.fail(now, error),
        };
        // Also a console that has to wait is there.
        self.heard = now;
        self.lease.seen(now);
        self.settle(now);
        Ok(if taken {
            input.len() - r.remaining()
        } else {
            0
        })
    }

    fn handle_end(&mut self, now: Instant) -> Result<(), SolError> {
        let reason = if matches!(self.state, State::Ended) {
            "closed by the console".to_owned()
        } else {
            SolError::Gone.to_string()
        };
        self.close(now, &reason);
        Ok(())
    }

    fn handle_command(&mut self, now: Instant, _: Nudge) -> Result<(), SolError> {
        let State::Running(_, port) = &mut self.state else {
            return Ok(());
        };
        if !self.lease.is_open() {
            return self.fail(now, SolError::Ended);
        }
        port.refresh();
        self.settle(now);
        Ok(())
    }

    fn handle_timeout(&mut self, now: Instant) -> Result<(), SolError> {
        if self.silent_at().is_some_and(|at| at <= now) {
            let silence = now.saturating_duration_since(self.heard);
            return self.fail(now, SolError::Silent(silence));
        }
        if let State::Running(_, port) = &mut self.state {
            port.handle_timeout(now);
        }
        if self.drop_unread_at().is_some_and(|at| at <= now)
            && let State::Running(_, port) = &mut self.state
        {
            port.drop_unread();
            self.lost_input = true;
        }
        if self.flush_at().is_some_and(|at| at <= now) {
            self.flush(now);
        }
        if self.beat_at().is_some_and(|at| at <= now) {
            self.beat = now;
            let sequence = self.next_sequence();
            Heartbeat { sequence }.encode(&mut self.out);
        }
        self.settle(now);
        Ok(())
    }

    fn drain_output(&mut self, out: &mut Vec<u8>) {
        out.append(&mut self.out);
    }

    fn poll_event(&mut self) -> Option<Infallible> {
        None
    }

    fn poll_timeout(&self) -> Option<Instant> {
        let port = match &self.state {
            State::Running(_, port) => port.poll_timeout(),
            State::Idle | State::Ended | State::Closed => None,
        };
        let times = [
            port,
            self.flush_at(),
            self.silent_at(),
            self.beat_at(),
            self.drop_unread_at(),
        ];
        times.into_iter().flatten().min()
    }

    fn is_finished(&self) -> bool {
        matches!(self.state, State::Closed)
    }
}

/// From one full buffer to the next: a host that never stops writing is served at some speed, 10 MB
/// each second with the usual buffer, and time goes on meanwhile. Far above any serial line
/// (inferred: no limit is written down).
const BUFFER_TIME: Duration = Duration::from_millis(1);
