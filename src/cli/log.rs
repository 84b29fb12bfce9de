//! Where `tracing` goes: standard error as `-v` says, and a file if one is named.

use std::fs::File;
use std::io::{self, IsTerminal as _};
use std::path::Path;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer as _, fmt};

use super::Failure;
use crate::session::Fault;

/// Starts logging. Other crates speak only when something is wrong with them.
///
/// A file without `-v` has the events of `-v`: who asks for a log wants to see something.
pub(super) fn start(verbose: u8, file: Option<&Path>) -> Result<(), Failure> {
    let file = match file {
        Some(path) => Some(File::create(path).map_err(|cause| {
            let path = path.to_owned();
            Fault::FileUnwritable { path, cause }
        })?),
        None => None,
    };
    let on_screen = fmt::layer()
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .with_target(false)
        .with_filter(levels(verbose));
    let in_file = file.map(|file| {
        fmt::layer()
            .with_ansi(false)
            .with_writer(file)
            .with_filter(levels(verbose.max(1)))
    });
    // Refused only if somebody in this process has started it before: then theirs stays.
    drop(
        tracing_subscriber::registry()
            .with(on_screen)
            .with(in_file)
            .try_init(),
    );
    Ok(())
}

fn levels(verbose: u8) -> Targets {
    let ours = match verbose {
        0 => LevelFilter::WARN,
        1 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    };
    Targets::new()
        .with_default(LevelFilter::WARN)
        .with_target("outband", ours)
}
