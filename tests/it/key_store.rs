//! Passwords in a real key store: GNOME's Secret Service on a message bus of its own.

use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use crate::support::images::have;
use crate::support::process::{Sim, finish, program};

const PASSWORD: &str = "Kanarienvogel-7f3Q!";

/// A home with its own bus and key store, which end with each script.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        std::fs::create_dir(home.0.path().join("run")).unwrap();
        home
    }

    /// Runs a shell script in which `$outband` is the program.
    fn run(&self, script: &str) -> Output {
        let mut command: Command = program("dbus-run-session");
        let path = std::env::var_os("PATH").unwrap();
        command
            .args(["--", "sh", "-c", script])
            .env_clear()
            .env("PATH", path)
            .env("HOME", self.0.path())
            .env("XDG_RUNTIME_DIR", self.0.path().join("run"))
            .env("outband", env!("CARGO_BIN_EXE_outband"))
            .current_dir(self.0.path());
        finish(command, Duration::from_secs(60))
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Is this text in any file below `folder`?
fn is_anywhere(folder: &Path, text: &str) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return is_anywhere(&path, text);
        }
        // Sockets cannot be read, and keep nothing.
        let bytes = std::fs::read(&path).unwrap_or_default();
        bytes
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    })
}

#[test]
fn a_password_is_kept_when_asked_for_and_used_from_then_on() {
    if !have(&["dbus-run-session", "gnome-keyring-daemon"]) {
        return;
    }
    let sim = Sim::start(&[
        "--redir-port",
        "0",
        "--rfb-port",
        "off",
        "--password",
        PASSWORD,
    ]);
    let screen = format!("\"$outband\" screen 127.0.0.1:1:{}", sim.port("redir"));
    let home = Home::new();
    let unlock = "printf %s unlock | gnome-keyring-daemon --unlock --components=secrets >&2";

    // Nobody asked for it: nothing is kept.
    let ended = home.run(&format!(
        "{unlock}; OUTBAND_PASSWORD='{PASSWORD}' {screen} --png 1.png || exit 90
         {screen} --png 2.png </dev/null; exit $?"
    ));
    assert_eq!(ended.status.code(), Some(2), "{}", text(&ended.stderr));
    assert!(text(&ended.stderr).contains("no password: set OUTBAND_PASSWORD"));

    // A password that the PC refuses is not kept either.
    let ended = home.run(&format!(
        "{unlock}; OUTBAND_PASSWORD=wrong {screen} --png 3.png --save-password
         [ $? = 4 ] || exit 90
         {screen} --png 3.png </dev/null; exit $?"
    ));
    assert_eq!(ended.status.code(), Some(2), "{}", text(&ended.stderr));

    let ended = home.run(&format!(
        "{unlock}; OUTBAND_PASSWORD='{PASSWORD}' {screen} --png 4.png --save-password"
    ));
    assert!(ended.status.success(), "{}", text(&ended.stderr));
    assert!(text(&ended.stderr).contains("The password of admin is kept in the key store"));

    // Another day: from the key store, for this user of this PC and for no other.
    let ended = home.run(&format!(
        "{unlock}; {screen} --png 5.png </dev/null || exit 90
         {screen} --png 6.png --user other </dev/null; exit $?"
    ));
    assert_eq!(ended.status.code(), Some(2), "{}", text(&ended.stderr));
    assert!(home.0.path().join("5.png").exists());
    assert!(
        !is_anywhere(home.0.path(), PASSWORD),
        "in no file of ours or theirs"
    );
}

#[test]
fn a_locked_key_store_is_said_to_be_and_stops_nobody_with_a_password() {
    if !have(&["dbus-run-session", "gnome-keyring-daemon"]) {
        return;
    }
    let sim = Sim::start(&[
        "--redir-port",
        "0",
        "--rfb-port",
        "off",
        "--password",
        PASSWORD,
    ]);
    let screen = format!("\"$outband\" screen 127.0.0.1:1:{}", sim.port("redir"));
    let home = Home::new();
    let unlock = "printf %s unlock | gnome-keyring-daemon --unlock --components=secrets >&2";
    // There has to be one before it can be locked.
    let ended = home.run(&format!(
        "{unlock}; OUTBAND_PASSWORD='{PASSWORD}' {screen} --png 1.png --save-password"
    ));
    assert!(ended.status.success(), "{}", text(&ended.stderr));

    let locked = "gnome-keyring-daemon --start --components=secrets >&2";
    let ended = home.run(&format!("{locked}; {screen} --png 2.png </dev/null"));
    assert_eq!(ended.status.code(), Some(2), "{}", text(&ended.stderr));
    let said = text(&ended.stderr);
    assert!(
        said.contains("no password, and the key store is locked"),
        "{said}"
    );
    let ended = home.run(&format!(
        "{locked}; OUTBAND_PASSWORD='{PASSWORD}' {screen} --png 3.png --save-password"
    ));
    assert!(ended.status.success(), "{}", text(&ended.stderr));
    let said = text(&ended.stderr);
    assert!(
        said.contains("The password was not kept: the key store is locked"),
        "{said}"
    );
    assert!(home.0.path().join("3.png").exists());
}
