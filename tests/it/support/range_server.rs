//! A web server with one file, that can be asked to misbehave.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// What the server has and how it behaves.
#[derive(Default)]
pub(crate) struct Behaviour {
    pub(crate) bytes: Mutex<Vec<u8>>,
    /// Part of the entity tag: changes with the file.
    pub(crate) version: AtomicU64,
    /// Requests answered.
    pub(crate) requests: AtomicUsize,
    /// Requests are not answered at all.
    pub(crate) is_stuck: AtomicBool,
    /// Sends whole files only.
    pub(crate) has_no_ranges: AtomicBool,
    /// Closes the connection after every answer.
    pub(crate) closes: AtomicBool,
    /// Answers with this status.
    pub(crate) status: AtomicU64,
}

/// A running server; it ends when dropped.
pub(crate) struct Web {
    pub(crate) address: SocketAddr,
    pub(crate) behaviour: Arc<Behaviour>,
    _tasks: JoinSet<()>,
}

impl Web {
    /// Serves `bytes` as `/disk.iso`; `/old` leads there, `/circle` to itself.
    pub(crate) async fn start(bytes: Vec<u8>, tls: Option<tokio_rustls::TlsAcceptor>) -> Self {
        let behaviour = Arc::new(Behaviour {
            bytes: Mutex::new(bytes),
            ..Behaviour::default()
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut tasks = JoinSet::new();
        let shared = Arc::clone(&behaviour);
        tasks.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let (behaviour, tls) = (Arc::clone(&shared), tls.clone());
                connections.spawn(async move {
                    match tls {
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                serve(stream, behaviour).await;
                            }
                        }
                        None => serve(stream, behaviour).await,
                    }
                });
            }
        });
        Self {
            address,
            behaviour,
            _tasks: tasks,
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/disk.iso", self.address)
    }
}

async fn serve<S>(stream: S, behaviour: Arc<Behaviour>)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let service = service_fn(|request| answer(request, Arc::clone(&behaviour)));
    let connection = hyper::server::conn::http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
    drop(connection);
}

async fn answer(
    request: Request<Incoming>,
    behaviour: Arc<Behaviour>,
) -> Result<Response<Full<Bytes>>, std::convert::Infallible> {
    while behaviour.is_stuck.load(Ordering::Relaxed) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    behaviour.requests.fetch_add(1, Ordering::Relaxed);
    let mut builder = Response::builder();
    if behaviour.closes.load(Ordering::Relaxed) {
        builder = builder.header("connection", "close");
    }
    let status = u16::try_from(behaviour.status.load(Ordering::Relaxed)).unwrap();
    if status != 0 {
        return Ok(builder.status(status).body(Full::default()).unwrap());
    }
    let redirect = |to| Response::builder().status(302).header("location", to);
    match request.uri().path() {
        "/disk.iso" => {}
        "/old" => return Ok(redirect("disk.iso").body(Full::default()).unwrap()),
        "/circle" => return Ok(redirect("/circle").body(Full::default()).unwrap()),
        _ => {
            let missing = builder.status(StatusCode::NOT_FOUND);
            return Ok(missing.body(Full::default()).unwrap());
        }
    }
    let bytes = behaviour.bytes.lock().unwrap().clone();
    let tag = format!("\"v{}\"", behaviour.version.load(Ordering::Relaxed));
    let header = |name| request.headers().get(name).map(|v| v.to_str().unwrap());
    let is_same = header("if-range").is_none_or(|wanted| wanted == tag);
    let range =
        header("range").filter(|_| is_same && !behaviour.has_no_ranges.load(Ordering::Relaxed));
    let Some(range) = range else {
        return Ok(builder.body(Full::new(bytes.into())).unwrap());
    };
    let (first, last) = range
        .strip_prefix("bytes=")
        .unwrap()
        .split_once('-')
        .unwrap();
    let (first, last): (usize, usize) = (first.parse().unwrap(), last.parse().unwrap());
    let total = bytes.len();
    if first >= total {
        let beyond = builder
            .status(416)
            .header("content-range", format!("bytes */{total}"));
        return Ok(beyond.body(Full::default()).unwrap());
    }
    let last = last.min(total - 1);
    let part = Bytes::from(bytes).slice(first..=last);
    Ok(builder
        .status(206)
        .header("etag", tag)
        .header("content-range", format!("bytes {first}-{last}/{total}"))
        .body(Full::new(part))
        .unwrap())
}
