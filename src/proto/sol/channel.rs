//! The console's side of a serial session: open, data both ways, signs of life, end.
//!
//! There is no acknowledgement and no window on this protocol. What protects a slow PC is the
//! pace of [`Command::Paste`], which also waits while the host's RTS line is down; single keys
//! ([`Command::Send`]) always go at once, because one of them may be the Ctrl+C that ends the
//! trouble.
//!
//! Source: `docs/protocol/redirection.md` § 4.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::event::{Command, Event, SolError};
use super::messages::{
    Control, ControlsFromHost, ControlsToHost, DataToHost, EndSolRedirection, FromDevice,
    Heartbeat, KeepAlivePing, PortStatus, Settings, StartSolRedirection, StartStatus,
};
use super::paste::{Pace, Paste, PasteEnd};
use crate::limits;
use crate::proto::Machine;
use crate::proto::redir::messages::EndRedirectionSession;
use crate::wire::{Reader, WireError};

/// The console's side of one serial session. Create it when the login has succeeded, then call
/// [`open`](Self::open).
#[derive(Debug)]
pub struct SolChannel {
    settings: Settings,
    pace: Pace,
    state: State,
    /// Number of the next message; the first one is 1, as consoles in the field count.
    sequence: u32,
    out: Vec<u8>,
    events: VecDeque<Event>,
}

/// How long the answer to the start may take: four heartbeats of the console that waits for
/// them (observed).
pub const REPLY_TIMEOUT: Duration = Duration::from_secs(20);
/// How long the answer to the end may take before the connection is simply closed.
pub const END_TIMEOUT: Duration = Duration::from_secs(2);
/// The console's sign of life is sent this long after its last message (observed).
pub const HEARTBEAT_INTERVAL: Duration = Duration::from_secs(2);
/// When a port that is open and says nothing deserves an explanation.
pub const QUIET_AFTER: Duration = Duration::from_secs(5);
/// Data of one message to the host: what the older consoles keep to, and firmware with it.
pub const MAX_DATA_BYTES: usize = 1000;
/// Signs of life sent back in one second. Two consoles that both echo would never stop.
const ECHOES_PER_SECOND: u32 = 8;

#[derive(Debug)]
enum State {
    /// Not opened yet.
    Idle,
    /// 0x20 is out.
    Starting { deadline: Instant },
    /// 0x21 was good.
    Open(Port),
    /// 0x22 is out.
    Ending { deadline: Instant },
    /// 0x12 is out, or the device went as expected.
    Finished,
    /// An error was reported.
    Closed,
}

/// What is true only while the port is open.
#[derive(Debug)]
struct Port {
    last_sent: Instant,
    last_received: Instant,
    /// The device has sent a heartbeat: from now on its silence means something.
    device_beats: bool,
    /// When to say that nothing was written; `None` once something was, or it has been said.
    quiet_at: Option<Instant>,
    controls: Option<(Control, PortStatus)>,
    /// RTS was up once, so that it being down means "wait" and not "no program uses it".
    rts_works: bool,
    echoes: u32,
    echoes_since: Instant,
    paste: Paste,
}

/// The deadlines of an open port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Timer {
    Heartbeat,
    Silence,
    Quiet,
    Paste,
}

impl SolChannel {
    /// A channel that is not open yet.
    #[must_use]
    pub const fn new(settings: Settings, pace: Pace) -> Self {
        Self {
            settings,
            pace,
            state: State::Idle,
            sequence: 1,
            out: Vec::new(),
            events: VecDeque::new(),
        }
    }

    /// Asks the device to open its port. [`Event::Opened`] or an error follows.
    pub fn open(&mut self, now: Instant) {
        if matches!(self.state, State::Idle) {
            let start = StartSolRedirection {
                sequence: self.next_sequence(),
                settings: self.settings,
            };
            start.encode(&mut self.out);
            self.state = State::Starting {
                deadline: now + REPLY_TIMEOUT,
            };
        }
    }

    const fn next_sequence(&mut self) -> u32 {
        let sequence = self.sequence;
        self.sequence = sequence.wrapping_add(1);
        sequence
    }

    fn step(&mut self, now: Instant, message: FromDevice<'_>) -> Result<(), SolError> {
        match (&mut self.state, message) {
            (State::Starting { .. }, FromDevice::StartReply(reply)) => {
                if reply.status != StartStatus::SUCCESS {
                    return Err(SolError::Refused(reply.status));
                }
                let sequence = self.next_sequence();
                ControlsToHost { sequence }.encode(&mut self.out);
                self.state = State::Open(Port::new(now));
                self.events.push_back(Event::Opened);
            }
            (State::Open(port), message) => {
                port.last_received = now;
                match message {
                    FromDevice::Data(data) => {
                        port.quiet_at = None;
                        push_data(&mut self.events, data.data);
                    }
                    FromDevice::Controls(controls) => {
                        port.take_controls(now, controls, &mut self.events);
                    }
                    FromDevice::Heartbeat(Heartbeat { sequence }) => {
                        port.device_beats = true;
                        if port.may_echo(now) {
                            Heartbeat { sequence }.encode(&mut self.out);
                        }
                    }
                    FromDevice::Ping(KeepAlivePing { sequence }) => {
                        if port.may_echo(now) {
                            KeepAlivePing { sequence }.encode(&mut self.out);
                        }
                    }
                    FromDevice::Pong(_) => {}
                    FromDevice::EndReply(_) => return Err(SolError::EndedByDevice),
                    other @ FromDevice::StartReply(_) => {
                        return Err(SolError::Unexpected {
                            state: "while the port is open",
                            got: other.first_byte(),
                        });
                    }
                }
            }
            (State::Ending { .. }, FromDevice::EndReply(_)) => {
                EndRedirectionSession.encode(&mut self.out);
                self.state = State::Finished;
            }
            (State::Ending { .. }, FromDevice::Data(data)) => {
                push_data(&mut self.events, data.data);
            }
            // Whatever else was on its way when the end was asked for.
            (State::Ending { .. }, _) => {}
            (State::Starting { .. }, other) => {
                return Err(SolError::Unexpected {
                    state: "before the port is open",
                    got: other.first_byte(),
                });
            }
            (State::Idle | State::Finished | State::Closed, _) => return Err(SolError::Closed),
        }
        Ok(())
    }

    /// Sends data at once, in messages of the customary size.
    fn send(&mut self, now: Instant, bytes: &[u8]) {
        for data in bytes.chunks(MAX_DATA_BYTES) {
            let sequence = self.next_sequence();
            // INVARIANT: `data` has at most `MAX_DATA_BYTES`, which fits the length field.
            let fits = DataToHost { sequence, data }.encode(&mut self.out).is_ok();
            debug_assert!(fits);
        }
        if let State::Open(port) = &mut self.state {
            port.last_sent = now;
        }
    }

    /// Sends the pieces of a paste that are due.
    fn paste(&mut self, now: Instant) {
        let mut pasted = false;
        while let State::Open(port) = &mut self.state
            && let Some(piece) = port.paste.take(now, self.pace)
        {
            self.send(now, &piece);
            pasted = true;
        }
        if pasted && let State::Open(port) = &mut self.state {
            self.events.push_back(port.pasting());
            if port.paste.is_done() {
                port.end_paste(PasteEnd::Done, &mut self.events);
            }
        }
    }

    fn fail<T>(&mut self, error: SolError) -> Result<T, SolError> {
        self.state = State::Closed; // Nothing after a bad message can be trusted.
        Err(error)
    }

    /// Console's heartbeat interval: the proven one, or a third of the device's patience.
    fn heartbeat_interval(&self) -> Duration {
        match self.settings.rx_timeout / 3 {
            Duration::ZERO => HEARTBEAT_INTERVAL,
            third => third.min(HEARTBEAT_INTERVAL),
        }
    }

    /// All deadlines of an open port.
    fn timers(&self) -> [Option<(Timer, Instant)>; 4] {
        let State::Open(port) = &self.state else {
            return [None; 4];
        };
        let patience = self.settings.heartbeat_interval * 2;
        [
            Some((Timer::Heartbeat, port.last_sent + self.heartbeat_interval())),
            (port.device_beats && !patience.is_zero())
                .then(|| (Timer::Silence, port.last_received + patience)),
            port.quiet_at.map(|at| (Timer::Quiet, at)),
            port.paste.next_at().map(|at| (Timer::Paste, at)),
        ]
    }
}

impl Machine for SolChannel {
    type Command = Command;
    type Event = Event;
    type Error = SolError;

    fn handle_input(&mut self, now: Instant, input: &[u8]) -> Result<usize, SolError> {
        let mut r = Reader::new(input);
        let mut used = 0;
        // As many messages as fill one event; the driver drains and calls again.
        while used < limits::SERIAL_DATA_BYTES {
            let message = match FromDevice::decode(&mut r) {
                Ok(message) => message,
                Err(WireError::Incomplete) => break,
                Err(error) => return self.fail(error.into()),
            };
            if let Err(error) = self.step(now, message) {
                return self.fail(error);
            }
            used = input.len() - r.remaining();
            if self.is_finished() {
                break;
            }
        }
        Ok(used)
    }

    fn handle_end(&mut self, _now: Instant) -> Result<(), SolError> {
        match self.state {
            State::Ending { .. } | State::Finished => {
                self.state = State::Finished;
                Ok(())
            }
            State::Closed => Err(SolError::Closed),
            State::Idle | State::Starting { .. } | State::Open(_) => {
                self.fail(SolError::Disconnected)
            }
        }
    }

    fn handle_command(&mut self, now: Instant, command: Command) -> Result<(), SolError> {
        match (&mut self.state, command) {
            (_, Command::SetPace(pace)) => self.pace = pace,
            (State::Open(_), Command::Send(bytes)) => self.send(now, bytes.expose()),
            (State::Open(port), Command::Paste(text)) => {
                let len = text.expose().len();
                if !port.paste.add(now, text) {
                    self.events.push_back(Event::PasteRefused { len });
                } else if port.paste.is_waiting() {
                    self.events.push_back(port.pasting());
                } else {
                    self.paste(now);
                }
            }
            (State::Open(port), Command::StopPaste) => {
                port.end_paste(PasteEnd::Stopped, &mut self.events);
            }
            (State::Open(_), Command::Break) => self.events.push_back(Event::BreakUnsupported),
            (State::Open(port), Command::Close) => {
                port.end_paste(PasteEnd::Stopped, &mut self.events);
                let sequence = self.next_sequence();
                EndSolRedirection { sequence }.encode(&mut self.out);
                self.state = State::Ending {
                    deadline: now + END_TIMEOUT,
                };
            }
            (State::Idle | State::Starting { .. }, Command::Close) => {
                EndRedirectionSession.encode(&mut self.out);
                self.state = State::Finished;
            }
            _ => {}
        }
        Ok(())
    }

    fn handle_timeout(&mut self, now: Instant) -> Result<(), SolError> {
        match self.state {
            State::Starting { deadline } if deadline <= now => {
                return self.fail(SolError::NoReply);
            }
            State::Ending { deadline } if deadline <= now => {
                EndRedirectionSession.encode(&mut self.out);
                self.state = State::Finished;
            }
            _ => {}
        }
        for (timer, at) in self.timers().into_iter().flatten() {
            if at > now {
                continue;
            }
            match (timer, &mut self.state) {
                (Timer::Silence, State::Open(port)) => {
                    let silent = now.duration_since(port.last_received);
                    return self.fail(SolError::Silent(silent));
                }
                (Timer::Heartbeat, State::Open(port)) => {
                    port.last_sent = now;
                    let sequence = self.next_sequence();
                    Heartbeat { sequence }.encode(&mut self.out);
                }
                (Timer::Quiet, State::Open(port)) => {
                    port.quiet_at = None;
                    self.events.push_back(Event::Quiet);
                }
                (Timer::Paste, _) => self.paste(now),
                _ => {}
            }
        }
        Ok(())
    }

    fn drain_output(&mut self, out: &mut Vec<u8>) {
        out.append(&mut self.out);
    }

    fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
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

impl Port {
    fn new(now: Instant) -> Self {
        Self {
            last_sent: now,
            last_received: now,
            device_beats: false,
            quiet_at: Some(now + QUIET_AFTER),
            controls: None,
            rts_works: false,
            echoes: 0,
            echoes_since: now,
            paste: Paste::new(now),
        }
    }

    fn take_controls(
        &mut self,
        now: Instant,
        controls: ControlsFromHost,
        events: &mut VecDeque<Event>,
    ) {
        let ControlsFromHost {
            control, status, ..
        } = controls;
        let before = self.controls.replace((control, status));
        let repeated = before == Some((control, status));
        if !repeated {
            events.push_back(Event::Controls { control, status });
        }
        // A bit reports an incident when it comes up; told twice without any change, it can
        // only be a second incident.
        let old = before.map_or(PortStatus::empty(), |(_, status)| status);
        let happened = |bit| status.contains(bit) && (repeated || !old.contains(bit));
        if happened(PortStatus::TRANSMIT_OVERFLOW) {
            events.push_back(Event::OutputLost);
        }
        if happened(PortStatus::RX_FLUSHED) {
            events.push_back(Event::InputLost);
            self.end_paste(PasteEnd::InputLost, events);
        }
        if old.contains(PortStatus::POWER_ON) && !status.contains(PortStatus::POWER_ON) {
            self.end_paste(PasteEnd::PowerOff, events);
        }
        let rts = control.contains(Control::RTS);
        self.rts_works |= rts;
        if self.paste.set_waiting(now, self.rts_works && !rts) {
            events.push_back(self.pasting());
        }
    }

    fn pasting(&self) -> Event {
        let (sent, total) = self.paste.progress();
        Event::Pasting {
            sent,
            total,
            waiting: self.paste.is_waiting(),
        }
    }

    fn end_paste(&mut self, end: PasteEnd, events: &mut VecDeque<Event>) {
        if let Some((sent, total)) = self.paste.end() {
            events.push_back(Event::PasteEnded { sent, total, end });
        }
    }

    /// Counts one echo; false once too many were sent within a second.
    fn may_echo(&mut self, now: Instant) -> bool {
        if now.duration_since(self.echoes_since) >= Duration::from_secs(1) {
            self.echoes_since = now;
            self.echoes = 0;
        }
        self.echoes += 1;
        let may = self.echoes <= ECHOES_PER_SECOND;
        if may {
            self.last_sent = now;
        }
        may
    }
}

/// Appends to the newest event if that is data and not full, so that a flood of small messages
/// costs few events.
fn push_data(events: &mut VecDeque<Event>, data: &[u8]) {
    if let Some(Event::Data(last)) = events.back_mut()
        && last.len() + data.len() <= limits::SERIAL_DATA_BYTES
    {
        last.extend_from_slice(data);
    } else if !data.is_empty() {
        events.push_back(Event::Data(data.to_vec()));
    }
}
