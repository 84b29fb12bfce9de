//! What is asked of an attempt, its steps, and what it reports.

use std::mem::discriminant;
use std::time::Duration;

use super::super::EthernetPort;
use super::super::info::Network;
use super::super::power::PowerStep;
use crate::session::Fault;
use crate::session::consent::{ConsentCommand, ConsentView};
use crate::session::ider::{MediaCommand, MediaEvent, MediaView};
use crate::session::reports::Report;

/// What may be asked of an attempt.
#[derive(Debug)]
#[non_exhaustive]
pub enum BootImageCommand {
    /// A wish while the user's consent is asked for.
    Consent(ConsentCommand),
    /// For the drives; [`MediaCommand::Close`] is the same as [`Stop`](Self::Stop).
    Media(MediaCommand),
    /// Puts everything back and ends. The PC goes on without its disk.
    Stop,
}

/// The steps, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ImageStep {
    /// Can a PC start from the image?
    Check,
    /// Reaching the device.
    Connect,
    /// The user's consent.
    Consent,
    /// Storage redirection is switched on in Intel AMT.
    Enable,
    /// The image is lent.
    Lend,
    /// The setting for one start is written.
    Prepare,
    /// The PC is restarted or turned on.
    Restart,
    /// The PC reads the loader, and what the loader wants.
    Load,
    /// Boot settings are cleared, the image is taken back.
    PutBack,
}

impl ImageStep {
    /// All of them, in their order.
    pub const ALL: [Self; 9] = [
        Self::Check,
        Self::Connect,
        Self::Consent,
        Self::Enable,
        Self::Lend,
        Self::Prepare,
        Self::Restart,
        Self::Load,
        Self::PutBack,
    ];

    /// A stable name for scripts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Connect => "connect",
            Self::Consent => "consent",
            Self::Enable => "enable",
            Self::Lend => "lend",
            Self::Prepare => "prepare",
            Self::Restart => "restart",
            Self::Load => "load",
            Self::PutBack => "put-back",
        }
    }
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepState {
    /// It goes on.
    Begun,
    /// It is done.
    Done,
    /// There was nothing to do.
    NotNeeded,
    /// It failed; the reason is that of the end.
    Failed,
}

/// One report of an attempt.
#[derive(Debug)]
#[non_exhaustive]
pub enum BootImageEvent {
    /// A step begins or ends.
    Step(ImageStep, StepState),
    /// Where consent stands; what to show while it is asked for.
    Consent(ConsentView),
    /// The drives are being lent; what is read of them is seen here from now on.
    Lending(MediaView),
    /// Something happened to the drives.
    Media(MediaEvent),
    /// Something about the PC that makes this start slower or riskier than usual.
    Warning(PcWarning),
    /// The loader seems to wait for a key: whoever has the PC's keyboard asks
    /// [`LoaderKey`](super::LoaderKey) whether to press one now. Only with
    /// [`press_key`](super::BootImageOptions::press_key).
    KeyWanted {
        /// The PC has read on since this was said first.
        read_on: bool,
    },
    /// What is done to the power.
    Power(PowerStep),
    /// The PC has started from the image, so long after its restart.
    Started {
        /// From the restart to the pause that shows it.
        after: Duration,
    },
    /// It is over; the last event. Everything is as it was before, unless the fault says otherwise.
    Finished(Result<BootImageEnd, Fault>),
}

/// How an attempt ended well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BootImageEnd {
    /// The image has served its time.
    Reached,
    /// Somebody stopped it.
    Stopped,
}

/// Something about a PC that makes a start from a lent image slower or riskier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PcWarning {
    /// It is reached by Wi-Fi. Intel AMT takes the adapter over while a disk is lent.
    Wireless,
    /// Its cable carries no more than this many megabits per second.
    SlowLink(u64),
}

impl PcWarning {
    /// Is the PC reached by Wi-Fi, and by nothing else?
    #[must_use]
    pub fn wireless(network: &Network) -> Option<Self> {
        let is_up =
            |port: Option<&EthernetPort>| port.is_some_and(|port| port.link_is_up == Some(true));
        let is_wireless = !is_up(network.wired()) && is_up(network.wireless());
        is_wireless.then_some(Self::Wireless)
    }
}

impl Report for BootImageEvent {
    /// Of each step, of the drives and of the rest the latest is enough; no step hides another.
    fn supersedes(&self, older: &Self) -> bool {
        match (self, older) {
            (Self::Step(step, _), Self::Step(known, _)) => step == known,
            (Self::Media(event), Self::Media(known)) => event.supersedes(known),
            (Self::Warning(warning), Self::Warning(known)) => warning == known,
            _ => discriminant(self) == discriminant(older),
        }
    }
}
