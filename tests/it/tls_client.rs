//! TLS: what is trusted, what is refused before anything is sent, and what is too old.

use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use outband::net::secure::{OpenError, Opened, Patience, Stream, Transport, open};
use outband::net::tls::{Outdated, TlsError};
use outband::net::trust::{Authorities, Distrust, Identity, Safety, TrustPolicy};
use outband::proto::certificate::{Certificate, Fingerprint};
use outband::proto::tls_hello::TlsVersion;
use rcgen::ExtendedKeyUsagePurpose;
use rustls::server::{ClientHello, ResolvesServerCert, WebPkiClientVerifier};
use rustls::sign::CertifiedKey;
use rustls::{RootCertStore, ServerConfig};
use time::OffsetDateTime;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;

use crate::support::certificates::{Made, authority, config, file, made, plain};

const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(5),
    handshake: Duration::from_secs(5),
};

/// A server that says how each of its connections went: what it received, or that it failed.
struct Server {
    address: SocketAddr,
    heard: mpsc::Receiver<Option<Vec<u8>>>,
}

async fn serve(ip: &str, config: ServerConfig) -> Server {
    let listener = TcpListener::bind((ip, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, heard) = mpsc::channel(16);
    let acceptor = TlsAcceptor::from(Arc::new(config));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, tell) = (acceptor.clone(), tell.clone());
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else {
                    drop(tell.send(None).await);
                    return;
                };
                let mut received = vec![0; 64];
                let count = stream.read(&mut received).await.unwrap_or(0);
                received.truncate(count);
                drop(stream.write_all(b"hello").await);
                drop(stream.shutdown().await);
                drop(tell.send(Some(received)).await);
            });
        }
    });
    Server { address, heard }
}

async fn connect(server: &Server, policy: TrustPolicy) -> Result<Opened, OpenError> {
    connect_to(server.address, policy).await
}

async fn connect_to(address: SocketAddr, policy: TrustPolicy) -> Result<Opened, OpenError> {
    let transport = Transport::Tls(policy);
    open(
        &address.ip().to_string(),
        address.port(),
        &transport,
        PATIENCE,
    )
    .await
}

/// Says something and hears the answer: the connection works.
async fn talk(mut opened: Opened) -> Safety {
    opened.stream.write_all(b"ping").await.unwrap();
    opened.stream.flush().await.unwrap();
    let mut answer = Vec::new();
    opened.stream.read_to_end(&mut answer).await.unwrap();
    assert_eq!(answer, b"hello");
    opened.safety
}

fn distrust(result: Result<Opened, OpenError>) -> (Distrust, Box<Certificate>) {
    match result {
        Err(OpenError::Tls(TlsError::Distrusted { why, offered })) => (why, offered),
        other => panic!("{other:?}"),
    }
}

fn pinned(fingerprint: Fingerprint) -> TrustPolicy {
    TrustPolicy {
        pin: Some(fingerprint),
        ..TrustPolicy::default()
    }
}

fn trusting(authority: &Made) -> TrustPolicy {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path(), "ca.pem", &authority.pem);
    TrustPolicy {
        authorities: Some(Arc::new(Authorities::from_pem_file(&path).unwrap())),
        ..TrustPolicy::default()
    }
}

#[tokio::test]
async fn a_first_certificate_is_shown_and_nothing_is_sent_before_the_decision() {
    let cert = made("front-desk-04", &["127.0.62.1"], None, plain);
    let mut server = serve("127.0.62.1", config(&[&cert], &cert)).await;
    let Err(OpenError::Undecided(seen)) = connect(&server, TrustPolicy::default()).await else {
        panic!("decided without asking");
    };
    assert_eq!(seen.fingerprint, cert.fingerprint());
    assert_eq!(seen.subject, "CN=front-desk-04");
    assert_eq!(
        server.heard.recv().await.unwrap(),
        Some(vec![]),
        "not a byte"
    );

    // Trusted now: the pin holds, and it is the same certificate that is shown.
    let safety = talk(connect(&server, pinned(seen.fingerprint)).await.unwrap()).await;
    assert_eq!(safety, Safety::Pinned(seen));
    assert_eq!(safety.to_string(), "TLS, pinned");
    assert_eq!(server.heard.recv().await.unwrap(), Some(b"ping".to_vec()));
}

#[tokio::test]
async fn first_use_without_asking_says_so_and_refuses_what_is_out_of_date() {
    let policy = TrustPolicy {
        first_use: true,
        ..TrustPolicy::default()
    };
    let cert = made("a", &[], None, plain);
    let server = serve("127.0.62.2", config(&[&cert], &cert)).await;
    let opened = connect(&server, policy.clone()).await.unwrap();
    assert!(opened.is_first_use);
    talk(opened).await;

    let old = made("a", &[], None, |params| {
        params.not_before = OffsetDateTime::from_unix_timestamp(1_000_000_000).unwrap();
        params.not_after = OffsetDateTime::from_unix_timestamp(1_100_000_000).unwrap();
    });
    let server = serve("127.0.62.2", config(&[&old], &old)).await;
    let result = connect(&server, policy).await;
    assert!(matches!(result, Err(OpenError::Undecided(_))));
    // A pin proves the device whatever the dates say, and the connection shows its age.
    let safety = talk(connect(&server, pinned(old.fingerprint())).await.unwrap()).await;
    assert!(safety.is_out_of_date(OffsetDateTime::now_utc()));
}

#[tokio::test]
async fn a_changed_certificate_is_refused_in_the_handshake() {
    let [known, other] = ["a", "a"].map(|name| made(name, &[], None, plain));
    let mut server = serve("127.0.62.3", config(&[&other], &other)).await;
    let policy = TrustPolicy {
        first_use: true,
        ..pinned(known.fingerprint())
    };
    let (why, offered) = distrust(connect(&server, policy).await);
    assert_eq!(
        why,
        Distrust::Changed {
            known: known.fingerprint()
        }
    );
    assert_eq!(offered.fingerprint, other.fingerprint());
    assert_eq!(
        server.heard.recv().await.unwrap(),
        None,
        "no handshake either"
    );
}

/// Shows a certificate without having its key, as anybody on the network could.
#[derive(Debug)]
struct Impostor(Arc<CertifiedKey>);

impl ResolvesServerCert for Impostor {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.clone())
    }
}

#[tokio::test]
async fn a_pinned_certificate_shown_by_somebody_without_its_key_proves_nothing() {
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let [real, thief] = ["a", "b"].map(|name| made(name, &[], None, plain));
        let key = rustls::crypto::ring::sign::any_supported_type(&thief.key()).unwrap();
        let stolen = CertifiedKey::new(vec![real.der.clone()], key);
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[version])
            .unwrap()
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(Impostor(Arc::new(stolen))));
        let server = serve("127.0.62.4", config).await;
        for policy in [pinned(real.fingerprint()), TrustPolicy::default()] {
            let result = connect(&server, policy).await;
            assert!(
                matches!(result, Err(OpenError::Tls(TlsError::Handshake(_)))),
                "{version:?}: {result:?}"
            );
        }
    }
}

#[tokio::test]
async fn an_authority_vouches_for_name_and_date_or_the_reason_is_given() {
    let ca = authority("Example CA");
    let good = made("x", &["127.0.62.5"], Some(&ca), plain);
    let server = serve("127.0.62.5", config(&[&good], &good)).await;
    let safety = talk(connect(&server, trusting(&ca)).await.unwrap()).await;
    assert_eq!(safety.to_string(), "TLS, known issuer");

    // As AMT's often are: the host only in the common name.
    let common = made("127.0.62.5", &[], Some(&ca), plain);
    let server = serve("127.0.62.5", config(&[&common], &common)).await;
    talk(connect(&server, trusting(&ca)).await.unwrap()).await;

    let wrong = made("x", &["other.example"], Some(&ca), plain);
    let server = serve("127.0.62.5", config(&[&wrong], &wrong)).await;
    let (why, _) = distrust(connect(&server, trusting(&ca)).await);
    assert_eq!(why, Distrust::WrongName);

    let expired = made("x", &["127.0.62.5"], Some(&ca), |params| {
        params.not_before = OffsetDateTime::from_unix_timestamp(1_000_000_000).unwrap();
        params.not_after = OffsetDateTime::from_unix_timestamp(1_100_000_000).unwrap();
    });
    let server = serve("127.0.62.5", config(&[&expired], &expired)).await;
    let (why, offered) = distrust(connect(&server, trusting(&ca)).await);
    assert_eq!(why, Distrust::Expired);
    assert_eq!(offered.not_after.unix_timestamp(), 1_100_000_000);
    // The one with the pin is known without anybody vouching for it.
    let policy = TrustPolicy {
        pin: Some(expired.fingerprint()),
        ..trusting(&ca)
    };
    talk(connect(&server, policy).await.unwrap()).await;

    let other = authority("Another CA");
    let server = serve("127.0.62.5", config(&[&good], &good)).await;
    let (why, _) = distrust(connect(&server, trusting(&other)).await);
    assert_eq!(why, Distrust::UnknownIssuer);
}

#[tokio::test]
async fn mutual_tls_shows_our_certificate_only_to_a_known_device() {
    let ca = authority("Example CA");
    let console = made("console", &[], Some(&ca), |params| {
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    });
    let folder = tempfile::tempdir().unwrap();
    let identity = {
        let chain = file(folder.path(), "console.pem", &console.pem);
        let key = file(folder.path(), "console.key", &console.key.serialize_pem());
        Arc::new(Identity::from_pem_files(&chain, &key).unwrap())
    };
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let cert = made("pc", &[], None, plain);
        let mut roots = RootCertStore::empty();
        roots.add(ca.der.clone()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier =
            WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone());
        let config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[version])
            .unwrap()
            .with_client_cert_verifier(verifier.build().unwrap())
            .with_single_cert(vec![cert.der.clone()], cert.key())
            .unwrap();
        let server = serve("127.0.62.6", config).await;

        let policy = TrustPolicy {
            identity: Some(identity.clone()),
            ..pinned(cert.fingerprint())
        };
        talk(connect(&server, policy).await.unwrap()).await;

        // Without a certificate: known at once in TLS 1.2, with the first byte in 1.3.
        match connect(&server, pinned(cert.fingerprint())).await {
            Err(OpenError::Tls(TlsError::WantsIdentity)) => {}
            Ok(mut opened) => {
                assert!(opened.wants_identity);
                let error = opened.stream.read_u8().await.unwrap_err();
                assert!(outband::net::tls::is_about_identity(&error), "{error}");
            }
            other => panic!("{version:?}: {other:?}"),
        }

        // To a stranger our certificate is not shown, even though we have one: somebody has to
        // decide first.
        let stranger = TrustPolicy {
            identity: Some(identity.clone()),
            ..TrustPolicy::default()
        };
        match connect(&server, stranger.clone()).await {
            Err(OpenError::Undecided(offered)) => {
                assert_eq!(offered.fingerprint, cert.fingerprint());
            }
            other => panic!("{version:?}: {other:?}"),
        }
        let trusting = TrustPolicy {
            first_use: true,
            ..stranger
        };
        let opened = connect(&server, trusting).await.unwrap();
        assert!(opened.is_first_use, "{version:?}");
        talk(opened).await;
    }
    let missing = Identity::from_pem_files(&folder.path().join("no"), &folder.path().join("no"));
    assert!(missing.unwrap_err().to_string().contains("cannot be read"));
    let empty = file(folder.path(), "empty.pem", "");
    assert!(
        Authorities::from_pem_file(&empty)
            .unwrap_err()
            .to_string()
            .contains("holds no")
    );
}

#[tokio::test]
async fn a_port_that_speaks_something_else_is_said_to() {
    for greeting in [
        &b"HTTP/1.1 400 Bad Request\r\n\r\n"[..],
        b"RFB 003.008\n",
        b"SSH-2.0-x\r\n",
    ] {
        let listener = TcpListener::bind("127.0.62.7:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                drop(stream.write_all(greeting).await);
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        });
        let result = connect_to(address, TrustPolicy::default()).await;
        assert!(
            matches!(result, Err(OpenError::Tls(TlsError::NotTls))),
            "{result:?}"
        );
    }
    // As the plain redirection port does with a message it does not know.
    let listener = TcpListener::bind("127.0.62.7:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            drop(stream.read_u8().await);
        }
    });
    let result = connect_to(address, TrustPolicy::default()).await;
    assert!(
        matches!(result, Err(OpenError::Tls(TlsError::Io(_)))),
        "{result:?}"
    );
}

/// `openssl s_server`, ended with this value.
struct OpenSsl {
    child: Child,
    address: SocketAddr,
    _folder: tempfile::TempDir,
}

impl Drop for OpenSsl {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn openssl(arguments: &[&str]) {
    let output = Command::new("openssl").args(arguments).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

impl OpenSsl {
    /// Starts a server with an RSA certificate of our making; `None` if there is no openssl.
    async fn start(ip: &str, arguments: &[&str], version_1: bool) -> Option<Self> {
        if Command::new("openssl").arg("version").output().is_err() {
            eprintln!("skipped: openssl is not installed");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let (key, cert) = (path("key.pem"), path("cert.pem"));
        if version_1 {
            // A request signed without extensions gives a certificate of version 1.
            let request = path("request.pem");
            let subject = [
                "-newkey", "rsa:2048", "-nodes", "-keyout", &key, "-subj", "/CN=old",
            ];
            openssl(&[&["req", "-new", "-out", &request][..], &subject].concat());
            openssl(&[
                "x509", "-req", "-in", &request, "-signkey", &key, "-out", &cert,
            ]);
        } else {
            openssl(&[
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", &key, "-out", &cert,
                "-subj", "/CN=old", "-days", "30",
            ]);
        }
        let port = {
            let listener = std::net::TcpListener::bind((ip, 0)).unwrap();
            listener.local_addr().unwrap().port()
        };
        let address: SocketAddr = format!("{ip}:{port}").parse().unwrap();
        let child = Command::new("openssl")
            .args(["s_server", "-quiet", "-accept", &address.to_string()])
            .args(["-cert", &cert, "-key", &key])
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self {
            child,
            address,
            _folder: folder,
        };
        for _ in 0..200 {
            if tokio::net::TcpStream::connect(address).await.is_ok() {
                return Some(server);
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("openssl s_server does not listen");
    }
}

/// Cipher suites of an old engine.
const OLD: [&str; 2] = [
    "-cipher",
    "AES128-SHA:AES256-SHA:AES128-GCM-SHA256:@SECLEVEL=0",
];

#[tokio::test]
async fn openssl_from_1_0_to_1_3_the_old_ones_end_in_plain_words() {
    let mut fingerprints = Vec::new();
    for (number, (arguments, expected)) in [
        (&["-tls1", OLD[0], OLD[1]][..], Some("TLS 1.0")),
        (&["-tls1_1", OLD[0], OLD[1]], Some("TLS 1.1")),
        (
            &["-tls1_2", OLD[0], OLD[1]],
            Some("TLS 1.2 without forward secrecy"),
        ),
        (&["-tls1_2"], None),
        (&["-tls1_3"], None),
    ]
    .into_iter()
    .enumerate()
    {
        let ip = format!("127.0.63.{}", number + 1);
        let Some(server) = OpenSsl::start(&ip, arguments, false).await else {
            return;
        };
        match (
            connect_to(server.address, TrustPolicy::default()).await,
            expected,
        ) {
            (Err(OpenError::Outdated { offers }), Some(expected)) => {
                assert_eq!(offers.to_string(), expected, "{arguments:?}");
            }
            (Err(OpenError::Undecided(seen)), None) => {
                assert_eq!(
                    (seen.subject.as_str(), seen.key.as_str()),
                    ("CN=old", "RSA 2048")
                );
                let opened = connect_to(server.address, pinned(seen.fingerprint))
                    .await
                    .unwrap();
                assert!(matches!(opened.stream, Stream::Tls(_)));
                fingerprints.push(seen.fingerprint);
            }
            (other, _) => panic!("{arguments:?}: {other:?}"),
        }
    }
    assert_eq!(fingerprints.len(), 2);
    assert_eq!(Outdated::Version(TlsVersion::TLS10).to_string(), "TLS 1.0");
}

#[tokio::test]
async fn a_certificate_of_version_1_is_pinned_and_its_key_checked_all_the_same() {
    for (number, version) in ["-tls1_2", "-tls1_3"].into_iter().enumerate() {
        let ip = format!("127.0.64.{}", number + 1);
        let Some(server) = OpenSsl::start(&ip, &[version], true).await else {
            return;
        };
        let Err(OpenError::Undecided(seen)) =
            connect_to(server.address, TrustPolicy::default()).await
        else {
            panic!("{version}: not asked");
        };
        connect_to(server.address, pinned(seen.fingerprint))
            .await
            .unwrap();
        let why = distrust(connect_to(server.address, pinned(Fingerprint([0; 32]))).await).0;
        assert!(matches!(why, Distrust::Changed { .. }), "{why}");
    }
}
