//! `outband sim`: a simulated device on real sockets.

mod args;
mod plan;
mod stop;

use std::io;
use std::net::IpAddr;
use std::pin::pin;

use serde::Serialize;

pub(super) use self::args::Args;
use self::plan::plan;
use self::stop::Stop;
use super::print::Printer;
use super::{Context, Exit, Failure, Outcome};
use crate::session::{Fault, VmFault};
use crate::sim::firmware::features::TlsVersions;
use crate::sim::scene::SceneError;
use crate::sim::vm::VmError;
use crate::sim::{Event, SimError, Simulator};

/// Runs until stopped.
pub(super) fn run(args: Args, context: Context) -> Result<Outcome, Failure> {
    let Context { print, runtime, .. } = context;
    runtime.block_on(serve(&args, print))?;
    // A read of standard input cannot be taken back; it must not keep the program.
    runtime.shutdown_background();
    Ok(Outcome::Exit(Exit::Done))
}

async fn serve(args: &Args, print: Printer) -> Result<(), Failure> {
    let stop = Stop::prepare(args.until_eof).map_err(|cause| Fault::System {
        what: "wait for signals",
        cause,
    })?;
    let mut stopped = pin!(stop.wait());
    let mut fleet = Vec::new();
    for (options, name) in plan(args)? {
        let seed = options.device.seed;
        let simulator = tokio::select! {
            started = Simulator::start(options) => started.map_err(failure)?,
            () = &mut stopped => return Ok(()),
        };
        print.event(&Ready::new(&simulator, name.as_deref(), seed));
        fleet.push((simulator, name));
    }
    loop {
        let (name, event) = tokio::select! {
            next = next_event(&mut fleet) => next,
            () = &mut stopped => break,
        };
        print.event(&Line {
            event,
            device: name.as_deref(),
        });
    }
    for (simulator, _) in fleet {
        simulator.stop().await;
    }
    Ok(())
}

/// The next event of any device, with its name.
async fn next_event(fleet: &mut [(Simulator, Option<String>)]) -> (Option<String>, Event) {
    let mut waiting: Vec<_> = fleet
        .iter_mut()
        .map(|(simulator, name)| Box::pin(async { (name.clone(), simulator.next_event().await) }))
        .collect();
    std::future::poll_fn(|cx| {
        let ready = waiting.iter_mut().map(|f| f.as_mut().poll(cx));
        ready
            .into_iter()
            .find(std::task::Poll::is_ready)
            .unwrap_or(std::task::Poll::Pending)
    })
    .await
}

/// Why a simulator does not start, in the words of the command line.
pub(super) fn failure(error: SimError) -> Failure {
    match error {
        SimError::Listen { address, cause } => Fault::PortTaken {
            address: address.to_string(),
            cause,
        }
        .into(),
        SimError::Scene(SceneError::File { path, cause }) => Fault::FileUnreadable {
            path: path.into(),
            cause,
        }
        .into(),
        SimError::Scene(SceneError::Image { path, cause }) => Fault::FileUnreadable {
            path: path.into(),
            cause: io::Error::new(io::ErrorKind::InvalidData, cause),
        }
        .into(),
        error @ (SimError::Certificate(_) | SimError::Tls(_) | SimError::Authorities(_)) => {
            Fault::System {
                what: "set up TLS",
                cause: io::Error::other(error),
            }
            .into()
        }
        SimError::Vm(error) => match error {
            VmError::Missing { what, package } => VmFault::Missing { what, package }.into(),
            VmError::Unsupported => VmFault::Unsupported.into(),
            VmError::Disk { path, cause } => Fault::FileUnwritable { path, cause },
            VmError::System { what, cause } => Fault::System { what, cause },
            error @ (VmError::Qemu(_) | VmError::Refused(_)) => VmFault::NotStarted {
                said: error.to_string(),
            }
            .into(),
        }
        .into(),
        SimError::Scene(error @ (SceneError::Unknown(_) | SceneError::Address(_))) => {
            Failure::Usage(error.to_string())
        }
    }
}

/// The first line of a device: where it is. A contract, documented in `docs/simulator.md`.
#[derive(Serialize)]
struct Ready<'a> {
    event: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    device: Option<&'a str>,
    host: IpAddr,
    wsman: Option<u16>,
    wsman_tls: Option<u16>,
    redir: Option<u16>,
    redir_tls: Option<u16>,
    rfb: Option<u16>,
    fingerprint: Option<&'a str>,
    tls: &'a [&'a str],
    uuid: String,
    seed: u64,
}

impl<'a> Ready<'a> {
    fn new(simulator: &'a Simulator, device: Option<&'a str>, seed: u64) -> Self {
        let ports = simulator.ports();
        Self {
            event: "ready",
            device,
            host: ports.host,
            wsman: ports.wsman,
            wsman_tls: ports.wsman_tls,
            redir: ports.redir,
            redir_tls: ports.redir_tls,
            rfb: ports.rfb,
            fingerprint: simulator.fingerprint(),
            tls: match simulator.tls_versions() {
                None => &[],
                Some(TlsVersions::V1_2) => &["1.2"],
                Some(TlsVersions::V1_2AndV1_3) => &["1.2", "1.3"],
            },
            uuid: simulator.device().lock().uuid(),
            seed,
        }
    }
}

/// A further line: an event, and in a fleet the device it happened on.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    event: Event,
    #[serde(skip_serializing_if = "Option::is_none")]
    device: Option<&'a str>,
}
