//! Why does it not work: every known cause, checked in the order in which one hides the next.
//!
//! A check that makes no sense because of an earlier problem is skipped and says which. Nothing
//! is changed on the PC, and a wrong password is tried once.

mod account;
mod features;
mod picture;
mod reach;
mod state;
mod told;

pub use told::{CheckResult, Told};

use super::probe::ProbeOptions;
use crate::session::access::Access;
use crate::session::control::Credentials;
use crate::session::fault::{Fault, Feature};

/// One thing that is checked, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Check {
    /// The name has an address.
    Name,
    /// A host answers at the address.
    Host,
    /// Intel AMT answers, and nothing else.
    Ports,
    /// The connection can be encrypted, and the PC is the one it was.
    Trust,
    /// User name and password are right.
    Login,
    /// Intel AMT is set up.
    SetUp,
    /// The audit log has room for what must be logged.
    AuditLog,
    /// The clock is right enough for certificates and tickets.
    Clock,
    /// The PC runs.
    Power,
    /// The redirection port answers, with the same certificate.
    Redirection,
    /// The screen is there and switched on.
    Screen,
    /// Serial is switched on.
    Serial,
    /// Media are switched on.
    Media,
    /// The user has consented, where that is needed.
    Consent,
    /// Nobody else has the screen.
    ScreenFree,
    /// Nobody else has serial.
    SerialFree,
    /// Nobody else has media.
    MediaFree,
    /// A picture comes.
    Picture,
}

impl Check {
    /// All of them, in order.
    pub const ALL: [Self; 18] = [
        Self::Name,
        Self::Host,
        Self::Ports,
        Self::Trust,
        Self::Login,
        Self::SetUp,
        Self::AuditLog,
        Self::Clock,
        Self::Power,
        Self::Redirection,
        Self::Screen,
        Self::Serial,
        Self::Media,
        Self::Consent,
        Self::ScreenFree,
        Self::SerialFree,
        Self::MediaFree,
        Self::Picture,
    ];

    /// A stable name for scripts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Host => "host",
            Self::Ports => "ports",
            Self::Trust => "trust",
            Self::Login => "login",
            Self::SetUp => "set-up",
            Self::AuditLog => "audit-log",
            Self::Clock => "clock",
            Self::Power => "power",
            Self::Redirection => "redirection",
            Self::Screen => "screen",
            Self::Serial => "serial",
            Self::Media => "media",
            Self::Consent => "consent",
            Self::ScreenFree => "screen-free",
            Self::SerialFree => "serial-free",
            Self::MediaFree => "media-free",
            Self::Picture => "picture",
        }
    }

    /// What is checked, in a few words.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Name => "The name is known",
            Self::Host => "A host answers",
            Self::Ports => "Intel AMT answers",
            Self::Trust => "The connection is safe",
            Self::Login => "Name and password are right",
            Self::SetUp => "Intel AMT is set up",
            Self::AuditLog => "The audit log has room",
            Self::Clock => "The clock is right",
            Self::Power => "The PC runs",
            Self::Redirection => "The redirection port answers",
            Self::Screen => "The screen is switched on",
            Self::Serial => "Serial is switched on",
            Self::Media => "Media are switched on",
            Self::Consent => "No consent is missing",
            Self::ScreenFree => "The screen is free",
            Self::SerialFree => "Serial is free",
            Self::MediaFree => "Media are free",
            Self::Picture => "A picture comes",
        }
    }
}

/// What a check came to.
#[derive(Debug)]
pub enum Finding {
    /// As it should be; a fact worth saying, perhaps.
    Fine(Option<String>),
    /// Something is wrong, with cause, remedy and perhaps a button.
    Problem(Box<Fault>),
    /// It could not be found out; why, as a sentence without a full stop.
    Unknown(String),
    /// It makes no sense before another check is fine.
    Skipped {
        /// Which.
        because: Check,
    },
}

impl Finding {
    /// Fine, with nothing to say.
    const FINE: Self = Self::Fine(None);

    fn fine(fact: impl Into<String>) -> Self {
        Self::Fine(Some(fact.into()))
    }

    fn problem(fault: impl Into<Fault>) -> Self {
        Self::Problem(Box::new(fault.into()))
    }

    /// It is a problem.
    #[must_use]
    pub const fn is_problem(&self) -> bool {
        matches!(self, Self::Problem(_))
    }
}

/// A check and what it came to.
#[derive(Debug)]
pub struct Checked {
    /// What was checked.
    pub check: Check,
    /// What it came to.
    pub finding: Finding,
}

/// Everything that was checked, in order; each check stands there once.
#[derive(Debug, Default)]
pub struct Diagnosis {
    /// Results.
    pub checks: Vec<Checked>,
}

impl Diagnosis {
    /// What one check came to.
    #[must_use]
    pub fn finding(&self, check: Check) -> Option<&Finding> {
        let checked = self.checks.iter().find(|c| c.check == check)?;
        Some(&checked.finding)
    }

    /// What is wrong, first things first.
    pub fn problems(&self) -> impl Iterator<Item = (Check, &Fault)> {
        self.checks.iter().filter_map(|c| match &c.finding {
            Finding::Problem(fault) => Some((c.check, &**fault)),
            _ => None,
        })
    }
}

/// How the doctor works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DoctorOptions {
    /// How the ports are probed.
    pub probe: ProbeOptions,
    /// Open the screen for a moment to see whether a picture comes. The user may notice.
    pub picture: bool,
    /// Sessions that this very console has open: they are in use, and that is no problem.
    pub open: OpenHere,
}

/// Sessions that this console has open on the PC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct OpenHere {
    /// Its screen.
    pub screen: bool,
    /// Its serial console.
    pub serial: bool,
    /// Drives that are lent to it.
    pub media: bool,
}

impl OpenHere {
    /// There is a session of this kind.
    const fn has(self, feature: Feature) -> bool {
        match feature {
            Feature::Screen => self.screen,
            Feature::Serial => self.serial,
            Feature::Media => self.media,
        }
    }
}

impl Default for DoctorOptions {
    fn default() -> Self {
        Self {
            probe: ProbeOptions::default(),
            picture: true,
            open: OpenHere::default(),
        }
    }
}

/// Collects findings in order and tells each one.
struct Ledger<'a> {
    diagnosis: Diagnosis,
    progress: &'a mut (dyn FnMut(&Checked) + Send),
}

impl Ledger<'_> {
    fn note(&mut self, check: Check, finding: Finding) {
        let checked = Checked { check, finding };
        (self.progress)(&checked);
        self.diagnosis.checks.push(checked);
    }

    /// Notes a result; gives its value if it is fine.
    fn take<T>(&mut self, check: Check, result: Result<(T, Finding), Fault>) -> Option<T> {
        match result {
            Ok((value, finding)) => {
                self.note(check, finding);
                Some(value)
            }
            Err(fault) => {
                self.note(check, Finding::problem(fault));
                None
            }
        }
    }

    /// Everything that was not checked is skipped because of `because`.
    fn skip_rest(&mut self, because: Check) {
        for check in Check::ALL {
            if self.diagnosis.finding(check).is_none() {
                self.note(check, Finding::Skipped { because });
            }
        }
    }

    fn skip(&mut self, check: Check, because: Check) {
        self.note(check, Finding::Skipped { because });
    }

    fn is_fine(&self, check: Check) -> bool {
        matches!(self.diagnosis.finding(check), Some(Finding::Fine(_)))
    }
}

/// Checks everything. Without `login`, what needs one is skipped.
///
/// Bounded: each check ends by the time-outs of `access` and of the probe. Always gives a
/// finding for each check.
pub async fn diagnose(
    access: &Access,
    login: Option<Credentials>,
    options: DoctorOptions,
    progress: &mut (dyn FnMut(&Checked) + Send),
) -> Diagnosis {
    let mut ledger = Ledger {
        diagnosis: Diagnosis::default(),
        progress,
    };
    examine(access, login, options, &mut ledger).await;
    let mut diagnosis = ledger.diagnosis;
    diagnosis.checks.sort_by_key(|c| c.check);
    diagnosis
}

async fn examine(
    access: &Access,
    login: Option<Credentials>,
    options: DoctorOptions,
    ledger: &mut Ledger<'_>,
) {
    let Some(probe) = reach::look(access, options.probe, ledger).await else {
        return;
    };
    let Some(stream) = reach::trust(access, &probe, ledger).await else {
        return;
    };
    // One connection at a time: the engine has few.
    drop(stream);
    let Some(login) = login else {
        let why = "No user name and password were given".to_owned();
        ledger.note(Check::Login, Finding::Unknown(why));
        reach::redirection(access, None, ledger).await;
        ledger.skip_rest(Check::Login);
        return;
    };
    let Some(mut control) = account::log_in(access, login.clone(), ledger).await else {
        return;
    };
    state::look(&mut control, ledger).await;
    let switches = features::switches(&mut control, ledger).await;
    features::consent(&mut control, ledger).await;
    drop(control);
    reach::redirection(access, switches.as_ref(), ledger).await;
    features::busy(access, switches.as_ref(), options.open, ledger).await;
    if options.open.screen {
        let fact = "it is open in this window";
        ledger.note(Check::Picture, Finding::fine(fact));
    } else if options.picture {
        picture::look(access, login, ledger).await;
    } else {
        let why = "It was not asked for".to_owned();
        ledger.note(Check::Picture, Finding::Unknown(why));
    }
}
