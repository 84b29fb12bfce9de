//! Faults of typing into a serial console and of waiting for what it shows.

use std::time::Duration;

/// Why something typed or awaited at a serial console did not come about.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SerialFault {
    /// What was waited for did not come.
    #[error("The PC did not write what was expected")]
    NotSeen {
        /// Line of the script, where there is one.
        line: Option<usize>,
        /// What was waited for: `"text"` or `/expression/`.
        pattern: String,
        /// For how long.
        after: Duration,
    },
    /// What must not come has come.
    #[error("The PC wrote what must not appear")]
    Forbidden {
        /// Line of the script that forbids it.
        line: usize,
        /// What came, as written there.
        pattern: String,
    },
    /// The PC did not read fast enough what was typed.
    #[error("The PC did not take everything that was typed")]
    InputLost {
        /// Bytes sent of the piece being typed.
        sent: usize,
        /// Bytes of it.
        total: usize,
    },
    /// The PC was switched off while something was being typed.
    #[error("The PC was turned off while text was typed")]
    PowerOff,
}

impl SerialFault {
    /// As [`super::Fault::kind`].
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::NotSeen { .. } => "serial-not-seen",
            Self::Forbidden { .. } => "serial-forbidden",
            Self::InputLost { .. } => "serial-input-lost",
            Self::PowerOff => "serial-power-off",
        }
    }

    /// As [`super::Fault::cause`].
    pub(super) fn cause(&self) -> String {
        match self {
            Self::NotSeen {
                line,
                pattern,
                after,
            } => {
                let secs = after.as_secs_f64();
                match line {
                    Some(line) => {
                        format!("Line {line}: {pattern} did not appear within {secs} s")
                    }
                    None => format!("{pattern} did not appear within {secs} s"),
                }
            }
            Self::Forbidden { line, pattern } => format!("Line {line}: {pattern} appeared"),
            Self::InputLost { sent, total } => format!(
                "Its program read too slowly: of a piece of {total} bytes it had been sent {sent}"
            ),
            Self::PowerOff => "Nobody reads the serial port of a PC without power".into(),
        }
    }

    /// As [`super::Fault::remedy`].
    pub(super) const fn remedy(&self) -> &'static str {
        match self {
            Self::NotSeen { .. } => {
                "Look at what the PC writes, and whether it uses its serial port at all; or wait \
                 longer."
            }
            Self::Forbidden { .. } => "Look at what the PC wrote before it.",
            Self::InputLost { .. } => "Type more slowly, or wait until the PC is ready to read.",
            Self::PowerOff => "Turn the PC on, then try again.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cause_names_what_was_waited_for_and_where_it_stands() {
        let fault = |line| SerialFault::NotSeen {
            line,
            pattern: "/login:/".into(),
            after: Duration::from_millis(2500),
        };
        assert_eq!(
            fault(Some(3)).cause(),
            "Line 3: /login:/ did not appear within 2.5 s"
        );
        assert_eq!(fault(None).cause(), "/login:/ did not appear within 2.5 s");
    }
}
