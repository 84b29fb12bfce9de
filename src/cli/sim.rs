//! `outband sim`: a simulated device on real sockets.

use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::time::Duration;

use clap::ValueEnum;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;
use serde::Serialize;
use tokio::io::AsyncReadExt as _;

use super::print::Printer;
use super::{Context, Exit, Failure, Outcome};
use crate::session::{Fault, VmFault};
use crate::sim::firmware::ControlMode;
use crate::sim::firmware::consent::ConsentPolicy;
use crate::sim::firmware::features::{Features, TlsVersions};
use crate::sim::firmware::settings::is_rfb_password;
use crate::sim::link::LinkSpeed;
use crate::sim::listen::{CertificateChoice, Presence};
use crate::sim::scene::SceneError;
use crate::sim::trouble::Trouble;
use crate::sim::units::{parse_duration, parse_rate};
use crate::sim::vm::{VmError, VmFirmware, VmOptions};
use crate::sim::{
    DeviceOptions, Event, PowerState, Profile, SceneChoice, SimError, SimOptions, Simulator,
};
use crate::wire::Secret;

/// Sizes of the displays beside the first.
const MORE_DISPLAYS: [(u16, u16); 3] = [(1280, 1024), (800, 600), (1920, 1080)];

/// Options of `outband sim`.
#[derive(Debug, clap::Args)]
#[command(after_help = NOTES)]
pub(super) struct Args {
    /// Address to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    bind: IpAddr,
    /// Plain WS-Man port; 0 for any free one, "off" for none
    #[arg(long, value_name = "PORT", default_value = "16992", value_parser = parse_port)]
    wsman_port: PortChoice,
    /// WS-Man port with TLS; 0 for any free one, "off" for none
    #[arg(long, value_name = "PORT", default_value = "16993", value_parser = parse_port)]
    wsman_tls_port: PortChoice,
    /// Plain redirection port; 0 for any free one, "off" for none
    #[arg(long, value_name = "PORT", default_value = "16994", value_parser = parse_port)]
    redir_port: PortChoice,
    /// Redirection port with TLS; 0 for any free one, "off" for none
    #[arg(long, value_name = "PORT", default_value = "16995", value_parser = parse_port)]
    redir_tls_port: PortChoice,
    /// RFB port; 0 for any free one, "off" for none
    #[arg(long, value_name = "PORT", default_value = "5900", value_parser = parse_port)]
    rfb_port: PortChoice,
    /// UDP port of presence pings; 0 for any free one, "off" for none [default: 623 if possible]
    #[arg(long, value_name = "PORT", value_parser = parse_port)]
    presence_port: Option<PortChoice>,
    /// Login name of the administrator
    #[arg(long, value_name = "NAME", default_value = "admin")]
    user: String,
    /// Password of the administrator
    #[arg(long, value_name = "PASSWORD", default_value = "P@ssw0rd")]
    password: String,
    /// Password of the RFB port, exactly 8 characters
    #[arg(long, value_name = "PASSWORD", default_value = "P@ssw0rd", value_parser = parse_rfb_password)]
    rfb_password: String,
    /// Release of the firmware: amt6, amt9, amt11, amt12, amt14, amt16, amt16-tls-only, amt18, ism
    #[arg(long, value_name = "NAME", default_value = "amt16")]
    profile: Profile,
    /// How it was provisioned: acm (admin control) or ccm (client control, always with consent)
    #[arg(long, value_name = "MODE", default_value = "acm")]
    mode: ModeChoice,
    /// What needs the consent of the PC's user
    #[arg(long, value_name = "WHAT", default_value = "none")]
    consent: ConsentChoice,
    /// Consent code to show every time, six digits; random ones if not given
    #[arg(long, value_name = "CODE", value_parser = parse_code)]
    consent_code: Option<u32>,
    /// Take only consoles with a certificate that this authority signed (PEM file)
    #[arg(long, value_name = "FILE")]
    client_ca: Option<PathBuf>,
    /// Power state at the beginning
    #[arg(long, value_name = "STATE", default_value = "on")]
    power: PowerChoice,
    /// Displays of the PC; those beside the first show a still picture each
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=4))]
    displays: u8,
    /// Decides everything random; drawn and printed if not given
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Simulate so many PCs
    ///
    /// With ports that are all 0 or "off" they share the address; otherwise they have consecutive
    /// addresses, the first of which is --bind, and the same ports.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1000))]
    fleet: u16,
    /// Added to every round trip, half of it in each direction, for example 20ms
    #[arg(long, value_name = "TIME", default_value = "0ms", value_parser = parse_duration)]
    latency: Duration,
    /// Limit of each connection in each direction, for example 10mbit
    #[arg(long, value_name = "RATE", value_parser = parse_rate)]
    rate: Option<u64>,
    /// What goes wrong, for example cut=4096 or refuse=busy*1
    #[arg(long, value_name = "SPEC")]
    trouble: Option<Trouble>,
    /// What the PC shows: post, setup, text, desktop, motion, photo, FILE.png, vnc://HOST:PORT
    #[arg(long, value_name = "SCENE", default_value = "desktop")]
    scene: SceneChoice,
    /// Put a real virtual machine (QEMU) in place of the simulated PC
    #[arg(long, conflicts_with = "scene")]
    vm: bool,
    /// Memory of the virtual machine
    #[arg(long, value_name = "MB", default_value_t = 1024, requires = "vm", value_parser = clap::value_parser!(u32).range(64..=65536))]
    vm_memory: u32,
    /// Disk of the virtual machine, raw or qcow2; made if there is no such file
    ///
    /// Without it the machine has an empty disk that is gone at the end.
    #[arg(long, value_name = "FILE", requires = "vm")]
    vm_disk: Option<PathBuf>,
    /// Firmware of the virtual machine
    #[arg(long, value_name = "KIND", default_value = "bios", requires = "vm")]
    vm_firmware: VmFirmwareChoice,
    /// Stop when standard input is closed
    #[arg(long)]
    until_eof: bool,
}

/// A port number, or `None` for "off".
type PortChoice = Option<u16>;

/// `--mode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ModeChoice {
    Acm,
    Ccm,
}

/// `--consent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ConsentChoice {
    None,
    Kvm,
    All,
}

/// `--vm-firmware`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum VmFirmwareChoice {
    Bios,
    Uefi,
}

/// `--power`.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum PowerChoice {
    On,
    Off,
    Sleep,
}

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

/// What to start: the options of each device, and its name in a fleet.
fn plan(args: &Args) -> Result<Vec<(SimOptions, Option<String>)>, Failure> {
    if let (SceneChoice::Vnc { .. }, 2..) = (&args.scene, args.fleet) {
        let text = "--fleet cannot show one VNC server on several PCs";
        return Err(Failure::Usage(text.into()));
    }
    if args.vm_disk.is_some() && args.fleet > 1 {
        let text = "--fleet cannot share one --vm-disk between several PCs";
        return Err(Failure::Usage(text.into()));
    }
    let vm = args.vm.then(|| VmOptions {
        memory_mib: args.vm_memory,
        disk: args.vm_disk.clone(),
        firmware: match args.vm_firmware {
            VmFirmwareChoice::Bios => VmFirmware::Bios,
            VmFirmwareChoice::Uefi => VmFirmware::Uefi,
        },
        is_emulated: false,
    });
    let seed = args.seed.unwrap_or_else(rand::random);
    let features = Features::of(args.profile);
    if args.mode == ModeChoice::Ccm && !features.has_client_control_mode() {
        let text = format!("{} has no client control mode", args.profile);
        return Err(Failure::Usage(text));
    }
    let consent = match args.consent {
        ConsentChoice::None => ConsentPolicy::None,
        ConsentChoice::Kvm => ConsentPolicy::Kvm,
        ConsentChoice::All => ConsentPolicy::All,
    };
    if consent == ConsentPolicy::All && features.strictest_consent() != consent {
        let text = format!("{} knows consent for kvm only", args.profile);
        return Err(Failure::Usage(text));
    }
    let client_authorities = match &args.client_ca {
        Some(path) => read_authorities(path)?,
        None => Vec::new(),
    };
    let ports = [
        args.wsman_port,
        args.wsman_tls_port,
        args.redir_port,
        args.redir_tls_port,
        args.rfb_port,
    ];
    let share_address = ports.iter().flatten().all(|port| *port == 0);
    let mut bind = args.bind;
    let mut devices = Vec::new();
    for nth in 0..args.fleet {
        if nth > 0 && !share_address {
            bind = next_address(bind).ok_or_else(|| {
                Failure::Usage(format!("--fleet {} needs more addresses", args.fleet))
            })?;
        }
        let name = format!("sim-{}", nth + 1);
        let options = SimOptions {
            device: DeviceOptions {
                name: name.clone(),
                profile: args.profile,
                user: args.user.clone(),
                password: Secret::new(args.password.clone()),
                rfb_password: Secret::new(args.rfb_password.clone()),
                mode: match args.mode {
                    ModeChoice::Acm => ControlMode::Admin,
                    ModeChoice::Ccm => ControlMode::Client,
                },
                consent,
                consent_code: args.consent_code,
                power: match args.power {
                    PowerChoice::On => PowerState::On,
                    PowerChoice::Off => PowerState::Off,
                    PowerChoice::Sleep => PowerState::Sleep,
                },
                more_displays: MORE_DISPLAYS
                    .into_iter()
                    .take(usize::from(args.displays.saturating_sub(1)))
                    .collect(),
                seed: seed.wrapping_add(nth.into()),
                ..DeviceOptions::default()
            },
            scene: args.scene.clone(),
            vm: vm.clone(),
            bind,
            wsman_port: args.wsman_port,
            wsman_tls_port: args.wsman_tls_port,
            redir_port: args.redir_port,
            redir_tls_port: args.redir_tls_port,
            rfb_port: args.rfb_port,
            presence: match args.presence_port {
                Some(Some(port)) => Presence::Port(port),
                Some(None) => Presence::Off,
                // One address cannot answer for several devices.
                None if share_address => Presence::Off,
                None => Presence::IfPossible(Presence::USUAL_PORT),
            },
            certificate: CertificateChoice::default(),
            client_authorities: client_authorities.clone(),
            speed: LinkSpeed {
                latency: args.latency / 2,
                rate: args.rate,
            },
            trouble: args.trouble.clone().unwrap_or_default(),
        };
        devices.push((options, (args.fleet > 1).then_some(name)));
    }
    Ok(devices)
}

/// The certificates in a PEM file.
fn read_authorities(path: &Path) -> Result<Vec<CertificateDer<'static>>, Failure> {
    let unreadable = |cause| Fault::FileUnreadable {
        path: path.to_owned(),
        cause,
    };
    let text = std::fs::read(path).map_err(unreadable)?;
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&text).collect();
    match certificates {
        Ok(certificates) if !certificates.is_empty() => Ok(certificates),
        _ => {
            let cause = io::Error::new(io::ErrorKind::InvalidData, "no certificate in it");
            Err(unreadable(cause).into())
        }
    }
}

fn next_address(address: IpAddr) -> Option<IpAddr> {
    match address {
        IpAddr::V4(v4) => Some(IpAddr::V4(v4.to_bits().checked_add(1)?.into())),
        IpAddr::V6(v6) => Some(IpAddr::V6(v6.to_bits().checked_add(1)?.into())),
    }
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

/// When the simulator shall stop: SIGINT, SIGTERM, or the end of standard input.
struct Stop {
    interrupted: Signal,
    terminated: Signal,
    until_eof: bool,
}

#[cfg(unix)]
type Signal = tokio::signal::unix::Signal;
#[cfg(windows)]
type Signal = tokio::signal::windows::CtrlC;

impl Stop {
    /// Catches signals from now on: whoever reads "ready" may send one at once.
    fn prepare(until_eof: bool) -> io::Result<Self> {
        #[cfg(unix)]
        let [interrupted, terminated] = {
            use tokio::signal::unix::{SignalKind, signal};
            [
                signal(SignalKind::interrupt())?,
                signal(SignalKind::terminate())?,
            ]
        };
        #[cfg(windows)]
        let [interrupted, terminated] = {
            use tokio::signal::windows::ctrl_c;
            [ctrl_c()?, ctrl_c()?]
        };
        Ok(Self {
            interrupted,
            terminated,
            until_eof,
        })
    }

    async fn wait(mut self) {
        let end_of_input = async {
            if !self.until_eof {
                std::future::pending::<()>().await;
            }
            let mut input = tokio::io::stdin();
            let mut buffer = [0; 1024];
            while matches!(input.read(&mut buffer).await, Ok(1..)) {}
        };
        tokio::select! {
            () = end_of_input => {}
            _ = self.interrupted.recv() => {}
            _ = self.terminated.recv() => {}
        }
    }
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

fn parse_port(text: &str) -> Result<PortChoice, String> {
    if text == "off" {
        return Ok(None);
    }
    let port = text.parse().map(Some);
    port.map_err(|_| format!("{text} is no port: use 0 to 65535, or off"))
}

fn parse_code(text: &str) -> Result<u32, String> {
    let digits = text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit());
    let code = text.parse().ok().filter(|_| digits);
    code.ok_or_else(|| format!("{text} is no consent code: use six digits"))
}

/// Firmware wants exactly eight characters, one of each kind
/// (`docs/protocol/redirection.md` § 5.15, observed).
fn parse_rfb_password(text: &str) -> Result<String, String> {
    if is_rfb_password(text) {
        Ok(text.to_owned())
    } else {
        Err("it needs 8 characters, with at least one capital, small letter, digit and sign".into())
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

const NOTES: &str = "\
Prints one JSON line when a PC is ready, then one per event; stops on SIGINT or SIGTERM. The first \
line names the TLS versions that are offered: firmware before AMT 12 knows only 1.0 and 1.1, which \
are not simulated; 1.2 stands in for them.

Trouble: items separated by commas, each [redir:|rfb:|wsman:]FAULT[*FIRST-CONNECTIONS][%CHANCE] with FAULT \
cut=BYTES, reset=BYTES, stall=BYTES, delay=TIME[@BYTES], flip=BYTES, garble=BYTES, chunk=BYTES or \
refuse=busy|unsupported|consent|type|error. BYTES counts what the PC sends, or is a range such as \
100..5000 from which the seed draws. Of the whole PC: no-display, stale-nonces[=USES], one-item-pages, \
strict-put, no-power-answers, expired-certificate, unplug=TIME.";

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Program {
        #[command(flatten)]
        args: Args,
    }

    fn parse(words: &[&str]) -> Result<Args, clap::Error> {
        let words = ["sim"].iter().chain(words);
        Program::try_parse_from(words).map(|program| program.args)
    }

    #[test]
    fn defaults_are_those_of_the_contract() {
        let args = parse(&["--seed", "7"]).unwrap();
        let plan = plan(&args).unwrap();
        let [(options, None)] = plan.as_slice() else {
            panic!("one device without a name");
        };
        assert_eq!(options.bind.to_string(), "127.0.0.1");
        assert_eq!(
            (options.redir_port, options.rfb_port),
            (Some(16994), Some(5900))
        );
        assert_eq!(options.device.user, "admin");
        assert_eq!(options.device.profile, Profile::Amt16);
        assert_eq!(options.scene, SceneChoice::Desktop);
        assert_eq!(options.device.seed, 7);
    }

    #[test]
    fn latency_is_a_round_trip_of_two_halves() {
        let args = parse(&["--latency", "20ms", "--rate", "10mbit"]).unwrap();
        let (options, _) = plan(&args).unwrap().remove(0);
        assert_eq!(options.speed.latency, Duration::from_millis(10));
        assert_eq!(options.speed.rate, Some(1_250_000));
    }

    #[test]
    fn a_fleet_counts_addresses_up_or_shares_one_with_free_ports() {
        let binds = |words: &[&str]| -> Vec<String> {
            let args = parse(words).unwrap();
            let plan = plan(&args).unwrap();
            plan.iter().map(|(o, _)| o.bind.to_string()).collect()
        };
        assert_eq!(
            binds(&["--fleet", "3", "--bind", "127.0.5.254"]),
            ["127.0.5.254", "127.0.5.255", "127.0.6.0"]
        );
        assert_eq!(
            binds(&[
                "--fleet",
                "2",
                "--wsman-port",
                "0",
                "--wsman-tls-port",
                "0",
                "--redir-port",
                "0",
                "--redir-tls-port",
                "off",
                "--rfb-port",
                "off"
            ]),
            ["127.0.0.1", "127.0.0.1"]
        );
        let args = parse(&["--fleet", "2", "--bind", "255.255.255.255"]).unwrap();
        assert!(matches!(plan(&args), Err(Failure::Usage(_))));
    }

    #[test]
    fn devices_of_a_fleet_differ() {
        let args = parse(&["--fleet", "2", "--seed", "1"]).unwrap();
        let plan = plan(&args).unwrap();
        assert_ne!(plan[0].0.device.seed, plan[1].0.device.seed);
        assert_eq!(plan[1].1.as_deref(), Some("sim-2"));
    }

    #[test]
    fn nonsense_is_a_usage_error() {
        for words in [
            &["--redir-port", "70000"][..],
            &["--redir-port", "none"],
            &["--profile", "amt7"],
            &["--scene", "movie"],
            &["--trouble", "explode"],
            &["--latency", "20"],
            &["--rate", "fast"],
            &["--fleet", "0"],
            &["--power", "hibernate"],
            &["--rfb-password", "password"],
            &["--rfb-password", "P@ssw0rd1"],
        ] {
            assert!(parse(words).is_err(), "{words:?}");
        }
        let vnc = parse(&["--fleet", "2", "--scene", "vnc://lab:5900"]).unwrap();
        assert!(matches!(plan(&vnc), Err(Failure::Usage(_))));
    }
}
