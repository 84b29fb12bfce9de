//! What takes a while: the flows, run one at a time, while the front end may stop them and closes
//! its sessions where firmware wants that.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, mpsc};
use tokio::time::timeout;
use tracing::debug;

use super::task::Task;
use super::{Deed, Doing, LogKind, Outcome, PcCommand, PcEvent, Step};
use crate::limits;
use crate::session::control::Control;
use crate::session::flow::doctor::{Check, DoctorOptions, OpenHere, Told, diagnose};
use crate::session::flow::power::{OpenSessions, PowerWait};
use crate::session::flow::{boot, displays, enable, info, logs, power};
use crate::session::reports::Wake;
use crate::session::{Fault, Feature};

/// Tells the front end; may be copied into the callbacks of a flow.
#[derive(Clone)]
struct Teller {
    events: mpsc::Sender<PcEvent>,
    wake: Wake,
}

impl Teller {
    /// Something that the next one of its kind supersedes: lost if the front end is far behind.
    fn step(&self, step: Step) {
        if self.events.try_send(PcEvent::Step(step)).is_ok() {
            (self.wake)();
        }
    }

    /// Something that must arrive; false if nobody listens.
    async fn must(&self, event: PcEvent) -> bool {
        let told = self.events.send(event).await.is_ok();
        (self.wake)();
        told
    }
}

/// The front end's sessions on this PC.
struct Lent {
    is_open: bool,
    teller: Teller,
    closed: Arc<Notify>,
}

impl OpenSessions for Lent {
    fn is_open(&self) -> bool {
        self.is_open
    }

    async fn close(&mut self) {
        if self.teller.must(PcEvent::CloseSessions).await
            && timeout(GOODBYE, self.closed.notified()).await.is_err()
        {
            // Firmware will say so if that was not enough.
            debug!("the sessions did not close in time");
        }
    }

    async fn reopen(&mut self, is_on: bool) {
        self.teller.must(PcEvent::ReopenSessions { is_on }).await;
    }
}

impl Task {
    /// Carries out a deed and tells what came of it.
    pub(super) async fn perform(&mut self, deed: Deed) {
        self.tell(PcEvent::Began(deed)).await;
        if let Deed::Diagnose(open) = deed {
            self.examine(open).await;
            return;
        }
        let closed = Arc::new(Notify::new());
        let teller = Teller {
            events: self.events.clone(),
            wake: Arc::clone(&self.wake),
        };
        let lent = Lent {
            is_open: false,
            teller: teller.clone(),
            closed: Arc::clone(&closed),
        };
        let result = match self.line.control().await {
            Ok(control) => {
                let flow = carry_out(control, deed, lent, &teller);
                attend(flow, &mut self.commands, &mut self.waiting, &closed).await
            }
            Err(fault) => Some(Err(fault)),
        };
        match result {
            Some(Ok(outcome)) => self.tell(PcEvent::Done(outcome)).await,
            Some(Err(fault)) => {
                self.line.learn(&fault);
                self.tell(PcEvent::Failed(Doing::Deed(deed), fault)).await;
            }
            None => {
                self.put_back(deed).await;
                self.tell(PcEvent::Stopped(deed)).await;
            }
        }
        let looks_only = matches!(
            deed,
            Deed::ReadLog(_)
                | Deed::ReadSwitches
                | Deed::ReadDisplays
                | Deed::ShowDisplay(_)
                | Deed::BackToBack(_)
        );
        if !looks_only {
            self.watch().await;
        }
    }

    /// Finds out why it does not work: on connections of its own, because ours may be the problem.
    async fn examine(&mut self, open: OpenHere) {
        // One at a time: the engine has few.
        self.line.hang_up();
        let access = self.line.access().clone();
        // What the PC has refused is not sent again by us, or it locks the account.
        let was_refused = self.line.is_refused();
        let login = self.line.login().filter(|_| !was_refused).cloned();
        let options = DoctorOptions {
            open,
            ..DoctorOptions::default()
        };
        let teller = Teller {
            events: self.events.clone(),
            wake: Arc::clone(&self.wake),
        };
        let told = move |told: Told| match told.check {
            Check::Login if was_refused && !told.is_problem() => {
                Told::problem(Check::Login, &Fault::LoginRefused)
            }
            _ => told,
        };
        let mut tell = |checked: &_| teller.step(Step::Checked(told(Told::from(checked))));
        let examining = diagnose(&access, login, options, &mut tell);
        let never = Notify::new();
        let found = attend(examining, &mut self.commands, &mut self.waiting, &never).await;
        self.tell(match found {
            Some(found) => {
                let checks = found.checks.iter().map(Told::from).map(told);
                PcEvent::Done(Outcome::Diagnosed(checks.collect()))
            }
            None => PcEvent::Stopped(Deed::Diagnose(open)),
        })
        .await;
    }

    /// A start that was given up must not surprise anybody at the next one.
    async fn put_back(&mut self, deed: Deed) {
        if !matches!(deed, Deed::Boot { .. }) {
            return;
        }
        let cleared = match self.line.control().await {
            Ok(control) => boot::clear(control).await.map(drop),
            Err(fault) => Err(fault),
        };
        if let Err(fault) = cleared {
            self.line.learn(&fault);
            let doing = Doing::Deed(deed);
            self.tell(PcEvent::Failed(doing, fault)).await;
        }
    }
}

/// Lets a flow run to its end, or until it is to be stopped: `None`. Other requests wait.
async fn attend<T>(
    flow: impl Future<Output = T>,
    commands: &mut mpsc::Receiver<PcCommand>,
    waiting: &mut std::collections::VecDeque<PcCommand>,
    closed: &Notify,
) -> Option<T> {
    tokio::pin!(flow);
    loop {
        tokio::select! {
            result = &mut flow => return Some(result),
            command = commands.recv() => match command {
                Some(PcCommand::Stop) => return None,
                Some(PcCommand::SessionsClosed) => closed.notify_one(),
                Some(command) if waiting.len() < limits::PC_COMMANDS => waiting.push_back(command),
                Some(command) => debug!(?command, "left out: too many wait"),
                // The tab is closed. A PC that is being switched is not left half way.
                None => return Some(flow.await),
            },
        }
    }
}

async fn carry_out(
    control: &mut Control,
    deed: Deed,
    mut lent: Lent,
    teller: &Teller,
) -> Result<Outcome, Fault> {
    Ok(match deed {
        // It has connections of its own, and is not carried out on this one.
        Deed::Diagnose(_) => Outcome::Diagnosed(Vec::new()),
        Deed::ReadFacts => {
            let read = info::read(control, |part, _| teller.step(Step::Facts(part)));
            Outcome::Facts(Box::new(read.await?))
        }
        Deed::ReadSwitches => Outcome::Switches(enable::read(control).await?),
        Deed::ReadDisplays => Outcome::Displays(displays::read(control).await?),
        Deed::ShowDisplay(display) => Outcome::Displays(displays::show(control, display).await?),
        Deed::BackToBack(on) => Outcome::Displays(displays::back_to_back(control, on).await?),
        Deed::ReadLog(kind) => {
            let step = |done, of| teller.step(Step::Log(done, of));
            let reading = match kind {
                LogKind::Events => logs::events(control, step).await?,
                LogKind::Audit => logs::audit(control, AUDIT_RECORDS, step).await?,
            };
            Outcome::Log(kind, reading)
        }
        Deed::Switch { feature, on } => {
            Outcome::Switched(feature, switch(control, feature, on, teller).await?)
        }
        Deed::Power {
            action,
            has_sessions,
        } => {
            lent.is_open = has_sessions;
            let mut step = |step| teller.step(Step::Power(step));
            let wait = PowerWait::default();
            Outcome::Power(power::perform(control, action, wait, &mut lent, &mut step).await?)
        }
        Deed::Boot { plan, has_sessions } => {
            lent.is_open = has_sessions;
            let mut step = |step| teller.step(Step::Boot(step));
            Outcome::Boot(boot::boot(control, plan, &mut lent, &mut step).await?)
        }
    })
}

async fn switch(
    control: &mut Control,
    feature: Feature,
    on: bool,
    teller: &Teller,
) -> Result<enable::Switched, Fault> {
    enable::switch(control, &[feature], on, |step| {
        teller.step(Step::Switch(step))
    })
    .await
}

/// How long the front end may take to close its sessions: a device that does not answer the
/// goodbye is not waited for longer.
const GOODBYE: Duration = Duration::from_secs(5);

/// Newest records of the audit log that the page shows; older ones are read by the command line.
const AUDIT_RECORDS: u32 = 500;
