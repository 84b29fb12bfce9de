//! From the options to what is started.

use std::io;
use std::net::IpAddr;
use std::path::Path;

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;

use super::args::{Args, ConsentChoice, ModeChoice, PowerChoice, VmFirmwareChoice};
use crate::cli::Failure;
use crate::session::Fault;
use crate::sim::firmware::ControlMode;
use crate::sim::firmware::consent::ConsentPolicy;
use crate::sim::firmware::features::Features;
use crate::sim::link::LinkSpeed;
use crate::sim::listen::{CertificateChoice, Presence};
use crate::sim::vm::{VmFirmware, VmOptions};
use crate::sim::{DeviceOptions, PowerState, SceneChoice, SimOptions};
use crate::wire::Secret;

/// Sizes of the displays beside the first.
const MORE_DISPLAYS: [(u16, u16); 3] = [(1280, 1024), (800, 600), (1920, 1080)];

/// What to start: the options of each device, and its name in a fleet.
pub(super) fn plan(args: &Args) -> Result<Vec<(SimOptions, Option<String>)>, Failure> {
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use clap::Parser;

    use super::*;
    use crate::sim::Profile;

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
