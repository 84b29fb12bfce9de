//! The terminal that we run in, without its own line editing and signals.

use std::io;
use std::io::Write as _;
use std::sync::Once;

/// The terminal passes every key to us while this exists. Dropping it gives the terminal back as
/// it was, which also happens before the words of a panic are printed.
#[derive(Debug)]
pub(super) struct RawMode(());

impl RawMode {
    /// Takes the terminal of standard input over.
    pub(super) fn enter() -> io::Result<Self> {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            let before = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |info| {
                drop(system::restore());
                before(info);
            }));
        });
        system::enter()?;
        Ok(Self(()))
    }
}

impl Drop for RawMode {
    fn drop(&mut self) {
        let mut out = io::stdout();
        drop(out.write_all(TIDY_UP).and_then(|()| out.flush()));
        drop(system::restore());
    }
}

/// What a host may have left behind: colours, a hidden cursor, application keys, no wrapping, a
/// scroll region (setting one moves the cursor, hence saving it).
const TIDY_UP: &[u8] = b"\x1B[0m\x1B[?25h\x1B[?1l\x1B>\x1B[?7h\x1B7\x1B[r\x1B8\r\n";

#[cfg(unix)]
mod system {
    use std::io;
    use std::sync::{Mutex, PoisonError};

    use rustix::stdio::stdin;
    use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

    /// How the terminal was.
    static BEFORE: Mutex<Option<Termios>> = Mutex::new(None);

    pub(super) fn enter() -> io::Result<()> {
        let before = tcgetattr(stdin())?;
        let mut raw = before.clone();
        raw.make_raw();
        *BEFORE.lock().unwrap_or_else(PoisonError::into_inner) = Some(before);
        // Keys typed ahead stay.
        Ok(tcsetattr(stdin(), OptionalActions::Drain, &raw)?)
    }

    pub(super) fn restore() -> io::Result<()> {
        let before = BEFORE.lock().unwrap_or_else(PoisonError::into_inner).take();
        match before {
            Some(before) => Ok(tcsetattr(stdin(), OptionalActions::Now, &before)?),
            None => Ok(()),
        }
    }
}

#[cfg(windows)]
mod system {
    use std::io;

    pub(super) fn enter() -> io::Result<()> {
        crossterm::terminal::enable_raw_mode()
    }

    pub(super) fn restore() -> io::Result<()> {
        crossterm::terminal::disable_raw_mode()
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs;
    use std::process::{Command, Stdio};

    use super::*;

    /// Set for the copy of this program that panics.
    const PANIC: &str = "OUTBAND_TEST_PANIC_IN_RAW_MODE";

    /// Runs alone, in a terminal of its own; does nothing in an ordinary run.
    #[test]
    fn panics_in_raw_mode_if_it_is_told_to() {
        if std::env::var_os(PANIC).is_some() {
            let _raw = RawMode::enter().unwrap();
            panic!("on purpose");
        }
    }

    /// The terminal is that of Debian's `script`; the shell notes what it is like before and after.
    #[test]
    fn a_panic_gives_the_terminal_back() {
        if Command::new("script").arg("--version").output().is_err() {
            return; // There is no terminal to be had.
        }
        let folder = tempfile::tempdir().unwrap();
        let program = std::env::current_exe().unwrap();
        let line = format!(
            "stty -a > before; {PANIC}=1 '{}' --exact --nocapture \
             cli::serial::raw_mode::tests::panics_in_raw_mode_if_it_is_told_to; \
             echo $? > code; stty -a > after",
            program.display()
        );
        let ran = Command::new("script")
            .args(["-qfec", &line, "/dev/null"])
            .current_dir(folder.path())
            .env("SHELL", "/bin/sh")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
        let seen = String::from_utf8_lossy(&ran.stdout);
        assert!(seen.contains("on purpose"), "{seen}");
        assert_ne!(read("code").trim(), "0", "{seen}");
        assert!(read("before").contains("icanon") && !read("before").contains("-icanon"));
        assert_eq!(read("before"), read("after"));
    }
}
