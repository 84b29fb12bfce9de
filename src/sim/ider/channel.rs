//! The firmware's side of a storage connection.

use std::convert::Infallible;
use std::time::{Duration, Instant};

use super::bus::{Breach, Bus};
use super::{Program, Progress, Report};
use crate::limits;
use crate::proto::Machine;
use crate::proto::ider::messages::{
    ConsoleMessage, DataFromHost, DisableEnableFeatures, DisableEnableFeaturesReply, EndIderReply,
    FeatureRequest, Heartbeat, KeepAlivePing, KeepAlivePong, ResetOccured, Sequence, Start,
    StartIderRedirection, StartIderRedirectionReply,
};
use crate::proto::redir::messages::FirmwareVersion;
use crate::sim::Nudge;
use crate::wire::{Reader, WireError};

/// What stands behind the drives: the PC that uses them.
///
/// The channel asks it what to do and tells it what came of it.
pub trait Pc {
    /// The console wants the drives to appear. Whether they do.
    fn enable(&mut self, now: Instant, start: Start) -> bool;
    /// The console takes the drives away.
    fn disable(&mut self, now: Instant);
    /// How often the PC was reset so far; the drives appear, and its bus is reset, with each.
    fn resets(&self) -> u64;
    /// The next program that uses the drives, if there is one.
    fn next_program(&mut self, now: Instant) -> Option<Box<dyn Program>>;
    /// The drives were used.
    fn observe(&mut self, now: Instant, bus: &Bus);
    /// A program is done.
    fn done(&mut self, now: Instant, report: Report, bus: &Bus);
    /// The connection is over.
    fn close(&mut self, now: Instant, reason: &str);
    /// The session of the console was ended from outside.
    fn is_ended(&self) -> bool;
    /// When it wants to be asked again for a program.
    fn poll_timeout(&self) -> Option<Instant>;
}

/// Why the storage channel closes. The peer sees only that it does.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IderError {
    /// Bytes that are no message.
    #[error("protocol violation: {0}")]
    Wire(#[from] WireError),
    /// A message that does not fit the state.
    #[error("message {got:#04x} {place}")]
    Order {
        /// Its code.
        got: u8,
        /// Where the connection stood.
        place: &'static str,
    },
    /// A message was lost or repeated.
    #[error("message number {} instead of {}", got.0, expected.0)]
    Sequence {
        /// What the console had to send.
        expected: Sequence,
        /// What it sent.
        got: Sequence,
    },
    /// An answer that does not fit its command.
    #[error("protocol violation: {0}")]
    Answer(#[from] Breach),
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

/// A command that is not answered for this long makes the host reset its bus.
pub const COMMAND_TIMEOUT: Duration = Duration::from_secs(10);
/// With no heartbeats wanted the console is pinged this often.
pub const PING_INTERVAL: Duration = Duration::from_secs(20);

/// How long a console may take to open the channel, and to hang up when it is done.
pub const OPEN_TIMEOUT: Duration = Duration::from_secs(30);

/// The storage channel of one connection.
pub struct Ider<P> {
    pc: P,
    firmware: FirmwareVersion,
    state: State,
    bus: Bus,
    program: Option<Box<dyn Program>>,
    /// Number of the next message sent.
    sequence: Sequence,
    /// Number that the next message of the console must have.
    expected: Sequence,
    /// Resets of the PC that the console was told of.
    resets: u64,
    heard: Instant,
    beat: Instant,
    out: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Waiting for 0x40.
    Idle,
    /// Served as the console wished.
    Open {
        rx_timeout: Duration,
        heartbeat: Duration,
        /// The last message was a question of nine bytes that some consoles send with thirteen.
        padded: bool,
    },
    /// 0x43 is out; only the end of the session may follow.
    Ended,
    /// Over.
    Closed,
}

impl<P: Pc> Ider<P> {
    /// The channel on a connection that has opened a session.
    #[must_use]
    pub fn new(now: Instant, firmware: FirmwareVersion, pc: P) -> Self {
        Self {
            resets: pc.resets(),
            pc,
            firmware,
            state: State::Idle,
            bus: Bus::default(),
            program: None,
            sequence: Sequence(0),
            expected: Sequence(0),
            heard: now,
            beat: now,
            out: Vec::new(),
        }
    }

    /// The PC behind the drives.
    pub const fn pc_mut(&mut self) -> &mut P {
        &mut self.pc
    }

    /// The drives as programs see them.
    pub const fn bus(&self) -> &Bus {
        &self.bus
    }

    /// The console ended the session in order.
    #[must_use]
    pub const fn is_ended_in_order(&self) -> bool {
        matches!(self.state, State::Ended)
    }

    fn send(&mut self, encode: impl FnOnce(Sequence, &mut Vec<u8>)) {
        let sequence = self.sequence;
        self.sequence = sequence.next();
        encode(sequence, &mut self.out);
    }

    fn step(&mut self, now: Instant, message: ConsoleMessage<'_>) -> Result<(), IderError> {
        match (self.state, message) {
            (State::Idle, ConsoleMessage::Start(start)) => self.open(now, start),
            (State::Open { .. }, message) => self.serve(now, message)?,
            (State::Idle, other) => return Err(out_of_place(&other, "before the start")),
            (State::Ended | State::Closed, other) => {
                return Err(out_of_place(&other, "after the end"));
            }
        }
        Ok(())
    }

    fn open(&mut self, now: Instant, start: StartIderRedirection) {
        let buffer = u16::try_from(limits::IDER_DATA_BYTES).unwrap_or(u16::MAX);
        let reply = StartIderRedirectionReply {
            status: 0,
            firmware: self.firmware,
            read_buffer: buffer,
            write_buffer: buffer,
            features: 0,
        };
        self.send(|sequence, out| reply.encode(sequence, out));
        let millis = |ms: u16| Duration::from_millis(u64::from(ms));
        self.state = State::Open {
            rx_timeout: millis(start.rx_timeout_ms),
            heartbeat: millis(start.heartbeat_ms),
            padded: false,
        };
        (self.heard, self.beat) = (now, now);
    }

    fn serve(&mut self, now: Instant, message: ConsoleMessage<'_>) -> Result<(), IderError> {
        match message {
            ConsoleMessage::Features(features) => self.features(now, features),
            ConsoleMessage::Ping => {
                self.send(|sequence, out| KeepAlivePong.encode(sequence, out));
            }
            ConsoleMessage::Pong | ConsoleMessage::Heartbeat => {}
            ConsoleMessage::ResetResponse => {
                if !self.bus.reset_acknowledged() {
                    return Err(out_of_place(&message, "without a reset"));
                }
            }
            ConsoleMessage::CommandEnd(end) => self.bus.end(now, &end)?,
            ConsoleMessage::Data(data) => self.bus.data(now, &data)?,
            ConsoleMessage::GetData(get) => {
                if let Some(data) = self.bus.get_data(&get)? {
                    let sequence = self.sequence;
                    self.sequence = sequence.next();
                    DataFromHost { data }.encode(sequence, &mut self.out);
                }
            }
            ConsoleMessage::End => {
                self.send(|sequence, out| EndIderReply.encode(sequence, out));
                self.pc.disable(now);
                self.program = None;
                self.state = State::Ended;
            }
            ConsoleMessage::Start(_) => {
                return Err(out_of_place(&message, "a second time"));
            }
        }
        Ok(())
    }

    fn features(&mut self, now: Instant, features: DisableEnableFeatures) {
        let (request, value) = match features.request {
            FeatureRequest::GetSupported => (DisableEnableFeatures::GET_SUPPORTED, 1),
            FeatureRequest::GetRegisterState => {
                if let State::Open { padded, .. } = &mut self.state {
                    *padded = true;
                }
                (DisableEnableFeatures::GET_REGISTER_STATE, 2)
            }
            FeatureRequest::SetRegisterState { enabled, start } => {
                let accepted = match (enabled, start) {
                    (true, Some(start)) => self.pc.enable(now, start),
                    (true, None) => false,
                    (false, _) => {
                        self.pc.disable(now);
                        true
                    }
                };
                let value = u32::from(accepted);
                (DisableEnableFeatures::SET_REGISTER_STATE, value)
            }
        };
        let reply = DisableEnableFeaturesReply { request, value };
        self.send(|sequence, out| reply.encode(sequence, out));
    }

    /// Lets the PC do what it can do now, and sends what it asks of the drives.
    fn work(&mut self, now: Instant) {
        if !matches!(self.state, State::Open { .. }) {
            return;
        }
        if self.pc.resets() != self.resets {
            self.resets = self.pc.resets();
            self.reset_bus(now);
        }
        loop {
            if self.program.is_none() {
                while self.bus.take_outcome().is_some() {} // Of a program that is gone.
                self.program = self.pc.next_program(now);
            }
            let Some(program) = &mut self.program else {
                break;
            };
            match program.advance(now, &mut self.bus) {
                Progress::Running => break,
                Progress::Idle => match self.pc.next_program(now) {
                    Some(next) => self.program = Some(next),
                    None => break,
                },
                Progress::Done(report) => {
                    self.program = None;
                    self.pc.done(now, report, &self.bus);
                }
            }
        }
        while let Some(command) = self.bus.poll_send(now) {
            self.send(|sequence, out| command.message().encode(sequence, out));
        }
        self.pc.observe(now, &self.bus);
    }

    /// The PC was reset, or gave up on a command.
    fn reset_bus(&mut self, now: Instant) {
        self.program = None;
        self.bus.reset(now);
        self.send(|sequence, out| ResetOccured { mask: 3 }.encode(sequence, out));
    }

    /// One message from the front of `input`.
    fn take_message(&mut self, now: Instant, input: &[u8]) -> Result<usize, IderError> {
        if let State::Open { padded, .. } = &mut self.state
            && *padded
        {
            match input.first() {
                // No message starts with 00: these are the four bytes too many.
                Some(0) if input.len() < 4 => return Ok(0),
                Some(0) => {
                    *padded = false;
                    return Ok(4);
                }
                _ => *padded = false,
            }
        }
        let mut r = Reader::new(input);
        let (header, message) = match ConsoleMessage::decode(&mut r) {
            Ok(decoded) => decoded,
            Err(WireError::Incomplete) => return Ok(0),
            Err(error) => return Err(error.into()),
        };
        let (expected, got) = (self.expected, header.sequence);
        if expected != got {
            return Err(IderError::Sequence { expected, got });
        }
        self.expected = expected.next();
        self.heard = now;
        self.step(now, message)?;
        self.work(now);
        Ok(input.len() - r.remaining())
    }

    fn fail<T>(&mut self, now: Instant, error: IderError) -> Result<T, IderError> {
        self.close(now, &error.to_string());
        Err(error)
    }

    fn close(&mut self, now: Instant, reason: &str) {
        self.state = State::Closed;
        self.program = None;
        self.pc.disable(now);
        self.pc.close(now, reason);
    }

    /// Deadlines: silence, sign of life, command.
    fn deadlines(&self) -> [Option<Instant>; 3] {
        let (rx_timeout, heartbeat) = match self.state {
            State::Idle | State::Ended => return [Some(self.heard + OPEN_TIMEOUT), None, None],
            State::Open {
                rx_timeout,
                heartbeat,
                ..
            } => (rx_timeout, heartbeat),
            State::Closed => return [None; 3],
        };
        let interval = if heartbeat.is_zero() {
            PING_INTERVAL
        } else {
            heartbeat
        };
        [
            (!rx_timeout.is_zero()).then(|| self.heard + rx_timeout),
            Some(self.beat + interval),
            self.bus.waiting_since().map(|at| at + COMMAND_TIMEOUT),
        ]
    }
}

impl<P: Pc> Machine for Ider<P> {
    type Command = Nudge;
    type Event = Infallible;
    type Error = IderError;

    fn handle_input(&mut self, now: Instant, input: &[u8]) -> Result<usize, IderError> {
        self.take_message(now, input)
            .or_else(|error| self.fail(now, error))
    }

    fn handle_end(&mut self, now: Instant) -> Result<(), IderError> {
        let reason = match self.state {
            State::Ended => "closed by the console".to_owned(),
            _ => IderError::Gone.to_string(),
        };
        self.close(now, &reason);
        Ok(())
    }

    fn handle_command(&mut self, now: Instant, _: Nudge) -> Result<(), IderError> {
        if matches!(self.state, State::Open { .. }) && self.pc.is_ended() {
            self.send(|sequence, out| EndIderReply.encode(sequence, out));
            return self.fail(now, IderError::Ended);
        }
        self.work(now);
        Ok(())
    }

    fn handle_timeout(&mut self, now: Instant) -> Result<(), IderError> {
        let [silence, beat, command] = self.deadlines();
        let due = |at: Option<Instant>| at.is_some_and(|at| at <= now);
        if due(silence) {
            let silent = now.saturating_duration_since(self.heard);
            return self.fail(now, IderError::Silent(silent));
        }
        if due(beat) {
            self.beat = now;
            match self.state {
                State::Open { heartbeat, .. } if heartbeat.is_zero() => {
                    self.send(|sequence, out| KeepAlivePing.encode(sequence, out));
                }
                _ => self.send(|sequence, out| Heartbeat.encode(sequence, out)),
            }
        }
        if due(command) {
            self.reset_bus(now);
        }
        self.work(now);
        Ok(())
    }

    fn drain_output(&mut self, out: &mut Vec<u8>) {
        out.append(&mut self.out);
    }

    fn poll_event(&mut self) -> Option<Infallible> {
        None
    }

    fn poll_timeout(&self) -> Option<Instant> {
        if self.state == State::Closed {
            return None;
        }
        let program = self
            .program
            .as_ref()
            .and_then(|program| program.poll_timeout());
        let others = [program, self.pc.poll_timeout()];
        self.deadlines().into_iter().chain(others).flatten().min()
    }

    fn is_finished(&self) -> bool {
        self.state == State::Closed
    }
}

fn out_of_place(message: &ConsoleMessage<'_>, place: &'static str) -> IderError {
    let got = message.code();
    IderError::Order { got, place }
}
