//! `outband doctor` against `outband sim`: one PC for each known cause, and for each its check, its
//! kind and its exit code, in JSON and in words.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use socket2::{Domain, Socket, Type};

use crate::support::process::{Running, Sim, eventually, program};
use crate::support::program::{Ended, PASSWORD, Program, command, start};

/// A console with a memory of its own.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn start(&self, words: &[&str], password: &str) -> Program {
        let mut command = command(words);
        command
            .args(["--trust", "first-use", "--timeout", "8", "--config-dir"])
            .arg(self.path().join("settings"))
            .env("OUTBAND_PASSWORD", password);
        start(&mut command)
    }

    fn run(&self, words: &[&str]) -> Ended {
        self.start(words, PASSWORD).wait()
    }

    /// Examines and expects exactly this problem, told with this exit code, in both forms.
    fn finds(&self, words: &[&str], password: &str, (check, kind, exit): (&str, &str, i32)) {
        let words = [&["doctor"], words].concat();
        let json = [&words[..], &["--json"]].concat();
        let ended = self.start(&json, password).wait();
        let document = ended.json();
        assert_eq!(ended.code, Some(exit), "{kind}: {document}");
        assert_eq!(document["problems"], 1, "{document}");
        let checks = document["checks"].as_array().unwrap();
        let problems: Vec<_> = checks.iter().filter(|c| c["result"] == "problem").collect();
        let problem = &problems[0]["problem"];
        assert_eq!(
            (problems[0]["check"].as_str(), problem["kind"].as_str()),
            (Some(check), Some(kind))
        );
        assert_eq!(problem["exit"], exit);
        for words in ["title", "cause", "remedy"] {
            assert!(
                !problem[words].as_str().unwrap().is_empty(),
                "{words}: {document}"
            );
        }
        self.tells(&words, password, problem);
    }

    /// The same in words, with everything that a person needs.
    fn tells(&self, words: &[&str], password: &str, problem: &Value) {
        let ended = self.start(words, password).wait();
        let line = format!(": {}\n", problem["title"].as_str().unwrap());
        let found = ended.stdout.lines().find(|l| l.starts_with("PROBLEM  "));
        assert!(
            found.is_some() && ended.stdout.contains(&line),
            "{}",
            ended.stdout
        );
        for words in ["cause", "remedy"] {
            let words = problem[words].as_str().unwrap();
            assert!(ended.stdout.contains(words), "{words}: {}", ended.stdout);
        }
        assert!(
            ended.stdout.ends_with("1 problem was found\n"),
            "{}",
            ended.stdout
        );
        assert_eq!(ended.stderr, "");
    }
}

/// A simulated PC with all its usual ports on an address of its own.
fn pc(ip: &str, more: &[&str]) -> Sim {
    let mut arguments = vec!["--bind", ip, "--presence-port", "off"];
    for (name, port) in [
        ("--wsman-port", "16992"),
        ("--wsman-tls-port", "16993"),
        ("--redir-tls-port", "16995"),
    ] {
        if !more.contains(&name) {
            arguments.extend([name, port]);
        }
    }
    arguments.extend(more);
    Sim::start(&arguments)
}

#[test]
fn a_pc_that_is_well_ends_with_0_and_says_what_was_checked() {
    let (desk, ip) = (Desk::new(), "127.0.221.1");
    let _sim = pc(ip, &[]);
    let ended = desk.run(&["doctor", ip]);
    assert_eq!(ended.code, Some(0), "{}", ended.stdout);
    assert!(
        ended.stdout.ends_with("No problem was found\n"),
        "{}",
        ended.stdout
    );
    let lines: Vec<_> = ended.stdout.lines().collect();
    assert_eq!(lines.len(), 19);
    assert!(
        lines[..18].iter().all(|l| l.starts_with("ok       ")),
        "{lines:#?}"
    );
}

#[test]
fn wrong_names_wrong_addresses_and_closed_ports_are_three_causes() {
    let desk = Desk::new();
    let of = |target: &str, found| desk.finds(&[target], PASSWORD, found);
    of("no-such-host.invalid", ("name", "unknown-name", 3));
    of("127.0.221.2", ("ports", "refused", 3));

    // Nobody there: a full backlog swallows connections, as a firewall or an empty address does.
    let mut full = Vec::new();
    for port in [623, 5900, 16992, 16993, 16994, 16995] {
        let address: SocketAddr = format!("127.0.221.3:{port}").parse().unwrap();
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        socket.bind(&address.into()).unwrap();
        socket.listen(0).unwrap();
        for _ in 0..4 {
            let filler = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
            filler.set_nonblocking(true).unwrap();
            drop(filler.connect(&address.into()));
            full.push(filler);
        }
        full.push(socket);
    }
    of("127.0.221.3", ("host", "no-answer", 3));

    // Somebody else there.
    let listener = TcpListener::bind("127.0.221.4:16992").unwrap();
    std::thread::spawn(move || {
        use std::io::{Read as _, Write as _};
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            drop(stream.read(&mut [0; 1024]));
            let answer = b"HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Length: 0\r\n\r\n";
            drop(stream.write_all(answer));
        }
    });
    of("127.0.221.4", ("ports", "not-amt", 1));
}

#[test]
fn tls_only_old_tls_and_a_changed_certificate_are_three_causes() {
    let (desk, ip) = (Desk::new(), "127.0.221.5");
    {
        let _sim = pc(ip, &["--profile", "amt16-tls-only"]);
        desk.finds(
            &[ip, "--tls", "off"],
            PASSWORD,
            ("trust", "only-encrypted", 5),
        );
        let well = desk.run(&["doctor", ip, "--json"]).json();
        let checks = well["checks"].as_array().unwrap();
        let trust = checks.iter().find(|c| c["check"] == "trust").unwrap();
        assert!(
            trust["fact"]
                .as_str()
                .unwrap()
                .contains("takes nothing else"),
            "{trust}"
        );
    }
    {
        let _sim = pc(ip, &["--profile", "amt16-tls-only", "--seed", "2"]);
        desk.finds(&[ip], PASSWORD, ("trust", "certificate-changed", 5));
    }

    let ip = "127.0.221.6";
    let [key, certificate] = ["key.pem", "cert.pem"].map(|name| desk.path().join(name));
    let made = program("openssl")
        .args([
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
        ])
        .args(["-subj", "/CN=amt", "-keyout"])
        .arg(&key)
        .arg("-out")
        .arg(&certificate)
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    let accept = format!("{ip}:16993");
    let mut server = program("openssl");
    server
        .args(["s_server", "-accept", &accept, "-tls1", "-quiet"])
        .args(["-cipher", "ALL:@SECLEVEL=0", "-key"])
        .arg(&key)
        .arg("-cert")
        .arg(&certificate)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let _server = Running::start(&mut server);
    eventually(Duration::from_secs(30), "openssl listening", || {
        std::net::TcpStream::connect((ip, 16993)).ok()
    });
    desk.finds(&[ip], PASSWORD, ("trust", "encryption-outdated", 5));
}

#[test]
fn a_wrong_password_is_told_as_such_and_each_examination_tries_it_once() {
    let (desk, ip) = (Desk::new(), "127.0.221.7");
    let sim = pc(ip, &[]);
    desk.finds(&[ip], "Wr0ng!password", ("login", "login-refused", 4));
    let (events, _) = sim.stop();
    let refused = events
        .iter()
        .filter(|e| e["event"] == "login" && e["ok"] == false);
    assert_eq!(refused.count(), 2, "in JSON and in words");
}

#[test]
fn what_is_switched_off_is_named_with_the_command_that_switches_it_on() {
    let (desk, ip) = (Desk::new(), "127.0.221.8");
    for (feature, check) in [("kvm", "screen"), ("sol", "serial"), ("media", "media")] {
        let _sim = pc(ip, &[]);
        assert_eq!(desk.run(&["disable", ip, feature]).code, Some(0));
        desk.finds(&[ip], PASSWORD, (check, "switched-off", 1));
        let text = desk.run(&["doctor", ip]).stdout;
        let remedy = format!("outband enable TARGET {feature}");
        assert!(text.contains(&remedy), "{text}");
    }
}

#[test]
fn an_edition_without_a_screen_a_missing_display_and_too_large_a_picture_are_three_causes() {
    let (desk, ip) = (Desk::new(), "127.0.221.9");
    {
        let _sim = pc(ip, &["--profile", "ism"]);
        desk.finds(&[ip], PASSWORD, ("screen", "no-screen", 8));
    }
    let ip = "127.0.221.10";
    {
        // As with a discrete graphics card: the engine has nothing to capture.
        let _sim = pc(ip, &["--trouble", "no-display"]);
        desk.finds(&[ip], PASSWORD, ("picture", "no-picture", 1));
    }
    // 2560 × 1920 in 16 bit is more than AMT 11 to 14 send.
    let ip = "127.0.221.11";
    let wide = desk.path().join("wide.png");
    image::RgbImage::from_pixel(2560, 1920, image::Rgb([200, 30, 30]))
        .save(&wide)
        .unwrap();
    let _sim = pc(
        ip,
        &["--profile", "amt12", "--scene", wide.to_str().unwrap()],
    );
    desk.finds(&[ip], PASSWORD, ("picture", "too-large", 8));
}

#[test]
fn a_screen_that_somebody_else_has_is_busy() {
    let (desk, ip) = (Desk::new(), "127.0.221.12");
    let mut sim = pc(ip, &[]);
    let png = desk.path().join("a.png");
    let words = [
        "screen",
        ip,
        "--png",
        png.to_str().unwrap(),
        "--wait",
        "3600",
    ];
    let other = desk.start(&words, PASSWORD);
    assert_eq!(sim.wait_for("session.open")["kind"], "kvm");
    desk.finds(&[ip], PASSWORD, ("screen-free", "busy", 7));
    drop(other);
}

#[test]
fn consent_that_is_missing_and_a_pc_that_sleeps_or_is_off_are_told_apart() {
    let desk = Desk::new();
    let asks = [
        (
            "127.0.221.13",
            &["--mode", "ccm"][..],
            ("consent", "consent-needed", 6),
        ),
        (
            "127.0.221.14",
            &["--consent", "kvm"],
            ("consent", "consent-needed", 6),
        ),
        (
            "127.0.221.15",
            &["--power", "sleep"],
            ("power", "pc-asleep", 1),
        ),
        ("127.0.221.16", &["--power", "off"], ("power", "pc-off", 1)),
        (
            "127.0.221.17",
            &["--profile", "amt18", "--power", "sleep"],
            ("power", "pc-asleep", 1),
        ),
    ];
    for (ip, more, found) in asks {
        let sim = pc(ip, more);
        desk.finds(&[ip], PASSWORD, found);
        let (events, _) = sim.stop();
        let asked = events.iter().filter(|e| e["event"] == "consent.requested");
        assert_eq!(asked.count(), 0, "nobody was disturbed");
    }
}

#[test]
fn without_a_login_it_says_what_can_be_said() {
    let (desk, ip) = (Desk::new(), "127.0.221.18");
    let _sim = pc(ip, &[]);
    let mut command = command(&["doctor", ip, "--json", "--trust", "first-use"]);
    command.arg("--config-dir").arg(desk.path());
    let ended = start(command.env_remove("OUTBAND_PASSWORD")).wait();
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(
        ended.title().starts_with("Without a login: no password"),
        "{}",
        ended.stderr
    );
    let document = ended.json();
    let checks = document["checks"].as_array().unwrap();
    let result = |name: &str| &checks.iter().find(|c| c["check"] == name).unwrap()["result"];
    assert_eq!(
        (
            result("trust"),
            result("login"),
            result("redirection"),
            result("screen")
        ),
        (
            &"ok".into(),
            &"unknown".into(),
            &"ok".into(),
            &"skipped".into()
        )
    );
}
