//! Questions on the terminal.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use super::Failure;
use super::print::fault_text;
use crate::session::Fault;

/// There is somebody who can be asked.
pub(super) fn may_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Shows the fault of a certificate that was never seen before, and asks whether to trust it.
pub(super) fn trust(fault: &Fault) -> Result<bool, Failure> {
    let answer = ask(&format!(
        "{}\nTrust it from now on? [y/N] ",
        fault_text(fault)
    ))?;
    Ok(is_yes(&answer))
}

/// Prints a question without a line end and reads a line.
pub(super) fn ask(question: &str) -> Result<String, Failure> {
    let mut answer = String::new();
    let mut err = io::stderr().lock();
    write!(err, "{question}")
        .and_then(|()| err.flush())
        .and_then(|()| io::stdin().lock().read_line(&mut answer))
        .map_err(|cause| Fault::System {
            what: "ask on the terminal",
            cause,
        })?;
    Ok(answer)
}

/// Anything but a clear yes is a no.
fn is_yes(answer: &str) -> bool {
    let answer = answer.trim();
    answer.eq_ignore_ascii_case("y") || answer.eq_ignore_ascii_case("yes")
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
