//! What a person or a script wants of Intel AMT, from the first question to the result.
//!
//! A flow is an async function over a logged-in [`Control`]. It asks in
//! the order that firmware wants, tells each step through a callback as a typed value, and gives a
//! typed result; the words are the front end's. It ends with a [`Fault`] that names
//! cause and remedy. No flow ever changes the consent policy of a PC.

pub mod boot;
pub mod boot_image;
pub mod consent;
pub mod displays;
pub mod doctor;
pub mod enable;
pub mod info;
pub mod logs;
pub mod power;
pub mod probe;
pub mod scan;

/// The device's own values, as flows give them.
pub use crate::proto::wsman::class::{
    AmtVersion, AuditLog, Bios, BootCapabilities, Card, Chassis, ControlMode, EthernetPort,
    EventSeverity, GeneralSettings, HostBootReason, IderDevice, Ipv6Port, KvmSettings, Memory,
    MessageLog, OptInRequired, OptInService, OptInState, OsPowerSaving, PowerState, Processor,
    Screen, ScreenSettings, SessionPort, SetupService, Software, TlsSettings, Uuid,
};

use super::Fault;
use super::control::Control;
use super::fault::DeviceFault;
use crate::proto::wsman::class::Class;

/// Does a failure concern one class only, so that the others are still worth asking for?
///
/// Refusals and answers that cannot be read do; a lost connection, a refused login and an answer
/// that never came do not.
pub(super) const fn is_local(fault: &Fault) -> bool {
    match fault {
        Fault::Device(fault) => !matches!(fault, DeviceFault::Unconfirmed { .. }),
        Fault::Unexpected { .. } | Fault::ConsentNeeded => true,
        _ => false,
    }
}

/// Reads the only object of a class; `None` where it cannot be had for a reason of its own.
async fn find<C: Class>(control: &mut Control, what: &'static str) -> Result<Option<C>, Fault> {
    match control.find(what).await {
        Err(fault) if is_local(&fault) => {
            tracing::debug!(class = C::NAME, error = %fault, "left out");
            Ok(None)
        }
        result => result,
    }
}
