//! Options of `outband sim`.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::ValueEnum;

use crate::sim::firmware::settings::is_rfb_password;
use crate::sim::trouble::Trouble;
use crate::sim::units::{parse_duration, parse_rate};
use crate::sim::{Profile, SceneChoice};

/// Options of `outband sim`.
#[derive(Debug, clap::Args)]
#[command(after_help = NOTES)]
pub(in crate::cli) struct Args {
    /// Address to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(super) bind: IpAddr,
    /// Plain WS-Man port; 0 for any free one, "off" for none
    #[arg(long, value_name = "PORT", default_value = "16992", value_parser = parse_port)]
    pub(super) wsman_port: PortChoice,
    /// WS-Man port with TLS; 0 for any free one, "off" for none
    #[arg(long, value_name = "PORT", default_value = "16993", value_parser = parse_port)]
    pub(super) wsman_tls_port: PortChoice,
    /// Plain redirection port; 0 for any free one, "off" for none
    #[arg(long, value_name = "PORT", default_value = "16994", value_parser = parse_port)]
    pub(super) redir_port: PortChoice,
    /// Redirection port with TLS; 0 for any free one, "off" for none
    #[arg(long, value_name = "PORT", default_value = "16995", value_parser = parse_port)]
    pub(super) redir_tls_port: PortChoice,
    /// RFB port; 0 for any free one, "off" for none
    #[arg(long, value_name = "PORT", default_value = "5900", value_parser = parse_port)]
    pub(super) rfb_port: PortChoice,
    /// UDP port of presence pings; 0 for any free one, "off" for none [default: 623 if possible]
    #[arg(long, value_name = "PORT", value_parser = parse_port)]
    pub(super) presence_port: Option<PortChoice>,
    /// Login name of the administrator
    #[arg(long, value_name = "NAME", default_value = "admin")]
    pub(super) user: String,
    /// Password of the administrator
    #[arg(long, value_name = "PASSWORD", default_value = "P@ssw0rd")]
    pub(super) password: String,
    /// Password of the RFB port, exactly 8 characters
    #[arg(long, value_name = "PASSWORD", default_value = "P@ssw0rd", value_parser = parse_rfb_password)]
    pub(super) rfb_password: String,
    /// Release of the firmware: amt6, amt9, amt11, amt12, amt14, amt16, amt16-tls-only, amt18, ism
    #[arg(long, value_name = "NAME", default_value = "amt16")]
    pub(super) profile: Profile,
    /// How it was provisioned: acm (admin control) or ccm (client control, always with consent)
    #[arg(long, value_name = "MODE", default_value = "acm")]
    pub(super) mode: ModeChoice,
    /// What needs the consent of the PC's user
    #[arg(long, value_name = "WHAT", default_value = "none")]
    pub(super) consent: ConsentChoice,
    /// Consent code to show every time, six digits; random ones if not given
    #[arg(long, value_name = "CODE", value_parser = parse_code)]
    pub(super) consent_code: Option<u32>,
    /// Take only consoles with a certificate that this authority signed (PEM file)
    #[arg(long, value_name = "FILE")]
    pub(super) client_ca: Option<PathBuf>,
    /// Power state at the beginning
    #[arg(long, value_name = "STATE", default_value = "on")]
    pub(super) power: PowerChoice,
    /// Displays of the PC; those beside the first show a still picture each
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=4))]
    pub(super) displays: u8,
    /// Decides everything random; drawn and printed if not given
    #[arg(long, value_name = "N")]
    pub(super) seed: Option<u64>,
    /// Simulate so many PCs
    ///
    /// With ports that are all 0 or "off" they share the address; otherwise they have consecutive
    /// addresses, the first of which is --bind, and the same ports.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(super) fleet: u16,
    /// Added to every round trip, half of it in each direction, for example 20ms
    #[arg(long, value_name = "TIME", default_value = "0ms", value_parser = parse_duration)]
    pub(super) latency: Duration,
    /// Limit of each connection in each direction, for example 10mbit
    #[arg(long, value_name = "RATE", value_parser = parse_rate)]
    pub(super) rate: Option<u64>,
    /// What goes wrong, for example cut=4096 or refuse=busy*1
    #[arg(long, value_name = "SPEC")]
    pub(super) trouble: Option<Trouble>,
    /// What the PC shows: post, setup, text, desktop, motion, photo, FILE.png, vnc://HOST:PORT
    #[arg(long, value_name = "SCENE", default_value = "desktop")]
    pub(super) scene: SceneChoice,
    /// Put a real virtual machine (QEMU) in place of the simulated PC
    #[arg(long, conflicts_with = "scene")]
    pub(super) vm: bool,
    /// Memory of the virtual machine
    #[arg(long, value_name = "MB", default_value_t = 1024, requires = "vm", value_parser = clap::value_parser!(u32).range(64..=65536))]
    pub(super) vm_memory: u32,
    /// Disk of the virtual machine, raw or qcow2; made if there is no such file
    ///
    /// Without it the machine has an empty disk that is gone at the end.
    #[arg(long, value_name = "FILE", requires = "vm")]
    pub(super) vm_disk: Option<PathBuf>,
    /// Firmware of the virtual machine
    #[arg(long, value_name = "KIND", default_value = "bios", requires = "vm")]
    pub(super) vm_firmware: VmFirmwareChoice,
    /// Stop when standard input is closed
    #[arg(long)]
    pub(super) until_eof: bool,
}

/// A port number, or `None` for "off".
pub(super) type PortChoice = Option<u16>;

/// `--mode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ModeChoice {
    Acm,
    Ccm,
}

/// `--consent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ConsentChoice {
    None,
    Kvm,
    All,
}

/// `--vm-firmware`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum VmFirmwareChoice {
    Bios,
    Uefi,
}

/// `--power`.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum PowerChoice {
    On,
    Off,
    Sleep,
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

const NOTES: &str = "\
Prints one JSON line when a PC is ready, then one per event; stops on SIGINT or SIGTERM. The first \
line names the TLS versions that are offered: firmware before AMT 12 knows only 1.0 and 1.1, which \
are not simulated; 1.2 stands in for them.

Trouble: items separated by commas, each [redir:|rfb:|wsman:]FAULT[*FIRST-CONNECTIONS][%CHANCE] with FAULT \
cut=BYTES, reset=BYTES, stall=BYTES, delay=TIME[@BYTES], flip=BYTES, garble=BYTES, chunk=BYTES or \
refuse=busy|unsupported|consent|type|error. BYTES counts what the PC sends, or is a range such as \
100..5000 from which the seed draws. Of the whole PC: no-display, stale-nonces[=USES], one-item-pages, \
strict-put, no-power-answers, expired-certificate, unplug=TIME.";
