//! What answers at an address, without a login.

use std::time::Duration;

use outband::session::Stranger;
use outband::session::flow::probe::{
    self, Encryption, LoginMethod, PortRole, PortState, Probe, ProbeOptions, SetupState, Speech,
    Standing,
};
use outband::sim::Profile;
use outband::sim::listen::Presence;

use crate::support::pc::{access, control, pc};
use crate::support::program::run;

async fn probed(access: &outband::session::Access, presence_port: u16) -> Probe {
    let options = ProbeOptions {
        within: Duration::from_secs(10),
        presence_port,
    };
    probe::probe(access, options, |_| {}).await.unwrap()
}

#[tokio::test]
async fn every_release_is_recognised_without_a_login_and_nothing_is_counted_as_one() {
    for (n, profile) in Profile::ALL.into_iter().enumerate() {
        let ip = format!("127.0.76.{}", n + 1);
        let sim = pc(&ip, profile, |o| o.presence = Presence::Port(0)).await;
        let ports = sim.ports();
        let found = probed(&access(&ip), ports.presence.unwrap()).await;
        assert!(found.is_amt() && found.is_alive(), "{profile}");
        let release = profile.firmware();
        let version = found.version().unwrap();
        let start = format!("{}.{}.", release.major, release.minor);
        assert!(version.starts_with(&start), "{profile}: {version}");

        let pong = found.presence.unwrap();
        assert!(pong.is_intel && pong.state == SetupState::Configured);
        assert_eq!(pong.version, Some((release.major, release.minor)));

        for role in [PortRole::Wsman, PortRole::Redirection] {
            let port = found.port(role).unwrap();
            let state = if profile.has_plain_ports() {
                PortState::Open
            } else {
                PortState::Closed
            };
            assert_eq!(port.state, state, "{profile} {role:?}");
        }
        for role in [PortRole::WsmanTls, PortRole::RedirectionTls] {
            let Some(Encryption::Works {
                certificate,
                standing,
            }) = &found.port(role).unwrap().encryption
            else {
                panic!("{profile}: {found:?}");
            };
            assert_eq!(*standing, Standing::New);
            assert_eq!(
                Some(certificate.fingerprint.to_string().as_str()),
                sim.fingerprint()
            );
        }
        let redirection = found.port(PortRole::RedirectionTls).unwrap();
        let Some(Speech::Redirection { logins, .. }) = &redirection.speech else {
            panic!("{profile}: {redirection:?}");
        };
        assert_eq!(
            logins.contains(&LoginMethod::ClearText),
            release.major < 11,
            "{profile}"
        );
        assert!(logins.contains(&LoginMethod::DigestQop));
        let web = found.port(PortRole::WsmanTls).unwrap();
        assert!(
            matches!(&web.speech, Some(Speech::Management { realm: Some(_), logins, .. })
                if logins.contains(&LoginMethod::DigestQop)),
            "{web:?}"
        );
        let events = std::iter::from_fn(|| sim.device().lock().poll_event());
        let texts: Vec<_> = events.map(|event| format!("{event:?}")).collect();
        assert!(texts.is_empty(), "{profile}: {texts:?}");
        sim.stop().await;
    }
}

#[tokio::test]
async fn a_certificate_is_known_once_it_was_trusted_and_changed_when_it_is_another() {
    let ip = "127.0.76.21";
    let access = access(ip);
    for (seed, before, after) in [
        (1, Standing::New, Standing::Known),
        (2, Standing::Changed, Standing::Changed),
    ] {
        let sim = pc(ip, Profile::Amt16, |o| o.device.seed = seed).await;
        let standing = async || match &probed(&access, 1)
            .await
            .port(PortRole::WsmanTls)
            .unwrap()
            .encryption
        {
            Some(Encryption::Works { standing, .. }) => *standing,
            other => panic!("{other:?}"),
        };
        assert_eq!(standing().await, before);
        // Remembers the first, and stops at the second.
        drop(access.open(outband::session::access::Service::Wsman).await);
        assert_eq!(standing().await, after);
        sim.stop().await;
    }
}

#[tokio::test]
async fn nothing_there_and_something_else_there_are_results_too() {
    let nothing = probed(&access("127.0.76.22"), 1).await;
    assert!(nothing.is_alive(), "loopback refuses, so the host is there");
    assert!(!nothing.is_amt() && nothing.version().is_none() && nothing.presence.is_none());
    assert!(nothing.ports.iter().all(|p| p.state == PortState::Closed));

    let listener = std::net::TcpListener::bind("127.0.76.23:16994").unwrap();
    std::thread::spawn(move || {
        use std::io::Write as _;
        for stream in listener.incoming().take(1) {
            drop(stream.unwrap().write_all(b"SSH-2.0-OpenSSH_9.2p1\r\n"));
        }
    });
    let other = probed(&access("127.0.76.23"), 1).await;
    assert!(!other.is_amt());
    let port = other.port(PortRole::Redirection).unwrap();
    assert_eq!(
        port.speech,
        Some(Speech::Stranger(Stranger::Ssh)),
        "{port:?}"
    );
    let fault = probe::probe(
        &access("no-such-host.invalid"),
        ProbeOptions::default(),
        |_| {},
    )
    .await
    .unwrap_err();
    assert_eq!(fault.kind(), "unknown-name");
}

#[tokio::test]
async fn a_silent_host_ends_within_the_time_given() {
    // Connections are taken and never answered; pings are swallowed.
    let listener = std::net::TcpListener::bind("127.0.76.24:16993").unwrap();
    let udp = std::net::UdpSocket::bind("127.0.76.24:0").unwrap();
    let options = ProbeOptions {
        within: Duration::from_millis(300),
        presence_port: udp.local_addr().unwrap().port(),
    };
    let access = access("127.0.76.24");
    let asking = probe::probe(&access, options, |_| {});
    let found = tokio::time::timeout(Duration::from_secs(30), asking).await;
    let found = found.unwrap().unwrap();
    let port = found.port(PortRole::WsmanTls).unwrap();
    assert!(port.is_open(), "{port:?}");
    assert!(
        matches!(port.encryption, Some(Encryption::Failed(_))),
        "{port:?}"
    );
    assert!(!found.is_amt());
    drop(listener);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_tells_scripts_what_answers() {
    let ip = "127.0.76.25";
    let sim = pc(ip, Profile::Amt12, |_| {}).await;
    // A login before does not matter.
    drop(control(ip).await);
    let ended =
        tokio::task::spawn_blocking(move || run(&["probe", ip, "--json", "--timeout", "10"]));
    let ended = ended.await.unwrap();
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let found = ended.json();
    assert_eq!(
        (&found["amt"], &found["version"]),
        (&true.into(), &"12.0.67.1579".into())
    );
    let tls = &found["ports"].as_array().unwrap()[3];
    assert_eq!(
        (&tls["port"], &tls["state"]),
        (&16993.into(), &"open".into())
    );
    assert_eq!(
        tls["tls"]["certificate"]["fingerprint"].as_str(),
        sim.fingerprint()
    );
    assert_eq!(tls["logins"][0], "digest-qop");
    let nothing = tokio::task::spawn_blocking(|| run(&["probe", "127.0.76.26"]));
    let nothing = nothing.await.unwrap();
    assert_eq!(nothing.code, Some(3));
    assert!(
        nothing.stdout.contains("answers, and Intel AMT does not"),
        "{}",
        nothing.stdout
    );
}
