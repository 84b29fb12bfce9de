//! The simulated PC behind the drives of one connection.

use std::time::{Duration, Instant};

use super::boot::{Boot, BootFault, Firmware};
use super::bus::Bus;
use super::channel::Pc;
use super::probe::{Probe, Watch, Who};
use super::totals::Totals;
use super::{Program, Report};
use crate::proto::ider::messages::{Drive, Start};
use crate::sim::device::SharedDevice;
use crate::sim::event::Event;
use crate::sim::lease::Lease;
use crate::sim::scene::System;
use crate::sim::storage::Phase;

/// Totals are reported this often while they change.
const REPORT_INTERVAL: Duration = Duration::from_secs(1);

/// A device and the session that its drives belong to.
#[derive(Debug)]
pub struct DevicePc {
    device: SharedDevice,
    lease: Lease,
    /// What was begun since the last reset, so that nothing is begun twice.
    begun: Begun,
    reported: Totals,
    reported_at: Option<Instant>,
    /// Something was read that nobody was told of.
    is_news: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Begun {
    resets: u64,
    self_test: bool,
    start: Option<Firmware>,
    system: bool,
    watch: bool,
}

impl DevicePc {
    /// The PC of this device.
    #[must_use]
    pub fn new(device: &SharedDevice, lease: Lease) -> Self {
        Self {
            device: device.clone(),
            lease,
            begun: Begun::default(),
            reported: Totals::default(),
            reported_at: None,
            is_news: false,
        }
    }

    fn report_totals(&mut self, now: Instant) {
        if std::mem::take(&mut self.is_news) {
            self.reported_at = Some(now);
            self.device.lock().report(Event::ider_read(&self.reported));
        }
    }
}

impl Pc for DevicePc {
    fn enable(&mut self, _: Instant, start: Start) -> bool {
        self.device.lock().storage_mut().lend(start);
        true
    }

    fn disable(&mut self, now: Instant) {
        self.report_totals(now);
        self.device.lock().storage_gone(now);
    }

    fn resets(&self) -> u64 {
        self.device.lock().storage().resets()
    }

    fn next_program(&mut self, _: Instant) -> Option<Box<dyn Program>> {
        let hardware = {
            let device = self.device.lock();
            device
                .drives()
                .map(|drives| (drives, device.storage().is_visible()))
        };
        if let Some((drives, is_visible)) = hardware {
            // One program for as long as the bus is not reset: it is never done.
            return is_visible.then(|| drives.program());
        }
        let (phase, resets, is_linux) = {
            let device = self.device.lock();
            let storage = device.storage();
            if !storage.is_visible() {
                return None;
            }
            let is_linux = matches!(device.options().system, System::Text);
            (storage.phase(), storage.resets(), is_linux)
        };
        if self.begun.resets != resets {
            self.begun = Begun {
                resets,
                ..Begun::default()
            };
        }
        if self.device.lock().storage().has_program() {
            return self.device.lock().storage_mut().take_program();
        }
        match (phase, &mut self.begun) {
            (Phase::SelfTest, begun) if !begun.self_test => {
                begun.self_test = true;
                Some(Box::new(Probe::new(Who::Bios)))
            }
            (Phase::Starting(drive), begun) if begun.start.is_none() => {
                begun.start = Some(Firmware::Bios);
                Some(Box::new(Boot::new(drive, Firmware::Bios)))
            }
            (Phase::Running, begun) if !begun.system => {
                begun.system = true;
                let who = if is_linux { Who::Linux } else { Who::Windows };
                Some(Box::new(Probe::new(who)))
            }
            (Phase::Running, begun) if !begun.watch => {
                begun.watch = true;
                Some(Box::new(Watch::new()))
            }
            _ => None,
        }
    }

    fn done(&mut self, now: Instant, report: Report, bus: &Bus) {
        self.observe(now, bus);
        match &report {
            // What has no entry for a BIOS may have one for UEFI.
            Report::Booted(Err(BootFault::NotBootable))
                if self.begun.start == Some(Firmware::Bios) =>
            {
                self.begun.start = Some(Firmware::Uefi);
                let boot = Boot::new(Drive::Cd, Firmware::Uefi);
                self.device.lock().storage_mut().run(Box::new(boot));
                return;
            }
            Report::Booted(result) => {
                self.report_totals(now);
                self.device.lock().started_from_storage(now, result);
            }
            Report::Probed(_) | Report::Loaded(_) => {}
        }
        // Whoever looks at an image again would find the same: its watch begins anew.
        self.begun.watch = false;
        self.device.lock().storage_mut().report(report);
    }

    fn observe(&mut self, now: Instant, bus: &Bus) {
        self.lease.seen(now);
        let totals = *bus.totals();
        let transferred = |t: &Totals| (t.bytes_read, t.bytes_written);
        if transferred(&totals) != transferred(&self.reported) {
            self.is_news = true;
        }
        self.reported = totals;
        if self
            .reported_at
            .is_none_or(|at| at + REPORT_INTERVAL <= now)
        {
            self.report_totals(now);
        }
    }

    fn close(&mut self, now: Instant, reason: &str) {
        self.report_totals(now);
        self.lease.close(now, reason);
    }

    fn is_ended(&self) -> bool {
        !self.lease.is_open()
    }

    fn poll_timeout(&self) -> Option<Instant> {
        let at = self.reported_at?;
        self.is_news.then(|| at + REPORT_INTERVAL)
    }
}
