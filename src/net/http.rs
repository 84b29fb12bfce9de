//! WS-Management over HTTP: one connection to a device, one exchange at a time.
//!
//! The firmware has very few sockets and answers one request after the other, so this does not
//! try to be clever. What it is careful about is repetition: reading is repeated when an answer
//! gets lost, acting never is.
//!
//! Source: `docs/protocol/wsman.md` § 1.2, § 1.3, § 1.9.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderValue, SERVER, WWW_AUTHENTICATE};
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tracing::{debug, trace};

use super::secure::{self, OpenError, Patience, Transport};
use super::trust::Safety;
use crate::limits;
use crate::proto::wsman::call::Call;
use crate::proto::wsman::challenge::HttpChallenge;
use crate::proto::wsman::exchange::{Answer, Exchange, ExchangeError};
use crate::proto::wsman::login::{HttpLogin, LoginError};

/// Where the WS-Management service of a device is.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// Host name or address, IPv6 without brackets.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Plain or encrypted.
    pub transport: Transport,
}

/// Why a call gave no result.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// No connection.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The device hung up because it wants a certificate of ours.
    #[error("the device wants a certificate from this console")]
    WantsIdentity,
    /// The device takes connections and ends them at once. Nothing was sent.
    #[error("the device ended the connection before anything was sent")]
    HungUp,
    /// No login.
    #[error(transparent)]
    Login(#[from] LoginError),
    /// The request was sent and the answer never came whole. Whether the device has acted is
    /// unknown.
    #[error("the device did not answer {what}")]
    Unanswered {
        /// `Class` or `Class.Method`.
        what: String,
        /// What happened instead.
        #[source]
        cause: Lost,
    },
    /// The device refused, or answered something else.
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
}

impl HttpError {
    /// Does it mean that this release or part does not have what was asked for?
    #[must_use]
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Exchange(error) if error.is_absent())
    }

    /// Does it mean that the account or the missing consent forbids it?
    #[must_use]
    pub fn is_denied(&self) -> bool {
        matches!(self, Self::Exchange(error) if error.is_denied())
    }
}

/// How an answer got lost.
#[derive(Debug, thiserror::Error)]
pub enum Lost {
    /// Nothing came for this long.
    #[error("nothing came within {0:?}")]
    Silence(Duration),
    /// The connection ended, or what came was no HTTP.
    #[error("the connection failed")]
    Connection(#[source] hyper::Error),
    /// The body ended early or was too long.
    #[error("the answer could not be read: {0}")]
    Body(Box<dyn std::error::Error + Send + Sync>),
}

/// The WS-Management service of one device.
///
/// Exclusive access is what keeps exchanges one at a time. Dropping it, or dropping a call that
/// is under way, closes the connection.
#[derive(Debug)]
pub struct Http {
    endpoint: Endpoint,
    login: HttpLogin,
    patience: Patience,
    /// How long an answer may take.
    answer: Duration,
    /// Opened by whoever looked for the port; used by the first connection.
    spare: Option<TcpStream>,
    connection: Option<Connection>,
    message_id: u32,
    server: Option<String>,
    safety: Option<Safety>,
    first_use: bool,
    trips: u32,
}

/// One connection between two requests.
#[derive(Debug)]
struct Connection {
    sender: SendRequest<Full<Bytes>>,
    /// Held, never looked at: it ends with the connection.
    _driver: Driver,
    last_used: Instant,
    wants_identity: bool,
}

/// The task that moves the bytes of a connection; ends with it.
#[derive(Debug)]
struct Driver(JoinHandle<()>);

impl Drop for Driver {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// An answer, read to its end.
struct Whole {
    status: StatusCode,
    challenges: Vec<String>,
    body: Bytes,
}

/// Why a request gave no answer.
enum SendFailure {
    /// Nothing of it can have reached the device.
    NeverSent(HttpError),
    /// The device may have received it.
    MaybeSent(Lost),
}

impl Http {
    /// Prepares; nothing is connected before the first call.
    #[must_use]
    pub const fn new(endpoint: Endpoint, login: HttpLogin, patience: Patience) -> Self {
        Self {
            endpoint,
            login,
            patience,
            answer: ANSWER,
            spare: None,
            connection: None,
            message_id: 0,
            server: None,
            safety: None,
            first_use: false,
            trips: 0,
        }
    }

    /// The same with a connection that is already there, for the first request.
    #[must_use]
    pub fn over(mut self, stream: TcpStream) -> Self {
        self.spare = Some(stream);
        self
    }

    /// The same with another limit on the time an answer may take.
    #[must_use]
    pub const fn with_answer_within(mut self, answer: Duration) -> Self {
        self.answer = answer;
        self
    }

    /// Where it connects to; the pin of a first use is in it from the first connection on.
    #[must_use]
    pub const fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// `Server` header of the latest answer.
    #[must_use]
    pub fn server(&self) -> Option<&str> {
        self.server.as_deref()
    }

    /// How safe the latest connection was; `None` before the first.
    #[must_use]
    pub const fn safety(&self) -> Option<&Safety> {
        self.safety.as_ref()
    }

    /// The certificate was the first one of this device and was trusted without a question.
    #[must_use]
    pub const fn was_first_use(&self) -> bool {
        self.first_use
    }

    /// The device has accepted user and password.
    #[must_use]
    pub const fn is_logged_in(&self) -> bool {
        self.login.was_accepted()
    }

    /// Host and port, as a person would write them.
    #[must_use]
    pub fn address(&self) -> String {
        host_header(&self.endpoint.host, self.endpoint.port)
    }

    /// The digest realm, once the device has named it.
    #[must_use]
    pub fn realm(&self) -> Option<&str> {
        self.login.realm()
    }

    /// Requests sent so far, those for a challenge included.
    #[must_use]
    pub const fn trips(&self) -> u32 {
        self.trips
    }

    /// Carries a call through to its result.
    ///
    /// # Errors
    /// [`HttpError`]. After [`HttpError::Unanswered`] nobody knows whether the device has acted;
    /// for calls that only read it means that repeating did not help.
    pub async fn perform(&mut self, call: Call) -> Result<Answer, HttpError> {
        let mut exchange = Exchange::new(call);
        let mut losses = 0;
        loop {
            self.message_id = self.message_id.wrapping_add(1);
            let document = Bytes::from(exchange.request(self.message_id));
            let is_repeatable = exchange.call().is_repeatable();
            match self.post(document, is_repeatable).await {
                Ok(whole) => {
                    let status = whole.status.as_u16();
                    if let Some(answer) = exchange.handle_answer(status, &whole.body)? {
                        return Ok(answer);
                    }
                    losses = 0;
                }
                Err(SendFailure::NeverSent(error)) => return Err(error),
                Err(SendFailure::MaybeSent(cause)) => {
                    losses += 1;
                    let what = exchange.call().name();
                    debug!(what, error = %cause, losses, "an answer was lost");
                    if !exchange.handle_loss() || losses > MAX_LOSSES {
                        return Err(HttpError::Unanswered { what, cause });
                    }
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }

    /// Posts one document, logging in as needed.
    async fn post(&mut self, document: Bytes, is_repeatable: bool) -> Result<Whole, SendFailure> {
        let never = |error: LoginError| SendFailure::NeverSent(error.into());
        loop {
            let cnonce = format!("{:032x}", rand::random::<u128>());
            let authorization = self.login.authorization("POST", PATH, &document, &cnonce);
            let mut request = Request::builder()
                .method(Method::POST)
                .uri(PATH)
                .header(HOST, host_header(&self.endpoint.host, self.endpoint.port))
                .header(CONTENT_TYPE, SOAP);
            // Without a login a device never acts, so that request may go on any connection.
            let mut may_act = false;
            if let Some(value) = authorization.map_err(never)? {
                let header = HeaderValue::from_str(value.expose());
                let mut header = header.map_err(|_| never(LoginError::Refused))?;
                header.set_sensitive(true);
                request = request.header(AUTHORIZATION, header);
                may_act = !is_repeatable;
            }
            let request = request.body(Full::new(document.clone()));
            let request = request.map_err(|_| never(LoginError::Refused))?;
            let whole = self.send(request, may_act).await?;
            if whole.status != StatusCode::UNAUTHORIZED {
                self.login.handle_accepted();
                return Ok(whole);
            }
            // The device closes now, and says so; do not wait for it.
            self.connection = None;
            let challenges = whole.challenges.iter().map(String::as_str);
            let challenge = HttpChallenge::from_headers(challenges);
            let challenge = challenge.map_err(|error| never(error.into()))?;
            self.login.handle_unauthorized(challenge).map_err(never)?;
        }
    }

    /// Sends one request and reads its answer whole.
    ///
    /// A connection that was kept may have died unnoticed. A request that reached nobody is sent
    /// once more over a new one; for a request that acts the kept one is not even tried unless it
    /// was in use just now.
    async fn send(
        &mut self,
        mut request: Request<Full<Bytes>>,
        may_act: bool,
    ) -> Result<Whole, SendFailure> {
        // Taken out for the time of the exchange: if this future is dropped, so is the connection.
        let mut kept = self.connection.take().filter(|connection| {
            let idle = connection.last_used.elapsed();
            !connection.sender.is_closed() && idle < if may_act { FRESH } else { KEPT }
        });
        loop {
            let was_kept = kept.is_some();
            let mut connection = match kept.take() {
                Some(connection) => connection,
                None => self.connect().await.map_err(SendFailure::NeverSent)?,
            };
            self.trips += 1;
            let exchange = async {
                if connection.sender.ready().await.is_err() {
                    return Err(Unsent::Request(Box::new(request)));
                }
                let response = connection.sender.try_send_request(request).await;
                let response = response.map_err(|mut failed| match failed.take_message() {
                    Some(request) => Unsent::Request(Box::new(request)),
                    None => Unsent::Lost(Lost::Connection(failed.into_error())),
                })?;
                trace!(status = %response.status(), "answer");
                self.server = header(&response, &SERVER).or_else(|| self.server.take());
                read(response).await.map_err(Unsent::Lost)
            };
            let result = tokio::time::timeout(self.answer, exchange).await;
            match result {
                Ok(Ok(whole)) => {
                    connection.last_used = Instant::now();
                    self.connection = Some(connection);
                    return Ok(whole);
                }
                Ok(Err(Unsent::Request(unsent))) if was_kept => {
                    debug!("the kept connection had ended; opening another");
                    request = *unsent;
                }
                Ok(Err(_)) if connection.wants_identity && !was_kept => {
                    return Err(SendFailure::NeverSent(HttpError::WantsIdentity));
                }
                Ok(Err(Unsent::Request(_))) => {
                    return Err(SendFailure::NeverSent(HttpError::HungUp));
                }
                Ok(Err(Unsent::Lost(lost))) => return Err(SendFailure::MaybeSent(lost)),
                Err(_) => return Err(SendFailure::MaybeSent(Lost::Silence(self.answer))),
            }
        }
    }

    /// Opens a connection. A certificate that was trusted at first use is the pin from now on.
    async fn connect(&mut self) -> Result<Connection, HttpError> {
        let Endpoint {
            host,
            port,
            transport,
        } = &mut self.endpoint;
        let opened = match self.spare.take() {
            Some(tcp) => secure::over(tcp, host, *port, transport, self.patience).await?,
            None => secure::open(host, *port, transport, self.patience).await?,
        };
        if let (Transport::Tls(policy), Some(certificate)) =
            (transport, opened.safety.certificate())
            && opened.is_first_use
        {
            policy.pin = Some(certificate.fingerprint);
            self.first_use = true;
        }
        self.safety = Some(opened.safety);
        let handshake = http1::Builder::new()
            .max_buf_size(limits::HTTP_HEADER_BYTES)
            .max_headers(limits::HTTP_HEADERS)
            // Embedded servers are not always to the letter.
            .allow_spaces_after_header_name_in_responses(true)
            .allow_obsolete_multiline_headers_in_responses(true)
            .ignore_invalid_headers_in_responses(true)
            .handshake(TokioIo::new(opened.stream))
            .await;
        let (sender, connection) = handshake.map_err(|error| {
            debug!(%error, "a connection ended before it was used");
            HttpError::HungUp
        })?;
        let driver = tokio::spawn(async move {
            if let Err(error) = connection.await {
                trace!(%error, "a connection ended");
            }
        });
        Ok(Connection {
            sender,
            _driver: Driver(driver),
            last_used: Instant::now(),
            wants_identity: opened.wants_identity,
        })
    }
}

/// A request that came back, or an answer that did not come.
enum Unsent {
    Request(Box<Request<Full<Bytes>>>),
    Lost(Lost),
}

/// Reads an answer to its end: chunked, with a length, or until the device closes.
async fn read(response: Response<hyper::body::Incoming>) -> Result<Whole, Lost> {
    let status = response.status();
    let challenges = response
        .headers()
        .get_all(WWW_AUTHENTICATE)
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        .collect();
    let body = Limited::new(response.into_body(), limits::XML_BYTES);
    let body = body.collect().await.map_err(Lost::Body)?;
    Ok(Whole {
        status,
        challenges,
        body: body.to_bytes(),
    })
}

/// A header as text.
fn header<B>(response: &Response<B>, name: &hyper::header::HeaderName) -> Option<String> {
    let value = response.headers().get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// `host:port`, with brackets around IPv6.
fn host_header(host: &str, port: u16) -> String {
    // A scope belongs to this computer, not to the device.
    let address = host.split('%').next().unwrap_or(host);
    if address.contains(':') {
        format!("[{address}]:{port}")
    } else {
        format!("{address}:{port}")
    }
}

const PATH: &str = "/wsman";
const SOAP: &str = "application/soap+xml; charset=utf-8";

/// Firmware gives an operation 30 s whatever the request says (§ 1.6).
const ANSWER: Duration = Duration::from_secs(30);
/// How long a connection may have been idle for a request that acts: what was alive a moment ago
/// still is.
const FRESH: Duration = Duration::from_secs(1);
/// How long a connection is kept for a request that reads. The toolkits drop theirs after 30 s.
const KEPT: Duration = Duration::from_secs(20);
/// Lost answers in a row before reading is given up, and the pause between; what MeshCommander
/// takes five of.
const MAX_LOSSES: u32 = 3;
const PAUSE: Duration = Duration::from_millis(500);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_written_as_http_wants_them() {
        assert_eq!(host_header("pc.lab", 16992), "pc.lab:16992");
        assert_eq!(host_header("fe80::1%eth0", 16993), "[fe80::1]:16993");
    }
}
