//! What a port tells anybody who knocks: no login, nothing secret, nothing left open.
//!
//! Source: `docs/protocol/wsman.md` § 1.2, § 1.3; `docs/protocol/redirection.md` § 2.

use std::io;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper::header::{CONTENT_LENGTH, HOST, HeaderName, SERVER, WWW_AUTHENTICATE};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::time::timeout;

use super::connect::address_text;
use crate::limits;
use crate::proto::redir::messages::{
    AuthType, AuthenticateSession, AuthenticateSessionReply, EndRedirectionSession,
    FirmwareVersion, SessionType, StartRedirectionSession, StartRedirectionSessionReply, Status,
};
use crate::wire::{Reader, WireError};

/// Why a knock was not answered as hoped.
#[derive(Debug, thiserror::Error)]
pub enum KnockError {
    /// Nothing, or not enough, within this time.
    #[error("no answer within {0:?}")]
    Silent(Duration),
    /// The connection ended.
    #[error("the connection ended")]
    Ended(#[source] io::Error),
    /// Something that is no such answer.
    #[error("the answer is of another kind")]
    Stranger {
        /// Its first bytes.
        heard: Vec<u8>,
    },
}

/// What a web server tells without a login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebAnswer {
    /// HTTP status.
    pub status: u16,
    /// `Server` header.
    pub server: Option<String>,
    /// Every `WWW-Authenticate` header.
    pub challenges: Vec<String>,
}

/// Posts nothing to `/wsman`, without a login. Every answer of Intel AMT names its version, and
/// the refusal names the logins that it takes.
///
/// # Errors
/// [`KnockError`].
pub async fn web<S>(
    stream: S,
    host: &str,
    port: u16,
    within: Duration,
) -> Result<WebAnswer, KnockError>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let ended = |error: hyper::Error| KnockError::Ended(io::Error::other(error));
    let knock = async {
        let (mut sender, connection) = http1::Builder::new()
            .max_buf_size(limits::HTTP_HEADER_BYTES)
            .max_headers(limits::HTTP_HEADERS)
            .ignore_invalid_headers_in_responses(true)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(ended)?;
        let request = Request::builder()
            .method(Method::POST)
            .uri("/wsman")
            .header(HOST, address_text(host, port))
            .header(CONTENT_LENGTH, 0)
            .body(Full::new(Bytes::new()))
            .map_err(|error| KnockError::Ended(io::Error::other(error)))?;
        let exchange = sender.send_request(request);
        // Both halves here: dropping this future closes the connection.
        tokio::pin!(exchange, connection);
        let response = tokio::select! {
            response = &mut exchange => response,
            _ = &mut connection => exchange.await,
        };
        let response = match response {
            Ok(response) => response,
            Err(error) if error.is_parse() => {
                return Err(KnockError::Stranger { heard: Vec::new() });
            }
            Err(error) => return Err(ended(error)),
        };
        let text = |name: &HeaderName| {
            let values = response.headers().get_all(name).into_iter();
            let texts = values.map(|v| String::from_utf8_lossy(v.as_bytes()).into_owned());
            texts.collect::<Vec<_>>()
        };
        Ok(WebAnswer {
            status: response.status().as_u16(),
            server: text(&SERVER).into_iter().next(),
            challenges: text(&WWW_AUTHENTICATE),
        })
    };
    timeout(within, knock)
        .await
        .unwrap_or(Err(KnockError::Silent(within)))
}

/// What a redirection port tells without a login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartAnswer {
    /// May a session of this kind begin?
    pub status: Status,
    /// Release, if it may.
    pub firmware: Option<FirmwareVersion>,
    /// Ways to log in, if it may.
    pub methods: Vec<AuthType>,
}

/// Asks to begin a session and for the ways to log in, and leaves before any login. The device
/// does not count that as a session.
///
/// # Errors
/// [`KnockError`].
pub async fn redirection<S>(
    mut stream: S,
    session_type: SessionType,
    within: Duration,
) -> Result<StartAnswer, KnockError>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let knock = async {
        let mut out = Vec::new();
        StartRedirectionSession { session_type }.encode(&mut out);
        send(&mut stream, &out).await?;
        let reply = receive(&mut stream, |r| match r.u8()? {
            StartRedirectionSessionReply::TYPE => StartRedirectionSessionReply::decode(r),
            got => Err(unexpected(got)),
        })
        .await?;
        if reply.status != Status::SUCCESS {
            return Ok(StartAnswer {
                status: reply.status,
                firmware: None,
                methods: Vec::new(),
            });
        }
        send(&mut stream, &AuthenticateSession::QUERY).await?;
        let methods = receive(&mut stream, |r| match r.u8()? {
            AuthenticateSessionReply::TYPE => {
                let reply = AuthenticateSessionReply::decode(r)?;
                Ok(reply.data.iter().copied().map(AuthType).collect())
            }
            got => Err(unexpected(got)),
        })
        .await?;
        out.clear();
        EndRedirectionSession.encode(&mut out);
        // It closes either way.
        drop(send(&mut stream, &out).await);
        Ok(StartAnswer {
            status: reply.status,
            firmware: reply.firmware,
            methods,
        })
    };
    timeout(within, knock)
        .await
        .unwrap_or(Err(KnockError::Silent(within)))
}

/// What a VNC server says first: its version, twelve bytes.
///
/// # Errors
/// [`KnockError`].
pub async fn vnc<S>(mut stream: S, within: Duration) -> Result<String, KnockError>
where
    S: AsyncRead + Unpin,
{
    let mut greeting = [0; 12];
    let read = timeout(within, stream.read_exact(&mut greeting)).await;
    match read {
        Err(_) => Err(KnockError::Silent(within)),
        Ok(Err(error)) => Err(KnockError::Ended(error)),
        Ok(Ok(_)) if greeting.starts_with(b"RFB ") => {
            let text = String::from_utf8_lossy(&greeting);
            Ok(text.trim_end().to_owned())
        }
        Ok(Ok(_)) => Err(KnockError::Stranger {
            heard: greeting.to_vec(),
        }),
    }
}

fn unexpected(got: u8) -> WireError {
    WireError::Invalid {
        field: "message type",
        got: got.into(),
    }
}

async fn send<S: AsyncWrite + Unpin>(stream: &mut S, bytes: &[u8]) -> Result<(), KnockError> {
    stream.write_all(bytes).await.map_err(KnockError::Ended)?;
    stream.flush().await.map_err(KnockError::Ended)
}

/// Reads until a whole message is there. Nothing follows it before we speak again.
async fn receive<S: AsyncRead + Unpin, T>(
    stream: &mut S,
    decode: impl Fn(&mut Reader<'_>) -> Result<T, WireError>,
) -> Result<T, KnockError> {
    let mut buffer = Vec::with_capacity(ANSWER_BYTES);
    loop {
        match decode(&mut Reader::new(&buffer)) {
            Ok(message) => return Ok(message),
            Err(WireError::Incomplete) if buffer.len() < ANSWER_BYTES => {}
            Err(_) => return Err(KnockError::Stranger { heard: buffer }),
        }
        let read = stream
            .read_buf(&mut buffer)
            .await
            .map_err(KnockError::Ended)?;
        if read == 0 {
            let cause = io::ErrorKind::UnexpectedEof.into();
            return Err(KnockError::Ended(cause));
        }
    }
}

/// Both answers have a dozen bytes and a short list.
const ANSWER_BYTES: usize = limits::AUTH_DATA_BYTES + 16;

#[cfg(test)]
mod tests {
    use tokio::io::duplex;

    use super::*;

    const WITHIN: Duration = Duration::from_secs(20);

    /// Plays a device that says `answers` one after the other, each after it heard something.
    async fn play(answers: &'static [&'static [u8]]) -> tokio::io::DuplexStream {
        let (ours, mut theirs) = duplex(4096);
        tokio::spawn(async move {
            let mut heard = [0; 256];
            for answer in answers {
                if theirs.read(&mut heard).await.unwrap_or(0) == 0 {
                    return;
                }
                theirs.write_all(answer).await.unwrap();
            }
        });
        ours
    }

    #[tokio::test]
    async fn a_redirection_port_tells_release_and_logins_without_one() {
        // docs/protocol/redirection.md § 8.1, a device with digest only.
        let stream = play(&[
            b"\x11\0\0\0\x01\0\x0F\0\x57\x01\0\0\0",
            b"\x14\0\0\0\0\x01\0\0\0\x04",
        ])
        .await;
        let answer = redirection(stream, SessionType::Sol, WITHIN).await.unwrap();
        assert_eq!(answer.status, Status::SUCCESS);
        assert_eq!(answer.firmware.map(|v| v.major), Some(15));
        assert_eq!(answer.methods, [AuthType::DIGEST_QOP]);
    }

    #[tokio::test]
    async fn a_refused_start_tells_why_and_asks_no_more() {
        let stream = play(&[b"\x11\x02\0\0"]).await;
        let answer = redirection(stream, SessionType::Kvm, WITHIN).await.unwrap();
        assert_eq!(answer.status, Status::BUSY);
        assert!(answer.methods.is_empty());
    }

    #[tokio::test]
    async fn strangers_and_silence_are_told_apart() {
        let stream = play(&[b"HTTP/1.1 400 Bad Request\r\n\r\n"]).await;
        let stranger = redirection(stream, SessionType::Sol, WITHIN).await;
        assert!(
            matches!(&stranger, Err(KnockError::Stranger { heard }) if heard.starts_with(b"HTTP")),
            "{stranger:?}"
        );
        let stream = play(&[]).await;
        let ended = redirection(stream, SessionType::Sol, WITHIN).await;
        assert!(matches!(ended, Err(KnockError::Ended(_))), "{ended:?}");
        let (_theirs, ours) = duplex(64);
        let silent = vnc(ours, Duration::from_millis(20)).await;
        assert!(matches!(silent, Err(KnockError::Silent(_))), "{silent:?}");
    }

    #[tokio::test]
    async fn a_web_server_names_itself_and_its_logins() {
        let stream = play(&[b"HTTP/1.1 401 Unauthorized\r\n\
            Server: Intel(R) Active Management Technology 15.0.23.1706\r\n\
            WWW-Authenticate: Digest realm=\"Digest:72\", nonce=\"B9\",stale=\"false\",qop=\"auth\"\r\n\
            Content-Length: 0\r\nConnection: close\r\n\r\n"])
        .await;
        let answer = web(stream, "pc", 16992, WITHIN).await.unwrap();
        assert_eq!(answer.status, 401);
        assert!(answer.server.unwrap().ends_with("15.0.23.1706"));
        assert_eq!(answer.challenges.len(), 1);
    }
}
