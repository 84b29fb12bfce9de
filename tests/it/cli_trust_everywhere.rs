//! Trust in every command: none of them may reach a PC that is not trusted, and those that only
//! look say what they see.

use std::fs;
use std::path::{Path, PathBuf};

use rcgen::ExtendedKeyUsagePurpose;
use serde_json::Value;

use crate::support::certificates::{Front, authority, config, file, made, plain};
use crate::support::process::Sim;
use crate::support::program::{Ended, command, start};

/// A console with a memory of its own and something to lend.
struct Console {
    folder: tempfile::TempDir,
}

impl Console {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("disk")).unwrap();
        fs::write(folder.path().join("disk/readme.txt"), "nothing").unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, words: &[&str], options: &[&str]) -> Ended {
        let mut command = command(words);
        command.args(options).args(["--timeout", "20", "--json"]);
        command.arg("--config-dir").arg(self.path("settings"));
        start(&mut command).wait()
    }

    /// Every command that logs in to the PC at `ip`.
    fn commands(&self, ip: &str) -> Vec<Vec<String>> {
        let (png, disk) = (self.path("a.png"), self.path("disk"));
        let all: [&[&str]; 11] = [
            &["info", ip],
            &["power", ip],
            &["power", ip, "reset"],
            &["enable", ip, "kvm"],
            &["log", ip, "audit"],
            &["consent", ip, "status"],
            &["consent", ip, "request"],
            &["serial", ip, "--expect", "login: "],
            &["screen", ip, "--png", text(&png)],
            &["media", ip, "--cd", text(&disk)],
            &["media", ip, "--cd", text(&disk), "--start", "now"],
        ];
        let owned = |words: &&[&str]| words.iter().map(ToString::to_string).collect();
        all.iter().map(owned).collect()
    }

    /// All of them end with code 5 for this reason, before anything is sent to the PC.
    fn nobody_gets_through(&self, sim: Sim, ip: &str, options: &[&str], kind: &str) {
        for words in self.commands(ip) {
            let words: Vec<_> = words.iter().map(String::as_str).collect();
            let ended = self.run(&words, options);
            let error = last(&ended)["error"].clone();
            let found = (ended.code, error["kind"].as_str(), error["exit"].as_u64());
            assert_eq!(
                found,
                (Some(5), Some(kind), Some(5)),
                "{words:?}: {ended:?}"
            );
            assert!(!error["title"].as_str().unwrap().is_empty());
            assert!(!error["remedy"].as_str().unwrap().is_empty(), "{error}");
        }
        let doctor = self.run(&["doctor", ip], options);
        assert_eq!(doctor.code, Some(5), "{doctor:?}");
        let document = doctor.json();
        let trust = check(&document, "trust");
        assert_eq!(trust["problem"]["kind"], kind, "{document}");
        assert_eq!(check(&document, "login")["because"], "trust");
        let (events, _) = sim.stop();
        let logins = events.iter().filter(|e| e["event"] == "login").count();
        assert_eq!(logins, 0, "nothing was sent: {events:?}");
    }

    /// What `probe` says of the TLS ports: state, and standing of the certificate.
    fn probed(&self, ip: &str, options: &[&str]) -> Vec<(String, Value)> {
        let ended = self.run(&["probe", ip], options);
        // Nobody is known who wants to know us first.
        let exit = if ended.json()["amt"] == true { 0 } else { 5 };
        assert_eq!(ended.code, Some(exit), "{ended:?}");
        let document = ended.json();
        let ports = document["ports"].as_array().unwrap().iter();
        let tls = ports.filter(|port| port["port"] == 16993 || port["port"] == 16995);
        tls.map(|port| {
            let tls = &port["tls"];
            let state = tls["state"].as_str().unwrap_or("none").to_owned();
            (state, tls["certificate"]["standing"].clone())
        })
        .collect()
    }
}

/// The last line of JSON: `media` has one for each event.
fn last(ended: &Ended) -> Value {
    serde_json::from_str(ended.stdout.lines().last().unwrap_or("null")).unwrap()
}

fn check<'a>(document: &'a Value, name: &str) -> &'a Value {
    let checks = document["checks"].as_array().unwrap();
    checks.iter().find(|c| c["check"] == name).unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A simulated PC with both TLS ports on an address of its own.
fn pc(ip: &str, more: &[&str]) -> Sim {
    let common = [
        "--bind",
        ip,
        "--wsman-tls-port",
        "16993",
        "--redir-tls-port",
        "16995",
        "--redir-port",
        "off",
        "--rfb-port",
        "off",
        "--presence-port",
        "off",
        "--scene",
        "text",
    ];
    Sim::start(&[&common[..], more].concat())
}

const FIRST_USE: [&str; 2] = ["--trust", "first-use"];

#[test]
fn an_unknown_certificate_stops_every_command_and_a_pinned_one_none() {
    let (console, ip) = (Console::new(), "127.0.225.1");
    let new = [
        ("works".to_owned(), "new".into()),
        ("works".to_owned(), "new".into()),
    ];
    assert_eq!(
        {
            let _sim = pc(ip, &[]);
            console.probed(ip, &[])
        },
        new
    );
    console.nobody_gets_through(pc(ip, &[]), ip, &[], "certificate-unknown");

    let _sim = pc(ip, &[]);
    assert_eq!(console.run(&["info", ip], &FIRST_USE).code, Some(0));
    for words in console.commands(ip) {
        if words[0] == "media" {
            continue; // Lends for ever.
        }
        let words: Vec<_> = words.iter().map(String::as_str).collect();
        let ended = console.run(&words, &[]);
        assert_eq!(ended.code, Some(0), "{words:?}: {ended:?}");
    }
    let standing: Vec<_> = console.probed(ip, &[]).into_iter().map(|p| p.1).collect();
    assert_eq!(standing, ["known", "known"]);
    let doctor = console.run(&["doctor", ip], &[]);
    assert_eq!(doctor.code, Some(0), "{doctor:?}");
    assert_eq!(check(&doctor.json(), "trust")["result"], "ok");
}

#[test]
fn a_changed_certificate_stops_every_command_also_where_the_first_is_taken() {
    let (console, ip) = (Console::new(), "127.0.225.2");
    {
        let _sim = pc(ip, &[]);
        assert_eq!(console.run(&["info", ip], &FIRST_USE).code, Some(0));
    }
    for options in [&[][..], &FIRST_USE] {
        let sim = pc(ip, &["--seed", "2"]);
        console.nobody_gets_through(sim, ip, options, "certificate-changed");
    }
    let _sim = pc(ip, &["--seed", "2"]);
    let standing: Vec<_> = console.probed(ip, &[]).into_iter().map(|p| p.1).collect();
    assert_eq!(standing, ["changed", "changed"]);
}

#[test]
fn an_expired_certificate_stops_every_command() {
    let (console, ip) = (Console::new(), "127.0.225.3");
    let sim = pc(ip, &["--trouble", "expired-certificate"]);
    console.nobody_gets_through(sim, ip, &FIRST_USE, "certificate-out-of-date");
    // Looking is not trusting: it is shown with its dates.
    let _sim = pc(ip, &["--trouble", "expired-certificate"]);
    let document = console.run(&["probe", ip], &[]).json();
    let ports = document["ports"].as_array().unwrap();
    let tls = ports.iter().find(|port| port["port"] == 16993).unwrap();
    let until = tls["tls"]["certificate"]["not_after"].as_str().unwrap();
    assert!(until < "2026", "{until}");
}

#[test]
fn a_certificate_of_the_wrong_issuer_stops_every_command_and_one_of_the_right_one_none() {
    let (console, ip) = (Console::new(), "127.0.225.4");
    let ca = authority("Example CA");
    let folder = tempfile::tempdir().unwrap();
    let [ours, other] = [("ours.pem", &ca), ("other.pem", &authority("Another CA"))]
        .map(|(name, by)| file(folder.path(), name, &by.pem));
    let shown = made("pc", &[ip], Some(&ca), plain);
    let behind = "127.0.225.14";
    let plain_pc = || {
        let ports = ["--wsman-port", "16992", "--redir-port", "16994"];
        let more = ["--bind", behind, "--rfb-port", "off", "--scene", "text"];
        Sim::start(&[&ports[..], &more].concat())
    };
    let sim = plain_pc();
    let _fronts = [(16993, 16992), (16995, 16994)]
        .map(|(front, port)| Front::start(ip, front, config(&[&shown], &shown), (behind, port)));
    let wrong = ["--ca-file", text(&other), "--trust", "first-use"];
    console.nobody_gets_through(sim, ip, &wrong, "certificate-issuer");

    let _sim = plain_pc();
    for words in [["info", ip], ["power", ip]] {
        let ended = console.run(&words, &["--ca-file", text(&ours)]);
        assert_eq!(ended.code, Some(0), "{ended:?}");
        assert_eq!(ended.json()["encryption"]["trust"], "known-issuer");
    }
    let doctor = console.run(&["doctor", ip], &["--ca-file", text(&ours)]);
    assert_eq!(doctor.code, Some(0), "{doctor:?}");
}

#[test]
fn a_pc_with_mutual_tls_is_told_by_probe_and_doctor_and_reached_with_our_certificate() {
    let ip = "127.0.225.5";
    let folder = tempfile::tempdir().unwrap();
    let ca = authority("Example CA");
    let ours = made("console", &[], Some(&ca), |params| {
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    });
    let ca_file = file(folder.path(), "ca.pem", &ca.pem);
    let both = [ours.pem.clone(), ours.key.serialize_pem()].concat();
    let both = file(folder.path(), "both.pem", &both);
    let mutual = ["--client-ca", text(&ca_file)];
    let console = Console::new();
    console.nobody_gets_through(pc(ip, &mutual), ip, &FIRST_USE, "wants-identity");

    let _sim = pc(ip, &mutual);
    let states: Vec<_> = console.probed(ip, &[]).into_iter().map(|p| p.0).collect();
    assert_eq!(states, ["wants-identity", "wants-identity"]);
    let identity = ["--cert-file", text(&both)];
    let first = [&identity[..], &FIRST_USE].concat();
    assert_eq!(console.run(&["info", ip], &first).code, Some(0));
    let doctor = console.run(&["doctor", ip], &identity);
    assert_eq!(doctor.code, Some(0), "{doctor:?}");
    let states: Vec<_> = console
        .probed(ip, &identity)
        .into_iter()
        .map(|p| p.0)
        .collect();
    assert_eq!(states, ["works", "works"]);
    // A key that is not that of the certificate is found out before anybody is called.
    let strange = made("console", &[], Some(&ca), plain);
    let key = file(folder.path(), "other.key", &strange.key.serialize_pem());
    let wrong = [&identity[..], &["--key-file", text(&key)]].concat();
    let ended = console.run(&["info", ip], &wrong);
    assert_eq!(
        ended.json()["error"]["kind"],
        "identity-unusable",
        "{ended:?}"
    );
}
