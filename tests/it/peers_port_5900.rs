//! Port 5900 of the simulated PC: our own program logs in there with the VNC password, and so does
//! TigerVNC's viewer, whose picture is compared.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use crate::support::process::{Running, Sim, eventually, finish, folder, outband, program};
use crate::support::xvnc::{Xvnc, parse_xwd, password_file};

const LIMIT: Duration = Duration::from_secs(120);
const PASSWORD: &str = "Vn#p4ss!";

fn sim(address: &str, scene: &str) -> Sim {
    Sim::start(&[
        "--bind",
        address,
        "--redir-port",
        "off",
        "--rfb-password",
        PASSWORD,
        "--profile",
        "amt11",
        "--scene",
        scene,
    ])
}

/// A picture that 8 bits per pixel show exactly.
fn scene(file: &Path) -> image::RgbImage {
    let picture = image::RgbImage::from_fn(400, 300, |x, y| {
        let level = |n: u32, max: u32| u8::try_from(n % (max + 1) * 255 / max).unwrap();
        image::Rgb([level(x / 9, 7), level(y / 7, 7), level((x + y) / 13, 3)])
    });
    picture.save(file).unwrap();
    picture
}

#[test]
fn our_own_program_logs_in_there_with_the_vnc_password() {
    let (_folder, path) = folder();
    let scene_file = path.join("scene.png");
    let picture = scene(&scene_file);
    let mut sim = sim("127.0.86.1", scene_file.to_str().unwrap());
    let png = path.join("out.png");
    let screen = |password: &str, options: &[&str]| {
        let mut command = outband(&["screen", "vnc://127.0.86.1", "--json", "--png"]);
        command
            .arg(&png)
            .args(options)
            .env("OUTBAND_PASSWORD", password);
        let output = finish(command, LIMIT);
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        (output.status.code(), answer)
    };
    for pixel in ["auto", "rgb332"] {
        let (code, answer) = screen(PASSWORD, &["--pixel", pixel]);
        assert_eq!(code, Some(0), "{answer}");
        let expected = if pixel == "auto" { "rgb565" } else { "rgb332" };
        assert_eq!(answer["pixel"], expected);
        let saved = image::open(&png).unwrap().into_rgb8();
        for (from, to) in picture.pixels().zip(saved.pixels()) {
            let is_close = from.0.iter().zip(to.0).all(|(a, b)| a.abs_diff(b) <= 8);
            assert!(is_close, "{pixel}: {from:?} {to:?}");
        }
    }
    let login = sim.wait_for("login");
    assert_eq!(
        (&login["method"], &login["ok"]),
        (&"vnc".into(), &true.into())
    );

    let (code, answer) = screen("wrong", &[]);
    assert_eq!(code, Some(4));
    assert_eq!(answer["error"]["kind"], "vnc-password-wrong");
    // Firmware types what a US keyboard has, and presses Shift by itself.
    let (_, answer) = screen(PASSWORD, &["--type", "Aä"]);
    assert_eq!(
        (&answer["typed"], &answer["skipped"]),
        (&1.into(), &1.into())
    );
}

/// With the options that viewers need for AMT, `docs/protocol/redirection.md` § 5.15.
#[test]
fn tigervnc_s_viewer_shows_the_right_picture() {
    let (_folder, path) = folder();
    let scene_file = path.join("scene.png");
    let picture = scene(&scene_file);
    let _sim = sim("127.0.86.2", scene_file.to_str().unwrap());
    // A display to show it on.
    let display = Xvnc::start("127.0.86.3", "800x600");
    let passwords = path.join("passwd");
    password_file(&passwords, PASSWORD);
    let mut command = program("xtigervncviewer");
    command
        .args([
            "-PreferredEncoding=ZRLE",
            "-LowColorLevel=2",
            "-AutoSelect=0",
        ])
        .args(["-FullColor=0", "-RemoteResize=0", "-PasswordFile"])
        .arg(&passwords)
        .arg("127.0.86.2::5900")
        .env("DISPLAY", &display.display)
        .env("HOME", &path)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let _viewer = Running::start(&mut command);
    eventually(LIMIT, "the right picture in TigerVNC's window", || {
        let mut command = program("xwd");
        command
            .args(["-silent", "-name", "Intel(r) AMT KVM - TigerVNC"])
            .env("DISPLAY", &display.display);
        let output = finish(command, LIMIT);
        if !output.status.success() {
            return None;
        }
        let shown = parse_xwd(&output.stdout);
        let reduce = |[r, g, b]: &[u8; 3]| [r >> 5, g >> 5, b >> 6];
        let expected = picture.pixels().map(|p| reduce(&p.0));
        ((shown.width, shown.height) == (400, 300) && shown.pixels.iter().map(reduce).eq(expected))
            .then_some(())
    });
}
