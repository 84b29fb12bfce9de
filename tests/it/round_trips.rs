//! How often the console has to wait for an answer until the first picture is there: what counts
//! on a slow line. The figures stand in `docs/performance.md`.

use std::sync::Arc;

use outband::session::{
    Access, Command, Credentials, Event, OpenOptions, Security, Stage, Target, TrustMode,
};
use outband::store::trusted::TrustStore;
use outband::wire::Secret;
use rustls::ServerConfig;

use crate::support::amt::{closed, next, open_here};
use crate::support::certificates::{Front, made, plain};
use crate::support::process::Sim;
use crate::support::tap::Tap;

/// What the console says while a screen opens, one line for each wait; after the connection
/// itself, which is another one.
const PLAIN: [&str; 9] = [
    "StartRedirectionSession",
    "login methods?",
    "challenge?",
    "login",
    "start of KVM",
    "RFB version",
    "security type",
    "ClientInit",
    "SetEncodings, SetPixelFormat, FramebufferUpdateRequest",
];

/// Names what the console said in its nth turn.
fn name(turn: usize, said: &[u8]) -> String {
    let begins = match said {
        [0x10, ..] => "StartRedirectionSession",
        [0x13, _, _, _, 0, ..] => "login methods?",
        [0x13, _, _, _, 4, length, ..] if *length < 100 => "challenge?",
        [0x13, ..] => "login",
        [0x40, ..] => "start of KVM",
        [b'R', b'F', b'B', ..] => "RFB version",
        [1] if turn == 6 => "security type",
        [1] => "ClientInit",
        [2 | 0, ..] if said.len() > 40 => "SetEncodings, SetPixelFormat, FramebufferUpdateRequest",
        other => return format!("{other:02x?}"),
    };
    begins.to_owned()
}

/// Opens the screen of a PC and closes it once the first picture is whole.
fn open_screen(target: &str) {
    let target: Target = target.parse().unwrap();
    let login = Credentials::new(&target, None, Secret::new("P@ssw0rd".to_owned()));
    let security = Security {
        trust: TrustMode::FirstUse,
        ..Security::new(TrustStore::in_memory())
    };
    let options = OpenOptions::new(Access::new(target, security), login);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let mut screen = open_here(options);
        loop {
            match next(&mut screen).await.unwrap() {
                Event::Stage(Stage::Live) => break,
                Event::Closed(fault) => panic!("{fault:?}"),
                _ => {}
            }
        }
        screen.send(Command::Close).unwrap();
        assert!(closed(&mut screen).await.is_none());
    });
}

fn pc(ip: &str, port: &str) -> Sim {
    // A picture that fits into one update.
    Sim::start(&[
        "--bind",
        ip,
        "--redir-port",
        port,
        "--rfb-port",
        "off",
        "--scene",
        "post",
    ])
}

#[test]
fn a_plain_screen_opens_in_ten_round_trips() {
    let _sim = pc("127.0.196.11", "16994");
    let tap = Tap::start("127.0.196.1", 16994, ("127.0.196.11", 16994));
    open_screen("127.0.196.1");
    let turns = tap.turns();
    let names: Vec<_> = turns
        .iter()
        .enumerate()
        .map(|(n, said)| name(n, said))
        .collect();
    assert_eq!(names[..PLAIN.len()], PLAIN);
    // What follows asks for the next picture, or says goodbye.
    for said in &turns[PLAIN.len()..] {
        assert_eq!(said.first(), Some(&3), "{said:02x?}");
    }
}

#[test]
fn tls_1_2_costs_two_more_and_tls_1_3_one() {
    let _sim = pc("127.0.196.12", "16994");
    for (version, more) in [(&rustls::version::TLS12, 2), (&rustls::version::TLS13, 1)] {
        let cert = made("pc", &[], None, plain);
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[version])
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![cert.der.clone()], cert.key())
            .unwrap();
        let front = Front::start("127.0.196.13", 16995, config, ("127.0.196.12", 16994));
        let port = if more == 2 {
            "127.0.196.2"
        } else {
            "127.0.196.3"
        };
        let tap = Tap::start(port, 16995, ("127.0.196.13", 16995));
        open_screen(port);
        let turns = tap.turns();
        // The first of each has the type of its record in clear: handshakes, then data, and maybe
        // an alert for goodbye.
        let handshakes = turns.iter().filter(|said| matches!(said[0], 0x14 | 0x16));
        let handshakes = handshakes.count();
        // In TLS 1.3 what ends the handshake travels together with the first data.
        assert_eq!(handshakes, 2, "{version:?}");
        let first_data = match more {
            2 => 2,
            _ => 1,
        };
        let needed = first_data + PLAIN.len();
        assert!(turns.len() >= needed, "{version:?}: {}", turns.len());
        assert!(turns.len() <= needed + 3, "{version:?}: {}", turns.len());
        drop(front);
    }
}
