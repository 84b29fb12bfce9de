//! Peers that are absent, busy, somebody else or broken: each ends in its own sentence and exit
//! code, in time, whatever they send.

use std::net::TcpListener;
use std::process::{Command, Output};
use std::time::Duration;

use outband::limits;
use outband::session::{self, Access, Credentials, Event, Fault, Security, Target, TlsMode};
use outband::store::trusted::TrustStore;
use outband::wire::Secret;
use outband::wire::hexdump::parse_hex;

use crate::support::process::config_home;
use crate::support::script::{Scripted, Step};

/// Nothing here may take longer than the longest wait of a handshake.
const PATIENCE: Duration = Duration::from_secs(60);

fn hex(text: &str) -> Vec<u8> {
    parse_hex(text).unwrap()
}

fn send(text: &str) -> Step {
    Step::Send(hex(text))
}

/// A device up to a granted login (`docs/protocol/redirection.md` § 8.1).
fn login() -> Vec<Step> {
    let mut steps = up_to_challenge();
    steps.extend([Step::TakeLogin, send("14 00 00 00 04 00 00 00 00")]);
    steps
}

fn up_to_challenge() -> Vec<Step> {
    vec![
        Step::Take(8),
        send("11 00 00 00 01 00 0F 00 57 01 00 00 00"),
        Step::TakeLogin,
        send("14 00 00 00 00 01 00 00 00 04"),
        Step::TakeLogin,
        Step::Send(challenge()),
    ]
}

/// The challenge of § 3.4.
fn challenge() -> Vec<u8> {
    let mut bytes = hex("14 01 00 00 04 4E 00 00 00");
    for field in [
        "Digest:A4070000000000000000000000000000",
        "QqkLCwcAAAAAAAAAxlmI4kzPyQ2vHs7T",
        "auth",
    ] {
        bytes.push(u8::try_from(field.len()).unwrap());
        bytes.extend(field.bytes());
    }
    bytes[5] = u8::try_from(bytes.len() - 9).unwrap();
    bytes
}

/// A device up to the security result of RFB (§ 8.3); it has not described its screen yet.
fn kvm() -> Vec<Step> {
    let mut steps = login();
    steps.extend([
        Step::Take(8),
        Step::Send([&hex("41 00 00 00 00 00 00 00")[..], b"RFB 004.000\n"].concat()),
        Step::Take(12),
        send("02 01 80"),
        Step::Take(1),
        send("00 00 00 00"),
        Step::Take(1),
    ]);
    steps
}

/// A device with a screen of 720 × 400 that then sends `bytes` and waits.
fn screen(bytes: &str) -> Vec<Step> {
    let mut steps = kvm();
    let init = "02 D0 01 90 10 10 00 01 00 1F 00 3F 00 1F 0B 05 00 00 00 00 00 00 00 10";
    steps.push(Step::Send([&hex(init)[..], b"Intel(r) AMT KVM"].concat()));
    // SetEncodings or SetPixelFormat, whichever comes first, has arrived.
    steps.extend([Step::Take(20), send(bytes), Step::Hold]);
    steps
}

/// Saves the screen of a device on `host`; returns exit code and standard error.
fn save_screen(host: &str, port: u16) -> (i32, String) {
    let folder = tempfile::tempdir().unwrap();
    let png = folder.path().join("screen.png");
    let output: Output = Command::new(env!("CARGO_BIN_EXE_outband"))
        .args(["screen", &format!("admin@{host}:1:{port}"), "--png"])
        .arg(&png)
        // Not asked whether it speaks TLS: it would take that for the session.
        .args(["--tls", "off"])
        .env("XDG_CONFIG_HOME", config_home())
        .env("OUTBAND_PASSWORD", "P@ssw0rd")
        .output()
        .unwrap();
    assert!(!png.exists(), "no picture, no file");
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(!text.contains("panicked"), "{text}");
    assert!(!text.contains("ssw0rd"), "{text}");
    (output.status.code().unwrap(), text)
}

/// Plays `script` and expects one exit code and one sentence.
fn expect(host: &str, script: Vec<Step>, code: i32, sentence: &str) -> Scripted {
    let device = Scripted::start(host, script);
    let (got, text) = save_screen(host, device.port);
    assert!(text.contains(sentence), "expected “{sentence}” in:\n{text}");
    assert_eq!(got, code, "{text}");
    device
}

#[test]
fn a_closed_port_says_that_intel_amt_does_not_answer() {
    let port = {
        let listener = TcpListener::bind("127.0.92.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let (code, text) = save_screen("127.0.92.1", port);
    assert_eq!(code, 3, "{text}");
    assert!(
        text.contains("The PC answers, Intel AMT does not"),
        "{text}"
    );
}

#[test]
fn a_name_that_does_not_exist_is_named() {
    let (code, text) = save_screen("pc.invalid", 16994);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("The name pc.invalid is not known"), "{text}");
}

/// Without any network, in a namespace of its own, every address is out of reach.
#[test]
fn an_address_that_no_network_leads_to_is_told_from_one_that_is_silent() {
    let namespace = ["--map-root-user", "--net", "--"];
    let allowed = Command::new("unshare").args(namespace).arg("true").status();
    if !allowed.is_ok_and(|status| status.success()) {
        eprintln!("not tested: this system lets nobody make a network namespace");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for address in ["192.0.2.7", "[2001:db8::7]"] {
        let output = Command::new("unshare")
            .args(namespace)
            .args([env!("CARGO_BIN_EXE_outband"), "screen", address, "--png"])
            .arg(folder.path().join("screen.png"))
            .env("OUTBAND_PASSWORD", "P@ssw0rd")
            .output()
            .unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{text}");
        let cause = "No network of this computer leads there";
        assert!(text.contains(cause), "{text}");
    }
}

/// Each empty update is answered by a request for the next one; this device never takes any.
#[test]
fn a_device_that_stops_reading_is_given_up_before_memory_is() {
    let mut script = screen("");
    script.pop();
    let requests = limits::SEND_BUFFER_BYTES / 10;
    // As much again fits between the sockets.
    script.push(Step::Send([0; 4].repeat(2 * requests)));
    script.push(Step::Ignore);
    expect(
        "127.0.92.31",
        script,
        3,
        "The PC stopped taking what we send",
    );
}

#[test]
fn a_device_that_accepts_and_stays_silent_is_given_up() {
    expect("127.0.92.2", vec![Step::Hold], 3, "silent");
}

#[test]
fn each_refusal_of_the_session_has_its_own_words_and_code() {
    let refuse = |status: u8| vec![Step::Take(8), Step::Send(vec![0x11, status, 0, 0])];
    expect("127.0.92.3", refuse(1), 8, "firmware");
    expect("127.0.92.3", refuse(2), 7, "Another console is connected");
    expect("127.0.92.3", refuse(3), 8, "KVM");
    expect("127.0.92.3", refuse(5), 6, "The user's consent is needed");
    expect("127.0.92.3", refuse(0xFF), 1, "");
    expect("127.0.92.3", refuse(0x77), 1, "");
}

#[test]
fn a_wrong_password_is_tried_once_and_said() {
    let mut script = up_to_challenge();
    script.extend([Step::TakeLogin, Step::Send(challenge()), Step::Hold]);
    let device = expect("127.0.92.4", script, 4, "Login refused");
    assert_eq!(
        device.connections(),
        1,
        "a second try would count against the account"
    );
}

#[test]
fn a_refusal_without_another_challenge_is_a_wrong_password_too() {
    let mut script = up_to_challenge();
    script.extend([Step::TakeLogin, send("14 01 00 00 04 00 00 00 00")]);
    expect("127.0.92.4", script, 4, "Login refused");
}

#[test]
fn a_device_that_takes_only_clear_text_gets_no_password() {
    let script = vec![
        Step::Take(8),
        send("11 00 00 00 01 00 06 00 57 01 00 00 00"),
        Step::TakeLogin,
        send("14 00 00 00 00 01 00 00 00 01"),
        Step::Hold,
    ];
    expect("127.0.92.4", script, 4, "clear text");
}

#[test]
fn strangers_on_the_port_are_recognised() {
    let answer = |text: &str| vec![Step::Take(8), Step::Send(text.into()), Step::Hold];
    let greet = |text: &str| vec![Step::Send(text.into()), Step::Hold];
    expect(
        "127.0.92.5",
        answer("HTTP/1.1 400 Bad Request\r\n\r\n"),
        1,
        "web server",
    );
    expect("127.0.92.5", greet("SSH-2.0-OpenSSH_9.2p1\r\n"), 1, "SSH");
    expect("127.0.92.5", greet("RFB 003.008\n"), 1, "vnc://");
    expect("127.0.92.5", greet("220 mail.example ESMTP\r\n"), 1, "");
}

#[test]
fn lengths_of_4_gib_are_refused_before_they_arrive() {
    let script = vec![
        Step::Take(8),
        send("11 00 00 00 01 00 0F 00 57 01 00 00 00"),
        Step::TakeLogin,
        send("14 00 00 00 00 FF FF FF FF 04"),
        Step::Hold,
    ];
    expect("127.0.92.6", script, 1, "The PC sent something unexpected");
    let rect = "00 00 00 01 | 00 00 00 00 00 40 00 40 00 00 00 10 FF FF FF FF 00";
    expect(
        "127.0.92.6",
        screen(rect),
        1,
        "The PC sent something unexpected",
    );
    let text = "03 00 00 00 FF FF FF FF";
    expect(
        "127.0.92.6",
        screen(text),
        1,
        "The PC sent something unexpected",
    );
}

#[test]
fn rectangles_that_break_the_rules_end_the_session() {
    for bytes in [
        // Plain RLE, two pixels wide and high, a run of five.
        "00 00 00 01 | 00 00 00 00 00 02 00 02 00 00 00 10 00 00 00 09 00 04 00 FB FF 80 00 F8 04",
        // A rectangle that begins beyond the right edge.
        "00 00 00 01 | 02 D0 00 00 00 01 00 01 00 00 00 00 00 F8",
        // An encoding that nobody asked for.
        "00 00 00 01 | 00 00 00 00 00 01 00 01 00 00 00 63",
        // A message that does not exist.
        "F7",
        // Stored length and its complement disagree, and it is no zlib stream either.
        "00 00 00 01 | 00 00 00 00 00 02 00 02 00 00 00 10 00 00 00 08 07 03 00 FC FE 01 00 F8",
        // A palette with an index beyond it: three colours, index 3.
        "00 00 00 01 | 00 00 00 00 00 04 00 01 00 00 00 10 00 00 00 0D 00 08 00 F7 FF \
         03 00 F8 E0 07 1F 00 FF",
    ] {
        expect(
            "127.0.92.7",
            screen(bytes),
            1,
            "The PC sent something unexpected",
        );
    }
}

#[test]
fn a_device_that_closes_instead_of_describing_its_screen_is_asked_again_with_fewer_colours() {
    let device = expect("127.0.92.8", kvm(), 1, "No display is connected");
    assert_eq!(device.connections(), 2, "16 bits first, then 8");
}

#[test]
fn a_screen_without_pixels_or_beyond_all_limits_is_refused() {
    for size in ["00 00 01 90", "FF FF FF FF"] {
        let mut steps = kvm();
        let rest = "10 10 00 01 00 1F 00 3F 00 1F 0B 05 00 00 00 00 00 00 00 00";
        steps.extend([send(&format!("{size} {rest}")), Step::Hold]);
        expect("127.0.92.9", steps, 1, "The PC sent something unexpected");
    }
}

/// A device that draws two tiles and hangs up.
fn short_session() -> Vec<Step> {
    let picture = "00 00 00 02 \
        | 00 00 00 00 00 40 00 40 00 00 00 10 00 00 00 0B 78 9C 62 64 F8 01 00 00 00 FF FF \
        | 00 40 00 00 00 40 00 40 00 00 00 10 00 00 00 09 62 94 67 00 00 00 00 FF FF";
    let mut steps = screen(picture);
    steps.retain(|step| !matches!(step, Step::Hold));
    steps
}

/// The same, but everything it says ends after `left` bytes; the console still has its turns.
fn cut_after(mut left: usize) -> Vec<Step> {
    let mut steps = short_session();
    for (i, step) in steps.iter_mut().enumerate() {
        let Step::Send(bytes) = step else { continue };
        if bytes.len() > left {
            bytes.truncate(left);
            steps.truncate(i + 1);
            break;
        }
        left -= bytes.len();
    }
    steps
}

/// Opens a session and waits for its end.
async fn ending(host: &str, port: u16) -> Option<Fault> {
    let target: Target = format!("{host}:1:{port}").parse().unwrap();
    let login = Credentials::new(&target, None, Secret::new("P@ssw0rd".to_owned()));
    // Not asked whether it speaks TLS: it would take that for the session.
    let security = Security {
        tls: TlsMode::Off,
        ..Security::new(TrustStore::in_memory())
    };
    let options = session::OpenOptions::new(Access::new(target, security), login);
    let mut handle = session::open(&tokio::runtime::Handle::current(), options, || {});
    let waiting = async {
        loop {
            match handle.next_event().await {
                Some(Event::Closed(fault)) => return fault,
                Some(_) => {}
                None => panic!("the last event is missing"),
            }
        }
    };
    tokio::time::timeout(PATIENCE, waiting)
        .await
        .expect("it must end in time")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_cut_after_any_byte_ends_with_a_fault_and_never_hangs() {
    let host = "127.0.92.10";
    let said = |step: &Step| {
        if let Step::Send(bytes) = step {
            bytes.len()
        } else {
            0
        }
    };
    let whole: usize = short_session().iter().map(said).sum();
    let mut sessions = tokio::task::JoinSet::new();
    for cut in 0..=whole {
        let device = Scripted::start(host, cut_after(cut));
        sessions.spawn(async move { (cut, ending(host, device.port).await) });
    }
    while let Some(ended) = sessions.join_next().await {
        let (cut, fault) = ended.unwrap();
        let fault = fault.unwrap_or_else(|| panic!("cut after {cut} of {whole} bytes: no fault"));
        assert!(
            !fault.title().is_empty() && !fault.cause().is_empty(),
            "{cut}: {fault:?}"
        );
        assert!(!matches!(fault, Fault::Internal { .. }), "{cut}: {fault:?}");
    }
}
