//! The journal, as commands write it and `outband journal` shows it.

use std::fs;

use serde_json::{Value, json};

use crate::devices::Desk;
use crate::support::process::Sim;
use crate::support::program::{PASSWORD, command, run};

fn deeds(desk: &Desk, args: &[&str]) -> Vec<Value> {
    let ended = desk.ok(&[&["journal", "--json"], args].concat());
    let document = ended.json();
    assert_eq!(document["damaged"], 0);
    document["deeds"].as_array().unwrap().clone()
}

#[test]
fn every_deed_stands_in_the_journal_with_its_end_and_without_secrets() {
    let sim = Sim::start(&[
        "--wsman-port",
        "0",
        "--redir-port",
        "0",
        "--rfb-port",
        "off",
    ]);
    let address = format!("127.0.0.1:{}:{}", sim.port("wsman"), sim.port("redir"));
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
    assert_eq!(
        crate::support::program::start(&mut refused).wait().code,
        Some(4)
    );

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
    let sim = Sim::start(&[
        "--wsman-port",
        "0",
        "--redir-port",
        "off",
        "--rfb-port",
        "off",
    ]);
    let address = format!("127.0.0.1:{}", sim.port("wsman"));
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
