//! Everything that may be asked of the task that serves a PC.

use std::fmt;

use crate::session::consent::{ConsentCommand, Purpose};
use crate::session::flow::boot::BootPlan;
use crate::session::flow::doctor::OpenHere;
use crate::session::flow::power::PowerAction;
use crate::session::{Certificate, Credentials, Feature};

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

/// Which of the two logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LogKind {
    /// What happened to the PC.
    Events,
    /// Who did what to Intel AMT.
    Audit,
}

/// Something that takes a while, and that is done one at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deed {
    /// Finds out why it does not work. Needs no login, and does without what one would tell.
    Diagnose(OpenHere),
    /// Reads everything that is to be known.
    ReadFacts,
    /// Reads what is switched on.
    ReadSwitches,
    /// Reads which displays there are, and which is shown.
    ReadDisplays,
    /// Shows another display, by its number.
    ShowDisplay(u8),
    /// Has pictures sent without being asked for, or not; while a screen is open.
    BackToBack(bool),
    /// Reads a log.
    ReadLog(LogKind),
    /// Switches a feature.
    Switch {
        /// Which.
        feature: Feature,
        /// On, else off.
        on: bool,
    },
    /// Switches the PC.
    Power {
        /// How.
        action: PowerAction,
        /// The front end has sessions open on this PC.
        has_sessions: bool,
    },
    /// Starts the PC from somewhere else, once.
    Boot {
        /// From where, and how.
        plan: BootPlan,
        /// The front end has sessions open on this PC.
        has_sessions: bool,
    },
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
    /// Does something that takes a while; while it lasts, other requests wait.
    Do(Deed),
    /// The sessions that were to be closed ([`PcEvent::CloseSessions`](super::PcEvent)) are.
    SessionsClosed,
    /// Gives up what is being done. What was asked of the PC already may still happen.
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
            Self::Do(deed) => return write!(f, "{deed:?}"),
            Self::SessionsClosed => "SessionsClosed",
            Self::Stop => "Stop",
        })
    }
}
