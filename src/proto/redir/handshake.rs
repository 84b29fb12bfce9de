//! The console's side of a redirection session up to the login: start, methods, digest.
//!
//! Source: `docs/protocol/redirection.md` § 2, § 3.

use std::collections::VecDeque;
use std::fmt;
use std::time::{Duration, Instant};

use super::messages::{
    AuthStatus, AuthType, AuthenticateSession, AuthenticateSessionReply, FirmwareVersion,
    SessionType, StartRedirectionSession, StartRedirectionSessionReply, Status,
};
use crate::proto::digest::{
    self, Answer, Challenge, FieldTooLong, Ha1, HexDigest, Login, Protection, Request,
};
use crate::wire::{Reader, Secret, WireError};

/// How to start a session and log in.
#[derive(Debug, Clone)]
pub struct HandshakeOptions {
    /// What the connection is for.
    pub session_type: SessionType,
    /// Login name, at most 255 bytes.
    pub user: String,
    /// Its password, at most 255 bytes.
    pub password: Secret<String>,
    /// Random characters of ours, 32 hexadecimal digits as consoles in the field send.
    pub cnonce: HexDigest,
    /// The connection is encrypted.
    pub encrypted: bool,
    /// The user agreed to send the password itself where nothing better is offered. Has no effect
    /// unless the connection is encrypted.
    pub clear_text: bool,
    /// Longest wait for each reply.
    pub reply_timeout: Duration,
}

/// What the handshake waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Step {
    /// `StartRedirectionSessionReply`.
    #[error("reply to the start of the session")]
    Start,
    /// The list of login methods.
    #[error("list of login methods")]
    Methods,
    /// The digest challenge.
    #[error("login challenge")]
    Challenge,
    /// Whether the login is granted.
    #[error("login result")]
    Result,
}

/// What the handshake reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandshakeEvent {
    /// The device accepted the session and asks for a login.
    Started(FirmwareVersion),
    /// The login is granted; the channel may begin.
    LoggedIn,
}

/// Why a session did not start.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HandshakeError {
    /// Status 01: the firmware does not know this session type.
    #[error("the device does not know this type of session")]
    TypeUnknown,
    /// Status 02: there is a session of this type already.
    #[error("a session of this type exists already")]
    Busy,
    /// Status 03: the feature is absent or switched off.
    #[error("the feature is absent or switched off")]
    Unsupported,
    /// Status 05: the user in front of the PC has to consent first.
    #[error("the user has to consent first")]
    ConsentRequired,
    /// Status FF, or one that nobody documented.
    #[error("the device refused the session with status {:#04x}", .0.0)]
    Refused(Status),
    /// The peer does not speak the redirection protocol.
    #[error("the peer does not speak the redirection protocol")]
    NotRedirection {
        /// Its first bytes.
        heard: Heard,
    },
    /// The device refused to list its login methods.
    #[error("the device refused to list its login methods with status {:#04x}", .0.0)]
    MethodsRefused(AuthStatus),
    /// Nothing that we may use is offered.
    #[error("none of the offered login methods can be used")]
    NoCommonMethod {
        /// What the device listed.
        offered: Vec<AuthType>,
    },
    /// Status 02: the device listed a method and then refused it.
    #[error("the device does not support the login method it offered")]
    MethodNotSupported(AuthType),
    /// The challenge wants more than `qop=auth`.
    #[error("the challenge offers no plain authentication")]
    QopNotOffered,
    /// The challenge ends inside a field, or one of its fields is too long to be sent back.
    #[error("the login challenge is malformed")]
    MalformedChallenge,
    /// The login was granted before any proof was given.
    #[error("the login was granted without a proof")]
    GrantedWithoutProof,
    /// Status 01 after our answer: user name or password is wrong.
    #[error("user name or password is wrong")]
    WrongCredentials,
    /// The login ended with a status that nobody documented.
    #[error("the login ended with status {:#04x}", .0.0)]
    LoginFailed(AuthStatus),
    /// User name or password does not fit into its field.
    #[error(transparent)]
    TooLong(#[from] FieldTooLong),
    /// A message that does not belong here.
    #[error("unexpected message {got:#04x} instead of the {step}")]
    Unexpected {
        /// What was due.
        step: Step,
        /// First byte of the message.
        got: u8,
    },
    /// A reply to another login method than the one we asked for.
    #[error("the {step} belongs to login method {got:?}, not to {sent:?}")]
    MethodMismatch {
        /// What was due.
        step: Step,
        /// Ours.
        sent: AuthType,
        /// Its.
        got: AuthType,
    },
    /// The peer closed the connection.
    #[error("the connection was closed instead of the {0}")]
    Closed(Step),
    /// Nothing came in time.
    #[error("the {step} did not come within {after:?}")]
    Silent {
        /// What was due.
        step: Step,
        /// How long we waited.
        after: Duration,
    },
    /// A field outside its limits.
    #[error(transparent)]
    Wire(#[from] WireError),
    /// Input after the end.
    #[error("the handshake is over")]
    Over,
}

/// The first bytes of a peer that speaks something else; enough to tell who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Heard {
    bytes: [u8; Self::MAX],
    len: usize,
}

impl Heard {
    /// Bytes that are waited for before judging; fewer only if no more come.
    pub const MAX: usize = 4;

    fn new(input: &[u8]) -> Self {
        let mut heard = Self::default();
        for (to, from) in heard.bytes.iter_mut().zip(input) {
            *to = *from;
            heard.len += 1;
        }
        heard
    }

    /// The bytes, at most [`MAX`](Self::MAX).
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

/// Where the handshake is; each state has what is true only there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    AwaitStart,
    /// Something else than the reply has begun; a little more of it tells who that is.
    Listening(Heard),
    AwaitMethods,
    AwaitChallenge(AuthType),
    AwaitResult(AuthType),
    LoggedIn,
    Closed,
}

/// The console's side of start and login. See [`Machine`](crate::proto::Machine) for how the
/// methods are called; this one has no commands.
pub struct Handshake {
    options: HandshakeOptions,
    state: State,
    deadline: Option<Instant>,
    out: Vec<u8>,
    events: VecDeque<HandshakeEvent>,
}

/// Without what it sends.
impl fmt::Debug for Handshake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Handshake({:?})", self.state)
    }
}

impl Handshake {
    /// A handshake at its beginning; what it says first can be drained at once.
    #[must_use]
    pub fn new(now: Instant, options: HandshakeOptions) -> Self {
        let mut out = Vec::new();
        let session_type = options.session_type;
        StartRedirectionSession { session_type }.encode(&mut out);
        Self {
            state: State::AwaitStart,
            deadline: Some(now + options.reply_timeout),
            options,
            out,
            events: VecDeque::new(),
        }
    }

    /// Uses one message from the front of `input`; 0 means "wait for more bytes".
    ///
    /// # Errors
    /// [`HandshakeError`]; the handshake is closed then.
    pub fn handle_input(&mut self, now: Instant, input: &[u8]) -> Result<usize, HandshakeError> {
        let mut r = Reader::new(input);
        match self.step(&mut r) {
            Ok(next) => self.state = next,
            Err(HandshakeError::Wire(WireError::Incomplete)) => return Ok(0),
            Err(error) => return Err(self.close(error)),
        }
        let used = input.len() - r.remaining();
        if self.is_logged_in() {
            self.deadline = None;
        } else if used > 0 {
            self.deadline = Some(now + self.options.reply_timeout);
        }
        Ok(used)
    }

    /// Reads one message; a whole one may queue events and output.
    fn step(&mut self, r: &mut Reader<'_>) -> Result<State, HandshakeError> {
        match self.state {
            State::AwaitStart | State::Listening(_) => self.started(r),
            State::AwaitMethods => {
                let reply = reply(r, Step::Methods, AuthType::QUERY)?;
                match reply.status {
                    AuthStatus::SUCCESS => self.ask(reply.data),
                    status => Err(HandshakeError::MethodsRefused(status)),
                }
            }
            State::AwaitChallenge(method) => {
                let reply = reply(r, Step::Challenge, method)?;
                match reply.status {
                    AuthStatus::FAILURE => self.answer(method, reply.data),
                    AuthStatus::SUCCESS => Err(HandshakeError::GrantedWithoutProof),
                    AuthStatus::NOT_SUPPORTED => Err(HandshakeError::MethodNotSupported(method)),
                    status => Err(HandshakeError::LoginFailed(status)),
                }
            }
            State::AwaitResult(method) => {
                let reply = reply(r, Step::Result, method)?;
                match reply.status {
                    AuthStatus::SUCCESS => {
                        self.events.push_back(HandshakeEvent::LoggedIn);
                        Ok(State::LoggedIn)
                    }
                    // A challenge again means "wrong". Answering it would only count against the
                    // account, until the device locks it.
                    AuthStatus::FAILURE => Err(HandshakeError::WrongCredentials),
                    AuthStatus::NOT_SUPPORTED => Err(HandshakeError::MethodNotSupported(method)),
                    status => Err(HandshakeError::LoginFailed(status)),
                }
            }
            State::LoggedIn | State::Closed => Err(HandshakeError::Over),
        }
    }

    /// The reply to the start, or whatever else somebody else says.
    fn started(&mut self, r: &mut Reader<'_>) -> Result<State, HandshakeError> {
        let whole = *r;
        if r.u8()? != StartRedirectionSessionReply::TYPE {
            let heard = Heard::new(whole.peek_rest());
            if heard.len < Heard::MAX {
                // Nothing is used, so the same bytes come again with more behind them.
                *r = whole;
                return Ok(State::Listening(heard));
            }
            return Err(HandshakeError::NotRedirection { heard });
        }
        let reply = StartRedirectionSessionReply::decode(r)?;
        match reply.status {
            Status::SUCCESS => {
                let firmware = reply.firmware.unwrap_or_default();
                self.events.push_back(HandshakeEvent::Started(firmware));
                self.out.extend(AuthenticateSession::QUERY);
                Ok(State::AwaitMethods)
            }
            Status::TYPE_UNKNOWN => Err(HandshakeError::TypeUnknown),
            Status::BUSY => Err(HandshakeError::Busy),
            Status::UNSUPPORTED => Err(HandshakeError::Unsupported),
            Status::CONSENT_REQUIRED => Err(HandshakeError::ConsentRequired),
            status => Err(HandshakeError::Refused(status)),
        }
    }

    /// Chooses the best of the offered methods and begins with it.
    fn ask(&mut self, offered: &[u8]) -> Result<State, HandshakeError> {
        let is_offered = |method: &AuthType| offered.contains(&method.0);
        let Some(method) = [AuthType::DIGEST_QOP, AuthType::DIGEST]
            .into_iter()
            .find(is_offered)
        else {
            let clear = self.options.encrypted && self.options.clear_text;
            if !clear || !is_offered(&AuthType::PASSWORD) {
                let offered = offered.iter().map(|m| AuthType(*m)).collect();
                return Err(HandshakeError::NoCommonMethod { offered });
            }
            let login = Login {
                user: self.options.user.as_bytes(),
                password: self.options.password.expose().as_bytes(),
            };
            self.send(AuthType::PASSWORD, login.encode()?.expose());
            return Ok(State::AwaitResult(AuthType::PASSWORD));
        };
        let mut data = Vec::new();
        Answer::challenge_request(method, self.options.user.as_bytes()).encode(&mut data)?;
        self.send(method, &data);
        Ok(State::AwaitChallenge(method))
    }

    /// Proves the password.
    fn answer(&mut self, method: AuthType, data: &[u8]) -> Result<State, HandshakeError> {
        // `data` is whole, so a field that it does not hold will never come.
        let challenge =
            Challenge::decode(method, data).map_err(|_| HandshakeError::MalformedChallenge)?;
        if !challenge.offers_auth() {
            return Err(HandshakeError::QopNotOffered);
        }
        let Challenge { realm, nonce, .. } = challenge;
        let user = self.options.user.as_bytes();
        let (nc, cnonce) = (NONCE_COUNT, &self.options.cnonce);
        let (protection, qop) = match challenge.qop {
            None => (Protection::None, None),
            Some(_) => (Protection::Auth { nc, cnonce }, Some(&b"auth"[..])),
        };
        let ha1 = Ha1::new(user, realm, &self.options.password);
        let proof = digest::response(&ha1, nonce, Request::REDIRECTION, protection);
        let mut fields = Vec::new();
        Answer {
            user,
            realm,
            nonce,
            uri: Request::REDIRECTION.uri,
            cnonce,
            nc,
            response: &proof,
            qop,
        }
        .encode(&mut fields)?;
        self.send(method, &fields);
        Ok(State::AwaitResult(method))
    }

    fn send(&mut self, auth_type: AuthType, data: &[u8]) {
        AuthenticateSession { auth_type, data }.encode(&mut self.out);
    }

    /// The peer closed the connection.
    ///
    /// # Errors
    /// Always, unless the login was granted: nobody closes a handshake in good order.
    pub fn handle_end(&mut self) -> Result<(), HandshakeError> {
        let error = match self.state {
            State::Listening(heard) => HandshakeError::NotRedirection { heard },
            State::LoggedIn => return Ok(()),
            State::Closed => HandshakeError::Over,
            _ => HandshakeError::Closed(self.due()),
        };
        Err(self.close(error))
    }

    /// The deadline has passed.
    ///
    /// # Errors
    /// Always, if it really has.
    pub fn handle_timeout(&mut self, now: Instant) -> Result<(), HandshakeError> {
        if self.deadline.is_none_or(|deadline| now < deadline) {
            return Ok(());
        }
        let error = match self.state {
            State::Listening(heard) => HandshakeError::NotRedirection { heard },
            _ => HandshakeError::Silent {
                step: self.due(),
                after: self.options.reply_timeout,
            },
        };
        Err(self.close(error))
    }

    /// Moves everything to be sent to the end of `out`.
    pub fn drain_output(&mut self, out: &mut Vec<u8>) {
        out.append(&mut self.out);
    }

    /// The next thing to report, oldest first.
    pub fn poll_event(&mut self) -> Option<HandshakeEvent> {
        self.events.pop_front()
    }

    /// When [`handle_timeout`](Self::handle_timeout) wants to be called.
    #[must_use]
    pub const fn poll_timeout(&self) -> Option<Instant> {
        self.deadline
    }

    /// The channel may begin.
    #[must_use]
    pub const fn is_logged_in(&self) -> bool {
        matches!(self.state, State::LoggedIn)
    }

    /// What the device has to send next.
    const fn due(&self) -> Step {
        match self.state {
            State::AwaitStart | State::Listening(_) => Step::Start,
            State::AwaitMethods => Step::Methods,
            State::AwaitChallenge(_) => Step::Challenge,
            State::AwaitResult(_) | State::LoggedIn | State::Closed => Step::Result,
        }
    }

    /// Accepts nothing any more.
    fn close(&mut self, error: HandshakeError) -> HandshakeError {
        self.state = State::Closed;
        self.deadline = None;
        error
    }
}

/// Decodes an authentication reply and checks that it answers what we sent.
fn reply<'a>(
    r: &mut Reader<'a>,
    step: Step,
    sent: AuthType,
) -> Result<AuthenticateSessionReply<'a>, HandshakeError> {
    match r.u8()? {
        AuthenticateSessionReply::TYPE => {}
        got => return Err(HandshakeError::Unexpected { step, got }),
    }
    let reply = AuthenticateSessionReply::decode(r)?;
    let got = reply.auth_type;
    if got != sent {
        return Err(HandshakeError::MethodMismatch { step, sent, got });
    }
    Ok(reply)
}

/// The count that most consoles send: the challenge request is use number one of the nonce.
///
/// Source: `docs/protocol/redirection.md` § 3.3 (observed).
const NONCE_COUNT: &[u8; 8] = b"00000002";
