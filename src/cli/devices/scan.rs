//! `outband devices scan`: which addresses of a range answer as Intel AMT does.

use std::io::IsTerminal as _;
use std::net::IpAddr;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::super::reach::parse_seconds;
use super::super::target::book_failure;
use super::{Context, Failure, book, count};
use crate::session::flow::scan::{Ports, ScanEvent, ScanOptions, Seen, parse_range, scan};
use crate::store::profile::Profile;

/// Options of `outband devices scan`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// 10.0.4.0/24, 10.0.4.1-99, 10.0.4.1-10.0.5.99, single addresses, or several of these with
    /// commas between; IPv6 addresses one by one
    #[arg(value_name = "RANGE")]
    range: String,
    /// Save what is found and not yet saved
    #[arg(long)]
    add: bool,
    /// With --add: put them into this group
    #[arg(long, value_name = "GROUP", requires = "add")]
    group: Option<String>,
    /// Addresses begun in each second
    #[arg(long, value_name = "NUMBER", default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..=1000))]
    rate: u16,
    /// Longest wait for each address
    #[arg(long, value_name = "SECONDS", default_value = "1.5", value_parser = parse_seconds)]
    timeout: Duration,
    /// The port of WS-Management without TLS
    #[arg(long, value_name = "PORT", default_value_t = 16992)]
    port: u16,
    /// The port of WS-Management with TLS
    #[arg(long, value_name = "PORT", default_value_t = 16993)]
    tls_port: u16,
}

/// One address that answers.
struct Found {
    address: IpAddr,
    seen: Seen,
    /// Its name in the address book, if it is saved.
    name: Option<String>,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<(), Failure> {
    let range = parse_range(&args.range).map_err(|error| Failure::Usage(error.to_string()))?;
    let store = book(context)?;
    let known = store.read().map_err(book_failure)?;
    let twins = known.twins();
    let name_of = |address: IpAddr| {
        let host = bracketed(address);
        let ports = [args.tls_port, args.port];
        let addresses = ports.iter().map(|port| format!("{host}:{port}"));
        let mut names = std::iter::once(host.clone())
            .chain(addresses)
            .map(|address| {
                let pc = Profile::new("", address);
                twins.of(&pc).map(str::to_owned)
            });
        names.find_map(|name| name)
    };
    let options = ScanOptions {
        ports: Ports {
            encrypted: args.tls_port,
            plain: args.port,
        },
        rate: args.rate,
        within: args.timeout,
        ..ScanOptions::default()
    };
    let bar = progress(range.len(), context);
    let mut found = Vec::new();
    let result = context.block_on(async {
        scan(&range, options, |event| match event {
            ScanEvent::Progress { done, .. } => bar.set_position(done as u64),
            ScanEvent::Found { address, seen } => {
                let name = name_of(address);
                let new = Found {
                    address,
                    seen,
                    name,
                };
                bar.suspend(|| context.print.line(&new.line()));
                context.print.document(&new.document());
                found.push(new);
            }
        })
        .await;
        Ok(())
    });
    bar.finish_and_clear();
    // What was found before an interruption is found all the same.
    let added = if args.add {
        save(args, &found, context)?
    } else {
        0
    };
    context.print.document(&json!({
        "done": { "addresses": range.len(), "found": found.len(), "added": added,
                  "interrupted": result.is_err() }
    }));
    let adding = if args.add {
        format!(", {} added", count(added))
    } else {
        String::new()
    };
    context.print.line(&format!(
        "{} of {} addresses answer{adding}",
        found.len(),
        range.len()
    ));
    result
}

/// As it stands before a port.
fn bracketed(address: IpAddr) -> String {
    match address {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => format!("[{v6}]"),
    }
}

fn progress(of: usize, context: &Context) -> ProgressBar {
    if context.print.is_json() || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(of as u64);
    let style = ProgressStyle::with_template("{pos} of {len} addresses {wide_bar} {eta}");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar
}

impl Found {
    fn ports(&self) -> &'static str {
        match (self.seen.encrypted, self.seen.plain) {
            (true, true) => "TLS and plain",
            (true, false) => "TLS",
            _ => "plain",
        }
    }

    fn line(&self) -> String {
        let server = self.seen.server.as_deref().unwrap_or_default();
        let name = match &self.name {
            Some(name) => format!("saved as {name}"),
            None => "new".to_owned(),
        };
        let parts = [self.ports(), server, &name];
        let parts: Vec<_> = parts.into_iter().filter(|p| !p.is_empty()).collect();
        format!("{}  {}", self.address, parts.join(", "))
    }

    fn document(&self) -> serde_json::Value {
        json!({
            "address": self.address.to_string(),
            "tls": self.seen.encrypted,
            "plain": self.seen.plain,
            "server": self.seen.server,
            "name": self.name,
        })
    }
}

/// Saves what is new and answers as Intel AMT, or only with TLS, where nobody says what it is.
fn save(args: &Args, found: &[Found], context: &Context) -> Result<usize, Failure> {
    let new: Vec<_> = found
        .iter()
        .filter(|found| found.name.is_none() && found.may_be_amt())
        .map(|found| {
            let host = bracketed(found.address);
            // Without the usual ports they belong to the address.
            let address = match (args.port, args.tls_port, found.seen.encrypted) {
                (16992, 16993, _) => host,
                (_, port, true) | (port, _, false) => format!("{host}:{port}"),
            };
            Profile {
                group: args.group.clone(),
                ..Profile::new(found.address.to_string(), address)
            }
        })
        .collect();
    book(context)?
        .edit(|book| {
            let mut added = 0;
            for pc in &new {
                // Another window may have saved it while the scan ran.
                if book.same_as(pc).is_none() {
                    let mut pc = pc.clone();
                    pc.name = book.free_name(&pc.name);
                    book.add(pc)?;
                    added += 1;
                }
            }
            Ok(added)
        })
        .map_err(book_failure)
}

impl Found {
    fn may_be_amt(&self) -> bool {
        match &self.seen.server {
            Some(server) => server.contains("Intel(R)"),
            None => self.seen.encrypted,
        }
    }
}
