//! The client's side of a KVM stream, from the greeting to the end.

use std::time::{Duration, Instant};

use super::error::KvmError;
use super::event::{Counters, KvmCommand, KvmEvent};
use super::handshake::{Handshake, Next, printable};
use super::live::{Live, Outbox};
use super::messages::extension::ClientExtension;
use super::messages::{KeyEvent, PointerEvent, ServerInit, SetEncodings, SetPixelFormat};
use super::options::{KvmOptions, PictureSwitches};
use crate::proto::Machine;
use crate::screen::{Cursor, Damage, Framebuffer};
use crate::wire::{Reader, WireError};

/// The client's machine for one KVM stream.
///
/// Owns the framebuffer it decodes into; rectangles appear there as they arrive. See [`Machine`]
/// for how it is driven.
#[derive(Debug)]
pub struct KvmChannel {
    options: KvmOptions,
    state: State,
    /// When the latest message of the handshake was sent.
    asked_at: Instant,
    round_trip: Option<Duration>,
    outbox: Outbox,
}

/// Where the channel is.
#[derive(Debug)]
enum State {
    /// Before the stream is open.
    Handshake(Handshake),
    /// The screen is described.
    Open(Box<Live>),
    /// Closed as asked.
    Finished,
    /// Closed by an error.
    Failed,
}

impl KvmChannel {
    /// A channel at the start of its stream; what it has to say first can be drained at once.
    #[must_use]
    pub fn new(now: Instant, options: KvmOptions) -> Self {
        let mut outbox = Outbox::default();
        let handshake = Handshake::new(options.transport, &mut outbox.out);
        Self {
            options,
            state: State::Handshake(handshake),
            asked_at: now,
            round_trip: None,
            outbox,
        }
    }

    /// The picture, once the screen is described.
    #[must_use]
    pub fn framebuffer(&self) -> Option<&Framebuffer> {
        match &self.state {
            State::Open(live) => Some(live.framebuffer()),
            _ => None,
        }
    }

    /// What changed in the picture since the owner last cleared it.
    pub const fn damage_mut(&mut self) -> &mut Damage {
        &mut self.outbox.damage
    }

    /// Picture and damage together, for handing over to a mailbox.
    pub fn picture_mut(&mut self) -> Option<(&Framebuffer, &mut Damage)> {
        match &self.state {
            State::Open(live) => Some((live.framebuffer(), &mut self.outbox.damage)),
            _ => None,
        }
    }

    /// Shape of the remote pointer, if the server has told one.
    #[must_use]
    pub fn cursor(&self) -> Option<&Cursor> {
        match &self.state {
            State::Open(live) => live.cursor(),
            _ => None,
        }
    }

    /// Figures since the channel was made.
    #[must_use]
    pub const fn counters(&self) -> Counters {
        self.outbox.counters
    }

    /// The shortest answer of the handshake: the way to the device and back, and little more.
    #[must_use]
    pub const fn round_trip(&self) -> Option<Duration> {
        self.round_trip
    }

    /// Reads one unit and acts on it.
    fn step(&mut self, now: Instant, r: &mut Reader<'_>) -> Result<(), KvmError> {
        match &mut self.state {
            State::Handshake(handshake) => {
                let next = handshake.handle(&self.options, r, &mut self.outbox.out)?;
                let took = now.saturating_duration_since(self.asked_at);
                self.round_trip = Some(self.round_trip.map_or(took, |least| least.min(took)));
                self.asked_at = now;
                match next {
                    Next::Handshake => {}
                    Next::StartTls => self.outbox.report(KvmEvent::StartTls),
                    Next::Screen(init) => {
                        let live = self.open(now, &init)?;
                        self.state = State::Open(Box::new(live));
                    }
                }
                Ok(())
            }
            State::Open(live) => live.step(now, &self.options, &mut self.outbox, r),
            State::Finished | State::Failed => Err(KvmError::AlreadyClosed),
        }
    }

    /// Says what we want and asks for the first picture.
    fn open(&mut self, now: Instant, init: &ServerInit<'_>) -> Result<Live, KvmError> {
        let (width, height) = (init.width, init.height);
        self.options.adapt_to(init.name);
        let format = self.options.format_for(width, height);
        let framebuffer = Framebuffer::new(width, height, format)?;
        self.outbox.damage.add(framebuffer.bounds());
        self.outbox.report(KvmEvent::Ready {
            width,
            height,
            format,
            name: printable(init.name),
        });
        let out = &mut self.outbox.out;
        SetEncodings::encode_list(&self.options.encodings(), out);
        // Always: some firmware starts with what an earlier session left (§ 5.3, observed).
        let format = format.into();
        SetPixelFormat { format }.encode(out);
        let PictureSwitches { zlib, decimation } = self.options.switches;
        let zlib = zlib.map(ClientExtension::SetZlib);
        let decimation = decimation.map(ClientExtension::SetDecimation);
        for command in decimation.into_iter().chain(zlib) {
            command.encode(out);
        }
        let round_trip = self.round_trip;
        let outbox = &mut self.outbox;
        Ok(Live::new(
            now,
            framebuffer,
            round_trip,
            &self.options,
            outbox,
        ))
    }

    /// Closes for good and passes the reason on.
    fn fail<T>(&mut self, error: KvmError) -> Result<T, KvmError> {
        self.state = State::Failed;
        Err(error)
    }
}

impl Machine for KvmChannel {
    type Command = KvmCommand;
    type Event = KvmEvent;
    type Error = KvmError;

    fn handle_input(&mut self, now: Instant, input: &[u8]) -> Result<usize, KvmError> {
        let mut r = Reader::new(input);
        // Stops at each full set of events, so that their number stays bounded; the driver calls
        // again.
        while self.outbox.events.len() < EVENTS_AT_ONCE {
            let mut ahead = r;
            match self.step(now, &mut ahead) {
                Ok(()) => {
                    self.outbox.counters.bytes += (r.remaining() - ahead.remaining()) as u64;
                    r = ahead;
                }
                Err(KvmError::Wire(WireError::Incomplete)) => break,
                Err(error) => return self.fail(error),
            }
        }
        if let State::Open(live) = &mut self.state {
            live.heard(now, r.remaining() > 0);
        }
        Ok(input.len() - r.remaining())
    }

    fn handle_end(&mut self, _now: Instant) -> Result<(), KvmError> {
        match &self.state {
            State::Handshake(handshake) => {
                let step = handshake.step();
                self.fail(KvmError::ClosedInHandshake { step })
            }
            State::Open(live) => {
                let error = live.end();
                self.fail(error)
            }
            State::Finished => Ok(()),
            State::Failed => Err(KvmError::AlreadyClosed),
        }
    }

    fn handle_command(&mut self, now: Instant, command: KvmCommand) -> Result<(), KvmError> {
        let outbox = &mut self.outbox;
        match (&mut self.state, command) {
            (State::Failed, _) => {}
            (_, KvmCommand::Close) => self.state = State::Finished,
            (
                state,
                KvmCommand::SetFormat {
                    format,
                    reduce_to_fit,
                },
            ) => {
                self.options.format = format;
                self.options.reduce_to_fit = reduce_to_fit;
                if let State::Open(live) = state {
                    let (width, height) = (live.framebuffer().width(), live.framebuffer().height());
                    live.set_format(now, self.options.format_for(width, height), outbox);
                }
            }
            (state, KvmCommand::SetEncoding(encoding)) => {
                self.options.encoding = encoding;
                if let State::Open(_) = state {
                    SetEncodings::encode_list(&self.options.encodings(), &mut outbox.out);
                }
            }
            (State::Open(live), KvmCommand::Key { keysym, down }) => {
                KeyEvent { down, keysym }.encode(&mut outbox.out);
                live.used(now, &self.options, None);
            }
            (State::Open(live), KvmCommand::Pointer { x, y, buttons }) => {
                let screen = live.framebuffer();
                let x = x.min(screen.width().saturating_sub(1));
                let y = y.min(screen.height().saturating_sub(1));
                let event = PointerEvent { buttons, x, y };
                event.encode(&mut outbox.out);
                live.used(now, &self.options, Some(event));
            }
            (State::Open(_), KvmCommand::SetZlib(on)) => {
                ClientExtension::SetZlib(on).encode(&mut outbox.out);
            }
            (State::Open(_), KvmCommand::SetDecimation(mode)) => {
                ClientExtension::SetDecimation(mode).encode(&mut outbox.out);
            }
            (State::Open(live), KvmCommand::Refresh) => live.refresh(now, outbox),
            (State::Handshake(handshake), KvmCommand::TlsStarted) => {
                handshake.tls_started(&self.options, &mut outbox.out);
                self.asked_at = now;
            }
            (State::Open(_), KvmCommand::TlsStarted)
            | (State::Handshake(_) | State::Finished, _) => {}
        }
        Ok(())
    }

    fn handle_timeout(&mut self, now: Instant) -> Result<(), KvmError> {
        match &mut self.state {
            State::Handshake(handshake) if self.asked_at + self.options.step_timeout <= now => {
                let step = handshake.step();
                self.fail(KvmError::HandshakeTimeout { step })
            }
            State::Open(live) => {
                let result = live.handle_timeout(now, &self.options, &mut self.outbox);
                result.or_else(|error| self.fail(error))
            }
            State::Handshake(_) | State::Finished | State::Failed => Ok(()),
        }
    }

    fn drain_output(&mut self, out: &mut Vec<u8>) {
        out.append(&mut self.outbox.out);
    }

    fn poll_event(&mut self) -> Option<KvmEvent> {
        self.outbox.events.pop_front()
    }

    fn poll_timeout(&self) -> Option<Instant> {
        match &self.state {
            State::Handshake(_) => Some(self.asked_at + self.options.step_timeout),
            State::Open(live) => live.deadline(),
            State::Finished | State::Failed => None,
        }
    }

    fn is_finished(&self) -> bool {
        matches!(self.state, State::Finished)
    }
}

/// Events handed over at once.
const EVENTS_AT_ONCE: usize = 64;
