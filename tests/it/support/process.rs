//! Programs around the tests: our own binary, and foreign ones that `./dev setup` installs.

use std::io::{BufRead as _, BufReader, Lines, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde_json::Value;

/// A foreign program by its name; says what to do if it is missing.
pub(crate) fn program(name: &str) -> Command {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file());
    let found = found.unwrap_or_else(|| panic!("{name} is missing: run ./dev setup"));
    let mut command = Command::new(found);
    command.stdin(Stdio::null());
    command
}

/// Our own program, with nothing of the user's own settings and passwords.
pub(crate) fn outband(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_outband"));
    command
        .args(arguments)
        .env("XDG_CONFIG_HOME", config_home())
        .env("DBUS_SESSION_BUS_ADDRESS", NO_BUS)
        .stdin(Stdio::null());
    command
}

/// A folder for settings that no other run of the tests has seen. Tests that store something name
/// one of their own.
pub(crate) fn config_home() -> PathBuf {
    let name = format!("settings-{}", std::process::id());
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// The address of no message bus: without one there is no key store.
pub(crate) const NO_BUS: &str = "disabled:";

/// Runs a program to its end, at most `limit`; then it is killed and the test fails.
pub(crate) fn finish(mut command: Command, limit: Duration) -> Output {
    let mut child = Running::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()));
    let (send, receive) = mpsc::sync_channel(2);
    for (i, mut stream) in [
        Box::new(child.0.stdout.take().unwrap()) as Box<dyn std::io::Read + Send>,
        Box::new(child.0.stderr.take().unwrap()),
    ]
    .into_iter()
    .enumerate()
    {
        let send = send.clone();
        std::thread::spawn(move || {
            let mut text = Vec::new();
            drop(stream.read_to_end(&mut text));
            drop(send.send((i, text)));
        });
    }
    let end = Instant::now() + limit;
    let status = loop {
        if let Some(status) = child.0.try_wait().unwrap() {
            break status;
        }
        assert!(Instant::now() < end, "{command:?} did not end");
        std::thread::sleep(Duration::from_millis(10));
    };
    let mut streams = [Vec::new(), Vec::new()];
    for _ in 0..2 {
        let (i, text) = receive.recv().unwrap();
        streams[i] = text;
    }
    let [stdout, stderr] = streams;
    Output {
        status,
        stdout,
        stderr,
    }
}

/// A program that runs beside the test and is killed when dropped.
pub(crate) struct Running(pub(crate) Child);

impl Running {
    pub(crate) fn start(command: &mut Command) -> Self {
        Self(command.spawn().unwrap())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// `outband sim`, started and ready. It ends with the test, whatever happens to the test: its
/// standard input closes.
pub(crate) struct Sim {
    process: Running,
    stdin: Option<ChildStdin>,
    lines: Lines<BufReader<ChildStdout>>,
    pub(crate) ready: Value,
}

impl Sim {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut command = outband(&["sim", "--until-eof"]);
        command.args(arguments);
        if !arguments.contains(&"--seed") {
            command.args(["--seed", "1"]);
        }
        // Nobody's test shall take the ports of another one's by default.
        for flag in ["--wsman-port", "--wsman-tls-port", "--redir-tls-port"] {
            if !arguments.contains(&flag) {
                command.args([flag, "off"]);
            }
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = Running::start(&mut command);
        let stdin = process.0.stdin.take();
        let stdout = process.0.stdout.take().unwrap();
        let mut sim = Self {
            process,
            stdin,
            lines: BufReader::new(stdout).lines(),
            ready: Value::Null,
        };
        sim.ready = sim.event().expect("the simulator says that it is ready");
        assert_eq!(sim.ready["event"], "ready");
        sim
    }

    /// A simulated PC with WS-Management and redirection, unencrypted, on free ports, and without
    /// its VNC port. What `more` says about a port goes before that.
    pub(crate) fn pc(more: &[&str]) -> Self {
        let mut arguments = more.to_vec();
        for (flag, port) in [
            ("--wsman-port", "0"),
            ("--redir-port", "0"),
            ("--rfb-port", "off"),
        ] {
            if !more.contains(&flag) {
                arguments.extend([flag, port]);
            }
        }
        Self::start(&arguments)
    }

    /// What a command calls this PC: its address with its unencrypted ports, as far as it has them.
    pub(crate) fn target(&self) -> String {
        let host = self.ready["host"].as_str().unwrap();
        let wsman = self.port("wsman");
        match self.ready["redir"].as_u64() {
            Some(redir) => format!("{host}:{wsman}:{redir}"),
            None => format!("{host}:{wsman}"),
        }
    }

    /// The next line; `None` after the last.
    pub(crate) fn event(&mut self) -> Option<Value> {
        let line = self.lines.next()?.unwrap();
        Some(serde_json::from_str(&line).unwrap())
    }

    /// The next line with this event, skipping others.
    pub(crate) fn wait_for(&mut self, event: &str) -> Value {
        loop {
            let next = self.event().unwrap_or_else(|| panic!("no {event} event"));
            if next["event"] == event {
                return next;
            }
        }
    }

    pub(crate) fn port(&self, name: &str) -> u16 {
        self.ready[name].as_u64().unwrap().try_into().unwrap()
    }

    pub(crate) fn pid(&self) -> u32 {
        self.process.0.id()
    }

    /// Closes its standard input, and returns what it still says and how it ends.
    pub(crate) fn stop(mut self) -> (Vec<Value>, std::process::ExitStatus) {
        drop(self.stdin.take());
        let rest = std::iter::from_fn(|| self.event()).collect();
        (rest, self.process.0.wait().unwrap())
    }
}

/// A folder that is removed with the test.
pub(crate) fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    (folder, path)
}

/// Tries until `look` finds something, at most `limit`.
pub(crate) fn eventually<T>(limit: Duration, what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + limit;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < end, "{what} did not happen");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The text of a file, empty while there is none.
pub(crate) fn text_of(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}
