//! Consent with the real binary against the simulated PC: every end, its exit code, its sentence.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use image::RgbImage;
use outband::proto::wsman::namespace::resource_uri;
use serde_json::json;

use crate::support::process::{Sim, eventually, finish, program, text_of};
use crate::support::program::{Ended, PASSWORD, command, run, run_with_input, start};
use crate::support::web::{PUT, envelope};

const CODE: &str = "048213";

/// A simulated PC with WS-Management and redirection on free ports.
fn pc(more: &[&str]) -> (Sim, String) {
    let sim = Sim::pc(&[&["--consent-code", CODE], more].concat());
    let target = sim.target();
    (sim, target)
}

fn consent(target: &str, action: &[&str]) -> Ended {
    run(&[&["consent", target], action].concat())
}

fn state(target: &str) -> String {
    let ended = consent(target, &["status", "--json"]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    ended.json()["state"].as_str().unwrap().to_owned()
}

/// What a failure said, all of it on one line.
fn said(ended: &Ended) -> String {
    ended
        .stderr
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Waits until a command waits for the code, as its log says.
fn until_asked(log: &Path) {
    eventually(Duration::from_secs(30), "asking for the code", || {
        text_of(log).contains("CodeWanted").then_some(())
    });
}

/// A picture that no question for a code looks like.
fn blue_scene(folder: &Path) -> String {
    let file = folder.join("scene.png");
    RgbImage::from_pixel(640, 480, image::Rgb([0, 0, 255]))
        .save(&file)
        .unwrap();
    path(&file).to_owned()
}

fn is_blue(file: &Path) -> bool {
    let image = image::open(file).unwrap().into_rgb8();
    image.dimensions() == (640, 480) && image.pixels().all(|pixel| pixel.0 == [0, 0, 255])
}

#[test]
fn the_policy_is_told_as_it_is_and_never_changed() {
    for (policy, words) in [
        ("none", "Consent is never needed"),
        ("kvm", "Consent is needed for the screen"),
        (
            "all",
            "Consent is needed for screen, media and boot options",
        ),
    ] {
        let (_sim, target) = pc(&["--consent", policy]);
        let ended = consent(&target, &["status"]);
        assert!(ended.stdout.starts_with(words), "{}", ended.stdout);
        assert!(
            ended.stdout.contains("It is not asked now"),
            "{}",
            ended.stdout
        );
        consent(&target, &["request"]);
        consent(&target, &["cancel"]);
        let after = consent(&target, &["status", "--json"]).json();
        assert_eq!(after["required"], policy);
        assert_eq!(after["state"], "not-asked");
        assert_eq!(after["shown_secs"], 300);
        assert_eq!(after["lapses_after_secs"], 120);
    }
}

#[test]
fn a_code_is_requested_refused_accepted_and_consent_ended() {
    let (mut sim, target) = pc(&["--consent", "all"]);
    let ended = consent(&target, &["submit", CODE]);
    assert_eq!(
        (ended.code, ended.title()),
        (Some(6), "No code was asked for")
    );

    let ended = consent(&target, &["request"]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert!(
        ended.stdout.contains("shows a code for 300 s"),
        "{}",
        ended.stdout
    );
    assert!(
        ended
            .stdout
            .contains(&format!("outband consent {target} submit CODE")),
        "{}",
        ended.stdout
    );
    assert_eq!(sim.wait_for("consent.requested")["code"], CODE);
    assert_eq!(state(&target), "shown");
    // Asking again neither fails nor takes the code away.
    assert_eq!(consent(&target, &["request"]).code, Some(0));

    let ended = consent(&target, &["submit", "111111"]);
    assert_eq!((ended.code, ended.title()), (Some(6), "Wrong code"));
    assert!(
        said(&ended).contains("Ask the user to read it again"),
        "{}",
        ended.stderr
    );
    assert_eq!(state(&target), "shown");

    // As people write such codes; and from standard input.
    let mut submit = command(&["consent", &target, "submit", "-"]);
    let ended = run_with_input(&mut submit, "048 213\n");
    assert_eq!(
        (ended.code, ended.stdout.as_str()),
        (Some(0), "Consent given\n")
    );
    sim.wait_for("consent.accepted");
    assert_eq!(state(&target), "given");
    assert_eq!(
        consent(&target, &["submit", CODE]).code,
        Some(0),
        "given before"
    );

    let ended = consent(&target, &["cancel"]);
    assert_eq!(ended.stdout, "Consent ended, no code is shown any more\n");
    assert_eq!(sim.wait_for("consent.ended")["reason"], "cancelled");
    let ended = consent(&target, &["cancel"]);
    assert_eq!(ended.stdout, "There was no code and no consent\n");
}

#[test]
fn a_pc_that_needs_no_consent_is_not_asked() {
    let (sim, target) = pc(&["--consent", "none"]);
    let ended = consent(&target, &["request", "--json"]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert_eq!(ended.json()["state"], "not-needed");
    let (events, _) = sim.stop();
    assert!(
        events.iter().all(|e| e["event"] != "consent.requested"),
        "{events:?}"
    );
}

#[test]
fn three_wrong_codes_withdraw_it_and_three_times_that_block_it() {
    let (_sim, target) = pc(&["--consent", "all"]);
    for _ in 0..3 {
        assert_eq!(consent(&target, &["request"]).code, Some(0));
        for title in [
            "Wrong code",
            "Wrong code",
            "The PC has withdrawn its code after three wrong tries",
        ] {
            let ended = consent(&target, &["submit", "000000"]);
            assert_eq!((ended.code, ended.title()), (Some(6), title));
        }
    }
    let ended = consent(&target, &["request"]);
    assert_eq!(
        (ended.code, ended.title()),
        (Some(6), "The PC blocks new codes for a while")
    );
}

#[test]
fn a_pc_that_is_off_cannot_show_a_code() {
    let (_sim, target) = pc(&["--consent", "all", "--power", "off"]);
    let ended = consent(&target, &["request"]);
    assert_eq!(
        (ended.code, ended.title()),
        (Some(6), "The PC must be on to show its code")
    );
}

#[test]
fn a_power_loss_takes_the_code_and_the_consent_away() {
    let (mut sim, target) = pc(&["--consent", "all", "--trouble", "unplug=3s"]);
    consent(&target, &["request"]);
    consent(&target, &["submit", CODE]);
    sim.wait_for("consent.accepted");
    assert_eq!(sim.wait_for("consent.ended")["reason"], "power-lost");
    let ended = consent(&target, &["submit", CODE]);
    assert_eq!(
        (ended.code, ended.title()),
        (Some(6), "No code was asked for")
    );
}

#[test]
fn what_is_no_code_is_found_out_before_the_pc_is_called() {
    for (args, said) in [
        (&["consent", "pc", "submit", "12345"][..], "six digits"),
        (&["consent", "pc", "submit"], "<CODE>"),
        (
            &["consent", "pc", "status", "123456"],
            "only submit takes a code",
        ),
        (&["consent", "pc"], "<ACTION>"),
    ] {
        let ended = run(args);
        assert_eq!(ended.code, Some(2), "{args:?}: {}", ended.stderr);
        assert!(ended.stderr.contains(said), "{args:?}: {}", ended.stderr);
    }
    let (_sim, target) = pc(&["--consent", "all"]);
    let mut submit = command(&["consent", &target, "submit", "-"]);
    let ended = run_with_input(&mut submit, "no digits\n");
    assert_eq!(
        (ended.code, ended.title()),
        (Some(6), "A consent code has six digits")
    );
}

#[test]
fn a_screen_with_the_right_code_shows_the_pc_and_not_the_question() {
    let folder = tempfile::tempdir().unwrap();
    let scene = blue_scene(folder.path());
    let (mut sim, target) = pc(&["--consent", "kvm", "--scene", &scene]);
    let file = folder.path().join("screen.png");
    let args = [
        "screen",
        &target,
        "--png",
        path(&file),
        "--consent-code",
        CODE,
        "--json",
    ];
    let ended = run(&args);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert_eq!(ended.json()["consent"], "given");
    assert_eq!(ended.stderr, "");
    sim.wait_for("consent.accepted");
    assert!(is_blue(&file), "the PC's own picture");

    // It holds for the next one too, which needs no code.
    std::fs::remove_file(&file).unwrap();
    let ended = run(&args[..4]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert!(is_blue(&file));
}

#[test]
fn a_screen_without_its_code_ends_and_the_question_leaves_the_display() {
    let folder = tempfile::tempdir().unwrap();
    let (mut sim, target) = pc(&["--mode", "ccm"]);
    let file = folder.path().join("screen.png");
    let ended = run(&["screen", &target, "--png", path(&file)]);
    assert_eq!(
        (ended.code, ended.title()),
        (Some(6), "The user's consent is needed")
    );
    assert!(!file.exists());
    assert_eq!(sim.wait_for("consent.ended")["reason"], "cancelled");

    // A wrong one may be tried again: the code stays.
    let args = ["screen", &target, "--png", path(&file), "--consent-code"];
    let ended = run(&[&args[..], &["111111"]].concat());
    assert_eq!((ended.code, ended.title()), (Some(6), "Wrong code"));
    assert_eq!(state(&target), "shown");
    let ended = run(&[&args[..], &[CODE]].concat());
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert!(file.exists());
}

#[test]
fn codes_are_read_one_after_another_until_one_is_right_or_the_pc_withdraws_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let scene = blue_scene(folder.path());
    let (_sim, target) = pc(&["--consent", "all", "--scene", &scene]);
    let file = folder.path().join("screen.png");
    let args = [
        "screen",
        &target,
        "--png",
        path(&file),
        "--consent-code",
        "-",
    ];
    let ended = run_with_input(&mut command(&args), "111111\n222222\n333333\n048213\n");
    assert_eq!(ended.code, Some(6), "{}", ended.stderr);
    let titles: Vec<_> = ended.stderr.lines().take(3).collect();
    assert_eq!(
        titles,
        [
            "Wrong code, 2 tries left",
            "Wrong code, 1 try left",
            "The PC has withdrawn its code after three wrong tries"
        ]
    );
    assert!(!file.exists());

    // The password comes first where both are read.
    let mut both = command(&[&args[..], &["--password-stdin"]].concat());
    both.env_remove("OUTBAND_PASSWORD");
    let ended = run_with_input(&mut both, &format!("{PASSWORD}\n111111\n{CODE}\n"));
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert_eq!(ended.stderr, "Wrong code, 2 tries left\n");
    assert!(is_blue(&file));
}

#[test]
fn a_code_that_nobody_needs_is_said_to_be_unused() {
    let folder = tempfile::tempdir().unwrap();
    let (_sim, target) = pc(&["--consent", "none"]);
    let file = folder.path().join("screen.png");
    let args = [
        "screen",
        &target,
        "--png",
        path(&file),
        "--consent-code",
        CODE,
    ];
    let ended = run(&args);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert_eq!(
        ended.stderr,
        "The PC asked for no consent, the code was not used\n"
    );
    let document = run(&[&args[..4], &["--json"]].concat()).json();
    assert_eq!(document["consent"], json!("not-needed"));
}

#[cfg(unix)]
#[test]
fn an_interrupt_takes_the_code_from_the_display() {
    let folder = tempfile::tempdir().unwrap();
    let (mut sim, target) = pc(&["--consent", "kvm"]);
    let file = folder.path().join("screen.png");
    let log = folder.path().join("log");
    let mut waiting = command(&[
        "screen",
        &target,
        "--png",
        path(&file),
        "--consent-code",
        "-",
        "--log-file",
        path(&log),
    ]);
    let program = start(waiting.stdin(Stdio::piped()));
    until_asked(&log);
    program.interrupt();
    assert_eq!(sim.wait_for("consent.ended")["reason"], "cancelled");
    let ended = program.wait();
    assert_eq!(ended.code, Some(130), "{}", ended.stderr);
    assert!(!file.exists());
}

#[test]
fn a_code_that_is_taken_away_ends_the_wait_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let (_sim, target) = pc(&["--consent", "kvm"]);
    let file = folder.path().join("screen.png");
    let log = folder.path().join("log");
    let mut waiting = command(&[
        "screen",
        &target,
        "--png",
        path(&file),
        "--consent-code",
        "-",
        "--log-file",
        path(&log),
    ]);
    let program = start(waiting.stdin(Stdio::piped()));
    until_asked(&log);
    // Somebody else's console; the user's own menu does the same.
    assert_eq!(consent(&target, &["cancel"]).code, Some(0));
    let ended = program.wait();
    assert_eq!(
        (ended.code, ended.title()),
        (Some(6), "The user has declined")
    );
}

/// Has the PC show its codes for ten seconds only, the shortest that firmware takes: those that
/// were asked for over WS-Management, and those that a waiting screen has it ask for.
fn shorten(sim: &Sim) {
    for (class, property) in [
        ("IPS_OptInService", "OptInDisplayTimeout"),
        ("IPS_KVMRedirectionSettingData", "OptInPolicyTimeout"),
    ] {
        set(sim, class, property, "10");
    }
}

fn set(sim: &Sim, class: &str, property: &str, value: &str) {
    let uri = resource_uri(class);
    let body =
        format!("<r:{class} xmlns:r=\"{uri}\"><r:{property}>{value}</r:{property}></r:{class}>");
    let url = format!("http://127.0.0.1:{}/wsman", sim.port("wsman"));
    let mut curl = program("curl");
    curl.args(["-sf", "--digest", "-u"])
        .arg(format!("admin:{PASSWORD}"))
        .args(["-H", "Content-Type: application/soap+xml;charset=UTF-8"])
        .args(["--data", &envelope(PUT, &uri, "", &body), &url]);
    let output = finish(curl, Duration::from_secs(30));
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn a_code_that_nobody_types_in_time_is_told_as_expired() {
    let folder = tempfile::tempdir().unwrap();
    let (mut sim, target) = pc(&["--consent", "all"]);
    shorten(&sim);
    let ended = consent(&target, &["request"]);
    assert!(ended.stdout.contains("shows a code for 10 s"), "{ended:?}");
    assert_eq!(sim.wait_for("consent.ended")["reason"], "timed-out");
    let ended = consent(&target, &["submit", CODE]);
    assert_eq!(ended.code, Some(6), "{}", ended.stderr);
    assert_eq!(ended.title(), "No code was asked for");
    let again = "outband consent TARGET request";
    assert!(ended.stderr.contains(again), "{}", ended.stderr);

    // Whoever waits for the code hears it at once.
    let file = folder.path().join("screen.png");
    let words = [
        "screen",
        &target,
        "--png",
        path(&file),
        "--consent-code",
        "-",
        "--json",
    ];
    let ended = start(command(&words).stdin(Stdio::piped())).wait();
    assert_eq!(ended.code, Some(6), "{}", ended.stderr);
    assert_eq!(
        ended.json()["error"]["kind"],
        "consent-expired",
        "{}",
        ended.stdout
    );
    assert_eq!(sim.wait_for("consent.ended")["reason"], "timed-out");
    assert!(!file.exists());
}

#[test]
fn a_power_loss_ends_the_wait_for_the_code() {
    let folder = tempfile::tempdir().unwrap();
    let (mut sim, target) = pc(&["--consent", "kvm", "--trouble", "unplug=5s"]);
    let file = folder.path().join("screen.png");
    let mut waiting = command(&[
        "screen",
        &target,
        "--png",
        path(&file),
        "--consent-code",
        "-",
    ]);
    let program = start(waiting.stdin(Stdio::piped()));
    sim.wait_for("consent.requested");
    assert_eq!(sim.wait_for("consent.ended")["reason"], "power-lost");
    let ended = program.wait();
    // Whichever is noticed first: the question is gone, or the connection is.
    assert!(matches!(ended.code, Some(1 | 3 | 6)), "{ended:?}");
    assert!(
        !ended.stderr.contains("Internal") && !file.exists(),
        "{ended:?}"
    );
}

#[test]
fn a_recording_whose_consent_is_taken_back_ends_and_asks_nobody_anew() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.obr");
    let (mut sim, target) = pc(&["--consent", "kvm", "--scene", "text"]);
    let words = [
        "record",
        &target,
        "--out",
        path(&file),
        "--consent-code",
        CODE,
    ];
    let program = start(&mut command(&words));
    sim.wait_for("consent.accepted");
    eventually(Duration::from_secs(30), "the recording", || {
        file.exists().then_some(())
    });
    assert_eq!(consent(&target, &["cancel"]).code, Some(0));
    let ended = program.wait();
    assert_eq!(ended.code, Some(6), "{ended:?}");
    // What was recorded until then is whole.
    let checked = run(&["replay", path(&file), "--json"]);
    assert_eq!(checked.code, Some(0), "{checked:?}");
    let (events, _) = sim.stop();
    assert!(
        events.iter().all(|e| e["event"] != "consent.requested"),
        "{events:?}"
    );
}

#[test]
fn client_control_mode_refuses_what_it_must_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let disk = folder.path().join("disk");
    std::fs::create_dir(&disk).unwrap();
    std::fs::write(disk.join("readme.txt"), "nothing").unwrap();
    let (disk, png) = (path(&disk), folder.path().join("a.png"));
    let (sim, target) = pc(&["--mode", "ccm", "--scene", "text"]);
    let refused: [&[&str]; 7] = [
        &["screen", &target, "--png", path(&png)],
        &["screen", &target, "--png", path(&png), "--type", "x"],
        &["media", &target, "--cd", disk],
        &["media", &target, "--cd", disk, "--start", "now"],
        &["power", &target, "reset", "--to", "pxe"],
        &["power", &target, "cycle", "--to", "bios"],
        &["serial", &target, "--bios", "--expect", "x"],
    ];
    for words in refused {
        let ended = run(&[words, &["--json"]].concat());
        let last = ended.stdout.lines().last().unwrap();
        let last: serde_json::Value = serde_json::from_str(last).unwrap();
        assert_eq!(ended.code, Some(6), "{words:?}: {ended:?}");
        assert_eq!(last["error"]["kind"], "consent-needed", "{words:?}");
        assert!(said(&ended).contains("six digits"), "{}", ended.stderr);
    }
    // The policy cannot be changed from here, and is not.
    let status = consent(&target, &["status", "--json"]).json();
    assert_eq!(status["required"], "all");
    assert_eq!(status["can_modify_policy"], false, "{status}");
    for words in [
        &["info", &target][..],
        &["log", &target, "events"],
        &["power", &target, "reset"],
        &["power", &target, "off"],
        &["power", &target, "on"],
    ] {
        assert_eq!(run(words).code, Some(0), "{words:?}");
    }
    let (events, _) = sim.stop();
    assert!(events.iter().all(|e| e["event"] != "consent.accepted"));
    assert!(!png.exists());
}
