//! What may stand on the command line.

use std::path::PathBuf;

use clap::{ArgAction, Parser, Subcommand};

use super::{
    consent, demo, devices, doctor, enable, generate, info, journal, log_command, media, open,
    power, probe, recording, replay, screen, serial, sim,
};

/// Reach a PC with Intel AMT out of band: screen, serial console, boot media and power.
///
/// Without a command the window opens.
#[derive(Debug, Parser)]
#[command(name = "outband", version, max_term_width = 100, after_help = EXIT_CODES)]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// Options that every command has. They stand last in its help, under a heading of their own: an
/// option without one would be sorted in between those of the command.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = GLOBAL)]
pub(super) struct Global {
    /// Print JSON instead of text
    #[arg(long, global = true, display_order = LAST)]
    pub(super) json: bool,
    /// Say more on standard error; twice for every detail
    #[arg(short, long, global = true, display_order = LAST, action = ArgAction::Count)]
    pub(super) verbose: u8,
    /// Write the log to a file
    #[arg(long, global = true, display_order = LAST, value_name = "FILE")]
    pub(super) log_file: Option<PathBuf>,
    /// Folder of everything that is stored [default: the one of the system]
    #[arg(long, global = true, display_order = LAST, value_name = "DIR")]
    pub(super) config_dir: Option<PathBuf>,
}

/// One command and its own options.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Open the window on a PC
    Open(open::Args),
    /// Save the picture of a PC, perhaps after typing something
    Screen(Box<screen::Args>),
    /// Record the screen of a PC
    Record(Box<recording::Args>),
    /// Check a recording, tell what is in it, and save pictures of it
    Replay(replay::Args),
    /// Text console of a PC, by hand, in pipes and by script
    Serial(Box<serial::Args>),
    /// Ask the user of a PC for consent, or say where it stands
    Consent(consent::Args),
    /// Lend a PC a CD or floppy image, a folder, or an image on a web server
    Media(Box<media::Args>),
    /// Tell what answers at an address, without logging in
    Probe(probe::Args),
    /// Tell what is known about a PC: version, features, power, hardware, network
    Info(info::Args),
    /// Tell or change the power state of a PC, or what it starts from
    Power(power::Args),
    /// Switch features of Intel AMT on
    Enable(enable::Args),
    /// Switch features of Intel AMT off
    Disable(enable::Args),
    /// Find out why something does not work, and what to do about it
    Doctor(doctor::Args),
    /// Show the event log or the audit log of a PC
    Log(log_command::Args),
    /// The address book: list, add, edit, remove, import, export, scan, recover
    Devices(devices::Args),
    /// What was done to which PC, as this computer remembers it
    Journal(journal::Args),
    /// Write manual pages and completions, for packages
    #[command(hide = true)]
    Generate(generate::Args),
    /// Open the window on simulated PCs, or try everything without a window
    Demo(demo::Args),
    /// Pretend to be a PC with Intel AMT
    Sim(sim::Args),
}

const GLOBAL: &str = "Options of every command";

/// Behind everything that a command declares itself.
const LAST: usize = 900;

const EXIT_CODES: &str = "\
Exit codes: 0 done, 1 refused or failed, 2 usage, 3 unreachable or timed out, 4 login refused, \
5 certificate not trusted, 6 consent refused or timed out, 7 busy, 8 not supported by this PC, \
9 file unusable, 130 interrupted.";

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_definition_is_consistent() {
        Args::command().debug_assert();
    }

    /// Every command, those below another one too.
    fn all(command: &mut clap::Command) -> Vec<clap::Command> {
        command.build();
        let below: Vec<_> = command.get_subcommands().cloned().collect();
        let below = below.into_iter().filter(|c| c.get_name() != "help");
        below
            .flat_map(|mut command| {
                let mut commands = all(&mut command);
                commands.push(command);
                commands
            })
            .collect()
    }

    #[test]
    fn the_options_of_every_command_stand_together_behind_its_own() {
        let commands = all(&mut Args::command());
        assert!(commands.len() > 20, "{}", commands.len());
        for mut command in commands {
            let help = command.render_long_help().to_string();
            let name = command.get_name();
            let (own, global) = help.split_once(GLOBAL).unwrap_or_else(|| panic!("{help}"));
            for option in ["--json", "--verbose", "--log-file", "--config-dir"] {
                let begins = |line: &str| {
                    line.trim_start()
                        .trim_start_matches("-v, ")
                        .starts_with(option)
                };
                let lists = |text: &str| text.lines().any(begins);
                assert!(lists(global) && !lists(own), "{option} of {name}: {help}");
            }
        }
    }

    /// A heading holds on for whatever is declared behind it, other options of a command too.
    #[test]
    fn connection_and_login_have_their_own_options_and_no_others() {
        let headings = [
            ("Connection", "tls trust ca-file cert-file key-file timeout"),
            ("Login", "user password-file password-stdin save-password"),
        ];
        for command in all(&mut Args::command()) {
            for option in command.get_arguments() {
                let name = option.get_long().unwrap_or_default();
                let heading = option.get_help_heading();
                let its = headings.iter().find(|(h, _)| heading == Some(h));
                if let Some((heading, names)) = its {
                    let command = command.get_name();
                    assert!(
                        names.split(' ').any(|n| n == name),
                        "{name} of {command}: {heading}"
                    );
                }
            }
        }
    }

    #[test]
    fn no_option_takes_a_password_of_a_device() {
        for command in Args::command().get_subcommands() {
            // The simulator's password is its own, and no secret.
            if command.get_name() == "sim" {
                continue;
            }
            for option in command.get_arguments() {
                let name = option.get_long().unwrap_or_default();
                assert_ne!(name, "password", "{}", command.get_name());
            }
        }
    }
}
