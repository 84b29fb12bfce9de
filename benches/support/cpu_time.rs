//! Processor time of the measuring thread instead of the time on the wall: what else runs on the
//! machine hardly shows in it.

use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use rustix::time::{ClockId, clock_gettime};

/// Nanoseconds for which the calling thread was on a processor.
pub(crate) struct CpuTime;

impl CpuTime {
    pub(crate) fn now() -> f64 {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        // Far below the 52 bits up to which this is exact.
        time.tv_sec as f64 * 1e9 + time.tv_nsec as f64
    }
}

impl Measurement for CpuTime {
    type Intermediate = f64;
    type Value = f64;

    fn start(&self) -> f64 {
        Self::now()
    }

    fn end(&self, started: f64) -> f64 {
        Self::now() - started
    }

    fn add(&self, a: &f64, b: &f64) -> f64 {
        a + b
    }

    fn zero(&self) -> f64 {
        0.0
    }

    fn to_f64(&self, value: &f64) -> f64 {
        *value
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}
