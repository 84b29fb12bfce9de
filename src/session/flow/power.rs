//! Switching the PC, and watching until it has happened.
//!
//! A request is sent once. Where its answer gets lost, the state is read instead of asking again;
//! where the state cannot show whether it happened, that is said. While sessions are open firmware
//! refuses to turn the PC off, so the front end lends its sessions as [`OpenSessions`]: they are
//! closed before and opened after.
//!
//! Source: `docs/protocol/wsman.md` § 2.11, § 4.1.

use std::fmt;
use std::future::Future;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::find;
use super::info::sessions;
use crate::proto::wsman::class::{AssociatedPower, OsPower, OsPowerSaving, PowerState};
use crate::proto::wsman::exchange::ExchangeError;
use crate::proto::wsman::status::{ReturnValue, Returns};
use crate::session::control::Control;
use crate::session::fault::{DeviceFault, Fault};

/// What may be done to the power of a PC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PowerAction {
    /// Turn on, or wake.
    On,
    /// Turn off at once, without asking the system.
    Off,
    /// Off and on again, without asking the system.
    Cycle,
    /// Reset at once.
    Reset,
    /// Let the system shut down.
    OffGraceful,
    /// Let the system restart.
    ResetGraceful,
    /// Let the system sleep.
    Sleep,
    /// Let the system hibernate.
    Hibernate,
    /// A diagnostic interrupt, which makes many systems write a dump.
    Nmi,
}

impl PowerAction {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::On,
        Self::Off,
        Self::Cycle,
        Self::Reset,
        Self::OffGraceful,
        Self::ResetGraceful,
        Self::Sleep,
        Self::Hibernate,
        Self::Nmi,
    ];

    /// Its number on the wire.
    #[must_use]
    pub const fn request(self) -> PowerState {
        match self {
            Self::On => PowerState::ON,
            Self::Off => PowerState::OFF,
            Self::Cycle => PowerState::CYCLE,
            Self::Reset => PowerState::RESET,
            Self::OffGraceful => PowerState::OFF_GRACEFUL,
            Self::ResetGraceful => PowerState::RESET_GRACEFUL,
            Self::Sleep => PowerState::SLEEP,
            Self::Hibernate => PowerState::HIBERNATE,
            Self::Nmi => PowerState::NMI,
        }
    }

    /// Does firmware refuse it while a redirection session is open?
    #[must_use]
    pub const fn ends_sessions(self) -> bool {
        matches!(self, Self::Off | Self::Cycle)
    }

    /// Does it need the operating system's help, so that a system that hangs does not follow?
    #[must_use]
    pub const fn needs_the_system(self) -> bool {
        matches!(
            self,
            Self::OffGraceful | Self::ResetGraceful | Self::Sleep | Self::Hibernate
        )
    }

    /// As in "the PC does not know how to …".
    const fn phrase(self) -> &'static str {
        match self {
            Self::OffGraceful => "let its system shut down",
            Self::ResetGraceful => "let its system restart",
            Self::Sleep => "put its system to sleep",
            Self::Hibernate => "let its system hibernate",
            _ => "change its power state",
        }
    }

    /// How long it may take until the state shows it.
    const fn patience(self) -> Duration {
        Duration::from_secs(match self {
            Self::On | Self::Off | Self::Reset | Self::Nmi => 30,
            Self::Cycle | Self::Sleep => 60,
            // Systems install updates on the way down.
            Self::OffGraceful | Self::ResetGraceful | Self::Hibernate => 180,
        })
    }
}

/// The power state, and what may be asked now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PowerStatus {
    /// The state by CIM.
    pub state: PowerState,
    /// Modern Standby, from AMT 10 on: the PC counts as on and still sleeps.
    pub saving: Option<OsPowerSaving>,
    /// What the device accepts now; empty where it does not tell.
    pub available: Vec<PowerState>,
}

impl PowerStatus {
    /// It runs, and could show something.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.state.is_on() && !self.is_saving()
    }

    /// It sleeps or hibernates, or stands by.
    #[must_use]
    pub fn is_asleep(&self) -> bool {
        self.state.is_asleep() || (self.state.is_on() && self.is_saving())
    }

    /// It is off.
    #[must_use]
    pub const fn is_off(&self) -> bool {
        self.state.is_off()
    }

    /// Would the device accept this now, as far as it tells?
    #[must_use]
    pub fn allows(&self, action: PowerAction) -> bool {
        match action {
            PowerAction::On if self.is_saving() => true,
            PowerAction::Sleep if self.can_stand_by() => true,
            _ => self.available.is_empty() || self.available.contains(&action.request()),
        }
    }

    fn is_saving(&self) -> bool {
        self.saving == Some(OsPowerSaving::SAVING)
    }

    /// Sleep is Modern Standby on this platform: the classic kind is not on offer.
    fn can_stand_by(&self) -> bool {
        self.is_on()
            && self.saving == Some(OsPowerSaving::FULL_POWER)
            && !self.available.is_empty()
            && !self.available.contains(&PowerState::SLEEP)
    }

    /// Is it where this action leads? `None` for actions whose end the state does not show.
    fn is_reached(&self, action: PowerAction) -> Option<bool> {
        Some(match action {
            PowerAction::On => self.is_on(),
            PowerAction::Off | PowerAction::OffGraceful => self.is_off(),
            PowerAction::Sleep => self.is_asleep(),
            // Some platforms report S4 as off (inferred).
            PowerAction::Hibernate => self.state.is_asleep() || self.is_off(),
            PowerAction::Cycle
            | PowerAction::Reset
            | PowerAction::ResetGraceful
            | PowerAction::Nmi => return None,
        })
    }
}

impl fmt::Display for PowerStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.saving {
            Some(saving) if self.state.is_on() && self.is_saving() => saving.fmt(f),
            _ => self.state.fmt(f),
        }
    }
}

/// Reads the power state.
///
/// # Errors
/// [`Fault`].
pub async fn status(control: &mut Control) -> Result<PowerStatus, Fault> {
    let AssociatedPower { state, available } = control.get("tell its power state").await?;
    // Only what counts as on can be in Modern Standby: no question otherwise.
    let saving: Option<OsPower> = if state.is_on() {
        find(control, "tell whether it saves power").await?
    } else {
        None
    };
    Ok(PowerStatus {
        state,
        available,
        saving: saving.map(|s| s.saving),
    })
}

/// What happens on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PowerStep {
    /// The state at the beginning.
    Found(PowerStatus),
    /// Our sessions are closed, because firmware wants that.
    ClosingSessions,
    /// The request goes out.
    Requesting(PowerAction),
    /// The device is still busy with the change before, or with a session that just ended.
    WaitingForDevice,
    /// The device has accepted it.
    Accepted,
    /// The answer got lost: the state has to tell.
    AnswerLost,
    /// The state has changed.
    Changed(PowerStatus),
    /// Our sessions are opened again.
    ReopeningSessions,
}

/// How sure we are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// Nothing was asked: it was in this state.
    AlreadyThere,
    /// The state shows it.
    Seen,
    /// The device has accepted it, and the state cannot show it.
    Accepted,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PowerOutcome {
    /// What was asked for.
    pub action: PowerAction,
    /// Before.
    pub before: PowerStatus,
    /// After.
    pub after: PowerStatus,
    /// How sure we are.
    pub certainty: Certainty,
    /// From the request to the end of watching.
    pub took: Duration,
}

/// Our own open sessions on a device, as far as its power is concerned.
///
/// Sessions of other consoles are not ours to close.
pub trait OpenSessions {
    /// Is any open?
    fn is_open(&self) -> bool;
    /// Closes all of them in order, and returns when they are closed.
    fn close(&mut self) -> impl Future<Output = ()> + Send;
    /// Opens again what [`close`](Self::close) has closed. `is_on` says whether the PC runs: where
    /// it does not, a screen waits until it does.
    fn reopen(&mut self, is_on: bool) -> impl Future<Output = ()> + Send;
}

/// A front end without sessions.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoSessions;

impl OpenSessions for NoSessions {
    fn is_open(&self) -> bool {
        false
    }

    async fn close(&mut self) {}

    async fn reopen(&mut self, _is_on: bool) {}
}

/// How patiently a change is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PowerWait {
    /// How long it may take; `None` for what is usual for the action.
    pub within: Option<Duration>,
}

/// Carries out an action and watches until the state shows it.
///
/// # Errors
/// [`DeviceFault::NotNow`], [`DeviceFault::SessionOpen`], [`DeviceFault::OtherSession`],
/// [`DeviceFault::NotReached`], [`DeviceFault::Unconfirmed`] and what any call can end with. Our
/// sessions are open again then.
pub async fn perform(
    control: &mut Control,
    action: PowerAction,
    wait: PowerWait,
    sessions: &mut (impl OpenSessions + Send),
    progress: &mut (impl FnMut(PowerStep) + Send),
) -> Result<PowerOutcome, Fault> {
    let before = status(control).await?;
    progress(PowerStep::Found(before.clone()));
    if before.is_reached(action) == Some(true) {
        return Ok(PowerOutcome {
            action,
            after: before.clone(),
            before,
            certainty: Certainty::AlreadyThere,
            took: Duration::ZERO,
        });
    }
    let close = action.ends_sessions() && sessions.is_open();
    if close {
        progress(PowerStep::ClosingSessions);
        sessions.close().await;
    }
    let result = act(control, action, before, close, wait, progress).await;
    if close {
        progress(PowerStep::ReopeningSessions);
        let is_on = result
            .as_ref()
            .map_or(true, |outcome| outcome.after.is_on());
        sessions.reopen(is_on).await;
    }
    result
}

async fn act(
    control: &mut Control,
    action: PowerAction,
    before: PowerStatus,
    closed_ours: bool,
    wait: PowerWait,
    progress: &mut (impl FnMut(PowerStep) + Send),
) -> Result<PowerOutcome, Fault> {
    let started = Instant::now();
    let lost = match request(control, action, &before, closed_ours, progress).await {
        Ok(()) => {
            progress(PowerStep::Accepted);
            None
        }
        Err(fault @ Fault::Device(DeviceFault::Unconfirmed { .. })) => {
            progress(PowerStep::AnswerLost);
            Some(fault)
        }
        Err(fault) => return Err(fault),
    };
    let deadline = started + wait.within.unwrap_or(action.patience());
    let (after, seen) = watch(control, action, &before, deadline, progress).await?;
    let certainty = match (seen, lost) {
        (true, _) => Certainty::Seen,
        (false, None) => Certainty::Accepted,
        // Nobody knows, and the state cannot tell.
        (false, Some(fault)) => return Err(fault),
    };
    Ok(PowerOutcome {
        action,
        before,
        after,
        certainty,
        took: started.elapsed(),
    })
}

/// Sends the request; what was refused may be asked again, what was lost may not.
async fn request(
    control: &mut Control,
    action: PowerAction,
    before: &PowerStatus,
    closed_ours: bool,
    progress: &mut (impl FnMut(PowerStep) + Send),
) -> Result<(), Fault> {
    let what = action.phrase();
    progress(PowerStep::Requesting(action));
    let call = match action {
        PowerAction::On if before.is_saving() => OsPower::request(OsPowerSaving::FULL_POWER),
        PowerAction::Sleep if before.can_stand_by() => OsPower::request(OsPowerSaving::SAVING),
        _ => action.request().request(),
    };
    let give_up = Instant::now() + SETTLES_WITHIN;
    let mut said = false;
    loop {
        let value = control.invoke_for_result(call.clone(), what).await?;
        let may_pass = match value {
            SUCCESS | JOB_STARTED => return Ok(()),
            BUSY | IN_USE => true,
            // The end of our sessions takes a moment to arrive.
            INVALID_TRANSITION => closed_ours,
            _ => false,
        };
        if may_pass && Instant::now() < give_up {
            if !said {
                progress(PowerStep::WaitingForDevice);
                said = true;
            }
            sleep(POLL).await;
            continue;
        }
        return Err(match value {
            INVALID_TRANSITION => why_not(control, action).await?,
            NOT_SUPPORTED => DeviceFault::Unknown { what }.into(),
            value => DeviceFault::Refused {
                what,
                why: ExchangeError::Returned {
                    method: call.name(),
                    value: ReturnValue {
                        value,
                        table: Returns::Cim,
                    },
                },
            }
            .into(),
        });
    }
}

/// Why a change is not possible in this state.
async fn why_not(control: &mut Control, action: PowerAction) -> Result<Fault, Fault> {
    let now = status(control).await?;
    if action.ends_sessions() && !now.is_off() {
        let connected = sessions(control).await?.unwrap_or_default();
        let kinds: Vec<_> = connected.iter().map(|c| c.kind.name()).collect();
        if !kinds.is_empty() {
            return Ok(DeviceFault::OtherSession { kinds }.into());
        }
    }
    Ok(DeviceFault::NotNow {
        request: action.request(),
        state: now.state,
        available: now.available,
    }
    .into())
}

/// Watches the state until it shows the action, or as long as it takes to be sure that it cannot.
async fn watch(
    control: &mut Control,
    action: PowerAction,
    before: &PowerStatus,
    deadline: Instant,
    progress: &mut (impl FnMut(PowerStep) + Send),
) -> Result<(PowerStatus, bool), Fault> {
    let started = Instant::now();
    let mut latest = before.clone();
    let mut went_down = false;
    loop {
        match status(control).await {
            Ok(now) => {
                if now.state != latest.state || now.saving != latest.saving {
                    progress(PowerStep::Changed(now.clone()));
                }
                went_down |= !now.is_on();
                let unseen_for = started.elapsed();
                match (action, now.is_reached(action)) {
                    (_, Some(true)) => return Ok((now, true)),
                    (PowerAction::Cycle, _) if now.is_on() && went_down => {
                        return Ok((now, true));
                    }
                    // Too fast for us to see.
                    (PowerAction::Cycle, _) if now.is_on() && unseen_for > CYCLE_SHOWS_WITHIN => {
                        return Ok((now, false));
                    }
                    (PowerAction::Reset | PowerAction::ResetGraceful | PowerAction::Nmi, _) => {
                        return Ok((now, false));
                    }
                    _ => latest = now,
                }
            }
            // Links go down and up with the PC's power.
            Err(fault) if is_passing(&fault) && Instant::now() < deadline => {}
            Err(fault) => return Err(fault),
        }
        if Instant::now() >= deadline {
            return Err(DeviceFault::NotReached {
                request: action.request(),
                state: latest.state,
                after: started.elapsed(),
            }
            .into());
        }
        sleep(POLL).await;
    }
}

/// May the same question have an answer a moment later?
const fn is_passing(fault: &Fault) -> bool {
    matches!(
        fault,
        Fault::NoAnswer { .. }
            | Fault::NoRoute { .. }
            | Fault::Refused { .. }
            | Fault::HungUp { .. }
            | Fault::Lost { .. }
            | Fault::Device(DeviceFault::Unconfirmed { .. })
    )
}

/// Between two readings.
const POLL: Duration = Duration::from_millis(500);

/// A change before, or a session that ended, is over by then: "up to about 10 s" (§ 4.1).
const SETTLES_WITHIN: Duration = Duration::from_secs(10);

/// A power cycle that was never seen off by then was over between two readings (inferred).
const CYCLE_SHOWS_WITHIN: Duration = Duration::from_secs(8);

/// Results of `RequestPowerStateChange`. Source: § 4.1 (spec).
const SUCCESS: u32 = 0;
const NOT_SUPPORTED: u32 = 1;
const IN_USE: u32 = 6;
const JOB_STARTED: u32 = 4096;
const INVALID_TRANSITION: u32 = 4097;
const BUSY: u32 = 4099;

#[cfg(test)]
mod tests {
    use super::*;

    fn status(state: PowerState, saving: Option<OsPowerSaving>, available: &[u32]) -> PowerStatus {
        PowerStatus {
            state,
            saving,
            available: available.iter().copied().map(PowerState).collect(),
        }
    }

    #[test]
    fn a_pc_in_modern_standby_counts_as_asleep_and_can_be_woken() {
        let standby = status(PowerState::ON, Some(OsPowerSaving::SAVING), &[8, 5]);
        assert!(standby.is_asleep() && !standby.is_on() && !standby.is_off());
        assert!(standby.allows(PowerAction::On));
        assert_eq!(standby.to_string(), "standby (connected)");
        assert_eq!(standby.is_reached(PowerAction::Sleep), Some(true));
        assert_eq!(standby.is_reached(PowerAction::On), Some(false));
    }

    #[test]
    fn sleep_is_standby_only_where_the_classic_kind_is_not_on_offer() {
        let full = Some(OsPowerSaving::FULL_POWER);
        assert!(!status(PowerState::ON, full, &[4, 8]).can_stand_by());
        assert!(status(PowerState::ON, full, &[8, 10]).can_stand_by());
        assert!(!status(PowerState::ON, None, &[8, 10]).can_stand_by());
        assert!(!status(PowerState::OFF, full, &[2]).can_stand_by());
    }

    #[test]
    fn releases_that_do_not_tell_what_is_available_get_the_benefit_of_the_doubt() {
        let silent = status(PowerState::ON, None, &[]);
        assert!(PowerAction::ALL.iter().all(|a| silent.allows(*a)));
        let off = status(PowerState::OFF, None, &[2]);
        assert!(off.allows(PowerAction::On) && !off.allows(PowerAction::Reset));
    }

    #[test]
    fn only_what_cuts_the_power_needs_our_sessions_closed() {
        let closing = PowerAction::ALL.iter().filter(|a| a.ends_sessions());
        assert_eq!(
            closing.copied().collect::<Vec<_>>(),
            [PowerAction::Off, PowerAction::Cycle]
        );
        assert!(!PowerAction::Off.needs_the_system());
        assert!(PowerAction::OffGraceful.needs_the_system());
    }
}
