//! The management engine: its machines joined, and what happens between them.

use core::net::IpAddr;
use std::collections::VecDeque;
use std::time::Instant;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::alarms::Alarms;
use super::audit_log::{AuditEvent, AuditLog, Initiator, Origin};
use super::boot::{Boot, BootPlan, BootRefusal};
use super::clock::{Clock, earlier};
use super::consent::{Consent, ConsentEnd, ConsentEvent, ConsentPolicy, OptInReturn, Sessions};
use super::event_log::{Event, EventLog, Progress};
use super::features::Features;
use super::power::{AgentRequest, Power, PowerAction, PowerEvent, PowerReturn, PowerState};
use super::redirection::{Permitted, Redirection};
use super::settings::{Blanking, KvmSettings, Screen, TlsSettings};
use super::users::{Login, Realms, Users};
use crate::proto::digest::Ha1;
use crate::proto::redir::messages::{SessionType, Status};
use crate::sim::profile::Profile;
use crate::wire::Secret;

/// How the device was provisioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ControlMode {
    /// Client control mode: consent always.
    Client,
    /// Admin control mode.
    Admin,
}

/// How a firmware is made.
#[derive(Debug, Clone)]
pub struct FirmwareOptions {
    /// Which release.
    pub profile: Profile,
    /// Name of the administrator.
    pub user: String,
    /// His password.
    pub password: Secret<String>,
    /// Password of port 5900.
    pub rfb_password: Secret<String>,
    /// Realm of digest logins: `Digest:` and 32 hexadecimal digits.
    pub realm: String,
    /// UUID of the PC, in the order in which it is written.
    pub uuid: [u8; 16],
    /// Name of the PC.
    pub name: String,
    /// How it was provisioned.
    pub mode: ControlMode,
    /// What needs consent; in client control mode everything does.
    pub consent: ConsentPolicy,
    /// The code to draw every time, 0..=999999; random otherwise.
    pub consent_code: Option<u32>,
    /// Power state at the beginning.
    pub power: PowerState,
    /// Which ports are served.
    pub tls: TlsSettings,
    /// Port 5900 is served.
    pub serves_5900: bool,
    /// Seconds since 1970 at the beginning.
    pub utc_secs: u32,
    /// Decides all randomness.
    pub seed: u64,
}

/// What the firmware wants done, or what should be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FirmwareEvent {
    /// The power state is this now.
    Power(PowerState),
    /// The PC starts from the beginning, with this plan.
    Start(BootPlan),
    /// The PC was reset and starts from the beginning, with this plan.
    Reset(BootPlan),
    /// The PC goes on where it fell asleep.
    Wake,
    /// The PC is without power.
    Stop,
    /// A non-maskable interrupt.
    Nmi,
    /// The agent in the operating system is asked for something.
    Ask(AgentRequest),
    /// The PC's screen shows this consent code.
    ConsentDisplayed(u32),
    /// The user has consented.
    ConsentAccepted,
    /// An attempt or granted consent is over.
    ConsentEnded(ConsentEnd),
    /// The firmware ends this session.
    EndSession {
        /// Which one.
        kind: SessionType,
        /// Why, in a few words.
        reason: &'static str,
    },
    /// The redirection ports open or close.
    Listening(bool),
    /// Port 5900 opens or closes.
    Listening5900(bool),
}

/// How far the PC has come since it started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostStage {
    /// The BIOS setup is on its screen.
    Setup,
    /// An operating system starts.
    System,
    /// The BIOS found nothing to boot from.
    NoMedium,
}

/// Who started the PC; the numbers stand on the wire (inferred from the order of the text).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BootCause {
    /// Its button, or its own system.
    Other = 0,
    /// A console.
    Remote = 1,
    /// An alarm.
    Alarm = 2,
}

/// Why the PC started last; `IPS_HostBootReason`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BootReason {
    /// Who started it.
    pub cause: BootCause,
    /// `Reset`, `Power Up`, `Power Cycle`, the name of the alarm, or empty.
    pub details: String,
    /// ACPI sleep state it came from.
    pub previous: PowerState,
}

/// What a KVM session is told when it opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KvmConsent {
    /// The picture may be shown.
    Granted,
    /// The viewer has to type the code first.
    Prompt,
    /// Too many wrong codes: the session ends.
    Blocked,
}

/// The firmware of one device.
#[derive(Debug)]
pub struct Firmware {
    features: Features,
    options: FirmwareOptions,
    clock: Clock,
    /// Power of the PC.
    pub power: Power,
    /// The next boot.
    pub boot: Boot,
    /// User consent.
    pub consent: Consent,
    /// Switches and sessions.
    pub redirection: Redirection,
    /// Accounts.
    pub users: Users,
    /// Event log.
    pub event_log: EventLog,
    /// Audit log.
    pub audit_log: AuditLog,
    /// KVM settings.
    pub kvm: KvmSettings,
    /// TLS settings.
    pub tls: TlsSettings,
    /// Screen blanking.
    pub blanking: Blanking,
    /// Displays, by pipe; the PC keeps this current.
    pub screens: [Option<Screen>; 4],
    /// Alarms.
    pub alarms: Alarms,
    /// `EnabledState` of the boot service: 32768, plus 1 for recovery boots, plus 2 for erasing.
    pub boot_service_state: u16,
    /// Up to when alarms have rung, seconds since 1970.
    alarms_done: u32,
    boot_reason: BootReason,
    /// The agent was asked to restart the PC, which then counts as started by a console.
    restart_was_asked: bool,
    /// What the next start will be put down to.
    next_cause: Option<(BootCause, String)>,
    /// Wrong passwords on port 5900 in a row.
    vnc_failures: u8,
    rng: StdRng,
    events: VecDeque<FirmwareEvent>,
}

impl Firmware {
    /// A firmware as `options` say, at the time `now`.
    #[must_use]
    pub fn new(now: Instant, options: FirmwareOptions) -> Self {
        let features = Features::of(options.profile);
        let mut rng = StdRng::seed_from_u64(options.seed ^ SEED);
        let realm = options.realm.as_bytes();
        let system: u128 = rng.random();
        let system = Secret::new(system.to_string());
        let users = Users::new(
            options.user.clone(),
            Ha1::new(options.user.as_bytes(), realm, &options.password),
            Ha1::new(b"$$uns", realm, &system),
        );
        let power = Power::new(features.power(), options.power);
        let policy = match options.mode {
            ControlMode::Client => ConsentPolicy::All,
            ControlMode::Admin if features.major() < 7 && options.consent == ConsentPolicy::All => {
                features.strictest_consent()
            }
            ControlMode::Admin => options.consent,
        };
        let has_kvm = options.profile.has_kvm();
        let permitted = Permitted {
            sol: true,
            ider: true,
            kvm: has_kvm,
            has_kvm,
        };
        Self {
            features,
            clock: Clock::new(now, options.utc_secs),
            boot: Boot::new(features.boot()),
            consent: Consent::new(policy, power.is_on()),
            redirection: Redirection::new(permitted),
            users,
            event_log: EventLog::default(),
            audit_log: AuditLog::default(),
            kvm: KvmSettings::new(Some(options.rfb_password.clone()), options.serves_5900),
            tls: options.tls,
            blanking: Blanking {
                is_supported: features.has_saving_states(),
                is_open: false,
                reboots: 0,
            },
            screens: [
                Some(Screen {
                    x: 0,
                    y: 0,
                    width: 1024,
                    height: 768,
                }),
                None,
                None,
                None,
            ],
            alarms: Alarms::default(),
            boot_service_state: 32_769,
            alarms_done: options.utc_secs,
            boot_reason: BootReason {
                cause: BootCause::Other,
                details: String::new(),
                previous: PowerState::Off,
            },
            restart_was_asked: false,
            next_cause: None,
            vnc_failures: 0,
            rng,
            events: VecDeque::new(),
            power,
            options,
        }
    }

    /// What the release has.
    #[must_use]
    pub const fn features(&self) -> Features {
        self.features
    }

    /// How it was made.
    #[must_use]
    pub const fn options(&self) -> &FirmwareOptions {
        &self.options
    }

    /// The device's clock, seconds since 1970.
    #[must_use]
    pub fn utc_secs(&self, now: Instant) -> u32 {
        self.clock.utc_secs(now)
    }

    /// Why the PC started last.
    #[must_use]
    pub const fn boot_reason(&self) -> &BootReason {
        &self.boot_reason
    }

    /// Fresh random bytes.
    pub fn random<const N: usize>(&mut self) -> [u8; N] {
        self.rng.random()
    }

    /// A console logs in; `proves` says whether it knows the password behind the sum.
    pub fn login(
        &mut self,
        now: Instant,
        origin: &Origin,
        proves: impl FnOnce(&Ha1) -> bool,
    ) -> Option<Realms> {
        let name = origin.account_name().unwrap_or_default();
        match self.users.login(now, name, proves) {
            Login::Granted { realms } => return Some(realms),
            Login::Refused { alarm: Some(times) } => {
                self.log_event(now, Event::LogonsFailed(times));
                let stranger = Origin {
                    initiator: Initiator::Local,
                    address: origin.address,
                };
                // One byte: 0, the firmware's own login (not the BIOS extension's).
                self.audit(now, AuditEvent::BadCredentials, &stranger, &[0]);
            }
            Login::Refused { alarm: None } | Login::Paused => {}
        }
        None
    }

    /// Whether a console may start a session; what the start reply says if not.
    ///
    /// # Errors
    /// The status of the reply.
    pub fn may_start(&self, kind: SessionType) -> Result<(), Status> {
        self.redirection.may_start(kind)?;
        if kind == SessionType::Ider && self.consent.is_missing_for_boot() {
            return Err(Status::CONSENT_REQUIRED);
        }
        Ok(())
    }

    /// A session was opened by a console that has logged in.
    pub fn session_opened(&mut self, now: Instant, kind: SessionType, origin: &Origin) {
        let from = origin.address.map_or("local".into(), |a| a.to_string());
        let line = format!(
            "{} {} {from}",
            date_time(self.utc_secs(now)),
            kind_name(kind)
        );
        self.redirection.opened(kind, origin.clone(), line);
        let audited = match kind {
            SessionType::Sol => {
                self.log_event(now, Event::SolOpened);
                AuditEvent::SolOpened
            }
            SessionType::Ider => {
                self.log_event(now, Event::IderOpened);
                AuditEvent::IderOpened
            }
            SessionType::Kvm => AuditEvent::KvmStarted,
        };
        self.audit(now, audited, origin, &[]);
        self.sessions_changed(now);
    }

    /// A session was closed, by whichever side.
    pub fn session_closed(&mut self, now: Instant, kind: SessionType) {
        if !self.redirection.closed(kind) {
            return;
        }
        let audited = match kind {
            SessionType::Sol => {
                self.log_event(now, Event::SolClosed);
                AuditEvent::SolClosed
            }
            SessionType::Ider => {
                self.log_event(now, Event::IderClosed);
                AuditEvent::IderClosed
            }
            SessionType::Kvm => AuditEvent::KvmEnded,
        };
        // Whoever closed it: firmware records these as local (observed).
        self.audit(now, audited, &Origin::LOCAL, &[]);
        self.sessions_changed(now);
    }

    /// A viewer on port 5900 answered the challenge; three wrong answers are audited.
    pub fn vnc_login(&mut self, now: Instant, address: Option<IpAddr>, ok: bool) {
        self.vnc_failures = if ok { 0 } else { self.vnc_failures + 1 };
        if self.vnc_failures == VNC_FAILURES {
            self.vnc_failures = 0;
            let origin = Origin {
                initiator: Initiator::KvmPort,
                address,
            };
            self.audit(now, AuditEvent::VncPasswordWrong, &origin, &[]);
        }
    }

    /// A KVM session is open and wants a picture: whether it gets the PC's, or a question.
    pub fn kvm_consent(&mut self, now: Instant) -> KvmConsent {
        if !self.consent.is_missing_for_kvm() {
            return KvmConsent::Granted;
        }
        let code = self.draw_code();
        let timeout = self.kvm.opt_in_timeout_secs;
        let started = self.consent.start_in_band(now, code, timeout);
        self.settle(now);
        match started {
            OptInReturn::Blocked => {
                self.audit(now, AuditEvent::ConsentBlocked, &Origin::LOCAL, &[]);
                KvmConsent::Blocked
            }
            // An attempt that WS-Man started goes on here.
            OptInReturn::Success | OptInReturn::InvalidState => KvmConsent::Prompt,
        }
    }

    /// The viewer of a KVM session typed a code. Returns whether it was right.
    pub fn submit_in_band(&mut self, now: Instant, code: u32) -> bool {
        let was_shown = self.consent.code_on_screen().is_some();
        let result = self.consent.submit(now, code);
        let event = match result {
            OptInReturn::Success => Some(AuditEvent::KvmConsentGiven),
            // Only the third wrong code takes it off the screen.
            _ if was_shown && self.consent.code_on_screen().is_none() => {
                Some(AuditEvent::KvmConsentFailed)
            }
            _ => None,
        };
        if let Some(event) = event {
            let origin = self.redirection.session(SessionType::Kvm).cloned();
            self.audit(now, event, &origin.unwrap_or(Origin::LOCAL), &[]);
        }
        self.settle(now);
        result == OptInReturn::Success
    }

    /// `StartOptIn`.
    pub fn start_consent(&mut self, now: Instant, origin: &Origin) -> OptInReturn {
        let code = self.draw_code();
        let result = self.consent.start(now, code);
        if result == OptInReturn::Blocked {
            self.audit(now, AuditEvent::ConsentBlocked, origin, &[]);
        }
        result
    }

    /// `SendOptInCode`.
    pub fn submit_consent(&mut self, now: Instant, code: u32, origin: &Origin) -> OptInReturn {
        let was_shown = self.consent.code_on_screen().is_some();
        let result = self.consent.submit(now, code);
        if was_shown && self.consent.code_on_screen().is_none() {
            let failed = u8::from(result != OptInReturn::Success);
            self.audit(now, AuditEvent::ConsentCodeSent, origin, &[failed]);
        }
        self.settle(now);
        result
    }

    /// `CancelOptIn`; also what the user's own tool does.
    pub fn cancel_consent(&mut self, now: Instant) -> OptInReturn {
        let result = self.consent.cancel();
        self.settle(now);
        result
    }

    /// Changes the consent policy. Returns whether the control mode and the release allow it.
    pub fn set_consent_policy(
        &mut self,
        now: Instant,
        policy: ConsentPolicy,
        origin: &Origin,
    ) -> bool {
        let old = self.consent.policy();
        if old == policy {
            return true;
        }
        let known =
            policy != ConsentPolicy::All || self.features.strictest_consent() == ConsentPolicy::All;
        if !self.may_modify_consent() || !known {
            return false;
        }
        self.consent.set_policy(policy);
        let change = [old.audit(), policy.audit()];
        self.audit(now, AuditEvent::ConsentPolicy, origin, &change);
        let kvm = match (old, policy) {
            (ConsentPolicy::None, _) => Some(AuditEvent::KvmConsentOn),
            (_, ConsentPolicy::None) => Some(AuditEvent::KvmConsentOff),
            _ => None,
        };
        if let Some(event) = kvm {
            self.audit(now, event, origin, &[]);
        }
        true
    }

    /// `CanModifyOptInPolicy`.
    #[must_use]
    pub fn may_modify_consent(&self) -> bool {
        self.options.mode == ControlMode::Admin
    }

    /// `RequestPowerStateChange`.
    pub fn request_power(&mut self, now: Instant, value: u16, origin: &Origin) -> PowerReturn {
        let in_use = self.redirection.is_in_use();
        let action = match self.power.request(now, value, in_use) {
            Ok(action) => action,
            Err(refused) => return refused,
        };
        let event = match action {
            PowerAction::On => AuditEvent::PowerUp,
            PowerAction::Sleep => AuditEvent::Standby,
            PowerAction::Cycle => AuditEvent::PowerCycle,
            PowerAction::Hibernate => AuditEvent::Hibernate,
            PowerAction::Off => AuditEvent::PowerDown,
            PowerAction::Reset => AuditEvent::Reset,
            PowerAction::Nmi => AuditEvent::Nmi,
            PowerAction::OffGraceful => AuditEvent::GracefulOff,
            PowerAction::ResetGraceful => AuditEvent::GracefulReset,
        };
        let details = match action {
            PowerAction::Cycle => "Power Cycle",
            PowerAction::On => "Power Up",
            _ => "Reset",
        };
        self.next_cause = Some((BootCause::Remote, details.to_owned()));
        self.audit(now, event, origin, &[]);
        self.settle(now);
        PowerReturn::Success
    }

    /// `RequestOSPowerSavingStateChange`.
    pub fn request_saving(&mut self, now: Instant, saving: bool) -> bool {
        let possible = self.power.request_saving(saving);
        self.settle(now);
        possible
    }

    /// `SetBootConfigRole`.
    pub fn set_boot_role(
        &mut self,
        now: Instant,
        role: u32,
        origin: &Origin,
    ) -> Result<(), BootRefusal> {
        self.boot.set_role(role)?;
        if self.boot.is_next() {
            self.audit(now, AuditEvent::SetBootOptions, origin, &[]);
        }
        Ok(())
    }

    /// Switches a redirection feature. Returns whether it could be.
    pub fn enable(
        &mut self,
        now: Instant,
        kind: SessionType,
        enabled: bool,
        origin: &Origin,
    ) -> bool {
        let was = self.redirection.is_enabled(kind);
        if !self.redirection.set_enabled(kind, enabled) {
            return false;
        }
        if was != enabled {
            let event = match (kind, enabled) {
                (SessionType::Ider, true) => AuditEvent::IderEnabled,
                (SessionType::Ider, false) => AuditEvent::IderDisabled,
                (SessionType::Sol, true) => AuditEvent::SolEnabled,
                (SessionType::Sol, false) => AuditEvent::SolDisabled,
                (SessionType::Kvm, true) => AuditEvent::KvmEnabled,
                (SessionType::Kvm, false) => AuditEvent::KvmDisabled,
            };
            self.audit(now, event, origin, &[]);
            if !enabled {
                self.end_session(now, kind, "switched off");
            }
        }
        true
    }

    /// Opens or closes the redirection ports; closing them ends every session.
    pub fn set_listening(&mut self, now: Instant, listening: bool) {
        if self.redirection.is_listening() == listening {
            return;
        }
        self.redirection.set_listening(listening);
        self.events.push_back(FirmwareEvent::Listening(listening));
        if !listening {
            for kind in KINDS {
                self.end_session(now, kind, "ports closed");
            }
        }
    }

    /// Opens or closes port 5900.
    pub fn set_listening_5900(&mut self, listening: bool) {
        if self.kvm.is_5900_enabled != listening {
            self.kvm.is_5900_enabled = listening;
            let event = FirmwareEvent::Listening5900(listening);
            self.events.push_back(event);
        }
    }

    /// Ends a session from the firmware's side. Returns whether there was one.
    pub fn end_session(&mut self, now: Instant, kind: SessionType, reason: &'static str) -> bool {
        let is_open = self.redirection.session(kind).is_some();
        if is_open {
            let event = FirmwareEvent::EndSession { kind, reason };
            self.events.push_back(event);
            self.session_closed(now, kind);
        }
        is_open
    }

    /// Sets the clock.
    pub fn set_time(&mut self, now: Instant, utc_secs: u32, origin: &Origin) {
        self.clock = Clock::new(now, utc_secs);
        // What lies between the old time and the new one does not ring.
        self.alarms_done = utc_secs;
        self.audit(now, AuditEvent::TimeSet, origin, &utc_secs.to_be_bytes());
    }

    /// The PC entered `state` by itself: shut down, asleep, switched on by its button.
    pub fn host_entered(&mut self, now: Instant, state: PowerState) {
        self.boot_reason.previous = self.power.state();
        self.power.host_entered(state);
        if state == PowerState::On {
            self.boot_reason.cause = BootCause::Other;
            self.boot_reason.details.clear();
        }
        self.power_changed(now);
        self.settle(now);
    }

    /// The operating system restarts the PC. Returns what the boot is to be: options only count
    /// if a console had asked for the restart.
    pub fn host_restarted(&mut self, now: Instant) -> BootPlan {
        let asked = std::mem::take(&mut self.restart_was_asked);
        let (cause, details) = if asked {
            (BootCause::Remote, "Reset")
        } else {
            (BootCause::Other, "")
        };
        self.boot_reason = BootReason {
            cause,
            details: details.to_owned(),
            previous: PowerState::On,
        };
        let plan = if asked {
            self.boot.begin()
        } else {
            BootPlan::default()
        };
        self.log_start(now, &plan);
        plan
    }

    /// The PC has come this far.
    pub fn host_reached(&mut self, now: Instant, stage: HostStage) {
        self.boot.finish();
        let event = match stage {
            HostStage::Setup => Event::Progress(Progress::EnterSetup),
            HostStage::System => Event::Progress(Progress::StartBoot),
            HostStage::NoMedium => Event::NoBootableMedia,
        };
        self.log_event(now, event);
    }

    /// Mains power is lost, and back at once: PC off, sessions and consent gone.
    pub fn lose_power(&mut self, now: Instant) {
        for kind in KINDS {
            self.end_session(now, kind, "power lost");
        }
        self.boot.clear();
        self.consent.lose_power();
        self.power.lose_power();
        self.settle(now);
    }

    /// Does what is due at `now`.
    pub fn handle_timeout(&mut self, now: Instant) {
        self.consent.handle_timeout(now);
        self.power.handle_timeout(now);
        let utc_secs = self.utc_secs(now);
        for name in self.alarms.ring(self.alarms_done, utc_secs) {
            if self
                .power
                .request(now, PowerAction::On.wire(), true)
                .is_ok()
            {
                self.next_cause = Some((BootCause::Alarm, name));
            }
        }
        self.alarms_done = self.alarms_done.max(utc_secs);
        self.settle(now);
    }

    /// When something is due next.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        let machines = earlier(self.consent.poll_timeout(), self.power.poll_timeout());
        let alarm = self.alarms.next(self.alarms_done);
        earlier(machines, alarm.map(|at| self.clock.when(at)))
    }

    /// What to do or to tell next, oldest first.
    pub fn poll_event(&mut self) -> Option<FirmwareEvent> {
        self.events.pop_front()
    }

    /// Adds a line to the event log.
    pub fn log_event(&mut self, now: Instant, event: Event) {
        let utc_secs = self.utc_secs(now);
        self.event_log.add(utc_secs, event);
    }

    /// Adds a record to the audit log.
    pub fn audit(&mut self, now: Instant, event: AuditEvent, origin: &Origin, data: &[u8]) {
        let utc_secs = self.utc_secs(now);
        self.audit_log.add(utc_secs, event, origin, data);
    }

    fn draw_code(&mut self) -> u32 {
        let random = self.rng.random_range(0..=999_999);
        self.options.consent_code.unwrap_or(random)
    }

    /// Lets the machines' events have their effects on each other, until none is left.
    fn settle(&mut self, now: Instant) {
        loop {
            if let Some(event) = self.power.poll_event() {
                self.power_event(now, event);
            } else if let Some(event) = self.consent.poll_event() {
                self.consent_event(now, event);
            } else {
                return;
            }
        }
    }

    fn power_event(&mut self, now: Instant, event: PowerEvent) {
        match event {
            PowerEvent::Started => {
                let plan = self.begin_boot(now);
                self.power_changed(now);
                self.events.push_back(FirmwareEvent::Start(plan));
            }
            PowerEvent::WasReset => {
                let plan = self.begin_boot(now);
                self.blanking.reboots = match self.blanking.reboots.checked_sub(1) {
                    Some(left) => left,
                    None => {
                        self.blanking.is_open = false;
                        0
                    }
                };
                self.events.push_back(FirmwareEvent::Reset(plan));
            }
            PowerEvent::Woken => {
                self.power_changed(now);
                self.events.push_back(FirmwareEvent::Wake);
            }
            PowerEvent::Stopped => {
                self.boot_reason.previous = PowerState::Off;
                self.power_changed(now);
                self.events.push_back(FirmwareEvent::Stop);
            }
            PowerEvent::Nmi => self.events.push_back(FirmwareEvent::Nmi),
            PowerEvent::Ask(request) => {
                self.restart_was_asked |= request == AgentRequest::Restart;
                self.events.push_back(FirmwareEvent::Ask(request));
            }
        }
    }

    fn begin_boot(&mut self, now: Instant) -> BootPlan {
        self.restart_was_asked = false;
        if let Some((cause, details)) = self.next_cause.take() {
            self.boot_reason.cause = cause;
            self.boot_reason.details = details;
        }
        let plan = self.boot.begin();
        self.log_start(now, &plan);
        plan
    }

    /// The PC went from one power state to another.
    fn power_changed(&mut self, now: Instant) {
        self.consent.set_host_on(now, self.power.is_on());
        if !self.power.is_on() {
            self.blanking.is_open = false;
        }
        self.sessions_changed(now);
        let event = FirmwareEvent::Power(self.power.state());
        self.events.push_back(event);
    }

    /// What the BIOS reports of its self-test.
    fn log_start(&mut self, now: Instant, plan: &BootPlan) {
        let steps: &[Progress] = if plan.every_progress_event {
            &[
                Progress::Memory,
                Progress::Disks,
                Progress::Usb,
                Progress::Pci,
                Progress::OptionRoms,
                Progress::Video,
                Progress::Keyboard,
            ]
        } else {
            &[Progress::Pci]
        };
        for step in steps {
            self.log_event(now, Event::Progress(*step));
        }
    }

    fn consent_event(&mut self, now: Instant, event: ConsentEvent) {
        let told = match event {
            ConsentEvent::Displayed(code) => FirmwareEvent::ConsentDisplayed(code),
            ConsentEvent::Accepted => FirmwareEvent::ConsentAccepted,
            ConsentEvent::Ended(why) => FirmwareEvent::ConsentEnded(why),
        };
        self.events.push_back(told);
        if !matches!(event, ConsentEvent::Ended(_)) {
            return;
        }
        if self.consent.is_missing_for_kvm() {
            self.end_session(now, SessionType::Kvm, "no consent");
        }
        if self.consent.is_missing_for_boot() {
            self.end_session(now, SessionType::Ider, "no consent");
            self.boot.clear();
        }
    }

    fn sessions_changed(&mut self, now: Instant) {
        let is_open = |kind| self.redirection.session(kind).is_some();
        let sessions = Sessions {
            any: self.redirection.is_in_use(),
            in_use: is_open(SessionType::Ider) || (is_open(SessionType::Kvm) && self.power.is_on()),
        };
        self.consent.set_sessions(now, sessions);
    }
}

/// Every kind of session.
const KINDS: [SessionType; 3] = [SessionType::Sol, SessionType::Ider, SessionType::Kvm];

/// Wrong passwords on port 5900 that are audited together (observed).
const VNC_FAILURES: u8 = 3;

/// Sets the firmware's random numbers apart from the device's.
const SEED: u64 = 0x414D_545F_4D45;

fn kind_name(kind: SessionType) -> &'static str {
    match kind {
        SessionType::Sol => "SOL",
        SessionType::Ider => "IDER",
        SessionType::Kvm => "KVM",
    }
}

/// `2024-01-06T03:26:27Z`.
pub(crate) fn date_time(utc_secs: u32) -> String {
    let time = time::OffsetDateTime::from_unix_timestamp(utc_secs.into());
    let text = time.ok().and_then(|time| {
        let format = time::format_description::well_known::Rfc3339;
        time.format(&format).ok()
    });
    text.unwrap_or_default()
}
