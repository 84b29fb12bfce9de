//! The management engine: its machines joined, and what happens between them.

mod consent;
mod power;
mod terms;

use core::net::IpAddr;
use std::collections::VecDeque;
use std::time::Instant;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::proto::digest::Ha1;
use crate::proto::redir::messages::{SessionType, Status};
use crate::sim::firmware::alarms::Alarms;
use crate::sim::firmware::audit_log::{AuditEvent, AuditLog, Initiator, Origin};
use crate::sim::firmware::boot::Boot;
use crate::sim::firmware::clock::{Clock, earlier};
use crate::sim::firmware::consent::{Consent, ConsentPolicy, Sessions};
use crate::sim::firmware::event_log::{Event, EventLog};
use crate::sim::firmware::features::Features;
use crate::sim::firmware::power::{Power, PowerAction, PowerState};
use crate::sim::firmware::redirection::{Permitted, Redirection};
use crate::sim::firmware::settings::{Blanking, KvmSettings, Screen, TlsSettings};
use crate::sim::firmware::users::{Login, Realms, Users};
use crate::wire::Secret;

pub use self::terms::{
    BootCause, BootReason, ControlMode, FirmwareEvent, FirmwareOptions, HostStage, KvmConsent,
};

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
        let mut abilities = features.power();
        abilities.sleeps &= options.sleeps;
        abilities.modern_standby &= options.sleeps;
        let power = Power::new(abilities, options.power);
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
