//! Does the PC run, is its clock right, does its audit log block?

use super::{Check, Finding, Ledger};
use crate::session::control::Control;
use crate::session::fault::{DeviceFault, Fault};
use crate::session::flow::info::{self, ClockReading};
use crate::session::flow::is_local;
use crate::session::flow::logs::{self, LogStates};
use crate::session::flow::power::{self, PowerStatus};

/// Audit log, clock, power.
pub(super) async fn look(control: &mut Control, ledger: &mut Ledger<'_>) {
    let finding = found(
        logs::states(control).await,
        |states: LogStates| match states.audit {
            Some(log) if log.blocks_actions() => Finding::problem(DeviceFault::AuditLogFull),
            Some(_) => Finding::FINE,
            None => Finding::Unknown("This account or release does not show it".to_owned()),
        },
    );
    ledger.note(Check::AuditLog, finding);
    let finding = found(info::clock(control).await, |clock: ClockReading| {
        let off = clock.fast_by_secs();
        if off.unsigned_abs() > CLOCK_SLACK_SECS {
            Finding::problem(DeviceFault::ClockWrong { fast_by_secs: off })
        } else {
            Finding::FINE
        }
    });
    ledger.note(Check::Clock, finding);
    let finding = found(power::status(control).await, |status: PowerStatus| {
        if status.is_off() {
            Finding::problem(DeviceFault::Off)
        } else if status.is_asleep() {
            Finding::problem(DeviceFault::Asleep)
        } else {
            Finding::FINE
        }
    });
    ledger.note(Check::Power, finding);
}

/// What one answer means; what a class refuses for a reason of its own stays unknown.
pub(super) fn found<T>(answer: Result<T, Fault>, judge: impl FnOnce(T) -> Finding) -> Finding {
    match answer {
        Ok(value) => judge(value),
        Err(fault @ Fault::Device(DeviceFault::NotAllowed { .. })) => Finding::problem(fault),
        Err(fault) if is_local(&fault) => Finding::Unknown(fault.title()),
        Err(fault) => Finding::problem(fault),
    }
}

/// Kerberos accepts five minutes.
const CLOCK_SLACK_SECS: u64 = 300;
