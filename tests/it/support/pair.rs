//! Client machine and simulator machine joined in memory: virtual clock, latency, rate, mischief.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use outband::proto::Machine;
use outband::sim::Nudge;
use outband::sim::device::SharedDevice;
use outband::sim::link::{Link, LinkSpeed};
use outband::sim::trouble::{Mischief, Port, Step, Trouble};

use super::driver::Driver;

/// A console and a device with a line between them.
pub(crate) struct Pair<C: Machine, D: Machine<Command = Nudge>> {
    pub(crate) console: Driver<C>,
    pub(crate) firmware: Driver<D>,
    pub(crate) device: SharedDevice,
    pub(crate) now: Instant,
    to_console: Link,
    to_device: Link,
    mischief: Mischief,
    /// The device sends nothing more, for whatever reason.
    is_cut: bool,
    /// The end of the stream has been delivered to the console.
    pub(crate) console_ended: bool,
    changed: Arc<AtomicBool>,
    /// Bytes that arrived at the console.
    pub(crate) delivered: u64,
}

impl<C: Machine, D: Machine<Command = Nudge>> Pair<C, D> {
    pub(crate) fn new(
        now: Instant,
        device: &SharedDevice,
        console: C,
        firmware: D,
        speed: LinkSpeed,
        trouble: &str,
    ) -> Self {
        let changed = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&changed);
        device.on_change(move || flag.store(true, Ordering::Relaxed));
        let trouble = match trouble {
            "" => Trouble::default(),
            spec => spec.parse().unwrap(),
        };
        Self {
            console: Driver::new(console, now),
            firmware: Driver::new(firmware, now),
            device: device.clone(),
            now,
            to_console: Link::new(speed),
            to_device: Link::new(speed),
            mischief: trouble.for_connection(1, Port::Redirection, 0),
            is_cut: false,
            console_ended: false,
            changed,
            delivered: 0,
        }
    }

    /// Something happens on the device by itself.
    pub(crate) fn on_device(
        &mut self,
        act: impl FnOnce(&mut outband::sim::device::Device, Instant),
    ) {
        act(&mut self.device.lock(), self.now);
        self.exchange();
    }

    pub(crate) fn command(&mut self, command: C::Command) {
        self.console.now = self.now;
        self.console.command(command);
        self.exchange();
    }

    /// Lets time pass until `done`, at most `limit`. Returns whether it was.
    pub(crate) fn run(&mut self, limit: Duration, done: impl Fn(&mut Self) -> bool) -> bool {
        let end = self.now + limit;
        loop {
            self.exchange();
            if done(self) {
                return true;
            }
            let Some(next) = self.next_moment().filter(|next| *next <= end) else {
                self.now = end;
                return false;
            };
            self.now = self.now.max(next);
            self.moment();
        }
    }

    fn next_moment(&self) -> Option<Instant> {
        let firmware_lives = self.firmware.error.is_none();
        let console_lives = self.console.error.is_none();
        let times = [
            self.to_console.next_arrival(),
            self.to_device.next_arrival(),
            self.device.lock().poll_timeout(),
            self.console
                .machine
                .poll_timeout()
                .filter(|_| console_lives),
            self.firmware
                .machine
                .poll_timeout()
                .filter(|_| firmware_lives),
        ];
        times.into_iter().flatten().min()
    }

    /// Everything whose time has come.
    fn moment(&mut self) {
        let now = self.now;
        if self
            .device
            .lock()
            .poll_timeout()
            .is_some_and(|at| at <= now)
        {
            self.device.lock().handle_timeout(now);
        }
        while let Some(bytes) = self.to_device.pop(now) {
            self.firmware.now = now;
            self.firmware.feed(&bytes);
        }
        while let Some(bytes) = self.to_console.pop(now) {
            self.console.now = now;
            self.delivered += bytes.len() as u64;
            self.console.feed(&bytes);
        }
        self.console.now = self.console.now.min(now);
        self.firmware.now = self.firmware.now.min(now);
        let late = now.saturating_duration_since(self.console.now);
        self.console.advance(late);
        let late = now.saturating_duration_since(self.firmware.now);
        self.firmware.advance(late);
    }

    /// Moves what the machines have to say onto the line, and tells the firmware of changes.
    fn exchange(&mut self) {
        while self.changed.swap(false, Ordering::Relaxed) && self.firmware.error.is_none() {
            self.firmware.now = self.now;
            self.firmware.command(Nudge);
        }
        let out = std::mem::take(&mut self.firmware.out);
        for step in self.mischief.send(&out) {
            match step {
                Step::Send(bytes) if !self.is_cut => self.to_console.push(self.now, &bytes),
                Step::Pause(time) => self.to_console.pause(self.now, time),
                Step::Send(_) => {}
                Step::Close | Step::Reset => self.is_cut = true,
            }
        }
        let over = self.firmware.error.is_some() || self.firmware.machine.is_finished();
        if (over || self.is_cut) && self.to_console.queued_bytes() == 0 && !self.console_ended {
            self.console_ended = true;
            if self.console.error.is_none() {
                self.console.end();
            }
            if !over {
                self.firmware.end();
            }
        }
        let out = std::mem::take(&mut self.console.out);
        if !self.console_ended {
            self.to_device.push(self.now, &out);
        }
        let left = self.console.error.is_some() || self.console.machine.is_finished();
        if left && !over && !self.console_ended && self.to_device.queued_bytes() == 0 {
            self.firmware.end();
            self.is_cut = true;
        }
    }
}
