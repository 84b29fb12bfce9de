//! The console's side of a storage session: open, show the drives, serve commands, end.
//!
//! The device has one command at a time, so what counts is the turnaround of each: constant
//! answers are put out at once, and all messages of a read are put out together, so that the
//! driver sends them with one system call. Blocks come from the owner, see [`Event::Read`].
//!
//! Source: `docs/protocol/redirection.md` § 6.

use std::time::{Duration, Instant};

use super::atapi::Medium;
use super::event::{Command, Event, IderError};
use super::messages::{
    DeviceMessage, DisableEnableFeatures, DisableEnableFeaturesReply, Drive, EndIder,
    FeatureRequest, Heartbeat, KeepAlivePing, KeepAlivePong, ResetOccuredResponse, Sequence, Start,
    StartIderRedirection, StartIderRedirectionReply,
};
use super::service::{Buffers, Outbox, Service};
use crate::proto::Machine;
use crate::proto::redir::messages::EndRedirectionSession;
use crate::wire::{Reader, WireError};

/// The console's side of one storage session. Create it when the login has succeeded, then call
/// [`open`](Self::open).
#[derive(Debug)]
pub struct IderChannel {
    settings: Settings,
    state: State,
    /// Number that the next message of the device must have.
    expected: Sequence,
    out: Outbox,
}

/// How a storage session is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// When the drives appear to the host.
    pub start: Start,
    /// The device gives up when it hears nothing for this long; 10 s to 65.5 s.
    pub rx_timeout: Duration,
    /// The device gives a sign of life this often, and counts as lost after twice the time.
    /// Zero: it gives none, and its silence means nothing.
    pub heartbeat: Duration,
    /// What lies in the floppy drive when the session opens.
    pub floppy: Option<Medium>,
    /// What lies in the CD drive when the session opens.
    pub cd: Option<Medium>,
}

impl Default for Settings {
    /// The times of the consoles in the field; empty drives that appear at the next reset.
    fn default() -> Self {
        Self {
            start: Start::NextReset,
            rx_timeout: Duration::from_secs(30),
            heartbeat: Duration::from_secs(20),
            floppy: None,
            cd: None,
        }
    }
}

/// How long each answer may take while the channel is being opened.
pub const REPLY_TIMEOUT: Duration = Duration::from_secs(20);
/// How long the answer to the end may take before the connection is simply closed.
pub const END_TIMEOUT: Duration = Duration::from_secs(2);

#[derive(Debug)]
enum State {
    /// Not opened yet.
    Idle,
    /// 0x40 is out.
    Starting { deadline: Instant },
    /// 0x41 was good.
    Open(Box<Link>),
    /// 0x42 is out.
    Ending { deadline: Instant },
    /// 0x12 is out, or the device went as expected.
    Finished,
    /// An error was reported.
    Closed,
}

/// What is true only while the channel is open.
#[derive(Debug)]
struct Link {
    service: Service,
    /// 0x48 is out and must be answered by then.
    features_by: Option<Instant>,
    last_sent: Instant,
    last_received: Instant,
    /// A ping asks the silent device whether it is there.
    pinged: bool,
}

/// The deadlines of an open channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Timer {
    Features,
    Heartbeat,
    Ping,
    Silence,
}

impl IderChannel {
    /// A channel that is not open yet.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            state: State::Idle,
            expected: Sequence::default(),
            out: Outbox::default(),
        }
    }

    /// Asks the device to open storage redirection. [`Event::Opened`] and then
    /// [`Event::Enabled`], or an error, follow.
    pub fn open(&mut self, now: Instant) {
        if matches!(self.state, State::Idle) {
            let millis = |time: Duration| u16::try_from(time.as_millis()).unwrap_or(u16::MAX);
            let start = StartIderRedirection {
                rx_timeout_ms: millis(self.settings.rx_timeout),
                tx_timeout_ms: 0,
                heartbeat_ms: millis(self.settings.heartbeat),
                version: 1,
            };
            self.out.send(|sequence, out| start.encode(sequence, out));
            self.state = State::Starting {
                deadline: now + REPLY_TIMEOUT,
            };
        }
    }

    fn step(&mut self, now: Instant, message: DeviceMessage<'_>) -> Result<(), IderError> {
        let out = &mut self.out;
        match (&mut self.state, message) {
            (State::Starting { .. }, DeviceMessage::StartReply(reply)) => {
                let service = self.settings.accept(reply)?;
                let firmware = reply.firmware;
                out.events.push_back(Event::Opened { firmware });
                let mut link = Link::new(now, service);
                link.enable(now, self.settings.start, out);
                self.state = State::Open(Box::new(link));
            }
            (State::Open(link), message) => link.serve(now, message, out)?,
            (State::Ending { .. }, DeviceMessage::EndReply) => self.finish(),
            // Whatever else was on its way when the end was asked for.
            (State::Ending { .. }, _) => {}
            (State::Starting { .. }, other) => {
                return Err(IderError::Unexpected {
                    state: "before the channel is open",
                    got: other.code(),
                });
            }
            (State::Idle | State::Finished | State::Closed, _) => return Err(IderError::Closed),
        }
        Ok(())
    }

    /// One message from the front of `input`.
    fn take_message(&mut self, now: Instant, input: &[u8]) -> Result<usize, IderError> {
        if let State::Idle | State::Finished | State::Closed = self.state {
            return Err(IderError::Closed);
        }
        let mut r = Reader::new(input);
        let (header, message) = match DeviceMessage::decode(&mut r) {
            Ok(decoded) => decoded,
            Err(WireError::Incomplete) => return Ok(0),
            Err(error) => return Err(error.into()),
        };
        if header.sequence != self.expected {
            return Err(IderError::Sequence {
                expected: self.expected,
                got: header.sequence,
            });
        }
        self.expected = self.expected.next();
        self.step(now, message)?;
        Ok(input.len() - r.remaining())
    }

    fn finish(&mut self) {
        EndRedirectionSession.encode(&mut self.out.bytes);
        self.state = State::Finished;
    }

    fn fail<T>(&mut self, error: IderError) -> Result<T, IderError> {
        self.state = State::Closed; // Nothing after a bad message can be trusted.
        Err(error)
    }

    /// Runs `act` and notes whether something was put out, which counts as a sign of life.
    fn noting_output<T>(&mut self, now: Instant, act: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.out.bytes.len();
        let result = act(self);
        if self.out.bytes.len() > before
            && let State::Open(link) = &mut self.state
        {
            link.last_sent = now;
        }
        result
    }

    /// All deadlines of an open channel.
    fn timers(&self) -> [Option<(Timer, Instant)>; 4] {
        let State::Open(link) = &self.state else {
            return [None; 4];
        };
        let Settings {
            rx_timeout,
            heartbeat,
            ..
        } = self.settings;
        let beats = !heartbeat.is_zero();
        [
            link.features_by.map(|at| (Timer::Features, at)),
            Some((Timer::Heartbeat, link.last_sent + rx_timeout / 3)),
            (beats && !link.pinged).then(|| (Timer::Ping, link.last_received + heartbeat * 3 / 2)),
            beats.then(|| (Timer::Silence, link.last_received + heartbeat * 2)),
        ]
    }
}

impl Machine for IderChannel {
    type Command = Command;
    type Event = Event;
    type Error = IderError;

    fn handle_input(&mut self, now: Instant, input: &[u8]) -> Result<usize, IderError> {
        self.noting_output(now, |channel| {
            let result = channel.take_message(now, input);
            result.or_else(|error| channel.fail(error))
        })
    }

    fn handle_end(&mut self, _now: Instant) -> Result<(), IderError> {
        match self.state {
            State::Ending { .. } | State::Finished => {
                self.state = State::Finished;
                Ok(())
            }
            State::Closed => Err(IderError::Closed),
            State::Idle | State::Starting { .. } | State::Open(_) => {
                self.fail(IderError::Disconnected)
            }
        }
    }

    fn handle_command(&mut self, now: Instant, command: Command) -> Result<(), IderError> {
        self.noting_output(now, |channel| {
            let out = &mut channel.out;
            match (&mut channel.state, command) {
                (State::Open(link), Command::BlocksReady { ticket, blocks }) => {
                    link.service.blocks(ticket, blocks, out);
                }
                (State::Open(link), Command::Written { ticket, result }) => {
                    link.service.written(ticket, result, out);
                }
                (State::Open(link), Command::Insert { drive, medium }) => {
                    link.service.insert(drive, medium, out);
                }
                (State::Open(link), Command::Eject { drive }) => link.service.eject(drive, out),
                (State::Open(link), Command::Enable(start)) => link.enable(now, start, out),
                (State::Open(_), Command::Close) => {
                    out.send(|sequence, bytes| EndIder.encode(sequence, bytes));
                    channel.state = State::Ending {
                        deadline: now + END_TIMEOUT,
                    };
                }
                (State::Idle | State::Starting { .. }, Command::Close) => channel.finish(),
                // Before the session is open the media are part of how it will be opened.
                (State::Idle | State::Starting { .. }, Command::Insert { drive, medium }) => {
                    channel.settings.set_medium(drive, Some(medium));
                }
                (State::Idle | State::Starting { .. }, Command::Eject { drive }) => {
                    channel.settings.set_medium(drive, None);
                }
                _ => {}
            }
        });
        Ok(())
    }

    fn handle_timeout(&mut self, now: Instant) -> Result<(), IderError> {
        match self.state {
            State::Starting { deadline } if deadline <= now => {
                return self.fail(IderError::NoReply);
            }
            State::Ending { deadline } if deadline <= now => self.finish(),
            _ => {}
        }
        for (timer, at) in self.timers().into_iter().flatten() {
            if at > now {
                continue;
            }
            match (timer, &mut self.state) {
                (Timer::Features, State::Open(_)) => return self.fail(IderError::NoReply),
                (Timer::Silence, State::Open(link)) => {
                    let silent = now.duration_since(link.last_received);
                    return self.fail(IderError::Silent(silent));
                }
                (Timer::Heartbeat, State::Open(link)) => {
                    link.last_sent = now;
                    self.out
                        .send(|sequence, bytes| Heartbeat.encode(sequence, bytes));
                }
                (Timer::Ping, State::Open(link)) => {
                    link.pinged = true;
                    link.last_sent = now;
                    self.out
                        .send(|sequence, bytes| KeepAlivePing.encode(sequence, bytes));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn drain_output(&mut self, out: &mut Vec<u8>) {
        if out.is_empty() {
            std::mem::swap(out, &mut self.out.bytes); // No copy in the common case.
        } else {
            out.append(&mut self.out.bytes);
        }
    }

    fn poll_event(&mut self) -> Option<Event> {
        self.out.events.pop_front()
    }

    fn poll_timeout(&self) -> Option<Instant> {
        match self.state {
            State::Starting { deadline } | State::Ending { deadline } => Some(deadline),
            State::Open(_) => self.timers().into_iter().flatten().map(|(_, at)| at).min(),
            State::Idle | State::Finished | State::Closed => None,
        }
    }

    fn is_finished(&self) -> bool {
        matches!(self.state, State::Finished)
    }
}

impl Settings {
    /// Checks what the device announces.
    fn accept(&self, reply: StartIderRedirectionReply) -> Result<Service, IderError> {
        if reply.status != 0 {
            return Err(IderError::Refused(reply.status));
        }
        if reply.features != 0 {
            return Err(IderError::UnknownFeatures(reply.features));
        }
        let (read, write) = (reply.read_buffer, reply.write_buffer);
        let buffers = Buffers::new(read, write).ok_or(IderError::BufferSize { read, write })?;
        Ok(Service::new(self.floppy, self.cd, buffers))
    }

    const fn set_medium(&mut self, drive: Drive, medium: Option<Medium>) {
        match drive {
            Drive::Floppy => self.floppy = medium,
            Drive::Cd => self.cd = medium,
        }
    }
}

impl Link {
    const fn new(now: Instant, service: Service) -> Self {
        Self {
            service,
            features_by: None,
            last_sent: now,
            last_received: now,
            pinged: false,
        }
    }

    /// Asks the device to show the drives.
    fn enable(&mut self, now: Instant, start: Start, out: &mut Outbox) {
        let request = FeatureRequest::SetRegisterState {
            enabled: true,
            start: Some(start),
        };
        out.send(|sequence, bytes| DisableEnableFeatures { request }.encode(sequence, bytes));
        self.features_by = Some(now + REPLY_TIMEOUT);
    }

    fn serve(
        &mut self,
        now: Instant,
        message: DeviceMessage<'_>,
        out: &mut Outbox,
    ) -> Result<(), IderError> {
        self.last_received = now;
        self.pinged = false;
        match message {
            DeviceMessage::FeaturesReply(reply) => {
                // Answers to questions that were never asked mean nothing.
                if reply.request == DisableEnableFeatures::SET_REGISTER_STATE
                    && self.features_by.take().is_some()
                {
                    out.events.push_back(match reply.value {
                        DisableEnableFeaturesReply::ACCEPTED => Event::Enabled,
                        _ => Event::Rejected,
                    });
                }
            }
            DeviceMessage::Ping => {
                out.send(|sequence, bytes| KeepAlivePong.encode(sequence, bytes));
            }
            DeviceMessage::Pong | DeviceMessage::Heartbeat => {}
            DeviceMessage::Reset(_) => {
                self.service.reset(out);
                out.send(|sequence, bytes| ResetOccuredResponse.encode(sequence, bytes));
                out.events.push_back(Event::Reset);
            }
            DeviceMessage::Error(error) => {
                out.events
                    .push_back(Event::DeviceError { code: error.code });
                self.service.give_up(out);
            }
            DeviceMessage::Command(command) => {
                // A command before the answer to 0x48 says as much as that answer.
                if self.features_by.take().is_some() {
                    out.events.push_back(Event::Enabled);
                }
                self.service.command(command, out)?;
            }
            DeviceMessage::Data(data) => self.service.data(data.data, out)?,
            DeviceMessage::EndReply => {
                EndRedirectionSession.encode(&mut out.bytes);
                return Err(IderError::EndedByDevice);
            }
            DeviceMessage::StartReply(_) => {
                return Err(IderError::Unexpected {
                    state: "while the channel is open",
                    got: message.code(),
                });
            }
        }
        Ok(())
    }
}
