//! The simulator on real sockets.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use outband::sim::trouble::Trouble;
use outband::sim::{
    DeviceOptions, Event, Profile, SceneChoice, SimError, SimOptions, Simulator, vnc_auth,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::support::firmware::bytes;

/// Long enough for any machine; no test waits that long when all is well.
const PATIENCE: Duration = Duration::from_secs(20);
const START_SOL: &[u8] = b"\x10\0\0\0SOL ";
const STARTED: &[u8] = b"\x11\0\0\0\x01\0\x10\x01\x57\x01\0\0\0";

fn options() -> SimOptions {
    SimOptions {
        scene: SceneChoice::Text,
        ..SimOptions::default()
    }
}

fn with_trouble(spec: &str) -> SimOptions {
    SimOptions {
        trouble: spec.parse::<Trouble>().unwrap(),
        ..options()
    }
}

fn redirection(simulator: &Simulator) -> SocketAddr {
    let ports = simulator.ports();
    SocketAddr::new(ports.host, ports.redir.unwrap())
}

async fn read(stream: &mut TcpStream, count: usize) -> Vec<u8> {
    let mut bytes = vec![0; count];
    let read = timeout(PATIENCE, stream.read_exact(&mut bytes)).await;
    read.expect("an answer in time").unwrap();
    bytes
}

async fn rest(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    timeout(PATIENCE, stream.read_to_end(&mut bytes))
        .await
        .expect("an end in time")?;
    Ok(bytes)
}

#[tokio::test]
async fn a_started_device_answers_and_a_stopped_one_is_gone() {
    let simulator = Simulator::start(options()).await.unwrap();
    let address = redirection(&simulator);
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(START_SOL).await.unwrap();
    assert_eq!(read(&mut stream, 13).await, STARTED);
    simulator.stop().await;
    assert_eq!(rest(&mut stream).await.unwrap_or_default(), b"");
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn ports_are_open_as_asked_and_as_the_release_has_them() {
    let simulator = Simulator::start(SimOptions {
        rfb_port: None,
        ..options()
    })
    .await
    .unwrap();
    assert!(simulator.ports().redir.is_some() && simulator.ports().rfb.is_none());
    let tls_only = Simulator::start(SimOptions {
        device: DeviceOptions {
            profile: Profile::Amt16TlsOnly,
            ..DeviceOptions::default()
        },
        ..options()
    })
    .await
    .unwrap();
    assert_eq!((tls_only.ports().redir, tls_only.ports().rfb), (None, None));
}

#[tokio::test]
async fn a_taken_port_is_named_in_the_error() {
    let first = Simulator::start(options()).await.unwrap();
    let second = Simulator::start(SimOptions {
        redir_port: first.ports().redir,
        ..options()
    });
    let Err(SimError::Listen { address, .. }) = second.await else {
        panic!("two devices on one port");
    };
    assert_eq!(address, redirection(&first));
}

#[tokio::test]
async fn a_refusal_is_read_whole_before_the_connection_ends() {
    let simulator = Simulator::start(with_trouble("refuse=busy")).await.unwrap();
    let mut stream = TcpStream::connect(redirection(&simulator)).await.unwrap();
    // More than the device will read: that must not turn the end into a reset.
    stream.write_all(START_SOL).await.unwrap();
    stream.write_all(&[0x13; 4000]).await.unwrap();
    let reply = rest(&mut stream).await.unwrap();
    assert_eq!(reply, b"\x11\x02\0\0\x01\0\x10\x01\x57\x01\0\0\0");
}

#[tokio::test]
async fn trouble_strikes_at_its_byte() {
    let simulator = Simulator::start(with_trouble("cut=5")).await.unwrap();
    let mut stream = TcpStream::connect(redirection(&simulator)).await.unwrap();
    stream.write_all(START_SOL).await.unwrap();
    assert_eq!(rest(&mut stream).await.unwrap(), &STARTED[..5]);

    let simulator = Simulator::start(with_trouble("reset=0")).await.unwrap();
    let mut stream = TcpStream::connect(redirection(&simulator)).await.unwrap();
    stream.write_all(START_SOL).await.unwrap();
    let error = rest(&mut stream).await.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);

    let simulator = Simulator::start(with_trouble("flip=1*1")).await.unwrap();
    let mut stream = TcpStream::connect(redirection(&simulator)).await.unwrap();
    stream.write_all(START_SOL).await.unwrap();
    assert_ne!(read(&mut stream, 13).await, STARTED);
    let mut stream = TcpStream::connect(redirection(&simulator)).await.unwrap();
    stream.write_all(START_SOL).await.unwrap();
    assert_eq!(read(&mut stream, 13).await, STARTED, "only the first");
}

#[tokio::test]
async fn a_slow_line_carries_the_same_bytes() {
    let mut options = options();
    options.speed.latency = Duration::from_millis(5);
    options.speed.rate = Some(100_000);
    let simulator = Simulator::start(options).await.unwrap();
    let mut stream = TcpStream::connect(redirection(&simulator)).await.unwrap();
    for byte in START_SOL {
        stream.write_all(&[*byte]).await.unwrap();
    }
    assert_eq!(read(&mut stream, 13).await, STARTED);
    stream.shutdown().await.unwrap();
    assert_eq!(rest(&mut stream).await.unwrap(), b"");
}

#[tokio::test]
async fn more_connections_than_there_are_places_are_closed_at_once() {
    let simulator = Simulator::start(options()).await.unwrap();
    let address = redirection(&simulator);
    let mut streams = Vec::new();
    for _ in 0..outband::limits::SIM_CONNECTIONS {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(START_SOL).await.unwrap();
        assert_eq!(read(&mut stream, 13).await, STARTED);
        streams.push(stream);
    }
    let mut one_too_many = TcpStream::connect(address).await.unwrap();
    assert_eq!(rest(&mut one_too_many).await.unwrap_or_default(), b"");
    drop(streams.pop());
    // The place becomes free a moment after its connection has ended.
    for _ in 0..1000 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        drop(stream.write_all(START_SOL).await);
        let mut reply = [0; 13];
        if stream.read_exact(&mut reply).await.is_ok() {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("the place did not become free");
}

/// Logs in on the RFB port.
async fn log_in_on_rfb(simulator: &Simulator) -> TcpStream {
    let ports = simulator.ports();
    let mut stream = TcpStream::connect((ports.host, ports.rfb.unwrap()))
        .await
        .unwrap();
    let greeting = read(&mut stream, 12).await;
    assert_eq!(&greeting[..4], b"RFB ");
    stream.write_all(b"RFB 003.008\n").await.unwrap();
    assert_eq!(read(&mut stream, 2).await, [1, 2]);
    stream.write_all(&[2]).await.unwrap();
    let challenge = read(&mut stream, 16).await.try_into().unwrap();
    let response = vnc_auth::response("P@ssw0rd", &challenge);
    stream.write_all(&response).await.unwrap();
    assert_eq!(read(&mut stream, 4).await, [0, 0, 0, 0]);
    stream
}

/// Logs in on the RFB port and reads `ServerInit`.
async fn open_screen(simulator: &Simulator) -> TcpStream {
    let mut stream = log_in_on_rfb(simulator).await;
    stream.write_all(&[1]).await.unwrap();
    read(&mut stream, 24 + 16).await;
    stream
}

#[tokio::test]
async fn a_viewer_is_told_of_keys_that_somebody_else_presses() {
    let simulator = Simulator::start(options()).await.unwrap();
    let mut stream = open_screen(&simulator).await;
    stream
        .write_all(&bytes(
            "02 00 00 01 00 00 00 10 03 01 00 00 00 00 02 D0 01 90",
        ))
        .await
        .unwrap();
    read_update(&mut stream).await;
    stream
        .write_all(&bytes("03 01 00 00 00 00 02 D0 01 90"))
        .await
        .unwrap();
    let now = std::time::Instant::now();
    let key = outband::proto::kvm::keysym::Keysym(0x61);
    simulator.device().lock().key(now, key, true);
    assert!(read_update(&mut stream).await > 0);
}

/// Reads one update of encoding 16 and returns its number of rectangles.
async fn read_update(stream: &mut TcpStream) -> usize {
    let head = read(stream, 4).await;
    assert_eq!(head[..2], [0, 0]);
    let count = usize::from(u16::from_be_bytes([head[2], head[3]]));
    for _ in 0..count {
        let header = read(stream, 16).await;
        let length = u32::from_be_bytes(header[12..].try_into().unwrap());
        read(stream, usize::try_from(length).unwrap()).await;
    }
    count
}

#[tokio::test]
async fn a_viewer_that_never_reads_is_not_listened_to_either() {
    let simulator = Simulator::start(SimOptions {
        scene: SceneChoice::Photo,
        ..options()
    })
    .await
    .unwrap();
    let mut stream = open_screen(&simulator).await;
    let requests = bytes("03 00 00 00 00 00 05 00 03 20").repeat(1000);
    stream
        .write_all(&bytes("02 00 00 01 00 00 00 00"))
        .await
        .unwrap();
    // Each request is for 2 MB. If all were answered and held, this would take 2 TB.
    for _ in 0..1000 {
        let written = timeout(Duration::from_secs(1), stream.write_all(&requests)).await;
        if written.is_err() {
            return;
        }
    }
    panic!("ten million bytes of requests were taken");
}

#[tokio::test]
async fn events_arrive_in_order_and_a_lost_console_ends_its_session() {
    let mut simulator = Simulator::start(options()).await.unwrap();
    let stream = open_screen(&simulator).await;
    drop(stream);
    let mut kinds = Vec::new();
    for _ in 0..3 {
        let event = timeout(PATIENCE, simulator.next_event()).await.unwrap();
        kinds.push(match event {
            Event::Login { ok, .. } => format!("login {ok}"),
            Event::SessionOpen { .. } => "open".into(),
            Event::SessionClose { .. } => "close".into(),
            other => format!("{other:?}"),
        });
    }
    assert_eq!(kinds, ["login true", "open", "close"]);
    assert!(simulator.device().lock().sessions().all().is_empty());
}

#[tokio::test]
async fn a_scene_that_cannot_be_shown_is_an_error() {
    let missing = SimOptions {
        scene: SceneChoice::File("no-such-file.png".into()),
        ..options()
    };
    let error = Simulator::start(missing).await.unwrap_err();
    assert!(error.to_string().contains("no-such-file.png"), "{error}");
}

#[tokio::test]
async fn a_device_without_a_display_closes_where_the_picture_would_begin() {
    let simulator = Simulator::start(with_trouble("no-display")).await.unwrap();
    let mut stream = log_in_on_rfb(&simulator).await;
    stream.write_all(&[1]).await.unwrap();
    assert_eq!(rest(&mut stream).await.unwrap(), b"");
}
