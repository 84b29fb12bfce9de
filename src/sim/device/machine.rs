//! A real machine in place of the simulated PC: what it is told to do, and what it did by itself.

use std::time::Instant;

use super::Device;
use crate::sim::event::Event;
use crate::sim::firmware::HostStage;
use crate::sim::firmware::boot::{BootPlan, BootTarget};
use crate::sim::firmware::power::{AgentRequest, PowerState};
use crate::sim::scene::{Hardware, System};
use crate::sim::vm::{BootFrom, Drives, Line, Order, Orders};

impl Device {
    /// The real machine in place of the PC, if there is one.
    pub(super) const fn hardware(&self) -> Option<&Hardware> {
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

    /// A real machine has no agent of the firmware, but a power button: its system shuts down if
    /// it listens to that. Nothing can make it sleep, which its firmware refuses before this.
    pub(super) fn ask_machine(&mut self, request: AgentRequest) {
        match request {
            AgentRequest::ShutDown | AgentRequest::Restart => {
                self.restarts = request == AgentRequest::Restart;
                self.orders.push(Order::PressButton);
            }
            AgentRequest::Sleep | AgentRequest::Hibernate => {}
        }
    }

    /// A real machine starts from the beginning.
    pub(super) fn start_machine(&mut self, now: Instant, plan: &BootPlan) {
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
}
