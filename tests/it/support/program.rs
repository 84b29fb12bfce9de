//! The real binary, run as a script would.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::process::{NO_BUS, config_home};

/// How the program ended and what it said.
#[derive(Debug)]
pub(crate) struct Ended {
    /// `None` if a signal killed it.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) took: Duration,
}

impl Ended {
    /// Standard output as one JSON document.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error} in {:?}", self.stdout))
    }

    /// The first line of standard error: the title of a fault.
    pub(crate) fn title(&self) -> &str {
        self.stderr.lines().next().unwrap_or_default()
    }
}

/// A program that has been started.
pub(crate) struct Program {
    child: Child,
    started: Instant,
}

/// A program that is waited for longer than this has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// The password that devices of these tests want.
pub(crate) const PASSWORD: &str = "P@ssw0rd";

/// `outband ARGS` with nothing of the caller's environment that could change what it does.
pub(crate) fn command<A: AsRef<OsStr>>(args: &[A]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_outband"));
    command
        .args(args)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .env_remove("RUST_LOG")
        .env("XDG_CONFIG_HOME", config_home())
        .env("DBUS_SESSION_BUS_ADDRESS", NO_BUS)
        .env("OUTBAND_PASSWORD", PASSWORD)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Starts a command.
pub(crate) fn start(command: &mut Command) -> Program {
    Program {
        child: command.spawn().unwrap(),
        started: Instant::now(),
    }
}

/// Runs `outband ARGS` to its end.
pub(crate) fn run<A: AsRef<OsStr>>(args: &[A]) -> Ended {
    start(&mut command(args)).wait()
}

/// Runs a command with `input` on its standard input.
pub(crate) fn run_with_input(command: &mut Command, input: &str) -> Ended {
    let mut program = start(command.stdin(Stdio::piped()));
    let mut stdin = program.child.stdin.take().unwrap();
    // A program that reads only what it needs closes early.
    drop(stdin.write_all(input.as_bytes()));
    drop(stdin);
    program.wait()
}

impl Drop for Program {
    /// No program outlives a test that failed.
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Program {
    /// Sends SIGINT, as Ctrl+C does.
    #[cfg(unix)]
    pub(crate) fn interrupt(&self) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-INT", &id]).status().unwrap();
        assert!(sent.success());
    }

    /// It has not ended yet.
    pub(crate) fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// What an ended program said on standard error.
    pub(crate) fn said(&mut self) -> String {
        let mut text = String::new();
        if let Some(err) = &mut self.child.stderr {
            err.read_to_string(&mut text).unwrap();
        }
        text
    }

    /// Reads lines of its standard output up to one that contains `text`.
    pub(crate) fn until_it_says(&mut self, text: &str) {
        let out = self.child.stdout.as_mut().unwrap();
        let mut line = Vec::new();
        let mut byte = [0];
        loop {
            out.read_exact(&mut byte).unwrap();
            line.extend(byte);
            if byte == *b"\n" {
                if String::from_utf8_lossy(&line).contains(text) {
                    return;
                }
                line.clear();
            }
        }
    }

    /// Ends it as a crash does: it cannot do anything about it.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Writes to its standard input, which has to be a pipe.
    pub(crate) fn tell(&mut self, text: &str) {
        let stdin = self.child.stdin.as_mut().unwrap();
        stdin.write_all(text.as_bytes()).unwrap();
        stdin.flush().unwrap();
    }

    /// Waits for the end.
    pub(crate) fn wait(mut self) -> Ended {
        let mut out = self.child.stdout.take().unwrap();
        let mut err = self.child.stderr.take().unwrap();
        let out = std::thread::spawn(move || {
            // A console passes on whatever a PC says.
            let mut bytes = Vec::new();
            out.read_to_end(&mut bytes).unwrap();
            String::from_utf8_lossy(&bytes).into_owned()
        });
        let err = std::thread::spawn(move || {
            let mut text = String::new();
            err.read_to_string(&mut text).unwrap();
            text
        });
        let asked = Instant::now();
        while asked.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().unwrap() {
                return Ended {
                    code: status.code(),
                    stdout: out.join().unwrap(),
                    stderr: err.join().unwrap(),
                    took: self.started.elapsed(),
                };
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        panic!("still running: {:?}", err.join());
    }
}

/// The names in a folder, sorted.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
