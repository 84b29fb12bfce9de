//! One way to a port of a device: plain, or encrypted and trusted.
//!
//! Every channel (WS-Management, screen, serial, storage) opens its connection here, so that all
//! of them keep to the same trust.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

use super::connect::{ConnectError, address_text, connect};
use super::tls::{self, Outdated, TlsError};
use super::trust::{Safety, TrustPolicy, Verdict};
use crate::proto::certificate::Certificate;

/// How a port is spoken to.
#[derive(Debug, Clone)]
pub enum Transport {
    /// Without encryption.
    Plain,
    /// TLS, with what the device must prove.
    Tls(TrustPolicy),
}

/// How long each step may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// Name and TCP. A sleeping engine loses the first packets and wakes up within seconds.
    pub connect: Duration,
    /// TLS. Old engines need a second for their RSA key.
    pub handshake: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(15),
            handshake: Duration::from_secs(8),
        }
    }
}

/// An open connection.
#[derive(Debug)]
pub enum Stream {
    /// Without encryption.
    Plain(TcpStream),
    /// Encrypted.
    Tls(Box<TlsStream<TcpStream>>),
}

/// Why a port could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// No TCP connection.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// No TLS, or no trust.
    #[error(transparent)]
    Tls(TlsError),
    /// The device's encryption is too old for us.
    #[error("the device offers only {offers}")]
    Outdated {
        /// What it offers.
        offers: Outdated,
    },
    /// The certificate was never seen before and nobody has decided about it. Nothing was sent.
    #[error("nobody has decided about the certificate yet")]
    Undecided(Box<Certificate>),
}

/// A connection and how safe it is.
#[derive(Debug)]
pub struct Opened {
    /// The bytes.
    pub stream: Stream,
    /// Host and port as a person writes them.
    pub address: String,
    /// For the person to see.
    pub safety: Safety,
    /// It was trusted just now because it was the first certificate; to be remembered.
    pub is_first_use: bool,
    /// The device asked for a certificate of ours and got none: it may hang up for that.
    pub wants_identity: bool,
}

/// Opens a port of a device.
///
/// # Errors
/// [`OpenError`].
pub async fn open(
    host: &str,
    port: u16,
    transport: &Transport,
    patience: Patience,
) -> Result<Opened, OpenError> {
    let tcp = connect(host, port, patience.connect).await?;
    over(tcp, host, port, transport, patience).await
}

/// The same over a connection that is already there.
///
/// # Errors
/// [`OpenError`].
pub async fn over(
    tcp: TcpStream,
    host: &str,
    port: u16,
    transport: &Transport,
    patience: Patience,
) -> Result<Opened, OpenError> {
    let policy = match transport {
        Transport::Plain => {
            return Ok(Opened {
                stream: Stream::Plain(tcp),
                address: address_text(host, port),
                safety: Safety::Plain,
                is_first_use: false,
                wants_identity: false,
            });
        }
        Transport::Tls(policy) => policy,
    };
    let mut result = tls::handshake(tcp, host, policy, patience.handshake).await;
    let unknown = match &result {
        Ok(secured) if secured.verdict == Verdict::Unknown => Some(&secured.certificate),
        Err(TlsError::Withheld(certificate)) => Some(&**certificate),
        _ => None,
    };
    let is_first_use = unknown.is_some();
    if let Some(certificate) = unknown {
        if !policy.accepts_first_use(certificate) {
            return Err(OpenError::Undecided(Box::new(certificate.clone())));
        }
        let is_withheld = match &result {
            Ok(secured) => secured.wants_identity && policy.identity.is_some(),
            Err(_) => true,
        };
        if is_withheld {
            // It is known from now on, so it may see who we are.
            let policy = TrustPolicy {
                pin: Some(certificate.fingerprint),
                ..policy.clone()
            };
            let tcp = connect(host, port, patience.connect).await?;
            result = tls::handshake(tcp, host, &policy, patience.handshake).await;
        }
    }
    let secured = match result {
        Ok(secured) => secured,
        Err(error) => return Err(explained(error, host, port, patience).await),
    };
    let certificate = Box::new(secured.certificate);
    Ok(Opened {
        stream: Stream::Tls(Box::new(secured.stream)),
        address: address_text(host, port),
        safety: match secured.verdict {
            Verdict::KnownIssuer => Safety::KnownIssuer(certificate),
            Verdict::Pinned | Verdict::Unknown => Safety::Pinned(certificate),
        },
        is_first_use,
        wants_identity: secured.wants_identity,
    })
}

/// Finds out whether a failed handshake is a matter of age.
async fn explained(error: TlsError, host: &str, port: u16, patience: Patience) -> OpenError {
    if !error.may_be_old() {
        return OpenError::Tls(error);
    }
    let again = || async {
        let connection = connect(host, port, patience.connect).await;
        connection.map_err(|error| io::Error::other(error.to_string()))
    };
    match tls::find_old(again, patience.handshake).await {
        Some(offers) => OpenError::Outdated { offers },
        None => OpenError::Tls(error),
    }
}

impl Stream {
    /// Address and port of the device.
    ///
    /// # Errors
    /// What the operating system says, when the connection is gone already.
    pub fn peer_addr(&self) -> io::Result<SocketAddr> {
        match self {
            Self::Plain(stream) => stream.peer_addr(),
            Self::Tls(stream) => stream.get_ref().0.peer_addr(),
        }
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_read(cx, buf),
            Self::Tls(stream) => Pin::new(stream).poll_read(cx, buf),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_write(cx, bytes),
            Self::Tls(stream) => Pin::new(stream).poll_write(cx, bytes),
        }
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_write_vectored(cx, slices),
            Self::Tls(stream) => Pin::new(stream).poll_write_vectored(cx, slices),
        }
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Self::Plain(stream) => stream.is_write_vectored(),
            Self::Tls(stream) => stream.is_write_vectored(),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_flush(cx),
            Self::Tls(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_shutdown(cx),
            Self::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}
