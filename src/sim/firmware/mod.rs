//! The management engine of the simulated PC: what AMT firmware knows and decides.
//!
//! [`Firmware`] joins small machines (power, next boot, consent, redirection, accounts, logs)
//! and lets them act on each other. The PC itself lives outside: it obeys
//! [`FirmwareEvent`]s and reports what it did.

pub mod alarms;
pub mod audit_log;
pub mod boot;
mod clock;
pub mod consent;
mod engine;
pub mod event_log;
pub mod features;
pub mod power;
pub mod redirection;
pub mod settings;
pub mod users;

pub use clock::Clock;
pub(crate) use engine::date_time;
pub use engine::{
    BootCause, BootReason, ControlMode, Firmware, FirmwareEvent, FirmwareOptions, HostStage,
    KvmConsent,
};
