//! What a tab knows of its PC beside the screen: what the task that serves it has told.

use std::collections::BTreeMap;

use super::device::Examination;
use super::record::{Record, Slot};
use super::start::{Opening, RunOptions, Wake};
use super::steps::Steps;
use crate::session::flow::displays::Displays;
use crate::session::flow::doctor::OpenHere;
use crate::session::flow::enable::Switches;
use crate::session::flow::info::Info;
use crate::session::flow::logs::LogReading;
use crate::session::flow::power::PowerStatus;
use crate::session::flow::probe::Probe;
use crate::session::flow::{AmtVersion, OptInService, ScreenSettings};
use crate::session::pc::{
    ConsentNow, Deed, Doing, LogKind, Outcome, PasswordSource, PcCommand, PcEvent, PcHandle, Step,
};
use crate::session::{Credentials, Fault, Safety};

/// The task's handle, and everything it has told so far.
#[derive(Debug)]
pub(crate) struct PcState {
    handle: PcHandle,
    /// How safe the connection for WS-Management is.
    pub(crate) safety: Option<Safety>,
    /// The PC has accepted the account over WS-Management.
    pub(crate) is_logged_in: bool,
    /// Somebody has to give the password.
    pub(crate) login_wanted: bool,
    pub(crate) version: Option<AmtVersion>,
    pub(crate) power: Option<PowerStatus>,
    pub(crate) policy: Option<OptInService>,
    pub(crate) displays: Option<ScreenSettings>,
    /// The displays that it has, and which of them the screen shows.
    pub(crate) displays_now: Option<Displays>,
    /// How far asking for consent is, if it was asked for.
    pub(crate) consent: Option<ConsentNow>,
    /// Until when the code is shown, in seconds of egui's clock.
    pub(crate) code_until: Option<f64>,
    /// Why it cannot be watched.
    pub(crate) trouble: Option<Fault>,
    /// Everything that was read about it, and when, in seconds of egui's clock.
    pub(crate) info: Option<(Box<Info>, f64)>,
    /// What is switched on.
    pub(crate) switches: Option<Switches>,
    /// The logs as far as they were read.
    pub(crate) logs: BTreeMap<LogKind, LogReading>,
    /// What answers at its address.
    pub(crate) probe: Option<Box<Probe>>,
    /// What the doctor has found, or finds.
    pub(crate) examination: Option<Examination>,
    /// How often the doctor was sent for.
    pub(crate) examinations: u32,
    /// What was done, for the journal.
    pub(crate) records: Vec<Record>,
    /// What is being done.
    pub(crate) steps: Option<Steps>,
    /// Why the latest deed of each kind that the page shows did not work.
    pub(crate) failures: Vec<(Deed, Fault)>,
}

/// What the session has to do about something the task told.
#[derive(Debug)]
pub(crate) enum News {
    /// The account is known: the screen may open.
    Login(Credentials, PasswordSource),
    /// The PC is there, and nobody knows the password; perhaps the key store did not help.
    LoginWanted(Option<Fault>),
    /// It could not be reached, or is not trusted.
    OutOfReach(Fault),
    /// Its certificate is trusted now.
    Trusted,
    /// Consent has come further.
    Consent,
    /// Power or policy were read.
    Watched,
    /// The screen and everything else that is open on it has to be closed for a while.
    CloseSessions,
    /// It may be opened again.
    ReopenSessions { is_on: bool },
    /// What is switched on was read, or has changed.
    Switches,
    /// The user has to consent before this can be done.
    NeedsConsent(Deed),
    /// Consent could not be asked for.
    NoConsent(Fault),
    /// Something else did not work.
    Failed(Fault),
}

impl PcState {
    /// Begins to serve a PC, if this window can.
    pub(crate) fn new(opening: &Opening, options: &RunOptions, wake: &Wake) -> Option<Self> {
        let manage = options.manage.as_ref()?;
        Some(Self {
            handle: manage(opening.clone(), wake.clone()),
            safety: None,
            is_logged_in: false,
            login_wanted: false,
            version: None,
            power: None,
            policy: None,
            consent: None,
            code_until: None,
            trouble: None,
            info: None,
            switches: None,
            displays: None,
            displays_now: None,
            logs: BTreeMap::new(),
            probe: None,
            examination: None,
            examinations: 0,
            records: Vec::new(),
            steps: None,
            failures: Vec::new(),
        })
    }

    /// Sends for the doctor.
    pub(crate) fn examine(&mut self, open: OpenHere, now: f64) {
        self.examination = Some(Examination::begin(now));
        self.examinations = self.examinations.wrapping_add(1);
        self.send(PcCommand::Do(Deed::Diagnose(open)));
    }

    /// Hands over a command.
    pub(crate) fn send(&self, command: PcCommand) {
        if let Err(error) = self.handle.send(command) {
            tracing::debug!(%error, "a command was not taken");
        }
    }

    /// Takes the next report; `now` in seconds of egui's clock.
    pub(crate) fn poll(&mut self, now: f64) -> Option<News> {
        loop {
            let news = match self.handle.poll_event()? {
                PcEvent::Reached(safety) => {
                    self.safety = Some(safety);
                    self.login_wanted.then_some(News::LoginWanted(None))
                }
                PcEvent::Login(login, source) => {
                    self.login_wanted = false;
                    Some(News::Login(login, source))
                }
                PcEvent::LoginWanted(fault) => {
                    self.login_wanted = true;
                    Some(News::LoginWanted(fault))
                }
                PcEvent::LoggedIn { version } => {
                    self.version = version;
                    self.is_logged_in = true;
                    self.trouble = None;
                    None
                }
                PcEvent::Power(power) => {
                    self.power = Some(power);
                    self.trouble = None;
                    Some(News::Watched)
                }
                PcEvent::Policy(policy) => {
                    self.policy = policy;
                    Some(News::Watched)
                }
                PcEvent::Displays(displays) => {
                    self.displays = Some(displays);
                    None
                }
                PcEvent::Consent(consent) => {
                    self.code_until = consent.left.map(|left| now + left.as_secs_f64());
                    self.consent = Some(consent);
                    Some(News::Consent)
                }
                PcEvent::Trusted => Some(News::Trusted),
                PcEvent::Began(deed) => {
                    self.records.extend(Record::of(deed));
                    self.failures.retain(|(failed, _)| *failed != deed);
                    self.steps = Some(Steps::new(deed, now));
                    None
                }
                PcEvent::Probed(probe) => {
                    self.probe = Some(probe);
                    None
                }
                PcEvent::Step(Step::Checked(told)) => {
                    if let Some(examination) = &mut self.examination {
                        examination.take(told);
                    }
                    None
                }
                PcEvent::Step(step) => {
                    if let Some(steps) = &mut self.steps {
                        steps.take(step);
                    }
                    None
                }
                PcEvent::CloseSessions => Some(News::CloseSessions),
                PcEvent::ReopenSessions { is_on } => Some(News::ReopenSessions { is_on }),
                PcEvent::Done(outcome) => {
                    self.records.push(Record::end(Slot::Deed, "done"));
                    self.steps = None;
                    self.take(outcome, now)
                }
                PcEvent::Stopped(deed) => {
                    self.records.push(Record::end(Slot::Deed, "interrupted"));
                    self.steps = None;
                    if let (Deed::Diagnose(_), Some(examination)) = (deed, &mut self.examination) {
                        examination.stop();
                    }
                    None
                }
                PcEvent::Failed(Doing::Looking, fault) => Some(News::OutOfReach(fault)),
                PcEvent::Failed(Doing::Watching, fault) => {
                    self.trouble = Some(fault);
                    None
                }
                PcEvent::Failed(Doing::AskingConsent, fault) => Some(News::NoConsent(fault)),
                PcEvent::Failed(Doing::Deed(deed), fault) => {
                    self.records.push(Record::end(Slot::Deed, fault.kind()));
                    self.steps = None;
                    match deed {
                        _ if matches!(fault, Fault::ConsentNeeded) => {
                            Some(News::NeedsConsent(deed))
                        }
                        Deed::ReadFacts | Deed::ReadLog(_) => {
                            self.failures.push((deed, fault));
                            None
                        }
                        Deed::ReadSwitches | Deed::ReadDisplays => None,
                        _ => Some(News::Failed(fault)),
                    }
                }
                PcEvent::Failed(_, fault) => Some(News::Failed(fault)),
                _ => None,
            };
            if news.is_some() {
                return news;
            }
        }
    }

    fn take(&mut self, outcome: Outcome, now: f64) -> Option<News> {
        match outcome {
            Outcome::Diagnosed(told) => {
                if let Some(examination) = &mut self.examination {
                    examination.finish(told);
                }
                None
            }
            Outcome::Facts(info) => {
                self.version = info.version().or(self.version);
                self.switches = info.features.or(self.switches);
                self.policy = info.consent.clone().or(self.policy.take());
                self.info = Some((info, now));
                Some(News::Watched)
            }
            Outcome::Switches(switches) => {
                self.switches = Some(switches);
                Some(News::Switches)
            }
            Outcome::Switched(_, switched) => {
                self.switches = Some(switched.after);
                Some(News::Switches)
            }
            Outcome::Displays(displays) => {
                self.displays_now = Some(displays);
                None
            }
            Outcome::Log(kind, reading) => {
                self.logs.insert(kind, reading);
                None
            }
            Outcome::Power(outcome) => {
                self.power = Some(outcome.after);
                Some(News::Watched)
            }
            Outcome::Boot(outcome) => {
                self.power = Some(outcome.power.after);
                Some(News::Watched)
            }
        }
    }

    /// Something that changes the PC is under way.
    pub(crate) fn is_acting(&self) -> bool {
        self.steps.as_ref().is_some_and(Steps::changes_the_pc)
    }
}
