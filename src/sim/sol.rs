//! The firmware's side of serial over LAN, with a command prompt at the PC's serial port.
//!
//! Source: `docs/protocol/redirection.md` § 4.

use std::convert::Infallible;
use std::time::{Duration, Instant};

use super::Nudge;
use super::device::SharedDevice;
use super::firmware::power::PowerState;
use super::lease::Lease;
use super::scene::{Reply, Request, Shell};
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
    shell: Shell,
    /// Number of messages sent.
    sequence: u32,
    /// What was last said about the PC's power.
    reported: PowerState,
    /// Bytes of the host that are still being collected, and since when.
    collected: Vec<u8>,
    collecting_since: Option<Instant>,
    heard: Instant,
    beat: Instant,
    out: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Waiting for the start.
    Idle,
    /// Served as the console wished.
    Running(Settings),
    /// The console said that it is done; only the end of the connection may follow.
    Ended,
    /// Over.
    Closed,
}

impl Sol {
    /// The channel on a connection that has opened a session.
    #[must_use]
    pub fn new(device: &SharedDevice, lease: Lease) -> Self {
        let (name, power) = {
            let device = device.lock();
            (device.options().name.clone(), device.power())
        };
        let now = lease.last_seen();
        Self {
            device: device.clone(),
            lease,
            state: State::Idle,
            shell: Shell::new(&name),
            sequence: 0,
            reported: power,
            collected: Vec::new(),
            collecting_since: None,
            heard: now,
            beat: now,
            out: Vec::new(),
        }
    }

    fn step(&mut self, now: Instant, r: &mut Reader<'_>) -> Result<State, SolError> {
        let first = r.peek_rest().first().copied().unwrap_or(0);
        match (self.state, FromConsole::decode(r)?) {
            (State::Idle, FromConsole::Start(start)) => Ok(self.start(now, start)),
            (State::Running(settings), message) => {
                match message {
                    FromConsole::Start(_) => return Err(SolError::Order(first)),
                    FromConsole::End(_) => {
                        let sequence = self.next_sequence();
                        EndSolRedirectionReply { sequence }.encode(&mut self.out);
                        return Ok(State::Ended);
                    }
                    FromConsole::Ping(ping) => {
                        let sequence = ping.sequence;
                        KeepAlivePong { sequence }.encode(&mut self.out);
                    }
                    FromConsole::Data(data) => self.typed(now, data.data),
                    FromConsole::Pong(_) | FromConsole::Controls(_) | FromConsole::Heartbeat(_) => {
                    }
                }
                Ok(State::Running(settings))
            }
            (State::Ended, FromConsole::Heartbeat(_) | FromConsole::Data(_)) => Ok(State::Ended),
            (State::Idle | State::Ended | State::Closed, _) => Err(SolError::Order(first)),
        }
    }

    fn start(&mut self, now: Instant, start: StartSolRedirection) -> State {
        let firmware = self.device.lock().profile().firmware();
        let reply = StartSolRedirectionReply {
            status: StartStatus::SUCCESS,
            sequence: self.next_sequence(),
            firmware,
        };
        reply.encode(&mut self.out);
        self.report_controls();
        (self.heard, self.beat) = (now, now);
        // Collected like everything the host writes: amtterm loses what shares a segment with
        // the reply.
        let greeting = self.shell.greeting();
        self.write(now, &greeting);
        State::Running(start.settings)
    }

    /// Says how the port's lines and the PC's power are.
    fn report_controls(&mut self) {
        let power = self.device.lock().power();
        self.reported = power;
        let (control, status) = match power {
            PowerState::On => (Control::RTS | Control::DTR, PortStatus::POWER_ON),
            PowerState::Sleep | PowerState::Hibernate | PowerState::Off => {
                (Control::empty(), PortStatus::empty())
            }
        };
        let controls = ControlsFromHost {
            sequence: self.next_sequence(),
            control,
            status,
        };
        controls.encode(&mut self.out);
    }

    /// Bytes arrived at the host's port.
    fn typed(&mut self, now: Instant, bytes: &[u8]) {
        for byte in bytes {
            if self.reported != PowerState::On {
                return;
            }
            let reply = match byte {
                b'\r' => self.shell.enter(),
                0x08 | 0x7F => self.shell.backspace(),
                0x03 => self.shell.cancel(),
                b' '..=b'~' => self.shell.type_char(char::from(*byte)),
                _ => continue,
            };
            self.show(now, reply);
        }
    }

    fn show(&mut self, now: Instant, reply: Reply) {
        if reply.clear {
            self.write(now, "\u{1b}[2J\u{1b}[1;1H");
        }
        self.write(now, &reply.text);
        match reply.request {
            Some(Request::Bell) => self.write(now, "\u{7}"),
            Some(Request::Reset) => self.device.lock().reset(now),
            Some(Request::PowerOff) => self.device.lock().set_power(now, PowerState::Off),
            _ => {}
        }
    }

    /// The host writes text to its port.
    fn write(&mut self, now: Instant, text: &str) {
        for c in text.chars() {
            match c {
                '\n' => self.collected.extend(b"\r\n"),
                '\u{8}' => self.collected.extend(b"\x08 \x08"),
                c => self.collected.extend(c.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
        if !self.collected.is_empty() {
            self.collecting_since.get_or_insert(now);
        }
    }

    /// When what was collected has to be sent.
    fn flush_at(&self) -> Option<Instant> {
        let State::Running(settings) = self.state else {
            return None;
        };
        let since = self.collecting_since?;
        let full = self.collected.len() >= usize::from(settings.max_transmit_buffer);
        match settings.buffering_timeout {
            _ if full => Some(since),
            Duration::ZERO => None,
            wait => Some(since + wait),
        }
    }

    fn flush(&mut self) {
        let State::Running(settings) = self.state else {
            return;
        };
        let collected = std::mem::take(&mut self.collected);
        for data in collected.chunks(usize::from(settings.max_transmit_buffer).max(1)) {
            let sequence = self.next_sequence();
            // Each chunk fits: the buffer size is a 16-bit number.
            if (DataFromHost { sequence, data })
                .encode(&mut self.out)
                .is_err()
            {
                break;
            }
        }
        self.collecting_since = None;
    }

    fn silent_at(&self) -> Option<Instant> {
        match self.state {
            State::Running(s) if !s.rx_timeout.is_zero() => Some(self.heard + s.rx_timeout),
            _ => None,
        }
    }

    fn beat_at(&self) -> Option<Instant> {
        match self.state {
            State::Running(s) if !s.heartbeat_interval.is_zero() => {
                Some(self.beat + s.heartbeat_interval)
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
        match self.step(now, &mut r) {
            Ok(next) => self.state = next,
            Err(SolError::Wire(WireError::Incomplete)) => return Ok(0),
            Err(error) => return self.fail(now, error),
        }
        self.heard = now;
        self.lease.seen(now);
        Ok(input.len() - r.remaining())
    }

    fn handle_end(&mut self, now: Instant) -> Result<(), SolError> {
        let reason = if self.state == State::Ended {
            "closed by the console".to_owned()
        } else {
            SolError::Gone.to_string()
        };
        self.close(now, &reason);
        Ok(())
    }

    fn handle_command(&mut self, now: Instant, _: Nudge) -> Result<(), SolError> {
        if !matches!(self.state, State::Running(_)) {
            return Ok(());
        }
        if !self.lease.is_open() {
            return self.fail(now, SolError::Ended);
        }
        let power = self.device.lock().power();
        if power != self.reported {
            self.report_controls();
            if power == PowerState::On {
                let greeting = self.shell.greeting();
                self.write(now, &greeting);
            }
        }
        Ok(())
    }

    fn handle_timeout(&mut self, now: Instant) -> Result<(), SolError> {
        if self.silent_at().is_some_and(|at| at <= now) {
            let silence = now.saturating_duration_since(self.heard);
            return self.fail(now, SolError::Silent(silence));
        }
        if self.flush_at().is_some_and(|at| at <= now) {
            self.flush();
        }
        if self.beat_at().is_some_and(|at| at <= now) {
            self.beat = now;
            let sequence = self.next_sequence();
            Heartbeat { sequence }.encode(&mut self.out);
        }
        Ok(())
    }

    fn drain_output(&mut self, out: &mut Vec<u8>) {
        out.append(&mut self.out);
    }

    fn poll_event(&mut self) -> Option<Infallible> {
        None
    }

    fn poll_timeout(&self) -> Option<Instant> {
        let times = [self.flush_at(), self.silent_at(), self.beat_at()];
        times.into_iter().flatten().min()
    }

    fn is_finished(&self) -> bool {
        self.state == State::Closed
    }
}
