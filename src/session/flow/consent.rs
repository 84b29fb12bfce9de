//! The user's consent over WS-Management: from asking to "given", told as it happens.
//!
//! [`Consent`] decides; what is here carries its questions to the firmware, brings it the wishes of
//! the technician, and makes sure that a code that nobody waits for any more leaves the display.
//! The consent policy of the PC is read and never written.
//!
//! Source: `docs/protocol/wsman.md` § 3.

use std::future::pending;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use tokio::runtime;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::sleep_until;
use tracing::{Instrument as _, debug, info_span};

use crate::proto::wsman::class::{AssociatedPower, PowerState, SecIo};
pub use crate::proto::wsman::class::{OptInRequired, OptInService, OptInState};
use crate::proto::wsman::exchange::ExchangeError;
use crate::proto::wsman::status::{ReturnValue, Returns};
use crate::session::consent::{
    Consent, ConsentAction, ConsentCode, ConsentCommand, ConsentPhase, ConsentView, Purpose,
};
use crate::session::control::Control;
use crate::session::fault::{ConsentFault, DeviceFault};
use crate::session::supervisor::ended_by_itself;
use crate::session::{Fault, SendError};

/// Consent being asked for, by a task of its own.
///
/// Dropping it takes a code that is still shown away from the PC's display; consent that was given
/// stays.
#[derive(Debug)]
pub struct ConsentHandle {
    commands: mpsc::Sender<ConsentCommand>,
    views: watch::Receiver<ConsentView>,
    /// The code shall stay when nobody waits for it any more.
    leave: Arc<AtomicBool>,
    task: JoinHandle<Result<ConsentPhase, Fault>>,
}

/// Asks for consent on `runtime` and returns at once.
///
/// `wake` is called, from a task, whenever there is a new view. What needs no consent, and what the
/// user has consented to already, ends at once as [`ConsentPhase::NotNeeded`] or
/// [`ConsentPhase::Given`].
pub fn begin(
    runtime: &runtime::Handle,
    mut control: Control,
    purpose: Purpose,
    wake: impl Fn() + Send + Sync + 'static,
) -> ConsentHandle {
    let (command_sender, mut commands) = mpsc::channel(COMMANDS);
    let (view_sender, views) = watch::channel(Consent::new(purpose).view());
    let leave = Arc::new(AtomicBool::new(false));
    let stay = Arc::clone(&leave);
    let span = info_span!("consent", target = %control.access().target());
    let task = async move {
        let tell = |view: &ConsentView| {
            view_sender.send_replace(view.clone());
            wake();
        };
        run(&mut control, purpose, &mut commands, &stay, tell).await
    };
    ConsentHandle {
        commands: command_sender,
        views,
        leave,
        task: runtime.spawn(task.instrument(span)),
    }
}

impl ConsentHandle {
    /// What to show now.
    #[must_use]
    pub fn view(&self) -> ConsentView {
        self.views.borrow().clone()
    }

    /// Waits for the next change; `None` once it is over, see [`finish`](Self::finish).
    /// Cancel-safe.
    pub async fn changed(&mut self) -> Option<ConsentView> {
        self.views.changed().await.ok()?;
        Some(self.views.borrow_and_update().clone())
    }

    /// Hands over a wish; never waits.
    ///
    /// # Errors
    /// [`SendError`]; the wish is lost then.
    pub fn send(&self, command: ConsentCommand) -> Result<(), SendError> {
        self.commands
            .try_send(command)
            .map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => SendError::Full,
                mpsc::error::TrySendError::Closed(_) => SendError::Closed,
            })
    }

    /// Waits for the end, which nobody but the user, the firmware or the end of the connection
    /// brings about any more: [`ConsentPhase::NotNeeded`], [`ConsentPhase::Given`] or
    /// [`ConsentPhase::Cancelled`]; with a failure in between it is cancelled.
    ///
    /// # Errors
    /// [`Fault`] of the connection.
    pub async fn finish(self) -> Result<ConsentPhase, Fault> {
        ended(self.task.await)
    }

    /// Gives up: a code that is still shown is taken away. Consent that was given stays.
    ///
    /// # Errors
    /// [`Fault`] of the connection.
    pub async fn close(self) -> Result<ConsentPhase, Fault> {
        let Self { commands, task, .. } = self;
        drop(commands);
        ended(task.await)
    }

    /// Ends without telling the firmware: a code stays on the display until its time is over.
    ///
    /// # Errors
    /// [`Fault`] of the connection.
    pub async fn leave(self) -> Result<ConsentPhase, Fault> {
        self.leave.store(true, Ordering::Release);
        self.close().await
    }
}

fn ended(
    result: Result<Result<ConsentPhase, Fault>, tokio::task::JoinError>,
) -> Result<ConsentPhase, Fault> {
    result.unwrap_or_else(|error| Err(ended_by_itself("consent", error)))
}

/// Asks for consent until it is given, not needed, or given up. While it has
/// [failed](ConsentPhase::Failed) it waits for another wish.
///
/// * `commands`: wishes of the technician; once its other end is dropped the attempt is given up,
///   in the firmware too unless `leave` says otherwise.
/// * `tell`: hears every change.
///
/// Dropping the future does not take a code away from the display.
///
/// # Errors
/// [`Fault`] where WS-Management fails altogether.
pub async fn run(
    control: &mut Control,
    purpose: Purpose,
    commands: &mut mpsc::Receiver<ConsentCommand>,
    leave: &AtomicBool,
    mut tell: impl FnMut(&ConsentView),
) -> Result<ConsentPhase, Fault> {
    let mut consent = Consent::new(purpose);
    let mut told = None;
    let mut is_open = true;
    while !consent.is_finished() {
        let view = consent.view();
        if told.as_ref() != Some(&view) {
            debug!(phase = ?view.phase, tries_left = view.tries_left, "consent");
            tell(&view);
            told = Some(view);
        }
        let Some(action) = consent.poll_action() else {
            let due = consent.poll_timeout();
            let alarm = async move {
                match due {
                    Some(at) => sleep_until(at.into()).await,
                    None => pending().await,
                }
            };
            tokio::select! {
                command = commands.recv(), if is_open => {
                    is_open = heed(&mut consent, command, leave);
                    if !is_open && leave.load(Ordering::Acquire) {
                        return Ok(consent.view().phase);
                    }
                }
                () = alarm => consent.handle_timeout(now()),
            }
            continue;
        };
        let mut call: Pin<Box<_>> = Box::pin(ask(control, purpose, action));
        let answer = loop {
            tokio::select! {
                answer = &mut call => break answer,
                command = commands.recv(), if is_open => {
                    is_open = heed(&mut consent, command, leave);
                }
            }
        };
        drop(call);
        match answer {
            Ok(answer) => answer.give(&mut consent),
            Err(fault) => {
                consent.handle_failure();
                return Err(fault);
            }
        }
        if !is_open && leave.load(Ordering::Acquire) {
            return Ok(consent.view().phase);
        }
    }
    let view = consent.view();
    tell(&view);
    Ok(view.phase)
}

/// Asks the firmware what `consent` wants to know, and tells it the answer: for tasks that have
/// other things to do in between. [`run`] is for those that have not.
///
/// # Errors
/// [`Fault`] where WS-Management fails altogether; `consent` knows that too then.
pub async fn carry_out(
    control: &mut Control,
    purpose: Purpose,
    action: ConsentAction,
    consent: &mut Consent,
) -> Result<(), Fault> {
    match ask(control, purpose, action).await {
        Ok(reply) => {
            reply.give(consent);
            Ok(())
        }
        Err(fault) => {
            consent.handle_failure();
            Err(fault)
        }
    }
}

/// Passes a wish on; the end of wishes is the wish to give up. Returns whether more may come.
fn heed(consent: &mut Consent, command: Option<ConsentCommand>, leave: &AtomicBool) -> bool {
    match command {
        Some(command) => {
            consent.handle_command(command);
            true
        }
        None => {
            if !leave.load(Ordering::Acquire) {
                consent.handle_command(ConsentCommand::Cancel);
            }
            false
        }
    }
}

/// What the firmware answered.
enum Reply {
    Reading(OptInService, PowerState),
    Started(u32),
    Sent(u32),
    Cancelled,
    TurnedOn,
    Nothing,
}

impl Reply {
    fn give(self, consent: &mut Consent) {
        match self {
            Self::Reading(service, power) => consent.handle_reading(now(), &service, power),
            Self::Started(result) => consent.handle_started(now(), result),
            Self::Sent(result) => consent.handle_sent(result),
            Self::Cancelled => consent.handle_cancelled(),
            Self::TurnedOn => consent.handle_turned_on(now()),
            Self::Nothing => {}
        }
    }
}

async fn ask(
    control: &mut Control,
    purpose: Purpose,
    action: ConsentAction,
) -> Result<Reply, Fault> {
    let what = "ask for consent";
    Ok(match action {
        ConsentAction::Read => {
            let service = read(control).await?;
            // Whether the PC runs matters only where a code should be on its display and is not.
            let idle = service.state == OptInState::NOT_STARTED;
            let power = if idle && purpose.needs_consent(service.required) {
                let power: Option<AssociatedPower> = control.find(what).await?;
                power.map_or(PowerState::ON, |power| power.state)
            } else {
                PowerState::ON
            };
            Reply::Reading(service, power)
        }
        ConsentAction::Start => {
            let call = OptInService::start();
            Reply::Started(control.invoke_for_result(call, what).await?)
        }
        ConsentAction::Send(code) => {
            let call = OptInService::send_code(code.secret());
            Reply::Sent(control.invoke_for_result(call, "take the code").await?)
        }
        ConsentAction::Cancel => {
            let call = OptInService::cancel();
            control
                .invoke_for_result(call, "take back its code")
                .await?;
            Reply::Cancelled
        }
        ConsentAction::TurnOn => {
            let call = PowerState::ON.request();
            control.invoke(call, Returns::Cim, "turn on").await?;
            Reply::TurnedOn
        }
        ConsentAction::Display(display) => {
            let what = "show its code on another display";
            if let Some(settings) = control.find::<SecIo>(what).await? {
                control
                    .put(settings.put_default_screen(display), what)
                    .await?;
            }
            Reply::Nothing
        }
    })
}

/// Where consent stands; on releases that know none, that none is needed.
///
/// # Errors
/// [`Fault`].
pub async fn read(control: &mut Control) -> Result<OptInService, Fault> {
    let service = control.find("say what needs consent").await?;
    Ok(service.unwrap_or(OptInService {
        required: OptInRequired::NONE,
        state: OptInState::NOT_STARTED,
        code_timeout: None,
        display_timeout: None,
        can_modify_policy: None,
    }))
}

/// Hands over a code that is on the display already, whoever asked for it. Done as well where the
/// user has consented before.
///
/// # Errors
/// [`Fault::Consent`], among others [`ConsentFault::NotAsked`]; [`Fault`] of the connection.
pub async fn submit(control: &mut Control, code: &ConsentCode) -> Result<(), Fault> {
    let before = read(control).await?;
    if before.state.is_given() {
        return Ok(());
    }
    if before.state != OptInState::DISPLAYED {
        return Err(ConsentFault::NotAsked.into());
    }
    let call = OptInService::send_code(code.secret());
    match control.invoke_for_result(call, "take the code").await? {
        0 => return Ok(()),
        BLOCKED => return Err(ConsentFault::Blocked.into()),
        result => debug!(result, "the code was not accepted"),
    }
    // Not documented further: the state says whether there is another try.
    let after = read(control).await?;
    Err(match after.state {
        state if state.is_given() => return Ok(()),
        OptInState::DISPLAYED | OptInState::REQUESTED => ConsentFault::Wrong { left: None },
        _ => ConsentFault::Withdrawn,
    }
    .into())
}

/// Takes a code away from the display, and ends consent that was given. Returns whether there was
/// either.
///
/// # Errors
/// [`Fault`].
pub async fn cancel(control: &mut Control) -> Result<bool, Fault> {
    let before = read(control).await?;
    if before.state == OptInState::NOT_STARTED {
        return Ok(false);
    }
    let what = "take back its code";
    control
        .invoke(OptInService::cancel(), Returns::OptIn, what)
        .await?;
    Ok(true)
}

/// Why there is no consent, where a phase is the end of an attempt.
#[must_use]
pub fn failure(phase: &ConsentPhase) -> Option<Fault> {
    match phase {
        ConsentPhase::Failed(fault) => Some(fault.clone().into()),
        ConsentPhase::PcOff => Some(ConsentFault::PcOff.into()),
        ConsentPhase::Refused { method, result } => {
            let why = ExchangeError::Returned {
                method: format!("IPS_OptInService.{method}"),
                value: ReturnValue {
                    value: *result,
                    table: Returns::OptIn,
                },
            };
            let what = "ask for consent";
            Some(DeviceFault::Refused { what, why }.into())
        }
        ConsentPhase::Asking
        | ConsentPhase::CodeWanted { .. }
        | ConsentPhase::NotNeeded
        | ConsentPhase::Given
        | ConsentPhase::Cancelled => None,
    }
}

/// `StartOptIn` and `SendOptInCode`: too many wrong codes in the past (§ 3.2, spec).
const BLOCKED: u32 = 3;

/// Wishes that may wait; a person has at most one at a time.
const COMMANDS: usize = 8;

/// The clock of the runtime.
fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}
