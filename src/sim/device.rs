//! A pretend PC with its firmware: the one state that all its connections share.
//!
//! Everything happens at a time that the caller names, and all randomness comes from a seed, so
//! a whole story can be replayed in a test.

use core::net::IpAddr;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::bios::{Redirection, TerminalType};
use super::canvas::Canvas;
use super::display::Display;
use super::event::{Event, EventQueue, Method};
use super::firmware::audit_log::Origin;
use super::firmware::boot::{BootPlan, BootTarget};
use super::firmware::consent::ConsentPolicy;
use super::firmware::power::{AgentRequest, PowerState};
use super::firmware::settings::{Screen, TlsSettings};
use super::firmware::users::Realms;
use super::firmware::{
    ControlMode, Firmware, FirmwareEvent, FirmwareOptions, HostStage, KvmConsent,
};
use super::ider::{BootFault, BootReport};
use super::keyboard::Key;
use super::profile::Profile;
use super::scene::{
    Dark, Hardware, Lent, NoMedium, Pointer, Post, PostFacts, Request, Settings, Setup, System,
};
use super::sessions::{SessionId, Sessions};
use super::sprite;
use super::storage::{Phase, Storage};
use super::vm::{BootFrom, Drives, Line, Order, Orders};
use super::wsman::{HttpRequest, Outcome, Service, ServiceOddities};
use crate::proto::digest::Ha1;
use crate::proto::ider::messages::Drive;
use crate::proto::kvm::keysym::Keysym;
use crate::proto::redir::messages::SessionType;
use crate::wire::Secret;

/// What a PC that is on shows first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// It was just switched on.
    Post,
    /// Somebody left it in the setup.
    Setup,
    /// Its system has been running for a while.
    Running,
}

/// How a device is made.
#[derive(Debug, Clone)]
pub struct DeviceOptions {
    /// Name of the PC.
    pub name: String,
    /// Release of its firmware.
    pub profile: Profile,
    /// The administrator.
    pub user: String,
    /// His password.
    pub password: Secret<String>,
    /// Password of port 5900.
    pub rfb_password: Secret<String>,
    /// How it was provisioned.
    pub mode: ControlMode,
    /// What needs the user's consent; in client control mode everything does.
    pub consent: ConsentPolicy,
    /// The consent code to show every time, 0..=999999; random ones otherwise.
    pub consent_code: Option<u32>,
    /// Power state at the beginning.
    pub power: PowerState,
    /// What it shows first if it is on.
    pub start: Start,
    /// Settings of its BIOS.
    pub settings: Settings,
    /// Bytes that its programs read from the serial port each second; `None`: as they come.
    pub serial_reads: Option<u32>,
    /// Its operating system.
    pub system: System,
    /// A display is attached, so that firmware has a picture to capture.
    pub has_display: bool,
    /// Which of its ports are served.
    pub tls: TlsSettings,
    /// Port 5900 is served.
    pub serves_5900: bool,
    /// What its clock shows at the beginning, seconds since 1970.
    pub utc_secs: u32,
    /// What its web server does differently.
    pub oddities: ServiceOddities,
    /// After this time mains power is lost, and back at once.
    pub unplug_after: Option<Duration>,
    /// Decides all randomness.
    pub seed: u64,
}

impl Default for DeviceOptions {
    /// What the command line says without options; the seed is 0.
    fn default() -> Self {
        Self {
            name: "sim-1".into(),
            profile: Profile::Amt16,
            user: "admin".into(),
            password: Secret::new("P@ssw0rd".into()),
            rfb_password: Secret::new("P@ssw0rd".into()),
            mode: ControlMode::Admin,
            consent: ConsentPolicy::None,
            consent_code: None,
            power: PowerState::On,
            start: Start::Running,
            settings: Settings::default(),
            serial_reads: None,
            system: System::Desktop,
            has_display: true,
            tls: TlsSettings {
                is_enabled: true,
                accepts_plain: true,
                is_mutual: false,
            },
            serves_5900: true,
            // 2026-01-01.
            utc_secs: 1_767_225_600,
            oddities: ServiceOddities::default(),
            unplug_after: None,
            seed: 0,
        }
    }
}

/// A pretend PC.
#[derive(Debug)]
pub struct Device {
    options: DeviceOptions,
    uuid: [u8; 16],
    realm: String,
    firmware: Firmware,
    service: Service,
    settings: Settings,
    display: Display,
    stage: Stage,
    /// What the start that is going on is to be.
    plan: BootPlan,
    /// A console asked for the BIOS at the serial port, for this start.
    serial_asked: bool,
    /// What the agent in the operating system was asked for, and when it does it.
    asked: Option<(Instant, AgentRequest)>,
    unplug_at: Option<Instant>,
    /// What a real machine in place of the PC has to do.
    orders: Orders,
    /// A real machine is to start again as soon as its system has shut down.
    restarts: bool,
    sessions: Sessions,
    storage: Storage,
    events: EventQueue,
    rng: StdRng,
}

/// What works the serial port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtSerialPort {
    /// Nobody: the PC is off, or its BIOS keeps away from the port.
    Nothing,
    /// The BIOS, for a terminal of this type.
    Bios(TerminalType),
    /// The operating system.
    System,
    /// A real machine, whatever it runs.
    Machine,
}

/// How far the PC has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Without power, or asleep.
    Dark,
    /// The self-test, the setup, or the end of the attempt to boot.
    Bios,
    /// An operating system runs, and with it the firmware's agent.
    System,
}

impl Device {
    /// A PC as `options` say, at the time `now`.
    #[must_use]
    pub fn new(now: Instant, options: DeviceOptions) -> Self {
        let mut rng = StdRng::seed_from_u64(options.seed);
        let mut uuid: [u8; 16] = rng.random();
        // Version 4, variant 1, as RFC 9562 wants random ones.
        let [.., version, _, variant, _, _, _, _, _, _, _] = &mut uuid;
        *version = *version & 0x0F | 0x40;
        *variant = *variant & 0x3F | 0x80;
        let id: u128 = rng.random();
        let realm = format!("Digest:{id:032X}");
        let mut firmware = Firmware::new(
            now,
            FirmwareOptions {
                profile: options.profile,
                user: options.user.clone(),
                password: options.password.clone(),
                rfb_password: options.rfb_password.clone(),
                realm: realm.clone(),
                uuid,
                name: options.name.clone(),
                mode: options.mode,
                consent: options.consent,
                consent_code: options.consent_code,
                power: options.power,
                tls: options.tls,
                serves_5900: options.serves_5900,
                utc_secs: options.utc_secs,
                seed: options.seed,
            },
        );
        let mut device = Self {
            uuid,
            realm,
            service: Service::new(&mut firmware, options.oddities),
            firmware,
            stage: Stage::Dark,
            plan: BootPlan::default(),
            serial_asked: false,
            asked: None,
            unplug_at: options.unplug_after.map(|after| now + after),
            settings: options.settings.clone(),
            display: Display::new(now, Box::new(Dark)),
            orders: Orders::default(),
            restarts: false,
            sessions: Sessions::default(),
            storage: Storage::default(),
            events: EventQueue::default(),
            rng,
            options,
        };
        if device.firmware.power.is_on() {
            match device.options.start {
                _ if device.hardware().is_some() => device.self_test(now, BootPlan::default()),
                Start::Post => device.self_test(now, BootPlan::default()),
                Start::Setup => device.enter_setup(now),
                Start::Running => device.start_system(now),
            }
        }
        device
    }

    /// How it was made.
    #[must_use]
    pub const fn options(&self) -> &DeviceOptions {
        &self.options
    }

    /// Release of its firmware.
    #[must_use]
    pub const fn profile(&self) -> Profile {
        self.options.profile
    }

    /// Its UUID as text.
    #[must_use]
    pub fn uuid(&self) -> String {
        let hex: String = self.uuid.iter().map(|b| format!("{b:02x}")).collect();
        let mut rest = hex.as_str();
        let groups = [8, 4, 4, 4, 12].map(|len| {
            let (group, tail) = rest.split_at(len);
            rest = tail;
            group
        });
        groups.join("-")
    }

    /// The realm of its digest challenges: `Digest:` and 32 upper-case hexadecimal digits.
    ///
    /// Source: `docs/protocol/redirection.md` § 3.3 (observed).
    #[must_use]
    pub fn realm(&self) -> &str {
        &self.realm
    }

    /// Its management engine.
    #[must_use]
    pub const fn firmware(&self) -> &Firmware {
        &self.firmware
    }

    /// A console logs in for redirection; `proves` says whether it knows the password behind the
    /// sum. Returns whether it may go on.
    pub fn login(
        &mut self,
        now: Instant,
        origin: &Origin,
        method: Method,
        proves: impl FnOnce(&Ha1) -> bool,
    ) -> bool {
        let realms = self.firmware.login(now, origin, proves);
        let ok = realms.is_some_and(|realms| realms.allow(Realms::REDIRECTION));
        self.events.push(Event::Login {
            user: origin.account_name().unwrap_or_default().to_owned(),
            method,
            ok,
        });
        ok
    }

    /// A viewer on port 5900 answered the challenge.
    pub fn vnc_login(&mut self, now: Instant, address: Option<IpAddr>, ok: bool) {
        self.firmware.vnc_login(now, address, ok);
        self.events.push(Event::Login {
            user: String::new(),
            method: Method::Vnc,
            ok,
        });
    }

    /// Answers one request to its web server.
    pub(crate) fn serve_http(
        &mut self,
        now: Instant,
        address: Option<IpAddr>,
        request: &HttpRequest,
    ) -> Outcome {
        let (width, height) = self.display.canvas().size();
        let screen = Screen {
            x: 0,
            y: 0,
            width,
            height,
        };
        let has_display = self.options.has_display && self.firmware.power.is_on();
        self.firmware.screens = [has_display.then_some(screen), None, None, None];
        let outcome = self
            .service
            .serve(now, &mut self.firmware, address, request);
        self.settle(now);
        outcome
    }

    /// Whether the viewer of a KVM session gets the PC's picture, or a question.
    pub fn kvm_consent(&mut self, now: Instant) -> KvmConsent {
        let consent = self.firmware.kvm_consent(now);
        self.settle(now);
        consent
    }

    /// The viewer of a KVM session typed a consent code.
    pub fn submit_in_band(&mut self, now: Instant, code: u32) {
        self.firmware.submit_in_band(now, code);
        self.settle(now);
    }

    /// The user in front of the PC takes consent back.
    pub fn cancel_consent(&mut self, now: Instant) {
        self.firmware.cancel_consent(now);
        self.settle(now);
    }

    /// Mains power is lost, and back at once.
    pub fn lose_power(&mut self, now: Instant) {
        self.firmware.lose_power(now);
        self.settle(now);
    }

    /// What the user in front of the PC sees: the PC's picture, and over it the consent code.
    #[must_use]
    pub fn local_picture(&self) -> Canvas {
        let mut canvas = self.display.canvas().clone();
        if let Some(code) = self.firmware.consent.code_on_screen() {
            sprite::draw(&mut canvas, code);
        }
        canvas
    }

    /// Fresh random bytes.
    pub fn random<const N: usize>(&mut self) -> [u8; N] {
        self.rng.random()
    }

    /// Whether it runs.
    #[must_use]
    pub const fn power(&self) -> PowerState {
        self.firmware.power.state()
    }

    /// What works its serial port.
    #[must_use]
    pub fn at_serial_port(&self) -> AtSerialPort {
        let redirected = match self.settings.redirection() {
            Redirection::Always => true,
            Redirection::WhenAsked => self.serial_asked,
            Redirection::Never => false,
        };
        match self.stage {
            Stage::Bios if redirected => AtSerialPort::Bios(self.settings.terminal()),
            Stage::Dark | Stage::Bios => AtSerialPort::Nothing,
            Stage::System if self.hardware().is_some() => AtSerialPort::Machine,
            Stage::System => AtSerialPort::System,
        }
    }

    /// Somebody typed a key at the serial port, and the BIOS has read it.
    pub fn serial_key(&mut self, now: Instant, key: Key) {
        let request = self.display.type_key(now, key);
        self.carry_out(now, request);
    }

    /// A program at the serial port asks for something.
    pub(super) fn serial_request(&mut self, now: Instant, request: Request) {
        self.carry_out(now, Some(request));
    }

    /// Its screen, keyboard and pointer.
    #[must_use]
    pub const fn display(&self) -> &Display {
        &self.display
    }

    /// Who is connected.
    #[must_use]
    pub const fn sessions(&self) -> &Sessions {
        &self.sessions
    }

    /// The drives that a console lends.
    #[must_use]
    pub const fn storage(&self) -> &Storage {
        &self.storage
    }

    /// The same, to be changed.
    pub const fn storage_mut(&mut self) -> &mut Storage {
        &mut self.storage
    }

    /// The console took its drives back, or is gone.
    pub fn storage_gone(&mut self, now: Instant) {
        if let Some(hardware) = self.hardware() {
            hardware.drives.take_out();
        }
        self.started_from_storage(now, &Err(BootFault::NoMedium));
        self.storage.take_back();
    }

    /// The PC has started from a lent disk, or cannot. Means nothing unless it is at it.
    pub fn started_from_storage(&mut self, now: Instant, result: &Result<BootReport, BootFault>) {
        let Phase::Starting(drive) = self.storage.phase() else {
            return;
        };
        self.events.push(Event::ider_boot(drive, result));
        match result {
            Ok(report) => {
                self.firmware.host_reached(now, HostStage::System);
                self.stage = Stage::System;
                self.storage.pc_runs();
                let title = format!("Started from {}", report.label);
                let names = report.names.iter().map(String::as_str);
                self.display.show(now, Box::new(Lent::new(&title, names)));
            }
            Err(_) => self.find_nothing(now, ider_target(drive)),
        }
    }

    /// Opens a session for somebody who has logged in; `None` if there is one of this kind.
    pub fn open_session(
        &mut self,
        now: Instant,
        kind: SessionType,
        origin: &Origin,
    ) -> Option<SessionId> {
        let user = origin.account_name().unwrap_or_default().to_owned();
        let id = self.sessions.open(kind, &user)?;
        self.events.push(Event::SessionOpen { kind, user });
        self.firmware.session_opened(now, kind, origin);
        self.settle(now);
        Some(id)
    }

    /// Ends a session; nothing if it has ended already.
    pub fn close_session(&mut self, now: Instant, id: SessionId, reason: &str) {
        let Some(session) = self.sessions.close(id) else {
            return;
        };
        if session.kind == SessionType::Kvm {
            self.display.release_all(now);
        }
        self.events.push(Event::SessionClose {
            kind: session.kind,
            reason: reason.to_owned(),
        });
        self.firmware.session_closed(now, session.kind);
        self.settle(now);
    }

    /// Notes something for whoever reads the events.
    pub fn report(&mut self, event: Event) {
        self.events.push(event);
    }

    /// The oldest event not read yet.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.events.pop()
    }

    /// Nothing waits to be read.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.events.is_empty()
    }

    /// A console pressed or released a key.
    pub fn key(&mut self, now: Instant, keysym: Keysym, down: bool) {
        self.events.push(Event::Key {
            keysym: keysym.0,
            down,
        });
        let request = self.display.key(now, keysym, down);
        self.carry_out(now, request);
    }

    /// A console moved the pointer or pressed a button.
    pub fn pointer(&mut self, now: Instant, pointer: Pointer) {
        let Pointer { x, y, buttons } = pointer;
        self.events.push(Event::Pointer { x, y, buttons });
        let request = self.display.pointer(now, pointer);
        self.carry_out(now, request);
    }

    /// The PC goes on or off or to sleep by itself: its button, or its own system. Nothing
    /// happens if it is so already.
    pub fn set_power(&mut self, now: Instant, power: PowerState) {
        let before = self.power();
        if before == power && (self.firmware.power.is_on() || power != PowerState::On) {
            return;
        }
        self.firmware.host_entered(now, power);
        match power {
            // Memory was kept: the system goes on where it was, as far as it can.
            PowerState::On if matches!(before, PowerState::On | PowerState::Sleep) => {
                self.start_system(now);
            }
            PowerState::On => self.self_test(now, BootPlan::default()),
            PowerState::Sleep | PowerState::Hibernate | PowerState::Off => self.darken(now),
        }
        self.settle(now);
    }

    /// The PC resets itself; nothing happens unless it is on.
    pub fn reset(&mut self, now: Instant) {
        if self.firmware.power.is_on() {
            let plan = self.firmware.host_restarted(now);
            self.self_test(now, plan);
        }
    }

    /// The real machine in place of the PC, if there is one.
    const fn hardware(&self) -> Option<&Hardware> {
        match &self.options.system {
            System::Machine(hardware) => Some(hardware),
            _ => None,
        }
    }

    /// The drives of a real machine.
    #[must_use]
    pub fn drives(&self) -> Option<Drives> {
        self.hardware().map(|hardware| hardware.drives.clone())
    }

    /// The serial port of a real machine.
    #[must_use]
    pub fn line(&self) -> Option<Line> {
        self.hardware().map(|hardware| hardware.line.clone())
    }

    /// A real machine has something to do.
    #[must_use]
    pub fn has_order(&self) -> bool {
        !self.orders.is_empty()
    }

    /// What a real machine has to do next.
    pub fn take_order(&mut self) -> Option<Order> {
        self.orders.pop()
    }

    /// The real machine was reset by its own system, and starts again.
    pub fn machine_restarted(&mut self, now: Instant) {
        if !self.firmware.power.is_on() {
            return;
        }
        let plan = self.firmware.host_restarted(now);
        let is_default = BootFrom::of(&plan.target) == Some(BootFrom::Disk);
        self.start_machine(now, &plan);
        if is_default {
            // It is at it already.
            self.orders = Orders::default();
        }
        self.settle(now);
    }

    /// The real machine was shut down by its own system.
    pub fn machine_shut_down(&mut self, now: Instant) {
        if std::mem::take(&mut self.restarts) {
            self.reset(now);
        } else {
            self.set_power(now, PowerState::Off);
        }
    }

    /// The real machine fell asleep by itself, or woke up.
    pub fn machine_slept(&mut self, now: Instant, asleep: bool) {
        if asleep {
            self.set_power(now, PowerState::Sleep);
        } else if self.power() == PowerState::Sleep {
            self.set_power(now, PowerState::On);
            self.orders = Orders::default();
        }
    }

    /// The real machine is gone: like a PC whose power supply has failed.
    pub fn machine_lost(&mut self, now: Instant, reason: &str) {
        self.events.push(Event::VmLost {
            reason: reason.to_owned(),
        });
        if self.power() != PowerState::Off {
            self.lose_power(now);
        }
        self.orders = Orders::default();
    }

    /// The PC starts again from a lent disk, as if its user had chosen it.
    pub fn restart_from(&mut self, now: Instant, drive: Drive) {
        if self.firmware.power.is_on() {
            self.firmware.host_restarted(now);
            let plan = BootPlan {
                target: ider_target(drive),
                ..BootPlan::default()
            };
            self.self_test(now, plan);
        }
    }

    /// When [`handle_timeout`](Self::handle_timeout) wants to be called.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        let times = [
            self.display.next_tick(self.is_watched()),
            self.firmware.poll_timeout(),
            self.asked.map(|(at, _)| at),
            self.unplug_at,
        ];
        times.into_iter().flatten().min()
    }

    /// Lets everything happen whose time has come.
    pub fn handle_timeout(&mut self, now: Instant) {
        if self.unplug_at.is_some_and(|at| at <= now) {
            self.unplug_at = None;
            self.lose_power(now);
        }
        self.firmware.handle_timeout(now);
        self.settle(now);
        if let Some((at, request)) = self.asked
            && at <= now
        {
            self.asked = None;
            self.do_as_asked(now, request);
        }
        let request = self.display.tick(now, self.is_watched());
        self.carry_out(now, request);
    }

    /// Somebody sees what moves: on the screen or on the serial port.
    fn is_watched(&self) -> bool {
        self.sessions.is_busy(SessionType::Kvm) || self.sessions.is_busy(SessionType::Sol)
    }

    /// Does what the firmware wants done, until it wants nothing more.
    fn settle(&mut self, now: Instant) {
        while let Some(event) = self.firmware.poll_event() {
            match event {
                FirmwareEvent::Power(state) => self.events.push(Event::Power { state }),
                FirmwareEvent::Start(plan) | FirmwareEvent::Reset(plan) => {
                    self.self_test(now, plan);
                }
                FirmwareEvent::Wake => {
                    if self.hardware().is_some() {
                        self.orders.push(Order::Wake);
                    }
                    self.start_system(now);
                }
                FirmwareEvent::Stop => self.darken(now),
                // The simulated systems survive it; a real one may not.
                FirmwareEvent::Nmi if self.hardware().is_some() => self.orders.push(Order::Nmi),
                FirmwareEvent::Nmi => {}
                FirmwareEvent::Ask(request) if self.hardware().is_some() => {
                    self.ask_machine(request);
                }
                FirmwareEvent::Ask(request) if self.stage == Stage::System => {
                    self.asked = Some((now + AGENT_TIME, request));
                }
                // Nobody is there who could hear it.
                FirmwareEvent::Ask(_) => {}
                FirmwareEvent::ConsentDisplayed(code) => {
                    let code = format!("{code:06}");
                    self.events.push(Event::ConsentRequested { code });
                }
                FirmwareEvent::ConsentAccepted => self.events.push(Event::ConsentAccepted),
                FirmwareEvent::ConsentEnded(reason) => {
                    self.events.push(Event::ConsentEnded { reason });
                }
                FirmwareEvent::EndSession { kind, reason } => {
                    if let Some(id) = self.sessions.of_kind(kind) {
                        self.close_session(now, id, reason);
                    }
                }
                // Whoever listens looks at the firmware's state after each change.
                FirmwareEvent::Listening(_) | FirmwareEvent::Listening5900(_) => {}
            }
        }
    }

    /// A real machine has no agent of the firmware, but a power button: its system shuts down if
    /// it listens to that. Nothing can make it sleep.
    fn ask_machine(&mut self, request: AgentRequest) {
        match request {
            AgentRequest::ShutDown | AgentRequest::Restart => {
                self.restarts = request == AgentRequest::Restart;
                self.orders.push(Order::PressButton);
            }
            AgentRequest::Sleep | AgentRequest::Hibernate => {}
        }
    }

    /// The agent in the operating system does what the firmware asked for.
    fn do_as_asked(&mut self, now: Instant, request: AgentRequest) {
        if self.stage != Stage::System {
            return;
        }
        match request {
            AgentRequest::Sleep => self.set_power(now, PowerState::Sleep),
            AgentRequest::Hibernate => self.set_power(now, PowerState::Hibernate),
            AgentRequest::ShutDown => self.set_power(now, PowerState::Off),
            AgentRequest::Restart => self.reset(now),
        }
    }

    fn carry_out(&mut self, now: Instant, request: Option<Request>) {
        match request {
            Some(Request::Boot) => self.boot(now),
            Some(Request::EnterSetup) => {
                self.firmware.host_reached(now, HostStage::Setup);
                self.enter_setup(now);
            }
            Some(Request::SaveSettings(settings)) => {
                self.settings = settings;
                self.reset(now);
            }
            Some(Request::Reset) => self.reset(now),
            Some(Request::PowerOff) => self.set_power(now, PowerState::Off),
            Some(Request::Bell | Request::Resize) | None => {}
        }
    }

    /// The self-test is over: goes where the plan leads.
    fn boot(&mut self, now: Instant) {
        let plan = std::mem::take(&mut self.plan);
        let source = match &plan.target {
            BootTarget::Default => "disk".to_owned(),
            target => target.to_string(),
        };
        self.events.push(Event::Boot { source });
        match plan.target {
            BootTarget::Setup => {
                self.firmware.host_reached(now, HostStage::Setup);
                self.enter_setup(now);
            }
            BootTarget::IderFloppy => self.start_from(now, Drive::Floppy),
            BootTarget::IderCd => self.start_from(now, Drive::Cd),
            BootTarget::Pxe
            | BootTarget::CdDvd
            | BootTarget::Diagnostic
            | BootTarget::UefiHttps { .. }
            | BootTarget::Reflash => self.find_nothing(now, plan.target),
            BootTarget::Default
            | BootTarget::HardDrive { .. }
            | BootTarget::UefiOption(_)
            | BootTarget::SecureErase
            | BootTarget::PlatformErase => {
                self.firmware.host_reached(now, HostStage::System);
                self.start_system(now);
            }
        }
    }

    /// Reads the boot loader from a lent disk; the session that lends it says how it went.
    fn start_from(&mut self, now: Instant, drive: Drive) {
        self.storage.pc_starts(drive);
        self.stage = Stage::Bios;
        let waiting = Lent::new(
            "Starting from the lent disk",
            ["Reading the boot loader ..."],
        );
        self.display.show(now, Box::new(waiting));
        if !self.storage.is_visible() {
            self.started_from_storage(now, &Err(BootFault::NoMedium));
        }
    }

    /// Nothing is there to start from, and a failing source is not followed by another.
    fn find_nothing(&mut self, now: Instant, target: BootTarget) {
        self.firmware.host_reached(now, HostStage::NoMedium);
        self.stage = Stage::Bios;
        self.storage.pc_idles();
        let scene = NoMedium::new(&target.to_string());
        self.display.show(now, Box::new(scene));
    }

    fn self_test(&mut self, now: Instant, plan: BootPlan) {
        if self.hardware().is_some() {
            return self.start_machine(now, &plan);
        }
        self.storage.pc_reset();
        let firmware = self.profile().firmware();
        let facts = PostFacts {
            name: self.options.name.clone(),
            firmware: format!("{}.{}", firmware.major, firmware.minor),
            uuid: self.uuid(),
        };
        let mut post = Post::new(facts, self.settings.clone());
        if plan.target != BootTarget::Default {
            post = post.once_from(&plan.target.to_string());
        }
        self.serial_asked = plan.use_sol;
        self.plan = plan;
        self.asked = None;
        self.stage = Stage::Bios;
        self.display.show(now, Box::new(post));
    }

    /// A real machine starts from the beginning.
    fn start_machine(&mut self, now: Instant, plan: &BootPlan) {
        self.storage.pc_reset();
        self.asked = None;
        self.restarts = false;
        let source = match &plan.target {
            BootTarget::Default => "disk".to_owned(),
            target => target.to_string(),
        };
        self.events.push(Event::Boot { source });
        match BootFrom::of(&plan.target) {
            Some(from) => {
                self.firmware.host_reached(now, HostStage::System);
                self.orders.push(Order::Start(from));
                self.start_system(now);
            }
            None => {
                self.orders.push(Order::Cut);
                self.find_nothing(now, plan.target.clone());
            }
        }
    }

    fn darken(&mut self, now: Instant) {
        if self.hardware().is_some() && self.power() != PowerState::Sleep {
            self.orders.push(Order::Cut);
        }
        self.restarts = false;
        self.storage.pc_off();
        self.asked = None;
        self.stage = Stage::Dark;
        self.display.show(now, Box::new(Dark));
    }

    fn enter_setup(&mut self, now: Instant) {
        self.stage = Stage::Bios;
        let setup = Setup::new(self.settings.clone());
        self.display.show(now, Box::new(setup));
    }

    fn start_system(&mut self, now: Instant) {
        self.storage.pc_runs();
        self.stage = Stage::System;
        let system = self.options.system.start(&self.options.name);
        self.display.show(now, system);
    }
}

const fn ider_target(drive: Drive) -> BootTarget {
    match drive {
        Drive::Floppy => BootTarget::IderFloppy,
        Drive::Cd => BootTarget::IderCd,
    }
}

/// How long an operating system takes to do what its agent was asked for.
const AGENT_TIME: Duration = Duration::from_secs(2);

/// A device that several connections work with, and that wakes them when it changes.
#[derive(Clone)]
pub struct SharedDevice(Arc<Shared>);

struct Shared {
    device: Mutex<Device>,
    wake: OnceLock<Box<dyn Fn() + Send + Sync>>,
}

impl SharedDevice {
    /// Makes a device shareable.
    #[must_use]
    pub fn new(device: Device) -> Self {
        Self(Arc::new(Shared {
            device: Mutex::new(device),
            wake: OnceLock::new(),
        }))
    }

    /// Has `wake` called after each change; the first such call counts.
    pub fn on_change(&self, wake: impl Fn() + Send + Sync + 'static) {
        // A second caller has nothing to add: there is one driver per device.
        drop(self.0.wake.set(Box::new(wake)));
    }

    /// Exclusive access, to be held briefly. Whoever only reads wakes nobody.
    #[must_use]
    pub fn lock(&self) -> DeviceGuard<'_> {
        DeviceGuard {
            // A panic while it was held is a bug of ours; the state is whole between statements.
            device: self.0.device.lock().unwrap_or_else(PoisonError::into_inner),
            wake: self.0.wake.get().map(|wake| &**wake),
            changed: false,
        }
    }
}

impl fmt::Debug for SharedDevice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedDevice")
    }
}

/// Exclusive access to a device.
pub struct DeviceGuard<'a> {
    device: MutexGuard<'a, Device>,
    wake: Option<&'a (dyn Fn() + Send + Sync)>,
    changed: bool,
}

impl Deref for DeviceGuard<'_> {
    type Target = Device;

    fn deref(&self) -> &Device {
        &self.device
    }
}

impl DerefMut for DeviceGuard<'_> {
    fn deref_mut(&mut self) -> &mut Device {
        self.changed = true;
        &mut self.device
    }
}

impl Drop for DeviceGuard<'_> {
    fn drop(&mut self) {
        if let Some(wake) = self.wake.filter(|_| self.changed) {
            wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    fn device(start: Start, system: System) -> (Device, Instant) {
        let now = Instant::now();
        let options = DeviceOptions {
            start,
            system,
            ..DeviceOptions::default()
        };
        (Device::new(now, options), now)
    }

    fn press(device: &mut Device, now: Instant, keysym: u32) {
        device.key(now, Keysym(keysym), true);
        device.key(now, Keysym(keysym), false);
    }

    fn open(device: &mut Device, now: Instant) -> Option<SessionId> {
        let admin = Origin::account("admin", None);
        device.open_session(now, SessionType::Kvm, &admin)
    }

    fn events(device: &mut Device) -> Vec<Event> {
        std::iter::from_fn(|| device.poll_event())
            .filter(|e| !matches!(e, Event::Key { .. }))
            .collect()
    }

    #[test]
    fn it_goes_from_power_on_through_the_self_test_to_its_system() {
        let (mut device, _) = device(Start::Post, System::Desktop);
        assert_eq!(device.display().canvas().size(), (720, 400));
        while let Some(next) = device.poll_timeout() {
            device.handle_timeout(next);
        }
        assert_eq!(device.display().canvas().size(), (1024, 768));
        let boot = Event::Boot {
            source: "disk".into(),
        };
        assert_eq!(events(&mut device), [boot]);
    }

    #[test]
    fn setup_is_reached_by_its_key_and_keeps_what_was_saved() {
        let (mut device, now) = device(Start::Post, System::Desktop);
        press(&mut device, now, 0xFFBF);
        let text = |device: &Device, row| {
            let grid = device.display().scene().text();
            grid.map_or(String::new(), |grid| grid.line(row))
        };
        assert!(text(&device, 0).contains("setup"));
        // Boot page, first boot device, second value; F10, yes.
        for key in [0xFF53, 0xFF53, 0xFF54, 0xFF0D, 0xFF54, 0xFF0D, 0xFFC7, 0x79] {
            press(&mut device, now, key);
        }
        assert_eq!(device.settings.boot_order(), "Network (PXE)");
        assert!(text(&device, 0).contains("simulated PC"), "it starts again");
    }

    #[test]
    fn without_power_the_screen_is_dark_and_nothing_can_be_typed() {
        let (mut device, now) = device(Start::Running, System::Text);
        device.set_power(now, PowerState::Off);
        device.set_power(now, PowerState::Off);
        assert_eq!(
            events(&mut device),
            [Event::Power {
                state: PowerState::Off
            }]
        );
        assert_eq!(device.display().canvas().size(), (800, 600));
        device.reset(now);
        assert_eq!(device.power(), PowerState::Off);
        device.set_power(now, PowerState::On);
        assert_eq!(device.display().canvas().size(), (720, 400));
    }

    #[test]
    fn a_command_typed_on_the_console_switches_it_off() {
        let (mut device, now) = device(Start::Running, System::Text);
        for c in "poweroff".chars() {
            press(&mut device, now, u32::from(c));
        }
        press(&mut device, now, 0xFF0D);
        assert_eq!(device.power(), PowerState::Off);
    }

    #[test]
    fn keys_are_let_go_when_the_screen_session_ends() {
        let (mut device, now) = device(Start::Running, System::Text);
        let id = open(&mut device, now).unwrap();
        assert_eq!(open(&mut device, now), None);
        device.key(now, Keysym::SHIFT_L, true);
        device.close_session(now, id, "console closed");
        device.close_session(now, id, "again");
        press(&mut device, now, 0x61);
        let grid = device.display().scene().text().unwrap();
        assert_eq!(grid.line(5), "sim-1> a", "Shift is up");
        let open = Event::SessionOpen {
            kind: SessionType::Kvm,
            user: "admin".into(),
        };
        let close = Event::SessionClose {
            kind: SessionType::Kvm,
            reason: "console closed".into(),
        };
        assert_eq!(events(&mut device), [open, close]);
    }

    #[test]
    fn nothing_moves_while_nobody_watches() {
        let (mut device, now) = device(Start::Running, System::Desktop);
        assert_eq!(device.poll_timeout(), None);
        open(&mut device, now);
        let tick = device.poll_timeout().unwrap();
        assert!(tick > now && tick < now + Duration::from_secs(1));
    }

    #[test]
    fn the_same_seed_gives_the_same_identity_and_randomness() {
        let make = |seed| {
            let options = DeviceOptions {
                seed,
                ..DeviceOptions::default()
            };
            let mut device = Device::new(Instant::now(), options);
            let random: [u8; 16] = device.random();
            (device.uuid(), device.realm().to_owned(), random)
        };
        assert_eq!(make(1), make(1));
        let ((uuid, realm, random), other) = (make(1), make(2));
        assert!(uuid != other.0 && realm != other.1 && random != other.2);
        assert_eq!((uuid.len(), realm.len()), (36, 39));
        assert_eq!(uuid.as_bytes()[14], b'4');
    }

    #[test]
    fn changes_wake_and_looking_does_not() {
        let (device, now) = device(Start::Running, System::Text);
        let shared = SharedDevice::new(device);
        let woken = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&woken);
        shared.on_change(move || {
            count.fetch_add(1, Ordering::Relaxed);
        });
        assert_eq!(shared.lock().power(), PowerState::On);
        assert_eq!(woken.load(Ordering::Relaxed), 0);
        shared.lock().key(now, Keysym(0x61), true);
        assert_eq!(woken.load(Ordering::Relaxed), 1);
    }
}
