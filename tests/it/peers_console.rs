//! Foreign consoles on our simulator: they decide whether it is a device.

use std::io::Write as _;
use std::process::Stdio;
use std::time::Duration;

use crate::support::process::{Running, Sim, eventually, finish, folder, program, text_of};

const LIMIT: Duration = Duration::from_secs(30);

/// amtterm knows only clear text, which it sends at once and without asking what is offered.
#[test]
fn amtterm_logs_in_sees_text_types_and_sees_the_answer() {
    let mut sim = Sim::start(&[
        "--profile",
        "amt6",
        "--redir-port",
        "0",
        "--rfb-port",
        "off",
        "--scene",
        "post",
    ]);
    let (_folder, path) = folder();
    let seen = path.join("seen");
    let mut command = program("amtterm");
    command
        .args(["-u", "admin", "127.0.0.1", &sim.port("redir").to_string()])
        .env("AMT_PASSWORD", "P@ssw0rd")
        .stdin(Stdio::piped())
        .stdout(std::fs::File::create(&seen).unwrap())
        .stderr(Stdio::null());
    let mut amtterm = Running::start(&mut command);
    let shows = |text: &'static str| {
        eventually(LIMIT, text, || text_of(&seen).contains(text).then_some(()));
    };
    let mut keyboard = amtterm.0.stdin.take().unwrap();
    // The BIOS, which its own text gives away, then the system's login.
    shows("simulated PC");
    shows("Memory");
    shows("sim-1 login: ");
    keyboard.write_all(b"root\r").unwrap();
    shows("Password: ");
    keyboard.write_all(b"sim\r").unwrap();
    shows("sim-1> ");
    keyboard.write_all(b"echo amtterm was here\r").unwrap();
    shows("\namtterm was here\r\n");
    drop(keyboard);
    assert!(amtterm.0.wait().unwrap().success());

    let login = sim.wait_for("login");
    assert_eq!(
        (&login["user"], &login["method"]),
        (&"admin".into(), &"password".into())
    );
    assert_eq!(login["ok"], true);
    assert_eq!(sim.wait_for("session.open")["kind"], "sol");
    assert_eq!(sim.wait_for("session.close")["kind"], "sol");
}

#[test]
fn amtterm_is_refused_with_a_wrong_password() {
    let mut sim = Sim::start(&[
        "--profile",
        "amt6",
        "--redir-port",
        "0",
        "--rfb-port",
        "off",
    ]);
    let mut command = program("amtterm");
    command
        .args(["-u", "admin", "127.0.0.1", &sim.port("redir").to_string()])
        .env("AMT_PASSWORD", "wrong");
    let output = finish(command, LIMIT);
    let said = String::from_utf8_lossy(&output.stderr).to_lowercase();
    assert!(said.contains("auth"), "{said}");
    assert_eq!(sim.wait_for("login")["ok"], false);
}

/// vncsnapshot speaks RFB 3.3 and wants 32 bits per pixel, for which firmware hangs up.
#[test]
fn an_old_vnc_viewer_gets_as_far_as_its_pixel_format() {
    let address = "127.0.81.1";
    let mut sim = Sim::start(&[
        "--bind",
        address,
        "--redir-port",
        "off",
        "--profile",
        "amt11",
    ]);
    let (_folder, path) = folder();
    let mut command = program("vncsnapshot");
    command
        .arg(format!("{address}:0"))
        .arg(path.join("x.jpg"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut viewer = Running::start(&mut command);
    viewer
        .0
        .stdin
        .take()
        .unwrap()
        .write_all(b"P@ssw0rd\n")
        .unwrap();
    let login = sim.wait_for("login");
    assert_eq!(
        (&login["method"], &login["ok"]),
        (&"vnc".into(), &true.into())
    );
    let close = sim.wait_for("session.close");
    let reason = close["reason"].as_str().unwrap();
    assert!(reason.contains("pixel format of 32 bits"), "{reason}");
}
