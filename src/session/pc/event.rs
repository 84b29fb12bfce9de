//! Everything that the task that serves a PC reports.

use std::time::Duration;

use super::{Deed, LogKind};
use crate::session::consent::ConsentPhase;
use crate::session::flow::boot::{BootOutcome, BootStep};
use crate::session::flow::displays::Displays;
use crate::session::flow::doctor::Told;
use crate::session::flow::enable::{EnableStep, Switched, Switches};
use crate::session::flow::info::{Info, Part};
use crate::session::flow::logs::LogReading;
use crate::session::flow::power::{PowerOutcome, PowerStatus, PowerStep};
use crate::session::flow::probe::Probe;
use crate::session::flow::{AmtVersion, OptInService, ScreenSettings};
use crate::session::{Credentials, Fault, Feature, Safety};

/// What was being done when something failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Doing {
    /// Reaching the PC and looking at its certificate; nothing was sent.
    Looking,
    /// Logging in, or reading power and consent.
    Watching,
    /// Writing down that a certificate is trusted.
    Trusting,
    /// Keeping the password in the key store.
    Remembering,
    /// Asking the user for consent.
    AskingConsent,
    /// This.
    Deed(Deed),
}

/// Where a password came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PasswordSource {
    /// The options had it, or a person typed it.
    Given,
    /// The key store had it.
    KeyStore,
}

/// Consent as the strip shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentNow {
    /// How far it is.
    pub phase: ConsentPhase,
    /// How long the code is still shown, where the device tells.
    pub left: Option<Duration>,
    /// Tries that are left.
    pub tries_left: u8,
}

/// One report, in the order things happened.
#[derive(Debug)]
#[non_exhaustive]
pub enum PcEvent {
    /// The PC can be reached, and is trusted as far as this; nothing secret was sent yet.
    Reached(Safety),
    /// What answers at the address, found out without logging in. May come at any time.
    Probed(Box<Probe>),
    /// The account to use, with where its password came from; the screen may open now.
    Login(Credentials, PasswordSource),
    /// No password is known for the account: a person has to say. The fault, if there is one,
    /// says why the key store did not help.
    LoginWanted(Option<Fault>),
    /// The PC has accepted the account over WS-Management.
    LoggedIn {
        /// Release, as every answer tells it in passing.
        version: Option<AmtVersion>,
    },
    /// Its power state, and what may be asked of it now.
    Power(PowerStatus),
    /// Its consent policy, and where consent stands; `None`: this release has none.
    Policy(Option<OptInService>),
    /// Displays on which the code can be drawn.
    Displays(ScreenSettings),
    /// Consent has come this far.
    Consent(ConsentNow),
    /// The certificate is trusted now: connecting again will do.
    Trusted,
    /// The password is in the key store.
    Remembered,
    /// A deed has begun.
    Began(Deed),
    /// It has come this far.
    Step(Step),
    /// All sessions of the front end on this PC have to be closed, because firmware wants that;
    /// [`PcCommand::SessionsClosed`](super::PcCommand::SessionsClosed) answers.
    CloseSessions,
    /// They may be opened again; where the PC is not on, a screen has to wait.
    ReopenSessions {
        /// The PC runs.
        is_on: bool,
    },
    /// A deed is done.
    Done(Outcome),
    /// A deed was given up as asked.
    Stopped(Deed),
    /// Something could not be done. Each fault is told once, not with every attempt.
    Failed(Doing, Fault),
}

/// How far a deed is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A check of the doctor is done.
    Checked(Told),
    /// This part of the facts is read.
    Facts(Part),
    /// So many records of a log are read, of so many.
    Log(usize, u32),
    /// Switching a feature.
    Switch(EnableStep),
    /// Switching the PC.
    Power(PowerStep),
    /// Starting it from somewhere else.
    Boot(BootStep),
}

/// What came of a deed.
#[derive(Debug)]
pub enum Outcome {
    /// What the doctor has found, each check once and in order.
    Diagnosed(Vec<Told>),
    /// Everything that is to be known.
    Facts(Box<Info>),
    /// What is switched on.
    Switches(Switches),
    /// The displays, and which is shown now.
    Displays(Displays),
    /// A log.
    Log(LogKind, LogReading),
    /// A feature was switched.
    Switched(Feature, Switched),
    /// The PC was switched.
    Power(PowerOutcome),
    /// The PC was started.
    Boot(BootOutcome),
}
