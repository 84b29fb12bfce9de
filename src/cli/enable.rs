//! `outband enable` and `outband disable`: features of Intel AMT.

use clap::ValueEnum;
use serde::Serialize;

use super::control::{Device, OWN};
use super::info_document::Features;
use super::safety::Encryption;
use super::words::{feature, switch_text};
use super::{Context, Exit, Failure, Outcome};
use crate::session::Feature;
use crate::session::flow::enable::{self, EnableStep};
use crate::store::journal::Kind;

/// Options of `outband enable` and `outband disable`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = NOTES)]
pub(super) struct Args {
    #[command(flatten)]
    device: Device,
    /// Which features
    #[arg(required = true, value_name = "FEATURE", help_heading = OWN)]
    features: Vec<Which>,
}

const NOTES: &str = "This changes settings on the PC and is written to its audit log. It never \
changes whether the user has to consent. Switching the screen off ends a running session.";

/// A feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    /// Screen, keyboard and pointer
    Kvm,
    /// Serial console
    Sol,
    /// Lent disks
    Media,
}

impl Which {
    const fn name(self) -> &'static str {
        match self {
            Self::Kvm => "kvm",
            Self::Sol => "sol",
            Self::Media => "media",
        }
    }

    const fn feature(self) -> Feature {
        match self {
            Self::Kvm => Feature::Screen,
            Self::Sol => Feature::Serial,
            Self::Media => Feature::Media,
        }
    }
}

/// Switches features on or off and prints the truth.
pub(super) fn run(args: &Args, on: bool, context: &Context) -> Result<Outcome, Failure> {
    let mut features: Vec<_> = args.features.iter().map(|w| w.feature()).collect();
    features.dedup();
    let kind = if on { Kind::Enable } else { Kind::Disable };
    let names: Vec<_> = args.features.iter().map(|w| w.name()).collect();
    let detail = names.join(" ");
    let learnt = args
        .device
        .ask(context, (kind, Some(&detail)), async |control, progress| {
            let step = |step| {
                progress.say(match step {
                    EnableStep::Reading => "Reading what is switched on",
                    EnableStep::SwitchingRedirection => "Switching serial and media",
                    EnableStep::SwitchingScreen => "Switching the screen",
                    EnableStep::SwitchingListener => "Switching the redirection ports",
                    EnableStep::Checking => "Checking the result",
                });
            };
            enable::switch(control, &features, on, step).await
        })?;
    let switched = learnt.result;
    for &named in &features {
        let state = switch_text(switched.after.of(named));
        context.print.line(&format!("{}: {state}", feature(named)));
    }
    if !switched.was_changed {
        context.print.note("Nothing had to be changed");
    }
    context.print.document(&Document {
        target: args.device.target.to_string(),
        encryption: learnt.encryption,
        changed: switched.was_changed,
        before: Features::new(&switched.before),
        features: Features::new(&switched.after),
    });
    Ok(Outcome::Exit(Exit::Done))
}

/// Field names are a contract: `docs/cli.md`.
#[derive(Serialize)]
struct Document {
    target: String,
    encryption: Encryption,
    changed: bool,
    before: Features,
    features: Features,
}
