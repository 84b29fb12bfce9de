//! A small HTTP server that behaves like AMT where it matters to a client: digest login, the
//! connection closed after a 401, answers chunked with four capital digits, and trouble on request.
//!
//! Written by hand on a socket, because real servers refuse to misbehave.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use outband::proto::digest::{self, Ha1, Protection};
use outband::proto::wsman::envelope::{Envelope, Header};
use outband::proto::wsman::fault::{FaultCode, SoapFault, Subcode};
use outband::proto::wsman::namespace as ns;
use outband::proto::wsman::status::AmtStatus;
use outband::proto::wsman::xml::Element;
use outband::wire::Secret;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

pub(crate) const USER: &str = "admin";
pub(crate) const PASSWORD: &str = "P@ssw0rd";
pub(crate) const REALM: &str = "Digest:A4070000000000000000000000000000";
pub(crate) const SERVER: &str = "Intel(R) Active Management Technology 15.0.23.1706";

/// A TLS configuration with a certificate of its own, and that certificate in DER.
pub(crate) fn tls_config() -> (Arc<rustls::ServerConfig>, Vec<u8>) {
    let key = rcgen::KeyPair::generate().unwrap();
    let made = rcgen::CertificateParams::new(vec!["pc-1.lab".to_owned()]).unwrap();
    let made = made.self_signed(&key).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = rustls::pki_types::PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.der().clone()], key)
        .unwrap();
    (Arc::new(config), made.der().to_vec())
}

/// What the device answers to one request.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: String,
}

impl From<String> for Reply {
    fn from(body: String) -> Self {
        Self { status: 200, body }
    }
}

/// How a body is delimited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Framing {
    Chunked,
    Length,
    UntilClose,
}

/// What goes wrong with one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Nothing.
    Fine,
    /// Reads the request, acts, and closes without a word.
    ActAndClose,
    /// Acts and closes in the middle of the answer.
    ActAndCut,
    /// Acts and never answers.
    ActAndHang,
    /// Refuses the login with a new nonce; stale or not.
    Unauthorized { stale: bool },
    /// Names another realm from now on.
    Realm(&'static str),
    /// Answers and closes without saying so.
    AnswerAndClose,
    /// Answers this instead.
    Bytes(&'static [u8]),
}

/// One request as the device saw it.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) connection: u32,
    pub(crate) head: String,
    pub(crate) authorized: bool,
    pub(crate) action: String,
}

type Handler = dyn Fn(&Envelope) -> Reply + Send + Sync;

#[derive(Clone)]
pub(crate) struct Options {
    pub(crate) ip: &'static str,
    /// 0: any free one.
    pub(crate) port: u16,
    pub(crate) framing: Framing,
    pub(crate) qop: &'static str,
    pub(crate) tls: Option<Arc<rustls::ServerConfig>>,
}

impl Options {
    pub(crate) fn on(ip: &'static str) -> Self {
        Self {
            ip,
            port: 0,
            framing: Framing::Chunked,
            qop: ",qop=\"auth\"",
            tls: None,
        }
    }
}

/// A running device. Ends with the runtime of the test, or with this value.
pub(crate) struct HttpDevice {
    pub(crate) address: SocketAddr,
    shared: Arc<Shared>,
    listening: tokio::task::JoinHandle<()>,
}

impl Drop for HttpDevice {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

struct Shared {
    options: Options,
    handler: Box<Handler>,
    state: Mutex<State>,
}

struct State {
    seen: Vec<Seen>,
    trouble: VecDeque<Trouble>,
    realm: &'static str,
    /// The nonce in force, and the highest count seen with it.
    nonce: u32,
    count: u32,
    connections: u32,
}

impl HttpDevice {
    pub(crate) async fn start(
        options: Options,
        handler: impl Fn(&Envelope) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind((options.ip, options.port)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            options,
            handler: Box::new(handler),
            state: Mutex::new(State {
                seen: Vec::new(),
                trouble: VecDeque::new(),
                realm: REALM,
                nonce: 1,
                count: 0,
                connections: 0,
            }),
        });
        let serving = shared.clone();
        let listening = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = serving.clone();
                tokio::spawn(async move {
                    let number = {
                        let mut state = shared.state.lock().unwrap();
                        state.connections += 1;
                        state.connections
                    };
                    match &shared.options.tls {
                        None => drop(serve(&shared, stream, number).await),
                        Some(config) => {
                            let acceptor = TlsAcceptor::from(config.clone());
                            if let Ok(stream) = acceptor.accept(stream).await {
                                drop(serve(&shared, stream, number).await);
                            }
                        }
                    }
                });
            }
        });
        Self {
            address,
            shared,
            listening,
        }
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.shared.state.lock().unwrap().seen.clone()
    }

    pub(crate) fn connections(&self) -> u32 {
        self.shared.state.lock().unwrap().connections
    }

    /// What goes wrong with the next requests, those that ask for a challenge included.
    pub(crate) fn trouble(&self, trouble: impl IntoIterator<Item = Trouble>) {
        self.shared.state.lock().unwrap().trouble.extend(trouble);
    }
}

async fn serve<S>(shared: &Shared, mut stream: S, connection: u32) -> std::io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut received = Vec::new();
    loop {
        let Some((head, body)) = request(&mut stream, &mut received).await? else {
            return Ok(());
        };
        let (trouble, authorized, realm, nonce) = {
            let mut state = shared.state.lock().unwrap();
            let trouble = state.trouble.pop_front().unwrap_or(Trouble::Fine);
            if let Trouble::Realm(realm) = trouble {
                state.realm = realm;
            }
            let mut authorized = check(&mut state, &head, &body);
            if matches!(trouble, Trouble::Unauthorized { .. } | Trouble::Realm(_)) {
                authorized = false;
                state.nonce += 1;
                state.count = 0;
            }
            let action = Envelope::decode(&body).ok().and_then(|e| e.header.action);
            state.seen.push(Seen {
                connection,
                head: head.clone(),
                authorized,
                action: action.unwrap_or_default(),
            });
            (trouble, authorized, state.realm, state.nonce)
        };
        if let Trouble::Bytes(bytes) = trouble {
            stream.write_all(bytes).await?;
            return stream.shutdown().await;
        }
        if !authorized {
            let stale = trouble == Trouble::Unauthorized { stale: true };
            let page = "<html><body>Log on failed.</body></html>";
            let answer = format!(
                "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"{realm}\", \
                 nonce=\"nonce{nonce:027}\",stale=\"{stale}\"{}\r\nContent-Type: text/html\r\n\
                 Server: {SERVER}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{page}",
                shared.options.qop,
                page.len()
            );
            stream.write_all(answer.as_bytes()).await?;
            return stream.shutdown().await;
        }
        let envelope = Envelope::decode(&body);
        let reply = match &envelope {
            Ok(envelope) => (shared.handler)(envelope),
            Err(_) => Reply {
                status: 400,
                body: "<html><body>Bad Request.</body></html>".to_owned(),
            },
        };
        match trouble {
            Trouble::ActAndClose => return stream.shutdown().await,
            Trouble::ActAndHang => {
                tokio::time::sleep(Duration::from_secs(60)).await;
                return Ok(());
            }
            _ => {}
        }
        let (bytes, close) = encode(&reply, shared.options.framing);
        if trouble == Trouble::ActAndCut {
            stream.write_all(&bytes[..bytes.len() / 2]).await?;
            return stream.shutdown().await;
        }
        stream.write_all(&bytes).await?;
        if close || trouble == Trouble::AnswerAndClose || reply.status != 200 {
            return stream.shutdown().await;
        }
    }
}

/// Reads one request; `None` at the end of the connection.
async fn request<S: AsyncRead + Unpin>(
    stream: &mut S,
    received: &mut Vec<u8>,
) -> std::io::Result<Option<(String, Vec<u8>)>> {
    loop {
        if let Some(end) = received.windows(4).position(|w| w == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&received[..end]).into_owned();
            let length = field(&head, "content-length").map_or(0, |l| l.parse().unwrap());
            if received.len() >= end + 4 + length {
                let body = received[end + 4..end + 4 + length].to_vec();
                received.drain(..end + 4 + length);
                return Ok(Some((head, body)));
            }
        }
        if stream.read_buf(received).await? == 0 {
            return Ok(None);
        }
    }
}

/// A header field of a request head.
pub(crate) fn field<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().skip(1).find_map(|line| {
        let (n, value) = line.split_once(':')?;
        n.eq_ignore_ascii_case(name).then_some(value.trim())
    })
}

/// Checks the login as RFC 2617 says: sum, nonce in force, count growing.
fn check(state: &mut State, head: &str, body: &[u8]) -> bool {
    let Some(header) = field(head, "authorization").and_then(|h| h.strip_prefix("Digest ")) else {
        return false;
    };
    let value = |name: &str| {
        header.split(", ").find_map(|part| {
            let (n, value) = part.split_once('=')?;
            (n == name).then(|| value.trim_matches('"'))
        })
    };
    let (Some(nonce), Some(response), Some(uri)) =
        (value("nonce"), value("response"), value("uri"))
    else {
        return false;
    };
    let count = value("nc").map_or(state.count + 1, |nc| u32::from_str_radix(nc, 16).unwrap());
    if nonce != format!("nonce{:027}", state.nonce) || count <= state.count || uri != "/wsman" {
        return false;
    }
    let (nc, cnonce) = (
        value("nc").unwrap_or_default().as_bytes(),
        value("cnonce").unwrap_or_default().as_bytes(),
    );
    let protection = match value("qop") {
        None => Protection::None,
        Some("auth") => Protection::Auth { nc, cnonce },
        Some("auth-int") => Protection::AuthInt { nc, cnonce, body },
        Some(other) => panic!("unexpected qop {other}"),
    };
    let password = Secret::new(PASSWORD.to_owned());
    let ha1 = Ha1::new(USER.as_bytes(), state.realm.as_bytes(), &password);
    let request = digest::Request {
        method: b"POST",
        uri: b"/wsman",
    };
    let expected = digest::response(&ha1, nonce.as_bytes(), request, protection);
    let right = expected == *response.as_bytes() && value("username") == Some(USER);
    if right {
        state.count = count;
    }
    right
}

/// The answer as bytes, and whether the connection ends with it.
fn encode(reply: &Reply, framing: Framing) -> (Vec<u8>, bool) {
    let (reason, kind) = match reply.status {
        200 => ("OK", "application/soap+xml; charset=UTF-8"),
        400 if reply.body.starts_with("<?xml") => {
            ("Bad Request", "application/soap+xml; charset=UTF-8")
        }
        _ => ("Bad Request", "text/html"),
    };
    let head = format!(
        "HTTP/1.1 {} {reason}\r\nDate: Mon, 31 Jan 2022 10:23:04 GMT\r\nServer: {SERVER}\r\n\
         X-Frame-Options: DENY\r\nContent-Type: {kind}\r\n",
        reply.status
    );
    let mut out = head.into_bytes();
    if reply.status != 200 {
        out.extend(b"Connection: close\r\n");
    }
    let body = reply.body.as_bytes();
    match framing {
        Framing::Chunked => {
            out.extend(b"Transfer-Encoding: chunked\r\n\r\n");
            // Sizes of captured answers; they fall into the middle of tags.
            let mut sizes = [544, 762, 60].into_iter().cycle();
            let mut rest = body;
            while !rest.is_empty() {
                let size = sizes.next().unwrap().min(rest.len());
                let (chunk, after) = rest.split_at(size);
                out.extend(format!("{size:04X}\r\n").bytes());
                out.extend(chunk);
                out.extend(b"\r\n");
                rest = after;
            }
            out.extend(b"0\r\n\r\n");
            (out, false)
        }
        Framing::Length => {
            out.extend(format!("Content-Length: {}\r\n\r\n", body.len()).bytes());
            out.extend(body);
            (out, false)
        }
        Framing::UntilClose => {
            out.extend(b"Connection: close\r\n\r\n");
            out.extend(body);
            (out, true)
        }
    }
}

/// The answer to a `Get`: an object of the class asked for with these properties.
pub(crate) fn reply_to(request: &Envelope, properties: &[(&str, &str)]) -> Reply {
    let uri = request.header.resource_uri.clone().unwrap();
    let properties = properties
        .iter()
        .map(|(name, value)| Element::with_text(&uri, name, *value))
        .collect();
    answer(
        request,
        Element::with_children(&uri, ns::class_name(&uri), properties),
    )
}

/// The envelope that answers a request with this body.
pub(crate) fn answer(request: &Envelope, body: Element) -> Reply {
    let header = Header {
        to: Some(ns::ANONYMOUS.to_owned()),
        relates_to: request.header.message_id.clone(),
        action: request
            .header
            .action
            .as_ref()
            .map(|a| format!("{a}Response")),
        message_id: Some("uuid:00000000-8086-8086-8086-000000000001".to_owned()),
        resource_uri: request.header.resource_uri.clone(),
        ..Header::default()
    };
    let body = Some(body);
    Envelope { header, body }.encode_answer().into()
}

/// A fault, as devices send it: with HTTP status 400.
pub(crate) fn fault(request: &Envelope, subcode: Subcode, status: Option<u32>) -> Reply {
    let fault = SoapFault {
        code: FaultCode::Sender,
        subcode,
        reason: "No route can be determined.".to_owned(),
        status: status.map(AmtStatus),
        detail: String::new(),
    };
    let (body, action) = fault.to_element();
    let header = Header {
        relates_to: request.header.message_id.clone(),
        action: Some(action.to_owned()),
        ..Header::default()
    };
    let body = Some(body);
    Reply {
        status: 400,
        body: Envelope { header, body }.encode_answer(),
    }
}
