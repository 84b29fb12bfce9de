//! Notifications on a real desktop: dunst on a message bus of its own shows them, and its clicks
//! come back to the window.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::display::{Display, LIMIT, home, simulator};
use crate::support::process::{Running, Sim, eventually, finish, program};

/// A message bus of a person's session.
struct Bus {
    _daemon: Running,
    address: String,
}

/// Nothing starts by itself on it.
const BUS: &str = r#"<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

impl Bus {
    fn start(home: &Path) -> Self {
        let settings = home.join("bus.conf");
        fs::write(&settings, BUS).unwrap();
        let mut command = program("dbus-daemon");
        command
            .args(["--nofork", "--nopidfile", "--print-address=1"])
            .arg(format!("--config-file={}", settings.display()))
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut daemon = Running::start(&mut command);
        let mut address = String::new();
        BufReader::new(daemon.0.stdout.take().unwrap())
            .read_line(&mut address)
            .unwrap();
        Self {
            _daemon: daemon,
            address: address.trim().to_owned(),
        }
    }

    fn on(&self, mut command: Command) -> Command {
        command.env("DBUS_SESSION_BUS_ADDRESS", &self.address);
        command
    }

    /// Writes everything that is asked of notifications into this file.
    fn watch(&self, into: &Path) -> Running {
        let mut command = self.on(program("dbus-monitor"));
        command
            .args(["--session", "interface=org.freedesktop.Notifications"])
            .stdout(fs::File::create(into).unwrap());
        let watches = Running::start(&mut command);
        // It says so first when it hears.
        eventually(LIMIT, "dbus-monitor", || {
            let text = fs::read_to_string(into).unwrap();
            text.contains("NameAcquired").then_some(())
        });
        watches
    }

    /// What somebody on the bus says to this call.
    fn call(&self, to: &str, path: &str, arguments: &[&str]) -> Option<String> {
        let mut command = self.on(program("dbus-send"));
        command
            .args(["--session", "--print-reply=literal"])
            .arg(format!("--dest={to}"))
            .arg(path)
            .args(arguments);
        let output = finish(command, LIMIT);
        let said = String::from_utf8(output.stdout).unwrap();
        output.status.success().then_some(said)
    }
}

const NOTIFICATIONS: (&str, &str) = (
    "org.freedesktop.Notifications",
    "/org/freedesktop/Notifications",
);

#[test]
fn the_desktop_says_that_a_screen_is_back_and_a_click_leads_to_the_window() {
    const ADDRESS: &str = "127.0.93.9";

    let (mut sim, watchdog) = simulator(ADDRESS);
    let redir = sim.port("redir").to_string();
    let (_guard, home) = home();
    let (display, bus) = (Display::start(), Bus::start(&home));
    let log = home.join("notifications.txt");
    let _watches = bus.watch(&log);
    let mut dunst = bus.on(display.on(program("dunst")));
    dunst.env("HOME", &home).env("XDG_CONFIG_HOME", &home);
    let _dunst = Running::start(dunst.stdout(Stdio::null()).stderr(Stdio::null()));
    let (to, path) = NOTIFICATIONS;
    eventually(LIMIT, "dunst", || {
        let about = "org.freedesktop.Notifications.GetServerInformation";
        bus.call(to, path, &[about])
    });

    let target = format!("{ADDRESS}:16992:{redir}");
    let added = display.outband(&home, &["devices", "add", "lab-12", &target]);
    let added = finish(added, LIMIT);
    assert!(added.status.success(), "{added:?}");
    let mut first = bus.on(display.outband(&home, &["open", "lab-12"]));
    let _first = Running::start(&mut first);
    let window = display.window("lab-12, Outband");
    assert_eq!(sim.wait_for("session.open")["kind"], "kvm");
    let journal = home.join(".config/outband/journal.jsonl");
    eventually(LIMIT, "its picture", || {
        let written = fs::read_to_string(&journal).unwrap_or_default();
        written.contains("screen").then_some(())
    });
    assert!(!fs::read_to_string(&log).unwrap().contains("member=Notify"));

    // The PC is gone for a moment, and comes back.
    drop((watchdog, sim));
    let ports = ["--redir-port", &redir, "--rfb-port", "off"];
    let _back = Sim::start(&[&["--bind", ADDRESS], &ports[..]].concat());
    let said = eventually(LIMIT, "the notification", || {
        let said = fs::read_to_string(&log).unwrap();
        said.contains("The screen is back").then_some(said)
    });
    let words = "string \"lab-12\"\n   string \"The screen is back\"";
    assert!(said.contains(words), "{said}");
    assert!(!said.contains(ADDRESS), "{said}");

    // Another tab is in front, until somebody clicks on it.
    let other = finish(
        bus.on(display.outband(&home, &["open", "127.0.93.8"])),
        LIMIT,
    );
    assert!(other.status.success(), "{other:?}");
    display.window("127.0.93.8, Outband");
    let click = "org.dunstproject.cmd0.NotificationAction";
    assert_eq!(
        bus.call(to, path, &[click, "uint32:0"]).as_deref(),
        Some("")
    );
    assert_eq!(display.window("lab-12, Outband"), window);
}
