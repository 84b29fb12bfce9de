//! Encryption and trust through `outband screen`: what is remembered, what stops, and that nothing
//! secret goes to a PC that is not trusted.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rcgen::ExtendedKeyUsagePurpose;
use serde_json::json;

use crate::support::certificates::{Front, authority, config, file, made, plain};
use crate::support::process::{Sim, eventually, program};
use crate::support::program::{Ended, run};

/// A console with a memory of its own.
struct Console {
    folder: tempfile::TempDir,
}

impl Console {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// `outband screen TARGET` with these options.
    fn screen(&self, target: &str, options: &[&str]) -> Ended {
        let file = self.path("screen.png");
        drop(fs::remove_file(&file));
        let settings = self.path("settings");
        let ended = run(&[
            &[
                "screen",
                target,
                "--png",
                text(&file),
                "--json",
                "--config-dir",
                text(&settings),
            ],
            options,
        ]
        .concat());
        assert_eq!(ended.code == Some(0), file.exists(), "{}", ended.stderr);
        ended
    }

    fn remembered(&self) -> String {
        fs::read_to_string(self.path("settings/trusted.toml")).unwrap_or_default()
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Exit code and kind of a failure.
fn failed(ended: &Ended) -> (i32, String) {
    let kind = ended.json()["error"]["kind"].as_str().unwrap().to_owned();
    (ended.code.unwrap(), kind)
}

fn not_trusted(ended: &Ended, kind: &str) {
    assert_eq!(failed(ended), (5, kind.to_owned()), "{}", ended.stderr);
}

/// A simulated PC with its usual ports on an address of its own.
fn pc(ip: &str, ports: &[&str], more: &[&str]) -> Sim {
    let mut arguments = vec!["--bind", ip, "--rfb-port", "off"];
    if !ports.contains(&"--redir-port") {
        arguments.extend(["--redir-port", "off"]);
    }
    for port in ports {
        let number = match *port {
            "--wsman-port" => "16992",
            "--wsman-tls-port" => "16993",
            "--redir-port" => "16994",
            _ => "16995",
        };
        arguments.extend([*port, number]);
    }
    arguments.extend(more);
    Sim::start(&arguments)
}

const TLS: &str = "--redir-tls-port";
const PLAIN: &str = "--redir-port";
const WSMAN_TLS: &str = "--wsman-tls-port";

fn fingerprint(sim: &Sim) -> String {
    sim.ready["fingerprint"].as_str().unwrap().to_owned()
}

/// Stops the PC; nobody had tried to log in.
fn untouched(sim: Sim) {
    let (events, _) = sim.stop();
    assert!(
        events.iter().all(|e| e["event"] != "login"),
        "nothing was sent before the decision: {events:?}"
    );
}

#[test]
fn an_unknown_certificate_ends_a_script_with_what_to_pass_and_is_remembered_then() {
    let (console, ip) = (Console::new(), "127.0.195.1");
    let sim = pc(ip, &[TLS, PLAIN], &[]);
    let shown = fingerprint(&sim);
    let ended = console.screen(ip, &[]);
    not_trusted(&ended, "certificate-unknown");
    assert_eq!(ended.json()["error"]["fingerprint"], shown);
    assert_eq!(ended.title(), format!("New certificate from {ip}"));
    let pass = format!("--trust {shown}");
    assert!(ended.stderr.contains(&pass), "{}", ended.stderr);
    assert_eq!(console.remembered(), "");
    untouched(sim);

    let _sim = pc(ip, &[TLS, PLAIN], &[]);
    // As openssl prints it, too.
    let colons = shown.as_bytes()[7..]
        .chunks(2)
        .map(|pair| String::from_utf8_lossy(pair).to_uppercase())
        .collect::<Vec<_>>()
        .join(":");
    let ended = console.screen(ip, &["--trust", &colons]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let expected = json!({ "trust": "pinned", "fingerprint": shown });
    assert_eq!(ended.json()["encryption"], expected);
    assert!(console.remembered().contains(&shown));
    assert!(
        console
            .remembered()
            .contains("trusted_how = \"fingerprint\"")
    );
    assert_eq!(console.screen(ip, &[]).code, Some(0), "remembered");
}

#[test]
fn a_changed_certificate_never_connects_by_itself() {
    let (console, ip) = (Console::new(), "127.0.195.2");
    {
        let _sim = pc(ip, &[TLS], &[]);
        let ended = console.screen(ip, &["--trust", "first-use"]);
        assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    }
    let before = console.remembered();
    let sim = pc(ip, &[TLS], &["--seed", "2"]);
    let shown = fingerprint(&sim);
    for options in [&[][..], &["--trust", "first-use"], &["--tls", "require"]] {
        let ended = console.screen(ip, options);
        not_trusted(&ended, "certificate-changed");
        assert_eq!(ended.json()["error"]["fingerprint"], shown);
    }
    let other = format!("sha256:{}", "00".repeat(32));
    not_trusted(
        &console.screen(ip, &["--trust", &other]),
        "certificate-changed",
    );
    assert_eq!(console.remembered(), before);
    untouched(sim);

    let _sim = pc(ip, &[TLS], &["--seed", "2"]);
    assert_eq!(console.screen(ip, &["--trust", &shown]).code, Some(0));
    assert_eq!(console.screen(ip, &[]).code, Some(0), "on a person's word");
}

#[test]
fn the_redirection_port_must_show_what_the_other_port_showed() {
    let (console, ip) = (Console::new(), "127.0.195.3");
    // One PC behind WS-Management, another one behind the screen.
    let wsman = pc(ip, &[WSMAN_TLS], &[]);
    let screen = pc(ip, &[TLS], &["--seed", "2"]);
    let settings = console.path("settings");
    let ended = run(&[
        "consent",
        ip,
        "status",
        "--trust",
        "first-use",
        "--config-dir",
        text(&settings),
    ]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    not_trusted(&console.screen(ip, &[]), "certificate-changed");
    untouched(screen);
    drop(wsman);
}

#[test]
fn a_pc_seen_with_tls_is_never_silently_reached_without() {
    let (console, ip) = (Console::new(), "127.0.195.4");
    {
        let _sim = pc(ip, &[TLS, PLAIN], &[]);
        let ended = console.screen(ip, &["--trust", "first-use"]);
        assert_eq!(
            ended.json()["encryption"]["trust"],
            "pinned",
            "TLS goes first"
        );
    }
    let sim = pc(ip, &[PLAIN], &[]);
    not_trusted(&console.screen(ip, &[]), "encryption-gone");
    not_trusted(
        &console.screen(ip, &["--trust", "first-use"]),
        "encryption-gone",
    );
    not_trusted(
        &console.screen(&format!("{ip}:16992:16994"), &[]),
        "plain-port",
    );
    not_trusted(&console.screen(ip, &["--tls", "require"]), "not-encrypted");
    untouched(sim);
    let _sim = pc(ip, &[PLAIN], &[]);
    let ended = console.screen(ip, &["--tls", "off"]);
    assert_eq!(
        ended.json()["encryption"]["trust"],
        "none",
        "{}",
        ended.stderr
    );
    // Somebody else, who never saw it with TLS, has nothing to fear.
    let ended = Console::new().screen(ip, &[]);
    assert_eq!(
        ended.json()["encryption"]["trust"],
        "none",
        "{}",
        ended.stderr
    );
}

#[test]
fn firmware_without_plain_ports_is_reached_and_only_with_tls() {
    let (console, ip) = (Console::new(), "127.0.195.5");
    for profile in ["amt16-tls-only", "amt18"] {
        let _sim = pc(ip, &[TLS, WSMAN_TLS, PLAIN], &["--profile", profile]);
        let ended = console.screen(ip, &["--trust", "first-use"]);
        assert_eq!(ended.code, Some(0), "{profile}: {}", ended.stderr);
        assert_eq!(ended.json()["encryption"]["trust"], "pinned");
        not_trusted(&console.screen(ip, &["--tls", "off"]), "only-encrypted");
    }
}

#[test]
fn ports_that_are_given_are_asked_whether_they_speak_tls() {
    let (console, ip) = (Console::new(), "127.0.195.6");
    let sim = Sim::start(&[
        "--bind",
        ip,
        "--rfb-port",
        "off",
        "--redir-port",
        "0",
        "--redir-tls-port",
        "0",
    ]);
    let [plain, encrypted] =
        ["redir", "redir_tls"].map(|port| format!("{ip}:1:{}", sim.port(port)));
    let ended = console.screen(&plain, &[]);
    assert_eq!(
        ended.json()["encryption"]["trust"],
        "none",
        "{}",
        ended.stderr
    );
    let ended = console.screen(&encrypted, &["--trust", "first-use"]);
    assert_eq!(
        ended.json()["encryption"]["trust"],
        "pinned",
        "{}",
        ended.stderr
    );
}

#[test]
fn an_expired_certificate_is_taken_on_a_persons_word_only() {
    let (console, ip) = (Console::new(), "127.0.195.7");
    let sim = pc(ip, &[TLS], &["--trouble", "expired-certificate"]);
    let shown = fingerprint(&sim);
    not_trusted(
        &console.screen(ip, &["--trust", "first-use"]),
        "certificate-out-of-date",
    );
    untouched(sim);
    let _sim = pc(ip, &[TLS], &["--trouble", "expired-certificate"]);
    let ended = console.screen(ip, &["--trust", &shown]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
}

#[test]
fn an_authority_vouches_for_its_own_and_for_nobody_else() {
    let ip = "127.0.195.8";
    let sim = pc("127.0.195.18", &[PLAIN], &[]);
    let folder = tempfile::tempdir().unwrap();
    let ca = authority("Example CA");
    let [ours, other] = [("ours.pem", &ca), ("other.pem", &authority("Another CA"))]
        .map(|(name, by)| file(folder.path(), name, &by.pem));
    {
        let good = made("pc", &[ip], Some(&ca), plain);
        let _front = Front::start(ip, 16995, config(&[&good], &good), ("127.0.195.18", 16994));
        let console = Console::new();
        let ended = console.screen(ip, &["--ca-file", text(&ours)]);
        assert_eq!(
            ended.json()["encryption"]["trust"],
            "known-issuer",
            "{}",
            ended.stderr
        );
        let ended = Console::new().screen(ip, &["--ca-file", text(&other), "--trust", "first-use"]);
        not_trusted(&ended, "certificate-issuer");
    }
    {
        let wrong = made("pc", &["other.example"], Some(&ca), plain);
        let _front = Front::start(
            ip,
            16995,
            config(&[&wrong], &wrong),
            ("127.0.195.18", 16994),
        );
        let ended = Console::new().screen(ip, &["--ca-file", text(&ours)]);
        not_trusted(&ended, "certificate-name");
    }
    let expired = made("pc", &[ip], Some(&ca), |params| {
        params.not_before = time::OffsetDateTime::from_unix_timestamp(1_000_000_000).unwrap();
        params.not_after = time::OffsetDateTime::from_unix_timestamp(1_100_000_000).unwrap();
    });
    let _front = Front::start(
        ip,
        16995,
        config(&[&expired], &expired),
        ("127.0.195.18", 16994),
    );
    let ended = Console::new().screen(ip, &["--ca-file", text(&ours)]);
    not_trusted(&ended, "certificate-out-of-date");
    // Files that are none.
    let missing = folder.path().join("missing.pem");
    let empty = file(folder.path(), "empty.pem", "");
    for (path, kind) in [(missing, "file-unreadable"), (empty, "file-unusable")] {
        let ended = Console::new().screen(ip, &["--ca-file", text(&path)]);
        assert_eq!(failed(&ended), (9, kind.to_owned()), "{}", ended.stderr);
    }
    drop(sim);
}

#[test]
fn a_pc_that_wants_to_know_the_console_too_gets_its_certificate_once_it_is_known() {
    let ip = "127.0.195.9";
    let folder = tempfile::tempdir().unwrap();
    let ca = authority("Example CA");
    let ours = made("console", &[], Some(&ca), |params| {
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    });
    let ca_file = file(folder.path(), "ca.pem", &ca.pem);
    let cert = file(folder.path(), "console.pem", &ours.pem);
    let key = file(folder.path(), "console.key", &ours.key.serialize_pem());
    let both = file(
        folder.path(),
        "both.pem",
        &[ours.pem.clone(), ours.key.serialize_pem()].concat(),
    );
    let sim = pc(ip, &[TLS, WSMAN_TLS], &["--client-ca", text(&ca_file)]);
    let first_use = ["--trust", "first-use"];
    let ended = Console::new().screen(ip, &first_use);
    not_trusted(&ended, "wants-identity");
    untouched(sim);

    let sim = pc(ip, &[TLS, WSMAN_TLS], &["--client-ca", text(&ca_file)]);
    for identity in [
        &["--cert-file", text(&cert), "--key-file", text(&key)][..],
        &["--cert-file", text(&both)],
    ] {
        let console = Console::new();
        // Not shown to a stranger …
        let ended = console.screen(ip, identity);
        not_trusted(&ended, "certificate-unknown");
        // … but to one that is trusted now, and to one that was before.
        let ended = console.screen(ip, &[identity, &first_use].concat());
        assert_eq!(ended.code, Some(0), "{}", ended.stderr);
        let ended = console.screen(ip, identity);
        assert_eq!(ended.code, Some(0), "{}", ended.stderr);
        assert_eq!(
            ended.json()["consent"],
            "not-needed",
            "on the other port too"
        );
    }
    drop(sim);
}

/// `openssl s_server` with the TLS of another time.
struct OldServer(Child);

impl Drop for OldServer {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[test]
fn encryption_of_another_time_is_said_in_plain_words() {
    let ip = "127.0.195.10";
    let folder = tempfile::tempdir().unwrap();
    let [key, cert] = ["key.pem", "cert.pem"].map(|name| folder.path().join(name));
    let made = program("openssl")
        .args([
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=old", "-keyout",
        ])
        .args([text(&key), "-out", text(&cert)])
        .output()
        .unwrap();
    assert!(made.status.success());
    let mut command: Command = program("openssl");
    command
        .args([
            "s_server",
            "-quiet",
            "-accept",
            &format!("{ip}:16995"),
            "-tls1",
        ])
        .args(["-cert", text(&cert), "-key", text(&key)])
        .args(["-cipher", "AES128-SHA:AES256-SHA:@SECLEVEL=0"])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let _server = OldServer(command.spawn().unwrap());
    eventually(
        Duration::from_secs(20),
        "openssl s_server listening",
        || std::net::TcpStream::connect((ip, 16995)).ok(),
    );
    let ended = Console::new().screen(ip, &["--trust", "first-use"]);
    not_trusted(&ended, "encryption-outdated");
    let error = &ended.json()["error"];
    assert_eq!(error["title"], "Encryption of this PC is outdated");
    assert_eq!(error["cause"], "It offers only TLS 1.0");
}
