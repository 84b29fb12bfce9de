//! `AMT_TimeSynchronizationService`: the device's clock.
//!
//! Source: `docs/protocol/wsman.md` § 6.5.

use time::OffsetDateTime;

use crate::proto::wsman::call::Call;
use crate::proto::wsman::instance::{Instance, PropertyError};

/// The clock. A wrong one breaks mutual TLS, Kerberos and the times of logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeService;

impl TimeService {
    /// Name of the class on the wire.
    pub const CLASS: &'static str = "AMT_TimeSynchronizationService";

    /// Reads the clock.
    #[must_use]
    pub fn read() -> Call {
        Call::invoke(Self::CLASS, "GetLowAccuracyTimeSynch")
    }

    /// Takes the time out of the method's output.
    ///
    /// # Errors
    /// [`PropertyError`].
    pub fn from_output(i: &Instance) -> Result<Option<OffsetDateTime>, PropertyError> {
        let seconds: u32 = i.required("Ta0")?;
        Ok(OffsetDateTime::from_unix_timestamp(seconds.into()).ok())
    }

    /// Sets the clock: what it said, our time then, our time now; all in seconds since 1970.
    #[must_use]
    pub fn set(read: u32, ours_then: u32, ours_now: u32) -> Call {
        Call::invoke(Self::CLASS, "SetHighAccuracyTimeSynch")
            .with("Ta0", &read.to_string())
            .with("Tm1", &ours_then.to_string())
            .with("Tm2", &ours_now.to_string())
    }
}
