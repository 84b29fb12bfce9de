//! Power: which state the PC is in, what may be asked now, and how long a change takes.
//!
//! The firmware switches the PC's supply and its reset line itself; sleeping, hibernating and the
//! graceful actions are requests to an agent in the operating system, which may not be there.
//!
//! Source: `docs/protocol/wsman.md` § 2.11, § 4.1; times are ours (inferred).

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use serde::Serialize;

/// Power states a PC can be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PowerState {
    /// S0.
    On,
    /// S3.
    Sleep,
    /// S4.
    Hibernate,
    /// S5.
    Off,
}

impl PowerState {
    /// Value of `PowerState` on the wire.
    #[must_use]
    pub const fn wire(self) -> u16 {
        match self {
            Self::On => 2,
            Self::Sleep => 4,
            Self::Hibernate => 7,
            Self::Off => 8,
        }
    }
}

/// Values of `RequestedPowerState` that some release carries out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PowerAction {
    /// On, from off or sleep.
    On = 2,
    /// Deep sleep, by the operating system.
    Sleep = 4,
    /// Off and on again.
    Cycle = 5,
    /// Hibernate, by the operating system.
    Hibernate = 7,
    /// Off at once.
    Off = 8,
    /// Reset at once.
    Reset = 10,
    /// Non-maskable interrupt.
    Nmi = 11,
    /// Shut down, by the operating system.
    OffGraceful = 12,
    /// Restart, by the operating system.
    ResetGraceful = 14,
}

impl PowerAction {
    /// In the order in which a recorded device lists what it accepts.
    const ALL: [Self; 9] = [
        Self::On,
        Self::Reset,
        Self::Off,
        Self::Cycle,
        Self::Nmi,
        Self::Sleep,
        Self::Hibernate,
        Self::ResetGraceful,
        Self::OffGraceful,
    ];

    /// Value on the wire.
    #[must_use]
    pub const fn wire(self) -> u16 {
        self as u16
    }

    const fn from_wire(value: u16) -> Option<Self> {
        Some(match value {
            2 => Self::On,
            4 => Self::Sleep,
            5 => Self::Cycle,
            7 => Self::Hibernate,
            8 => Self::Off,
            10 => Self::Reset,
            11 => Self::Nmi,
            12 => Self::OffGraceful,
            14 => Self::ResetGraceful,
            _ => return None,
        })
    }
}

/// Result of `RequestPowerStateChange`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PowerReturn {
    /// Accepted.
    Success = 0,
    /// This release has no such action.
    NotSupported = 1,
    /// No such number.
    InvalidParameter = 5,
    /// Not in this state.
    InvalidTransition = 4097,
    /// Another change is still going on.
    Busy = 4099,
}

/// What the PC is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PowerEvent {
    /// Power is on: it starts from the beginning.
    Started,
    /// It goes on where it fell asleep.
    Woken,
    /// Power is off.
    Stopped,
    /// The reset line was pulled: it starts from the beginning.
    WasReset,
    /// A non-maskable interrupt.
    Nmi,
    /// The agent in the operating system is asked for something; the PC answers with
    /// [`host_entered`](super::Firmware::host_entered) or
    /// [`host_restarted`](super::Firmware::host_restarted), or not at all.
    Ask(AgentRequest),
}

/// What the agent in the operating system can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgentRequest {
    /// Sleep.
    Sleep,
    /// Hibernate.
    Hibernate,
    /// Shut down.
    ShutDown,
    /// Restart.
    Restart,
}

/// What a release and its platform can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PowerAbilities {
    /// Sleep, hibernate and graceful actions through the agent (AMT 9 and later).
    pub agent: bool,
    /// The platform can sleep and hibernate at all; virtual machines cannot be told to.
    pub sleeps: bool,
    /// Non-maskable interrupt (listed by AMT 12).
    pub nmi: bool,
    /// The platform sleeps in Modern Standby: `PowerState` stays 2, and there is no S3.
    pub modern_standby: bool,
}

/// The power machine of one device.
#[derive(Debug, Clone)]
pub struct Power {
    abilities: PowerAbilities,
    state: PowerState,
    /// Modern Standby, only with [`PowerState::On`].
    saving: bool,
    pending: Option<Pending>,
    events: VecDeque<PowerEvent>,
}

#[derive(Debug, Clone, Copy)]
struct Pending {
    at: Instant,
    step: Step,
}

#[derive(Debug, Clone, Copy)]
enum Step {
    TurnOn,
    TurnOff,
    /// The first half of a power cycle.
    TurnOffThenOn,
    Reset,
}

impl Power {
    /// A PC in `state`.
    #[must_use]
    pub const fn new(abilities: PowerAbilities, state: PowerState) -> Self {
        // Asleep means Modern Standby on a platform that knows nothing else.
        let standby = abilities.modern_standby && matches!(state, PowerState::Sleep);
        Self {
            abilities,
            state: if standby { PowerState::On } else { state },
            saving: standby,
            pending: None,
            events: VecDeque::new(),
        }
    }

    /// The state now.
    #[must_use]
    pub const fn state(&self) -> PowerState {
        self.state
    }

    /// The PC runs and draws: S0 and not in Modern Standby.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.state == PowerState::On && !self.saving
    }

    /// The PC is in Modern Standby.
    #[must_use]
    pub const fn is_saving(&self) -> bool {
        self.saving
    }

    /// What the platform can do at all.
    #[must_use]
    pub const fn abilities(&self) -> PowerAbilities {
        self.abilities
    }

    /// `AvailableRequestedPowerStates`: what would be accepted now.
    pub fn available(&self, session_is_open: bool) -> impl Iterator<Item = PowerAction> {
        let fits = move |action: &PowerAction| {
            self.is_supported(*action) && self.is_possible(*action, session_is_open)
        };
        PowerAction::ALL.into_iter().filter(fits)
    }

    /// `RequestPowerStateChange`. `session_is_open` says whether any redirection session is:
    /// off and power cycle are refused then, a reset is not.
    pub fn request(
        &mut self,
        now: Instant,
        value: u16,
        session_is_open: bool,
    ) -> Result<PowerAction, PowerReturn> {
        let Some(action) = PowerAction::from_wire(value) else {
            // CIM names the others up to 16; no release carries them out.
            return Err(match value {
                2..=16 => PowerReturn::NotSupported,
                _ => PowerReturn::InvalidParameter,
            });
        };
        if !self.is_supported(action) {
            return Err(PowerReturn::NotSupported);
        }
        if self.pending.is_some() {
            return Err(PowerReturn::Busy);
        }
        if !self.is_possible(action, session_is_open) {
            return Err(PowerReturn::InvalidTransition);
        }
        let (delay, step) = match action {
            PowerAction::On => (SWITCH_ON, Step::TurnOn),
            PowerAction::Off => (SWITCH_OFF, Step::TurnOff),
            PowerAction::Cycle if self.state == PowerState::Off => (SWITCH_ON, Step::TurnOn),
            PowerAction::Cycle => (SWITCH_OFF, Step::TurnOffThenOn),
            PowerAction::Reset => (RESET, Step::Reset),
            PowerAction::Nmi => {
                self.events.push_back(PowerEvent::Nmi);
                return Ok(action);
            }
            PowerAction::Sleep => return Ok(self.ask(action, AgentRequest::Sleep)),
            PowerAction::Hibernate => return Ok(self.ask(action, AgentRequest::Hibernate)),
            PowerAction::OffGraceful => return Ok(self.ask(action, AgentRequest::ShutDown)),
            PowerAction::ResetGraceful => return Ok(self.ask(action, AgentRequest::Restart)),
        };
        let at = now + delay;
        self.pending = Some(Pending { at, step });
        Ok(action)
    }

    /// `RequestOSPowerSavingStateChange`: out of Modern Standby, or into it. Returns whether the
    /// platform can.
    pub fn request_saving(&mut self, saving: bool) -> bool {
        if !self.abilities.modern_standby || self.state != PowerState::On {
            return false;
        }
        if saving {
            self.events.push_back(PowerEvent::Ask(AgentRequest::Sleep));
        } else if self.saving {
            self.wake();
        }
        true
    }

    /// The PC entered `state` by itself: shut down, asleep, or switched on by its button.
    pub fn host_entered(&mut self, state: PowerState) {
        self.saving = self.abilities.modern_standby && state == PowerState::Sleep;
        self.state = if self.saving { PowerState::On } else { state };
        self.pending = None;
    }

    /// Mains power is gone, and back at once: the PC is off.
    pub fn lose_power(&mut self) {
        self.host_entered(PowerState::Off);
        self.events.push_back(PowerEvent::Stopped);
    }

    /// Does what is due at `now`.
    pub fn handle_timeout(&mut self, now: Instant) {
        let Some(Pending { at, step }) = self.pending else {
            return;
        };
        if now < at {
            return;
        }
        self.pending = None;
        match step {
            Step::TurnOn if self.state == PowerState::Sleep || self.saving => self.wake(),
            Step::TurnOn => {
                self.state = PowerState::On;
                self.events.push_back(PowerEvent::Started);
            }
            Step::TurnOff | Step::TurnOffThenOn => {
                self.state = PowerState::Off;
                self.saving = false;
                self.events.push_back(PowerEvent::Stopped);
                if matches!(step, Step::TurnOffThenOn) {
                    let at = at + STAY_OFF;
                    let step = Step::TurnOn;
                    self.pending = Some(Pending { at, step });
                }
            }
            Step::Reset => {
                self.state = PowerState::On;
                self.saving = false;
                self.events.push_back(PowerEvent::WasReset);
            }
        }
    }

    /// When something is due next.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.pending.map(|pending| pending.at)
    }

    /// The next thing the PC is told, oldest first.
    pub fn poll_event(&mut self) -> Option<PowerEvent> {
        self.events.pop_front()
    }

    const fn is_supported(&self, action: PowerAction) -> bool {
        match action {
            PowerAction::On | PowerAction::Cycle | PowerAction::Off | PowerAction::Reset => true,
            PowerAction::Nmi => self.abilities.nmi,
            PowerAction::Sleep => {
                let abilities = self.abilities;
                abilities.agent && abilities.sleeps && !abilities.modern_standby
            }
            PowerAction::Hibernate => self.abilities.agent && self.abilities.sleeps,
            PowerAction::OffGraceful | PowerAction::ResetGraceful => self.abilities.agent,
        }
    }

    fn is_possible(&self, action: PowerAction, session_is_open: bool) -> bool {
        match action {
            PowerAction::On => self.state != PowerState::On || self.saving,
            PowerAction::Off | PowerAction::Cycle => {
                self.state != PowerState::Off
                    && self.state != PowerState::Hibernate
                    && !session_is_open
            }
            PowerAction::Reset => self.state == PowerState::On,
            PowerAction::Nmi
            | PowerAction::Sleep
            | PowerAction::Hibernate
            | PowerAction::OffGraceful
            | PowerAction::ResetGraceful => self.is_on(),
        }
    }

    fn ask(&mut self, action: PowerAction, request: AgentRequest) -> PowerAction {
        self.events.push_back(PowerEvent::Ask(request));
        action
    }

    fn wake(&mut self) {
        self.state = PowerState::On;
        self.saving = false;
        self.events.push_back(PowerEvent::Woken);
    }
}

/// From the request to the first sign of life.
const SWITCH_ON: Duration = Duration::from_millis(800);
/// From the request to darkness.
const SWITCH_OFF: Duration = Duration::from_millis(500);
/// How long a power cycle stays off.
const STAY_OFF: Duration = Duration::from_secs(2);
/// From the request to the pulse on the reset line.
const RESET: Duration = Duration::from_millis(300);

#[cfg(test)]
mod tests {
    use super::*;

    const AMT12: PowerAbilities = PowerAbilities {
        agent: true,
        sleeps: true,
        nmi: true,
        modern_standby: false,
    };
    const AMT6: PowerAbilities = PowerAbilities {
        agent: false,
        sleeps: true,
        nmi: false,
        modern_standby: false,
    };
    const STANDBY: PowerAbilities = PowerAbilities {
        modern_standby: true,
        ..AMT12
    };

    fn available(power: &Power, session: bool) -> Vec<u16> {
        power.available(session).map(PowerAction::wire).collect()
    }

    fn run(power: &mut Power) -> Vec<PowerEvent> {
        while let Some(at) = power.poll_timeout() {
            power.handle_timeout(at - Duration::from_millis(1));
            power.handle_timeout(at);
        }
        std::iter::from_fn(|| power.poll_event()).collect()
    }

    #[test]
    fn what_is_available_follows_state_release_and_sessions() {
        let on = Power::new(AMT12, PowerState::On);
        // The recorded answer of an AMT 12 that was on.
        assert_eq!(available(&on, false), [10, 8, 5, 11, 4, 7, 14, 12]);
        assert_eq!(available(&on, true), [10, 11, 4, 7, 14, 12]);
        let off = Power::new(AMT12, PowerState::Off);
        assert_eq!(available(&off, true), [2]);
        let asleep = Power::new(AMT12, PowerState::Sleep);
        assert_eq!(available(&asleep, false), [2, 8, 5]);
        let old = Power::new(AMT6, PowerState::On);
        assert_eq!(available(&old, false), [10, 8, 5]);
        let standby = Power::new(STANDBY, PowerState::Sleep);
        assert_eq!(available(&standby, false), [2, 10, 8, 5]);
        assert_eq!(standby.state().wire(), 2);
    }

    #[test]
    fn off_and_on_take_their_time_and_one_change_excludes_the_next() {
        let now = Instant::now();
        let mut power = Power::new(AMT12, PowerState::On);
        assert_eq!(power.request(now, 8, false), Ok(PowerAction::Off));
        assert_eq!(power.state(), PowerState::On);
        assert_eq!(power.request(now, 10, false), Err(PowerReturn::Busy));
        assert_eq!(run(&mut power), [PowerEvent::Stopped]);
        assert_eq!(power.state().wire(), 8);
        let twice = power.request(now, 8, false);
        assert_eq!(twice, Err(PowerReturn::InvalidTransition));
        assert_eq!(power.request(now, 2, false), Ok(PowerAction::On));
        assert_eq!(run(&mut power), [PowerEvent::Started]);
        assert_eq!(power.state().wire(), 2);
    }

    #[test]
    fn a_cycle_is_off_for_a_while_and_comes_back() {
        let now = Instant::now();
        let mut power = Power::new(AMT12, PowerState::On);
        assert_eq!(power.request(now, 5, false), Ok(PowerAction::Cycle));
        power.handle_timeout(now + SWITCH_OFF);
        assert_eq!(power.state(), PowerState::Off);
        assert_eq!(power.poll_timeout(), Some(now + SWITCH_OFF + STAY_OFF));
        assert_eq!(run(&mut power), [PowerEvent::Stopped, PowerEvent::Started]);
    }

    #[test]
    fn sessions_refuse_off_and_cycle_but_not_reset() {
        let now = Instant::now();
        let mut power = Power::new(AMT12, PowerState::On);
        for value in [5, 8] {
            let refused = power.request(now, value, true);
            assert_eq!(refused, Err(PowerReturn::InvalidTransition));
        }
        assert_eq!(power.request(now, 10, true), Ok(PowerAction::Reset));
        assert_eq!(run(&mut power), [PowerEvent::WasReset]);
    }

    #[test]
    fn graceful_actions_only_ask_and_old_releases_have_none() {
        let now = Instant::now();
        let mut power = Power::new(AMT12, PowerState::On);
        for (value, asked) in [
            (4, AgentRequest::Sleep),
            (7, AgentRequest::Hibernate),
            (12, AgentRequest::ShutDown),
            (14, AgentRequest::Restart),
        ] {
            power.request(now, value, true).unwrap();
            assert_eq!(run(&mut power), [PowerEvent::Ask(asked)]);
            assert_eq!(power.state(), PowerState::On, "nothing happened yet");
        }
        power.host_entered(PowerState::Hibernate);
        assert_eq!(power.state().wire(), 7);

        let mut old = Power::new(AMT6, PowerState::On);
        for value in [3, 4, 6, 7, 9, 11, 12, 13, 14, 15, 16] {
            let refused = old.request(now, value, false);
            assert_eq!(refused, Err(PowerReturn::NotSupported), "{value}");
        }
        for value in [0, 1, 17, 65535] {
            let refused = old.request(now, value, false);
            assert_eq!(refused, Err(PowerReturn::InvalidParameter), "{value}");
        }
    }

    #[test]
    fn a_platform_that_cannot_sleep_refuses_it_and_is_still_asked_to_shut_down() {
        let now = Instant::now();
        let awake = PowerAbilities {
            sleeps: false,
            ..AMT12
        };
        let mut power = Power::new(awake, PowerState::On);
        for value in [4, 7] {
            let refused = power.request(now, value, true);
            assert_eq!(refused, Err(PowerReturn::NotSupported), "{value}");
            assert!(!available(&power, true).contains(&value), "{value}");
        }
        power.request(now, 12, true).unwrap();
        assert_eq!(run(&mut power), [PowerEvent::Ask(AgentRequest::ShutDown)]);
    }

    #[test]
    fn sleepers_wake_instead_of_starting() {
        let now = Instant::now();
        let mut power = Power::new(AMT12, PowerState::Sleep);
        power.request(now, 2, false).unwrap();
        assert_eq!(run(&mut power), [PowerEvent::Woken]);

        let mut standby = Power::new(STANDBY, PowerState::Sleep);
        assert!(standby.is_saving() && !standby.is_on());
        assert!(standby.request_saving(false));
        assert_eq!(run(&mut standby), [PowerEvent::Woken]);
        assert!(standby.is_on());
        assert!(standby.request_saving(true));
        assert_eq!(run(&mut standby), [PowerEvent::Ask(AgentRequest::Sleep)]);
        standby.host_entered(PowerState::Sleep);
        assert_eq!((standby.state().wire(), standby.is_saving()), (2, true));
        let mut old = Power::new(AMT12, PowerState::On);
        assert!(!old.request_saving(true));
    }

    #[test]
    fn mains_power_lost_ends_every_change() {
        let now = Instant::now();
        let mut power = Power::new(AMT12, PowerState::On);
        power.request(now, 10, false).unwrap();
        power.lose_power();
        assert_eq!(run(&mut power), [PowerEvent::Stopped]);
        assert_eq!(power.state(), PowerState::Off);
    }
}
