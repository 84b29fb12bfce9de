//! A pretend PC with its firmware: the one state that all its connections share.
//!
//! Everything happens at a time that the caller names, and all randomness comes from a seed, so
//! a whole story can be replayed in a test.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Instant;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde::Serialize;

use super::display::Display;
use super::event::{Event, EventQueue};
use super::profile::Profile;
use super::scene::{Dark, Pointer, Post, PostFacts, Request, Settings, Setup, System};
use super::sessions::{SessionId, Sessions};
use crate::proto::kvm::keysym::Keysym;
use crate::proto::redir::messages::SessionType;
use crate::wire::Secret;

/// Whether the PC runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Power {
    /// Running (S0).
    On,
    /// Asleep (S3).
    Sleep,
    /// Soft off (S5).
    Off,
}

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
    /// Power state at the beginning.
    pub power: Power,
    /// What it shows first if it is on.
    pub start: Start,
    /// Its operating system.
    pub system: System,
    /// A display is attached, so that firmware has a picture to capture.
    pub has_display: bool,
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
            power: Power::On,
            start: Start::Running,
            system: System::Desktop,
            has_display: true,
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
    power: Power,
    settings: Settings,
    display: Display,
    sessions: Sessions,
    events: EventQueue,
    rng: StdRng,
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
        let mut device = Self {
            uuid,
            realm: format!("Digest:{id:032X}"),
            power: options.power,
            settings: Settings::default(),
            display: Display::new(now, Box::new(Dark)),
            sessions: Sessions::default(),
            events: EventQueue::default(),
            rng,
            options,
        };
        if device.power == Power::On {
            match device.options.start {
                Start::Post => device.self_test(now),
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

    /// The password of a user, if there is one of that name.
    #[must_use]
    pub fn password_of(&self, user: &str) -> Option<&Secret<String>> {
        (user == self.options.user).then_some(&self.options.password)
    }

    /// Fresh random bytes.
    pub fn random<const N: usize>(&mut self) -> [u8; N] {
        self.rng.random()
    }

    /// Whether it runs.
    #[must_use]
    pub const fn power(&self) -> Power {
        self.power
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

    /// Opens a session for a user who has logged in; `None` if there is one of this kind.
    pub fn open_session(&mut self, kind: SessionType, user: &str) -> Option<SessionId> {
        let id = self.sessions.open(kind, user)?;
        let user = user.to_owned();
        self.events.push(Event::SessionOpen { kind, user });
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

    /// Switches the PC on or off or to sleep. Nothing happens if it is so already.
    pub fn set_power(&mut self, now: Instant, power: Power) {
        let before = std::mem::replace(&mut self.power, power);
        if before == power {
            return;
        }
        self.events.push(Event::Power { state: power });
        match (before, power) {
            // Memory was kept: the system goes on where it was, as far as it can.
            (Power::Sleep, Power::On) => self.start_system(now),
            (_, Power::On) => self.self_test(now),
            (_, Power::Sleep | Power::Off) => self.display.show(now, Box::new(Dark)),
        }
    }

    /// Resets the PC; nothing happens unless it is on.
    pub fn reset(&mut self, now: Instant) {
        if self.power == Power::On {
            self.self_test(now);
        }
    }

    /// When [`handle_timeout`](Self::handle_timeout) wants to be called.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.display.next_tick(self.is_watched())
    }

    /// Lets everything happen whose time has come.
    pub fn handle_timeout(&mut self, now: Instant) {
        let request = self.display.tick(now, self.is_watched());
        self.carry_out(now, request);
    }

    /// Somebody sees what moves: on the screen or on the serial port.
    fn is_watched(&self) -> bool {
        self.sessions.is_busy(SessionType::Kvm) || self.sessions.is_busy(SessionType::Sol)
    }

    fn carry_out(&mut self, now: Instant, request: Option<Request>) {
        match request {
            Some(Request::Boot) => {
                self.events.push(Event::Boot {
                    source: "disk".into(),
                });
                self.start_system(now);
            }
            Some(Request::EnterSetup) => self.enter_setup(now),
            Some(Request::SaveSettings(settings)) => {
                self.settings = settings;
                self.reset(now);
            }
            Some(Request::Reset) => self.reset(now),
            Some(Request::PowerOff) => self.set_power(now, Power::Off),
            Some(Request::Bell | Request::Resize) | None => {}
        }
    }

    fn self_test(&mut self, now: Instant) {
        let firmware = self.profile().firmware();
        let facts = PostFacts {
            name: self.options.name.clone(),
            firmware: format!("{}.{}", firmware.major, firmware.minor),
            uuid: self.uuid(),
        };
        let post = Post::new(facts, self.settings.clone());
        self.display.show(now, Box::new(post));
    }

    fn enter_setup(&mut self, now: Instant) {
        let setup = Setup::new(self.settings.clone());
        self.display.show(now, Box::new(setup));
    }

    fn start_system(&mut self, now: Instant) {
        let system = self.options.system.start(&self.options.name);
        self.display.show(now, system);
    }
}

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
        device.set_power(now, Power::Off);
        device.set_power(now, Power::Off);
        assert_eq!(events(&mut device), [Event::Power { state: Power::Off }]);
        assert_eq!(device.display().canvas().size(), (800, 600));
        device.reset(now);
        assert_eq!(device.power(), Power::Off);
        device.set_power(now, Power::On);
        assert_eq!(device.display().canvas().size(), (720, 400));
    }

    #[test]
    fn a_command_typed_on_the_console_switches_it_off() {
        let (mut device, now) = device(Start::Running, System::Text);
        for c in "poweroff".chars() {
            press(&mut device, now, u32::from(c));
        }
        press(&mut device, now, 0xFF0D);
        assert_eq!(device.power(), Power::Off);
    }

    #[test]
    fn keys_are_let_go_when_the_screen_session_ends() {
        let (mut device, now) = device(Start::Running, System::Text);
        let id = device.open_session(SessionType::Kvm, "admin").unwrap();
        assert_eq!(device.open_session(SessionType::Kvm, "admin"), None);
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
        device.open_session(SessionType::Kvm, "admin");
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
        assert_eq!(shared.lock().power(), Power::On);
        assert_eq!(woken.load(Ordering::Relaxed), 0);
        shared.lock().key(now, Keysym(0x61), true);
        assert_eq!(woken.load(Ordering::Relaxed), 1);
    }
}
