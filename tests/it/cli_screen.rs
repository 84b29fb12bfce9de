//! `outband screen` and the rules that all commands keep, with the real binary.

use std::fs;
use std::path::Path;
use std::time::Duration;

use serde_json::json;

use crate::support::amt::{RED_TILE, RED_TILE_8, console_bytes, opening};
use crate::support::device::{Act, Device, say};
use crate::support::program::{PASSWORD, command, names, run, run_with_input, start};

/// A device that shows a red tile and waits.
fn red(ip: &str) -> Device {
    let mut script = opening();
    script.push(say(RED_TILE));
    script.push(Act::Wait);
    Device::start(ip, vec![script])
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn the_picture_is_saved_with_its_exact_colours() {
    let device = red("127.0.93.1");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("screen.png");
    let ended = run(&[
        "screen",
        "--tls",
        "off",
        &device.target(),
        "--png",
        path(&file),
    ]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert_eq!(
        ended.stdout,
        format!("{}: 64 × 64, rgb565, from 127.0.93.1\n", file.display())
    );
    assert_eq!(ended.stderr, "", "quiet in pipes");
    let image = image::open(&file).unwrap().into_rgb8();
    assert_eq!(image.dimensions(), (64, 64));
    assert!(image.pixels().all(|pixel| pixel.0 == [255, 0, 0]));
    assert_eq!(names(folder.path()), ["screen.png"]);
}

#[test]
fn the_json_document_has_the_documented_fields() {
    let device = red("127.0.93.2");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("screen.png");
    let target = device.target();
    let args = [
        "screen",
        "--tls",
        "off",
        &target,
        "--png",
        path(&file),
        "--json",
    ];
    let ended = run(&args);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let expected = json!({
        "target": target, "png": path(&file), "width": 64, "height": 64, "pixel": "rgb565",
        "name": "Intel(r) AMT KVM", "firmware": "15.0", "typed": 0, "skipped": 0,
        "consent": "unknown",
        "encryption": { "trust": "none", "fingerprint": null },
    });
    assert_eq!(ended.json(), expected);

    let ended = run(&[&args[..], &["--stats"]].concat());
    let stats = &ended.json()["stats"];
    assert_eq!((&stats["updates"], &stats["rects"]), (&json!(1), &json!(1)));
    assert!(stats["bytes_received"].as_u64() > Some(RED_TILE.len() as u64));
    assert!(stats["decoding_ms"].is_f64() && stats["round_trip_ms"].is_f64());
}

#[test]
fn texts_and_keys_go_out_in_the_order_of_the_command_line() {
    let device = red("127.0.93.3");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("screen.png");
    let ended = run(&[
        "screen",
        "--tls",
        "off",
        &device.target(),
        "--png",
        path(&file),
        "--keys",
        "ctrl+A f1",
        "--type",
        "b€",
        "--keys",
        "enter",
        "--wait",
        "0",
        "--json",
    ]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert_eq!(
        (&ended.json()["typed"], &ended.json()["skipped"]),
        (&json!(1), &json!(1))
    );
    let expected: Vec<u8> = [
        (1, 0xFFE3_u32),
        (1, 0x61),
        (0, 0x61),
        (0, 0xFFE3),
        (1, 0xFFBE),
        (0, 0xFFBE),
        (1, 0x62),
        (0, 0x62),
        (1, 0xFF0D),
        (0, 0xFF0D),
    ]
    .into_iter()
    .flat_map(|(down, key)| [&[4, down, 0, 0][..], &key.to_be_bytes()].concat())
    .collect();
    let heard = device.heard(0, console_bytes(8) + expected.len());
    assert!(heard.ends_with(&expected), "{heard:02X?}");
}

#[test]
fn the_format_asked_for_is_the_one_that_is_asked_of_the_device() {
    for (name, bytes) in [
        ("rgb565", &b"\x10\x10\0\x01\0\x1F\0\x3F\0\x1F\x0B\x05\0"[..]),
        ("rgb332", b"\x08\x08\0\x01\0\x07\0\x07\0\x03\x05\x02\0"),
        ("gray8", b"\x08\x08\0\x01\0\xFF\0\0\0\0\0\0\0"),
        ("gray4", b"\x08\x04\0\x01\0\x0F\0\0\0\0\0\0\0"),
    ] {
        let tile = if name == "rgb565" {
            RED_TILE
        } else {
            RED_TILE_8
        };
        let mut script = opening();
        script.extend([say(tile), Act::Wait]);
        let device = Device::start("127.0.93.4", vec![script]);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("screen.png");
        let target = device.target();
        let args = [
            "screen",
            "--tls",
            "off",
            &target,
            "--png",
            path(&file),
            "--pixel",
            name,
        ];
        let ended = run(&args);
        assert_eq!(ended.code, Some(0), "{name}: {}", ended.stderr);
        let heard = device.heard(0, 0);
        let set = [&[0; 4], bytes].concat();
        assert!(
            heard.windows(set.len()).any(|window| window == set),
            "{name}: {heard:02X?}"
        );
    }
}

#[test]
fn the_password_comes_from_file_input_or_environment() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("screen.png");
    let secret = folder.path().join("password");
    fs::write(&secret, format!("{PASSWORD}\r\nnot this\n")).unwrap();
    let device = red("127.0.93.5");
    let target = device.target();
    let args = ["screen", "--tls", "off", &target, "--png", path(&file)];

    let from_file = [&args[..], &["--password-file", path(&secret)]].concat();
    let ended = start(command(&from_file).env_remove("OUTBAND_PASSWORD")).wait();
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);

    let from_input = [&args[..], &["--password-stdin"]].concat();
    let ended = run_with_input(
        command(&from_input).env_remove("OUTBAND_PASSWORD"),
        &format!("{PASSWORD}\nmore"),
    );
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);

    let ended = start(command(&args).env_remove("OUTBAND_PASSWORD")).wait();
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains("--password-file"), "{}", ended.stderr);
    assert_eq!(
        device.connections(),
        2,
        "without a password nobody is called"
    );
}

#[test]
fn a_place_that_cannot_be_written_is_found_out_before_the_device_is_called() {
    let device = red("127.0.93.6");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("missing").join("screen.png");
    let ended = run(&[
        "screen",
        "--tls",
        "off",
        &device.target(),
        "--png",
        path(&file),
    ]);
    assert_eq!(ended.code, Some(9));
    assert_eq!(ended.title(), "The file cannot be written");
    assert!(ended.stderr.contains(path(&file)), "{}", ended.stderr);
    assert_eq!(device.connections(), 0);
}

#[test]
fn usage_is_refused_with_code_2_and_names_what_is_wrong() {
    for (args, named) in [
        (&["screen", "pc"][..], "--png"),
        (&["screen", "a b", "--png", "x"], "' '"),
        (&["screen", "pc", "--png", "x", "--keys", "ctrl+foo"], "foo"),
        (
            &["screen", "pc", "--png", "x", "--pixel", "rgb888"],
            "rgb888",
        ),
        (&["screen", "pc", "--png", "x", "--wait", "soon"], "soon"),
        (&["screen", "pc", "--png", "x", "--timeout", "-1"], "-1"),
        (
            &["screen", "pc", "--png", "x", "--consent-code", "12345"],
            "six digits",
        ),
        (
            &["screen", "pc", "--png", "x", "--password", "x"],
            "--password",
        ),
        (&["teleport"], "teleport"),
        (&["open"], "TARGET"),
    ] {
        let ended = run(args);
        assert_eq!(ended.code, Some(2), "{args:?}");
        assert!(ended.stderr.contains(named), "{args:?}: {}", ended.stderr);
        assert_eq!(ended.stdout, "", "{args:?}");
    }
}

#[test]
fn help_and_version_end_well_and_list_only_what_exists() {
    let ended = run(&["--version"]);
    assert_eq!(ended.code, Some(0));
    assert_eq!(
        ended.stdout,
        format!("outband {}\n", env!("CARGO_PKG_VERSION"))
    );
    let ended = run(&["screen", "--help"]);
    assert_eq!(ended.code, Some(0));
    for option in [
        "--png",
        "--pixel",
        "--type",
        "--keys",
        "--password-stdin",
        "--json",
    ] {
        assert!(ended.stdout.contains(option), "{option}");
    }
    assert!(ended.stdout.contains("--consent-code"));
}

#[test]
fn without_a_display_open_says_so() {
    let ended = run(&["open", "pc"]);
    assert_eq!(ended.code, Some(1));
    assert_eq!(ended.title(), "There is no display to open a window on");
}

#[test]
fn a_failure_is_the_same_in_words_and_in_json() {
    let busy = vec![Act::Hear(8), say(b"\x11\x02\0\0"), Act::Close];
    let device = Device::start("127.0.93.7", vec![busy]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("screen.png");
    let target = device.target();
    let args = [
        "screen",
        "--tls",
        "off",
        &target,
        "--png",
        path(&file),
        "--json",
    ];
    let ended = run(&args);
    assert_eq!(ended.code, Some(7));
    let error = &ended.json()["error"];
    assert_eq!(
        (&error["kind"], &error["exit"]),
        (&json!("busy"), &json!(7))
    );
    let lines: Vec<_> = ended.stderr.lines().map(str::trim).collect();
    assert_eq!(
        lines,
        [
            error["title"].as_str().unwrap(),
            error["cause"].as_str().unwrap(),
            error["remedy"].as_str().unwrap()
        ]
    );
    assert_eq!(
        names(folder.path()),
        [""; 0],
        "no file, not even a part of one"
    );
}

#[cfg(unix)]
#[test]
fn an_interrupt_releases_what_is_down_and_leaves_no_file() {
    let device = red("127.0.93.8");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("screen.png");
    let text = "a".repeat(5000);
    let target = device.target();
    let program = start(&mut command(&[
        "screen",
        "--tls",
        "off",
        &target,
        "--png",
        path(&file),
        "--type",
        &text,
    ]));
    // In the middle of the text: a key down and up has 16 bytes.
    device.heard(0, console_bytes(8) + 50 + 20 * 16);
    program.interrupt();
    let ended = program.wait();
    assert_eq!(ended.code, Some(130), "{}", ended.stderr);
    assert_eq!(ended.title(), "Interrupted");
    assert!(ended.took < Duration::from_secs(20));
    assert_eq!(names(folder.path()), [""; 0]);
    let heard = device.heard(0, 0);
    assert!(heard.ends_with(b"\x04\0\0\0\0\0\0\x61"), "{heard:02X?}");
}

#[test]
fn no_secret_reaches_the_log_however_much_it_says() {
    let device = red("127.0.93.9");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("screen.png");
    let log = folder.path().join("log");
    let target = device.target();
    let ended = run(&[
        "screen",
        "--tls",
        "off",
        &target,
        "--png",
        path(&file),
        "--type",
        "xyzzy-plugh",
        "--wait",
        "0",
        "-vv",
        "--log-file",
        path(&log),
    ]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let log = fs::read_to_string(log).unwrap();
    assert!(log.contains("stage"), "it does say something: {log}");
    assert!(ended.stderr.contains("stage"));
    assert!(
        !log.contains('\x1B') && !ended.stderr.contains('\x1B'),
        "colours"
    );
    // The proof that was sent is as good as a password for as long as its nonce lives.
    let heard = device.heard(0, console_bytes(4));
    let proof = std::str::from_utf8(&heard[console_bytes(4) - 37..][..32]).unwrap();
    for secret in [PASSWORD, "xyzzy", "plugh", proof] {
        for said in [&log, &ended.stderr, &ended.stdout] {
            assert!(!said.contains(secret), "{secret} in {said}");
        }
    }
}
