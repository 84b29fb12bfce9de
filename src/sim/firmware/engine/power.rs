//! Power and boot as the firmware handles them: what consoles ask, what the PC does by itself.

use std::time::Instant;

use super::{BootCause, BootReason, Firmware, FirmwareEvent, HostStage, KINDS};
use crate::sim::firmware::audit_log::{AuditEvent, Origin};
use crate::sim::firmware::boot::{BootPlan, BootRefusal};
use crate::sim::firmware::event_log::{Event, Progress};
use crate::sim::firmware::power::{AgentRequest, PowerAction, PowerEvent, PowerReturn, PowerState};

impl Firmware {
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

    pub(super) fn power_event(&mut self, now: Instant, event: PowerEvent) {
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

    pub(super) fn begin_boot(&mut self, now: Instant) -> BootPlan {
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
    pub(super) fn power_changed(&mut self, now: Instant) {
        self.consent.set_host_on(now, self.power.is_on());
        if !self.power.is_on() {
            self.blanking.is_open = false;
        }
        self.sessions_changed(now);
        let event = FirmwareEvent::Power(self.power.state());
        self.events.push_back(event);
    }

    /// What the BIOS reports of its self-test.
    pub(super) fn log_start(&mut self, now: Instant, plan: &BootPlan) {
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
}
