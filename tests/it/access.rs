//! Which port, encrypted or not, known by which certificate: the whole way to a device.

use std::net::TcpListener;
use std::time::Duration;

use outband::net::secure::Patience;
use outband::proto::certificate::Fingerprint;
use outband::proto::wsman::class::GeneralSettings;
use outband::proto::wsman::envelope::Envelope;
use outband::session::access::{Access, Security, Service, TlsMode, TrustMode};
use outband::session::control::{Control, Credentials};
use outband::session::{Fault, TrustFault};
use outband::store::paths::Folder;
use outband::store::trusted::{TrustStore, TrustedHow};
use outband::wire::Secret;

use crate::support::http_device::{
    HttpDevice, Options, PASSWORD, REALM, Reply, USER, reply_to, tls_config,
};

fn handler(request: &Envelope) -> Reply {
    reply_to(request, &[("HostName", "pc-1"), ("DigestRealm", REALM)])
}

fn access(target: &str, change: impl FnOnce(&mut Security)) -> Access {
    let mut security = Security::new(TrustStore::in_memory());
    change(&mut security);
    let patience = Patience {
        connect: Duration::from_secs(3),
        handshake: Duration::from_secs(3),
    };
    Access::new(target.parse().unwrap(), security).with_patience(patience)
}

fn login(password: &str) -> Credentials {
    Credentials {
        user: USER.to_owned(),
        password: Secret::new(password.to_owned()),
    }
}

async fn host_name(access: &Access) -> Result<Option<String>, Fault> {
    let mut control = Control::connect(access.clone(), login(PASSWORD)).await?;
    let settings: GeneralSettings = control.get("tell its name").await?;
    Ok(settings.host_name)
}

fn trust_fault<T: std::fmt::Debug>(result: Result<T, Fault>) -> TrustFault {
    match result {
        Err(Fault::Trust(fault)) => fault,
        other => panic!("{other:?}"),
    }
}

async fn plain(ip: &'static str) -> HttpDevice {
    let options = Options {
        port: 16992,
        ..Options::on(ip)
    };
    HttpDevice::start(options, handler).await
}

async fn encrypted(ip: &'static str) -> (HttpDevice, Fingerprint) {
    let (tls, der) = tls_config();
    let options = Options {
        port: 16993,
        tls: Some(tls),
        ..Options::on(ip)
    };
    let device = HttpDevice::start(options, handler).await;
    (device, Fingerprint::of(&der))
}

#[tokio::test]
async fn a_device_with_plain_ports_only_is_reached_and_its_realm_remembered() {
    let _device = plain("127.0.66.1").await;
    let access = access("127.0.66.1", |_| {});
    assert_eq!(host_name(&access).await.unwrap().as_deref(), Some("pc-1"));
    let known = access.known().unwrap();
    assert_eq!(known.realm.as_deref(), Some(REALM));
    assert_eq!(known.encrypted_since, None);
}

#[tokio::test]
async fn encryption_is_used_where_it_is_offered_and_the_first_certificate_asked_about() {
    let plain = plain("127.0.66.2").await;
    let (encrypted, fingerprint) = encrypted("127.0.66.2").await;
    let access = access("127.0.66.2", |_| {});
    let fault = trust_fault(host_name(&access).await);
    let TrustFault::Unknown { certificate, .. } = fault else {
        panic!("{fault:?}");
    };
    assert_eq!(certificate.fingerprint, fingerprint);
    assert!(
        plain.seen().is_empty() && encrypted.seen().is_empty(),
        "no login before the decision"
    );

    access.trust(&certificate, None).unwrap();
    assert_eq!(host_name(&access).await.unwrap().as_deref(), Some("pc-1"));
    assert!(plain.seen().is_empty());
    let pin = access.known().unwrap().certificate.unwrap();
    assert_eq!((pin.fingerprint, pin.how), (fingerprint, TrustedHow::Asked));
}

#[tokio::test]
async fn encryption_that_has_gone_is_said_and_nothing_falls_back() {
    let plain = plain("127.0.66.3").await;
    let access = access("127.0.66.3", |s| s.trust = TrustMode::FirstUse);
    {
        let _encrypted = encrypted("127.0.66.3").await;
        host_name(&access).await.unwrap();
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    let fault = trust_fault(host_name(&access).await);
    assert!(
        matches!(fault, TrustFault::EncryptionGone { .. }),
        "{fault:?}"
    );
    // Not even where the address names the plain port; only on a person's word.
    let named = |mode| {
        let mut security = access.security().clone();
        security.tls = mode;
        Access::new("127.0.66.3:16992".parse().unwrap(), security)
    };
    let fault = trust_fault(host_name(&named(TlsMode::Auto)).await);
    assert!(matches!(fault, TrustFault::PlainPort { .. }), "{fault:?}");
    assert!(plain.seen().is_empty());
    host_name(&named(TlsMode::Off)).await.unwrap();
    assert_eq!(plain.seen().len(), 2);
}

#[tokio::test]
async fn a_changed_certificate_stops_everything_until_a_person_says_why() {
    let access = access("127.0.66.4", |s| s.trust = TrustMode::FirstUse);
    let (first, old) = encrypted("127.0.66.4").await;
    host_name(&access).await.unwrap();
    drop(first);
    tokio::time::sleep(Duration::from_millis(50)).await;
    let (second, new) = encrypted("127.0.66.4").await;
    let fault = trust_fault(host_name(&access).await);
    let TrustFault::Changed {
        known,
        since,
        offered,
        ..
    } = fault
    else {
        panic!("{fault:?}");
    };
    assert_eq!((known, offered.fingerprint), (old, new));
    assert!(since.is_some() && second.seen().is_empty());

    access.trust(&offered, Some("board replaced")).unwrap();
    host_name(&access).await.unwrap();
    let pin = access.known().unwrap().certificate.unwrap();
    assert_eq!(pin.how, TrustedHow::Replaced);
    assert_eq!(pin.reason.as_deref(), Some("board replaced"));
}

#[tokio::test]
async fn a_given_fingerprint_counts_more_than_what_was_remembered() {
    let (_device, fingerprint) = encrypted("127.0.66.5").await;
    let wrong = access("127.0.66.5", |s| {
        s.trust = TrustMode::Fingerprint(Fingerprint([7; 32]));
    });
    let fault = trust_fault(host_name(&wrong).await);
    assert!(matches!(fault, TrustFault::Changed { since: None, .. }));
    let right = access("127.0.66.5", |s| {
        s.trust = TrustMode::Fingerprint(fingerprint)
    });
    host_name(&right).await.unwrap();
    let pin = right.known().unwrap().certificate.unwrap();
    assert_eq!(
        (pin.fingerprint, pin.how),
        (fingerprint, TrustedHow::Fingerprint)
    );
}

#[tokio::test]
async fn the_modes_of_tls_say_what_they_cannot_do() {
    {
        let _plain = plain("127.0.66.6").await;
        let required = access("127.0.66.6", |s| s.tls = TlsMode::Require);
        let fault = trust_fault(host_name(&required).await);
        assert!(matches!(fault, TrustFault::NotEncrypted), "{fault:?}");
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    let _encrypted = encrypted("127.0.66.6").await;
    let off = access("127.0.66.6", |s| s.tls = TlsMode::Off);
    let fault = trust_fault(host_name(&off).await);
    assert!(matches!(fault, TrustFault::OnlyEncrypted), "{fault:?}");
}

#[tokio::test]
async fn ports_of_the_persons_own_are_found_out() {
    let (tls, _) = tls_config();
    let options = Options {
        tls: Some(tls),
        ..Options::on("127.0.66.7")
    };
    let encrypted = HttpDevice::start(options, handler).await;
    let plain = HttpDevice::start(Options::on("127.0.66.7"), handler).await;
    for (device, is_encrypted) in [(&encrypted, true), (&plain, false)] {
        let target = format!("127.0.66.7:{}", device.address.port());
        let access = access(&target, |s| s.trust = TrustMode::FirstUse);
        host_name(&access).await.unwrap();
        assert_eq!(
            access.known().unwrap().encrypted_since.is_some(),
            is_encrypted
        );
    }
}

#[tokio::test]
async fn the_redirection_port_must_show_the_certificate_of_the_other() {
    let (wsman, _) = encrypted("127.0.66.8").await;
    let access = access("127.0.66.8", |s| s.trust = TrustMode::FirstUse);
    host_name(&access).await.unwrap();
    drop(wsman);
    // Another key on 16995.
    let (tls, _) = tls_config();
    let options = Options {
        port: 16995,
        tls: Some(tls),
        ..Options::on("127.0.66.8")
    };
    let _redirection = HttpDevice::start(options, handler).await;
    let fault = trust_fault(access.open(Service::Redirection).await);
    assert!(matches!(fault, TrustFault::Changed { .. }), "{fault:?}");
}

#[tokio::test]
async fn another_realm_behind_the_same_address_gets_no_password() {
    let device = plain("127.0.66.9").await;
    let access = access("127.0.66.9", |_| {});
    host_name(&access).await.unwrap();
    device.trouble([crate::support::http_device::Trouble::Realm("Digest:FFFF")]);
    let fault = trust_fault(host_name(&access).await);
    assert!(
        matches!(fault, TrustFault::RealmChanged { .. }),
        "{fault:?}"
    );
    assert!(!device.seen().pop().unwrap().head.contains("response="));
}

#[tokio::test]
async fn a_list_of_certificates_that_cannot_be_read_trusts_nobody() {
    let _device = plain("127.0.66.10").await;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("trusted.toml"), "version = [").unwrap();
    let store = TrustStore::new(&Folder::new(folder.path().to_owned()));
    let access = access("127.0.66.10", |s| s.store = store);
    let fault = trust_fault(host_name(&access).await);
    assert!(matches!(fault, TrustFault::Store(_)), "{fault:?}");
}

#[tokio::test]
async fn nothing_there_is_said_as_what_it_is() {
    let access = access("127.0.66.11", |_| {});
    assert!(matches!(
        host_name(&access).await,
        Err(Fault::Refused { .. })
    ));
    // A web server on the port.
    let listener = TcpListener::bind("127.0.66.11:16992").unwrap();
    std::thread::spawn(move || {
        use std::io::{Read as _, Write as _};
        for stream in listener.incoming().take(2) {
            let mut stream = stream.unwrap();
            let mut buffer = [0; 4096];
            drop(stream.read(&mut buffer));
            let answer = b"HTTP/1.1 401 No\r\nServer: nginx\r\nWWW-Authenticate: Basic realm=x\r\n\
                Content-Length: 0\r\nConnection: close\r\n\r\n";
            drop(stream.write_all(answer));
        }
    });
    let fault = host_name(&access).await.unwrap_err();
    assert_eq!(fault.kind(), "not-amt");
    assert!(fault.cause().contains("web server"), "{}", fault.cause());
}
