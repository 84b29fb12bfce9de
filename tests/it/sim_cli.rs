//! `outband sim` as scripts see it.

use std::time::Duration;

use crate::support::process::{Sim, finish, outband, program};

const LIMIT: Duration = Duration::from_secs(30);
const FREE: [&str; 4] = ["--redir-port", "0", "--rfb-port", "0"];

#[test]
fn the_ready_line_has_the_fields_of_the_contract() {
    let sim = Sim::start(&FREE);
    let fields: Vec<_> = sim.ready.as_object().unwrap().keys().cloned().collect();
    let mut expected = [
        "event",
        "host",
        "wsman",
        "wsman_tls",
        "redir",
        "redir_tls",
        "rfb",
        "fingerprint",
        "tls",
        "uuid",
        "seed",
    ];
    expected.sort_unstable();
    let mut sorted = fields.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, expected);
    assert_eq!(sim.ready["host"], "127.0.0.1");
    assert!(
        sim.ready["wsman"].is_null(),
        "closed, and not claimed to be"
    );
    assert_eq!(sim.ready["tls"], serde_json::json!([]));
    let (rest, status) = sim.stop();
    assert!(rest.is_empty() && status.success());
}

#[test]
fn a_fleet_says_which_pc_each_line_is_about() {
    let mut sim = Sim::start(&[&FREE[..], &["--fleet", "3"]].concat());
    let mut ready = vec![sim.ready.clone()];
    for _ in 0..2 {
        ready.push(sim.wait_for("ready"));
    }
    let names: Vec<_> = ready
        .iter()
        .map(|r| r["device"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["sim-1", "sim-2", "sim-3"]);
    assert_ne!(ready[0]["uuid"], ready[1]["uuid"]);
    assert_ne!(ready[0]["redir"], ready[1]["redir"]);
}

#[test]
fn it_stops_in_order_when_asked_by_a_signal() {
    for signal in ["-TERM", "-INT"] {
        let mut sim = Sim::start(&FREE);
        let mut kill = program("kill");
        kill.args([signal, &sim.pid().to_string()]);
        assert!(finish(kill, LIMIT).status.success());
        assert!(sim.event().is_none());
        let (_, status) = sim.stop();
        assert!(status.success(), "{signal}: {status}");
    }
}

#[test]
fn the_same_seed_is_the_same_device() {
    let first = Sim::start(&FREE);
    let second = Sim::start(&FREE);
    assert_eq!(first.ready["uuid"], second.ready["uuid"]);
}

#[test]
fn nonsense_is_a_usage_error_and_a_taken_port_is_not() {
    for arguments in [
        &["sim", "--profile", "amt7"][..],
        &["sim", "--redir-port", "none"],
        &["sim", "--fleet", "2", "--scene", "vnc://127.0.0.1:5900"],
        &["sim", "--scene", "movie"],
        &["sim", "--consent-code", "12345"],
        &["sim", "--profile", "amt6", "--mode", "ccm"],
        &["sim", "--profile", "amt6", "--consent", "all"],
    ] {
        let output = finish(outband(arguments), LIMIT);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty());
    }
    let sim = Sim::start(&FREE);
    let port = sim.port("redir").to_string();
    let taken = finish(
        outband(&[
            "sim",
            "--redir-port",
            &port,
            "--wsman-port",
            "off",
            "--wsman-tls-port",
            "off",
            "--redir-tls-port",
            "off",
            "--rfb-port",
            "off",
        ]),
        LIMIT,
    );
    assert_eq!(taken.status.code(), Some(1));
    let said = String::from_utf8_lossy(&taken.stderr);
    assert!(said.contains(&port), "{said}");
    let missing = finish(outband(&["sim", "--scene", "no-such-file.png"]), LIMIT);
    assert_eq!(missing.status.code(), Some(9));
}
