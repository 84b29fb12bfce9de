//! `outband power`: the power state of a PC, changing it, and what it starts from.

use std::time::Duration;

use clap::ValueEnum;
use clap::builder::PossibleValue;
use serde::Serialize;

use super::control::{Device, OWN};
use super::info_document::Power;
use super::progress::Progress;
use super::reach::parse_seconds;
use super::safety::Encryption;
use super::words::{boot_step, power_done, power_state, power_status, power_step};
use super::{Context, Exit, Failure, Outcome};
use crate::session::Fault;
use crate::session::control::Control;
use crate::session::flow::IderDevice;
use crate::session::flow::boot::{self, BootPlan, BootStart, BootTarget};
use crate::session::flow::power::{
    self, Certainty, NoSessions, PowerAction, PowerOutcome, PowerStatus, PowerWait,
};
use crate::store::journal::Kind;

/// Options of `outband power`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    device: Device,
    /// What to do
    #[arg(default_value = "status", help_heading = OWN)]
    action: Action,
    /// Where the PC starts from this time; with on, reset or cycle
    ///
    /// "on" leaves a running PC alone; "reset" and "cycle" turn one on that is off. Nothing of it
    /// is left when it fails.
    #[arg(long, value_name = "WHERE", help_heading = OWN)]
    to: Option<To>,
    /// Longest wait for the PC to follow [default: 30 to 180, by what is asked]
    #[arg(long, value_name = "SECONDS", value_parser = parse_seconds, conflicts_with = "to", help_heading = OWN)]
    wait: Option<Duration>,
}

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Action {
    /// Tell the state, and what may be asked now
    Status,
    /// Turn it on, or wake it
    On,
    /// Turn it off at once, without asking its system
    Off,
    /// Turn it off and on, without asking its system
    Cycle,
    /// Reset it at once
    Reset,
    /// Let its system shut down
    OffGraceful,
    /// Let its system restart
    ResetGraceful,
    /// Let its system sleep
    Sleep,
    /// Let its system hibernate
    Hibernate,
    /// Send a diagnostic interrupt: many systems write a dump, then stop
    Nmi,
}

/// Where it starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum To {
    /// Its disk
    Disk,
    /// The network
    Pxe,
    /// Its own CD drive
    Cd,
    /// The setup of its BIOS
    Bios,
    /// The CD image that "outband media" lends it
    Image,
}

impl Action {
    const fn power(self) -> Option<PowerAction> {
        Some(match self {
            Self::Status => return None,
            Self::On => PowerAction::On,
            Self::Off => PowerAction::Off,
            Self::Cycle => PowerAction::Cycle,
            Self::Reset => PowerAction::Reset,
            Self::OffGraceful => PowerAction::OffGraceful,
            Self::ResetGraceful => PowerAction::ResetGraceful,
            Self::Sleep => PowerAction::Sleep,
            Self::Hibernate => PowerAction::Hibernate,
            Self::Nmi => PowerAction::Nmi,
        })
    }

    /// How a start begins with it.
    const fn start(self) -> Option<BootStart> {
        match self {
            Self::On => Some(BootStart::TurnOn),
            Self::Reset => Some(BootStart::Whatever),
            Self::Cycle => Some(BootStart::Cycle),
            _ => None,
        }
    }
}

impl To {
    const fn target(self) -> BootTarget {
        match self {
            Self::Disk => BootTarget::Disk,
            Self::Pxe => BootTarget::Pxe,
            Self::Cd => BootTarget::Cd,
            Self::Bios => BootTarget::BiosSetup,
            Self::Image => BootTarget::Lent(IderDevice::Cd),
        }
    }

    const fn text(self) -> &'static str {
        match self {
            Self::Disk => "its disk",
            Self::Pxe => "the network",
            Self::Cd => "its CD drive",
            Self::Bios => "its BIOS setup",
            Self::Image => "the lent image",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Disk => "disk",
            Self::Pxe => "pxe",
            Self::Cd => "cd",
            Self::Bios => "bios",
            Self::Image => "image",
        }
    }
}

/// What a run of the command came to.
enum Done {
    Status(PowerStatus),
    Changed(PowerOutcome),
}

/// Tells or changes the power state.
pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    let plan = plan(args)?;
    let deed = args.deed();
    let learnt = args.device.ask(
        context,
        (deed.0, deed.1.as_deref()),
        async |control, progress| match (plan, args.action.power()) {
            (Some(plan), _) => start(control, plan, progress).await,
            (None, Some(action)) => change(control, action, args.wait, progress).await,
            (None, None) => Ok(Done::Status(power::status(control).await?)),
        },
    )?;
    report(args, context, &learnt.result, learnt.encryption);
    Ok(Outcome::Exit(Exit::Done))
}

impl Args {
    /// As the journal names it: looking at the state changes nothing.
    fn deed(&self) -> (Kind, Option<String>) {
        let name = |value: &dyn Fn() -> Option<PossibleValue>| {
            value().map_or_else(String::new, |value| value.get_name().to_owned())
        };
        let action = name(&|| self.action.to_possible_value());
        if self.action.power().is_none() && self.to.is_none() {
            return (Kind::Info, Some(format!("power {action}")));
        }
        let to = self
            .to
            .map(|to| format!(" to {}", name(&|| to.to_possible_value())));
        (
            Kind::Power,
            Some(format!("{action}{}", to.unwrap_or_default())),
        )
    }
}

fn plan(args: &Args) -> Result<Option<BootPlan>, Failure> {
    let Some(to) = args.to else {
        return Ok(None);
    };
    match args.action.start() {
        Some(start) => Ok(Some(BootPlan {
            start,
            ..BootPlan::new(to.target())
        })),
        None => Err(Failure::Usage(
            "--to goes with on, reset or cycle".to_owned(),
        )),
    }
}

async fn change(
    control: &mut Control,
    action: PowerAction,
    within: Option<Duration>,
    progress: &Progress,
) -> Result<Done, Fault> {
    let mut step = |step| progress.say(power_step(&step));
    let wait = PowerWait { within };
    let outcome = power::perform(control, action, wait, &mut NoSessions, &mut step).await?;
    Ok(Done::Changed(outcome))
}

async fn start(control: &mut Control, plan: BootPlan, progress: &Progress) -> Result<Done, Fault> {
    let mut step = |step| progress.say(boot_step(&step));
    let outcome = boot::boot(control, plan, &mut NoSessions, &mut step).await?;
    Ok(Done::Changed(outcome.power))
}

fn report(args: &Args, context: &Context, done: &Done, encryption: Encryption) {
    let print = context.print;
    let target = args.device.target.to_string();
    match done {
        Done::Status(status) => {
            print.line(&power_status(status));
            print.document(&StatusDocument {
                target,
                encryption,
                power: Power::new(status),
            });
        }
        Done::Changed(outcome) => {
            print.line(&sentence(args, outcome));
            print.document(&ChangeDocument {
                target,
                encryption,
                action: power_state(outcome.action.request()),
                to: args.to.map(To::name),
                before: Power::new(&outcome.before),
                power: Power::new(&outcome.after),
                certainty: match outcome.certainty {
                    Certainty::AlreadyThere => "already-there",
                    Certainty::Seen => "seen",
                    Certainty::Accepted => "accepted",
                },
                seconds: outcome.took.as_secs_f64(),
            });
        }
    }
}

fn sentence(args: &Args, outcome: &PowerOutcome) -> String {
    let done = power_done(outcome.action);
    let from = match args.to {
        Some(To::Bios) => " and enters its BIOS setup".to_owned(),
        Some(to) => format!(" and starts from {}", to.text()),
        None => String::new(),
    };
    match outcome.certainty {
        Certainty::AlreadyThere => format!("The PC is {} already", outcome.after),
        Certainty::Seen => format!("The PC was {done}{from}"),
        Certainty::Accepted if outcome.action.needs_the_system() => {
            format!("The PC was {done}; whether its system follows cannot be seen from here")
        }
        Certainty::Accepted if outcome.action == PowerAction::Nmi => {
            format!("The PC was {done}; what its system does then cannot be seen from here")
        }
        Certainty::Accepted => format!("The PC was {done}{from}"),
    }
}

/// Field names are a contract: `docs/cli.md`.
#[derive(Serialize)]
struct StatusDocument {
    target: String,
    encryption: Encryption,
    power: Power,
}

/// Field names are a contract: `docs/cli.md`.
#[derive(Serialize)]
struct ChangeDocument {
    target: String,
    encryption: Encryption,
    action: String,
    to: Option<&'static str>,
    before: Power,
    power: Power,
    certainty: &'static str,
    seconds: f64,
}
