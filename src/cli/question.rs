//! Questions on the terminal. Whoever is asked may also leave: with Ctrl+C or a signal the command
//! ends, and the terminal is what it was.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use tokio::sync::oneshot;

use super::Failure;
use super::print::fault_text;
use super::run::interruptible;
use crate::session::Fault;

/// There is somebody who can be asked.
pub(super) fn may_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Shows the fault of a certificate that was never seen before, and asks whether to trust it.
pub(super) fn trust(fault: &Fault) -> Result<bool, Failure> {
    let question = format!("{}\nTrust it from now on? [y/N] ", fault_text(fault));
    let answer = person("ask on the terminal", move || {
        let mut answer = String::new();
        // Not locked while waiting: whoever is interrupted has something to say.
        write!(io::stderr(), "{question}").and_then(|()| io::stderr().flush())?;
        io::stdin().lock().read_line(&mut answer)?;
        Ok(answer)
    })?;
    Ok(is_yes(&answer))
}

/// Asks for a password, which the terminal does not show.
pub(super) fn password(prompt: String) -> Result<String, Failure> {
    person("ask for the password", move || {
        rpassword::prompt_password(prompt)
    })
}

/// Waits for a person, in a thread of its own, which an interruption leaves behind.
///
/// Not to be called from a task.
fn person<T: Send + 'static>(
    what: &'static str,
    ask: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, Failure> {
    let fault = move |cause| Failure::from(Fault::System { what, cause });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(fault)?;
    let _kept = system::Kept::new();
    let (send, answer) = oneshot::channel();
    let answered = async move {
        // Begun here, so that signals are caught before the terminal is changed.
        std::thread::spawn(move || drop(send.send(ask())));
        match answer.await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) if error.kind() == io::ErrorKind::Interrupted => {
                Err(Failure::Interrupted)
            }
            Ok(Err(cause)) => Err(fault(cause)),
            Err(_) => Err(fault(io::ErrorKind::BrokenPipe.into())),
        }
    };
    let result = runtime.block_on(interruptible(answered));
    if matches!(result, Err(Failure::Interrupted)) {
        // Whatever is said next does not stand behind the question.
        drop(writeln!(io::stderr()));
    }
    result
}

/// Anything but a clear yes is a no.
fn is_yes(answer: &str) -> bool {
    let answer = answer.trim();
    answer.eq_ignore_ascii_case("y") || answer.eq_ignore_ascii_case("yes")
}

#[cfg(unix)]
mod system {
    use rustix::stdio::stdin;
    use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

    /// The terminal of standard input, to be given back as it is now.
    pub(super) struct Kept(Option<Termios>);

    impl Kept {
        pub(super) fn new() -> Self {
            Self(tcgetattr(stdin()).ok())
        }
    }

    impl Drop for Kept {
        fn drop(&mut self) {
            if let Some(before) = &self.0
                && let Err(error) = tcsetattr(stdin(), OptionalActions::Now, before)
            {
                tracing::debug!(%error, "the terminal cannot be given back");
            }
        }
    }
}

#[cfg(not(unix))]
mod system {
    /// The console gives itself back.
    pub(super) struct Kept;

    impl Kept {
        pub(super) const fn new() -> Self {
            Self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_clear_yes_is_one() {
        for yes in ["y\n", "Y", " yes \r\n", "YES\n"] {
            assert!(is_yes(yes), "{yes:?}");
        }
        for no in ["", "\n", "n\n", "yep\n", "ja\n", "no\n"] {
            assert!(!is_yes(no), "{no:?}");
        }
    }
}
