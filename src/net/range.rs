//! A file on a web server, read in ranges: a disk image that is not on this computer.
//!
//! Source: RFC 9110 § 14 (ranges), § 15.4 (redirection).

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Empty};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{
    ACCEPT_ENCODING, CONTENT_RANGE, ETAG, HOST, HeaderValue, IF_RANGE, LAST_MODIFIED, LOCATION,
    RANGE, USER_AGENT,
};
use hyper::http::uri::Scheme;
use hyper::{Method, Request, Response, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tracing::{debug, trace};

use super::connect::{ConnectError, address_text, connect};
use crate::limits;

/// How a server is spoken to.
#[derive(Debug, Clone)]
pub struct RangeOptions {
    /// Longest wait for a connection.
    pub connect: Duration,
    /// Longest wait for each piece of an answer.
    pub answer: Duration,
    /// Issuers trusted beside those of the operating system.
    pub roots: Vec<CertificateDer<'static>>,
}

impl Default for RangeOptions {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(15),
            answer: Duration::from_secs(15),
            roots: Vec::new(),
        }
    }
}

/// A file on a web server. Several reads may run at once, each on a connection of its own.
pub struct RangeFile {
    place: Place,
    len: u64,
    /// What tells whether it is still the same file.
    validator: Option<HeaderValue>,
    options: RangeOptions,
    tls: Option<Arc<ClientConfig>>,
    idle: Mutex<Vec<SendRequest<Empty<Bytes>>>>,
}

/// Why a file cannot be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RangeError {
    /// The address is none.
    #[error("{0} is not an address of a web server")]
    Address(String),
    /// Names and passwords in an address would be stored and shown.
    #[error("the address contains a user name or password")]
    Login,
    /// No connection.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// No TLS.
    #[error("no safe connection to {address}")]
    Tls {
        /// Host and port.
        address: String,
        /// What the handshake said.
        #[source]
        cause: io::Error,
    },
    /// The certificates of this computer cannot be read.
    #[error("the trusted certificates of this computer cannot be used")]
    Roots(#[source] rustls::Error),
    /// The server says no.
    #[error("the server answers {0}")]
    Status(StatusCode),
    /// Redirected in a circle, or to nowhere.
    #[error("the server redirects too often or to nowhere")]
    Redirects,
    /// Redirected from a safe connection to one that is not.
    #[error("the server redirects to an unsafe connection")]
    Downgrade,
    /// The server sends whole files only.
    #[error("the server does not send parts of files")]
    NoRanges,
    /// The answer makes no sense.
    #[error("the server's answer makes no sense")]
    Nonsense,
    /// It is not the file that was opened.
    #[error("the file on the server has changed")]
    Changed,
    /// The connection broke.
    #[error("the connection to the server broke")]
    Http(#[source] hyper::Error),
    /// Nothing came for too long.
    #[error("the server sent nothing for {} s", .0.as_secs())]
    Silent(Duration),
}

/// Where a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    secure: bool,
    host: String,
    port: u16,
    path: String,
}

/// Redirections that are followed.
const REDIRECTS: usize = 5;
/// Connections kept for the next read.
const IDLE: usize = 2;

impl RangeFile {
    /// Looks at a file: follows redirections, finds out its length, and that its server can send
    /// parts of it.
    ///
    /// # Errors
    /// [`RangeError`].
    pub async fn open(address: &str, options: RangeOptions) -> Result<Self, RangeError> {
        let mut file = Self {
            place: Place::parse(address)?,
            len: 0,
            validator: None,
            options,
            tls: None,
            idle: Mutex::new(Vec::new()),
        };
        for _ in 0..=REDIRECTS {
            if file.place.secure && file.tls.is_none() {
                file.tls = Some(Arc::new(tls_config(&file.options.roots)?));
            }
            let (response, sender) = file.ask(0, 0).await?;
            match response.status() {
                StatusCode::PARTIAL_CONTENT => {
                    let range = ContentRange::of(&response).ok_or(RangeError::Nonsense)?;
                    file.len = range.total;
                    file.validator = validator(&response);
                    file.finish(response, sender).await;
                    return Ok(file);
                }
                // An empty file has no first byte.
                StatusCode::RANGE_NOT_SATISFIABLE => return Ok(file),
                StatusCode::OK => return Err(RangeError::NoRanges),
                status if status.is_redirection() => {
                    let to = response.headers().get(LOCATION);
                    let to = to
                        .and_then(|to| to.to_str().ok())
                        .ok_or(RangeError::Redirects)?;
                    let next = file.place.join(to)?;
                    if file.place.secure && !next.secure {
                        return Err(RangeError::Downgrade);
                    }
                    debug!(to = %next, "redirected");
                    file.place = next;
                    file.idle = Mutex::new(Vec::new());
                }
                status => return Err(RangeError::Status(status)),
            }
        }
        Err(RangeError::Redirects)
    }

    /// Number of bytes.
    #[must_use]
    pub const fn len(&self) -> u64 {
        self.len
    }

    /// No byte at all.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Fills `buf` with the bytes from `offset` on. A connection that breaks is replaced once.
    ///
    /// # Errors
    /// [`RangeError`]; `buf` is unspecified then.
    pub async fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<(), RangeError> {
        let Some(last) = (offset + buf.len() as u64).checked_sub(1) else {
            return Ok(());
        };
        if buf.is_empty() {
            return Ok(());
        }
        match self.try_read(offset, last, buf).await {
            Err(RangeError::Http(error)) => {
                debug!(%error, "reading once more");
                self.forget_idle();
                self.try_read(offset, last, buf).await
            }
            result => result,
        }
    }

    async fn try_read(&self, first: u64, last: u64, buf: &mut [u8]) -> Result<(), RangeError> {
        let (mut response, sender) = self.ask(first, last).await?;
        match response.status() {
            StatusCode::PARTIAL_CONTENT => {}
            // The whole file: it is not the one that the validator meant.
            StatusCode::OK | StatusCode::RANGE_NOT_SATISFIABLE => return Err(RangeError::Changed),
            status => return Err(RangeError::Status(status)),
        }
        let range = ContentRange::of(&response).ok_or(RangeError::Nonsense)?;
        if range.total != self.len {
            return Err(RangeError::Changed);
        }
        if (range.first, range.last) != (first, last) {
            return Err(RangeError::Nonsense);
        }
        let mut done = 0;
        while let Some(frame) = self.patiently(response.frame()).await? {
            let Ok(data) = frame.map_err(RangeError::Http)?.into_data() else {
                continue; // Trailers.
            };
            let place = buf.get_mut(done..done + data.len());
            place.ok_or(RangeError::Nonsense)?.copy_from_slice(&data);
            done += data.len();
        }
        if done < buf.len() {
            return Err(RangeError::Nonsense);
        }
        self.keep(sender);
        Ok(())
    }

    /// Asks for a range on a connection that was kept, or on a new one.
    async fn ask(&self, first: u64, last: u64) -> Result<Asked, RangeError> {
        let request = || {
            let mut request = Request::builder()
                .method(Method::GET)
                .uri(self.place.path.as_str())
                .header(HOST, self.place.host_header())
                .header(USER_AGENT, concat!("outband/", env!("CARGO_PKG_VERSION")))
                .header(ACCEPT_ENCODING, "identity")
                .header(RANGE, format!("bytes={first}-{last}"));
            if let Some(validator) = &self.validator {
                request = request.header(IF_RANGE, validator);
            }
            request
                .body(Empty::new())
                .map_err(|_| RangeError::Address(self.place.to_string()))
        };
        // A connection that was kept may have ended meanwhile.
        while let Some(mut sender) = self.take_idle() {
            if sender.ready().await.is_err() {
                continue;
            }
            match self.patiently(sender.send_request(request()?)).await? {
                Ok(response) => return Ok((response, sender)),
                Err(error) => trace!(%error, "a kept connection had ended"),
            }
        }
        let mut sender = self.connect().await?;
        let response = self.patiently(sender.send_request(request()?)).await?;
        Ok((response.map_err(RangeError::Http)?, sender))
    }

    async fn connect(&self) -> Result<SendRequest<Empty<Bytes>>, RangeError> {
        let Place { host, port, .. } = &self.place;
        let stream = connect(host, *port, self.options.connect).await?;
        match &self.tls {
            None => self.handshake(stream).await,
            Some(config) => {
                let failed = |cause| RangeError::Tls {
                    address: address_text(host, *port),
                    cause,
                };
                let name = ServerName::try_from(host.clone())
                    .map_err(|_| RangeError::Address(host.clone()))?;
                let connector = TlsConnector::from(Arc::clone(config));
                let stream = self.patiently(connector.connect(name, stream)).await?;
                self.handshake(stream.map_err(failed)?).await
            }
        }
    }

    async fn handshake<S>(&self, stream: S) -> Result<SendRequest<Empty<Bytes>>, RangeError>
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let (sender, connection) = http1::Builder::new()
            .max_buf_size(limits::HTTP_HEADER_BYTES)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(RangeError::Http)?;
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                trace!(%error, "a connection ended");
            }
        });
        Ok(sender)
    }

    /// Waits for one step of the server.
    async fn patiently<T>(&self, step: impl Future<Output = T>) -> Result<T, RangeError> {
        let within = self.options.answer;
        timeout(within, step)
            .await
            .map_err(|_| RangeError::Silent(within))
    }

    /// Reads what is left of a short answer, so that its connection can be kept.
    async fn finish(&self, mut response: Answer, sender: SendRequest<Empty<Bytes>>) {
        while let Ok(Some(Ok(_))) = self.patiently(response.frame()).await {}
        self.keep(sender);
    }

    fn keep(&self, sender: SendRequest<Empty<Bytes>>) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE {
            idle.push(sender);
        }
    }

    fn take_idle(&self) -> Option<SendRequest<Empty<Bytes>>> {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop()
    }

    fn forget_idle(&self) {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}

type Answer = Response<hyper::body::Incoming>;
type Asked = (Answer, SendRequest<Empty<Bytes>>);

impl fmt::Debug for RangeFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RangeFile")
            .field("place", &self.place)
            .field("len", &self.len)
            .finish_non_exhaustive()
    }
}

impl Place {
    fn parse(address: &str) -> Result<Self, RangeError> {
        let wrong = || RangeError::Address(address.to_owned());
        let uri: Uri = address.parse().map_err(|_| wrong())?;
        let secure = match uri.scheme() {
            Some(scheme) if *scheme == Scheme::HTTP => false,
            Some(scheme) if *scheme == Scheme::HTTPS => true,
            _ => return Err(wrong()),
        };
        let authority = uri.authority().ok_or_else(wrong)?;
        if authority.as_str().contains('@') {
            return Err(RangeError::Login);
        }
        let host = authority
            .host()
            .trim_start_matches('[')
            .trim_end_matches(']');
        let port = authority
            .port_u16()
            .unwrap_or(if secure { 443 } else { 80 });
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        Ok(Self {
            secure,
            host: host.to_owned(),
            port,
            path: path.to_owned(),
        })
    }

    /// Where a `Location` header leads: an address, a path, or a path beside this one.
    fn join(&self, to: &str) -> Result<Self, RangeError> {
        if to.contains("://") {
            return Self::parse(to);
        }
        let scheme = if self.secure { "https" } else { "http" };
        if let Some(rest) = to.strip_prefix("//") {
            return Self::parse(&format!("{scheme}://{rest}"));
        }
        let path = if to.starts_with('/') {
            to.to_owned()
        } else {
            let folder = self.path.split('?').next().unwrap_or_default();
            let folder = folder.rsplit_once('/').map_or("", |(folder, _)| folder);
            format!("{folder}/{to}")
        };
        let address = address_text(&self.host, self.port);
        Self::parse(&format!("{scheme}://{address}{path}"))
    }

    fn host_header(&self) -> String {
        let usual = if self.secure { 443 } else { 80 };
        let text = address_text(&self.host, self.port);
        match text.strip_suffix(&format!(":{usual}")) {
            Some(host) => host.to_owned(),
            None => text,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.secure { "https" } else { "http" };
        write!(f, "{scheme}://{}{}", self.host_header(), self.path)
    }
}

/// `Content-Range: bytes first-last/total`.
#[derive(Debug, PartialEq, Eq)]
struct ContentRange {
    first: u64,
    last: u64,
    total: u64,
}

impl ContentRange {
    fn of<B>(response: &Response<B>) -> Option<Self> {
        Self::parse(response.headers().get(CONTENT_RANGE)?.to_str().ok()?)
    }

    fn parse(text: &str) -> Option<Self> {
        let (range, total) = text.strip_prefix("bytes ")?.trim().split_once('/')?;
        let (first, last) = range.split_once('-')?;
        Some(Self {
            first: first.parse().ok()?,
            last: last.parse().ok()?,
            total: total.parse().ok()?,
        })
    }
}

/// A strong validator: an entity tag, or the time of the last change.
fn validator<B>(response: &Response<B>) -> Option<HeaderValue> {
    let headers = response.headers();
    let strong = |tag: &&HeaderValue| !tag.as_bytes().starts_with(b"W/");
    headers
        .get(ETAG)
        .filter(strong)
        .or_else(|| headers.get(LAST_MODIFIED))
        .cloned()
}

/// TLS with the issuers of the operating system and a few more.
fn tls_config(more: &[CertificateDer<'static>]) -> Result<ClientConfig, RangeError> {
    let mut roots = RootCertStore::empty();
    let native = rustls_native_certs::load_native_certs();
    for error in &native.errors {
        debug!(%error, "a trusted certificate cannot be read");
    }
    roots.add_parsable_certificates(native.certs);
    roots.add_parsable_certificates(more.iter().cloned());
    let provider = Arc::new(ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(RangeError::Roots)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(config)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str) -> Place {
        Place::parse(text).unwrap()
    }

    #[test]
    fn addresses_of_web_servers_are_taken_apart() {
        let p = place("https://mirror.example/iso/a.iso?x=1");
        assert_eq!((p.secure, p.port), (true, 443));
        assert_eq!(
            (p.host.as_str(), p.path.as_str()),
            ("mirror.example", "/iso/a.iso?x=1")
        );
        assert_eq!(p.host_header(), "mirror.example");
        let p = place("http://[::1]:8080");
        assert_eq!(
            (p.host.as_str(), p.port, p.path.as_str()),
            ("::1", 8080, "/")
        );
        assert_eq!(p.host_header(), "[::1]:8080");
        for wrong in ["ftp://a/b", "a/b", "/a", "http://", "http:///x", ""] {
            assert!(Place::parse(wrong).is_err(), "{wrong}");
        }
        let secret = Place::parse("http://me:secret@host/a.iso");
        assert!(matches!(secret, Err(RangeError::Login)));
    }

    #[test]
    fn redirections_lead_where_browsers_go() {
        let from = place("https://a.example:444/x/y.iso?z");
        for (to, expected) in [
            ("http://b.example/c", "http://b.example/c"),
            ("//b.example/c", "https://b.example/c"),
            ("/c", "https://a.example:444/c"),
            ("c.iso", "https://a.example:444/x/c.iso"),
        ] {
            assert_eq!(from.join(to).unwrap().to_string(), expected);
        }
    }

    #[test]
    fn content_ranges_are_read_strictly() {
        let range = ContentRange {
            first: 0,
            last: 99,
            total: 1000,
        };
        assert_eq!(ContentRange::parse("bytes 0-99/1000"), Some(range));
        for wrong in [
            "bytes 0-99/*",
            "0-99/1000",
            "bytes */1000",
            "bytes 1-/5",
            "",
        ] {
            assert_eq!(ContentRange::parse(wrong), None, "{wrong}");
        }
    }
}
