//! The real window on a virtual display, with a simulator behind it and xdotool as the person.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use super::process::{Running, Sim, eventually, finish, folder, outband, program};

/// A software renderer on a busy machine may need long for its first frame.
pub(crate) const LIMIT: Duration = Duration::from_secs(120);

/// A display that nobody sees.
pub(crate) struct Display {
    _server: Running,
    name: String,
}

impl Display {
    pub(crate) fn start() -> Self {
        let mut command = program("Xvfb");
        command
            .args(["-screen", "0", "1280x800x24", "-nolisten", "tcp"])
            // The server picks a free display and says which. It must not begin anew whenever a
            // client was the only one: meanwhile nobody can connect.
            .args(["-displayfd", "1", "-noreset"])
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
    pub(crate) fn xdotool(&self, arguments: &[&str]) -> String {
        let mut command = self.on(program("xdotool"));
        command.args(arguments);
        let output = finish(command, LIMIT);
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// The window with this title, once it is there.
    pub(crate) fn window(&self, title: &str) -> String {
        eventually(LIMIT, title, || {
            let found = self.xdotool(&["search", "--onlyvisible", "--name", title]);
            found.lines().next().map(str::to_owned)
        })
    }

    /// A program on this display.
    pub(crate) fn on(&self, mut command: Command) -> Command {
        command.env("DISPLAY", &self.name);
        command
    }

    /// Our program on this display. `home` stands in for the person's folders.
    pub(crate) fn outband(&self, home: &Path, arguments: &[&str]) -> Command {
        let mut command = self.on(outband(arguments));
        command
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
pub(crate) fn simulator(address: &str) -> (Sim, Watchdog) {
    let ports = ["--redir-port", "0", "--rfb-port", "off"];
    let sim = Sim::start(&[&["--bind", address], &ports[..]].concat());
    let watchdog = Watchdog::on(sim.pid());
    (sim, watchdog)
}

/// Ends a program after [`LIMIT`], so that whoever reads from it comes to an end too.
pub(crate) struct Watchdog(std::sync::mpsc::SyncSender<()>);

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

/// A folder that stands in for the person's own.
pub(crate) fn home() -> (TempDir, PathBuf) {
    let (guard, home) = folder();
    fs::set_permissions(&home, fs::Permissions::from_mode(0o700)).unwrap();
    (guard, home)
}
