//! What the firmware has done to the machine, and what the machine tells of itself.

use std::collections::VecDeque;

use crate::sim::firmware::boot::BootTarget;

/// From what the machine starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BootFrom {
    /// Its own disk, as its setup says.
    Disk,
    /// The CD drive that a console lends.
    Cd,
    /// The floppy drive that a console lends.
    Floppy,
    /// The network.
    Network,
}

impl BootFrom {
    /// Where a plan of the firmware leads on this machine; `None` if it has no such thing.
    ///
    /// The BIOS setup is none: neither SeaBIOS nor OVMF can be told to enter theirs. Nor is
    /// anything erased: an image file is worth more than a truthful simulation.
    #[must_use]
    pub const fn of(target: &BootTarget) -> Option<Self> {
        match target {
            BootTarget::Default | BootTarget::HardDrive { safe_mode: false } => Some(Self::Disk),
            BootTarget::IderCd => Some(Self::Cd),
            BootTarget::IderFloppy => Some(Self::Floppy),
            BootTarget::Pxe => Some(Self::Network),
            BootTarget::Setup
            | BootTarget::HardDrive { safe_mode: true }
            | BootTarget::CdDvd
            | BootTarget::Diagnostic
            | BootTarget::UefiHttps { .. }
            | BootTarget::UefiOption(_)
            | BootTarget::Reflash
            | BootTarget::SecureErase
            | BootTarget::PlatformErase => None,
        }
    }
}

/// One thing done to the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Power on or reset: it starts from the beginning.
    Start(BootFrom),
    /// Power is cut.
    Cut,
    /// It is woken from sleep.
    Wake,
    /// A non-maskable interrupt.
    Nmi,
    /// Its power button is pressed briefly: the system is asked to shut down.
    PressButton,
}

/// Orders that the machine has not carried out yet, oldest first.
///
/// Bounded without dropping anything that counts: a start or a cut makes everything before it
/// pointless, and one of each other kind waits.
#[derive(Debug, Default)]
pub struct Orders(VecDeque<Order>);

impl Orders {
    /// Adds one.
    pub fn push(&mut self, order: Order) {
        match order {
            Order::Start(_) | Order::Cut => self.0.clear(),
            Order::Wake | Order::Nmi | Order::PressButton => self.0.retain(|o| *o != order),
        }
        self.0.push_back(order);
    }

    /// The oldest one.
    pub fn pop(&mut self) -> Option<Order> {
        self.0.pop_front()
    }

    /// None waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_replaces_what_waits_and_nothing_grows() {
        let mut orders = Orders::default();
        for _ in 0..1000 {
            orders.push(Order::Nmi);
            orders.push(Order::PressButton);
        }
        assert_eq!(orders.pop(), Some(Order::Nmi));
        orders.push(Order::Cut);
        orders.push(Order::Start(BootFrom::Cd));
        orders.push(Order::Nmi);
        assert_eq!(orders.pop(), Some(Order::Start(BootFrom::Cd)));
        assert_eq!(orders.pop(), Some(Order::Nmi));
        assert!(orders.is_empty());
    }
}
