//! A pretend PC with its firmware: the one state that all its connections share.
//!
//! Everything happens at a time that the caller names, and all randomness comes from a seed, so
//! a whole story can be replayed in a test.

mod course;
mod machine;
mod options;
mod shared;
mod side;

use core::net::IpAddr;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::proto::digest::Ha1;
use crate::proto::kvm::keysym::Keysym;
use crate::proto::redir::messages::SessionType;
use crate::sim::bios::{Redirection, TerminalType};
use crate::sim::canvas::Canvas;
use crate::sim::display::Display;
use crate::sim::event::{Event, EventQueue, Method};
use crate::sim::firmware::audit_log::Origin;
use crate::sim::firmware::boot::BootPlan;
use crate::sim::firmware::power::{AgentRequest, PowerState};
use crate::sim::firmware::settings::Screen;
use crate::sim::firmware::users::Realms;
use crate::sim::firmware::{Firmware, FirmwareEvent, FirmwareOptions, KvmConsent};
use crate::sim::keyboard::Key;
use crate::sim::profile::Profile;
use crate::sim::scene::{Dark, Pointer, Request, Settings, System};
use crate::sim::sessions::{SessionId, Sessions};
use crate::sim::sprite;
use crate::sim::storage::Storage;
use crate::sim::vm::{Order, Orders};
use crate::sim::wsman::{HttpRequest, Outcome, Service};

pub use self::options::{DeviceOptions, Start};
pub use self::shared::{DeviceGuard, SharedDevice};
use self::side::SideDisplays;

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
    side_displays: SideDisplays,
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
                sleeps: !matches!(options.system, System::Machine(_)),
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
            side_displays: SideDisplays::new(&options.more_displays),
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
        self.firmware.screens = match has_display {
            true => self.side_displays.screens(screen),
            false => [None; 4],
        };
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

    /// The picture that firmware captures: that of the display which a console has chosen. While
    /// the PC is off, and where the choice has no display, that of the first.
    #[must_use]
    pub fn captured(&self) -> &Canvas {
        let chosen = self.firmware.kvm.default_screen;
        let side = self.side_displays.canvas(chosen);
        side.filter(|_| self.firmware.power.is_on())
            .unwrap_or_else(|| self.display.canvas())
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
            self.firmware.kvm.back_to_back = false;
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
}

/// How long an operating system takes to do what its agent was asked for.
const AGENT_TIME: Duration = Duration::from_secs(2);

#[cfg(test)]
mod tests;
