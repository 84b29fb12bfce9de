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
