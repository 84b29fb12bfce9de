//! TLS around any machine of the simulator.
//!
//! The TLS engine is a machine as well: bytes of the network in, bytes of the network out. So
//! latency, cuts and lies of the line happen below it, where they happen in life.

use std::io::{Read as _, Write as _};
use std::sync::Arc;
use std::time::Instant;

use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection};
use rustls_pki_types::CertificateDer;

use super::certificate::Identity;
use super::options::SimError;
use crate::proto::Machine;
use crate::sim::firmware::features::TlsVersions;

/// A machine whose connection is encrypted.
pub(super) struct Tls<M> {
    tls: ServerConnection,
    inner: M,
    /// Decrypted bytes that the machine has not used.
    received: Vec<u8>,
    drained: Vec<u8>,
    said_goodbye: bool,
}

/// Why an encrypted connection ended.
#[derive(Debug, thiserror::Error)]
pub(super) enum TlsError<E: std::error::Error + 'static> {
    /// The peer's bytes are no TLS that we take.
    #[error("TLS")]
    Tls(#[source] rustls::Error),
    /// The machine inside closed.
    #[error(transparent)]
    Inner(E),
}

impl<M: Machine> Tls<M> {
    pub(super) fn new(config: &Arc<ServerConfig>, inner: M) -> Result<Self, rustls::Error> {
        let mut tls = ServerConnection::new(Arc::clone(config))?;
        // What the machine puts out is bounded by itself, and has to wait for the handshake.
        tls.set_buffer_limit(None);
        Ok(Self {
            tls,
            inner,
            received: Vec::new(),
            drained: Vec::new(),
            said_goodbye: false,
        })
    }

    /// Decrypts what the engine has, and gives the machine as much as it can use.
    fn deliver(&mut self, now: Instant) -> Result<(), TlsError<M::Error>> {
        let state = self.tls.process_new_packets().map_err(TlsError::Tls)?;
        let mut plain = vec![0; state.plaintext_bytes_to_read()];
        let read = self.tls.reader().read(&mut plain).unwrap_or(0);
        self.received.extend(plain.iter().take(read));
        let mut used = 0;
        while !self.inner.is_finished() {
            let rest = self.received.get(used..).unwrap_or_default();
            if rest.is_empty() {
                break;
            }
            match self
                .inner
                .handle_input(now, rest)
                .map_err(TlsError::Inner)?
            {
                0 => break,
                len => used += len,
            }
        }
        self.received.drain(..used);
        Ok(())
    }
}

impl<M: Machine> Machine for Tls<M> {
    type Command = M::Command;
    type Event = M::Event;
    type Error = TlsError<M::Error>;

    fn handle_input(&mut self, now: Instant, input: &[u8]) -> Result<usize, Self::Error> {
        let mut rest = input;
        while !rest.is_empty() {
            // Reading from memory fails only when the engine's own buffer is full of what the
            // machine has not taken; it is emptied each time around.
            match self.tls.read_tls(&mut rest) {
                Ok(0) | Err(_) => break,
                Ok(_) => self.deliver(now)?,
            }
        }
        Ok(input.len() - rest.len())
    }

    fn handle_end(&mut self, now: Instant) -> Result<(), Self::Error> {
        self.inner.handle_end(now).map_err(TlsError::Inner)
    }

    fn handle_command(&mut self, now: Instant, command: M::Command) -> Result<(), Self::Error> {
        let result = self.inner.handle_command(now, command);
        result.map_err(TlsError::Inner)?;
        // What had to wait may be of use now.
        self.deliver(now)
    }

    fn handle_timeout(&mut self, now: Instant) -> Result<(), Self::Error> {
        self.inner.handle_timeout(now).map_err(TlsError::Inner)
    }

    fn drain_output(&mut self, out: &mut Vec<u8>) {
        self.inner.drain_output(&mut self.drained);
        // Writing to and from memory without a limit does not fail.
        drop(self.tls.writer().write_all(&self.drained));
        self.drained.clear();
        if self.inner.is_finished() && !self.said_goodbye {
            self.said_goodbye = true;
            self.tls.send_close_notify();
        }
        while self.tls.wants_write() {
            if !matches!(self.tls.write_tls(out), Ok(1..)) {
                break;
            }
        }
    }

    fn poll_event(&mut self) -> Option<M::Event> {
        self.inner.poll_event()
    }

    fn poll_timeout(&self) -> Option<Instant> {
        self.inner.poll_timeout()
    }

    fn is_finished(&self) -> bool {
        self.inner.is_finished()
    }
}

/// The engine's configuration for a device. With `authorities` consoles need a certificate that
/// chains to one of them.
pub(super) fn configuration(
    identity: Identity,
    versions: TlsVersions,
    authorities: &[CertificateDer<'static>],
) -> Result<Arc<ServerConfig>, SimError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions: &[_] = match versions {
        TlsVersions::V1_2 => &[&rustls::version::TLS12],
        TlsVersions::V1_2AndV1_3 => &[&rustls::version::TLS12, &rustls::version::TLS13],
    };
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_protocol_versions(versions)?;
    let builder = if authorities.is_empty() {
        builder.with_no_client_auth()
    } else {
        let mut roots = RootCertStore::empty();
        for authority in authorities {
            roots.add(authority.clone())?;
        }
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
        builder.with_client_cert_verifier(verifier.build()?)
    };
    let Identity { certificate, key } = identity;
    Ok(Arc::new(builder.with_single_cert(vec![certificate], key)?))
}
