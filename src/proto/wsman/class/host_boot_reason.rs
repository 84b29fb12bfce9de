//! `IPS_HostBootReason`: why the PC started last.
//!
//! Source: `docs/protocol/wsman.md` § 2.11.

use super::Class;
use crate::proto::wsman::instance::{Instance, PropertyError};

/// `IPS_HostBootReason`, from AMT 8 on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostBootReason {
    /// 0 other, 1 remote control, 2 alarm (inferred from the order of the documentation).
    pub reason: u32,
    /// `Reset`, `Power Up`, or the name of the alarm.
    pub details: Option<String>,
}

impl Class for HostBootReason {
    const NAME: &'static str = "IPS_HostBootReason";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        Ok(Self {
            reason: i.required("Reason")?,
            details: i.label("ReasonDetails"),
        })
    }
}
