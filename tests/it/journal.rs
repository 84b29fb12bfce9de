//! The journal, as commands write it and `outband journal` shows it.

use std::fs;
use std::time::Duration;

use serde_json::{Value, json};

use crate::devices::Desk;
use crate::support::process::{Sim, eventually, text_of};
use crate::support::program::{PASSWORD, command, run, start};

fn deeds(desk: &Desk, args: &[&str]) -> Vec<Value> {
    let ended = desk.ok(&[&["journal", "--json"], args].concat());
    let document = ended.json();
    assert_eq!(document["damaged"], 0);
    document["deeds"].as_array().unwrap().clone()
}

#[test]
fn every_deed_stands_in_the_journal_with_its_end_and_without_secrets() {
    let sim = Sim::pc(&[]);
    let address = sim.target();
    let desk = Desk::new();
    desk.ok(&["devices", "add", "desk", &address]);
    assert!(deeds(&desk, &[]).is_empty());

    let png = desk.path().join("a.png");
    let png = png.to_str().unwrap();
    desk.ok(&["screen", "desk", "--png", png, "--type", "t0p-s3cret"]);
    desk.ok(&["power", "desk"]);
    desk.ok(&["power", "desk", "reset"]);
    desk.ok(&["disable", &address, "sol"]);
    // The environment may name nobody, and must not name somebody else in a test.
    let dir = desk.path().to_str().unwrap();
    let mut refused = command(&["log", "nobody@desk", "events", "--config-dir", dir]);
    refused.env("USER", "sam");
    assert_eq!(start(&mut refused).wait().code, Some(4));

    let all = deeds(&desk, &[]);
    let field = |name: &str| -> Vec<&Value> { all.iter().map(|deed| &deed[name]).collect() };
    assert_eq!(field("deed"), ["screen", "info", "power", "disable", "log"]);
    assert_eq!(
        field("outcome"),
        ["done", "done", "done", "done", "login-refused"]
    );
    assert_eq!(
        field("detail"),
        ["with input", "power status", "reset", "sol", "events"]
    );
    assert_eq!(
        field("login"),
        ["admin", "admin", "admin", "admin", "nobody"]
    );
    assert_eq!(all[3]["pc"], Value::Null, "it was called by its address");
    assert!(all.iter().all(|deed| deed["address"] == json!(address)));
    assert!(all.iter().all(|deed| deed["ended"].is_string()));
    assert_eq!(
        (&all[0]["files"], &all[0]["encryption"]),
        (&json!([png]), &json!("none"))
    );
    assert_eq!(all[4]["by"], "sam");

    let file = desk.path().join("journal.jsonl");
    let text = fs::read_to_string(&file).unwrap();
    assert!(
        !text.contains(PASSWORD) && !text.contains("t0p-s3cret"),
        "{text}"
    );
    assert_eq!(deeds(&desk, &["DESK"]).len(), 4);
    assert_eq!(deeds(&desk, &["--since", "2200-01-01"]).len(), 0);
    assert_eq!(deeds(&desk, &["--until", "2200-01-01"]).len(), 5);

    let csv = desk.ok(&["journal", "--export", "-"]).stdout;
    let first = csv.lines().nth(1).unwrap();
    assert!(
        csv.starts_with("began,ended,by,pc,address,login,deed,"),
        "{csv}"
    );
    assert!(
        first.contains(",desk,") && first.contains(",screen,with input,"),
        "{first}"
    );
    assert_eq!(csv.lines().count(), 6);
    let out = desk.path().join("out.json");
    desk.ok(&["journal", "--export", out.to_str().unwrap()]);
    let out: Value = serde_json::from_str(&fs::read_to_string(out).unwrap()).unwrap();
    assert_eq!(out["deeds"], json!(all));
}

#[cfg(unix)]
#[test]
fn a_journal_that_cannot_be_written_is_told_about_and_stops_nobody() {
    let sim = Sim::pc(&["--redir-port", "off"]);
    let address = sim.target();
    let desk = Desk::new();
    fs::create_dir(desk.path().join("journal.jsonl")).unwrap();
    let ended = desk.ok(&["power", &address]);
    assert!(
        ended.stderr.contains("not written into the journal"),
        "{}",
        ended.stderr
    );
}

#[test]
fn an_unusable_day_is_refused() {
    assert_eq!(run(&["journal", "--since", "yesterday"]).code, Some(2));
}

/// Deeds of this kind: their details.
fn details(desk: &Desk, kind: &str) -> Vec<String> {
    let deeds = deeds(desk, &[]);
    let of_kind = deeds.iter().filter(|deed| deed["deed"] == kind);
    of_kind
        .map(|deed| deed["detail"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_certificate_that_comes_to_be_trusted_is_a_deed_with_its_reason() {
    let ip = "127.0.222.1";
    let pc = |seed| {
        let ports = ["--wsman-tls-port", "16993", "--redir-port", "off"];
        let more = ["--rfb-port", "off", "--seed", seed];
        Sim::start(&[&["--bind", ip], &ports[..], &more].concat())
    };
    let desk = Desk::new();
    desk.ok(&["devices", "add", "desk", ip]);
    let first = {
        let sim = pc("1");
        assert_eq!(desk.run(&["power", "desk"]).code, Some(5));
        assert_eq!(details(&desk, "trust"), [""; 0], "nobody has decided");
        desk.ok(&["power", "desk", "--trust", "first-use"]);
        desk.ok(&["power", "desk", "--trust", "first-use"]);
        desk.ok(&["power", "desk"]);
        sim.ready["fingerprint"].as_str().unwrap().to_owned()
    };
    let sim = pc("2");
    let second = sim.ready["fingerprint"].as_str().unwrap().to_owned();
    assert_eq!(desk.run(&["info", "desk"]).code, Some(5));
    desk.ok(&["info", "desk", "--trust", &second]);
    let wanted = [
        format!("first use {first}"),
        format!("fingerprint given {second}"),
    ];
    assert_eq!(details(&desk, "trust"), wanted);
    let deeds = deeds(&desk, &[]);
    let trust = deeds.iter().find(|deed| deed["deed"] == "trust").unwrap();
    assert_eq!(
        (&trust["pc"], &trust["address"], &trust["outcome"]),
        (&json!("desk"), &json!(ip), &json!("done"))
    );
    let lines = desk.ok(&["journal"]).stdout;
    assert!(
        lines.contains(&format!("trust first use {first}  done")),
        "{lines}"
    );
}

#[test]
fn how_the_user_agreed_to_serial_and_media_stands_in_the_journal() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("readme.txt"), "nothing").unwrap();
    let disk = folder.path().to_str().unwrap();
    for (policy, how) in [("none", "not-needed"), ("all", "given-before")] {
        let sim = Sim::pc(&[
            "--scene",
            "text",
            "--consent",
            policy,
            "--consent-code",
            "739164",
        ]);
        let address = sim.target();
        let desk = Desk::new();
        if policy == "all" {
            desk.ok(&["consent", &address, "request"]);
            desk.ok(&["consent", &address, "submit", "739164"]);
        }
        desk.ok(&[
            "serial", &address, "--expect", "login: ", "--send", "x\\r", "--expect", "x",
        ]);
        let log = folder.path().join("media.log");
        let dir = desk.path().to_str().unwrap();
        let mut lend = command(&["media", &address, "--cd", disk, "--start", "now"]);
        lend.args([
            "--config-dir",
            dir,
            "--log-file",
            log.to_str().unwrap(),
            "-vv",
        ]);
        let lending = start(&mut lend);
        eventually(Duration::from_secs(60), "lending", || {
            text_of(&log).contains("stage=Lent").then_some(())
        });
        lending.interrupt();
        assert_eq!(lending.wait().code, Some(130));
        let deeds = deeds(&desk, &[]);
        for kind in ["serial", "media"] {
            let deed = deeds.iter().find(|deed| deed["deed"] == kind).unwrap();
            assert_eq!(
                (&deed["consent"], &deed["encryption"]),
                (&json!(how), &json!("none")),
                "{kind}: {deed}"
            );
        }
        fs::remove_file(log).unwrap();
    }
}
