//! One device that many connections work with.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::Device;

/// A device that several connections work with, and that wakes them when it changes.
#[derive(Clone)]
pub struct SharedDevice(Arc<Shared>);

struct Shared {
    device: Mutex<Device>,
    wake: OnceLock<Box<dyn Fn() + Send + Sync>>,
}

impl SharedDevice {
    /// Makes a device shareable.
    #[must_use]
    pub fn new(device: Device) -> Self {
        Self(Arc::new(Shared {
            device: Mutex::new(device),
            wake: OnceLock::new(),
        }))
    }

    /// Has `wake` called after each change; the first such call counts.
    pub fn on_change(&self, wake: impl Fn() + Send + Sync + 'static) {
        // A second caller has nothing to add: there is one driver per device.
        drop(self.0.wake.set(Box::new(wake)));
    }

    /// Exclusive access, to be held briefly. Whoever only reads wakes nobody.
    #[must_use]
    pub fn lock(&self) -> DeviceGuard<'_> {
        DeviceGuard {
            // A panic while it was held is a bug of ours; the state is whole between statements.
            device: self.0.device.lock().unwrap_or_else(PoisonError::into_inner),
            wake: self.0.wake.get().map(|wake| &**wake),
            changed: false,
        }
    }
}

impl fmt::Debug for SharedDevice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedDevice")
    }
}

/// Exclusive access to a device.
pub struct DeviceGuard<'a> {
    device: MutexGuard<'a, Device>,
    wake: Option<&'a (dyn Fn() + Send + Sync)>,
    changed: bool,
}

impl Deref for DeviceGuard<'_> {
    type Target = Device;

    fn deref(&self) -> &Device {
        &self.device
    }
}

impl DerefMut for DeviceGuard<'_> {
    fn deref_mut(&mut self) -> &mut Device {
        self.changed = true;
        &mut self.device
    }
}

impl Drop for DeviceGuard<'_> {
    fn drop(&mut self) {
        if let Some(wake) = self.wake.filter(|_| self.changed) {
            wake();
        }
    }
}
