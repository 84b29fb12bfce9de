//! One connection to the firmware's web server.

use core::net::IpAddr;
use std::convert::Infallible;
use std::time::{Duration, Instant};

use super::http::{BadRequest, Front, HttpRequest};
use super::service::bad_request;
use crate::proto::Machine;
use crate::sim::Nudge;
use crate::sim::device::SharedDevice;
use crate::sim::event::{Event, Method};

/// The firmware's side of one HTTP connection.
pub struct Connection {
    device: SharedDevice,
    address: Option<IpAddr>,
    state: State,
    /// The sender of the request at the front was told to go on.
    continued: bool,
    /// Whose login was reported last.
    user: Option<String>,
    /// Until when the next request has to be whole.
    deadline: Instant,
    out: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Answering.
    Open,
    /// An answer is owed and will not come.
    Silent,
    /// The last answer is on its way.
    Closed,
}

impl Connection {
    /// A fresh connection to `device` from `address`.
    #[must_use]
    pub fn new(device: &SharedDevice, now: Instant, address: Option<IpAddr>) -> Self {
        Self {
            device: device.clone(),
            address,
            state: State::Open,
            continued: false,
            user: None,
            deadline: now + IDLE,
            out: Vec::new(),
        }
    }

    fn answer(&mut self, now: Instant, request: &HttpRequest) {
        let mut device = self.device.lock();
        let outcome = device.serve_http(now, self.address, request);
        if let Some((user, ok)) = outcome.login {
            // Every request carries a login; the first of a connection is worth telling.
            if !ok || self.user.as_deref() != Some(&user) {
                device.report(Event::Login {
                    user: user.clone(),
                    method: Method::HttpDigest,
                    ok,
                });
            }
            self.user = ok.then_some(user);
        }
        let Some(mut response) = outcome.response else {
            self.state = State::Silent;
            return;
        };
        response.closes |= request.closes;
        let firmware = device.firmware();
        let version = firmware.features().version().to_string();
        response.encode(&version, firmware.utc_secs(now), &mut self.out);
        if response.closes {
            self.state = State::Closed;
        }
    }
}

impl Machine for Connection {
    type Command = Nudge;
    type Event = Infallible;
    type Error = BadRequest;

    fn handle_input(&mut self, now: Instant, input: &[u8]) -> Result<usize, BadRequest> {
        match self.state {
            State::Open => {}
            // Whatever is said after the end is not listened to.
            State::Silent | State::Closed => return Ok(input.len()),
        }
        match HttpRequest::parse(input) {
            Ok(Front::Whole(request, len)) => {
                self.continued = false;
                self.deadline = now + IDLE;
                self.answer(now, &request);
                Ok(len)
            }
            Ok(Front::Part { expects_continue }) => {
                if expects_continue && !self.continued {
                    self.continued = true;
                    self.out.extend_from_slice(b"HTTP/1.1 100 Continue\r\n\r\n");
                }
                Ok(0)
            }
            Err(error) => {
                let device = self.device.lock();
                let firmware = device.firmware();
                let version = firmware.features().version().to_string();
                bad_request().encode(&version, firmware.utc_secs(now), &mut self.out);
                self.state = State::Closed;
                Err(error)
            }
        }
    }

    fn handle_end(&mut self, _: Instant) -> Result<(), BadRequest> {
        self.state = State::Closed;
        Ok(())
    }

    fn handle_command(&mut self, _: Instant, _: Nudge) -> Result<(), BadRequest> {
        Ok(())
    }

    fn handle_timeout(&mut self, now: Instant) -> Result<(), BadRequest> {
        if self.deadline <= now {
            self.state = State::Closed;
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
        (self.state != State::Closed).then_some(self.deadline)
    }

    fn is_finished(&self) -> bool {
        self.state == State::Closed
    }
}

/// How long a connection may stay without a whole request. Firmware has few sockets and closes
/// "at any time"; the number is ours (inferred).
const IDLE: Duration = Duration::from_secs(60);
