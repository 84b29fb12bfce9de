//! Logins of the real binary: what a wrong password costs, and what is no wrong password.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;

use serde_json::Value;

use crate::support::process::Sim;
use crate::support::program::{Ended, PASSWORD, command, start};

const WRONG: &str = "Wr0ng!password";

/// A simulated PC with plain ports, and its target.
fn pc(more: &[&str]) -> (Sim, String) {
    let sim = Sim::pc(&[&["--scene", "text"], more].concat());
    let target = sim.target();
    (sim, target)
}

fn run(folder: &Path, words: &[&str], password: &str) -> Ended {
    let mut command = command(words);
    command
        .args(["--json", "--timeout", "20", "--config-dir"])
        .arg(folder.join("settings"))
        .env("OUTBAND_PASSWORD", password);
    start(&mut command).wait()
}

/// Logins that the PC has seen: those it accepted, and those it refused.
fn logins(sim: Sim) -> (usize, usize) {
    let (events, _) = sim.stop();
    let count = |ok: bool| {
        let logins = events.iter().filter(|e| e["event"] == "login");
        logins.filter(|e| e["ok"] == ok).count()
    };
    (count(true), count(false))
}

/// The kind of the failure, wherever the command says it.
fn kind(ended: &Ended) -> String {
    let last: Value = serde_json::from_str(ended.stdout.lines().last().unwrap()).unwrap();
    let problem = |checks: &Value| {
        let mut checks = checks.as_array().unwrap().iter();
        checks.find(|c| c["result"] == "problem").unwrap()["problem"]["kind"].clone()
    };
    let kind = match last.get("checks") {
        Some(checks) => problem(checks),
        None => last["error"]["kind"].clone(),
    };
    kind.as_str().unwrap().to_owned()
}

#[test]
fn a_wrong_password_is_one_try_whatever_the_command_and_locks_nobody_out() {
    let folder = tempfile::tempdir().unwrap();
    let disk = folder.path().join("disk");
    fs::create_dir(&disk).unwrap();
    fs::write(disk.join("readme.txt"), "nothing").unwrap();
    let (disk, png) = (disk.to_str().unwrap(), folder.path().join("a.png"));
    let png = png.to_str().unwrap();
    let commands: [&[&str]; 14] = [
        &["info"],
        &["doctor"],
        &["power"],
        &["power", "reset", "--to", "bios"],
        &["enable", "kvm"],
        &["disable", "kvm"],
        &["log", "events"],
        &["consent", "status"],
        &["consent", "request"],
        &["consent", "submit", "123456"],
        &["serial", "--expect", "login: "],
        &["serial", "--bios", "--expect", "x"],
        &["screen", "--png", png],
        &["media", "--cd", disk],
    ];
    // The PC pauses all logins after ten wrong ones: a try too many would show.
    for nine in commands.chunks(9) {
        let (sim, target) = pc(&[]);
        for words in nine {
            let words = [&words[..1], &[target.as_str()], &words[1..]].concat();
            let ended = run(folder.path(), &words, WRONG);
            assert_eq!(ended.code, Some(4), "{words:?}: {ended:?}");
            assert_eq!(kind(&ended), "login-refused", "{words:?}");
            assert!(ended.stderr.len() < 1000 && !ended.stdout.contains(WRONG));
        }
        let ended = run(folder.path(), &["power", &target], PASSWORD);
        assert_eq!(ended.code, Some(0), "nobody is locked out: {ended:?}");
        let (_, refused) = logins(sim);
        assert_eq!(refused, nine.len());
    }
}

#[test]
fn a_nonce_that_is_good_for_one_request_costs_trips_and_is_no_refusal() {
    let folder = tempfile::tempdir().unwrap();
    let (sim, target) = pc(&["--trouble", "stale-nonces"]);
    let words: [&[&str]; 5] = [
        &["info", &target],
        &["power", &target, "off"],
        &["power", &target, "on"],
        &["log", &target, "audit"],
        &["doctor", &target],
    ];
    for words in words {
        let ended = run(folder.path(), words, PASSWORD);
        assert_eq!(ended.code, Some(0), "{words:?}: {ended:?}");
        if words[0] == "info" {
            assert_eq!(ended.json()["missing"], serde_json::json!([]));
        }
    }
    let (_, refused) = logins(sim);
    assert_eq!(refused, 0);
}

/// In front of a PC: passes everything on, and from the second challenge on the PC names another
/// realm.
fn impostor(port: u16) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let front = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let challenges = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
        for console in listener.incoming() {
            let (mut console, mut device) = (
                console.unwrap(),
                TcpStream::connect(("127.0.0.1", port)).unwrap(),
            );
            let (mut up, mut down) = (console.try_clone().unwrap(), device.try_clone().unwrap());
            std::thread::spawn(move || {
                drop(std::io::copy(&mut up, &mut down));
                drop(down.shutdown(Shutdown::Write));
            });
            let challenges = challenges.clone();
            std::thread::spawn(move || {
                let mut bytes = [0; 65536];
                while let Ok(count @ 1..) = device.read(&mut bytes) {
                    let mut text = String::from_utf8_lossy(&bytes[..count]).into_owned();
                    if let Some(at) = text.find("realm=\"Digest:") {
                        let nth = challenges.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                        if nth > 0 {
                            let at = at + "realm=\"Digest:".len();
                            text.replace_range(at..at + 8, "0BADF00D");
                        }
                    }
                    if console.write_all(text.as_bytes()).is_err() {
                        break;
                    }
                }
                drop(console.shutdown(Shutdown::Write));
            });
        }
    });
    front
}

#[test]
fn another_realm_in_mid_session_gets_no_login_and_ends_the_command() {
    let folder = tempfile::tempdir().unwrap();
    let (sim, target) = pc(&["--trouble", "stale-nonces"]);
    let front = format!("127.0.0.1:{}", impostor(sim.port("wsman")));
    let ended = run(folder.path(), &["info", &front], PASSWORD);
    assert_eq!(
        (ended.code, kind(&ended).as_str()),
        (Some(5), "realm-changed"),
        "{ended:?}"
    );
    // And from then on, because the first one is remembered.
    for words in [
        &["power", &front][..],
        &["log", &front, "audit"],
        &["doctor", &front],
    ] {
        let ended = run(folder.path(), words, PASSWORD);
        assert_eq!(
            (ended.code, kind(&ended).as_str()),
            (Some(5), "realm-changed"),
            "{ended:?}"
        );
    }
    assert_eq!(
        run(folder.path(), &["power", &target], PASSWORD).code,
        Some(0)
    );
    let (accepted, refused) = logins(sim);
    assert!(accepted > 0 && refused == 0, "{accepted} {refused}");
}
