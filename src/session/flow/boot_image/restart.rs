//! The setting for one start, and the restart.

use tokio::sync::mpsc;
use tracing::debug;

use super::attempt::{Attempt, Halt};
use super::{BootImageEvent, BootImageOptions, ImageStep};
use crate::limits;
use crate::session::control::Control;
use crate::session::flow::IderDevice;
use crate::session::flow::boot::{self, BootPlan, BootStep, BootTarget};
use crate::session::flow::power::NoSessions;
use crate::session::ider::Drive;

impl Attempt {
    /// Sets the next start and restarts the PC.
    pub(super) async fn restart(
        &mut self,
        options: &BootImageOptions,
        control: &mut Control,
    ) -> Result<(), Halt> {
        let target = BootTarget::Lent(match options.drive() {
            Drive::Cd => IderDevice::Cd,
            Drive::Floppy => IderDevice::Floppy,
        });
        let plan = BootPlan {
            target,
            start: options.start,
            use_sol: options.use_sol,
        };
        let (steps, mut seen) = mpsc::channel(limits::EVENTS);
        let mut progress = |step| drop(steps.try_send(step));
        self.may_be_set = true;
        let mut sessions = NoSessions;
        let boot = boot::boot(control, plan, &mut sessions, &mut progress);
        let mut boot = std::pin::pin!(boot);
        loop {
            tokio::select! {
                biased;
                Some(step) = seen.recv() => self.power_step(step),
                result = &mut boot => {
                    let outcome = result?;
                    debug!(?outcome, "restarted");
                    break;
                }
                stage = self.next_stage() => {
                    stage?;
                }
            }
        }
        while let Ok(step) = seen.try_recv() {
            self.power_step(step);
        }
        Ok(())
    }

    fn power_step(&mut self, step: BootStep) {
        match step {
            BootStep::Power(step) => {
                if self.step == ImageStep::Prepare {
                    self.done();
                    self.begin(ImageStep::Restart);
                }
                self.reports.report(BootImageEvent::Power(step));
            }
            step => debug!(?step, "boot settings"),
        }
    }
}
