//! `outband` on a terminal of its own, that of Debian's `script`. The shell around it notes what
//! the terminal is like before and after.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{ChildStdin, Stdio};
use std::time::Duration;

use super::process::{NO_BUS, Running, config_home, eventually, program, text_of};

const LIMIT: Duration = Duration::from_secs(60);

/// A person at a terminal, and the program that they started.
pub(crate) struct Terminal {
    script: Running,
    keyboard: ChildStdin,
    folder: tempfile::TempDir,
}

impl Terminal {
    /// Starts `outband ARGS`, none of which needs quoting, with a memory of its own and the
    /// password in its environment if there is one.
    pub(crate) fn start(args: &[&str], password: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let binary = env!("CARGO_BIN_EXE_outband");
        let args = args.join(" ");
        let line = format!(
            "trap : INT; stty -a > before; sh -c 'echo $$ > pid; exec {binary} --config-dir config {args}'; \
             echo $? > code; stty -a > after"
        );
        let mut command = program("script");
        command
            .args(["-qfec", &line, "/dev/null"])
            .current_dir(folder.path())
            .env("SHELL", "/bin/sh")
            .env("TERM", "xterm")
            .env("XDG_CONFIG_HOME", config_home())
            .env("DBUS_SESSION_BUS_ADDRESS", NO_BUS)
            .env_remove("OUTBAND_PASSWORD")
            .stdin(Stdio::piped())
            .stdout(fs::File::create(folder.path().join("seen")).unwrap());
        if let Some(password) = password {
            command.env("OUTBAND_PASSWORD", password);
        }
        let mut script = Running::start(&mut command);
        let keyboard = script.0.stdin.take().unwrap();
        Self {
            script,
            keyboard,
            folder,
        }
    }

    /// A file in the folder where the program runs; `config` is its memory.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Everything that has been on the terminal.
    pub(crate) fn seen(&self) -> String {
        String::from_utf8_lossy(&fs::read(self.path("seen")).unwrap()).into_owned()
    }

    pub(crate) fn sees(&self, text: &str) {
        let look = || self.seen().contains(text).then_some(());
        eventually(LIMIT, &format!("{text:?} on the terminal"), look);
    }

    /// Waits until the terminal no longer shows what is typed.
    pub(crate) fn hides_typing(&self) {
        let pid = text_of(&self.path("pid"));
        let device = format!("/proc/{}/fd/0", pid.trim());
        eventually(LIMIT, "a terminal without echo", || {
            let output = program("stty").args(["-a", "-F", &device]).output();
            let text = String::from_utf8_lossy(&output.unwrap().stdout).into_owned();
            text.split_whitespace().any(|w| w == "-echo").then_some(())
        });
    }

    pub(crate) fn types(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
    }

    /// Waits for something that the program does besides.
    pub(crate) fn finishes(&self, look: impl FnMut() -> Option<()>) {
        eventually(LIMIT, "what the program does besides", look);
    }

    /// Waits for the end; the exit code, and everything that has been on the terminal, which has
    /// to be what it was.
    pub(crate) fn ends(mut self) -> (String, String) {
        eventually(LIMIT, "the end", || {
            self.script.0.try_wait().unwrap().map(drop)
        });
        assert_eq!(text_of(&self.path("before")), text_of(&self.path("after")));
        let code = text_of(&self.path("code")).trim().to_owned();
        (code, self.seen())
    }
}
