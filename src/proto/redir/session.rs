//! A redirection connection as a whole: start, login, then exactly one channel.

use std::collections::VecDeque;
use std::time::Instant;

use super::handshake::{Handshake, HandshakeError, HandshakeEvent, HandshakeOptions};
use super::messages::FirmwareVersion;
use crate::proto::Machine;

/// Makes the channel once the login is granted.
pub type MakeChannel<C> = Box<dyn FnOnce(Instant, FirmwareVersion) -> C + Send>;

/// What a redirection session reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RedirEvent<E> {
    /// The device accepted the session and asks for a login.
    Started(FirmwareVersion),
    /// The login is granted; the channel begins.
    LoggedIn,
    /// The channel reports.
    Channel(E),
}

/// Why a redirection session closed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RedirError<E: std::error::Error + 'static> {
    /// Before the channel began.
    #[error(transparent)]
    Handshake(#[from] HandshakeError),
    /// In the channel.
    #[error(transparent)]
    Channel(E),
}

/// The console's side of one redirection connection.
///
/// Commands before the login are ignored, as the channel does not exist yet; whoever wants to end
/// the session then simply closes the connection. What ends a channel in order is the channel's
/// own business: SOL and IDER have messages for it and `EndRedirectionSession` behind them, a KVM
/// stream has no word for it (`docs/protocol/redirection.md` § 1.3, observed).
pub struct RedirSession<C> {
    /// INVARIANT: `opening` or `channel` is there, never both.
    opening: Option<Opening<C>>,
    channel: Option<C>,
    /// What the handshake reported and nobody has taken yet.
    events: VecDeque<HandshakeEvent>,
}

/// Everything that is dropped when the login is granted, the password first of all.
struct Opening<C> {
    handshake: Handshake,
    firmware: FirmwareVersion,
    make: MakeChannel<C>,
}

impl<C: Machine> RedirSession<C> {
    /// A session at its beginning; `make` is called when the login is granted.
    pub fn new(
        now: Instant,
        options: HandshakeOptions,
        make: impl FnOnce(Instant, FirmwareVersion) -> C + Send + 'static,
    ) -> Self {
        Self {
            opening: Some(Opening {
                handshake: Handshake::new(now, options),
                firmware: FirmwareVersion::default(),
                make: Box::new(make),
            }),
            channel: None,
            events: VecDeque::new(),
        }
    }

    /// The channel, once the login is granted.
    pub const fn channel_mut(&mut self) -> Option<&mut C> {
        self.channel.as_mut()
    }

    /// Takes what the handshake reported; after its last report the channel begins.
    fn advance(&mut self, now: Instant) {
        let Some(opening) = &mut self.opening else {
            return;
        };
        while let Some(event) = opening.handshake.poll_event() {
            if let HandshakeEvent::Started(firmware) = event {
                opening.firmware = firmware;
            }
            self.events.push_back(event);
        }
        if opening.handshake.is_logged_in()
            && let Some(Opening { firmware, make, .. }) = self.opening.take()
        {
            self.channel = Some(make(now, firmware));
        }
    }
}

impl<C: Machine> Machine for RedirSession<C> {
    type Command = C::Command;
    type Event = RedirEvent<C::Event>;
    type Error = RedirError<C::Error>;

    fn handle_input(&mut self, now: Instant, input: &[u8]) -> Result<usize, Self::Error> {
        match (&mut self.opening, &mut self.channel) {
            (Some(opening), _) => {
                let used = opening.handshake.handle_input(now, input)?;
                self.advance(now);
                Ok(used)
            }
            (None, Some(channel)) => channel
                .handle_input(now, input)
                .map_err(RedirError::Channel),
            (None, None) => Err(HandshakeError::Over.into()),
        }
    }

    fn handle_end(&mut self, now: Instant) -> Result<(), Self::Error> {
        match (&mut self.opening, &mut self.channel) {
            (Some(opening), _) => Ok(opening.handshake.handle_end()?),
            (None, Some(channel)) => channel.handle_end(now).map_err(RedirError::Channel),
            (None, None) => Err(HandshakeError::Over.into()),
        }
    }

    fn handle_command(&mut self, now: Instant, command: Self::Command) -> Result<(), Self::Error> {
        self.channel.as_mut().map_or(Ok(()), |channel| {
            channel
                .handle_command(now, command)
                .map_err(RedirError::Channel)
        })
    }

    fn handle_timeout(&mut self, now: Instant) -> Result<(), Self::Error> {
        match (&mut self.opening, &mut self.channel) {
            (Some(opening), _) => Ok(opening.handshake.handle_timeout(now)?),
            (None, Some(channel)) => channel.handle_timeout(now).map_err(RedirError::Channel),
            (None, None) => Ok(()),
        }
    }

    fn drain_output(&mut self, out: &mut Vec<u8>) {
        if let Some(opening) = &mut self.opening {
            opening.handshake.drain_output(out);
        }
        if let Some(channel) = &mut self.channel {
            channel.drain_output(out);
        }
    }

    fn poll_event(&mut self) -> Option<Self::Event> {
        let event = self.events.pop_front().map(|event| match event {
            HandshakeEvent::Started(firmware) => RedirEvent::Started(firmware),
            HandshakeEvent::LoggedIn => RedirEvent::LoggedIn,
        });
        event.or_else(|| {
            let channel = self.channel.as_mut()?;
            channel.poll_event().map(RedirEvent::Channel)
        })
    }

    fn poll_timeout(&self) -> Option<Instant> {
        match (&self.opening, &self.channel) {
            (Some(opening), _) => opening.handshake.poll_timeout(),
            (None, Some(channel)) => channel.poll_timeout(),
            (None, None) => None,
        }
    }

    fn is_finished(&self) -> bool {
        self.channel.as_ref().is_some_and(Machine::is_finished)
    }
}
