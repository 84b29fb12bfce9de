//! Certificates made by the tests, and servers that show them.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use outband::proto::certificate::Fingerprint;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair,
};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::TcpListener;

/// A certificate with its key.
pub(crate) struct Made {
    pub(crate) der: CertificateDer<'static>,
    pub(crate) pem: String,
    pub(crate) key: KeyPair,
    pub(crate) params: CertificateParams,
}

impl Made {
    pub(crate) fn key(&self) -> PrivateKeyDer<'static> {
        PrivateKeyDer::try_from(self.key.serialize_der()).unwrap()
    }

    pub(crate) fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.der)
    }
}

/// A certificate with this common name and these other names, signed by itself or by `by`.
pub(crate) fn made(
    common: &str,
    names: &[&str],
    by: Option<&Made>,
    change: fn(&mut CertificateParams),
) -> Made {
    let names: Vec<_> = names.iter().map(|n| (*n).to_owned()).collect();
    let mut params = CertificateParams::new(names).unwrap();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, common);
    change(&mut params);
    let key = KeyPair::generate().unwrap();
    let certificate = match by {
        None => params.self_signed(&key).unwrap(),
        Some(issuer) => {
            let issuer = Issuer::from_params(&issuer.params, &issuer.key);
            params.signed_by(&key, &issuer).unwrap()
        }
    };
    Made {
        der: certificate.der().clone(),
        pem: certificate.pem(),
        key,
        params,
    }
}

/// An issuer.
pub(crate) fn authority(name: &str) -> Made {
    made(name, &[], None, |params| {
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    })
}

/// Nothing special about it.
pub(crate) fn plain(_: &mut CertificateParams) {}

/// A server that shows `chain`.
pub(crate) fn config(chain: &[&Made], key: &Made) -> ServerConfig {
    let chain = chain.iter().map(|made| made.der.clone()).collect();
    builder()
        .with_no_client_auth()
        .with_single_cert(chain, key.key())
        .unwrap()
}

pub(crate) fn builder() -> rustls::ConfigBuilder<ServerConfig, rustls::WantsVerifier> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
}

/// A file with this text.
pub(crate) fn file(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

/// TLS in front of a plain port, with whatever certificate the test wants. It ends with this value.
pub(crate) struct Front {
    _runtime: tokio::runtime::Runtime,
}

impl Front {
    /// Listens on `ip` and `port` and passes what comes on to `to`.
    pub(crate) fn start(ip: &str, port: u16, config: ServerConfig, to: (&str, u16)) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let listener = runtime.block_on(listen(ip, port));
        let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
        let to = (to.0.to_owned(), to.1);
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, to) = (acceptor.clone(), to.clone());
                tokio::spawn(async move {
                    let Ok(mut stream) = acceptor.accept(stream).await else {
                        return;
                    };
                    let mut plain = tokio::net::TcpStream::connect(to).await.unwrap();
                    drop(tokio::io::copy_bidirectional(&mut stream, &mut plain).await);
                });
            }
        });
        Self { _runtime: runtime }
    }
}

/// Listens. Waits for an address that was let go a moment ago: a program that another test starts
/// at that moment holds a copy of its socket until it runs.
async fn listen(ip: &str, port: u16) -> TcpListener {
    for _ in 0..200 {
        match TcpListener::bind((ip, port)).await {
            Err(error) if error.kind() == ErrorKind::AddrInUse => {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            bound => return bound.unwrap(),
        }
    }
    panic!("{ip}:{port} is still in use");
}
