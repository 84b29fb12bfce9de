//! `outband media --boot`: the whole story with the real program, and what a crash leaves behind.

use std::fs;
use std::process::Stdio;
use std::time::Duration;

use outband::session::Feature;
use outband::session::flow::{boot, enable};
use outband::sim::firmware::ControlMode;
use outband::sim::firmware::consent::ConsentPolicy;
use outband::sim::{Event as SimEvent, Profile, SceneChoice, Simulator};
use serde_json::Value;
use tokio::task::spawn_blocking;
use tokio::time::{sleep, timeout};

use crate::support::images::{self, have};
use crate::support::lent::PATIENCE;
use crate::support::pc::{control, pc};
use crate::support::program::{Ended, Program, command, start};

/// `outband media IP --cd ISO --boot`, with a pipe for codes and a memory of its own.
fn media(ip: &str, config: &std::path::Path, arguments: &[&str]) -> Program {
    let mut all = vec!["media", ip, "--trust", "first-use", "--json", "--boot"];
    all.extend(["--config-dir", config.to_str().unwrap()]);
    all.extend(arguments);
    start(command(&all).stdin(Stdio::piped()))
}

async fn ended(program: Program) -> (Ended, Vec<Value>) {
    let ended = spawn_blocking(|| program.wait()).await.unwrap();
    let lines = ended.stdout.lines();
    let lines = lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    (ended, lines)
}

/// The steps that came to an end, as `step state`.
fn steps(lines: &[Value]) -> Vec<String> {
    lines
        .iter()
        .filter(|line| line["event"] == "step" && line["state"] != "begun")
        .map(|line| {
            let text = |key: &str| line[key].as_str().unwrap().to_owned();
            format!("{} {}", text("step"), text("state"))
        })
        .collect()
}

async fn until(sim: &mut Simulator, wanted: impl Fn(&SimEvent) -> bool) {
    let wait = async { while !wanted(&sim.next_event().await) {} };
    timeout(PATIENCE, wait).await.expect("it happens");
}

async fn everything_is_back(ip: &str, sim: &Simulator) {
    let device = sim.device();
    let gone = async {
        while device.lock().storage().is_visible() || !device.lock().sessions().all().is_empty() {
            sleep(Duration::from_millis(5)).await;
        }
        while boot::result(&mut control(ip).await).await.unwrap().is_set {
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(PATIENCE, gone)
        .await
        .expect("everything is put back");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_story_with_consent_killed_in_mid_boot_and_repeated() {
    if !have(&["grub-mkrescue", "xorriso", "mformat"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let iso = images::grub_iso(folder.path());
    let cd = ["--cd", iso.to_str().unwrap(), "--consent-code", "-"];
    let ip = "127.0.74.21";
    let mut sim = pc(ip, Profile::Amt16, |o| {
        o.scene = SceneChoice::Text;
        o.device.mode = ControlMode::Client;
        o.device.consent = ConsentPolicy::All;
        o.device.consent_code = Some(481_302);
    })
    .await;
    let mut console = control(ip).await;
    let off = enable::switch(&mut console, &[Feature::Media], false, |_| {});
    off.await.unwrap();
    drop(console);

    // Killed while the PC reads the loader.
    let mut first = media(ip, folder.path(), &cd);
    until(&mut sim, |event| {
        matches!(event, SimEvent::ConsentRequested { .. })
    })
    .await;
    first.tell("111111\n481302\n");
    until(&mut sim, |event| {
        matches!(event, SimEvent::IderRead { reads: 1.., .. })
    })
    .await;
    spawn_blocking(|| first.kill()).await.unwrap();
    let device = sim.device();
    let closed = async {
        while !device.lock().sessions().all().is_empty() {
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(PATIENCE, closed).await.expect("the PC notices");

    // Once more, with a wrong code in between if consent has to be asked for again.
    let mut second = media(ip, folder.path(), &[&cd[..], &["--until", "boot"]].concat());
    let asks = async {
        while let Ok(event) = timeout(Duration::from_secs(8), sim.next_event()).await {
            match event {
                SimEvent::ConsentRequested { .. } => return true,
                SimEvent::IderBoot { .. } => return false,
                _ => {}
            }
        }
        false
    };
    let was_asked = asks.await;
    if was_asked {
        second.tell("111111\n481302\n");
    }
    let (end, lines) = ended(second).await;
    assert_eq!(end.code, Some(0), "{} {}", end.stdout, end.stderr);
    let expected = [
        "check done",
        "connect done",
        "consent done",
        "enable not-needed",
        "lend done",
        "prepare done",
        "restart done",
        "load done",
        "put-back done",
    ];
    assert_eq!(steps(&lines), expected);
    let has = |event: &str| lines.iter().any(|line| line["event"] == event);
    assert!(has("started") && has("host-reset") && has("totals"));
    if was_asked {
        let wrong = lines
            .iter()
            .find(|line| line["phase"] == "code-wrong")
            .expect("the wrong code is told");
        assert_eq!(wrong["tries_left"], 2);
        assert!(
            end.stderr.contains("Wrong code, 2 tries left"),
            "{}",
            end.stderr
        );
    }
    assert!(!end.stdout.contains("481302") && !end.stderr.contains("481302"));
    everything_is_back(ip, &sim).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interruption_puts_everything_back_and_ends_with_130() {
    if !have(&["grub-mkrescue", "xorriso", "mformat"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let iso = images::grub_iso(folder.path());
    let ip = "127.0.74.22";
    let mut sim = pc(ip, Profile::Amt16, |_| {}).await;
    let program = media(ip, folder.path(), &["--cd", iso.to_str().unwrap()]);
    until(&mut sim, |event| {
        matches!(event, SimEvent::IderBoot { ok: true, .. })
    })
    .await;
    program.interrupt();
    let (end, lines) = ended(program).await;
    assert_eq!(end.code, Some(130), "{}", end.stderr);
    assert_eq!(steps(&lines).last().unwrap(), "put-back done");
    let last: Vec<_> = lines.iter().rev().take(2).collect();
    assert_eq!(last[1]["end"], "interrupted");
    assert_eq!(last[0]["error"]["exit"], 130);
    everything_is_back(ip, &sim).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_end_with_their_code_and_leave_nothing() {
    if !have(&["grub-mkrescue", "xorriso", "mformat"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let iso = images::grub_iso(folder.path());
    let cd = ["--cd", iso.to_str().unwrap()];
    let ip = "127.0.74.23";
    let sim = pc(ip, Profile::Amt16, |o| {
        o.device.mode = ControlMode::Client;
        o.device.consent = ConsentPolicy::All;
        o.device.consent_code = Some(481_302);
    })
    .await;
    // Nobody is there to be asked, and then one code that is wrong.
    for (more, kind) in [
        (&[][..], "consent-needed"),
        (&["--consent-code", "111111"][..], "consent-wrong"),
    ] {
        let program = media(ip, folder.path(), &[&cd[..], more].concat());
        let (end, lines) = ended(program).await;
        assert_eq!(end.code, Some(6), "{}", end.stderr);
        assert_eq!(lines.last().unwrap()["error"]["kind"], kind);
        everything_is_back(ip, &sim).await;
    }
    let nothing = folder.path().join("plain.iso");
    fs::write(&nothing, crate::support::lent::disc_bytes(100)).unwrap();
    let program = media(ip, folder.path(), &["--cd", nothing.to_str().unwrap()]);
    let (end, _) = ended(program).await;
    assert_eq!(end.code, Some(9), "{}", end.stderr);
    assert!(
        end.stderr.contains("This image cannot start a PC"),
        "{}",
        end.stderr
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_loader_that_waits_hears_enter_and_the_start_is_predicted_before_it() {
    if !have(&["grub-mkrescue", "xorriso", "mformat"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    // A simulated PC shows the label of what it started from, and reads no further: to whoever looks
    // at its screen, a loader of Windows.
    let iso = images::labelled_grub_iso(folder.path(), "PRESS ANY KEY TO BOOT FROM CD");
    let ip = "127.0.74.24";
    let mut sim = pc(ip, Profile::Amt16, |_| {}).await;
    let cd = [
        "--cd",
        iso.to_str().unwrap(),
        "--press-key",
        "--until",
        "boot",
    ];
    let program = media(ip, folder.path(), &cd);
    until(&mut sim, |event| {
        matches!(
            event,
            SimEvent::Key {
                keysym: RETURN,
                down: true
            }
        )
    })
    .await;
    let (end, lines) = ended(program).await;
    assert_eq!(end.code, Some(0), "{} {}", end.stdout, end.stderr);
    let at = |event: &str| {
        let place = lines.iter().position(|line| line["event"] == event);
        place.unwrap_or_else(|| panic!("no {event} in {lines:#?}"))
    };
    let estimate = &lines[at("estimate")];
    assert!(estimate["start_bytes"].as_u64() > Some(0), "{estimate}");
    assert!(estimate["round_trip_ms"].is_number());
    assert!(at("estimate") < at("host-reset"), "told before the restart");
    assert!(at("key-pressed") < at("started"));
    everything_is_back(ip, &sim).await;
}

/// Enter, as X11 numbers it.
const RETURN: u32 = 0xFF0D;
