//! The real window on a real display: a virtual X server, our simulator, and xdotool as the
//! person. Everything between a key press there and a key event in the firmware is the product.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::process::{Running, Sim, eventually, finish, folder, outband, program};

/// A software renderer on a busy machine may need long for its first frame.
const LIMIT: Duration = Duration::from_secs(120);

/// The release key by its place: xdotool presses the left Ctrl too if it is asked by name.
const RIGHT_CTRL: &str = "105";

/// A display that nobody sees.
struct Display {
    _server: Running,
    name: String,
}

impl Display {
    fn start() -> Self {
        let mut command = program("Xvfb");
        command
            .args(["-screen", "0", "1280x800x24", "-nolisten", "tcp"])
            // The server picks a free display and says which.
            .args(["-displayfd", "1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut server = Running::start(&mut command);
        let mut number = String::new();
        BufReader::new(server.0.stdout.take().unwrap())
            .read_line(&mut number)
            .unwrap();
        assert!(!number.trim().is_empty(), "Xvfb did not start");
        Self {
            _server: server,
            name: format!(":{}", number.trim()),
        }
    }

    /// What xdotool prints; empty if it fails.
    fn xdotool(&self, arguments: &[&str]) -> String {
        let mut command = program("xdotool");
        command.args(arguments).env("DISPLAY", &self.name);
        let output = finish(command, LIMIT);
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// The window with this title, once it is there.
    fn window(&self, title: &str) -> String {
        eventually(LIMIT, title, || {
            let found = self.xdotool(&["search", "--onlyvisible", "--name", title]);
            found.lines().next().map(str::to_owned)
        })
    }

    /// Our program on this display. `home` stands in for the person's folders.
    fn outband(&self, home: &Path, arguments: &[&str]) -> Command {
        let mut command = outband(arguments);
        command
            .env("DISPLAY", &self.name)
            .env("HOME", home)
            .env("XDG_RUNTIME_DIR", home)
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("XDG_CONFIG_HOME")
            .env("OUTBAND_PASSWORD", "P@ssw0rd")
            .stderr(Stdio::null());
        command
    }
}

/// A simulator whose events are read as they come, but not for ever.
fn simulator(address: &str) -> (Sim, Watchdog) {
    let ports = ["--redir-port", "0", "--rfb-port", "off"];
    let sim = Sim::start(&[&["--bind", address], &ports[..]].concat());
    let watchdog = Watchdog::on(sim.pid());
    (sim, watchdog)
}

/// Ends a program after [`LIMIT`], so that whoever reads from it comes to an end too.
struct Watchdog(std::sync::mpsc::SyncSender<()>);

impl Watchdog {
    fn on(pid: u32) -> Self {
        let (calm, calmed) = std::sync::mpsc::sync_channel(1);
        std::thread::spawn(move || {
            use std::sync::mpsc::RecvTimeoutError::Timeout;
            if calmed.recv_timeout(LIMIT) == Err(Timeout) {
                drop(Command::new("kill").arg(pid.to_string()).status());
            }
        });
        Self(calm)
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        self.0.try_send(()).ok();
    }
}

/// The keysyms that went down until `last` did.
fn keys_until(sim: &mut Sim, last: u64) -> Vec<u64> {
    let mut keys = Vec::new();
    while keys.last() != Some(&last) {
        let event = sim.wait_for("key");
        if event["down"] == Value::Bool(true) {
            keys.extend(event["keysym"].as_u64());
        }
    }
    keys
}

#[test]
fn what_is_typed_and_clicked_in_the_window_reaches_the_firmware_and_closing_ends_the_session() {
    let (mut sim, _watchdog) = simulator("127.0.93.1");
    let display = Display::start();
    let (_guard, home) = folder();
    fs::set_permissions(&home, fs::Permissions::from_mode(0o700)).unwrap();
    let target = format!("127.0.93.1:16992:{}", sim.port("redir"));
    let mut window = Running::start(&mut display.outband(&home, &["open", &target]));

    let id = display.window("127.0.93.1, Outband");
    assert_eq!(sim.wait_for("session.open")["kind"], "kvm");
    display.xdotool(&["windowfocus", &id]);
    // A click focuses the picture and is passed on; before the first picture it does nothing.
    let clicked = Instant::now();
    let pressed = loop {
        assert!(clicked.elapsed() < LIMIT, "no click arrived");
        display.xdotool(&["mousemove", "776", "440", "click", "1"]);
        let event = sim.wait_for("pointer");
        if event["buttons"] == 1 {
            break event;
        }
    };
    // 1024 × 768 in the middle of a stage of 1008 × 670, right of the list of PCs.
    let [x, y] = ["x", "y"].map(|side| pressed[side].as_i64().unwrap());
    assert!((x - 512).abs() <= 1 && (y - 383).abs() <= 1, "{pressed}");

    display.xdotool(&["type", "--delay", "60", "Hi 5!"]);
    let keys = keys_until(&mut sim, 0x31);
    let shift = 0xFFE1;
    let expected = [shift, 0x48, 0x69, 0x20, 0x35, shift, 0x31];
    assert_eq!(
        keys, expected,
        "by place: the exclamation mark is Shift and 1"
    );

    display.xdotool(&["key", "ctrl+c"]);
    assert_eq!(
        keys_until(&mut sim, 0x63),
        [0xFFE3, 0x63],
        "Ctrl+C is the PC's"
    );

    display.xdotool(&["keydown", RIGHT_CTRL, "key", "d", "keyup", RIGHT_CTRL]);
    assert_eq!(keys_until(&mut sim, 0xFFFF), [0xFFE3, 0xFFE9, 0xFFFF]);

    display.xdotool(&["keydown", RIGHT_CTRL, "key", "q", "keyup", RIGHT_CTRL]);
    // A PC is open, so it asks; asked for again, the end is meant.
    let status = eventually(LIMIT, "the end", || {
        display.xdotool(&["key", "ctrl+q"]);
        window.0.try_wait().unwrap()
    });
    assert!(status.success(), "{status}");
    sim.wait_for("session.close");
}

#[test]
fn the_demo_opens_on_its_first_pc() {
    let display = Display::start();
    let (_guard, home) = folder();
    fs::set_permissions(&home, fs::Permissions::from_mode(0o700)).unwrap();
    let mut demo = Running::start(&mut display.outband(&home, &["demo"]));
    let id = display.window("reception, Outband");
    display.xdotool(&["windowfocus", &id]);
    let status = eventually(LIMIT, "the end", || {
        // The first picture takes the keys at some moment: one of the two is heard.
        display.xdotool(&["key", "ctrl+q"]);
        display.xdotool(&["keydown", RIGHT_CTRL, "key", "q", "keyup", RIGHT_CTRL]);
        demo.0.try_wait().unwrap()
    });
    assert!(status.success(), "{status}");
}
