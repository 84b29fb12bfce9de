//! `outband info --json`: everything, under names that are a contract (`docs/cli.md`).

use std::collections::BTreeMap;

use serde::Serialize;

use super::safety::Encryption;
use super::words::{consent_policy, consent_state, control_mode, power_state, rfc3339, switch};
use crate::session::flow::enable::Switches;
use crate::session::flow::info::{Info, Inventory, Network};
use crate::session::flow::power::PowerStatus;

#[derive(Serialize)]
pub(super) struct Document {
    target: String,
    encryption: Encryption,
    version: Option<String>,
    sku: Option<u32>,
    software: BTreeMap<String, String>,
    name: Option<String>,
    os_name: Option<String>,
    uuid: Option<String>,
    mode: Option<String>,
    power: Option<Power>,
    features: Option<Features>,
    consent: Option<Consent>,
    connected: Option<Vec<&'static str>>,
    hardware: Hardware,
    network: Vec<Port>,
    clock: Option<Clock>,
    boot: Option<Boot>,
    screens: Vec<Display>,
    logs: Logs,
    missing: Vec<Missing>,
}

/// Power state; shared with `outband power`.
#[derive(Serialize)]
pub(super) struct Power {
    state: String,
    standby: bool,
    available: Vec<String>,
}

/// Switches; shared with `outband enable`.
#[derive(Serialize)]
pub(super) struct Features {
    kvm: &'static str,
    sol: &'static str,
    media: &'static str,
    ports_open: bool,
}

#[derive(Serialize)]
struct Consent {
    policy: String,
    state: String,
    can_be_changed: Option<bool>,
    shown_seconds: Option<u64>,
}

#[derive(Serialize, Default)]
struct Hardware {
    manufacturer: Option<String>,
    model: Option<String>,
    serial_number: Option<String>,
    board: Option<String>,
    bios_version: Option<String>,
    bios_date: Option<String>,
    processors: Vec<Cpu>,
    memory_bytes: u64,
    memory: Vec<Module>,
    drives: Vec<Drive>,
}

#[derive(Serialize)]
struct Cpu {
    name: Option<String>,
    max_mhz: Option<u32>,
    status: Option<String>,
}

#[derive(Serialize)]
struct Module {
    bank: Option<String>,
    bytes: Option<u64>,
    kind: Option<String>,
    mhz: Option<u32>,
    manufacturer: Option<String>,
    part_number: Option<String>,
    serial_number: Option<String>,
}

#[derive(Serialize)]
struct Drive {
    model: Option<String>,
    serial_number: Option<String>,
    bytes: Option<u64>,
}

#[derive(Serialize)]
struct Port {
    wireless: bool,
    mac_address: Option<String>,
    link_is_up: Option<bool>,
    dhcp: Option<bool>,
    ip_address: Option<String>,
    subnet_mask: Option<String>,
    gateway: Option<String>,
    name_servers: Vec<String>,
    ipv6_addresses: Vec<String>,
}

#[derive(Serialize)]
struct Clock {
    time: Option<String>,
    fast_by_seconds: i64,
}

#[derive(Serialize)]
struct Boot {
    disk: bool,
    pxe: bool,
    cd: bool,
    bios: bool,
    image: bool,
    serial_text: bool,
    https: bool,
    last_reason: Option<String>,
}

#[derive(Serialize)]
struct Display {
    index: u8,
    x: i32,
    y: i32,
    width: u32,
    height: u32,
    is_primary: bool,
}

#[derive(Serialize)]
struct Logs {
    events: Option<u32>,
    audit: Option<u32>,
    audit_blocks: Option<bool>,
}

#[derive(Serialize)]
struct Missing {
    part: &'static str,
    kind: &'static str,
    title: String,
}

impl Document {
    pub(super) fn new(target: String, encryption: Encryption, info: &Info) -> Self {
        let settings = info.settings.as_ref();
        Self {
            target,
            encryption,
            version: info.version().map(|v| v.to_string()),
            sku: info.software.sku,
            software: info.software.items.iter().cloned().collect(),
            name: settings.and_then(|s| s.full_name()),
            os_name: settings.and_then(|s| s.os_host_name.clone()),
            uuid: info.uuid.map(|uuid| uuid.to_string()),
            mode: info.control_mode.map(control_mode),
            power: info.power.as_ref().map(Power::new),
            features: info.features.as_ref().map(Features::new),
            consent: info.consent.as_ref().map(|c| Consent {
                policy: consent_policy(c.required),
                state: consent_state(c.state),
                can_be_changed: c.can_modify_policy,
                shown_seconds: c.display_timeout.map(|t| t.as_secs()),
            }),
            connected: info
                .sessions
                .as_ref()
                .map(|sessions| sessions.iter().map(|s| s.kind.name()).collect()),
            hardware: Hardware::new(&info.inventory),
            network: ports(&info.network),
            clock: info.clock.map(|clock| Clock {
                time: rfc3339(clock.device),
                fast_by_seconds: clock.fast_by_secs(),
            }),
            boot: info.boot.map(|can| Boot {
                disk: can.hard_drive,
                pxe: can.pxe,
                cd: can.cd,
                bios: can.bios_setup,
                image: can.ider,
                serial_text: can.sol,
                https: can.https,
                last_reason: info.boot_reason.as_ref().and_then(|r| r.details.clone()),
            }),
            screens: info.screens.as_ref().map_or_else(Vec::new, |settings| {
                let display = |screen: &crate::session::flow::Screen| Display {
                    index: screen.index,
                    x: screen.x,
                    y: screen.y,
                    width: screen.width,
                    height: screen.height,
                    is_primary: settings.primary == Some(screen.index),
                };
                settings.active().map(display).collect()
            }),
            logs: Logs {
                events: info.logs.events.map(|log| log.records),
                audit: info.logs.audit.map(|log| log.records),
                audit_blocks: info.logs.audit.map(|log| log.blocks_actions()),
            },
            missing: info
                .missing
                .iter()
                .map(|missing| Missing {
                    part: missing.part.name(),
                    kind: missing.fault.kind(),
                    title: missing.fault.title(),
                })
                .collect(),
        }
    }
}

impl Power {
    pub(super) fn new(status: &PowerStatus) -> Self {
        Self {
            state: power_state(status.state),
            standby: status.state.is_on() && status.is_asleep(),
            available: status.available.iter().copied().map(power_state).collect(),
        }
    }
}

impl Features {
    pub(super) const fn new(switches: &Switches) -> Self {
        Self {
            kvm: switch(switches.screen),
            sol: switch(switches.serial),
            media: switch(switches.media),
            ports_open: switches.listener,
        }
    }
}

impl Hardware {
    fn new(inventory: &Inventory) -> Self {
        let chassis = inventory.chassis.as_ref();
        let bios = inventory.bios.as_ref();
        Self {
            manufacturer: chassis.and_then(|c| c.manufacturer.clone()),
            model: chassis.and_then(|c| c.model.clone()),
            serial_number: chassis.and_then(|c| c.serial_number.clone()),
            board: inventory.board.as_ref().and_then(|b| b.model.clone()),
            bios_version: bios.and_then(|b| b.version.clone()),
            bios_date: bios.and_then(|b| rfc3339(b.released?)),
            processors: inventory
                .processors
                .iter()
                .map(|cpu| Cpu {
                    name: cpu.name.clone(),
                    max_mhz: cpu.processor.max_mhz,
                    status: cpu.processor.status.map(|s| s.to_string()),
                })
                .collect(),
            memory_bytes: inventory.memory_bytes(),
            memory: inventory
                .memory
                .iter()
                .map(|module| Module {
                    bank: module.bank.clone(),
                    bytes: module.capacity_bytes,
                    kind: module.kind.map(|kind| kind.to_string()),
                    mhz: module.configured_mhz.or(module.max_mhz),
                    manufacturer: module.manufacturer.clone(),
                    part_number: module.part_number.clone(),
                    serial_number: module.serial_number.clone(),
                })
                .collect(),
            drives: inventory
                .drives
                .iter()
                .map(|drive| Drive {
                    model: drive.model.clone(),
                    serial_number: drive.serial_number.clone(),
                    bytes: drive.size_bytes,
                })
                .collect(),
        }
    }
}

/// IPv6 addresses stand in objects of their own, numbered like the interfaces.
fn ports(network: &Network) -> Vec<Port> {
    let port = |port: &crate::session::flow::EthernetPort| {
        let same = |id: &str| id.trim_end().ends_with('1') == port.is_wireless();
        let ipv6 = network.ipv6.iter().filter(|v6| same(&v6.instance_id));
        Port {
            wireless: port.is_wireless(),
            mac_address: port.mac_address.clone(),
            link_is_up: port.link_is_up,
            dhcp: port.dhcp,
            ip_address: port.ip_address.map(|a| a.to_string()),
            subnet_mask: port.subnet_mask.map(|a| a.to_string()),
            gateway: port.gateway.map(|a| a.to_string()),
            name_servers: port.name_servers.iter().map(ToString::to_string).collect(),
            ipv6_addresses: ipv6
                .flat_map(|v6| v6.addresses.iter().map(ToString::to_string))
                .collect(),
        }
    };
    network.ports.iter().map(port).collect()
}
