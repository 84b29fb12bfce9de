//! The way of a PC from power-on through its self-test to what it boots, and back into the dark.

use std::time::Instant;

use super::{Device, Stage};
use crate::proto::ider::messages::Drive;
use crate::sim::event::Event;
use crate::sim::firmware::HostStage;
use crate::sim::firmware::boot::{BootPlan, BootTarget};
use crate::sim::firmware::power::{AgentRequest, PowerState};
use crate::sim::ider::{BootFault, BootReport};
use crate::sim::scene::{Dark, Lent, NoMedium, Post, PostFacts, Request, Setup};
use crate::sim::storage::Phase;
use crate::sim::vm::Order;

impl Device {
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

    /// The agent in the operating system does what the firmware asked for.
    pub(super) fn do_as_asked(&mut self, now: Instant, request: AgentRequest) {
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

    pub(super) fn carry_out(&mut self, now: Instant, request: Option<Request>) {
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
    pub(super) fn boot(&mut self, now: Instant) {
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
    pub(super) fn start_from(&mut self, now: Instant, drive: Drive) {
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
    pub(super) fn find_nothing(&mut self, now: Instant, target: BootTarget) {
        self.firmware.host_reached(now, HostStage::NoMedium);
        self.stage = Stage::Bios;
        self.storage.pc_idles();
        let scene = NoMedium::new(&target.to_string());
        self.display.show(now, Box::new(scene));
    }

    pub(super) fn self_test(&mut self, now: Instant, plan: BootPlan) {
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

    pub(super) fn darken(&mut self, now: Instant) {
        if self.hardware().is_some() && self.power() != PowerState::Sleep {
            self.orders.push(Order::Cut);
        }
        self.restarts = false;
        self.storage.pc_off();
        self.asked = None;
        self.stage = Stage::Dark;
        self.display.show(now, Box::new(Dark));
    }

    pub(super) fn enter_setup(&mut self, now: Instant) {
        self.stage = Stage::Bios;
        let setup = Setup::new(self.settings.clone());
        self.display.show(now, Box::new(setup));
    }

    pub(super) fn start_system(&mut self, now: Instant) {
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
