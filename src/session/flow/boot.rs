//! Starting the PC from somewhere else, once.
//!
//! The sequence is the one that every console uses; the cleanup is a step of its own, for whoever
//! has to put things back after a cancel or a crash.
//!
//! Source: `docs/protocol/wsman.md` § 4.2–4.4, § 3.4.

use super::power::{
    self, OpenSessions, PowerAction, PowerOutcome, PowerStatus, PowerStep, PowerWait,
};
use super::{find, is_local};
use crate::proto::wsman::class::{
    BootCapabilities, BootFlags, BootRole, BootService, BootSettingData, BootSource, IderDevice,
    OptInService, SessionPort,
};
use crate::proto::wsman::status::Returns;
use crate::session::consent::Purpose;
use crate::session::control::Control;
use crate::session::fault::{DeviceFault, Fault};

/// Where the next start leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BootTarget {
    /// As it is set up.
    Normal,
    /// The PC's disk.
    Disk,
    /// The network.
    Pxe,
    /// The PC's own CD drive.
    Cd,
    /// The setup of its BIOS.
    BiosSetup,
    /// A drive that is lent to it; its storage session has to be open.
    Lent(IderDevice),
}

impl BootTarget {
    const fn source(self) -> Option<&'static str> {
        match self {
            Self::Disk => Some(BootSource::HARD_DRIVE),
            Self::Pxe => Some(BootSource::PXE),
            Self::Cd => Some(BootSource::CD),
            Self::Normal | Self::BiosSetup | Self::Lent(_) => None,
        }
    }

    const fn is_possible(self, can: &BootCapabilities) -> bool {
        match self {
            Self::Normal => true,
            Self::Disk => can.hard_drive,
            Self::Pxe => can.pxe,
            Self::Cd => can.cd,
            Self::BiosSetup => can.bios_setup,
            Self::Lent(_) => can.ider,
        }
    }

    /// As in "this PC does not know how to …".
    const fn what(self) -> &'static str {
        match self {
            Self::Normal => "start",
            Self::Disk => "start from its disk on request",
            Self::Pxe => "start from the network on request",
            Self::Cd => "start from its CD drive on request",
            Self::BiosSetup => "enter its setup on request",
            Self::Lent(_) => "start from a lent drive",
        }
    }
}

/// How the PC is made to start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum BootStart {
    /// Reset if it runs, on if it is off.
    #[default]
    Whatever,
    /// Its system is asked to restart if it runs, which saves what is open there; on if it is off.
    /// A system that hangs, or has no software for it, does not follow.
    AskSystem,
    /// Only if it is off: a running PC is left alone.
    TurnOn,
    /// Off and on; while a drive is lent, and from off, as [`Whatever`](Self::Whatever).
    Cycle,
}

/// One start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BootPlan {
    /// Where it leads.
    pub target: BootTarget,
    /// How it begins.
    pub start: BootStart,
    /// The BIOS also writes to serial: set while a serial view is open. Firmware cannot do that
    /// together with disk, network or CD; the outcome says whether it was done.
    pub use_sol: bool,
}

impl BootPlan {
    /// A start from `target`, however the PC gets there.
    #[must_use]
    pub const fn new(target: BootTarget) -> Self {
        Self {
            target,
            start: BootStart::Whatever,
            use_sol: false,
        }
    }

    /// With the text of the BIOS on serial.
    #[must_use]
    pub const fn with_sol(mut self, use_sol: bool) -> Self {
        self.use_sol = use_sol;
        self
    }

    /// Does firmware take `use_sol` here? A boot source excludes it.
    const fn takes_sol(&self) -> bool {
        self.use_sol && self.target.source().is_none()
    }

    /// Does it need options or a source, and with them perhaps the user's consent?
    const fn needs_options(&self) -> bool {
        !matches!(self.target, BootTarget::Normal) || self.use_sol
    }
}

/// What happens on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BootStep {
    /// Abilities and consent are looked at.
    Checking,
    /// The options of the start before are taken away.
    Clearing,
    /// The options of this start are written.
    SettingOptions,
    /// The source is set.
    SettingSource,
    /// The PC is switched.
    Power(PowerStep),
    /// Something failed: what was set is taken back.
    PuttingBack,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BootOutcome {
    /// What was asked for.
    pub plan: BootPlan,
    /// The text of the BIOS goes to serial at this start.
    pub uses_sol: bool,
    /// How it was switched.
    pub power: PowerOutcome,
}

/// Starts the PC as planned. Storage sessions stay open; a plan with [`BootStart::Cycle`] closes
/// and opens the others around it.
///
/// # Errors
/// [`Fault::ConsentNeeded`] before anything was changed; [`DeviceFault::Unknown`] for a start that
/// this PC cannot do; what setting or switching can end with. After a failure nothing of the plan
/// is left, except where nobody knows whether the PC has started ([`DeviceFault::Unconfirmed`]).
pub async fn boot(
    control: &mut Control,
    plan: BootPlan,
    sessions: &mut (impl OpenSessions + Send),
    progress: &mut (impl FnMut(BootStep) + Send),
) -> Result<BootOutcome, Fault> {
    progress(BootStep::Checking);
    let before = power::status(control).await?;
    let action = action_for(plan, &before)?;
    if plan.needs_options() {
        prepare(control, plan, progress).await?;
    } else {
        // Nothing of an earlier plan may come with it.
        clear(control).await?;
    }
    let mut power_progress = |step| progress(BootStep::Power(step));
    let wait = PowerWait::default();
    let result = power::perform(control, action, wait, sessions, &mut power_progress).await;
    match result {
        Ok(power) => Ok(BootOutcome {
            plan,
            uses_sol: plan.takes_sol(),
            power,
        }),
        Err(fault @ Fault::Device(DeviceFault::Unconfirmed { .. })) => Err(fault),
        Err(fault) => {
            put_back(control, progress).await;
            Err(fault)
        }
    }
}

/// What has to be done to the power.
fn action_for(plan: BootPlan, before: &PowerStatus) -> Result<PowerAction, Fault> {
    let lends = matches!(plan.target, BootTarget::Lent(_));
    let not_now = |action: PowerAction| {
        Fault::from(DeviceFault::NotNow {
            request: action.request(),
            state: before.state,
            available: before.available.clone(),
        })
    };
    match plan.start {
        _ if before.is_off() => Ok(PowerAction::On),
        BootStart::TurnOn => Err(not_now(PowerAction::On)),
        BootStart::AskSystem => {
            let action = PowerAction::ResetGraceful;
            if before.is_on() && before.allows(action) {
                Ok(action)
            } else {
                Err(not_now(action))
            }
        }
        BootStart::Cycle if !lends => Ok(PowerAction::Cycle),
        // Switching on would only wake it, and the options would wait for another day.
        BootStart::Whatever | BootStart::Cycle if !before.state.is_on() => {
            let action = PowerAction::Cycle;
            if lends || !before.allows(action) {
                return Err(not_now(action));
            }
            Ok(action)
        }
        BootStart::Whatever | BootStart::Cycle => Ok(PowerAction::Reset),
    }
}

/// Sets options and source for the next start, without starting it: steps 1 to 6 of § 4.4.
///
/// # Errors
/// As [`boot`].
pub async fn prepare(
    control: &mut Control,
    plan: BootPlan,
    progress: &mut (impl FnMut(BootStep) + Send),
) -> Result<(), Fault> {
    let can: Option<BootCapabilities> = find(control, "tell what it can start from").await?;
    if can.is_some_and(|can| !plan.target.is_possible(&can)) {
        let what = plan.target.what();
        return Err(DeviceFault::Unknown { what }.into());
    }
    require_consent(control).await?;
    if matches!(plan.target, BootTarget::Lent(_)) {
        require_media(control).await?;
    }
    match set(control, plan, progress).await {
        Ok(()) => Ok(()),
        Err(fault) => {
            let fault = match fault {
                // Consent may have lapsed between the look and the call.
                Fault::Device(DeviceFault::NotAllowed { user, right }) => {
                    match require_consent(control).await {
                        Err(Fault::ConsentNeeded) => Fault::ConsentNeeded,
                        _ => DeviceFault::NotAllowed { user, right }.into(),
                    }
                }
                fault => fault,
            };
            put_back(control, progress).await;
            Err(fault)
        }
    }
}

async fn set(
    control: &mut Control,
    plan: BootPlan,
    progress: &mut (impl FnMut(BootStep) + Send),
) -> Result<(), Fault> {
    const WHAT: &str = "set the next start";
    let settings: BootSettingData = control.get(WHAT).await?;
    progress(BootStep::Clearing);
    // Options and a source exclude each other, and some releases keep the last source.
    let clear = BootSource::change_order(None);
    control.invoke(clear, Returns::Boot, WHAT).await?;
    progress(BootStep::SettingOptions);
    let flags = BootFlags {
        use_sol: plan.takes_sol(),
        ider: match plan.target {
            BootTarget::Lent(device) => Some(device),
            _ => None,
        },
        bios_setup: matches!(plan.target, BootTarget::BiosSetup),
    };
    control.put(settings.put(flags), WHAT).await?;
    let role = BootService::set_role(BootRole::IS_NEXT_SINGLE_USE);
    control.invoke(role, Returns::Boot, WHAT).await?;
    progress(BootStep::SettingSource);
    let order = BootSource::change_order(plan.target.source());
    control.invoke(order, Returns::Boot, WHAT).await?;
    Ok(())
}

/// Is the user's consent to boot options given, or not needed? Reading needs none.
///
/// # Errors
/// [`Fault::ConsentNeeded`] if not.
pub async fn require_consent(control: &mut Control) -> Result<(), Fault> {
    let service: Option<OptInService> = find(control, "tell about consent").await?;
    match service {
        Some(service)
            if Purpose::Everything.needs_consent(service.required) && !service.state.is_given() =>
        {
            Err(Fault::ConsentNeeded)
        }
        _ => Ok(()),
    }
}

/// Is a drive lent, so that the PC will find one? Releases that do not tell are believed.
async fn require_media(control: &mut Control) -> Result<(), Fault> {
    let class = SessionPort::Ider.class();
    let open = control.find_instances(class, "tell who is connected");
    match open.await {
        Ok(Some(sessions)) if sessions.is_empty() => Err(DeviceFault::NothingLent.into()),
        Ok(_) => Ok(()),
        Err(fault) if is_local(&fault) => Ok(()),
        Err(fault) => Err(fault),
    }
}

/// What was found when cleaning up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cleared {
    /// Options were still set, and are not any more.
    pub had_options: bool,
}

/// Takes every option and the source of the next start away. Safe to repeat, and needs no consent
/// unless something is still set.
///
/// # Errors
/// [`Fault`].
pub async fn clear(control: &mut Control) -> Result<Cleared, Fault> {
    const WHAT: &str = "clear the next start";
    let settings: Option<BootSettingData> = control.find(WHAT).await?;
    let order = BootSource::change_order(None);
    control.invoke(order, Returns::Boot, WHAT).await?;
    let Some(settings) = settings.filter(BootSettingData::is_set) else {
        return Ok(Cleared { had_options: false });
    };
    let put = settings.put(BootFlags::default());
    match control.put(put, WHAT).await {
        Ok(()) => {}
        // Where consent has lapsed the firmware has cleared them itself (§ 3.3).
        Err(fault) if is_local(&fault) => {
            let now: Option<BootSettingData> = control.find(WHAT).await?;
            if now.is_some_and(|now| now.is_set()) {
                return Err(fault);
            }
        }
        Err(fault) => return Err(fault),
    }
    // AMT 6 does not know this role; without options it does no harm there.
    let role = BootService::set_role(BootRole::IS_NOT_NEXT);
    match control.invoke(role, Returns::Boot, WHAT).await {
        Err(fault) if !is_local(&fault) => Err(fault),
        _ => Ok(Cleared { had_options: true }),
    }
}

async fn put_back(control: &mut Control, progress: &mut (impl FnMut(BootStep) + Send)) {
    progress(BootStep::PuttingBack);
    if let Err(fault) = clear(control).await {
        // The first failure is the one to be told.
        tracing::warn!(error = %fault, "the boot options could not be cleared");
    }
}

/// What became of the options of the last start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BootResult {
    /// The firmware has consumed the options; `None` where it does not tell.
    pub consumed: Option<bool>,
    /// Something is still set for the next start.
    pub is_set: bool,
    /// As [`BootSettingData::last_status`].
    pub last_status: Vec<u32>,
}

/// Reads what became of the options of the last start.
///
/// # Errors
/// [`Fault`].
pub async fn result(control: &mut Control) -> Result<BootResult, Fault> {
    let settings: BootSettingData = control.get("tell about the last start").await?;
    Ok(BootResult {
        consumed: settings.options_cleared,
        is_set: settings.is_set(),
        last_status: settings.last_status,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proto::wsman::class::PowerState;

    fn status(state: PowerState, available: &[u32]) -> PowerStatus {
        PowerStatus {
            state,
            saving: None,
            available: available.iter().copied().map(PowerState).collect(),
        }
    }

    fn action(target: BootTarget, start: BootStart, status: &PowerStatus) -> Option<PowerAction> {
        let plan = BootPlan {
            start,
            ..BootPlan::new(target)
        };
        action_for(plan, status).ok()
    }

    #[test]
    fn a_running_pc_is_reset_and_one_that_is_off_turned_on() {
        let (on, off) = (status(PowerState::ON, &[]), status(PowerState::OFF, &[2]));
        let lent = BootTarget::Lent(IderDevice::Cd);
        for start in [BootStart::Whatever, BootStart::TurnOn, BootStart::Cycle] {
            assert_eq!(action(lent, start, &off), Some(PowerAction::On));
        }
        assert_eq!(
            action(lent, BootStart::Whatever, &on),
            Some(PowerAction::Reset)
        );
        // Nobody's work is lost by "on".
        assert_eq!(action(lent, BootStart::TurnOn, &on), None);
        // A cycle would end the session that lends the drive.
        assert_eq!(
            action(lent, BootStart::Cycle, &on),
            Some(PowerAction::Reset)
        );
        assert_eq!(
            action(BootTarget::Pxe, BootStart::Cycle, &on),
            Some(PowerAction::Cycle)
        );
    }

    #[test]
    fn a_sleeping_pc_is_cycled_because_waking_it_would_start_nothing() {
        let asleep = status(PowerState::SLEEP, &[2, 5, 8]);
        assert_eq!(
            action(BootTarget::Pxe, BootStart::Whatever, &asleep),
            Some(PowerAction::Cycle)
        );
        let lent = BootTarget::Lent(IderDevice::Cd);
        assert_eq!(action(lent, BootStart::Whatever, &asleep), None);
    }

    #[test]
    fn bios_text_on_serial_is_left_out_where_a_source_excludes_it() {
        let sol = |target| BootPlan::new(target).with_sol(true).takes_sol();
        assert!(sol(BootTarget::BiosSetup) && sol(BootTarget::Normal));
        assert!(sol(BootTarget::Lent(IderDevice::Cd)));
        assert!(!sol(BootTarget::Pxe) && !sol(BootTarget::Disk) && !sol(BootTarget::Cd));
    }
}
