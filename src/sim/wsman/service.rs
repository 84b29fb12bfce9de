//! What the firmware's web server has where: `/wsman`, a few pages, web storage.
//!
//! Source: `docs/protocol/wsman.md` § 1.2, § 1.3, § 6.15.

use core::net::IpAddr;
use std::time::Instant;

use serde_json::json;

use super::http::{Body, HttpRequest, HttpResponse, Status};
use super::login::{Gate, Verdict};
use super::responder::{Caller, Oddities, Responder};
use crate::sim::firmware::Firmware;
use crate::sim::firmware::audit_log::{Initiator, Origin};

/// Everything about one device that outlives a connection.
#[derive(Debug)]
pub struct Service {
    gate: Gate,
    responder: Responder,
    oddities: ServiceOddities,
    /// Changes of the accounts that the gate knows of.
    accounts_seen: u32,
}

/// What the web server does differently on request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ServiceOddities {
    /// Of the objects.
    pub responder: Oddities,
    /// Every nonce is good for this many requests only.
    pub nonce_uses: Option<u32>,
    /// Power actions are carried out, but their answer never comes.
    pub silent_power_actions: bool,
}

/// What comes of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// The answer; `None` if none is given.
    pub response: Option<HttpResponse>,
    /// Somebody tried to log in: name, and whether it worked.
    pub login: Option<(String, bool)>,
}

impl Service {
    /// The web server of a firmware.
    pub fn new(firmware: &mut Firmware, oddities: ServiceOddities) -> Self {
        Self {
            gate: Gate::new(oddities.nonce_uses),
            responder: Responder::new(oddities.responder, firmware.random()),
            oddities,
            accounts_seen: firmware.users.changes(),
        }
    }

    /// Answers one request from `address`.
    pub(crate) fn serve(
        &mut self,
        now: Instant,
        firmware: &mut Firmware,
        address: Option<IpAddr>,
        request: &HttpRequest,
    ) -> Outcome {
        let public = match (request.method.as_str(), request.path()) {
            ("GET", "/" | "/logon.htm") => Some(HttpResponse::page(
                Status::Ok,
                TITLE,
                "Log on to Intel(R) Active Management Technology on this computer.",
            )),
            ("GET", "/index.htm") | ("POST", "/wsman") => None,
            ("GET", path) if path.starts_with(STORAGE) && has_storage(firmware) => None,
            (_, "/wsman") => Some(bad_request()),
            _ => Some(HttpResponse::page(
                Status::NotFound,
                "Not Found",
                "The page was not found.",
            )),
        };
        if let Some(response) = public {
            return Outcome {
                response: Some(response),
                login: None,
            };
        }
        let stranger = Origin {
            initiator: Initiator::Local,
            address,
        };
        let changes = firmware.users.changes();
        if self.accounts_seen != changes {
            self.accounts_seen = changes;
            self.gate.forget_all();
        }
        let (user, realms) = match self.gate.check(now, firmware, &stranger, request) {
            Verdict::Granted { user, realms } => (user, realms),
            Verdict::Anonymous => return self.refuse(now, firmware, false, None),
            Verdict::Stale => return self.refuse(now, firmware, true, None),
            Verdict::Refused { user } => {
                return self.refuse(now, firmware, false, Some((user, false)));
            }
        };
        let origin = Origin::account(&user, address);
        let response = match request.path() {
            "/wsman" => {
                let caller = Caller {
                    origin: &origin,
                    realms,
                };
                match self.responder.respond(now, firmware, caller, &request.body) {
                    None => Some(bad_request()),
                    Some(a) if a.is_power_action && self.oddities.silent_power_actions => None,
                    Some(answer) => Some(HttpResponse {
                        status: if answer.is_fault {
                            Status::BadRequest
                        } else {
                            Status::Ok
                        },
                        challenge: None,
                        body: Body::Soap(answer.document),
                        // After a fault firmware closes.
                        closes: answer.is_fault,
                    }),
                }
            }
            "/index.htm" => {
                let state = firmware.power.state().wire();
                let text = format!("System {}: power state {state}.", firmware.options().name);
                Some(HttpResponse::page(Status::Ok, TITLE, &text))
            }
            _ => Some(HttpResponse {
                status: Status::Ok,
                challenge: None,
                body: Body::Json(
                    json!({
                        "information": {
                            "version": firmware.features().version().short(),
                            "realms": realms.mask(),
                            "user": user,
                        },
                        "content": {},
                    })
                    .to_string(),
                ),
                closes: true,
            }),
        };
        Outcome {
            response,
            login: Some((user, true)),
        }
    }

    fn refuse(
        &mut self,
        now: Instant,
        firmware: &mut Firmware,
        stale: bool,
        login: Option<(String, bool)>,
    ) -> Outcome {
        let challenge = self.gate.challenge(now, firmware, stale);
        let page = HttpResponse::page(
            Status::Unauthorized,
            "Unauthorized",
            "Log on failed. Incorrect user name or password, or user account temporarily locked.",
        );
        Outcome {
            response: Some(HttpResponse {
                challenge: Some(challenge),
                ..page
            }),
            login,
        }
    }
}

/// Something that is no request, in the words that firmware begins with.
pub(crate) fn bad_request() -> HttpResponse {
    HttpResponse::page(
        Status::BadRequest,
        "Bad Request",
        "Bad Request. The request could not be understood.",
    )
}

/// Web storage came with 11.6.
fn has_storage(firmware: &Firmware) -> bool {
    let version = firmware.features().version();
    (version.major, version.minor) >= (11, 6)
}

const STORAGE: &str = "/amt-storage/";
const TITLE: &str = "Intel(R) Active Management Technology";
