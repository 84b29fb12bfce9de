//! `outband info`: what is known about a PC, for people.

use super::control::Device;
use super::info_document::Document;
use super::print::Printer;
use super::words::{
    consent_policy, consent_state, control_mode, power_status, size_text, switch_text, time_text,
};
use super::{Context, Exit, Failure, Outcome};
use crate::session::flow::enable::Switches;
use crate::session::flow::info::{self, Info, Inventory, Network};
use crate::store::journal::Kind;

/// Options of `outband info`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    device: Device,
}

/// Reads everything and prints it.
pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    let learnt = args
        .device
        .ask(context, (Kind::Info, None), async |control, progress| {
            progress.say("Reading version");
            let step = |part: info::Part, _: &Info| progress.say(format!("Read {}", part.name()));
            info::read(control, step).await
        })?;
    let target = args.device.target.to_string();
    let document = Document::new(target, learnt.encryption, &learnt.result);
    context.print.document(&document);
    print_text(context.print, args.device.target.label(), &learnt.result);
    Ok(Outcome::Exit(Exit::Done))
}

fn print_text(print: Printer, host: &str, info: &Info) {
    if print.is_json() {
        return;
    }
    let row = |label: &str, value: String| {
        if !value.is_empty() {
            print.line(&format!("{label:<12} {value}"));
        }
    };
    let settings = info.settings.as_ref();
    let name = settings.and_then(|s| s.full_name());
    row("PC", name.unwrap_or_else(|| host.to_owned()));
    let version = info.version().map_or("unknown".into(), |v| v.to_string());
    let mode = match info.control_mode {
        Some(mode) => format!(", control mode {}", control_mode(mode)),
        None => String::new(),
    };
    row("Intel AMT", version + &mode);
    row("UUID", info.uuid.map(|u| u.to_string()).unwrap_or_default());
    row(
        "Power",
        info.power.as_ref().map(power_status).unwrap_or_default(),
    );
    if let Some(features) = &info.features {
        row("Features", features_text(features));
    }
    if let Some(consent) = &info.consent {
        let policy = match consent_policy(consent.required).as_str() {
            "none" => "not needed".to_owned(),
            "kvm" => "needed for the screen".to_owned(),
            "all" => "needed for screen, media and boot options".to_owned(),
            other => other.to_owned(),
        };
        let state = match consent_state(consent.state).as_str() {
            "not-started" => String::new(),
            "requested" | "displayed" => ", a code is on the display".to_owned(),
            "received" | "in-session" => ", given".to_owned(),
            other => format!(", {other}"),
        };
        row("Consent", policy + &state);
    }
    if let Some(sessions) = info.sessions.as_ref().filter(|s| !s.is_empty()) {
        let kinds: Vec<_> = sessions.iter().map(|s| s.kind.name()).collect();
        row("Connected", kinds.join(", "));
    }
    inventory_rows(&info.inventory, &row);
    network_rows(&info.network, &row);
    if let Some(clock) = info.clock {
        let off = clock.fast_by_secs();
        // A few seconds are right enough for everything.
        let off = match off {
            -5..=5 => String::new(),
            6.. => format!(", {off} s fast"),
            _ => format!(", {} s slow", off.unsigned_abs()),
        };
        row("Clock", time_text(clock.device) + &off);
    }
    for missing in &info.missing {
        let what = missing.part.name();
        print.note(&format!("Not known ({what}): {}", missing.fault.title()));
    }
}

fn features_text(features: &Switches) -> String {
    let mut text = format!(
        "screen {}, serial {}, media {}",
        switch_text(features.screen),
        switch_text(features.serial),
        switch_text(features.media)
    );
    if !features.listener {
        text.push_str("; their ports are closed");
    }
    text
}

fn inventory_rows(inventory: &Inventory, row: &impl Fn(&str, String)) {
    let words = |words: &[&Option<String>]| {
        let words: Vec<_> = words.iter().filter_map(|w| w.as_deref()).collect();
        words.join(" ")
    };
    if let Some(chassis) = &inventory.chassis {
        let serial = chassis.serial_number.as_ref();
        let serial = serial.map(|s| format!(", serial number {s}"));
        let model = words(&[&chassis.manufacturer, &chassis.model]);
        row("Model", model + &serial.unwrap_or_default());
    }
    if let Some(board) = &inventory.board {
        row(
            "Board",
            words(&[&board.manufacturer, &board.model, &board.version]),
        );
    }
    if let Some(bios) = &inventory.bios {
        row("BIOS", words(&[&bios.manufacturer, &bios.version]));
    }
    for cpu in &inventory.processors {
        let mhz = cpu.processor.max_mhz.map(|mhz| format!(", {mhz} MHz"));
        let name = cpu.name.clone().unwrap_or_else(|| "unknown".to_owned());
        row("Processor", name + &mhz.unwrap_or_default());
    }
    if !inventory.memory.is_empty() {
        let all = size_text(inventory.memory_bytes(), true);
        let modules: Vec<_> = inventory
            .memory
            .iter()
            .map(|module| {
                let size = module.capacity_bytes.map(|b| size_text(b, true));
                let kind = module.kind.map(|k| k.to_string());
                words(&[&size, &kind, &module.bank])
            })
            .collect();
        row("Memory", format!("{all}: {}", modules.join(", ")));
    }
    for drive in &inventory.drives {
        let size = drive.size_bytes.map(|b| size_text(b, false));
        row("Drive", words(&[&drive.model, &size]));
    }
}

fn network_rows(network: &Network, row: &impl Fn(&str, String)) {
    for port in &network.ports {
        let label = if port.is_wireless() {
            "Wireless"
        } else {
            "Wired"
        };
        let address = match port.ip_address {
            Some(address) => address.to_string(),
            None => "no address".to_owned(),
        };
        let mac = port.mac_address.as_deref().unwrap_or_default();
        let link = match port.link_is_up {
            Some(false) => ", no link",
            _ => "",
        };
        row(label, format!("{address}, {mac}{link}"));
    }
    for port in &network.ipv6 {
        let addresses: Vec<_> = port.addresses.iter().map(ToString::to_string).collect();
        row("IPv6", addresses.join(", "));
    }
}
