//! Everything that may be asked of the task that serves a PC.

use std::fmt;

use crate::session::consent::{ConsentCommand, Purpose};
use crate::session::{Certificate, Credentials};

/// What is known about the login of the screen, which uses the same account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScreenLogin {
    /// It is on its way: wait for it.
    Pending,
    /// The PC has accepted user and password.
    Accepted,
    /// The PC has refused them: do not try them again.
    Refused,
    /// There is no screen session that could tell, so nothing speaks against trying.
    Untested,
}

/// One request. Requests that do not fit the state are ignored.
#[derive(Clone)]
#[non_exhaustive]
pub enum PcCommand {
    /// What the screen's login has shown.
    Screen(ScreenLogin),
    /// Uses this account from now on.
    LogIn(Credentials),
    /// Keeps the password in the key store; to be sent once the PC has accepted it.
    Remember,
    /// A person has decided to trust this certificate; `reason` says why it may replace another.
    Trust {
        /// What the PC showed.
        certificate: Box<Certificate>,
        /// Why it may replace the one before.
        reason: Option<String>,
    },
    /// Looks again whether the PC can be reached and trusted.
    Look,
    /// Reads power and consent now.
    Refresh,
    /// Asks the user of the PC for consent.
    AskConsent(Purpose),
    /// Goes on with asking, or ends consent that was given.
    Consent(ConsentCommand),
    /// Gives up what is being done.
    Stop,
}

/// Commands may hold passwords and codes: only their kind is printed.
impl fmt::Debug for PcCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Screen(login) => return write!(f, "Screen({login:?})"),
            Self::LogIn(_) => "LogIn",
            Self::Remember => "Remember",
            Self::Trust { .. } => "Trust",
            Self::Look => "Look",
            Self::Refresh => "Refresh",
            Self::AskConsent(_) => "AskConsent",
            Self::Consent(_) => "Consent",
            Self::Stop => "Stop",
        })
    }
}
