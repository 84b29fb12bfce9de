//! `info`, `power`, `enable`, `disable` and `log` as scripts run them.

use outband::sim::Profile;
use outband::sim::firmware::ControlMode;
use outband::sim::firmware::power::PowerState;
use serde_json::{Value, json};

use crate::support::pc::pc;
use crate::support::program::{Ended, command, start};

/// Runs `outband COMMAND` with a memory of its own and the first certificate taken.
async fn run(words: &[&str]) -> Ended {
    let words: Vec<_> = words.iter().map(|word| (*word).to_owned()).collect();
    let ended = tokio::task::spawn_blocking(move || {
        let folder = tempfile::tempdir().unwrap();
        let mut command = command(&words);
        command.args(["--trust", "first-use", "--timeout", "30", "--config-dir"]);
        start(command.arg(folder.path())).wait()
    });
    ended.await.unwrap()
}

/// Runs it with `--json` and expects success.
async fn json_of(words: &[&str]) -> Value {
    let ended = run(&[words, &["--json"]].concat()).await;
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    ended.json()
}

#[tokio::test(flavor = "multi_thread")]
async fn info_tells_scripts_and_people_the_same() {
    let ip = "127.0.75.1";
    let sim = pc(ip, Profile::Amt16, |o| o.device.mode = ControlMode::Client).await;
    let info = json_of(&["info", ip]).await;
    assert_eq!(info["target"], ip);
    assert_eq!(info["encryption"]["trust"], "pinned");
    assert_eq!(info["version"], "16.1.30.2307");
    assert_eq!(info["uuid"], Value::from(sim.device().lock().uuid()));
    assert_eq!(info["mode"], "client");
    assert_eq!(info["power"]["state"], "on");
    assert_eq!(
        info["features"],
        json!({"kvm": "on", "sol": "on", "media": "on", "ports_open": true})
    );
    assert_eq!(info["consent"]["policy"], "all");
    assert_eq!(info["consent"]["state"], "not-started");
    assert_eq!(info["connected"], json!([]));
    assert_eq!(info["hardware"]["drives"][0]["bytes"], 256_060_514_000_u64);
    assert_eq!(info["missing"], json!([]));
    let ended = run(&["info", ip]).await;
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    for part in [
        "16.1.30.2307, control mode client",
        "screen on, serial on, media on",
        "needed for screen, media and boot options",
        "SIM SSD 256 GB 256 GB",
    ] {
        assert!(ended.stdout.contains(part), "{part} in {}", ended.stdout);
    }
    assert_eq!(ended.stderr, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn power_is_told_changed_and_refused_with_documented_codes() {
    let ip = "127.0.75.2";
    let sim = pc(ip, Profile::Amt12, |_| {}).await;
    let ended = run(&["power", ip]).await;
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), "on\n"));
    let off = json_of(&["power", ip, "off"]).await;
    assert_eq!(off["certainty"], "seen");
    assert_eq!(
        (&off["before"]["state"], &off["power"]["state"]),
        (&json!("on"), &json!("off"))
    );
    assert_eq!(sim.device().lock().power(), PowerState::Off);
    let ended = run(&["power", ip, "reset", "--json"]).await;
    assert_eq!(ended.code, Some(1));
    assert_eq!(ended.json()["error"]["kind"], "not-now");
    let on = json_of(&["power", ip, "reset", "--to", "bios"]).await;
    assert_eq!((&on["action"], &on["to"]), (&json!("on"), &json!("bios")));
    let ended = run(&["power", ip, "on", "--to", "pxe"]).await;
    assert_eq!(
        (ended.code, ended.title()),
        (Some(1), "The PC cannot do this now")
    );
    let ended = run(&["power", ip, "reset", "--to", "image"]).await;
    assert_eq!(
        (ended.code, ended.title()),
        (Some(1), "No image is lent to the PC")
    );
    let ended = run(&["power", ip, "off", "--to", "pxe"]).await;
    assert_eq!(ended.code, Some(2));
    let ended = run(&["power", "vnc://127.0.75.2"]).await;
    assert_eq!(ended.code, Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_diagnostic_interrupt_is_sent_where_firmware_knows_it_and_its_effect_is_not_claimed() {
    let ip = "127.0.75.7";
    let _sim = pc(ip, Profile::Amt12, |_| {}).await;
    let ended = run(&["power", ip, "nmi"]).await;
    assert_eq!(
        (ended.code, ended.stdout.as_str()),
        (
            Some(0),
            "The PC was sent a diagnostic interrupt; what its system does then cannot be seen \
             from here\n"
        ),
        "{}",
        ended.stderr
    );
    let older = "127.0.75.8";
    let _older = pc(older, Profile::Amt11, |_| {}).await;
    let ended = run(&["power", older, "nmi"]).await;
    assert_eq!(ended.code, Some(8), "{}", ended.stderr);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_consent_a_start_from_elsewhere_ends_with_its_code_and_the_pc_runs_on() {
    let ip = "127.0.75.3";
    let _sim = pc(ip, Profile::Amt16, |o| o.device.mode = ControlMode::Client).await;
    let ended = run(&["power", ip, "reset", "--to", "pxe", "--json"]).await;
    assert_eq!(ended.code, Some(6));
    assert_eq!(ended.json()["error"]["kind"], "consent-needed");
}

#[tokio::test(flavor = "multi_thread")]
async fn features_are_switched_and_the_truth_is_printed() {
    let ip = "127.0.75.4";
    let _sim = pc(ip, Profile::Amt14, |_| {}).await;
    let off = json_of(&["disable", ip, "kvm", "sol"]).await;
    assert_eq!(off["changed"], true);
    assert_eq!(
        off["features"],
        json!({"kvm": "off", "sol": "off", "media": "on", "ports_open": true})
    );
    let ended = run(&["enable", ip, "kvm"]).await;
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), "kvm: on\n"));
    let ended = run(&["enable", ip]).await;
    assert_eq!(ended.code, Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn logs_are_filtered_and_counted() {
    let ip = "127.0.75.5";
    let _sim = pc(ip, Profile::Amt16, |_| {}).await;
    json_of(&["power", ip, "off"]).await;
    json_of(&["power", ip, "on"]).await;
    let log = json_of(&["log", ip, "audit"]).await;
    assert_eq!(log["log"], "audit");
    assert_eq!(log["entries"].as_array().unwrap().len(), log["total"]);
    assert_eq!(log["entries"][0]["who"], "admin");
    assert_eq!(log["entries"][0]["code"], "17.0");
    let one = json_of(&["log", ip, "audit", "--find", "turned off", "--since", "1d"]).await;
    assert_eq!(one["entries"].as_array().unwrap().len(), 1);
    let newest = json_of(&["log", ip, "audit", "--last", "1"]).await;
    assert_eq!(newest["entries"][0], log["entries"][0]);
    let events = run(&["log", ip, "events"]).await;
    assert_eq!(events.code, Some(0), "{}", events.stderr);
    assert!(events.stdout.lines().count() >= 1, "{}", events.stdout);
    let none = run(&["log", ip, "events", "--find", "no such thing"]).await;
    assert_eq!((none.code, none.stderr.as_str()), (Some(0), "No entry\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_ends_with_its_code() {
    let ip = "127.0.75.6";
    let _sim = pc(ip, Profile::Amt16, |o| {
        o.device.password = outband::wire::Secret::new("0ther!Pass".to_owned());
    })
    .await;
    let ended = run(&["info", ip, "--json"]).await;
    assert_eq!(ended.code, Some(4));
    assert_eq!(ended.json()["error"]["kind"], "login-refused");
}
