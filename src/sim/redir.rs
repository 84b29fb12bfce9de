//! The firmware's side of a redirection connection: start, login, then one channel.
//!
//! Order is strict, as firmware's is; what firmware does not look at is not looked at here
//! (`docs/protocol/redirection.md` § 7).
//! Source: `docs/protocol/redirection.md` § 1.3, § 2, § 3.

use core::net::IpAddr;
use std::convert::Infallible;
use std::time::{Duration, Instant};

use super::Nudge;
use super::device::SharedDevice;
use super::event::Method;
use super::firmware::audit_log::Origin;
use super::ider::{DevicePc, Ider, IderError};
use super::kvm::{Rfb, RfbError};
use super::lease::Lease;
use super::sol::{Sol, SolError};
use crate::proto::Machine;
use crate::proto::digest::{Answer, Challenge, Ha1, Login, Request};
use crate::proto::kvm::messages::{StartKvm, StartKvmReply};
use crate::proto::redir::messages::{
    AuthStatus, AuthType, AuthenticateSession, AuthenticateSessionReply, EndRedirectionSession,
    SessionType, StartRedirectionSession, StartRedirectionSessionReply, Status,
};
use crate::wire::{Reader, Secret, WireError};

/// Why a redirection connection is closed. The peer sees only that it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RedirError {
    /// Bytes that are no message.
    #[error("protocol violation: {0}")]
    Wire(#[from] WireError),
    /// A message that has no place here.
    #[error("message {got:#04x} {place}")]
    Order {
        /// First byte of the message.
        got: u8,
        /// Where the connection stood.
        place: &'static str,
    },
    /// User name or password is wrong.
    #[error("login refused")]
    Login,
    /// Somebody else opened a session of this kind first.
    #[error("another session is open")]
    Busy,
    /// The screen channel closed.
    #[error(transparent)]
    Screen(#[from] RfbError),
    /// The serial channel closed.
    #[error(transparent)]
    Serial(#[from] SolError),
    /// The storage channel closed.
    #[error(transparent)]
    Storage(#[from] IderError),
    /// Nobody logged in and opened a channel within [`SETUP_TIMEOUT`].
    #[error("no session was opened in time")]
    Slow,
    /// The device ended the session.
    #[error("ended by the device")]
    Ended,
    /// The console closed the connection before a session was open.
    #[error("the console closed the connection")]
    Gone,
}

/// One redirection connection.
pub struct Redirection {
    device: SharedDevice,
    /// Where the console is.
    address: Option<IpAddr>,
    /// Answer every start with this status.
    refusal: Option<Status>,
    state: State,
    /// Until when a channel has to be open.
    deadline: Instant,
    out: Vec<u8>,
}

enum State {
    /// Waiting for the start.
    Idle,
    /// Waiting for login.
    Started(SessionType, Option<Issued>),
    /// Logged in, waiting for the channel to be started.
    LoggedIn(SessionType, Lease),
    /// The screen: everything is RFB from here on.
    Screen(Box<Rfb>),
    /// The serial port.
    Serial(Box<Sol>),
    /// Lent disks.
    Storage(Box<Ider<DevicePc>>),
    /// Over.
    Closed,
}

/// A challenge that may be answered once.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Issued {
    auth_type: AuthType,
    nonce: [u8; 32],
}

impl Redirection {
    /// A fresh connection to `device`. With a `refusal` every start is answered with it.
    #[must_use]
    pub fn new(device: &SharedDevice, now: Instant, refusal: Option<Status>) -> Self {
        Self {
            device: device.clone(),
            address: None,
            refusal,
            state: State::Idle,
            deadline: now + SETUP_TIMEOUT,
            out: Vec::new(),
        }
    }

    /// The same, from a console at this address; the logs of the device name it.
    #[must_use]
    pub const fn from_address(mut self, address: IpAddr) -> Self {
        self.address = Some(address);
        self
    }

    /// Reads one message before a channel has taken over, and acts on it.
    fn step(&mut self, now: Instant, r: &mut Reader<'_>) -> Result<(), RedirError> {
        let got = r.u8()?;
        if got == EndRedirectionSession::TYPE {
            EndRedirectionSession::decode(r)?;
            self.close(now, "closed by the console");
            return Ok(());
        }
        match (&self.state, got) {
            (State::Idle, StartRedirectionSession::TYPE) => {
                let start = StartRedirectionSession::decode(r)?;
                self.start(start.map(|s| s.session_type).ok());
                Ok(())
            }
            (State::Started(kind, issued), AuthenticateSession::TYPE) => {
                let (kind, issued) = (*kind, issued.clone());
                let message = AuthenticateSession::decode(r)?;
                self.authenticate(now, kind, issued, message)
            }
            (State::LoggedIn(SessionType::Kvm, _), StartKvm::TYPE) => {
                StartKvm::decode(r)?;
                self.open_screen();
                Ok(())
            }
            (State::Idle, got) => out_of_place(got, "before the start"),
            (State::Started(..), got) => out_of_place(got, "before login"),
            (State::LoggedIn(..), got) => out_of_place(got, "for another kind of session"),
            (State::Screen(_) | State::Serial(_) | State::Storage(_) | State::Closed, got) => {
                out_of_place(got, "after the end")
            }
        }
    }

    /// Answers the start. `None`: a type that nobody knows.
    fn start(&mut self, kind: Option<SessionType>) {
        let device = self.device.lock();
        let profile = device.profile();
        let status = match kind {
            _ if self.refusal.is_some() => self.refusal.unwrap_or(Status::ERROR),
            None => Status::TYPE_UNKNOWN,
            Some(kind) => match device.firmware().may_start(kind) {
                Err(status) => status,
                Ok(()) => Status::SUCCESS,
            },
        };
        drop(device);
        let firmware = Some(profile.firmware());
        StartRedirectionSessionReply { status, firmware }.encode(&mut self.out);
        self.state = match kind {
            Some(kind) if status == Status::SUCCESS => State::Started(kind, None),
            _ => State::Closed,
        };
    }

    /// Handles one login message. `issued` is the challenge that waits for its answer.
    fn authenticate(
        &mut self,
        now: Instant,
        kind: SessionType,
        issued: Option<Issued>,
        message: AuthenticateSession<'_>,
    ) -> Result<(), RedirError> {
        let auth_type = message.auth_type;
        let methods = self.device.lock().profile().login_methods();
        if auth_type == AuthType::QUERY {
            let list: Vec<u8> = methods.iter().map(|m| m.0).collect();
            self.reply(AuthStatus::SUCCESS, auth_type, &list);
            return Ok(());
        }
        let method = Method::from_auth_type(auth_type).filter(|_| methods.contains(&auth_type));
        let Some(method) = method else {
            self.reply(AuthStatus::NOT_SUPPORTED, auth_type, &[]);
            return Ok(());
        };
        let (user, ok) = if method == Method::Password {
            let login = Login::decode(message.data).map_err(cut_short)?;
            (login.user, self.is_password(now, &login))
        } else {
            let answer = Answer::decode(auth_type, message.data).map_err(cut_short)?;
            if answer.is_challenge_request() {
                self.challenge(kind, auth_type);
                return Ok(());
            }
            let fresh = issued.filter(|i| i.auth_type == auth_type);
            (
                answer.user,
                self.is_proof(now, method, &answer, fresh.as_ref()),
            )
        };
        let user = String::from_utf8_lossy(user).into_owned();
        if !ok {
            if method == Method::Password {
                self.reply(AuthStatus::FAILURE, auth_type, &[]);
            } else {
                // A new challenge comes with the refusal, and the connection is closed behind it.
                self.challenge(kind, auth_type);
            }
            return Err(RedirError::Login);
        }
        let origin = Origin::account(&user, self.address);
        let lease = Lease::open(&self.device, now, kind, &origin).ok_or(RedirError::Busy)?;
        self.reply(AuthStatus::SUCCESS, auth_type, &[]);
        self.state = match kind {
            SessionType::Sol => State::Serial(Box::new(Sol::new(&self.device, lease))),
            SessionType::Ider => {
                let firmware = self.device.lock().profile().firmware();
                let pc = DevicePc::new(&self.device, lease);
                State::Storage(Box::new(Ider::new(now, firmware, pc)))
            }
            SessionType::Kvm => State::LoggedIn(kind, lease),
        };
        Ok(())
    }

    fn is_password(&self, now: Instant, login: &Login<'_>) -> bool {
        let mut device = self.device.lock();
        // Passwords are ASCII; another one cannot be right.
        let password = std::str::from_utf8(login.password).unwrap_or_default();
        let password = Secret::new(password.to_owned());
        let ha1 = Ha1::new(login.user, device.realm().as_bytes(), &password);
        let origin = Origin::account(&String::from_utf8_lossy(login.user), self.address);
        device.login(now, &origin, Method::Password, |known| *known == ha1)
    }

    /// `issued` is the challenge that this answers, if there is one.
    fn is_proof(
        &self,
        now: Instant,
        method: Method,
        answer: &Answer<'_>,
        issued: Option<&Issued>,
    ) -> bool {
        let mut device = self.device.lock();
        // The path enters the sum as a constant, so that what stands in its field is of no
        // concern, as with firmware; any nonce count will do that matches.
        let expected = Answer {
            uri: Request::REDIRECTION.uri,
            ..*answer
        };
        let sound = answer.realm == device.realm().as_bytes()
            && issued.is_some_and(|issued| answer.nonce == issued.nonce)
            && answer.qop.is_none_or(|qop| qop == b"auth");
        let origin = Origin::account(&String::from_utf8_lossy(answer.user), self.address);
        device.login(now, &origin, method, |ha1| {
            sound && answer.response == expected.expected_response(ha1)
        })
    }

    /// Sends a challenge, to unknown users too.
    fn challenge(&mut self, kind: SessionType, auth_type: AuthType) {
        let mut device = self.device.lock();
        // 32 printable characters.
        let nonce = device.random::<32>().map(|b| {
            let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
            alphabet.get(usize::from(b & 63)).copied().unwrap_or(b'A')
        });
        let challenge = Challenge {
            realm: device.realm().as_bytes(),
            nonce: &nonce,
            qop: (auth_type == AuthType::DIGEST_QOP).then_some(b"auth"),
        };
        let mut data = Vec::new();
        // All three fields fit into their length bytes by construction.
        if challenge.encode(&mut data).is_err() {
            data.clear();
        }
        drop(device);
        self.reply(AuthStatus::FAILURE, auth_type, &data);
        self.state = State::Started(kind, Some(Issued { auth_type, nonce }));
    }

    fn reply(&mut self, status: AuthStatus, auth_type: AuthType, data: &[u8]) {
        let reply = AuthenticateSessionReply {
            status,
            auth_type,
            data,
        };
        reply.encode(&mut self.out);
    }

    fn open_screen(&mut self) {
        if let State::LoggedIn(_, lease) = std::mem::replace(&mut self.state, State::Closed) {
            StartKvmReply { status: 0 }.encode(&mut self.out);
            let rfb = Rfb::on_session(&self.device, self.deadline, lease);
            self.state = State::Screen(Box::new(rfb));
        }
    }

    /// Ends whatever session there is.
    fn close(&mut self, now: Instant, reason: &str) {
        if let State::LoggedIn(_, lease) = &mut self.state {
            lease.close(now, reason);
        }
        self.state = State::Closed;
    }

    /// Notes an error that ends the connection.
    fn fail<T>(&mut self, now: Instant, error: RedirError) -> Result<T, RedirError> {
        self.close(now, &error.to_string());
        Err(error)
    }
}

impl Machine for Redirection {
    type Command = Nudge;
    type Event = Infallible;
    type Error = RedirError;

    fn handle_input(&mut self, now: Instant, input: &[u8]) -> Result<usize, RedirError> {
        match &mut self.state {
            State::Screen(rfb) => return Ok(rfb.handle_input(now, input)?),
            State::Serial(_) | State::Storage(_)
                if input.first() == Some(&EndRedirectionSession::TYPE) =>
            {
                let mut r = Reader::new(input);
                let end = r.u8().and_then(|_| EndRedirectionSession::decode(&mut r));
                if end.is_err() {
                    return Ok(0);
                }
                self.handle_end(now)?;
                return Ok(input.len() - r.remaining());
            }
            State::Serial(sol) => return Ok(sol.handle_input(now, input)?),
            State::Storage(ider) => return Ok(ider.handle_input(now, input)?),
            _ => {}
        }
        let mut r = Reader::new(input);
        match self.step(now, &mut r) {
            Ok(()) => Ok(input.len() - r.remaining()),
            Err(RedirError::Wire(WireError::Incomplete)) => Ok(0),
            Err(error) => self.fail(now, error),
        }
    }

    fn handle_end(&mut self, now: Instant) -> Result<(), RedirError> {
        match &mut self.state {
            State::Screen(rfb) => rfb.handle_end(now)?,
            State::Serial(sol) => sol.handle_end(now)?,
            State::Storage(ider) => ider.handle_end(now)?,
            State::Idle | State::Started(..) | State::LoggedIn(..) | State::Closed => {}
        }
        self.close(now, "the console closed the connection");
        Ok(())
    }

    fn handle_command(&mut self, now: Instant, nudge: Nudge) -> Result<(), RedirError> {
        match &mut self.state {
            State::Screen(rfb) => Ok(rfb.handle_command(now, nudge)?),
            State::Serial(sol) => Ok(sol.handle_command(now, nudge)?),
            State::Storage(ider) => Ok(ider.handle_command(now, nudge)?),
            State::LoggedIn(_, lease) if !lease.is_open() => self.fail(now, RedirError::Ended),
            State::Idle | State::Started(..) | State::LoggedIn(..) | State::Closed => Ok(()),
        }
    }

    fn handle_timeout(&mut self, now: Instant) -> Result<(), RedirError> {
        match &mut self.state {
            State::Screen(rfb) => Ok(rfb.handle_timeout(now)?),
            State::Serial(sol) => Ok(sol.handle_timeout(now)?),
            State::Storage(ider) => Ok(ider.handle_timeout(now)?),
            State::Idle | State::Started(..) | State::LoggedIn(..) if self.deadline <= now => {
                self.fail(now, RedirError::Slow)
            }
            State::Idle | State::Started(..) | State::LoggedIn(..) | State::Closed => Ok(()),
        }
    }

    fn drain_output(&mut self, out: &mut Vec<u8>) {
        out.append(&mut self.out);
        match &mut self.state {
            State::Screen(rfb) => rfb.drain_output(out),
            State::Serial(sol) => sol.drain_output(out),
            State::Storage(ider) => ider.drain_output(out),
            State::Idle | State::Started(..) | State::LoggedIn(..) | State::Closed => {}
        }
    }

    fn poll_event(&mut self) -> Option<Infallible> {
        None
    }

    fn poll_timeout(&self) -> Option<Instant> {
        match &self.state {
            State::Screen(rfb) => rfb.poll_timeout(),
            State::Serial(sol) => sol.poll_timeout(),
            State::Storage(ider) => ider.poll_timeout(),
            State::Idle | State::Started(..) | State::LoggedIn(..) => Some(self.deadline),
            State::Closed => None,
        }
    }

    fn is_finished(&self) -> bool {
        match &self.state {
            State::Screen(rfb) => rfb.is_finished(),
            State::Serial(sol) => sol.is_finished(),
            State::Storage(ider) => ider.is_finished(),
            State::Idle | State::Started(..) | State::LoggedIn(..) => false,
            State::Closed => true,
        }
    }
}

/// How long a connection may take to open its channel. Firmware's own patience is not known.
pub const SETUP_TIMEOUT: Duration = Duration::from_secs(60);

fn out_of_place(got: u8, place: &'static str) -> Result<(), RedirError> {
    Err(RedirError::Order { got, place })
}

/// Login fields end inside a message that is whole: that is no reason to wait for more.
fn cut_short(error: WireError) -> RedirError {
    match error {
        WireError::Incomplete => RedirError::Wire(WireError::Invalid {
            field: "length of login data",
            got: 0,
        }),
        error => RedirError::Wire(error),
    }
}
