//! The firmware's side of storage redirection, with a PC behind it that uses the drives.
//!
//! [`channel`] is the connection: strict about numbers, lengths and completion. [`bus`] is what
//! the PC's programs see of it: commands in, outcomes out. The programs: [`probe`] the drives as
//! a BIOS, Linux or Windows does, [`boot`] from them as El Torito says, put [`load`] on them.
//!
//! Source: `docs/protocol/redirection.md` § 6.

pub mod boot;
pub mod bus;
pub mod channel;
pub mod command;
pub mod load;
pub mod pc;
pub mod probe;
pub mod totals;

use std::fmt;
use std::time::Instant;

pub use boot::{BootFault, BootReport};
pub use bus::{Bus, CommandId, Outcome};
pub use channel::{Ider, IderError};
pub use command::{Command, Expect};
pub use pc::DevicePc;
pub use totals::Totals;

/// A program of the PC that uses the drives.
///
/// Called after every outcome and whenever its own deadline has passed. It submits commands to
/// the bus and takes their outcomes from it; it keeps no more than one command per drive waiting,
/// as a host controller does.
pub trait Program: fmt::Debug + Send {
    /// Goes on as far as it can.
    fn advance(&mut self, now: Instant, bus: &mut Bus) -> Progress;

    /// When it wants to be called although nothing has happened.
    fn poll_timeout(&self) -> Option<Instant>;
}

/// How a program goes on.
#[derive(Debug)]
pub enum Progress {
    /// It waits for an outcome or its deadline.
    Running,
    /// It waits for its deadline, and another program may take its place until then.
    Idle,
    /// It is done.
    Done(Report),
}

/// What a program found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report {
    /// The drives were looked at.
    Probed(probe::Found),
    /// The PC started from a medium, or not.
    Booted(Result<BootReport, BootFault>),
    /// Load was put on a drive.
    Loaded(load::LoadReport),
}
