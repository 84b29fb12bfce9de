//! Facts about a PC that is not there, for pages and strips.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use outband::session::flow::enable::{Switch, Switches};
use outband::session::flow::info::{Info, Part};
use outband::session::flow::logs::{LogEntry, LogReading};
use outband::session::flow::power::PowerStatus;
use outband::session::flow::probe::{
    Encryption, LoginMethod, PortProbe, PortRole, PortState, Probe, Speech,
};
use outband::session::flow::{
    Chassis, ControlMode, EventSeverity, OptInRequired, OptInService, OptInState, PowerState,
};
use outband::session::{Certificate, Fingerprint};
use time::macros::datetime;

pub(crate) fn certificate(first: u8) -> Box<Certificate> {
    Box::new(Certificate {
        fingerprint: Fingerprint([first; 32]),
        subject: "CN=lab-12.example.net".to_owned(),
        issuer: "CN=lab-12.example.net".to_owned(),
        is_self_issued: true,
        names: vec!["lab-12.example.net".to_owned()],
        not_before: datetime!(2025-04-02 00:00 UTC),
        not_after: datetime!(2031-04-02 00:00 UTC),
        key: "RSA 2048".to_owned(),
    })
}

pub(crate) fn power(state: PowerState) -> PowerStatus {
    let available = match state {
        PowerState::ON => vec![
            PowerState::OFF,
            PowerState::CYCLE,
            PowerState::RESET,
            PowerState::OFF_GRACEFUL,
            PowerState::RESET_GRACEFUL,
            PowerState::SLEEP,
        ],
        _ => vec![PowerState::ON],
    };
    PowerStatus {
        state,
        saving: None,
        available,
    }
}

pub(crate) fn policy(required: OptInRequired, state: OptInState) -> OptInService {
    OptInService {
        required,
        state,
        code_timeout: Some(Duration::from_secs(120)),
        display_timeout: Some(Duration::from_secs(300)),
        can_modify_policy: Some(true),
    }
}

pub(crate) const SWITCHES: Switches = Switches {
    screen: Switch::On,
    serial: Switch::Off,
    media: Switch::On,
    listener: true,
};

pub(crate) fn info() -> Box<Info> {
    Box::new(Info {
        read: Part::ALL.to_vec(),
        power: Some(power(PowerState::ON)),
        features: Some(SWITCHES),
        control_mode: Some(ControlMode::ADMIN),
        consent: Some(policy(OptInRequired::KVM, OptInState::NOT_STARTED)),
        inventory: outband::session::flow::info::Inventory {
            chassis: Some(Chassis {
                manufacturer: Some("Fabrikam".to_owned()),
                model: Some("OptiDesk 7010".to_owned()),
                version: None,
                serial_number: Some("5CG1234XYZ".to_owned()),
                tag: None,
                kind: None,
            }),
            ..Default::default()
        },
        ..Info::default()
    })
}

pub(crate) fn log(count: usize) -> LogReading {
    let entries = (0..count)
        .map(|n| LogEntry {
            time: Some(datetime!(2026-11-22 09:00 UTC) - Duration::from_secs(n as u64 * 61)),
            severity: Some(match n % 5 {
                0 => EventSeverity::Critical,
                1 => EventSeverity::Warning,
                _ => EventSeverity::Information,
            }),
            source: Some("BIOS"),
            text: match n % 3 {
                0 => "Starting operating system boot process".to_owned(),
                1 => format!("Fan {n} is below its lowest speed"),
                _ => "Keyboard test".to_owned(),
            },
            who: None,
            address: None,
            code: format!("sensor 15 type 0x6f offset {n}"),
        })
        .collect();
    LogReading {
        entries,
        unreadable: 0,
        total: u32::try_from(count).unwrap(),
    }
}

/// What is found out about a PC that has nothing newer than TLS 1.0.
pub(crate) fn old_tls() -> Box<Probe> {
    let management = PortProbe {
        speech: Some(Speech::Management {
            version: None,
            realm: None,
            logins: vec![LoginMethod::Digest],
        }),
        ..port(16992, PortRole::Wsman)
    };
    let old = PortProbe {
        encryption: Some(Encryption::Outdated("TLS 1.0".into())),
        ..port(16993, PortRole::WsmanTls)
    };
    Box::new(Probe {
        addresses: vec![IpAddr::V4(Ipv4Addr::new(10, 0, 4, 17))],
        ports: vec![management, old],
        presence: None,
    })
}

fn port(port: u16, role: PortRole) -> PortProbe {
    PortProbe {
        port,
        role,
        state: PortState::Open,
        encryption: None,
        speech: None,
    }
}
